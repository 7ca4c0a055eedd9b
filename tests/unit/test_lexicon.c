/* test_lexicon.c - the lexicon: what is built in, what a user's file adds, and
 * how it complains. */
#include "entity/lexicon.h"

#include "base/str.h"
#include "scratch.h"

// The ids that the words of `text` may mean, the likeliest first.
static gzt_str
senses(const gzt_lexicon *lexicon, const char *text)
{
    const gzt_sense *found[2 * GZT_LEXICON_SENSES];
    gzt_str words[GZT_LEXICON_WORDS], rest = gzt_str_of(text), ids = { 0 };
    size_t count = 0;

    while (count < GZT_LEXICON_WORDS && gzt_str_cut(&rest, ' ', &words[count]))
        count++;
    count = gzt_lexicon_senses(lexicon, words, count, found);
    for (size_t i = 0; i < count; i++) {
        if (i)
            ids = gzt_arena_join(&arena, ids, GZT_S(" "));
        ids = gzt_arena_join(&arena, ids,
                             gzt_lexicon_entity(lexicon, found[i]->entity).id);
    }
    return ids;
}

static void
check_built_in(void)
{
    gzt_lexicon *lexicon = NULL;
    const gzt_str *aliases;
    gzt_entity entity;
    uint32_t number;
    size_t count;
    bool sinkiang = false;

    CHECK(gzt_lexicon_open(&lexicon, NULL, NULL) == GZT_OK);
    CHECK(gzt_lexicon_count(lexicon) > 10000);
    CHECK(gzt_lexicon_version(lexicon) != 0);
    number = gzt_lexicon_find(lexicon, GZT_S("country:cn"));
    entity = gzt_lexicon_entity(lexicon, number);
    CHECK_STR(entity.name, "China");
    CHECK_STR(entity.codes, "ISO:CHN CN");
    CHECK(entity.type == GZT_ENTITY_COUNTRY && entity.prior > 50);
    number = gzt_lexicon_find(lexicon, GZT_S("place:beijing"));
    entity = gzt_lexicon_entity(lexicon, number);
    CHECK(entity.flags & GZT_ENTITY_CAPITAL);
    CHECK(entity.country == gzt_lexicon_find(lexicon, GZT_S("country:cn")));
    CHECK(gzt_lexicon_find(lexicon, GZT_S("org:none")) == GZT_LEXICON_NONE);
    CHECK_STR(senses(lexicon, "cica"), "org:cica");
    CHECK_STR(senses(lexicon, "peking"), "place:beijing");
    CHECK_STR(senses(lexicon, "people republic of china"), "country:cn");
    CHECK_STR(senses(lexicon, "no such name"), "");
    // What the list for queries knows, the lexicon knows too.
    number = gzt_lexicon_find(lexicon, GZT_S("place:xinjiang"));
    count = gzt_lexicon_aliases(lexicon, number, &arena, &aliases);
    CHECK_STR(aliases[0], "Xinjiang");
    for (size_t i = 0; i < count; i++)
        sinkiang = sinkiang || gzt_str_eq(aliases[i], GZT_S("Sinkiang"));
    CHECK(sinkiang);
    gzt_lexicon_close(lexicon);
}

// Every country has a code that ISO knows or knew, and each entity's id its
// type.
static void
check_ids(void)
{
    gzt_lexicon *lexicon = NULL;
    gzt_entity_type type;
    uint32_t wrong = 0;

    gzt_lexicon_open(&lexicon, NULL, NULL);
    for (uint32_t i = 0; i < gzt_lexicon_count(lexicon); i++) {
        gzt_entity e = gzt_lexicon_entity(lexicon, i);
        bool good = gzt_entity_type_of(e.id, &type) && type == e.type &&
                    e.name.len && gzt_lexicon_find(lexicon, e.id) == i;

        if (type == GZT_ENTITY_COUNTRY)
            good = good && e.id.len == sizeof("country:xx") - 1;
        if (!good)
            printf("# %.*s\n", GZT_ARG(e.id));
        wrong += !good;
    }
    CHECK(wrong == 0);
    gzt_lexicon_close(lexicon);
}

static gzt_status
open_with(const char *text, gzt_lexicon **out)
{
    write_file(in("entities.tsv"), gzt_str_of(text));
    return gzt_lexicon_open(out, in("entities.tsv"), &err);
}

static void
check_added(void)
{
    gzt_lexicon *lexicon = NULL;
    gzt_entity entity;

    CHECK_OK(open_with("# ours\n"
                       "org:acme\tAcme Corporation\tAcme|=ACME\tus\t\t80\n"
                       "org:nato\tThe Alliance\tTreaty Folk\n"
                       "person:\tErika Mustermann\t?Mustermann\n",
                       &lexicon));
    CHECK_STR(senses(lexicon, "acme corporation"), "org:acme");
    CHECK_STR(senses(lexicon, "treaty folk"), "org:nato");
    CHECK_STR(senses(lexicon, "mustermann"), "person:erika-mustermann");
    entity = gzt_lexicon_entity(lexicon,
                                gzt_lexicon_find(lexicon, GZT_S("org:nato")));
    CHECK_STR(entity.name, "The Alliance"); // theirs goes before ours
    CHECK(entity.flags & GZT_ENTITY_ADDED);
    CHECK_STR(senses(lexicon, "nato"), "org:nato");
    gzt_lexicon_close(lexicon);
}

static void
check_complaints(void)
{
    static const struct {
        const char *text, *why;
    } bad[] = {
        { "org:a\tA\nnato\tNATO\n", ":2: 'nato' is no id" },
        { "thing:a\tA\n", ":1: 'thing:a' is no id" },
        { "org:a\tA\t\t\t\t101\n", ":1: the prior is a number" },
        { "org:a\tA\t\t\t\t\tfamous\n", ":1: flags are" },
        { "org:a\tA\t\t\t\t\t\t\tmore\n", ":1: more than" },
        { "org:a\t\tA\n", "org:a has no name" },
    };
    gzt_lexicon *lexicon = NULL;

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        CHECK_FAILS(open_with(bad[i].text, &lexicon), GZT_EINVAL, bad[i].why);
        CHECK(strstr(err.text, "entities.tsv") != NULL);
    }
    CHECK_FAILS(gzt_lexicon_open(&lexicon, in("none"), &err), GZT_ENOTFOUND,
                "none");
}

static void
check_slugs(void)
{
    CHECK_STR(gzt_entity_slug(GZT_S("Yan Xuetong"), &arena), "yan-xuetong");
    CHECK_STR(gzt_entity_slug(GZT_S("F.W. de Klerk"), &arena), "fw-de-klerk");
    CHECK_STR(gzt_entity_slug(GZT_S("Wa\u0142\u0119sa,  Lech"), &arena),
              "walesa-lech");
    CHECK_STR(gzt_entity_slug(GZT_S("Sana\u2019a's O\u2019Neill"), &arena),
              "sanaas-oneill");
    CHECK_STR(gzt_entity_slug(GZT_S("AT&T"), &arena), "at-t");
    CHECK_STR(gzt_entity_slug(GZT_S("\u0141\u00f3d\u017a \u00c6gir"), &arena),
              "lodz-aegir");
    CHECK_STR(gzt_entity_slug(GZT_S(" ... "), &arena), "unnamed");
    CHECK(gzt_entity_slug(GZT_S("\xff\xfe"), &arena).len > 0);
}

int
main(void)
{
    scratch_init();
    check_built_in();
    check_ids();
    check_added();
    check_complaints();
    check_slugs();
    scratch_release();
    return tap_done();
}
