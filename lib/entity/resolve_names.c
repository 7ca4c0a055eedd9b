/* resolve_names.c - what the lexicon knows and what the model sees, as one
 * list of names.
 *
 * Where both speak of the same words, the lexicon's name is better if it is a
 * long one; the model is better where a short known name is part of a longer
 * unknown one ("Ashanti Gold Corporation", "Philippe Kirsch").
 */
#include "entity/resolve_work.h"

#include "entity/roles.h"

#include "base/str.h"

static const float SURE = 0.5f; // of a name that is made of known ones

typedef struct merging {
    gzt_resolving *r;
    const gzt_resolve_part *part;
    uint8_t number;     // of the part
    size_t match, span; // the next ones
} merging;

static gzt_name *
put_name(merging *m, uint32_t first, uint32_t count)
{
    gzt_resolving *r = m->r;
    gzt_name *name;

    r->names = gzt_arena_more(r->arena, r->names, r->count, sizeof(*r->names));
    name = &r->names[r->count++];
    *name = (gzt_name){ .first = first,
                        .count = count,
                        .part = m->number,
                        .entity = GZT_LEXICON_NONE };
    return name;
}

static void
put_match(merging *m, const gzt_match *match, const gzt_span *span)
{
    gzt_name *name = put_name(m, match->first, match->count);

    name->match = match;
    name->span = span;
    name->rule = GZT_RULE_LEXICON;
}

static uint32_t
match_end(const gzt_match *match)
{
    return match->first + match->count;
}

static uint32_t
span_end(const gzt_span *span)
{
    return span->first + span->count;
}

// Short forms of offices, as minutes have them before a name.
static bool
is_office_code(gzt_str word)
{
    static const char *const list[] = { "avm", "dfm", "dpm", "dvm", "fm",
                                        "gm",  "hm",  "pm",  "sg",  "vfm",
                                        "vm",  "vp",  "v",   "vc" };

    for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
        if (gzt_str_is(word, list[i]))
            return true;
    return false;
}

// Where the name of a person begins, behind titles: "VM Chiao".
static size_t
person_begin(const gzt_unit *units, size_t count)
{
    size_t skip = gzt_role_within(units, count);

    skip += gzt_role_leading(units + skip, count - skip);
    if (!skip && count > 1 && units[0].shape == GZT_SHAPE_UPPER &&
        is_office_code(units[0].token->word) && !units[1].gap &&
        units[count - 1].shape == GZT_SHAPE_CAPITAL)
        skip = 1;
    return skip;
}

// A model's name without the title that may begin it; a title alone is none.
// It holds the matches [m->match, last).
static void
put_span(merging *m, const gzt_span *span, size_t last)
{
    const gzt_unit *units = m->part->units + span->first;
    size_t skip = 0;
    gzt_name *name;

    if (span->type == GZT_ENTITY_PERSON)
        skip = person_begin(units, span->count);
    if (span->count - skip == 1 && span->type == GZT_ENTITY_PERSON &&
        gzt_is_role_word(units[skip].token->word) &&
        (skip || units[skip].token->end - units[skip].token->start < 3))
        return;
    name =
        put_name(m, span->first + (uint32_t)skip, span->count - (uint32_t)skip);
    for (size_t i = m->match; i < last; i++) {
        if (m->part->matches[i].first == name->first)
            name->from = &m->part->matches[i];
        if (match_end(&m->part->matches[i]) == name->first + name->count)
            name->to = &m->part->matches[i];
    }
    name->span = span;
    name->type = span->type;
    name->rule = GZT_RULE_MODEL;
    name->confidence = span->confidence;
}

static bool
is_weak(const gzt_match *match)
{
    return match->flags & GZT_SENSE_WEAK;
}

static bool
has_type(const gzt_match *match, gzt_entity_type type)
{
    return match->types >> type & 1;
}

static bool
is_place_like(unsigned type)
{
    return type == GZT_ENTITY_PLACE || type == GZT_ENTITY_COUNTRY;
}

// Can a name of the model's type be the entity that the lexicon has?
static bool
agree(const gzt_match *match, const gzt_span *span)
{
    if (has_type(match, span->type))
        return true;
    return is_place_like(span->type) && (has_type(match, GZT_ENTITY_PLACE) ||
                                         has_type(match, GZT_ENTITY_COUNTRY));
}

