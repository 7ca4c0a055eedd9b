/* record.c - an article as the bytes of a document's data. */
#include "store/record.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

enum {
    RECORD_VERSION = 3,
    LEVEL = 3,
    MARK_BYTES = 4,   // of the dictionary
    MAGIC_BYTES = 4,  // that every frame begins with; they are not stored
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
    gzt_buf plain;  // what is about to be packed
    gzt_buf packed; // a frame, with its magic
};

static const char magic[MAGIC_BYTES] = { '\x28', '\xb5', '\x2f', '\xfd' };

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
    gzt_buf_init(&codec->packed, 2 * (size_t)GZT_BODY_MAX);
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
    gzt_buf_release(&codec->packed);
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

static void
put_header(gzt_buf *out, const gzt_article *article)
{
    gzt_article fields = *article; // field_at() wants to be able to write
    gzt_str *field;

    for (size_t tag = 1; (field = field_at(&fields, tag)); tag++)
        if (field->len)
            put_field(out, tag, *field);
}

gzt_str
gzt_record_sample(const gzt_article *article, gzt_arena *arena)
{
    gzt_buf header;
    gzt_str kept;

    gzt_buf_init(&header, GZT_BODY_MAX);
    put_header(&header, article);
    kept = gzt_arena_copy(arena, gzt_buf_str(&header));
    gzt_buf_release(&header);
    return kept;
}

// What is in codec->plain, as a frame without its magic, in codec->packed.
static gzt_str
pack(gzt_codec *codec)
{
    size_t bound = ZSTD_compressBound(codec->plain.len), size;
    char *room;

    gzt_buf_clear(&codec->packed);
    room = gzt_buf_room(&codec->packed, bound);
    if (!room)
        return (gzt_str){ 0 };
    size = ZSTD_compress2(codec->packer, room, bound, codec->plain.ptr,
                          codec->plain.len);
    need(ZSTD_isError(size) ? NULL : room);
    return (gzt_str){ room + MAGIC_BYTES, size - MAGIC_BYTES };
}

void
gzt_record_encode(gzt_codec *codec, const gzt_article *article, gzt_buf *out)
{
    gzt_buf *plain = &codec->plain;
    gzt_str packed;

    gzt_buf_clear(plain);
    put_header(plain, article);
    packed = pack(codec);
    gzt_buf_putc(out, RECORD_VERSION);
    for (int i = 0; i < MARK_BYTES; i++)
        gzt_buf_putc(out, (char)(codec->current >> (8 * i)));
    gzt_buf_put_varint(out, plain->len);
    if (packed.len && packed.len < plain->len) {
        gzt_buf_put_varint(out, packed.len);
        gzt_buf_put(out, packed);
    } else {
        gzt_buf_put_varint(out, 0);
        gzt_buf_put(out, gzt_buf_str(plain));
    }
    out->full |= plain->full;
    gzt_buf_clear(plain);
    gzt_buf_put_varint(plain, article->body.len);
    gzt_buf_put(plain, article->body);
    gzt_buf_put(plain, article->extra);
    gzt_buf_put_varint(out, plain->len);
    gzt_buf_put(out, pack(codec));
    out->full |= plain->full || codec->packed.full;
}

static gzt_status
damaged(gzt_err *err, const char *what)
{
    return gzt_fail(err, GZT_EFORMAT,
                    "a stored article is damaged (%s): run `indexer --verify`",
                    what);
}

// A record as it is read, part by part.
typedef struct reading {
    gzt_codec *codec;
    gzt_str rest;
    const dictionary *dictionary; // or NULL: packed without one
    bool lost;                    // we do not have it
    gzt_arena *arena;
    gzt_err *err;
} reading;

static gzt_status
unpack(reading *r, gzt_str packed, size_t size, gzt_str *out)
{
    gzt_buf *frame = &r->codec->packed;
    char *room;
    size_t got;

    if (r->lost)
        return damaged(r->err, "its dictionary is missing");
    gzt_buf_clear(frame);
    gzt_buf_put(frame, (gzt_str){ magic, MAGIC_BYTES });
    gzt_buf_put(frame, packed);
    room = gzt_arena_alloc(r->arena, size + 1);
    got = ZSTD_decompress_usingDDict(
        r->codec->unpacker, room, size, frame->ptr, frame->len,
        r->dictionary ? r->dictionary->unpacks : NULL);
    *out = (gzt_str){ room, size };
    return got == size ? GZT_OK : damaged(r->err, "it does not unpack");
}

static gzt_status
begin(reading *r, gzt_str record)
{
    uint32_t mark = 0;

    if (!record.len || record.ptr[0] != RECORD_VERSION)
        return damaged(r->err, "unknown version");
    if (record.len < 1 + MARK_BYTES)
        return damaged(r->err, "header");
    for (int i = 0; i < MARK_BYTES; i++)
        mark |= (uint32_t)(unsigned char)record.ptr[1 + i] << (8 * i);
    r->rest = gzt_str_slice(record, 1 + MARK_BYTES, record.len);
    r->dictionary = mark ? find_dictionary(r->codec, mark) : NULL;
    r->lost = mark && !r->dictionary;
    return GZT_OK;
}

static gzt_status
read_fields(gzt_str header, gzt_article *out, gzt_err *err)
{
    uint64_t len;

    *out = (gzt_article){ 0 };
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

// Read the header off the front of the rest.
static gzt_status
take_header(reading *r, gzt_article *out)
{
    uint64_t size, packed;
    gzt_str header;
    gzt_status status = GZT_OK;

    if (!gzt_varint_take(&r->rest, &size) ||
        !gzt_varint_take(&r->rest, &packed) || size > GZT_BODY_MAX ||
        (packed ? packed : size) > r->rest.len)
        return damaged(r->err, "header");
    header = gzt_str_slice(r->rest, 0, packed ? packed : size);
    r->rest = gzt_str_slice(r->rest, header.len, r->rest.len);
    if (packed)
        status = unpack(r, header, size, &header);
    return status ? status : read_fields(header, out, r->err);
}

gzt_status
gzt_record_header(gzt_codec *codec, gzt_str record, gzt_arena *arena,
                  gzt_article *out, gzt_err *err)
{
    reading r = { .codec = codec, .arena = arena, .err = err };
    gzt_status status = begin(&r, record);

    return status ? status : take_header(&r, out);
}

gzt_status
gzt_record_decode(gzt_codec *codec, gzt_str record, gzt_arena *arena,
                  gzt_article *out, gzt_err *err)
{
    reading r = { .codec = codec, .arena = arena, .err = err };
    gzt_str plain;
    uint64_t size, body;
    gzt_status status = begin(&r, record);

    if (!status)
        status = take_header(&r, out);
    if (status)
        return status;
    if (!gzt_varint_take(&r.rest, &size) || size > GZT_BODY_MAX)
        return damaged(err, "size");
    status = unpack(&r, r.rest, size, &plain);
    if (status)
        return status;
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
    hash = gzt_str_hash_long(article->body, 0);
    hash = gzt_str_hash_long(article->extra, hash);
    for (size_t tag = 1; (field = field_at(&fields, tag)); tag++)
        hash = gzt_str_hash_long(*field, hash + tag);
    return hash;
}
