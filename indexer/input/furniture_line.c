/* furniture_line.c - how much a line by itself looks like furniture.
 *
 * Signals add up, since none is proof: an article may end on the words "sign
 * up", but hardly begin a short line with them and go on about a newsletter.
 */
#include "input/furniture.h"

#include "base/str.h"

enum {
    LINE_COLUMNS = 240, // columns; longer is no such line
};

typedef struct cue {
    const char *words;
    int weight;
} cue;

// The whole line, but for marks around it.
static const cue whole_lines[] = {
    { "advertisement", 4 },
    { "advertisements", 4 },
    { "advert", 4 },
    { "sponsored", 3 },
    { "share", 4 },
    { "share this", 4 },
    { "tweet", 4 },
    { "print", 2 },
    { "email", 2 },
    { "e-mail", 2 },
    { "read more", 4 },
    { "show more", 3 },
    { "load more", 3 },
    { "see more", 3 },
    { "more", 2 },
    { "close", 2 },
    { "comments", 2 },
    { "leave a comment", 4 },
    { "no comments", 3 },
    { "listen", 2 },
    { "save", 2 },
    { "save article", 4 },
    { "subscribe", 4 },
    { "log in", 4 },
    { "sign in", 4 },
    { "sign up", 4 },
    { "menu", 3 },
    { "search", 2 },
    { "skip to content", 4 },
    { "skip to main content", 4 },
    { "back to top", 4 },
    { "home", 2 },
    { "contact", 2 },
    { "contact us", 3 },
    { "about us", 3 },
    { "privacy", 2 },
    { "privacy policy", 4 },
    { "terms of use", 4 },
    { "loading", 3 },
    { "loading...", 3 },
    { "continue reading", 4 },
    { "story continues below", 4 },
};

// How the line, or a sentence in it, begins.
static const cue beginnings[] = {
    { "sign up", 2 },
    { "subscribe", 2 },
    { "join our", 2 },
    { "become a member", 2 },
    { "follow us", 3 },
    { "like us on", 3 },
    { "follow @", 3 },
    { "click here", 3 },
    { "download our", 2 },
    { "download the app", 3 },
    { "get our", 2 },
    { "get the app", 3 },
    { "enter your", 2 },
    { "register for", 1 },
    { "register now", 3 },
    { "log in", 2 },
    { "sign in", 2 },
    { "share this", 3 },
    { "share on", 3 },
    { "share:", 3 },
    { "email this", 3 },
    { "e-mail this", 3 },
    { "print this", 3 },
    { "send to a friend", 3 },
    { "read more:", 3 },
    { "also read", 3 },
    { "see our", 1 },
    { "apply by", 2 },
    { "apply at", 2 },
    { "apply now", 3 },
    { "work with us", 3 },
    { "jobs:", 3 },
    { "vacancy:", 3 },
    { "vacancies:", 3 },
    { "advertisement -", 3 },
    { "advertisement:", 3 },
    { "tags:", 2 },
    { "topics:", 2 },
    { "filed under", 2 },
    { "support our", 2 },
    { "donate", 1 },
    { "try", 1 },
    { "find your", 1 },
    { "get", 1 },
    { "join", 1 },
    { "discover", 1 },
    { "corrections?", 2 },
    { "back to top", 3 },
    { "text size", 3 },
    { "all rights reserved", 3 },
    { "copyright", 2 },
    { "story continues", 3 },
    { "this website uses", 2 },
    { "we use cookies", 3 },
    { "you are here:", 3 },
    { "visit our", 2 },
    { "write to the", 1 },
    { "details on our", 2 },
    { "most popular", 2 },
    { "terms /", 3 },
    { "terms of use", 2 },
    { "closing date", 2 },
    { "to advertise", 2 },
    { "buy now", 3 },
    { "like this:", 3 },
    { "like loading", 3 },
    { "start your", 1 },
    { "choose your", 1 },
};

// Anywhere in it.
static const cue mentions[] = {
    { "newsletter", 1 },
    { "your inbox", 2 },
    { "all rights reserved", 3 },
    { "job board", 1 },
    { "jobs board", 1 },
    { "jobs page", 1 },
    { "careers page", 1 },
    { "career", 1 },
    { "our readers", 1 },
    { "000 readers", 1 },
    { "subscribe", 1 },
    { "subscription", 1 },
    { "subscriber", 1 },
    { "free trial", 2 },
    { "our app", 1 },
    { "our newsletters", 1 },
    { "e-mail address", 1 },
    { "email address", 1 },
    { "your e-mail", 1 },
    { "your email", 1 },
    { "cookies", 1 },
    { "privacy policy", 1 },
    { "terms of use", 1 },
    { "terms of service", 1 },
    { "terms and conditions", 1 },
    { "is hiring", 1 },
    { "readers pay", 1 },
    { "readers' desk", 1 },
    { "become a member", 1 },
    { "morning letter", 1 },
    { "morning briefing", 1 },
    { "job", 1 },
    { "jobs", 1 },
    { "unsubscribe", 2 },
    { "story continues below", 3 },
    { "log in", 1 },
    { "your friends", 1 },
    { "sign up", 1 },
    { "vacancy", 1 },
    { "is looking for a", 1 },
    { "we are looking for", 1 },
    { "seeks a", 1 },
    { "per month", 1 },
    { "a week", 0 },
};

