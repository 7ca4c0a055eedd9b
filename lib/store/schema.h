/* schema.h - what a document holds in Xapian: prefixes, slots, term forms.
 * docs/INDEX.md describes the same for readers of other programs.
 */
#ifndef GZT_STORE_SCHEMA_H
#define GZT_STORE_SCHEMA_H

#include "base/arena.h"
#include "text/analyzer.h"

enum {
    GZT_INDEX_FORMAT = 3, /**< of the folder, the schema and the records */
};

/** Value slots. */
enum {
    GZT_SLOT_DATE = 0,   /**< 6 bytes of time, then the uid: sorts, ranges */
    GZT_SLOT_UID = 1,    /**< 8 bytes, a hash of the id: breaks ties */
    GZT_SLOT_SOURCE = 2, /**< as written */
    GZT_SLOT_STORY = 3,  /**< see store/story.h */
    GZT_SLOT_ENTITIES = 4,
    GZT_SLOT_TRACE = 5, /**< see xapian/trace.h, trace_pack.h */
    GZT_SLOT_HASH = 6,  /**< 8 bytes, of the article's content */
};

/** Term prefixes, by Omega's conventions where it has one. Stemmed words have
 *  none: they are folded, so no capital letter can begin one. */
#define GZT_PREFIX_ID "Q"
#define GZT_PREFIX_TITLE "S"
#define GZT_PREFIX_AUTHOR "A"
#define GZT_PREFIX_LANG "L"
#define GZT_PREFIX_TAG "K"
#define GZT_PREFIX_YEAR "Y"
#define GZT_PREFIX_MONTH "M"
#define GZT_PREFIX_DAY "D"
#define GZT_PREFIX_SOURCE "XS"
#define GZT_PREFIX_SECTION "XC"
#define GZT_PREFIX_URL "U"
#define GZT_PREFIX_ACRONYM "XA"
#define GZT_PREFIX_AMOUNT "XM"
#define GZT_PREFIX_DATE "XD"
#define GZT_PREFIX_ENTITY "XE"
#define GZT_PREFIX_SHORT "XF" /* letters=words, as an article explains them */
#define GZT_PREFIX_LONG "XL"  /* words=letters */

/** The index term of a token: its term behind the prefix of its kind. */
gzt_str gzt_schema_term(const gzt_token *token, gzt_arena *arena);

/** `prefix` and `value` as a term that fits Xapian: what is too long keeps
 *  its beginning and ends in a hash of the whole. */
gzt_str gzt_schema_key(gzt_str prefix, gzt_str value, gzt_arena *arena);

/** 8 bytes, the highest first, so that they sort as the numbers do. */
gzt_str gzt_schema_u64(uint64_t value, gzt_arena *arena);

/** The 8 bytes of GZT_SLOT_UID. */
gzt_str gzt_schema_uid(gzt_str id, gzt_arena *arena);

enum {
    GZT_TIME_BYTES = 6
};

/** `time` (seconds since 1970) as bytes whose order is that of the times. */
void gzt_schema_time(int64_t time, char out[GZT_TIME_BYTES]);

/** The time again. */
int64_t gzt_schema_time_of(const char bytes[GZT_TIME_BYTES]);

#endif /* GZT_STORE_SCHEMA_H */
