/* features.c - the list of what is observed. */
#include "entity/features.h"

#include "base/str.h"

#include <string.h>

// Kinds; never renumbered within a version of the model.
enum {
    WORD = 1,
    WORD_CASE,
    ENDS,
    CLASS,
    SHAPE,
    LEAN,
    FLAGS,
    NEAR = 32, // what a neighbour is: 32 kinds for each offset
    PLACE = 256,
    GAP_BEFORE,
    GAP_BEHIND,
    GAPS,
    SHAPES,
    BOTH_LEFT,
    BOTH_RIGHT,
    CLASSES_LEFT,
    CLASSES_RIGHT,
    CLASSES_BOTH,
    RUN,
    RUN_SHAPE,
    RUN_HEAD,
    RUN_HEAD_CLASS,
    RUN_START,
    RUN_START_CLASS,
    RUN_LEFT,
    RUN_LEFT_CLASS,
    RUN_RIGHT,
    RUN_RIGHT_CLASS,
    RUN_TAIL,
    RUN_TAIL_LEFT,
    OF_LEFT,
    OF_RIGHT,
    KNOWN,
    KNOWN_SHAPE,
    KNOWN_NEXT,
    HEADLINE,
    CASE,
    ECHO,
    ECHO_LEFT,
    ECHO_RIGHT,
    ECHO_BESIDE,
    ECHO_PLACE,
    ECHO_KNOWN,
    FLAGS_BOTH,
    LIST_LEFT,
    LIST_RIGHT,
    LIST_BOTH,
};

enum {
    ACROSS = 3, // connectors between two words of a name
};

static void
put(gzt_features *out, unsigned kind, uint64_t value)
{
    uint64_t h = (value + kind * 0x9e3779b97f4a7c15ull) * 0xbf58476d1ce4e5b9ull;

    h ^= h >> 29;
    h *= 0x94d049bb133111ebull;
    if (out->count < GZT_FEATURES_MAX)
        out->ids[out->count++] = h ^ h >> 32;
}

static uint64_t
pair(uint64_t a, uint64_t b)
{
    return (a ^ a >> 31) * 0xd6e8feb86659fd93ull + b;
}

static uint64_t
bytes4(const char *bytes)
{
    uint32_t value;

    memcpy(&value, bytes, 4);
    return value;
}

static unsigned
length_class(unsigned length)
{
    return length < 4 ? length : length < 7 ? 4 : length < 11 ? 5 : 6;
}

// The word itself. Acronyms say nothing by their first and last letters.
static void
put_self(const gzt_word *w, gzt_features *out)
{
    uint64_t upper = w->shape == GZT_SHAPE_UPPER;

    put(out, WORD, w->folded);
    put(out, WORD_CASE, pair(w->folded, w->shape));
    if (!upper && w->length > 2)
        for (int n = 2; n <= 4 && n < w->length; n++) {
            char ends[4] = { 0 };

            memcpy(ends, w->first, (size_t)n);
            put(out, ENDS, pair(bytes4(ends), (unsigned)n));
            memset(ends, 0, 4);
            memcpy(ends, w->last + 4 - n, (size_t)n);
            put(out, ENDS, pair(bytes4(ends), 8 + (unsigned)n));
        }
    for (unsigned i = 0; i < GZT_MODEL_DEPTHS; i++)
        put(out, CLASS, pair(w->classes[i], i));
    put(out, SHAPE, pair(w->shape, length_class(w->length)));
    put(out, LEAN, pair(w->shape, w->lean * 32u + w->often / 8u));
    if (w->flags)
        put(out, FLAGS, pair(w->shape, w->flags));
}

void
gzt_features_word(const gzt_word *word, int offset, gzt_features *out)
{
    unsigned kind = NEAR * (unsigned)(offset + 3);

    out->count = 0;
    if (!offset) {
        put_self(word, out);
        return;
    }
    put(out, kind, word->folded);
    put(out, kind + 1, word->classes[1]);
    put(out, kind + 2, word->classes[2]);
    if (offset == -1 || offset == 1) {
        put(out, kind + 3, word->classes[0]);
        put(out, kind + 4, pair(word->shape, word->lean));
        if (word->flags)
            put(out, kind + 5, word->flags);
    }
}

