/* pack.c - the terms of a document as the termlist table has them.
 *
 * Source: Xapian 1.4, backends/glass/glass_termlisttable.cc.
 */
#include "base/buf.h"
#include "base/str.h"
#include "glass/code.h"
#include "glass/deflate.h"
#include "glass/glass.h"

#include <stdlib.h>

enum {
    RUN = 8,         // sorted by insertion
    SPREAD_MIN = 64, // terms that are worth spreading over buckets
    LETTERS = 'z' - 'a' + 1,
    DIGITS = 10,
    SECONDS = LETTERS + DIGITS + 3, // kinds of a second byte
    BUCKETS = (LETTERS + DIGITS) * SECONDS + 3,
    LIST_MAX = 128 << 20,
    DEFLATE_MIN = 18, // bytes; shorter lists gain nothing
};

// A term by its first bytes, as a number that sorts as they do.
typedef struct entry {
    uint64_t head;
    uint32_t index;
} entry;

struct gzt_glass_packer {
    // The bucket of a term is that of its first byte, plus, if that is a digit
    // or a small letter, the kind of the second: in bytewise order.
    uint16_t firsts[256], masks[256], seconds[256];
    uint32_t ends[BUCKETS]; // of each in entries
    entry *entries, *other; // each of `cap`
    gzt_glass_term *terms;
    size_t cap;
    gzt_buf list, deflated;
    gzt_deflater *deflater;
};

static void
number_buckets(gzt_glass_packer *p)
{
    unsigned bucket = 0, second = 0;
    bool apart = false; // the byte before had a bucket for each second

    for (unsigned c = 0; c < 256; c++) {
        bool single = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');

        if (c && (single || apart)) {
            bucket += apart ? SECONDS : 1;
            second++;
        }
        p->firsts[c] = (uint16_t)bucket;
        p->seconds[c] = (uint16_t)second;
        p->masks[c] = single ? UINT16_MAX : 0;
        apart = single;
    }
}

gzt_glass_packer *
gzt_glass_packer_new(void)
{
    gzt_glass_packer *p = gzt_xrealloc(NULL, 1, sizeof(*p));

    *p = (gzt_glass_packer){ .deflater = gzt_deflater_new() };
    number_buckets(p);
    gzt_buf_init(&p->list, LIST_MAX);
    gzt_buf_init(&p->deflated, LIST_MAX);
    return p;
}

void
gzt_glass_packer_free(gzt_glass_packer *p)
{
    if (!p)
        return;
    gzt_deflater_free(p->deflater);
    free(p->entries);
    free(p->other);
    free(p->terms);
    gzt_buf_release(&p->list);
    gzt_buf_release(&p->deflated);
    free(p);
}

// ---- sorting ---------------------------------------------------------------

static uint64_t
head_of(gzt_str s)
{
    return __builtin_bswap64(gzt_str_front(s));
}

static bool
is_before(const gzt_glass_term *terms, const entry *a, const entry *b)
{
    if (a->head != b->head)
        return a->head < b->head;
    return gzt_str_cmp(terms[a->index].term, terms[b->index].term) < 0;
}

static void
sort_run(const gzt_glass_term *terms, entry *e, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        entry moving = e[i];
        size_t at = i;

        for (; at && is_before(terms, &moving, &e[at - 1]); at--)
            e[at] = e[at - 1];
        e[at] = moving;
    }
}

static void
merge(const gzt_glass_term *terms, const entry *from, size_t middle, size_t end,
      entry *to)
{
    size_t a = 0, b = middle;

    // Which is the lesser one cannot be foreseen: so nothing branches on it
    // unless they look the same.
    while (a < middle && b < end) {
        bool second = from[b].head < from[a].head;

        if (from[b].head == from[a].head)
            second = is_before(terms, &from[b], &from[a]);
        *to++ = from[second ? b : a];
        b += second;
        a += !second;
    }
    if (a < middle)
        memcpy(to, from + a, (middle - a) * sizeof(*to));
    else
        memcpy(to, from + b, (end - b) * sizeof(*to));
}

