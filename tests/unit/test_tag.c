/* test_tag.c - what is a name and what is none, from text to mentions, and
 * tokens in, tags out. */
#include "entity/tag.h"

#include "base/str.h"
#include "entity/bio.h"
#include "entity/lexicon.h"
#include "entity/model.h"
#include "tap.h"

typedef struct row {
    const char *text, *want; // mentions as type:text
} row;

static const row rows[] = {
    { "Russia and China signed a gas deal in Shanghai.",
      "country:Russia country:China place:Shanghai" },
    { "President Vladimir Putin met Xi Jinping. Mr. Putin flew home.",
      "person:Vladimir Putin person:Xi Jinping person:Putin" },
    { "The China-Russia border is long.", "country:China country:Russia" },
    { "The Russian minister of foreign affairs, Igor Valentov, spoke.",
      "group:Russian person:Igor Valentov" },
    { "Talks between NATO and the United Nations failed.",
      "org:NATO org:United Nations" },
    { "Maria Oberlin, a lawyer, told reporters that Mrs. Oberlin's house was "
      "empty.",
      "person:Maria Oberlin person:Oberlin" },
    { "She was elected in the 2003 Latvian general election.",
      "event:2003 Latvian general election" },
    { "The Ministry of Foreign Affairs of Peru denied it.",
      "org:Ministry of Foreign Affairs of Peru" },

    { "He won the 1992 United States Senate special election in Ohio.",
      "event:1992 United States Senate special election in Ohio" },
    { "Lady Hester Vane-Rook met RG Casey.",
      "person:Hester Vane-Rook person:RG Casey" },
    { "A Member of Parliament (MP) is paid. Two MPs are not.",
      "org:Parliament" },

    { "RUSSIA WARNS US OVER MISSILES IN GERMANY. IT TELLS US MUCH ABOUT THEM.",
      "country:RUSSIA country:US country:GERMANY" },
    { "A cup was sold at Sotheby's in London. OPEC+ met in Vienna after OPEC.",
      "org:Sotheby's place:London org:OPEC+ place:Vienna org:OPEC" },

    // Nothing of this is a name.
    { "On Monday, May 21, he said nothing. He may go in March.", "" },
    { "Flashpoints", "" },
    { "Recent Features", "" },
    { "THE END OF THE WORLD IS NOT NEAR", "" },
    { "What Is Next For Us And Why It Will Matter", "" },
    { "", "" },
    { "...", "" },
};

typedef struct bench {
    gzt_lexicon *lexicon;
    gzt_tagger *tagger;
    gzt_analyzer *analyzer;
    gzt_arena arena;
    gzt_buf buf;
} bench;

static gzt_str
type_name(const gzt_mention *mention)
{
    return mention->adjective ? GZT_S("group")
                              : gzt_entity_type_name(mention->type);
}

static void
describe(bench *b, gzt_str text, const char *lang)
{
    gzt_tag_field fields[GZT_PARTS] = { 0 };
    gzt_tokens tokens[GZT_PARTS] = { 0 };
    gzt_mentions mentions;

    gzt_analyze(b->analyzer, text, gzt_str_of(lang), 0, &b->arena,
                &tokens[GZT_IN_BODY]);
    for (int i = 0; i < GZT_PARTS; i++)
        fields[i].tokens = &tokens[i];
    fields[GZT_IN_BODY].text = text;
    gzt_tag(b->tagger, fields, GZT_PARTS, gzt_str_of(lang), &b->arena,
            &mentions);
    gzt_buf_clear(&b->buf);
    for (size_t i = 0; i < mentions.count; i++) {
        const gzt_mention *m = &mentions.items[i];
        gzt_str name = gzt_str_slice(text, m->start, m->end);

        gzt_buf_printf(&b->buf, "%s%.*s:%.*s", i ? " " : "",
                       GZT_ARG(type_name(m)), GZT_ARG(name));
    }
}

