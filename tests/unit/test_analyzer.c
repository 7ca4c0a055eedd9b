/* test_analyzer.c - the analyzer's rules by table, its limits, and that no
 * bytes upset it.
 *
 * usage: test_analyzer [TABLE]; the table is tests/tables/analyzer.tsv: text
 * (\n and \xHH are escapes), language, tokens. A token is its term, a letter
 * for its kind unless it is a WORD, and its position; "|" is the end of a
 * sentence and "||" of a paragraph, left out behind the last token.
 */
#include "text/analyzer.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tap.h"

#include <stdlib.h>

enum {
    LINE_MAX = 4096
};

static const char *const kind_names[] = { "", "/J", "/A", "/B", "/M", "/D" };

static void
render(const gzt_tokens *tokens, gzt_buf *out)
{
    gzt_buf_clear(out);
    for (size_t i = 0; i < tokens->count; i++) {
        const gzt_token *token = &tokens->tokens[i];

        gzt_buf_printf(out, "%s%.*s%s@%u", i ? " " : "", GZT_ARG(token->term),
                       kind_names[token->kind], token->pos);
        if (i + 1 == tokens->count)
            break;
        if (token->flags & GZT_TOKEN_PARAGRAPH)
            gzt_buf_printf(out, " ||");
        else if (token->flags & GZT_TOKEN_SENTENCE)
            gzt_buf_printf(out, " |");
    }
}

static int
hex_value(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static gzt_str
unescape(gzt_str text, char *out)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\\' && i + 3 < text.len && text.ptr[i + 1] == 'x') {
            out[len++] = (char)(16 * hex_value(text.ptr[i + 2]) +
                                hex_value(text.ptr[i + 3]));
            i += 3;
        } else if (text.ptr[i] == '\\' && i + 1 < text.len) {
            out[len++] = '\n';
            i++;
        } else {
            out[len++] = text.ptr[i];
        }
    }
    return (gzt_str){ out, len };
}

static void
check_line(gzt_analyzer *analyzer, char *line, gzt_buf *got)
{
    gzt_str rest = gzt_str_trim(gzt_str_of(line)), text, lang;
    char bytes[LINE_MAX], what[LINE_MAX];
    gzt_arena arena;
    gzt_tokens tokens;
    bool same;

    if (!rest.len || rest.ptr[0] == '#')
        return;
    gzt_arena_init(&arena);
    gzt_str_cut(&rest, '\t', &text);
    gzt_str_cut(&rest, '\t', &lang);
    gzt_analyze(analyzer, unescape(text, bytes), lang, 0, &arena, &tokens);
    render(&tokens, got);
    same = gzt_str_eq(gzt_buf_str(got), rest);
    snprintf(what, sizeof(what), "%.*s", GZT_ARG(text));
    tap_check(same, what, "analyzer.tsv", 0);
    if (!same)
        printf("# want [%.*s]\n# got  [%.*s]\n", GZT_ARG(rest),
               GZT_ARG(gzt_buf_str(got)));
    gzt_arena_release(&arena);
}

static void
test_table(gzt_analyzer *analyzer, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[LINE_MAX];
    gzt_buf got;

    gzt_buf_init(&got, 1 << 16);
    CHECK(file != NULL);
    while (file && fgets(line, sizeof(line), file))
        check_line(analyzer, line, &got);
    if (file)
        fclose(file);
    gzt_buf_release(&got);
}

// The term of the first token.
static gzt_str
first_term(gzt_analyzer *analyzer, const char *text, const char *lang,
           unsigned flags, gzt_arena *arena)
{
    gzt_tokens tokens;

    gzt_analyze(analyzer, gzt_str_of(text), gzt_str_of(lang), flags, arena,
                &tokens);
    return tokens.count ? tokens.tokens[0].term : (gzt_str){ 0 };
}

static void
test_flags(gzt_analyzer *analyzer, gzt_arena *arena)
{
    gzt_tokens tokens;

    CHECK_STR(first_term(analyzer, "Sanctions", "en", 0, arena), "sanction");
    CHECK_STR(
        first_term(analyzer, "Sanctions", "en", GZT_ANALYZE_NO_STEM, arena),
        "sanctions");
    CHECK_STR(first_term(analyzer, "Sanctions", "pl", 0, arena), "sanctions");

    gzt_analyze(analyzer, GZT_S("The F-16 of NATO"), GZT_S("en"), 0, arena,
                &tokens);
    CHECK(tokens.count == 7 && tokens.positions == 5);
    CHECK(tokens.tokens[0].flags == (GZT_TOKEN_STOP | GZT_TOKEN_CAPITAL));
    CHECK(tokens.tokens[1].flags == (GZT_TOKEN_PART | GZT_TOKEN_CAPITAL));
    CHECK(tokens.tokens[2].kind == GZT_TOKEN_JOINED);
    CHECK(tokens.tokens[2].start == 4 && tokens.tokens[2].end == 8);
    CHECK(tokens.tokens[3].flags == GZT_TOKEN_PART);
    CHECK(tokens.tokens[6].flags & GZT_TOKEN_PARAGRAPH);
}

