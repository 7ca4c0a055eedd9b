/* test_store_document.c - what an article becomes in Xapian: terms, values,
 * the trace, the record. */
#include "store/document.h"

#include "store/entities.h"
#include "store/impact.h"
#include "store/schema.h"

#include "base/str.h"

#include "indexes.h"

static gzt_document
make(const gzt_article *a)
{
    gzt_document document;

    gzt_document_make(&documenter, a, NULL, &arena, &document);
    return document;
}

// How often a term counts; -1 when the document has it not.
static int
wdf_of(const gzt_document *d, gzt_str term)
{
    for (size_t i = 0; i < d->doc.term_count; i++)
        if (gzt_str_eq(d->doc.terms[i].term, term))
            return (int)d->doc.terms[i].wdf;
    return -1;
}

static int
wdf(const gzt_document *d, const char *term)
{
    return wdf_of(d, gzt_str_of(term));
}

static gzt_str
value(const gzt_document *d, uint32_t slot)
{
    for (size_t i = 0; i < d->doc.value_count; i++)
        if (d->doc.values[i].slot == slot)
            return d->doc.values[i].value;
    return (gzt_str){ 0 };
}

static gzt_article
deal(void)
{
    return (gzt_article){
        .id = GZT_S("a1"),
        .title = GZT_S("Gas deals signed"),
        .body = GZT_S("The U.S. watched. Gas flows to Zurich, and gas it is."
                      "\n\nIt cost $400 billion on 21 May 2014."),
        .date = GZT_S("2014-05-21T10:05:00Z"),
        .source = GZT_S("The New Wire"),
        .author = GZT_S("Ann O. Nym"),
        .lang = GZT_S("en"),
        .section = GZT_S("World news"),
        .tags = GZT_S("[\"gas\",\"Far East\"]"),
        .url = GZT_S("https://example.org/a1"),
        .path = GZT_S("a1.md")
    };
}

static void
test_terms(void)
{
    gzt_article a = deal();
    gzt_document d = make(&a);
    size_t again = 0;

    CHECK(wdf(&d, "gas") > wdf(&d, "deal")); // stemmed
    CHECK(wdf(&d, "deal") > wdf(&d, "zurich") && wdf(&d, "zurich") > 0);
    CHECK(wdf(&d, "gas") < GZT_IMPACT_MAX);
    CHECK(wdf(&d, "the") == 0); // a stop word
    CHECK(wdf(&d, "deals") == -1);
    CHECK(wdf(&d, "Sgas") == 0); // in the title, without weight
    CHECK(wdf(&d, "Sdeal") == 0);
    CHECK(wdf(&d, "Szurich") == -1);
    CHECK(wdf(&d, "XAus") == wdf(&d, "zurich"));
    CHECK(wdf(&d, "XMusd400000000000") == wdf(&d, "zurich"));
    CHECK(wdf(&d, "XD2014-05-21") == wdf(&d, "zurich"));
    CHECK(wdf(&d, "Qa1") == 0);
    CHECK(gzt_str_eq(d.key, GZT_S("Qa1")) && gzt_str_eq(d.id, GZT_S("a1")));
    CHECK(wdf(&d, "Len") == 0);
    CHECK(wdf(&d, "Uhttps://example.org/a1") == 0);
    CHECK(wdf(&d, "XSwire") == 0 && wdf(&d, "XSnew") == 0);
    CHECK(wdf(&d, "Aann") == 0 && wdf(&d, "Anym") == 0);
    CHECK(wdf(&d, "XCnews") == 0); // not stemmed
    CHECK(wdf(&d, "Kgas") == 0 && wdf(&d, "Keast") == 0);
    for (size_t i = 0; i < d.doc.term_count; i++) // each once
        for (size_t k = 0; k < i; k++)
            again += gzt_str_eq(d.doc.terms[i].term, d.doc.terms[k].term);
    CHECK(again == 0);
    CHECK(d.cut_terms == 0);
    CHECK(d.cost > d.doc.data.len);
}

// Impacts do not depend on anything but the article.
static void
test_impacts(void)
{
    double room = gzt_impact_room(100);

    CHECK(gzt_impact(0, room) == 0 && gzt_impact(0, 0) == 0);
    CHECK(gzt_impact(1, 0) == GZT_IMPACT_MAX);
    CHECK(gzt_impact(1, 1) == 64); // half of 127
    CHECK(gzt_impact(1, room) < gzt_impact(2, room));
    CHECK(gzt_impact(2, room) < gzt_impact(1000, room));
    CHECK(gzt_impact(1000000, room) == GZT_IMPACT_MAX);
    CHECK(gzt_impact(1, gzt_impact_room(UINT64_MAX)) == 1);
    CHECK(gzt_impact(1, gzt_impact_room(1000)) < gzt_impact(1, room));
}

