/* marks.c - what words are in names: given names, family names, words of
 * organisations. A word that is new to the model but common in a list of names
 * is not quite unknown. */
#include "train.h"

#include <stdlib.h>

enum {
    GIVEN_LEAST = 2, // names that a word must occur in
    FAMILY_LEAST = 1,
    ORG_LEAST = 2,
};

// A word that occurs in names, and in how many.
typedef struct name_word {
    uint64_t key;
    gzt_str text;
    uint32_t given, family, org;
    uint8_t shape;
} name_word;

typedef struct marks {
    name_word *slots;
    size_t room; // a power of two
    gzt_arena arena;
} marks;

static name_word *
find_mark(const marks *m, uint64_t key)
{
    size_t at = key & (m->room - 1);

    while (m->slots[at].key && m->slots[at].key != key)
        at = (at + 1) & (m->room - 1);
    return &m->slots[at];
}

static name_word *
mark_of(marks *m, const gzt_unit *unit)
{
    uint64_t key = gzt_word_key(unit->token->word, unit->shape);
    name_word *mark = find_mark(m, key);

    if (!mark->key) {
        mark->key = key;
        mark->text = gzt_arena_copy(&m->arena, unit->token->word);
        mark->shape = unit->shape;
    }
    return mark;
}

static bool
counts(const gzt_unit *unit)
{
    return unit->shape == GZT_SHAPE_CAPITAL || unit->shape == GZT_SHAPE_MIXED;
}

static void
mark_name(marks *m, int pool, const gzt_unit *units, size_t count)
{
    if (pool == TRAIN_ORG) {
        for (size_t i = 0; i < count; i++)
            if (counts(&units[i]) && !(units[i].flags & GZT_UNIT_STOP))
                mark_of(m, &units[i])->org++;
        return;
    }
    if (count < 2)
        return;
    if (counts(&units[0]))
        mark_of(m, &units[0])->given++;
    if (counts(&units[count - 1]))
        mark_of(m, &units[count - 1])->family++;
}

static void
mark_pool(marks *m, const train_set *set, int pool)
{
    gzt_arena arena;

    gzt_arena_init(&arena);
    for (size_t i = 0; i < set->pools[pool].count; i++) {
        gzt_str name = set->pools[pool].names[i];
        gzt_tokens tokens;
        gzt_unit *units;
        size_t count;

        gzt_analyze(set->analyzer, name, GZT_S("en"), GZT_ANALYZE_NO_STEM,
                    &arena, &tokens);
        count = gzt_units_make(name, &tokens, &arena, &units);
        mark_name(m, pool, units, count);
        gzt_arena_reset(&arena);
    }
    gzt_arena_release(&arena);
}

static uint8_t
flags_of(const name_word *mark)
{
    return (uint8_t)((mark->given >= GIVEN_LEAST ? GZT_WORD_GIVEN : 0) |
                     (mark->family >= FAMILY_LEAST ? GZT_WORD_FAMILY : 0) |
                     (mark->org >= ORG_LEAST ? GZT_WORD_ORG : 0));
}

void
train_words_mark(train_words *words, const train_set *set)
{
    marks m = { .room = 1 << 17 };
    size_t count = words->count;

    gzt_arena_init(&m.arena);
    m.slots = calloc(m.room, sizeof(*m.slots));
    if (!m.slots)
        train_die("out of memory");
    mark_pool(&m, set, TRAIN_PERSON);
    mark_pool(&m, set, TRAIN_ORG);
    for (size_t i = 0; i < count; i++) {
        name_word *mark = find_mark(&m, words->words[i].key);

        if (mark->key)
            words->words[i].flags = flags_of(mark);
        mark->given = mark->family = mark->org = 0;
    }
    for (size_t i = 0; i < m.room; i++) {
        train_word word = { .key = m.slots[i].key,
                            .shape = m.slots[i].shape,
                            .flags = flags_of(&m.slots[i]) };

        if (!word.flags)
            continue;
        for (int k = 0; k < TRAIN_LEVELS; k++)
            word.classes[k] = GZT_MODEL_NO_CLASS;
        word.text = gzt_arena_copy(&words->arena, m.slots[i].text);
        words->words = gzt_arena_more(&words->arena, words->words, words->count,
                                      sizeof(*words->words));
        words->words[words->count++] = word;
    }
    free(m.slots);
    gzt_arena_release(&m.arena);
}
