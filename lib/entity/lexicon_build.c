/* lexicon_build.c - from a TSV of entities to the image that is mapped. Runs
 * when gazette is built, and for a user's file. */
#include "entity/lexicon_image.h"

#include "base/err.h"

#include <stdlib.h>

enum {
    COLUMNS = 8,
    ROWS_MAX = 1 << 20,
    PRIOR = 30,        // of who says nothing
    WEAK_SHARE = 3,    // a weak alias has a third of its entity's prior
    UPPER_LETTERS = 3, // acronyms up to these are never written Nato-like
    IMAGE_ALIGN = 8,
};

enum {
    ID,
    NAME,
    ALIASES,
    COUNTRY,
    CODES,
    PRIOR_COLUMN,
    FLAGS,
    NOTE
};

typedef struct row {
    gzt_str fields[COLUMNS];
    uint32_t order; // as read
    gzt_entity_type type;
    uint8_t prior;
    uint16_t flags;
} row;

// A name's last word and how it is meant; or, without a sense, one of its
// earlier words.
typedef struct key {
    uint64_t hash;
    gzt_sense sense;
    bool more; // no sense: longer names begin like this
} key;

struct gzt_lexicon_builder {
    gzt_arena arena;
    gzt_analyzer *analyzer;
    row *rows;
    size_t row_count;
    key *keys;
    size_t key_count;
    gzt_image_entity *entities;
    size_t entity_count;
    uint32_t *names;
    size_t name_count;
    gzt_buf strings;
    gzt_image_header header;
};

gzt_lexicon_builder *
gzt_lexicon_builder_new(void)
{
    gzt_lexicon_builder *b = gzt_xrealloc(NULL, 1, sizeof(*b));

    *b = (gzt_lexicon_builder){ .analyzer = gzt_analyzer_new() };
    gzt_arena_init(&b->arena);
    gzt_buf_init(&b->strings, GZT_LEXICON_FILE);
    gzt_buf_putc(&b->strings, 0); // place 0 is the empty string
    return b;
}

void
gzt_lexicon_builder_free(gzt_lexicon_builder *b)
{
    if (!b)
        return;
    gzt_analyzer_free(b->analyzer);
    gzt_buf_release(&b->strings);
    gzt_arena_release(&b->arena);
    free(b);
}

// ---- Reading ----------------------------------------------------------------

static bool
take_flags(gzt_str words, uint16_t *out)
{
    gzt_str word;

    *out = 0;
    while (gzt_str_cut(&words, ' ', &word))
        if (gzt_str_eq(word, GZT_S("historic")))
            *out |= GZT_ENTITY_HISTORIC;
        else if (gzt_str_eq(word, GZT_S("capital")))
            *out |= GZT_ENTITY_CAPITAL;
        else if (word.len)
            return false;
    return true;
}

static gzt_status
take_row(gzt_lexicon_builder *b, gzt_str line, const char *file, size_t number,
         gzt_err *err)
{
    row r = { .order = (uint32_t)b->row_count, .prior = PRIOR };
    uint64_t prior = PRIOR;
    gzt_str rest = line;

    for (size_t i = 0; i < COLUMNS && gzt_str_cut(&rest, '\t', &r.fields[i]);
         i++)
        r.fields[i] = gzt_str_trim(r.fields[i]);
    if (rest.ptr)
        return gzt_fail(err, GZT_EINVAL, "%s:%zu: more than %d columns", file,
                        number, COLUMNS);
    if (!gzt_entity_type_of(r.fields[ID], &r.type) ||
        !memchr(r.fields[ID].ptr, ':', r.fields[ID].len))
        return gzt_fail(err, GZT_EINVAL,
                        "%s:%zu: '%.*s' is no id: write a type, a colon and a "
                        "name, as in org:nato",
                        file, number,
                        (int)(r.fields[ID].len < 80 ? r.fields[ID].len : 80),
                        r.fields[ID].ptr);
    if (r.fields[ID].len > GZT_STRING_MAX ||
        r.fields[NAME].len > GZT_STRING_MAX)
        return gzt_fail(err, GZT_EINVAL, "%s:%zu: longer than %d bytes", file,
                        number, GZT_STRING_MAX);
    if (r.fields[PRIOR_COLUMN].len &&
        !gzt_str_to_u64(r.fields[PRIOR_COLUMN], 100, &prior))
        return gzt_fail(
            err, GZT_EINVAL,
            "%s:%zu: the prior is a number from 0 to 100, not '%.*s'", file,
            number, GZT_ARG(r.fields[PRIOR_COLUMN]));
    if (!take_flags(r.fields[FLAGS], &r.flags))
        return gzt_fail(
            err, GZT_EINVAL,
            "%s:%zu: flags are 'historic' and 'capital', not '%.*s'", file,
            number, GZT_ARG(r.fields[FLAGS]));
    if (b->row_count == ROWS_MAX)
        return gzt_fail(err, GZT_EINVAL, "%s:%zu: more than %d entities", file,
                        number, ROWS_MAX);
    r.prior = (uint8_t)prior;
    if (r.fields[ID].ptr[r.fields[ID].len - 1] == ':')
        r.fields[ID] =
            gzt_arena_join(&b->arena, r.fields[ID],
                           gzt_entity_slug(r.fields[NAME], &b->arena));
    b->rows = gzt_arena_more(&b->arena, b->rows, b->row_count, sizeof(r));
    b->rows[b->row_count++] = r;
    return GZT_OK;
}

