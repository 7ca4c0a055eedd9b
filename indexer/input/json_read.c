/* json_read.c - reading JSON in place, value by value. */
#include "input/json_read.h"

#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"

static const uint64_t ONES = 0x0101010101010101u;

static bool
fail(gzt_json_reader *reader, const char *problem)
{
    if (!reader->problem)
        reader->problem = problem;
    return false;
}

void
gzt_json_reader_init(gzt_json_reader *reader, gzt_str text, gzt_arena *arena)
{
    *reader = (gzt_json_reader){ .begin = text.ptr,
                                 .at = text.ptr,
                                 .end = text.ptr + text.len,
                                 .arena = arena };
}

// The next byte that is not white space, or 0 at the end: a NUL in the text
// is no JSON either.
static char
peek(gzt_json_reader *reader)
{
    while (reader->at < reader->end &&
           (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' ||
            *reader->at == '\t'))
        reader->at++;
    return reader->at < reader->end ? *reader->at : '\0';
}

static bool
take(gzt_json_reader *reader, char wanted)
{
    if (peek(reader) != wanted)
        return false;
    reader->at++;
    return true;
}

// ---- Strings ----------------------------------------------------------------

static uint64_t
zero_bytes(uint64_t word)
{
    return (word - ONES) & ~word & (ONES << 7);
}

// Where the run of bytes ends that mean themselves: at a quote, a backslash
// or a control character. Eight bytes at a time, since it is nearly all of
// the text that goes through here.
static const char *
plain_run(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word;

        memcpy(&word, at, 8);
        if (zero_bytes(word ^ (ONES * '"')) | zero_bytes(word ^ (ONES * '\\')) |
            ((word - ONES * 0x20) & ~word & (ONES << 7)))
            break;
        at += 8;
    }
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The four digits at `at`; false if they are not there.
static bool
hex_unit(const char *at, const char *end, uint32_t *out)
{
    *out = 0;
    if (end - at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);

        if (digit < 0)
            return false;
        *out = *out << 4 | (uint32_t)digit;
    }
    return true;
}

static bool
skip_escape(gzt_json_reader *reader)
{
    const char *at = reader->at + 1;
    uint32_t unit;

    if (at == reader->end)
        return fail(reader, "a string is not closed");
    if (!*at || !strchr("\"\\/bfnrtu", *at))
        return fail(reader, "an unknown escape in a string");
    if (*at == 'u' && !hex_unit(at + 1, reader->end, &unit))
        return fail(reader, "\\u without four digits");
    reader->at = at + (*at == 'u' ? 5 : 1);
    return true;
}

// Find the end of the string that begins at a quote: what stands between the
// quotes, and whether an escape is among it.
static bool
scan_string(gzt_json_reader *reader, gzt_str *raw, bool *escaped)
{
    const char *start = ++reader->at;

    *escaped = false;
    for (;;) {
        reader->at = plain_run(reader->at, reader->end);
        if (reader->at == reader->end)
            return fail(reader, "a string is not closed");
        if (*reader->at == '"')
            break;
        if (*reader->at != '\\')
            return fail(reader, "a control character in a string");
        *escaped = true;
        if (!skip_escape(reader))
            return false;
    }
    *raw = (gzt_str){ start, (size_t)(reader->at++ - start) };
    return true;
}

