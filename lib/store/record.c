/* record.c - an article as the bytes of a document's data. */
#include "store/record.h"

#include "base/str.h"

#include <stdlib.h>
#include <zlib.h>

enum {
    RECORD_VERSION = 1,
    LEVEL = 6,
    DICTIONARIES = 64 // of one codec: an index has one, a search many indexes
};

struct gzt_codec {
    z_stream deflater, inflater;
    gzt_str current; // the dictionary in use; borrowed from the list
    struct {
        uLong adler;
        gzt_str bytes; // owned
    } dictionaries[DICTIONARIES];
    size_t count;
    gzt_buf plain; // what is about to be deflated
};

// The open fields, in the order of their tags, which begin at 1. Add at the
// end: a reader skips tags that it does not know.
static gzt_str *
field_at(gzt_article *a, size_t tag)
{
    gzt_str *fields[] = { &a->id,     &a->title,  &a->date, &a->updated,
                          &a->source, &a->author, &a->lang, &a->section,
                          &a->tags,   &a->url,    &a->path };
    size_t count = sizeof(fields) / sizeof(*fields);

    return tag >= 1 && tag <= count ? fields[tag - 1] : NULL;
}

gzt_codec *
gzt_codec_new(void)
{
    gzt_codec *codec = gzt_xrealloc(NULL, 1, sizeof(*codec));

    *codec = (gzt_codec){ 0 };
    gzt_buf_init(&codec->plain, GZT_BODY_MAX);
    // Both fail only for want of memory.
    if (deflateInit(&codec->deflater, LEVEL) != Z_OK ||
        inflateInit(&codec->inflater) != Z_OK)
        abort();
    return codec;
}

void
gzt_codec_free(gzt_codec *codec)
{
    if (!codec)
        return;
    deflateEnd(&codec->deflater);
    inflateEnd(&codec->inflater);
    for (size_t i = 0; i < codec->count; i++)
        free((char *)codec->dictionaries[i].bytes.ptr);
    gzt_buf_release(&codec->plain);
    free(codec);
}

static const gzt_str *
find_dictionary(const gzt_codec *codec, uLong adler)
{
    for (size_t i = 0; i < codec->count; i++)
        if (codec->dictionaries[i].adler == adler)
            return &codec->dictionaries[i].bytes;
    return NULL;
}

void
gzt_codec_add_dictionary(gzt_codec *codec, gzt_str dictionary)
{
    uLong adler =
        adler32(1, (const Bytef *)dictionary.ptr, (uInt)dictionary.len);
    char *copy;

    if (!dictionary.len || find_dictionary(codec, adler) ||
        codec->count == DICTIONARIES)
        return;
    copy = gzt_xrealloc(NULL, dictionary.len, 1);
    memcpy(copy, dictionary.ptr, dictionary.len);
    codec->dictionaries[codec->count].adler = adler;
    codec->dictionaries[codec->count].bytes = (gzt_str){ copy, dictionary.len };
    codec->count++;
}

void
gzt_codec_set_dictionary(gzt_codec *codec, gzt_str dictionary)
{
    const gzt_str *found;

    codec->current = (gzt_str){ 0 };
    if (!dictionary.len)
        return;
    gzt_codec_add_dictionary(codec, dictionary);
    found = find_dictionary(
        codec, adler32(1, (const Bytef *)dictionary.ptr, (uInt)dictionary.len));
    if (found)
        codec->current = *found;
}

static void
put_field(gzt_buf *out, size_t tag, gzt_str value)
{
    gzt_buf_putc(out, (char)tag);
    gzt_buf_put_varint(out, value.len);
    gzt_buf_put(out, value);
}

static size_t
varint_size(uint64_t value)
{
    size_t size = 1;

    while (value >>= 7)
        size++;
    return size;
}

static void
put_header(gzt_buf *out, const gzt_article *article)
{
    gzt_article fields = *article; // field_at() wants to be able to write
    size_t size = 0;
    gzt_str *field;

    for (size_t tag = 1; (field = field_at(&fields, tag)); tag++)
        if (field->len)
            size += 1 + varint_size(field->len) + field->len;
    gzt_buf_put_varint(out, size);
    for (size_t tag = 1; (field = field_at(&fields, tag)); tag++)
        if (field->len)
            put_field(out, tag, *field);
}

