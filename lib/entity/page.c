/* page.c - from units to stretches and echoes. */
#include "entity/page.h"

#include "base/err.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum {
    CACHE_SLOTS = 1 << 14, // at first; a huge document may need more
    CACHE_KEPT = CACHE_SLOTS / 2,
    BESIDE_MAX = 3, // words of no capital side by side in a name
};

struct slot {
    uint64_t hash; // of its folded form and shape
    gzt_word *word;
};

struct gzt_word_cache {
    const gzt_model *model;
    gzt_arena arena;
    struct slot *slots;
    size_t room, count; // room is a power of two
    gzt_word edges[2];  // before and behind a sentence
};

// ---- Words -----------------------------------------------------------------

static void
find_classes(const gzt_model *model, gzt_word *word, uint64_t key)
{
    const gzt_model_word *found = gzt_model_word_find(model, key);

    for (int i = 0; i < GZT_MODEL_DEPTHS; i++)
        word->classes[i] = GZT_MODEL_NO_CLASS;
    if (!found)
        return;
    word->often = found->often;
    word->flags = found->flags;
    if (found->class == GZT_MODEL_NO_CLASS)
        return;
    word->classes[0] = found->class & (GZT_MODEL_CLASSES - 1);
    for (int i = 1; i < GZT_MODEL_DEPTHS; i++)
        word->classes[i] = model->header->depths[i - 1][word->classes[0]];
}

static int
often_as(const gzt_model *model, gzt_str folded, uint8_t shape)
{
    const gzt_model_word *found =
        gzt_model_word_find(model, gzt_word_key(folded, shape));

    return found ? found->often : 0;
}

static uint8_t
lean_of(const gzt_model *model, gzt_str folded)
{
    int lower = often_as(model, folded, GZT_SHAPE_LOWER);
    int capital = often_as(model, folded, GZT_SHAPE_CAPITAL);
    int upper = often_as(model, folded, GZT_SHAPE_UPPER);

    // 8 is four times as often.
    if (!lower && !capital && !upper)
        return GZT_LEAN_UNKNOWN;
    if (lower >= capital + 8 && lower >= upper + 8)
        return GZT_LEAN_LOWER;
    if (upper >= capital + 4 && upper >= lower + 4)
        return GZT_LEAN_UPPER;
    return capital >= lower + 8 ? GZT_LEAN_CAPITAL : GZT_LEAN_BOTH;
}

static void
word_init(gzt_word *word, const gzt_model *model, gzt_str folded, uint8_t shape)
{
    size_t n;

    folded = gzt_word_form(folded, shape);
    n = folded.len < 4 ? folded.len : 4;
    *word = (gzt_word){
        .folded = gzt_str_hash(folded, 0),
        .shape = shape,
        .length = (uint8_t)(folded.len < 255 ? folded.len : 255),
    };
    memcpy(word->first, folded.ptr, n);
    memcpy(word->last + 4 - n, folded.ptr + folded.len - n, n);
    find_classes(model, word, gzt_word_key(folded, shape));
    word->part = (uint8_t)gzt_word_part(folded);
    word->lean = lean_of(model, folded);
}

static void
make_slots(gzt_word_cache *cache, size_t room)
{
    cache->slots = gzt_xrealloc(NULL, room, sizeof(*cache->slots));
    cache->room = room;
    memset(cache->slots, 0, room * sizeof(*cache->slots));
}

gzt_word_cache *
gzt_word_cache_new(const gzt_model *model)
{
    gzt_word_cache *cache = gzt_xrealloc(NULL, 1, sizeof(*cache));

    memset(cache, 0, sizeof(*cache));
    cache->model = model;
    gzt_arena_init(&cache->arena);
    make_slots(cache, CACHE_SLOTS);
    word_init(&cache->edges[0], model, GZT_S("<"), GZT_SHAPES);
    word_init(&cache->edges[1], model, GZT_S(">"), GZT_SHAPES);
    return cache;
}

void
gzt_word_cache_free(gzt_word_cache *cache)
{
    if (!cache)
        return;
    gzt_arena_release(&cache->arena);
    free(cache->slots);
    free(cache);
}

static void
cache_clear(gzt_word_cache *cache)
{
    free(cache->slots);
    make_slots(cache, CACHE_SLOTS);
    gzt_arena_reset(&cache->arena);
    cache->count = 0;
}

