/* facet.c - counts over all hits.
 *
 * The hits are found once, unranked; then each facet reads what it needs of
 * them, in the order of the documents: a value that was stored for it.
 */
#include "answer/facet.h"

#include "answer/hits.h"
#include "answer/names.h"
#include "base/str.h"
#include "store/schema.h"
#include "text/date.h"

#include <stdlib.h>

enum {
    TABLE_MIN = 1024,
    CHUNK = 4096,   // articles whose values are in memory
    AHEAD_MAX = 64, // places in the table that are fetched before they are used
    LANGS_MAX = 1000
};

// Counts by key: an entity's, the hash of a source, a date as a number, or the
// number of a language plus 1. What it stands for is looked up for the few that
// are shown, so that many fit into the processor's cache.
typedef struct tally {
    uint64_t key; // 0: free
    uint32_t articles;
    uint32_t docid; // one that has it
} tally;

typedef struct table {
    tally *items;
    size_t count, mask;
} table;

typedef struct counting {
    gzt_reader *reader;
    gzt_analyzer *analyzer;
    const gzt_search_options *options;
    gzt_str query;
    gzt_hits hits;
    size_t limit;
    gzt_xterm *langs; // of the index, once they are counted
    gzt_arena *arena;
    gzt_err *err;
} counting;

static const char *const other_names[] = { "entity", "source", "lang",
                                           "year",   "month",  "day" };

gzt_str
gzt_facet_name(unsigned kind)
{
    if (kind < GZT_ENTITY_TYPES)
        return gzt_entity_type_name((gzt_entity_type)kind);
    return gzt_str_of(other_names[kind - GZT_ENTITY_TYPES]);
}

unsigned
gzt_facet_find(gzt_str name)
{
    unsigned kind = 0;

    while (kind < GZT_FACET_KINDS && !gzt_str_eq(name, gzt_facet_name(kind)))
        kind++;
    return kind;
}

// ---- the table -------------------------------------------------------------

static void
table_init(table *t, size_t size)
{
    *t = (table){ .items = gzt_xrealloc(NULL, size, sizeof(*t->items)),
                  .mask = size - 1 };
    memset(t->items, 0, size * sizeof(*t->items));
}

static size_t
table_place(const table *t, uint64_t key)
{
    return (key * 0x9e3779b97f4a7c15u >> 20) & t->mask;
}

static tally *
table_find(table *t, uint64_t key)
{
    size_t at = table_place(t, key);

    while (t->items[at].key && t->items[at].key != key)
        at = (at + 1) & t->mask;
    return &t->items[at];
}

static void
table_grow(table *t)
{
    table bigger;

    table_init(&bigger, 2 * (t->mask + 1));
    for (size_t i = 0; i <= t->mask; i++)
        if (t->items[i].key)
            *table_find(&bigger, t->items[i].key) = t->items[i];
    bigger.count = t->count;
    free(t->items);
    *t = bigger;
}

static void
table_add(table *t, uint64_t key, uint32_t docid)
{
    tally *found = table_find(t, key);

    if (!found->key) {
        if (2 * t->count > t->mask) {
            table_grow(t);
            found = table_find(t, key);
        }
        *found = (tally){ key, 0, docid };
        t->count++;
    }
    found->articles++;
}

// ---- what hits have --------------------------------------------------------

// An entity's key with its type above it, and never 0.
static uint64_t
key_of(const gzt_entity_entry *entry)
{
    return (uint64_t)(entry->type + 1) << 48 | entry->key;
}

// place: has countries in it, as in queries.
static bool
is_counted(gzt_entity_type type, unsigned kind)
{
    return kind == GZT_FACET_ENTITY || kind == type ||
           (kind == GZT_ENTITY_PLACE && type == GZT_ENTITY_COUNTRY);
}

static void
add_entities(table *t, unsigned kind, uint32_t docid, gzt_str value)
{
    uint64_t keys[AHEAD_MAX];
    gzt_entity_entry entry;
    bool more = true;

    while (more) {
        size_t n = 0;

        while (n < AHEAD_MAX && (more = gzt_entities_take(&value, &entry)))
            if (is_counted(entry.type, kind)) {
                keys[n] = key_of(&entry);
                __builtin_prefetch(&t->items[table_place(t, keys[n++])], 1);
            }
        for (size_t i = 0; i < n; i++)
            table_add(t, keys[i], docid);
    }
}

static void
add_date(table *t, unsigned kind, uint32_t docid, gzt_str value)
{
    gzt_day day;

    if (value.len < GZT_TIME_BYTES)
        return;
    day = gzt_day_of_time(gzt_schema_time_of(value.ptr));
    day.month = kind == GZT_FACET_YEAR ? 0 : day.month;
    day.day = kind == GZT_FACET_DAY ? day.day : 0;
    table_add(t,
              (uint64_t)day.year << 16 | (unsigned)day.month << 8 |
                  (unsigned)day.day,
              docid);
}

