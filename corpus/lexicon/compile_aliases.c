/* compile_aliases.c - aliases.tsv on stdin to a C header on stdout: the lines,
 * and their names' keys in bytewise order. A program of the build; it uses the
 * analyzer itself, so that a key is what a query will look for. */
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "query/alias_key.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    FILE_MAX = 64 << 20
};

typedef struct entry {
    gzt_str key;
    size_t line, len; // bytes in the list
} entry;

typedef struct table {
    gzt_arena arena;
    gzt_analyzer *analyzer;
    entry *entries;
    size_t count;
} table;

static void
add_names(table *t, gzt_str text, gzt_str line)
{
    gzt_str rest = line, name, keys[GZT_ALIAS_KEYS];

    while (gzt_str_cut(&rest, '\t', &name)) {
        size_t made =
            gzt_alias_keys(t->analyzer, gzt_str_trim(name), &t->arena, keys);

        for (size_t i = 0; i < made; i++) {
            t->entries = gzt_arena_more(&t->arena, t->entries, t->count,
                                        sizeof(*t->entries));
            t->entries[t->count++] =
                (entry){ keys[i], (size_t)(line.ptr - text.ptr), line.len };
        }
    }
}

// By key, and lines of one key in their order.
static int
compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = gzt_str_cmp(x->key, y->key);

    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void
print_bytes(const char *name, gzt_str bytes)
{
    printf("static const char %s[] = {", name);
    for (size_t i = 0; i < bytes.len; i++)
        printf("%s'\\%03o',", i % 12 ? " " : "\n    ",
               (unsigned)(unsigned char)bytes.ptr[i]);
    printf("\n    '\\000'\n};\n\n");
}

static void
print_table(const table *t)
{
    size_t at = 0;

    printf("static const struct alias_entry {\n"
           "    unsigned key, key_len, line, line_len; // bytes\n"
           "} alias_entries[] = {\n");
    for (size_t i = 0; i < t->count; i++) {
        const entry *e = &t->entries[i];

        printf("    { %zu, %zu, %zu, %zu },\n", at, e->key.len, e->line,
               e->len);
        at += e->key.len;
    }
    printf("};\n");
}

int
main(void)
{
    table t = { .analyzer = gzt_analyzer_new() };
    gzt_buf text, keys;
    gzt_str rest, line;
    int c;

    gzt_arena_init(&t.arena);
    gzt_buf_init(&text, FILE_MAX);
    gzt_buf_init(&keys, FILE_MAX);
    while ((c = getchar()) != EOF)
        gzt_buf_putc(&text, (char)c);
    rest = gzt_buf_str(&text);
    while (gzt_str_cut(&rest, '\n', &line))
        if (line.len && line.ptr[0] != '#')
            add_names(&t, gzt_buf_str(&text), line);
    qsort(t.entries, t.count, sizeof(*t.entries), compare);
    for (size_t i = 0; i < t.count; i++)
        gzt_buf_put(&keys, t.entries[i].key);
    printf("// Made of aliases.tsv by compile_aliases.c.\n");
    print_bytes("alias_lines", gzt_buf_str(&text));
    print_bytes("alias_keys", gzt_buf_str(&keys));
    print_table(&t);
    gzt_buf_release(&text);
    gzt_buf_release(&keys);
    gzt_analyzer_free(t.analyzer);
    gzt_arena_release(&t.arena);
    return text.full || ferror(stdin) || fflush(stdout) ? 1 : 0;
}
