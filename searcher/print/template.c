/* template.c - hits as the user's own template says: {date}\t{title}\n */
#include "base/str.h"
#include "print/parts.h"

enum {
    SCORE_DIGITS = 4,
    SHOWN_MAX = 40 // bytes of the user's words in a message
};

typedef enum field_kind {
    FIELD_TEXT, // of the hit
    FIELD_RANK,
    FIELD_SCORE,
    FIELD_COLLAPSED,
    FIELD_QUERY,
    FIELD_LABEL,
} field_kind;

typedef struct field {
    const char *name;
    field_kind kind;
    size_t offset; // of a FIELD_TEXT in gzt_hit
} field;

static const field fields[] = {
    { "rank", FIELD_RANK, 0 },
    { "score", FIELD_SCORE, 0 },
    { "id", FIELD_TEXT, offsetof(gzt_hit, id) },
    { "title", FIELD_TEXT, offsetof(gzt_hit, title) },
    { "date", FIELD_TEXT, offsetof(gzt_hit, date) },
    { "updated", FIELD_TEXT, offsetof(gzt_hit, updated) },
    { "source", FIELD_TEXT, offsetof(gzt_hit, source) },
    { "author", FIELD_TEXT, offsetof(gzt_hit, author) },
    { "lang", FIELD_TEXT, offsetof(gzt_hit, lang) },
    { "section", FIELD_TEXT, offsetof(gzt_hit, section) },
    { "url", FIELD_TEXT, offsetof(gzt_hit, url) },
    { "path", FIELD_TEXT, offsetof(gzt_hit, path) },
    { "snippet", FIELD_TEXT, offsetof(gzt_hit, snippet) },
    { "query", FIELD_QUERY, 0 },
    { "label", FIELD_LABEL, 0 },
    { "collapsed", FIELD_COLLAPSED, 0 },
};

enum {
    FIELD_COUNT = sizeof(fields) / sizeof(*fields)
};

// A piece of a template: a field, or `text` as it stands.
typedef struct piece {
    const field *field;
    gzt_str text;
    bool escape;
} piece;

static const field *
find_field(gzt_str name)
{
    for (size_t i = 0; i < FIELD_COUNT; i++)
        if (gzt_str_eq(name, gzt_str_of(fields[i].name)))
            return &fields[i];
    return NULL;
}

static gzt_status
fail_unknown(gzt_str name, gzt_err *err)
{
    gzt_status status;
    gzt_buf known, shown;

    gzt_buf_init(&known, sizeof(err->text));
    gzt_buf_init(&shown, sizeof(err->text));
    for (size_t i = 0; i < FIELD_COUNT; i++)
        gzt_buf_printf(&known, " {%s}", fields[i].name);
    if (name.len > SHOWN_MAX)
        name.len = SHOWN_MAX;
    gzt_text_escape(name, false, &shown);
    status = gzt_fail(
        err, GZT_EINVAL, "unknown field {%.*s} in the template; there are%.*s",
        GZT_ARG(gzt_buf_str(&shown)), GZT_ARG(gzt_buf_str(&known)));
    gzt_buf_release(&known);
    gzt_buf_release(&shown);
    return status;
}

// `rest` begins with a backslash.
static gzt_status
take_escape(gzt_str *rest, piece *out, gzt_err *err)
{
    static const char named[] = "t\tn\n0\0\\\\{{}}";

    for (size_t i = 0; rest->len > 1 && i + 1 < sizeof(named); i += 2)
        if (named[i] == rest->ptr[1]) {
            *out = (piece){ .text = { &named[i + 1], 1 }, .escape = true };
            *rest = gzt_str_slice(*rest, 2, rest->len);
            return GZT_OK;
        }
    return gzt_fail(err, GZT_EINVAL,
                    "unknown escape in the template; there are"
                    " \\t \\n \\0 \\\\ \\{ \\}");
}

// `rest` begins with a brace.
static gzt_status
take_field(gzt_str *rest, piece *out, gzt_err *err)
{
    size_t end = gzt_str_find(*rest, GZT_S("}"));
    gzt_str name;

    if (*rest->ptr == '}' || end == rest->len)
        return gzt_fail(err, GZT_EINVAL,
                        "%c without %c in the template; a brace of the text"
                        " is \\%c",
                        *rest->ptr, *rest->ptr == '}' ? '{' : '}', *rest->ptr);
    name = gzt_str_slice(*rest, 1, end);
    *out = (piece){ .field = find_field(name) };
    if (!out->field)
        return fail_unknown(name, err);
    *rest = gzt_str_slice(*rest, end + 1, rest->len);
    return GZT_OK;
}

// Split the first piece off `rest`, which is not empty.
static gzt_status
take_piece(gzt_str *rest, piece *out, gzt_err *err)
{
    size_t len = 0;

    if (*rest->ptr == '\\')
        return take_escape(rest, out, err);
    if (*rest->ptr == '{' || *rest->ptr == '}')
        return take_field(rest, out, err);
    while (len < rest->len && !strchr("\\{}", rest->ptr[len]))
        len++;
    *out = (piece){ .text = gzt_str_slice(*rest, 0, len) };
    *rest = gzt_str_slice(*rest, len, rest->len);
    return GZT_OK;
}

gzt_status
gzt_template_check(gzt_str format, gzt_err *err)
{
    gzt_status status = GZT_OK;
    piece next;

    if (!format.len)
        return gzt_fail(err, GZT_EINVAL, "the template is empty");
    while (format.len && !status)
        status = take_piece(&format, &next, err);
    return status;
}

static void
put_field(const field *which, const gzt_answer *answer, const gzt_hit *hit,
          gzt_buf *out)
{
    switch (which->kind) {
    case FIELD_TEXT:
        gzt_text_escape(*(const gzt_str *)((const char *)hit + which->offset),
                        true, out);
        break;
    case FIELD_RANK:
        gzt_fixed_print(hit->rank, 0, false, out);
        break;
    case FIELD_SCORE:
        gzt_fixed_print(gzt_fixed_of(hit->score, SCORE_DIGITS), SCORE_DIGITS,
                        false, out);
        break;
    case FIELD_COLLAPSED:
        gzt_fixed_print(hit->collapsed, 0, false, out);
        break;
    case FIELD_QUERY:
        gzt_text_escape(answer->query, true, out);
        break;
    case FIELD_LABEL:
        gzt_text_escape(answer->label, true, out);
        break;
    }
}

void
gzt_hit_print_template(gzt_str format, const gzt_answer *answer,
                       const gzt_hit *hit, gzt_buf *out)
{
    piece next = { 0 };

    while (format.len && !take_piece(&format, &next, NULL)) {
        if (next.field)
            put_field(next.field, answer, hit, out);
        else
            gzt_buf_put(out, next.text);
    }
    if (!next.escape && !gzt_str_ends(next.text, GZT_S("\n")))
        gzt_buf_putc(out, '\n');
}