static struct slot *
find_slot(const gzt_word_cache *cache, uint64_t hash)
{
    size_t at = hash & (cache->room - 1);

    while (cache->slots[at].word && cache->slots[at].hash != hash)
        at = (at + 1) & (cache->room - 1);
    return &cache->slots[at];
}

static void
grow(gzt_word_cache *cache)
{
    struct slot *old = cache->slots;
    size_t room = cache->room;

    make_slots(cache, 2 * room);
    for (size_t i = 0; i < room; i++)
        if (old[i].word)
            *find_slot(cache, old[i].hash) = old[i];
    free(old);
}

// Words of one key have the same classes, not the same shape.
static gzt_word *
cache_get(gzt_word_cache *cache, const gzt_unit *unit, uint8_t shape)
{
    uint64_t hash = unit->hash + shape * 0x9e3779b97f4a7c15u;
    gzt_str folded = unit->token->word;
    struct slot *slot;

    if (shape == GZT_SHAPE_NUMBER)
        hash = folded.len < 16 ? folded.len : 16;
    slot = find_slot(cache, hash);
    if (slot->word)
        return slot->word;
    if (cache->count >= cache->room / 4 * 3) {
        grow(cache);
        slot = find_slot(cache, hash);
    }
    slot->hash = hash;
    slot->word = gzt_arena_alloc(&cache->arena, sizeof(gzt_word));
    word_init(slot->word, cache->model, folded, shape);
    cache->count++;
    return slot->word;
}

gzt_word *
gzt_page_word(const gzt_page *page, uint32_t at, int offset)
{
    // Sentences end where the next one begins.
    for (; offset < 0; offset++, at--)
        if (page->units[at].flags & GZT_UNIT_FIRST)
            return &page->cache->edges[0];
    for (; offset > 0; offset--)
        if (++at == page->count || page->units[at].flags & GZT_UNIT_FIRST)
            return &page->cache->edges[1];
    if (!page->words[at])
        page->words[at] =
            cache_get(page->cache, &page->units[at], page->shapes[at]);
    return page->words[at];
}

// ---- Headlines -------------------------------------------------------------

// Is a sentence written in capitals (2), or each of its words with one (1)?
static int
headline_kind(const gzt_unit *units, size_t count)
{
    size_t words = 0, capitals = 0, uppers = 0, long_uppers = 0;

    for (size_t i = 0; i < count; i++) {
        bool upper = units[i].shape == GZT_SHAPE_UPPER;

        if (units[i].shape > GZT_SHAPE_MIXED ||
            (units[i].flags & GZT_UNIT_STOP && !upper))
            continue;
        words++;
        capitals += gzt_shape_is_capital(units[i].shape);
        uppers += upper;
        long_uppers += upper && units[i].token->word.len > 3;
    }
    if (long_uppers > 1 && uppers * 10 > words * 6)
        return 2;
    return words > 3 && capitals * 10 >= words * 9;
}

// "RUSSIA WARNS US": a known name that is a stop word as well. The model says
// which of them it is.
static bool
may_be_shouted(const gzt_page *page, uint32_t at)
{
    gzt_str word = page->units[at].token->word;

    return page->known[at] &&
           (gzt_str_eq(word, GZT_S("us")) || gzt_str_eq(word, GZT_S("who")));
}

// The case a word would have in running text, as far as is known.
static uint8_t
running_shape(const gzt_page *page, uint32_t at, int kind)
{
    const gzt_unit *unit = &page->units[at];
    uint8_t lean;

    if (!gzt_shape_is_capital(unit->shape) ||
        unit->shape == GZT_SHAPE_INITIAL ||
        (kind == 1 && unit->shape != GZT_SHAPE_CAPITAL))
        return unit->shape;
    if (unit->flags & GZT_UNIT_STOP && unit->token->kind != GZT_TOKEN_ACRONYM)
        return kind == 2 && !may_be_shouted(page, at) ? GZT_SHAPE_LOWER
                                                      : unit->shape;
    lean = cache_get(page->cache, unit, GZT_SHAPE_CAPITAL)->lean;
    if (lean == GZT_LEAN_LOWER)
        return GZT_SHAPE_LOWER;
    if (kind == 2 && unit->shape == GZT_SHAPE_UPPER && lean != GZT_LEAN_UPPER &&
        unit->token->kind != GZT_TOKEN_ACRONYM)
        return GZT_SHAPE_CAPITAL;
    return unit->shape;
}

