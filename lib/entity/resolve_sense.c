/* resolve_sense.c - which of its senses a known name has in this document.
 *
 * Every sense has a prior. The document speaks for it when the entity is named
 * elsewhere by a name that can mean nothing else, when its country or things
 * of its country are named (Tbilisi for Georgia the state), and when the model
 * sees a name of its type there. A weak name needs somebody to speak for it.
 */
#include "entity/resolve_work.h"

#include "entity/roles.h"

#include "base/str.h"

enum {
    FOR_ITSELF = 60,  // named elsewhere
    FOR_COUNTRY = 12, // its country, or things of it, each time up to three
    FOR_TYPE = 40,    // the model's type is its own
    FOR_ROLE = 25,    // a person behind a title
    BESIDE = 80,      // a place said to lie there
    WEAK_LEAST = 45,  // what a weak name needs
    FOR_NEAREST = 25, // its country was spoken of last
    TIMES = 3,
    NEAR_UNITS = 60,
    SURE = 100,
};

// ---- Counting ---------------------------------------------------------------

static size_t
tally_find(const gzt_tally *t, uint32_t entity)
{
    size_t at = (entity * 2654435761u) & (t->room - 1);

    while (t->keys[at] && t->keys[at] != entity + 1)
        at = (at + 1) & (t->room - 1);
    return at;
}

static void
tally_add(gzt_tally *t, uint32_t entity, bool of_country)
{
    size_t at;

    if (entity == GZT_LEXICON_NONE)
        return;
    at = tally_find(t, entity);
    t->keys[at] = entity + 1;
    if (of_country)
        t->of_country[at] += t->of_country[at] < UINT16_MAX;
    else
        t->counts[at] += t->counts[at] < UINT16_MAX;
}

// The only sense that fits, if there is one and it is not weak.
static const gzt_sense *
only_sense(const gzt_match *match)
{
    const gzt_sense *found = NULL;

    for (size_t i = 0; i < match->sense_count; i++) {
        if (!(match->fits >> i & 1))
            continue;
        if (found)
            return NULL;
        found = &match->senses[i];
    }
    return found && !(found->flags & GZT_SENSE_WEAK) ? found : NULL;
}

static uint32_t
country_of(const gzt_lexicon *lexicon, uint32_t entity)
{
    return gzt_lexicon_type(lexicon, entity) == GZT_ENTITY_COUNTRY
               ? entity
               : gzt_lexicon_country(lexicon, entity);
}

// The country of all the senses that fit: "Russian" is Russia or the Russians.
static uint32_t
shared_country(const gzt_lexicon *lexicon, const gzt_match *match)
{
    uint32_t shared = GZT_LEXICON_NONE, own;

    for (size_t i = 0; i < match->sense_count; i++) {
        if (!(match->fits >> i & 1))
            continue;
        own = country_of(lexicon, match->senses[i].entity);
        if (own == GZT_LEXICON_NONE ||
            (shared != GZT_LEXICON_NONE && shared != own))
            return GZT_LEXICON_NONE;
        shared = own;
    }
    return shared;
}

void
gzt_resolve_tally(gzt_resolving *r)
{
    gzt_tally *t = &r->tally;

    t->room = 16;
    while (t->room < 4 * r->count)
        t->room *= 2;
    t->keys = gzt_arena_array(r->arena, t->room, sizeof(*t->keys));
    t->counts = gzt_arena_array(r->arena, t->room, sizeof(*t->counts));
    t->of_country = gzt_arena_array(r->arena, t->room, sizeof(*t->counts));
    for (size_t i = 0; i < r->count; i++) {
        gzt_name *name = &r->names[i];
        const gzt_sense *sense = name->match ? only_sense(name->match) : NULL;

        if (!sense) {
            if (name->match && !(name->match->flags & GZT_SENSE_WEAK))
                tally_add(t, shared_country(r->lexicon, name->match), true);
            continue;
        }
        name->sense = sense;
        tally_add(t, sense->entity, false);
        tally_add(t, gzt_lexicon_country(r->lexicon, sense->entity), true);
    }
}

static int
times(unsigned count)
{
    return count < TIMES ? (int)count : TIMES;
}

