/* data.c - labelled text to documents with names: BIO files, whose types a map
 * brings into ours, and the articles of corpus/gold/entities. */
#include "train.h"

#include <stdlib.h>

enum {
    P = 1 << GZT_ENTITY_PERSON,
    O = 1 << GZT_ENTITY_ORG,
    C = 1 << GZT_ENTITY_COUNTRY,
    L = 1 << GZT_ENTITY_PLACE,
    A = 1 << GZT_ENTITY_AGREEMENT,
    E = 1 << GZT_ENTITY_EVENT,
    G = 1 << GZT_ENTITY_GROUP,
    PERHAPS = 1 << 7, // or it is none
};

typedef struct type_map {
    const char *name;   // of the set
    bool copies;        // worth being varied
    uint8_t unlabelled; // our types that it does not mark
    struct {
        const char *type;
        uint8_t types;
    } map[12];
} type_map;

// What is not in a map is no name. Sets that mark but some of our types leave
// it open whether the rest is a name.
static const type_map maps[] = {
    { "crossner",
      true,
      A | G,
      { { "politician", P },
        { "person", P },
        { "politicalparty", O },
        { "organisation", O },
        { "country", C },
        { "location", L },
        { "election", E },
        { "event", E | A },
        { "misc", A | G | E | PERHAPS } } },
    { "gmb",
      true,
      A | E,
      { { "per", P },
        { "org", O },
        { "geo", L | C },
        { "gpe", G | C },
        { "eve", E | A },
        { "art", A | E | PERHAPS } } },
    { "wikigold",
      true,
      0,
      { { "PER", P },
        { "ORG", O },
        { "LOC", L | C },
        { "MISC", A | G | E | PERHAPS } } },
    { "wnut",
      false,
      A | E | G,
      { { "person", P },
        { "location", L | C },
        { "corporation", O },
        { "group", O | PERHAPS } } },
    { "btc",
      false,
      A | E | G,
      { { "PER", P }, { "ORG", O }, { "LOC", L | C } } },
    { "sec",
      false,
      A | E | G,
      { { "PER", P | PERHAPS },
        { "ORG", O },
        { "LOC", L | C },
        { "MISC", A | G | E | PERHAPS } } },
    { "gold", true, 0, { { "", 0 } } },
    { "tei", false, P | O | C | L | A | E | G, { { "persName", P } } },
};

static const type_map *
map_of(const char *name)
{
    for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++)
        if (gzt_str_eq(gzt_str_of(maps[i].name), gzt_str_of(name)))
            return &maps[i];
    train_die("no map is called %s", name);
}

static uint8_t
types_of(const type_map *map, gzt_str type)
{
    for (size_t i = 0; i < 12 && map->map[i].type; i++)
        if (gzt_str_eq(gzt_str_of(map->map[i].type), type))
            return map->map[i].types;
    return 0;
}

// ---- Documents -------------------------------------------------------------

void
train_draft_name(train_draft *d, size_t start, size_t end, uint8_t types)
{
    if (d->names == d->room) {
        d->room = d->room ? 2 * d->room : 256;
        d->starts = gzt_xrealloc(d->starts, d->room, sizeof(*d->starts));
        d->ends = gzt_xrealloc(d->ends, d->room, sizeof(*d->ends));
        d->types = gzt_xrealloc(d->types, d->room, sizeof(*d->types));
    }
    d->starts[d->names] = start;
    d->ends[d->names] = end;
    d->types[d->names++] = types;
}

void
train_draft_release(train_draft *d)
{
    free(d->starts);
    free(d->ends);
    free(d->types);
}

static void
finish(const train_draft *d, bool copies)
{
    train_draft_put(d, 1, false);
    if (copies)
        train_draft_vary(d);
}

// Names are by place.
static void
place_names(const train_draft *d, train_document *doc)
{
    train_set *set = d->set;
    uint32_t at = 0;

    doc->names =
        gzt_arena_array(&set->arena, d->names + 1, sizeof(*doc->names));
    for (size_t i = 0; i < d->names; i++) {
        train_name name = { 0 };

        while (at < doc->unit_count &&
               doc->units[at].token->end <= d->starts[i])
            at++;
        name.first = at;
        while (at < doc->unit_count && doc->units[at].token->start < d->ends[i])
            at++;
        name.count = at - name.first;
        name.types = d->types[i] & (uint8_t)~PERHAPS;
        name.perhaps = d->types[i] & PERHAPS;
        if (name.count && name.types)
            doc->names[doc->name_count++] = name;
    }
}

