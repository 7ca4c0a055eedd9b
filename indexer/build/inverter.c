/* inverter.c - postings in memory. */
#include "build/inverter.h"

#include "base/err.h"
#include "base/str.h"

#include <assert.h>
#include <stdlib.h>

enum {
    BLOCK_BITS = 21, // a large page
    BLOCK = 1 << BLOCK_BITS,
    TERMS_BITS = 15, // terms of one block
    SHORT = 16,      // bytes of a term that need no room of their own
    FIRST_SLOTS = 1 << 12,
    FIRST_SLICE = 16, // bytes; each next one twice that
    LEVELS = 8,       // up to 2048
    LINK = 4,         // bytes at a slice's end: where the next one is
    BATCH = 32,       // terms looked up side by side
    PACKED_MAX = 1 << 30
};

typedef struct blocks {
    char **list;
    size_t count, capacity;
} blocks;

// Memory that stays where it is, in blocks; the last is filled up to `at`.
typedef struct pool {
    blocks blocks;
    size_t at;
} pool;

typedef struct entry {
    const char *bytes;
    uint64_t collection;
    uint32_t documents, last; // last docid
    uint32_t first, first_wdf;
    uint32_t head, tail; // addresses in the pool of slices
    uint16_t room;       // bytes left in the last slice
    uint8_t len, level;
    char own[SHORT]; // a short term itself
} entry;

static_assert(sizeof(entry) << TERMS_BITS == BLOCK, "blocks are full");
static_assert(sizeof(entry) == GZT_CACHE_LINE, "a term costs one miss");

typedef struct slot {
    uint32_t hash;
    uint32_t number; // of the term, plus 1; 0: free
} slot;

typedef struct rank {
    uint64_t front; // the first eight bytes
    uint32_t number;
} rank;

struct gzt_inverter {
    pool strings, slices, entries;
    blocks spare;
    slot *slots;
    size_t room; // a power of two
    size_t count;
    rank *ranks; // once sorted
    size_t next;
    gzt_buf packed;
};

// ---- pools -----------------------------------------------------------------

static void
push(blocks *b, char *block)
{
    if (b->count == b->capacity) {
        b->capacity = b->capacity ? 2 * b->capacity : 16;
        b->list = gzt_xrealloc(b->list, b->capacity, sizeof(*b->list));
    }
    b->list[b->count++] = block;
}

static void
extend(gzt_inverter *v, pool *p)
{
    push(&p->blocks, v->spare.count ? v->spare.list[--v->spare.count]
                                    : gzt_xtable(BLOCK, 1));
    p->at = 0;
}

// What one pool no longer needs another may take.
static void
spare(gzt_inverter *v, pool *p)
{
    while (p->blocks.count)
        push(&v->spare, p->blocks.list[--p->blocks.count]);
    free(p->blocks.list);
    *p = (pool){ 0 };
}

static uint32_t
take(gzt_inverter *v, pool *p, size_t size)
{
    uint32_t address;

    if (!p->blocks.count || BLOCK - p->at < size)
        extend(v, p);
    address = (uint32_t)((p->blocks.count - 1) << BLOCK_BITS | p->at);
    p->at += size;
    return address;
}

static char *
pool_at(const pool *p, uint32_t address)
{
    return p->blocks.list[address >> BLOCK_BITS] + (address & (BLOCK - 1));
}

// ---- the table of terms ----------------------------------------------------

static entry *
entry_at(const gzt_inverter *v, size_t number)
{
    return (entry *)(void *)v->entries.blocks.list[number >> TERMS_BITS] +
           (number & ((1u << TERMS_BITS) - 1));
}

static slot *
find(const gzt_inverter *v, gzt_str term, uint32_t hash)
{
    size_t at = hash & (v->room - 1);

    for (; v->slots[at].number; at = (at + 1) & (v->room - 1)) {
        const entry *e;

        if (v->slots[at].hash != hash)
            continue;
        e = entry_at(v, v->slots[at].number - 1);
        if (e->len == term.len && !memcmp(e->bytes, term.ptr, term.len))
            break;
    }
    return &v->slots[at];
}

static void
grow(gzt_inverter *v)
{
    slot *old = v->slots;
    size_t room = v->room;

    v->room = room ? 2 * room : FIRST_SLOTS;
    v->slots = gzt_xtable(v->room, sizeof(*v->slots));
    memset(v->slots, 0, v->room * sizeof(*v->slots));
    for (size_t i = 0; i < room; i++) {
        size_t at = old[i].hash & (v->room - 1);

        if (!old[i].number)
            continue;
        while (v->slots[at].number)
            at = (at + 1) & (v->room - 1);
        v->slots[at] = old[i];
    }
    free(old);
}