// What the rest of the document says for an entity.
static int
evidence(const gzt_resolving *r, uint32_t entity)
{
    const gzt_tally *t = &r->tally;
    uint32_t country = gzt_lexicon_country(r->lexicon, entity);
    size_t at = tally_find(t, entity);
    int score = t->counts[at] ? FOR_ITSELF : 0;

    score += FOR_COUNTRY * times(t->of_country[at]);
    if (country != GZT_LEXICON_NONE) {
        at = tally_find(t, country);
        score +=
            FOR_COUNTRY * times(t->counts[at] + (unsigned)t->of_country[at]);
    }
    return score;
}

// ---- Adjectives and peoples --------------------------------------------------

static const gzt_unit *
unit_at(const gzt_resolving *r, const gzt_name *name, size_t at)
{
    const gzt_resolve_part *part = &r->parts[name->part];

    return at < part->unit_count ? &part->units[at] : NULL;
}

static bool
is_word(const gzt_unit *unit, const char *word)
{
    return gzt_str_is(unit->token->word, word);
}

// Does the word go with what stands before it, as a noun with its adjective?
static bool
may_be_noun(const gzt_unit *unit)
{
    if (!unit || unit->flags & (GZT_UNIT_FIRST | GZT_UNIT_STOP) ||
        unit->gap & ~(unsigned)(GZT_GAP_HYPHEN | GZT_GAP_QUOTE))
        return false;
    return true;
}

// What a people does: "the Chinese struck".
static bool
is_verb(const gzt_unit *unit)
{
    static const char *const verbs[] = {
        "admit",  "agree",   "began",   "believe", "broke",    "brought",
        "built",  "call",    "came",    "chose",   "deny",     "expect",
        "fear",   "feel",    "fell",    "felt",    "fought",   "found",
        "gave",   "get",     "give",    "go",      "got",      "grew",
        "held",   "hope",    "insist",  "kept",    "knew",     "know",
        "led",    "left",    "lost",    "made",    "make",     "met",
        "need",   "paid",    "prefer",  "put",     "ran",      "read",
        "refuse", "restate", "said",    "sat",     "saw",      "say",
        "says",   "see",     "seek",    "seem",    "send",     "sent",
        "sold",   "spent",   "spoke",   "stood",   "struck",   "take",
        "tell",   "think",   "thought", "told",    "took",     "understand",
        "use",    "want",    "went",    "win",     "withdrew", "won",
        "wrote",
    };
    gzt_str word = unit->token->word;

    if (gzt_shape_is_capital(unit->shape) || unit->gap)
        return false;
    for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
        if (gzt_str_is(word, verbs[i]))
            return true;
    return word.len > 4 && gzt_str_ends(word, GZT_S("ed"));
}

// "Russian and Chinese officials", "Russian, Chinese": another one follows.
static bool
goes_on(const gzt_resolving *r, const gzt_name *name, size_t after)
{
    const gzt_unit *unit = unit_at(r, name, after);

    return unit && !(unit->flags & GZT_UNIT_FIRST) &&
           (is_word(unit, "and") || is_word(unit, "or") ||
            is_word(unit, "but") || unit->gap == GZT_GAP_COMMA);
}

// A name that is an adjective and a people: "Chinese".
static bool
means_people(const gzt_resolving *r, const gzt_name *name)
{
    const gzt_unit *before =
        name->first ? unit_at(r, name, name->first - 1) : NULL;
    const gzt_unit *own = unit_at(r, name, name->first);
    size_t after = name->first + name->count;

    if (may_be_noun(unit_at(r, name, after)))
        return before && is_word(before, "the") &&
               is_verb(unit_at(r, name, after));
    if (!before || own->flags & GZT_UNIT_FIRST)
        return !goes_on(r, name, after);
    if (is_word(before, "the") || is_word(before, "a") ||
        is_word(before, "an") || is_word(before, "many") ||
        is_word(before, "most") || is_word(before, "some") ||
        is_word(before, "young"))
        return !goes_on(r, name, after) || is_word(before, "a") ||
               is_word(before, "an");
    return false;
}

