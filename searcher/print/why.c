/* why.c - why each hit is one, as lines for --explain. */
#include "base/str.h"
#include "print/parts.h"

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
    }
}
