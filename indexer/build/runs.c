/* runs.c - sorted runs in a temporary file.
 *
 * A run is its terms in order, each as: varint length of the term, the term,
 * varint documents, varint collection, varint length of the list, the list as
 * the inverter packed it.
 */
#include "build/runs.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    WRITE_AT = 256 * 1024,
    WINDOW_MOST = 256 * 1024, // bytes of a run that are read at once
    WINDOW_LEAST = 4 * 1024,
    HEAD_MAX = GZT_GLASS_TERM_MAX + 4 * 10, // a term and its numbers
    PART_MAX = 1 << 30
};

// Where merging stands in one run.
typedef struct run {
    uint64_t at, end; // in the file, of what is not in the window yet
    char *window;
    size_t begin, filled; // of the window
    char term[GZT_GLASS_TERM_MAX];
    gzt_list head;  // the term that is next
    bool in_memory; // the inverter, not the file
    bool ended;
} run;

struct gzt_runs {
    char folder[PATH_MAX];
    int file;
    uint64_t size;
    run *runs;
    size_t count;
    size_t window; // bytes, of each run
    gzt_buf buf;   // written, or a part that was read
    gzt_inverter *inverter;
    size_t *heap; // runs by their next term, then by age
    size_t heap_count;
    size_t *parts; // runs that have the current term
    size_t part_count, part_next;
    char term[GZT_GLASS_TERM_MAX];
};

gzt_runs *
gzt_runs_new(const char *folder)
{
    gzt_runs *runs = gzt_xrealloc(NULL, 1, sizeof(*runs));

    *runs = (gzt_runs){ .file = -1 };
    snprintf(runs->folder, sizeof(runs->folder), "%s", folder);
    gzt_buf_init(&runs->buf, PART_MAX);
    return runs;
}

void
gzt_runs_free(gzt_runs *runs)
{
    if (!runs)
        return;
    if (runs->file >= 0)
        close(runs->file);
    for (size_t i = 0; i < runs->count; i++)
        free(runs->runs[i].window);
    gzt_buf_release(&runs->buf);
    free(runs->runs);
    free(runs->heap);
    free(runs->parts);
    free(runs);
}

size_t
gzt_runs_count(const gzt_runs *runs)
{
    return runs->count;
}

// ---- writing ---------------------------------------------------------------

static gzt_status
open_file(gzt_runs *runs, gzt_err *err)
{
    char path[PATH_MAX];

    if (runs->file >= 0)
        return GZT_OK;
    snprintf(path, sizeof(path), "%.*s/postings.tmp", PATH_MAX - 20,
             runs->folder);
    runs->file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (runs->file < 0 || unlink(path))
        return gzt_fail_errno(err, "%s", path);
    return GZT_OK;
}

static gzt_status
write_out(gzt_runs *runs, gzt_err *err)
{
    gzt_str rest = gzt_buf_str(&runs->buf);

    while (rest.len) {
        ssize_t n = pwrite(runs->file, rest.ptr, rest.len, (off_t)runs->size);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return gzt_fail_errno(err, "%s: a temporary file", runs->folder);
        runs->size += (uint64_t)n;
        rest = gzt_str_slice(rest, (size_t)n, rest.len);
    }
    gzt_buf_clear(&runs->buf);
    return GZT_OK;
}

static run *
add_run(gzt_runs *runs)
{
    runs->runs = gzt_xrealloc(runs->runs, runs->count + 1, sizeof(*runs->runs));
    runs->runs[runs->count] = (run){ .at = runs->size };
    return &runs->runs[runs->count++];
}

static void
put_list(gzt_buf *buf, const gzt_list *list)
{
    gzt_buf_put_varint(buf, list->term.len);
    gzt_buf_put(buf, list->term);
    gzt_buf_put_varint(buf, list->documents);
    gzt_buf_put_varint(buf, list->collection);
    gzt_buf_put_varint(buf, list->packed.len);
    gzt_buf_put(buf, list->packed);
}