// Words that only say which part of a country is meant, as far as they stand
// before it: "South Brisbane" and "Galway West" are names of their own.
static bool
is_direction(const gzt_unit *unit, const gzt_match *next)
{
    static const char *const list[] = {
        "central",      "downtown",     "east",         "eastern",
        "greater",      "mainland",     "north",        "northeast",
        "northeastern", "northern",     "northwest",    "northwestern",
        "south",        "southeast",    "southeastern", "southern",
        "southwest",    "southwestern", "upper",        "west",
        "western",
    };

    if (!next ||
        (unit->shape != GZT_SHAPE_LOWER && !has_type(next, GZT_ENTITY_COUNTRY)))
        return false;
    for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
        if (gzt_str_eq(unit->token->word, gzt_str_of(list[i])))
            return true;
    return false;
}

// Units of the span that no match covers, outside of titles and directions.
static size_t
uncovered(const merging *m, const gzt_span *span, size_t last)
{
    size_t left = 0, at = m->match;

    for (uint32_t i = span->first; i < span_end(span); i++) {
        const gzt_unit *unit = &m->part->units[i];

        while (at < last && match_end(&m->part->matches[at]) <= i)
            at++;
        if (at < last && m->part->matches[at].first <= i)
            continue;
        if (span->type == GZT_ENTITY_PERSON)
            left += !gzt_is_role_word(unit->token->word);
        else
            left +=
                !(unit->flags & GZT_UNIT_STOP) &&
                !is_direction(unit, at < last ? &m->part->matches[at] : NULL);
    }
    return left;
}

// "left Austria for Kazakhstan": places and nothing else make no other name.
static bool
are_places(const merging *m, size_t last)
{
    static const unsigned places =
        1u << GZT_ENTITY_PLACE | 1u << GZT_ENTITY_COUNTRY;
    const gzt_match *matches = m->part->matches;

    for (size_t i = m->match; i < last; i++)
        if (matches[i].types & ~places ||
            (i > m->match && matches[i].first == match_end(&matches[i - 1])))
            return false;
    return true;
}

// "Russia-West", and any other pair with a country of which the model is not
// sure, names the country.
static bool
is_odd_pair(const merging *m, const gzt_span *span, size_t last)
{
    const gzt_match *match = &m->part->matches[m->match];
    const gzt_unit *second = &m->part->units[span->first + 1];

    return last - m->match == 1 && span->count == 2 && match->count == 1 &&
           second->gap & GZT_GAP_HYPHEN &&
           match->types == 1u << GZT_ENTITY_COUNTRY && !is_weak(match) &&
           (span->confidence < SURE || is_direction(second, match));
}

// Is the span, holding matches [m->match, last), better read as these?
static bool
matches_are_better(const merging *m, const gzt_span *span, size_t last)
{
    const gzt_match *matches = m->part->matches;
    const gzt_match *first = &matches[m->match], *end = &matches[last - 1];
    bool whole = first->first == span->first &&
                 end->first + end->count == span_end(span);

    if (last - m->match == 1 && whole)
        return agree(first, span) || !is_weak(first);
    if (is_odd_pair(m, span, last))
        return true;
    if (uncovered(m, span, last))
        return false;
    if (last - m->match == 1)
        return agree(end, span) ||
               (!is_weak(end) && span->type != GZT_ENTITY_ORG);
    if (span->type == GZT_ENTITY_PERSON)
        return has_type(end, GZT_ENTITY_PERSON) && end->count > 1;
    // "China-Russia", "Russian Gazprom", but not "Polish Navy Academy".
    for (size_t i = m->match; i < last; i++)
        if (is_weak(&matches[i]))
            return false;
    return is_place_like(span->type) || span->type == GZT_ENTITY_GROUP ||
           are_places(m, last) ||
           (agree(end, span) && end->count == 1 && span->confidence < SURE &&
            match_end(end) == span_end(span));
}

// "US-led", "pro-Russian": words in small letters behind or before a hyphen
// are no part of the name. Returns the span, or a shorter one.
static const gzt_span *
trim_span(const merging *m, const gzt_span *span)
{
    const gzt_unit *units = m->part->units;
    uint32_t first = span->first, end = span_end(span);
    gzt_span *trimmed;

    while (end - first > 1 && units[end - 1].shape == GZT_SHAPE_LOWER &&
           units[end - 1].gap & GZT_GAP_HYPHEN)
        end--;
    while (end - first > 1 && units[first].shape == GZT_SHAPE_LOWER &&
           units[first + 1].gap & GZT_GAP_HYPHEN &&
           gzt_shape_is_capital(units[first + 1].shape) && first + 2 == end)
        first++;
    if (end - first == span->count)
        return span;
    trimmed = gzt_arena_alloc(m->r->arena, sizeof(*trimmed));
    *trimmed = *span;
    trimmed->first = first;
    trimmed->count = end - first;
    return trimmed;
}

