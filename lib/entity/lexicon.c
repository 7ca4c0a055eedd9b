/* lexicon.c - reading the lexicon's image, and a user's beside it. */
#include "entity/lexicon.h"

#include "entity/lexicon_image.h"

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

// Made by embed.S.
extern const char gzt_embedded_lexicon[];
extern const char gzt_embedded_lexicon_end[];

typedef struct image {
    const gzt_image_header *header;
    const gzt_image_entity *entities;
    const gzt_sense *senses;
    const uint64_t *slots;
    const uint32_t *names;
    const char *strings;
    uint32_t base; // number of its first entity
} image;

enum {
    ADDED,
    BUILT_IN,
    IMAGES
};

struct gzt_lexicon {
    image images[IMAGES]; // without a user's file, the first one is zero
    gzt_buf added;
};

// ---- Opening ----------------------------------------------------------------

static bool
lies_within(const gzt_image_header *h, uint32_t at, uint32_t count, size_t item)
{
    return at <= h->size && count <= (h->size - at) / item;
}

static bool
is_sound(gzt_str bytes)
{
    const gzt_image_header *h = (const void *)bytes.ptr;

    return bytes.len >= sizeof(*h) && !memcmp(h->magic, "GZTLEX\0", 8) &&
           h->version == GZT_IMAGE_VERSION && h->size <= bytes.len &&
           h->slots && !(h->slots & (h->slots - 1)) && h->strings &&
           lies_within(h, h->entities_at, h->entities,
                       sizeof(gzt_image_entity)) &&
           lies_within(h, h->senses_at, h->senses, sizeof(gzt_sense)) &&
           lies_within(h, h->slots_at, h->slots, sizeof(uint64_t)) &&
           lies_within(h, h->names_at, h->names, sizeof(uint32_t)) &&
           lies_within(h, h->strings_at, h->strings, 1);
}

static bool
map(gzt_str bytes, uint32_t base, image *out)
{
    const gzt_image_header *h = (const void *)bytes.ptr;

    if (!is_sound(bytes))
        return false;
    *out = (image){ .header = h,
                    .entities = (const void *)(bytes.ptr + h->entities_at),
                    .senses = (const void *)(bytes.ptr + h->senses_at),
                    .slots = (const void *)(bytes.ptr + h->slots_at),
                    .names = (const void *)(bytes.ptr + h->names_at),
                    .strings = bytes.ptr + h->strings_at,
                    .base = base };
    return true;
}

static gzt_status
build_added(gzt_lexicon *lexicon, gzt_str text, const char *path, gzt_err *err)
{
    gzt_lexicon_builder *builder = gzt_lexicon_builder_new();
    uint32_t base = lexicon->images[BUILT_IN].header->entities;
    gzt_status status = gzt_lexicon_builder_add(builder, text, path, err);
    gzt_sense *senses;
    gzt_err why = { 0 };

    if (status == GZT_OK) {
        status = gzt_lexicon_builder_finish(builder, &lexicon->added, &why);
        if (status != GZT_OK)
            gzt_fail(err, status, "%s: %s", path, why.text);
    }
    gzt_lexicon_builder_free(builder);
    if (status != GZT_OK)
        return status;
    map(gzt_buf_str(&lexicon->added), base, &lexicon->images[ADDED]);
    senses =
        (void *)(lexicon->added.ptr + lexicon->images[ADDED].header->senses_at);
    for (uint32_t i = 0; i < lexicon->images[ADDED].header->senses; i++)
        senses[i].entity += base;
    return GZT_OK;
}

