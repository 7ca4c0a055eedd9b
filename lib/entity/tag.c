/* tag.c - lexicon, model, resolution: one after the other. */
#include "entity/tag.h"

#include "entity/bio.h"
#include "entity/decode.h"
#include "entity/lexicon.h"
#include "entity/resolve.h"

#include "base/err.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct gzt_tagger {
    const gzt_lexicon *lexicon;
    gzt_decoder *decoder;
};

gzt_tagger *
gzt_tagger_new_with(const gzt_lexicon *lexicon, const gzt_model *model)
{
    gzt_tagger *tagger = gzt_xrealloc(NULL, 1, sizeof(*tagger));

    tagger->lexicon = lexicon;
    tagger->decoder = model ? gzt_decoder_new(model) : NULL;
    return tagger;
}

gzt_tagger *
gzt_tagger_new(const gzt_lexicon *lexicon)
{
    gzt_model model;

    // Only a build that is about to train a model has none.
    return gzt_tagger_new_with(lexicon,
                               gzt_model_builtin(&model) ? &model : NULL);
}

void
gzt_tagger_free(gzt_tagger *tagger)
{
    if (!tagger)
        return;
    gzt_decoder_free(tagger->decoder);
    free(tagger);
}

static bool
is_english(gzt_str lang)
{
    size_t end = gzt_str_find(lang, GZT_S("-"));

    lang = gzt_str_slice(lang, 0, end);
    return !lang.len || gzt_str_eq_nocase(lang, GZT_S("en")) ||
           gzt_str_eq_nocase(lang, GZT_S("eng")) ||
           gzt_str_eq_nocase(lang, GZT_S("english"));
}

// ---- The model -------------------------------------------------------------

// A document is read as one: its fields one behind the other.
typedef struct joined {
    gzt_unit *units;
    gzt_match *matches;
    size_t unit_count, match_count;
} joined;

static void
join(const gzt_resolve_part *parts, gzt_arena *arena, joined *out)
{
    size_t units = 0, matches = 0;

    for (int i = 0; i < GZT_PARTS; i++) {
        units += parts[i].unit_count;
        matches += parts[i].match_count;
    }
    *out = (joined){
        .units = gzt_arena_array(arena, units + 1, sizeof(gzt_unit)),
        .matches = gzt_arena_array(arena, matches + 1, sizeof(gzt_match)),
    };
    for (int i = 0; i < GZT_PARTS; i++) {
        const gzt_resolve_part *part = &parts[i];

        for (size_t k = 0; k < part->match_count; k++) {
            gzt_match match = part->matches[k];

            match.first += (uint32_t)out->unit_count;
            out->matches[out->match_count++] = match;
        }
        if (part->unit_count)
            memcpy(out->units + out->unit_count, part->units,
                   part->unit_count * sizeof(*part->units));
        out->unit_count += part->unit_count;
    }
}

// "IS" in a headline all in capitals says no more than "is".
static bool
is_weak(const gzt_resolve_part *part, const gzt_match *match)
{
    const gzt_unit *unit = &part->units[match->first];

    return match->flags & GZT_SENSE_WEAK ||
           (match->count == 1 && unit->flags & GZT_UNIT_STOP &&
            unit->token->kind == GZT_TOKEN_WORD);
}

// A known name that is an everyday word as well ("May") is none where the model,
// which was told that it is known, sees none.
static void
drop_weak(gzt_resolve_part *part, gzt_arena *arena)
{
    gzt_match *kept =
        gzt_arena_array(arena, part->match_count + 1, sizeof(*kept));
    size_t count = 0, at = 0;

    for (size_t i = 0; i < part->match_count; i++) {
        const gzt_match *match = &part->matches[i];

        while (at < part->span_count &&
               part->spans[at].first + part->spans[at].count <= match->first)
            at++;
        if (!is_weak(part, match) ||
            (at < part->span_count &&
             part->spans[at].first < match->first + match->count))
            kept[count++] = *match;
    }
    part->matches = kept;
    part->match_count = count;
}

