/* compile_entities.c - TSV files of entities to the image that is built into
 * the programs: compile_entities OUT ALIASES FILE... where ALIASES is the list
 * for queries, whose names the entities get as well. A program of the build;
 * it uses the analyzer itself, so that a name is cut as a text will be. */
#include "base/err.h"
#include "entity/lexicon_image.h"

#include <stdio.h>
#include <stdlib.h>

static bool
read_file(const char *path, gzt_buf *out)
{
    FILE *file = fopen(path, "rb");
    int c;

    if (!file)
        return false;
    while ((c = getc(file)) != EOF)
        gzt_buf_putc(out, (char)c);
    c = ferror(file);
    fclose(file);
    return !c && !out->full;
}

static bool
write_file(const char *path, gzt_str bytes)
{
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;

    return file && !fclose(file) && ok;
}

int
main(int argc, char **argv)
{
    gzt_lexicon_builder *builder = gzt_lexicon_builder_new();
    gzt_buf image, *texts = calloc((size_t)argc, sizeof(*texts));
    gzt_err err = { 0 };
    int failed = argc < 4 || !texts;

    gzt_buf_init(&image, GZT_LEXICON_FILE);
    for (int i = 2; i < argc && !failed; i++) {
        gzt_buf_init(&texts[i], GZT_LEXICON_FILE);
        if (!read_file(argv[i], &texts[i]))
            failed = gzt_fail_errno(&err, "%s", argv[i]) != GZT_OK;
        else if (i > 2)
            failed = gzt_lexicon_builder_add(builder, gzt_buf_str(&texts[i]),
                                             argv[i], &err) != GZT_OK;
    }
    if (!failed) {
        gzt_lexicon_builder_add_aliases(builder, gzt_buf_str(&texts[2]));
        failed = gzt_lexicon_builder_finish(builder, &image, &err) != GZT_OK;
    }
    if (!failed && !write_file(argv[1], gzt_buf_str(&image)))
        failed = gzt_fail_errno(&err, "%s", argv[1]) != GZT_OK;
    if (failed)
        fprintf(stderr, "compile_entities: %s\n", err.text);
    for (int i = 2; i < argc && texts; i++)
        gzt_buf_release(&texts[i]);
    free(texts);
    gzt_buf_release(&image);
    gzt_lexicon_builder_free(builder);
    return failed;
}