static gzt_status
load_added(gzt_lexicon *lexicon, const char *path, gzt_err *err)
{
    FILE *file = fopen(path, "rb");
    gzt_buf text;
    gzt_status status = GZT_OK;
    size_t got = 1;
    char *room;

    if (!file)
        return gzt_fail_errno(err, "%s", path);
    gzt_buf_init(&text, GZT_LEXICON_FILE);
    while (got && (room = gzt_buf_room(&text, 1 << 16)) != NULL) {
        got = fread(room, 1, 1 << 16, file);
        text.len += got;
    }
    if (ferror(file))
        status = gzt_fail_errno(err, "%s", path);
    else if (got)
        status = gzt_fail(err, GZT_EINVAL, "%s: more than %d MiB", path,
                          GZT_LEXICON_FILE >> 20);
    else
        status = build_added(lexicon, gzt_buf_str(&text), path, err);
    fclose(file);
    gzt_buf_release(&text);
    return status;
}

gzt_status
gzt_lexicon_open(gzt_lexicon **out, const char *path, gzt_err *err)
{
    gzt_lexicon *lexicon = gzt_xrealloc(NULL, 1, sizeof(*lexicon));
    gzt_str bytes = { gzt_embedded_lexicon, (size_t)(gzt_embedded_lexicon_end -
                                                     gzt_embedded_lexicon) };
    gzt_status status = GZT_OK;

    memset(lexicon, 0, sizeof(*lexicon));
    gzt_buf_init(&lexicon->added, SIZE_MAX / 2);
    if (!map(bytes, 0, &lexicon->images[BUILT_IN]))
        status = gzt_fail(err, GZT_EINTERNAL,
                          "the program's own lexicon is damaged");
    else if (path)
        status = load_added(lexicon, path, err);
    if (status != GZT_OK) {
        gzt_lexicon_close(lexicon);
        return status;
    }
    *out = lexicon;
    return GZT_OK;
}

void
gzt_lexicon_close(gzt_lexicon *lexicon)
{
    if (!lexicon)
        return;
    gzt_buf_release(&lexicon->added);
    free(lexicon);
}

// ---- Entities ---------------------------------------------------------------

uint64_t
gzt_lexicon_version(const gzt_lexicon *lexicon)
{
    return lexicon->images[BUILT_IN].header->hash;
}

static uint32_t
count_of(const image *i)
{
    return i->header ? i->header->entities : 0;
}

uint32_t
gzt_lexicon_count(const gzt_lexicon *lexicon)
{
    return count_of(&lexicon->images[BUILT_IN]) +
           count_of(&lexicon->images[ADDED]);
}

static const image *
image_of(const gzt_lexicon *lexicon, uint32_t number)
{
    const image *built_in = &lexicon->images[BUILT_IN];

    return number < count_of(built_in) ? built_in : &lexicon->images[ADDED];
}

static gzt_str
string_at(const image *i, uint32_t at)
{
    return (gzt_str){ i->strings + at + 1, (unsigned char)i->strings[at] };
}

gzt_entity
gzt_lexicon_entity(const gzt_lexicon *lexicon, uint32_t number)
{
    const image *i = image_of(lexicon, number);
    const gzt_image_entity *e = &i->entities[number - i->base];
    bool added = i == &lexicon->images[ADDED];

    return (gzt_entity){
        .id = string_at(i, e->id),
        .name = string_at(i, e->name),
        .codes = string_at(i, e->codes),
        .note = string_at(i, e->note),
        .country = gzt_lexicon_country(lexicon, number),
        .type = e->type,
        .prior = e->prior,
        .flags = (uint16_t)(e->flags | (added ? GZT_ENTITY_ADDED : 0)),
    };
}

gzt_entity_type
gzt_lexicon_type(const gzt_lexicon *lexicon, uint32_t number)
{
    const image *i = image_of(lexicon, number);

    return i->entities[number - i->base].type;
}

uint32_t
gzt_lexicon_country(const gzt_lexicon *lexicon, uint32_t number)
{
    const image *i = image_of(lexicon, number);
    uint32_t country = i->entities[number - i->base].country;

    return country == GZT_LEXICON_NONE ? country : country + i->base;
}

