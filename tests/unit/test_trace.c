/* test_trace.c - patterns in traces: a table of cases, then random ones
 * against a matcher that does it the slow way.
 *
 * In the tables a letter is a token, and "." ends a sentence, "/" a paragraph;
 * "=" stands for SAME and "#" for FIELD. In patterns "a|b" is one place, "*"
 * any token. */
#include "xapian/trace.h"

#include "base/arena.h"
#include "base/str.h"

#include "tap.h"

#include <stdlib.h>

enum {
    PLACES = 8,
    ALTERNATIVES = 8
};

/** A pattern with room for what it points to. */
typedef struct pattern {
    gzt_trace_pattern head;
    gzt_trace_place places[PLACES];
    uint16_t prints[PLACES][ALTERNATIVES];
} pattern;

static uint16_t
code_of(char c)
{
    switch (c) {
    case '.':
        return GZT_TRACE_SENTENCE;
    case '/':
        return GZT_TRACE_PARAGRAPH;
    case '=':
        return GZT_TRACE_SAME;
    case '#':
        return GZT_TRACE_FIELD;
    default:
        return (uint16_t)(GZT_TRACE_FIRST + 250 * (c - 'A'));
    }
}

static void
put_codes(gzt_buf *trace, const char *text)
{
    gzt_buf_clear(trace);
    for (; *text; text++)
        if (*text != ' ')
            gzt_trace_put(trace, code_of(*text));
}

static void
pattern_read(pattern *p, gzt_trace_kind kind, uint32_t window, const char *text)
{
    bool more = false;

    memset(p, 0, sizeof(*p));
    p->head = (gzt_trace_pattern){ .kind = kind,
                                   .places = p->places,
                                   .window = window };
    for (size_t i = 0; i < PLACES; i++)
        p->places[i].prints = p->prints[i];
    for (; *text; text++) {
        gzt_trace_place *place;

        if (*text == '|' || *text == ' ') {
            more = *text == '|';
            continue;
        }
        p->head.count += !more;
        place = &p->places[p->head.count - 1];
        if (*text != '*')
            p->prints[p->head.count - 1][place->count++] = code_of(*text);
        more = false;
    }
}

/* ---- The table -------------------------------------------------------- */

typedef struct row {
    const char *trace;
    char kind; // p n s g
    uint32_t window;
    const char *pattern;
    uint32_t count;
} row;

