#!/bin/sh
# What is written to hurt: no crash, no hang, no more memory than allowed, and
# a sentence for the user.
. tests/cli/lib.sh

# A build that is watched by sanitizers needs terabytes of address space for
# its shadow: there the limit is left out, and the sanitizers see to the rest.
# It is several times slower, too.
limit=1500000
seconds=30
(ulimit -v $limit && exec "$bin/indexer" --version) >/dev/null 2>&1 ||
    { limit=unlimited && seconds=150; }

# endured NAME COMMAND...: ends by itself, well or not, in time and in 1.5 GB of
# address space.
endured() {
    name=$1
    shift
    (
        ulimit -v $limit
        exec timeout $seconds "$@"
    ) >"$t/out" 2>"$t/err"
    code=$?
    ok "$name (exit $code)" test "$code" -le 2
}

# ---- input ------------------------------------------------------------------

awk 'BEGIN { printf "{\"id\":\"big\",\"title\":\"big\",\"body\":\""
    while (n++ < 1000000) printf "wordy %d ", n % 5000
    printf "\"}\n" }' >"$t/line.jsonl"
ok 'the line is long' test "$(wc -c <"$t/line.jsonl")" -gt 10000000
endured 'ten megabytes on a line' "$bin/indexer" -d "$idx" "$t/line.jsonl"
is 'are an article' 1 "$(searcher --count wordy 4999)"

awk 'BEGIN { printf "{\"id\":\"deep\",\"title\":\"deep\",\"x\":"
    while (n++ < 100000) printf "["
    while (m++ < 100000) printf "]"
    print "}"
    printf "{\"id\":\"deep2\",\"title\":\"deep\",\"x\":"
    while (k++ < 100000) printf "{\"a\":"
    print "" }' >"$t/deep.jsonl"
endured 'JSON nested a hundred thousand deep' \
    "$bin/indexer" -d "$idx" "$t/deep.jsonl"
is 'is rejected' 1 "$code"

awk 'BEGIN { printf "{\"id\":\"wide\",\"title\":\"wide\""
    while (n++ < 200000) printf ",\"f%d\":1", n
    print "}" }' >"$t/wide.jsonl"
endured 'two hundred thousand fields' "$bin/indexer" -d "$idx" "$t/wide.jsonl"
is 'are rejected' 1 "$code"

