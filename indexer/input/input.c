/* input.c - from places to raw records: one file after the other is opened and
 * judged, archives are entered, and what is at hand is cut into records. */
#include "input/input.h"

#include "base/str.h"
#include "input/archive.h"
#include "input/cut.h"
#include "input/known.h"
#include "input/sample.h"
#include "input/walk.h"

#include <gmime/gmime.h>
#include <libxml/parser.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

// A file or a member that is being read; with `archive`, one whose members
// are.
typedef struct level {
    gzt_source source;
    gzt_archive *archive;
} level;

// How it went with one of the walk's files.
typedef struct outcome {
    uint64_t records; // that it gave
    uint64_t end;     // one more than the serial of the last
    uint64_t skipped;
    time_t opened;
    bool whole; // it was read to its end
    bool rejected;
} outcome;

struct gzt_input {
    gzt_walk walk;
    outcome *outcomes;
    gzt_known *known; // or NULL
    uint64_t stamp, unchanged;
    gzt_input_options options;
    gzt_arena paths;         // of members
    gzt_expansion expansion; // of the file at hand
    size_t next_file;
    uint64_t serial, skipped, passed;
    _Atomic uint64_t done;
    bool told; // that the file at hand expands too much

    level levels[GZT_NESTING_MAX + 1]; // the file first
    size_t depth;                      // 0: between files
};

// ---- Opening and closing ----------------------------------------------------

gzt_status
gzt_input_open(gzt_input **out, const char *const *places, size_t count,
               const gzt_input_options *options, gzt_err *err)
{
    gzt_input *input = gzt_xrealloc(NULL, 1, sizeof(*input));
    gzt_status status;

    xmlInitParser(); // before the workers that will parse
    g_mime_init();
    *input = (gzt_input){ .options = *options };
    status = gzt_walk_init(&input->walk, places, count, err);
    input->outcomes =
        gzt_xrealloc(NULL, input->walk.count + 1, sizeof(*input->outcomes));
    memset(input->outcomes, 0,
           (input->walk.count + 1) * sizeof(*input->outcomes));
    if (status) {
        free(input->outcomes);
        free(input);
        input = NULL;
    }
    *out = input;
    return status;
}

static void
leave(gzt_input *input)
{
    level *l = &input->levels[--input->depth];

    gzt_archive_close(l->archive);
    l->archive = NULL;
    input->passed += l->source.passed;
    gzt_source_close(&l->source);
    if (!input->depth)
        input->outcomes[input->next_file - 1].whole = true;
}

void
gzt_input_close(gzt_input *input)
{
    if (!input)
        return;
    while (input->depth)
        leave(input);
    for (size_t i = 0; i <= GZT_NESTING_MAX; i++)
        gzt_source_release(&input->levels[i].source);
    gzt_arena_release(&input->paths);
    gzt_walk_release(&input->walk);
    free(input->outcomes);
    free(input);
}

void
gzt_input_progress(const gzt_input *input, uint64_t *done, uint64_t *total)
{
    *done = atomic_load_explicit(&input->done, memory_order_relaxed);
    *total = input->walk.unsized ? 0 : input->walk.bytes;
}

size_t
gzt_input_sample(const gzt_input *input, size_t most, gzt_arena *arena,
                 gzt_article **out)
{
    return gzt_sample_files(&input->walk, most, arena, out);
}

uint64_t
gzt_input_skipped(const gzt_input *input)
{
    return input->walk.skipped + input->skipped;
}

uint64_t
gzt_input_passed(const gzt_input *input)
{
    return input->passed;
}

void
gzt_raw_release(gzt_raw *raw)
{
    free(raw->bytes);
    raw->bytes = NULL;
    raw->len = 0;
}

// ---- What is known already --------------------------------------------------

// All that decides what becomes of a file.
static uint64_t
stamp_of(const gzt_input_options *options)
{
    const gzt_str fields[] = { options->id_field, options->lang,
                               options->source, options->date, options->more };
    uint64_t stamp = GZT_READERS_VERSION * 100 + (uint64_t)options->format;

    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
        stamp = gzt_str_hash(fields[i], stamp + i);
    return stamp;
}

void
gzt_input_use_known(gzt_input *input, gzt_known *known)
{
    input->known = known;
    input->stamp = stamp_of(&input->options);
}

uint64_t
gzt_input_unchanged(const gzt_input *input)
{
    return input->unchanged;
}

