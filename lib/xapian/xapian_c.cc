// xapian_c.cc - the only C++ in Gazette, and the only file that sees Xapian.
//
// Every function goes through one gate, guarded(). What Xapian throws there is
// restated in C terms by fault.c, which has the table. Objects stay here.
#include "xapian/xapian_c.h"

#include "base/err.h"
#include "xapian/fault.h"
#include "xapian/trace_pack.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>
#include <xapian.h>

struct gzt_xdb {
    Xapian::Database db;
    std::string place; // for messages
};

struct gzt_xwriter {
    // Always inside an unflushed transaction: outside of one Xapian commits
    // on its own, every 10 000 documents and when it is destroyed.
    Xapian::WritableDatabase db;
    gzt_xdb view;
};

using Xapian::Query;

namespace
{
const int MAX_DEPTH = 200;
const unsigned CONNECT_MS = 5000;
const unsigned ANSWER_MS = 10000;
// Glass holds about twice that in one entry; past it, it fails half-way.
const size_t MAX_ENTRY = 64 << 20;

// ---- Failure ---------------------------------------------------------------

// Called from a catch block: restate the exception in flight in C terms.
gzt_status
translate(gzt_err *err, const char *place) noexcept
{
    try {
        throw;
    } catch (const Xapian::Error &e) {
        const gzt_fault fault = { place, e.get_type(), e.get_msg().c_str(),
                                  e.get_context().c_str(),
                                  e.get_error_string() };
        return gzt_fault_fail(err, &fault);
    } catch (const std::bad_alloc &) {
        return gzt_fail(err, GZT_EINTERNAL, "out of memory");
    } catch (const std::exception &e) {
        return gzt_fail(err, GZT_EINTERNAL, "%s: %s", place, e.what());
    } catch (...) {
        return gzt_fail(err, GZT_EINTERNAL, "%s: unknown exception", place);
    }
}

// The gate that every function goes through.
template <typename Body>
gzt_status
guarded(gzt_err *err, const char *place, Body body) noexcept
{
    try {
        body();
        return GZT_OK;
    } catch (...) {
        return translate(err, place);
    }
}

template <typename Body>
gzt_status
guarded(gzt_err *err, const gzt_xdb *db, Body body) noexcept
{
    return guarded(err, db->place.c_str(), body);
}

[[noreturn]] void
invalid(const std::string &why)
{
    throw Xapian::InvalidArgumentError(why);
}

// ---- Data in and out -------------------------------------------------------

std::string
text(gzt_str s)
{
    return std::string(s.ptr, s.len);
}

gzt_str
keep(gzt_arena *arena, const std::string &s)
{
    return gzt_arena_copy(arena, { s.data(), s.size() });
}

template <typename Item, typename Out>
void
keep_all(const std::vector<Item> &items, gzt_arena *arena, Out **out,
         size_t *count)
{
    auto copy = gzt_arena_array(arena, items.size(), sizeof(Item));

    *out = static_cast<Item *>(copy);
    std::copy(items.begin(), items.end(), static_cast<Item *>(copy));
    *count = items.size();
}

bool
begins_with(const std::string &s, const std::string &prefix)
{
    return s.compare(0, prefix.size(), prefix) == 0;
}

// "host:port" or "[::1]:port"
Xapian::Database
open_server(const std::string &address)
{
    const size_t colon = address.rfind(':');
    const char *end = address.data() + address.size();
    std::string host = address.substr(0, colon);
    uint16_t port = 0;
    auto read = std::from_chars(address.data() + colon + 1, end, port);

    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host.empty() || colon == std::string::npos || !port || read.ptr != end)
        invalid("a server is named as tcp://host:port");
    return Xapian::Remote::open(host, port, ANSWER_MS, CONNECT_MS);
}

Xapian::Database
open_place(const std::string &place)
{
    if (begins_with(place, "tcp://"))
        return open_server(place.substr(strlen("tcp://")));
    return Xapian::Database(place);
}
} // namespace

const char *
gzt_xapian_version(void)
{
    return Xapian::version_string();
}

// ---- Reading ---------------------------------------------------------------

