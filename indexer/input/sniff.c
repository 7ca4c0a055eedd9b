/* sniff.c - what a file holds, by its first bytes, then by its name. */
#include "input/sniff.h"

#include "base/str.h"
#include "input/archive.h"
#include "input/front_matter.h"
#include "input/html.h"

typedef struct ending {
    const char *name;
    gzt_format format;
} ending;

static const ending endings[] = {
    { ".jsonl", GZT_FORMAT_JSONL },       { ".ndjson", GZT_FORMAT_JSONL },
    { ".json", GZT_FORMAT_JSONL },        { ".md", GZT_FORMAT_MARKDOWN },
    { ".markdown", GZT_FORMAT_MARKDOWN }, { ".mdown", GZT_FORMAT_MARKDOWN },
    { ".mkd", GZT_FORMAT_MARKDOWN },      { ".txt", GZT_FORMAT_TEXT },
    { ".text", GZT_FORMAT_TEXT },         { ".html", GZT_FORMAT_HTML },
    { ".htm", GZT_FORMAT_HTML },          { ".xhtml", GZT_FORMAT_HTML },
    { ".shtml", GZT_FORMAT_HTML },        { ".eml", GZT_FORMAT_MAIL },
    { ".mbox", GZT_FORMAT_MAIL },         { ".warc", GZT_FORMAT_WARC },
    { ".arc", GZT_FORMAT_WARC },          { ".rss", GZT_FORMAT_FEED },
    { ".atom", GZT_FORMAT_FEED },
};

static bool
ends_nocase(gzt_str s, gzt_str suffix)
{
    return s.len > suffix.len &&
           gzt_str_eq_nocase(gzt_str_slice(s, s.len - suffix.len, s.len),
                             suffix);
}

static gzt_format
format_by_name(gzt_str path)
{
    static const gzt_str packed[] = { { ".gz", 3 },  { ".xz", 3 },
                                      { ".bz2", 4 }, { ".zst", 4 },
                                      { ".lz4", 4 }, { ".lz", 3 } };

    for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++)
        if (ends_nocase(path, packed[i])) {
            path.len -= packed[i].len;
            break;
        }
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (ends_nocase(path, gzt_str_of(endings[i].name)))
            return endings[i].format;
    return GZT_FORMAT_AUTO;
}

// JSON begins with an object that has a name in quotes or is empty, or with
// an array of such; prose and Markdown may begin with a bracket, but not so.
static bool
looks_like_json(gzt_str head)
{
    gzt_str rest;

    if (!head.len || (head.ptr[0] != '{' && head.ptr[0] != '['))
        return false;
    rest = gzt_str_trim(gzt_str_slice(head, 1, head.len));
    if (head.ptr[0] == '[')
        return rest.len && rest.ptr[0] == '{';
    return rest.len && (rest.ptr[0] == '"' || rest.ptr[0] == '}');
}

// "# Heading" where the text begins; front matter alone says nothing, since
// plain text may have it too.
static bool
looks_like_markdown(gzt_str head)
{
    size_t level = 0;

    head = gzt_str_trim(
        gzt_str_slice(head, gzt_front_matter_length(head), head.len));
    while (level < head.len && head.ptr[level] == '#')
        level++;
    return level >= 1 && level <= 6 && level < head.len &&
           head.ptr[level] == ' ';
}

// The first line is no value of its own: pretty-printed, or an array that goes
// on, which is refused as a whole and not line by line.
static bool
goes_over_lines(gzt_str head)
{
    gzt_str line;

    gzt_str_cut(&head, '\n', &line);
    line = gzt_str_trim(line);
    return line.len == 1 ||
           (line.len && line.ptr[0] == '[' && !gzt_str_ends(line, GZT_S("]")));
}

// ---- XML --------------------------------------------------------------------

// Take off comments, instructions and the document type. False if one of them
// goes on behind what there is of the text.
static bool
skip_prolog(gzt_str *text)
{
    for (;;) {
        gzt_str end = GZT_S(">");
        size_t at, bracket;

        *text = gzt_str_trim(*text);
        if (gzt_str_starts(*text, GZT_S("<?")))
            end = GZT_S("?>");
        else if (gzt_str_starts(*text, GZT_S("<!--")))
            end = GZT_S("-->");
        else if (!gzt_str_starts(*text, GZT_S("<!")))
            return true;
        at = gzt_str_find(*text, end);
        bracket = gzt_str_find(*text, GZT_S("["));
        if (end.len == 1 && bracket < at) {
            end = GZT_S("]>");
            at = gzt_str_find(*text, end);
        }
        if (at == text->len)
            return false;
        *text = gzt_str_slice(*text, at + end.len, text->len);
    }
}

// The name of the element that begins here, without its prefix.
static gzt_str
element_name(gzt_str text)
{
    size_t begin = 1, end = 1;

    while (end < text.len && end < 100 &&
           !strchr(" \t\r\n/><", text.ptr[end])) {
        if (text.ptr[end] == ':')
            begin = end + 1;
        end++;
    }
    return end > begin ? gzt_str_slice(text, begin, end) : (gzt_str){ 0 };
}