// "in Russian", "speaks Arabic": a language is no entity.
static bool
means_language(const gzt_resolving *r, const gzt_name *name)
{
    const gzt_unit *before =
        name->first ? unit_at(r, name, name->first - 1) : NULL;

    if (!before || unit_at(r, name, name->first)->flags & GZT_UNIT_FIRST ||
        may_be_noun(unit_at(r, name, name->first + name->count)) ||
        goes_on(r, name, name->first + name->count))
        return false;
    return is_word(before, "in") || is_word(before, "into") ||
           is_word(before, "speak") || is_word(before, "speaks") ||
           is_word(before, "spoke") || is_word(before, "speaking") ||
           is_word(before, "fluent");
}

// ---- Choosing ---------------------------------------------------------------

static bool
is_place_like(unsigned type)
{
    return type == GZT_ENTITY_PLACE || type == GZT_ENTITY_COUNTRY;
}

static bool
is_same_type(unsigned a, unsigned b)
{
    return a == b || (is_place_like(a) && is_place_like(b));
}

// Has the name a sense that lies in `entity`, or in the country `country`?
static bool
may_lie_in(const gzt_resolving *r, const gzt_name *name, uint32_t entity,
           uint32_t country)
{
    for (size_t i = 0; name->match && i < name->match->sense_count; i++) {
        uint32_t own = name->match->senses[i].entity;

        if (!(name->match->fits >> i & 1))
            continue;
        if (own == country || gzt_lexicon_country(r->lexicon, own) == entity)
            return true;
        if (country != GZT_LEXICON_NONE &&
            gzt_lexicon_country(r->lexicon, own) == country &&
            gzt_lexicon_type(r->lexicon, own) == GZT_ENTITY_PLACE)
            return true;
    }
    return false;
}

// Do the names stand side by side with a comma between?
static bool
are_neighbours(const gzt_resolving *r, const gzt_name *a, const gzt_name *b)
{
    return a->part == b->part && a->first + a->count == b->first &&
           gzt_name_unit(r, b, 0)->gap == GZT_GAP_COMMA;
}

// "Atlanta, Georgia": the one lies in the other, or both in one country.
static bool
lies_beside(const gzt_resolving *r, const gzt_name *name, uint32_t entity)
{
    uint32_t country = gzt_lexicon_country(r->lexicon, entity);

    if (name > r->names && are_neighbours(r, name - 1, name) &&
        may_lie_in(r, name - 1, entity, country))
        return true;
    return name + 1 < r->names + r->count &&
           are_neighbours(r, name, name + 1) &&
           may_lie_in(r, name + 1, entity, country);
}

// Where a name's own words end, those of the next one may follow at once or
// behind "of" and "of the".
static bool
follows_with_of(const gzt_resolving *r, const gzt_name *a, const gzt_name *b)
{
    uint32_t end = a->first + a->count;
    const gzt_unit *units = r->parts[a->part].units;

    if (a->part != b->part || b->first <= end || b->first > end + 2 ||
        units[b->first].flags & GZT_UNIT_FIRST)
        return false;
    return is_word(&units[end], "of") &&
           (b->first == end + 1 || is_word(&units[end + 1], "the"));
}

static bool
may_be(const gzt_name *name, uint32_t entity)
{
    for (size_t i = 0; name->match && i < name->match->sense_count; i++)
        if (name->match->fits >> i & 1 &&
            name->match->senses[i].entity == entity)
            return true;
    return false;
}

// "Venezuela's National Assembly", "Supreme Court of Mexico": the country is
// named beside its body.
static bool
is_named_with(const gzt_resolving *r, const gzt_name *name, uint32_t country)
{
    const gzt_name *before = name > r->names ? name - 1 : NULL;
    const gzt_name *after = name + 1 < r->names + r->count ? name + 1 : NULL;

    if (before && before->part == name->part &&
        before->first + before->count == name->first &&
        !(gzt_name_unit(r, name, 0)->gap &
          ~(unsigned)(GZT_GAP_POSSESSIVE | GZT_GAP_HYPHEN)) &&
        may_be(before, country))
        return true;
    return after && follows_with_of(r, name, after) && may_be(after, country);
}

// "the state of Georgia".
static bool
follows_state_of(const gzt_resolving *r, const gzt_name *name)
{
    return name->first >= 2 && is_word(gzt_name_unit(r, name, 0) - 1, "of") &&
           is_word(gzt_name_unit(r, name, 0) - 2, "state");
}

