/* test_gazette.c - the public API alone, as another program would use it. */
#include "gazette.h"

#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#define S(literal) ((gzt_str){ literal, sizeof(literal) - 1 })

static void
add_articles(const char *path)
{
    gzt_err err = { 0 };
    gzt_index *index = NULL, *second = NULL;
    gzt_article article = { .id = S("a"),
                            .title = S("Gas deal signed"),
                            .date = S("2014-05-21"),
                            .body = S("Russia and China signed a deal.") };
    gzt_article empty = { .id = S("b") };

    CHECK(!gzt_index_open(&index, path, S(""), &err));
    CHECK(gzt_index_open(&second, path, S(""), &err) == GZT_ELOCKED);
    CHECK(!gzt_index_add(index, &article, &err));
    CHECK(gzt_index_add(index, &empty, &err) == GZT_EINVAL);
    empty.id = S("");
    CHECK(gzt_index_add(index, &empty, &err) == GZT_EINVAL);
    article.id = S("c");
    article.date = S("2015-01-01");
    CHECK(!gzt_index_add(index, &article, &err));
    article.id = S("gone");
    CHECK(!gzt_index_add(index, &article, &err));
    CHECK(!gzt_index_remove(index, S("gone"), &err));
    CHECK(gzt_index_remove(index, S("gone"), &err) == GZT_ENOTFOUND);
    CHECK(!gzt_index_commit(index, &err));
    CHECK(!gzt_index_close(index, &err));
    CHECK(!gzt_index_close(NULL, &err));
}

enum {
    MANY = 9000, // enough to be written in bulk
};

// A text of some length that no other article has.
static gzt_str
long_body(char *room, size_t size, int number)
{
    size_t len = 0;

    for (int i = 0; i < 150; i++)
        len += (size_t)snprintf(room + len, size - len, "word%d and ",
                                (number * 7919 + i * i) % 20011);
    len += (size_t)snprintf(room + len, size - len, "number%dn.", number);
    return (gzt_str){ room, len };
}

static uint64_t
count(const char *path, const char *query)
{
    gzt_err err = { 0 };
    gzt_finder *finder = NULL;
    gzt_question question = { .query = { query, strlen(query) } };
    gzt_reply reply = { .total = UINT64_MAX };

    if (!gzt_finder_open(&finder, &path, 1, &err))
        gzt_finder_ask(finder, &question, &reply, &err);
    gzt_finder_close(finder);
    return reply.total;
}

// Many at once are written in bulk; they can be replaced and removed like
// others, before they are committed and after.
static void
add_many(const char *path)
{
    static char room[8192], id[32];
    gzt_err err = { 0 };
    gzt_index *index = NULL;

    CHECK(!gzt_index_open(&index, path, S(""), &err));
    for (int i = 0; i < MANY; i++) {
        gzt_article a = { .title = S("One of many"),
                          .body = long_body(room, sizeof(room), i) };

        a.id = (gzt_str){ id, (size_t)snprintf(id, sizeof(id), "m%d", i) };
        if (gzt_index_add(index, &a, &err))
            CHECK(!"added");
        if (i == MANY - 2) { // the first once more, and one less
            a.id = S("m0");
            CHECK(!gzt_index_add(index, &a, &err));
            CHECK(!gzt_index_remove(index, S("m1"), &err));
            CHECK(gzt_index_remove(index, S("m1"), &err) == GZT_ENOTFOUND);
        }
    }
    CHECK(count(path, "many") == 0);
    CHECK(!gzt_index_commit(index, &err));
    CHECK(count(path, "many") == MANY - 1);
    snprintf(room, sizeof(room), "%s/shard-000002/docdata.glass", path);
    CHECK(!access(room, R_OK)); // a shard of their own
    CHECK(count(path, "number0n") == 0 && count(path, "number1n") == 0);
    CHECK(count(path, "number2n") == 1 && count(path, "number8999n") == 1);
    CHECK(count(path, "id:m0 number8998n") == 1);
    CHECK(!gzt_index_remove(index, S("m2"), &err));
    CHECK(!gzt_index_close(index, &err));
    CHECK(count(path, "many") == MANY - 2);
    CHECK(!gzt_index_open(&index, path, S(""), &err)); // a dictionary is there
    CHECK(!gzt_index_add(index, &(gzt_article){ .id = S("x"), .title = S("X") },
                         &err));
    CHECK(!gzt_index_close(index, &err));
    CHECK(count(path, "x") == 1 && count(path, "many") == MANY - 2);
}