static void
find_headlines(gzt_page *page)
{
    uint32_t first = 0;

    for (uint32_t i = 1; i <= page->count; i++) {
        int kind;

        if (i < page->count && !(page->units[i].flags & GZT_UNIT_FIRST))
            continue;
        kind = headline_kind(page->units + first, i - first);
        for (uint32_t j = first; j < i; j++) {
            page->shapes[j] =
                kind ? running_shape(page, j, kind) : page->units[j].shape;
            page->headline[j] = (uint8_t)kind;
        }
        first = i;
    }
}

// ---- Stretches -------------------------------------------------------------

static bool
is_part(const gzt_page *page, uint32_t at, unsigned part)
{
    return page->shapes[at] == GZT_SHAPE_LOWER &&
           gzt_page_word(page, at, 0)->part & part;
}

gzt_word *
gzt_page_tail(const gzt_page *page, uint32_t at)
{
    uint32_t end = at;

    while (end + 1 < page->count && end - at < BESIDE_MAX &&
           !page->units[end + 1].gap &&
           !(page->units[end + 1].flags & GZT_UNIT_FIRST) &&
           is_part(page, end + 1, GZT_PART_BEHIND))
        end++;
    return end > at ? gzt_page_word(page, end, 0) : NULL;
}

static bool
is_name(const gzt_page *page, uint32_t at)
{
    const gzt_unit *unit = &page->units[at];
    uint8_t shape = page->shapes[at];
    bool first = unit->flags & GZT_UNIT_FIRST;

    if (!gzt_shape_is_capital(shape) && shape != GZT_SHAPE_CODE)
        return false;
    if (!(unit->flags & GZT_UNIT_STOP) || unit->token->word.len > 4)
        return true;
    // "I", but not Napoleon I
    if (shape == GZT_SHAPE_INITIAL)
        return !first && at && !unit->gap &&
               gzt_shape_is_capital(page->shapes[at - 1]);
    // "The", but not The Hague
    return !first || shape != GZT_SHAPE_CAPITAL ||
           (at + 1 < page->count && !page->units[at + 1].gap &&
            !(page->units[at + 1].flags & GZT_UNIT_FIRST) &&
            gzt_shape_is_capital(page->shapes[at + 1]));
}

static bool
is_number(const gzt_page *page, uint32_t at)
{
    return page->shapes[at] == GZT_SHAPE_NUMBER;
}

// Names end at commas and brackets, but for those of the lexicon and a few
// words that belong to what stands before.
static bool
is_cut(const gzt_page *page, uint32_t at)
{
    unsigned known = page->known[at];

    return page->units[at].gap &
               (GZT_GAP_COMMA | GZT_GAP_OPEN | GZT_GAP_CLOSE) &&
           (!known || known & GZT_KNOWN_FIRST) &&
           !(gzt_page_word(page, at, 0)->part & GZT_PART_COMMA);
}

// Where a stretch that has come to `at` goes on to, exclusive; `at` if not.
static uint32_t
stretch_next(const gzt_page *page, uint32_t at)
{
    uint32_t end = at;

    if (at == page->count || page->units[at].flags & GZT_UNIT_FIRST ||
        is_cut(page, at))
        return at;
    if (is_name(page, at))
        return at + 1;
    // Co-operation
    if (page->units[at].gap == GZT_GAP_HYPHEN)
        return at + 1;
    while (end < page->count && end - at < BESIDE_MAX &&
           !(page->units[end].flags & GZT_UNIT_FIRST) && !is_cut(page, end) &&
           is_part(page, end, GZT_PART_BETWEEN))
        end++;
    if (end > at && end < page->count &&
        !(page->units[end].flags & GZT_UNIT_FIRST) && !is_cut(page, end) &&
        is_name(page, end))
        return end + 1;
    return !page->units[at].gap &&
                   (is_number(page, at) || is_part(page, at, GZT_PART_BEHIND))
               ? at + 1
               : at;
}

static uint32_t
stretch_begin(const gzt_page *page, uint32_t at, uint32_t least)
{
    for (int i = 0; i < BESIDE_MAX && at > least; i++, at--) {
        unsigned gap = page->units[at].gap;

        if (page->units[at].flags & GZT_UNIT_FIRST ||
            !(is_part(page, at - 1, GZT_PART_BEFORE)
                  ? !(gap & ~(unsigned)(GZT_GAP_HYPHEN | GZT_GAP_QUOTE))
                  : is_number(page, at - 1) && !gap))
            break;
    }
    return at;
}

