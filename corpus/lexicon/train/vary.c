/* vary.c - more text from less: the same documents about other persons and
 * organisations, or in capitals, and sentences of ours whose blanks are filled
 * in. It is drawn by lot, each time the same. */
#include "train.h"

#include <stdio.h>

enum {
    P = 1 << GZT_ENTITY_PERSON,
    O = 1 << GZT_ENTITY_ORG,
    FILLS = 30,     // of a pattern
    FEW = 3,        // names of a kind in it
    SENTENCES = 12, // of a document of patterns
};

// A document's names, and what each has become in its copy.
typedef struct swaps {
    gzt_str *from, *to;
    size_t count;
} swaps;

uint64_t
train_draw(train_set *set)
{
    set->random = set->random * 6364136223846793005ull + 1442695040888963407ull;
    return set->random >> 33;
}

static gzt_str
last_word(gzt_str s)
{
    size_t at = s.len;

    while (at && s.ptr[at - 1] != ' ')
        at--;
    return gzt_str_slice(s, at, s.len);
}

// Another name of its type; the same one wherever it stands, and the last name
// of a person who has already changed.
static gzt_str
swap(train_set *set, swaps *done, gzt_str name, uint8_t types)
{
    const train_pool *pool = &set->pools[types == P ? TRAIN_PERSON : TRAIN_ORG];
    gzt_str other = name;

    for (size_t i = 0; i < done->count; i++) {
        if (gzt_str_eq(done->from[i], name))
            return done->to[i];
        if (types == P && gzt_str_eq(last_word(done->from[i]), name))
            return last_word(done->to[i]);
    }
    if ((types == P || types == O) && pool->count &&
        gzt_str_find(name, GZT_S(" ")) < name.len && train_draw(set) % 4)
        other = pool->names[train_draw(set) % pool->count];
    done->from = gzt_arena_more(&set->arena, done->from, done->count,
                                sizeof(*done->from));
    done->to =
        gzt_arena_more(&set->arena, done->to, done->count, sizeof(*done->to));
    done->from[done->count] = name;
    done->to[done->count++] = other;
    return other;
}

// The same text about others: what a model should not learn by heart.
static void
put_varied(const train_draft *d, float share)
{
    train_draft copy = *d;
    swaps done = { 0 };
    gzt_buf text;
    size_t at = 0;

    copy.starts = copy.ends = NULL;
    copy.types = NULL;
    copy.names = copy.room = 0;
    gzt_buf_init(&text, 2 * GZT_BIO_BYTES);
    for (size_t i = 0; i < d->names; i++) {
        gzt_str name = gzt_str_slice(d->text, d->starts[i], d->ends[i]);
        size_t start;

        gzt_buf_put(&text, gzt_str_slice(d->text, at, d->starts[i]));
        start = text.len;
        gzt_buf_put(&text, swap(d->set, &done, name, d->types[i]));
        train_draft_name(&copy, start, text.len, d->types[i]);
        at = d->ends[i];
    }
    gzt_buf_put(&text, gzt_str_slice(d->text, at, d->text.len));
    copy.text = gzt_buf_str(&text);
    train_draft_put(&copy, share, true);
    train_draft_release(&copy);
    gzt_buf_release(&text);
}