static gzt_str
trace_of(const gzt_document *d)
{
    static gzt_buf buf = { .max = GZT_TRACE_ROOM };
    gzt_str trace;

    CHECK_OK(gzt_trace_unpack(value(d, GZT_SLOT_TRACE), &buf, &trace, &err));
    return trace;
}

static void
test_values(void)
{
    gzt_article a = deal(), got;
    gzt_document d = make(&a);
    gzt_str date = value(&d, GZT_SLOT_DATE);
    uint16_t gas = gzt_trace_print(GZT_S("gas")), code;
    gzt_str trace = trace_of(&d);

    CHECK(wdf(&d, "Y2014") == 0 && wdf(&d, "M201405") == 0 &&
          wdf(&d, "D20140521") == 0);
    CHECK(date.len == GZT_TIME_BYTES + 8);
    CHECK(gzt_schema_time_of(date.ptr) == 1400666700);
    CHECK(gzt_str_ends(date, value(&d, GZT_SLOT_UID)));
    CHECK(gzt_str_eq(value(&d, GZT_SLOT_UID),
                     gzt_schema_u64(gzt_str_hash(a.id, 0), &arena)));
    CHECK_STR(value(&d, GZT_SLOT_SOURCE), "The New Wire");
    CHECK(gzt_str_eq(value(&d, GZT_SLOT_HASH),
                     gzt_schema_u64(gzt_article_hash(&a), &arena)));
    memcpy(&code, trace.ptr, 2);
    CHECK(trace.len % 2 == 0 && code == gas);
    CHECK_OK(
        gzt_record_decode(documenter.codec, d.doc.data, &arena, &got, &err));
    CHECK(gzt_str_eq(got.body, a.body) && gzt_str_eq(got.path, a.path));
}

// The trace keeps order, sentences, paragraphs, and the title by itself.
static bool
has(const gzt_document *d, gzt_trace_kind kind, const char *first,
    const char *second)
{
    uint16_t prints[] = { gzt_trace_print(gzt_str_of(first)),
                          gzt_trace_print(gzt_str_of(second)) };
    gzt_trace_place places[] = { { &prints[0], 1 }, { &prints[1], 1 } };
    gzt_trace_pattern pattern = {
        .kind = kind, .places = places, .count = 2, .window = 5
    };

    return gzt_trace_match(trace_of(d), &pattern);
}

static void
test_trace(void)
{
    gzt_article a = deal();
    gzt_document d = make(&a);

    CHECK(has(&d, GZT_TRACE_PHRASE, "gas", "deal"));
    CHECK(has(&d, GZT_TRACE_PHRASE, "the", "XAus"));
    CHECK(!has(&d, GZT_TRACE_PHRASE, "sign", "the")); // title and body
    CHECK(!has(&d, GZT_TRACE_NEAR, "sign", "XAus"));
    CHECK(has(&d, GZT_TRACE_IN_SENTENCE, "zurich", "gas"));
    CHECK(!has(&d, GZT_TRACE_IN_SENTENCE, "watch", "zurich"));
    CHECK(has(&d, GZT_TRACE_IN_PARAGRAPH, "watch", "zurich"));
    CHECK(!has(&d, GZT_TRACE_IN_PARAGRAPH, "zurich", "cost"));
    // The amount stands where its first word does.
    CHECK(has(&d, GZT_TRACE_PHRASE, "cost", "XMusd400000000000"));
    CHECK(has(&d, GZT_TRACE_PHRASE, "on", "XD2014-05-21"));
}

static void
test_dates(void)
{
    gzt_article a = deal();
    gzt_document d;

    a.date = GZT_S("2014-05-21");
    d = make(&a);
    CHECK(gzt_schema_time_of(value(&d, GZT_SLOT_DATE).ptr) == 1400630400);
    a.date = (gzt_str){ 0 };
    d = make(&a);
    CHECK(!value(&d, GZT_SLOT_DATE).len && wdf(&d, "Y2014") == -1);
    a.date = GZT_S("2014-05"); // not canonical: none
    d = make(&a);
    CHECK(!value(&d, GZT_SLOT_DATE).len && wdf(&d, "Y2014") == -1);
    a.date = GZT_S("0001-01-01");
    d = make(&a);
    CHECK(gzt_schema_time_of(value(&d, GZT_SLOT_DATE).ptr) == -62135596800);
    a.date = GZT_S("9999-12-31T23:59:59Z");
    d = make(&a);
    CHECK(gzt_schema_time_of(value(&d, GZT_SLOT_DATE).ptr) == 253402300799);
}

