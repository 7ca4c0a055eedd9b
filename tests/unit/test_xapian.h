/* test_xapian.h - what the tests of the bindings share: a scratch folder and
 * small articles of one-word terms, with a trace, a date and a source. */
#ifndef GZT_TESTS_TEST_XAPIAN_H
#define GZT_TESTS_TEST_XAPIAN_H

#include "xapian/xapian_c.h"

#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
    TRACE,
    DATE,
    SOURCE
};

UNUSED char *
scratch_path(const char *name)
{
    return (char *)gzt_arena_printf(&arena, "%s/%s", scratch, name).ptr;
}

UNUSED void
write_text(const char *path, const char *text)
{
    write_file(path, gzt_str_of(text));
}

/** Words separated by single spaces; "." ends a sentence. */
UNUSED gzt_xdoc
make_doc(const char *uid, const char *words, const char *date,
         const char *source)
{
    gzt_xterm *terms = gzt_arena_array(&arena, 64, sizeof(*terms));
    gzt_xvalue *values = gzt_arena_array(&arena, 3, sizeof(*values));
    gzt_xdoc doc = { terms, 1, values, 3,
                     gzt_arena_printf(&arena, "<%s>", words) };
    gzt_str rest = gzt_str_of(words), word;
    gzt_buf trace;

    gzt_buf_init(&trace, 4096);
    terms[0] = (gzt_xterm){ gzt_arena_printf(&arena, "Q%s", uid), 0, 0 };
    while (gzt_str_cut(&rest, ' ', &word)) {
        if (gzt_str_eq(word, GZT_S("."))) {
            gzt_trace_put(&trace, GZT_TRACE_SENTENCE);
            continue;
        }
        gzt_trace_put(&trace, gzt_trace_print(word));
        terms[doc.term_count++] = (gzt_xterm){ word, 1, 0 };
    }
    values[0] = (gzt_xvalue){ TRACE, gzt_arena_join(&arena, (gzt_str){ "", 1 },
                                                    gzt_buf_str(&trace)) };
    values[1] = (gzt_xvalue){ DATE, gzt_str_of(date) };
    values[2] = (gzt_xvalue){ SOURCE, gzt_str_of(source) };
    gzt_buf_release(&trace);
    return doc;
}

UNUSED uint32_t
add(gzt_xwriter *writer, const char *uid, const char *words, const char *date,
    const char *source)
{
    gzt_xdoc doc = make_doc(uid, words, date, source);
    gzt_str unique = doc.terms[0].term;
    uint32_t docid = 0;

    if (gzt_xwriter_replace(writer, unique, &doc, &docid, &err))
        CHECK_OK(err.status);
    return docid;
}

UNUSED gzt_xwriter *
open_writer(const char *name)
{
    gzt_xwriter *writer;

    CHECK_OK(gzt_xwriter_open(&writer, scratch_path(name), GZT_XCREATE_OR_OPEN,
                              &err));
    return writer;
}

UNUSED gzt_xdb *
open_reader(const char *name)
{
    gzt_xdb *db;

    CHECK_OK(gzt_xdb_open(&db, scratch_path(name), &err));
    return db;
}

/** The six articles that most tests search. Docids follow the order. */
UNUSED void
make_index(const char *name)
{
    gzt_xwriter *writer = open_writer(name);

    add(writer, "1", "treaty talks open in geneva", "2014-05-21", "reuters");
    add(writer, "2", "talks on the treaty fail", "2014-05-22", "afp");
    add(writer, "3", "geneva hosts treaty talks . talks open", "2014-05-23",
        "reuters");
    add(writer, "4", "markets open lower", "2014-05-24", "ap");
    add(writer, "5", "markets fail . treaty in doubt", "", "afp");
    add(writer, "6", "open markets treaty", "2014-06-01", "reuters");
    CHECK_OK(
        gzt_xwriter_set_metadata(writer, GZT_S("lang"), GZT_S("en"), &err));
    CHECK_OK(gzt_xwriter_close(writer, &err));
}

/* ---- Queries ---------------------------------------------------------- */

UNUSED gzt_xquery *
q_new(gzt_xop op)
{
    gzt_xquery *q = gzt_arena_alloc(&arena, sizeof(*q));

    q->op = op;
    return q;
}

UNUSED gzt_xquery *
q_term(const char *term)
{
    gzt_xquery *q = q_new(GZT_XTERM);

    q->term = gzt_str_of(term);
    return q;
}

UNUSED gzt_xquery *
q_kids(gzt_xop op, size_t count, const gzt_xquery *a, const gzt_xquery *b)
{
    gzt_xquery *q = q_new(op);
    const gzt_xquery **kids = gzt_arena_array(&arena, 2, sizeof(*kids));

    kids[0] = a;
    kids[1] = b;
    q->kids = kids;
    q->count = count;
    return q;
}

UNUSED gzt_xquery *
q_two(gzt_xop op, const char *a, const char *b)
{
    return q_kids(op, 2, q_term(a), q_term(b));
}

UNUSED const gzt_trace_pattern *
phrase(const char *a, const char *b)
{
    const char *words[] = { a, b };
    gzt_trace_pattern *p = gzt_arena_alloc(&arena, sizeof(*p));
    gzt_trace_place *places = gzt_arena_array(&arena, 2, sizeof(*places));
    uint16_t *prints = gzt_arena_array(&arena, 2, sizeof(*prints));

    for (size_t i = 0; i < 2; i++) {
        prints[i] = gzt_trace_print(gzt_str_of(words[i]));
        places[i] = (gzt_trace_place){ &prints[i], 1 };
    }
    *p = (gzt_trace_pattern){ .places = places, .count = 2 };
    return p;
}

UNUSED gzt_xquery *
q_phrase(const char *a, const char *b)
{
    gzt_xquery *q = q_kids(GZT_XTRACE, 1, q_two(GZT_XAND, a, b), NULL);

    q->slot = TRACE;
    q->pattern = phrase(a, b);
    return q;
}

UNUSED gzt_xrequest
request_for(const gzt_xquery *query)
{
    return (gzt_xrequest){ .query = query,
                           .count = 100,
                           .check_at_least = 1000,
                           .k1 = 1.2,
                           .b = 0.75,
                           .collapse_slot = GZT_XNO_SLOT };
}

/** The docids found, as "1 2 3", or the text of the failure. */
UNUSED gzt_str
run(gzt_xdb *db, const gzt_xrequest *request)
{
    gzt_xresult result;
    gzt_str found = { "", 0 };

    if (gzt_xdb_search(db, request, &arena, &result, &err))
        return gzt_str_of(err.text);
    for (size_t i = 0; i < result.count; i++)
        found = gzt_arena_printf(&arena, "%.*s%s%u", GZT_ARG(found),
                                 i ? " " : "", result.hits[i].docid);
    return found;
}

/** The same in docid order. */
UNUSED gzt_str
find(gzt_xdb *db, const gzt_xquery *query)
{
    gzt_xrequest request = request_for(query);

    request.scheme = GZT_XBOOL;
    return run(db, &request);
}

#endif /* GZT_TESTS_TEST_XAPIAN_H */
