/* main.c - the program that makes the tagger's model; `make train` runs it, and
 * corpus/lexicon/TAGGER.md tells what is behind it.
 *
 *   train words WORDS TEXT...
 *       give the words of unlabelled articles their classes
 *   train fit WORDS NER MODEL [SETTING=VALUE]... [GROUP]...
 *       fit the model to labelled text: the sets in the folder NER, and ours,
 *       from the top of the repository. Groups that are named are left out,
 *       and the model is tried on them.
 *   train tag MODEL LINES
 *       tag text that is split into tokens (lib/entity/bio.h) with this model
 */
#include "train.h"

#include "entity/tag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    WORDS_MAX = 80000,
    WORD_LEAST = 4,
    ROUNDS = 8,
    PATH_ROOM = 1000,
};

void
train_die(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fprintf(stderr, "train: ");
    vfprintf(stderr, fmt, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(2);
}

typedef struct source {
    const char *group; // left out together
    const char *file, *map;
    float weight;
} source;

static const source sources[] = {
    { "politics", "crossner_politics.train.bio", "crossner", 1 },
    { "politics", "crossner_politics.dev.bio", "crossner", 1 },
    { "gmb", "gmb_subset.all.bio", "gmb", 1 },
    { "wikigold", "wikigold.all.bio", "wikigold", 1 },
    { "wnut", "wnut17.train.bio", "wnut", 0.3f },
    { "wnut", "wnut17.dev.bio", "wnut", 0.3f },
    { "btc", "btc.g.bio", "btc", 0.5f },
    { "sec", "sec.FIN5.bio", "sec", 0.3f },
    { "frus", "frus-tei/frus1955-57v17.xml.gz", "tei", 0.1f },
    { "frus", "frus-tei/frus1969-76v28.xml.gz", "tei", 0.1f },
};

// Ours, in five folds by document.
static const char *const gold_files[] = { "africa",     "americas",    "asia",
                                          "europe",     "mideast",     "world",
                                          "texts-news", "texts-bodies" };

enum {
    GOLD_FIRST = 16,
    GOLD_FOLDS = 5,
    PATTERNS = 30,
};

static uint32_t
group_number(const char *name)
{
    uint32_t number = 0;

    for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
        number += i && sources[i].group != sources[i - 1].group &&
                  !gzt_str_eq(gzt_str_of(sources[i].group),
                              gzt_str_of(sources[i - 1].group));
        if (gzt_str_eq(gzt_str_of(name), gzt_str_of(sources[i].group)))
            return number;
    }
    if (gzt_str_starts(gzt_str_of(name), GZT_S("gold")) && name[4] >= '0' &&
        name[4] < '0' + GOLD_FOLDS && !name[5])
        return GOLD_FIRST + (uint32_t)(name[4] - '0');
    train_die("no group is called %s", name);
}

static void
read_pools(train_set *set, const char *ner)
{
    static const char *const entities[] = { "countries", "orgs", "persons",
                                            "places" };
    char path[PATH_ROOM];

    for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++) {
        snprintf(path, sizeof(path), "corpus/lexicon/entities/%s.tsv",
                 entities[i]);
        train_pool_add_entities(set, path);
    }
    train_pool_add_orgs(set, "corpus/lexicon/train/parties.txt");
    snprintf(path, sizeof(path), "%s/persons.tsv.gz", ner);
    if (!access(path, R_OK))
        train_pool_add_persons(set, path);
}

typedef struct settings {
    train_options fit;
    float varied, upper, unknown, patterns, gold, frus;
} settings;

static void
read_sets(train_set *set, const settings *s, const char *ner)
{
    char path[PATH_ROOM];

    set->varied = s->varied;
    set->upper = s->upper;
    set->unknown = s->unknown;
    set->random = s->fit.seed;
    set->folds = GOLD_FOLDS;
    for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
        bool tei = gzt_str_eq(gzt_str_of(sources[i].map), GZT_S("tei"));

        snprintf(path, sizeof(path), "%s/%s", ner, sources[i].file);
        if (access(path, R_OK))
            fprintf(stderr, "%s: not there, goes on without\n", path);
        else if (!tei || s->frus > 0)
            train_set_add(set, path, sources[i].map,
                          group_number(sources[i].group),
                          sources[i].weight * (tei ? s->frus : 1));
    }
    for (size_t i = 0; i < sizeof(gold_files) / sizeof(*gold_files); i++) {
        snprintf(path, sizeof(path), "corpus/gold/entities/%s.txt",
                 gold_files[i]);
        train_set_add(set, path, "gold", GOLD_FIRST, s->gold);
    }
    if (s->patterns > 0)
        train_set_add_patterns(set, "corpus/lexicon/train/patterns.txt",
                               PATTERNS, s->patterns);
}

static float
value_of(gzt_str text)
{
    char copy[32] = { 0 };

    memcpy(copy, text.ptr, text.len < 31 ? text.len : 31);
    return strtof(copy, NULL);
}

