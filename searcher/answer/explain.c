/* explain.c - how a query was understood, and why an article is no hit. */
#include "answer/searching.h"
#include "base/json.h"
#include "base/str.h"

static const char *
role_of(const gzt_plan_word *word)
{
    return word->negative ? "excluded" : word->dropped ? "left out" : "";
}

static void
explain_run(const gzt_run *run, gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("          as \""));
    for (size_t i = 0; i < run->places; i++)
        gzt_buf_printf(out, "%s%.*s", i ? " " : "",
                       GZT_ARG(run->counts[i] ? run->terms[i][0] : GZT_S("*")));
    gzt_buf_printf(out, "\"%s\n",
                   run->alias     ? " (alias)"
                   : run->learned ? " (acronym)"
                                  : "");
}

static void
explain_text(const searching *s, const gzt_answer *counts, const gzt_node *node,
             gzt_buf *out)
{
    gzt_str parsed = gzt_node_describe(node, s->arena);
    size_t n = 0;

    gzt_buf_printf(out, "parsed    %.*s\n", GZT_ARG(parsed));
    for (size_t i = 0; i < s->plan.word_count; i++) {
        const gzt_plan_word *word = &s->plan.words[i];

        if (!word->query)
            continue;
        gzt_buf_printf(out, "word      %.*s  %u articles%s%s\n",
                       GZT_ARG(word->text), counts->words[n].documents,
                       *role_of(word) ? ", " : "", role_of(word));
        n++;
        for (size_t k = 0; k < s->plan.form_count; k++)
            if (s->plan.forms[k].word == i)
                gzt_buf_printf(out, "          as %.*s%s%s\n",
                               GZT_ARG(s->plan.forms[k].term),
                               s->plan.forms[k].prefix ? "*" : "",
                               s->plan.forms[k].alias     ? " (alias)"
                               : s->plan.forms[k].learned ? " (acronym)"
                                                          : "");
        for (size_t k = 0; k < s->plan.run_count; k++)
            if (s->plan.runs[k].word == i)
                explain_run(&s->plan.runs[k], out);
    }
    for (size_t i = 0; i < s->plan.note_count; i++)
        gzt_buf_printf(out, "note      %.*s\n", GZT_ARG(s->plan.notes[i]));
}

static void
explain_json(const searching *s, const gzt_answer *counts, const gzt_node *node,
             gzt_str query, gzt_buf *out)
{
    size_t n = 0;

    gzt_buf_put(out, GZT_S("{\"v\":1"));
    gzt_json_field(out, "query", query);
    gzt_buf_put(out, GZT_S(",\"parsed\":"));
    gzt_node_json(node, out);
    gzt_buf_put(out, GZT_S(",\"words\":["));
    for (size_t i = 0; i < s->plan.word_count; i++) {
        const gzt_plan_word *word = &s->plan.words[i];

        if (!word->query)
            continue;
        gzt_buf_put(out, n ? GZT_S(",{") : GZT_S("{"));
        gzt_json_field(out, "word", word->text);
        gzt_buf_printf(out, ",\"articles\":%u", counts->words[n++].documents);
        gzt_json_field(out, "role", gzt_str_of(role_of(word)));
        gzt_buf_put(out, GZT_S(",\"terms\":["));
        for (size_t k = 0, first = 1; k < s->plan.form_count; k++)
            if (s->plan.forms[k].word == i) {
                gzt_buf_put(out, first ? GZT_S("") : GZT_S(","));
                gzt_json_string(out, s->plan.forms[k].term);
                first = 0;
            }
        gzt_buf_put(out, GZT_S("]}"));
    }
    gzt_buf_put(out, GZT_S("],\"notes\":["));
    for (size_t i = 0; i < s->plan.note_count; i++) {
        gzt_buf_put(out, i ? GZT_S(",") : GZT_S(""));
        gzt_json_string(out, s->plan.notes[i]);
    }
    gzt_buf_put(out, GZT_S("]}\n"));
}

enum {
    EXPLAIN_MAX = 16 << 20
};

