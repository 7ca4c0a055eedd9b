#!/bin/sh
# Two writers, Ctrl-C, SIGTERM, kill -9: what happens to the index.
. tests/cli/lib.sh

news "$t/news.jsonl"
mkfifo "$t/fifo"

# feed OPTIONS...: an indexer that reads articles from descriptor 9, and has
# read two of them. Sets $writer.
feed() {
    "$bin/indexer" -d "$idx" "$@" - <"$t/fifo" >"$t/wout" 2>"$t/werr" &
    writer=$!
    started="$started $writer"
    exec 9>"$t/fifo"
    printf '%s\n' '{"id":"w1","title":"first walrus"}' \
        '{"id":"w2","title":"second walrus"}' >&9
    until_true 50 test -s "$idx/lock"
    sleep 0.3
}

# ---- two writers ------------------------------------------------------------

feed
run indexer "$t/news.jsonl"
is 'a second writer exits 75' 75 "$code"
has 'and names the first one' "process $writer " "$t/err"
run indexer --delete n01
is 'so does a second one that deletes' 75 "$code"
run indexer --compact
is 'and one that compacts' 75 "$code"
run indexer --wait 1 "$t/news.jsonl"
is '--wait gives up in time' 75 "$code"
run searcher walrus
is 'a reader does not wait' 1 "$code"
"$bin/indexer" -d "$idx" --wait 30 "$t/news.jsonl" 2>"$t/waited" 9>&- &
waiter=$!
started="$started $waiter"
sleep 0.3
exec 9>&-
wait $writer
is 'the first one ends well' 0 $?
wait $waiter
is 'and the one that waited does its work' 0 $?
is 'both are there' 'w1 w2' "$(sorted walrus)"
is 'with all they brought' 26 "$(searcher --count --match any NOT nosuchword)"

# ---- Ctrl-C and SIGTERM -----------------------------------------------------

for signal in INT TERM HUP; do
    idx=$t/$signal
    feed --json
    kill -$signal "$writer"
    ok "SIG$signal ends it" ends 50 "$writer"
    exec 9>&-
    wait "$writer"
    is "SIG$signal exits 130" 130 $?
    is "SIG$signal commits what was read" 'w1 w2' "$(sorted walrus)"
    cp "$t/werr" "$t/err"
    is "SIG$signal still gives the account" \
        'added 2, replaced 0, unchanged 0, rejected 0' "$(account)"
    run indexer --verify
    is "SIG$signal leaves a healthy index" 0 "$code"
done

# ---- kill -9 ----------------------------------------------------------------

idx=$t/kill
awk 'BEGIN { while (n++ < 3000)
    printf "{\"id\":\"k%d\",\"title\":\"narwhal %d\",\"body\":\"A narwhal was seen by number %d.\"}\n", n, n, n }' \
    >"$t/many.jsonl"
head -n 100 "$t/many.jsonl" | indexer -q -
"$bin/indexer" -d "$idx" - <"$t/fifo" 2>/dev/null &
writer=$!
started="$started $writer"
exec 9>"$t/fifo"
cat "$t/many.jsonl" >&9
sleep 0.2
kill -KILL $writer
wait $writer 2>/dev/null
exec 9>&-
run indexer --verify
is 'an index whose writer was killed is healthy' 0 "$code"
run searcher --count narwhal
ok 'it answers' test "$(cat "$t/out")" -ge 100
run indexer "$t/many.jsonl"
is 'the next run needs no help' 0 "$code"
is 'and there is no double' 3000 "$(searcher --count narwhal)"
run indexer "$t/many.jsonl"
is 'nor anything left to do' \
    'added 0, replaced 0, unchanged 3000, rejected 0' "$(account)"

done_testing
