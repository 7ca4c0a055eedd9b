/* record.c - an article as the bytes of a document's data. */
#include "store/record.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

enum {
    RECORD_VERSION = 2,
    LEVEL = 3,
    MARK_BYTES = 4,   // of the dictionary
    DICTIONARIES = 64 // of one codec: an index has one, a search many indexes
};

typedef struct dictionary {
    uint32_t mark;
    ZSTD_CDict *packs; // made when it is first set
    ZSTD_DDict *unpacks;
} dictionary;

struct gzt_codec {
    ZSTD_CCtx *packer;
    ZSTD_DCtx *unpacker;
    uint32_t current; // mark of the dictionary in use; 0: none
    dictionary dictionaries[DICTIONARIES];
    size_t count;
    gzt_buf plain; // what is about to be packed
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

// zstd fails where we call it only for want of memory.
static void *
need(void *made)
{
    if (made)
        return made;
    fputs("gazette: out of memory\n", stderr);
    abort();
}

gzt_codec *
gzt_codec_new(void)
{
    gzt_codec *codec = gzt_xrealloc(NULL, 1, sizeof(*codec));

    *codec = (gzt_codec){ 0 };
    gzt_buf_init(&codec->plain, GZT_BODY_MAX);
    codec->packer = need(ZSTD_createCCtx());
    codec->unpacker = need(ZSTD_createDCtx());
    ZSTD_CCtx_setParameter(codec->packer, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(codec->packer, ZSTD_c_checksumFlag, 1);
    // The record says these itself.
    ZSTD_CCtx_setParameter(codec->packer, ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(codec->packer, ZSTD_c_dictIDFlag, 0);
    return codec;
}

void
gzt_codec_free(gzt_codec *codec)
{
    if (!codec)
        return;
    for (size_t i = 0; i < codec->count; i++) {
        ZSTD_freeCDict(codec->dictionaries[i].packs);
        ZSTD_freeDDict(codec->dictionaries[i].unpacks);
    }
    ZSTD_freeCCtx(codec->packer);
    ZSTD_freeDCtx(codec->unpacker);
    gzt_buf_release(&codec->plain);
    free(codec);
}

// By what records ask for a dictionary; 0 is for none.
static uint32_t
mark_of(gzt_str bytes)
{
    uint32_t mark = (uint32_t)(gzt_str_hash(bytes, 0) >> 32);

    return mark ? mark : 1;
}

static dictionary *
find_dictionary(gzt_codec *codec, uint32_t mark)
{
    for (size_t i = 0; i < codec->count; i++)
        if (codec->dictionaries[i].mark == mark)
            return &codec->dictionaries[i];
    return NULL;
}

void
gzt_codec_add_dictionary(gzt_codec *codec, gzt_str bytes)
{
    uint32_t mark = mark_of(bytes);

    if (!bytes.len || find_dictionary(codec, mark) ||
        codec->count == DICTIONARIES)
        return;
    codec->dictionaries[codec->count++] = (dictionary){
        .mark = mark,
        .unpacks = need(ZSTD_createDDict(bytes.ptr, bytes.len)),
    };
}

void
gzt_codec_set_dictionary(gzt_codec *codec, gzt_str bytes)
{
    dictionary *d;

    codec->current = 0;
    ZSTD_CCtx_refCDict(codec->packer, NULL);
    gzt_codec_add_dictionary(codec, bytes);
    d = bytes.len ? find_dictionary(codec, mark_of(bytes)) : NULL;
    if (!d)
        return;
    if (!d->packs)
        d->packs = need(ZSTD_createCDict(bytes.ptr, bytes.len, LEVEL));
    codec->current = d->mark;
    ZSTD_CCtx_refCDict(codec->packer, d->packs);
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
put_packed(gzt_codec *codec, gzt_str plain, gzt_buf *out)
{
    size_t bound = ZSTD_compressBound(plain.len), size;
    char *room = gzt_buf_room(out, MARK_BYTES + bound);

    if (!room)
        return; // `full` is set: the caller sees it
    for (int i = 0; i < MARK_BYTES; i++)
        *room++ = (char)(codec->current >> (8 * i));
    size = ZSTD_compress2(codec->packer, room, bound, plain.ptr, plain.len);
    need(ZSTD_isError(size) ? NULL : room);
    out->len += MARK_BYTES + size;
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
    put_packed(codec, gzt_buf_str(plain), out);
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
unpack(gzt_codec *codec, gzt_str packed, char *room, size_t size, gzt_err *err)
{
    const dictionary *d = NULL;
    uint32_t mark = 0;
    size_t got;

    if (packed.len < MARK_BYTES)
        return damaged(err, "body");
    for (int i = 0; i < MARK_BYTES; i++)
        mark |= (uint32_t)(unsigned char)packed.ptr[i] << (8 * i);
    packed = gzt_str_slice(packed, MARK_BYTES, packed.len);
    if (mark)
        d = find_dictionary(codec, mark);
    if (mark && !d)
        return damaged(err, "its dictionary is missing");
    got = ZSTD_decompress_usingDDict(codec->unpacker, room, size, packed.ptr,
                                     packed.len, d ? d->unpacks : NULL);
    return got == size ? GZT_OK : damaged(err, "body");
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
    status = unpack(codec, rest, room, size, err);
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
