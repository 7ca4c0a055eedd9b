/* sniff.c - what a file holds, by its first bytes, then by its name. */
#include "input/sniff.h"

#include "base/str.h"
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
    { ".shtml", GZT_FORMAT_HTML },
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
    if (ends_nocase(path, GZT_S(".gz")))
        path.len -= 3;
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

// RSS, Atom, RDF, WARC: their markup would be searched as words.
static bool
is_foreign(gzt_str text)
{
    static const char *const roots[] = { "<rss", "<feed", "<rdf:RDF", "<RDF" };

    if (gzt_str_starts(text, GZT_S("WARC/")))
        return true;
    if (gzt_str_starts(text, GZT_S("<?xml"))) {
        size_t end = gzt_str_find(text, GZT_S("?>"));

        if (end == text.len)
            return false;
        text = gzt_str_trim(gzt_str_slice(text, end + 2, text.len));
    }
    for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
        if (gzt_str_starts(text, gzt_str_of(roots[i])))
            return true;
    return false;
}

gzt_sniff
gzt_sniff_head(gzt_str head, gzt_str path, gzt_format wanted)
{
    gzt_format named = format_by_name(path);
    gzt_sniff out = { .format = wanted };
    gzt_str text = gzt_str_trim(head);
    bool json = looks_like_json(text);

    if (wanted == GZT_FORMAT_AUTO) {
        out.format = named ? named : GZT_FORMAT_TEXT;
        if (json)
            out.format = GZT_FORMAT_JSONL;
        else if (gzt_html_is(text))
            out.format = GZT_FORMAT_HTML;
        else if (!named && looks_like_markdown(head))
            out.format = GZT_FORMAT_MARKDOWN;
    }
    out.foreign = wanted == GZT_FORMAT_AUTO && is_foreign(text);
    out.whole =
        out.format != GZT_FORMAT_JSONL || (json && goes_over_lines(text));
    if (head.len > GZT_SNIFF_SIZE)
        head.len = GZT_SNIFF_SIZE;
    // JSON that went wrong is refused line by line.
    // A page may have a stray NUL.
    out.binary = !json && !gzt_html_is(text) && head.len &&
                 memchr(head.ptr, '\0', head.len);
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
