/* xapian_c.h - C bindings of what we use of Xapian.
 *
 * Data crosses, objects do not: plain structs go in, copies in the caller's
 * arena come out; no exception passes, and no callback but one, which is plain C
 * and does not fail (gzt_xrequest). A database handle is used by one thread at
 * a time. Statuses:
 *   GZT_ENOTFOUND  no such database or document
 *   GZT_ELOCKED    another writer has it
 *   GZT_EMODIFIED  the reader's revision is gone: open again by path
 *   GZT_ENETWORK   a server is not there, or stopped answering
 *   GZT_EFORMAT    damaged, or of a version this library does not read
 *                  (some damage passes for GZT_EMODIFIED: retry a few times)
 *   GZT_ENOSPC, GZT_EIO   the disk
 *   GZT_EINVAL     a term too long, a bad parameter
 *   GZT_EUNSUPPORTED  this backend cannot (the remote one, mostly)
 * Terms are bytes, at most GZT_XTERM_MAX of them (a NUL counts twice).
 */
#ifndef GZT_XAPIAN_C_H
#define GZT_XAPIAN_C_H

#include "base/arena.h"
#include "xapian/trace.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    GZT_XTERM_MAX = 245,
    GZT_XNO_SLOT = -1
};

/** The version of the library at run time, "1.4.22". */
const char *gzt_xapian_version(void);

/* ---- Reading ---------------------------------------------------------- */

/** One or more databases, open for reading at the revision they had then. */
typedef struct gzt_xdb gzt_xdb;

/** Open what `place` names: the folder of a database, a stub file or a folder
 *  with a stub, or `tcp://host:port`, where an xapian-tcpsrv listens
 *  (`tcp://[::1]:port` too). Never creates anything. */
gzt_status gzt_xdb_open(gzt_xdb **out, const char *place, gzt_err *err);

/** One database made of `count` open ones, in that order; weights are global.
 *  The parts stay the caller's and may be closed before it. Document d of
 *  part p has the docid (d - 1) * count + p + 1 when every part is a single
 *  shard. */
gzt_status gzt_xdb_join(gzt_xdb **out, gzt_xdb *const *parts, size_t count,
                        gzt_err *err);

/** NULL is allowed. */
void gzt_xdb_close(gzt_xdb *db);

typedef struct gzt_xstats {
    uint32_t documents;
    uint32_t last_docid;
    double average_length;
    uint64_t total_length;
    uint32_t length_least, length_most; /**< bounds; of those above 0 */
    size_t shards; /**< as Xapian counts them; a remote one is one */
    bool has_positions;
} gzt_xstats;

gzt_status gzt_xdb_stats(gzt_xdb *db, gzt_xstats *out, gzt_err *err);

/** What it is at, of a single local database. */
gzt_status gzt_xdb_revision(gzt_xdb *db, uint64_t *out, gzt_err *err);

/** An empty string where the key has none. Of a joined database: the first
 *  part's. */
gzt_status gzt_xdb_metadata(gzt_xdb *db, gzt_str key, gzt_arena *arena,
                            gzt_str *out, gzt_err *err);

/** The keys that have metadata, in bytewise order. */
gzt_status gzt_xdb_metadata_keys(gzt_xdb *db, gzt_arena *arena, gzt_str **out,
                                 size_t *count, gzt_err *err);

/** In how many documents a term is, and how often in all; `collection` may
 *  be NULL. A term that is nowhere counts 0, without failure. */
gzt_status gzt_xdb_freqs(gzt_xdb *db, gzt_str term, uint32_t *documents,
                         uint64_t *collection, gzt_err *err);

/** A term and what is known of it: in a database (`freq` documents), or in a
 *  document (`wdf` times; `freq` is 0 unless asked for). */
typedef struct gzt_xterm {
    gzt_str term;
    uint32_t wdf;
    uint32_t freq;
} gzt_xterm;

/** The terms that begin with `prefix`, in bytewise order, at most `max`;
 *  `*more` (may be NULL) says whether there were more. */
gzt_status gzt_xdb_terms(gzt_xdb *db, gzt_str prefix, size_t max,
                         gzt_arena *arena, gzt_xterm **out, size_t *count,
                         bool *more, gzt_err *err);

/** The documents of a term, ascending, beginning at `from`, at most `max`.
 *  An empty term: all documents. */
gzt_status gzt_xdb_postings(gzt_xdb *db, gzt_str term, uint32_t from,
                            size_t max, gzt_arena *arena, uint32_t **out,
                            size_t *count, gzt_err *err);

typedef struct gzt_xposting {
    uint32_t docid, wdf;
} gzt_xposting;

/** The same with their wdf; an empty term: with their lengths. */
gzt_status gzt_xdb_wdfs(gzt_xdb *db, gzt_str term, uint32_t from, size_t max,
                        gzt_arena *arena, gzt_xposting **out, size_t *count,
                        gzt_err *err);

gzt_status gzt_xdb_doc_data(gzt_xdb *db, uint32_t docid, gzt_arena *arena,
                            gzt_str *out, gzt_err *err);

