/* names.c - entities by their names. */
#include "answer/names.h"

#include "base/str.h"
#include "store/schema.h"

#include <stdlib.h>

gzt_status
gzt_names_ids(gzt_reader *reader, uint32_t docid, unsigned type,
              gzt_arena *arena, gzt_xterm **ids, size_t *count, gzt_err *err)
{
    const size_t prefix = sizeof(GZT_PREFIX_ENTITY) - 1;
    gzt_str begin = GZT_S(GZT_PREFIX_ENTITY);
    gzt_status status;

    if (type < GZT_ENTITY_TYPES)
        begin = gzt_arena_printf(
            arena, GZT_PREFIX_ENTITY "%.*s:",
            GZT_ARG(gzt_entity_type_name((gzt_entity_type)type)));
    status = gzt_xdb_doc_terms(gzt_reader_db(reader), docid, begin, false,
                               arena, ids, count, err);
    for (size_t i = 0; !status && i < *count; i++)
        (*ids)[i].term =
            gzt_str_slice((*ids)[i].term, prefix, (*ids)[i].term.len);
    return status;
}

static gzt_str
slug_of(gzt_str id)
{
    size_t colon = gzt_str_find(id, GZT_S(":"));

    return gzt_str_slice(id, colon + 1, id.len);
}

// The last token of the words that `slug` is made of, from token `i` on; NULL
// where they are not these.
static const gzt_token *
follow_slug(const gzt_tokens *t, size_t i, gzt_str slug)
{
    const gzt_token *last = NULL;
    uint32_t pos = t->tokens[i].pos;

    for (; i < t->count && slug.len; i++) {
        const gzt_token *token = &t->tokens[i];

        if (token->pos < pos)
            continue; // another token of a position that is done
        if (token->pos > pos || !gzt_str_starts(slug, token->word) ||
            (slug.len > token->word.len && slug.ptr[token->word.len] != '-'))
            return NULL;
        last = token;
        slug = gzt_str_slice(slug, token->word.len + 1, slug.len);
        pos++;
    }
    return slug.len ? NULL : last;
}

static bool
find_in_text(const gzt_named_text *text, gzt_str slug, gzt_str *out)
{
    const gzt_tokens *t = text->tokens;

    for (size_t i = 0; i < t->count; i++) {
        const gzt_token *last;

        if (!(t->tokens[i].flags & GZT_TOKEN_CAPITAL))
            continue;
        last = follow_slug(t, i, slug);
        if (last) {
            *out = gzt_str_slice(text->text, t->tokens[i].start, last->end);
            return true;
        }
    }
    return false;
}

// "zachary-keck" as "Zachary Keck".
static gzt_str
spelled_out(gzt_str slug, gzt_arena *arena)
{
    char *copy = gzt_arena_cstr(arena, slug);

    for (size_t i = 0; i < slug.len; i++) {
        bool begins = !i || copy[i - 1] == ' ';

        if (copy[i] == '-')
            copy[i] = ' ';
        else if (begins && copy[i] >= 'a' && copy[i] <= 'z')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    }
    return (gzt_str){ copy, slug.len };
}

// White space of the text as one blank each.
static gzt_str
on_one_line(gzt_str name, gzt_arena *arena)
{
    char *copy = gzt_arena_cstr(arena, name);
    size_t len = 0;

    for (size_t i = 0; i < name.len; i++) {
        bool blank = name.ptr[i] == '\n' || name.ptr[i] == '\r' ||
                     name.ptr[i] == '\t' || name.ptr[i] == ' ';

        if (!blank)
            copy[len++] = name.ptr[i];
        else if (len && copy[len - 1] != ' ')
            copy[len++] = ' ';
    }
    return (gzt_str){ copy, len };
}

static bool
find_in_lexicon(const gzt_lexicon *lexicon, gzt_str id, gzt_str *out)
{
    uint32_t number =
        lexicon ? gzt_lexicon_find(lexicon, id) : GZT_LEXICON_NONE;

    if (number == GZT_LEXICON_NONE)
        return false;
    *out = gzt_lexicon_entity(lexicon, number).name;
    return true;
}

static gzt_str
name_in(const gzt_named_text *texts, size_t count, gzt_str id, gzt_arena *arena)
{
    gzt_str name;

    for (size_t i = 0; i < count; i++)
        if (find_in_text(&texts[i], slug_of(id), &name))
            return on_one_line(name, arena);
    return spelled_out(slug_of(id), arena);
}

gzt_status
gzt_names_find(const gzt_lexicon *lexicon, gzt_reader *reader,
               gzt_analyzer *analyzer, uint32_t docid, gzt_str id,
               gzt_arena *arena, gzt_str *out, gzt_err *err)
{
    gzt_arena scratch;
    gzt_article a;
    gzt_tokens title, body;
    gzt_status status;

    if (find_in_lexicon(lexicon, id, out))
        return GZT_OK;
    gzt_arena_init(&scratch);
    status = gzt_reader_article(reader, docid, &scratch, &a, err);
    if (!status) {
        gzt_named_text texts[] = { { a.title, &title }, { a.body, &body } };

        gzt_analyze(analyzer, a.title, a.lang, 0, &scratch, &title);
        gzt_analyze(analyzer, a.body, a.lang, 0, &scratch, &body);
        *out = name_in(texts, 2, id, arena);
    }
    gzt_arena_release(&scratch);
    return status;
}

static int
by_mentions(const void *a, const void *b)
{
    const gzt_hit_entity *x = a, *y = b;

    if (x->mentions != y->mentions)
        return x->mentions < y->mentions ? 1 : -1;
    return gzt_str_cmp(x->id, y->id);
}

gzt_status
gzt_names_of(const gzt_lexicon *lexicon, gzt_reader *reader, uint32_t docid,
             const gzt_named_text *texts, size_t text_count, gzt_arena *arena,
             const gzt_hit_entity **out, size_t *count, gzt_err *err)
{
    gzt_hit_entity *list;
    gzt_xterm *ids;
    gzt_status status =
        gzt_names_ids(reader, docid, GZT_ENTITY_TYPES, arena, &ids, count, err);

    if (status)
        return status;
    list = gzt_arena_array(arena, *count + 1, sizeof(*list));
    for (size_t i = 0; i < *count; i++) {
        gzt_entity_type type = GZT_ENTITY_PERSON;

        gzt_entity_type_of(ids[i].term, &type);
        list[i] = (gzt_hit_entity){ .id = ids[i].term,
                                    .type = gzt_entity_type_name(type),
                                    .mentions = ids[i].wdf };
        if (!find_in_lexicon(lexicon, ids[i].term, &list[i].name))
            list[i].name = name_in(texts, text_count, ids[i].term, arena);
    }
    if (*count)
        qsort(list, *count, sizeof(*list), by_mentions);
    *out = list;
    return GZT_OK;
}
