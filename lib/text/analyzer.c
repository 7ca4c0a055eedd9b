/* analyzer.c - the analyzer as a whole: sentence by sentence, piece by piece.
 * The rules are elsewhere: segment.c cuts, compound.c joins, words.c folds
 * and stems. */
#include "text/analyzer.h"

#include "text/work.h"

#include "base/err.h"

#include <stdlib.h>

enum {
    SCRATCH_MAX = 1 << 20, // bytes
    TOKENS_KEPT = 1 << 16, // room that outlives a text
    ARRAYS = 3,            // of tokens; all but one may be lent
};

typedef struct array {
    gzt_token *tokens;
    size_t room;
} array;

struct gzt_analyzer {
    gzt_words *words;
    gzt_buf scratch;
    gzt_arena own; // for gzt_analyzer_stem
    array arrays[ARRAYS];
    size_t lent; // of them, to texts that borrow
    gzt_piece pieces[GZT_PIECES_MAX];
    gzt_expected expected[GZT_PIECES_MAX];
};

gzt_analyzer *
gzt_analyzer_new(void)
{
    gzt_analyzer *analyzer = gzt_xrealloc(NULL, 1, sizeof(*analyzer));

    analyzer->words = gzt_words_new();
    gzt_buf_init(&analyzer->scratch, SCRATCH_MAX);
    gzt_arena_init(&analyzer->own);
    memset(analyzer->arrays, 0, sizeof(analyzer->arrays));
    analyzer->lent = 0;
    return analyzer;
}

void
gzt_analyzer_free(gzt_analyzer *analyzer)
{
    if (!analyzer)
        return;
    gzt_words_free(analyzer->words);
    gzt_buf_release(&analyzer->scratch);
    gzt_arena_release(&analyzer->own);
    for (size_t i = 0; i < ARRAYS; i++)
        free(analyzer->arrays[i].tokens);
    free(analyzer);
}

void
gzt_work_insert(gzt_work *work, size_t index, gzt_token token)
{
    if (work->count == GZT_TOKENS_MAX) {
        work->truncated = true;
        return;
    }
    if (work->count == work->room) {
        work->room = work->room ? 2 * work->room : 256;
        work->tokens =
            gzt_xrealloc(work->tokens, work->room, sizeof(*work->tokens));
    }
    memmove(work->tokens + index + 1, work->tokens + index,
            (work->count - index) * sizeof(token));
    token.pos = work->pos;
    work->cut += (token.flags & GZT_TOKEN_CUT) != 0;
    work->tokens[index] = token;
    work->count++;
}

// Let the processor fetch what the words of the sentence will be looked up in.
static void
expect(gzt_work *work, gzt_expected *expected)
{
    for (size_t i = 0; i < work->piece_count; i++)
        expected[i] = gzt_words_expect(
            work->words, gzt_piece_str(work->text, &work->pieces[i]),
            work->text.len - work->pieces[i].start);
    work->expected = expected;
}

static void
put_sentence(gzt_work *work, const gzt_segment *segment, gzt_expected *expected)
{
    work->pieces = segment->items;
    work->piece_count = segment->count;
    expect(work, expected);
    work->capitals =
        gzt_capitals_judge(work->text, segment->items, segment->count);
    for (size_t at = 0; at < segment->count && !work->truncated;) {
        if (segment->items[at].kind == GZT_PIECE_BIGRAMS)
            gzt_bigrams_put(work, &segment->items[at++]);
        else
            at = gzt_compound_put(work, at);
    }
    if (work->count)
        work->tokens[work->count - 1].flags |= segment->ends;
}

// Not work->pos: it runs on for what GZT_TOKENS_MAX kept out.
static uint32_t
next_pos(const gzt_work *work)
{
    return work->count ? work->tokens[work->count - 1].pos + 1 : 0;
}

// Of what a huge text needed nothing stays.
static void
let_go(array *a)
{
    if (a->room <= TOKENS_KEPT)
        return;
    free(a->tokens);
    *a = (array){ 0 };
}

// Hand the tokens over: the array itself, or a copy.
static void
finish(gzt_analyzer *analyzer, const gzt_work *work, gzt_tokens *out)
{
    array *own = &analyzer->arrays[analyzer->lent];
    // As bytes, for the arena would zero an array first.
    gzt_str bytes = { (const char *)work->tokens,
                      work->count * sizeof(*work->tokens) };
    bool lends =
        work->flags & GZT_ANALYZE_BORROW && analyzer->lent + 1 < ARRAYS;

    *own = (array){ work->tokens, work->room };
    if (lends)
        analyzer->lent++;
    else
        bytes = gzt_arena_copy(work->arena, bytes);
    *out = (gzt_tokens){ .tokens = (const gzt_token *)(const void *)bytes.ptr,
                         .count = work->count,
                         .positions = next_pos(work),
                         .cut = work->cut,
                         .truncated = work->truncated };
    if (!lends)
        let_go(own);
}

// In which languages readers expect which letters to be written as two. In
// Swedish or Turkish text the umlauts are too many for the few who would.
static void
set_spelling(gzt_work *work, gzt_str lang, unsigned language)
{
    gzt_str code = gzt_language_code(language);

    work->umlauts =
        gzt_str_eq(code, GZT_S("en")) || gzt_str_eq(code, GZT_S("de"));
    work->respells = !gzt_str_starts(lang, GZT_S("vi"));
}

void
gzt_analyze(gzt_analyzer *analyzer, gzt_str text, gzt_str lang, unsigned flags,
            gzt_arena *arena, gzt_tokens *out)
{
    gzt_segment segment = { .text = text, .items = analyzer->pieces };
    gzt_work work = { .text = text,
                      .flags = flags,
                      .arena = arena,
                      .words = analyzer->words,
                      .scratch = &analyzer->scratch,
                      .tokens = analyzer->arrays[analyzer->lent].tokens,
                      .room = analyzer->arrays[analyzer->lent].room };

    unsigned language = gzt_language_find(lang);

    set_spelling(&work, lang, language);
    gzt_words_begin(analyzer->words, language,
                    flags & GZT_ANALYZE_BORROW ? NULL : arena);
    while (!work.truncated && gzt_segment_next(&segment))
        put_sentence(&work, &segment, analyzer->expected);
    finish(analyzer, &work, out);
}

void
gzt_analyzer_forget(gzt_analyzer *analyzer)
{
    gzt_words_forget(analyzer->words);
    while (analyzer->lent)
        let_go(&analyzer->arrays[--analyzer->lent]);
}

gzt_str
gzt_analyzer_stem(gzt_analyzer *analyzer, gzt_str word, gzt_str lang)
{
    gzt_arena_reset(&analyzer->own);
    gzt_words_begin(analyzer->words, gzt_language_find(lang), &analyzer->own);
    return gzt_words_stem(analyzer->words, word).term;
}