gzt_status
gzt_xdb_open(gzt_xdb **out, const char *place, gzt_err *err)
{
    *out = nullptr;
    return guarded(err, place, [&] {
        *out = new gzt_xdb{ open_place(place), place };
    });
}

gzt_status
gzt_xdb_join(gzt_xdb **out, gzt_xdb *const *parts, size_t count, gzt_err *err)
{
    *out = nullptr;
    return guarded(err, "", [&] {
        auto all = std::make_unique<gzt_xdb>();

        if (!count)
            invalid("no index to search");
        for (size_t i = 0; i < count; i++) {
            all->db.add_database(parts[i]->db);
            all->place += (i ? ", " : "") + parts[i]->place;
        }
        *out = all.release();
    });
}

void
gzt_xdb_close(gzt_xdb *db)
{
    delete db;
}

gzt_status
gzt_xdb_stats(gzt_xdb *db, gzt_xstats *out, gzt_err *err)
{
    return guarded(err, db, [&] {
        out->documents = db->db.get_doccount();
        out->last_docid = db->db.get_lastdocid();
        out->average_length = db->db.get_avlength();
        out->total_length = db->db.get_total_length();
        out->length_least = db->db.get_doclength_lower_bound();
        out->length_most = db->db.get_doclength_upper_bound();
        out->shards = db->db.size();
        out->has_positions = db->db.has_positions();
    });
}

gzt_status
gzt_xdb_revision(gzt_xdb *db, uint64_t *out, gzt_err *err)
{
    return guarded(err, db, [&] { *out = db->db.get_revision(); });
}

gzt_status
gzt_xdb_metadata(gzt_xdb *db, gzt_str key, gzt_arena *arena, gzt_str *out,
                 gzt_err *err)
{
    return guarded(err, db,
                   [&] { *out = keep(arena, db->db.get_metadata(text(key))); });
}

gzt_status
gzt_xdb_metadata_keys(gzt_xdb *db, gzt_arena *arena, gzt_str **out,
                      size_t *count, gzt_err *err)
{
    return guarded(err, db, [&] {
        std::vector<gzt_str> found;

        for (auto it = db->db.metadata_keys_begin();
             it != db->db.metadata_keys_end(); ++it)
            found.push_back(keep(arena, *it));
        keep_all(found, arena, out, count);
    });
}

gzt_status
gzt_xdb_freqs(gzt_xdb *db, gzt_str term, uint32_t *documents,
              uint64_t *collection, gzt_err *err)
{
    return guarded(err, db, [&] {
        *documents = db->db.get_termfreq(text(term));
        if (collection)
            *collection = db->db.get_collection_freq(text(term));
    });
}

gzt_status
gzt_xdb_terms(gzt_xdb *db, gzt_str prefix, size_t max, gzt_arena *arena,
              gzt_xterm **out, size_t *count, bool *more, gzt_err *err)
{
    return guarded(err, db, [&] {
        std::vector<gzt_xterm> found;
        const std::string start = text(prefix);
        auto it = db->db.allterms_begin(start);
        const auto end = db->db.allterms_end(start);

        for (; it != end && found.size() < max; ++it)
            found.push_back({ keep(arena, *it), 0, it.get_termfreq() });
        if (more)
            *more = it != end;
        keep_all(found, arena, out, count);
    });
}

gzt_status
gzt_xdb_postings(gzt_xdb *db, gzt_str term, uint32_t from, size_t max,
                 gzt_arena *arena, uint32_t **out, size_t *count, gzt_err *err)
{
    return guarded(err, db, [&] {
        std::vector<uint32_t> found;
        auto it = db->db.postlist_begin(text(term));
        const auto end = db->db.postlist_end(text(term));

        if (it != end)
            it.skip_to(from);
        for (; it != end && found.size() < max; ++it)
            found.push_back(*it);
        keep_all(found, arena, out, count);
    });
}

