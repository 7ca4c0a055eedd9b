/* languages.c - languages, scripts and libstemmer's names for them. */
#include "text/languages.h"

#include "text/analyzer.h"

enum {
    LATIN = GZT_SCRIPT_LATIN,
    CYRILLIC = GZT_SCRIPT_CYRILLIC,
    GREEK = GZT_SCRIPT_GREEK,
    ARABIC = GZT_SCRIPT_ARABIC,
    HEBREW = GZT_SCRIPT_HEBREW,
    ARMENIAN = GZT_SCRIPT_ARMENIAN,
    DEVANAGARI = GZT_SCRIPT_DEVANAGARI,
    TAMIL = GZT_SCRIPT_TAMIL,
};

// Those that libstemmer does not know are here for their script: a Cyrillic
// word in a Ukrainian text is not Russian. The first of a script is taken for
// a word of it in a text of another script.
static const gzt_language languages[] = {
    { " ", NULL, LATIN, LATIN }, // unknown
    { " en eng ", "english", LATIN, LATIN },
    { " ru rus ", "russian", CYRILLIC, CYRILLIC },
    { " el ell gre ", "greek", GREEK, GREEK },
    { " ar ara ", "arabic", ARABIC, ARABIC },
    { " he heb iw ", NULL, HEBREW, HEBREW },
    { " hy hye arm ", "armenian", ARMENIAN, ARMENIAN },
    { " hi hin ", "hindi", DEVANAGARI, DEVANAGARI },
    { " ta tam ", "tamil", TAMIL, TAMIL },
    { " ca cat ", "catalan", LATIN, LATIN },
    { " da dan ", "danish", LATIN, LATIN },
    { " de deu ger ", "german", LATIN, LATIN },
    { " es spa ", "spanish", LATIN, LATIN },
    { " eu eus baq ", "basque", LATIN, LATIN },
    { " fi fin ", "finnish", LATIN, LATIN },
    { " fr fra fre ", "french", LATIN, LATIN },
    { " ga gle ", "irish", LATIN, LATIN },
    { " hu hun ", "hungarian", LATIN, LATIN },
    { " id ind ", "indonesian", LATIN, LATIN },
    { " it ita ", "italian", LATIN, LATIN },
    { " lt lit ", "lithuanian", LATIN, LATIN },
    { " ne nep ", "nepali", DEVANAGARI, DEVANAGARI },
    { " nl nld dut ", "dutch", LATIN, LATIN },
    { " no nor nb nob nn nno ", "norwegian", LATIN, LATIN },
    { " pt por ", "portuguese", LATIN, LATIN },
    { " ro ron rum ", "romanian", LATIN, LATIN },
    { " sr srp ", "serbian", CYRILLIC, LATIN },
    { " sv swe ", "swedish", LATIN, LATIN },
    { " tr tur ", "turkish", LATIN, LATIN },
    { " yi yid ", "yiddish", HEBREW, HEBREW },
    { " be bel bg bul kk kaz ky kir mk mkd mn mon tg tgk uk ukr ", NULL,
      CYRILLIC, CYRILLIC },
    { " ckb fa fas per ps pus ur urd ", NULL, ARABIC, ARABIC },
    { " mr mar ", NULL, DEVANAGARI, DEVANAGARI },
    { " am amh bn ben gu guj ja jpn ka kat kn kan ko kor lo lao ml mal my "
      "mya pa pan si sin te tel th tha zh zho chi ",
      NULL, GZT_SCRIPT_OTHER, GZT_SCRIPT_OTHER },
};

enum {
    COUNT = sizeof(languages) / sizeof(*languages),
    NAME_MAX = 16
};

static bool
has_code(const char *codes, const char *code)
{
    return strstr(codes, code) != NULL;
}

unsigned
gzt_language_find(gzt_str lang)
{
    char key[NAME_MAX] = " en ";
    size_t len = 0;

    while (len < lang.len && lang.ptr[len] != '-' && lang.ptr[len] != '_') {
        if (len == NAME_MAX - 3)
            return 0;
        key[len + 1] = (char)(lang.ptr[len] | 0x20);
        len++;
    }
    if (lang.len && !len)
        return 0;
    if (len)
        memcpy(key + len + 1, " ", 2);
    for (unsigned i = 1; i < COUNT; i++) {
        gzt_str name = gzt_str_of(languages[i].name);

        if (has_code(languages[i].codes, key) ||
            (len && gzt_str_eq(name, (gzt_str){ key + 1, len })))
            return i;
    }
    return 0;
}

const gzt_language *
gzt_language_get(unsigned number)
{
    return &languages[number < COUNT ? number : 0];
}

gzt_str
gzt_language_code(unsigned number)
{
    const char *codes = gzt_language_get(number)->codes + 1;

    return (gzt_str){ codes, strcspn(codes, " ") };
}

gzt_script
gzt_script_of(uint32_t code)
{
    if (code < 0x370 || (code >= 0x1e00 && code < 0x1f00))
        return GZT_SCRIPT_LATIN;
    if (code < 0x400 || (code >= 0x1f00 && code < 0x2000))
        return GZT_SCRIPT_GREEK;
    if (code < 0x530)
        return GZT_SCRIPT_CYRILLIC;
    if (code < 0x590)
        return GZT_SCRIPT_ARMENIAN;
    if (code < 0x600)
        return GZT_SCRIPT_HEBREW;
    if (code < 0x780)
        return GZT_SCRIPT_ARABIC;
    if (code >= 0x900 && code < 0x980)
        return GZT_SCRIPT_DEVANAGARI;
    return code >= 0xb80 && code < 0xc00 ? GZT_SCRIPT_TAMIL : GZT_SCRIPT_OTHER;
}

unsigned
gzt_language_of_script(unsigned number, gzt_script script)
{
    const gzt_language *own = gzt_language_get(number);

    if (own->script == script || own->second == script)
        return number;
    for (unsigned i = 1; i < COUNT; i++)
        if (languages[i].script == script)
            return i;
    return 0;
}

bool
gzt_lang_is_stemmed(gzt_str lang)
{
    return gzt_language_get(gzt_language_find(lang))->name != NULL;
}
