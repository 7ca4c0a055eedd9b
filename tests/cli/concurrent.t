#!/bin/sh
# A reader beside a writer that adds, replaces, deletes and compacts never
# fails, and never sees half of anything.
. tests/cli/lib.sh

articles() { # articles FROM TO TEXT
    awk -v from="$1" -v to="$2" -v text="$3" 'BEGIN {
        for (n = from; n <= to; n++)
            printf "{\"id\":\"c%d\",\"source\":\"S%d\",\"title\":\"common title %d\",\"body\":\"common body %s %d\"}\n",
                n, n % 7, n, text, n }'
}

articles 1 200 first | indexer -q --shard-articles 90 -
SECONDS_TO_RUN=8
end=$(($(date +%s) + SECONDS_TO_RUN))

# Half of the articles are never touched: a reader must always find them.
writes() {
    round=0
    while [ "$(date +%s)" -lt $end ]; do
        round=$((round + 1))
        articles 101 300 "round$round" | indexer -q - || echo "add: exit $?"
        indexer -q --delete c150 c250 c300 || echo "delete: exit $?"
        [ $((round % 2)) -eq 0 ] || indexer -q --compact ||
            echo "compact: exit $?"
    done
    echo "$round" >"$t/rounds"
}

reads() { # reads NAME COMMAND...
    name=$1
    shift
    rounds=0
    while [ "$(date +%s)" -lt $end ]; do
        "$@" >"$t/$name.out" 2>"$t/$name.err"
        got=$?
        rounds=$((rounds + 1))
        # An export that was overtaken half way cannot begin again: it says so.
        if [ "$name" = export ] && [ $got -eq 75 ] &&
            grep -q 'changed meanwhile' "$t/export.err"; then
            :
        elif [ $got -ne 0 ]; then
            echo "$name: exit $got: $(head -n 1 "$t/$name.err")"
        elif [ "$name" = list ] && [ "$(LC_ALL=C sort "$t/list.out" |
            awk -F '\t' '{ n = substr($1, 2) + 0 } n <= 100 { kept++ }
                { seen[$1]++ } END { for (id in seen) if (seen[id] > 1) print id
                print kept }')" != 100 ]; then
            echo "$name: doubled or missing articles"
        fi
    done
    echo $rounds >"$t/$name.rounds"
}

writes >"$t/writer" 2>&1 &
a=$!
reads list searcher --all --format '{id}\t{title}' common title >"$t/list" &
b=$!
reads json searcher --json '"common body"' >"$t/json" &
c=$!
reads count searcher --count common body >"$t/count" &
d=$!
reads export indexer --export >"$t/export" &
e=$!
awk 'BEGIN { while (n++ < 400) printf "q%d\tcommon body %d\n", n, n % 100 + 1 }' \
    >"$t/queries"
reads batch searcher --batch "$t/queries" -j 2 --format trec >"$t/batch" &
f=$!
started="$a $b $c $d $e $f"
wait $a $b $c $d $e $f
started=

is 'the writer never failed' '' "$(cat "$t/writer")"
ok 'and did something' test "$(cat "$t/rounds")" -ge 2
for name in list json count export batch; do
    is "a reader beside it never failed: $name" '' \
        "$(sort "$t/$name" | uniq -c | head -n 5)"
    ok 'and did something' test "$(cat "$t/$name.rounds")" -ge 2
done
run indexer --verify
is 'the index is healthy' 0 "$code"
run indexer --compact
is 'only two generations are kept' yes \
    "$([ "$(find "$idx" -maxdepth 1 -name 'shard-*' | wc -l)" -le 4 ] && echo yes)"

done_testing
