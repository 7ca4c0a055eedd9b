/* archive.c - the members of archives, through libarchive. */
#include "input/archive.h"

#include "base/str.h"
#include "base/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CHUNK = 64 * 1024,
    FAILED_MAX = 100, // members in a row that libarchive cannot make out
    FILTERS_MAX = GZT_NESTING_MAX,
    EXPAND_FREE = 1 << 20 // bytes that may come of next to nothing
};

struct gzt_archive {
    struct archive *handle;
    gzt_source *source;
    gzt_expansion *expansion;
    gzt_arena arena; // the path of the member at hand
    bool interrupted;
    bool first; // no member was seen yet
    char problem[200];
    char member_problem[200];
    char chunk[CHUNK];
};

// ---- Recognising ------------------------------------------------------------

static bool
is_tar(gzt_str head)
{
    return head.len >= 512 &&
           gzt_str_eq(gzt_str_slice(head, 257, 262), GZT_S("ustar"));
}

bool
gzt_archive_is(gzt_str head)
{
    static const gzt_str marks[] = {
        { "PK\3\4", 4 },
        { "PK\5\6", 4 },
        { "PK\7\x08PK", 6 },
        { "7z\xbc\xaf\x27\x1c", 6 },
        { "\xfd"
          "7zXZ",
          6 },
        { "\x28\xb5\x2f\xfd", 4 },
        { "\x04\x22\x4d\x18", 4 },
        { "LZIP\1", 5 },
        { "\x1f\x9d", 2 },
        { "\x1f\x8b\x08", 3 },
    };

    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (gzt_str_starts(head, marks[i]))
            return true;
    if (head.len > 10 && gzt_str_starts(head, GZT_S("BZh")))
        return !memcmp(head.ptr + 4, "1AY&SY", 6) ||
               !memcmp(head.ptr + 4, "\x17\x72\x45\x38\x50\x90", 6);
    return is_tar(head);
}

// ---- What libarchive reads from ---------------------------------------------

static la_ssize_t
on_read(struct archive *handle, void *self, const void **out)
{
    gzt_archive *archive = self;
    gzt_source *source = archive->source;
    gzt_str unread = gzt_source_unread(source);
    const char *problem;
    size_t got;

    *out = archive->chunk;
    if (unread.len) {
        got = unread.len > CHUNK ? CHUNK : unread.len;
        memcpy(archive->chunk, unread.ptr, got);
        gzt_source_pass(source, got);
        return (la_ssize_t)got;
    }
    if (source->ended)
        return 0;
    archive->interrupted = gzt_stream_read(source->stream, archive->chunk,
                                           CHUNK, &got) == GZT_EINTERRUPTED;
    problem = gzt_stream_problem(source->stream);
    if (archive->interrupted || (!got && problem)) {
        archive_set_error(handle, EIO, "%s", problem ? problem : "interrupted");
        return ARCHIVE_FATAL;
    }
    source->ended = !got;
    return (la_ssize_t)got;
}

static la_int64_t
on_seek(struct archive *handle, void *self, la_int64_t offset, int whence)
{
    gzt_archive *archive = self;
    int64_t at = gzt_stream_seek(archive->source->stream, offset, whence);

    (void)handle;
    archive->source->start = archive->source->end = 0;
    archive->source->ended = false;
    return at < 0 ? ARCHIVE_FATAL : at;
}

// Filters that would start other programs are left out, and so are formats
// that hold whole disks.
static void
support(struct archive *handle)
{
    archive_read_support_filter_gzip(handle);
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_xz(handle);
    archive_read_support_filter_lzma(handle);
    archive_read_support_filter_lzip(handle);
    archive_read_support_filter_zstd(handle);
    archive_read_support_filter_lz4(handle);
    archive_read_support_filter_compress(handle);
    archive_read_support_format_tar(handle);
    archive_read_support_format_zip(handle);
    archive_read_support_format_7zip(handle);
    archive_read_support_format_raw(handle);
}

static void
set_problem(gzt_archive *archive)
{
    const char *text = archive_error_string(archive->handle);

    snprintf(archive->problem, sizeof(archive->problem),
             "the archive cannot be read further: %s", text ? text : "damaged");
}

gzt_archive *
gzt_archive_open(gzt_source *container, gzt_expansion *expansion)
{
    gzt_archive *archive = gzt_xrealloc(NULL, 1, sizeof(*archive));

    memset(archive, 0, offsetof(gzt_archive, chunk));
    archive->source = container;
    archive->expansion = expansion;
    archive->first = true;
    gzt_arena_init(&archive->arena);
    archive->handle = archive_read_new();
    if (!archive->handle) {
        snprintf(archive->problem, sizeof(archive->problem),
                 "the archive cannot be read: out of memory");
        return archive;
    }
    support(archive->handle);
    // With the table at its end a zip file is read more surely, and a 7z file
    // at all.
    if (gzt_stream_seek(container->stream, 0, SEEK_SET) == 0) {
        container->start = container->end = 0;
        container->ended = false;
        archive_read_set_seek_callback(archive->handle, on_seek);
    }
    if (archive_read_open(archive->handle, archive, NULL, on_read, NULL))
        set_problem(archive);
    else if (archive_filter_count(archive->handle) - 1 > FILTERS_MAX)
        snprintf(archive->problem, sizeof(archive->problem),
                 "packed more than %d times over", FILTERS_MAX);
    return archive;
}

