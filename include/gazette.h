/* gazette.h - the public API of libgazette: index articles, search them.
 *
 * Five rules hold for every function below:
 *   - it returns a gzt_status; results come back through `out` parameters;
 *   - `err` is written only on failure, and may be NULL;
 *   - a gzt_str is borrowed: the callee copies what it wants to keep;
 *   - what gzt_X_open() gave you, you end with gzt_X_close(); what lies in a
 *     result lives as long as that result;
 *   - a handle belongs to one thread at a time; the library never prints,
 *     never exits and touches no signal.
 */
#ifndef GAZETTE_H
#define GAZETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A borrowed run of bytes; not necessarily NUL-terminated. */
typedef struct gzt_str {
    const char *ptr;
    size_t len;
} gzt_str;

/** What happened, in terms a caller can act on. */
typedef enum gzt_status {
    GZT_OK = 0,
    GZT_EINVAL,       /**< the request or the input makes no sense */
    GZT_ENOTFOUND,    /**< no such index, article or file */
    GZT_ELOCKED,      /**< another writer holds the index; try again later */
    GZT_EMODIFIED,    /**< the index changed under this reader; open again */
    GZT_ENETWORK,     /**< a server does not answer; try again later */
    GZT_EFORMAT,      /**< a damaged index, or one of another version */
    GZT_ENOSPC,       /**< the disk is full */
    GZT_EIO,          /**< any other failure of disk or operating system */
    GZT_EUNSUPPORTED, /**< this kind of place cannot do that */
    GZT_EINTERRUPTED, /**< the caller asked to stop, and so it did */
    GZT_EINTERNAL,    /**< a bug in gazette */
} gzt_status;

/** Why it happened: one line, fit to be shown to the user. */
typedef struct gzt_err {
    gzt_status status;
    char text[500];
} gzt_err;

/** An article: what readers produce and the index eats. All UTF-8; a field
 *  that the input did not have has length 0. */
typedef struct gzt_article {
    gzt_str id;      /**< unique in the index */
    gzt_str title;   /**< one line */
    gzt_str body;    /**< plain text; paragraphs are separated by "\n\n" */
    gzt_str date;    /**< ISO 8601, "2014-05-21" or "2014-05-21T10:05:00Z" */
    gzt_str updated; /**< like date */
    gzt_str source;
    gzt_str author;
    gzt_str lang; /**< ISO 639 code, "en" */
    gzt_str section;
    gzt_str tags; /**< a JSON array of strings, as text */
    gzt_str url;
    gzt_str path;  /**< the file it was read from; not part of its content */
    gzt_str extra; /**< a JSON object of all other fields, as text */
} gzt_article;

/** The fields that have words and, in them, entities. */
typedef enum gzt_part {
    GZT_IN_TITLE,
    GZT_IN_BODY,
    GZT_PARTS
} gzt_part;

/** What an entity is. Its name ("person", "org", "country", "place",
 *  "agreement", "event", "group") begins the entity's id: `org:cica`. */
typedef enum gzt_entity_type {
    GZT_ENTITY_PERSON,
    GZT_ENTITY_ORG,
    GZT_ENTITY_COUNTRY,
    GZT_ENTITY_PLACE,
    GZT_ENTITY_AGREEMENT,
    GZT_ENTITY_EVENT,
    GZT_ENTITY_GROUP, /**< of people: Russians, Kurds */
    GZT_ENTITY_TYPES
} gzt_entity_type;

/** By what an entity was recognised. */
typedef enum gzt_entity_rule {
    GZT_RULE_LEXICON, /**< a known name */
    GZT_RULE_MODEL,   /**< the statistical model */
    GZT_RULE_ACRONYM, /**< short for a name, as the article says itself */
    GZT_RULE_MENTION, /**< a later, shorter mention: Putin */
} gzt_entity_rule;

/** A place in an article that names an entity. */
typedef struct gzt_mention {
    gzt_str entity;    /**< its id: "person:vladimir-putin" */
    gzt_str name;      /**< its canonical name: "Vladimir Putin" */
    gzt_str role;      /**< the title before it, "President"; mostly empty */
    size_t start, end; /**< bytes in the field's text, end exclusive */
    uint32_t sentence; /**< of the field, from 0 */
    uint8_t field;     /**< gzt_part */
    uint8_t type;      /**< gzt_entity_type */
    uint8_t rule;      /**< gzt_entity_rule */
    bool adjective;    /**< "Russian" for country:ru */
    float confidence;  /**< from 0 to 1 */
} gzt_mention;