gzt_status
gzt_xdb_wdfs(gzt_xdb *db, gzt_str term, uint32_t from, size_t max,
             gzt_arena *arena, gzt_xposting **out, size_t *count, gzt_err *err)
{
    return guarded(err, db, [&] {
        std::vector<gzt_xposting> found;
        auto it = db->db.postlist_begin(text(term));
        const auto end = db->db.postlist_end(text(term));

        if (it != end)
            it.skip_to(from);
        for (; it != end && found.size() < max; ++it)
            found.push_back(
                { *it, term.len ? it.get_wdf() : it.get_doclength() });
        keep_all(found, arena, out, count);
    });
}

gzt_status
gzt_xdb_doc_data(gzt_xdb *db, uint32_t docid, gzt_arena *arena, gzt_str *out,
                 gzt_err *err)
{
    return guarded(err, db, [&] {
        // Whether there is such a document costs a look of its own.
        *out = keep(
            arena,
            db->db.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data());
        if (!out->len)
            (void)db->db.get_document(docid);
    });
}

gzt_status
gzt_xdb_doc_value(gzt_xdb *db, uint32_t docid, uint32_t slot, gzt_arena *arena,
                  gzt_str *out, gzt_err *err)
{
    return guarded(err, db, [&] {
        *out = keep(arena, db->db.get_document(docid, Xapian::DOC_ASSUME_VALID)
                               .get_value(slot));
        if (!out->len)
            (void)db->db.get_document(docid);
    });
}

gzt_status
gzt_xdb_values_of(gzt_xdb *db, uint32_t slot, const uint32_t *docids,
                  size_t count, gzt_arena *arena, gzt_str **out, gzt_err *err)
{
    return guarded(err, db, [&] {
        auto it = db->db.valuestream_begin(slot);
        const auto end = db->db.valuestream_end(slot);

        *out = static_cast<gzt_str *>(
            gzt_arena_array(arena, count + 1, sizeof(**out)));
        for (size_t i = 0; i < count && it != end; i++) {
            it.skip_to(docids[i]);
            if (it != end && it.get_docid() == docids[i])
                (*out)[i] = keep(arena, *it);
        }
    });
}

gzt_status
gzt_xdb_doc_terms(gzt_xdb *db, uint32_t docid, gzt_str prefix, bool with_freq,
                  gzt_arena *arena, gzt_xterm **out, size_t *count,
                  gzt_err *err)
{
    return guarded(err, db, [&] {
        std::vector<gzt_xterm> found;
        const std::string start = text(prefix);
        auto it = db->db.termlist_begin(docid);
        const auto end = db->db.termlist_end(docid);

        if (it != end)
            it.skip_to(start);
        for (; it != end && begins_with(*it, start); ++it)
            found.push_back({ keep(arena, *it), it.get_wdf(),
                              with_freq ? it.get_termfreq() : 0 });
        keep_all(found, arena, out, count);
    });
}

gzt_status
gzt_xdb_doc_length(gzt_xdb *db, uint32_t docid, uint32_t *out, gzt_err *err)
{
    return guarded(err, db, [&] { *out = db->db.get_doclength(docid); });
}

gzt_status
gzt_xdb_value_bounds(gzt_xdb *db, uint32_t slot, gzt_arena *arena, gzt_str *low,
                     gzt_str *high, gzt_err *err)
{
    return guarded(err, db, [&] {
        *low = keep(arena, db->db.get_value_lower_bound(slot));
        *high = keep(arena, db->db.get_value_upper_bound(slot));
    });
}

gzt_status
gzt_xdb_values(gzt_xdb *db, uint32_t slot, uint32_t from, size_t max,
               gzt_arena *arena, gzt_xdocvalue **out, size_t *count,
               uint32_t *documents, gzt_err *err)
{
    return guarded(err, db, [&] {
        std::vector<gzt_xdocvalue> found;
        auto it = db->db.valuestream_begin(slot);
        const auto end = db->db.valuestream_end(slot);

        if (it != end)
            it.skip_to(from);
        for (; it != end && found.size() < max; ++it)
            found.push_back({ it.get_docid(), keep(arena, *it) });
        if (documents)
            *documents = db->db.get_value_freq(slot);
        keep_all(found, arena, out, count);
    });
}

// ---- Traces ----------------------------------------------------------------

namespace
{
// Unpacks traces, one at a time.
class TraceReader
{
    mutable gzt_buf buf = { nullptr, 0, 0, GZT_TRACE_ROOM, false };