static entry *
add_term(gzt_inverter *v, slot *s, gzt_str term, uint32_t hash)
{
    entry *e;
    char *bytes;

    if (!(v->count & ((1u << TERMS_BITS) - 1)))
        extend(v, &v->entries);
    e = entry_at(v, v->count);
    bytes = term.len <= SHORT
                ? e->own
                : pool_at(&v->strings, take(v, &v->strings, term.len));
    *e = (entry){ .bytes = bytes, .len = (uint8_t)term.len };
    memcpy(bytes, term.ptr, term.len);
    *s = (slot){ hash, (uint32_t)++v->count };
    return e;
}

// ---- postings --------------------------------------------------------------

static size_t
slice_size(unsigned level)
{
    return (size_t)FIRST_SLICE << (level < LEVELS ? level : LEVELS - 1);
}

// Link a new slice behind the list's last, or begin with it.
static void
add_slice(gzt_inverter *v, entry *e)
{
    size_t size = slice_size(e->head ? ++e->level : 0);
    uint32_t address = take(v, &v->slices, size);

    if (e->level == LEVELS)
        e->level--; // no larger ones
    if (e->tail)
        memcpy(pool_at(&v->slices, e->tail), &address, LINK);
    else
        e->head = address;
    e->tail = address;
    e->room = (uint16_t)(size - LINK);
}

static void
put_byte(gzt_inverter *v, entry *e, unsigned byte)
{
    if (!e->room)
        add_slice(v, e);
    *pool_at(&v->slices, e->tail) = (char)byte;
    e->tail++;
    e->room--;
}

static void
put_varint(gzt_inverter *v, entry *e, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        put_byte(v, e, (unsigned)value | 0x80);
    put_byte(v, e, (unsigned)value);
}

// The distance to the docid before, and a bit for the commonest wdf, 1.
static void
put_posting(gzt_inverter *v, entry *e, uint32_t docid, uint32_t wdf)
{
    e->collection += wdf;
    if (!e->documents++) {
        e->first = e->last = docid;
        e->first_wdf = wdf;
        return;
    }
    put_varint(v, e, (uint64_t)(docid - e->last) << 1 | (wdf == 1));
    if (wdf != 1)
        put_varint(v, e, wdf);
    e->last = docid;
}

// Bring what a batch of terms will need into the processor's cache, so that
// the misses overlap.
static void
prefetch(const gzt_inverter *v, const uint32_t *hashes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const slot *s = &v->slots[hashes[i] & (v->room - 1)];

        if (s->number)
            __builtin_prefetch(entry_at(v, s->number - 1), 1);
    }
    for (size_t i = 0; i < count; i++) {
        const slot *s = &v->slots[hashes[i] & (v->room - 1)];
        const entry *e;

        if (!s->number)
            continue;
        e = entry_at(v, s->number - 1);
        __builtin_prefetch(e->bytes);
        if (e->tail)
            __builtin_prefetch(pool_at(&v->slices, e->tail), 1);
    }
}

static void
add_batch(gzt_inverter *v, uint32_t docid, const gzt_glass_term *terms,
          size_t count)
{
    uint32_t hashes[BATCH];

    while ((v->count + count) * 4 >= v->room * 3)
        grow(v);
    for (size_t i = 0; i < count; i++) {
        hashes[i] = (uint32_t)gzt_str_quick_hash(terms[i].term);
        __builtin_prefetch(&v->slots[hashes[i] & (v->room - 1)]);
    }
    prefetch(v, hashes, count);
    for (size_t i = 0; i < count; i++) {
        slot *s = find(v, terms[i].term, hashes[i]);
        entry *e = s->number ? entry_at(v, s->number - 1)
                             : add_term(v, s, terms[i].term, hashes[i]);

        put_posting(v, e, docid, terms[i].wdf);
    }
}

void
gzt_inverter_add(gzt_inverter *inverter, uint32_t docid,
                 const gzt_glass_term *terms, size_t count)
{
    for (size_t i = 0; i < count; i += BATCH)
        add_batch(inverter, docid, terms + i,
                  count - i < BATCH ? count - i : BATCH);
}

// ---- the whole -------------------------------------------------------------

gzt_inverter *
gzt_inverter_new(void)
{
    gzt_inverter *inverter = gzt_xrealloc(NULL, 1, sizeof(*inverter));

    *inverter = (gzt_inverter){ 0 };
    gzt_buf_init(&inverter->packed, PACKED_MAX);
    gzt_inverter_clear(inverter);
    return inverter;
}