static void
test_rows(bench *b)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        describe(b, gzt_str_of(rows[i].text), "en");
        CHECK_STR(gzt_buf_str(&b->buf), rows[i].want);
    }
    // The model knows English only, the lexicon everything.
    describe(b, GZT_S("Igor Valentov sprach mit der NATO."), "de");
    CHECK_STR(gzt_buf_str(&b->buf), "org:NATO");
}

static void
test_order(bench *b)
{
    static const char text[] =
        "Igor Valentov of Gazprom met Maria Oberlin in Vienna. Valentov left "
        "Austria for Kazakhstan, and the Austrian police let him.";
    gzt_tag_field fields[GZT_PARTS];
    gzt_tokens tokens;
    gzt_mentions m;
    bool ordered = true, whole = true;

    gzt_analyze(b->analyzer, gzt_str_of(text), GZT_S("en"), 0, &b->arena,
                &tokens);
    for (int i = 0; i < GZT_PARTS; i++)
        fields[i] =
            (gzt_tag_field){ .text = gzt_str_of(text), .tokens = &tokens };
    gzt_tag(b->tagger, fields, GZT_PARTS, GZT_S(""), &b->arena, &m);
    CHECK(m.count == 16);
    for (size_t i = 0; i < m.count; i++) {
        const gzt_mention *it = &m.items[i];

        whole = whole && it->start < it->end && it->end <= sizeof(text) &&
                it->entity.len && it->name.len && it->confidence > 0 &&
                it->confidence <= 1;
        if (i)
            ordered = ordered &&
                      (it[-1].field < it->field ||
                       (it[-1].field == it->field && it[-1].end <= it->start));
    }
    CHECK(ordered);
    CHECK(whole);
}

// How sure a new tagger is of a text's names when it has read others before.
static float
confidence_after(bench *b, const char *before, const char *text)
{
    gzt_tagger *tagger = gzt_tagger_new(b->lexicon);
    const char *texts[] = { before, text };
    float sum = 0;

    for (int i = 0; i < 2; i++) {
        gzt_tag_field field = { .text = gzt_str_of(texts[i]) };
        gzt_tokens tokens;
        gzt_mentions m;

        gzt_analyze(b->analyzer, field.text, GZT_S("en"), 0, &b->arena,
                    &tokens);
        field.tokens = &tokens;
        gzt_tag(tagger, &field, 1, GZT_S("en"), &b->arena, &m);
        for (size_t k = 0; i && k < m.count; k++)
            sum += m.items[k].confidence;
    }
    gzt_tagger_free(tagger);
    return sum;
}

// What a tagger has read before changes nothing.
static void
test_memory(bench *b)
{
    static const char text[] =
        "In 2003 Maria Oberlin of Waterlow 1987 Ltd. left 1400 Vancouver. "
        "Ormond Treaty 2011 of May 1998, Ormond and Oberlin said.";
    float alone = confidence_after(b, "", text);
    bool same = true;

    CHECK(alone > 1);
    for (int year = 1900; year < 2020; year += 3) {
        char before[32];

        snprintf(before, sizeof(before), "Oberlin in %d.", year);
        same = same && confidence_after(b, before, text) == alone;
    }
    CHECK(same);
}

// As many different names as a huge article has.
static void
test_many(bench *b)
{
    gzt_buf text;
    gzt_tag_field field = { .tokens = NULL };
    gzt_tokens tokens;
    gzt_mentions m;

    gzt_buf_init(&text, 1 << 22);
    for (int i = 0; i < 40000; i++)
        gzt_buf_printf(&text, "He saw X%c%c%c%c there. ", 'a' + i % 26,
                       'b' + i / 26 % 24, 'a' + i / 624 % 26,
                       'b' + i / 16224 % 24);
    field.text = gzt_buf_str(&text);
    gzt_analyze(b->analyzer, field.text, GZT_S("en"), 0, &b->arena, &tokens);
    field.tokens = &tokens;
    gzt_tag(b->tagger, &field, 1, GZT_S("en"), &b->arena, &m);
    CHECK(m.count > 1000);
    gzt_buf_release(&text);
}

