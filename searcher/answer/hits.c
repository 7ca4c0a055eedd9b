/* hits.c - all hits of a query, and queries made of others. */
#include "answer/hits.h"

#include "answer/searching.h"
#include "base/str.h"

#include <stdlib.h>

// What the index can only guess is asked of every text.
static gzt_status
all_checked(searching *s, gzt_hits *out)
{
    gzt_search_options each = *s->options;
    gzt_candidates c;
    gzt_status status;

    each.one_per_source = each.one_per_story = false;
    s->options = &each;
    status = gzt_searching_find(s, UINT32_MAX / 4, &c);
    if (status)
        return status;
    out->docids = gzt_arena_array(s->arena, c.count + 1, sizeof(*out->docids));
    out->count = c.count;
    for (size_t i = 0; i < c.count; i++)
        out->docids[i] = c.items[i].docid;
    gzt_docids_sort(out->docids, out->count);
    return GZT_OK;
}

gzt_status
gzt_hits_find(gzt_reader *reader, gzt_analyzer *analyzer, gzt_str query,
              const gzt_search_options *options, gzt_arena *arena,
              gzt_hits *out, gzt_query_fault *fault, gzt_err *err)
{
    searching s = { .reader = reader,
                    .analyzer = analyzer,
                    .options = options,
                    .arena = arena,
                    .err = err };
    gzt_xquery everything = { .op = GZT_XTERM };
    const gzt_node *node;
    gzt_status status = GZT_OK;

    if (query.len || options->like)
        status = gzt_searching_plan(&s, query, &node, fault);
    else
        s.asked = gzt_searching_dated(&s, &everything);
    if (status)
        return status;
    if (!s.plan.has_exact && (!s.plan.has_trace || gzt_reader_is_local(reader)))
        return gzt_candidates_all(reader, s.asked, arena, &out->docids,
                                  &out->count, err);
    status = gzt_matcher_init(&s.matcher, &s.plan, reader, arena, err);
    return status ? status : all_checked(&s, out);
}

gzt_str
gzt_hits_and(gzt_str query, gzt_str clause, gzt_arena *arena)
{
    if (!query.len)
        return clause;
    return gzt_arena_printf(arena, "(%.*s) AND %.*s", GZT_ARG(query),
                            GZT_ARG(clause));
}

gzt_str
gzt_hits_entity_clause(gzt_str id, gzt_arena *arena)
{
    return gzt_arena_printf(arena, "entity:\"%.*s\"", GZT_ARG(id));
}
