/* arena.h - memory for one article or one query: allocate freely, let it all
 * go at once. */
#ifndef GZT_BASE_ARENA_H
#define GZT_BASE_ARENA_H

#include "gazette.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gzt_arena {
    struct gzt_arena_block *blocks; /**< the newest first */
    size_t total;                   /**< bytes handed out since the reset */
} gzt_arena;

void gzt_arena_init(gzt_arena *arena);

/** Free everything. The arena may be used again. */
void gzt_arena_release(gzt_arena *arena);

/** Forget everything but keep one block for the next round. */
void gzt_arena_reset(gzt_arena *arena);

/** `size` zeroed bytes, aligned for any type. Never NULL. */
void *gzt_arena_alloc(gzt_arena *arena, size_t size);

/** An array of `count` zeroed items; checks the product. */
void *gzt_arena_array(gzt_arena *arena, size_t count, size_t size);

/** An array whose bytes may be anything: for what is filled at once. */
void *gzt_arena_room(gzt_arena *arena, size_t count, size_t size);

/** Room for one more item in an array of `count`: `items` itself, or a copy of
 *  twice the size. Begin with NULL and 0, and add one at a time. */
void *gzt_arena_more(gzt_arena *arena, const void *items, size_t count,
                     size_t size);

/** A copy of `s`, followed by a NUL that does not count. */
gzt_str gzt_arena_copy(gzt_arena *arena, gzt_str s);

/** `a` and `b` as one, followed by a NUL that does not count. */
gzt_str gzt_arena_join(gzt_arena *arena, gzt_str a, gzt_str b);

/** gzt_arena_copy() as a C string. */
char *gzt_arena_cstr(gzt_arena *arena, gzt_str s);

__attribute__((format(printf, 2, 3))) gzt_str
gzt_arena_printf(gzt_arena *arena, const char *fmt, ...);

#ifdef __cplusplus
}
#endif
#endif /* GZT_BASE_ARENA_H */
