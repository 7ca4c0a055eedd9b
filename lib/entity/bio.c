/* bio.c - lines of tokens to a text and back. */
#include "entity/bio.h"

#include "base/buf.h"
#include "base/str.h"

static bool
is_mark(gzt_str line)
{
    return gzt_str_starts(line, GZT_S("-DOCSTART-"));
}

// A token, its tag behind the last TAB.
static gzt_bio_token
split(gzt_str line)
{
    gzt_bio_token token = { .word = line };
    size_t tab = gzt_str_find(line, GZT_S("\t"));

    if (tab < line.len) {
        token.word = gzt_str_slice(line, 0, tab);
        token.tag = gzt_str_slice(line, tab + 1, line.len);
        while ((tab = gzt_str_find(token.tag, GZT_S("\t"))) < token.tag.len)
            token.tag = gzt_str_slice(token.tag, tab + 1, token.tag.len);
        token.tag = gzt_str_trim(token.tag);
    }
    return token;
}

typedef struct reader {
    gzt_arena *arena;
    gzt_buf text;
    gzt_bio_token *tokens;
    size_t count;
    uint32_t sentence;
    bool in_sentence;
} reader;

static void
put_token(reader *r, gzt_bio_token token)
{
    if (r->in_sentence)
        gzt_buf_putc(&r->text, ' ');
    else if (r->count)
        gzt_buf_put(&r->text, GZT_S("\n\n"));
    r->in_sentence = true;
    token.sentence = r->sentence;
    token.start = r->text.len;
    gzt_buf_put(&r->text, token.word);
    token.end = r->text.len;
    r->tokens =
        gzt_arena_more(r->arena, r->tokens, r->count, sizeof(*r->tokens));
    r->tokens[r->count++] = token;
}

static void
end_sentence(reader *r)
{
    r->sentence += r->in_sentence;
    r->in_sentence = false;
}

bool
gzt_bio_take(gzt_str *lines, gzt_arena *arena, gzt_bio *out)
{
    reader r = { .arena = arena };
    gzt_str rest = *lines, line;
    bool any = false;

    *out = (gzt_bio){ 0 };
    gzt_buf_init(&r.text, GZT_BIO_BYTES + GZT_BIO_BYTES / 8);
    while (rest.len && gzt_str_line(&rest, &line)) {
        if (is_mark(line)) {
            if (any)
                break;
            out->marked = true;
        } else if (!gzt_str_trim(line).len) {
            end_sentence(&r);
        } else if (r.text.len + line.len > GZT_BIO_BYTES && r.count) {
            break;
        } else {
            put_token(&r, split(line));
        }
        any = true;
        *lines = rest;
        if (r.sentence == GZT_BIO_SENTENCES)
            break;
    }
    out->text = gzt_arena_copy(arena, gzt_buf_str(&r.text));
    out->tokens = r.tokens;
    out->count = r.count;
    gzt_buf_release(&r.text);
    return any;
}

size_t
gzt_bio_units(const gzt_bio *bio, const gzt_tokens *tokens, gzt_arena *arena,
              gzt_unit **out)
{
    size_t count = gzt_units_make(bio->text, tokens, arena, out);

    // The dot of "St ." ends no sentence; the blank lines do.
    for (size_t i = 0; i < count; i++)
        if (!((*out)[i].flags & GZT_UNIT_PARAGRAPH))
            (*out)[i].flags &= (uint8_t)~GZT_UNIT_FIRST;
    return count;
}