static const row ROWS[] = {
    { "", 'p', 0, "a", 0 },
    { "abc", 'p', 0, "", 0 },
    { "abc", 'p', 0, "b", 1 },
    { "abc", 'p', 0, "ab", 1 },
    { "abc", 'p', 0, "abc", 1 },
    { "abc", 'p', 0, "ac", 0 },
    { "abc", 'p', 0, "ba", 0 },
    { "abc", 'p', 0, "abcd", 0 },
    { "ababab", 'p', 0, "ab", 3 },
    { "aaaa", 'p', 0, "aa", 3 },
    { "abcabd", 'p', 0, "ab c|d", 2 },
    { "abcabd", 'p', 0, "ab*", 2 },
    { "abcabd", 'p', 0, "**d", 1 },
    { "abcabd", 'p', 0, "***", 4 },
    { "a.b", 'p', 0, "ab", 1 },
    { "a./b", 'p', 0, "ab", 1 },
    { "a#b", 'p', 0, "ab", 0 },
    { "a#ab", 'p', 0, "ab", 1 },
    { "a=bc", 'p', 0, "ac", 1 },
    { "a=bc", 'p', 0, "bc", 1 },
    { "a=bc", 'p', 0, "ab", 0 },
    { "a=b=cd=e", 'p', 0, "cd", 1 },
    { "a=b=cd=e", 'p', 0, "be", 1 },
    { "a=b=cd=e", 'p', 0, "de", 0 },
    { "xa=b=cd=e", 'p', 0, "x a|b|c e", 1 },
    { "xa.=bc", 'p', 0, "xbc", 1 },
    { "xa.=bc", 'p', 0, "x a|b c", 1 },
    { "xa#=bc", 'p', 0, "xb", 0 },
    { "#=ab", 'p', 0, "ab", 1 },
    { "=ab", 'p', 0, "ab", 1 },
    { "a=", 'p', 0, "ab", 0 },
    { "ab==c", 'p', 0, "ac", 1 },
    { "abc", 'n', 0, "ab", 0 },
    { "abc", 'n', 1, "ab", 1 },
    { "abc", 'n', 1, "ba", 1 },
    { "abc", 'n', 1, "ca", 0 },
    { "abc", 'n', 2, "ca", 1 },
    { "abc", 'n', 2, "cab", 1 },
    { "a.b", 'n', 1, "ab", 1 },
    { "a/b", 'n', 1, "ab", 1 },
    { "a#b", 'n', 9, "ab", 0 },
    { "a=b", 'n', 0, "ab", 1 },
    { "a=b", 'n', 0, "aa", 0 },
    { "aba", 'n', 1, "aa", 0 },
    { "aba", 'n', 2, "aa", 1 },
    { "a", 'n', 9, "aa", 0 },
    { "a", 'n', 9, "a*", 0 },
    { "axb", 'n', 9, "a*b", 1 },
    { "ab", 'n', 9, "a|b a", 1 },
    { "ba", 'n', 9, "a|b a", 1 },
    { "ba", 'n', 9, "a a|b", 1 },
    { "cba", 'n', 9, "a|b|c a|b a", 1 },
    { "bba", 'n', 9, "a|b a a|b", 1 },
    { "cca", 'n', 9, "a|b a a|b|c", 0 },
    { "abab", 'n', 1, "ab", 2 },
    { "abba", 'n', 1, "ab", 2 },
    { "aab", 'n', 1, "ab", 1 },
    { "bxxxab", 'n', 1, "ab", 1 },
    { "ab.ba/ab", 's', 0, "ab", 3 },
    { "ab.ba/ab", 'g', 0, "ab", 2 },
    { "ab.ba/ab", 's', 0, "aa", 0 },
    { "ab.ba/ab", 'g', 0, "aa", 1 },
    { "abab", 's', 0, "ab", 1 },
    { "a.b/a#b", 's', 0, "ab", 0 },
    { "a.b/a#b", 'g', 0, "ab", 1 },
    { "a.=b", 's', 0, "ab", 0 },
    { "a=b.", 's', 0, "ab", 1 },
    { "axxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxb", 's', 0, "ba", 1 },
};

static gzt_trace_kind
kind_of(char c)
{
    return c == 'p'   ? GZT_TRACE_PHRASE
           : c == 'n' ? GZT_TRACE_NEAR
           : c == 's' ? GZT_TRACE_IN_SENTENCE
                      : GZT_TRACE_IN_PARAGRAPH;
}

static void
test_table(gzt_buf *trace)
{
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(*ROWS); i++) {
        const row *r = &ROWS[i];
        pattern p;
        uint32_t count;

        put_codes(trace, r->trace);
        pattern_read(&p, kind_of(r->kind), r->window, r->pattern);
        count = gzt_trace_count(gzt_buf_str(trace), &p.head, 1000);
        if (!CHECK(count == r->count))
            printf("# [%s] %c%u [%s]: %u, not %u\n", r->trace, r->kind,
                   r->window, r->pattern, count, r->count);
        if (gzt_trace_match(gzt_buf_str(trace), &p.head) != (r->count > 0))
            CHECK(!"match and count agree");
    }
}

/* ---- Random cases ----------------------------------------------------- */

typedef struct token {
    uint16_t code;
    size_t position, field, sentence, paragraph;
} token;