void
gzt_archive_close(gzt_archive *archive)
{
    if (!archive)
        return;
    archive_read_free(archive->handle);
    gzt_arena_release(&archive->arena);
    free(archive);
}

const char *
gzt_archive_problem(const gzt_archive *archive)
{
    return archive->problem[0] ? archive->problem : NULL;
}

// ---- Bytes of members -------------------------------------------------------

// True while so much may come of so little.
static bool
count(gzt_expansion *expansion, size_t len)
{
    uint64_t stored = gzt_stream_stored(expansion->stored);

    expansion->bytes += len;
    if (expansion->bytes > EXPAND_FREE + GZT_EXPAND_RATIO * stored)
        expansion->exceeded = true;
    return !expansion->exceeded;
}

gzt_status
gzt_archive_read(void *self, void *out, size_t room, size_t *got,
                 const char **problem)
{
    gzt_archive *archive = self;
    la_ssize_t n = archive_read_data(archive->handle, out, room);

    *got = n > 0 ? (size_t)n : 0;
    if (archive->interrupted)
        return GZT_EINTERRUPTED;
    if (n < 0) {
        const char *text = archive_error_string(archive->handle);

        snprintf(archive->member_problem, sizeof(archive->member_problem),
                 "cannot be unpacked: %s", text ? text : "damaged");
        *problem = archive->member_problem;
    } else if (!count(archive->expansion, *got)) {
        *got = 0;
        *problem = "expands more than a thousandfold";
    }
    return GZT_OK;
}

// What nobody read of a member must be expanded all the same if the archive
// was packed as a whole; then it counts too.
static gzt_status
drain(gzt_archive *archive)
{
    char bytes[4096 * 4];
    const char *problem = NULL;
    size_t got = archive_filter_count(archive->handle) > 1;
    gzt_status status = GZT_OK;

    while (got && !status && !archive->first)
        status = gzt_archive_read(archive, bytes, sizeof(bytes), &got, //
                                  &problem);
    if (archive->expansion->exceeded)
        snprintf(archive->problem, sizeof(archive->problem),
                 "expands more than a thousandfold");
    return status;
}

// ---- Members ----------------------------------------------------------------

static gzt_str
entry_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);

    if (!name)
        name = archive_entry_pathname(entry);
    return name ? gzt_str_of(name) : GZT_S("(no name)");
}

// A part of the path begins with a dot, as hidden files do.
static bool
is_hidden(gzt_str name)
{
    gzt_str part;

    while (gzt_str_cut(&name, '/', &part))
        if (part.len && part.ptr[0] == '.' && !gzt_str_eq(part, GZT_S(".")) &&
            !gzt_str_eq(part, GZT_S("..")))
            return true;
    return false;
}

// Word processors and book readers pack their XML into zip files.
static bool
is_office(const gzt_archive *archive, gzt_str name)
{
    return archive->first && (gzt_str_eq(name, GZT_S("[Content_Types].xml")) ||
                              gzt_str_eq(name, GZT_S("mimetype")));
}

static void
describe(gzt_archive *archive, struct archive_entry *entry, gzt_member *out)
{
    gzt_str name = entry_name(entry);
    bool mended;

    gzt_arena_reset(&archive->arena);
    name = gzt_utf8_mend(&archive->arena, name, &mended);
    *out = (gzt_member){ .path = archive->source->path };
    if (archive_format(archive->handle) != ARCHIVE_FORMAT_RAW) {
        out->path =
            gzt_arena_printf(&archive->arena, "%.*s!/%.*s",
                             GZT_ARG(archive->source->path), GZT_ARG(name));
        out->skip = is_hidden(name);
    }
    if (archive_entry_filetype(entry) != AE_IFREG ||
        archive_entry_hardlink(entry))
        out->skip = archive_format(archive->handle) != ARCHIVE_FORMAT_RAW;
    if (archive_entry_is_encrypted(entry))
        out->refused = GZT_S("encrypted: unpack it with its password first");
}

gzt_status
gzt_archive_next(gzt_archive *archive, gzt_member *out, bool *more)
{
    struct archive_entry *entry;
    int code = ARCHIVE_FAILED;
    gzt_status status = drain(archive);

    *more = false;
    if (status)
        return status;
    for (int i = 0; i < FAILED_MAX && !archive->problem[0]; i++) {
        code = archive_read_next_header(archive->handle, &entry);
        if (code == ARCHIVE_EOF)
            return GZT_OK;
        if (archive->interrupted)
            return GZT_EINTERRUPTED;
        if (code == ARCHIVE_FATAL)
            break;
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            continue;
        if (is_office(archive, entry_name(entry))) {
            snprintf(archive->problem, sizeof(archive->problem),
                     "an office document or an electronic book, which is not "
                     "read: save it as text, HTML or PDF");
            return GZT_OK;
        }
        archive->first = false;
        archive->member_problem[0] = '\0';
        if (archive_entry_filetype(entry) == AE_IFDIR)
            continue;
        describe(archive, entry, out);
        *more = true;
        return GZT_OK;
    }
    if (!archive->problem[0])
        set_problem(archive);
    return GZT_OK;
}
