/* writer.c - the index open for writing. */
#include "store/writer.h"

#include "base/file.h"
#include "base/str.h"
#include "glass/glass.h"
#include "store/meta.h"
#include "store/schema.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    DEFAULT_MEMORY = 256 << 20,
    FOLD_BELOW = 4 // times what came behind it: so large a shard stays
};

typedef struct shard {
    const char *name;
    gzt_xdb *db;         // read only, until something must be written
    gzt_xwriter *writer; // then this
    bool changed;
} shard;

struct gzt_writer {
    gzt_arena arena; // names, dictionary
    char path[PATH_MAX];
    gzt_settings settings;
    gzt_str dictionary;
    shard *shards; // the newest last
    size_t count;
    size_t memory, pending;
    int lock;
    bool unpublished; // a shard was adopted
    bool broken;      // a write failed: never commit after that
};

static const char *
shard_path(const gzt_writer *w, const char *name, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%.*s/%s", PATH_MAX - 20, w->path, name);
    return out;
}

// Note a failed write, so that no half of it is committed later.
static gzt_status
written(gzt_writer *w, gzt_status status)
{
    if (status)
        w->broken = true;
    return status;
}

// ---- shards ----------------------------------------------------------------

static gzt_xdb *
shard_db(const shard *s)
{
    return s->writer ? gzt_xwriter_db(s->writer) : s->db;
}

static gzt_status
shard_open_reader(gzt_writer *w, shard *s, gzt_err *err)
{
    char path[PATH_MAX];

    return gzt_xdb_open(&s->db, shard_path(w, s->name, path), err);
}

static gzt_status
shard_open_writer(gzt_writer *w, shard *s, gzt_err *err)
{
    char path[PATH_MAX];
    gzt_status status;

    if (s->writer)
        return GZT_OK;
    status = gzt_xwriter_open(&s->writer, shard_path(w, s->name, path),
                              GZT_XOPEN, err);
    if (!status) {
        gzt_xdb_close(s->db);
        s->db = NULL;
    }
    return status;
}

// Back to reading, once all is committed.
static gzt_status
shard_close_writer(gzt_writer *w, shard *s, gzt_err *err)
{
    gzt_status status = s->writer ? shard_open_reader(w, s, err) : GZT_OK;

    if (!status) {
        gzt_xwriter_abandon(s->writer);
        s->writer = NULL;
    }
    return status;
}

static void
shard_release(shard *s)
{
    gzt_xwriter_abandon(s->writer);
    gzt_xdb_close(s->db);
    s->writer = NULL;
    s->db = NULL;
}

// The names that the stub should have.
static gzt_shards
shard_names(gzt_writer *w)
{
    gzt_shards names = {
        gzt_arena_array(&w->arena, w->count + 1, sizeof(*names.names)), w->count
    };

    for (size_t i = 0; i < w->count; i++)
        names.names[i] = w->shards[i].name;
    return names;
}

static gzt_status
shard_begin(gzt_writer *w, const char *name, gzt_xwriter **out, gzt_err *err)
{
    char path[PATH_MAX];
    gzt_xwriter *writer = NULL;
    gzt_status status =
        gzt_xwriter_open(&writer, shard_path(w, name, path), GZT_XCREATE, err);

    if (!status)
        status = gzt_meta_write(writer, &w->settings, w->dictionary, err);
    if (!status)
        status = gzt_xwriter_commit(writer, err);
    if (status) {
        gzt_xwriter_abandon(writer);
        writer = NULL;
    }
    *out = writer;
    return status;
}

static gzt_status
new_name(gzt_writer *w, const char **name, gzt_err *err)
{
    if (w->count >= GZT_SHARDS_MAX)
        return gzt_fail(err, GZT_EINVAL,
                        "%s has %d shards, as many as can be: fold them "
                        "with `indexer --compact`",
                        w->path, GZT_SHARDS_MAX);
    return gzt_folder_new_shard(w->path, &w->arena, name, err);
}

