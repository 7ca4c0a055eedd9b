/* meta.c - what a shard says of itself. */
#include "store/meta.h"

#include "base/str.h"
#include "store/schema.h"

#include <stdio.h>

#define KEY_FORMAT GZT_S("gazette.format")
#define KEY_LANG GZT_S("gazette.lang")
#define KEY_DICTIONARY GZT_S("gazette.dictionary")

gzt_status
gzt_meta_write(gzt_xwriter *writer, const gzt_settings *settings,
               gzt_str dictionary, gzt_err *err)
{
    char format[16];
    gzt_status status;

    snprintf(format, sizeof(format), "%d", GZT_INDEX_FORMAT);
    status =
        gzt_xwriter_set_metadata(writer, KEY_FORMAT, gzt_str_of(format), err);
    if (!status)
        status = gzt_xwriter_set_metadata(writer, KEY_LANG,
                                          gzt_str_of(settings->lang), err);
    if (!status)
        status =
            gzt_xwriter_set_metadata(writer, KEY_DICTIONARY, dictionary, err);
    return status;
}

static gzt_status
check_format(gzt_xdb *db, gzt_str format, gzt_err *err)
{
    gzt_xstats stats;
    uint64_t number;
    gzt_status status = GZT_OK;

    if (!format.len) {
        status = gzt_xdb_stats(db, &stats, err);
        if (!status && stats.documents)
            status = gzt_fail(err, GZT_EFORMAT,
                              "a Xapian database that gazette did not make: "
                              "index the articles with `indexer`");
        return status;
    }
    if (!gzt_str_to_u64(format, UINT32_MAX, &number) ||
        number != GZT_INDEX_FORMAT)
        return gzt_fail(err, GZT_EFORMAT,
                        "index format %.*s, and this gazette reads format "
                        "%d: %s",
                        GZT_ARG(format), GZT_INDEX_FORMAT,
                        number > GZT_INDEX_FORMAT
                            ? "use a newer gazette"
                            : "index the articles again into a new folder");
    return GZT_OK;
}

gzt_status
gzt_meta_read(gzt_xdb *db, gzt_arena *arena, gzt_str *lang, gzt_str *dictionary,
              gzt_err *err)
{
    gzt_str format;
    gzt_status status = gzt_xdb_metadata(db, KEY_FORMAT, arena, &format, err);

    if (!status)
        status = check_format(db, format, err);
    if (!status && lang)
        status = gzt_xdb_metadata(db, KEY_LANG, arena, lang, err);
    if (!status && dictionary)
        status = gzt_xdb_metadata(db, KEY_DICTIONARY, arena, dictionary, err);
    return status;
}