// Some sets take a title for a part of the name; it is none of ours.
static void
drop_titles(train_document *doc)
{
    static const char *const titles[] = {
        "mr",          "mrs",        "ms",         "dr",      "president",
        "prime",       "minister",   "vice",       "foreign", "defense",
        "deputy",      "secretary",  "general",    "senator", "sen",
        "gen",         "king",       "queen",      "prince",  "princess",
        "chancellor",  "ambassador", "ayatollah",  "colonel", "lieutenant",
        "governor",    "judge",      "justice",    "pope",    "premier",
        "interior",    "finance",    "former",     "rep",     "representative",
        "congressman", "admiral",    "captain",    "major",   "sergeant",
        "chairman",    "director",   "attorney",   "chief",   "army",
        "cardinal",    "bishop",     "archbishop", "sheikh",  "emir",
        "sultan",      "crown",      "first",      "lady",    "sir",
        "brigadier",   "treasury",   "health",     "trade",   "information",
        "councilor",   "state",      "of",         "advisor", "adviser",
        "national",    "security",   "specialist", "oil",     "commissioner",
    };
    for (size_t i = 0; i < doc->name_count; i++) {
        train_name *name = &doc->names[i];

        while (name->types == P && name->count > 1) {
            gzt_str word = doc->units[name->first].token->word;
            size_t k = 0;

            while (k < sizeof(titles) / sizeof(*titles) &&
                   !gzt_str_eq(gzt_str_of(titles[k]), word))
                k++;
            if (k == sizeof(titles) / sizeof(*titles))
                break;
            name->first++;
            name->count--;
        }
    }
}

// What is not known must be learnt from what it looks like.
static void
forget_matches(train_set *set, train_document *doc)
{
    gzt_match *kept =
        gzt_arena_array(&set->arena, doc->match_count + 1, sizeof(*kept));
    size_t count = 0;

    for (size_t i = 0; i < doc->match_count; i++)
        if ((float)(train_draw(set) % 1000) >= 1000 * set->unknown)
            kept[count++] = doc->matches[i];
    doc->matches = kept;
    doc->match_count = count;
}

void
train_draft_put(const train_draft *d, float share, bool copy)
{
    train_set *set = d->set;
    train_document doc = { .unlabelled = d->unlabelled,
                           .weight = d->weight * share,
                           .group = d->group,
                           .copy = copy };
    gzt_bio bio = { .text = gzt_arena_copy(&set->arena, d->text) };
    gzt_tokens tokens;
    gzt_unit *units;

    gzt_analyze(set->analyzer, bio.text, GZT_S("en"), GZT_ANALYZE_NO_STEM,
                &set->arena, &tokens);
    doc.unit_count =
        d->paragraphs ? gzt_bio_units(&bio, &tokens, &set->arena, &units)
                      : gzt_units_make(bio.text, &tokens, &set->arena, &units);
    doc.units = units;
    if (set->lexicon)
        doc.match_count = gzt_lexicon_scan(set->lexicon, units, doc.unit_count,
                                           &set->arena, &doc.matches);
    if (copy)
        forget_matches(set, &doc);
    place_names(d, &doc);
    drop_titles(&doc);
    set->documents = gzt_arena_more(&set->arena, set->documents, set->count,
                                    sizeof(*set->documents));
    set->documents[set->count++] = doc;
}

// ---- BIO -------------------------------------------------------------------

static void
read_bio(const train_draft *base, const type_map *map)
{
    gzt_arena *arena = &base->set->arena;
    gzt_str lines = train_file_read(base->file, arena);
    gzt_bio bio;

    while (gzt_bio_take(&lines, arena, &bio)) {
        train_draft d = *base;

        d.text = bio.text;
        d.paragraphs = true;
        for (size_t i = 0, end; i < bio.count; i = end) {
            gzt_str tag = bio.tokens[i].tag;

            end = i + 1;
            if (tag.len < 3 || tag.ptr[1] != '-')
                continue;
            tag = gzt_str_slice(tag, 2, tag.len);
            while (end < bio.count && bio.tokens[end].tag.len > 2 &&
                   bio.tokens[end].tag.ptr[0] == 'I' &&
                   bio.tokens[end].sentence == bio.tokens[i].sentence)
                end++;
            train_draft_name(&d, bio.tokens[i].start, bio.tokens[end - 1].end,
                             types_of(map, tag));
        }
        finish(&d, map->copies);
        train_draft_release(&d);
    }
}

// ---- Our own articles ------------------------------------------------------

// "country:ru/adj" and the like: an adjective is of a group.
static uint8_t
gold_type(const char *file, gzt_str id)
{
    gzt_entity_type type;

    if (gzt_str_ends(id, GZT_S("/adj")))
        return G;
    if (!gzt_entity_type_of(id, &type))
        train_die("%s: no type: %.*s", file, GZT_ARG(id));
    return (uint8_t)(1 << type);
}

void
train_draft_line(train_draft *d, gzt_buf *text, gzt_str line)
{
    size_t start = 0, id = 0;
    bool inside = false;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];

        if (c == '\\' && i + 1 < line.len) {
            gzt_buf_putc(text, line.ptr[++i]);
        } else if (c == '[') {
            start = text->len;
            inside = true;
        } else if (c == '|' && inside && !id) {
            id = i + 1;
        } else if (c == ']' && id) {
            train_draft_name(d, start, text->len,
                             gold_type(d->file, gzt_str_slice(line, id, i)));
            id = 0;
            inside = false;
        } else if (!id) {
            gzt_buf_putc(text, c);
        }
    }
}

