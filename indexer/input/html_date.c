/* html_date.c - the date in a line of a page. */
#include "input/html_date.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/date.h"

#include <stdio.h>

enum {
    TOKENS_MAX = 40, // of a line; a date stands near its beginning
    WORD_MAX = 32,   // bytes
    YEAR_MIN = 1800,
    YEAR_MAX = 2100
};

typedef struct token {
    int number;     // -1: a word
    int digits;     // how many it has
    int month;      // of a word, 1 to 12, or 0
    char separator; // what stands behind it: '.', '/', '-', ' ' ...
} token;

// ---- Words ------------------------------------------------------------------

// By month: names in lower case, each between blanks. Longer words are also
// known by their first three letters, if those are Latin.
static const char *const months[12] = {
    " january januar janvier enero gennaio janeiro januari января stycznia "
    "січня ocak leden ledna январь يناير jänner sty января́ ιανουαρίου ",
    " february februar février febrero febbraio fevereiro februari февраля "
    "lutego лютого şubat února февраль فبراير lut fév feber φεβρουαρίου ",
    " march märz mars marzo março maart марта marca березня mart března "
    "март مارس mrz marz maerz mär μαρτίου ",
    " april avril abril aprile апреля kwietnia квітня nisan dubna апрель "
    "أبريل kwi avr abr απριλίου ",
    " may mai mayo maggio maio mei мая maja травня mayıs května май مايو maj "
    "μαΐου mag ",
    " june juni juin junio giugno junho июня czerwca червня haziran června "
    "июнь يونيو cze giu ιουνίου ",
    " july juli juillet julio luglio julho июля lipca липня temmuz července "
    "июль يوليو lip lug juil ιουλίου ",
    " august août agosto augustus августа sierpnia серпня ağustos srpna "
    "август أغسطس aout sie ago augusti αυγούστου ",
    " september septembre septiembre settembre setembro сентября września "
    "вересня eylül září сентябрь سبتمبر wrz sept set σεπτεμβρίου ",
    " october oktober octobre octubre ottobre outubro октября października "
    "жовтня ekim října октябрь أكتوبر okt paź ott out οκτωβρίου ",
    " november novembre noviembre novembro ноября listopada листопада kasım "
    "listopadu ноябрь نوفمبر lis νοεμβρίου ",
    " december dezember décembre diciembre dicembre dezembro декабря grudnia "
    "грудня aralık prosince декабрь ديسمبر dez dec dic gru déc δεκεμβρίου ",
};

static uint32_t
lower(uint32_t code)
{
    if ((code >= 'A' && code <= 'Z') || (code >= 0xc0 && code <= 0xde))
        return code + 32;
    if (code >= 0x410 && code <= 0x42f)
        return code + 32;
    return code;
}

static int
month_of(const char *word, size_t len)
{
    char padded[WORD_MAX + 3];

    snprintf(padded, sizeof(padded), " %s ", word);
    for (int i = 0; i < 12; i++)
        if (strstr(months[i], padded))
            return i + 1;
    if (len != 3)
        return 0;
    padded[len + 1] = '\0';
    for (int i = 0; i < 12; i++)
        if (strstr(months[i], padded))
            return i + 1;
    return 0;
}

// ---- Tokens -----------------------------------------------------------------

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void
take_number(gzt_str *rest, token *out)
{
    *out = (token){ 0 };
    while (rest->len && is_digit(rest->ptr[0])) {
        if (out->digits++ < 8)
            out->number = 10 * out->number + (rest->ptr[0] - '0');
        *rest = gzt_str_slice(*rest, 1, rest->len);
    }
}

static bool
is_word(uint32_t code)
{
    return (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') ||
           (code >= 0xc0 && code < 0x2000);
}

static void
take_word(gzt_str *rest, token *out)
{
    char word[WORD_MAX + 1];
    size_t len = 0, letters = 0;

    while (rest->len) {
        gzt_str ahead = *rest;
        uint32_t code = gzt_utf8_take(&ahead);

        if (!is_word(code))
            break;
        if (len + 4 <= WORD_MAX)
            len += gzt_utf8_write(lower(code), word + len);
        letters++;
        *rest = ahead;
    }
    word[len] = '\0';
    *out = (token){ .number = -1, .month = month_of(word, letters) };
}

// The first mark behind a token that is no blank; the signs for year, month
// and day of Chinese and Japanese, and the ordinals of English, are passed.
static char
take_separator(gzt_str *rest)
{
    char mark = 0;

    while (rest->len) {
        gzt_str ahead = *rest;
        uint32_t code = gzt_utf8_take(&ahead);

        if (is_word(code) || is_digit((char)(code < 0x80 ? code : 0)))
            break;
        if (code == 0x5e74 || code == 0x6708 || code == 0xb144 ||
            code == 0xc6d4)
            mark = 'Y';
        else if (!mark || mark == ' ')
            mark = code < 0x80 ? (char)code : '?';
        *rest = ahead;
    }
    return mark;
}

static size_t
cut(gzt_str text, token tokens[TOKENS_MAX])
{
    size_t count = 0;

    take_separator(&text);
    while (text.len && count < TOKENS_MAX) {
        token *t = &tokens[count++];

        if (is_digit(text.ptr[0]))
            take_number(&text, t);
        else
            take_word(&text, t);
        t->separator = take_separator(&text);
    }
    return count;
}

// ---- Forms ------------------------------------------------------------------

static bool
put(int year, int month, int day, char out[24])
{
    char text[24];

    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 ||
        day < 1 || day > 31)
        return false;
    snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
    return gzt_date_canonical(gzt_str_of(text), out);
}

