/* test_lookup.c - values that are looked up are those that Xapian tells, of
 * native databases, of bulk ones, of those changed afterwards, and while a
 * writer commits: then they are what they were, or it is not sure. */
#include "glass/lookup.h"

#include "twins.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

enum {
    DOCUMENTS = 900,
    DOCIDS = 2000, // are below it
    SLOT = 5,
    ROUNDS = 12,
    BLOCK = 8192,
};

// Values of all sizes, in some documents; one chunk in several parts and blocks.
static bool
make(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *term = gzt_arena_array(a, 1, sizeof(*term));
    gzt_xvalue *values = gzt_arena_array(a, TWIN_SLOTS, sizeof(*values));
    size_t count = 0;

    for (size_t k = 0; k < TWIN_SLOTS; k++) {
        size_t len = mix(i, k) % 3 ? mix(k, i) % 40 : mix(k, i) % 700;

        if (mix(i + 77, k) % (k + 1) > 2) // less and less often
            continue;
        if (i % 300 == 150 && k == SLOT % 3)
            len = 50000;
        values[count++] =
            (gzt_xvalue){ twin_slots[k], bytes_of(a, len, i * 13 + k) };
    }
    term->term = gzt_arena_printf(a, "Q%zu", i);
    *out = (gzt_xdoc){
        .terms = term, .term_count = 1, .values = values, .value_count = count
    };
    return i % 11 != 5;
}

typedef struct answers {
    gzt_str values[TWIN_SLOTS][DOCIDS]; // by docid
} answers;

static void
ask_xapian(const char *path, answers *out, uint64_t *revision)
{
    gzt_xdb *db;

    memset(out, 0, sizeof(*out));
    CHECK_OK(gzt_xdb_open(&db, path, &err));
    CHECK_OK(gzt_xdb_revision(db, revision, &err));
    for (size_t k = 0; k < TWIN_SLOTS; k++) {
        gzt_xdocvalue *values;
        size_t count;

        CHECK_OK(gzt_xdb_values(db, twin_slots[k], 1, SAME_ALL, &arena, &values,
                                &count, NULL, &err));
        for (size_t i = 0; i < count; i++)
            out->values[k][values[i].docid] = values[i].value;
    }
    gzt_xdb_close(db);
}

/** Looked up, or not sure, counted in `unsure`; false: something else. */
static bool
agrees(gzt_lookup *lookup, const answers *told, size_t k, uint32_t docid,
       size_t *unsure)
{
    gzt_str got;

    if (!gzt_lookup_value(lookup, twin_slots[k], docid, &got)) {
        ++*unsure;
        return true;
    }
    return gzt_str_eq(got, told->values[k][docid]);
}

static bool
all_agree(gzt_lookup *lookup, const answers *told, size_t *unsure)
{
    bool good = true;

    for (size_t k = 0; k < TWIN_SLOTS; k++) // in order
        for (uint32_t docid = 1; docid < DOCIDS; docid++)
            good &= agrees(lookup, told, k, docid, unsure);
    for (uint32_t i = 0; i < 20000; i++) // and in none
        good &= agrees(lookup, told, mix(i, 1) % TWIN_SLOTS,
                       1 + mix(i, 2) % (DOCIDS - 1), unsure);
    return good;
}

static void
check_lookup(const char *path)
{
    static answers told;
    uint64_t revision;
    gzt_lookup *lookup;
    size_t unsure = 0;

    ask_xapian(path, &told, &revision);
    lookup = gzt_lookup_open(path, revision);
    CHECK(lookup != NULL);
    if (lookup)
        CHECK(all_agree(lookup, &told, &unsure) && unsure == 0);
    gzt_lookup_close(lookup);
    CHECK(!gzt_lookup_open(path, revision + 1));
}

