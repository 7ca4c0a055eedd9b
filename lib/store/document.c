/* document.c - an article as the document that Xapian gets. */
#include "store/document.h"

#include "base/str.h"
#include "store/entities.h"
#include "store/impact.h"
#include "store/schema.h"
#include "store/story.h"
#include "text/date.h"

#include <stdlib.h>

enum {
    TRACE_MAX = 2 * 3 * GZT_TOKENS_MAX,
    VALUES = 9,
    // What Xapian's inverter takes for a posting and for a document.
    POSTING_COST = 112,
    DOCUMENT_COST = 512
};

// A term by the lower half of its hash; `number` 0: free.
typedef struct bag_slot {
    uint32_t hash, number; // index into terms, plus 1
} bag_slot;

// Terms of one document with their wdf: an open-addressing table.
typedef struct bag {
    gzt_arena *arena;
    gzt_xterm *terms; // in order of arrival
    size_t count, capacity;
    bag_slot *slots;
    size_t mask;
} bag;

static void
bag_init(bag *b, gzt_arena *arena, size_t expected)
{
    size_t size = 64;

    while (size < 2 * expected)
        size *= 2;
    b->arena = arena;
    b->capacity = size / 2;
    b->terms = gzt_arena_room(arena, b->capacity, sizeof(*b->terms));
    b->slots = gzt_arena_array(arena, size, sizeof(*b->slots));
    b->count = 0;
    b->mask = size - 1;
}

static void
bag_grow(bag *b)
{
    bag bigger;

    bag_init(&bigger, b->arena, b->capacity * 2);
    memcpy(bigger.terms, b->terms, b->count * sizeof(*b->terms));
    bigger.count = b->count;
    for (size_t i = 0; i <= b->mask; i++) {
        size_t at = b->slots[i].hash & bigger.mask;

        if (!b->slots[i].number)
            continue;
        while (bigger.slots[at].number)
            at = (at + 1) & bigger.mask;
        bigger.slots[at] = b->slots[i];
    }
    *b = bigger;
}

// `hash` is gzt_str_hash(term, 0).
static void
bag_add_hashed(bag *b, gzt_str term, uint64_t hash, uint32_t wdf)
{
    uint32_t half = (uint32_t)hash;
    size_t at;

    if (b->count == b->capacity)
        bag_grow(b);
    for (at = half & b->mask; b->slots[at].number; at = (at + 1) & b->mask) {
        gzt_xterm *known = &b->terms[b->slots[at].number - 1];

        // Mostly it is the same string of the analyzer's.
        if (b->slots[at].hash == half &&
            ((known->term.ptr == term.ptr && known->term.len == term.len) ||
             gzt_str_eq(known->term, term))) {
            known->wdf += wdf;
            return;
        }
    }
    b->terms[b->count] = (gzt_xterm){ .term = term, .wdf = wdf };
    b->slots[at] = (bag_slot){ half, (uint32_t)++b->count };
}

static void
bag_add(bag *b, gzt_str term, uint32_t wdf)
{
    bag_add_hashed(b, term, gzt_str_hash(term, 0), wdf);
}

// The mentions of one field, in order, while its tokens pass by.
typedef struct cursor {
    const gzt_mention *at, *end;
} cursor;

// Mentions that begin in the token stand at its position, before its marks.
static void
trace_mentions(gzt_buf *trace, const gzt_token *token, cursor *mentions,
               gzt_arena *arena)
{
    for (; mentions->at < mentions->end && mentions->at->start < token->end;
         mentions->at++) {
        gzt_trace_put(trace, GZT_TRACE_SAME);
        gzt_trace_put(trace, gzt_trace_print(
                                 gzt_entity_term(mentions->at->entity, arena)));
    }
}

static void
trace_token(gzt_buf *trace, const gzt_token *token, uint64_t hash, bool same,
            cursor *mentions, gzt_arena *arena)
{
    if (same)
        gzt_trace_put(trace, GZT_TRACE_SAME);
    gzt_trace_put(trace, gzt_trace_print_of(hash));
    if (token->kind != GZT_TOKEN_JOINED)
        trace_mentions(trace, token, mentions, arena);
    if (token->flags & GZT_TOKEN_PARAGRAPH)
        gzt_trace_put(trace, GZT_TRACE_PARAGRAPH);
    else if (token->flags & GZT_TOKEN_SENTENCE)
        gzt_trace_put(trace, GZT_TRACE_SENTENCE);
}

static cursor
mentions_of(const gzt_mentions *all, gzt_part field)
{
    cursor c = { all->items, all->items };

    for (size_t i = 0; i < all->count; i++) {
        c.at += all->items[i].field < field;
        c.end += all->items[i].field <= field;
    }
    return c;
}

// Of the index term of a token; the analyzer knows that of what has no prefix.
static uint64_t
hash_of(const gzt_token *token, gzt_str term)
{
    return token->hash && term.ptr == token->term.ptr ? token->hash
                                                      : gzt_str_hash(term, 0);
}

