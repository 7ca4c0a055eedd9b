/* test_store_record.c - articles as bytes: there and back, damaged in every
 * place, with dictionaries and without; and what the dictionary learns. */
#include "store/dictionary.h"
#include "store/record.h"

#include "base/buf.h"
#include "base/json.h"
#include "store/article_json.h"

#include "scratch.h"

static gzt_article
full_article(void)
{
    return (gzt_article){
        .id = GZT_S("a\0b"),
        .title = GZT_S("Gas deal signed"),
        .body = GZT_S("Russia and China signed a gas deal on Wednesday.\n\n"
                      "The gas deal is worth $400 billion, officials said. "
                      "The gas deal had been in the making for ten years."),
        .date = GZT_S("2014-05-21"),
        .updated = GZT_S("2014-05-21T10:05:00Z"),
        .source = GZT_S("Wire"),
        .author = GZT_S("A. Writer"),
        .lang = GZT_S("en"),
        .section = GZT_S("World"),
        .tags = GZT_S("[\"gas\"]"),
        .url = GZT_S("https://example.org/a"),
        .path = GZT_S("in/a.md"),
        .extra = GZT_S("{\"desk\":7}")
    };
}

static gzt_str
encode(gzt_codec *codec, const gzt_article *article)
{
    gzt_buf buf;
    gzt_str record;

    gzt_buf_init(&buf, 1 << 24);
    gzt_record_encode(codec, article, &buf);
    CHECK(!buf.full);
    record = gzt_arena_copy(&arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return record;
}

static bool
same_header(const gzt_article *a, const gzt_article *b)
{
    return gzt_str_eq(a->id, b->id) && gzt_str_eq(a->title, b->title) &&
           gzt_str_eq(a->date, b->date) && gzt_str_eq(a->updated, b->updated) &&
           gzt_str_eq(a->source, b->source) &&
           gzt_str_eq(a->author, b->author) && gzt_str_eq(a->lang, b->lang) &&
           gzt_str_eq(a->section, b->section) && gzt_str_eq(a->tags, b->tags) &&
           gzt_str_eq(a->url, b->url) && gzt_str_eq(a->path, b->path);
}

static bool
same(const gzt_article *a, const gzt_article *b)
{
    return same_header(a, b) && gzt_str_eq(a->body, b->body) &&
           gzt_str_eq(a->extra, b->extra);
}

static bool
goes_round(gzt_codec *codec, const gzt_article *article)
{
    gzt_str record = encode(codec, article);
    gzt_article whole, head;

    return !gzt_record_decode(codec, record, &arena, &whole, &err) &&
           !gzt_record_header(codec, record, &arena, &head, &err) &&
           same(article, &whole) && same_header(article, &head) &&
           !head.body.len && !head.extra.len;
}

static void
test_round_trip(gzt_codec *codec)
{
    gzt_article full = full_article(), none = { 0 }, large = full;
    char *body = gzt_arena_alloc(&arena, 3000000);

    CHECK(goes_round(codec, &full));
    CHECK(goes_round(codec, &none));
    for (size_t i = 0; i < 3000000; i++) // hardly to be packed
        body[i] = (char)(gzt_str_hash((gzt_str){ (char *)&i, sizeof(i) }, 0));
    large.body = (gzt_str){ body, 3000000 };
    CHECK(goes_round(codec, &large));
    memset(body, 'x', 3000000);
    CHECK(goes_round(codec, &large));
    CHECK(encode(codec, &large).len < 5000);
    large.body.len = 127; // where the varint of a length grows
    CHECK(goes_round(codec, &large));
    large.body.len = 128;
    large.title = large.body;
    CHECK(goes_round(codec, &large));
}

// In memory of its own size, so that a sanitizer sees what reads on.
static gzt_status
decode_tight(gzt_codec *codec, gzt_str record, gzt_arena *scratch_arena,
             gzt_article *out)
{
    char *copy = malloc(record.len + !record.len);
    gzt_article head;
    gzt_status status;

    if (record.len)
        memcpy(copy, record.ptr, record.len);
    record.ptr = copy;
    err = (gzt_err){ GZT_OK, "" };
    status = gzt_record_decode(codec, record, scratch_arena, out, &err);
    if (!status) // the header borrows from the record
        *out = (gzt_article){ .body = out->body, .extra = out->extra };
    if (gzt_record_header(codec, record, scratch_arena, &head, NULL) && !status)
        status = GZT_EINTERNAL; // the whole cannot be well without it
    free(copy);
    return status;
}

// Every byte is changed in some ways, and the record cut at every place: that
// is seen, or else the body is what it was.
static void
test_damage(gzt_codec *codec)
{
    gzt_article full = full_article(), got;
    gzt_str record = encode(codec, &full);
    char *bad = gzt_arena_alloc(&arena, record.len);
    static const unsigned char changes[] = { 0x01, 0x80, 0xff, 0x10 };
    size_t refused = 0, body_lost = 0, other = 0;
    gzt_arena a;

    gzt_arena_init(&a);
    for (size_t at = 0; at < record.len; at++)
        for (size_t k = 0; k < sizeof(changes); k++) {
            gzt_status status;

            memcpy(bad, record.ptr, record.len);
            bad[at] ^= (char)changes[k];
            status =
                decode_tight(codec, (gzt_str){ bad, record.len }, &a, &got);
            refused += status == GZT_EFORMAT && strstr(err.text, "damaged");
            other += status != GZT_OK && status != GZT_EFORMAT;
            body_lost += !status && !gzt_str_eq(got.body, full.body);
            gzt_arena_release(&a);
        }
    CHECK(other == 0);
    CHECK(body_lost == 0); // the checksum sees to that
    CHECK(refused > record.len);
    for (size_t len = 0; len < record.len; len++) {
        other += decode_tight(codec, (gzt_str){ record.ptr, len }, &a, &got) !=
                 GZT_EFORMAT;
        gzt_arena_release(&a);
    }
    CHECK(other == 0);
}

// A record that was packed without a dictionary.
#define RECORD(rest) GZT_S("\x03\0\0\0\0" rest)

static gzt_status
header(gzt_codec *codec, gzt_str record, gzt_article *out)
{
    return gzt_record_header(codec, record, &arena, out, &err);
}

// What claims to be huge is refused before memory is taken for it.
static void
test_bomb(gzt_codec *codec)
{
    gzt_article got;

    CHECK_FAILS(gzt_record_decode(codec, RECORD("\0\0\xff\xff\xff\xff\x0f"),
                                  &arena, &got, &err),
                GZT_EFORMAT, "size");
    CHECK_FAILS(header(codec, RECORD("\xff\xff\xff\xff\x0f\x01xx"), &got),
                GZT_EFORMAT, "header");
    CHECK_FAILS(header(codec, RECORD("\x7f\x02xx"), &got), GZT_EFORMAT,
                "unpack");
    CHECK_FAILS(header(codec, GZT_S("\x02\0\0\0\0\0\0"), &got), GZT_EFORMAT,
                "unknown version");
    CHECK_FAILS(header(codec, GZT_S("\x03\0\0"), &got), GZT_EFORMAT, "header");
    CHECK_FAILS(header(codec, RECORD("\x7f\0"), &got), GZT_EFORMAT, "header");
    CHECK_FAILS(header(codec, RECORD("\x02\0\x02\x63"), &got), GZT_EFORMAT,
                "header");
    CHECK_FAILS(header(codec, (gzt_str){ 0 }, &got), GZT_EFORMAT, "damaged");
    // A tag that a later gazette may bring is passed over.
    CHECK_OK(header(codec, RECORD("\x06\0\x63\x01?\x02\x01T"), &got));
    CHECK_STR(got.title, "T");
}

static gzt_str
text_of(gzt_codec *codec, gzt_str record)
{
    gzt_article got;

    if (gzt_record_decode(codec, record, &arena, &got, &err))
        return gzt_str_of(err.text);
    return got.body;
}

static void
test_dictionaries(void)
{
    gzt_article full = full_article();
    gzt_codec *one = gzt_codec_new(), *two = gzt_codec_new();
    gzt_str plain = encode(one, &full), with, other, hidden;

    gzt_codec_set_dictionary(one, full.body); // the best there can be
    with = encode(one, &full);
    CHECK(with.len + 60 < plain.len);
    CHECK(goes_round(one, &full));
    hidden = text_of(two, with);
    CHECK_STR(hidden, "a stored article is damaged (its dictionary is "
                      "missing): run `indexer --verify`");
    CHECK(gzt_str_eq(text_of(two, plain), full.body));
    gzt_codec_add_dictionary(two, GZT_S("another"));
    gzt_codec_add_dictionary(two, full.body);
    gzt_codec_add_dictionary(two, full.body); // twice is once
    gzt_codec_add_dictionary(two, GZT_S(""));
    CHECK(gzt_str_eq(text_of(two, with), full.body));
    gzt_codec_set_dictionary(one, GZT_S("quite another dictionary"));
    other = encode(one, &full);
    CHECK(gzt_str_eq(text_of(one, other), full.body));
    CHECK(gzt_str_eq(text_of(one, with), full.body)); // the first is kept
    gzt_codec_set_dictionary(one, GZT_S(""));
    CHECK(gzt_str_eq(encode(one, &full), plain));
    test_damage(two);
    gzt_codec_set_dictionary(two, full.body);
    test_damage(two);
    gzt_codec_free(one);
    gzt_codec_free(two);
    gzt_codec_free(NULL);
}

static void
test_hash(void)
{
    gzt_article a = full_article(), b = a;
    uint64_t hash = gzt_article_hash(&a);

    b.path = GZT_S("elsewhere.md");
    CHECK(gzt_article_hash(&b) == hash); // where it lies does not matter
    b.title = GZT_S("Gas deal signed?");
    CHECK(gzt_article_hash(&b) != hash);
    b = a;
    b.extra = GZT_S("{\"desk\":8}");
    CHECK(gzt_article_hash(&b) != hash);
    b = a; // a text that moves from one field to the next is another article
    b.author = a.source;
    b.source = a.author;
    CHECK(gzt_article_hash(&b) != hash);
    b = a;
    b.section = GZT_S("");
    b.tags = GZT_S("World");
    a.tags = GZT_S("");
    CHECK(gzt_article_hash(&a) != gzt_article_hash(&b));
}

// Sentences of a few words each, as news repeat them.
static gzt_str
news(uint64_t *state)
{
    static const char *const words[] = { "the prime minister",
                                         " of the day",
                                         " said on Tuesday",
                                         " that the European Union",
                                         " would not agree",
                                         " to the proposal",
                                         " in Geneva",
                                         ".\n\n",
                                         " gas",
                                         " number",
                                         " of refugees" };
    gzt_buf text;
    gzt_str copy;

    gzt_buf_init(&text, 1 << 12);
    for (int i = 0; i < 60; i++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        gzt_buf_put(&text, gzt_str_of(words[(*state >> 40) % 11]));
        gzt_buf_printf(&text, " %u", (unsigned)(*state >> 58));
    }
    copy = gzt_arena_copy(&arena, gzt_buf_str(&text));
    gzt_buf_release(&text);
    return copy;
}

static void
test_learning(void)
{
    gzt_article like[200] = { 0 };
    gzt_str again, got;
    gzt_codec *codec = gzt_codec_new();
    gzt_article a = { .id = GZT_S("1") };
    uint64_t state = 1;
    size_t plain;

    for (size_t i = 0; i < 200; i++)
        like[i].body = news(&state);
    like[7] = (gzt_article){ 0 };
    a.body = news(&state);
    got = gzt_dictionary_learn(like, 200, &arena);
    again = gzt_dictionary_learn(like, 200, &arena);
    CHECK(got.len > 40 && got.len <= GZT_DICTIONARY_MAX);
    CHECK(gzt_str_eq(got, again));
    plain = encode(codec, &a).len;
    gzt_codec_set_dictionary(codec, got);
    CHECK(encode(codec, &a).len * 3 < plain * 2);
    CHECK(goes_round(codec, &a));
    test_damage(codec);
    gzt_codec_free(codec);
    CHECK(gzt_dictionary_learn(NULL, 0, &arena).len == 0);
    CHECK(gzt_dictionary_learn(like, 1, &arena).len == 0);
}

// Titles and the like are packed, too, where there is something to learn.
static void
test_headers(void)
{
    gzt_article like[200] = { 0 };
    gzt_codec *codec = gzt_codec_new();
    gzt_article a;
    uint64_t state = 2;
    size_t plain;

    for (size_t i = 0; i < 200; i++) {
        like[i] = full_article();
        like[i].id = gzt_arena_printf(&arena, "wire-2014-05-%zu", i);
        like[i].title = gzt_str_slice(news(&state), 0, 60);
        like[i].body = news(&state);
    }
    a = like[199];
    a.body = (gzt_str){ 0 };
    plain = encode(codec, &a).len;
    gzt_codec_set_dictionary(codec, gzt_dictionary_learn(like, 150, &arena));
    CHECK(encode(codec, &a).len * 3 < plain * 2);
    CHECK(goes_round(codec, &a));
    test_damage(codec);
    gzt_codec_free(codec);
}

static void
test_learning_much(void)
{
    size_t len = 6 << 20;
    char *bytes = gzt_arena_alloc(&arena, len);
    gzt_article like[3] = { { .body = { bytes, len } },
                            { .body = { bytes, 3 }, .title = { bytes, len } },
                            { .body = { bytes, len } } };

    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(gzt_str_hash((gzt_str){ (char *)&i, sizeof(i) }, 0));
    CHECK(gzt_dictionary_learn(like, 3, &arena).len <= GZT_DICTIONARY_MAX);
    memset(bytes, ' ', len);
    CHECK(gzt_dictionary_learn(like, 3, &arena).len <= GZT_DICTIONARY_MAX);
}

static gzt_str
members(const gzt_article *article)
{
    gzt_buf buf;
    gzt_str out;

    gzt_buf_init(&buf, 1 << 16);
    gzt_buf_putc(&buf, '{');
    gzt_article_json(article, &buf);
    gzt_buf_putc(&buf, '}');
    out = gzt_arena_copy(&arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}

static void
test_json(void)
{
    gzt_article a = { .id = GZT_S("1"), .extra = GZT_S("{}") };

    CHECK_STR(members(&a), "{\"id\":\"1\"}");
    a.extra = GZT_S(" {\"desk\":7} ");
    a.tags = GZT_S("[\"x\"]");
    CHECK_STR(members(&a), "{\"id\":\"1\",\"tags\":[\"x\"],\"desk\":7}");
    a = (gzt_article){ .extra = GZT_S("{\"desk\":7}") };
    CHECK_STR(members(&a), "{\"desk\":7}");
    a.body = GZT_S("one\n\n\"two\"");
    CHECK_STR(members(&a), "{\"body\":\"one\\n\\n\\\"two\\\"\",\"desk\":7}");
    a = (gzt_article){ .extra = GZT_S("no object") };
    CHECK_STR(members(&a), "{}");
}

int
main(void)
{
    gzt_codec *codec;

    scratch_init();
    codec = gzt_codec_new();
    test_round_trip(codec);
    test_damage(codec);
    test_bomb(codec);
    gzt_codec_free(codec);
    test_dictionaries();
    test_hash();
    test_learning();
    test_headers();
    test_learning_much();
    test_json();
    scratch_release();
    return tap_done();
}
