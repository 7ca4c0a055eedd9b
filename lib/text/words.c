/* words.c - fold and stem a word once, then remember it.
 *
 * An open-addressing table from (language, raw bytes) to forms. Folding and
 * stemming take a microsecond, a hit some nanoseconds. A hit hands out a copy
 * in the arena of the text, made when the text first has that word: so the
 * cache may empty itself at any time without taking anything back.
 */
#include "text/words.h"

#include "text/analyzer.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/stopwords.h"

#include "base/err.h"
#include "base/utf8.h"

#include <assert.h>
#include <endian.h>
#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    RAW_MAX = 96,       // bytes; longer words are not cached
    FOLD_MAX = 1 << 20, // bytes; what is beyond does not tell words apart
    RAW_INLINE = 24,
    FIRST_SLOTS = 1 << 10,
    HASH_DIGITS = 16
};

// One line of the processor's cache, so that a hit costs one miss at most.
struct slot {
    uint32_t hash, text;        // text: which copied it last
    const char *bytes;          // raw, word, term; NULL: free
    const char *copy;           // word, term in that text's arena
    uint16_t word_len, term_at; // term_at: from the word's start
    uint8_t raw_len, term_len, flags, language;
    uint64_t term_hash;
    char raw[RAW_INLINE]; // its first bytes
};

static_assert(sizeof(struct slot) == GZT_CACHE_LINE, "one line of the cache");

struct gzt_words {
    struct slot *slots;
    size_t room, used; // room is a power of two
    gzt_arena bytes;   // the slots'
    gzt_arena *arena;  // the text's; NULL: its strings are ours
    gzt_arena odd;     // then, of words that are not kept
    bool lent;         // such strings are still used
    uint32_t text;     // number of the text, from 1
    unsigned language;
    gzt_buf folded;
    struct sb_stemmer *stemmers[GZT_LANGUAGES_MAX];
};

// Free slots, words->room of them.
static void
make_slots(gzt_words *words)
{
    words->slots = gzt_xtable(words->room, sizeof(struct slot));
    memset(words->slots, 0, words->room * sizeof(struct slot));
}

gzt_words *
gzt_words_new(void)
{
    gzt_words *words = gzt_xrealloc(NULL, 1, sizeof(*words));

    *words = (gzt_words){ .room = FIRST_SLOTS };
    make_slots(words);
    gzt_arena_init(&words->bytes);
    gzt_arena_init(&words->odd);
    gzt_buf_init(&words->folded, FOLD_MAX);
    return words;
}

void
gzt_words_free(gzt_words *words)
{
    if (!words)
        return;
    for (size_t i = 0; i < GZT_LANGUAGES_MAX; i++)
        if (words->stemmers[i])
            sb_stemmer_delete(words->stemmers[i]);
    gzt_arena_release(&words->bytes);
    gzt_arena_release(&words->odd);
    gzt_buf_release(&words->folded);
    free(words->slots);
    free(words);
}

static void
forget_all(gzt_words *words)
{
    memset(words->slots, 0, words->room * sizeof(struct slot));
    gzt_arena_reset(&words->bytes);
    words->used = 0;
}

void
gzt_words_begin(gzt_words *words, unsigned language, gzt_arena *arena)
{
    words->language = language;
    words->arena = arena;
    words->lent |= !arena;
    if (++words->text)
        return;
    // After 2^32 texts old numbers would be taken for new.
    for (size_t i = 0; i < words->room; i++)
        words->slots[i].text = 0;
    words->text = 1;
}

void
gzt_words_forget(gzt_words *words)
{
    words->lent = false;
    gzt_arena_reset(&words->odd);
    if (words->used >= GZT_WORDS_MAX)
        forget_all(words);
}

// Where what is not kept in the cache may lie.
static gzt_arena *
arena_of(gzt_words *words)
{
    return words->arena ? words->arena : &words->odd;
}

static struct sb_stemmer *
stemmer_of(gzt_words *words, unsigned language)
{
    const char *name = gzt_language_get(language)->name;

    // libstemmer says NULL for "no memory" too; the word then stays whole.
    if (name && !words->stemmers[language])
        words->stemmers[language] = sb_stemmer_new(name, NULL);
    return words->stemmers[language];
}

