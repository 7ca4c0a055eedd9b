/* limits.c - the limits on input, in words for the user. */
#include "input/limits.h"

#include "base/str.h"
#include "input/cut.h"
#include "input/feed.h"
#include "input/html_tree.h"
#include "input/http.h"
#include "input/json_read.h"
#include "input/mail.h"
#include "input/pdf.h"
#include "input/walk.h"

#include <stdio.h>

static void
put(gzt_buf *out, unsigned long long number, const char *unit, const char *what)
{
    char amount[40];

    snprintf(amount, sizeof(amount), "%llu%s%s", number, *unit ? " " : "",
             unit);
    gzt_buf_printf(out, "  %-10s  %s\n", amount, what);
}

void
gzt_limits_describe(gzt_buf *out)
{
    put(out, GZT_RECORD_MAX >> 20, "MiB",
        "one record: a line, a page, a feed, a message, a file");
    put(out, GZT_EXPAND_RATIO, "times",
        "its size, which compressed data may expand to");
    put(out, GZT_NESTING_MAX, "", "archives within each other");
    put(out, GZT_WALK_DEPTH, "", "folders within each other");
    put(out, GZT_JSON_DEPTH, "", "JSON arrays and objects in each other");
    put(out, GZT_JSON_MEMBERS, "", "fields of a JSON object");
    put(out, GZT_HTML_NODES_MAX, "",
        "elements and pieces of text of a web page; it ends there");
    put(out, GZT_FEED_ELEMENTS, "", "elements and attributes of a feed");
    put(out, GZT_FEED_DEPTH, "", "elements of a feed within each other");
    put(out, GZT_FEED_ENTITIES >> 20, "MiB",
        "what entities of a feed add up to; they may not");
    gzt_buf_printf(out, "  %-10s  %s\n", "",
                   "hold others, and nothing outside is fetched");
    put(out, GZT_WARC_HEADER >> 10, "KiB", "header of a WARC record");
    put(out, GZT_WARC_FIELDS, "", "fields in it");
    put(out, GZT_HTTP_LINES, "", "fields of an HTTP header that are read");
    put(out, GZT_MAIL_PARTS, "", "parts of a message that are read");
    put(out, GZT_MAIL_DEPTH, "", "parts of a message within each other");
    put(out, GZT_PDF_SECONDS, "s", "for pdftotext to read a PDF file");
    put(out, GZT_PDF_MEMORY >> 20, "MiB", "of memory for pdftotext");
}
