/* why.c - why each hit is one, as lines for --explain. */
#include "base/str.h"
#include "print/parts.h"

enum {
    DIGITS = 4
};

static void
put_match(const gzt_matched *m, gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("          "));
    gzt_text_escape(m->as, false, out);
    gzt_buf_put(out, GZT_S("  for "));
    gzt_text_escape(m->query, false, out);
    gzt_buf_printf(out, ": %.*s, %s %zu..%zu\n", GZT_ARG(m->via),
                   m->field == GZT_IN_TITLE ? "title" : "body", m->where.start,
                   m->where.end);
}

static void
put_fixed(double value, gzt_buf *out)
{
    gzt_fixed_print(gzt_fixed_of(value, DIGITS), DIGITS, false, out);
}

static void
put_part(const gzt_score_part *part, gzt_buf *out)
{
    static const char *const names[] = {
        [GZT_SCORE_PROXIMITY] = "words close together",
        [GZT_SCORE_ADDED] = "words that were added",
        [GZT_SCORE_AGE] = "for its age",
    };

    gzt_buf_put(out, part->kind == GZT_SCORE_AGE ? GZT_S("        x ")
                                                 : GZT_S("          "));
    put_fixed(part->score, out);
    gzt_buf_put(out, GZT_S("  "));
    if (part->kind != GZT_SCORE_WORD)
        gzt_buf_printf(out, "%s", names[part->kind]);
    gzt_text_escape(part->query, false, out);
    if (part->idf > 0) {
        gzt_buf_put(out, GZT_S(": idf "));
        put_fixed(part->idf, out);
        gzt_buf_put(out, GZT_S(" x tf "));
        put_fixed(part->score / part->idf, out);
    }
    gzt_buf_putc(out, '\n');
}

void
gzt_print_why(const gzt_answer *answer, gzt_buf *out)
{
    for (size_t i = 0; i < answer->count; i++) {
        const gzt_hit *hit = &answer->hits[i];

        gzt_buf_put(out, GZT_S("hit       "));
        gzt_text_escape(hit->id, false, out);
        gzt_buf_putc(out, '\n');
        for (size_t k = 0; k < hit->matched_count; k++)
            put_match(&hit->matched[k], out);
        for (size_t k = 0; k < hit->part_count; k++)
            put_part(&hit->parts[k], out);
    }
}