// The term of a long word: what fits, and a hash of the whole.
static gzt_str
cut_word(gzt_words *words, gzt_str word)
{
    size_t keep = gzt_utf8_floor(word, GZT_TERM_MAX - HASH_DIGITS);

    return gzt_arena_printf(arena_of(words), "%.*s%016llx", (int)keep, word.ptr,
                            (unsigned long long)gzt_str_hash(word, 0));
}

static bool
is_stemmable(gzt_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if ((unsigned char)word.ptr[i] < 'a') // a digit or a sign
            return false;
    return true;
}

// The forms of a folded word; they point into `word`, a list, or a stemmer.
static gzt_form
make_form(gzt_words *words, gzt_str word)
{
    gzt_form form = { .word = word, .term = word };
    gzt_str rest = word;
    struct sb_stemmer *stemmer;
    unsigned language;

    if (!word.len)
        return form;
    if (word.len > GZT_TERM_MAX) {
        form.term = form.word = cut_word(words, word);
        form.flags = GZT_TOKEN_CUT;
        return form;
    }
    language = gzt_language_of_script(words->language,
                                      gzt_script_of(gzt_utf8_take(&rest)));
    form.flags = gzt_stopwords_has(language, word) ? GZT_TOKEN_STOP : 0;
    stemmer = stemmer_of(words, language);
    if (!stemmer || !is_stemmable(word) ||
        gzt_protected_find(language, word, &form.term))
        return form;
    form.term.ptr = (const char *)sb_stemmer_stem(
        stemmer, (const sb_symbol *)word.ptr, (int)word.len);
    form.term.len = (size_t)sb_stemmer_length(stemmer);
    if (!form.term.ptr || !form.term.len || form.term.len > GZT_TERM_MAX)
        form.term = word;
    return form;
}

// Put the word and the term behind it into `out`; a term that begins the
// word, as most do, lies in it.
static size_t
pack_form(const gzt_form *form, char *out, size_t *term_at)
{
    *term_at = gzt_str_starts(form->word, form->term) ? 0 : form->word.len;
    if (!out)
        return form->word.len + (*term_at ? form->term.len : 0);
    memcpy(out, form->word.ptr, form->word.len);
    if (*term_at)
        memcpy(out + form->word.len, form->term.ptr, form->term.len);
    return 0;
}

static gzt_form
copy_form(gzt_arena *arena, gzt_form form)
{
    size_t term_at, len = pack_form(&form, NULL, &term_at);
    char *copy = gzt_arena_alloc(arena, len + 1);

    pack_form(&form, copy, &term_at);
    form.word.ptr = copy;
    form.term.ptr = copy + term_at;
    return form;
}

static uint64_t
load(const char *bytes, size_t len)
{
    uint64_t value = 0;

    memcpy(&value, bytes, len);
    return le64toh(value);
}

// Up to eight bytes of a text as a number, the missing ones 0; `room` bytes
// may be read.
static uint64_t
load_padded(const char *bytes, size_t len, size_t room)
{
    if (room < 8 || !len)
        return load(bytes, len);
    return load(bytes, 8) & UINT64_MAX >> (64 - 8 * len);
}