// A feed by its root; XML of another kind would be searched as words with all
// its markup.
static void
judge_xml(gzt_str text, gzt_sniff *out)
{
    static const char *const roots[] = { "rss", "feed", "rdf", "entry" };
    bool declared = gzt_str_starts(text, GZT_S("<?xml"));
    bool whole = skip_prolog(&text);
    gzt_str root = whole && text.len > 1 && text.ptr[0] == '<'
                       ? element_name(text)
                       : (gzt_str){ 0 };

    for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
        if (gzt_str_eq_nocase(root, gzt_str_of(roots[i])))
            out->format = GZT_FORMAT_FEED;
    out->binary = gzt_str_eq_nocase(root, GZT_S("svg")); // a picture
    if (gzt_str_eq_nocase(root, GZT_S("html")))
        out->format = GZT_FORMAT_HTML;
    else if (declared && out->format != GZT_FORMAT_FEED && whole &&
             !out->binary)
        out->refused = "XML, but neither a feed nor a web page: convert it to "
                       "JSON Lines, or force --format text";
    else if (declared && !out->binary)
        out->format = GZT_FORMAT_FEED; // and its reader will see
}

// ---- Mail -------------------------------------------------------------------

// "From someone@example.org Sat Jan  3 01:05:34 1996"
static bool
looks_like_mbox(gzt_str head)
{
    gzt_str line;

    gzt_str_cut(&head, '\n', &line);
    return gzt_str_starts(line, GZT_S("From ")) &&
           gzt_str_find(line, GZT_S(":")) < line.len && line.len < 300 &&
           gzt_str_find(head, GZT_S(":")) < gzt_str_find(head, GZT_S("\n"));
}

// Lines of `Name: text`, among them one that only mail has: articles may well
// have a subject and a date above their text.
static bool
looks_like_mail(gzt_str head)
{
    static const char *const telling[] = { "received",     "return-path",
                                           "message-id",   "mime-version",
                                           "delivered-to", "dkim-signature" };
    gzt_str line;

    for (int i = 0; i < 100 && gzt_str_cut(&head, '\n', &line); i++) {
        gzt_str name;

        if (line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t') && i)
            continue;
        if (!gzt_str_cut(&line, ':', &name) || !line.ptr || !name.len ||
            memchr(name.ptr, ' ', name.len))
            return false;
        for (size_t t = 0; t < sizeof(telling) / sizeof(*telling); t++)
            if (gzt_str_eq_nocase(name, gzt_str_of(telling[t])))
                return true;
    }
    return false;
}

// ---- All of them ------------------------------------------------------------

static bool
is_json_feed(gzt_str head)
{
    return gzt_str_find(head, GZT_S("jsonfeed.org/version/")) < head.len ||
           gzt_str_find(head, GZT_S("jsonfeed.org\\/version\\/")) < head.len;
}

static bool
looks_like_warc(gzt_str text)
{
    return gzt_str_starts(text, GZT_S("WARC/")) ||
           gzt_str_starts(text, GZT_S("filedesc://"));
}

// By content. `out` has what the name says.
static void
judge_content(gzt_str head, gzt_sniff *out)
{
    gzt_str text = gzt_str_trim(head);

    if (looks_like_json(text))
        out->format = is_json_feed(text) ? GZT_FORMAT_FEED : GZT_FORMAT_JSONL;
    else if (gzt_str_starts(text, GZT_S("%PDF-")))
        out->format = GZT_FORMAT_PDF;
    else if (looks_like_warc(text))
        out->format = GZT_FORMAT_WARC;
    else if (gzt_html_is(text))
        out->format = GZT_FORMAT_HTML;
    else if (text.len && text.ptr[0] == '<')
        judge_xml(text, out);
    else if (looks_like_mbox(head) || looks_like_mail(head))
        out->format = GZT_FORMAT_MAIL;
    else if (out->format == GZT_FORMAT_AUTO && looks_like_markdown(head))
        out->format = GZT_FORMAT_MARKDOWN;
    if (out->format == GZT_FORMAT_AUTO)
        out->format = GZT_FORMAT_TEXT;
}

static bool
is_whole(gzt_format format, gzt_str head)
{
    gzt_str text = gzt_str_trim(head);

    if (format == GZT_FORMAT_JSONL)
        return looks_like_json(text) && goes_over_lines(text);
    return format != GZT_FORMAT_MAIL || !looks_like_mbox(head);
}

// A page may have a stray NUL; what has lost its way among JSON is refused
// line by line; the others look for themselves.
static bool
is_binary(gzt_format format, gzt_str head)
{
    gzt_str text = gzt_str_trim(head);

    if (format == GZT_FORMAT_WARC || format == GZT_FORMAT_PDF ||
        looks_like_json(text) || gzt_html_is(text))
        return false;
    if (head.len > GZT_SNIFF_SIZE)
        head.len = GZT_SNIFF_SIZE;
    return head.len && memchr(head.ptr, '\0', head.len);
}

gzt_sniff
gzt_sniff_head(gzt_str head, gzt_str path, gzt_format wanted)
{
    gzt_sniff out = { .format = wanted };

    out.archive = gzt_archive_is(head);
    if (wanted == GZT_FORMAT_AUTO) {
        out.format = format_by_name(path);
        judge_content(head, &out);
    }
    out.whole = is_whole(out.format, head);
    out.binary = out.binary || is_binary(out.format, head);
    return out;
}

bool
gzt_sniff_enough(gzt_str head)
{
    gzt_str text = gzt_str_trim(head);

    if (head.len >= GZT_SNIFF_SIZE)
        return true;
    // A line of JSON on a slow pipe is to be had at once; of all else the
    // whole is waited for anyway.
    return looks_like_json(text) &&
           memchr(text.ptr, '\n', (size_t)(head.ptr + head.len - text.ptr));
}