head -c 2000000000 /dev/zero | gzip -1 | head -c 8700000 >"$t/bomb.gz" 2>/dev/null
endured 'a gzip bomb' "$bin/indexer" -d "$idx" --format jsonl "$t/bomb.gz"
is 'is rejected' 1 "$code"
head -c 300000000 /dev/zero | tr '\0' 'a' | gzip -9 >"$t/bomb.txt.gz"
endured 'another as a text' "$bin/indexer" -d "$idx" "$t/bomb.txt.gz"
is 'is rejected' 1 "$code"
gzip -c "$t/bomb.txt.gz" >"$t/twice.txt.gz"
endured 'gzip in gzip' "$bin/indexer" -d "$idx" "$t/twice.txt.gz"
rm "$t"/*.gz

head -c 300000 /dev/urandom >"$t/random"
cp "$t/random" "$t/random.jsonl"
cp "$t/random" "$t/random.md"
cp "$t/random" "$t/random.txt"
(printf '\037\213\010\0' && cat "$t/random") >"$t/random.gz"
for format in auto text markdown jsonl; do
    for f in random random.jsonl random.md random.txt random.gz; do
        endured "random bytes as $format: $f" \
            "$bin/indexer" -q -d "$idx" --format $format "$t/$f"
    done
done
head -c 20000 /dev/urandom | tr '\0' x >"$t/noise.txt"
endured 'noise without NUL' "$bin/indexer" -d "$idx" "$t/noise.txt"

printf '{"id":"nul\\u0000id","title":"nul \\u0000 title","body":"a\\u0000b \\ud800 \\udc00x"}\n' \
    >"$t/nul.jsonl"
printf '{"id":"raw","title":"raw\000nul"}\n{"id":"ok","title":"pangolin follows"}\n' \
    >>"$t/nul.jsonl"
endured 'NULs and half surrogates' "$bin/indexer" -d "$idx" "$t/nul.jsonl"
is 'what follows is read' ok "$(hits pangolin)"
printf 'T\n\n%s\n' "$(head -c 500000 /dev/zero | tr '\0' '*')" >"$t/stars.md"
endured 'half a million stars' "$bin/indexer" -d "$idx" "$t/stars.md"
awk 'BEGIN { while (n++ < 50000) printf "> "; print "x"
    while (m++ < 50000) printf "[" ; print "" }' >"$t/quotes.md"
endured 'quotes within quotes' "$bin/indexer" -d "$idx" "$t/quotes.md"
awk 'BEGIN { printf "{\"id\":\"h\",\"body_html\":\""
    while (n++ < 100000) printf "<div><b>"
    print "deep\"}" }' >"$t/html.jsonl"
endured 'HTML nested without end' "$bin/indexer" -d "$idx" "$t/html.jsonl"
awk 'BEGIN { print "---"; while (n++ < 100000) print "key" n ": [a, b"; print "---"; print "x" }' \
    >"$t/matter.md"
endured 'front matter without end' "$bin/indexer" -d "$idx" "$t/matter.md"

# Cut at every byte: what is whole is taken, nothing else.
printf '%s\n' '{"id":"t1","title":"tapir \u00e9 one","tags":["a"],"n":-1.5e3}' \
    '{"id":"t2","title":"tapir two","body":"中国"}' >"$t/whole.jsonl"
size=$(wc -c <"$t/whole.jsonl")
first=$(head -n 1 "$t/whole.jsonl" | wc -c)
bad=
n=0
while [ $n -le "$size" ]; do
    head -c $n "$t/whole.jsonl" >"$t/cut.jsonl"
    "$bin/indexer" --dry-run --json -d "$t/none" "$t/cut.jsonl" \
        >"$t/out" 2>/dev/null
    code=$?
    want=0
    [ $n -lt $((first - 1)) ] || want=1
    [ $n -lt $((size - 1)) ] || want=2
    grep -q "\"added\":$want," "$t/out" && [ $code -le 1 ] || bad="$bad $n"
    n=$((n + 1))
done
is "cut at each of $size bytes" '' "$bad"

run indexer --verify
is 'after all that the index is healthy' 0 "$code"

# ---- queries ----------------------------------------------------------------

many=$(awk 'BEGIN { while (n++ < 10000) printf "w%d ", n }')
endured 'ten thousand words' "$bin/searcher" -d "$idx" "$many"
ok 'are answered' test "$code" -le 1
endured 'any of them' "$bin/searcher" -d "$idx" --match any "$many"
endured 'ten thousand words in a phrase' "$bin/searcher" -d "$idx" "\"$many\""
endured 'ten thousand ORs' "$bin/searcher" -d "$idx" \
    "$(awk 'BEGIN { while (n++ < 10000) printf "w%d OR ", n; print "x" }')"
endured 'ten thousand NOTs' "$bin/searcher" -d "$idx" \
    "$(awk 'BEGIN { while (n++ < 10000) printf "NOT "; print "x" }')"
endured 'a prefix of everything' "$bin/searcher" -d "$idx" 'w* x* a* 1*'
endured 'a hundred near spellings' "$bin/searcher" -d "$idx" \
    "$(awk 'BEGIN { while (n++ < 100) printf "wordy%d~2 ", n }')"
deep=$(awk 'BEGIN { while (n++ < 200) printf "("; printf "wordy"
    while (m++ < 200) printf ")" }')
endured 'two hundred brackets' "$bin/searcher" -d "$idx" "$deep"
endured 'a hundred thousand brackets' "$bin/searcher" -d "$idx" \
    "$(awk 'BEGIN { while (n++ < 100000) printf "(" }')"
endured 'a word of a hundred thousand letters' "$bin/searcher" -d "$idx" \
    "$(head -c 100000 /dev/zero | tr '\0' a)"
endured 'control characters' "$bin/searcher" -d "$idx" \
    "$(printf 'a\001\002\033[2J\177b "\a\b" \302\200')"
is 'none of them comes back' 0 "$(LC_ALL=C tr -d '\n\t -~' <"$t/err" | wc -c)"
endured 'invalid UTF-8' "$bin/searcher" -d "$idx" \
    "$(printf '\377\376 \300\200 \355\240\200 "\342\202" title:\360\237')"
ok 'is searched' test "$code" -le 1
endured 'nothing but operators' "$bin/searcher" -d "$idx" \
    'AND OR NOT NEAR/5 w/s AND AND'
endured 'a date out of this world' "$bin/searcher" -d "$idx" \
    'date:99999999999-99..0000'
endured 'a number of hits beyond all' "$bin/searcher" -d "$idx" \
    -n 99999999999999999999 wordy
head -c 100000 "$t/random" >"$t/queries"
endured 'random bytes as a batch' "$bin/searcher" -d "$idx" --batch "$t/queries" \
    --format trec -n 1
endured 'as aliases' "$bin/searcher" -d "$idx" --aliases "$t/random" wordy
endured 'as an index' "$bin/searcher" -d "$t/random" wordy
is 'which is refused' 2 "$code"
endured 'as a stub with names in it' sh -c \
    "printf 'auto \\377\\n' >'$t/stub'; '$bin/searcher' -d '$t/stub' x"

done_testing