  public:
    TraceReader() = default;
    TraceReader(const TraceReader &) = delete;

    ~TraceReader()
    {
        gzt_buf_release(&buf);
    }

    gzt_str read(gzt_str stored) const
    {
        gzt_str trace;
        gzt_err err;

        if (gzt_trace_unpack(stored, &buf, &trace, &err))
            throw Xapian::DatabaseCorruptError(err.text);
        return trace;
    }
};

// The documents whose trace matches. Used as the second half of a filter: the
// first half leads, and only check() does any work.
class TraceSource : public Xapian::ValuePostingSource
{
    const gzt_trace_pattern *pattern; // outlives the query
    Xapian::docid asked = 0;
    TraceReader traces;

    bool matches() const
    {
        const std::string stored = get_value(); // may be borrowed from

        return gzt_trace_match(traces.read({ stored.data(), stored.size() }),
                               pattern);
    }

  public:
    TraceSource(Xapian::valueno where, const gzt_trace_pattern *pattern_)
        : ValuePostingSource(where), pattern(pattern_)
    {
    }

    void init(const Xapian::Database &shard) override
    {
        ValuePostingSource::init(shard);
        set_maxweight(0);
        set_termfreq_min(0);
        asked = 0;
    }

    void next(double) override
    {
        // The base class may stand behind `asked` after a check().
        skip_to(asked + 1, 0);
    }

    void skip_to(Xapian::docid docid, double) override
    {
        ValuePostingSource::skip_to(docid, 0);
        while (!at_end() && !matches())
            ValuePostingSource::next(0);
        asked = at_end() ? docid : get_docid();
    }

    bool check(Xapian::docid docid, double) override
    {
        asked = docid;
        if (!ValuePostingSource::check(docid, 0))
            return false;
        return at_end() || (get_docid() == docid && matches());
    }

    Xapian::PostingSource *clone() const override
    {
        return new TraceSource(get_slot(), pattern);
    }

    std::string serialise() const override
    {
        throw Xapian::UnimplementedError("a server cannot match traces");
    }

    std::string get_description() const override
    {
        return "trace " + std::to_string(get_slot());
    }
};

// Has so many documents.
class CountedSource : public Xapian::PostingSource
{
  protected:
    Xapian::doccount documents = 0;

  public:
    Xapian::doccount get_termfreq_min() const override
    {
        return documents;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return documents;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return documents;
    }
};

// The documents of a term, without weight. Xapian 1.4.22 reads the list of all
// documents instead when nothing is weighed and every document of a shard has
// the term, and then takes its second chunk for damage wherever documents
// have been deleted ("Unexpected end of posting list").
class TermSource : public CountedSource
{
    std::string term;
    Xapian::PostingIterator at, end;
    bool begun = false;

  public:
    explicit TermSource(const std::string &term_) : term(term_)
    {
    }

    void init(const Xapian::Database &shard) override
    {
        documents = shard.get_termfreq(term);
        at = shard.postlist_begin(term);
        end = shard.postlist_end(term);
        begun = false;
    }

    void next(double) override
    {
        if (begun)
            ++at;
        begun = true;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        begun = true;
        if (at != end)
            at.skip_to(docid);
    }

    bool at_end() const override
    {
        return at == end;
    }

    Xapian::docid get_docid() const override
    {
        return *at;
    }

    Xapian::PostingSource *clone() const override
    {
        return new TermSource(term);
    }

    std::string get_description() const override
    {
        return term;
    }
};

// Every document, when asked about one. A query with OP_MAX in it is filtered by
// this, so that the root of Xapian's tree stays what it is: where 1.4.22 puts a
// part in the root's place, it asks that part for its greatest weight even when
// it has come to its end, and then an OP_MAX looks at parts that it has freed.
class AllSource : public CountedSource
{
    Xapian::docid at = 0, last = 0;

  public:
    void init(const Xapian::Database &shard) override
    {
        at = 0;
        last = shard.get_lastdocid();
        documents = shard.get_doccount();
    }

    void next(double) override
    {
        at++;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        at = std::max(at, docid);
    }

