/* graph.c - who occurs with whom, for Graphviz, for programs that read
 * GraphML, and as rows. */
#include "base/str.h"
#include "base/utf8.h"
#include "print/parts.h"

// ---- dot -------------------------------------------------------------------

// A string of the DOT language: only the quote is special, and a backslash
// before it; what a terminal would obey is escaped as everywhere.
static void
put_dot(gzt_str text, gzt_buf *out)
{
    gzt_str rest = text, part;

    gzt_buf_putc(out, '"');
    while (gzt_str_cut(&rest, '"', &part)) {
        if (part.ptr != text.ptr)
            gzt_buf_put(out, GZT_S("\\\""));
        gzt_text_escape(part, true, out);
    }
    gzt_buf_putc(out, '"');
}

static void
print_dot(const gzt_graph *graph, gzt_buf *out)
{
    gzt_buf_put(out, GZT_S("graph entities {\n"));
    for (size_t i = 0; i < graph->node_count; i++) {
        const gzt_graph_node *n = &graph->nodes[i];

        gzt_buf_put(out, GZT_S("  "));
        put_dot(n->id, out);
        gzt_buf_put(out, GZT_S(" [label="));
        put_dot(n->name, out);
        gzt_buf_put(out, GZT_S(", type="));
        put_dot(n->type, out);
        gzt_buf_printf(out, ", articles=%u];\n", n->articles);
    }
    for (size_t i = 0; i < graph->edge_count; i++) {
        const gzt_graph_edge *e = &graph->edges[i];

        gzt_buf_put(out, GZT_S("  "));
        put_dot(graph->nodes[e->from].id, out);
        gzt_buf_put(out, GZT_S(" -- "));
        put_dot(graph->nodes[e->to].id, out);
        gzt_buf_printf(out, " [weight=%u, sentences=%u, query=", e->articles,
                       e->sentences);
        put_dot(e->query, out);
        gzt_buf_put(out, GZT_S("];\n"));
    }
    gzt_buf_put(out, GZT_S("}\n"));
}

// ---- graphml ---------------------------------------------------------------

static void
put_xml(gzt_str text, gzt_buf *out)
{
    while (text.len) {
        char bytes[4];
        uint32_t code = gzt_utf8_take(&text);

        if (code == '&')
            gzt_buf_put(out, GZT_S("&amp;"));
        else if (code == '<')
            gzt_buf_put(out, GZT_S("&lt;"));
        else if (code == '>')
            gzt_buf_put(out, GZT_S("&gt;"));
        else if (code == '"')
            gzt_buf_put(out, GZT_S("&quot;"));
        else if (code >= ' ' && !gzt_utf8_is_unsafe(code))
            gzt_buf_put(out, (gzt_str){ bytes, gzt_utf8_write(code, bytes) });
        else
            gzt_buf_put(out, GZT_S("\ufffd")); // XML 1.0 knows no such one
    }
}

static void
put_data(const char *key, gzt_str text, gzt_buf *out)
{
    gzt_buf_printf(out, "<data key=\"%s\">", key);
    put_xml(text, out);
    gzt_buf_put(out, GZT_S("</data>"));
}

static void
put_number(const char *key, uint32_t number, gzt_buf *out)
{
    gzt_buf_printf(out, "<data key=\"%s\">%u</data>", key, number);
}

static const char graphml_head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
    "<key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"
    "<key id=\"type\" for=\"node\" attr.name=\"type\" attr.type=\"string\"/>\n"
    "<key id=\"articles\" for=\"all\" attr.name=\"articles\" "
    "attr.type=\"int\"/>\n"
    "<key id=\"sentences\" for=\"edge\" attr.name=\"sentences\" "
    "attr.type=\"int\"/>\n"
    "<key id=\"query\" for=\"edge\" attr.name=\"query\" "
    "attr.type=\"string\"/>\n"
    "<graph id=\"entities\" edgedefault=\"undirected\">\n";

static void
print_graphml(const gzt_graph *graph, gzt_buf *out)
{
    gzt_buf_put(out, gzt_str_of(graphml_head));
    for (size_t i = 0; i < graph->node_count; i++) {
        const gzt_graph_node *n = &graph->nodes[i];

        gzt_buf_put(out, GZT_S("<node id=\""));
        put_xml(n->id, out);
        gzt_buf_put(out, GZT_S("\">"));
        put_data("name", n->name, out);
        put_data("type", n->type, out);
        put_number("articles", n->articles, out);
        gzt_buf_put(out, GZT_S("</node>\n"));
    }
    for (size_t i = 0; i < graph->edge_count; i++) {
        const gzt_graph_edge *e = &graph->edges[i];

        gzt_buf_put(out, GZT_S("<edge source=\""));
        put_xml(graph->nodes[e->from].id, out);
        gzt_buf_put(out, GZT_S("\" target=\""));
        put_xml(graph->nodes[e->to].id, out);
        gzt_buf_put(out, GZT_S("\">"));
        put_number("articles", e->articles, out);
        put_number("sentences", e->sentences, out);
        put_data("query", e->query, out);
        gzt_buf_put(out, GZT_S("</edge>\n"));
    }
    gzt_buf_put(out, GZT_S("</graph>\n</graphml>\n"));
}

// ---- rows ------------------------------------------------------------------

static void
print_tsv(const gzt_graph *graph, gzt_buf *out)
{
    for (size_t i = 0; i < graph->edge_count; i++) {
        const gzt_graph_edge *e = &graph->edges[i];
        const gzt_graph_node *from = &graph->nodes[e->from];
        const gzt_graph_node *to = &graph->nodes[e->to];
        const gzt_str fields[] = { from->id, from->name, to->id, to->name,
                                   e->query };

        gzt_buf_printf(out, "%u\t%u", e->articles, e->sentences);
        for (size_t k = 0; k < sizeof(fields) / sizeof(*fields); k++) {
            gzt_buf_putc(out, '\t');
            gzt_text_escape(fields[k], true, out);
        }
        gzt_buf_putc(out, '\n');
    }
}

void
gzt_print_graph(gzt_graph_format format, const gzt_graph *graph, gzt_buf *out)
{
    static void (*const printers[])(
        const gzt_graph *, gzt_buf *) = { print_dot, print_graphml, print_tsv };

    printers[format](graph, out);
}