// The country that is spoken of last before the name.
static uint32_t
nearest_country(const gzt_resolving *r, const gzt_name *name)
{
    for (const gzt_name *one = name; one-- > r->names;) {
        uint32_t country;

        if (one->part != name->part || one->first + NEAR_UNITS < name->first)
            break;
        country = one->match ? shared_country(r->lexicon, one->match)
                             : GZT_LEXICON_NONE;
        if (country != GZT_LEXICON_NONE)
            return country;
    }
    return GZT_LEXICON_NONE;
}

// What the words around say for a body of a country.
static int
score_body(const gzt_resolving *r, const gzt_name *name, uint32_t country)
{
    if (country == GZT_LEXICON_NONE)
        return 0;
    if (is_named_with(r, name, country))
        return BESIDE;
    return name->match->flags & GZT_SENSE_WEAK &&
                   nearest_country(r, name) == country
               ? FOR_NEAREST
               : 0;
}

static int
score(const gzt_resolving *r, const gzt_name *name, const gzt_sense *sense)
{
    gzt_entity_type type = gzt_lexicon_type(r->lexicon, sense->entity);
    int sum = sense->prior + evidence(r, sense->entity);

    if (name->span && is_same_type(type, name->span->type))
        sum += FOR_TYPE;
    if (type == GZT_ENTITY_PERSON && name->role)
        sum += FOR_ROLE;
    if (is_place_like(type) && lies_beside(r, name, sense->entity))
        sum += BESIDE;
    if (type == GZT_ENTITY_PLACE && follows_state_of(r, name))
        sum += BESIDE;
    if (type == GZT_ENTITY_ORG)
        sum +=
            score_body(r, name, gzt_lexicon_country(r->lexicon, sense->entity));
    return sum;
}

static bool
is_people(const gzt_resolving *r, const gzt_sense *sense)
{
    return gzt_lexicon_type(r->lexicon, sense->entity) == GZT_ENTITY_GROUP &&
           !(sense->flags & GZT_SENSE_ADJECTIVE);
}

// "Franco" is a prefix in Franco-German only.
static bool
is_lone_prefix(const gzt_resolving *r, const gzt_name *name)
{
    static const char *const list[] = {
        "anglo",  "austro",  "dano",  "egypto", "finno", "franco", "germano",
        "greco",  "hispano", "indo",  "irano",  "italo", "luso",   "pak",
        "polono", "russo",   "serbo", "sino",   "turco",
    };
    const gzt_unit *after = unit_at(r, name, name->first + name->count);

    if (name->count != 1 || (after && after->gap & GZT_GAP_HYPHEN))
        return false;
    for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
        if (is_word(gzt_name_unit(r, name, 0), list[i]))
            return true;
    return false;
}

// The sense with the highest score; of adjective and people the one that the
// words around ask for.
static const gzt_sense *
best_sense(const gzt_resolving *r, const gzt_name *name, int *best)
{
    const gzt_match *match = name->match;
    const gzt_sense *found = NULL, *people = NULL, *adjective = NULL;

    for (size_t i = 0; i < match->sense_count; i++) {
        const gzt_sense *sense = &match->senses[i];
        int sum;

        if (!(match->fits >> i & 1) ||
            (sense->flags & GZT_SENSE_ADJECTIVE && is_lone_prefix(r, name)))
            continue;
        if (sense->flags & GZT_SENSE_ADJECTIVE && !adjective)
            adjective = sense;
        if (is_people(r, sense) && !people)
            people = sense;
        sum = score(r, name, sense);
        if (!found || sum > *best) {
            *best = sum;
            found = sense;
        }
    }
    if (found && adjective && people &&
        (found == adjective || found == people)) {
        found = means_people(r, name) ? people : adjective;
        *best = SURE;
    } else if (found && found == people && means_people(r, name))
        *best = SURE; // "a Kurd"
    return found;
}

static float
confidence_of(const gzt_name *name, const gzt_sense *sense, bool agrees)
{
    if (sense->flags & GZT_SENSE_WEAK)
        return agrees ? 0.8f : 0.65f;
    return agrees || name->count > 1 ? 0.99f : 0.95f;
}