static const char *const list_heads[] = {
    "related",
    "recommended",
    "most read",
    "most popular",
    "most viewed",
    "most shared",
    "read next",
    "up next",
    "more from",
    "more on",
    "more stories",
    "more in",
    "you may also",
    "you might also",
    "recent features",
    "recent articles",
    "recent posts",
    "recent stories",
    "latest news",
    "latest stories",
    "latest from",
    "latest articles",
    "trending",
    "popular now",
    "editor's picks",
    "editors' picks",
    "editor's choice",
    "don't miss",
    "what to read next",
    "further reading",
    "also in",
    "also on",
    "in case you missed it",
    "top stories",
    "featured",
    "from our partners",
    "keep reading",
    "other stories",
    "see also",
    "recommended for",
    "related articles",
    "related stories",
    "see more on",
    "from around the web",
    "popular",
};

// ---- Matching ---------------------------------------------------------------

typedef struct folded {
    char bytes[512];
    size_t len;
} folded;

static bool
is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

// Punctuation and symbols of the blocks U+2000 to U+2BFF: dashes, bullets,
// arrows, boxes; also the guillemets and the middle dot.
static size_t
symbol_length(gzt_str s)
{
    if (s.len >= 3 && (unsigned char)s.ptr[0] == 0xe2 &&
        (unsigned char)s.ptr[1] < 0xb0)
        return 3;
    if (gzt_str_starts(s, GZT_S("»")) || gzt_str_starts(s, GZT_S("«")) ||
        gzt_str_starts(s, GZT_S("·")))
        return 2;
    return s.len && !is_alnum(s.ptr[0]);
}

// Lower case, plain apostrophes, single blanks; without the marks before it.
static void
fold(gzt_str s, folded *out)
{
    size_t skip;

    out->len = 0;
    while ((skip = symbol_length(s)) && !gzt_str_starts(s, GZT_S("@")))
        s = gzt_str_slice(s, skip, s.len);
    while (s.len && out->len + 1 < sizeof(out->bytes)) {
        char c = s.ptr[0];
        size_t take = 1;

        if (gzt_str_starts(s, GZT_S("’"))) {
            c = '\'';
            take = 3;
        }
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c == '\t')
            c = ' ';
        if (c != ' ' || (out->len && out->bytes[out->len - 1] != ' '))
            out->bytes[out->len++] = c;
        s = gzt_str_slice(s, take, s.len);
    }
}

static bool
word_ends(gzt_str s, size_t at)
{
    return at >= s.len || !is_alnum(s.ptr[at]) ||
           !is_alnum(s.ptr[at ? at - 1 : 0]);
}

static bool
begins_with(gzt_str s, const char *words)
{
    gzt_str wanted;

    if (!s.len || s.ptr[0] != words[0]) // nearly always
        return false;
    wanted = gzt_str_of(words);
    return gzt_str_starts(s, wanted) && word_ends(s, wanted.len);
}

static bool
mentions_words(gzt_str s, const char *words)
{
    gzt_str wanted = gzt_str_of(words);

    while (s.len) {
        size_t at = gzt_str_find(s, wanted);

        if (at == s.len)
            return false;
        if ((!at || !is_alnum(s.ptr[at - 1])) && word_ends(s, at + wanted.len))
            return true;
        s = gzt_str_slice(s, at + 1, s.len);
    }
    return false;
}

static int
score_whole(gzt_str s)
{
    while (s.len && (strchr(":.!>-]) ", s.ptr[s.len - 1])))
        s.len--;
    for (size_t i = 0; i < sizeof(whole_lines) / sizeof(*whole_lines); i++)
        if (gzt_str_eq(s, gzt_str_of(whole_lines[i].words)))
            return whole_lines[i].weight;
    return 0;
}

static int
score_beginning(gzt_str s)
{
    int best = 0;

    for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
        if (beginnings[i].weight > best && begins_with(s, beginnings[i].words))
            best = beginnings[i].weight;
    return best;
}

