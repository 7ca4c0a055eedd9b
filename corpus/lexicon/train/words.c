/* words.c - unlabelled text to words and bigrams. Punctuation counts as a
 * word: a comma before a name says as much as a title does. */
#include "train.h"

#include "entity/model.h"
#include "input/input.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    WORD_SLOTS = 1 << 22,
};

// Words 0 and 1 are not of the text.
enum {
    EDGE, // of a sentence
    RARE, // not in the vocabulary
    SPECIAL,
};

typedef struct counter {
    gzt_arena arena;
    train_word *words;
    uint32_t count;
    uint32_t *slots; // number of a word, 0: free
    uint32_t *stream;
    size_t length, room;
} counter;

static uint32_t
word_number(counter *c, uint64_t key, gzt_str text, uint8_t shape)
{
    size_t slot = key & (WORD_SLOTS - 1);

    while (c->slots[slot] && c->words[c->slots[slot]].key != key)
        slot = (slot + 1) & (WORD_SLOTS - 1);
    if (!c->slots[slot]) {
        if (c->count + 1 >= WORD_SLOTS / 2)
            return RARE;
        c->words =
            gzt_arena_more(&c->arena, c->words, c->count, sizeof(*c->words));
        c->words[c->count] = (train_word){
            .key = key, .text = gzt_arena_copy(&c->arena, text), .shape = shape
        };
        c->slots[slot] = c->count++;
    }
    return c->slots[slot];
}

static void
put(counter *c, uint32_t number)
{
    if (c->length == c->room) {
        c->room = c->room ? 2 * c->room : 1 << 20;
        c->stream = gzt_xrealloc(c->stream, c->room, sizeof(*c->stream));
    }
    c->stream[c->length++] = number;
}

static void
put_units(counter *c, const gzt_unit *units, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const gzt_unit *unit = &units[i];
        uint32_t number;

        if (unit->flags & GZT_UNIT_FIRST)
            put(c, EDGE);
        if (unit->gap) {
            char name[8];

            snprintf(name, sizeof(name), "<%02x>", unit->gap);
            number = word_number(c, 1000 + unit->gap, gzt_str_of(name),
                                 GZT_SHAPE_LOWER);
            put(c, number);
            c->words[number].count++;
        }
        number = word_number(c, gzt_word_key(unit->token->word, unit->shape),
                             unit->token->word, unit->shape);
        put(c, number);
        // The first word's capital says nothing.
        c->words[number].count += !(unit->flags & GZT_UNIT_FIRST);
    }
    put(c, EDGE);
}

static void
put_article(counter *c, gzt_analyzer *analyzer, const gzt_article *article)
{
    gzt_arena arena;
    gzt_tokens tokens;
    gzt_unit *units;
    size_t count;

    gzt_arena_init(&arena);
    gzt_analyze(analyzer, article->body, GZT_S("en"), GZT_ANALYZE_NO_STEM,
                &arena, &tokens);
    count = gzt_units_make(article->body, &tokens, &arena, &units);
    put_units(c, units, count);
    gzt_arena_release(&arena);
}

static void
read_file(counter *c, gzt_analyzer *analyzer, const char *file)
{
    gzt_input_options options = { 0 };
    gzt_input *input;
    gzt_err err;
    gzt_raw raw;
    bool more = true;
    gzt_arena arena;

    gzt_arena_init(&arena);
    if (gzt_input_open(&input, &file, 1, &options, &err) ||
        gzt_input_next(input, &raw, &more, &err))
        train_die("%s", err.text);
    while (more) {
        gzt_parsed parsed = { 0 };

        gzt_input_parse(&raw, &options, &arena, &parsed);
        if (!raw.refused.len && !parsed.reject.len)
            put_article(c, analyzer, &parsed.article);
        gzt_raw_release(&raw);
        gzt_arena_reset(&arena);
        if (gzt_input_next(input, &raw, &more, &err))
            train_die("%s", err.text);
    }
    gzt_input_close(input);
    gzt_arena_release(&arena);
}

static int
by_count(const void *a, const void *b)
{
    const train_word *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (x->key > y->key) - (x->key < y->key);
}

// Sort the words and number the stream anew.
static void
choose_words(counter *c, train_words *out, uint32_t limit, uint32_t least)
{
    uint32_t *number = gzt_xrealloc(NULL, c->count, sizeof(*number));
    uint32_t kept = SPECIAL;

    for (uint32_t i = 0; i < c->count; i++)
        c->words[i].number = i;
    qsort(c->words + SPECIAL, c->count - SPECIAL, sizeof(*c->words), by_count);
    while (kept < c->count && kept < limit && c->words[kept].count >= least)
        kept++;
    for (uint32_t i = 0; i < c->count; i++)
        number[c->words[i].number] = i < kept ? i : RARE;
    for (size_t i = 0; i < c->length; i++)
        c->stream[i] = number[c->stream[i]];
    free(number);
    out->words = gzt_arena_array(&out->arena, kept, sizeof(*out->words));
    for (uint32_t i = 0; i < kept; i++) {
        out->words[i] = c->words[i];
        out->words[i].text = gzt_arena_copy(&out->arena, c->words[i].text);
        out->words[i].number = i;
    }
    out->count = kept;
}

static int
by_value(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

// Sorting the pairs themselves takes 8 bytes a word, and no luck.
static void
count_pairs(const counter *c, train_words *out)
{
    size_t total = c->length ? c->length - 1 : 0, kept = 0;
    uint64_t *pairs = gzt_xrealloc(NULL, total + 1, sizeof(*pairs));

    for (size_t i = 0; i < total; i++)
        pairs[i] = (uint64_t)c->stream[i] << 32 | c->stream[i + 1];
    qsort(pairs, total, sizeof(*pairs), by_value);
    for (size_t i = 0; i < total; i++)
        kept += !i || pairs[i] != pairs[i - 1];
    out->pairs.items = out->count;
    out->pairs.left = gzt_arena_array(&out->arena, kept + 1, 4);
    out->pairs.right = gzt_arena_array(&out->arena, kept + 1, 4);
    out->pairs.times = gzt_arena_array(&out->arena, kept + 1, 4);
    for (size_t i = 0; i < total; i++) {
        if (!i || pairs[i] != pairs[i - 1]) {
            out->pairs.left[out->pairs.count] = (uint32_t)(pairs[i] >> 32);
            out->pairs.right[out->pairs.count++] = (uint32_t)pairs[i];
        }
        out->pairs.times[out->pairs.count - 1]++;
    }
    free(pairs);
}

void
train_words_count(train_words *out, const char *const *files, size_t count,
                  uint32_t limit, uint32_t least)
{
    counter c = { 0 };
    gzt_analyzer *analyzer = gzt_analyzer_new();

    *out = (train_words){ 0 };
    gzt_arena_init(&out->arena);
    gzt_arena_init(&c.arena);
    c.slots = calloc(WORD_SLOTS, sizeof(*c.slots));
    if (!c.slots)
        train_die("out of memory");
    for (size_t i = 0; i < SPECIAL; i++) {
        c.words = gzt_arena_more(&c.arena, c.words, c.count, sizeof(*c.words));
        c.words[c.count++] = (train_word){ .key = i };
    }
    for (size_t i = 0; i < count; i++)
        read_file(&c, analyzer, files[i]);
    gzt_analyzer_free(analyzer);
    choose_words(&c, out, limit, least);
    count_pairs(&c, out);
    free(c.slots);
    free(c.stream);
    gzt_arena_release(&c.arena);
}