static inline gzt_expected
expect(gzt_str raw, size_t room, unsigned language)
{
    uint64_t hash = 0x9e3779b97f4a7c15u + language + 256 * raw.len;
    uint64_t front = load_padded(raw.ptr, raw.len < 8 ? raw.len : 8, room);

    // This is the innermost loop of all indexing: eight bytes at a time.
    hash = (hash ^ front) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
    while (raw.len > 8) {
        size_t len = raw.len - 8 < 8 ? raw.len - 8 : 8;

        raw = (gzt_str){ raw.ptr + 8, raw.len - 8 };
        room -= 8;
        hash = (hash ^ load_padded(raw.ptr, len, room)) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return (gzt_expected){ front,
                           (uint32_t)(hash * 0xc4ceb9fe1a85ec53u >> 32) };
}

// More than eight bytes, behind the first eight: loads that may overlap, no
// call.
static bool
ends_same(const struct slot *slot, gzt_str raw)
{
    if (raw.len > RAW_INLINE)
        return !memcmp(slot->bytes, raw.ptr, raw.len);
    return load(slot->raw + raw.len - 8, 8) == load(raw.ptr + raw.len - 8, 8) &&
           (raw.len <= 16 || load(slot->raw + 8, 8) == load(raw.ptr + 8, 8));
}

static inline bool
is_slot_of(const gzt_words *words, const struct slot *slot, gzt_str raw,
           gzt_expected expected)
{
    return slot->hash == expected.hash && slot->raw_len == raw.len &&
           slot->language == words->language &&
           load(slot->raw, 8) == expected.front &&
           (raw.len <= 8 || ends_same(slot, raw));
}

static inline struct slot *
find_slot(const gzt_words *words, gzt_str raw, gzt_expected expected)
{
    size_t at = expected.hash & (words->room - 1);

    while (words->slots[at].bytes &&
           !is_slot_of(words, &words->slots[at], raw, expected))
        at = (at + 1) & (words->room - 1);
    return &words->slots[at];
}

static void
grow(gzt_words *words)
{
    size_t room = words->room;
    struct slot *old = words->slots;

    words->room = 2 * room;
    make_slots(words);
    for (size_t i = 0; i < room; i++) {
        size_t at = old[i].hash & (words->room - 1);

        if (!old[i].bytes)
            continue;
        while (words->slots[at].bytes)
            at = (at + 1) & (words->room - 1);
        words->slots[at] = old[i];
    }
    free(old);
}

static void
fill_slot(gzt_words *words, struct slot *slot, gzt_str raw, uint32_t hash)
{
    gzt_form form = make_form(words, gzt_fold(raw, &words->folded));
    size_t term_at, len = pack_form(&form, NULL, &term_at);
    char *bytes = gzt_arena_alloc(&words->bytes, raw.len + len + 1);

    memcpy(bytes, raw.ptr, raw.len);
    pack_form(&form, bytes + raw.len, &term_at);
    *slot = (struct slot){
        .hash = hash,
        .bytes = bytes,
        .raw_len = (uint8_t)raw.len,
        .word_len = (uint16_t)form.word.len,
        .term_at = (uint16_t)term_at,
        .term_len = (uint8_t)form.term.len,
        .flags = form.flags,
        .language = (uint8_t)words->language,
        .term_hash = gzt_str_hash(form.term, 0),
    };
    memcpy(slot->raw, raw.ptr, raw.len < RAW_INLINE ? raw.len : RAW_INLINE);
    words->used++;
}

// The forms in a slot, copied for this text unless they were before.
static gzt_form
form_of_slot(gzt_words *words, struct slot *slot)
{
    if (!words->arena) {
        slot->copy = slot->bytes + slot->raw_len;
        slot->text = 0;
    } else if (slot->text != words->text) {
        size_t len =
            slot->word_len + (slot->term_at ? (size_t)slot->term_len : 0);
        gzt_str both = { slot->bytes + slot->raw_len, len };

        slot->copy = gzt_arena_copy(words->arena, both).ptr;
        slot->text = words->text;
    }
    return (gzt_form){
        .word = { slot->copy, slot->word_len },
        .term = { slot->copy + slot->term_at, slot->term_len },
        .flags = slot->flags,
        .hash = slot->term_hash,
    };
}

gzt_expected
gzt_words_expect(const gzt_words *words, gzt_str raw, size_t room)
{
    gzt_expected expected = expect(raw, room, words->language);

    __builtin_prefetch(&words->slots[expected.hash & (words->room - 1)]);
    return expected;
}

// Room for another word, by leaving all others if there are too many.
static struct slot *
new_slot(gzt_words *words, gzt_str raw, gzt_expected expected)
{
    if (words->used >= GZT_WORDS_MAX && !words->lent)
        forget_all(words);
    else if (words->used >= words->room / 2)
        grow(words);
    return find_slot(words, raw, expected);
}

gzt_form
gzt_words_get_expected(gzt_words *words, gzt_str raw, gzt_expected expected)
{
    struct slot *slot;

    if (raw.len > RAW_MAX)
        return copy_form(arena_of(words),
                         make_form(words, gzt_fold(raw, &words->folded)));
    slot = find_slot(words, raw, expected);
    if (!slot->bytes) {
        slot = new_slot(words, raw, expected);
        fill_slot(words, slot, raw, expected.hash);
    }
    return form_of_slot(words, slot);
}

gzt_form
gzt_words_get(gzt_words *words, gzt_str raw)
{
    return gzt_words_get_expected(words, raw,
                                  expect(raw, raw.len, words->language));
}

gzt_form
gzt_words_stem(gzt_words *words, gzt_str word)
{
    return copy_form(arena_of(words), make_form(words, word));
}