/** An empty string where the slot is not used. */
gzt_status gzt_xdb_doc_value(gzt_xdb *db, uint32_t docid, uint32_t slot,
                             gzt_arena *arena, gzt_str *out, gzt_err *err);

/** The values that a slot has in `count` documents, ascending: `count` strings
 *  into `out`, empty where the slot is not used. */
gzt_status gzt_xdb_values_of(gzt_xdb *db, uint32_t slot, const uint32_t *docids,
                             size_t count, gzt_arena *arena, gzt_str **out,
                             gzt_err *err);

/** The terms of a document that begin with `prefix`, with wdf; freq too when
 *  `with_freq`. */
gzt_status gzt_xdb_doc_terms(gzt_xdb *db, uint32_t docid, gzt_str prefix,
                             bool with_freq, gzt_arena *arena, gzt_xterm **out,
                             size_t *count, gzt_err *err);

gzt_status gzt_xdb_doc_length(gzt_xdb *db, uint32_t docid, uint32_t *out,
                              gzt_err *err);

/** Least and greatest value of a slot (both may be wider than the truth). */
gzt_status gzt_xdb_value_bounds(gzt_xdb *db, uint32_t slot, gzt_arena *arena,
                                gzt_str *low, gzt_str *high, gzt_err *err);

/** A value and whose it is. */
typedef struct gzt_xdocvalue {
    uint32_t docid;
    gzt_str value;
} gzt_xdocvalue;

/** The values of a slot by ascending docid, beginning at `from`, at most
 *  `max`; `*documents` (may be NULL): how many have one in all. */
gzt_status gzt_xdb_values(gzt_xdb *db, uint32_t slot, uint32_t from, size_t max,
                          gzt_arena *arena, gzt_xdocvalue **out, size_t *count,
                          uint32_t *documents, gzt_err *err);

/* ---- Searching -------------------------------------------------------- */

typedef enum gzt_xop {
    GZT_XTERM,    /**< `term`; empty: all documents */
    GZT_XNOTHING, /**< no document */
    GZT_XAND,     /**< all kids */
    GZT_XOR,      /**< any kid */
    GZT_XSYNONYM, /**< any kid, weighted as if they were one term; kids with
                       a RANGE or TRACE in them have no such weight: of them
                       and the synonym of the others the best counts */
    GZT_XMAX,     /**< any kid, weight of the best */
    GZT_XAND_NOT, /**< the first kid, none of the others */
    GZT_XFILTER,  /**< all kids, weight of the first only */
    GZT_XMAYBE,   /**< the first kid; the others only add weight */
    GZT_XSCALE,   /**< the one kid, its weight times `factor` (>= 0) */
    GZT_XRANGE,   /**< `low` <= value in `slot` <= `high`, bytewise; an empty
                        `high` means no upper end. No weight. Documents without
                        a value are in it only when both ends are empty */
    GZT_XPREFIX,  /**< any term that begins with `term`; at most `limit` of
                        them in each shard, the most frequent (0: no limit).
                        SYNONYM weight */
    GZT_XTRACE,   /**< the one kid, where `pattern` matches the trace in
                        `slot`; local databases only */
} gzt_xop;

/** A query as plain data: a tree whose parts the caller owns, at most 200
 *  deep. */
typedef struct gzt_xquery {
    gzt_xop op;
    gzt_str term;
    uint32_t wqf; /**< how often the term counts; 0 counts as 1 */
    uint32_t slot;
    gzt_str low, high;
    double factor;
    size_t limit;
    const gzt_trace_pattern *pattern;
    const struct gzt_xquery *const *kids;
    size_t count;
} gzt_xquery;

typedef enum gzt_xsort {
    GZT_XSORT_WEIGHT,       /**< then docid */
    GZT_XSORT_WEIGHT_VALUE, /**< then the value in sort_slot, ascending */
    GZT_XSORT_VALUE,        /**< the value in sort_slot, then docid */
} gzt_xsort;

typedef enum gzt_xscheme {
    GZT_XBM25, /**< k1, b of the request; k2 = 0, k3 = 1 */
    GZT_XBOOL, /**< every weight 0 */
    GZT_XWDF,  /**< the wdf times what SCALE says: TfIdfWeight("nnn") */
    GZT_XTFIDF /**< TfIdfWeight with `normalizations`, as "ntn" */
} gzt_xscheme;

typedef struct gzt_xrequest {
    const gzt_xquery *query;
    uint32_t first;          /**< rank of the first hit wanted, from 0 */
    uint32_t count;          /**< how many; 0 just counts */
    uint32_t check_at_least; /**< look at so many, for exact counts */
    gzt_xscheme scheme;
    double k1, b;
    const char *normalizations;
    gzt_xsort sort;
    uint32_t sort_slot;
    bool sort_descending;  /**< with GZT_XSORT_VALUE */
    int64_t collapse_slot; /**< one hit for each value; GZT_XNO_SLOT: off */
    /** Patterns that every hit must have in the trace in `trace_slot`; asked
     *  only about documents that can still enter the page. Local only. */
    const gzt_trace_pattern *const *must;
    size_t must_count;
    uint32_t trace_slot;
    /** A quicker way to the value in `trace_slot`, or NULL; false: not sure. It
     *  does not fail, and what it tells lives until it is called again. */
    bool (*look_up)(void *reader, uint32_t docid, gzt_str *out);
    void *reader; /**< the first thing that `look_up` gets */
} gzt_xrequest;