static bool
is_year(const token *t)
{
    return t->digits == 4 && t->number >= YEAR_MIN && t->number <= YEAR_MAX;
}

static bool
is_small(const token *t)
{
    return t->number >= 0 && t->digits >= 1 && t->digits <= 2;
}

// Three numbers: the year first, or day and month with dots between them, or
// with others where there is no doubt.
static bool
numbers(const token *t, bool day_first, char out[24])
{
    if (t[0].separator != t[1].separator || !strchr("./-Y", t[0].separator))
        return false;
    if (is_year(&t[0]) && is_small(&t[1]) && is_small(&t[2]))
        return put(t[0].number, t[1].number, t[2].number, out);
    if (!is_small(&t[0]) || !is_small(&t[1]) || !is_year(&t[2]))
        return false;
    if (t[0].number > 12 || day_first || t[0].separator == '.')
        return put(t[2].number, t[1].number, t[0].number, out);
    if (t[1].number > 12 || t[0].number == t[1].number)
        return put(t[2].number, t[0].number, t[1].number, out);
    return false;
}

// Words without a meaning of their own between the parts: "de", "st", "of".
static size_t
next_part(const token *t, size_t at, size_t count)
{
    at++;
    if (at < count && t[at].number < 0 && !t[at].month)
        at++;
    return at;
}

// "19 November 2019", "November 19th, 2019".
static bool
named(const token *t, size_t at, size_t count, char out[24])
{
    size_t second = next_part(t, at, count);
    size_t third = next_part(t, second, count);
    const token *year;

    if (second >= count || third >= count)
        return false;
    year = &t[third];
    // "Nov 19 05:44 2019" and "19 November, 8:19 PM, 2019" are not looked for.
    if (!is_year(year))
        return false;
    if (is_small(&t[at]) && t[second].month)
        return put(year->number, t[second].month, t[at].number, out);
    if (t[at].month && is_small(&t[second]))
        return put(year->number, t[at].month, t[second].number, out);
    return false;
}

bool
gzt_html_date(gzt_str text, bool day_first, char out[24])
{
    token tokens[TOKENS_MAX];
    char whole[24];
    size_t count;

    text = gzt_str_trim(text);
    if (text.len < 6)
        return false;
    if (text.len > 8 && gzt_date_canonical(text, whole)) {
        // "0001-01-01" is how some programs write that they do not know.
        if (memcmp(whole, "1800", 4) < 0)
            return false;
        memcpy(out, whole, sizeof(whole));
        return true;
    }
    count = cut(text, tokens);
    for (size_t i = 0; i + 2 < count; i++)
        if (numbers(tokens + i, day_first, out) || named(tokens, i, count, out))
            return true;
    return false;
}

bool
gzt_html_date_of_url(gzt_str url, char out[24])
{
    size_t scheme = gzt_str_find(url, GZT_S("//"));
    gzt_str part;

    if (scheme < url.len)
        url = gzt_str_slice(url, scheme + 2, url.len);
    gzt_str_cut(&url, '/', &part); // the host
    for (const char *at = url.ptr; at && at + 8 <= url.ptr + url.len; at++) {
        gzt_str rest = { at, (size_t)(url.ptr + url.len - at) };
        size_t len = rest.len < 10 ? rest.len : 10;
        bool begins = at == url.ptr || !is_digit(at[-1]);
        token t[TOKENS_MAX];

        if (!begins || !is_digit(*at))
            continue;
        if (cut(gzt_str_slice(rest, 0, len), t) >= 3 && is_year(&t[0]) &&
            numbers(t, false, out))
            return true;
    }
    return false;
}