// Merge sort: what strangers write must not make it slow. Uses `other`.
static void
sort_range(const gzt_glass_term *terms, entry *entries, entry *other,
           size_t count)
{
    entry *from = entries, *to = other;

    for (size_t i = 0; i < count; i += RUN)
        sort_run(terms, from + i, count - i < RUN ? count - i : RUN);
    for (size_t width = RUN; width < count; width *= 2) {
        entry *sorted = to;

        for (size_t i = 0; i < count; i += 2 * width) {
            size_t end = count - i < 2 * width ? count - i : 2 * width;

            merge(terms, from + i, width < end ? width : end, end, to + i);
        }
        to = from;
        from = sorted;
    }
    if (from != entries)
        memcpy(entries, from, count * sizeof(*entries));
}

static size_t
bucket_of(const gzt_glass_packer *p, uint64_t head)
{
    unsigned first = (unsigned)(head >> 56), second = head >> 48 & 0xff;

    return p->firsts[first] + (p->seconds[second] & p->masks[first]);
}

// The terms of a bucket go together; the buckets are in order.
static void
spread(gzt_glass_packer *p, size_t count)
{
    uint32_t at = 0;
    entry *spread = p->other;

    memset(p->ends, 0, sizeof(p->ends));
    for (size_t i = 0; i < count; i++)
        p->ends[bucket_of(p, p->entries[i].head)]++;
    for (size_t b = 0; b < BUCKETS; b++) {
        uint32_t here = p->ends[b];

        p->ends[b] = at; // where it begins, until all are in it
        at += here;
    }
    for (size_t i = 0; i < count; i++)
        spread[p->ends[bucket_of(p, p->entries[i].head)]++] = p->entries[i];
    p->other = p->entries;
    p->entries = spread;
}

// In two letters most terms of an article differ.
static void
sort_entries(gzt_glass_packer *p, const gzt_glass_term *terms, size_t count)
{
    size_t end;

    if (count < SPREAD_MIN) {
        sort_range(terms, p->entries, p->other, count);
        return;
    }
    spread(p, count);
    for (size_t i = 0; i < count; i = end) {
        end = p->ends[bucket_of(p, p->entries[i].head)];
        if (end - i <= 2 * RUN)
            sort_run(terms, p->entries + i, end - i);
        else
            sort_range(terms, p->entries + i, p->other, end - i);
    }
}

// Room for so many terms.
static void
reserve(gzt_glass_packer *p, size_t count)
{
    if (count <= p->cap)
        return;
    p->cap = count + count / 2;
    p->entries = gzt_xrealloc(p->entries, p->cap, sizeof(*p->entries));
    p->other = gzt_xrealloc(p->other, p->cap, sizeof(*p->other));
    p->terms = gzt_xrealloc(p->terms, p->cap, sizeof(*p->terms));
}

// Sort, and make one of equals. Returns how many are left.
static size_t
sort_terms(gzt_glass_packer *p, gzt_glass_term *terms, size_t count)
{
    size_t n = 0;

    reserve(p, count);
    for (size_t i = 0; i < count; i++)
        p->entries[i] = (entry){ head_of(terms[i].term), (uint32_t)i };
    sort_entries(p, terms, count);
    for (size_t i = 0; i < count; i++) {
        const gzt_glass_term *t = &terms[p->entries[i].index];

        if (n && gzt_str_eq(p->terms[n - 1].term, t->term))
            p->terms[n - 1].wdf += t->wdf;
        else
            p->terms[n++] = *t;
    }
    if (n)
        memcpy(terms, p->terms, n * sizeof(*terms));
    return n;
}

// ---- packing ---------------------------------------------------------------