typedef struct gzt_xhit {
    uint32_t docid;
    double weight;
    uint32_t collapsed; /**< at least so many hits folded into this one */
    gzt_str collapse_key;
} gzt_xhit;

typedef struct gzt_xresult {
    const gzt_xhit *hits;
    size_t count;
    uint32_t lower, estimated, upper; /**< how many match, after collapsing */
    uint32_t uncollapsed_lower, uncollapsed_estimated, uncollapsed_upper;
} gzt_xresult;

/** Match. All of `out` lies in the arena. */
gzt_status gzt_xdb_search(gzt_xdb *db, const gzt_xrequest *request,
                          gzt_arena *arena, gzt_xresult *out, gzt_err *err);

/** The query as Xapian describes it, for --explain and for tests. */
gzt_status gzt_xquery_describe(const gzt_xquery *query, gzt_arena *arena,
                               gzt_str *out, gzt_err *err);

/* ---- Writing ---------------------------------------------------------- */

/** One glass database, open for writing. Nothing is visible to others before
 *  gzt_xwriter_commit(): Xapian's own threshold of 10 000 documents writes the
 *  postings out, which bounds memory, but does not commit them. After a failure
 *  with GZT_EINVAL everything is as before; after any other, also of a commit,
 *  all that was not committed is gone and the writer can be used further. */
typedef struct gzt_xwriter gzt_xwriter;

typedef enum gzt_xmode {
    GZT_XCREATE_OR_OPEN,
    GZT_XCREATE, /**< fails with GZT_EINVAL where there is one already */
    GZT_XOPEN,   /**< fails with GZT_ENOTFOUND where there is none */
} gzt_xmode;

gzt_status gzt_xwriter_open(gzt_xwriter **out, const char *path, gzt_xmode mode,
                            gzt_err *err);

typedef struct gzt_xvalue {
    uint32_t slot;
    gzt_str value;
} gzt_xvalue;

/** A document as plain data. A term may come several times (the wdf add up);
 *  wdf 0 makes it boolean. No positions are stored. */
typedef struct gzt_xdoc {
    const gzt_xterm *terms;
    size_t term_count;
    const gzt_xvalue *values;
    size_t value_count;
    gzt_str data;
} gzt_xdoc;

gzt_status gzt_xwriter_add(gzt_xwriter *writer, const gzt_xdoc *doc,
                           uint32_t *docid, gzt_err *err);

/** Replace the documents that have the term `unique`, or add a new one. The
 *  term itself must be among the document's own, else GZT_EINVAL. */
gzt_status gzt_xwriter_replace(gzt_xwriter *writer, gzt_str unique,
                               const gzt_xdoc *doc, uint32_t *docid,
                               gzt_err *err);

/** Delete the documents that have the term; not to have any is no failure. */
gzt_status gzt_xwriter_delete(gzt_xwriter *writer, gzt_str unique,
                              gzt_err *err);

/** Delete one document; GZT_ENOTFOUND: there is none. */
gzt_status gzt_xwriter_delete_docid(gzt_xwriter *writer, uint32_t docid,
                                    gzt_err *err);

gzt_status gzt_xwriter_set_metadata(gzt_xwriter *writer, gzt_str key,
                                    gzt_str value, gzt_err *err);

/** The writer's own view, uncommitted changes included; borrowed, valid until
 *  the writer is closed. */
gzt_xdb *gzt_xwriter_db(gzt_xwriter *writer);

/** Make all changes so far visible and durable. */
gzt_status gzt_xwriter_commit(gzt_xwriter *writer, gzt_err *err);

/** Commit and free; frees even when the commit fails. NULL is allowed. */
gzt_status gzt_xwriter_close(gzt_xwriter *writer, gzt_err *err);

/** Free without committing: the last commit stays as it was. */
void gzt_xwriter_abandon(gzt_xwriter *writer);

/* ---- Maintenance ------------------------------------------------------ */

/** Merge databases (folders of single ones) into a new, compact one at
 *  `path`, renumbering documents in the order given. Metadata keys that
 *  several have: the first one's value. GZT_EINVAL where there is a database
 *  already; after any other failure `path` may be half-written. */
gzt_status gzt_xapian_compact(const char *path, const char *const *sources,
                              size_t count, gzt_err *err);

/** Check a database's tables; `*errors` is how many faults were found, and
 *  `report` (may be NULL) what was said about them. One too broken to be
 *  checked to the end fails with GZT_EFORMAT. */
gzt_status gzt_xapian_check(const char *path, size_t *errors, gzt_arena *arena,
                            gzt_str *report, gzt_err *err);

#ifdef __cplusplus
}
#endif
#endif /* GZT_XAPIAN_C_H */