gzt_status
gzt_lexicon_builder_add(gzt_lexicon_builder *b, gzt_str text, const char *name,
                        gzt_err *err)
{
    gzt_str rest = text, line;
    size_t number = 0;
    gzt_status status = GZT_OK;

    while (status == GZT_OK && gzt_str_cut(&rest, '\n', &line)) {
        number++;
        if (gzt_str_trim(line).len && line.ptr[0] != '#')
            status = take_row(b, line, name, number, err);
    }
    return status;
}

// ---- Aliases of queries -------------------------------------------------------

// A name of a row, to be looked up.
typedef struct known {
    gzt_str name;
    uint32_t row;
    bool alias; // not the canonical name
} known;

static int
compare_known(const void *a, const void *b)
{
    const known *x = a, *y = b;
    int order = gzt_str_cmp(x->name, y->name);

    if (order)
        return order;
    if (x->alias != y->alias)
        return x->alias ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

static size_t
list_known(gzt_lexicon_builder *b, known **out)
{
    known *list = NULL;
    size_t count = 0;
    gzt_str rest, alias;

    for (uint32_t i = 0; i < b->row_count; i++) {
        list = gzt_arena_more(&b->arena, list, count, sizeof(*list));
        list[count++] = (known){ b->rows[i].fields[NAME], i, false };
        rest = b->rows[i].fields[ALIASES];
        while (rest.len && gzt_str_cut(&rest, '|', &alias)) {
            list = gzt_arena_more(&b->arena, list, count, sizeof(*list));
            list[count++] = (known){ gzt_str_trim(alias), i, true };
        }
    }
    if (count)
        qsort(list, count, sizeof(*list), compare_known);
    *out = list;
    return count;
}

static const known *
find_known(const known *list, size_t count, gzt_str name)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (gzt_str_cmp(list[mid].name, name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < count && gzt_str_eq(list[low].name, name) ? &list[low] : NULL;
}

// The entity a line is about: by a canonical name, else by an alias.
static const known *
find_line(const known *list, size_t count, gzt_str line)
{
    const known *found = NULL, *one;
    gzt_str name;

    while (gzt_str_cut(&line, '\t', &name)) {
        one = find_known(list, count, gzt_str_trim(name));
        if (one && !one->alias)
            return one;
        if (one && !found)
            found = one;
    }
    return found;
}

void
gzt_lexicon_builder_add_aliases(gzt_lexicon_builder *b, gzt_str text)
{
    known *list;
    size_t count = list_known(b, &list);
    gzt_str rest = text, line;

    while (gzt_str_cut(&rest, '\n', &line)) {
        const known *one = line.len && line.ptr[0] != '#'
                               ? find_line(list, count, line)
                               : NULL;
        row r = { .order = (uint32_t)b->row_count };
        char *names;

        if (!one || b->row_count == ROWS_MAX)
            continue;
        names = gzt_arena_cstr(&b->arena, line);
        for (size_t i = 0; i < line.len; i++)
            names[i] = names[i] == '\t' ? '|' : names[i];
        r.type = b->rows[one->row].type;
        r.fields[ID] = b->rows[one->row].fields[ID];
        r.fields[ALIASES] = (gzt_str){ names, line.len };
        b->rows = gzt_arena_more(&b->arena, b->rows, b->row_count, sizeof(r));
        b->rows[b->row_count++] = r;
    }
}

// ---- Names ------------------------------------------------------------------

static uint32_t
put_string(gzt_lexicon_builder *b, gzt_str s)
{
    uint32_t at = (uint32_t)b->strings.len;

    if (!s.len)
        return 0;
    s.len = s.len > GZT_STRING_MAX ? GZT_STRING_MAX : s.len;
    gzt_buf_putc(&b->strings, (char)(unsigned char)s.len);
    gzt_buf_put(&b->strings, s);
    return at;
}

static void
put_key(gzt_lexicon_builder *b, uint64_t hash, const gzt_sense *sense)
{
    b->keys =
        gzt_arena_more(&b->arena, b->keys, b->key_count, sizeof(*b->keys));
    b->keys[b->key_count++] =
        (key){ hash, sense ? *sense : (gzt_sense){ 0 }, !sense };
}

// Which of the words must have capitals, as those of the alias have.
static void
set_capitals(const gzt_unit *units, size_t count, bool exact, gzt_sense *sense)
{
    size_t uppers = 0;

    for (size_t i = 0; i < count; i++) {
        size_t letters = units[i].token->word.len;

        if (units[i].shape == GZT_SHAPE_LOWER ||
            units[i].shape == GZT_SHAPE_NUMBER)
            continue;
        sense->capitals |= (uint16_t)(1u << i);
        if (units[i].shape != GZT_SHAPE_UPPER)
            continue;
        uppers++;
        if (exact || letters <= UPPER_LETTERS)
            sense->uppers |= (uint16_t)(1u << i);
    }
    if (uppers == count)
        sense->flags |= GZT_SENSE_ACRONYM;
}

// "~Russian", "?May", "=START": the marks before an alias.
static gzt_str
take_marks(gzt_str alias, gzt_sense *sense, bool *exact)
{
    alias = gzt_str_trim(alias);
    for (; alias.len; alias = gzt_str_slice(alias, 1, alias.len))
        if (alias.ptr[0] == '~')
            sense->flags |= GZT_SENSE_ADJECTIVE;
        else if (alias.ptr[0] == '?')
            sense->flags |= GZT_SENSE_WEAK;
        else if (alias.ptr[0] == '=')
            *exact = true;
        else
            break;
    return alias;
}

static void
put_keys(gzt_lexicon_builder *b, const gzt_unit *units, size_t count,
         unsigned gaps, const gzt_sense *sense)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < count; i++) {
        hash =
            gzt_name_hash_word(hash, units[i].token->word, units[i].gap & gaps);
        put_key(b, hash, i + 1 == count ? sense : NULL);
    }
}

