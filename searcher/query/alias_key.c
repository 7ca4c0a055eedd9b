/* alias_key.c - the form under which a name is looked up. */
#include "query/alias_key.h"

#include "base/str.h"

gzt_str
gzt_alias_key(const gzt_str *words, size_t count, gzt_arena *arena)
{
    gzt_str key = { "", 0 };

    for (size_t i = 0; i < count; i++) {
        if (i)
            key = gzt_arena_join(arena, key, GZT_S(" "));
        key = gzt_arena_join(arena, key, words[i]);
    }
    return key;
}

size_t
gzt_alias_keys(gzt_analyzer *analyzer, gzt_str name, gzt_arena *arena,
               gzt_str keys[GZT_ALIAS_KEYS])
{
    gzt_str words[GZT_ALIAS_WORDS];
    gzt_tokens t;
    size_t count = 0, made = 0;

    gzt_analyze(analyzer, name, GZT_S("en"),
                GZT_ANALYZE_QUERY | GZT_ANALYZE_NO_STEM, arena, &t);
    if (!t.count || t.positions > GZT_ALIAS_WORDS)
        return 0;
    for (size_t i = 0; i < t.count; i++)
        if (!i || t.tokens[i].pos != t.tokens[i - 1].pos)
            words[count++] = t.tokens[i].word;
    keys[made++] = gzt_alias_key(words, count, arena);
    for (size_t i = 0; i < t.count && t.tokens[i].pos == 0 && made == 1; i++)
        if (count > 1 && t.tokens[i].kind == GZT_TOKEN_JOINED &&
            t.tokens[i].end >= t.tokens[t.count - 1].end)
            keys[made++] = t.tokens[i].word;
    return made;
}