static void
finish_text(train_draft *d, gzt_buf *text, bool copies)
{
    d->text = gzt_buf_str(text);
    if (d->text.len)
        finish(d, copies);
    gzt_buf_clear(text);
    d->names = 0;
}

static void
read_gold(train_draft *d)
{
    gzt_str rest = train_file_read(d->file, &d->set->arena), line;
    uint32_t base = d->group;
    gzt_buf text;

    gzt_buf_init(&text, GZT_BIO_BYTES);
    while (gzt_str_cut(&rest, '\n', &line)) {
        if (gzt_str_starts(line, GZT_S("# doc "))) {
            finish_text(d, &text, true);
            d->group = base + d->set->articles++ % d->set->folds;
        } else if (!line.len) {
            gzt_buf_put(&text, GZT_S("\n"));
        } else {
            train_draft_line(d, &text, line);
            // The analyzer finds the sentences, as it will in use.
            gzt_buf_put(&text, GZT_S("\n"));
        }
    }
    finish_text(d, &text, true);
    gzt_buf_release(&text);
}

// ---- TEI -------------------------------------------------------------------

typedef struct tei {
    train_draft *d;
    gzt_buf text;
    int notes;   // depth in notes, which interrupt sentences
    bool inside; // a document
    size_t name; // 1 more than where a name began
} tei;

static void
tei_text(tei *t, gzt_str s)
{
    for (size_t i = 0; i < s.len && t->inside && !t->notes; i++) {
        bool blank = s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\t';
        char last = t->text.len ? t->text.ptr[t->text.len - 1] : '\n';

        if (!blank)
            gzt_buf_putc(&t->text, s.ptr[i]);
        else if (last != ' ' && last != '\n')
            gzt_buf_putc(&t->text, ' ');
    }
}

static bool
is_block(gzt_str tag)
{
    return gzt_str_starts(tag, GZT_S("p>")) ||
           gzt_str_starts(tag, GZT_S("p ")) ||
           gzt_str_starts(tag, GZT_S("head")) ||
           gzt_str_starts(tag, GZT_S("item")) ||
           gzt_str_starts(tag, GZT_S("dateline")) ||
           gzt_str_starts(tag, GZT_S("div")) ||
           gzt_str_starts(tag, GZT_S("closer")) ||
           gzt_str_starts(tag, GZT_S("opener"));
}

static void
tei_tag(tei *t, gzt_str tag)
{
    bool empty = gzt_str_ends(tag, GZT_S("/>"));

    if (gzt_str_starts(tag, GZT_S("note")))
        t->notes += !empty;
    else if (gzt_str_starts(tag, GZT_S("/note")))
        t->notes--;
    else if (t->notes)
        return;
    else if (gzt_str_starts(tag, GZT_S("div type=\"document\""))) {
        finish_text(t->d, &t->text, false);
        t->inside = true;
    } else if (gzt_str_starts(tag, GZT_S("back")))
        t->inside = false;
    else if (is_block(tag) && t->text.len)
        gzt_buf_put(&t->text, GZT_S("\n\n"));
    else if (gzt_str_starts(tag, GZT_S("persName corresp")))
        t->name = t->text.len + 1;
    else if (gzt_str_starts(tag, GZT_S("/persName")) && t->name) {
        train_draft_name(t->d, t->name - 1, t->text.len, P);
        t->name = 0;
    }
}

static void
read_tei(train_draft *d)
{
    gzt_str rest = train_file_read(d->file, &d->set->arena);
    tei t = { .d = d };

    gzt_buf_init(&t.text, GZT_BIO_BYTES);
    while (rest.len) {
        gzt_str head;
        size_t open = gzt_str_find(rest, GZT_S("<")), close;

        tei_text(&t, gzt_str_slice(rest, 0, open));
        rest = gzt_str_slice(rest, open, rest.len);
        close = gzt_str_find(rest, GZT_S(">"));
        if (close == rest.len)
            break;
        head = gzt_str_slice(rest, 1, close + 1);
        tei_tag(&t, head);
        rest = gzt_str_slice(rest, close + 1, rest.len);
    }
    finish_text(d, &t.text, false);
    gzt_buf_release(&t.text);
}

void
train_set_add(train_set *set, const char *file, const char *what,
              uint32_t group, float weight)
{
    const type_map *map = map_of(what);
    train_draft d = { .set = set,
                      .file = file,
                      .unlabelled = map->unlabelled,
                      .group = group,
                      .weight = weight };

    if (gzt_str_eq(gzt_str_of(what), GZT_S("gold")))
        read_gold(&d);
    else if (gzt_str_eq(gzt_str_of(what), GZT_S("tei")))
        read_tei(&d);
    else
        read_bio(&d, map);
    train_draft_release(&d);
}