static void
find_stretches(gzt_page *page, gzt_arena *arena)
{
    uint32_t end = 0;

    for (uint32_t i = 0; i < page->count; i++) {
        gzt_stretch *stretch;
        uint32_t next;

        if (!is_name(page, i))
            continue;
        page->stretches =
            gzt_arena_more(arena, page->stretches, page->stretch_count,
                           sizeof(*page->stretches));
        stretch = &page->stretches[page->stretch_count++];
        stretch->first = stretch_begin(page, i, end);
        end = i + 1;
        while ((next = stretch_next(page, end)) > end &&
               next - stretch->first <= GZT_CRF_MAX)
            end = next;
        stretch->count = end - stretch->first;
        i = end - 1;
    }
}

// ---- Runs ------------------------------------------------------------------

// Does the run of unit at - 1 go on with unit at?
static bool
run_goes_on(const gzt_page *page, uint32_t at)
{
    const gzt_token *before = page->units[at - 1].token;
    unsigned gap = page->units[at].gap;

    if (page->units[at].flags & GZT_UNIT_FIRST || !is_name(page, at))
        return false;
    return !gap || gap == GZT_GAP_HYPHEN ||
           (gap == GZT_GAP_DOT && before->word.len < 5) ||
           (gap & (GZT_GAP_QUOTE | GZT_GAP_OTHER) &&
            before->end + 3 >= page->units[at].token->start &&
            before->flags & GZT_TOKEN_PART);
}

static void
find_runs(gzt_page *page, gzt_arena *arena)
{
    for (uint32_t i = 0; i < page->stretch_count; i++) {
        uint32_t at = page->stretches[i].first;
        uint32_t end = at + page->stretches[i].count;

        while (at < end) {
            gzt_run run = { at, 0 };

            if (!is_name(page, at++))
                continue;
            while (at < end && run_goes_on(page, at))
                at++;
            run.count = at - run.first;
            for (uint32_t j = run.first; j < at; j++)
                page->run_of[j] = page->run_count;
            page->runs = gzt_arena_more(arena, page->runs, page->run_count,
                                        sizeof(*page->runs));
            page->runs[page->run_count++] = run;
        }
    }
}

static void
mark_known(gzt_page *page, const gzt_match *matches, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const gzt_match *match = &matches[i];
        unsigned types = match->types, type = 0;
        unsigned code;

        while (type < GZT_ENTITY_TYPES && !(types & 1u << type))
            type++;
        code = type + 1;
        code |= types & (types - 1) ? GZT_KNOWN_MANY : 0;
        code |= match->flags & GZT_SENSE_WEAK ? GZT_KNOWN_WEAK : 0;
        for (uint32_t j = 0; j < match->count; j++)
            page->known[match->first + j] =
                (uint8_t)(code | (j == 0 ? GZT_KNOWN_FIRST : 0) |
                          (j + 1 == match->count ? GZT_KNOWN_LAST : 0));
    }
}

// ---- Echoes ----------------------------------------------------------------

// Up to seven bytes as a number, the first one highest.
static uint64_t
short_number(gzt_str word)
{
    uint64_t front = __builtin_bswap64(gzt_str_front(word));

    return word.len ? front >> (64 - 8 * word.len) : 0;
}

// A hash of the ends, for a set that may err.
static uint32_t
ends_hash(gzt_str word)
{
    uint64_t head = 0, tail = 0;

    if (word.len >= 8) {
        memcpy(&head, word.ptr, 8);
        memcpy(&tail, word.ptr + word.len - 8, 8);
    } else {
        head = short_number(word);
    }
    head ^= (tail << 1) + word.len;
    return (uint32_t)(head * 0x9e3779b97f4a7c15ull >> 32);
}

static uint64_t *
lower_words(const gzt_page *page, uint32_t *mask, gzt_arena *arena)
{
    uint32_t bits = 1 << 10;
    uint64_t *set;

    while (bits < 16 * page->count && bits < 1u << 22)
        bits *= 2;
    set = gzt_arena_array(arena, bits / 64, sizeof(*set));
    *mask = bits - 1;
    for (uint32_t i = 0; i < page->count; i++)
        if (page->units[i].shape == GZT_SHAPE_LOWER) {
            uint32_t bit = ends_hash(page->units[i].token->word) & *mask;

            set[bit / 64] |= 1ull << bit % 64;
        }
    return set;
}

