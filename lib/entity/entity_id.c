/* entity_id.c - types by name, and ids of names that no lexicon knows. */
#include "entity/lexicon.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

#include <utf8proc.h>

enum {
    SLUG_MAX = 100, // bytes
};

static const char *const type_names[GZT_ENTITY_TYPES] = {
    [GZT_ENTITY_PERSON] = "person",       [GZT_ENTITY_ORG] = "org",
    [GZT_ENTITY_COUNTRY] = "country",     [GZT_ENTITY_PLACE] = "place",
    [GZT_ENTITY_AGREEMENT] = "agreement", [GZT_ENTITY_EVENT] = "event",
    [GZT_ENTITY_GROUP] = "group",
};

gzt_str
gzt_entity_type_name(gzt_entity_type type)
{
    return gzt_str_of(type_names[type]);
}

bool
gzt_entity_type_of(gzt_str name, gzt_entity_type *out)
{
    gzt_str type;

    if (!gzt_str_cut(&name, ':', &type))
        return false;
    for (unsigned i = 0; i < GZT_ENTITY_TYPES; i++)
        if (gzt_str_eq(type, gzt_str_of(type_names[i]))) {
            *out = (gzt_entity_type)i;
            return true;
        }
    return false;
}

// Latin letters that Unicode does not take apart.
static const char *
plain_letters(uint32_t code)
{
    switch (code) {
    case 0xc6:
    case 0xe6:
        return "ae";
    case 0xd0:
    case 0xf0:
    case 0x110:
    case 0x111:
        return "d";
    case 0xd8:
    case 0xf8:
        return "o";
    case 0xde:
    case 0xfe:
        return "th";
    case 0xdf:
        return "ss";
    case 0x131:
        return "i";
    case 0x141:
    case 0x142:
        return "l";
    case 0x152:
    case 0x153:
        return "oe";
    case 0x18f:
    case 0x259:
        return "a";
    default:
        return NULL;
    }
}

// Apostrophes of all kinds vanish: Sana'a is one word.
static bool
is_apostrophe(uint32_t code)
{
    return code == '\'' || code == '`' || (code >= 0x2bb && code <= 0x2bf) ||
           code == 0x2018 || code == 0x2019;
}

static void
put_letter(gzt_str letter, gzt_buf *out, bool *gap)
{
    if (*gap && out->len)
        gzt_buf_putc(out, '-');
    *gap = false;
    gzt_buf_put(out, letter);
}

// Most letters need no table.
static void
put_ascii(char c, gzt_buf *out, bool *gap)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c | 0x20);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        put_letter((gzt_str){ &c, 1 }, out, gap);
    else if (!is_apostrophe((unsigned char)c))
        *gap = true;
}

// What has no ASCII letter after being taken apart keeps its own, if any.
static void
put_folded(uint32_t code, gzt_buf *out, bool *gap)
{
    utf8proc_int32_t parts[8];
    utf8proc_ssize_t count;
    const char *plain = plain_letters(code);

    if (is_apostrophe(code))
        return;
    if (plain) {
        put_letter(gzt_str_of(plain), out, gap);
        return;
    }
    count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                        UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
                                    NULL);
    for (utf8proc_ssize_t i = 0; i < count && i < 8; i++) {
        char bytes[4];
        utf8proc_category_t kind = utf8proc_category(parts[i]);
        bool letter =
            (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) ||
            kind == UTF8PROC_CATEGORY_ND;

        if (!letter) {
            *gap = true;
            continue;
        }
        put_letter(
            (gzt_str){ bytes, gzt_utf8_write((uint32_t)parts[i], bytes) }, out,
            gap);
    }
}

gzt_str
gzt_entity_slug(gzt_str name, gzt_arena *arena)
{
    gzt_buf slug;
    gzt_str rest = name, made;
    bool gap = false;

    gzt_buf_init(&slug, SLUG_MAX);
    while (rest.len && !slug.full) {
        uint32_t code = gzt_utf8_take(&rest);

        // "U.S.": dots between letters join, as the analyzer has it.
        if (code == '.' && rest.len && (rest.ptr[0] | 0x20) >= 'a' &&
            (rest.ptr[0] | 0x20) <= 'z')
            continue;
        if (code < 0x80)
            put_ascii((char)code, &slug, &gap);
        else
            put_folded(code, &slug, &gap);
    }
    made =
        slug.len ? gzt_arena_copy(arena, gzt_buf_str(&slug)) : GZT_S("unnamed");
    gzt_buf_release(&slug);
    return made;
}
