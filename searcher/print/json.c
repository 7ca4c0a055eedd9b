/* json.c - a hit as one line of JSON. docs/OUTPUT.md is its contract. */
#include "base/json.h"

#include "base/str.h"
#include "print/parts.h"

enum {
    SCORE_DIGITS = 4
};

static void
put_number(const char *name, int64_t units, unsigned digits, gzt_buf *out)
{
    gzt_json_key(out, name);
    gzt_fixed_print(units, digits, true, out);
}

static void
put_matched(const gzt_hit *hit, gzt_buf *out)
{
    if (!hit->matched_count)
        return;
    gzt_json_key(out, "matched");
    for (size_t i = 0; i < hit->matched_count; i++) {
        const gzt_matched *matched = &hit->matched[i];

        gzt_buf_put(out, i ? GZT_S(",{") : GZT_S("[{"));
        gzt_json_field(out, "query", matched->query);
        gzt_json_field(out, "as", matched->as);
        gzt_json_field(out, "via", matched->via);
        gzt_json_field(out, "field",
                       matched->field == GZT_IN_TITLE ? GZT_S("title")
                                                      : GZT_S("body"));
        gzt_buf_printf(out, ",\"start\":%zu,\"end\":%zu", matched->where.start,
                       matched->where.end);
        gzt_buf_putc(out, '}');
    }
    gzt_buf_putc(out, ']');
}

static void
put_part(const gzt_score_part *part, gzt_buf *out)
{
    static const char *const rules[] = {
        [GZT_SCORE_WORD] = "",
        [GZT_SCORE_PROXIMITY] = "proximity",
        [GZT_SCORE_ADDED] = "added",
        [GZT_SCORE_AGE] = "age",
    };

    gzt_json_field(out, "query", part->query);
    gzt_json_field(out, "rule", gzt_str_of(rules[part->kind]));
    put_number(part->kind == GZT_SCORE_AGE ? "factor" : "score",
               gzt_fixed_of(part->score, SCORE_DIGITS), SCORE_DIGITS, out);
    if (part->idf > 0) {
        put_number("idf", gzt_fixed_of(part->idf, SCORE_DIGITS), SCORE_DIGITS,
                   out);
        put_number("tf", gzt_fixed_of(part->score / part->idf, SCORE_DIGITS),
                   SCORE_DIGITS, out);
    }
}

static void
put_parts(const gzt_hit *hit, gzt_buf *out)
{
    if (!hit->part_count)
        return;
    gzt_json_key(out, "parts");
    for (size_t i = 0; i < hit->part_count; i++) {
        gzt_buf_put(out, i ? GZT_S(",{") : GZT_S("[{"));
        put_part(&hit->parts[i], out);
        gzt_buf_putc(out, '}');
    }
    gzt_buf_putc(out, ']');
}

static void
put_entities(const gzt_hit *hit, gzt_buf *out)
{
    if (!hit->entity_count)
        return;
    gzt_json_key(out, "entities");
    for (size_t i = 0; i < hit->entity_count; i++) {
        const gzt_hit_entity *entity = &hit->entities[i];

        gzt_buf_put(out, i ? GZT_S(",{") : GZT_S("[{"));
        gzt_json_field(out, "id", entity->id);
        gzt_json_field(out, "name", entity->name);
        gzt_json_field(out, "type", entity->type);
        put_number("count", entity->mentions, 0, out);
        gzt_buf_putc(out, '}');
    }
    gzt_buf_putc(out, ']');
}

static void
put_marks(const gzt_hit *hit, gzt_buf *out)
{
    const char *comma = "";

    if (!hit->mark_count || !hit->snippet.len)
        return;
    gzt_json_key(out, "marks");
    gzt_buf_putc(out, '[');
    for (size_t i = 0; i < hit->mark_count; i++) {
        gzt_range mark = hit->marks[i];

        if (mark.start >= mark.end || mark.end > hit->snippet.len)
            continue;
        gzt_buf_printf(out, "%s[%zu,%zu]", comma, mark.start, mark.end);
        comma = ",";
    }
    gzt_buf_putc(out, ']');
}

void
gzt_hit_print_json(const gzt_answer *answer, const gzt_hit *hit, gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("{\"v\":1"));
    gzt_json_field(out, "label", answer->label);
    put_number("rank", hit->rank, 0, out);
    put_number("score", gzt_fixed_of(hit->score, SCORE_DIGITS), SCORE_DIGITS,
               out);
    gzt_json_field(out, "id", hit->id);
    gzt_json_field(out, "date", hit->date);
    gzt_json_field(out, "source", hit->source);
    gzt_json_field(out, "lang", hit->lang);
    gzt_json_field(out, "title", hit->title);
    gzt_json_field(out, "url", hit->url);
    gzt_json_field(out, "path", hit->path);
    if (hit->collapsed)
        put_number("collapsed", hit->collapsed, 0, out);
    put_entities(hit, out);
    put_matched(hit, out);
    put_parts(hit, out);
    gzt_json_field(out, "snippet", hit->snippet);
    put_marks(hit, out);
    gzt_buf_put(out, GZT_S("}\n"));
}
