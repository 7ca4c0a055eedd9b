/* resolve_later.c - shorter names of what the document names in full: surnames
 * (Putin), and heads with a capital (the Council). */
#include "entity/resolve_work.h"

#include "entity/roles.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    BY_END = 100,  // "Putin" of Vladimir Putin
    BY_BEGIN = 45, // "Yan" of Yan Xuetong; "Fidel"
    BEFORE = 30,   // the full name stands before it
    SAME_ROLE = 40,
    NEAR = 25, // less one for each name between
    KNOWN = 4, // share of the prior of who is known
};

static const float UNSURE = 0.9f; // of the type that the model says

// ---- Persons ----------------------------------------------------------------

static bool
is_suffix(gzt_str word)
{
    return gzt_str_eq(word, GZT_S("jr")) || gzt_str_eq(word, GZT_S("sr")) ||
           gzt_str_eq(word, GZT_S("ii")) || gzt_str_eq(word, GZT_S("iii"));
}

// Words of a full name without "Jr.".
static size_t
full_count(const gzt_resolving *r, const gzt_name *name)
{
    size_t count = name->count;

    while (count > 1 && is_suffix(gzt_name_word(r, name, count - 1)))
        count--;
    return count;
}

static bool
same_words(const gzt_resolving *r, const gzt_name *a, size_t from,
           const gzt_name *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (!gzt_str_eq(gzt_name_word(r, a, from + i), gzt_name_word(r, b, i)))
            return false;
    return true;
}

static bool
same_role(const gzt_resolving *r, const gzt_name *a, const gzt_name *b)
{
    const gzt_unit *x = r->parts[a->part].units + a->first;
    const gzt_unit *y = r->parts[b->part].units + b->first;

    return a->role && b->role && a->role == b->role &&
           gzt_str_eq(x[-1].token->word, y[-1].token->word);
}

// How well names[of] goes as the full name of `brief`, which stands at
// names[at]; 0: not at all.
static int
fit(const gzt_resolving *r, size_t of, const gzt_name *brief, size_t at)
{
    const gzt_name *full = &r->names[of];
    size_t count = full_count(r, full), between = of < at ? at - of : of - at;
    int sum;

    if (full->dropped || full->type != GZT_ENTITY_PERSON ||
        !gzt_name_is_decided(full) || count <= brief->count)
        return 0;
    if (same_words(r, full, count - brief->count, brief))
        sum = BY_END;
    else if (brief->count == 1 && same_words(r, full, 0, brief))
        sum = BY_BEGIN;
    else
        return 0;
    if (full->entity != GZT_LEXICON_NONE)
        sum += gzt_lexicon_entity(r->lexicon, full->entity).prior / KNOWN;
    if (of < at)
        sum += BEFORE;
    if (same_role(r, full, brief))
        sum += SAME_ROLE;
    return sum + (between < NEAR ? NEAR - (int)between : 0);
}

// The full names by each of their ends, so that not all are looked at.
typedef struct full_index {
    uint32_t *heads; // number of a name and 1, by word
    uint32_t *nexts; // two a name: by its last word, by its first one
    size_t room;
} full_index;

static size_t
slot_of(const full_index *x, gzt_str word)
{
    return gzt_str_hash(word, 0) & (x->room - 1);
}

static void
index_names(const gzt_resolving *r, full_index *x)
{
    x->room = 16;
    while (x->room < 2 * r->count)
        x->room *= 2;
    x->heads = gzt_arena_array(r->arena, x->room, sizeof(*x->heads));
    x->nexts = gzt_arena_array(r->arena, 2 * r->count + 2, sizeof(*x->nexts));
    for (uint32_t i = 0; i < r->count; i++) {
        const gzt_name *name = &r->names[i];
        size_t at;

        if (name->count < 2 || name->type != GZT_ENTITY_PERSON ||
            name->dropped || !gzt_name_is_decided(name))
            continue;
        at = slot_of(x, gzt_name_word(r, name, full_count(r, name) - 1));
        x->nexts[2 * i] = x->heads[at];
        x->heads[at] = 2 * i + 1;
        at = slot_of(x, gzt_name_word(r, name, 0));
        x->nexts[2 * i + 1] = x->heads[at];
        x->heads[at] = 2 * i + 2;
    }
}

enum {
    LOOKED_AT = 64, // full names of one surname
};

static const gzt_name *
find_full(const gzt_resolving *r, const full_index *x, const gzt_name *brief,
          size_t at)
{
    const gzt_name *found = NULL;
    uint32_t i =
        x->heads[slot_of(x, gzt_name_word(r, brief, brief->count - 1))];
    int best = 0;

    for (int n = 0; i && n < LOOKED_AT; i = x->nexts[i - 1], n++) {
        int sum = fit(r, (i - 1) / 2, brief, at);

        if (sum > best) {
            best = sum;
            found = &r->names[(i - 1) / 2];
        }
    }
    return found;
}

