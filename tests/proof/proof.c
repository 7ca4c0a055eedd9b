/* proof.c [FILE...] - the long comparisons of native and bulk writing: very
 * many documents, very large ones, and the articles in FILEs, indexed both
 * ways, held against each other, changed natively, and folded by Xapian and by
 * us. Takes minutes and some gigabytes of TMPDIR. */
#include "build/build.h"

#include "base/file.h"

#include "../unit/twins.h"

#include <time.h>

enum {
    TINY = 2000000,
    LARGE = 20 << 20,
    WORDS_OF_LARGE = 200000,
    SLOTS = 8,
};

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// ---- generated -------------------------------------------------------------

static bool
make_tiny(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = gzt_arena_array(a, 4, sizeof(*terms));
    gzt_xvalue *value = gzt_arena_alloc(a, sizeof(*value));

    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    terms[1] = (gzt_xterm){ gzt_arena_printf(a, "w%u", mix(i, 1) % 50000),
                            1 + mix(i, 2) % 3, 0 };
    terms[2] = (gzt_xterm){ GZT_S("every"), 1, 0 };
    terms[3] = (gzt_xterm){ gzt_arena_printf(a, "r%u", mix(i, 3)), 1, 0 };
    out->terms = terms;
    out->term_count = 4;
    if (i % 3) {
        *value = (gzt_xvalue){ 0, gzt_arena_printf(a, "%u", mix(i, 4)) };
        out->values = value;
        out->value_count = 1;
    }
    if (i % 5)
        out->data = gzt_arena_printf(a, "data of %zu", i);
    return true;
}

static bool
make_huge(size_t i, gzt_arena *a, gzt_xdoc *out)
{
    gzt_xterm *terms = gzt_arena_array(a, WORDS_OF_LARGE, sizeof(*terms));
    gzt_xvalue *value = gzt_arena_alloc(a, sizeof(*value));
    char *bytes = gzt_arena_alloc(a, LARGE);

    for (size_t k = 0; k < LARGE; k++)
        bytes[k] = (char)mix(i, k);
    for (size_t k = 1; k < WORDS_OF_LARGE; k++)
        terms[k] = (gzt_xterm){ gzt_arena_printf(a, "%x", mix(i, k) % 1000000),
                                mix(k, i) % 70, 0 };
    terms[0].term = gzt_arena_printf(a, "Q%zu", i);
    *value = (gzt_xvalue){ 5, (gzt_str){ bytes, LARGE / 2 } };
    out->terms = terms;
    out->term_count = WORDS_OF_LARGE;
    out->values = value;
    out->value_count = 1;
    out->data = (gzt_str){ bytes, LARGE };
    return true;
}

// ---- articles --------------------------------------------------------------

// Index the file; the last shard, which has the articles, goes to `shard`.
static void
build(const char *name, const char *file, gzt_way way, gzt_str *shard)
{
    gzt_writer_options create = { .create = true };
    gzt_build_options options = { .way = way };
    gzt_build_events quiet = { .self = NULL };
    gzt_account account;
    gzt_input *input;
    gzt_writer *writer;
    gzt_shards shards;
    double before = seconds();

    CHECK_OK(gzt_writer_open(&writer, in(name), &create, &err));
    CHECK_OK(gzt_input_open(&input, &file, 1, &options.input, &err));
    CHECK_OK(gzt_build(writer, input, &options, &quiet, &account, &err));
    gzt_input_close(input);
    CHECK_OK(gzt_writer_close(writer, &err));
    CHECK_OK(gzt_folder_shards(in(name), &arena, &shards, &err));
    *shard = gzt_arena_printf(&arena, "%s/%s", in(name),
                              shards.names[shards.count - 1]);
    printf("# %s: %llu articles, %.1f CPU seconds\n", name,
           (unsigned long long)account.added, seconds() - before);
}

static void
check_corpus(const char *file)
{
    static const uint32_t slots[SLOTS] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    const char *both[2], *ours = in("ours"), *theirs = in("theirs");
    gzt_str native, bulk;

    printf("# %s\n", file);
    build("native", file, GZT_WAY_NATIVE, &native);
    build("bulk", file, GZT_WAY_BULK, &bulk);
    CHECK(check_sound(bulk.ptr));
    CHECK(check_same(native.ptr, bulk.ptr, slots, SLOTS));
    both[0] = native.ptr;
    both[1] = bulk.ptr;
    CHECK_OK(gzt_glass_merge(ours, both, 2, &err));
    CHECK_OK(gzt_xapian_compact(theirs, both, 2, &err));
    CHECK(check_sound(ours));
    CHECK(check_same(theirs, ours, slots, SLOTS));
    scratch_remove(ours);
    scratch_remove(theirs);
    scratch_remove(in("native"));
    scratch_remove(in("bulk"));
}

int
main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    scratch_init();
    if (argc == 1) {
        check_twins("huge", 1, make_huge);
        check_twins("tiny", TINY, make_tiny);
    }
    for (int i = 1; i < argc; i++)
        check_corpus(argv[i]);
    scratch_release();
    return tap_done();
}