static gzt_status
check(const gzt_glass_term *terms, size_t count, gzt_glass_terms *out,
      gzt_err *err)
{
    uint64_t length = 0;

    for (size_t i = 0; i < count; i++) {
        gzt_str term = terms[i].term;

        if (!term.len || term.len > GZT_GLASS_TERM_MAX ||
            (term.len > GZT_GLASS_TERM_MAX / 2 &&
             gzt_glass_key_size(term) > GZT_GLASS_TERM_MAX))
            return gzt_fail(err, GZT_EINVAL,
                            "a term has %zu bytes, it may have 1 to %d",
                            term.len, GZT_GLASS_TERM_MAX);
        length += terms[i].wdf;
        if (terms[i].wdf > out->wdf_most)
            out->wdf_most = terms[i].wdf;
    }
    if (count > UINT32_MAX || length > UINT32_MAX)
        return gzt_fail(err, GZT_EINVAL, "a document is too long");
    out->length = (uint32_t)length;
    return GZT_OK;
}

static size_t
shared(gzt_str a, gzt_str b)
{
    size_t n = 8, most = a.len < b.len ? a.len : b.len;
    uint64_t differ = gzt_str_front(a) ^ gzt_str_front(b);

    if (differ)
        n = (size_t)__builtin_ctzll(differ) / 8;
    else
        while (n < most && a.ptr[n] == b.ptr[n])
            n++;
    return n < most ? n : most;
}

// A term behind another: how much of that it begins with, and the rest of it.
// A small wdf goes into the same byte as the first number.
static uint8_t *
put_term(uint8_t *p, gzt_str before, const gzt_glass_term *t)
{
    size_t same = shared(before, t->term), rest = t->term.len - same;
    uint64_t both = ((uint64_t)t->wdf + 1) * (before.len + 1) + same;

    *p++ = (uint8_t)(both < 256 ? both : same);
    *p++ = (uint8_t)rest;
    gzt_copy_short(p, t->term.ptr + same, rest);
    p += rest;
    return both < 256 ? p : gzt_glass_put_uint(p, t->wdf);
}

static gzt_status
put_list(gzt_buf *list, const gzt_glass_terms *t, gzt_err *err)
{
    uint8_t head[3 * GZT_GLASS_UINT_CAP], *p = head;

    gzt_buf_clear(list);
    if (!t->count)
        return GZT_OK;
    p = gzt_glass_put_uint(p, t->length);
    p = gzt_glass_put_uint(p, t->count);
    *p++ = (uint8_t)t->terms[0].term.len;
    gzt_buf_put(list, (gzt_str){ (const char *)head, (size_t)(p - head) });
    gzt_buf_put(list, t->terms[0].term);
    gzt_buf_put_varint(list, t->terms[0].wdf);
    for (size_t i = 1; i < t->count; i++) {
        uint8_t *room = (uint8_t *)gzt_buf_room(list, 2 + GZT_GLASS_TERM_MAX +
                                                          GZT_GLASS_UINT_CAP);

        if (!room)
            return gzt_fail(err, GZT_EINVAL, "a document has too many terms");
        list->len +=
            (size_t)(put_term(room, t->terms[i - 1].term, &t->terms[i]) - room);
    }
    return GZT_OK;
}

gzt_status
gzt_glass_pack(gzt_glass_packer *p, gzt_glass_term *terms, size_t count,
               gzt_glass_terms *out, gzt_err *err)
{
    gzt_status status;

    *out = (gzt_glass_terms){ .terms = terms };
    out->count = sort_terms(p, terms, count);
    status = check(terms, out->count, out, err);
    if (!status)
        status = put_list(&p->list, out, err);
    if (status)
        return status;
    out->deflated =
        p->list.len > DEFLATE_MIN &&
        gzt_deflater_run(p->deflater, gzt_buf_str(&p->list), &p->deflated);
    out->packed = gzt_buf_str(out->deflated ? &p->deflated : &p->list);
    return GZT_OK;
}
