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

// Where `part` first stands in `s`, in either case of ASCII, or s.len.
static size_t
find_nocase(gzt_str s, const char *part)
{
    gzt_str wanted = gzt_str_of(part);

    for (size_t i = 0; i + wanted.len <= s.len; i++)
        if (starts_nocase(gzt_str_slice(s, i, s.len), wanted))
            return i;
    return s.len;
}

static bool
has(gzt_str s, const char *part)
{
    return find_nocase(s, part) < s.len;
}

// ---- What is no name --------------------------------------------------------

static bool
is_nobody(gzt_str text)
{
    static const char *const list[] = { "admin",     "administrator",
                                        "author",    "webmaster",
                                        "editor",    "unknown",
                                        "guest",     "user",
                                        "root",      "none",
                                        "null",      "default",
                                        "undefined", "staff",
                                        "no author", "anonymous",
                                        "me",        "us",
                                        "more",      "home" };

    for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
        if (gzt_str_eq_nocase(text, gzt_str_of(list[i])))
            return true;
    return false;
}

// Words of links and labels that stand where an author's name may.
static bool
is_label(gzt_str text)
{
    static const char *const words[] = {
        "comment",
        "komment",
        "previous",
        "next post",
        "posted on",
        "articles",
        "artikel",
        "kategorie",
        "categor",
        "schlagw",
        "subscribe",
        "follow",
        "share",
        "archive",
        "veröffentlicht am",
        "publicado el",
        "read more",
        "view all",
        "image",
        "photo",
        "foto",
        "source",
        "http",
        "«",
        "»",
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (has(text, words[i]))
            return true;
    return false;
}

bool
gzt_html_author_is(gzt_str text)
{
    bool letter = false;

    text = gzt_str_trim(text);
    if (text.len < 2 || text.len > NAMES_BYTES || is_nobody(text))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        letter |= c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (strchr("<>{}[]*#=", c) && c)
            return false;
    }
    return letter && !has(text, "://") && !has(text, "www.");
}