// The span and the matches that touch it.
static void
merge_span(merging *m, const gzt_span *span)
{
    const gzt_match *matches = m->part->matches;
    size_t last = m->match;

    while (last < m->part->match_count && matches[last].first < span_end(span))
        last++;
    if (last == m->match) {
        put_span(m, span, last);
        return;
    }
    // A known name that reaches beyond the span has the last word, if long.
    if (last == m->match + 1 && matches[m->match].count >= span->count &&
        (matches[m->match].count > 1 || agree(&matches[m->match], span) ||
         !is_weak(&matches[m->match])))
        put_match(m, &matches[m->match], span);
    else if (match_end(&matches[last - 1]) > span_end(span) ||
             matches[m->match].first < span->first ||
             matches_are_better(m, span, last))
        for (size_t i = m->match; i < last; i++)
            put_match(m, &matches[i], span);
    else
        put_span(m, span, last);
    m->match = last;
}

static void
merge_part(merging *m)
{
    const gzt_resolve_part *part = m->part;

    for (;;) {
        const gzt_span *span = m->span < part->span_count
                                   ? trim_span(m, &part->spans[m->span])
                                   : NULL;
        const gzt_match *match =
            m->match < part->match_count ? &part->matches[m->match] : NULL;

        if (match && (!span || match_end(match) <= span->first)) {
            put_match(m, match, NULL);
            m->match++;
        } else if (span) {
            // One match may lie over two spans; the second is then passed.
            if (m->r->count && m->r->names[m->r->count - 1].part == m->number &&
                m->r->names[m->r->count - 1].first +
                        m->r->names[m->r->count - 1].count >
                    span->first)
                m->span++;
            else {
                merge_span(m, span);
                m->span++;
            }
        } else
            break;
    }
}

enum {
    WIDEN_MAX = 3, // words before a surname
};

// May the word before this one be a first name, or an initial? The first word
// of a sentence may be anything, unless an initial follows.
static bool
may_be_first(const gzt_unit *unit, bool follows)
{
    return !(unit->gap & ~(unsigned)GZT_GAP_DOT) &&
           !(unit->flags & GZT_UNIT_FIRST) &&
           (unit[-1].shape == GZT_SHAPE_CAPITAL ||
            unit[-1].shape == GZT_SHAPE_INITIAL) &&
           !(unit[-1].flags & GZT_UNIT_STOP) &&
           (follows || !(unit[-1].flags & GZT_UNIT_FIRST)) &&
           !gzt_is_role_word(unit[-1].token->word);
}

// "Reggie Bush" is not the President: a known surname behind a word that may
// be a first name is a name of its own.
static void
widen(gzt_resolving *r, gzt_name *name, const gzt_name *before)
{
    const gzt_unit *units = r->parts[name->part].units;
    uint32_t at = name->first, free_units = at, n = 0;

    if (!name->match || name->span || name->count != 1 ||
        name->match->types != 1u << GZT_ENTITY_PERSON)
        return;
    if (before && before->part == name->part)
        free_units = at - before->first - before->count;
    while (n < WIDEN_MAX && n < free_units &&
           may_be_first(units + at - n, n > 0))
        n++;
    if (!n || units[at].shape != GZT_SHAPE_CAPITAL)
        return;
    name->first -= n;
    name->count += n;
    name->to = name->match;
    name->match = NULL;
    name->type = GZT_ENTITY_PERSON;
    name->rule = GZT_RULE_MODEL;
    name->confidence = 0.6f;
}

void
gzt_resolve_names(gzt_resolving *r)
{
    for (uint8_t i = 0; i < GZT_PARTS; i++) {
        merging m = { .r = r, .part = &r->parts[i], .number = i };

        merge_part(&m);
    }
    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];

        widen(r, name, i ? name - 1 : NULL);
        name->role =
            (uint8_t)gzt_role_before(r->parts[name->part].units, name->first);
    }
}