static size_t
parse(gzt_str trace, token *out)
{
    token at = { 0 };
    uint16_t last = 0;
    size_t count = 0;
    bool opened = false;

    for (size_t i = 0; i + 1 < trace.len; i += 2) {
        uint16_t code = (uint16_t)((unsigned char)trace.ptr[i] |
                                   (unsigned char)trace.ptr[i + 1] << 8);

        if (code >= GZT_TRACE_FIRST) {
            at.position += !(opened && last == GZT_TRACE_SAME);
            opened = true;
            at.code = code;
            out[count++] = at;
        }
        at.field += code == GZT_TRACE_FIELD;
        at.paragraph += code == GZT_TRACE_PARAGRAPH || code == GZT_TRACE_FIELD;
        at.sentence += code == GZT_TRACE_SENTENCE ||
                       code == GZT_TRACE_PARAGRAPH || code == GZT_TRACE_FIELD;
        opened = opened && code != GZT_TRACE_FIELD;
        last = code;
    }
    return count;
}

static bool
takes(const gzt_trace_place *place, uint16_t code)
{
    for (size_t i = 0; i < place->count; i++)
        if (place->prints[i] == code)
            return true;
    return !place->count;
}

/** Can the places from `at` on have distinct tokens of [from, to)? */
static bool
assign(const gzt_trace_pattern *p, size_t at, const token *tokens, size_t from,
       size_t to, bool *busy)
{
    if (at == p->count)
        return true;
    for (size_t i = from; i < to; i++) {
        bool done;

        if (busy[i] || !takes(&p->places[at], tokens[i].code))
            continue;
        busy[i] = true;
        done = assign(p, at + 1, tokens, from, to, busy);
        busy[i] = false;
        if (done)
            return true;
    }
    return false;
}

static bool
phrase_at(const gzt_trace_pattern *p, const token *tokens, size_t count,
          const token *first)
{
    for (size_t i = 0; i < p->count; i++) {
        bool found = false;

        for (size_t j = 0; j < count; j++)
            found |= tokens[j].field == first->field &&
                     tokens[j].position == first->position + i &&
                     takes(&p->places[i], tokens[j].code);
        if (!found)
            return false;
    }
    return true;
}

static uint32_t
naive_phrases(const gzt_trace_pattern *p, const token *tokens, size_t count)
{
    size_t last = 0;
    uint32_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (tokens[i].position != last) {
            last = tokens[i].position;
            found += phrase_at(p, tokens, count, &tokens[i]);
        }
    return found;
}

static size_t
stretch_of(gzt_trace_kind kind, const token *t)
{
    return kind == GZT_TRACE_NEAR          ? t->field
           : kind == GZT_TRACE_IN_SENTENCE ? t->sentence
                                           : t->paragraph;
}

static uint32_t
naive_unordered(const gzt_trace_pattern *p, const token *tokens, size_t count)
{
    bool near = p->kind == GZT_TRACE_NEAR;
    bool busy[512] = { false };
    size_t used = 0, done = SIZE_MAX;
    uint32_t found = 0;

    for (size_t i = 0; i < count; i++) {
        size_t stretch = stretch_of(p->kind, &tokens[i]);
        size_t from = i + 1;

        if (stretch == done || tokens[i].position <= used)
            continue;
        while (from > 0 && stretch_of(p->kind, &tokens[from - 1]) == stretch &&
               tokens[from - 1].position > used &&
               (!near ||
                tokens[i].position - tokens[from - 1].position <= p->window))
            from--;
        if (!assign(p, 0, tokens, from, i + 1, busy))
            continue;
        found++;
        used = near ? tokens[i].position : used;
        done = near ? done : stretch;
    }
    return found;
}

static uint32_t
naive_count(gzt_str trace, const gzt_trace_pattern *p)
{
    token tokens[512];
    size_t count = parse(trace, tokens);

    if (p->kind == GZT_TRACE_PHRASE)
        return naive_phrases(p, tokens, count);
    return naive_unordered(p, tokens, count);
}

static unsigned
dice(unsigned sides)
{
    static uint64_t state = 0x9e3779b97f4a7c15u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 33) % sides;
}

