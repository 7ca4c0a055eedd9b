#!/bin/sh
# Any of the words: names with other forms beside words that few articles have,
# few hits wanted, so that Xapian prunes its tree down to those names.
. tests/cli/lib.sh

indexer -q --no-entities corpus/articles || no 'the articles are indexed'
while read -r query; do
    for n in 1 2 5; do
        run searcher --match any -n $n --ids $query
        is "$query, $n hits" "0 $n" "$code $(wc -l <"$t/out" | tr -d ' ')"
    done
done <<'END'
come blinked US
meant cnpc decade US
delhi reading United States
free looks alliance US
decade should United States
END
done_testing