gzt_status
gzt_search_explain(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
                   const gzt_search_options *options, bool json,
                   gzt_arena *arena, gzt_str *out, gzt_query_fault *fault,
                   gzt_err *err)
{
    searching s = { .reader = reader,
                    .analyzer = analyzer,
                    .options = options,
                    .arena = arena,
                    .err = err };
    gzt_answer counts = { 0 };
    const gzt_node *node;
    gzt_buf text;
    gzt_status status = gzt_searching_plan(&s, query, &node, fault);

    if (!status)
        status = gzt_matcher_init(&s.matcher, &s.plan, reader, arena, err);
    if (!status)
        status = gzt_searching_count(&s, &counts);
    if (status)
        return status;
    gzt_buf_init(&text, EXPLAIN_MAX);
    if (json)
        explain_json(&s, &counts, node, query, &text);
    else
        explain_text(&s, &counts, node, &text);
    *out = gzt_arena_copy(arena, gzt_buf_str(&text));
    gzt_buf_release(&text);
    return GZT_OK;
}

// One clause for each word, phrase or filter; then the whole.
static gzt_status
say_clauses(searching *s, const gzt_text *text, bool json, bool whole,
            gzt_buf *out)
{
    gzt_status status = GZT_OK;
    bool first = true;

    for (size_t i = 0; i < s->plan.word_count && !status; i++) {
        const gzt_plan_word *word = &s->plan.words[i];
        bool has;

        if (!word->query || word->dropped)
            continue;
        status = gzt_text_matches(text, word->query, s->reader, s->arena, &has,
                                  s->err);
        if (json) {
            gzt_buf_put(out, first ? GZT_S("{") : GZT_S(",{"));
            gzt_json_field(out, "word", word->text);
            gzt_buf_printf(out, ",\"has\":%s,\"wanted\":%s}",
                           has ? "true" : "false",
                           word->negative ? "false" : "true");
        } else {
            gzt_buf_printf(out, "%s %.*s%s\n", has ? "has    " : "has not",
                           GZT_ARG(word->text),
                           word->negative ? " (excluded by the query)" : "");
        }
        first = false;
    }
    if (!json)
        gzt_buf_printf(out, "%s\n", whole ? "a hit" : "no hit");
    return status;
}

static gzt_status
in_dates(searching *s, const gzt_text *text, bool *out)
{
    const gzt_search_options *o = s->options;

    *out = true;
    if (!o->dated)
        return GZT_OK;
    return gzt_text_matches(text, gzt_plan_dates(o->first, o->last, s->arena),
                            s->reader, s->arena, out, s->err);
}

gzt_status
gzt_search_why_not(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
                   gzt_str id, const gzt_search_options *options, bool json,
                   gzt_arena *arena, gzt_str *out, bool *matched,
                   gzt_query_fault *fault, gzt_err *err)
{
    searching s = { .reader = reader,
                    .analyzer = analyzer,
                    .options = options,
                    .arena = arena,
                    .err = err };
    const gzt_node *node;
    gzt_text text;
    gzt_buf lines;
    uint32_t docid;
    bool timely = true;
    gzt_status status = gzt_searching_plan(&s, query, &node, fault);

    if (!status)
        status = gzt_reader_find(reader, id, &docid, err);
    if (!status)
        status = gzt_matcher_init(&s.matcher, &s.plan, reader, arena, err);
    if (!status)
        status = gzt_text_read(&text, &s.matcher, reader, analyzer, docid,
                               arena, err);
    if (!status)
        status = in_dates(&s, &text, &timely);
    if (!status)
        status =
            gzt_text_matches(&text, s.plan.query, reader, arena, matched, err);
    if (status)
        return status;
    *matched &= timely;
    gzt_buf_init(&lines, EXPLAIN_MAX);
    if (json) {
        gzt_buf_put(&lines, GZT_S("{\"v\":1"));
        gzt_json_field(&lines, "id", id);
        gzt_buf_printf(&lines, ",\"hit\":%s,\"in_dates\":%s,\"words\":[",
                       *matched ? "true" : "false", timely ? "true" : "false");
    } else if (!timely) {
        gzt_buf_printf(&lines, "has not a date within the range asked for\n");
    }
    status = say_clauses(&s, &text, json, *matched, &lines);
    if (json)
        gzt_buf_put(&lines, GZT_S("]}\n"));
    *out = gzt_arena_copy(arena, gzt_buf_str(&lines));
    gzt_buf_release(&lines);
    return status;
}