void
gzt_input_reject(gzt_input *input, const gzt_raw *raw)
{
    input->outcomes[raw->file].rejected = true;
}

// Nothing has to be read: it looks as it did.
static bool
is_known(gzt_input *input, const gzt_walk_file *file)
{
    gzt_known_file *known = input->known && file->look.inode
                                ? gzt_known_find(input->known, file->path)
                                : NULL;

    if (!known)
        return false;
    known->met = true;
    if (known->stamp != input->stamp || !gzt_look_eq(&known->look, &file->look))
        return false;
    input->unchanged += known->articles;
    input->skipped += known->skipped;
    atomic_fetch_add_explicit(&input->done, file->look.size,
                              memory_order_relaxed);
    return true;
}

static bool
can_learn(const gzt_walk_file *file, const outcome *o, uint64_t settled)
{
    struct stat st;
    gzt_look now;

    if (!o->whole || o->rejected || o->end > settled || !file->look.inode ||
        file->look.modified / 1000000000 + GZT_RACY_SECONDS > o->opened ||
        stat(file->path.ptr, &st))
        return false;
    now = gzt_look_of(&st);
    return gzt_look_eq(&now, &file->look);
}

void
gzt_input_learn(const gzt_input *input, uint64_t settled, gzt_known *known)
{
    for (size_t i = 0; i < input->next_file; i++) {
        const gzt_walk_file *file = &input->walk.files[i];
        const outcome *o = &input->outcomes[i];
        gzt_known_file learned = { .path = file->path,
                                   .look = file->look,
                                   .stamp = input->stamp,
                                   .articles = o->records,
                                   .skipped = o->skipped,
                                   .met = true };

        if (can_learn(file, o, settled))
            gzt_known_put(known, &learned);
        else if (o->opened)
            gzt_known_drop(known, file->path);
    }
}

// ---- Entering files and members ---------------------------------------------

// Begin a level; the window of the one that was there before is used again.
static gzt_source *
enter(gzt_input *input, gzt_str path, bool walked)
{
    level *l = &input->levels[input->depth++];
    gzt_source fresh = gzt_source_of(path, walked, input->next_file - 1);

    fresh.window = l->source.window;
    fresh.capacity = l->source.capacity;
    l->source = fresh;
    return &l->source;
}

// Open the next file. True if that already gave a record, a refused one.
static bool
open_file(gzt_input *input, gzt_raw *out)
{
    const gzt_walk_file *file = &input->walk.files[input->next_file++];
    bool stdin_named = !file->walked && gzt_str_eq(file->path, GZT_S("-"));
    gzt_source *source = enter(input, file->path, file->walked);
    gzt_str why = file->problem;
    gzt_err err;

    input->outcomes[input->next_file - 1].opened = time(NULL);
    if (!why.len &&
        gzt_stream_open(&source->stream, stdin_named ? NULL : file->path.ptr,
                        file->walked, &input->done, &err))
        why = gzt_str_of(err.text);
    input->expansion = (gzt_expansion){ .stored = source->stream };
    input->told = false;
    if (why.len) {
        gzt_source_refuse(source, (gzt_str){ 0 }, why, out);
        leave(input);
    }
    return why.len > 0;
}

static void
open_member(gzt_input *input, level *container, gzt_str path)
{
    gzt_source *source =
        enter(input, gzt_arena_copy(&input->paths, path), true);

    // What is just packed is judged as a file of its own: so is a name.
    if (gzt_str_eq(path, container->source.path))
        source->walked = container->source.walked;
    source->stream = gzt_stream_of(gzt_archive_read, container->archive);
}

static void
skip(gzt_input *input)
{
    input->skipped++;
    input->outcomes[input->next_file - 1].skipped++;
}

static void
refuse_member(gzt_input *input, const gzt_source *container,
              const gzt_member *member, gzt_raw *out)
{
    gzt_source source = *container;

    source.path = gzt_arena_copy(&input->paths, member->path);
    source.kind = (gzt_sniff){ .format = GZT_FORMAT_TEXT, .whole = true };
    gzt_source_refuse(&source, (gzt_str){ 0 }, member->refused, out);
}

