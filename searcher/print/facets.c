/* facets.c - counts as tables, rows or lines of JSON. */
#include "base/json.h"

#include "base/str.h"
#include "print/parts.h"

enum {
    GAP = 2,
    NAME_MAX = 48 // columns that a value may take before the id behind it
};

static unsigned
width_of(gzt_str text)
{
    unsigned width = gzt_wrap_width(text);

    return width < NAME_MAX ? width : NAME_MAX;
}

static size_t
digits_of(uint32_t number)
{
    size_t digits = 1;

    while (number /= 10)
        digits++;
    return digits;
}

static void
put_blanks(gzt_buf *out, size_t count)
{
    while (count--)
        gzt_buf_putc(out, ' ');
}

static void
put_heading(const gzt_style *style, const gzt_facet *facet, gzt_buf *out)
{
    if (style->colour)
        gzt_buf_put(out, GZT_S("\x1b[1m"));
    gzt_text_escape(facet->name, false, out);
    if (style->colour)
        gzt_buf_put(out, GZT_S("\x1b[0m"));
    if (facet->distinct > facet->count)
        gzt_buf_printf(out, " (%zu of %zu)", facet->count, facet->distinct);
    gzt_buf_putc(out, '\n');
}

static void
print_human(const gzt_style *style, const gzt_facet *facet, gzt_buf *out)
{
    size_t digits = 1;
    unsigned width = 0;

    for (size_t i = 0; i < facet->count; i++) {
        const gzt_facet_count *c = &facet->counts[i];

        if (digits_of(c->articles) > digits)
            digits = digits_of(c->articles);
        if (width_of(c->name) > width)
            width = width_of(c->name);
    }
    put_heading(style, facet, out);
    for (size_t i = 0; i < facet->count; i++) {
        const gzt_facet_count *c = &facet->counts[i];

        put_blanks(out, GAP + digits - digits_of(c->articles));
        gzt_buf_printf(out, "%u", c->articles);
        put_blanks(out, GAP);
        gzt_text_escape(c->name, false, out);
        if (!gzt_str_eq(c->name, c->value)) {
            put_blanks(out, GAP + width - width_of(c->name));
            gzt_text_escape(c->value, false, out);
        }
        gzt_buf_putc(out, '\n');
    }
}

static void
print_row(const gzt_facet *facet, const gzt_facet_count *c, bool csv,
          gzt_buf *out)
{
    const gzt_str fields[] = { c->value, c->name, c->query };

    gzt_buf_put(out, facet->name);
    gzt_buf_printf(out, "%c%u", csv ? ',' : '\t', c->articles);
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        gzt_buf_putc(out, csv ? ',' : '\t');
        if (csv)
            gzt_csv_field_print(fields[i], out);
        else
            gzt_text_escape(fields[i], true, out);
    }
    gzt_buf_putc(out, '\n');
}

static void
print_json(const gzt_facet *facet, const gzt_facet_count *c, gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("{\"v\":1"));
    gzt_json_field(out, "facet", facet->name);
    gzt_json_field(out, "value", c->value);
    gzt_json_field(out, "name", c->name);
    gzt_buf_printf(out, ",\"articles\":%u", c->articles);
    gzt_json_field(out, "query", c->query);
    gzt_buf_put(out, GZT_S("}\n"));
}

void
gzt_print_facets(const gzt_style *style, const gzt_facets *facets, gzt_buf *out)
{
    bool csv = style->layout == GZT_LAYOUT_CSV;

    if (csv)
        gzt_buf_put(out, GZT_S("facet,articles,value,name,query\n"));
    for (size_t i = 0; i < facets->count; i++) {
        const gzt_facet *facet = &facets->items[i];

        if (style->layout == GZT_LAYOUT_HUMAN) {
            if (i)
                gzt_buf_putc(out, '\n');
            print_human(style, facet, out);
            continue;
        }
        for (size_t k = 0; k < facet->count; k++)
            if (style->layout == GZT_LAYOUT_JSON)
                print_json(facet, &facet->counts[k], out);
            else
                print_row(facet, &facet->counts[k], csv, out);
    }
}
