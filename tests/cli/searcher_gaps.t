#!/bin/sh
# A word that all articles of a shard have, and documents deleted from it.
# Xapian 1.4.22 then reads its list of all documents under the word's name and
# throws "Unexpected end of posting list", at every second block of that list.
. tests/cli/lib.sh

awk 'BEGIN { for (n = 1; n <= 2500; n++)
    printf "{\"id\":\"g%d\",\"source\":\"Same\",\"title\":\"everywhere %d\"}\n",
        n, n }' | indexer -q -
indexer -q --delete g100

for q in everywhere lang:en source:Same 'lang:en OR 700' 'lang:de OR source:Same'; do
    is "--count $q" 2499 "$(searcher --count "$q" 2>&1)"
    run searcher --all --ids "$q"
    is "all hits of $q" '2499 0' "$(wc -l <"$t/out") $code"
    run searcher --explain -n 1 "$q"
    is "--explain $q" 0 "$code"
done
for option in '-n 10' --count '--sort date' '--from 2014' '--collapse source'; do
    # shellcheck disable=SC2086 # words
    run searcher $option NOT lang:en
    is "NOT lang:en finds none: $option" 1 "$code"
done
run searcher 700 AND NOT lang:en
is '700 AND NOT lang:en finds none' 1 "$code"

indexer -q --compact
is 'after --compact' 2499 "$(searcher --count everywhere 2>&1)"

done_testing