    bool check(Xapian::docid docid, double) override
    {
        at = docid;
        return true;
    }

    bool at_end() const override
    {
        return at > last;
    }

    Xapian::docid get_docid() const override
    {
        return at;
    }

    Xapian::PostingSource *clone() const override
    {
        return new AllSource;
    }

    std::string get_description() const override
    {
        return "all";
    }
};

// TfIdfWeight("nnn") without its detours: the wdf times the factor of the
// query. Weights are the same to the last bit.
class WdfWeight : public Xapian::Weight
{
    double factor = 0;

    void init(double factor_) override
    {
        factor = factor_ * get_wqf();
    }

  public:
    WdfWeight()
    {
        need_stat(WDF);
        need_stat(WDF_MAX);
        need_stat(WQF);
    }

    WdfWeight *clone() const override
    {
        return new WdfWeight;
    }

    double get_sumpart(Xapian::termcount wdf, Xapian::termcount,
                       Xapian::termcount) const override
    {
        return wdf * factor;
    }

    double get_maxpart() const override
    {
        return get_wdf_upper_bound() * factor;
    }

    double get_sumextra(Xapian::termcount, Xapian::termcount) const override
    {
        return 0;
    }

    double get_maxextra() const override
    {
        return 0;
    }
};

class TraceDecider : public Xapian::MatchDecider
{
    const gzt_xrequest &request;
    TraceReader traces;

  public:
    explicit TraceDecider(const gzt_xrequest &request_) : request(request_)
    {
    }

