/* resolve_unknown.c - ids of names that the lexicon has not. The id is the
 * name's own, so that it is the same in all articles; within a document a name
 * has one type, the one that the model gives it most surely. */
#include "entity/resolve_work.h"

#include "base/str.h"

enum {
    NAME_MAX_BYTES = 200,
};

gzt_str
gzt_name_text(const gzt_resolving *r, const gzt_name *name)
{
    gzt_str text = gzt_str_slice(
        r->parts[name->part].text, gzt_name_unit(r, name, 0)->token->start,
        gzt_name_unit(r, name, name->count - 1)->token->end);
    char *out;
    size_t len = 0;
    bool blank = false;

    for (size_t i = 0; i < text.len && !blank; i++)
        blank = text.ptr[i] == '\n' || text.ptr[i] == '\t' ||
                (text.ptr[i] == ' ' && i && text.ptr[i - 1] == ' ');
    if (!blank)
        return text;
    out = gzt_arena_alloc(r->arena, text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i] == '\n' || text.ptr[i] == '\t' ? ' ' : text.ptr[i];

        if (c != ' ' || (len && out[len - 1] != ' '))
            out[len++] = c;
    }
    return (gzt_str){ out, len };
}

static gzt_str
id_of(gzt_resolving *r, unsigned type, gzt_str slug)
{
    gzt_str name = gzt_entity_type_name((gzt_entity_type)type);

    return gzt_arena_printf(r->arena, "%.*s:%.*s", GZT_ARG(name),
                            GZT_ARG(slug));
}

static void
take_entity(gzt_resolving *r, gzt_name *name, uint32_t entity)
{
    name->entity = entity;
    name->type = (uint8_t)gzt_lexicon_type(r->lexicon, entity);
}

// "vladimir-v-putin" is known as "vladimir-putin".
static uint32_t
find_person(gzt_resolving *r, gzt_str slug)
{
    const char *first = memchr(slug.ptr, '-', slug.len);
    size_t last = slug.len;
    gzt_str id;

    while (last && slug.ptr[last - 1] != '-')
        last--;
    if (!first || last < 2 || (size_t)(first - slug.ptr) + 1 == last)
        return GZT_LEXICON_NONE;
    id = gzt_arena_printf(r->arena, "person:%.*s-%.*s", (int)(first - slug.ptr),
                          slug.ptr, (int)(slug.len - last), slug.ptr + last);
    return gzt_lexicon_find(r->lexicon, id);
}

static gzt_str
behind_colon(gzt_str id)
{
    gzt_str type;

    gzt_str_cut(&id, ':', &type);
    return id;
}

// "Muammar el-Qaddafi": the surname is known, the first name is the same.
static bool
is_first_name_of(gzt_str slug, gzt_str known)
{
    gzt_str first, own;

    gzt_str_cut(&slug, '-', &first);
    gzt_str_cut(&known, '-', &own);
    return gzt_str_eq(first, own);
}

// A known name at the end of this longer one, of the same person; or of the
// same body, with its country before it ("U.S. Department of ...").
static uint32_t
find_by_end(const gzt_resolving *r, const gzt_name *name, gzt_str slug)
{
    for (size_t i = 0; name->to && i < name->to->sense_count; i++) {
        const gzt_sense *sense = &name->to->senses[i];
        gzt_entity e = gzt_lexicon_entity(r->lexicon, sense->entity);

        if (!(name->to->fits >> i & 1) || e.type != name->type)
            continue;
        if (e.type == GZT_ENTITY_PERSON &&
            is_first_name_of(slug, behind_colon(e.id)))
            return sense->entity;
        if (e.type == GZT_ENTITY_ORG && name->from &&
            e.country != GZT_LEXICON_NONE &&
            name->from->count + name->to->count == name->count &&
            name->from->senses[0].entity == e.country)
            return sense->entity;
    }
    return GZT_LEXICON_NONE;
}

// "Supreme Court of Mexico": a body that several countries have, and the one
// whose it is.
static uint32_t
find_by_begin(const gzt_resolving *r, const gzt_name *name)
{
    uint32_t words;

    if (!name->from || !name->to || name->type != GZT_ENTITY_ORG ||
        name->from->count + name->to->count >= name->count)
        return GZT_LEXICON_NONE;
    words = name->count - name->from->count - name->to->count;
    if (words > 2 ||
        !gzt_str_eq(gzt_name_word(r, name, name->from->count), GZT_S("of")))
        return GZT_LEXICON_NONE;
    for (size_t i = 0; i < name->from->sense_count; i++) {
        uint32_t own = name->from->senses[i].entity;
        gzt_entity e = gzt_lexicon_entity(r->lexicon, own);

        if (name->from->fits >> i & 1 && e.type == GZT_ENTITY_ORG &&
            e.country == name->to->senses[0].entity)
            return own;
    }
    return GZT_LEXICON_NONE;
}

