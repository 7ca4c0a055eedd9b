/* test_sample.c - texts for learning come from all over the input. */
#include "input/sample.h"

#include "base/buf.h"

#include "scratch.h"

static size_t
count_with(const gzt_article *articles, size_t count, const char *word)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += gzt_str_find(articles[i].body, gzt_str_of(word)) <
                 articles[i].body.len;
    return found;
}

static void
write_lines(const char *name, const char *word, int lines)
{
    gzt_buf text;

    gzt_buf_init(&text, 1 << 24);
    for (int i = 0; i < lines; i++)
        gzt_buf_printf(
            &text,
            "{\"id\":\"%d\",\"title\":\"T\",\"body\":\"%s%s \\\"%d\\\"\"}\n", i,
            word, i > lines / 2 ? " late" : "", i);
    write_file(in(name), gzt_buf_str(&text));
    gzt_buf_release(&text);
}

int
main(void)
{
    const char *places[1];
    gzt_walk walk;
    gzt_article *articles;
    size_t count;

    scratch_init();
    places[0] = scratch;
    write_lines("a.jsonl", "alpha", 20000);
    write_lines("b.jsonl", "beta", 20000);
    write_file(in("c.md"), GZT_S("# Gamma\n\nA gamma of its own.\n"));
    write_file(in("d.bin"), GZT_S("\0\1\2\3delta"));
    write_file(in("e.jsonl"), GZT_S(""));
    write_file(in("f.jsonl"), GZT_S("{\"id\":\"no end"));
    CHECK_OK(gzt_walk_init(&walk, places, 1, &err));
    count = gzt_sample_files(&walk, 256 << 10, &arena, &articles);
    CHECK(count > 100);
    CHECK(count_with(articles, count, "alpha \"") > 20); // unescaped: parsed
    CHECK(count_with(articles, count, "alpha late") > 20);
    CHECK(count_with(articles, count, "beta late") > 20);
    CHECK(count_with(articles, count, "gamma") == 1);
    CHECK(!count_with(articles, count, "delta"));
    CHECK(!count_with(articles, count, "\"body\"")); // no line cut in two
    CHECK(!gzt_sample_files(&walk, 0, &arena, &articles) ||
          count_with(articles, 1, "alpha")); // little asked for, little given
    gzt_walk_release(&walk);
    scratch_release();
    return tap_done();
}
