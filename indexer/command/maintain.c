/* maintain.c - delete, export, compact, verify, statistics. */
#include "command/maintain.h"

#include "base/json.h"
#include "base/str.h"
#include "base/term.h"
#include "command/again.h"
#include "store/article_json.h"
#include "store/reader.h"
#include "store/schema.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    OUT_MAX = 1 << 30,
    OUT_FLUSH = 1 << 16,
    BATCH = 1000 // docids fetched at once
};

// ---- delete ----------------------------------------------------------------

typedef struct deleting {
    gzt_writer *writer;
    gzt_reader *reader; // of what was there before
    gzt_forget forget;
    gzt_arena arena;
    uint64_t deleted, missing;
} deleting;

// The article's file must be read again when it comes again.
static void
forget_file(deleting *d, gzt_str id)
{
    gzt_article article = { 0 };
    uint32_t docid;

    if (gzt_reader_find(d->reader, id, &docid, NULL) ||
        gzt_reader_header(d->reader, docid, &d->arena, &article, NULL))
        d->forget.all = true;
    else
        gzt_forget_path(&d->forget, article.path);
    gzt_arena_reset(&d->arena);
}

static gzt_status
delete_one(deleting *d, const char *id, gzt_err *err)
{
    bool found;
    gzt_status status =
        gzt_writer_delete(d->writer, gzt_str_of(id), &found, err);

    if (status)
        return status;
    d->deleted += found;
    d->missing += !found;
    if (found)
        forget_file(d, gzt_str_of(id));
    else
        fprintf(stderr, "indexer: no article has the id %s\n", id);
    return GZT_OK;
}

static gzt_status
delete_listed(deleting *d, bool nul, gzt_err *err)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    gzt_status status = GZT_OK;

    while (!status &&
           (len = getdelim(&line, &size, nul ? '\0' : '\n', stdin)) > 0) {
        if (!nul && line[len - 1] == '\n')
            line[--len] = '\0';
        if (len)
            status = delete_one(d, line, err);
    }
    free(line);
    return status;
}

static gzt_status
delete_all(deleting *d, const gzt_maintain *m, const char *const *ids,
           size_t count, bool nul, gzt_err *err)
{
    uint64_t articles = 0;
    gzt_status status = gzt_reader_open(&d->reader, &m->place, 1, err);

    if (status)
        return status;
    gzt_arena_init(&d->arena);
    gzt_forget_begin(&d->forget, m->place, d->writer);
    for (size_t i = 0; !status && i < count; i++)
        status = strcmp(ids[i], "-") ? delete_one(d, ids[i], err)
                                     : delete_listed(d, nul, err);
    gzt_reader_close(d->reader);
    if (!status)
        status = gzt_writer_commit(d->writer, err);
    if (!status)
        status = gzt_writer_count(d->writer, &articles, err);
    gzt_forget_end(&d->forget, articles);
    gzt_arena_release(&d->arena);
    return status;
}

gzt_status
gzt_maintain_delete(const gzt_maintain *m, const char *const *ids, size_t count,
                    bool nul, uint64_t *missing, gzt_err *err)
{
    gzt_writer_options options = { .wait = m->wait };
    deleting d = { 0 };
    gzt_status closed,
        status = gzt_writer_open(&d.writer, m->place, &options, err);

    *missing = 0;
    if (status)
        return status;
    status = delete_all(&d, m, ids, count, nul, err);
    closed = gzt_writer_close(d.writer, status ? NULL : err);
    status = status ? status : closed;
    *missing = d.missing;
    if (!status && !m->quiet)
        fprintf(stderr, "deleted %llu, not found %llu\n",
                (unsigned long long)d.deleted, (unsigned long long)d.missing);
    if (!status && m->json)
        printf("{\"v\":1,\"deleted\":%llu,\"missing\":%llu}\n",
               (unsigned long long)d.deleted, (unsigned long long)d.missing);
    return status;
}

// ---- every article ---------------------------------------------------------

typedef gzt_status visit_article(void *self, gzt_reader *reader, uint32_t docid,
                                 gzt_arena *arena, gzt_err *err);

static gzt_status
each_article(const gzt_maintain *m, gzt_reader *reader, visit_article *visit,
             void *self, gzt_err *err)
{
    gzt_arena batch, one;
    uint32_t from = 1, *docids;
    size_t count;
    gzt_status status = GZT_OK;

    gzt_arena_init(&batch);
    gzt_arena_init(&one);
    do {
        status = gzt_xdb_postings(gzt_reader_db(reader), GZT_S(""), from, BATCH,
                                  &batch, &docids, &count, err);
        for (size_t i = 0; !status && i < count; i++) {
            status = visit(self, reader, docids[i], &one, err);
            gzt_arena_reset(&one);
        }
        if (!status && count)
            from = docids[count - 1] + 1;
        if (!status && m->stopped(NULL))
            status = gzt_fail(err, GZT_EINTERRUPTED, "interrupted");
        gzt_arena_reset(&batch);
    } while (!status && count && from);
    gzt_arena_release(&batch);
    gzt_arena_release(&one);
    return status;
}

static gzt_status
export_article(void *self, gzt_reader *reader, uint32_t docid, gzt_arena *arena,
               gzt_err *err)
{
    gzt_buf *out = self;
    gzt_article article;
    gzt_status status = gzt_reader_article(reader, docid, arena, &article, err);

    if (status)
        return status;
    gzt_buf_putc(out, '{');
    gzt_article_json(&article, out);
    gzt_buf_put(out, GZT_S("}\n"));
    return out->len < OUT_FLUSH ? GZT_OK
                                : gzt_term_write(STDOUT_FILENO, out, err);
}