static bool
has_gaps(const gzt_unit *units, size_t count)
{
    unsigned gaps = 0;

    for (size_t i = 1; i < count; i++)
        gaps |= units[i].gap;
    return gaps & GZT_NAME_GAPS;
}

// The words of a name are cut as those of a text are, and so are found there.
static void
add_name(gzt_lexicon_builder *b, const gzt_image_entity *entity,
         uint32_t number, gzt_str alias, bool canonical)
{
    gzt_sense sense = { .entity = number,
                        .flags = canonical ? GZT_SENSE_NAME : 0 };
    gzt_tokens tokens;
    gzt_unit *units;
    bool exact = false;
    size_t count;

    alias = take_marks(alias, &sense, &exact);
    if (exact)
        sense.flags |= GZT_SENSE_EXACT;
    gzt_analyze(b->analyzer, alias, GZT_S("en"), 0, &b->arena, &tokens);
    count = gzt_units_make(alias, &tokens, &b->arena, &units);
    if (!count || count > GZT_LEXICON_WORDS)
        return;
    set_capitals(units, count, exact, &sense);
    sense.prior = sense.flags & GZT_SENSE_WEAK ? entity->prior / WEAK_SHARE
                                               : entity->prior;
    put_keys(b, units, count, GZT_NAME_GAPS, &sense);
    if (has_gaps(units, count)) // for queries, which have words only
        put_keys(b, units, count, 0, &sense);
    if (!(sense.capitals & 1)) {
        uint32_t first = gzt_first_bit(units->hash);

        b->header.firsts[first / 64] |= 1ull << first % 64;
    }
    b->names =
        gzt_arena_more(&b->arena, b->names, b->name_count, sizeof(*b->names));
    b->names[b->name_count++] = put_string(b, alias);
}

// ---- Entities ---------------------------------------------------------------

static int
compare_rows(const void *a, const void *b)
{
    const row *x = a, *y = b;
    int order = gzt_str_cmp(x->fields[ID], y->fields[ID]);

    return order ? order : (x->order > y->order) - (x->order < y->order);
}

// The first of the rows that has something in the column.
static gzt_str
first_of(const row *rows, size_t count, int column)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].fields[column].len)
            return rows[i].fields[column];
    return (gzt_str){ 0 };
}