static gzt_str
date_of(unsigned kind, uint64_t key, gzt_arena *arena)
{
    int year = (int)(key >> 16), month = key >> 8 & 0xff, day = key & 0xff;

    if (kind == GZT_FACET_YEAR)
        return gzt_arena_printf(arena, "%04d", year);
    if (kind == GZT_FACET_MONTH)
        return gzt_arena_printf(arena, "%04d-%02d", year, month);
    return gzt_arena_printf(arena, "%04d-%02d-%02d", year, month, day);
}

// Of some of the hits.
static gzt_status
add_chunk(counting *c, unsigned kind, const uint32_t *docids, size_t count,
          gzt_arena *scratch, table *t)
{
    uint32_t slot = kind <= GZT_FACET_ENTITY   ? GZT_SLOT_ENTITIES
                    : kind == GZT_FACET_SOURCE ? GZT_SLOT_SOURCE
                                               : GZT_SLOT_DATE;
    gzt_str *values;
    gzt_status status =
        gzt_xdb_values_of(gzt_reader_db(c->reader), slot, docids, count,
                          scratch, &values, c->err);

    for (size_t i = 0; !status && i < count; i++)
        if (slot == GZT_SLOT_ENTITIES)
            add_entities(t, kind, docids[i], values[i]);
        else if (slot == GZT_SLOT_DATE)
            add_date(t, kind, docids[i], values[i]);
        else if (values[i].len)
            table_add(t, gzt_str_hash(values[i], 0) | 1, docids[i]);
    return status;
}

static gzt_status
add_values(counting *c, unsigned kind, table *t)
{
    gzt_arena scratch;
    gzt_status status = GZT_OK;

    gzt_arena_init(&scratch);
    for (size_t i = 0; i < c->hits.count && !status; i += CHUNK) {
        size_t left = c->hits.count - i;

        gzt_arena_reset(&scratch);
        status = add_chunk(c, kind, c->hits.docids + i,
                           left < CHUNK ? left : CHUNK, &scratch, t);
    }
    gzt_arena_release(&scratch);
    return status;
}

// Both ascend.
static uint32_t
count_common(const uint32_t *a, size_t a_count, const uint32_t *b,
             size_t b_count)
{
    uint32_t common = 0;

    for (size_t i = 0, k = 0; i < a_count && k < b_count;) {
        common += a[i] == b[k];
        if (a[i] < b[k])
            i++;
        else
            k++;
    }
    return common;
}

static gzt_status
add_langs(counting *c, table *t)
{
    gzt_xdb *db = gzt_reader_db(c->reader);
    size_t count;
    gzt_status status =
        gzt_xdb_terms(db, GZT_S(GZT_PREFIX_LANG), LANGS_MAX, c->arena,
                      &c->langs, &count, NULL, c->err);

    for (size_t i = 0; !status && i < count; i++) {
        uint32_t *docids, common = 0;
        size_t found;

        status = gzt_xdb_postings(db, c->langs[i].term, 1, SIZE_MAX, c->arena,
                                  &docids, &found, c->err);
        if (!status)
            common = count_common(c->hits.docids, c->hits.count, docids, found);
        if (common) {
            table_add(t, i + 1, docids[0]);
            table_find(t, i + 1)->articles = common;
        }
    }
    return status;
}

// ---- the most frequent -----------------------------------------------------

static int
by_articles(const void *a, const void *b)
{
    const tally *x = a, *y = b;

    if (x->articles != y->articles)
        return x->articles < y->articles ? 1 : -1;
    return (x->key > y->key) - (x->key < y->key);
}

static int
by_name(const void *a, const void *b)
{
    const gzt_facet_count *x = a, *y = b;

    if (x->articles != y->articles)
        return x->articles < y->articles ? 1 : -1;
    return gzt_str_cmp(x->value, y->value);
}

static int
by_time(const void *a, const void *b)
{
    return gzt_str_cmp(((const gzt_facet_count *)a)->value,
                       ((const gzt_facet_count *)b)->value);
}

// The id behind an entity's key is among those of an article that has it.
static gzt_status
name_entity(counting *c, const tally *t, gzt_facet_count *out)
{
    gzt_xterm *ids;
    size_t count;
    gzt_status status =
        gzt_names_ids(c->reader, t->docid, (unsigned)(t->key >> 48) - 1,
                      c->arena, &ids, &count, c->err);

    for (size_t i = 0; !status && i < count; i++)
        if (gzt_entity_key(gzt_entity_term(ids[i].term, c->arena)) ==
            (t->key & 0xffffffffffff)) {
            out->value = ids[i].term;
            return gzt_names_find(c->options->plan.lexicon, c->reader,
                                  c->analyzer, t->docid, out->value, c->arena,
                                  &out->name, c->err);
        }
    return status ? status
                  : gzt_fail(c->err, GZT_EFORMAT,
                             "an entity that is counted is in no article: run "
                             "`indexer --verify`");
}