// Of the line and of each sentence in it.
static int
score_beginnings(gzt_str s)
{
    int sum = score_beginning(s);

    for (size_t i = 0; i + 2 < s.len; i++)
        if (s.ptr[i + 1] == ' ' && strchr(".?!:", s.ptr[i]))
            sum += score_beginning(gzt_str_slice(s, i + 2, s.len));
    return sum;
}

static int
score_mentions(gzt_str s)
{
    int sum = 0;

    for (size_t i = 0; i < sizeof(mentions) / sizeof(*mentions); i++)
        if (mentions[i].weight && mentions_words(s, mentions[i].words))
            sum += mentions[i].weight;
    return sum;
}

// "© 2014", "(c) 2014", "Copyright 2014".
static int
score_rights(gzt_str original, gzt_str s)
{
    gzt_str sign = GZT_S("©");

    if (gzt_str_find(original, sign) < original.len)
        return 3;
    if (original.len > 3 && original.ptr[0] == '(' && begins_with(s, "c)"))
        return 3;
    return begins_with(s, "copyright") && s.len > 10 && s.ptr[10] >= '0' &&
                   s.ptr[10] <= '9'
               ? 3
               : 0;
}

int
gzt_furniture_score(const gzt_paragraph *p)
{
    folded line;
    gzt_str s;
    int strong, weak;

    // Nobody is asked for anything in quotes: somebody in the article speaks.
    if (p->columns > LINE_COLUMNS || gzt_str_starts(p->text, GZT_S("“")) ||
        gzt_str_starts(p->text, GZT_S("\"")))
        return 0;
    fold(p->text, &line);
    s = (gzt_str){ line.bytes, line.len };
    strong = score_whole(s) + score_beginnings(s) + score_rights(p->text, s);
    weak = score_mentions(s);
    // A sentence that only mentions jobs and careers may be about them.
    if (!strong && p->sentence && weak == 2)
        weak = 1;
    return strong + weak;
}

bool
gzt_furniture_is_marked(gzt_str line)
{
    return symbol_length(line) > 0;
}

bool
gzt_furniture_is_rule(gzt_str s)
{
    size_t skip;

    while (s.len && (skip = symbol_length(s)) > 0)
        s = gzt_str_slice(s, skip, s.len);
    return !s.len;
}

// Separators that keep the items of a menu apart.
static size_t
count_separators(gzt_str s)
{
    static const char *const marks[] = { " | ", " » ", " > ",  " / ",
                                         " · ", " • ", " :: ", "  " };
    size_t count = 0;

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        gzt_str mark = gzt_str_of(marks[i]), rest = s;
        size_t at;

        while ((at = gzt_str_find(rest, mark)) < rest.len) {
            count++;
            rest = gzt_str_trim(gzt_str_slice(rest, at + mark.len, rest.len));
        }
    }
    return count;
}

bool
gzt_furniture_is_menu(const gzt_paragraph *p)
{
    size_t separators;
    gzt_str s = p->text;

    if (gzt_furniture_is_rule(s))
        return true;
    if (p->sentence || p->columns > LINE_COLUMNS)
        return false;
    // "[Facebook] [Twitter]"
    if (s.ptr[0] == '[' && memchr(s.ptr + 1, '[', s.len - 1))
        return true;
    separators = count_separators(s);
    // A trail of two steps is short; "Peace | War" may be a headline.
    if (separators == 1)
        return p->words <= 6 && (gzt_str_find(s, GZT_S(" » ")) < s.len ||
                                 gzt_str_find(s, GZT_S(" > ")) < s.len ||
                                 gzt_str_find(s, GZT_S(" :: ")) < s.len);
    return separators >= 2 && p->words <= 5 * (separators + 1);
}

bool
gzt_furniture_heads_list(const gzt_paragraph *p)
{
    folded line;
    gzt_str s;
    size_t colon;

    fold(p->text, &line);
    s = (gzt_str){ line.bytes, line.len };
    colon = gzt_str_find(s, GZT_S(":"));
    for (size_t i = 0; i < sizeof(list_heads) / sizeof(*list_heads); i++) {
        gzt_str head = gzt_str_of(list_heads[i]);

        if (!begins_with(s, list_heads[i]))
            continue;
        if (s.len == head.len || s.ptr[head.len] == ':')
            return true;
        // One word alone begins too many real headings.
        if (memchr(head.ptr, ' ', head.len) &&
            (colon < 40 || (!p->sentence && p->words <= 6)))
            return true;
    }
    return false;
}

bool
gzt_furniture_is_advert(const gzt_paragraph *p)
{
    folded line;
    gzt_str s;

    fold(p->text, &line);
    s = (gzt_str){ line.bytes, line.len };
    return p->words <= 6 &&
           (begins_with(s, "advertisement") || begins_with(s, "sponsored") ||
            begins_with(s, "advertising feature"));
}
