/* resolve_acronyms.c - short forms that the document defines itself. They go
 * before those that the lexicon knows: in this document they are what it says.
 */
#include "entity/acronym.h"
#include "entity/resolve_work.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    SHORTS_MAX = 64, // of a document
};

// A short form of one unit, and what it stands for.
typedef struct defined {
    gzt_str brief;  // folded
    gzt_name whole; // the long form; dropped: no name at all
} defined;

// The definitions of a document.
typedef struct defining {
    gzt_resolving *r;
    size_t sorted; // names that were there before
    defined list[SHORTS_MAX];
    size_t count;
} defining;

// The first unit that begins at or behind the byte.
static uint32_t
unit_from(const gzt_resolve_part *part, size_t at)
{
    uint32_t low = 0, high = (uint32_t)part->unit_count;

    while (low < high) {
        uint32_t mid = (low + high) / 2;

        if (part->units[mid].token->start < at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// Are there two words with capitals? "gross domestic product" is no name.
static bool
is_proper(const gzt_resolve_part *part, const gzt_name *name)
{
    size_t capitals = 0;

    for (uint32_t i = 0; i < name->count; i++)
        capitals += gzt_shape_is_capital(part->units[name->first + i].shape);
    return capitals >= 2;
}

// "Member of Parliament (MP)" is what somebody is.
static bool
is_office(const gzt_resolving *r, const gzt_name *whole)
{
    gzt_str word = gzt_name_word(r, whole, 0);

    return gzt_str_eq(word, GZT_S("member")) ||
           gzt_str_eq(word, GZT_S("members"));
}

static bool
is_agreement_word(gzt_str w)
{
    static const char *const list[] = { "accord",  "accords",    "agreement",
                                        "charter", "convention", "covenant",
                                        "pact",    "protocol",   "treaty" };

    for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
        if (gzt_str_is(w, list[i]))
            return true;
    return false;
}

// What a long form that nobody knows is.
static uint8_t
guess_type(const gzt_resolving *r, const gzt_name *whole)
{
    const gzt_resolve_part *part = &r->parts[whole->part];

    if (is_agreement_word(gzt_name_word(r, whole, 0)) ||
        is_agreement_word(gzt_name_word(r, whole, whole->count - 1)))
        return GZT_ENTITY_AGREEMENT;
    for (size_t i = 0; i < part->span_count; i++)
        if (part->spans[i].first >= whole->first &&
            part->spans[i].first + part->spans[i].count <=
                whole->first + whole->count &&
            part->spans[i].count * 2 > whole->count &&
            part->spans[i].type != GZT_ENTITY_PERSON)
            return part->spans[i].type;
    return GZT_ENTITY_ORG;
}

// Do the two slugs share most of their words? "Confidence Building in Asia"
// and "Confidence-Building Measures in Asia" do.
static bool
is_alike(gzt_str a, gzt_str b)
{
    size_t words = 0, shared = 0;
    gzt_str word, other, rest;

    while (gzt_str_cut(&a, '-', &word)) {
        if (word.len < 3)
            continue;
        words++;
        rest = b;
        while (gzt_str_cut(&rest, '-', &other))
            if (gzt_str_eq(word, other)) {
                shared++;
                break;
            }
    }
    return words && shared * 3 >= words * 2;
}

// The entity that the lexicon has under the short form, if its names look like
// the long form.
static uint32_t
known_by_short(const gzt_resolving *r, uint8_t part, uint32_t unit,
               gzt_str slug)
{
    const gzt_resolve_part *p = &r->parts[part];
    gzt_match match;
    const gzt_str *names;

    if (unit >= p->unit_count ||
        !gzt_lexicon_match(r->lexicon, p->units, unit + 1, unit, &match))
        return GZT_LEXICON_NONE;
    for (size_t i = 0; i < match.sense_count; i++) {
        size_t count = gzt_lexicon_aliases(r->lexicon, match.senses[i].entity,
                                           r->arena, &names);

        for (size_t k = 0; k < count; k++)
            if (is_alike(slug, gzt_entity_slug(names[k], r->arena)))
                return match.senses[i].entity;
    }
    return GZT_LEXICON_NONE;
}

static void
identify(gzt_resolving *r, gzt_name *whole, uint32_t brief)
{
    const gzt_resolve_part *part = &r->parts[whole->part];
    gzt_str text = gzt_name_text(r, whole);
    gzt_match match;

    whole->rule = GZT_RULE_LEXICON;
    whole->confidence = 0.97f;
    if (gzt_lexicon_match(r->lexicon, part->units, part->unit_count,
                          whole->first, &match) &&
        match.count == whole->count)
        whole->entity = match.senses[0].entity;
    else
        whole->entity = known_by_short(r, whole->part, brief,
                                       gzt_entity_slug(text, r->arena));
    if (whole->entity != GZT_LEXICON_NONE) {
        whole->type = (uint8_t)gzt_lexicon_type(r->lexicon, whole->entity);
        return;
    }
    whole->rule = GZT_RULE_ACRONYM;
    whole->confidence = 0.9f;
    whole->type = guess_type(r, whole);
    gzt_resolve_own_id(r, whole, text);
}

static void
add_name(gzt_resolving *r, const gzt_name *name)
{
    r->names = gzt_arena_more(r->arena, r->names, r->count, sizeof(*r->names));
    r->names[r->count++] = *name;
}

// The first of the names found so far that ends behind the unit: these are in
// order, and those that are added here come behind them.
static size_t
name_from(const defining *d, uint8_t part, uint32_t unit)
{
    const gzt_name *names = d->r->names;
    size_t low = 0, high = d->sorted;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (names[mid].part < part ||
            (names[mid].part == part &&
             names[mid].first + names[mid].count <= unit))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// Names within the range make room for what comes there.
static void
clear_range(defining *d, uint8_t part, uint32_t first, uint32_t count)
{
    gzt_name *names = d->r->names;

    for (size_t i = name_from(d, part, first);
         i < d->sorted && names[i].part == part &&
         names[i].first < first + count;
         i++)
        names[i].dropped = true;
}

// Read one definition; false when it is of no use.
static bool
read_definition(defining *all, uint8_t number, const gzt_definition *d,
                defined *out)
{
    gzt_resolving *r = all->r;
    const gzt_resolve_part *part = &r->parts[number];
    uint32_t brief = unit_from(part, d->short_start);
    uint32_t first = unit_from(part, d->long_start);
    uint32_t end = unit_from(part, d->long_end);

    if (brief >= part->unit_count || first >= end ||
        part->units[brief].token->end != d->short_end)
        return false;
    *out = (defined){ .brief = part->units[brief].token->word,
                      .whole = { .first = first,
                                 .count = end - first,
                                 .part = number,
                                 .entity = GZT_LEXICON_NONE } };
    out->whole.dropped =
        !is_proper(part, &out->whole) || is_office(r, &out->whole);
    if (out->whole.dropped)
        return true;
    identify(r, &out->whole, brief);
    clear_range(all, number, first, end - first);
    add_name(r, &out->whole);
    return true;
}

static bool
is_short_unit(const gzt_unit *unit)
{
    return unit->shape == GZT_SHAPE_UPPER || unit->shape == GZT_SHAPE_CODE ||
           unit->shape == GZT_SHAPE_MIXED;
}

// Is the unit part of a longer name, as in "NATO Response Force"?
static bool
is_within(const defining *d, uint8_t part, uint32_t unit)
{
    size_t i = name_from(d, part, unit);
    const gzt_name *name = i < d->sorted ? &d->r->names[i] : NULL;

    if (name && !name->dropped && name->part == part && name->first <= unit &&
        name->count > 1)
        return true;
    for (i = 0; i < d->count; i++) {
        name = &d->list[i].whole;
        if (!name->dropped && name->part == part && name->first <= unit &&
            name->first + name->count > unit)
            return true;
    }
    return false;
}

// One use of a short form, wherever it stands.
static void
put_short(defining *d, uint8_t part, uint32_t unit, const defined *one)
{
    gzt_name name = one->whole;

    if (is_within(d, part, unit))
        return;
    clear_range(d, part, unit, 1);
    if (name.dropped)
        return;
    name.part = part;
    name.first = unit;
    name.count = 1;
    if (name.entity == GZT_LEXICON_NONE)
        name.rule = GZT_RULE_ACRONYM;
    add_name(d->r, &name);
}

static void
apply(defining *d)
{
    for (uint8_t p = 0; p < GZT_PARTS; p++)
        for (uint32_t i = 0; i < d->r->parts[p].unit_count; i++) {
            const gzt_unit *unit = &d->r->parts[p].units[i];
            size_t k = 0;

            if (!is_short_unit(unit))
                continue;
            while (k < d->count &&
                   !gzt_str_eq(unit->token->word, d->list[k].brief))
                k++;
            if (k < d->count)
                put_short(d, p, i, &d->list[k]);
        }
}

static gzt_definitions
definitions_of(const gzt_resolving *r, const gzt_resolve_part *part)
{
    gzt_definitions found = { 0 };

    if (part->definitions)
        return *part->definitions;
    if (part->unit_count)
        found.count =
            gzt_acronyms_find(part->text, part->tokens, r->arena, &found.items);
    return found;
}

void
gzt_resolve_acronyms(gzt_resolving *r)
{
    defining d = { .r = r, .sorted = r->count };

    for (uint8_t p = 0; p < GZT_PARTS; p++) {
        gzt_definitions found = definitions_of(r, &r->parts[p]);

        for (size_t i = 0; i < found.count && d.count < SHORTS_MAX; i++)
            if (read_definition(&d, p, &found.items[i], &d.list[d.count]))
                d.count++;
    }
    if (d.count)
        apply(&d);
}