// Other values for some documents, others gone, new ones: in one commit.
static void
change_some(const char *path, size_t round)
{
    gzt_xwriter *w;
    bool good = true;

    CHECK_OK(gzt_xwriter_open(&w, path, GZT_XOPEN, &err));
    for (size_t i = 0; i < 60; i++) {
        size_t number = mix(i, round) % DOCUMENTS;
        gzt_str key = gzt_arena_printf(&arena, "Q%zu", number);
        gzt_xdoc doc;
        uint32_t docid;

        if (i % 5 == 0 || !make(number, &arena, &doc)) {
            good &= !gzt_xwriter_delete(w, key, &err);
            continue;
        }
        for (size_t k = 0; k < doc.value_count; k++)
            ((gzt_xvalue *)doc.values)[k].value =
                bytes_of(&arena, mix(k, i) % 900, round * 1000 + i + k);
        good &= !gzt_xwriter_replace(w, key, &doc, &docid, &err) &&
                docid < DOCIDS; // what was deleted gets another one
    }
    CHECK(good);
    CHECK_OK(gzt_xwriter_close(w, &err));
}

// A lookup that stays open while others commit.
static void
test_commits(const char *path)
{
    static answers told;
    uint64_t revision;
    gzt_lookup *lookup;
    size_t unsure = 0;

    ask_xapian(path, &told, &revision);
    lookup = gzt_lookup_open(path, revision);
    CHECK(lookup != NULL);
    for (size_t round = 0; lookup && round < ROUNDS; round++) {
        change_some(path, 100 + round);
        CHECK(all_agree(lookup, &told, &unsure));
        CHECK(round > 0 ||
              unsure == 0); // blocks are used again from the second
    }
    CHECK(unsure > 0);
    gzt_lookup_close(lookup);
    check_lookup(path);
}

static void
test_damage(const char *path)
{
    static answers told;
    uint64_t revision;
    gzt_lookup *lookup;
    char file[PATH_MAX];
    gzt_str got;
    int fd;

    ask_xapian(path, &told, &revision);
    snprintf(file, sizeof(file), "%s/postlist.glass", path);
    for (uint32_t i = 0; i < 60; i++) {
        char garbage[200], before[200];
        off_t at;

        fd = open(file, O_RDWR);
        at = (off_t)(mix(i, 5) % (uint32_t)(lseek(fd, 0, SEEK_END) - 200));
        for (size_t k = 0; k < sizeof(garbage); k++)
            garbage[k] = (char)mix(i, k);
        CHECK(pread(fd, before, sizeof(before), at) == sizeof(before) &&
              pwrite(fd, garbage, sizeof(garbage), at) == sizeof(garbage));
        lookup = gzt_lookup_open(path, revision);
        for (uint32_t docid = 1; lookup && docid < DOCUMENTS; docid++)
            (void)gzt_lookup_value(lookup, SLOT, docid, &got);
        gzt_lookup_close(lookup);
        CHECK(pwrite(fd, before, sizeof(before), at) == sizeof(before));
        close(fd);
    }
    check_lookup(path);
    CHECK(!truncate(file, 3 * BLOCK));
    lookup = gzt_lookup_open(path, revision);
    CHECK(!lookup || !gzt_lookup_value(lookup, SLOT, DOCUMENTS / 2, &got));
    gzt_lookup_close(lookup);
    CHECK(!truncate(file, 0));
    CHECK(!gzt_lookup_open(path, revision));
    CHECK(!gzt_lookup_open(in("nowhere"), revision));
    gzt_lookup_close(NULL);
}

int
main(void)
{
    scratch_init();
    CHECK_OK(write_native(in("native"), DOCUMENTS, make));
    check_lookup(in("native"));
    CHECK_OK(write_glass(in("bulk"), DOCUMENTS, make));
    check_lookup(in("bulk"));
    for (size_t round = 0; round < 3; round++) {
        change_some(in("bulk"), round);
        check_lookup(in("bulk"));
    }
    test_commits(in("bulk"));
    test_commits(in("native"));
    test_damage(in("bulk"));
    scratch_release();
    return tap_done();
}