static void
put_upper(const train_draft *d, float share)
{
    train_draft copy = *d;
    gzt_buf text;

    gzt_buf_init(&text, 2 * GZT_BIO_BYTES);
    for (size_t i = 0; i < d->text.len; i++) {
        char c = d->text.ptr[i];

        gzt_buf_putc(&text, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    copy.text = gzt_buf_str(&text);
    train_draft_put(&copy, share, true);
    gzt_buf_release(&text);
}

void
train_draft_vary(const train_draft *d)
{
    if (d->set->varied > 0)
        put_varied(d, d->set->varied);
    if (d->set->upper > 0 && train_draw(d->set) % 3 == 0)
        put_upper(d, d->set->upper);
}

// ---- Patterns --------------------------------------------------------------

// Of a document: names occur in it more than once.
typedef struct fills {
    gzt_str few[TRAIN_POOLS][FEW];
} fills;

static void
fills_draw(train_set *set, fills *out)
{
    for (int i = 0; i < TRAIN_POOLS; i++)
        for (int k = 0; k < FEW; k++) {
            const train_pool *pool = &set->pools[i];

            if (!pool->count)
                train_die("no names to fill patterns with");
            out->few[i][k] = pool->names[train_draw(set) % pool->count];
        }
}

static gzt_str
fill_for(train_set *set, const fills *f, gzt_str blank)
{
    static const char *const names[TRAIN_POOLS] = { "person", "org", "country",
                                                    "adj", "city" };
    static const char *const months[] = { "January", "February", "March",
                                          "April",   "May",      "June",
                                          "July",    "August",   "September",
                                          "October", "November", "December" };

    if (gzt_str_eq(blank, GZT_S("year")))
        return gzt_arena_printf(&set->arena, "%u",
                                1900 + (unsigned)(train_draw(set) % 126));
    if (gzt_str_eq(blank, GZT_S("month")))
        return gzt_str_of(months[train_draw(set) % 12]);
    for (int i = 0; i < TRAIN_POOLS; i++)
        if (gzt_str_eq(gzt_str_of(names[i]), blank))
            return f->few[i][train_draw(set) % FEW];
    train_die("a pattern has the blank {%.*s}", GZT_ARG(blank));
}

static gzt_str
fill_line(train_set *set, const fills *f, gzt_str line, gzt_buf *buf)
{
    gzt_buf_clear(buf);
    while (line.len) {
        size_t open = gzt_str_find(line, GZT_S("{"));
        size_t close = gzt_str_find(line, GZT_S("}"));

        gzt_buf_put(buf, gzt_str_slice(line, 0, open));
        if (close == line.len)
            break;
        gzt_buf_put(buf,
                    fill_for(set, f, gzt_str_slice(line, open + 1, close)));
        line = gzt_str_slice(line, close + 1, line.len);
    }
    return gzt_buf_str(buf);
}

void
train_set_add_patterns(train_set *set, const char *file, uint32_t group,
                       float weight)
{
    gzt_str all = train_file_read(file, &set->arena), rest = all, line;
    gzt_str *lines = NULL;
    size_t count = 0;
    gzt_buf text, buf;

    gzt_buf_init(&text, GZT_BIO_BYTES);
    gzt_buf_init(&buf, 1 << 16);
    while (gzt_str_cut(&rest, '\n', &line))
        if (line.len && line.ptr[0] != '#') {
            lines = gzt_arena_more(&set->arena, lines, count, sizeof(*lines));
            lines[count++] = line;
        }
    for (size_t i = 0; count && i < count * FILLS / SENTENCES; i++) {
        train_draft d = {
            .set = set, .file = file, .group = group, .weight = weight
        };
        fills f;

        fills_draw(set, &f);
        gzt_buf_clear(&text);
        for (int k = 0; k < SENTENCES; k++) {
            line = fill_line(set, &f, lines[train_draw(set) % count], &buf);
            train_draft_line(&d, &text, line);
            gzt_buf_put(&text, GZT_S("\n"));
        }
        d.text = gzt_buf_str(&text);
        train_draft_put(&d, 1, true);
        train_draft_release(&d);
    }
    gzt_buf_release(&text);
    gzt_buf_release(&buf);
}

// ---- Pools -----------------------------------------------------------------

static void
pool_put(train_set *set, int pool, gzt_str name)
{
    train_pool *p = &set->pools[pool];

    p->names =
        gzt_arena_more(&set->arena, p->names, p->count, sizeof(*p->names));
    p->names[p->count++] = name;
}

// What is often meant is drawn more often.
static void
pool_put_often(train_set *set, int pool, gzt_str name, uint64_t prior)
{
    for (uint64_t i = 0; i <= prior * prior / 800; i++)
        pool_put(set, pool, name);
}

void
train_pool_add_entities(train_set *set, const char *file)
{
    gzt_str rest = train_file_read(file, &set->arena), line;

    while (gzt_str_cut(&rest, '\n', &line)) {
        gzt_str fields[6] = { { 0 } }, alias;
        gzt_entity_type type;
        uint64_t prior = 0;

        for (int i = 0; i < 6; i++)
            if (!gzt_str_cut(&line, '\t', &fields[i]))
                break;
        if (!fields[1].len || !gzt_entity_type_of(fields[0], &type))
            continue;
        gzt_str_to_u64(fields[5], 100, &prior);
        if (type == GZT_ENTITY_PERSON)
            pool_put(set, TRAIN_PERSON, fields[1]);
        if (type == GZT_ENTITY_ORG)
            pool_put(set, TRAIN_ORG, fields[1]);
        if (type == GZT_ENTITY_PLACE)
            pool_put_often(set, TRAIN_CITY, fields[1], prior);
        if (type != GZT_ENTITY_COUNTRY)
            continue;
        pool_put_often(set, TRAIN_COUNTRY, fields[1], prior);
        while (gzt_str_cut(&fields[2], '|', &alias))
            if (alias.len && alias.ptr[0] == '~')
                pool_put_often(set, TRAIN_ADJ,
                               gzt_str_slice(alias, 1, alias.len), prior);
    }
}

void
train_pool_add_orgs(train_set *set, const char *file)
{
    gzt_str rest = train_file_read(file, &set->arena), line;

    while (gzt_str_cut(&rest, '\n', &line))
        if (line.len)
            pool_put(set, TRAIN_ORG, line);
}

// "Surname, Given M.", then what they were.
void
train_pool_add_persons(train_set *set, const char *file)
{
    gzt_str rest = train_file_read(file, &set->arena), line;

    while (gzt_str_cut(&rest, '\n', &line)) {
        gzt_str name, family, given;

        if (!gzt_str_cut(&line, '\t', &name) ||
            !gzt_str_cut(&name, ',', &family) || !name.ptr ||
            gzt_str_find(name, GZT_S(",")) < name.len ||
            gzt_str_find(name, GZT_S("(")) < name.len)
            continue;
        given = gzt_str_trim(name);
        if (given.len && !gzt_str_ends(given, GZT_S("-")))
            pool_put(set, TRAIN_PERSON,
                     gzt_arena_printf(&set->arena, "%.*s %.*s", GZT_ARG(given),
                                      GZT_ARG(family)));
    }
}