static void
random_trace(gzt_buf *trace)
{
    unsigned length = dice(120), letters = 2 + dice(6);

    gzt_buf_clear(trace);
    for (unsigned i = 0; i < length; i++) {
        unsigned what = dice(20);

        if (what < 3)
            gzt_trace_put(trace, code_of("./="[what]));
        else if (what == 3 && !dice(4))
            gzt_trace_put(trace, (uint16_t)dice(GZT_TRACE_FIRST));
        else
            gzt_trace_put(trace, code_of((char)('a' + dice(letters))));
    }
    if (!dice(4)) // an odd byte more is not a code
        gzt_buf_putc(trace, 'x');
}

static void
random_pattern(pattern *p)
{
    char text[64];
    size_t len = 0;
    unsigned places = 1 + dice(5);

    for (unsigned i = 0; i < places; i++) {
        if (!dice(10)) {
            text[len++] = '*';
            continue;
        }
        text[len++] = (char)('a' + dice(6));
        while (!dice(3) && len < 48 && text[len - 1] != '*') {
            text[len++] = '|';
            text[len++] = (char)('a' + dice(6));
            if (len > 8 && text[len - 8] == '|')
                break;
        }
    }
    text[len] = '\0';
    pattern_read(p, (gzt_trace_kind)dice(4), dice(8), text);
}

static void
test_random(gzt_buf *trace)
{
    unsigned wrong = 0, hits = 0;

    for (int i = 0; i < 8000; i++) {
        pattern p;
        gzt_str copy;
        char *bytes;
        uint32_t got, want;

        random_trace(trace);
        random_pattern(&p);
        // At an odd address of its own, so that a watched build sees any step
        // over the end.
        bytes = malloc(trace->len + 1);
        if (trace->len)
            memcpy(bytes + 1, trace->ptr, trace->len);
        copy = (gzt_str){ bytes + 1, trace->len };
        got = gzt_trace_count(copy, &p.head, UINT32_MAX);
        want = naive_count(copy, &p.head);
        wrong += got != want;
        wrong += gzt_trace_match(copy, &p.head) != (want > 0);
        wrong += gzt_trace_count(copy, &p.head, 2) != (want < 2 ? want : 2);
        hits += want > 0;
        free(bytes);
    }
    if (!CHECK(wrong == 0))
        printf("# %u wrong\n", wrong);
    CHECK(hits > 1000 && hits < 7000);
}

/* ---- The rest --------------------------------------------------------- */

static void
test_prints(void)
{
    static char seen[UINT16_MAX + 1];
    unsigned distinct = 0, marks = 0;

    for (unsigned i = 0; i < 20000; i++) {
        uint16_t print =
            gzt_trace_print((gzt_str){ (const char *)&i, sizeof(i) });

        marks += print < GZT_TRACE_FIRST;
        distinct += !seen[print];
        seen[print] = 1;
    }
    CHECK(marks == 0);
    CHECK(distinct > 17000); // 20000 in 65528: 17 229 are expected
    CHECK(gzt_trace_print(GZT_S("")) >= GZT_TRACE_FIRST);
    // Stored in indexes: these never change.
    CHECK(gzt_trace_print(GZT_S("treati")) == 7269);
    CHECK(gzt_trace_print(GZT_S("nato")) == 27542);
}

static void
test_put(void)
{
    gzt_buf trace;

    gzt_buf_init(&trace, 5);
    gzt_trace_put(&trace, 0x1234);
    gzt_trace_put(&trace, GZT_TRACE_SENTENCE);
    CHECK(!trace.full);
    gzt_trace_put(&trace, 9);
    CHECK(trace.full && trace.len == 4 && !memcmp(trace.ptr, "\x34\x12\1", 4));
    gzt_buf_release(&trace);
}