static void
add_aliases(gzt_lexicon_builder *b, const gzt_image_entity *entity,
            uint32_t number, const row *rows, size_t count, gzt_str name)
{
    gzt_str rest, alias;

    add_name(b, entity, number, name, true);
    for (size_t i = 0; i < count; i++) {
        rest = rows[i].fields[ALIASES];
        while (rest.len && gzt_str_cut(&rest, '|', &alias))
            if (!gzt_str_eq(gzt_str_trim(alias), name))
                add_name(b, entity, number, alias, false);
    }
}

// One entity of the rows that have its id.
static gzt_status
add_entity(gzt_lexicon_builder *b, const row *rows, size_t count, gzt_err *err)
{
    gzt_str id = rows[0].fields[ID], name = first_of(rows, count, NAME);
    uint32_t number = (uint32_t)b->entity_count;
    gzt_image_entity entity = { .type = (uint8_t)rows[0].type,
                                .country = GZT_LEXICON_NONE,
                                .prior = PRIOR,
                                .names = (uint32_t)b->name_count };
    uint32_t bit = gzt_id_bit(id);
    gzt_sense unused;
    bool exact;

    if (!name.len)
        return gzt_fail(err, GZT_EINVAL, "%.*s has no name", GZT_ARG(id));
    for (size_t i = count; i-- > 0;) {
        entity.flags |= rows[i].flags;
        if (rows[i].fields[PRIOR_COLUMN].len)
            entity.prior = rows[i].prior;
    }
    entity.id = put_string(b, id);
    entity.name = put_string(b, take_marks(name, &unused, &exact));
    entity.codes = put_string(b, first_of(rows, count, CODES));
    entity.note = put_string(b, first_of(rows, count, NOTE));
    add_aliases(b, &entity, number, rows, count, name);
    entity.name_count = (uint16_t)(b->name_count - entity.names);
    b->entities =
        gzt_arena_more(&b->arena, b->entities, b->entity_count, sizeof(entity));
    b->entities[b->entity_count++] = entity;
    b->header.ids[bit / 64] |= 1ull << bit % 64;
    return GZT_OK;
}

// Entity number of "country:ru", given "ru" or a whole id; rows are by id, one
// an entity.
static uint32_t
find_country(const row *const *firsts, size_t count, gzt_str code,
             gzt_arena *arena)
{
    gzt_str id = memchr(code.ptr, ':', code.len)
                     ? code
                     : gzt_arena_join(arena, GZT_S("country:"), code);
    size_t low = 0, high = count;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (gzt_str_cmp(firsts[mid]->fields[ID], id) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    if (low < count && gzt_str_eq(firsts[low]->fields[ID], id))
        return (uint32_t)low;
    return GZT_LEXICON_NONE;
}

static gzt_status
add_entities(gzt_lexicon_builder *b, gzt_err *err)
{
    const row **firsts =
        gzt_arena_array(&b->arena, b->row_count + 1, sizeof(*firsts));
    gzt_str country;

    qsort(b->rows, b->row_count, sizeof(*b->rows), compare_rows);
    for (size_t i = 0, n; i < b->row_count; i += n) {
        for (n = 1;
             i + n < b->row_count &&
             gzt_str_eq(b->rows[i].fields[ID], b->rows[i + n].fields[ID]);
             n++)
            continue;
        firsts[b->entity_count] = &b->rows[i];
        if (add_entity(b, &b->rows[i], n, err) != GZT_OK)
            return GZT_EINVAL;
    }
    firsts[b->entity_count] = b->rows + b->row_count;
    for (size_t i = 0; i < b->entity_count; i++) {
        country =
            first_of(firsts[i], (size_t)(firsts[i + 1] - firsts[i]), COUNTRY);
        if (country.len)
            b->entities[i].country =
                find_country(firsts, b->entity_count, country, &b->arena);
    }
    return GZT_OK;
}

// ---- The image --------------------------------------------------------------

// By hash; the likeliest sense first, one without a sense last.
static int
compare_keys(const void *a, const void *b)
{
    const key *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->more != y->more)
        return x->more ? 1 : -1;
    if (x->sense.prior != y->sense.prior)
        return x->sense.prior > y->sense.prior ? -1 : 1;
    if (x->sense.entity != y->sense.entity)
        return x->sense.entity < y->sense.entity ? -1 : 1;
    return (x->sense.flags > y->sense.flags) -
           (x->sense.flags < y->sense.flags);
}

// Several spellings of one name are one sense: the one that asks for the
// fewest capitals.
static bool
is_listed(gzt_sense *senses, size_t count, const gzt_sense *one)
{
    for (size_t i = 0; i < count; i++)
        if (senses[i].entity == one->entity &&
            senses[i].uppers == one->uppers &&
            !((senses[i].flags ^ one->flags) & GZT_SENSE_ADJECTIVE)) {
            senses[i].capitals &= one->capitals;
            return true;
        }
    return false;
}

