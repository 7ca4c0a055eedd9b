/* test_story.c - sketches: copies are alike, other texts are not. */
#include "store/story.h"

#include "base/buf.h"
#include "xapian/trace.h"

#include "tap.h"

static gzt_arena arena;

// A trace whose body is `count` words of a text by its number; of every
// `changed` words one differs (0: none does).
static gzt_str
sketch_of(unsigned text, size_t count, size_t changed)
{
    gzt_buf trace;
    gzt_str sketch;
    uint32_t word = text * 2654435761u + 1;

    gzt_buf_init(&trace, 1 << 20);
    gzt_trace_put(&trace, 99);
    gzt_trace_put(&trace, GZT_TRACE_FIELD);
    for (size_t i = 0; i < count; i++) {
        uint16_t code;

        word = word * 1664525u + 1013904223u;
        code = (uint16_t)(GZT_TRACE_FIRST + (word >> 16) % 30000);
        if (changed && i % changed == 0)
            code = (uint16_t)(GZT_TRACE_FIRST + 40000 + i);
        gzt_trace_put(&trace, code);
    }
    sketch = gzt_story_sketch(gzt_buf_str(&trace), &arena);
    gzt_buf_release(&trace);
    return sketch;
}

int
main(void)
{
    size_t copies = 0, strangers = 0, rewritten = 0;

    gzt_arena_init(&arena);
    for (unsigned text = 1; text <= 200; text++) {
        gzt_str own = sketch_of(text, 300, 0);

        CHECK(own.len == GZT_STORY_BYTES);
        copies += gzt_story_same(own, sketch_of(text, 300, 0));
        copies += gzt_story_same(own, sketch_of(text, 290, 0)); // cut
        rewritten += gzt_story_same(own, sketch_of(text, 300, 6));
        strangers += gzt_story_same(own, sketch_of(text + 1000, 300, 0));
    }
    CHECK(copies > 395);
    CHECK(rewritten < 20); // every sixth word is another
    CHECK(strangers == 0);
    CHECK(!sketch_of(1, 0, 0).len && !sketch_of(1, 3, 0).len);
    CHECK(sketch_of(1, 4, 0).len == GZT_STORY_BYTES);
    CHECK(gzt_story_same(sketch_of(1, 5, 0), sketch_of(1, 5, 0)));
    CHECK(!gzt_story_same((gzt_str){ 0 }, (gzt_str){ 0 }));
    gzt_arena_release(&arena);
    return tap_done();
}