static void
put_deflated(gzt_codec *codec, gzt_str plain, gzt_buf *out)
{
    z_stream *z = &codec->deflater;
    size_t bound;
    char *room;

    deflateReset(z);
    if (codec->current.len)
        deflateSetDictionary(z, (const Bytef *)codec->current.ptr,
                             (uInt)codec->current.len);
    bound = deflateBound(z, plain.len) + 16;
    room = gzt_buf_room(out, bound);
    if (!room)
        return; // `full` is set: the caller sees it
    z->next_in = (Bytef *)plain.ptr;
    z->avail_in = (uInt)plain.len;
    z->next_out = (Bytef *)room;
    z->avail_out = (uInt)bound;
    deflate(z, Z_FINISH);
    out->len += bound - z->avail_out;
}

void
gzt_record_encode(gzt_codec *codec, const gzt_article *article, gzt_buf *out)
{
    gzt_buf *plain = &codec->plain;

    gzt_buf_clear(plain);
    gzt_buf_put_varint(plain, article->body.len);
    gzt_buf_put(plain, article->body);
    gzt_buf_put(plain, article->extra);
    gzt_buf_putc(out, RECORD_VERSION);
    put_header(out, article);
    gzt_buf_put_varint(out, plain->len);
    put_deflated(codec, gzt_buf_str(plain), out);
    out->full |= plain->full;
}

static gzt_status
damaged(gzt_err *err, const char *what)
{
    return gzt_fail(err, GZT_EFORMAT,
                    "a stored article is damaged (%s): run `indexer --verify`",
                    what);
}

// Read the header off the front of `rest`.
static gzt_status
take_header(gzt_str *rest, gzt_article *out, gzt_err *err)
{
    uint64_t size, len;
    gzt_str header;

    *out = (gzt_article){ 0 };
    if (!rest->len || rest->ptr[0] != RECORD_VERSION)
        return damaged(err, "unknown version");
    *rest = gzt_str_slice(*rest, 1, rest->len);
    if (!gzt_varint_take(rest, &size) || size > rest->len)
        return damaged(err, "header");
    header = gzt_str_slice(*rest, 0, size);
    *rest = gzt_str_slice(*rest, size, rest->len);
    while (header.len) {
        gzt_str *field = field_at(out, (unsigned char)header.ptr[0]);

        header = gzt_str_slice(header, 1, header.len);
        if (!gzt_varint_take(&header, &len) || len > header.len)
            return damaged(err, "header field");
        if (field)
            *field = gzt_str_slice(header, 0, len);
        header = gzt_str_slice(header, len, header.len);
    }
    return GZT_OK;
}

gzt_status
gzt_record_header(gzt_str record, gzt_article *out, gzt_err *err)
{
    return take_header(&record, out, err);
}

static gzt_status
inflate_into(gzt_codec *codec, gzt_str packed, char *room, size_t size,
             gzt_err *err)
{
    z_stream *z = &codec->inflater;
    int code;

    inflateReset(z);
    z->next_in = (Bytef *)packed.ptr;
    z->avail_in = (uInt)packed.len;
    z->next_out = (Bytef *)room;
    z->avail_out = (uInt)size;
    code = inflate(z, Z_FINISH);
    if (code == Z_NEED_DICT) {
        const gzt_str *dictionary = find_dictionary(codec, z->adler);

        if (!dictionary)
            return damaged(err, "its dictionary is missing");
        inflateSetDictionary(z, (const Bytef *)dictionary->ptr,
                             (uInt)dictionary->len);
        code = inflate(z, Z_FINISH);
    }
    if (code != Z_STREAM_END || z->avail_out)
        return damaged(err, "body");
    return GZT_OK;
}

gzt_status
gzt_record_decode(gzt_codec *codec, gzt_str record, gzt_arena *arena,
                  gzt_article *out, gzt_err *err)
{
    gzt_str rest = record, plain;
    uint64_t size, body;
    char *room;
    gzt_status status = take_header(&rest, out, err);

    if (status)
        return status;
    if (!gzt_varint_take(&rest, &size) || size > GZT_BODY_MAX)
        return damaged(err, "size");
    room = gzt_arena_alloc(arena, size + 1);
    status = inflate_into(codec, rest, room, size, err);
    if (status)
        return status;
    plain = (gzt_str){ room, size };
    if (!gzt_varint_take(&plain, &body) || body > plain.len)
        return damaged(err, "body size");
    out->body = gzt_str_slice(plain, 0, body);
    out->extra = gzt_str_slice(plain, body, plain.len);
    return GZT_OK;
}

uint64_t
gzt_article_hash(const gzt_article *article)
{
    gzt_article fields = *article;
    gzt_str *field;
    uint64_t hash;

    fields.path = (gzt_str){ 0 };
    hash = gzt_str_hash(article->body, article->body.len);
    hash = gzt_str_hash(article->extra, hash);
    for (size_t tag = 1; (field = field_at(&fields, tag)); tag++)
        hash = gzt_str_hash(*field, hash + tag);
    return hash;
}