/** All mentions of an article, by field and start; none overlaps another. */
typedef struct gzt_mentions {
    const gzt_mention *items;
    size_t count;
} gzt_mentions;

/* ---- Indexing ---------------------------------------------------------- */

/** An index open for writing: one writer per index. */
typedef struct gzt_index gzt_index;

/** Open the index folder at `path`, creating it when there is none. `lang` is
 *  the language of articles that do not say (empty: "en"); an index that is
 *  there keeps its own. GZT_ELOCKED: another process writes to it. */
gzt_status gzt_index_open(gzt_index **out, const char *path, gzt_str lang,
                          gzt_err *err);

/** Add the article, or put it in place of the one with its id. One without
 *  an id, or with neither title nor body, is GZT_EINVAL. Not visible to
 *  searches, nor safe from a crash, before a commit; so add many articles
 *  before you commit: they are then written in bulk, some twenty times as fast
 *  as one by one. A failure to write may come with a later article or with the
 *  commit; after one, nothing further is committed. */
gzt_status gzt_index_add(gzt_index *index, const gzt_article *article,
                         gzt_err *err);

/** Remove an article. GZT_ENOTFOUND: there is none with this id. */
gzt_status gzt_index_remove(gzt_index *index, gzt_str id, gzt_err *err);

gzt_status gzt_index_commit(gzt_index *index, gzt_err *err);

/** Commit and free. Frees even when the commit fails; NULL is allowed. */
gzt_status gzt_index_close(gzt_index *index, gzt_err *err);

/* ---- Tagging ------------------------------------------------------------ */

/** What finds the entities that an article names; an index does it by itself.
 */
typedef struct gzt_namer gzt_namer;

/** `entities` is a file of entities to know besides the built-in ones, or NULL.
 *  GZT_EINVAL names the line that makes no sense. */
gzt_status gzt_namer_open(gzt_namer **out, const char *entities, gzt_err *err);

/** NULL is allowed. */
void gzt_namer_close(gzt_namer *namer);

/** Find what `article` names in its title and body, in its language (empty:
 *  "en"). The mentions are valid until the next call or the end of the namer.
 */
gzt_status gzt_namer_tag(gzt_namer *namer, const gzt_article *article,
                         gzt_mentions *out, gzt_err *err);

/* ---- Searching --------------------------------------------------------- */

/** One or more indexes open for searching, as one. */
typedef struct gzt_finder gzt_finder;

/** A place is an index folder, a stub file or tcp://host:port. */
gzt_status gzt_finder_open(gzt_finder **out, const char *const *places,
                           size_t count, gzt_err *err);

/** NULL is allowed. */
void gzt_finder_close(gzt_finder *finder);

/** What is asked. Zero is a good value of everything but `count`. */
typedef struct gzt_question {
    gzt_str query;         /**< in the query language of searcher(1) */
    uint32_t count;        /**< hits wanted; 0: just count them */
    uint32_t offset;       /**< hits passed over */
    bool any;              /**< words side by side mean OR, not AND */
    uint32_t snippet;      /**< words of a snippet; 0: none */
    const char *from, *to; /**< days, inclusive, as "2014-05"; NULL: open */
} gzt_question;

/** A hit. All UTF-8, valid until the next question or the end of the finder;
 *  what the article has not is empty. */
typedef struct gzt_found {
    double score;
    gzt_str id, title, date, source, author, lang, section, url, path;
    gzt_str snippet;
} gzt_found;

typedef struct gzt_reply {
    const gzt_found *found; /**< the best first */
    size_t count;
    uint64_t total;   /**< hits in all */
    bool total_exact; /**< else an estimate */
} gzt_reply;

/** Ask. GZT_EINVAL: the query does not parse; `err` says where and why. An
 *  index that is being written to is no failure. */
gzt_status gzt_finder_ask(gzt_finder *finder, const gzt_question *question,
                          gzt_reply *out, gzt_err *err);

/** The stored article; valid until the next call. GZT_ENOTFOUND: none. */
gzt_status gzt_finder_article(gzt_finder *finder, gzt_str id, gzt_article *out,
                              gzt_err *err);

#ifdef __cplusplus
}
#endif
#endif /* GAZETTE_H */