// What a run beside this one in a list looks like: how long it is, what its
// words are in names, and whether it is known. 0 is none.
static uint64_t
list_member(const gzt_page *page, const gzt_run *run)
{
    uint32_t last = run->first + run->count - 1;

    return 1 + (run->count < 4 ? run->count : 4u) +
           8u * gzt_page_word(page, run->first, 0)->flags +
           64u * gzt_page_word(page, last, 0)->flags +
           512u * (page->known[last] & GZT_KNOWN_TYPE);
}

// Are the runs `left` and `left` + 1 neighbours in a list: "Oslo, Bergen and
// Tromso"?
static bool
is_list(const gzt_page *page, uint32_t left)
{
    uint32_t end = page->runs[left].first + page->runs[left].count;
    uint32_t next = page->runs[left + 1].first;

    if (next > end + 1 || page->units[next].flags & GZT_UNIT_FIRST)
        return false;
    if (next == end)
        return page->units[next].gap == GZT_GAP_COMMA;
    return !page->units[next].gap &&
           !(page->units[end].flags & GZT_UNIT_FIRST) &&
           gzt_str_eq(page->units[end].token->word, GZT_S("and"));
}

static void
put_list(const gzt_page *page, uint32_t number, gzt_features *out)
{
    const gzt_run *run = &page->runs[number];
    uint64_t left = 0, right = 0, own = run->count < 4 ? run->count : 4;

    if (number && is_list(page, number - 1))
        left = list_member(page, run - 1);
    if (number + 1 < page->run_count && is_list(page, number))
        right = list_member(page, run + 1);
    if (left)
        put(out, LIST_LEFT, pair(left, own));
    if (right)
        put(out, LIST_RIGHT, pair(right, own));
    if (left && right)
        put(out, LIST_BOTH, pair(pair(left, right), own));
}

// The run of capitals a unit stands in: where in it, how it begins and ends,
// and what stands at its sides.
static void
put_run(const gzt_page *page, const gzt_run *run, uint32_t at,
        gzt_features *out)
{
    uint32_t last = run->first + run->count - 1, place = at - run->first;
    uint32_t left = run->count < 5 ? run->count : 5;
    const gzt_word *head = gzt_page_word(page, last, 0);
    const gzt_word *start = gzt_page_word(page, run->first, 0);
    const gzt_word *before = gzt_page_word(page, run->first, -1);
    const gzt_word *behind = gzt_page_word(page, last, 1);
    const gzt_word *tail = gzt_page_tail(page, last);
    uint32_t where = (place < 3 ? place : 3) * 8 + left;

    put(out, RUN, pair(where, page->units[run->first].gap));
    put(out, RUN_SHAPE, pair(where, page->shapes[at]));
    if (run->count > 1) {
        uint64_t inner = at == last ? 2 : place != 0;

        put(out, RUN_HEAD, pair(head->folded, inner));
        put(out, RUN_HEAD_CLASS, pair(head->classes[1], inner));
        put(out, RUN_START_CLASS, pair(start->classes[1], inner));
        put(out, RUN_START, pair(start->folded, inner));
    }
    if (tail) {
        put(out, RUN_TAIL, pair(tail->folded, where));
        put(out, RUN_TAIL_LEFT, pair(tail->folded, before->classes[1]));
    }
    put(out, RUN_LEFT_CLASS, pair(before->classes[1], where));
    put(out, RUN_RIGHT_CLASS, pair(behind->classes[1], where));
    if (run->count > 1) {
        put(out, RUN_LEFT, before->folded);
        put(out, RUN_RIGHT, behind->folded);
    }
}

// The nearest word that is no connector to one side, if there is a connector
// between; `joined` is made of these.
static const gzt_word *
word_across(const gzt_page *page, uint32_t at, int step, uint64_t *joined)
{
    const gzt_word *word = gzt_page_word(page, at, step);

    *joined = 0;
    for (int i = 0; i < ACROSS && word->part & GZT_PART_BETWEEN &&
                    word->shape == GZT_SHAPE_LOWER;
         i++) {
        *joined = pair(*joined, word->folded);
        at += (uint32_t)step;
        word = gzt_page_word(page, at, step);
    }
    return *joined && gzt_shape_is_capital(word->shape) ? word : NULL;
}

