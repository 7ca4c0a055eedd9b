/* fault.c - the one table of Xapian's exceptions. */
#include "xapian/fault.h"

#include "base/err.h"

#include <errno.h>
#include <string.h>

typedef struct verdict {
    gzt_status status;
    const char *words;
} verdict;

static const struct rule {
    const char *type;
    verdict verdict;
} RULES[] = {
    { "DatabaseModifiedError",
      { GZT_EMODIFIED, "the index was changed meanwhile" } },
    { "DatabaseLockError", { GZT_ELOCKED, "another writer holds the index" } },
    { "DatabaseNotFoundError", { GZT_ENOTFOUND, "there is no index" } },
    { "DatabaseOpeningError", { GZT_ENOTFOUND, "there is no index" } },
    { "DatabaseCreateError", { GZT_EINVAL, "there is an index already" } },
    { "DatabaseVersionError",
      { GZT_EFORMAT, "the index is of another version" } },
    { "DatabaseCorruptError", { GZT_EFORMAT, "the index is damaged" } },
    // A block cut short, a record that does not inflate: had the system been
    // at fault, there would be a reason.
    { "DatabaseError", { GZT_EFORMAT, "the index is damaged" } },
    { "DocNotFoundError", { GZT_ENOTFOUND, "there is no such document" } },
    { "NetworkError", { GZT_ENETWORK, "the server does not answer" } },
    { "NetworkTimeoutError", { GZT_ENETWORK, "the server does not answer" } },
    { "InvalidArgumentError", { GZT_EINVAL, "this makes no sense" } },
    { "RangeError", { GZT_EINVAL, "this makes no sense" } },
    { "SerialisationError", { GZT_EINVAL, "this makes no sense" } },
    { "QueryParserError", { GZT_EINVAL, "this makes no sense" } },
    { "WildcardError", { GZT_EINVAL, "this makes no sense" } },
    { "UnimplementedError",
      { GZT_EUNSUPPORTED, "this kind of index cannot do that" } },
    { "FeatureUnavailableError",
      { GZT_EUNSUPPORTED, "this kind of index cannot do that" } },
};

static verdict
judge_reason(const char *reason)
{
    if (!strcmp(reason, strerror(ENOSPC)) || !strcmp(reason, strerror(EDQUOT)))
        return (verdict){ GZT_ENOSPC, "the disk is full" };
    if (!strcmp(reason, strerror(ENOENT)) || !strcmp(reason, strerror(ENOTDIR)))
        return (verdict){ GZT_ENOTFOUND, "there is no index" };
    return (verdict){ GZT_EIO, "the system refused" };
}

static verdict
judge(const gzt_fault *fault)
{
    static const char family[] = "Database";

    if (fault->reason && !strncmp(fault->type, family, sizeof(family) - 1))
        return judge_reason(fault->reason);
    // The same class says that locking could not even be tried.
    if (!strcmp(fault->type, "DatabaseLockError") &&
        !strstr(fault->message, "already locked"))
        return (verdict){ GZT_EIO, "the index cannot be locked" };
    for (size_t i = 0; i < sizeof(RULES) / sizeof(*RULES); i++)
        if (!strcmp(fault->type, RULES[i].type))
            return RULES[i].verdict;
    return (verdict){ GZT_EINTERNAL, "unexpected failure" };
}

gzt_status
gzt_fault_fail(gzt_err *err, const gzt_fault *fault)
{
    verdict found = judge(fault);
    const char *context = fault->context;
    const char *reason = fault->reason;

    gzt_fail(err, found.status, "%.200s%s%s (%s%s%s%s%s)", fault->place,
             *fault->place ? ": " : "", found.words, fault->message,
             *context ? "; " : "", context, reason ? ": " : "",
             reason ? reason : "");
    // Xapian may quote a term, and a term may hold anything.
    for (char *c = err ? err->text : NULL; c && *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    return found.status;
}

#ifdef __SANITIZE_ADDRESS__
const char *__asan_default_options(void);

// Xapian 1.4.22 deletes an object of its own by the wrong type in
// Database::check(); everything else is still watched.
const char *
__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}
#endif