uint32_t
gzt_lexicon_find(const gzt_lexicon *lexicon, gzt_str id)
{
    uint32_t bit = gzt_id_bit(id);

    for (const image *i = lexicon->images; i < lexicon->images + IMAGES; i++) {
        uint32_t low = 0, high = count_of(i);

        if (!high || !(i->header->ids[bit / 64] >> bit % 64 & 1))
            continue;
        while (low < high) {
            uint32_t mid = low + (high - low) / 2;
            int order = gzt_str_cmp(string_at(i, i->entities[mid].id), id);

            if (!order)
                return i->base + mid;
            if (order < 0)
                low = mid + 1;
            else
                high = mid;
        }
    }
    return GZT_LEXICON_NONE;
}

size_t
gzt_lexicon_aliases(const gzt_lexicon *lexicon, uint32_t number,
                    gzt_arena *arena, const gzt_str **out)
{
    const image *i = image_of(lexicon, number);
    const gzt_image_entity *e = &i->entities[number - i->base];
    gzt_str *names = gzt_arena_array(arena, e->name_count, sizeof(*names));

    for (size_t k = 0; k < e->name_count; k++)
        names[k] = string_at(i, i->names[e->names + k]);
    *out = names;
    return e->name_count;
}

// ---- Names ------------------------------------------------------------------

// The senses of a slot; they end with the one that is marked.
static size_t
senses_of(const image *i, uint64_t slot, const gzt_sense **out)
{
    size_t first = slot & GZT_SLOT_SENSES, count = 1;

    if (!first || first > i->header->senses)
        return 0;
    *out = &i->senses[first - 1];
    while (!((*out)[count - 1].flags & GZT_SENSE_LAST) &&
           count < GZT_LEXICON_SENSES)
        count++;
    return count;
}

size_t
gzt_lexicon_senses(const gzt_lexicon *lexicon, const gzt_str *words,
                   size_t count, const gzt_sense **out)
{
    size_t found = 0;

    for (const image *i = lexicon->images; i < lexicon->images + IMAGES; i++) {
        const gzt_sense *senses = NULL;
        uint64_t hash = 0;
        size_t made;

        if (!i->header || !count)
            continue;
        for (size_t k = 0; k < count; k++)
            hash = gzt_name_hash_word(hash, words[k], 0);
        made = senses_of(
            i, i->slots[gzt_slot_find(i->slots, i->header->slots, hash)],
            &senses);
        for (size_t k = 0; k < made; k++)
            out[found++] = &senses[k];
    }
    return found;
}

// Which of its words are written with a capital, and which all in capitals.
typedef struct spelling {
    unsigned capitals, uppers;
} spelling;

static void
add_spelling(spelling *s, const gzt_unit *unit, size_t at)
{
    unsigned bit = 1u << at;

    if (unit->shape == GZT_SHAPE_LOWER)
        return;
    s->capitals |= bit;
    if (unit->shape == GZT_SHAPE_UPPER || unit->shape == GZT_SHAPE_INITIAL)
        s->uppers |= bit;
}

static uint64_t
fits(const gzt_sense *senses, size_t count, const spelling *s)
{
    uint64_t mask = 0;

    for (size_t i = 0; i < count; i++)
        if (!(senses[i].capitals & ~s->capitals) &&
            !(senses[i].uppers & ~s->uppers))
            mask |= 1ull << i;
    return mask;
}

// May stand between two words of a name; the other signs are in the hash.
static bool
holds_together(const gzt_unit *unit)
{
    return !(unit->flags & GZT_UNIT_FIRST);
}

static bool
may_begin(const image *i, const gzt_unit *unit)
{
    uint32_t bit = gzt_first_bit(unit->hash);

    return unit->shape != GZT_SHAPE_LOWER ||
           i->header->firsts[bit / 64] >> bit % 64 & 1;
}