gzt_status
gzt_maintain_export(const gzt_maintain *m, gzt_err *err)
{
    gzt_reader *reader;
    gzt_buf out;
    gzt_status status = gzt_reader_open(&reader, &m->place, 1, err);

    if (status)
        return status;
    gzt_buf_init(&out, OUT_MAX);
    status = each_article(m, reader, export_article, &out, err);
    if (!status)
        status = gzt_term_write(STDOUT_FILENO, &out, err);
    gzt_buf_release(&out);
    gzt_reader_close(reader);
    return status;
}

gzt_status
gzt_maintain_compact(const gzt_maintain *m, gzt_err *err)
{
    gzt_writer_options options = { .wait = m->wait };
    gzt_writer *writer;
    uint64_t articles = 0;
    gzt_status closed,
        status = gzt_writer_open(&writer, m->place, &options, err);

    if (status)
        return status;
    status = gzt_writer_compact(writer, err);
    if (!status)
        status = gzt_writer_count(writer, &articles, err);
    closed = gzt_writer_close(writer, status ? NULL : err);
    status = status ? status : closed;
    if (!status && !m->quiet)
        fprintf(stderr, "compacted %llu articles into one shard\n",
                (unsigned long long)articles);
    if (!status && m->json)
        printf("{\"v\":1,\"articles\":%llu}\n", (unsigned long long)articles);
    return status;
}

// ---- verify ----------------------------------------------------------------

typedef struct check {
    uint64_t articles, faults;
} check;

static gzt_status
check_article(void *self, gzt_reader *reader, uint32_t docid, gzt_arena *arena,
              gzt_err *err)
{
    check *c = self;
    gzt_article article;
    gzt_err fault = { 0 };
    gzt_status status =
        gzt_reader_article(reader, docid, arena, &article, &fault);

    (void)err; // one bad record must not hide the next
    c->articles++;
    if (!status)
        return GZT_OK;
    c->faults++;
    fprintf(stderr, "indexer: document %u: %s\n", docid, fault.text);
    return GZT_OK;
}

static gzt_status
check_shards(const char *place, check *c, gzt_err *err)
{
    gzt_arena arena;
    gzt_shards shards;
    gzt_status status;

    gzt_arena_init(&arena);
    status = gzt_folder_shards(place, &arena, &shards, err);
    for (size_t i = 0; !status && i < shards.count; i++) {
        gzt_str report = { 0 };
        gzt_err fault = { 0 };
        size_t errors = 0;
        const char *path =
            gzt_arena_printf(&arena, "%s/%s", place, shards.names[i]).ptr;

        if (!gzt_xapian_check(path, &errors, &arena, &report, &fault) &&
            !errors)
            continue;
        c->faults += errors ? errors : 1;
        fprintf(stderr, "indexer: %s: %s%.*s\n", path, fault.text,
                GZT_ARG(report));
    }
    gzt_arena_release(&arena);
    return status;
}

gzt_status
gzt_maintain_verify(const gzt_maintain *m, gzt_err *err)
{
    check c = { 0 };
    gzt_reader *reader;
    gzt_status status = check_shards(m->place, &c, err);

    if (!status)
        status = gzt_reader_open(&reader, &m->place, 1, err);
    if (status)
        return status;
    status = each_article(m, reader, check_article, &c, err);
    gzt_reader_close(reader);
    if (status)
        return status;
    if (m->json)
        printf("{\"v\":1,\"articles\":%llu,\"faults\":%llu}\n",
               (unsigned long long)c.articles, (unsigned long long)c.faults);
    if (c.faults)
        return gzt_fail(err, GZT_EFORMAT,
                        "%s is damaged in %llu places; index its articles "
                        "again into a new folder, what --export still gives "
                        "first",
                        m->place, (unsigned long long)c.faults);
    if (!m->quiet)
        fprintf(stderr, "%llu articles, no fault\n",
                (unsigned long long)c.articles);
    return GZT_OK;
}

// ---- statistics ------------------------------------------------------------

typedef struct figures {
    gzt_xstats stats;
    size_t shards;
    uint64_t bytes, terms;
    gzt_settings settings;
} figures;

static void
print_figures(const figures *f, bool json)
{
    if (json) {
        printf("{\"v\":1,\"articles\":%u,\"shards\":%zu,\"bytes\":%llu,"
               "\"format\":%u,\"lang\":\"%s\","
               "\"xapian\":\"%s\"}\n",
               f->stats.documents, f->shards, (unsigned long long)f->bytes,
               f->settings.format, f->settings.lang, gzt_xapian_version());
        return;
    }
    printf("articles        %u\n", f->stats.documents);
    printf("shards          %zu\n", f->shards);
    printf("bytes on disk   %llu\n", (unsigned long long)f->bytes);
    printf("index format    %u\n", f->settings.format);
    printf("language        %s\n", f->settings.lang);
    printf("xapian          %s\n", gzt_xapian_version());
}

gzt_status
gzt_maintain_stats(const gzt_maintain *m, gzt_err *err)
{
    figures f = { 0 };
    gzt_reader *reader;
    gzt_arena arena;
    gzt_shards shards;
    gzt_status status = gzt_folder_settings(m->place, &f.settings, err);

    if (!status)
        status = gzt_reader_open(&reader, &m->place, 1, err);
    if (status)
        return status;
    gzt_arena_init(&arena);
    status = gzt_xdb_stats(gzt_reader_db(reader), &f.stats, err);
    if (!status)
        status = gzt_folder_shards(m->place, &arena, &shards, err);
    if (!status) {
        f.shards = shards.count;
        f.bytes = gzt_folder_size(m->place);
        print_figures(&f, m->json);
    }
    gzt_arena_release(&arena);
    gzt_reader_close(reader);
    return status;
}
