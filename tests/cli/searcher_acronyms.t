#!/bin/sh
# Short forms that articles explain lead to their long form and back, in the
# whole index; two explanations of the same letters stay two.
. tests/cli/lib.sh

cat >"$t/news.jsonl" <<'END'
{"id":"s1","title":"Summit opens","body":"The Conference on River Navigation and Trade Measures in Asia (CRNTMA) opened its summit on Monday."}
{"id":"s2","title":"Second day","body":"CRNTMA ended its second day without a word on tolls."}
{"id":"s3","title":"Envoys","body":"Envoys of the Conference on River Navigation and Trade Measures in Asia met again."}
{"id":"s4","title":"Other","body":"The Congress for Rural Nature, Trees, Moors and Animals (CRNTMA) met in Oslo."}
{"id":"s5","title":"Moors","body":"Said the Congress for Rural Nature, Trees, Moors and Animals yesterday."}
{"id":"s6","title":"River","body":"A river conference on trade in Asia measures navigation."}
END
indexer -q - <"$t/news.jsonl"
long='Conference on River Navigation and Trade Measures in Asia'

is 'short finds long' 's1 s2 s3 s4 s5' "$(sorted CRNTMA)"
is 'with dots too' 's1 s2 s3 s4 s5' "$(sorted C.R.N.T.M.A.)"
is 'long finds short, but not where it is short for something else' \
    's1 s2 s3' "$(sorted $long | sed 's/ s6//')"
is 'the other long form likewise' 's2 s4 s5' \
    "$(sorted Congress for Rural Nature, Trees, Moors and Animals)"
run searcher --all --ids --no-acronyms CRNTMA
is "--no-acronyms: only itself" "s1 s2 s4" "$(sort "$t/out" | paste -sd " " -)"
is 'in quotes it is what it is' 's1 s3' "$(sorted "\"$long\"")"
run searcher --json CRNTMA
has 'the hit says so' "\"as\":\"$long\",\"via\":\"acronym\"" "$t/out"
run searcher --explain CRNTMA
has 'one explanation is shown' 'river navig and trade measur in asia" (acronym)' "$t/out"
has 'and the other' 'rural natur tree moor and anim" (acronym)' "$t/out"

"$bin/indexer" -q -d "$t/shards" --shard-articles 2 - <"$t/news.jsonl"
searcher --all CRNTMA >"$t/one"
"$bin/searcher" -d "$t/shards" --all CRNTMA >"$t/many"
same 'shards make no difference' "$t/one" "$t/many"
searcher --all $long >"$t/one" 2>"$t/err"
"$bin/searcher" -d "$t/shards" --all $long >"$t/many" 2>"$t/err"
same 'nor the other way round' "$t/one" "$t/many"

indexer -q --delete s4
is 'what no article explains any more is gone' 's1 s2 s3' "$(sorted CRNTMA)"
done_testing
