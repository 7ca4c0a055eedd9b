/* html_hints.c - what the names of an element say it is for. */
#include "input/html_hints.h"

#include "base/str.h"

enum {
    WORD_MAX = 24,  // bytes; what is longer is no word
    NAMES_MAX = 600 // bytes of a class that are looked at
};

typedef struct row {
    const char *words; // one, or two with a blank between
    uint32_t hints;
} row;

// Sorted bytewise.
static const row rows[] = {
    { "about author", GZT_HINT_BIO },
    { "ad", GZT_HINT_PROMO },
    { "addthis", GZT_HINT_SHARE },
    { "addtoany", GZT_HINT_SHARE },
    { "ads", GZT_HINT_PROMO },
    { "adsense", GZT_HINT_PROMO },
    { "advert", GZT_HINT_PROMO },
    { "advertisement", GZT_HINT_PROMO },
    { "advertising", GZT_HINT_PROMO },
    { "affiliate", GZT_HINT_PROMO },
    { "also read", GZT_HINT_RELATED },
    { "article", GZT_HINT_ARTICLE },
    { "article body", GZT_HINT_BODY },
    { "article content", GZT_HINT_BODY },
    { "article text", GZT_HINT_BODY },
    { "articlebody", GZT_HINT_BODY },
    { "articlecontent", GZT_HINT_BODY },
    { "aside", GZT_HINT_ASIDE },
    { "author", GZT_HINT_AUTHOR },
    { "author about", GZT_HINT_BIO },
    { "author bio", GZT_HINT_BIO },
    { "author box", GZT_HINT_BIO },
    { "author content", GZT_HINT_BIO },
    { "author description", GZT_HINT_BIO },
    { "author info", GZT_HINT_BYLINE },
    { "authorbox", GZT_HINT_BIO },
    { "authors", GZT_HINT_AUTHOR },
    { "banner", GZT_HINT_PROMO | GZT_HINT_WEAK },
    { "bio", GZT_HINT_BIO },
    { "blog content", GZT_HINT_BODY },
    { "body content", GZT_HINT_BODY },
    { "body copy", GZT_HINT_BODY },
    { "body text", GZT_HINT_BODY },
    { "breadcrumb", GZT_HINT_LABELS },
    { "breadcrumbs", GZT_HINT_LABELS },
    { "byline", GZT_HINT_BYLINE },
    { "caption", GZT_HINT_CAPTION },
    { "captions", GZT_HINT_CAPTION },
    { "categories", GZT_HINT_LABELS },
    { "comment", GZT_HINT_COMMENTS },
    { "commentlist", GZT_HINT_COMMENTS },
    { "comments", GZT_HINT_COMMENTS },
    { "consent", GZT_HINT_NOTICE },
    { "content", GZT_HINT_ARTICLE },
    { "content body", GZT_HINT_BODY },
    { "content text", GZT_HINT_BODY },
    { "cookie", GZT_HINT_NOTICE },
    { "cookies", GZT_HINT_NOTICE },
    { "copyright", GZT_HINT_CAPTION },
    { "credit", GZT_HINT_CAPTION },
    { "credits", GZT_HINT_CAPTION },
    { "cta", GZT_HINT_PROMO },
    { "d print", GZT_HINT_UNSEEN },
    { "date", GZT_HINT_DATE },
    { "dateline", GZT_HINT_DATE },
    { "datetime", GZT_HINT_DATE },
    { "deck", GZT_HINT_SUMMARY },
    { "dek", GZT_HINT_SUMMARY },
    { "dialog", GZT_HINT_NOTICE },
    { "disclaimer", GZT_HINT_NOTICE },
    { "disqus", GZT_HINT_COMMENTS },
    { "donate", GZT_HINT_PROMO },
    { "donation", GZT_HINT_PROMO },
    { "dropdown", GZT_HINT_MENU },
    { "embed", GZT_HINT_EMBED },
    { "entry", GZT_HINT_ARTICLE },
    { "entry content", GZT_HINT_BODY },
    { "entry title", GZT_HINT_TITLE },
    { "fb like", GZT_HINT_SHARE },
    { "figure", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "footer", GZT_HINT_MENU },
    { "gallery", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "gdpr", GZT_HINT_NOTICE },
    { "headline", GZT_HINT_TITLE },
    { "hidden", GZT_HINT_UNSEEN },
    { "hide", GZT_HINT_UNSEEN },
    { "image", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "infobox", GZT_HINT_ASIDE },
    { "jumplinks", GZT_HINT_MENU },
    { "key points", GZT_HINT_SUMMARY },
    { "keypoints", GZT_HINT_SUMMARY },
    { "latest", GZT_HINT_RELATED },
    { "legal", GZT_HINT_NOTICE },
    { "lightbox", GZT_HINT_NOTICE },
    { "livefyre", GZT_HINT_COMMENTS },
    { "login", GZT_HINT_NOTICE },
    { "main body", GZT_HINT_BODY },
    { "main content", GZT_HINT_ARTICLE },
    { "main text", GZT_HINT_BODY },
    { "mashsb", GZT_HINT_SHARE },
    { "masthead", GZT_HINT_MENU },
    { "menu", GZT_HINT_MENU },
    { "meta", GZT_HINT_BYLINE },
    { "modal", GZT_HINT_NOTICE },
    { "more stories", GZT_HINT_RELATED },
    { "most popular", GZT_HINT_RELATED },
    { "most read", GZT_HINT_RELATED },
    { "nav", GZT_HINT_MENU },
    { "navbar", GZT_HINT_MENU },
    { "navigation", GZT_HINT_MENU },
    { "news body", GZT_HINT_BODY },
    { "news text", GZT_HINT_BODY },
    { "newsletter", GZT_HINT_PROMO },
    { "newsletters", GZT_HINT_PROMO },
    { "next article", GZT_HINT_RELATED },
    { "next post", GZT_HINT_RELATED },
    { "noprint", GZT_HINT_PROMO | GZT_HINT_WEAK },
    { "offscreen", GZT_HINT_UNSEEN },
    { "optin", GZT_HINT_PROMO },
    { "outbrain", GZT_HINT_RELATED },
    { "overlay", GZT_HINT_NOTICE },
    { "pager", GZT_HINT_MENU },
    { "pagination", GZT_HINT_MENU },
    { "paywall", GZT_HINT_PROMO | GZT_HINT_WEAK },
    { "photo", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "picture", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "popular", GZT_HINT_RELATED },
    { "popup", GZT_HINT_NOTICE },
    { "post author", GZT_HINT_AUTHOR },
    { "post body", GZT_HINT_BODY },
    { "post content", GZT_HINT_BODY },
    { "post text", GZT_HINT_BODY },
    { "print only", GZT_HINT_UNSEEN },
    { "privacy", GZT_HINT_NOTICE },
    { "promo", GZT_HINT_PROMO },
    { "promos", GZT_HINT_PROMO },
    { "promotion", GZT_HINT_PROMO },
    { "pubdate", GZT_HINT_DATE },
    { "published", GZT_HINT_DATE },
    { "pull quote", GZT_HINT_QUOTED },
    { "pullquote", GZT_HINT_QUOTED },
    { "rail", GZT_HINT_ASIDE },
    { "rating", GZT_HINT_SHARE | GZT_HINT_WEAK },
    { "reactions", GZT_HINT_COMMENTS },
    { "read also", GZT_HINT_RELATED },
    { "read more", GZT_HINT_RELATED },
    { "read next", GZT_HINT_RELATED },
    { "readmore", GZT_HINT_RELATED },
    { "recirc", GZT_HINT_RELATED },
    { "recirculation", GZT_HINT_RELATED },
    { "recommendation", GZT_HINT_RELATED },
    { "recommendations", GZT_HINT_RELATED },
    { "recommended", GZT_HINT_RELATED },
    { "register", GZT_HINT_PROMO },
    { "related", GZT_HINT_RELATED },
    { "replies", GZT_HINT_COMMENTS },
    { "respond", GZT_HINT_COMMENTS },
    { "screen reader", GZT_HINT_UNSEEN },
    { "share", GZT_HINT_SHARE },
    { "sharebar", GZT_HINT_SHARE },
    { "sharedaddy", GZT_HINT_SHARE },
    { "sharing", GZT_HINT_SHARE },
    { "sidebar", GZT_HINT_ASIDE },
    { "sign up", GZT_HINT_PROMO },
    { "signin", GZT_HINT_NOTICE },
    { "signup", GZT_HINT_PROMO },
    { "similar", GZT_HINT_RELATED },
    { "slideshow", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "social", GZT_HINT_SHARE },
    { "sponsor", GZT_HINT_PROMO },
    { "sponsored", GZT_HINT_PROMO },
    { "sr only", GZT_HINT_UNSEEN },
    { "standfirst", GZT_HINT_SUMMARY },
    { "story", GZT_HINT_ARTICLE },
    { "story body", GZT_HINT_BODY },
    { "story content", GZT_HINT_BODY },
    { "story text", GZT_HINT_BODY },
    { "storybody", GZT_HINT_BODY },
    { "subheadline", GZT_HINT_SUMMARY },
    { "subscribe", GZT_HINT_PROMO },
    { "subscription", GZT_HINT_PROMO | GZT_HINT_WEAK },
    { "subtitle", GZT_HINT_SUMMARY },
    { "summary", GZT_HINT_SUMMARY },
    { "taboola", GZT_HINT_RELATED },
    { "tags", GZT_HINT_LABELS },
    { "teaser", GZT_HINT_RELATED | GZT_HINT_WEAK },
    { "timestamp", GZT_HINT_DATE },
    { "title", GZT_HINT_TITLE },
    { "toc", GZT_HINT_MENU },
    { "toolbar", GZT_HINT_SHARE },
    { "tooltip", GZT_HINT_NOTICE },
    { "topics", GZT_HINT_LABELS },
    { "trending", GZT_HINT_RELATED },
    { "up next", GZT_HINT_RELATED },
    { "video", GZT_HINT_CAPTION | GZT_HINT_WEAK },
    { "visually hidden", GZT_HINT_UNSEEN },
    { "visuallyhidden", GZT_HINT_UNSEEN },
};