// "Ministry of Foreign Affairs", "Movement for the Left": what stands across
// connectors.
static void
put_across(const gzt_page *page, uint32_t at, gzt_features *out)
{
    uint32_t run = page->run_of[at];
    uint32_t first = run == GZT_PAGE_NONE ? at : page->runs[run].first;
    uint32_t last =
        run == GZT_PAGE_NONE ? at : first + page->runs[run].count - 1;
    uint64_t joined;
    const gzt_word *far = word_across(page, first, -1, &joined);

    if (far)
        put(out, OF_LEFT, pair(far->classes[1], joined));
    far = word_across(page, last, 1, &joined);
    if (far)
        put(out, OF_RIGHT, pair(far->classes[1], joined));
}

static void
put_known(const gzt_page *page, uint32_t at, gzt_features *out)
{
    unsigned known = page->known[at];
    unsigned next = at + 1 < page->count ? page->known[at + 1] : 0;

    put(out, KNOWN, known);
    if (known)
        put(out, KNOWN_SHAPE,
            pair(known, page->shapes[at] * 2u +
                            (page->units[at].flags & GZT_UNIT_FIRST)));
    if (known || next)
        put(out, KNOWN_NEXT, pair(known, next));
}

void
gzt_features_place(const gzt_page *page, uint32_t at, gzt_features *out)
{
    const gzt_unit *unit = &page->units[at];
    const gzt_word *self = gzt_page_word(page, at, 0);
    const gzt_word *left = gzt_page_word(page, at, -1);
    const gzt_word *right = gzt_page_word(page, at, 1);
    unsigned gap =
        at + 1 < page->count ? page->units[at + 1].gap : unit->last_gap;
    unsigned first = unit->flags & GZT_UNIT_FIRST;
    uint64_t shapes = left->shape * 16u + right->shape;

    out->count = 0;
    put(out, PLACE, first * 2u + page->headline[at] * 4u);
    put(out, GAP_BEFORE, unit->gap);
    put(out, GAP_BEHIND, gap);
    put(out, GAPS, pair(unit->gap * 256u + gap, self->shape));
    put(out, SHAPES, pair(shapes * 16 + self->shape, first));
    put(out, BOTH_LEFT, pair(left->folded, self->folded));
    put(out, BOTH_RIGHT, pair(self->folded, right->folded));
    put(out, CLASSES_LEFT, pair(left->classes[1], self->classes[1]));
    put(out, CLASSES_RIGHT, pair(self->classes[1], right->classes[1]));
    put(out, CLASSES_BOTH,
        pair(pair(left->classes[2], self->classes[2]), right->classes[2]));
    put(out, CASE,
        pair(first * 2u + page->headline[at] * 4u,
             self->shape * 8u + self->lean));
    if (self->flags | left->flags | right->flags)
        put(out, FLAGS_BOTH,
            pair(left->flags * 64u + self->flags * 8u + right->flags,
                 left->shape * 8u + right->shape));
    if (page->run_of[at] != GZT_PAGE_NONE) {
        put_run(page, &page->runs[page->run_of[at]], at, out);
        put_list(page, page->run_of[at], out);
    }
    put_across(page, at, out);
    put_known(page, at, out);
}

void
gzt_features_echo(const gzt_echo *echo, gzt_features *out)
{
    out->count = 0;
    put(out, ECHO, (echo->inside > 0) + 2u * echo->lower);
    if (echo->times < 2)
        return;
    for (int i = 0; i < echo->places; i++) {
        const gzt_echo_place *place = &echo->place[i];

        put(out, ECHO_LEFT, place->left);
        put(out, ECHO_RIGHT, place->right);
        put(out, ECHO_BESIDE, pair(place->place, place->beside));
        put(out, ECHO_PLACE, place->place);
        put(out, ECHO_KNOWN, place->known);
    }
}
