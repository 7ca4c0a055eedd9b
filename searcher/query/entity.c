/* entity.c - person:, org:, place:, country:, entity: by any name.
 *
 * What is typed may be an id ("org:cica"), a name or alias that the lexicon
 * knows, or the name of something that it does not: then the id that the
 * indexer makes of that name. When no article has any of these, the last part
 * of a longer name will do (person:Keck), with a note that says so.
 */
#include "query/planner.h"

#include "base/str.h"
#include "entity/lexicon.h"
#include "store/entities.h"
#include "store/schema.h"

enum {
    WORDS = GZT_LEXICON_WORDS,
    ALIASES_SHOWN = 24, // of an entity, to be marked in texts
    SCAN = 200000,      // entities of an index that are looked through
    SCANS = 10,         // in one query
    LONGER_MAX = 8      // and taken for what was meant
};

// The ids that a name may mean.
typedef struct meant {
    gzt_str *ids;
    size_t count;
} meant;

static void
add_id(planner *p, meant *m, gzt_str id)
{
    for (size_t i = 0; i < m->count; i++)
        if (gzt_str_eq(m->ids[i], id))
            return;
    m->ids = gzt_arena_more(p->arena, m->ids, m->count, sizeof(*m->ids));
    m->ids[m->count++] = id;
}

static bool
is_wanted(unsigned types, gzt_entity_type type)
{
    return types >> type & 1;
}

// The words of a name, folded, a position each.
static size_t
words_of(planner *p, gzt_str text, gzt_str words[WORDS])
{
    gzt_tokens t;
    size_t count = 0;

    gzt_analyze(p->analyzer, text, GZT_S("en"), GZT_ANALYZE_QUERY, p->arena,
                &t);
    for (size_t i = 0; i < t.count; i++) {
        if (i && t.tokens[i].pos == t.tokens[i - 1].pos)
            continue;
        if (count == WORDS)
            return 0;
        words[count++] = t.tokens[i].word;
    }
    return count;
}

static void
add_known(planner *p, gzt_str text, unsigned types, meant *m)
{
    const gzt_lexicon *lexicon = p->options->lexicon;
    const gzt_sense *senses[2 * GZT_LEXICON_SENSES];
    gzt_str words[WORDS];
    size_t count = words_of(p, text, words), found;

    if (!lexicon || !count)
        return;
    found = gzt_lexicon_senses(lexicon, words, count, senses);
    for (size_t i = 0; i < found; i++) {
        uint32_t number = senses[i]->entity;

        if (is_wanted(types, gzt_lexicon_type(lexicon, number)))
            add_id(p, m, gzt_lexicon_entity(lexicon, number).id);
    }
}

// The ids that an indexer without a lexicon would give.
static void
add_slugs(planner *p, gzt_str text, unsigned types, meant *m)
{
    gzt_str slug = gzt_entity_slug(text, p->arena);

    for (unsigned type = 0; type < GZT_ENTITY_TYPES; type++)
        if (is_wanted(types, (gzt_entity_type)type))
            add_id(p, m,
                   gzt_arena_printf(
                       p->arena, "%.*s:%.*s",
                       GZT_ARG(gzt_entity_type_name((gzt_entity_type)type)),
                       GZT_ARG(slug)));
}

// Only those that some article names.
static gzt_status
keep_indexed(planner *p, meant *m, gzt_err *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->count; i++) {
        uint32_t documents;
        gzt_status status = gzt_xdb_freqs(gzt_reader_db(p->reader),
                                          gzt_entity_term(m->ids[i], p->arena),
                                          &documents, NULL, err);

        if (status)
            return status;
        if (documents)
            m->ids[kept++] = m->ids[i];
    }
    m->count = kept;
    return GZT_OK;
}

// Does the id end in "-keck"?
static bool
ends_in(gzt_str id, gzt_str slug)
{
    return id.len > slug.len && gzt_str_ends(id, slug) &&
           id.ptr[id.len - slug.len - 1] == '-';
}