    bool operator()(const Xapian::Document &doc) const override
    {
        std::string value; // may be borrowed from
        gzt_str stored, trace;

        if (!request.look_up ||
            !request.look_up(request.reader, doc.get_docid(), &stored)) {
            value = doc.get_value(request.trace_slot);
            stored = { value.data(), value.size() };
        }
        trace = traces.read(stored);
        for (size_t i = 0; i < request.must_count; i++)
            if (!gzt_trace_match(trace, request.must[i]))
                return false;
        return true;
    }
};

// ---- Queries ---------------------------------------------------------------

struct Built {
    Query query;
    bool bare; // has parts without wdf, which OP_SYNONYM cannot weigh
};

// What a part of a query is built for.
struct Purpose {
    const Xapian::Database *db; // where TermSource is called for; or null
    bool weighed;
    int depth;
};

Built build(const gzt_xquery *q, Purpose purpose);

Built
combine(Query::op op, const std::vector<Built> &kids)
{
    std::vector<Query> queries;
    bool bare = false;

    for (const Built &kid : kids) {
        queries.push_back(kid.query);
        bare = bare || kid.bare;
    }
    return { Query(op, queries.begin(), queries.end()), bare };
}

// Xapian asks each part of a synonym for its wdf, and throws where a posting
// source or a range has none: such kids stand beside the synonym of the
// others, and the best counts.
Built
build_synonym(const std::vector<Built> &kids)
{
    std::vector<Built> plain, bare;

    for (const Built &kid : kids)
        (kid.bare ? bare : plain).push_back(kid);
    bare.push_back(combine(Query::OP_SYNONYM, plain));
    return combine(Query::OP_MAX, bare);
}

const Query &
only(const std::vector<Built> &kids)
{
    if (kids.size() != 1)
        invalid("an operator of one part has " + std::to_string(kids.size()));
    return kids[0].query;
}

Query
build_range(const gzt_xquery *q)
{
    if (!q->high.len)
        return Query(Query::OP_VALUE_GE, q->slot, text(q->low));
    return Query(Query::OP_VALUE_RANGE, q->slot, text(q->low), text(q->high));
}

Query
build_trace(const gzt_xquery *q, const Query &kid)
{
    auto source = std::make_unique<TraceSource>(q->slot, q->pattern);

    return Query(Query::OP_FILTER, kid, Query(source.release()->release()));
}

Built
build_term(const gzt_xquery *q, Purpose purpose)
{
    const std::string term = text(q->term);

    if (purpose.weighed || !purpose.db || term.empty() ||
        !purpose.db->get_termfreq(term))
        return { Query(term, q->wqf ? q->wqf : 1), false };
    return { Query((new TermSource(term))->release()), true };
}

Built
build_node(const gzt_xquery *q, const std::vector<Built> &kids, Purpose purpose)
{
    switch (q->op) {
    case GZT_XTERM:
        return build_term(q, purpose);
    case GZT_XNOTHING:
        return { Query(), false };
    case GZT_XAND:
        return combine(Query::OP_AND, kids);
    case GZT_XOR:
        return combine(Query::OP_OR, kids);
    case GZT_XSYNONYM:
        return build_synonym(kids);
    case GZT_XMAX:
        return combine(Query::OP_MAX, kids);
    case GZT_XAND_NOT:
        return combine(Query::OP_AND_NOT, kids);
    case GZT_XFILTER:
        return combine(Query::OP_FILTER, kids);
    case GZT_XMAYBE:
        return combine(Query::OP_AND_MAYBE, kids);
    case GZT_XSCALE:
        if (!(q->factor >= 0)) // NaN included
            invalid("a weight factor is negative");
        return { Query(q->factor, only(kids)), kids[0].bare };
    case GZT_XRANGE:
        return { build_range(q), true };
    case GZT_XPREFIX:
        // With a limit of 0 only LIMIT_ERROR means that there is none.
        return { Query(Query::OP_WILDCARD, text(q->term),
                       Xapian::termcount(q->limit),
                       q->limit ? Query::WILDCARD_LIMIT_MOST_FREQUENT
                                : Query::WILDCARD_LIMIT_ERROR),
                 false };
    case GZT_XTRACE:
        return { build_trace(q, only(kids)), true };
    }
    invalid("unknown operator in a query");
}

Built
build(const gzt_xquery *q, Purpose purpose)
{
    std::vector<Built> kids;
    Purpose below = purpose;

    if (!q)
        invalid("a query is missing");
    if (below.depth++ > MAX_DEPTH)
        invalid("a query is nested too deeply");
    for (size_t i = 0; i < q->count; i++) {
        if (i && (q->op == GZT_XFILTER || q->op == GZT_XAND_NOT))
            below.weighed = false;
        kids.push_back(build(q->kids[i], below));
    }
    return build_node(q, kids, purpose);
}

bool
is_local(const gzt_xdb *db)
{
    return db->place.find("tcp://") == std::string::npos;
}

// Only where documents are missing in between, and no server is asked.
bool
needs_sources(const gzt_xdb *db)
{
    return db->db.get_doccount() != db->db.get_lastdocid() && is_local(db);
}

bool
has_max(const gzt_xquery *q)
{
    bool found = q->op == GZT_XMAX || q->op == GZT_XSYNONYM;

    for (size_t i = 0; i < q->count && !found; i++)
        found = has_max(q->kids[i]);
    return found;
}

// ---- Searching -------------------------------------------------------------

void
set_scheme(Xapian::Enquire &enquire, const gzt_xrequest &request, bool local)
{
    if (request.scheme == GZT_XBOOL)
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    else if (request.scheme == GZT_XWDF && local)
        enquire.set_weighting_scheme(WdfWeight());
    else if (request.scheme == GZT_XWDF)
        enquire.set_weighting_scheme(Xapian::TfIdfWeight("nnn"));
    else if (request.scheme == GZT_XTFIDF)
        enquire.set_weighting_scheme(Xapian::TfIdfWeight(
            request.normalizations ? request.normalizations : ""));
    else
        enquire.set_weighting_scheme(
            Xapian::BM25Weight(request.k1, 0, 1, request.b, 0));
}

void
set_order(Xapian::Enquire &enquire, const gzt_xrequest &request)
{
    if (request.sort == GZT_XSORT_VALUE)
        enquire.set_sort_by_value(request.sort_slot, request.sort_descending);
    else if (request.sort == GZT_XSORT_WEIGHT_VALUE)
        enquire.set_sort_by_relevance_then_value(request.sort_slot, false);
    else
        enquire.set_sort_by_relevance();
    if (request.collapse_slot != GZT_XNO_SLOT)
        enquire.set_collapse_key(Xapian::valueno(request.collapse_slot));
}

void
keep_hits(const Xapian::MSet &mset, gzt_arena *arena, gzt_xresult *out)
{
    std::vector<gzt_xhit> hits;

    for (auto it = mset.begin(); it != mset.end(); ++it)
        hits.push_back({ *it, it.get_weight(), it.get_collapse_count(),
                         keep(arena, it.get_collapse_key()) });
    keep_all(hits, arena, &out->hits, &out->count);
    out->lower = mset.get_matches_lower_bound();
    out->estimated = mset.get_matches_estimated();
    out->upper = mset.get_matches_upper_bound();
    out->uncollapsed_lower = mset.get_uncollapsed_matches_lower_bound();
    out->uncollapsed_estimated = mset.get_uncollapsed_matches_estimated();
    out->uncollapsed_upper = mset.get_uncollapsed_matches_upper_bound();
}

void
search(gzt_xdb *db, const gzt_xrequest &request, gzt_arena *arena,
       gzt_xresult *out)
{
    Xapian::Enquire enquire(db->db);
    TraceDecider decider(request);
    const Purpose purpose = { needs_sources(db) ? &db->db : nullptr,
                              request.scheme != GZT_XBOOL, 0 };

    Query query = build(request.query, purpose).query; // refuses a missing part
    const bool max = has_max(request.query);

    if (max && is_local(db))
        query =
            Query(Query::OP_FILTER, query, Query((new AllSource)->release()));
    enquire.set_query(query);
    set_scheme(enquire, request, is_local(db));
    set_order(enquire, request);
    // A server cannot be given a source; but where it looks at everything, it
    // asks for no weights.
    keep_hits(enquire.get_mset(request.first, request.count,
                               max && !is_local(db) ? db->db.get_doccount()
                                                    : request.check_at_least,
                               nullptr,
                               request.must_count ? &decider : nullptr),
              arena, out);
}
} // namespace

