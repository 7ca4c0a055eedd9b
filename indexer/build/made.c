/* made.c - an article as workers make it. */
#include "build/made.h"

#include "base/str.h"

// Bytes of one allocation, handed out from the front.
typedef struct room {
    char *at;
} room;

static gzt_str
keep(room *r, gzt_str s)
{
    gzt_str copy = { r->at, s.len };

    gzt_copy_short(r->at, s.ptr, s.len);
    r->at += s.len;
    return copy;
}

gzt_status
gzt_made_pack(gzt_made *made, gzt_glass_packer *packer, gzt_arena *arena,
              gzt_err *err)
{
    const gzt_xdoc *doc = &made->document.doc;
    gzt_glass_term *terms =
        gzt_arena_room(arena, doc->term_count + 1, sizeof(*terms));
    gzt_status status;

    for (size_t i = 0; i < doc->term_count; i++)
        terms[i] = (gzt_glass_term){ doc->terms[i].term, doc->terms[i].wdf };
    status = gzt_glass_pack(packer, terms, doc->term_count, &made->terms, err);
    made->packed = !status;
    return status;
}

static size_t
size_of(const gzt_made *made)
{
    const gzt_xdoc *doc = &made->document.doc;
    size_t size = made->document.id.len + made->document.key.len +
                  doc->data.len + made->terms.packed.len;

    for (size_t i = 0; i < doc->term_count; i++)
        size += doc->terms[i].term.len;
    for (size_t i = 0; i < doc->value_count; i++)
        size += doc->values[i].value.len;
    return size;
}

static void
copy_terms(const gzt_made *made, gzt_arena *arena, room *r, gzt_made *out)
{
    size_t count =
        made->packed ? made->terms.count : made->document.doc.term_count;
    gzt_xterm *terms = gzt_arena_room(arena, count + 1, sizeof(*terms));
    gzt_glass_term *packed = NULL;

    if (made->packed)
        packed = gzt_arena_room(arena, count + 1, sizeof(*packed));
    for (size_t i = 0; i < count; i++) {
        terms[i] = packed ? (gzt_xterm){ made->terms.terms[i].term,
                                         made->terms.terms[i].wdf, 0 }
                          : made->document.doc.terms[i];
        terms[i].term = keep(r, terms[i].term);
        if (packed)
            packed[i] = (gzt_glass_term){ terms[i].term, terms[i].wdf };
    }
    out->document.doc.terms = terms;
    out->document.doc.term_count = count;
    out->terms.terms = packed;
    out->terms.packed = keep(r, made->terms.packed);
}

void
gzt_made_copy(const gzt_made *made, gzt_arena *arena, gzt_made *out)
{
    room r = { gzt_arena_room(arena, size_of(made) + 1, 1) };
    const gzt_xdoc *doc = &made->document.doc;
    gzt_xvalue *values =
        gzt_arena_room(arena, doc->value_count + 1, sizeof(*values));

    *out = *made;
    out->document.id = keep(&r, made->document.id);
    out->document.key = keep(&r, made->document.key);
    out->document.doc.data = keep(&r, doc->data);
    for (size_t i = 0; i < doc->value_count; i++)
        values[i] =
            (gzt_xvalue){ doc->values[i].slot, keep(&r, doc->values[i].value) };
    out->document.doc.values = values;
    copy_terms(made, arena, &r, out);
}
