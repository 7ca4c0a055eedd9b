/* bigrams.c - Chinese, Japanese, Korean and the scripts of South-East Asia:
 * two neighbouring characters are a term, so that any part of a run of two or
 * more is a phrase of terms.
 *
 * A run of one character is its own term. Characters of longer runs have no
 * terms of their own: they would add half again to the index, and one
 * character is seldom what is looked for; a prefix search over the bigrams
 * finds all but those that end a run.
 */
#include "text/fold.h"
#include "text/work.h"

// A character with its marks.
typedef struct cluster {
    size_t start, end;
    bool plain; // is its own folded form
} cluster;

// NFKC leaves these as they are.
static bool
is_plain(uint32_t code)
{
    return (code >= 0x3400 && code < 0xa000) ||
           (code >= 0x3041 && code <= 0x3096) ||
           (code >= 0x30a1 && code <= 0x30fc) ||
           (code >= 0xac00 && code <= 0xd7a3);
}

static bool
next_cluster(gzt_str text, size_t end, size_t *at, cluster *out)
{
    uint32_t code;
    size_t len;

    // Invisible characters before the first.
    while (*at < end &&
           gzt_char_at(text, *at, &code, &len) == GZT_CHAR_INVISIBLE)
        *at += len;
    if (*at >= end)
        return false;
    out->start = *at;
    *at = out->end = out->start + len;
    out->plain = is_plain(code);
    while (*at < end) {
        gzt_char kind = gzt_char_at(text, *at, &code, &len);

        if (kind != GZT_CHAR_MARK && kind != GZT_CHAR_INVISIBLE)
            break;
        *at += len;
        out->end = *at;
        out->plain = false;
    }
    return true;
}

static void
put_run(gzt_work *work, const cluster *first, const cluster *last)
{
    gzt_str raw = gzt_str_slice(work->text, first->start, last->end);
    gzt_token token = { .start = first->start,
                        .end = last->end,
                        .kind = GZT_TOKEN_BIGRAM };

    if (!first->plain || !last->plain)
        raw = gzt_arena_copy(work->arena, gzt_fold(raw, work->scratch));
    if (!raw.len || raw.len > GZT_TERM_MAX) // a heap of marks
        return;
    token.word = token.term = raw;
    gzt_work_put(work, token);
    work->pos++;
}

void
gzt_bigrams_put(gzt_work *work, const gzt_piece *piece)
{
    size_t at = piece->start, count = 0;
    cluster last, next;

    while (next_cluster(work->text, piece->end, &at, &next)) {
        if (count++)
            put_run(work, &last, &next);
        last = next;
    }
    if (count == 1)
        put_run(work, &last, &last);
}
