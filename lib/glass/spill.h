/* spill.h - bytes put at one end now and taken from the other later: in memory
 * while they are few, then in a file that has no name, so that nothing is left
 * of it whatever happens. */
#ifndef GZT_GLASS_SPILL_H
#define GZT_GLASS_SPILL_H

#include "base/err.h"

typedef struct gzt_spill {
    const char *folder; /**< where the file goes; borrowed */
    int fd;
    uint8_t *buf;
    size_t len, cap; /**< of the buffer */
    size_t at;       /**< taken of it */
    uint64_t filed;  /**< bytes in the file */
    uint64_t read;   /**< taken from it */
} gzt_spill;

void gzt_spill_init(gzt_spill *spill, const char *folder);
void gzt_spill_release(gzt_spill *spill);

gzt_status gzt_spill_put(gzt_spill *spill, const void *bytes, size_t len,
                         gzt_err *err);

/** No more is put: from here on it is taken, from the beginning. */
gzt_status gzt_spill_rewind(gzt_spill *spill, gzt_err *err);

/** Take `len` bytes, which must be there. */
gzt_status gzt_spill_take(gzt_spill *spill, void *bytes, size_t len,
                          gzt_err *err);

/** How many are left to be taken. */
uint64_t gzt_spill_left(const gzt_spill *spill);

#endif /* GZT_GLASS_SPILL_H */