static void
test_bio(bench *b)
{
    gzt_str lines =
        GZT_S("-DOCSTART-\tO\n\nIgor\tB-PER\nValentov\tI-PER\nof\nSt\n.\n"
              "Petersburg\nvisited\nthe\nChina-Russia\nborder\n.\n\nRussian\n"
              "gas\n\n-DOCSTART-\n\nNATO\r\n");

    gzt_buf_clear(&b->buf);
    CHECK(gzt_tag_bio(b->tagger, b->analyzer, &lines, GZT_S("en"), &b->buf));
    CHECK_STR(gzt_buf_str(&b->buf),
              "-DOCSTART-\tO\n\nIgor\tB-person\nValentov\tI-person\nof\tO\n"
              "St\tB-place\n.\tI-place\nPetersburg\tI-place\nvisited\tO\nthe\t"
              "O\nChina-Russia\tB-country\nborder\tO\n.\tO\n\nRussian\tB-group"
              "\ngas\tO\n\n");
    gzt_buf_clear(&b->buf);
    CHECK(gzt_tag_bio(b->tagger, b->analyzer, &lines, GZT_S("en"), &b->buf));
    CHECK_STR(gzt_buf_str(&b->buf), "-DOCSTART-\tO\n\nNATO\tB-org\n\n");
    CHECK(!gzt_tag_bio(b->tagger, b->analyzer, &lines, GZT_S("en"), &b->buf));
}

// A mark that begins a file is no word on its documents: they have 40 sentences.
static void
test_long_bio(bench *b)
{
    gzt_buf text;
    gzt_str lines;
    gzt_bio bio;

    gzt_buf_init(&text, 1 << 12);
    gzt_buf_put(&text, GZT_S("-DOCSTART-\tO\n\n"));
    for (int i = 0; i < GZT_BIO_SENTENCES + 2; i++)
        gzt_buf_put(&text, GZT_S("It\nrains\n\n"));
    lines = gzt_buf_str(&text);
    CHECK(gzt_bio_take(&lines, &b->arena, &bio));
    CHECK(bio.marked && bio.count == 2 * GZT_BIO_SENTENCES);
    CHECK(gzt_bio_take(&lines, &b->arena, &bio));
    CHECK(!bio.marked && bio.count == 4);
    gzt_buf_release(&text);
}

// A model that is not whole is none.
static void
test_model(void)
{
    static _Alignas(64) char bytes[sizeof(gzt_model_header)];
    gzt_model model;

    CHECK(gzt_model_builtin(&model));
    memcpy(bytes, model.header, sizeof(bytes));
    CHECK(!gzt_model_open(&model, (gzt_str){ bytes, sizeof(bytes) }));
    CHECK(!gzt_model_open(&model, (gzt_str){ bytes, 7 }));
    CHECK(gzt_word_key(GZT_S("2014"), GZT_SHAPE_NUMBER) ==
          gzt_word_key(GZT_S("1999"), GZT_SHAPE_NUMBER));
    CHECK(gzt_word_key(GZT_S("us"), GZT_SHAPE_UPPER) !=
          gzt_word_key(GZT_S("us"), GZT_SHAPE_LOWER));
}

int
main(void)
{
    bench b = { .analyzer = gzt_analyzer_new() };

    gzt_arena_init(&b.arena);
    gzt_buf_init(&b.buf, 1 << 20);
    CHECK(!gzt_lexicon_open(&b.lexicon, NULL, NULL));
    b.tagger = gzt_tagger_new(b.lexicon);
    test_rows(&b);
    test_order(&b);
    test_memory(&b);
    test_many(&b);
    test_bio(&b);
    test_long_bio(&b);
    test_model();
    gzt_tagger_free(b.tagger);
    gzt_lexicon_close(b.lexicon);
    gzt_buf_release(&b.buf);
    gzt_arena_release(&b.arena);
    gzt_analyzer_free(b.analyzer);
    return tap_done();
}