static void
let_go(gzt_inverter *v)
{
    spare(v, &v->strings);
    spare(v, &v->slices);
    spare(v, &v->entries);
    free(v->ranks);
    v->ranks = NULL;
    v->count = v->next = 0;
}

void
gzt_inverter_free(gzt_inverter *inverter)
{
    if (!inverter)
        return;
    let_go(inverter);
    while (inverter->spare.count)
        free(inverter->spare.list[--inverter->spare.count]);
    free(inverter->spare.list);
    gzt_buf_release(&inverter->packed);
    free(inverter->slots);
    free(inverter);
}

void
gzt_inverter_clear(gzt_inverter *inverter)
{
    let_go(inverter);
    if (inverter->room)
        memset(inverter->slots, 0, inverter->room * sizeof(*inverter->slots));
    take(inverter, &inverter->slices, LINK); // so that no slice begins at 0
}

size_t
gzt_inverter_bytes(const gzt_inverter *inverter)
{
    size_t held = inverter->strings.blocks.count +
                  inverter->slices.blocks.count +
                  inverter->entries.blocks.count;

    return held * BLOCK + inverter->room * sizeof(slot) +
           2 * inverter->count * sizeof(rank) + inverter->packed.cap;
}

size_t
gzt_inverter_count(const gzt_inverter *inverter)
{
    return inverter->count;
}

// ---- in order --------------------------------------------------------------

static uint64_t
front_of(const char *bytes, size_t len)
{
    return __builtin_bswap64(gzt_str_front((gzt_str){ bytes, len }));
}

static int
by_term(const void *a, const void *b, void *inverter)
{
    const rank *x = a, *y = b;
    const entry *e, *f;

    if (x->front != y->front)
        return x->front < y->front ? -1 : 1;
    e = entry_at(inverter, x->number);
    f = entry_at(inverter, y->number);
    return gzt_str_cmp((gzt_str){ e->bytes, e->len },
                       (gzt_str){ f->bytes, f->len });
}

void
gzt_inverter_sort(gzt_inverter *inverter)
{
    inverter->ranks =
        gzt_xrealloc(NULL, inverter->count + 1, sizeof(*inverter->ranks));
    for (size_t i = 0; i < inverter->count; i++) {
        const entry *e = entry_at(inverter, i);

        inverter->ranks[i] = (rank){ front_of(e->bytes, e->len), (uint32_t)i };
    }
    qsort_r(inverter->ranks, inverter->count, sizeof(*inverter->ranks), by_term,
            inverter);
    inverter->next = 0;
}

// The bytes of all slices of the list, one behind the other.
static void
gather(const gzt_inverter *v, const entry *e, gzt_buf *out)
{
    uint32_t address = e->head;

    for (unsigned level = 0; address; level++) {
        size_t size = slice_size(level) - LINK;
        const char *bytes = pool_at(&v->slices, address);

        if (e->tail >= address && e->tail - address <= size) {
            gzt_buf_put(out, (gzt_str){ bytes, e->tail - address });
            return;
        }
        gzt_buf_put(out, (gzt_str){ bytes, size });
        memcpy(&address, bytes + size, LINK);
    }
}

bool
gzt_inverter_next(gzt_inverter *inverter, gzt_list *out)
{
    const entry *e;

    if (inverter->next == inverter->count)
        return false;
    e = entry_at(inverter, inverter->ranks[inverter->next++].number);
    gzt_buf_clear(&inverter->packed);
    gzt_buf_put_varint(&inverter->packed,
                       (uint64_t)e->first << 1 | (e->first_wdf == 1));
    if (e->first_wdf != 1)
        gzt_buf_put_varint(&inverter->packed, e->first_wdf);
    gather(inverter, e, &inverter->packed);
    *out = (gzt_list){ .term = { e->bytes, e->len },
                       .documents = e->documents,
                       .collection = e->collection,
                       .packed = gzt_buf_str(&inverter->packed) };
    return true;
}

static inline uint64_t
take_varint(gzt_str *s)
{
    uint64_t value = 0;
    unsigned char byte;
    unsigned shift = 0;

    do {
        if (!s->len)
            return value;
        byte = (unsigned char)*s->ptr++;
        s->len--;
        value |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80 && shift < 64);
    return value;
}

size_t
gzt_list_take(gzt_str *packed, uint32_t *last, uint32_t *docids, uint32_t *wdfs,
              size_t max)
{
    size_t count = 0;

    while (packed->len && count < max) {
        uint64_t head = take_varint(packed);

        *last += (uint32_t)(head >> 1);
        docids[count] = *last;
        wdfs[count++] = head & 1 ? 1 : (uint32_t)take_varint(packed);
    }
    return count;
}