static void
ask_questions(const char *path)
{
    gzt_err err = { 0 };
    gzt_finder *finder = NULL;
    gzt_question question = { .query = S("gas deals"),
                              .count = 5,
                              .snippet = 20 };
    gzt_reply reply;
    gzt_article article;

    CHECK(!gzt_finder_open(&finder, &path, 1, &err));
    CHECK(!gzt_finder_ask(finder, &question, &reply, &err));
    CHECK(reply.count == 2 && reply.total == 2 && reply.total_exact);
    CHECK_STR(reply.found[0].title, "Gas deal signed");
    CHECK_STR(reply.found[0].snippet, "Russia and China signed a deal.");
    question.to = "2014";
    CHECK(!gzt_finder_ask(finder, &question, &reply, &err));
    CHECK(reply.count == 1);
    CHECK_STR(reply.found[0].id, "a");
    question.to = "whenever";
    CHECK(gzt_finder_ask(finder, &question, &reply, &err) == GZT_EINVAL);
    question.to = NULL;
    question.query = S("\"never closed");
    CHECK(gzt_finder_ask(finder, &question, &reply, &err) == GZT_EINVAL);
    CHECK(!gzt_finder_article(finder, S("c"), &article, &err));
    CHECK_STR(article.body, "Russia and China signed a deal.");
    CHECK(gzt_finder_article(finder, S("x"), &article, &err) == GZT_ENOTFOUND);
    gzt_finder_close(finder);
    gzt_finder_close(NULL);
}

static void
name_entities(void)
{
    gzt_article article = { .title = S("The deal"),
                            .body = S("Vladimir Putin came to Shanghai.") };
    gzt_article empty = { .id = S("e") };
    gzt_mentions mentions;
    gzt_namer *namer;
    gzt_err err;

    CHECK(!gzt_namer_open(&namer, NULL, &err));
    CHECK(!gzt_namer_tag(namer, &article, &mentions, &err));
    CHECK(mentions.count == 2);
    CHECK_STR(mentions.items[0].entity, "person:vladimir-putin");
    CHECK(mentions.items[0].start == 0 && mentions.items[0].end == 14 &&
          mentions.items[0].field == GZT_IN_BODY);
    CHECK_STR(mentions.items[1].entity, "place:shanghai");
    CHECK(gzt_namer_tag(namer, &empty, &mentions, &err) == GZT_EINVAL);
    gzt_namer_close(namer);
    gzt_namer_close(NULL);
    CHECK(gzt_namer_open(&namer, "/nonexistent.tsv", &err) && !namer);
}

static void
remove_folder(const char *path)
{
    char command[200];

    snprintf(command, sizeof(command), "rm -rf '%s'", path);
    CHECK(!system(command));
}

int
main(void)
{
    char path[] = "/tmp/gazette-test-XXXXXX";
    char large[] = "/tmp/gazette-test-XXXXXX";
    gzt_finder *finder;
    const char *nowhere = "/nonexistent/index";

    CHECK(mkdtemp(path) != NULL);
    add_articles(path);
    ask_questions(path);
    name_entities();
    CHECK(gzt_finder_open(&finder, &nowhere, 1, NULL) == GZT_ENOTFOUND &&
          !finder);
    remove_folder(path);
    CHECK(mkdtemp(large) != NULL);
    add_many(large);
    remove_folder(large);
    return tap_done();
}