// All keys of one hash: their senses in a row, the last one marked.
static uint64_t
put_senses(const key *keys, size_t count, gzt_sense *senses,
           size_t *sense_count)
{
    size_t first = *sense_count, listed;
    uint64_t slot = keys[0].hash & GZT_SLOT_CHECK;

    for (size_t i = 0; i < count; i++) {
        listed = *sense_count - first;
        if (keys[i].more)
            slot |= GZT_SLOT_MORE;
        else if (listed < GZT_LEXICON_SENSES &&
                 !is_listed(senses + first, listed, &keys[i].sense))
            senses[(*sense_count)++] = keys[i].sense;
    }
    if (*sense_count > first) {
        senses[*sense_count - 1].flags |= GZT_SENSE_LAST;
        slot |= first + 1;
    }
    return slot;
}

// Room for `bytes` more, behind what is there and aligned.
static uint32_t
place(uint32_t *size, size_t bytes)
{
    uint32_t at = (*size + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;

    *size = at + (uint32_t)bytes;
    return at;
}

static void
put_at(char *image, uint32_t at, const void *items, size_t bytes)
{
    if (bytes)
        memcpy(image + at, items, bytes);
}

static void
write_image(gzt_lexicon_builder *b, const gzt_sense *senses,
            const uint64_t *slots, gzt_buf *out)
{
    gzt_image_header *h = &b->header;
    uint32_t size = sizeof(*h);
    char *image;

    memcpy(h->magic, "GZTLEX\0", sizeof(h->magic));
    h->version = GZT_IMAGE_VERSION;
    h->entities = (uint32_t)b->entity_count;
    h->names = (uint32_t)b->name_count;
    h->strings = (uint32_t)b->strings.len;
    h->entities_at = place(&size, h->entities * sizeof(*b->entities));
    h->senses_at = place(&size, h->senses * sizeof(*senses));
    h->slots_at = place(&size, h->slots * sizeof(*slots));
    h->names_at = place(&size, h->names * sizeof(*b->names));
    h->strings_at = place(&size, h->strings);
    h->size = size;
    image = gzt_buf_room(out, size);
    if (!image)
        return;
    memset(image, 0, size);
    put_at(image, h->entities_at, b->entities,
           h->entities * sizeof(*b->entities));
    put_at(image, h->senses_at, senses, h->senses * sizeof(*senses));
    put_at(image, h->slots_at, slots, h->slots * sizeof(*slots));
    put_at(image, h->names_at, b->names, h->names * sizeof(*b->names));
    put_at(image, h->strings_at, b->strings.ptr, h->strings);
    h->hash =
        gzt_str_hash((gzt_str){ image + sizeof(*h), size - sizeof(*h) }, 0);
    memcpy(image, h, sizeof(*h));
    out->len += size;
}

gzt_status
gzt_lexicon_builder_finish(gzt_lexicon_builder *b, gzt_buf *out, gzt_err *err)
{
    gzt_sense *senses;
    uint64_t *slots;
    size_t sense_count = 0, distinct = 0;
    uint32_t room = 16;

    if (add_entities(b, err) != GZT_OK)
        return GZT_EINVAL;
    if (b->key_count)
        qsort(b->keys, b->key_count, sizeof(*b->keys), compare_keys);
    for (size_t i = 0; i < b->key_count; i++)
        distinct += !i || b->keys[i].hash != b->keys[i - 1].hash;
    while (room < distinct + distinct / 2)
        room *= 2;
    senses = gzt_arena_array(&b->arena, b->key_count + 1, sizeof(*senses));
    slots = gzt_arena_array(&b->arena, room, sizeof(*slots));
    for (size_t i = 0, n; i < b->key_count; i += n) {
        for (n = 1;
             i + n < b->key_count && b->keys[i].hash == b->keys[i + n].hash;
             n++)
            continue;
        slots[gzt_slot_find(slots, room, b->keys[i].hash)] =
            put_senses(b->keys + i, n, senses, &sense_count);
    }
    b->header.senses = (uint32_t)sense_count;
    b->header.slots = room;
    write_image(b, senses, slots, out);
    if (out->full || sense_count >= GZT_SLOT_SENSES)
        return gzt_fail(err, GZT_EINVAL,
                        "the lexicon is too large: %zu entities, %zu names",
                        b->entity_count, b->name_count);
    return GZT_OK;
}
