/* rows.c - a line a hit, for pipes: tsv, csv, trec, ids, paths; and the
 * choice among all layouts. */
#include "base/str.h"
#include "base/utf8.h"
#include "print/parts.h"

enum {
    SCORE_DIGITS = 4,
    TREC_DIGITS = 6
};

static void
put_score(double score, gzt_buf *out)
{
    gzt_fixed_print(gzt_fixed_of(score, SCORE_DIGITS), SCORE_DIGITS, false,
                    out);
}

static void
put_rank(const gzt_hit *hit, gzt_buf *out)
{
    gzt_fixed_print(hit->rank, 0, false, out);
}

// A batch's rows begin with the label of their query.
static void
print_tsv(const gzt_answer *answer, const gzt_hit *hit, gzt_buf *out)
{
    const gzt_str fields[] = { hit->date, hit->source, hit->id, hit->title };

    if (answer->label.len) {
        gzt_text_escape(answer->label, true, out);
        gzt_buf_putc(out, '\t');
    }
    put_rank(hit, out);
    gzt_buf_putc(out, '\t');
    put_score(hit->score, out);
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        gzt_buf_putc(out, '\t');
        gzt_text_escape(fields[i], true, out);
    }
    gzt_buf_putc(out, '\n');
}

// Line breaks inside quotes are lawful, but line-minded tools and terminals
// do not know; so they are escaped here as they are in TSV.
void
gzt_csv_field_print(gzt_str field, gzt_buf *out)
{
    gzt_str rest = field, part;

    if (gzt_str_find(field, GZT_S("\"")) == field.len &&
        gzt_str_find(field, GZT_S(",")) == field.len) {
        gzt_text_escape(field, true, out);
        return;
    }
    gzt_buf_putc(out, '"');
    while (gzt_str_cut(&rest, '"', &part)) {
        if (part.ptr != field.ptr)
            gzt_buf_put(out, GZT_S("\"\""));
        gzt_text_escape(part, true, out);
    }
    gzt_buf_putc(out, '"');
}

static void
print_csv(const gzt_answer *answer, const gzt_hit *hit, gzt_buf *out)
{
    const gzt_str fields[] = { hit->date, hit->source, hit->id, hit->title };

    if (answer->label.len) {
        gzt_csv_field_print(answer->label, out);
        gzt_buf_putc(out, ',');
    }
    put_rank(hit, out);
    gzt_buf_putc(out, ',');
    put_score(hit->score, out);
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        gzt_buf_putc(out, ',');
        gzt_csv_field_print(fields[i], out);
    }
    gzt_buf_putc(out, '\n');
}

// White space in any reader's eyes: C's, Unicode's, Python's.
static bool
splits_columns(uint32_t code)
{
    return code <= ' ' || code == 0xa0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200a) || code == 0x202f ||
           code == 0x205f || code == 0x3000 || code == 0xfffd ||
           gzt_utf8_is_unsafe(code);
}

// '%' itself stays, or no id that is a URL would match its judgements.
static void
put_trec_name(gzt_str name, gzt_str empty, gzt_buf *out)
{
    if (!name.len)
        gzt_buf_put(out, empty);
    while (name.len) {
        gzt_str before = name;
        bool splits = splits_columns(gzt_utf8_take(&name));
        size_t len = before.len - name.len;

        for (size_t i = 0; splits && i < len; i++)
            gzt_buf_printf(out, "%%%02X", (unsigned char)before.ptr[i]);
        if (!splits)
            gzt_buf_put(out, gzt_str_slice(before, 0, len));
    }
}

// What trec_eval reads: it keeps scores as floats.
static float
as_float(int64_t score)
{
    return (float)((double)score / 1e6);
}

// trec_eval knows no ranks: it sorts by score, and equal ones by document. So
// each score is at least a step below the one before it, a step that a float
// still tells apart.
static int64_t
score_below(int64_t score, int64_t above)
{
    int64_t step = 1;

    if (as_float(score) < as_float(above))
        return score;
    while (as_float(above - step) >= as_float(above))
        step *= 2;
    return above - step;
}

static void
print_trec(const gzt_answer *answer, gzt_buf *out)
{
    int64_t score = 0;

    for (size_t i = 0; i < answer->count; i++) {
        const gzt_hit *hit = &answer->hits[i];
        int64_t own = gzt_fixed_of(hit->score, TREC_DIGITS);

        score = i ? score_below(own, score) : own;
        put_trec_name(answer->label, GZT_S("0"), out);
        gzt_buf_put(out, GZT_S(" Q0 "));
        put_trec_name(hit->id, GZT_S("-"), out);
        gzt_buf_putc(out, ' ');
        put_rank(hit, out);
        gzt_buf_putc(out, ' ');
        gzt_fixed_print(score, TREC_DIGITS, false, out);
        gzt_buf_put(out, GZT_S(" gazette\n"));
    }
}

// Backslashes stay: `xargs` and `indexer --delete -` do not undo escapes.
// Behind NUL everything is as it is, but for a NUL.
static void
print_name(const gzt_style *style, gzt_str name, gzt_buf *out)
{
    if (!name.len)
        return;
    if (style->nul && !memchr(name.ptr, '\0', name.len))
        gzt_buf_put(out, name);
    else
        gzt_text_escape(name, false, out);
    gzt_buf_putc(out, style->nul ? '\0' : '\n');
}

static void
print_hit(const gzt_style *style, const gzt_answer *answer, const gzt_hit *hit,
          gzt_buf *out)
{
    switch (style->layout) {
    case GZT_LAYOUT_TSV:
        print_tsv(answer, hit, out);
        break;
    case GZT_LAYOUT_CSV:
        print_csv(answer, hit, out);
        break;
    case GZT_LAYOUT_JSON:
        gzt_hit_print_json(answer, hit, out);
        break;
    case GZT_LAYOUT_TEMPLATE:
        gzt_hit_print_template(style->format, answer, hit, out);
        break;
    case GZT_LAYOUT_IDS:
        print_name(style, hit->id, out);
        break;
    case GZT_LAYOUT_PATHS:
        print_name(style, hit->path, out);
        break;
    case GZT_LAYOUT_HUMAN:
    case GZT_LAYOUT_TREC:
        break; // need the hits before and behind
    }
}

void
gzt_print_hits(const gzt_style *style, const gzt_answer *answer, bool first,
               gzt_buf *out)
{
    if (style->layout == GZT_LAYOUT_HUMAN) {
        gzt_hits_print_human(style, answer, first, out);
        return;
    }
    if (style->layout == GZT_LAYOUT_TREC) {
        print_trec(answer, out);
        return;
    }
    if (style->layout == GZT_LAYOUT_CSV && first)
        gzt_buf_put(out, answer->label.len
                             ? GZT_S("label,rank,score,date,source,id,title\n")
                             : GZT_S("rank,score,date,source,id,title\n"));
    for (size_t i = 0; i < answer->count; i++)
        print_hit(style, answer, &answer->hits[i], out);
}