static void
test_bounds(gzt_buf *trace)
{
    static const uint16_t marks[] = { 0, GZT_TRACE_SAME, 9 };
    gzt_trace_place many[GZT_TRACE_PLACES + 1] = { { NULL, 0 } };
    gzt_trace_place garbage = { marks, 2 };
    gzt_trace_pattern p = { .kind = GZT_TRACE_PHRASE,
                            .places = many,
                            .count = GZT_TRACE_PLACES };

    gzt_buf_clear(trace);
    for (int i = 0; i < GZT_TRACE_PLACES; i++)
        gzt_trace_put(trace, 9);
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 9) == 1);
    p.kind = GZT_TRACE_IN_SENTENCE;
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 9) == 1);
    p = (gzt_trace_pattern){ .kind = GZT_TRACE_NEAR,
                             .places = many,
                             .count = GZT_TRACE_PLACES,
                             .window = 62 };
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 9) == 0);
    p.window = 63;
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 9) == 1);
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 0) == 0);
    CHECK(gzt_trace_count((gzt_str){ NULL, 0 }, &p, 9) == 0);
    p.count++; // one more than there may be
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 9) == 0);
    p = (gzt_trace_pattern){ .kind = GZT_TRACE_PHRASE,
                             .places = &garbage,
                             .count = 1 };
    gzt_trace_put(trace, GZT_TRACE_SAME);
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 9) == 0);
    garbage.count = 3;
    CHECK(gzt_trace_count(gzt_buf_str(trace), &p, 99) == GZT_TRACE_PLACES);
}

/* ---- Zones and numbers -------------------------------------------------- */

static bool
in_zone(gzt_buf *trace, const char *text, gzt_trace_zone zone, uint32_t times,
        const char *wanted)
{
    pattern p;

    put_codes(trace, text);
    pattern_read(&p, GZT_TRACE_PHRASE, 0, wanted);
    p.head.zone = zone;
    p.head.at_least = times;
    return gzt_trace_match(gzt_buf_str(trace), &p.head);
}

static void
test_zones(gzt_buf *trace)
{
    static const char text[] = "A B # C D A . B C / A D / E";

    CHECK(in_zone(trace, text, GZT_TRACE_TITLE, 0, "A B"));
    CHECK(!in_zone(trace, text, GZT_TRACE_TITLE, 0, "C"));
    CHECK(in_zone(trace, text, GZT_TRACE_LEAD, 0, "B C"));
    CHECK(in_zone(trace, text, GZT_TRACE_LEAD, 0, "D A B"));
    CHECK(!in_zone(trace, text, GZT_TRACE_LEAD, 0, "A D"));
    CHECK(!in_zone(trace, text, GZT_TRACE_LEAD, 0, "A B C A"));
    CHECK(in_zone(trace, text, GZT_TRACE_ALL, 3, "A"));
    CHECK(!in_zone(trace, text, GZT_TRACE_ALL, 4, "A"));
    CHECK(in_zone(trace, text, GZT_TRACE_LEAD, 1, "A"));
    CHECK(!in_zone(trace, text, GZT_TRACE_LEAD, 2, "A"));
    CHECK(in_zone(trace, "A B", GZT_TRACE_TITLE, 0, "A B")); // no body
    CHECK(!in_zone(trace, "A B", GZT_TRACE_LEAD, 0, "A"));
    CHECK(!in_zone(trace, "A B #", GZT_TRACE_LEAD, 0, "A"));
    CHECK(in_zone(trace, "# A", GZT_TRACE_LEAD, 0, "A")); // no title
    CHECK(!in_zone(trace, "# A", GZT_TRACE_TITLE, 0, "A"));
    CHECK(!in_zone(trace, "", GZT_TRACE_LEAD, 0, "*"));
}

int
main(void)
{
    gzt_buf trace;

    gzt_buf_init(&trace, 1 << 20);
    test_prints();
    test_put();
    test_table(&trace);
    test_bounds(&trace);
    test_zones(&trace);
    test_random(&trace);
    gzt_buf_release(&trace);
    return tap_done();
}