static gzt_echo *
echo_slot(const gzt_page *page, uint64_t folded)
{
    uint32_t at = (uint32_t)folded & (page->echo_slots - 1);

    while (page->echoes[at].times && page->echoes[at].folded != folded)
        at = (at + 1) & (page->echo_slots - 1);
    return &page->echoes[at];
}

gzt_echo *
gzt_page_echo(const gzt_page *page, const gzt_word *word)
{
    gzt_echo *echo;

    if (!page->echo_slots)
        return NULL;
    echo = echo_slot(page, word->folded);
    return echo->times ? echo : NULL;
}

static bool
same_place(const gzt_echo_place *a, const gzt_echo_place *b)
{
    return a->left == b->left && a->right == b->right &&
           a->beside == b->beside && a->place == b->place &&
           a->known == b->known;
}

static void
echo_add(gzt_page *page, uint32_t at, const gzt_echo_place *place,
         const uint64_t *lower, uint32_t mask)
{
    const gzt_word *word = gzt_page_word(page, at, 0);
    gzt_echo *echo = echo_slot(page, word->folded);

    if (!echo->times) {
        uint32_t bit = ends_hash(page->units[at].token->word) & mask;

        echo->folded = word->folded;
        echo->lower = lower[bit / 64] >> bit % 64 & 1;
    }
    echo->times++;
    echo->inside +=
        !(page->units[at].flags & GZT_UNIT_FIRST) && !page->headline[at];
    for (int i = 0; i < echo->places; i++)
        if (same_place(&echo->place[i], place))
            return;
    if (echo->places < GZT_PAGE_ECHOES)
        echo->place[echo->places++] = *place;
}

static void
find_echoes(gzt_page *page, gzt_arena *arena)
{
    uint32_t mask, names = 0;
    const uint64_t *lower = lower_words(page, &mask, arena);

    for (uint32_t i = 0; i < page->run_count; i++)
        names += page->runs[i].count;
    if (!names)
        return;
    page->echo_slots = 16;
    while (page->echo_slots < 2 * names)
        page->echo_slots *= 2;
    page->echoes =
        gzt_arena_array(arena, page->echo_slots, sizeof(*page->echoes));
    for (uint32_t i = 0; i < page->run_count; i++) {
        uint32_t first = page->runs[i].first, count = page->runs[i].count;
        uint32_t last = first + count - 1;
        gzt_echo_place place = {
            .left = gzt_page_word(page, first, -1)->classes[1],
            .right = gzt_page_word(page, last, 1)->classes[1],
        };

        for (uint32_t j = 0; j < count; j++) {
            place.beside =
                count == 1
                    ? GZT_MODEL_NO_CLASS
                    : gzt_page_word(page, j ? first : last, 0)->classes[1];
            place.place = (uint8_t)(count == 1       ? 0
                                    : j == 0         ? 1
                                    : j + 1 == count ? 2
                                                     : 3);
            place.known = page->known[first + j];
            echo_add(page, first + j, &place, lower, mask);
        }
    }
}

void
gzt_page_read(gzt_page *page, gzt_word_cache *cache, const gzt_unit *units,
              size_t count, const gzt_match *matches, size_t match_count,
              gzt_arena *arena)
{
    if (cache->count > CACHE_KEPT)
        cache_clear(cache);
    *page = (gzt_page){
        .cache = cache,
        .units = units,
        .count = (uint32_t)count,
        .shapes = gzt_arena_array(arena, count, 1),
        .headline = gzt_arena_array(arena, count, 1),
        .known = gzt_arena_array(arena, count, 1),
        .run_of = gzt_arena_array(arena, count, sizeof(uint32_t)),
        .words = gzt_arena_array(arena, count, sizeof(gzt_word *)),
    };
    for (size_t i = 0; i < count; i++)
        page->run_of[i] = GZT_PAGE_NONE;
    mark_known(page, matches, match_count);
    find_headlines(page);
    find_stretches(page, arena);
    find_runs(page, arena);
    find_echoes(page, arena);
}