gzt_status
gzt_xdb_search(gzt_xdb *db, const gzt_xrequest *request, gzt_arena *arena,
               gzt_xresult *out, gzt_err *err)
{
    *out = {};
    return guarded(err, db, [&] { search(db, *request, arena, out); });
}

gzt_status
gzt_xquery_describe(const gzt_xquery *query, gzt_arena *arena, gzt_str *out,
                    gzt_err *err)
{
    return guarded(err, "", [&] {
        *out = keep(arena,
                    build(query, { nullptr, true, 0 }).query.get_description());
    });
}

// ---- Writing ---------------------------------------------------------------

namespace
{
// Xapian finds these faults half-way through a document or in a commit, and
// then drops all that was not committed. So they are found here.
void
check_size(const char *what, size_t size, size_t max)
{
    if (size > max)
        invalid(what + (" is longer than " + std::to_string(max)) + " bytes");
}

void
check_key(const char *what, gzt_str s)
{
    size_t stored = s.len;

    for (size_t i = 0; i < s.len; i++)
        stored += !s.ptr[i];
    check_size(what, stored, GZT_XTERM_MAX);
    if (!s.len)
        invalid(what + std::string(" is empty"));
}

Xapian::Document
build_document(const gzt_xdoc *doc)
{
    Xapian::Document built;

    check_size("a record", doc->data.len, MAX_ENTRY);
    built.set_data(text(doc->data));
    for (size_t i = 0; i < doc->term_count; i++) {
        check_key("a term", doc->terms[i].term);
        built.add_term(text(doc->terms[i].term), doc->terms[i].wdf);
    }
    for (size_t i = 0; i < doc->value_count; i++) {
        check_size("a value", doc->values[i].value.len, MAX_ENTRY);
        if (doc->values[i].slot == Xapian::BAD_VALUENO)
            invalid("there is no such value slot");
        built.add_value(doc->values[i].slot, text(doc->values[i].value));
    }
    return built;
}

void
check_has(const gzt_xdoc *doc, const std::string &term)
{
    for (size_t i = 0; i < doc->term_count; i++)
        if (text(doc->terms[i].term) == term)
            return;
    invalid("a document lacks its unique term");
}

// By gzt_xmode.
const int OPEN_FLAGS[] = { Xapian::DB_CREATE_OR_OPEN, Xapian::DB_CREATE,
                           Xapian::DB_OPEN };
} // namespace