// The value that a tally counts, and its name.
static gzt_status
name_value(counting *c, unsigned kind, const tally *t, gzt_facet_count *out)
{
    gzt_status status = GZT_OK;
    gzt_str lang;

    switch (kind) {
    case GZT_FACET_SOURCE:
        status =
            gzt_xdb_doc_value(gzt_reader_db(c->reader), t->docid,
                              GZT_SLOT_SOURCE, c->arena, &out->value, c->err);
        break;
    case GZT_FACET_LANG:
        lang = c->langs[t->key - 1].term;
        out->value = gzt_str_slice(lang, 1, lang.len);
        break;
    case GZT_FACET_YEAR:
    case GZT_FACET_MONTH:
    case GZT_FACET_DAY:
        out->value = date_of(kind, t->key, c->arena);
        break;
    default:
        return name_entity(c, t, out);
    }
    out->name = out->value;
    return status;
}

static gzt_str
clause_of(unsigned kind, gzt_str value, gzt_arena *arena)
{
    bool quote = gzt_str_find(value, GZT_S("\"")) < value.len;

    switch (kind) {
    case GZT_FACET_SOURCE:
        return gzt_arena_printf(arena,
                                quote ? "exact:source:\u201c%.*s\u201d"
                                      : "exact:source:\"%.*s\"",
                                GZT_ARG(value));
    case GZT_FACET_LANG:
        return gzt_arena_printf(arena, "lang:%.*s", GZT_ARG(value));
    case GZT_FACET_YEAR:
    case GZT_FACET_MONTH:
    case GZT_FACET_DAY:
        return gzt_arena_printf(arena, "date:%.*s", GZT_ARG(value));
    default:
        return gzt_hits_entity_clause(value, arena);
    }
}

// Down the heap, in which no item is less frequent than the one above it.
static void
sift(tally *heap, size_t count, size_t at)
{
    for (;;) {
        size_t kid = 2 * at + 1;
        tally moved = heap[at];

        if (kid + 1 < count && by_articles(&heap[kid + 1], &heap[kid]) > 0)
            kid++;
        if (kid >= count || by_articles(&heap[at], &heap[kid]) >= 0)
            return;
        heap[at] = heap[kid];
        heap[kid] = moved;
        at = kid;
    }
}

// The most frequent go to the front; how many there are is `*distinct`.
static size_t
most_frequent(table *t, size_t limit, size_t *distinct)
{
    tally *heap = t->items;
    size_t n = 0;

    for (size_t i = 0; i <= t->mask; i++)
        if (t->items[i].key)
            t->items[n++] = t->items[i];
    *distinct = n;
    if (n <= limit || !limit)
        return n < limit ? n : limit;
    for (size_t i = limit / 2; i-- > 0;)
        sift(heap, limit, i);
    for (size_t i = limit; i < n; i++)
        if (by_articles(&t->items[i], heap) < 0) {
            heap[0] = t->items[i];
            sift(heap, limit, 0);
        }
    return limit;
}

static gzt_status
keep(counting *c, unsigned kind, table *t, gzt_facet *out)
{
    gzt_facet_count *counts;
    gzt_status status = GZT_OK;

    *out = (gzt_facet){ .name = gzt_facet_name(kind) };
    out->count = most_frequent(t, c->limit, &out->distinct);
    counts = gzt_arena_array(c->arena, out->count + 1, sizeof(*counts));
    for (size_t i = 0; i < out->count && !status; i++) {
        counts[i].articles = t->items[i].articles;
        status = name_value(c, kind, &t->items[i], &counts[i]);
        counts[i].query = gzt_hits_and(
            c->query, clause_of(kind, counts[i].value, c->arena), c->arena);
    }
    if (out->count)
        qsort(counts, out->count, sizeof(*counts),
              kind >= GZT_FACET_YEAR ? by_time : by_name);
    out->counts = counts;
    return status;
}

static gzt_status
count_one(counting *c, unsigned kind, gzt_facet *out)
{
    table t;
    gzt_status status;

    table_init(&t, TABLE_MIN);
    status =
        kind == GZT_FACET_LANG ? add_langs(c, &t) : add_values(c, kind, &t);
    if (!status)
        status = keep(c, kind, &t, out);
    free(t.items);
    return status;
}

static gzt_status
count_once(counting *c, const unsigned *kinds, size_t count, gzt_facets *out,
           gzt_query_fault *fault)
{
    gzt_status status =
        gzt_hits_find(c->reader, c->analyzer, c->query, c->options, c->arena,
                      &c->hits, fault, c->err);

    *out = (gzt_facets){ .count = count, .hits = (uint32_t)c->hits.count };
    for (size_t i = 0; i < count && !status; i++)
        status = count_one(c, kinds[i], &out->items[i]);
    return status;
}

gzt_status
gzt_facets_count(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
                 const gzt_search_options *options, const unsigned *kinds,
                 size_t count, size_t limit, gzt_arena *arena, gzt_facets *out,
                 gzt_query_fault *fault, gzt_err *err)
{
    counting c = { .reader = reader,
                   .analyzer = analyzer,
                   .options = options,
                   .query = gzt_str_trim(query),
                   .limit = limit,
                   .arena = arena,
                   .err = err };
    gzt_status status;
    int attempt = 0;

    do {
        gzt_arena_reset(arena);
        status = count_once(&c, kinds, count, out, fault);
    } while (gzt_search_again(reader, &status, attempt++, err));
    return status;
}
