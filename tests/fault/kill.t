#!/bin/sh
# kill -9 at thirty moments of a run, and SIGINT at fifteen: after each the
# index is healthy and keeps what was committed, and a last run completes it.
. tests/fault/lib.sh

TOTAL=6000
articles 1 $TOTAL >"$t/all.jsonl"
articles 1 $TOTAL edited >"$t/edited.jsonl"

# Small memory, small shards: many commits and publications to be hit.
options='--memory 16M --shard-articles 1500'
# shellcheck disable=SC2086 # words
time_of() {
    from=$(date +%s%N)
    "$bin/indexer" -q -d "$1" $options "$t/all.jsonl"
    echo $((($(date +%s%N) - from) / 1000000))
}
whole=$(time_of "$t/whole")
echo "# a whole run takes $whole ms"
longest=$(awk "BEGIN { print $whole / 1000 }")

# interrupt SIGNAL SEED FILE: sets $code
interrupt() {
    # shellcheck disable=SC2086 # words
    "$bin/indexer" -q -d "$idx" $options "$3" >/dev/null 2>"$t/err" &
    victim=$!
    started=$victim
    sleep "$(moment "$2" "$longest")"
    kill -"$1" $victim 2>/dev/null
    wait $victim 2>/dev/null
    code=$?
    started=
}

idx=$t/kill
indexer -q --shard-articles 1500 - </dev/null
before=0
n=0
while [ $n -lt 30 ]; do
    n=$((n + 1))
    case $n in
    1 | 11 | 21) # anew each ten
        rm -rf "$idx"
        before=0
        articles 1 50 | indexer -q --shard-articles 1500 -
        ;;
    esac
    file=$t/all.jsonl
    [ $((n % 3)) -ne 0 ] || file=$t/edited.jsonl
    interrupt KILL $n "$file"
    ok "kill -9, moment $n (exit $code): healthy" healthy
    ok 'no doubles' no_doubles
    now=$(cat "$t/counted")
    ok "nothing committed is lost ($before, then $now)" test "${now:-0}" -ge "$before"
    before=${now:-0}
done
run indexer "$t/all.jsonl"
is 'a last run completes it' 0 "$code"
is 'all are there' $TOTAL "$(searcher --count kestrel)"
ok 'none twice' no_doubles
indexer --export | LC_ALL=C sort >"$t/got"
"$bin/indexer" -d "$t/whole" --export | LC_ALL=C sort >"$t/wanted"
same 'each as if nothing had happened' "$t/wanted" "$t/got"
run indexer "$t/all.jsonl"
is 'and nothing is left to do' \
    "added 0, replaced 0, unchanged $TOTAL, rejected 0" "$(account)"

idx=$t/interrupt
n=0
while [ $n -lt 15 ]; do
    n=$((n + 1))
    [ $((n % 5)) -ne 1 ] || rm -rf "$idx"
    interrupt INT $((100 + n)) "$t/all.jsonl"
    ok "SIGINT, moment $n: exits 130, or 0 at the end ($code)" \
        test "$code" = 130 -o "$code" = 0
    if [ -f "$idx/XAPIANDB" ]; then
        ok 'healthy' healthy
    else
        ok 'too early for an index' test "$code" = 130
    fi
done
run indexer "$t/all.jsonl"
is 'a last run completes it' $TOTAL "$(searcher --count kestrel)"
ok 'none twice' no_doubles

# ---- while deleting and compacting ------------------------------------------

idx=$t/whole
"$bin/searcher" -d "$idx" --all --ids kestrel | head -n 500 >"$t/ids"
compact_time=$(date +%s%N)
cp -r "$idx" "$t/copy"
"$bin/indexer" -q -d "$t/copy" --compact
compact_time=$((($(date +%s%N) - compact_time) / 1000000))
longest=$(awk "BEGIN { print $compact_time / 1000 }")
searcher --all kestrel word1 >"$t/before"
n=0
while [ $n -lt 12 ]; do
    n=$((n + 1))
    rm -rf "$t/one"
    cp -r "$t/whole" "$t/one"
    idx=$t/one
    "$bin/indexer" -q -d "$idx" --compact 2>/dev/null &
    victim=$!
    started=$victim
    sleep "$(moment $((200 + n)) "$longest")"
    kill -KILL $victim 2>/dev/null
    wait $victim 2>/dev/null
    started=
    ok "kill -9 while compacting, moment $n: healthy" healthy
    is 'nothing is lost' $TOTAL "$(cat "$t/counted")"
    searcher --all kestrel word1 >"$t/after"
    same 'the same answers' "$t/before" "$t/after"
done
run indexer --compact
is 'then it compacts' 0 "$code"
searcher --all kestrel word1 >"$t/after"
same 'with the same answers' "$t/before" "$t/after"
ok 'what was half done is cleared away' test \
    "$(find "$idx" -maxdepth 1 -name 'shard-*' | wc -l)" -le 6

"$bin/indexer" -q -d "$idx" --delete - <"$t/ids" &
victim=$!
sleep 0.02
kill -KILL $victim 2>/dev/null
wait $victim 2>/dev/null
ok 'kill -9 while deleting: healthy' healthy
indexer -q --delete - <"$t/ids" 2>/dev/null
is 'again deletes the rest' $((TOTAL - 500)) "$(searcher --count kestrel)"

done_testing
