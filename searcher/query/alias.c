/* alias.c - names that mean the same.
 *
 * Names are found by their folded words: in the list that is compiled in by
 * binary search, in lists that were loaded by a table, which is built when the
 * first name is asked for.
 */
#include "query/alias.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/str.h"
#include "query/alias_key.h"

#include <stdlib.h>

// alias_lines, alias_keys, alias_entries: written by compile_aliases.c.
#include "aliases.inc"

enum {
    LISTS = 16
};

// A name, as its key, and the line it stands in.
typedef struct entry {
    gzt_str key; // folded words, a blank between
    gzt_str line;
} entry;

struct gzt_aliases {
    gzt_arena arena;
    gzt_str lists[LISTS];
    size_t count;
    entry *entries; // open addressing; an empty key is free
    size_t mask, used;
};

gzt_aliases *
gzt_aliases_new(void)
{
    gzt_aliases *a = gzt_xrealloc(NULL, 1, sizeof(*a));

    *a = (gzt_aliases){ 0 };
    gzt_arena_init(&a->arena);
    return a;
}

static void
forget_table(gzt_aliases *a)
{
    free(a->entries);
    a->entries = NULL;
    a->mask = a->used = 0;
}

void
gzt_aliases_free(gzt_aliases *a)
{
    if (!a)
        return;
    forget_table(a);
    gzt_arena_release(&a->arena);
    free(a);
}

// Each line must give at least two names, or it says nothing.
static gzt_status
check_list(const char *path, gzt_str text, gzt_err *err)
{
    gzt_str line;

    for (size_t number = 1; gzt_str_cut(&text, '\n', &line); number++) {
        line = gzt_str_trim(line);
        if (line.len && line.ptr[0] != '#' &&
            gzt_str_find(line, GZT_S("\t")) == line.len)
            return gzt_fail(err, GZT_EINVAL,
                            "%s:%zu: a line is a name, a tab, and further "
                            "names with tabs between",
                            path, number);
    }
    return GZT_OK;
}

gzt_status
gzt_aliases_load(gzt_aliases *a, const char *path, gzt_err *err)
{
    gzt_str text;
    gzt_status status;

    if (a->count == LISTS)
        return gzt_fail(err, GZT_EINVAL, "--aliases: more than %d lists",
                        LISTS);
    status = gzt_file_read(path, GZT_ALIAS_FILE, &a->arena, &text, err);
    if (!status)
        status = check_list(path, text, err);
    if (status)
        return status;
    a->lists[a->count++] = text;
    forget_table(a);
    return GZT_OK;
}

// ---- the table -------------------------------------------------------------

static void
insert(gzt_aliases *a, gzt_str key, gzt_str line)
{
    size_t at = gzt_str_hash(key, 0) & a->mask;

    while (a->entries[at].key.len)
        at = (at + 1) & a->mask;
    a->entries[at] = (entry){ key, line };
    a->used++;
}

static void
grow(gzt_aliases *a)
{
    entry *old = a->entries;
    size_t size = old ? a->mask + 1 : 0;

    if (a->used * 2 < size)
        return;
    a->mask = (size ? 2 * size : 4096) - 1;
    a->entries = gzt_xrealloc(NULL, a->mask + 1, sizeof(*a->entries));
    memset(a->entries, 0, (a->mask + 1) * sizeof(*a->entries));
    a->used = 0;
    for (size_t i = 0; i < size; i++)
        if (old[i].key.len)
            insert(a, old[i].key, old[i].line);
    free(old);
}

static void
add_name(gzt_aliases *a, gzt_analyzer *analyzer, gzt_str name, gzt_str line,
         gzt_arena *scratch)
{
    gzt_str keys[GZT_ALIAS_KEYS];
    size_t made = gzt_alias_keys(analyzer, name, scratch, keys);

    for (size_t i = 0; i < made; i++) {
        grow(a);
        insert(a, gzt_arena_copy(&a->arena, keys[i]), line);
    }
}

static void
add_line(gzt_aliases *a, gzt_analyzer *analyzer, gzt_str line,
         gzt_arena *scratch)
{
    gzt_str rest = line, name;

    while (gzt_str_cut(&rest, '\t', &name)) {
        name = gzt_str_trim(name);
        if (name.len)
            add_name(a, analyzer, name, line, scratch);
        gzt_arena_reset(scratch);
    }
}

static void
build_table(gzt_aliases *a)
{
    gzt_analyzer *analyzer = gzt_analyzer_new();
    gzt_arena scratch;

    gzt_arena_init(&scratch);
    grow(a);
    for (size_t i = 0; i < a->count; i++) {
        gzt_str rest = a->lists[i], line;

        while (gzt_str_cut(&rest, '\n', &line))
            if (line.len && line.ptr[0] != '#')
                add_line(a, analyzer, line, &scratch);
    }
    gzt_arena_release(&scratch);
    gzt_analyzer_free(analyzer);
}

// ---- asking ----------------------------------------------------------------

static void
take_names(gzt_str line, gzt_str *names, size_t *count)
{
    gzt_str name;

    while (gzt_str_cut(&line, '\t', &name) && *count < GZT_ALIAS_NAMES) {
        name = gzt_str_trim(name);
        if (name.len)
            names[(*count)++] = name;
    }
}

// The first entry of the compiled list that is not below `key`.
static size_t
lower_bound(gzt_str key)
{
    size_t low = 0, high = sizeof(alias_entries) / sizeof(*alias_entries);

    while (low < high) {
        size_t mid = (low + high) / 2;
        gzt_str other = { alias_keys + alias_entries[mid].key,
                          alias_entries[mid].key_len };

        if (gzt_str_cmp(other, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void
find_compiled(gzt_str key, gzt_str *names, size_t *found)
{
    size_t count = sizeof(alias_entries) / sizeof(*alias_entries);

    for (size_t i = lower_bound(key); i < count; i++) {
        const struct alias_entry *e = &alias_entries[i];
        gzt_str other = { alias_keys + e->key, e->key_len };

        if (!gzt_str_eq(other, key))
            break;
        take_names((gzt_str){ alias_lines + e->line, e->line_len }, names,
                   found);
    }
}

static void
find_loaded(gzt_aliases *a, gzt_str key, gzt_str *names, size_t *found)
{
    if (!a->count)
        return;
    if (!a->entries)
        build_table(a);
    for (size_t at = gzt_str_hash(key, 0) & a->mask; a->entries[at].key.len;
         at = (at + 1) & a->mask)
        if (gzt_str_eq(a->entries[at].key, key))
            take_names(a->entries[at].line, names, found);
}

size_t
gzt_aliases_find(gzt_aliases *a, const gzt_str *words, size_t count,
                 gzt_arena *arena, const gzt_str **out)
{
    gzt_str names[GZT_ALIAS_NAMES];
    size_t found = 0;
    gzt_str key, *copy;

    if (!count || count > GZT_ALIAS_WORDS)
        return 0;
    key = gzt_alias_key(words, count, arena);
    find_compiled(key, names, &found);
    find_loaded(a, key, names, &found);
    if (!found)
        return 0;
    copy = gzt_arena_array(arena, found, sizeof(*copy));
    memcpy(copy, names, found * sizeof(*copy));
    *out = copy;
    return found;
}