static void
find_spans(gzt_tagger *tagger, gzt_resolve_part *parts, gzt_arena *arena)
{
    gzt_span *spans;
    size_t count, at = 0, base = 0;
    joined all;

    join(parts, arena, &all);
    count = gzt_decode(tagger->decoder, all.units, all.unit_count, all.matches,
                       all.match_count, arena, &spans);
    for (int i = 0; i < GZT_PARTS; i++) {
        size_t end = base + parts[i].unit_count;

        parts[i].spans = spans + at;
        for (; at < count && spans[at].first < end; at++) {
            spans[at].first -= (uint32_t)base;
            parts[i].span_count++;
        }
        base = end;
        drop_weak(&parts[i], arena);
    }
}

static void
tag_parts(gzt_tagger *tagger, gzt_resolve_part parts[GZT_PARTS], gzt_str lang,
          gzt_arena *arena, gzt_mentions *out)
{
    for (int i = 0; i < GZT_PARTS; i++)
        parts[i].match_count =
            gzt_lexicon_scan(tagger->lexicon, parts[i].units,
                             parts[i].unit_count, arena, &parts[i].matches);
    if (tagger->decoder && is_english(lang))
        find_spans(tagger, parts, arena);
    gzt_resolve(tagger->lexicon, parts, arena, out);
}

void
gzt_tag(gzt_tagger *tagger, const gzt_tag_field *fields, size_t count,
        gzt_str lang, gzt_arena *arena, gzt_mentions *out)
{
    gzt_resolve_part parts[GZT_PARTS] = { 0 };

    for (size_t i = 0; i < count && i < GZT_PARTS; i++) {
        gzt_unit *units;

        parts[i].text = fields[i].text;
        parts[i].tokens = fields[i].tokens;
        parts[i].definitions = fields[i].definitions;
        parts[i].unit_count =
            gzt_units_make(fields[i].text, fields[i].tokens, arena, &units);
        parts[i].units = units;
    }
    tag_parts(tagger, parts, lang, arena, out);
}

// ---- Tokens that are already there -----------------------------------------

// Put the tags of a document's tokens.
static void
put_tags(const gzt_bio *bio, const gzt_mentions *mentions, gzt_buf *out)
{
    size_t m = 0, last = SIZE_MAX;

    if (bio->marked)
        gzt_buf_put(out, GZT_S("-DOCSTART-\tO\n\n"));
    for (size_t i = 0; i < bio->count; i++) {
        const gzt_bio_token *token = &bio->tokens[i];
        const gzt_mention *mention;

        while (m < mentions->count && mentions->items[m].end <= token->start)
            m++;
        mention = m < mentions->count && mentions->items[m].start < token->end
                      ? &mentions->items[m]
                      : NULL;
        if (!mention) {
            gzt_buf_printf(out, "%.*s\tO\n", GZT_ARG(token->word));
        } else {
            gzt_str type = mention->adjective
                               ? GZT_S("group")
                               : gzt_entity_type_name(mention->type);

            gzt_buf_printf(out, "%.*s\t%c-%.*s\n", GZT_ARG(token->word),
                           m == last ? 'I' : 'B', GZT_ARG(type));
            last = m;
        }
        if (i + 1 == bio->count ||
            bio->tokens[i + 1].sentence != token->sentence)
            gzt_buf_putc(out, '\n');
    }
}

bool
gzt_tag_bio(gzt_tagger *tagger, gzt_analyzer *analyzer, gzt_str *lines,
            gzt_str lang, gzt_buf *out)
{
    gzt_resolve_part parts[GZT_PARTS] = { 0 };
    gzt_resolve_part *body = &parts[GZT_IN_BODY];
    gzt_arena arena;
    gzt_bio bio;
    gzt_tokens tokens;
    gzt_unit *units;
    gzt_mentions mentions;
    bool any;

    gzt_arena_init(&arena);
    any = gzt_bio_take(lines, &arena, &bio);
    if (any) {
        gzt_analyze(analyzer, bio.text, lang, GZT_ANALYZE_NO_STEM, &arena,
                    &tokens);
        body->text = bio.text;
        body->tokens = &tokens;
        body->unit_count = gzt_bio_units(&bio, &tokens, &arena, &units);
        body->units = units;
        tag_parts(tagger, parts, lang, &arena, &mentions);
        put_tags(&bio, &mentions, out);
    }
    gzt_arena_release(&arena);
    return any;
}
