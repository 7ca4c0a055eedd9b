/* test_phrases.c - random phrases find exactly the articles whose text has
 * them, though words share fingerprints; ten hits and all hits agree. */
#include "answer/search.h"

#include "xapian/trace.h"

#include "indexes.h"

enum {
    ARTICLES = 240,
    LENGTH = 90, // words of an article
    PAIRS = 12,  // of words that share a fingerprint
    SINGLES = 40,
    VOCABULARY = 2 * PAIRS + SINGLES,
    PHRASES = 2000,
    LONGEST = 4
};

static gzt_analyzer *analyzer;
static const char *vocabulary[VOCABULARY];
static unsigned char texts[ARTICLES][LENGTH]; // indexes into the vocabulary
static uint64_t seed = 1;

static unsigned
draw(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

// Words that no stemmer touches; the first ones in pairs that collide.
static void
make_vocabulary(void)
{
    static unsigned seen[UINT16_MAX + 1];
    size_t count = 0;

    for (unsigned i = 1; count < VOCABULARY; i++) {
        gzt_str word = gzt_arena_printf(&arena, "w%uq", i);
        uint16_t print = gzt_trace_print(word);

        if (count >= 2 * PAIRS) {
            vocabulary[count++] = gzt_arena_cstr(&arena, word);
        } else if (seen[print]) {
            vocabulary[count++] = gzt_arena_cstr(
                &arena, gzt_arena_printf(&arena, "w%uq", seen[print]));
            vocabulary[count++] = gzt_arena_cstr(&arena, word);
        }
        seen[print] = i;
    }
}

static void
make_index(void)
{
    gzt_article all[ARTICLES];

    for (size_t i = 0; i < ARTICLES; i++) {
        gzt_buf body;

        gzt_buf_init(&body, 1 << 16);
        for (size_t k = 0; k < LENGTH; k++) {
            // Few words are frequent, as in a language.
            texts[i][k] = (unsigned char)(draw(2) ? draw(VOCABULARY)
                                                  : draw(VOCABULARY / 4));
            gzt_buf_printf(&body, "%s%s", vocabulary[texts[i][k]],
                           k % 9 == 8 ? ". " : " ");
        }
        all[i] =
            article(gzt_arena_cstr(&arena, gzt_arena_printf(&arena, "%zu", i)),
                    "", gzt_arena_cstr(&arena, gzt_buf_str(&body)), "");
        gzt_buf_release(&body);
    }
    index_make("phrases", 100, all, ARTICLES);
}

static bool
text_has(size_t article, const unsigned char *phrase, size_t count)
{
    for (size_t i = 0; i + count <= LENGTH; i++)
        if (!memcmp(texts[article] + i, phrase, count))
            return true;
    return false;
}

// Half of the phrases are taken from a text, the others are thrown together.
static size_t
draw_phrase(unsigned char *phrase)
{
    size_t count = 2 + draw(LONGEST - 1);
    size_t article = draw(ARTICLES), start = draw(LENGTH - LONGEST);

    memcpy(phrase, texts[article] + start, count);
    if (draw(2))
        phrase[draw((unsigned)count)] = (unsigned char)draw(VOCABULARY);
    return count;
}

static bool
found_is_true(const gzt_answer *got, const unsigned char *phrase, size_t count)
{
    for (size_t i = 0; i < got->count; i++) {
        uint64_t id = 0;

        for (size_t k = 0; k < got->hits[i].id.len; k++)
            id = 10 * id + (uint64_t)(got->hits[i].id.ptr[k] - '0');
        if (!text_has(id, phrase, count))
            return false;
    }
    return true;
}

static gzt_answer
ask(gzt_reader *reader, gzt_str query, uint32_t count, gzt_arena *work)
{
    gzt_search_options options;
    gzt_query_fault fault;
    gzt_answer got = { 0 };

    gzt_search_defaults(&options);
    options.count = count;
    options.count_up_to = 0;
    if (gzt_search(reader, analyzer, query, &options, work, &got, &fault, &err))
        CHECK_STR(gzt_str_of(err.text), "");
    return got;
}

static void
test_random(gzt_reader *reader)
{
    gzt_arena work;
    size_t wrong = 0, missed = 0, page = 0;

    gzt_arena_init(&work);
    for (size_t n = 0; n < PHRASES; n++) {
        unsigned char phrase[LONGEST];
        size_t count = draw_phrase(phrase), expected = 0;
        gzt_answer got;
        gzt_buf query;

        gzt_buf_init(&query, 4096);
        for (size_t i = 0; i < count; i++)
            gzt_buf_printf(&query, "%s%s", i ? " " : "\"",
                           vocabulary[phrase[i]]);
        gzt_buf_putc(&query, '"');
        for (size_t i = 0; i < ARTICLES; i++)
            expected += text_has(i, phrase, count);
        got = ask(reader, gzt_buf_str(&query), ARTICLES, &work);
        wrong += !found_is_true(&got, phrase, count);
        missed += got.count != expected;
        got = ask(reader, gzt_buf_str(&query), 10, &work);
        page += got.count != (expected < 10 ? expected : 10) ||
                !found_is_true(&got, phrase, count);
        gzt_buf_release(&query);
    }
    CHECK(wrong == 0);
    CHECK(missed == 0);
    CHECK(page == 0);
    gzt_arena_release(&work);
}

int
main(void)
{
    gzt_reader *reader;

    indexes_init();
    analyzer = gzt_analyzer_new();
    make_vocabulary();
    make_index();
    reader = reader_open("phrases");
    test_random(reader);
    gzt_reader_close(reader);
    gzt_analyzer_free(analyzer);
    indexes_release();
    return tap_done();
}