// The longest name of one image at units[0], whose hash is `hash`.
static bool
match_image(const image *i, const gzt_unit *units, size_t count, uint64_t hash,
            gzt_match *out)
{
    spelling seen = { 0 };
    uint64_t slot;
    const gzt_sense *senses = NULL;
    bool found = false;

    for (size_t k = 0; k < count && k < GZT_LEXICON_WORDS; k++) {
        size_t made;
        uint64_t mask;

        if (k && !holds_together(&units[k]))
            break;
        if (k)
            hash = gzt_name_hash(hash, &units[k]);
        slot = i->slots[gzt_slot_find(i->slots, i->header->slots, hash)];
        if (!slot)
            break;
        add_spelling(&seen, &units[k], k);
        made = senses_of(i, slot, &senses);
        mask = fits(senses, made, &seen);
        if (mask) {
            *out = (gzt_match){ .count = (uint32_t)k + 1,
                                .senses = senses,
                                .sense_count = (uint8_t)made,
                                .fits = mask };
            found = true;
        }
        if (!(slot & GZT_SLOT_MORE))
            break;
    }
    return found;
}

// A word in capitals among others: there they tell nothing.
static bool
is_shouted(const gzt_unit *units, size_t count, size_t at)
{
    const gzt_unit *unit = &units[at];
    bool before = at && !(unit->flags & GZT_UNIT_FIRST);
    bool after = at + 1 < count && !(unit[1].flags & GZT_UNIT_FIRST);

    if ((before && unit[-1].shape != GZT_SHAPE_UPPER &&
         unit[-1].shape != GZT_SHAPE_INITIAL &&
         unit[-1].shape != GZT_SHAPE_NUMBER) ||
        (after && unit[1].shape != GZT_SHAPE_UPPER &&
         unit[1].shape != GZT_SHAPE_INITIAL &&
         unit[1].shape != GZT_SHAPE_NUMBER))
        return false;
    return (before || after) && unit->token->kind != GZT_TOKEN_ACRONYM;
}

// "RUSSIA WARNS US": what somebody does to the country, as headlines have it;
// "IT TELLS US" is not meant so.
static bool
is_object(const gzt_unit *units, size_t at)
{
    const gzt_unit *verb = units + at - 1;

    if (at && gzt_str_eq(verb->token->word, GZT_S("in")))
        return true;
    return at > 1 && !(verb->flags & (GZT_UNIT_FIRST | GZT_UNIT_STOP)) &&
           !(verb[-1].flags & GZT_UNIT_STOP) && verb->token->word.len > 3 &&
           gzt_str_ends(verb->token->word, GZT_S("s"));
}

// Among shouts, "THE US", "US, UK" and "US-LED" still name a country: the
// pronoun neither begins a sentence nor stands there.
static bool
is_named_among_shouts(const gzt_unit *units, size_t count, size_t at)
{
    const gzt_unit *unit = &units[at];
    bool first = !at || unit->flags & GZT_UNIT_FIRST;

    if (!first && gzt_str_eq(unit[-1].token->word, GZT_S("the")))
        return true;
    if (!gzt_str_eq(unit->token->word, GZT_S("us")))
        return false;
    return first || is_object(units, at) ||
           (at + 1 < count &&
            unit[1].gap & (GZT_GAP_HYPHEN | GZT_GAP_POSSESSIVE));
}

// "TELL US WHO IS": a word that capitals tell from an everyday one is none
// where all words have them.
static uint64_t
without_shouts(const gzt_unit *units, size_t count, size_t at,
               const gzt_match *match)
{
    const gzt_unit *unit = &units[at];
    bool named = is_named_among_shouts(units, count, at);
    uint64_t mask = match->fits;

    if (match->count > 1 || unit->shape != GZT_SHAPE_UPPER ||
        !is_shouted(units, count, at))
        return mask;
    for (size_t i = 0; i < match->sense_count; i++)
        if (match->senses[i].flags & GZT_SENSE_EXACT ||
            (match->senses[i].uppers && unit->flags & GZT_UNIT_STOP && !named))
            mask &= ~(1ull << i);
    return mask;
}

