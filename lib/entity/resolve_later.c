/* resolve_later.c - shorter names of what the document names in full: surnames
 * (Putin), and heads with a capital (the Council). */
#include "entity/resolve_work.h"

#include "base/str.h"

enum {
    BY_END = 100,  // "Putin" of Vladimir Putin
    BY_BEGIN = 45, // "Yan" of Yan Xuetong; "Fidel"
    BEFORE = 30,   // the full name stands before it
    SAME_ROLE = 40,
    NEAR = 25, // less one for each name between
};

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

// How well names[of] goes as the full name of names[at]; 0: not at all.
static int
fit(const gzt_resolving *r, size_t of, size_t at)
{
    const gzt_name *full = &r->names[of], *brief = &r->names[at];
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
find_full(const gzt_resolving *r, const full_index *x, size_t at)
{
    const gzt_name *brief = &r->names[at], *found = NULL;
    uint32_t i =
        x->heads[slot_of(x, gzt_name_word(r, brief, brief->count - 1))];
    int best = 0;

    for (int n = 0; i && n < LOOKED_AT; i = x->nexts[i - 1], n++) {
        int sum = fit(r, (i - 1) / 2, at);

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
    return name->type == GZT_ENTITY_PERSON && name->count <= 2;
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
        full = find_full(r, &x, i);
        if (full)
            become(name, full);
    }
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

// Does a longer name begin or end with the word? Its canonical name counts as
// well: "Statute" of the ICC's.
static bool
has_end(const gzt_resolving *r, const gzt_name *name, gzt_str word, bool head)
{
    return name->count > 1 &&
           (gzt_str_eq(gzt_name_word(r, name, name->count - 1), word) ||
            (head ? gzt_str_eq(gzt_name_word(r, name, 0), word) &&
                        gzt_str_eq(gzt_name_word(r, name, 1), GZT_S("of"))
                  : gzt_str_eq(gzt_name_word(r, name, 0), word)));
}

enum {
    LOOK_BACK = 60, // names
};

static const gzt_name *
find_whole(const gzt_resolving *r, size_t at)
{
    const gzt_name *brief = &r->names[at];
    gzt_str word = gzt_name_word(r, brief, 0);
    bool head = is_head(word);
    size_t least = at > LOOK_BACK ? at - LOOK_BACK : 0;

    for (size_t i = at; i-- > least;) {
        const gzt_name *name = &r->names[i];

        if (!name->dropped && gzt_name_is_decided(name) &&
            is_body(name->type) && has_end(r, name, word, head))
            return name;
    }
    return NULL;
}

static void
link_heads(gzt_resolving *r)
{
    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];
        const gzt_name *whole;

        if (name->count != 1 || name->dropped || gzt_name_is_decided(name) ||
            !is_body(name->span ? name->span->type : name->type))
            continue;
        whole = find_whole(r, i);
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
