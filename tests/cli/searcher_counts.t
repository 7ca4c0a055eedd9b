#!/bin/sh
# Counts over all hits, each reproduced by the query that it names; and what is
# like an article or a text.
. tests/cli/lib.sh

news "$t/news.jsonl"
indexer -q - <"$t/news.jsonl"

run searcher --facet source,lang grain
out 'counts as rows' <<'END'
source	4	Harbour Wire	Harbour Wire	(grain) AND exact:source:"Harbour Wire"
source	2	Delta Post	Delta Post	(grain) AND exact:source:"Delta Post"
source	1	Eastern Ledger	Eastern Ledger	(grain) AND exact:source:"Eastern Ledger"
source	1	Old Archive	Old Archive	(grain) AND exact:source:"Old Archive"
lang	8	en	en	(grain) AND lang:en
END

# Every count is what its query counts.
reproduced() {
    while IFS='	' read -r facet count value name query; do
        [ "$(searcher --count "$query" 2>/dev/null)" = "$count" ] ||
            echo "$facet $value: $count"
    done
}
searcher --facet source,lang,year,month,day --all >"$t/all"
is 'all articles: every count is reproduced' '' "$(reproduced <"$t/all")"
ok 'and there are some' test "$(wc -l <"$t/all")" -gt 30
searcher --facet source,lang,year,month --all --match any \
    'canal "grain terminal" talks' >"$t/some"
while IFS='	' read -r facet count value name query; do
    is "any: $facet $value" "$count" "$(searcher --match any --count "$query")"
done <"$t/some"
searcher --facet source,year --all 'exact:Grain OR "talks on the strait"' \
    >"$t/checked"
is 'what is checked against the text: reproduced' '' "$(reproduced <"$t/checked")"

run searcher --facet source 'bauxite'
has 'a quote in a source' 'exact:source:“Twin, "A"”' "$t/out"
is 'is reproduced' '' "$(reproduced <"$t/out")"
run searcher --facet month --match any grain canal
is 'time runs forward' "$(cut -f 3 "$t/out" | sort)" "$(cut -f 3 "$t/out")"
is '-n' 2 "$(searcher --facet source -n 2 | wc -l)"
is '--from' '2018
2019
2020' "$(searcher --facet year --from 2018 | cut -f 3)"
run searcher --json --facet year canal
has 'JSON' '{"v":1,"facet":"year","value":"1931","name":"1931","articles":1,"query":"(canal) AND date:1931"}' "$t/out"
run searcher --format csv --facet source canal
is 'CSV has a head' 'facet,articles,value,name,query' "$(head -n 1 "$t/out")"
run searcher --format human --facet source,lang canal
has 'human' '  2  Harbour Wire' "$t/out"
run searcher --facet source nosuchword
is 'no hits exit 1' 1 "$code"
fails 'an unknown facet' 2 'write person' searcher --facet autor gas
fails 'a layout that is none for counts' 2 'tsv' searcher --ids --facet source gas
fails 'two tasks' 2 'exclude each other' searcher --facet source --count gas

# ---- the same counts however the articles lie -------------------------------

"$bin/indexer" -q -d "$t/shards" --shard-articles 5 - <"$t/news.jsonl"
searcher --facet source,lang,year,day --all --match any grain canal >"$t/one"
"$bin/searcher" -d "$t/shards" --facet source,lang,year,day --all --match any \
    grain canal >"$t/many"
same 'shards make no difference' "$t/one" "$t/many"

# ---- graphs, of an index in which nothing is named --------------------------

"$bin/indexer" -q -d "$t/bare" --no-entities - <"$t/news.jsonl"
run "$bin/searcher" -d "$t/bare" --graph tsv --min 1 grain
is 'a graph of nothing is empty' '' "$(cat "$t/out")"
has 'and says so' 'no two entities' "$t/err"
run "$bin/searcher" -d "$t/bare" --graph dot
is 'in dot' 'graph entities {
}' "$(cat "$t/out")"
run "$bin/searcher" -d "$t/bare" --graph graphml nosuchword
is 'without hits it exits 1' 1 "$code"
has 'in GraphML' '</graphml>' "$t/out"
fails 'a file of entities that is not there' 2 nosuch.tsv \
    searcher --entities "$t/nosuch.tsv" grain

# ---- similar ----------------------------------------------------------------

is 'like an article, and not itself' n02 "$(searcher --similar n01 --ids -n 1 2>"$t/err")"
has 'it says by what' 'terminal' "$t/err"
is 'a query filters' 'n23 n24' "$(sorted --similar n01 strait talks)"
is 'like a text' n13 \
    "$(printf 'Exports of bauxite\nThey doubled.\n' |
        searcher --similar - --collapse source --ids --all 2>/dev/null | grep n13)"
fails 'no such article' 2 'nosuch' searcher --similar nosuch
fails 'an empty text' 2 'empty' sh -c "'$bin/searcher' -d '$idx' --similar - </dev/null"
fails 'nothing in common' 2 'no other article' \
    sh -c "echo zzzz | '$bin/searcher' -d '$idx' --similar -"
searcher --similar n01 --all >"$t/one" 2>/dev/null
"$bin/searcher" -d "$t/shards" --similar n01 --all >"$t/many" 2>/dev/null
same 'like an article, on shards' "$t/one" "$t/many"
done_testing