static uint32_t
look_up(const char *words)
{
    size_t low = 0, high = sizeof(rows) / sizeof(*rows);

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(words, rows[middle].words);

        if (!order)
            return rows[middle].hints;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

static bool
is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

// The next word of a name, in lower case: "articleBody" has two, "JSONText"
// too. False at its end.
static bool
next_word(gzt_str *name, char word[WORD_MAX + 1])
{
    size_t at = 0, len = 0;

    while (at < name->len && !is_letter(name->ptr[at]))
        at++;
    for (; at < name->len && is_letter(name->ptr[at]); at++) {
        char c = name->ptr[at];
        bool after_lower = len && !is_upper(name->ptr[at - 1]);
        bool before_lower = len && at + 1 < name->len &&
                            is_letter(name->ptr[at + 1]) &&
                            !is_upper(name->ptr[at + 1]);

        if (is_upper(c) && (after_lower || before_lower))
            break;
        if (len < WORD_MAX)
            word[len++] = is_upper(c) ? (char)(c - 'A' + 'a') : c;
    }
    word[len] = '\0';
    *name = gzt_str_slice(*name, at, name->len);
    return len > 0;
}

// Names that tell what is in it, or on the page, and not what it is: the
// classes that a blog gives a post for each of its tags, "has-sidebar".
static bool
tells_of_other(const char *first)
{
    static const char *const list[] = { "has",    "with",   "without",  "no",
                                        "not",    "tag",    "category", "type",
                                        "status", "format", "tax",      "term",
                                        "hentry", NULL };

    for (const char *const *at = list; *at; at++)
        if (!strcmp(first, *at))
            return true;
    return false;
}

static uint32_t
hints_of_name(gzt_str name)
{
    char pair[2 * WORD_MAX + 2] = "", word[WORD_MAX + 1];
    uint32_t hints = 0;
    size_t before = 0; // length of the word before, in `pair`

    while (next_word(&name, word)) {
        size_t len = strlen(word);

        if (!before && tells_of_other(word))
            return 0;
        hints |= look_up(word);
        if (before) {
            pair[before] = ' ';
            memcpy(pair + before + 1, word, len + 1);
            hints |= look_up(pair);
        }
        memcpy(pair, word, len + 1);
        before = len;
    }
    return hints;
}

static uint32_t
hints_of_names(gzt_str names)
{
    uint32_t hints = 0;
    gzt_str name;

    if (names.len > NAMES_MAX)
        names.len = NAMES_MAX;
    while (gzt_str_cut(&names, ' ', &name))
        hints |= hints_of_name(name);
    return hints;
}

static uint32_t
hints_of_property(gzt_str property)
{
    static const row properties[] = {
        { "articleBody", GZT_HINT_BODY },   { "author", GZT_HINT_AUTHOR },
        { "headline", GZT_HINT_TITLE },     { "comment", GZT_HINT_COMMENTS },
        { "datePublished", GZT_HINT_DATE }, { "dateModified", GZT_HINT_DATE },
        { "caption", GZT_HINT_CAPTION },    { "description", GZT_HINT_SUMMARY },
        { "keywords", GZT_HINT_LABELS },
    };
    uint32_t hints = 0;
    gzt_str name;

    while (gzt_str_cut(&property, ' ', &name))
        for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++)
            if (gzt_str_eq(name, gzt_str_of(properties[i].words)))
                hints |= properties[i].hints;
    return hints;
}