static void
test_time_order(void)
{
    static const int64_t times[] = { -62135596800,
                                     -253402300799,
                                     -1,
                                     0,
                                     1,
                                     255,
                                     256,
                                     1400630400,
                                     253402300799,
                                     ((int64_t)1 << 45),
                                     -((int64_t)1 << 45) };
    size_t count = sizeof(times) / sizeof(*times), wrong = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++) {
            char a[GZT_TIME_BYTES], b[GZT_TIME_BYTES];
            int order;

            gzt_schema_time(times[i], a);
            gzt_schema_time(times[k], b);
            order = memcmp(a, b, sizeof(a));
            wrong += (order < 0) != (times[i] < times[k]) ||
                     (order == 0) != (times[i] == times[k]) ||
                     gzt_schema_time_of(a) != times[i];
        }
    CHECK(wrong == 0);
    CHECK(gzt_str_cmp(gzt_schema_u64(255, &arena),
                      gzt_schema_u64(256, &arena)) < 0);
    CHECK(gzt_str_eq(gzt_schema_u64(0x0102030405060708, &arena),
                     GZT_S("\1\2\3\4\5\6\7\10")));
}

// ---- ids and other keys ----------------------------------------------------

static gzt_str
repeated(char c, size_t len)
{
    char *bytes = gzt_arena_alloc(&arena, len + 1);

    memset(bytes, c, len);
    return (gzt_str){ bytes, len };
}

// Bytes that Xapian makes of a term: a NUL takes two.
static size_t
size_in_xapian(gzt_str term)
{
    size_t size = term.len;

    for (size_t i = 0; i < term.len; i++)
        size += !term.ptr[i];
    return size;
}

static void
test_keys(void)
{
    gzt_str prefix = GZT_S(GZT_PREFIX_SOURCE), longest = repeated('x', 1000);
    gzt_str one, two;

    CHECK_STR(gzt_schema_key(prefix, GZT_S("wire"), &arena), "XSwire");
    CHECK_STR(gzt_schema_key(prefix, (gzt_str){ 0 }, &arena), "XS");
    CHECK(gzt_schema_key(prefix, repeated('x', 200), &arena).len == 202);
    one = gzt_schema_key(prefix, longest, &arena);
    CHECK(one.len < GZT_XTERM_MAX && gzt_str_starts(one, GZT_S("XSxxxxx")));
    ((char *)longest.ptr)[999] = 'y'; // what differs far behind, differs
    two = gzt_schema_key(prefix, longest, &arena);
    CHECK(!gzt_str_eq(one, two));
    for (size_t len = 0; len < 400; len++)
        if (size_in_xapian(gzt_schema_key(prefix, repeated('\0', len),
                                          &arena)) > GZT_XTERM_MAX)
            CHECK(!"a term of NULs that Xapian takes");
}

// Ids of every kind can be put, found and deleted again.
static void
test_ids(void)
{
    gzt_str ids[] = { GZT_S("a"),          GZT_S("a\0b"),
                      GZT_S("a\0"),        repeated('x', 201),
                      repeated('x', 202),  repeated('\0', 150),
                      repeated('\0', 151), GZT_S("\xc3\xa9\n\x7f"),
                      repeated('y', 5000), GZT_S(" ") };
    size_t count = sizeof(ids) / sizeof(*ids), wrong = 0;
    gzt_writer *writer = index_open("ids", 4);
    gzt_reader *reader;

    for (size_t i = 0; i < count; i++) {
        gzt_article a = article("", "title", "body", "");

        a.id = ids[i];
        wrong += index_put(writer, &a) != 'a';
    }
    CHECK(wrong == 0);
    index_close(writer);
    reader = reader_open("ids");
    for (size_t i = 0; i < count; i++) {
        uint32_t docid;
        gzt_article got;

        wrong += gzt_reader_find(reader, ids[i], &docid, &err) ||
                 gzt_reader_header(reader, docid, &arena, &got, &err) ||
                 !gzt_str_eq(got.id, ids[i]);
    }
    CHECK(wrong == 0);
    gzt_reader_close(reader);
    writer = index_open("ids", 0);
    for (size_t i = 0; i < count; i++) {
        bool found = false;

        wrong += gzt_writer_delete(writer, ids[i], &found, &err) || !found;
    }
    CHECK(wrong == 0);
    index_close(writer);
}

// ---- entities ---------------------------------------------------------------