// Titles that are part of an alias ("Sheikh Hasina") are none of the name.
static void
strip_title(const gzt_resolving *r, gzt_name *name)
{
    uint32_t lead = (uint32_t)gzt_role_leading(
        r->parts[name->part].units + name->first, name->count);

    name->first += lead;
    name->count -= lead;
    name->role =
        (uint8_t)gzt_role_before(r->parts[name->part].units, name->first);
}

static void
take_sense(gzt_resolving *r, gzt_name *name, const gzt_sense *sense)
{
    gzt_entity_type type = gzt_lexicon_type(r->lexicon, sense->entity);
    bool agrees = name->span && is_same_type(type, name->span->type);

    name->sense = sense;
    name->entity = sense->entity;
    name->type = (uint8_t)type;
    name->adjective = sense->flags & GZT_SENSE_ADJECTIVE;
    name->confidence = confidence_of(name, sense, agrees);
    if (type == GZT_ENTITY_PERSON && name->count > 1)
        strip_title(r, name);
}

// What the model alone holds it for, when the lexicon's senses do not do.
static void
leave_to_model(gzt_name *name)
{
    if (!name->span || name->span->first != name->first ||
        name->span->count != name->count) {
        name->dropped = true;
        return;
    }
    name->match = NULL;
    name->type = name->span->type;
    name->rule = GZT_RULE_MODEL;
    name->confidence = name->span->confidence;
}

// "the Supreme Court": many countries have one, and none of them is named.
static bool
is_anyones(const gzt_resolving *r, const gzt_name *name, const gzt_sense *sense)
{
    uint32_t country = gzt_lexicon_country(r->lexicon, sense->entity);
    bool others = false;

    if (gzt_lexicon_type(r->lexicon, sense->entity) != GZT_ENTITY_ORG ||
        country == GZT_LEXICON_NONE)
        return false;
    for (size_t i = 0; i < name->match->sense_count && !others; i++)
        others = name->match->fits >> i & 1 &&
                 gzt_lexicon_country(r->lexicon,
                                     name->match->senses[i].entity) != country;
    return others && !evidence(r, sense->entity) &&
           !is_named_with(r, name, country);
}

// "WHAT MAY COME": in capitals the Prime Minister wants her title.
static bool
is_stop_in_capitals(const gzt_resolving *r, const gzt_name *name)
{
    const gzt_unit *unit = gzt_name_unit(r, name, 0);

    return name->count == 1 && !name->role && unit->shape == GZT_SHAPE_UPPER &&
           unit->flags & GZT_UNIT_STOP;
}

void
gzt_resolve_sense(gzt_resolving *r, gzt_name *name)
{
    int best = 0;
    const gzt_sense *sense = best_sense(r, name, &best);
    bool agrees = sense && name->span &&
                  is_same_type(gzt_lexicon_type(r->lexicon, sense->entity),
                               name->span->type);

    if (!sense)
        leave_to_model(name);
    else if (sense->flags & GZT_SENSE_WEAK && is_stop_in_capitals(r, name))
        name->dropped = true;
    else if (sense->flags & GZT_SENSE_ADJECTIVE && means_language(r, name))
        name->dropped = true;
    else if (sense->flags & GZT_SENSE_WEAK &&
             (best < WEAK_LEAST + (agrees ? 0 : 10) ||
              is_anyones(r, name, sense)))
        leave_to_model(name);
    else if (name->span && name->count == 1 && !agrees &&
             name->span->type == GZT_ENTITY_PERSON && name->role &&
             is_place_like(gzt_lexicon_type(r->lexicon, sense->entity)))
        leave_to_model(name); // "Mr. Jordan"
    else
        take_sense(r, name, sense);
}

// One word that may be a surname, or short for something: what is meant is
// seen when the full names of the document are known.
static bool
is_later(const gzt_name *name)
{
    return name->count == 1 &&
           (name->match->types >> GZT_ENTITY_PERSON & 1 ||
            name->match->flags & GZT_SENSE_WEAK ||
            (name->span && name->span->type == GZT_ENTITY_PERSON));
}

void
gzt_resolve_senses(gzt_resolving *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->names[i].match && !is_later(&r->names[i]))
            gzt_resolve_sense(r, &r->names[i]);
}