gzt_status
gzt_runs_spill(gzt_runs *runs, gzt_inverter *inverter, gzt_err *err)
{
    gzt_status status = open_file(runs, err);
    gzt_list list;
    run *r;

    if (status)
        return status;
    r = add_run(runs);
    gzt_inverter_sort(inverter);
    while (!status && gzt_inverter_next(inverter, &list)) {
        put_list(&runs->buf, &list);
        if (runs->buf.len >= WRITE_AT)
            status = write_out(runs, err);
    }
    if (!status)
        status = write_out(runs, err);
    r->end = runs->size;
    gzt_inverter_clear(inverter);
    return status;
}

// ---- reading ---------------------------------------------------------------

static gzt_status
read_exact(gzt_runs *runs, char *to, size_t size, uint64_t at, gzt_err *err)
{
    while (size) {
        ssize_t n = pread(runs->file, to, size, (off_t)at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return gzt_fail_errno(err, "%s: a temporary file", runs->folder);
        if (!n)
            return gzt_fail(err, GZT_EIO, "%s: a temporary file was cut short",
                            runs->folder);
        to += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return GZT_OK;
}

// Have the next `wanted` bytes in the window, or all that are left.
static gzt_status
fill(gzt_runs *runs, run *r, size_t wanted, gzt_err *err)
{
    size_t have = r->filled - r->begin, more = runs->window - have;
    gzt_status status;

    if (have >= wanted || r->at == r->end)
        return GZT_OK;
    if (!r->window)
        r->window = gzt_xrealloc(NULL, runs->window, 1);
    memmove(r->window, r->window + r->begin, have);
    if (more > r->end - r->at)
        more = (size_t)(r->end - r->at);
    status = read_exact(runs, r->window + have, more, r->at, err);
    r->begin = 0;
    r->filled = have + more;
    r->at += more;
    return status;
}

// The term that a run of the file has next.
static gzt_status
read_head(gzt_runs *runs, run *r, gzt_err *err)
{
    gzt_str rest;
    uint64_t len = 0, documents = 0, packed = 0;
    gzt_status status = fill(runs, r, HEAD_MAX, err);

    if (status)
        return status;
    rest = (gzt_str){ r->window + r->begin, r->filled - r->begin };
    r->ended = !rest.len;
    if (r->ended)
        return GZT_OK;
    if (!gzt_varint_take(&rest, &len) || len > sizeof(r->term) ||
        len > rest.len)
        return gzt_fail(err, GZT_EIO, "%s: a temporary file is damaged",
                        runs->folder);
    memcpy(r->term, rest.ptr, len);
    rest = gzt_str_slice(rest, len, rest.len);
    if (!gzt_varint_take(&rest, &documents) ||
        !gzt_varint_take(&rest, &r->head.collection) ||
        !gzt_varint_take(&rest, &packed))
        return gzt_fail(err, GZT_EIO, "%s: a temporary file is damaged",
                        runs->folder);
    r->head.term = (gzt_str){ r->term, len };
    r->head.documents = (uint32_t)documents;
    r->head.packed.len = packed;
    r->begin = r->filled - rest.len;
    return GZT_OK;
}

static gzt_status
advance(gzt_runs *runs, run *r, gzt_err *err)
{
    if (!r->in_memory)
        return read_head(runs, r, err);
    r->ended = !gzt_inverter_next(runs->inverter, &r->head);
    return GZT_OK;
}

// The list of the run's current term, from the window and the file behind it.
static gzt_status
read_packed(gzt_runs *runs, run *r, gzt_str *out, gzt_err *err)
{
    size_t size = r->head.packed.len, have = r->filled - r->begin;
    char *room;
    gzt_status status = GZT_OK;

    gzt_buf_clear(&runs->buf);
    room = gzt_buf_room(&runs->buf, size);
    if (!room)
        return gzt_fail(err, GZT_EIO, "%s: a temporary file is damaged",
                        runs->folder);
    if (have > size)
        have = size;
    memcpy(room, r->window + r->begin, have);
    r->begin += have;
    if (size > have) {
        status = read_exact(runs, room + have, size - have, r->at, err);
        r->at += size - have;
    }
    *out = (gzt_str){ room, size };
    return status;
}

// ---- merging ---------------------------------------------------------------

// Does run a come before run b?
static bool
is_before(const gzt_runs *runs, size_t a, size_t b)
{
    int order = gzt_str_cmp(runs->runs[a].head.term, runs->runs[b].head.term);

    return order ? order < 0 : a < b;
}

static void
sink(gzt_runs *runs, size_t at)
{
    for (;;) {
        size_t kid = 2 * at + 1, moved;

        if (kid >= runs->heap_count)
            return;
        if (kid + 1 < runs->heap_count &&
            is_before(runs, runs->heap[kid + 1], runs->heap[kid]))
            kid++;
        if (!is_before(runs, runs->heap[kid], runs->heap[at]))
            return;
        moved = runs->heap[kid];
        runs->heap[kid] = runs->heap[at];
        runs->heap[at] = moved;
        at = kid;
    }
}

static void
rise(gzt_runs *runs, size_t at)
{
    while (at && is_before(runs, runs->heap[at], runs->heap[(at - 1) / 2])) {
        size_t above = runs->heap[(at - 1) / 2];

        runs->heap[(at - 1) / 2] = runs->heap[at];
        runs->heap[at] = above;
        at = (at - 1) / 2;
    }
}

// Have the run's next term in the heap.
static gzt_status
enter(gzt_runs *runs, size_t number, gzt_err *err)
{
    gzt_status status = advance(runs, &runs->runs[number], err);

    if (!status && !runs->runs[number].ended) {
        runs->heap[runs->heap_count] = number;
        rise(runs, runs->heap_count++);
    }
    return status;
}

void
gzt_runs_merge(gzt_runs *runs, gzt_inverter *inverter, size_t memory)
{
    run *r = add_run(runs);

    r->in_memory = true;
    gzt_inverter_sort(inverter);
    runs->inverter = inverter;
    runs->window = memory / runs->count;
    if (runs->window > WINDOW_MOST)
        runs->window = WINDOW_MOST;
    if (runs->window < WINDOW_LEAST)
        runs->window = WINDOW_LEAST;
    runs->heap = gzt_xrealloc(NULL, runs->count, sizeof(*runs->heap));
    runs->parts = gzt_xrealloc(NULL, runs->count, sizeof(*runs->parts));
    // All of them are asked for their first term.
    runs->part_count = runs->part_next = runs->count;
    for (size_t i = 0; i < runs->count; i++)
        runs->parts[i] = i;
}

static size_t
pop(gzt_runs *runs)
{
    size_t number = runs->heap[0];

    runs->heap[0] = runs->heap[--runs->heap_count];
    sink(runs, 0);
    return number;
}

gzt_status
gzt_runs_term(gzt_runs *runs, gzt_list *list, bool *more, gzt_err *err)
{
    gzt_status status = GZT_OK;

    for (size_t i = 0; !status && i < runs->part_count; i++)
        status = enter(runs, runs->parts[i], err);
    runs->part_count = runs->part_next = 0;
    *more = !status && runs->heap_count;
    if (!*more)
        return status;
    *list = runs->runs[runs->heap[0]].head;
    memcpy(runs->term, list->term.ptr, list->term.len);
    list->term.ptr = runs->term;
    list->documents = 0;
    list->collection = 0;
    while (runs->heap_count &&
           gzt_str_eq(runs->runs[runs->heap[0]].head.term, list->term)) {
        size_t number = pop(runs);

        runs->parts[runs->part_count++] = number;
        list->documents += runs->runs[number].head.documents;
        list->collection += runs->runs[number].head.collection;
    }
    return GZT_OK;
}

gzt_status
gzt_runs_part(gzt_runs *runs, gzt_str *packed, bool *more, gzt_err *err)
{
    run *r;

    *more = runs->part_next < runs->part_count;
    if (!*more)
        return GZT_OK;
    r = &runs->runs[runs->parts[runs->part_next++]];
    if (!r->in_memory)
        return read_packed(runs, r, packed, err);
    *packed = r->head.packed;
    return GZT_OK;
}
