/* What goes into the inverter and the runs comes out again: every posting, in
 * order, however often it was spilled. Checked against a table of all. */
#include "build/ids.h"
#include "build/runs.h"

#include "scratch.h"

enum {
    TERMS = 3000,
    DOCUMENTS = 4000,
    PER_DOCUMENT = 40
};

// What the table holds of term t in document d, plus 1.
static uint32_t *expected;

// The same numbers in every run.
static uint32_t
draw(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

// Terms of every length up to the longest, with NUL and high bytes; some
// share their first eight bytes, all tell their number.
static gzt_str
term_of(unsigned number)
{
    static const char pad[] = "\xc3\xa9\0aaaaaa\xff\xff\xff\xff\0\0\0\0";
    char text[GZT_GLASS_TERM_MAX];
    size_t len = 0, pads = number % 7 ? number % 5 * 3 : 200;

    while (len < pads) {
        text[len] = pad[len % (sizeof(pad) - 1)];
        len++;
    }
    len += (size_t)snprintf(text + len, 8, "%u", number);
    return gzt_arena_copy(&arena, (gzt_str){ text, len });
}

static bool
fill(gzt_inverter *inverter, gzt_runs *runs, uint32_t spill_every)
{
    static gzt_str terms[TERMS];
    uint64_t state = 1;
    bool good = true;

    for (unsigned t = 0; t < TERMS; t++)
        terms[t] = term_of(t);
    memset(expected, 0, sizeof(*expected) * TERMS * DOCUMENTS);
    for (uint32_t d = 1; d <= DOCUMENTS; d++) {
        gzt_glass_term has[PER_DOCUMENT];
        size_t count = 0;

        for (unsigned i = 0; i < PER_DOCUMENT; i++) {
            uint32_t a = draw(&state) % TERMS, b = draw(&state) % TERMS;
            uint32_t t = a < b ? a : b, wdf = draw(&state) % 4; // skewed
            uint32_t *cell = &expected[t * DOCUMENTS + d - 1];

            if (*cell)
                continue;
            wdf = wdf == 3 ? draw(&state) : wdf;
            *cell = wdf + 1;
            has[count++] = (gzt_glass_term){ terms[t], wdf };
        }
        gzt_inverter_add(inverter, d, has, count);
        if (spill_every && d % spill_every == 0)
            good &= !gzt_runs_spill(runs, inverter, &err);
    }
    return good;
}

static bool
list_is_right(gzt_runs *runs, const gzt_list *list, size_t *postings)
{
    const char *digits = list->term.ptr + list->term.len;
    const uint32_t *row;
    uint32_t docids[7], wdfs[7], seen = 0, before = 0;
    uint64_t sum = 0;
    bool more = true, good = true;

    while (digits > list->term.ptr && digits[-1] >= '0' && digits[-1] <= '9')
        digits--;
    row = &expected[strtoul(gzt_arena_cstr(
                                &arena,
                                gzt_str_slice(list->term,
                                              (size_t)(digits - list->term.ptr),
                                              list->term.len)),
                            NULL, 10) *
                    DOCUMENTS];
    while (more) {
        gzt_str packed = { 0 };
        uint32_t last = 0;
        size_t count;

        good &= !gzt_runs_part(runs, &packed, &more, &err);
        while ((count = gzt_list_take(&packed, &last, docids, wdfs, 7)))
            for (size_t i = 0; i < count; i++) {
                good &= docids[i] > before && docids[i] <= DOCUMENTS &&
                        row[docids[i] - 1] == wdfs[i] + 1;
                before = docids[i];
                sum += wdfs[i];
                seen++;
            }
    }
    *postings += seen;
    return good && seen == list->documents && sum == list->collection;
}

static void
check_all(gzt_runs *runs)
{
    gzt_list list;
    char before[GZT_GLASS_TERM_MAX];
    gzt_str last = { before, 0 };
    size_t postings = 0, wanted = 0;
    bool more = true, ordered = true, right = true;

    for (size_t i = 0; i < (size_t)TERMS * DOCUMENTS; i++)
        wanted += expected[i] != 0;
    while (!gzt_runs_term(runs, &list, &more, &err) && more) {
        ordered &= gzt_str_cmp(last, list.term) < 0;
        memcpy(before, list.term.ptr, list.term.len);
        last.len = list.term.len;
        right &= list_is_right(runs, &list, &postings);
    }
    CHECK(!more && ordered && right);
    CHECK(postings == wanted);
}

static void
round_trip(uint32_t spill_every, size_t runs_wanted, size_t memory)
{
    gzt_inverter *inverter = gzt_inverter_new();
    gzt_runs *runs = gzt_runs_new(scratch);

    CHECK(fill(inverter, runs, spill_every));
    CHECK(gzt_runs_count(runs) == runs_wanted);
    gzt_runs_merge(runs, inverter, memory);
    check_all(runs);
    gzt_runs_free(runs);
    gzt_inverter_free(inverter);
}

static void
test_runs(void)
{
    round_trip(0, 0, 1 << 20);
    round_trip(1, DOCUMENTS, 1); // nothing is left in memory
    round_trip(7, DOCUMENTS / 7, 1 << 16);
    round_trip(DOCUMENTS - 1, 1, 1 << 24);
    CHECK(!is_there(in("postings.tmp"))); // also while it was in use
}

// Memory is what was put in, not what was asked for: a run of documents that
// spilled at a budget keeps to it.
static void
test_memory(void)
{
    gzt_inverter *inverter = gzt_inverter_new();
    size_t empty = gzt_inverter_bytes(inverter), full;

    CHECK(fill(inverter, NULL, 0));
    full = gzt_inverter_bytes(inverter);
    CHECK(gzt_inverter_count(inverter) <= TERMS);
    CHECK(full > empty && full < (size_t)16 << 20);
    gzt_inverter_clear(inverter);
    CHECK(gzt_inverter_bytes(inverter) < full && !gzt_inverter_count(inverter));
    gzt_inverter_free(inverter);
    gzt_inverter_free(NULL);
}

static void
test_nothing(void)
{
    gzt_inverter *inverter = gzt_inverter_new();
    gzt_runs *runs = gzt_runs_new(scratch);
    gzt_list list;
    bool more = true;

    gzt_runs_merge(runs, inverter, 0);
    CHECK_OK(gzt_runs_term(runs, &list, &more, &err));
    CHECK(!more);
    gzt_runs_free(runs);
    runs = gzt_runs_new(in("no such folder"));
    CHECK_FAILS(gzt_runs_spill(runs, inverter, &err), GZT_ENOTFOUND,
                "no such folder");
    gzt_runs_free(runs);
    gzt_runs_free(NULL);
    gzt_inverter_free(inverter);
}

static void
test_ids(void)
{
    gzt_ids *ids = gzt_ids_new();
    uint64_t content = 0;
    bool good = true;

    CHECK(!gzt_ids_find(ids, GZT_S("x"), &content));
    for (uint32_t i = 1; i <= 20000; i++) // each id twice
        good &= gzt_ids_put(ids, gzt_arena_printf(&arena, "id %u", i % 10000),
                            i) == i;
    CHECK(good);
    for (uint32_t i = 10001; i <= 20000; i++)
        good &= gzt_ids_find(ids, gzt_arena_printf(&arena, "id %u", i % 10000),
                             &content) == i &&
                content == i;
    CHECK(good);
    CHECK(gzt_ids_bytes(ids) >= 20000 * 16);
    gzt_ids_clear(ids);
    CHECK(!gzt_ids_find(ids, GZT_S("id 1"), &content) && !gzt_ids_bytes(ids));
    CHECK(gzt_ids_put(ids, GZT_S("id 1"), 5) == 1);
    gzt_ids_free(ids);
    gzt_ids_free(NULL);
}

int
main(void)
{
    scratch_init();
    expected =
        gzt_arena_array(&arena, (size_t)TERMS * DOCUMENTS, sizeof(*expected));
    test_runs();
    test_memory();
    test_nothing();
    test_ids();
    scratch_release();
    return tap_done();
}
