/* analysis.c - the words of an article and what they say. */
#include "build/analysis.h"

#include "base/json.h"
#include "base/str.h"
#include "entity/acronym.h"
#include "entity/lexicon.h"

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
add_short_forms(const gzt_tokens *tokens, const gzt_definitions *found,
                gzt_arena *arena, gzt_analysis *out)
{
    for (size_t i = 0; i < found->count; i++) {
        const gzt_definition *d = &found->items[i];
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
gzt_analysis_make(gzt_documenter *documenter, gzt_tagger *tagger,
                  const gzt_article *article, gzt_arena *arena,
                  gzt_analysis *out)
{
    gzt_tag_field fields[GZT_PARTS] = {
        [GZT_IN_TITLE] = { .text = article->title },
        [GZT_IN_BODY] = { .text = article->body },
    };
    gzt_definitions found[GZT_PARTS];

    gzt_document_analyze(documenter, article, arena, out);
    for (int i = 0; i < GZT_PARTS; i++) {
        gzt_tag_field *field = &fields[i];

        field->tokens = &out->fields[i];
        field->definitions = &found[i];
        found[i].count = gzt_acronyms_find(field->text, field->tokens, arena,
                                           &found[i].items);
        add_short_forms(field->tokens, &found[i], arena, out);
    }
    if (tagger)
        gzt_tag(tagger, fields, GZT_PARTS, article->lang, arena,
                &out->mentions);
}

// ---- as JSON ---------------------------------------------------------------

static const char *
rule_name(gzt_entity_rule rule)
{
    static const char *const names[] = { "lexicon", "model", "acronym",
                                         "mention" };

    return names[rule];
}

static void
put_mention(const gzt_article *article, const gzt_mention *m, gzt_buf *out)
{
    bool title = m->field == GZT_IN_TITLE;
    gzt_str text = title ? article->title : article->body;

    gzt_buf_putc(out, '{');
    gzt_json_field(out, "entity", m->entity);
    gzt_json_field(out, "type", gzt_entity_type_name((gzt_entity_type)m->type));
    gzt_json_field(out, "name", m->name);
    gzt_json_field(out, "text", gzt_str_slice(text, m->start, m->end));
    gzt_json_field(out, "field", title ? GZT_S("title") : GZT_S("body"));
    gzt_buf_printf(out, ",\"start\":%zu,\"end\":%zu,\"sentence\":%u", m->start,
                   m->end, m->sentence);
    gzt_json_field(out, "rule",
                   gzt_str_of(rule_name((gzt_entity_rule)m->rule)));
    gzt_json_field(out, "role", m->role);
    if (m->adjective)
        gzt_buf_put(out, GZT_S(",\"adjective\":true"));
    gzt_buf_printf(out, ",\"confidence\":%.2f}", (double)m->confidence);
}

void
gzt_analysis_json(const gzt_article *article, const gzt_analysis *analysis,
                  gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("{\"v\":1"));
    gzt_json_field(out, "id", article->id);
    gzt_json_field(out, "title", article->title);
    gzt_buf_put(out, GZT_S(",\"entities\":["));
    for (size_t i = 0; i < analysis->mentions.count; i++) {
        if (i)
            gzt_buf_putc(out, ',');
        put_mention(article, &analysis->mentions.items[i], out);
    }
    gzt_buf_put(out, GZT_S("]}\n"));
}