// The next member of the archive on top is entered, or the archive left.
static gzt_status
next_member(gzt_input *input, gzt_raw *out, bool *found)
{
    level *top = &input->levels[input->depth - 1];
    gzt_member member;
    bool more;
    gzt_status status = gzt_archive_next(top->archive, &member, &more);

    *found = false;
    if (status)
        return status;
    if (!more) {
        const char *problem = gzt_archive_problem(top->archive);

        *found = problem && !input->told;
        if (*found)
            gzt_source_refuse(&top->source, (gzt_str){ 0 }, gzt_str_of(problem),
                              out);
        leave(input);
    } else if (member.refused.len) {
        *found = true;
        refuse_member(input, &top->source, &member, out);
    } else if (member.skip) {
        skip(input);
    } else {
        open_member(input, top, member.path);
    }
    return GZT_OK;
}

// ---- What a source holds ----------------------------------------------------

static gzt_status
judge(gzt_input *input, gzt_source *source)
{
    while (!source->ended && !gzt_sniff_enough(gzt_source_unread(source))) {
        gzt_status status = gzt_source_more(source);

        if (status)
            return status;
    }
    source->kind = gzt_sniff_head(gzt_source_unread(source), source->path,
                                  input->options.format);
    source->judged = true;
    return GZT_OK;
}

// An archive in as many others as are allowed is refused.
static void
enter_archive(gzt_input *input, gzt_source *source, gzt_raw *out, bool *found)
{
    level *top = &input->levels[input->depth - 1];

    *found = input->depth > GZT_NESTING_MAX;
    source->kind.whole = true;
    if (!*found) {
        top->archive = gzt_archive_open(source, &input->expansion);
        return;
    }
    gzt_source_refuse(source, (gzt_str){ 0 },
                      GZT_S("packed more than 4 times over"), out);
    gzt_source_close(source);
}

static void
refuse_binary(gzt_input *input, gzt_source *source, gzt_raw *out, bool *found)
{
    *found = !source->walked;
    if (*found)
        gzt_source_refuse(source, (gzt_str){ 0 },
                          GZT_S("not a text: it holds NUL bytes"), out);
    else
        skip(input);
    gzt_source_close(source);
}

static gzt_status
cut(gzt_source *source, gzt_raw *out, bool *found)
{
    if (source->kind.format == GZT_FORMAT_WARC)
        return gzt_cut_warc(source, out, found);
    if (source->kind.format == GZT_FORMAT_FEED)
        return gzt_cut_feed(source, out, found);
    if (source->kind.format == GZT_FORMAT_MAIL && !source->kind.whole)
        return gzt_cut_mbox(source, out, found);
    return source->kind.whole ? gzt_cut_whole(source, out, found)
                              : gzt_cut_line(source, out, found);
}

// A record of the source on top; none if it is at its end, or an archive.
static gzt_status
next_in_source(gzt_input *input, gzt_raw *out, bool *found)
{
    gzt_source *source = &input->levels[input->depth - 1].source;
    gzt_status status = GZT_OK;

    *found = false;
    if (!source->judged)
        status = judge(input, source);
    if (status)
        return status;
    if (source->kind.archive) {
        enter_archive(input, source, out, found);
    } else if (source->kind.refused) {
        *found = true;
        gzt_source_refuse(source, (gzt_str){ 0 },
                          gzt_str_of(source->kind.refused), out);
        gzt_source_close(source);
    } else if (source->kind.binary) {
        refuse_binary(input, source, out, found);
    } else {
        return cut(source, out, found);
    }
    return GZT_OK;
}

// One step: a record, or something else that brings the next one nearer.
static gzt_status
step(gzt_input *input, gzt_raw *out, bool *found)
{
    level *top;

    *found = false;
    if (!input->depth) {
        if (is_known(input, &input->walk.files[input->next_file]))
            input->next_file++;
        else
            *found = open_file(input, out);
        return GZT_OK;
    }
    top = &input->levels[input->depth - 1];
    if (top->archive)
        return next_member(input, out, found);
    if (top->source.stream)
        return next_in_source(input, out, found);
    leave(input);
    return GZT_OK;
}

gzt_status
gzt_input_next(gzt_input *input, gzt_raw *out, bool *more, gzt_err *err)
{
    while (input->depth || input->next_file < input->walk.count) {
        gzt_status status = step(input, out, more);

        if (status)
            return gzt_fail(err, status, "%.*s: interrupted",
                            GZT_ARG(input->levels[0].source.path));
        if (*more) {
            input->told = input->expansion.exceeded;
            out->serial = input->serial++;
            input->outcomes[out->file].records++;
            input->outcomes[out->file].end = input->serial;
            return GZT_OK;
        }
    }
    *more = false;
    return GZT_OK;
}