static void
test_a_query_has_both_forms_in_a_headline(gzt_analyzer *analyzer,
                                          gzt_arena *arena)
{
    gzt_buf got;
    gzt_tokens tokens;

    gzt_buf_init(&got, 1024);
    gzt_analyze(analyzer, GZT_S("US SIGN DEAL"), GZT_S("en"), GZT_ANALYZE_QUERY,
                arena, &tokens);
    render(&tokens, &got);
    CHECK_STR(gzt_buf_str(&got), "us@0 us/A@0 sign@1 sign/A@1 deal@2 deal/A@2");
    gzt_analyze(analyzer, GZT_S("SANCTIONS"), GZT_S("en"), GZT_ANALYZE_QUERY,
                arena, &tokens);
    render(&tokens, &got);
    CHECK_STR(gzt_buf_str(&got), "sanction@0 sanctions/A@0");
    gzt_buf_release(&got);
}

static void
test_ranges_are_of_the_text_as_given(gzt_analyzer *analyzer, gzt_arena *arena)
{
    // "« co<soft hyphen>operation » U.S."
    gzt_str text = GZT_S("\xc2\xab co\xc2\xadoperation \xc2\xbb U.S.");
    gzt_tokens tokens;

    gzt_analyze(analyzer, text, GZT_S("en"), 0, arena, &tokens);
    CHECK(tokens.count == 2);
    CHECK_STR(tokens.tokens[0].word, "cooperation");
    CHECK(tokens.tokens[0].start == 3 && tokens.tokens[0].end == 16);
    CHECK(tokens.tokens[1].start == 20 && tokens.tokens[1].end == text.len);
}

static void
test_long_words_end_in_a_hash(gzt_analyzer *analyzer, gzt_arena *arena)
{
    char bytes[3000];
    gzt_tokens one, two;

    memset(bytes, 'a', sizeof(bytes));
    gzt_analyze(analyzer, (gzt_str){ bytes, 3000 }, GZT_S("en"), 0, arena,
                &one);
    gzt_analyze(analyzer, (gzt_str){ bytes, 2999 }, GZT_S("en"), 0, arena,
                &two);
    CHECK(one.count == 1 && one.cut == 1);
    CHECK(one.tokens[0].flags & GZT_TOKEN_CUT);
    CHECK(one.tokens[0].term.len == GZT_TERM_MAX);
    CHECK(!gzt_str_eq(one.tokens[0].term, two.tokens[0].term));

    gzt_analyze(analyzer, (gzt_str){ bytes, GZT_TERM_MAX }, GZT_S("en"), 0,
                arena, &one);
    CHECK(one.count == 1 && !one.cut && one.tokens[0].end == GZT_TERM_MAX);
}

static void
test_stems_and_stop_words_alone(gzt_analyzer *analyzer)
{
    CHECK_STR(gzt_analyzer_stem(analyzer, GZT_S("sanctions"), GZT_S("en")),
              "sanction");
    CHECK_STR(gzt_analyzer_stem(analyzer, GZT_S("universities"), GZT_S("eng")),
              "university");
    CHECK_STR(gzt_analyzer_stem(analyzer, GZT_S("регионов"), GZT_S("ru")),
              "регион");
    CHECK(gzt_is_stop_word(GZT_S("us"), GZT_S("en")));
    CHECK(gzt_is_stop_word(GZT_S("us"), GZT_S("en-GB")));
    CHECK(gzt_is_stop_word(GZT_S("fur"), GZT_S("de")));
    CHECK(!gzt_is_stop_word(GZT_S("news"), GZT_S("en")));
    CHECK(!gzt_is_stop_word(GZT_S("the"), GZT_S("zh")));
}