static void
test_entities(void)
{
    gzt_article a = deal(); // "The U.S. watched. Gas flows to Zurich, ..."
    const gzt_mention items[] = {
        { .entity = GZT_S("country:us"),
          .type = GZT_ENTITY_COUNTRY,
          .field = GZT_IN_BODY,
          .start = 4,
          .end = 8 },
        { .entity = GZT_S("place:zurich"),
          .type = GZT_ENTITY_PLACE,
          .field = GZT_IN_BODY,
          .start = 31,
          .end = 37 },
        { .entity = GZT_S("country:us"),
          .type = GZT_ENTITY_COUNTRY,
          .field = GZT_IN_BODY,
          .start = 60,
          .end = 63 },
    };
    gzt_analysis analysis;
    gzt_entity_entry entry;
    gzt_document d;
    gzt_str list;

    gzt_document_analyze(&documenter, &a, &arena, &analysis);
    analysis.mentions = (gzt_mentions){ items, 3 };
    gzt_document_make(&documenter, &a, &analysis, &arena, &d);
    CHECK(wdf(&d, "XEcountry:us") == 2 && wdf(&d, "XEplace:zurich") == 1);
    CHECK(has(&d, GZT_TRACE_PHRASE, "the", "XEcountry:us"));
    CHECK(has(&d, GZT_TRACE_PHRASE, "XEcountry:us", "watch"));
    CHECK(has(&d, GZT_TRACE_IN_SENTENCE, "XEplace:zurich", "flow"));
    CHECK(!has(&d, GZT_TRACE_IN_SENTENCE, "XEplace:zurich", "watch"));
    list = value(&d, GZT_SLOT_ENTITIES);
    CHECK(list.len == 2 * GZT_ENTRY_BYTES);
    CHECK(gzt_entities_take(&list, &entry));
    CHECK(entry.type == GZT_ENTITY_COUNTRY && entry.mentions == 2 &&
          entry.key == gzt_entity_key(GZT_S("XEcountry:us")));
    CHECK(gzt_entities_take(&list, &entry));
    CHECK(entry.type == GZT_ENTITY_PLACE && entry.mentions == 1 &&
          entry.key == gzt_entity_key(GZT_S("XEplace:zurich")));
    CHECK(!gzt_entities_take(&list, &entry));
    d = make(&a);
    CHECK(!value(&d, GZT_SLOT_ENTITIES).len && wdf(&d, "XEcountry:us") == -1);
}

// ---- odd articles ----------------------------------------------------------

static void
test_odd(void)
{
    gzt_article none = { .id = GZT_S("n") };
    gzt_article many = { .id = GZT_S("m") };
    gzt_document d = make(&none);
    gzt_buf body;

    CHECK(d.doc.term_count == 1 && wdf(&d, "Qn") == 0);
    CHECK(value(&d, GZT_SLOT_UID).len == 8 &&
          value(&d, GZT_SLOT_HASH).len == 8);
    CHECK(!value(&d, GZT_SLOT_SOURCE).len);
    gzt_buf_init(&body, 1 << 24);
    for (int i = 0; i < 20000; i++) // more terms than the table begins with
        gzt_buf_printf(&body, "w%dx ", i);
    gzt_buf_put(&body, repeated('z', 500));
    many.body = gzt_buf_str(&body);
    d = make(&many);
    CHECK(d.doc.term_count >= 20002);
    CHECK(wdf(&d, "w0x") == 1 && wdf(&d, "w19999x") == 1);
    CHECK(d.cut_terms == 1);
    gzt_buf_release(&body);
    many.body = GZT_S("\xff\xfe gas \x80");
    d = make(&many);
    CHECK(wdf(&d, "gas") > 0);
}

static void
test_tokens_and_prefixes(void)
{
    static const struct {
        uint8_t kind;
        const char *term;
    } kinds[] = { { GZT_TOKEN_WORD, "x" },      { GZT_TOKEN_JOINED, "x" },
                  { GZT_TOKEN_ACRONYM, "XAx" }, { GZT_TOKEN_BIGRAM, "x" },
                  { GZT_TOKEN_AMOUNT, "XMx" },  { GZT_TOKEN_DATE, "XDx" } };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        gzt_token token = { .kind = kinds[i].kind, .term = GZT_S("x") };

        CHECK_STR(gzt_schema_term(&token, &arena), kinds[i].term);
    }
}

int
main(void)
{
    indexes_init();
    test_terms();
    test_impacts();
    test_values();
    test_trace();
    test_dates();
    test_time_order();
    test_keys();
    test_ids();
    test_entities();
    test_odd();
    test_tokens_and_prefixes();
    indexes_release();
    return tap_done();
}
