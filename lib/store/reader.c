/* reader.c - one or more places open for reading, as one index. */
#include "store/reader.h"

#include "base/file.h"
#include "base/str.h"
#include "glass/lookup.h"
#include "store/folder.h"
#include "store/meta.h"
#include "store/schema.h"
#include "xapian/trace_pack.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum {
    PARTS_MAX = 4000,
    STUB_DEPTH = 4,
    STUB_MAX = 1 << 20,
    TRIES = 40,
    PAUSE_MS = 5
};

// Values of a shard without Xapian.
typedef struct shard {
    const char *folder; // NULL: that cannot be, or has been tried in vain
    uint64_t revision;
    gzt_lookup *lookup; // NULL: not open yet
} shard;

typedef struct parts {
    gzt_xdb **dbs;
    shard *shards;
    size_t count;
    bool remote;
    gzt_arena arena; // for names of folders
} parts;

struct gzt_reader {
    gzt_arena arena; // places, language; as long as the reader
    const char **places;
    size_t place_count;
    parts parts;
    gzt_xdb *db; // all of them
    gzt_codec *codec;
    gzt_str lang;
    gzt_arena view; // what is known of the index as it is open
    gzt_xterm *langs;
    size_t lang_count;
    bool has_langs;
    gzt_arena stored; // a trace as it is stored
    gzt_buf trace;
};

static bool
is_server(const char *place)
{
    return !strncmp(place, "tcp://", 6);
}

static void
parts_init(parts *p)
{
    *p = (parts){ .dbs = gzt_xrealloc(NULL, PARTS_MAX, sizeof(*p->dbs)),
                  .shards = gzt_xrealloc(NULL, PARTS_MAX, sizeof(*p->shards)) };
    gzt_arena_init(&p->arena);
}

static void
parts_release(parts *p)
{
    for (size_t i = 0; i < p->count; i++) {
        gzt_xdb_close(p->dbs[i]);
        gzt_lookup_close(p->shards[i].lookup);
    }
    free(p->dbs);
    free(p->shards);
    gzt_arena_release(&p->arena);
    *p = (parts){ 0 };
}

// Only a local shard has a revision that can be told.
static void
note_shard(parts *p, size_t number, const char *place)
{
    shard *s = &p->shards[number];

    *s = (shard){ 0 };
    if (!is_server(place) &&
        !gzt_xdb_revision(p->dbs[number], &s->revision, NULL))
        s->folder = gzt_arena_cstr(&p->arena, gzt_str_of(place));
}

static gzt_status
add_part(parts *p, const char *place, gzt_err *err)
{
    gzt_status status;

    if (p->count == PARTS_MAX)
        return gzt_fail(err, GZT_EINVAL, "more than %d shards", PARTS_MAX);
    status = gzt_xdb_open(&p->dbs[p->count], place, err);
    if (!status)
        note_shard(p, p->count++, place);
    p->remote |= is_server(place);
    return status;
}

static gzt_status add_place(parts *p, const char *place, int depth,
                            gzt_err *err);

// What a line of a stub names, as a place; NULL for what Xapian alone knows.
static const char *
place_of_line(const char *stub, gzt_str line, gzt_arena *arena)
{
    const char *slash = strrchr(stub, '/');
    gzt_str kind, folder = { stub, slash ? (size_t)(slash - stub) + 1 : 0 };

    gzt_str_cut(&line, ' ', &kind);
    line = gzt_str_trim(line);
    if (gzt_str_eq(kind, GZT_S("remote")) && line.len && line.ptr[0] != ':')
        return gzt_arena_cstr(arena,
                              gzt_arena_join(arena, GZT_S("tcp://"), line));
    if (!gzt_str_eq(kind, GZT_S("auto")) && !gzt_str_eq(kind, GZT_S("glass")))
        return NULL;
    if (line.len && line.ptr[0] == '/')
        return gzt_arena_cstr(arena, line);
    return gzt_arena_cstr(arena, gzt_arena_join(arena, folder, line));
}

// Open what a stub names one by one: each shard may have a dictionary of its
// own, and of a joined database Xapian tells only the first one's.
static gzt_status
add_stub(parts *p, const char *stub, int depth, gzt_err *err)
{
    gzt_arena arena;
    gzt_str text, line;
    size_t named = 0;
    gzt_status status;

    gzt_arena_init(&arena);
    status = gzt_file_read(stub, STUB_MAX, &arena, &text, err);
    while (!status && gzt_str_cut(&text, '\n', &line)) {
        const char *place;

        line = gzt_str_trim(line);
        if (!line.len || line.ptr[0] == '#')
            continue;
        named++;
        place = place_of_line(stub, line, &arena);
        if (!place)
            status = gzt_fail(err, GZT_EINVAL,
                              "%s: cannot read the line `%.*s`; write `auto "
                              "FOLDER` or `remote HOST:PORT`",
                              stub, GZT_ARG(line));
        else
            status = add_place(p, place, depth + 1, err);
    }
    if (!status && !named)
        status = gzt_fail(err, GZT_EINVAL, "%s names no index", stub);
    gzt_arena_release(&arena);
    return status;
}

