/* sample.c - articles from all over the input. */
#include "input/sample.h"

#include "base/str.h"
#include "input/sniff.h"
#include "input/walk.h"

#include <zlib.h>

enum {
    PIECE = 16 << 10, // bytes read at a place
    LINES_MAX = 64,   // of a piece
    ARTICLES_MAX = 8192
};

typedef struct sample {
    gzt_arena *arena;
    gzt_article *articles;
    size_t count;
} sample;

static void
add(sample *s, const gzt_article *article)
{
    if (article->body.len && s->count < ARTICLES_MAX)
        s->articles[s->count++] = *article;
}

static void
add_line(sample *s, gzt_str line, gzt_str path)
{
    gzt_input_options options = { .format = GZT_FORMAT_JSONL };
    gzt_raw raw = { .format = GZT_FORMAT_JSONL,
                    .bytes = (char *)line.ptr,
                    .len = line.len,
                    .path = path,
                    .line = 1 };
    gzt_parsed parsed = { 0 };

    gzt_input_parse(&raw, &options, s->arena, &parsed);
    if (!parsed.reject.len)
        add(s, &parsed.article);
}

// The whole lines of a piece; the first is one only where the file begins.
static void
add_lines(sample *s, gzt_str piece, bool begins, gzt_str path)
{
    gzt_str line;
    size_t count = 0;

    if (!begins)
        gzt_str_cut(&piece, '\n', &line);
    while (gzt_str_cut(&piece, '\n', &line) && piece.ptr && count++ < LINES_MAX)
        if (line.len && line.ptr[0] == '{')
            add_line(s, line, path);
}

// A piece of the file; empty when it ends before.
static gzt_str
read_piece(sample *s, gzFile file, uint64_t at)
{
    char *bytes = gzt_arena_alloc(s->arena, PIECE);
    int got = gzseek(file, (z_off_t)at, SEEK_SET) < 0
                  ? 0
                  : gzread(file, bytes, PIECE);

    return (gzt_str){ bytes, got > 0 ? (size_t)got : 0 };
}

// `count` pieces of a file, at the same distance from each other.
static void
add_pieces(sample *s, gzFile file, const gzt_walk_file *from, size_t count)
{
    gzt_str head = read_piece(s, file, 0), piece = head;
    gzt_sniff kind = gzt_sniff_head(head, from->path, GZT_FORMAT_AUTO);
    uint64_t distance = gzdirect(file) ? from->look.size / count : PIECE;

    if (kind.binary || kind.archive || kind.refused)
        return;
    for (size_t i = 0; i < count && piece.len; i++) {
        if (i)
            piece = read_piece(s, file, distance * i);
        if (kind.format == GZT_FORMAT_JSONL)
            add_lines(s, piece, !i, from->path);
        else if (kind.format == GZT_FORMAT_TEXT ||
                 kind.format == GZT_FORMAT_MARKDOWN)
            add(s, &(gzt_article){ .body = piece, .path = from->path });
    }
}

size_t
gzt_sample_files(const gzt_walk *walk, size_t most, gzt_arena *arena,
                 gzt_article **out)
{
    sample s = { .arena = arena };
    size_t pieces = most / PIECE, each;
    size_t step = walk->count / (pieces + 1) + 1; // files passed over

    s.articles = gzt_arena_array(arena, ARTICLES_MAX, sizeof(*s.articles));
    for (size_t i = 0; i < walk->count; i += step) {
        const gzt_walk_file *from = &walk->files[i];
        uint64_t size = from->look.size;
        gzFile file = size ? gzopen(from->path.ptr, "rb") : NULL;

        if (!file)
            continue;
        each =
            walk->bytes
                ? (size_t)((double)size / (double)walk->bytes * (double)pieces)
                : 0;
        add_pieces(&s, file, from, each ? each : 1);
        gzclose(file);
    }
    *out = s.articles;
    return s.count;
}