// Offices and desks, not names.
static bool
is_office(gzt_str part)
{
    static const char *const words[] = {
        "writer", "reporter",   "correspondent", "editor",   "contributor",
        "staff",  "columnist",  "journalist",    "redakt",   "director",
        "bureau", "special to", "photographer",  "producer", "analyst",
        "ph.d",   "ph. d",      "m.d.",          "phd",      "jr.",
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (has(part, words[i]))
            return true;
    return false;
}

static bool
is_title_letters(gzt_str part)
{
    // "MS", "RD", "MD": letters behind a comma that tell of a degree.
    if (part.len > 4)
        return false;
    for (size_t i = 0; i < part.len; i++)
        if (part.ptr[i] < 'A' || part.ptr[i] > 'Z')
            return false;
    return true;
}

static bool
is_name(gzt_str part)
{
    size_t words = 0;
    gzt_str rest = part, word;

    if (part.len < 2 || part.len > NAME_BYTES || has(part, "@") ||
        memchr(part.ptr, ':', part.len) || !gzt_html_author_is(part) ||
        is_label(part))
        return false;
    for (size_t i = 0; i < part.len; i++)
        if (part.ptr[i] >= '0' && part.ptr[i] <= '9')
            return false;
    while (gzt_str_cut(&rest, ' ', &word))
        words += word.len > 0;
    return words <= NAME_WORDS;
}

// ---- What stands around it --------------------------------------------------

// "By", in the languages that have such a word, and labels.
static gzt_str
without_by(gzt_str s)
{
    static const char *const marks[] = {
        "written by ",
        "posted by ",
        "reported by ",
        "story by ",
        "article by ",
        "by ",
        "by: ",
        "by:",
        "post author ",
        "author: ",
        "author:",
        "author ",
        "authors: ",
        "about ",
        "von ",
        "von: ",
        "autor: ",
        "autor:",
        "autor ",
        "autorin: ",
        "ein beitrag von ",
        "artikel von ",
        "geschrieben von ",
        "verfasst von ",
        "eingestellt von ",
        "veröffentlicht von ",
        "über ",
        "interview: ",
        "text: ",
        "por ",
        "por: ",
        "autora: ",
        "escrito por ",
        "publicado por ",
        "sobre ",
        "par ",
        "publié par ",
        "di ",
        "scritto da ",
        "door ",
        "av ",
        "af ",
        "Автор: ",
        "Автор:",
        "Автор ",
        "Текст: ",
        "автор: ",
        "автор:",
        "автор ",
        "текст: ",
        "作者：",
        "作者:",
        "文/",
        "記者 ",
        "记者 ",
        "| ",
        "show all articles of ",
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
// "@handle", "is a reporter", "on November 19".
static gzt_str
without_tail(gzt_str s)
{
    static const char *const marks[] = {
        " | ",  " • ",  " · ",   " (",         " - ",     " – ",      " — ",
        " @",   " is ", " for ", " in ",       " / ",     " on ",     " at ",
        " am ", " |",   " /",    " published", " posted", " updated",
    };
    size_t end = s.len;

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        size_t at = find_nocase(s, marks[i]);

        if (at < end && at > 1)
            end = at;
    }
    while (end && strchr(".,;:|/ ", s.ptr[end - 1]))
        end--;
    return gzt_str_slice(s, 0, end);
}

// ---- Lines ------------------------------------------------------------------

static bool
is_capital(gzt_str word)
{
    unsigned char c = (unsigned char)word.ptr[0];

    return c >= 0x80 || (c >= 'A' && c <= 'Z');
}

// Names are written with capitals, but for "de", "von" and their like.
static size_t
name_length(gzt_str s)
{
    gzt_str rest = s, word;
    size_t end = 0, small = 0, names = 0;

    while (gzt_str_cut(&rest, ' ', &word)) {
        bool last;

        if (!word.len)
            continue;
        if (!is_capital(word) && ++small > 2)
            break;
        if (word.ptr[0] >= '0' && word.ptr[0] <= '9')
            break;
        if (is_capital(word)) {
            end = (size_t)(word.ptr + word.len - s.ptr);
            small = 0;
            names++;
        }
        last = strchr(".|;:", word.ptr[word.len - 1]) && word.len > 2;
        if (last || names >= NAME_WORDS)
            break;
    }
    return end;
}

gzt_str
gzt_html_author_in_line(gzt_str line, bool dated)
{
    static const char *const inside[] = { " by ",   " von ", " par ", " por ",
                                          " door ", " di ",  " av " };
    gzt_str rest = without_by(line);

    if (rest.len == line.len && dated)
        for (size_t i = 0; i < sizeof(inside) / sizeof(*inside); i++) {
            size_t at = find_nocase(line, inside[i]);

            if (at < line.len && rest.len == line.len)
                rest = gzt_str_slice(line, at + strlen(inside[i]), line.len);
        }
    if (rest.len == line.len || !rest.len || !is_capital(rest))
        return (gzt_str){ 0 };
    return gzt_str_slice(rest, 0, name_length(rest));
}

// ---- Names ------------------------------------------------------------------

// The site itself, and not somebody who writes for it.
static bool
is_site(gzt_arena *arena, gzt_str part, const gzt_html_meta *site)
{
    gzt_str key = gzt_html_key(arena, part);
    gzt_str source = gzt_html_key(arena, site->source);
    gzt_str host = gzt_html_key(arena, gzt_html_host(site->url));

    return gzt_str_eq(key, source) ||
           (source.len && gzt_str_find(key, source) == 0) ||
           (key.len > 3 && gzt_str_find(host, key) == 0 && host.len);
}

static bool
is_kept(gzt_arena *arena, gzt_str part, gzt_str before,
        const gzt_html_meta *site)
{
    if (!is_name(part) || (site && is_site(arena, part, site)))
        return false;
    // Behind the first, one word is a place rather than a name.
    return !before.len || (!is_office(part) && !is_title_letters(part) &&
                           gzt_str_find(before, part) == before.len &&
                           memchr(part.ptr, ' ', part.len));
}

gzt_str
gzt_html_author_clean(gzt_arena *arena, gzt_str text, const gzt_html_meta *site)
{
    gzt_str rest = without_by(gzt_one_line(arena, text)), part, out;
    gzt_buf buf;

    gzt_buf_init(&buf, NAMES_BYTES);
    while (gzt_str_cut(&rest, ',', &part)) {
        part = without_tail(without_by(gzt_str_trim(part)));
        if (!is_kept(arena, part, gzt_buf_str(&buf), site))
            continue;
        if (buf.len)
            gzt_buf_put(&buf, GZT_S(", "));
        gzt_buf_put(&buf, part);
    }
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}