// "Resolution 1996" is one of the Security Council, which numbers them
// through; those of the General Assembly have a session as well.
static bool
is_resolution(gzt_str slug, gzt_str *number)
{
    uint64_t value;

    if (!gzt_str_starts(slug, GZT_S("resolution-")))
        return false;
    *number = gzt_str_slice(slug, 11, slug.len);
    return gzt_str_to_u64(*number, 9999, &value);
}

// An id of this type, and who has it.
typedef struct identity {
    gzt_str id;
    uint32_t entity;
} identity;

static identity
identity_of(gzt_resolving *r, unsigned type, gzt_str slug)
{
    identity made;
    gzt_str number;

    if (type == GZT_ENTITY_AGREEMENT && is_resolution(slug, &number))
        slug = gzt_arena_join(r->arena, GZT_S("unsc-resolution-"), number);
    made.id = id_of(r, type, slug);
    made.entity = gzt_lexicon_find(r->lexicon, made.id);
    if (made.entity == GZT_LEXICON_NONE && type == GZT_ENTITY_PERSON)
        made.entity = find_person(r, slug);
    return made;
}

static gzt_str
without_article(gzt_str text)
{
    text.len = text.len > NAME_MAX_BYTES ? NAME_MAX_BYTES : text.len;
    if (gzt_str_starts(text, GZT_S("the ")) ||
        gzt_str_starts(text, GZT_S("The ")))
        text = gzt_str_slice(text, 4, text.len);
    return text;
}

static void
take_identity(gzt_resolving *r, gzt_name *name, gzt_str slug,
              const identity *own)
{
    uint32_t entity = own->entity;

    name->id = own->id;
    if (entity == GZT_LEXICON_NONE)
        entity = find_by_end(r, name, slug);
    if (entity == GZT_LEXICON_NONE)
        entity = find_by_begin(r, name);
    if (entity != GZT_LEXICON_NONE)
        take_entity(r, name, entity);
}

void
gzt_resolve_own_id(gzt_resolving *r, gzt_name *name, gzt_str text)
{
    gzt_str slug;
    identity own;

    name->name = without_article(text);
    slug = gzt_entity_slug(name->name, r->arena);
    own = identity_of(r, name->type, slug);
    take_identity(r, name, slug, &own);
}

// Names that are the same but for their case have one type.
typedef struct seen {
    gzt_str slug;
    float sure[GZT_ENTITY_TYPES];
    identity own; // of its surest type; no id: not made yet
} seen;

static seen *
find_seen(seen *table, size_t room, gzt_str slug)
{
    size_t at = gzt_str_hash(slug, 0) & (room - 1);

    while (table[at].slug.len && !gzt_str_eq(table[at].slug, slug))
        at = (at + 1) & (room - 1);
    return &table[at];
}

static bool
is_due(const gzt_name *name, bool singles)
{
    return !name->match && !name->dropped && !gzt_name_is_decided(name) &&
           (singles || name->count > 1);
}

static unsigned
surest(const seen *s)
{
    unsigned best = 0;

    for (unsigned i = 1; i < GZT_ENTITY_TYPES; i++)
        if (s->sure[i] > s->sure[best])
            best = i;
    return best;
}

// Its slug is that of the whole text: without an article it has another one.
static void
identify(gzt_resolving *r, gzt_name *name, seen *s)
{
    gzt_str text = gzt_name_text(r, name);

    name->type = (uint8_t)surest(s);
    name->name = without_article(text);
    if (name->name.len != text.len) {
        gzt_resolve_own_id(r, name, text);
        return;
    }
    if (!s->own.id.len)
        s->own = identity_of(r, name->type, s->slug);
    take_identity(r, name, s->slug, &s->own);
}

void
gzt_resolve_unknown(gzt_resolving *r, bool singles)
{
    size_t room = 16;
    seen *table;
    gzt_str *slugs = gzt_arena_array(r->arena, r->count + 1, sizeof(*slugs));

    while (room < 2 * r->count)
        room *= 2;
    table = gzt_arena_array(r->arena, room, sizeof(*table));
    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];
        seen *s;

        if (!is_due(name, singles))
            continue;
        slugs[i] = gzt_entity_slug(gzt_name_text(r, name), r->arena);
        s = find_seen(table, room, slugs[i]);
        s->slug = slugs[i];
        s->sure[name->type] += name->confidence + 0.01f;
    }
    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];

        if (!is_due(name, singles))
            continue;
        identify(r, name, find_seen(table, room, slugs[i]));
    }
}
