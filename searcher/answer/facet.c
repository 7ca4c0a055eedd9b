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
    LANGS_MAX = 1000
};

// Counts by key; a key is the hash of a value, or an entity's.
typedef struct tally {
    uint64_t key; // 0: free
    uint32_t articles;
    uint32_t docid; // one that has it
    gzt_str value;
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

static tally *
table_find(table *t, uint64_t key)
{
    size_t at = (key * 0x9e3779b97f4a7c15u >> 20) & t->mask;

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
table_add(table *t, uint64_t key, uint32_t docid, gzt_str value)
{
    tally *found = table_find(t, key);

    if (!found->key) {
        if (2 * t->count > t->mask) {
            table_grow(t);
            found = table_find(t, key);
        }
        *found = (tally){ key, 0, docid, value };
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
    gzt_entity_entry entry;

    while (gzt_entities_take(&value, &entry))
        if (is_counted(entry.type, kind))
            table_add(t, key_of(&entry), docid, (gzt_str){ 0 });
}

static void
add_value(table *t, uint32_t docid, gzt_str value)
{
    if (value.len)
        table_add(t, gzt_str_hash(value, 0) | 1, docid, value);
}

// Keyed by its number, so that it is written out once.
static void
add_date(table *t, unsigned kind, uint32_t docid, gzt_str value,
         gzt_arena *arena)
{
    gzt_day day;
    tally *known;
    uint64_t key;

    if (value.len < GZT_TIME_BYTES)
        return;
    day = gzt_day_of_time(gzt_schema_time_of(value.ptr));
    day.month = kind == GZT_FACET_YEAR ? 0 : day.month;
    day.day = kind == GZT_FACET_DAY ? day.day : 0;
    key =
        (uint64_t)day.year << 16 | (unsigned)day.month << 8 | (unsigned)day.day;
    known = table_find(t, key);
    if (known->key) {
        known->articles++;
        return;
    }
    value = kind == GZT_FACET_YEAR ? gzt_arena_printf(arena, "%04d", day.year)
            : kind == GZT_FACET_MONTH
                ? gzt_arena_printf(arena, "%04d-%02d", day.year, day.month)
                : gzt_arena_printf(arena, "%04d-%02d-%02d", day.year, day.month,
                                   day.day);
    table_add(t, key, docid, value);
}

static gzt_status
add_values(counting *c, unsigned kind, table *t)
{
    uint32_t slot = kind <= GZT_FACET_ENTITY   ? GZT_SLOT_ENTITIES
                    : kind == GZT_FACET_SOURCE ? GZT_SLOT_SOURCE
                                               : GZT_SLOT_DATE;
    gzt_str *values;
    gzt_status status =
        gzt_xdb_values_of(gzt_reader_db(c->reader), slot, c->hits.docids,
                          c->hits.count, c->arena, &values, c->err);

    for (size_t i = 0; !status && i < c->hits.count; i++) {
        uint32_t docid = c->hits.docids[i];

        if (slot == GZT_SLOT_ENTITIES)
            add_entities(t, kind, docid, values[i]);
        else if (slot == GZT_SLOT_SOURCE)
            add_value(t, docid, values[i]);
        else
            add_date(t, kind, docid, values[i], c->arena);
    }
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
    gzt_xterm *langs;
    size_t count;
    gzt_status status = gzt_xdb_terms(db, GZT_S(GZT_PREFIX_LANG), LANGS_MAX,
                                      c->arena, &langs, &count, NULL, c->err);

    for (size_t i = 0; !status && i < count; i++) {
        gzt_str lang = gzt_str_slice(langs[i].term, 1, langs[i].term.len);
        uint32_t *docids, common;
        size_t found;

        status = gzt_xdb_postings(db, langs[i].term, 1, SIZE_MAX, c->arena,
                                  &docids, &found, c->err);
        common =
            status ? 0
                   : count_common(c->hits.docids, c->hits.count, docids, found);
        for (uint32_t k = 0; k < common; k++)
            add_value(t, docids[0], lang);
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

static gzt_status
keep(counting *c, unsigned kind, table *t, gzt_facet *out)
{
    gzt_facet_count *counts;
    gzt_status status = GZT_OK;
    size_t n = 0;

    for (size_t i = 0; i <= t->mask; i++)
        if (t->items[i].key)
            t->items[n++] = t->items[i];
    *out = (gzt_facet){ .name = gzt_facet_name(kind), .distinct = n };
    qsort(t->items, n, sizeof(*t->items), by_articles);
    out->count = n < c->limit ? n : c->limit;
    counts = gzt_arena_array(c->arena, out->count + 1, sizeof(*counts));
    for (size_t i = 0; i < out->count && !status; i++) {
        counts[i] = (gzt_facet_count){ .value = t->items[i].value,
                                       .name = t->items[i].value,
                                       .articles = t->items[i].articles };
        if (kind <= GZT_FACET_ENTITY)
            status = name_entity(c, &t->items[i], &counts[i]);
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
