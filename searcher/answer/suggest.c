/* suggest.c - near words of the index's own vocabulary.
 *
 * Terms are stems, so stems are compared; what is shown is a word that an
 * article has. Most slips spare the first letter, so the words that share it
 * are looked through first.
 */
#include "answer/suggest.h"

#include "answer/candidates.h"
#include "base/str.h"
#include "base/utf8.h"
#include "store/schema.h"

#include <stdlib.h>

enum {
    LETTERS_MAX = 32,
    SHORT_WORD = 4,
    LEAST = 3, // letters of a word worth guessing at
    FIRST_SCAN = 300000,
    WHOLE_SCAN = 600000
};

typedef struct letters {
    uint32_t codes[LETTERS_MAX];
    size_t count;
} letters;

static bool
letters_of(gzt_str word, letters *out)
{
    out->count = 0;
    while (word.len) {
        if (out->count == LETTERS_MAX)
            return false;
        out->codes[out->count++] = gzt_utf8_take(&word);
    }
    return true;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Insertions, deletions, changes and swaps of neighbours (optimal string
// alignment); more than `most` is as good as none.
static size_t
edits(const letters *a, const letters *b, size_t most)
{
    size_t cost[3][LETTERS_MAX + 1];

    if (a->count > b->count + most || b->count > a->count + most)
        return most + 1;
    for (size_t i = 0; i <= a->count; i++) {
        size_t *row = cost[i % 3], *above = cost[(i + 2) % 3];
        size_t *higher = cost[(i + 1) % 3], lowest = SIZE_MAX;

        for (size_t k = 0; k <= b->count; k++) {
            row[k] = i + k;
            if (i && k) {
                row[k] = above[k - 1] + (a->codes[i - 1] != b->codes[k - 1]);
                row[k] = least(row[k], 1 + least(above[k], row[k - 1]));
            }
            if (i > 1 && k > 1 && a->codes[i - 1] == b->codes[k - 2] &&
                a->codes[i - 2] == b->codes[k - 1])
                row[k] = least(row[k], higher[k - 2] + 1);
            lowest = least(lowest, row[k]);
        }
        if (lowest > most)
            return most + 1;
    }
    return cost[a->count % 3][b->count];
}

typedef struct guess {
    gzt_str term;
    size_t edits;
    uint32_t documents;
} guess;

static gzt_status
look_through(gzt_reader *reader, gzt_str prefix, size_t max,
             const letters *wanted, guess *best, gzt_arena *arena, gzt_err *err)
{
    gzt_xterm *terms;
    size_t count = 0;
    gzt_status status = gzt_xdb_terms(gzt_reader_db(reader), prefix, max, arena,
                                      &terms, &count, NULL, err);

    for (size_t i = 0; !status && i < count; i++) {
        letters have;
        size_t distance;

        if ((terms[i].term.ptr[0] >= 'A' && terms[i].term.ptr[0] <= 'Z') ||
            !letters_of(terms[i].term, &have))
            continue; // with a prefix, or too long
        distance = edits(wanted, &have, best->edits);
        if (distance > best->edits ||
            (distance == best->edits && terms[i].freq <= best->documents))
            continue;
        *best = (guess){ gzt_arena_copy(arena, terms[i].term), distance,
                         terms[i].freq };
    }
    return status;
}

// A word of an article that has this stem.
static gzt_status
written(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str term,
        gzt_arena *arena, gzt_str *out, gzt_err *err)
{
    uint32_t *docids;
    size_t count;
    gzt_article a;
    gzt_tokens t;
    gzt_status status = gzt_xdb_postings(gzt_reader_db(reader), term, 1, 1,
                                         arena, &docids, &count, err);

    *out = term;
    if (!status && count)
        status = gzt_reader_article(reader, docids[0], arena, &a, err);
    if (status || !count)
        return status;
    for (int part = 0; part < GZT_PARTS; part++) {
        gzt_str text = part == GZT_IN_TITLE ? a.title : a.body;

        gzt_analyze(analyzer, text, a.lang, 0, arena, &t);
        for (size_t i = 0; i < t.count; i++)
            if (gzt_str_eq(t.tokens[i].term, term) &&
                t.tokens[i].kind == GZT_TOKEN_WORD) {
                *out = gzt_str_slice(text, t.tokens[i].start, t.tokens[i].end);
                return GZT_OK;
            }
    }
    return GZT_OK;
}

static gzt_status
guess_at(gzt_reader *reader, gzt_str stem, gzt_arena *arena, guess *best,
         gzt_err *err)
{
    gzt_str rest = stem;
    letters wanted;
    gzt_status status;

    if (!letters_of(stem, &wanted) || wanted.count < LEAST)
        return GZT_OK;
    best->edits = wanted.count <= SHORT_WORD ? 1 : 2;
    gzt_utf8_take(&rest);
    status = look_through(reader, gzt_str_slice(stem, 0, stem.len - rest.len),
                          FIRST_SCAN, &wanted, best, arena, err);
    if (!status && !best->term.len) {
        best->edits = 1; // with another first letter, only the nearest
        status = look_through(reader, (gzt_str){ "", 0 }, WHOLE_SCAN, &wanted,
                              best, arena, err);
    }
    return status;
}

gzt_status
gzt_suggest_word(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str word,
                 gzt_arena *arena, gzt_str *out, gzt_err *err)
{
    gzt_arena scratch;
    gzt_tokens t;
    guess best = { 0 };
    gzt_str shown = { 0 };
    gzt_status status = GZT_OK;

    gzt_arena_init(&scratch);
    gzt_analyze(analyzer, word, gzt_reader_lang(reader), GZT_ANALYZE_QUERY,
                &scratch, &t);
    if (t.positions == 1 && t.tokens[0].kind == GZT_TOKEN_WORD)
        status = guess_at(reader, t.tokens[0].term, &scratch, &best, err);
    if (!status && best.term.len)
        status = written(reader, analyzer, best.term, &scratch, &shown, err);
    *out = gzt_arena_copy(arena, shown);
    gzt_arena_release(&scratch);
    return status;
}

gzt_status
gzt_suggest_undated(gzt_reader *reader, const gzt_xquery *query,
                    gzt_arena *arena, uint32_t *out, gzt_err *err)
{
    gzt_xquery *any_date = gzt_arena_alloc(arena, sizeof(*any_date));
    gzt_xquery *undated = gzt_arena_alloc(arena, sizeof(*undated));
    const gzt_xquery **kids = gzt_arena_array(arena, 2, sizeof(*kids));

    *any_date = (gzt_xquery){ .op = GZT_XRANGE,
                              .slot = GZT_SLOT_DATE,
                              .low = { "", 1 } };
    kids[0] = query;
    kids[1] = any_date;
    *undated = (gzt_xquery){ .op = GZT_XAND_NOT, .kids = kids, .count = 2 };
    return gzt_candidates_count(reader, undated, arena, out, err);
}
