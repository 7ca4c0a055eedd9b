/* jsonl.c - an article from a JSON object. */
#include "base/str.h"
#include "input/article.h"
#include "input/json_read.h"

typedef struct member {
    gzt_str key;
    gzt_json_value value;
} member;

typedef struct members {
    member *items;
    size_t count, capacity;
} members;

// A name that comes again takes the place of the first, as with jansson and
// Python.
static member *
add_member(members *all, gzt_arena *arena, gzt_str key)
{
    for (size_t i = 0; i < all->count; i++)
        if (gzt_str_eq(all->items[i].key, key))
            return &all->items[i];
    if (all->count == all->capacity) {
        member *old = all->items;

        all->capacity = all->capacity ? 2 * all->capacity : 16;
        all->items = gzt_arena_array(arena, all->capacity, sizeof(member));
        if (old)
            memcpy(all->items, old, all->count * sizeof(member));
    }
    all->items[all->count].key = key;
    return &all->items[all->count++];
}

static bool
read_members(gzt_draft *draft, gzt_json_reader *reader, members *all)
{
    gzt_json_value value;
    gzt_str key;

    if (!gzt_json_open(reader, '{')) {
        gzt_draft_reject(draft, "not an object");
        return false;
    }
    while (gzt_json_next_member(reader, &key, &value)) {
        add_member(all, draft->arena, key)->value = value;
        if (all->count > GZT_JSON_MEMBERS) {
            gzt_draft_reject(draft, "more than %d fields", GZT_JSON_MEMBERS);
            return false;
        }
    }
    if (!reader->problem)
        gzt_json_at_end(reader);
    if (reader->problem)
        gzt_draft_reject(draft, "not JSON: %s, at byte %zu of the record",
                         reader->problem,
                         (size_t)(reader->at - reader->begin) + 1);
    return !reader->problem;
}

static void
reject_kind(gzt_draft *draft, gzt_str name, const char *wanted,
            gzt_json_kind kind)
{
    gzt_draft_reject(draft, "field '%.*s' must be %s, not %s", GZT_ARG(name),
                     wanted, gzt_json_kind_name(kind));
}

// The strings of an array: authors as "one, two", tags each with a newline
// behind it, for a tag may have a comma in it.
static bool
join_strings(gzt_draft *draft, const member *m, bool lines, gzt_str *out)
{
    gzt_json_reader reader;
    gzt_json_value item;
    gzt_buf buf;

    gzt_buf_init(&buf, GZT_RECORD_MAX);
    gzt_json_reader_init(&reader, m->value.text, draft->arena);
    gzt_json_open(&reader, '[');
    while (gzt_json_next_item(&reader, &item)) {
        if (item.kind == GZT_JSON_NULL)
            continue;
        if (item.kind != GZT_JSON_STRING && item.kind != GZT_JSON_NUMBER) {
            reject_kind(draft, m->key, "an array of strings", item.kind);
            break;
        }
        item.text = gzt_one_line(draft->arena, item.text);
        if (!item.text.len)
            continue;
        if (buf.len && !lines)
            gzt_buf_put(&buf, GZT_S(", "));
        gzt_buf_put(&buf, item.text);
        if (lines)
            gzt_buf_putc(&buf, '\n');
    }
    *out = gzt_arena_copy(draft->arena, gzt_buf_str(&buf));
    gzt_buf_release(&buf);
    return !draft->out->reject.len;
}

static bool
takes_array(gzt_field field)
{
    return field == GZT_FIELD_TAGS || field == GZT_FIELD_AUTHOR;
}

static bool
takes_number(gzt_field field)
{
    return field == GZT_FIELD_ID || field == GZT_FIELD_DATE ||
           field == GZT_FIELD_UPDATED;
}

// The text of a field of ours; false if its type is wrong.
static bool
field_text(gzt_draft *draft, gzt_field field, const member *m, gzt_str *out)
{
    *out = m->value.text;
    if (m->value.kind == GZT_JSON_STRING ||
        (m->value.kind == GZT_JSON_NUMBER && takes_number(field)))
        return true;
    if (m->value.kind == GZT_JSON_ARRAY && takes_array(field))
        return join_strings(draft, m, field == GZT_FIELD_TAGS, out);
    reject_kind(draft, m->key,
                takes_array(field)    ? "a string or an array of strings"
                : takes_number(field) ? "a string or a number"
                                      : "a string",
                m->value.kind);
    return false;
}

static void
choose(gzt_draft *draft, const member *m)
{
    if (m->value.kind == GZT_JSON_STRING || m->value.kind == GZT_JSON_NUMBER)
        draft->chosen_id = gzt_one_line(draft->arena, m->value.text);
    else
        reject_kind(draft, m->key, "a string or a number, as it identifies",
                    m->value.kind);
}

// What gazette itself says about the form of a line, in all that it exports.
static bool
is_version(const member *m)
{
    return gzt_str_eq(m->key, GZT_S("v")) && m->value.kind == GZT_JSON_NUMBER &&
           gzt_str_eq(m->value.text, GZT_S("1"));
}

static void
set_member(gzt_draft *draft, const member *m)
{
    gzt_field field = gzt_field_of(m->key);
    gzt_str text;

    if (m->value.kind == GZT_JSON_NULL && field != GZT_FIELD_OTHER)
        return;
    if (m->value.kind != GZT_JSON_NULL && m->key.len &&
        gzt_str_eq(m->key, draft->options->id_field))
        choose(draft, m);
    if (field == GZT_FIELD_OTHER) {
        if (!is_version(m))
            gzt_json_put_value(gzt_draft_extra(draft, m->key), m->value,
                               draft->arena);
    } else if (field_text(draft, field, m, &text)) {
        gzt_draft_set(draft, field, text);
    }
}

void
gzt_jsonl_parse(gzt_draft *draft, gzt_str text)
{
    gzt_json_reader reader;
    members all = { 0 };
    const member *html = NULL;

    gzt_json_reader_init(&reader, text, draft->arena);
    if (!read_members(draft, &reader, &all))
        return;
    if (reader.mended)
        gzt_draft_warn(draft, "escapes of no character, replaced by U+FFFD");
    for (size_t i = 0; i < all.count; i++)
        if (gzt_field_of(all.items[i].key) == GZT_FIELD_BODY_HTML)
            html = &all.items[i]; // last, for it yields to a plain body
        else
            set_member(draft, &all.items[i]);
    if (html)
        set_member(draft, html);
}