// Begin a new shard, empty, and publish it.
static gzt_status
add_shard(gzt_writer *w, gzt_err *err)
{
    gzt_xwriter *writer;
    const char *name;
    gzt_shards names;
    gzt_status status = new_name(w, &name, err);

    if (!status)
        status = shard_begin(w, name, &writer, err);
    if (status)
        return status;
    w->shards = gzt_xrealloc(w->shards, w->count + 1, sizeof(*w->shards));
    w->shards[w->count++] = (shard){ .name = name, .writer = writer };
    names = shard_names(w);
    return written(w, gzt_folder_publish(w->path, &names, err));
}

static gzt_status
open_shards(gzt_writer *w, gzt_err *err)
{
    gzt_shards names;
    gzt_status status = gzt_folder_shards(w->path, &w->arena, &names, err);

    w->shards = gzt_xrealloc(NULL, names.count + 1, sizeof(*w->shards));
    for (size_t i = 0; !status && i < names.count; i++) {
        w->shards[w->count++] = (shard){ .name = names.names[i] };
        status = shard_open_reader(w, &w->shards[i], err);
    }
    if (!status && w->count)
        status = gzt_meta_read(shard_db(&w->shards[0]), &w->arena, NULL,
                               &w->dictionary, err);
    return status;
}

// ---- opening and closing ---------------------------------------------------