// The character of the \u escape at `*at`, which moves behind it and behind
// the second half of a pair.
static uint32_t
take_unicode(const char **at, const char *end, bool *mended)
{
    uint32_t high, low;

    hex_unit(*at + 2, end, &high);
    *at += 6;
    if (high >= 0xd800 && high < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' &&
        (*at)[1] == 'u' && hex_unit(*at + 2, end, &low) && low >= 0xdc00 &&
        low < 0xe000) {
        *at += 6;
        return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
    if (high && (high < 0xd800 || high >= 0xe000))
        return high;
    *mended = true;
    return 0xfffd;
}

static size_t
decode_escape(const char **at, const char *end, char *out, bool *mended)
{
    static const char names[] = "bfnrt", codes[] = "\b\f\n\r\t";
    const char *name;
    char c = (*at)[1];

    if (c == 'u')
        return gzt_utf8_write(take_unicode(at, end, mended), out);
    *at += 2;
    name = strchr(names, c);
    *out = name ? codes[name - names] : c;
    return 1;
}

// No escape is shorter than what it stands for, so raw.len bytes are room
// enough.
static gzt_str
decode(gzt_json_reader *reader, gzt_str raw)
{
    char *out = gzt_arena_alloc(reader->arena, raw.len + 1);
    const char *at = raw.ptr, *end = raw.ptr + raw.len;
    size_t len = 0;

    while (at < end) {
        const char *stop = memchr(at, '\\', (size_t)(end - at));
        size_t run = (size_t)((stop ? stop : end) - at);

        memcpy(out + len, at, run);
        len += run;
        at += run;
        if (stop)
            len += decode_escape(&at, end, out + len, &reader->mended);
    }
    return (gzt_str){ out, len };
}

static bool
read_string(gzt_json_reader *reader, gzt_str *out)
{
    bool escaped;

    if (!scan_string(reader, out, &escaped))
        return false;
    if (escaped)
        *out = decode(reader, *out);
    return true;
}

// ---- Other values -----------------------------------------------------------

static size_t
skip_digits(gzt_json_reader *reader)
{
    const char *start = reader->at;

    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
        reader->at++;
    return (size_t)(reader->at - start);
}

static bool
next_is(const gzt_json_reader *reader, const char *set)
{
    return reader->at < reader->end && *reader->at &&
           strchr(set, *reader->at) != NULL;
}

static bool
skip_number(gzt_json_reader *reader)
{
    reader->at += next_is(reader, "-");
    if (next_is(reader, "0"))
        reader->at++; // no digit may follow a leading zero
    else if (!skip_digits(reader))
        return fail(reader, "a value is missing or is none of JSON's");
    if (next_is(reader, ".")) {
        reader->at++;
        if (!skip_digits(reader))
            return fail(reader, "a number without digits behind the point");
    }
    if (next_is(reader, "eE")) {
        reader->at++;
        reader->at += next_is(reader, "+-");
        if (!skip_digits(reader))
            return fail(reader, "a number without digits in its exponent");
    }
    return true;
}

static bool
skip_word(gzt_json_reader *reader, gzt_str word)
{
    gzt_str rest = { reader->at, (size_t)(reader->end - reader->at) };

    if (!gzt_str_starts(rest, word))
        return fail(reader, "a value is missing or is none of JSON's");
    reader->at += word.len;
    return true;
}

static bool skip_nested(gzt_json_reader *reader, int depth);

static bool
skip_value(gzt_json_reader *reader, int depth)
{
    gzt_str raw;
    bool escaped;

    switch (peek(reader)) {
    case '"':
        return scan_string(reader, &raw, &escaped);
    case '{':
    case '[':
        return skip_nested(reader, depth);
    case 't':
        return skip_word(reader, GZT_S("true"));
    case 'f':
        return skip_word(reader, GZT_S("false"));
    case 'n':
        return skip_word(reader, GZT_S("null"));
    default:
        return skip_number(reader);
    }
}

static bool
skip_key(gzt_json_reader *reader)
{
    gzt_str raw;
    bool escaped;

    if (peek(reader) != '"')
        return fail(reader, "a field without a name in quotes");
    if (!scan_string(reader, &raw, &escaped))
        return false;
    return take(reader, ':') || fail(reader, "':' is missing");
}

static bool
skip_nested(gzt_json_reader *reader, int depth)
{
    char close = *reader->at == '{' ? '}' : ']';

    if (depth >= GZT_JSON_DEPTH)
        return fail(reader, "nested too deeply");
    reader->at++;
    if (take(reader, close))
        return true;
    do {
        if (close == '}' && !skip_key(reader))
            return false;
        if (!skip_value(reader, depth + 1))
            return false;
    } while (take(reader, ','));
    return take(reader, close) || fail(reader, "',' or an end is missing");
}

static gzt_json_kind
kind_of(char first)
{
    switch (first) {
    case '"':
        return GZT_JSON_STRING;
    case '{':
        return GZT_JSON_OBJECT;
    case '[':
        return GZT_JSON_ARRAY;
    case 't':
    case 'f':
        return GZT_JSON_BOOL;
    case 'n':
        return GZT_JSON_NULL;
    default:
        return GZT_JSON_NUMBER;
    }
}

static bool
read_value(gzt_json_reader *reader, gzt_json_value *value)
{
    const char *start;

    value->kind = kind_of(peek(reader));
    if (value->kind == GZT_JSON_STRING)
        return read_string(reader, &value->text);
    start = reader->at;
    if (!skip_value(reader, 1))
        return false;
    value->text = (gzt_str){ start, (size_t)(reader->at - start) };
    return true;
}

// ---- Objects and arrays -----------------------------------------------------

bool
gzt_json_open(gzt_json_reader *reader, char open)
{
    reader->first = true;
    return take(reader, open);
}

// Whether another member or item comes.
static bool
goes_on(gzt_json_reader *reader, char close)
{
    bool first = reader->first;

    reader->first = false;
    if (reader->problem || take(reader, close))
        return false;
    return first || take(reader, ',') ||
           fail(reader, "',' or an end is missing");
}

bool
gzt_json_next_member(gzt_json_reader *reader, gzt_str *key,
                     gzt_json_value *value)
{
    if (!goes_on(reader, '}'))
        return false;
    if (peek(reader) != '"')
        return fail(reader, "a field without a name in quotes");
    if (!read_string(reader, key))
        return false;
    if (!take(reader, ':'))
        return fail(reader, "':' is missing");
    return read_value(reader, value);
}

bool
gzt_json_next_item(gzt_json_reader *reader, gzt_json_value *value)
{
    return goes_on(reader, ']') && read_value(reader, value);
}

bool
gzt_json_at_end(gzt_json_reader *reader)
{
    peek(reader);
    return reader->at == reader->end ||
           fail(reader, "something follows the object");
}

// ---- Writing what was read --------------------------------------------------

// What is nested was checked when it was read, so that its strings are all
// that need care here, and no depth does.
static void
put_nested(gzt_buf *buf, gzt_str text, gzt_arena *arena)
{
    gzt_json_reader reader;
    gzt_str string;

    gzt_json_reader_init(&reader, text, arena);
    while (peek(&reader)) {
        if (*reader.at != '"')
            gzt_buf_putc(buf, *reader.at++);
        else if (read_string(&reader, &string))
            gzt_json_string(buf, string);
        else
            return;
    }
}

void
gzt_json_put_value(gzt_buf *buf, gzt_json_value value, gzt_arena *arena)
{
    if (value.kind == GZT_JSON_STRING)
        gzt_json_string(buf, value.text);
    else if (value.kind >= GZT_JSON_ARRAY)
        put_nested(buf, value.text, arena);
    else
        gzt_buf_put(buf, value.text);
}

const char *
gzt_json_kind_name(gzt_json_kind kind)
{
    static const char *const names[] = { "null",     "true or false",
                                         "a number", "a string",
                                         "an array", "an object" };

    return names[kind];
}