// True if `argument` is a setting.
static bool
take_setting(settings *s, const char *argument)
{
    gzt_str rest = gzt_str_of(argument), name;
    float value;

    if (!gzt_str_cut(&rest, '=', &name) || !rest.ptr)
        return false;
    value = value_of(rest);
    if (gzt_str_eq(name, GZT_S("epochs")))
        s->fit.epochs = (unsigned)value;
    else if (gzt_str_eq(name, GZT_S("rate")))
        s->fit.rate = value;
    else if (gzt_str_eq(name, GZT_S("l2")))
        s->fit.l2 = value;
    else if (gzt_str_eq(name, GZT_S("least")))
        s->fit.least = (uint32_t)value;
    else if (gzt_str_eq(name, GZT_S("rows")))
        s->fit.rows = (uint32_t)value;
    else if (gzt_str_eq(name, GZT_S("seed")))
        s->fit.seed = (uint32_t)value;
    else if (gzt_str_eq(name, GZT_S("unknown")))
        s->unknown = value;
    else if (gzt_str_eq(name, GZT_S("varied")))
        s->varied = value;
    else if (gzt_str_eq(name, GZT_S("upper")))
        s->upper = value;
    else if (gzt_str_eq(name, GZT_S("patterns")))
        s->patterns = value;
    else if (gzt_str_eq(name, GZT_S("gold")))
        s->gold = value;
    else if (gzt_str_eq(name, GZT_S("frus")))
        s->frus = value;
    else
        train_die("no setting is called %.*s", GZT_ARG(name));
    return true;
}

static void
write_file(const char *file, gzt_str bytes)
{
    FILE *out = fopen(file, "wb");

    if (!out || fwrite(bytes.ptr, 1, bytes.len, out) != bytes.len ||
        fclose(out))
        train_die("%s: cannot be written", file);
}

static void
fit(int argc, char **argv)
{
    settings s = { .fit = { .epochs = 8,
                            .rate = 0.1f,
                            .l2 = 0.02f,
                            .least = 2,
                            .rows = 1 << 16,
                            .seed = 1 },
                   .varied = 0.9f,
                   .upper = 0.3f,
                   .patterns = 1,
                   .unknown = 0.25f,
                   .gold = 1,
                   .frus = 0.5f };
    train_words words;
    train_set set = { 0 };
    gzt_buf image;
    gzt_err err;

    for (int i = 5; i < argc; i++)
        if (!take_setting(&s, argv[i]))
            s.fit.leave |= 1ull << group_number(argv[i]);
    train_words_read(&words, argv[2]);
    gzt_arena_init(&set.arena);
    set.analyzer = gzt_analyzer_new();
    if (gzt_lexicon_open(&set.lexicon, NULL, &err))
        train_die("%s", err.text);
    read_pools(&set, argv[3]);
    read_sets(&set, &s, argv[3]);
    train_words_mark(&words, &set);
    train_image_words(&words, s.fit.rows, &image);
    train_fit(&set, &s.fit, &image);
    write_file(argv[4], gzt_buf_str(&image));
    for (int i = 5; i < argc; i++)
        if (!take_setting(&s, argv[i])) {
            printf("%s\n", argv[i]);
            train_score(&set, 1ull << group_number(argv[i]),
                        gzt_buf_str(&image));
        }
    gzt_buf_release(&image);
    gzt_lexicon_close(set.lexicon);
    gzt_analyzer_free(set.analyzer);
    gzt_arena_release(&set.arena);
    gzt_arena_release(&words.arena);
}

static void
make_words(int argc, char **argv)
{
    train_words words;

    train_words_count(&words, (const char *const *)argv + 3, (size_t)argc - 3,
                      WORDS_MAX, WORD_LEAST);
    train_words_cluster(&words, ROUNDS);
    train_words_write(&words, argv[2]);
    gzt_arena_release(&words.arena);
}

// A copy that is aligned as in a program.
static gzt_str
read_model(const char *file, gzt_arena *arena)
{
    gzt_str bytes = train_file_read(file, arena);
    char *room = gzt_arena_alloc(arena, bytes.len + 64);

    room += (64 - (uintptr_t)room % 64) % 64;
    memcpy(room, bytes.ptr, bytes.len);
    return (gzt_str){ room, bytes.len };
}

static void
tag(char **argv)
{
    gzt_arena arena;
    gzt_lexicon *lexicon;
    gzt_analyzer *analyzer = gzt_analyzer_new();
    gzt_tagger *tagger;
    gzt_model model;
    gzt_str lines;
    gzt_buf out;
    gzt_err err;

    gzt_arena_init(&arena);
    gzt_buf_init(&out, SIZE_MAX / 2);
    if (gzt_lexicon_open(&lexicon, NULL, &err))
        train_die("%s", err.text);
    if (!gzt_model_open(&model, read_model(argv[2], &arena)))
        train_die("%s: no model of this version", argv[2]);
    tagger = gzt_tagger_new_with(lexicon, &model);
    lines = train_file_read(argv[3], &arena);
    while (gzt_tag_bio(tagger, analyzer, &lines, GZT_S("en"), &out)) {
        fwrite(out.ptr, 1, out.len, stdout);
        gzt_buf_clear(&out);
    }
    gzt_tagger_free(tagger);
    gzt_analyzer_free(analyzer);
    gzt_lexicon_close(lexicon);
    gzt_buf_release(&out);
    gzt_arena_release(&arena);
}

int
main(int argc, char **argv)
{
    gzt_str what = gzt_str_of(argc > 1 ? argv[1] : "");

    if (gzt_str_eq(what, GZT_S("words")) && argc > 3)
        make_words(argc, argv);
    else if (gzt_str_eq(what, GZT_S("fit")) && argc > 4)
        fit(argc, argv);
    else if (gzt_str_eq(what, GZT_S("tag")) && argc == 4)
        tag(argv);
    else if (gzt_str_eq(what, GZT_S("traces")) && argc > 3)
        train_traces(argv[2], (const char *const *)argv + 3, (size_t)argc - 3);
    else
        train_die("words WORDS TEXT... | fit WORDS NER MODEL "
                  "[SETTING=VALUE]... [GROUP]... | tag MODEL LINES | "
                  "traces TABLE INDEX...");
    return 0;
}