// It becomes a line of the settings.
static gzt_status
check_lang(gzt_str lang, gzt_err *err)
{
    bool good = lang.len < sizeof(((gzt_settings *)NULL)->lang);

    for (size_t i = 0; i < lang.len; i++) {
        char c = lang.ptr[i];

        good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
    return good ? GZT_OK
                : gzt_fail(err, GZT_EINVAL,
                           "a language is an ISO code such as en or pt-BR");
}

static gzt_status
create_index(gzt_writer *w, const gzt_writer_options *options, gzt_err *err)
{
    gzt_status status = check_lang(options->lang, err);

    if (status)
        return status;
    w->settings =
        (gzt_settings){ .format = GZT_INDEX_FORMAT,
                        .shard_articles = options->shard_articles
                                              ? options->shard_articles
                                              : GZT_SHARD_ARTICLES };
    snprintf(w->settings.lang, sizeof(w->settings.lang), "%.*s",
             options->lang.len ? (int)options->lang.len : 2,
             options->lang.len ? options->lang.ptr : "en");
    status = gzt_folder_save_settings(w->path, &w->settings, err);
    return status ? status : add_shard(w, err);
}

static void
writer_free(gzt_writer *w)
{
    for (size_t i = 0; i < w->count; i++)
        shard_release(&w->shards[i]);
    free(w->shards);
    if (w->lock >= 0)
        close(w->lock);
    gzt_arena_release(&w->arena);
    free(w);
}

static gzt_status
writer_load(gzt_writer *w, const gzt_writer_options *options, gzt_err *err)
{
    gzt_status status =
        gzt_folder_lock(w->path, options->create, options->wait, &w->lock, err);

    if (!status)
        status = gzt_folder_clean(w->path, NULL, err);
    if (status)
        return status;
    if (!gzt_folder_exists(w->path))
        return create_index(w, options, err);
    status = gzt_folder_settings(w->path, &w->settings, err);
    return status ? status : open_shards(w, err);
}

gzt_status
gzt_writer_open(gzt_writer **out, const char *path,
                const gzt_writer_options *options, gzt_err *err)
{
    gzt_writer *w = gzt_xrealloc(NULL, 1, sizeof(*w));
    gzt_status status;

    *w = (gzt_writer){ .lock = -1,
                       .memory =
                           options->memory ? options->memory : DEFAULT_MEMORY };
    gzt_arena_init(&w->arena);
    snprintf(w->path, sizeof(w->path), "%s", path);
    status = writer_load(w, options, err);
    if (status) {
        writer_free(w);
        w = NULL;
    }
    *out = w;
    return status;
}

const gzt_settings *
gzt_writer_settings(const gzt_writer *writer)
{
    return &writer->settings;
}

gzt_str
gzt_writer_dictionary(const gzt_writer *writer)
{
    return writer->dictionary;
}

gzt_status
gzt_writer_set_dictionary(gzt_writer *w, gzt_str dictionary, gzt_err *err)
{
    gzt_status status = GZT_OK;

    w->dictionary = gzt_arena_copy(&w->arena, dictionary);
    for (size_t i = 0; !status && i < w->count; i++) {
        status = shard_open_writer(w, &w->shards[i], err);
        if (!status)
            status =
                written(w, gzt_meta_write(w->shards[i].writer, &w->settings,
                                          w->dictionary, err));
        w->shards[i].changed |= !status;
    }
    return status;
}

gzt_status
gzt_writer_close(gzt_writer *w, gzt_err *err)
{
    gzt_status status;

    if (!w)
        return GZT_OK;
    status = w->broken ? GZT_OK : gzt_writer_commit(w, err);
    writer_free(w);
    return status;
}

// ---- articles --------------------------------------------------------------

gzt_status
gzt_writer_count(gzt_writer *w, uint64_t *out, gzt_err *err)
{
    *out = 0;
    for (size_t i = 0; i < w->count; i++) {
        gzt_xstats stats;
        gzt_status status = gzt_xdb_stats(shard_db(&w->shards[i]), &stats, err);

        if (status)
            return status;
        *out += stats.documents;
    }
    return GZT_OK;
}

// The shard that holds `key`, or NULL; the newest is the likeliest.
static gzt_status
find_shard(gzt_writer *w, gzt_str key, shard **out, gzt_err *err)
{
    *out = NULL;
    for (size_t i = w->count; i-- > 0;) {
        uint32_t documents;
        gzt_status status =
            gzt_xdb_freqs(shard_db(&w->shards[i]), key, &documents, NULL, err);

        if (status)
            return status;
        if (documents) {
            *out = &w->shards[i];
            return GZT_OK;
        }
    }
    return GZT_OK;
}

// Has the shard's article `key` this very content?
static gzt_status
is_unchanged(shard *s, const gzt_document *document, bool *out, gzt_err *err)
{
    gzt_arena arena;
    uint32_t *docids;
    size_t count;
    gzt_str hash;
    gzt_status status;

    *out = false;
    gzt_arena_init(&arena);
    status = gzt_xdb_postings(shard_db(s), document->key, 1, 1, &arena, &docids,
                              &count, err);
    if (!status && count) {
        status = gzt_xdb_doc_value(shard_db(s), docids[0], GZT_SLOT_HASH,
                                   &arena, &hash, err);
        if (!status)
            *out = gzt_str_eq(hash, gzt_schema_u64(document->hash, &arena));
    }
    gzt_arena_release(&arena);
    return status;
}

static gzt_status
commit_shards(gzt_writer *w, gzt_err *err)
{
    for (size_t i = 0; i < w->count; i++) {
        shard *s = &w->shards[i];
        gzt_status status;

        if (!s->changed)
            continue;
        status = written(w, gzt_xwriter_commit(s->writer, err));
        if (status)
            return status;
        s->changed = false;
    }
    w->pending = 0;
    return GZT_OK;
}

static gzt_status
spend(gzt_writer *w, shard *s, size_t cost, gzt_err *err)
{
    s->changed = true;
    w->pending += cost;
    return w->pending > w->memory ? commit_shards(w, err) : GZT_OK;
}

static gzt_status
replace_in(gzt_writer *w, shard *s, const gzt_document *document, gzt_err *err)
{
    uint32_t docid;
    gzt_status status = shard_open_writer(w, s, err);

    if (!status)
        status = written(w, gzt_xwriter_replace(s->writer, document->key,
                                                &document->doc, &docid, err));
    return status ? status : spend(w, s, 2 * document->cost, err);
}

// The shard that takes new articles, a new one when the newest is full.
static gzt_status
newest_shard(gzt_writer *w, shard **out, gzt_err *err)
{
    gzt_xstats stats;
    gzt_status status =
        gzt_xdb_stats(shard_db(&w->shards[w->count - 1]), &stats, err);

    if (!status && stats.documents >= w->settings.shard_articles) {
        status = gzt_writer_commit(w, err);
        if (!status)
            status = add_shard(w, err);
    }
    *out = &w->shards[w->count - 1];
    return status ? status : shard_open_writer(w, *out, err);
}

// The shard that has the article, NULL when none has, and what that means.
static gzt_status
look(gzt_writer *w, const gzt_document *document, shard **s,
     gzt_outcome *outcome, gzt_err *err)
{
    bool same = false;
    gzt_status status = find_shard(w, document->key, s, err);

    if (!status && *s)
        status = is_unchanged(*s, document, &same, err);
    *outcome = same ? GZT_UNCHANGED : *s ? GZT_REPLACED : GZT_ADDED;
    return status;
}

gzt_status
gzt_writer_look(gzt_writer *writer, const gzt_document *document,
                gzt_outcome *outcome, gzt_err *err)
{
    shard *s;

    return look(writer, document, &s, outcome, err);
}

gzt_status
gzt_writer_put(gzt_writer *w, const gzt_document *document,
               gzt_outcome *outcome, gzt_err *err)
{
    shard *s;
    uint32_t docid;
    gzt_status status = look(w, document, &s, outcome, err);

    if (status || *outcome == GZT_UNCHANGED)
        return status;
    if (s)
        return replace_in(w, s, document, err);
    status = newest_shard(w, &s, err);
    if (!status)
        status =
            written(w, gzt_xwriter_add(s->writer, &document->doc, &docid, err));
    return status ? status : spend(w, s, document->cost, err);
}

gzt_status
gzt_writer_delete(gzt_writer *w, gzt_str id, bool *found, gzt_err *err)
{
    gzt_arena arena;
    gzt_status status;
    gzt_str key;
    shard *s;

    gzt_arena_init(&arena);
    key = gzt_schema_key(GZT_S(GZT_PREFIX_ID), id, &arena);
    status = find_shard(w, key, &s, err);
    *found = !status && s;
    if (*found)
        status = shard_open_writer(w, s, err);
    if (*found && !status)
        status = written(w, gzt_xwriter_delete(s->writer, key, err));
    if (*found && !status)
        status = spend(w, s, 1 << 12, err);
    gzt_arena_release(&arena);
    return status;
}

// ---- folding ---------------------------------------------------------------

// With our own hand where the format is known and nothing is in the shards
// that it does not know; else as Xapian does it, which takes five times as long
// and fills the blocks less well.
static gzt_status
fold(const char *target, const char *const *sources, size_t count, gzt_err *err)
{
    gzt_status status = gzt_glass_check(gzt_xapian_version(), sources[0], err);

    if (!status)
        status = gzt_glass_merge(target, sources, count, err);
    if (status != GZT_EUNSUPPORTED && status != GZT_EINVAL)
        return status;
    gzt_folder_remove(target, NULL);
    return gzt_xapian_compact(target, sources, count, err);
}

// Write the shards from number `first` on as one, with all that is committed.
static gzt_status
fold_into(gzt_writer *w, size_t first, const char *name, gzt_err *err)
{
    char target[PATH_MAX], path[PATH_MAX];
    const char **sources =
        gzt_arena_array(&w->arena, w->count, sizeof(*sources));

    for (size_t i = first; i < w->count; i++) {
        gzt_status status = shard_close_writer(w, &w->shards[i], err);

        if (status)
            return status;
        shard_path(w, w->shards[i].name, path);
        sources[i - first] = gzt_arena_cstr(&w->arena, gzt_str_of(path));
    }
    return fold(shard_path(w, name, target), sources, w->count - first, err);
}

// The shards from number `first` on are this one now.
static gzt_status
become_one(gzt_writer *w, size_t first, const char *name, gzt_err *err)
{
    while (w->count > first)
        shard_release(&w->shards[--w->count]);
    w->shards[w->count++] = (shard){ .name = name };
    return shard_open_reader(w, &w->shards[first], err);
}

// From which shard on they are to be one: those that are small beside what has
// come behind them. So the shards grow fewer than a logarithm of the articles,
// and an article is written again as seldom.
static gzt_status
small_tail(gzt_writer *w, size_t *first, gzt_err *err)
{
    uint64_t sum = 0;

    for (*first = w->count; *first > 0; --*first) {
        gzt_xstats stats;
        gzt_status status =
            gzt_xdb_stats(shard_db(&w->shards[*first - 1]), &stats, err);

        if (status)
            return status;
        if (sum && (stats.documents > FOLD_BELOW * sum ||
                    stats.documents + sum > w->settings.shard_articles))
            break;
        sum += stats.documents;
    }
    return GZT_OK;
}

// Fold what has been adopted with the small shards before it. Where that
// fails, say for want of room, they stay as they are.
static gzt_status
fold_tail(gzt_writer *w, gzt_err *err)
{
    const char *name;
    size_t first;
    gzt_status status = small_tail(w, &first, err);

    if (status || first + 1 >= w->count)
        return status;
    status = gzt_folder_new_shard(w->path, &w->arena, &name, err);
    if (status || fold_into(w, first, name, NULL))
        return status;
    return become_one(w, first, name, err);
}

gzt_status
gzt_writer_commit(gzt_writer *w, gzt_err *err)
{
    gzt_shards names;
    gzt_status status = commit_shards(w, err);

    if (status || !w->unpublished)
        return status;
    status = written(w, fold_tail(w, err));
    if (status)
        return status;
    names = shard_names(w);
    status = written(w, gzt_folder_publish(w->path, &names, err));
    w->unpublished = status != GZT_OK;
    return status;
}

// ---- shards that others write ----------------------------------------------

gzt_status
gzt_writer_can_adopt(gzt_writer *w, gzt_err *err)
{
    char path[PATH_MAX];

    return gzt_glass_check(gzt_xapian_version(),
                           shard_path(w, w->shards[0].name, path), err);
}

gzt_status
gzt_writer_new_shard(gzt_writer *w, const char **path, gzt_err *err)
{
    char full[PATH_MAX];
    const char *name;
    gzt_status status = new_name(w, &name, err);

    if (!status)
        *path =
            gzt_arena_cstr(&w->arena, gzt_str_of(shard_path(w, name, full)));
    return status;
}

// What such a shard does not have yet, and should not have.
static gzt_status
complete(gzt_writer *w, gzt_xwriter *writer, const uint32_t *dead, size_t count,
         gzt_err *err)
{
    gzt_status status =
        gzt_meta_write(writer, &w->settings, w->dictionary, err);

    for (size_t i = 0; !status && i < count; i++)
        status = gzt_xwriter_delete_docid(writer, dead[i], err);
    return status ? status : gzt_xwriter_commit(writer, err);
}

gzt_status
gzt_writer_adopt(gzt_writer *w, const char *path, const uint32_t *dead,
                 size_t count, gzt_err *err)
{
    gzt_xwriter *writer = NULL;
    gzt_xstats stats;
    gzt_status status = gzt_xdb_stats(shard_db(&w->shards[0]), &stats, err);

    if (!status)
        status = gzt_xwriter_open(&writer, path, GZT_XOPEN, err);
    if (!status)
        status = complete(w, writer, dead, count, err);
    if (status) {
        gzt_xwriter_abandon(writer);
        return written(w, status);
    }
    if (w->count == 1 && !stats.documents)
        shard_release(&w->shards[--w->count]);
    w->shards = gzt_xrealloc(w->shards, w->count + 1, sizeof(*w->shards));
    w->shards[w->count++] =
        (shard){ .name = strrchr(path, '/') + 1, .writer = writer };
    w->unpublished = true;
    return GZT_OK;
}

void
gzt_writer_give_up(gzt_writer *writer)
{
    writer->broken = true;
    gzt_folder_clean(writer->path, NULL, NULL);
}

size_t
gzt_writer_memory(const gzt_writer *writer)
{
    return writer->memory;
}

void
gzt_writer_set_memory(gzt_writer *writer, size_t memory)
{
    writer->memory = memory;
}

// ---- compaction ------------------------------------------------------------

gzt_status
gzt_writer_compact(gzt_writer *w, gzt_err *err)
{
    const char *name;
    gzt_shards names = { &name, 1 };
    gzt_status status = gzt_writer_commit(w, err);

    if (!status)
        status = gzt_folder_new_shard(w->path, &w->arena, &name, err);
    if (!status)
        status = fold_into(w, 0, name, err);
    if (!status)
        status = gzt_folder_publish(w->path, &names, err);
    if (status) {
        w->broken = true; // the old shards are published still
        gzt_folder_clean(w->path, NULL, NULL);
        return status;
    }
    return become_one(w, 0, name, err);
}