static gzt_status
add_shards(parts *p, const char *folder, gzt_err *err)
{
    gzt_arena arena;
    gzt_shards shards;
    gzt_status status;

    gzt_arena_init(&arena);
    status = gzt_folder_shards(folder, &arena, &shards, err);
    for (size_t i = 0; !status && i < shards.count; i++)
        status = add_part(
            p, gzt_arena_printf(&arena, "%s/%s", folder, shards.names[i]).ptr,
            err);
    gzt_arena_release(&arena);
    return status;
}

static gzt_status
add_folder(parts *p, const char *place, gzt_err *err)
{
    char path[PATH_MAX];
    gzt_settings settings;
    gzt_status status;
    struct stat info;

    snprintf(path, sizeof(path), "%s/iamglass", place);
    if (!stat(path, &info))
        return add_part(p, place, err);
    status = gzt_folder_settings(place, &settings, err);
    if (status)
        return status;
    if (!gzt_folder_exists(place))
        return gzt_fail(err, GZT_ENOTFOUND,
                        "%s: the index was never finished; run `indexer` on "
                        "it again",
                        place);
    return add_shards(p, place, err);
}

static gzt_status
add_place(parts *p, const char *place, int depth, gzt_err *err)
{
    struct stat info;

    if (depth > STUB_DEPTH)
        return gzt_fail(err, GZT_EINVAL,
                        "%s: stub files name each other more than %d deep",
                        place, STUB_DEPTH);
    if (is_server(place))
        return add_part(p, place, err);
    if (stat(place, &info))
        return gzt_fail(err, GZT_ENOTFOUND,
                        "there is no index at %s; `indexer -d %s FILE...` "
                        "makes one",
                        place, place);
    return S_ISDIR(info.st_mode) ? add_folder(p, place, err)
                                 : add_stub(p, place, depth, err);
}

// Learn from each part its dictionary, and from the first its language.
static gzt_status
learn(gzt_reader *r, const parts *p, gzt_err *err)
{
    gzt_arena arena;
    gzt_status status = GZT_OK;

    gzt_arena_init(&arena);
    for (size_t i = 0; !status && i < p->count; i++) {
        gzt_str lang, dictionary;

        status = gzt_meta_read(p->dbs[i], &arena, &lang, &dictionary, err);
        if (status)
            break;
        gzt_codec_add_dictionary(r->codec, dictionary);
        if (!r->lang.len)
            r->lang = gzt_arena_copy(&r->arena, lang);
    }
    gzt_arena_release(&arena);
    return status;
}

static gzt_status
open_once(gzt_reader *r, gzt_err *err)
{
    parts p;
    gzt_xdb *joined = NULL;
    gzt_status status = GZT_OK;

    parts_init(&p);
    for (size_t i = 0; !status && i < r->place_count; i++)
        status = add_place(&p, r->places[i], 0, err);
    if (!status)
        status = learn(r, &p, err);
    if (!status)
        status = gzt_xdb_join(&joined, p.dbs, p.count, err);
    if (!status) {
        gzt_xdb_close(r->db);
        parts_release(&r->parts);
        r->db = joined;
        r->parts = p;
        r->has_langs = false;
        gzt_arena_reset(&r->view);
    } else {
        parts_release(&p);
    }
    return status;
}

static bool
places_exist(const gzt_reader *r)
{
    struct stat info;

    for (size_t i = 0; i < r->place_count; i++)
        if (!is_server(r->places[i]) && stat(r->places[i], &info))
            return false;
    return true;
}

// A writer may publish and remove a shard between our reading of the stub and
// our opening of the shard; then the stub has changed, and we read it again.
gzt_status
gzt_reader_reopen(gzt_reader *r, gzt_err *err)
{
    struct timespec pause = { 0, PAUSE_MS * 1000000 };
    gzt_status status = open_once(r, err);

    for (int i = 1; i < TRIES; i++) {
        if (status != GZT_EMODIFIED && status != GZT_ENOTFOUND)
            break;
        if (status == GZT_ENOTFOUND && (i > 3 || !places_exist(r)))
            break;
        nanosleep(&pause, NULL);
        status = open_once(r, err);
    }
    return status;
}

