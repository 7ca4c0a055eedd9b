/* image.c - words to lines and back, and into a model's image. */
#include "train.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    FILE_MAX = 512 << 20
};

gzt_str
train_file_read(const char *file, gzt_arena *arena)
{
    gzFile in = gzopen(file, "rb"); // plain files as well
    gzt_buf buf;
    gzt_str out;
    int got;

    if (!in)
        train_die("%s: cannot be opened", file);
    gzt_buf_init(&buf, FILE_MAX);
    do {
        char *room = gzt_buf_room(&buf, 1 << 20);

        if (!room)
            train_die("%s: too long", file);
        got = gzread(in, room, 1 << 20);
        if (got < 0)
            train_die("%s: cannot be read", file);
        buf.len += (size_t)got;
    } while (got);
    gzclose(in);
    out = gzt_arena_copy(arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return out;
}

void
train_words_write(const train_words *words, const char *file)
{
    FILE *out = fopen(file, "w");

    if (!out)
        train_die("%s: cannot be written", file);
    for (uint32_t i = 2; i < words->count; i++) {
        const train_word *word = &words->words[i];

        if (word->text.len && word->text.ptr[0] == '<')
            continue;
        fprintf(out, "%.*s\t%u\t%u", GZT_ARG(word->text), word->shape,
                word->count);
        for (int k = 0; k < TRAIN_LEVELS; k++)
            fprintf(out, "\t%u", word->classes[k]);
        fprintf(out, "\n");
    }
    if (fclose(out))
        train_die("%s: cannot be written", file);
}

static uint64_t
number(gzt_str *line, const char *file)
{
    gzt_str field;
    uint64_t value;

    if (!gzt_str_cut(line, '\t', &field) ||
        !gzt_str_to_u64(field, UINT32_MAX, &value))
        train_die("%s: not a file of words", file);
    return value;
}

void
train_words_read(train_words *out, const char *file)
{
    gzt_str rest, line;

    *out = (train_words){ 0 };
    gzt_arena_init(&out->arena);
    rest = train_file_read(file, &out->arena);
    while (gzt_str_cut(&rest, '\n', &line)) {
        train_word word = { 0 };

        if (!gzt_str_cut(&line, '\t', &word.text) || !word.text.len ||
            word.text.ptr[0] == '<')
            continue;
        word.shape = (uint8_t)number(&line, file);
        word.count = (uint32_t)number(&line, file);
        for (int k = 0; k < TRAIN_LEVELS; k++)
            word.classes[k] = (uint16_t)number(&line, file);
        word.key = gzt_word_key(word.text, word.shape);
        out->words = gzt_arena_more(&out->arena, out->words, out->count,
                                    sizeof(*out->words));
        out->words[out->count++] = word;
    }
}

static uint8_t
often(uint32_t count)
{
    double log2 = gzt_crf_log(count + 1) / 0.69314718055994531;

    return (uint8_t)(4 * log2);
}

static void
put_word(gzt_model_word *slots, uint32_t mask, const train_word *word)
{
    uint32_t at = (uint32_t)word->key & mask;
    uint32_t check = (uint32_t)(word->key >> 32) | 1;

    while (slots[at].check && slots[at].check != check)
        at = (at + 1) & mask;
    if (slots[at].check) // words of one number: the more frequent one stays
        return;
    slots[at] = (gzt_model_word){ check, word->classes[0], often(word->count),
                                  word->flags };
}

void
train_image_words(const train_words *words, uint32_t rows, gzt_buf *out)
{
    gzt_model_header header = { .magic = "GZTTAG",
                                .version = GZT_MODEL_VERSION,
                                .words = 1024,
                                .rows = rows,
                                .scale = 1 };
    gzt_model_word *slots;
    size_t bytes;

    while (header.words < words->count + words->count / 2)
        header.words *= 2;
    bytes = header.words * sizeof(*slots) +
            rows * (sizeof(uint16_t) + sizeof(gzt_model_row));
    header.size = (uint32_t)(sizeof(header) + bytes);
    for (uint32_t i = 0; i < words->count; i++)
        for (int k = 1; k < TRAIN_LEVELS &&
                        words->words[i].classes[0] != GZT_MODEL_NO_CLASS;
             k++)
            header.depths[k - 1][words->words[i].classes[0]] =
                (uint8_t)words->words[i].classes[k];
    gzt_buf_init(out, 1 << 26);
    gzt_buf_put(out, (gzt_str){ (const char *)&header, sizeof(header) });
    slots = (void *)gzt_buf_room(out, bytes);
    memset(slots, 0, bytes);
    for (uint32_t i = 0; i < words->count; i++)
        put_word(slots, header.words - 1, &words->words[i]);
    out->len += bytes;
}
