/* html_author.c - the names in what a page says about its authors. */
#include "input/html_author.h"

#include "base/buf.h"
#include "base/str.h"
#include "input/article.h"
#include "input/html_title.h"

enum {
    NAME_BYTES = 80,
    NAMES_BYTES = 300,
    NAME_WORDS = 7
};

static bool
starts_nocase(gzt_str s, gzt_str prefix)
{
    return s.len >= prefix.len &&
           gzt_str_eq_nocase(gzt_str_slice(s, 0, prefix.len), prefix);
}

static bool
has(gzt_str s, const char *part)
{
    return gzt_str_find(s, gzt_str_of(part)) < s.len;
}

bool
gzt_html_author_is(gzt_str text)
{
    static const char *const nobody[] = {
        "admin",   "administrator", "author",  "webmaster", "editor",
        "unknown", "guest",         "user",    "root",      "n/a",
        "none",    "null",          "default", "undefined", "staff"
    };
    bool letter = false;

    text = gzt_str_trim(text);
    if (text.len < 2 || text.len > NAMES_BYTES || has(text, "://") ||
        has(text, "www.") || has(text, "{") || has(text, "<"))
        return false;
    for (size_t i = 0; i < sizeof(nobody) / sizeof(*nobody); i++)
        if (gzt_str_eq_nocase(text, gzt_str_of(nobody[i])))
            return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        letter |= c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
    return letter;
}

// "By", in the languages that have such a word, and labels.
static gzt_str
without_by(gzt_str s)
{
    static const char *const marks[] = {
        "written by ",
        "posted by ",
        "reported by ",
        "story by ",
        "by ",
        "by: ",
        "by:",
        "author: ",
        "author:",
        "authors: ",
        "von ",
        "von: ",
        "por ",
        "por: ",
        "autor: ",
        "autor:",
        "autora: ",
        "par ",
        "di ",
        "door ",
        "автор: ",
        "автор:",
        "текст: ",
        "text: ",
        "作者：",
        "作者:",
        "文/",
        "記者 ",
        "记者 ",
        "av ",
        "af ",
        "de: ",
        "scritto da ",
        "publicado por ",
        "publié par ",
        "geschrieben von ",
        "ein beitrag von ",
        "article by ",
    };
    bool cut = true;

    while (cut) {
        cut = false;
        for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
            if (starts_nocase(s, gzt_str_of(marks[i]))) {
                s = gzt_str_trim(gzt_str_slice(s, strlen(marks[i]), s.len));
                cut = true;
            }
    }
    return s;
}

// What stands behind a name and is none: "| The Guardian", "(AP)", "in Paris",
// "<address>", "is a reporter".
static gzt_str
without_tail(gzt_str s)
{
    static const char *const marks[] = { " | ",  " • ",   " · ",  " (",
                                         " - ",  " – ",   " — ",  " @",
                                         " is ", " for ", " in ", "\t",
                                         " / ",  " on ",  " at ", " | " };
    size_t end = s.len;

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t at = gzt_str_find(s, gzt_str_of(marks[i]));

        if (at < end && at > 1)
            end = at;
    }
    return gzt_str_trim(gzt_str_slice(s, 0, end));
}

// Offices and desks, not names.
static bool
is_office(gzt_str part)
{
    static const char *const words[] = {
        "writer",     "reporter",     "correspondent",
        "editor",     "contributor",  "columnist",
        "journalist", "staff",        "bureau",
        "special to", "photographer", "producer",
        "redakteur",  "director",     "analyst",
        "ph.d",       "m.d.",         "jr.",
        "md",         "phd",
    };
    char lower[NAME_BYTES];
    size_t len = part.len < sizeof(lower) ? part.len : sizeof(lower);

    for (size_t i = 0; i < len; i++)
        lower[i] = part.ptr[i] >= 'A' && part.ptr[i] <= 'Z'
                       ? (char)(part.ptr[i] - 'A' + 'a')
                       : part.ptr[i];
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (has((gzt_str){ lower, len }, words[i]))
            return true;
    return false;
}

static bool
is_name(gzt_str part)
{
    size_t words = 0;
    gzt_str rest = part, word;

    if (part.len < 2 || part.len > NAME_BYTES || has(part, "@") ||
        !gzt_html_author_is(part))
        return false;
    for (size_t i = 0; i < part.len; i++)
        if (part.ptr[i] >= '0' && part.ptr[i] <= '9')
            return false;
    while (gzt_str_cut(&rest, ' ', &word))
        words += word.len > 0;
    return words <= NAME_WORDS;
}

gzt_str
gzt_html_author_clean(gzt_arena *arena, gzt_str text, gzt_str source)
{
    gzt_str rest = without_by(gzt_one_line(arena, text)), part, out;
    gzt_str site = gzt_html_key(arena, source);
    gzt_buf buf;

    gzt_buf_init(&buf, NAMES_BYTES);
    while (gzt_str_cut(&rest, ',', &part)) {
        part = without_tail(without_by(gzt_str_trim(part)));
        if (!is_name(part) || (buf.len && is_office(part)) ||
            gzt_str_eq(gzt_html_key(arena, part), site) ||
            gzt_str_find(gzt_buf_str(&buf), part) < buf.len)
            continue;
        if (buf.len)
            gzt_buf_put(&buf, GZT_S(", "));
        gzt_buf_put(&buf, part);
    }
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}