gzt_status
gzt_reader_open(gzt_reader **out, const char *const *places, size_t count,
                gzt_err *err)
{
    gzt_reader *r = gzt_xrealloc(NULL, 1, sizeof(*r));
    gzt_status status;

    *r = (gzt_reader){ .place_count = count, .codec = gzt_codec_new() };
    gzt_arena_init(&r->arena);
    gzt_arena_init(&r->view);
    gzt_arena_init(&r->stored);
    gzt_buf_init(&r->trace, GZT_TRACE_ROOM);
    r->places = gzt_arena_array(&r->arena, count + 1, sizeof(*r->places));
    for (size_t i = 0; i < count; i++)
        r->places[i] = gzt_arena_cstr(&r->arena, gzt_str_of(places[i]));
    status = gzt_reader_reopen(r, err);
    if (status) {
        gzt_reader_close(r);
        r = NULL;
    }
    *out = r;
    return status;
}

void
gzt_reader_close(gzt_reader *r)
{
    if (!r)
        return;
    gzt_xdb_close(r->db);
    parts_release(&r->parts);
    gzt_codec_free(r->codec);
    gzt_arena_release(&r->arena);
    gzt_arena_release(&r->view);
    gzt_arena_release(&r->stored);
    gzt_buf_release(&r->trace);
    free(r);
}

gzt_xdb *
gzt_reader_db(gzt_reader *reader)
{
    return reader->db;
}

bool
gzt_reader_is_local(const gzt_reader *reader)
{
    return !reader->parts.remote;
}

gzt_str
gzt_reader_lang(const gzt_reader *reader)
{
    return reader->lang.len ? reader->lang : GZT_S("en");
}

gzt_status
gzt_reader_langs(gzt_reader *r, size_t max, const gzt_xterm **out,
                 size_t *count, gzt_err *err)
{
    gzt_status status = GZT_OK;

    if (!r->has_langs)
        status = gzt_xdb_terms(r->db, GZT_S(GZT_PREFIX_LANG), max, &r->view,
                               &r->langs, &r->lang_count, NULL, err);
    r->has_langs = !status;
    *out = r->langs;
    *count = r->lang_count;
    return status;
}

gzt_status
gzt_reader_header(gzt_reader *r, uint32_t docid, gzt_arena *arena,
                  gzt_article *out, gzt_err *err)
{
    gzt_str record;
    gzt_status status = gzt_xdb_doc_data(r->db, docid, arena, &record, err);

    return status ? status
                  : gzt_record_header(r->codec, record, arena, out, err);
}

gzt_status
gzt_reader_article(gzt_reader *r, uint32_t docid, gzt_arena *arena,
                   gzt_article *out, gzt_err *err)
{
    gzt_str record;
    gzt_status status = gzt_xdb_doc_data(r->db, docid, arena, &record, err);

    return status ? status
                  : gzt_record_decode(r->codec, record, arena, out, err);
}

// The value of a document of one shard; false where Xapian must be asked.
static bool
look_up(shard *s, uint32_t slot, uint32_t docid, gzt_str *out)
{
    if (!s->folder)
        return false;
    if (!s->lookup)
        s->lookup = gzt_lookup_open(s->folder, s->revision);
    if (!s->lookup)
        s->folder = NULL;
    return s->lookup && gzt_lookup_value(s->lookup, slot, docid, out);
}

// Of several shards Xapian tells the docid within one, not of which.
bool
gzt_reader_look_up(void *reader, uint32_t docid, gzt_str *out)
{
    const gzt_reader *r = reader;

    return r->parts.count == 1 &&
           look_up(&r->parts.shards[0], GZT_SLOT_TRACE, docid, out);
}

gzt_status
gzt_reader_trace(gzt_reader *r, uint32_t docid, gzt_str *out, gzt_err *err)
{
    size_t count = r->parts.count;
    gzt_str stored;
    gzt_status status = GZT_OK;

    // Xapian deals out the docids of joined databases in turn.
    if (!look_up(&r->parts.shards[(docid - 1) % count], GZT_SLOT_TRACE,
                 (uint32_t)((docid - 1) / count + 1), &stored)) {
        gzt_arena_reset(&r->stored);
        status = gzt_xdb_doc_value(r->db, docid, GZT_SLOT_TRACE, &r->stored,
                                   &stored, err);
    }
    return status ? status : gzt_trace_unpack(stored, &r->trace, out, err);
}

gzt_status
gzt_reader_find(gzt_reader *r, gzt_str id, uint32_t *docid, gzt_err *err)
{
    gzt_arena arena;
    uint32_t *docids;
    size_t count;
    gzt_status status;

    gzt_arena_init(&arena);
    status = gzt_xdb_postings(r->db,
                              gzt_schema_key(GZT_S(GZT_PREFIX_ID), id, &arena),
                              1, 1, &arena, &docids, &count, err);
    if (!status && !count)
        status = gzt_fail(err, GZT_ENOTFOUND, "no article has the id %.*s",
                          GZT_ARG(id));
    if (!status)
        *docid = docids[0];
    gzt_arena_release(&arena);
    return status;
}