// One field into terms and trace.
static void
add_field(gzt_documenter *d, const gzt_analysis *analysis, gzt_part field,
          bag *b, gzt_document *out)
{
    const gzt_tokens *tokens = &analysis->fields[field];
    cursor mentions = mentions_of(&analysis->mentions, field);
    bool title = field == GZT_IN_TITLE;

    for (size_t i = 0; i < tokens->count; i++) {
        const gzt_token *token = &tokens->tokens[i];
        gzt_str term = gzt_schema_term(token, b->arena);
        uint64_t hash = hash_of(token, term);

        // A stop word has no weight and does not make an article longer.
        bag_add_hashed(b, term, hash,
                       token->flags & GZT_TOKEN_STOP ? 0
                       : title                       ? GZT_TITLE_WEIGHT
                                                     : 1);
        if (title) // no weight of its own: it only says where
            bag_add(b, gzt_schema_key(GZT_S(GZT_PREFIX_TITLE), term, b->arena),
                    0);
        trace_token(&d->trace, token, hash,
                    i && token->pos == tokens->tokens[i - 1].pos, &mentions,
                    b->arena);
    }
    out->cut_terms += tokens->cut;
}

// From how often a word stands there to what it says about the article.
static void
weigh_words(bag *b)
{
    uint64_t length = 0;
    double room;

    for (size_t i = 0; i < b->count; i++)
        length += b->terms[i].wdf;
    room = gzt_impact_room(length);
    for (size_t i = 0; i < b->count; i++)
        b->terms[i].wdf = gzt_impact(b->terms[i].wdf, room);
}

// What an article names, with the number of mentions: no more than an impact
// may be, for the matcher goes by the greatest of all.
static void
add_entities(const gzt_mentions *mentions, bag *b)
{
    size_t first = b->count;

    for (size_t i = 0; i < mentions->count; i++)
        bag_add(b, gzt_entity_term(mentions->items[i].entity, b->arena), 1);
    for (size_t i = first; i < b->count; i++)
        if (b->terms[i].wdf > GZT_IMPACT_MAX)
            b->terms[i].wdf = GZT_IMPACT_MAX;
}

// Each way round, so that either form leads to the other.
static void
add_short_forms(const gzt_analysis *analysis, bag *b)
{
    for (size_t i = 0; i < analysis->short_form_count; i++) {
        const gzt_short_form *form = &analysis->short_forms[i];

        bag_add(b,
                gzt_arena_printf(b->arena, GZT_PREFIX_SHORT "%.*s=%.*s",
                                 GZT_ARG(form->letters), GZT_ARG(form->words)),
                0);
        bag_add(b,
                gzt_arena_printf(b->arena, GZT_PREFIX_LONG "%.*s=%.*s",
                                 GZT_ARG(form->words), GZT_ARG(form->letters)),
                0);
    }
}

// A field to be looked up by its words, in any language: folded, not stemmed.
static void
add_words(gzt_documenter *d, gzt_str prefix, gzt_str text, bag *b)
{
    gzt_tokens tokens;

    if (!text.len)
        return;
    gzt_analyze(d->analyzer, text, GZT_S("en"), GZT_ANALYZE_NO_STEM, b->arena,
                &tokens);
    for (size_t i = 0; i < tokens.count; i++)
        bag_add(b, gzt_schema_key(prefix, tokens.tokens[i].word, b->arena), 0);
}

static void
add_date(const gzt_article *article, bag *b, gzt_xvalue *value)
{
    int64_t time;
    gzt_str date = article->date;
    char *bytes;
    gzt_arena *arena = b->arena;

    if (!gzt_date_to_time(date, &time))
        return;
    bag_add(b, gzt_arena_printf(arena, GZT_PREFIX_YEAR "%.4s", date.ptr), 0);
    bag_add(b,
            gzt_arena_printf(arena, GZT_PREFIX_MONTH "%.4s%.2s", date.ptr,
                             date.ptr + 5),
            0);
    bag_add(b,
            gzt_arena_printf(arena, GZT_PREFIX_DAY "%.4s%.2s%.2s", date.ptr,
                             date.ptr + 5, date.ptr + 8),
            0);
    bytes = gzt_arena_alloc(arena, GZT_TIME_BYTES);
    gzt_schema_time(time, bytes);
    value->slot = GZT_SLOT_DATE;
    value->value = gzt_arena_join(arena, (gzt_str){ bytes, GZT_TIME_BYTES },
                                  gzt_schema_uid(article->id, arena));
}

