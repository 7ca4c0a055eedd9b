/* snippet.c - the sentences of an article that best show why it is a hit. */
#include "answer/text.h"
#include "base/str.h"

// A sentence: its bytes, and its tokens by number.
typedef struct sentence {
    size_t start, end;
    size_t first_token, end_token;
    size_t first_match, end_match;
} sentence;

typedef struct sentences {
    sentence *items;
    size_t count;
} sentences;

static bool
is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Where the sentence that ends with the token really ends: the punctuation
// behind it belongs to it.
static size_t
end_of_sentence(gzt_str body, size_t at, size_t limit)
{
    while (at < limit && !is_blank(body.ptr[at]))
        at++;
    return at;
}

static sentences
split(const gzt_text *text, gzt_arena *arena)
{
    const gzt_tokens *t = &text->body;
    gzt_str body = text->article.body;
    sentences s = { 0 };
    size_t start = 0, first = 0, match = 0;

    for (size_t i = 0; i < t->count; i++) {
        const gzt_token *token = &t->tokens[i];
        bool last = i + 1 == t->count;
        size_t limit = last ? body.len : t->tokens[i + 1].start;
        sentence *new;

        if (!last &&
            (!(token->flags & (GZT_TOKEN_SENTENCE | GZT_TOKEN_PARAGRAPH)) ||
             limit < token->end))
            continue;
        s.items = gzt_arena_more(arena, s.items, s.count, sizeof(*s.items));
        new = &s.items[s.count++];
        while (start < body.len && is_blank(body.ptr[start]))
            start++;
        *new = (sentence){ .start = start,
                           .end = end_of_sentence(body, token->end, limit),
                           .first_token = first,
                           .end_token = i + 1,
                           .first_match = match };
        while (match < text->match_count &&
               text->matches[match].token < t->tokens + i + 1)
            match++;
        new->end_match = match;
        start = new->end;
        first = i + 1;
    }
    return s;
}

typedef struct window {
    size_t first, end; // sentences, or tokens
    double score;
} window;

// What matches [from, to) are worth: each word once, and a little for more.
static double
score_matches(const gzt_text *text, const gzt_matcher *m, size_t from,
              size_t to, uint32_t *seen, uint32_t stamp)
{
    double score = 0;

    for (size_t i = from; i < to; i++) {
        size_t word = text->matches[i].word;
        double weight = m->weights[word] + 0.01;

        score += seen[word] == stamp ? weight * 0.05 : weight;
        seen[word] = stamp;
    }
    return score;
}

static size_t
words_of(const sentence *s)
{
    return s->end_token - s->first_token;
}

static window
best_window(const gzt_text *text, const gzt_matcher *m, const sentences *s,
            size_t words, gzt_arena *arena)
{
    uint32_t *seen =
        gzt_arena_array(arena, m->plan->word_count + 1, sizeof(*seen));
    window best = { 0, 0, -1 };

    for (size_t i = 0; i < s->count; i++) {
        size_t end = i + 1, total = words_of(&s->items[i]);
        double score;

        if (i && s->items[i].first_match == s->items[i].end_match)
            continue; // a window begins with a match, or with the text
        while (end < s->count && total + words_of(&s->items[end]) <= words)
            total += words_of(&s->items[end++]);
        score =
            score_matches(text, m, s->items[i].first_match,
                          s->items[end - 1].end_match, seen, (uint32_t)i + 1);
        if (score > best.score)
            best = (window){ i, end, score };
    }
    return best;
}

// Within one sentence that is too long: the `words` tokens worth most.
static window
best_tokens(const gzt_text *text, const gzt_matcher *m, const sentence *s,
            size_t words, gzt_arena *arena)
{
    const gzt_token *tokens = text->body.tokens;
    uint32_t *seen =
        gzt_arena_array(arena, m->plan->word_count + 1, sizeof(*seen));
    window best = { s->first_token, s->first_token + words, -1 };

    for (size_t i = s->first_match; i < s->end_match; i++) {
        size_t first = (size_t)(text->matches[i].token - tokens), end, last = i;
        double score;

        first = first > s->first_token + words / 4 ? first - words / 4
                                                   : s->first_token;
        end = first + words < s->end_token ? first + words : s->end_token;
        while (last < s->end_match && text->matches[last].token < tokens + end)
            last++;
        score = score_matches(text, m, i, last, seen, (uint32_t)i + 1);
        if (score > best.score)
            best = (window){ first, end, score };
    }
    return best;
}

static void
take_marks(const gzt_text *text, gzt_range bytes, size_t shift,
           gzt_arena *arena, gzt_hit *hit)
{
    const gzt_range *all;
    gzt_range *marks;
    size_t count =
        gzt_text_marks(text->matches, text->match_count, arena, &all);

    marks = gzt_arena_array(arena, count + 1, sizeof(*marks));
    for (size_t i = 0; i < count; i++)
        if (all[i].start >= bytes.start && all[i].end <= bytes.end)
            marks[hit->mark_count++] =
                (gzt_range){ all[i].start - bytes.start + shift,
                             all[i].end - bytes.start + shift };
    hit->marks = marks;
}

void
gzt_text_snippet(const gzt_text *text, const gzt_matcher *matcher, size_t words,
                 gzt_arena *arena, gzt_hit *hit)
{
    gzt_str body = text->article.body;
    sentences s = split(text, arena);
    gzt_range bytes;
    bool cut_front = false, cut_back = false;
    window w;

    if (!s.count || !words)
        return;
    w = best_window(text, matcher, &s, words, arena);
    bytes = (gzt_range){ s.items[w.first].start, s.items[w.end - 1].end };
    if (w.end == w.first + 1 && words_of(&s.items[w.first]) > 2 * words) {
        const sentence *one = &s.items[w.first];

        w = best_tokens(text, matcher, one, words, arena);
        cut_front = w.first > one->first_token;
        cut_back = w.end < one->end_token;
        if (cut_front)
            bytes.start = text->body.tokens[w.first].start;
        if (cut_back)
            bytes.end = text->body.tokens[w.end - 1].end;
    }
    hit->snippet =
        gzt_arena_printf(arena, "%s%.*s%s", cut_front ? "… " : "",
                         GZT_ARG(gzt_str_slice(body, bytes.start, bytes.end)),
                         cut_back ? " …" : "");
    take_marks(text, bytes, cut_front ? strlen("… ") : 0, arena, hit);
}