static uint32_t
hints_of_role(gzt_str role)
{
    static const row roles[] = {
        { "article", GZT_HINT_ARTICLE },     { "main", GZT_HINT_ARTICLE },
        { "navigation", GZT_HINT_MENU },     { "menu", GZT_HINT_MENU },
        { "menubar", GZT_HINT_MENU },        { "toolbar", GZT_HINT_MENU },
        { "complementary", GZT_HINT_ASIDE }, { "contentinfo", GZT_HINT_MENU },
        { "dialog", GZT_HINT_NOTICE },       { "alertdialog", GZT_HINT_NOTICE },
        { "search", GZT_HINT_MENU },
    };

    for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
        if (gzt_str_eq(role, gzt_str_of(roles[i].words)))
            return roles[i].hints;
    return 0;
}

static uint32_t
hints_of_tag(gzt_html_tag tag)
{
    switch (tag) {
    case GZT_TAG_NAV:
    case GZT_TAG_FOOTER:
        return GZT_HINT_MENU;
    case GZT_TAG_ASIDE:
        return GZT_HINT_ASIDE;
    case GZT_TAG_DIALOG:
        return GZT_HINT_NOTICE;
    case GZT_TAG_FIGURE:
        return GZT_HINT_CAPTION | GZT_HINT_WEAK;
    case GZT_TAG_FIGCAPTION:
        return GZT_HINT_CAPTION;
    case GZT_TAG_ARTICLE:
    case GZT_TAG_MAIN:
        return GZT_HINT_ARTICLE;
    default:
        return 0;
    }
}

uint32_t
gzt_html_hints_of(const gzt_html_tree *tree, size_t node)
{
    const gzt_html_node *n = &tree->nodes[node];
    uint32_t hints = hints_of_tag((gzt_html_tag)n->tag);

    for (size_t i = 0; i < n->attribute_count; i++) {
        const gzt_html_value *value = &tree->values[n->attributes + i];

        if (value->name == GZT_ATTR_CLASS || value->name == GZT_ATTR_ID)
            hints |= hints_of_names(value->text);
        else if (value->name == GZT_ATTR_ITEMPROP)
            hints |= hints_of_property(value->text);
        else if (value->name == GZT_ATTR_ROLE)
            hints |= hints_of_role(value->text);
    }
    return hints;
}