static bool
is_place_first(const gzt_resolving *r, const gzt_name *name)
{
    for (size_t i = 0; name->match && i < name->match->sense_count; i++)
        if (name->match->fits >> i & 1)
            return gzt_lexicon_type(r->lexicon,
                                    name->match->senses[i].entity) !=
                   GZT_ENTITY_PERSON;
    return false;
}

// May it be the shorter name of a person that the document names in full?
static bool
may_be_person(const gzt_resolving *r, const gzt_name *name)
{
    bool model = name->span && name->span->type == GZT_ENTITY_PERSON;

    if (name->dropped || gzt_name_is_decided(name))
        return false;
    if (name->match)
        return model || name->role || !is_place_first(r, name);
    if (name->type == GZT_ENTITY_PERSON)
        return name->count <= 2;
    // "Zachary Quillby ..., said Quillby": who is named knows better.
    return name->count == 1 && name->confidence < UNSURE &&
           (name->type == GZT_ENTITY_ORG || name->type == GZT_ENTITY_PLACE);
}

static void
become(gzt_name *name, const gzt_name *full)
{
    name->entity = full->entity;
    name->id = full->id;
    name->name = full->name;
    name->type = full->type;
    name->adjective = false;
    name->rule = GZT_RULE_MENTION;
    name->confidence =
        full->confidence * (name->span || name->role ? 0.97f : 0.9f);
}

// Is the unit a capitalised word on its own, beside no other one?
static bool
stands_alone(const gzt_resolve_part *part, size_t at)
{
    const gzt_unit *unit = &part->units[at];

    if ((unit->shape != GZT_SHAPE_CAPITAL && unit->shape != GZT_SHAPE_UPPER &&
         unit->shape != GZT_SHAPE_MIXED) ||
        unit->flags & GZT_UNIT_STOP)
        return false;
    if (at + 1 < part->unit_count && !unit[1].gap &&
        !(unit[1].flags & GZT_UNIT_FIRST) &&
        gzt_shape_is_capital(unit[1].shape))
        return false;
    return unit->flags & GZT_UNIT_FIRST || !at || unit->gap ||
           !gzt_shape_is_capital(unit[-1].shape) ||
           gzt_is_role_word(unit[-1].token->word) ||
           unit[-1].flags & GZT_UNIT_FIRST;
}

// Surnames that neither the lexicon nor the model has found: the names of the
// document are reason enough.
static bool
find_surname(const gzt_resolving *r, const full_index *x, uint8_t part,
             uint32_t unit, size_t at, gzt_name *out)
{
    const gzt_name *full;

    *out = (gzt_name){ .first = unit,
                       .count = 1,
                       .part = part,
                       .type = GZT_ENTITY_PERSON,
                       .entity = GZT_LEXICON_NONE };
    out->role = (uint8_t)gzt_role_before(r->parts[part].units, unit);
    full = find_full(r, x, out, at);
    if (full)
        become(out, full);
    return full != NULL;
}

static int
compare_names(const void *a, const void *b)
{
    const gzt_name *x = a, *y = b;

    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static void
add_surnames(gzt_resolving *r, const full_index *x)
{
    size_t count = r->count, at = 0;
    gzt_name name;

    for (uint8_t p = 0; p < GZT_PARTS; p++)
        for (uint32_t i = 0; i < r->parts[p].unit_count; i++) {
            while (at < count &&
                   (r->names[at].part < p ||
                    (r->names[at].part == p &&
                     r->names[at].first + r->names[at].count <= i)))
                at++;
            if (at < count && r->names[at].part == p &&
                r->names[at].first <= i && !r->names[at].dropped)
                continue;
            if (!stands_alone(&r->parts[p], i) ||
                !find_surname(r, x, p, i, at, &name))
                continue;
            r->names =
                gzt_arena_more(r->arena, r->names, r->count, sizeof(*r->names));
            r->names[r->count++] = name;
        }
    if (r->count > count)
        qsort(r->names, r->count, sizeof(*r->names), compare_names);
}

static void
link_persons(gzt_resolving *r)
{
    full_index x;

    index_names(r, &x);
    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];
        const gzt_name *full;

        if (!may_be_person(r, name))
            continue;
        full = find_full(r, &x, name, i);
        if (full)
            become(name, full);
    }
    add_surnames(r, &x);
}

// ---- Heads ------------------------------------------------------------------

