/* roles.c - titles before names. */
#include "entity/roles.h"

#include "base/str.h"

// In bytewise order.
static const char *const role_words[] = {
    "adm",
    "admiral",
    "amb",
    "ambassador",
    "archbishop",
    "attorney",
    "ayatollah",
    "baron",
    "baroness",
    "bishop",
    "brig",
    "brigadier",
    "capt",
    "captain",
    "cardinal",
    "chair",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "col",
    "colonel",
    "commander",
    "commissioner",
    "comrade",
    "congressman",
    "congresswoman",
    "councillor",
    "counsellor",
    "count",
    "crown",
    "dame",
    "defence",
    "defense",
    "deputy",
    "director",
    "dr",
    "emir",
    "emperor",
    "envoy",
    "finance",
    "foreign",
    "gen",
    "general",
    "gov",
    "governor",
    "grand",
    "hon",
    "imam",
    "interior",
    "judge",
    "justice",
    "king",
    "lady",
    "leader",
    "lieut",
    "lieutenant",
    "lord",
    "lt",
    "madam",
    "madame",
    "maj",
    "major",
    "marshal",
    "mayor",
    "minister",
    "miss",
    "mr",
    "mrs",
    "ms",
    "mullah",
    "patriarch",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rabbi",
    "rear",
    "rep",
    "representative",
    "rev",
    "reverend",
    "secretary",
    "sen",
    "senator",
    "sergeant",
    "sgt",
    "shah",
    "sheik",
    "sheikh",
    "sir",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "sultan",
    "supreme",
    "taoiseach",
    "undersecretary",
    "vice",
};

// "Secretary of State": what stands behind "of".
static const char *const offices[] = {
    "commerce", "defence", "defense", "energy", "staff", "state", "treasury",
};

// As gzt_str_cmp(), without measuring the first one.
static int
compare(const char *listed, gzt_str word)
{
    size_t i = 0;

    while (i < word.len && listed[i] == word.ptr[i])
        i++;
    if (i == word.len)
        return listed[i] != 0;
    return (unsigned char)listed[i] - (unsigned char)word.ptr[i];
}

static bool
is_in(const char *const *list, size_t count, gzt_str word)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = compare(list[mid], word);

        if (!order)
            return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

bool
gzt_is_role_word(gzt_str word)
{
    return is_in(role_words, sizeof(role_words) / sizeof(*role_words), word);
}

static bool
is_role(const gzt_unit *unit)
{
    return gzt_is_role_word(unit->token->word);
}

// Do the words on both sides of the gap before `unit` belong together?
static bool
is_joined(const gzt_unit *unit)
{
    return !(unit->gap & ~(GZT_GAP_DOT | GZT_GAP_HYPHEN)) &&
           !(unit->flags & GZT_UNIT_FIRST);
}

// "of State", "of the Treasury" before units[at]; 0 if it is not there.
static size_t
office_before(const gzt_unit *units, size_t at)
{
    size_t n = 1;

    if (at < 3 || !is_in(offices, sizeof(offices) / sizeof(*offices),
                         units[at - 1].token->word))
        return 0;
    if (gzt_str_eq(units[at - 2].token->word, GZT_S("the")))
        n++;
    if (at <= n + 1 || !gzt_str_eq(units[at - n - 1].token->word, GZT_S("of")))
        return 0;
    return is_role(&units[at - n - 2]) ? n + 1 : 0;
}

size_t
gzt_role_leading(const gzt_unit *units, size_t count)
{
    size_t n = 0;

    while (n + 1 < count && is_role(&units[n])) {
        n++;
        if (n + 2 < count && gzt_str_eq(units[n].token->word, GZT_S("of")) &&
            office_before(units, n + 2) == 2)
            n += 2;
    }
    return n;
}

size_t
gzt_role_within(const gzt_unit *units, size_t count)
{
    // Titles that are nobody's name.
    static const char *const list[] = {
        "admiral",     "amb",       "ambassador", "colonel",
        "congressman", "gen",       "general",    "governor",
        "minister",    "mr",        "mrs",        "president",
        "professor",   "secretary", "sen",        "senator",
    };
    size_t found = 0;

    for (size_t i = 1; i + 1 < count; i++)
        if (is_in(list, sizeof(list) / sizeof(*list), units[i].token->word))
            found = i + 1;
    return found;
}

size_t
gzt_role_before(const gzt_unit *units, size_t at)
{
    size_t n = 0;

    while (n < at && n < GZT_ROLE_WORDS && is_joined(&units[at - n])) {
        size_t office = n ? 0 : office_before(units, at);

        if (office)
            n += office;
        else if (is_role(&units[at - n - 1]))
            n++;
        else
            break;
    }
    return n;
}