// A list must be written as the analyzer folds, or it is of no use.
static void
check_stop_words(gzt_analyzer *analyzer, const char *lang, gzt_arena *arena)
{
    char path[100], line[LINE_MAX];
    gzt_tokens tokens;
    bool all = true;
    FILE *file;

    snprintf(path, sizeof(path), "corpus/lexicon/stopwords/%s.txt", lang);
    file = fopen(path, "r");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof(line), file)) {
        gzt_str word = gzt_str_trim(gzt_str_of(line));
        bool same;

        if (!word.len || word.ptr[0] == '#')
            continue;
        gzt_analyze(analyzer, word, gzt_str_of(lang), 0, arena, &tokens);
        same = tokens.count == 1 && tokens.tokens[0].flags & GZT_TOKEN_STOP &&
               gzt_str_eq(tokens.tokens[0].word, word);
        if (!same)
            printf("# %s: %.*s is no stop word\n", lang, GZT_ARG(word));
        all &= same;
    }
    CHECK(all);
    if (file)
        fclose(file);
}

static void
test_lists_are_folded(gzt_analyzer *analyzer, gzt_arena *arena)
{
    static const char *const langs[] = { "ar", "da", "de", "el", "en", "es",
                                         "fi", "fr", "hu", "it", "nl", "no",
                                         "pt", "ro", "ru", "sv", "tr" };

    for (size_t i = 0; i < sizeof(langs) / sizeof(*langs); i++)
        check_stop_words(analyzer, langs[i], arena);
}

static void
test_languages_by_any_of_their_names(void)
{
    CHECK(gzt_lang_is_stemmed(GZT_S("en")));
    CHECK(gzt_lang_is_stemmed(GZT_S("deu")));
    CHECK(gzt_lang_is_stemmed(GZT_S("pt_BR")));
    CHECK(gzt_lang_is_stemmed(GZT_S("EN-us")));
    CHECK(gzt_lang_is_stemmed(GZT_S("french")));
    CHECK(gzt_lang_is_stemmed(GZT_S("")));
    CHECK(!gzt_lang_is_stemmed(GZT_S("zh")));
    CHECK(!gzt_lang_is_stemmed(GZT_S("uk")));
    CHECK(!gzt_lang_is_stemmed(GZT_S("e")));
    CHECK(!gzt_lang_is_stemmed(GZT_S("-")));
    CHECK(!gzt_lang_is_stemmed(GZT_S("en de")));
    CHECK(!gzt_lang_is_stemmed(GZT_S("a language nobody has heard of")));
}

// What must hold for the tokens of any bytes.
static bool
is_sound(gzt_str text, const gzt_tokens *tokens)
{
    uint32_t pos = 0;

    for (size_t i = 0; i < tokens->count; i++) {
        const gzt_token *token = &tokens->tokens[i];

        if (token->start >= token->end || token->end > text.len ||
            token->pos < pos || token->pos > pos + 1 || !token->term.len ||
            !token->word.len || token->term.len > GZT_TERM_MAX ||
            !gzt_utf8_valid(token->term) || !gzt_utf8_valid(token->word))
            return false;
        pos = token->pos;
    }
    return tokens->positions == (tokens->count ? pos + 1 : 0);
}

// Bits of everything that some rule looks for, and bytes of any kind.
static size_t
make_noise(uint64_t *seed, char *out, size_t max)
{
    static const char *const bits[] = {
        "a",    "S",        ".",    "'",        "-",        " ",    "U.S.",
        "$",    "400",      ",000", "bn",       "May",      "2014", "\n\n",
        "\xc2", "\xc2\xad", "中",   "\xcc\x81", "ﷺ",        "م",    "İ",
        "/",    "&",        "#",    "++",       "\xff",     "ё",    "ก",
        "ﾞ",    "!",        "。",   "€",        "\xe2\x80", "the",  "21",
    };
    size_t count = sizeof(bits) / sizeof(*bits), len = 0;

    while (len + 8 < max && (*seed = gzt_str_hash(GZT_S("next"), *seed)) % 64) {
        gzt_str bit = gzt_str_of(bits[(*seed >> 8) % count]);
        char any = (char)(*seed >> 40);

        if (!(*seed >> 32 & 7))
            bit = (gzt_str){ &any, 1 };
        memcpy(out + len, bit.ptr, bit.len);
        len += bit.len;
    }
    return len;
}

static void
test_any_bytes_are_analysed(gzt_analyzer *analyzer, gzt_arena *arena)
{
    uint64_t seed = 42;
    char bytes[512];
    bool sound = true;
    gzt_tokens tokens;

    for (unsigned round = 0; round < 20000 && sound; round++) {
        gzt_str text = { bytes, make_noise(&seed, bytes, sizeof(bytes)) };

        gzt_arena_reset(arena);
        gzt_analyze(analyzer, text, round & 1 ? GZT_S("en") : GZT_S("tr"),
                    round & 3, arena, &tokens);
        sound = is_sound(text, &tokens);
        if (!sound)
            printf("# round %u [%.*s]\n", round, GZT_ARG(text));
    }
    CHECK(sound);
}