gzt_status
gzt_xwriter_open(gzt_xwriter **out, const char *path, gzt_xmode mode,
                 gzt_err *err)
{
    *out = nullptr;
    return guarded(err, path, [&] {
        Xapian::WritableDatabase db(path, Xapian::DB_BACKEND_GLASS |
                                              OPEN_FLAGS[mode]);

        db.begin_transaction(false);
        *out = new gzt_xwriter{ db, { db, path } };
    });
}

gzt_status
gzt_xwriter_add(gzt_xwriter *writer, const gzt_xdoc *doc, uint32_t *docid,
                gzt_err *err)
{
    return guarded(err, &writer->view, [&] {
        *docid = writer->db.add_document(build_document(doc));
    });
}

gzt_status
gzt_xwriter_replace(gzt_xwriter *writer, gzt_str unique, const gzt_xdoc *doc,
                    uint32_t *docid, gzt_err *err)
{
    return guarded(err, &writer->view, [&] {
        check_key("a unique term", unique);
        check_has(doc, text(unique));
        *docid = writer->db.replace_document(text(unique), build_document(doc));
    });
}

gzt_status
gzt_xwriter_delete(gzt_xwriter *writer, gzt_str unique, gzt_err *err)
{
    return guarded(err, &writer->view, [&] {
        check_key("a unique term", unique);
        writer->db.delete_document(text(unique));
    });
}

gzt_status
gzt_xwriter_delete_docid(gzt_xwriter *writer, uint32_t docid, gzt_err *err)
{
    return guarded(err, &writer->view,
                   [&] { writer->db.delete_document(docid); });
}

gzt_status
gzt_xwriter_set_metadata(gzt_xwriter *writer, gzt_str key, gzt_str value,
                         gzt_err *err)
{
    return guarded(err, &writer->view, [&] {
        check_key("a metadata key", key);
        check_size("a metadata value", value.len, MAX_ENTRY);
        writer->db.set_metadata(text(key), text(value));
    });
}

gzt_xdb *
gzt_xwriter_db(gzt_xwriter *writer)
{
    return &writer->view;
}

gzt_status
gzt_xwriter_commit(gzt_xwriter *writer, gzt_err *err)
{
    gzt_status status = guarded(err, &writer->view, [&] {
        writer->db.commit_transaction();
        writer->db.commit();
    });

    // Whatever became of it: outside a transaction changes would commit
    // themselves.
    guarded(nullptr, &writer->view,
            [&] { writer->db.begin_transaction(false); });
    return status;
}

gzt_status
gzt_xwriter_close(gzt_xwriter *writer, gzt_err *err)
{
    gzt_status status = writer ? gzt_xwriter_commit(writer, err) : GZT_OK;

    gzt_xwriter_abandon(writer);
    return status;
}

void
gzt_xwriter_abandon(gzt_xwriter *writer)
{
    if (!writer)
        return;
    // Closing inside a transaction does not commit. It frees the lock even
    // where a joined database still refers to this one.
    guarded(nullptr, &writer->view, [&] { writer->db.close(); });
    delete writer;
}

// ---- Maintenance -----------------------------------------------------------

gzt_status
gzt_xapian_compact(const char *path, const char *const *sources, size_t count,
                   gzt_err *err)
{
    return guarded(err, path, [&] {
        Xapian::Database all;

        // Xapian would write over it, under its readers.
        if (std::filesystem::exists(std::string(path) + "/iamglass"))
            throw Xapian::DatabaseCreateError("not overwritten");
        if (!count)
            invalid("nothing to compact");
        for (size_t i = 0; i < count; i++)
            all.add_database(Xapian::Database(sources[i]));
        all.compact(path, Xapian::Compactor::FULL);
    });
}

gzt_status
gzt_xapian_check(const char *path, size_t *errors, gzt_arena *arena,
                 gzt_str *report, gzt_err *err)
{
    *errors = 0;
    return guarded(err, path, [&] {
        std::ostringstream said;

        *errors = Xapian::Database::check(path, 0, &said);
        if (report)
            *report = keep(arena, said.str());
    });
}
