/* resolve.c - the steps of resolving, and the mentions that come out. */
#include "entity/resolve.h"

#include "entity/resolve_work.h"

#include "base/str.h"

#include <stdlib.h>

static int
compare_names(const void *a, const void *b)
{
    const gzt_name *x = a, *y = b;

    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->count < y->count) - (x->count > y->count);
}

// Only names of the document's own short forms are out of order.
static void
sort_names(gzt_name *names, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare_names(&names[i - 1], &names[i]) > 0) {
            qsort(names, count, sizeof(*names), compare_names);
            return;
        }
}

// A paragraph that is one unknown name and nothing else is a heading or a
// menu's entry, unless the name occurs in a sentence as well.
static bool
is_heading(const gzt_resolving *r, const gzt_name *name)
{
    const gzt_resolve_part *part = &r->parts[name->part];
    uint32_t after = name->first + name->count;

    return name->entity == GZT_LEXICON_NONE &&
           part->units[name->first].flags & GZT_UNIT_PARAGRAPH &&
           (after == part->unit_count ||
            part->units[after].flags & GZT_UNIT_PARAGRAPH);
}

static size_t
slot_of(const uint64_t *seen, size_t room, uint64_t hash)
{
    size_t at = hash >> 1 & (room - 1);

    while (seen[at] && seen[at] != hash)
        at = (at + 1) & (room - 1);
    return at;
}

static bool
may_be_heading(const gzt_resolving *r, const gzt_name *name)
{
    return !name->dropped && gzt_name_is_decided(name) && is_heading(r, name);
}

static void
drop_headings(gzt_resolving *r)
{
    size_t headings = 0, room = 16;
    uint64_t *seen; // ids in sentences, by hash

    for (size_t i = 0; i < r->count; i++)
        headings += may_be_heading(r, &r->names[i]);
    if (!headings)
        return;
    while (room < 2 * r->count)
        room *= 2;
    seen = gzt_arena_array(r->arena, room, sizeof(*seen));
    for (size_t i = 0; i < r->count; i++) {
        const gzt_name *name = &r->names[i];
        uint64_t hash = gzt_str_hash(name->id, 0) | 1;

        if (!name->dropped && name->id.len && !is_heading(r, name))
            seen[slot_of(seen, room, hash)] = hash;
    }
    for (size_t i = 0; i < r->count; i++) {
        uint64_t hash = gzt_str_hash(r->names[i].id, 0) | 1;

        if (may_be_heading(r, &r->names[i]) && !seen[slot_of(seen, room, hash)])
            r->names[i].dropped = true;
    }
}

static bool
is_abbreviated(gzt_str word)
{
    return gzt_str_eq(word, GZT_S("jr")) || gzt_str_eq(word, GZT_S("sr"));
}

// Behind its last word: the full stop of "Jr.", and the sign that a name has
// itself ("Moody's", "OPEC+").
static size_t
end_of(const gzt_resolving *r, const gzt_name *name, gzt_str canonical)
{
    gzt_str text = r->parts[name->part].text, rest;
    const gzt_token *last = gzt_name_unit(r, name, name->count - 1)->token;

    rest = gzt_str_slice(text, last->end, text.len);
    if (is_abbreviated(last->word) && gzt_str_starts(rest, GZT_S(".")))
        return last->end + 1;
    if (gzt_str_ends(canonical, GZT_S("+")) && gzt_str_starts(rest, GZT_S("+")))
        return last->end + 1;
    if (gzt_str_ends(canonical, GZT_S("'s"))) {
        if (gzt_str_starts(rest, GZT_S("'s")))
            return last->end + 2;
        if (gzt_str_starts(rest, GZT_S("\u2019s")))
            return last->end + 4;
    }
    return last->end;
}

static gzt_mention
mention_of(const gzt_resolving *r, const gzt_name *name, uint32_t sentence)
{
    const gzt_unit *units = r->parts[name->part].units + name->first;
    gzt_mention m = { .start = units[0].token->start,
                      .sentence = sentence,
                      .field = name->part,
                      .type = name->type,
                      .rule = name->rule,
                      .adjective = name->adjective,
                      .confidence = name->confidence };

    if (name->entity != GZT_LEXICON_NONE) {
        gzt_entity e = gzt_lexicon_entity(r->lexicon, name->entity);

        m.entity = e.id;
        m.name = e.name;
    } else {
        m.entity = name->id;
        m.name = name->name;
    }
    m.end = end_of(r, name, m.name);
    if (name->role && name->type == GZT_ENTITY_PERSON)
        m.role = gzt_str_slice(r->parts[name->part].text,
                               (units - name->role)->token->start,
                               units[-1].token->end);
    return m;
}

static void
put_mentions(gzt_resolving *r, gzt_mentions *out)
{
    gzt_mention *made = gzt_arena_array(r->arena, r->count + 1, sizeof(*made));
    uint32_t sentence = 0, unit = 0, end = 0;
    uint8_t part = 0;

    for (size_t i = 0; i < r->count; i++) {
        const gzt_name *name = &r->names[i];
        const gzt_unit *units = r->parts[name->part].units;

        if (name->part != part) {
            part = name->part;
            sentence = unit = end = 0;
        }
        if (name->dropped || !gzt_name_is_decided(name) || name->first < end)
            continue;
        for (; unit <= name->first; unit++)
            sentence += unit && units[unit].flags & GZT_UNIT_FIRST;
        made[out->count++] = mention_of(r, name, sentence);
        end = name->first + name->count;
    }
    out->items = made;
}

void
gzt_resolve(const gzt_lexicon *lexicon, const gzt_resolve_part parts[GZT_PARTS],
            gzt_arena *arena, gzt_mentions *out)
{
    gzt_resolving r = { .lexicon = lexicon, .parts = parts, .arena = arena };

    *out = (gzt_mentions){ 0 };
    gzt_resolve_names(&r);
    gzt_resolve_tally(&r);
    gzt_resolve_senses(&r);
    gzt_resolve_unknown(&r, false);
    gzt_resolve_acronyms(&r);
    if (!r.count)
        return;
    sort_names(r.names, r.count);
    gzt_resolve_later(&r);
    gzt_resolve_unknown(&r, true);
    drop_headings(&r);
    put_mentions(&r, out);
}
