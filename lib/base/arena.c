/* arena.c - blocks that double, up to a size where doubling wastes more than
 * it saves. */
#include "base/arena.h"

#include "base/err.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_BLOCK = 8 * 1024,
    LARGEST_BLOCK = 1024 * 1024
};

struct gzt_arena_block {
    struct gzt_arena_block *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

void
gzt_arena_init(gzt_arena *arena)
{
    *arena = (gzt_arena){ 0 };
}

static void
free_blocks(struct gzt_arena_block *block)
{
    while (block) {
        struct gzt_arena_block *next = block->next;

        free(block);
        block = next;
    }
}

void
gzt_arena_release(gzt_arena *arena)
{
    free_blocks(arena->blocks);
    *arena = (gzt_arena){ 0 };
}

void
gzt_arena_reset(gzt_arena *arena)
{
    struct gzt_arena_block *keep = arena->blocks;

    arena->total = 0;
    if (!keep)
        return;
    free_blocks(keep->next);
    keep->next = NULL;
    keep->used = 0;
    if (keep->size > LARGEST_BLOCK)
        gzt_arena_release(arena);
}

static struct gzt_arena_block *
new_block(gzt_arena *arena, size_t needed)
{
    struct gzt_arena_block *block;
    size_t size = arena->blocks ? 2 * arena->blocks->size : FIRST_BLOCK;

    if (size > LARGEST_BLOCK)
        size = LARGEST_BLOCK;
    if (size < needed)
        size = needed;
    block = gzt_xrealloc(NULL, sizeof(*block) + size, 1);
    block->next = arena->blocks;
    block->used = 0;
    block->size = size;
    arena->blocks = block;
    return block;
}

static void *
take(gzt_arena *arena, size_t size)
{
    struct gzt_arena_block *block = arena->blocks;
    size_t rounded =
        (size + alignof(max_align_t) - 1) & ~(size_t)(alignof(max_align_t) - 1);
    void *memory;

    if (rounded < size) { // wrapped: no machine has that much
        fputs("gazette: out of memory\n", stderr);
        abort();
    }
    if (!block || block->size - block->used < rounded)
        block = new_block(arena, rounded);
    memory = block->bytes + block->used;
    block->used += rounded;
    arena->total += rounded;
    return memory;
}

void *
gzt_arena_alloc(gzt_arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

static size_t
product(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes)) {
        fputs("gazette: out of memory\n", stderr);
        abort();
    }
    return bytes;
}

void *
gzt_arena_array(gzt_arena *arena, size_t count, size_t size)
{
    return gzt_arena_alloc(arena, product(count, size));
}

void *
gzt_arena_room(gzt_arena *arena, size_t count, size_t size)
{
    return take(arena, product(count, size));
}

void *
gzt_arena_more(gzt_arena *arena, const void *items, size_t count, size_t size)
{
    void *more;

    // Full at 0 and at every power of two from 8 on.
    if (count && (count < 8 || count & (count - 1)))
        return (void *)items;
    more = gzt_arena_array(arena, count < 8 ? 8 : 2 * count, size);
    if (count)
        memcpy(more, items, count * size);
    return more;
}

gzt_str
gzt_arena_copy(gzt_arena *arena, gzt_str s)
{
    char *copy = take(arena, s.len + 1);

    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return (gzt_str){ copy, s.len };
}

gzt_str
gzt_arena_join(gzt_arena *arena, gzt_str a, gzt_str b)
{
    char *joined = take(arena, a.len + b.len + 1);

    if (a.len)
        memcpy(joined, a.ptr, a.len);
    if (b.len)
        memcpy(joined + a.len, b.ptr, b.len);
    joined[a.len + b.len] = '\0';
    return (gzt_str){ joined, a.len + b.len };
}

char *
gzt_arena_cstr(gzt_arena *arena, gzt_str s)
{
    return (char *)gzt_arena_copy(arena, s).ptr;
}

gzt_str
gzt_arena_printf(gzt_arena *arena, const char *fmt, ...)
{
    va_list args, again;
    char *text;
    int len;

    va_start(args, fmt);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0)
        len = 0;
    text = take(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return (gzt_str){ text, (size_t)len };
}
