/* analysis.c - the words of an article and what they say. */
#include "build/analysis.h"

#include "base/str.h"
#include "entity/acronym.h"

enum {
    LONG_FORM_MAX = 150 // bytes; a longer one would not fit a term
};

static bool
is_plain(const gzt_token *token)
{
    return token->kind == GZT_TOKEN_WORD || token->kind == GZT_TOKEN_ACRONYM ||
           token->kind == GZT_TOKEN_BIGRAM;
}

// The folded words from `start` to `end`, one for each position, with a blank
// between, as a query that names them has them.
static gzt_str
words_between(const gzt_tokens *t, size_t start, size_t end, gzt_arena *arena)
{
    gzt_str words = { 0 };
    uint32_t last = UINT32_MAX;

    for (size_t i = 0; i < t->count && t->tokens[i].start < end; i++) {
        const gzt_token *token = &t->tokens[i];

        if (token->start < start || token->end > end || !is_plain(token) ||
            token->pos == last)
            continue;
        last = token->pos;
        if (words.len)
            words = gzt_arena_join(arena, words, GZT_S(" "));
        words = gzt_arena_join(arena, words, token->word);
    }
    return words;
}

// The short form's letters: those of its acronym token if it has one.
static gzt_str
letters_between(const gzt_tokens *t, size_t start, size_t end, gzt_arena *arena)
{
    for (size_t i = 0; i < t->count && t->tokens[i].start < end; i++)
        if (t->tokens[i].start >= start &&
            t->tokens[i].kind == GZT_TOKEN_ACRONYM)
            return t->tokens[i].term;
    return words_between(t, start, end, arena);
}

static void
add_short_forms(gzt_str text, const gzt_tokens *tokens, gzt_arena *arena,
                gzt_analysis *out)
{
    const gzt_definition *found;
    size_t count = gzt_acronyms_find(text, tokens, arena, &found);

    for (size_t i = 0; i < count; i++) {
        const gzt_definition *d = &found[i];
        gzt_short_form form = {
            letters_between(tokens, d->short_start, d->short_end, arena),
            words_between(tokens, d->long_start, d->long_end, arena)
        };

        if (!form.letters.len || !form.words.len ||
            form.letters.len + form.words.len > LONG_FORM_MAX)
            continue;
        out->short_forms =
            gzt_arena_more(arena, out->short_forms, out->short_form_count,
                           sizeof(*out->short_forms));
        out->short_forms[out->short_form_count++] = form;
    }
}

void
gzt_analysis_make(gzt_documenter *documenter, const gzt_article *article,
                  gzt_arena *arena, gzt_analysis *out)
{
    gzt_document_analyze(documenter, article, arena, out);
    add_short_forms(article->title, &out->fields[GZT_IN_TITLE], arena, out);
    add_short_forms(article->body, &out->fields[GZT_IN_BODY], arena, out);
}