static gzt_status
add_longer_of(planner *p, gzt_str slug, gzt_entity_type type, meant *m,
              gzt_err *err)
{
    const size_t prefix = sizeof(GZT_PREFIX_ENTITY) - 1;
    gzt_xterm *terms;
    size_t count = 0;
    gzt_status status =
        gzt_xdb_terms(gzt_reader_db(p->reader),
                      gzt_arena_printf(p->arena, GZT_PREFIX_ENTITY "%.*s:",
                                       GZT_ARG(gzt_entity_type_name(type))),
                      SCAN, p->arena, &terms, &count, NULL, err);

    for (size_t i = 0; !status && i < count && m->count < LONGER_MAX; i++) {
        gzt_str id = gzt_str_slice(terms[i].term, prefix, terms[i].term.len);

        if (ends_in(id, slug))
            add_id(p, m, id);
    }
    return status;
}

static gzt_status
add_longer(planner *p, gzt_str text, unsigned types, meant *m, gzt_err *err)
{
    gzt_str slug = gzt_entity_slug(text, p->arena), all = { "", 0 };
    gzt_status status = GZT_OK;

    for (unsigned type = 0; type < GZT_ENTITY_TYPES && !status; type++)
        if (is_wanted(types, (gzt_entity_type)type))
            status = add_longer_of(p, slug, (gzt_entity_type)type, m, err);
    for (size_t i = 0; i < m->count; i++)
        all = gzt_arena_printf(p->arena, "%.*s%s%.*s", GZT_ARG(all),
                               i ? ", " : "", GZT_ARG(m->ids[i]));
    if (m->count)
        gzt_planner_note(p, gzt_arena_printf(p->arena, "%.*s stands for %.*s",
                                             GZT_ARG(text), GZT_ARG(all)));
    return status;
}

// ---- what to mark in the texts ---------------------------------------------

static void
mark_names(planner *p, gzt_str id, size_t word)
{
    const gzt_lexicon *lexicon = p->options->lexicon;
    uint32_t number =
        lexicon ? gzt_lexicon_find(lexicon, id) : GZT_LEXICON_NONE;
    const gzt_str *aliases;
    size_t count = 0;

    if (number != GZT_LEXICON_NONE)
        count = gzt_lexicon_aliases(lexicon, number, p->arena, &aliases);
    for (size_t i = 0; i < count && i < ALIASES_SHOWN; i++)
        gzt_planner_phrase(p, aliases[i], 0, word);
    if (!count) { // its words are in its id
        size_t colon = gzt_str_find(id, GZT_S(":"));
        char *name =
            gzt_arena_cstr(p->arena, gzt_str_slice(id, colon + 1, id.len));

        for (char *c = name; *c; c++)
            *c = *c == '-' ? ' ' : *c;
        gzt_planner_phrase(p, gzt_str_of(name), 0, word);
    }
}

static void
mark(planner *p, gzt_str text, const meant *m, size_t word)
{
    bool outer = p->alias;

    gzt_planner_phrase(p, text, 0, word);
    p->alias = true;
    for (size_t i = 0; i < m->count; i++)
        mark_names(p, m->ids[i], word);
    p->alias = outer;
}

// ---- the whole -------------------------------------------------------------

gzt_status
gzt_planner_entity(planner *p, gzt_str text, unsigned types, size_t word,
                   gzt_str **terms, size_t *count, gzt_err *err)
{
    meant m = { 0 };
    gzt_entity_type type;
    bool is_id = gzt_str_find(text, GZT_S(":")) < text.len &&
                 gzt_entity_type_of(text, &type) && is_wanted(types, type);
    gzt_status status = GZT_OK;

    if (is_id)
        add_id(p, &m, text);
    add_known(p, text, types, &m);
    add_slugs(p, text, types, &m);
    status = keep_indexed(p, &m, err);
    if (!status && !m.count && !is_id && p->scans++ < SCANS)
        status = add_longer(p, text, types, &m, err);
    if (status)
        return status;
    mark(p, text, &m, word);
    *terms = gzt_arena_array(p->arena, m.count + 1, sizeof(**terms));
    *count = m.count;
    for (size_t i = 0; i < m.count; i++)
        (*terms)[i] = gzt_entity_term(m.ids[i], p->arena);
    return GZT_OK;
}

unsigned
gzt_planner_entity_types(gzt_str field)
{
    gzt_entity_type type;

    if (gzt_str_eq(field, GZT_S("entity")))
        return (1u << GZT_ENTITY_TYPES) - 1;
    if (!gzt_entity_type_of(field, &type))
        return 0;
    return 1u << type |
           (type == GZT_ENTITY_PLACE ? 1u << GZT_ENTITY_COUNTRY : 0);
}