static void
add_filters(gzt_documenter *d, const gzt_article *article, gzt_document *out,
            bag *b)
{
    bag_add(b, out->key, 0);
    if (article->lang.len)
        bag_add(b,
                gzt_schema_key(GZT_S(GZT_PREFIX_LANG), article->lang, b->arena),
                0);
    if (article->url.len)
        bag_add(b,
                gzt_schema_key(GZT_S(GZT_PREFIX_URL), article->url, b->arena),
                0);
    add_words(d, GZT_S(GZT_PREFIX_SOURCE), article->source, b);
    add_words(d, GZT_S(GZT_PREFIX_AUTHOR), article->author, b);
    add_words(d, GZT_S(GZT_PREFIX_SECTION), article->section, b);
    add_words(d, GZT_S(GZT_PREFIX_TAG), article->tags, b);
}

static void
add_values(gzt_documenter *d, const gzt_article *article,
           const gzt_mentions *mentions, gzt_document *out, bag *b)
{
    gzt_xvalue *values = gzt_arena_array(b->arena, VALUES, sizeof(*values));
    size_t n = 0;

    add_date(article, b, &values[n]);
    n += values[n].value.len != 0;
    values[n++] =
        (gzt_xvalue){ GZT_SLOT_UID, gzt_schema_uid(article->id, b->arena) };
    if (article->source.len)
        values[n++] = (gzt_xvalue){ GZT_SLOT_SOURCE, article->source };
    if (mentions->count)
        values[n++] = (gzt_xvalue){ GZT_SLOT_ENTITIES,
                                    gzt_entities_pack(mentions, b->arena) };
    values[n] =
        (gzt_xvalue){ GZT_SLOT_STORY,
                      gzt_story_sketch(gzt_buf_str(&d->trace), b->arena) };
    n += values[n].value.len != 0;
    gzt_trace_pack(gzt_buf_str(&d->trace), &d->packed);
    values[n++] =
        (gzt_xvalue){ GZT_SLOT_TRACE,
                      gzt_arena_copy(b->arena, gzt_buf_str(&d->packed)) };
    values[n++] =
        (gzt_xvalue){ GZT_SLOT_HASH, gzt_schema_u64(out->hash, b->arena) };
    out->doc.values = values;
    out->doc.value_count = n;
}

void
gzt_documenter_init(gzt_documenter *documenter)
{
    documenter->analyzer = gzt_analyzer_new();
    documenter->codec = gzt_codec_new();
    gzt_buf_init(&documenter->trace, TRACE_MAX);
    gzt_buf_init(&documenter->packed, 1 + TRACE_MAX);
    gzt_buf_init(&documenter->record, GZT_BODY_MAX);
}

void
gzt_documenter_release(gzt_documenter *documenter)
{
    gzt_analyzer_free(documenter->analyzer);
    gzt_codec_free(documenter->codec);
    gzt_buf_release(&documenter->trace);
    gzt_buf_release(&documenter->packed);
    gzt_buf_release(&documenter->record);
}

static void
count_cost(gzt_document *out)
{
    out->cost = DOCUMENT_COST + out->doc.term_count * POSTING_COST;
    for (size_t i = 0; i < out->doc.value_count; i++)
        out->cost += out->doc.values[i].value.len;
    out->cost += out->doc.data.len;
}

void
gzt_document_analyze(gzt_documenter *d, const gzt_article *article,
                     gzt_arena *arena, gzt_analysis *out)
{
    *out = (gzt_analysis){ 0 };
    gzt_analyzer_forget(d->analyzer);
    gzt_analyze(d->analyzer, article->title, article->lang, GZT_ANALYZE_BORROW,
                arena, &out->fields[GZT_IN_TITLE]);
    gzt_analyze(d->analyzer, article->body, article->lang, GZT_ANALYZE_BORROW,
                arena, &out->fields[GZT_IN_BODY]);
}

void
gzt_document_make(gzt_documenter *d, const gzt_article *article,
                  const gzt_analysis *analysis, gzt_arena *arena,
                  gzt_document *out)
{
    gzt_analysis own;
    bag b;

    if (!analysis) {
        gzt_document_analyze(d, article, arena, &own);
        analysis = &own;
    }
    *out = (gzt_document){ .id = article->id };
    out->key = gzt_schema_key(GZT_S(GZT_PREFIX_ID), article->id, arena);
    out->hash = gzt_article_hash(article) ^ analysis->tagging;
    gzt_buf_clear(&d->trace);
    gzt_buf_clear(&d->record);
    bag_init(&b, arena, 32 + (article->title.len + article->body.len) / 16);
    add_field(d, analysis, GZT_IN_TITLE, &b, out);
    gzt_trace_put(&d->trace, GZT_TRACE_FIELD);
    add_field(d, analysis, GZT_IN_BODY, &b, out);
    weigh_words(&b);
    add_entities(&analysis->mentions, &b);
    add_short_forms(analysis, &b);
    add_filters(d, article, out, &b);
    add_values(d, article, &analysis->mentions, out, &b);
    gzt_record_encode(d->codec, article, &d->record);
    out->doc.data = gzt_arena_copy(arena, gzt_buf_str(&d->record));
    out->doc.terms = b.terms;
    out->doc.term_count = b.count;
    count_cost(out);
}