static void
test_endless_sentences_chains_and_groups(gzt_analyzer *analyzer,
                                         gzt_arena *arena)
{
    static const char *const units[] = { "a ", "a-",     "a'",
                                         "a.", "1,000.", "ab'",
                                         "中", "$1 ",    "\xcc\x81" };
    enum {
        SIZE = 40000
    };
    char *bytes = malloc(SIZE);
    gzt_tokens tokens;

    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        size_t unit = strlen(units[i]);

        for (size_t at = 0; at < SIZE; at++)
            bytes[at] = units[i][at % unit];
        gzt_arena_reset(arena);
        gzt_analyze(analyzer, (gzt_str){ bytes, SIZE }, GZT_S("en"), 0, arena,
                    &tokens);
        CHECK(is_sound((gzt_str){ bytes, SIZE }, &tokens));
    }
    free(bytes);
}

static gzt_str
rendered(const gzt_tokens *tokens, gzt_buf *out)
{
    render(tokens, out);
    return gzt_buf_str(out);
}

// What is borrowed lives until it is given back, whatever comes in between.
static void
test_borrowed_tokens_stay(gzt_analyzer *analyzer, gzt_arena *arena)
{
    static const char *const texts[] = { "The first of them", "A second", "",
                                         "Third, and longer", "Last" };
    enum {
        TEXTS = sizeof(texts) / sizeof(*texts)
    };
    gzt_tokens borrowed[TEXTS], own;
    gzt_buf a, b;

    gzt_buf_init(&a, LINE_MAX);
    gzt_buf_init(&b, LINE_MAX);
    for (unsigned round = 0; round < 2; round++) {
        gzt_analyzer_forget(analyzer);
        for (size_t i = 0; i < TEXTS; i++)
            gzt_analyze(analyzer, gzt_str_of(texts[i]), GZT_S("en"),
                        GZT_ANALYZE_BORROW, arena, &borrowed[i]);
        for (size_t i = 0; i < TEXTS; i++) {
            gzt_analyze(analyzer, gzt_str_of(texts[i]), GZT_S("en"), 0, arena,
                        &own);
            CHECK(gzt_str_eq(rendered(&own, &a), rendered(&borrowed[i], &b)));
        }
    }
    gzt_analyzer_forget(analyzer);
    gzt_buf_release(&a);
    gzt_buf_release(&b);
}

// Words are read and looked up in steps of eight bytes, but for those at the
// end of a text.
static void
test_words_of_any_length(gzt_analyzer *analyzer, gzt_arena *arena)
{
    char bytes[64], long_text[64];
    gzt_buf a, b;

    gzt_buf_init(&a, LINE_MAX);
    gzt_buf_init(&b, LINE_MAX);
    for (size_t len = 1; len < 30; len++) {
        gzt_str word = { bytes, len };
        gzt_tokens one, two;

        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(i % 5 == 3 ? '0' + i % 10 : 'a' + i % 26);
        memset(long_text, ' ', sizeof(long_text));
        memcpy(long_text, bytes, len);
        gzt_analyze(analyzer, word, GZT_S("en"), 0, arena, &one);
        gzt_analyze(analyzer, (gzt_str){ long_text, sizeof(long_text) },
                    GZT_S("en"), 0, arena, &two);
        CHECK(one.count == 1 && one.tokens[0].end == len);
        CHECK(gzt_str_eq(one.tokens[0].word, word));
        CHECK(gzt_str_eq(rendered(&one, &a), rendered(&two, &b)));
    }
    gzt_buf_release(&a);
    gzt_buf_release(&b);
}

int
main(int argc, char **argv)
{
    gzt_analyzer *analyzer = gzt_analyzer_new();
    gzt_arena arena;

    gzt_arena_init(&arena);
    test_table(analyzer, argc > 1 ? argv[1] : "tests/tables/analyzer.tsv");
    test_flags(analyzer, &arena);
    test_a_query_has_both_forms_in_a_headline(analyzer, &arena);
    test_ranges_are_of_the_text_as_given(analyzer, &arena);
    test_long_words_end_in_a_hash(analyzer, &arena);
    test_stems_and_stop_words_alone(analyzer);
    test_lists_are_folded(analyzer, &arena);
    test_languages_by_any_of_their_names();
    test_any_bytes_are_analysed(analyzer, &arena);
    test_endless_sentences_chains_and_groups(analyzer, &arena);
    test_borrowed_tokens_stay(analyzer, &arena);
    test_words_of_any_length(analyzer, &arena);
    gzt_arena_release(&arena);
    gzt_analyzer_free(analyzer);
    return tap_done();
}