// Words that stand for a longer name of which they are the head.
static bool
is_head(gzt_str word)
{
    static const char *const list[] = {
        "accord",    "accords",      "agency",       "agreement",
        "alliance",  "assembly",     "authority",    "bank",
        "bureau",    "chamber",      "charter",      "commission",
        "committee", "conference",   "congress",     "convention",
        "council",   "court",        "department",   "federation",
        "front",     "fund",         "institute",    "league",
        "ministry",  "organisation", "organization", "parliament",
        "party",     "protocol",     "senate",       "statute",
        "treaty",    "tribunal",     "union",        "university",
    };

    for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
        if (gzt_str_eq(word, gzt_str_of(list[i])))
            return true;
    return false;
}

static bool
is_body(unsigned type)
{
    return type == GZT_ENTITY_ORG || type == GZT_ENTITY_AGREEMENT;
}

// A word that begins or ends the long name of a body, and how often the
// document names that body.
typedef struct end {
    gzt_str word, id;
    const gzt_name *name; // the first
    uint32_t times;
} end;

static int
compare_ends(const void *a, const void *b)
{
    const end *x = a, *y = b;
    int order = gzt_str_cmp(x->word, y->word);

    if (!order)
        order = gzt_str_cmp(x->id, y->id);
    return order ? order : (x->name > y->name) - (x->name < y->name);
}

static gzt_str
id_of(const gzt_resolving *r, const gzt_name *name)
{
    return name->entity == GZT_LEXICON_NONE
               ? name->id
               : gzt_lexicon_entity(r->lexicon, name->entity).id;
}

// The first word counts if no head ("Meridian" Wire) or with "of" behind it
// ("Statute of ...").
static bool
is_first_end(const gzt_resolving *r, const gzt_name *name)
{
    return !is_head(gzt_name_word(r, name, 0)) ||
           gzt_str_eq(gzt_name_word(r, name, 1), GZT_S("of"));
}

// All of them, in the words' order; returns how many.
static size_t
list_ends(const gzt_resolving *r, end **out)
{
    end *list = gzt_arena_array(r->arena, 2 * r->count + 1, sizeof(*list));
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < r->count; i++) {
        const gzt_name *name = &r->names[i];

        if (name->count < 2 || name->dropped || !is_body(name->type) ||
            !gzt_name_is_decided(name))
            continue;
        list[count++] = (end){ gzt_name_word(r, name, name->count - 1),
                               id_of(r, name), name, 1 };
        if (is_first_end(r, name))
            list[count++] =
                (end){ gzt_name_word(r, name, 0), id_of(r, name), name, 1 };
    }
    if (count)
        qsort(list, count, sizeof(*list), compare_ends);
    for (size_t i = 0; i < count; i++)
        if (kept && gzt_str_eq(list[kept - 1].word, list[i].word) &&
            gzt_str_eq(list[kept - 1].id, list[i].id))
            list[kept - 1].times++;
        else
            list[kept++] = list[i];
    *out = list;
    return kept;
}

// The body that the word ends or begins the name of; of several, the one that
// is named most, or first.
static const gzt_name *
find_whole(const end *list, size_t count, gzt_str word)
{
    size_t low = 0, high = count;
    const end *found = NULL;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (gzt_str_cmp(list[mid].word, word) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < count && gzt_str_eq(list[low].word, word); low++)
        if (!found || list[low].times > found->times ||
            (list[low].times == found->times && list[low].name < found->name))
            found = &list[low];
    return found ? found->name : NULL;
}

// Is it written as a name of its own would be? Without the model's word for
// it, "the" has to stand before it.
static bool
may_be_head(const gzt_resolving *r, const gzt_name *name)
{
    if (name->count != 1 || name->dropped || gzt_name_is_decided(name))
        return false;
    if (name->span)
        return is_body(name->span->type);
    return name->match && !(name->match->types >> GZT_ENTITY_PERSON & 1) &&
           name->first &&
           gzt_str_eq((gzt_name_unit(r, name, 0) - 1)->token->word,
                      GZT_S("the"));
}

static void
link_heads(gzt_resolving *r)
{
    end *list = NULL;
    size_t count = 0;

    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];
        const gzt_name *whole;

        if (!may_be_head(r, name))
            continue;
        if (!list)
            count = list_ends(r, &list);
        whole = find_whole(list, count, gzt_name_word(r, name, 0));
        if (whole)
            become(name, whole);
    }
}

void
gzt_resolve_later(gzt_resolving *r)
{
    link_persons(r);
    link_heads(r);
    for (size_t i = 0; i < r->count; i++)
        if (r->names[i].match && !r->names[i].dropped &&
            !gzt_name_is_decided(&r->names[i]))
            gzt_resolve_sense(r, &r->names[i]);
}
