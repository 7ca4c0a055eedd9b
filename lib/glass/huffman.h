/* huffman.h - prefix codes of limited length, as deflate wants them. */
#ifndef GZT_GLASS_HUFFMAN_H
#define GZT_GLASS_HUFFMAN_H

#include "gazette.h"

enum {
    GZT_HUFFMAN_SYMBOLS = 288, /**< at most */
    GZT_HUFFMAN_BITS = 15,     /**< of a code, at most */
};

typedef struct gzt_huffman {
    uint16_t codes[GZT_HUFFMAN_SYMBOLS]; /**< first bit lowest */
    uint8_t bits[GZT_HUFFMAN_SYMBOLS];   /**< 0: does not occur */
} gzt_huffman;

/** The best code for symbols that occur `counts` times, none longer than
 *  `limit` bits. A symbol that occurs alone has one bit.
 *
 *  Source: Moffat and Katajainen, "In-place calculation of minimum-redundancy
 *  codes" (1995); RFC 1951, section 3.2.2, for the codes of given lengths. */
void gzt_huffman_make(gzt_huffman *code, const uint32_t *counts, size_t symbols,
                      unsigned limit);

#endif /* GZT_GLASS_HUFFMAN_H */