// "Sotheby's" and "OPEC+" are names with a sign that is no part of the word:
// without it they are not meant. A plus can be nothing else, but "Lloyd's
// speech" may be of a man.
static uint64_t
with_signs(const gzt_lexicon *lexicon, const gzt_unit *units, size_t count,
           const gzt_match *match)
{
    size_t after = match->first + 1;
    unsigned gap = after < count ? units[after].gap : units[after - 1].last_gap;
    uint64_t mask = match->fits, plus = 0;

    if (match->count > 1)
        return mask;
    for (size_t i = 0; i < match->sense_count; i++) {
        gzt_str name =
            gzt_lexicon_entity(lexicon, match->senses[i].entity).name;

        if (gzt_str_find(name, GZT_S(" ")) < name.len)
            continue;
        if (gzt_str_ends(name, GZT_S("'s")) && !(gap & GZT_GAP_POSSESSIVE))
            mask &= ~(1ull << i);
        if (gzt_str_ends(name, GZT_S("+")))
            plus |= 1ull << i;
    }
    if (gap & GZT_GAP_OTHER && mask & plus)
        return mask & plus;
    return mask & ~plus;
}

// What the senses that fit have in common, and their types.
static void
sum_up(const gzt_lexicon *lexicon, gzt_match *match)
{
    match->flags = 0xff;
    for (size_t i = 0; i < match->sense_count; i++) {
        if (!(match->fits >> i & 1))
            continue;
        match->types |=
            (uint8_t)(1u << gzt_lexicon_type(lexicon, match->senses[i].entity));
        match->flags &= (uint8_t)match->senses[i].flags;
    }
}

static bool
match_at(const gzt_lexicon *lexicon, const gzt_unit *units, size_t count,
         size_t at, uint64_t hash, gzt_match *out)
{
    gzt_match best = { 0 }, one;

    for (const image *i = lexicon->images; i < lexicon->images + IMAGES; i++)
        if (i->header && may_begin(i, &units[at]) &&
            match_image(i, units + at, count - at, hash, &one) &&
            one.count > best.count)
            best = one;
    if (!best.count)
        return false;
    best.first = (uint32_t)at;
    best.fits = with_signs(lexicon, units, count, &best);
    best.fits = without_shouts(units, count, at, &best);
    if (!best.fits)
        return false;
    sum_up(lexicon, &best);
    *out = best;
    return true;
}

bool
gzt_lexicon_match(const gzt_lexicon *lexicon, const gzt_unit *units,
                  size_t count, size_t at, gzt_match *out)
{
    return match_at(lexicon, units, count, at, gzt_name_hash(0, &units[at]),
                    out);
}

enum {
    AHEAD = 16, // units whose slots are asked for before they are needed
};

// The hash of a unit that a name may begin with, or 0; its slot is asked for.
static uint64_t
expect(const gzt_lexicon *lexicon, const gzt_unit *unit)
{
    bool lower = unit->shape == GZT_SHAPE_LOWER;
    uint64_t hash = 0;

    if ((lower && unit->flags & GZT_UNIT_STOP) ||
        unit->shape == GZT_SHAPE_NUMBER)
        return 0;
    for (const image *i = lexicon->images; i < lexicon->images + IMAGES; i++)
        if (i->header && may_begin(i, unit)) {
            hash = hash ? hash : gzt_name_hash(0, unit);
            __builtin_prefetch(&i->slots[hash & (i->header->slots - 1)]);
        }
    return hash;
}

size_t
gzt_lexicon_scan(const gzt_lexicon *lexicon, const gzt_unit *units,
                 size_t count, gzt_arena *arena, const gzt_match **out)
{
    gzt_match *found = NULL, one;
    uint64_t hashes[AHEAD];
    size_t made = 0, next = 0;

    for (size_t at = 0; at < count;) {
        for (; next < count && next < at + AHEAD; next++)
            hashes[next % AHEAD] = expect(lexicon, &units[next]);
        if (!hashes[at % AHEAD] ||
            !match_at(lexicon, units, count, at, hashes[at % AHEAD], &one)) {
            at++;
            continue;
        }
        found = gzt_arena_more(arena, found, made, sizeof(*found));
        found[made++] = one;
        at += one.count;
    }
    *out = found;
    return made;
}
