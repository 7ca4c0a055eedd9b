#!/bin/sh
# How often, how much, and in which paragraph: mentions(), money:, lead:.
. tests/cli/lib.sh

cat >"$t/news.jsonl" <<'END'
{"id":"m1","title":"Gas deal signed","body":"Gas flows. The gas deal took years.\n\nIt cost $400 billion, or $399.5bn by another count."}
{"id":"m2","title":"Oil and gas","body":"Oil first. Then $5 million for gas, and €20m for pipes.\n\nThe deal on gas is off."}
{"id":"m3","title":"Pipes","body":"Steel pipes.\n\nA gas deal for $1,500."}
{"id":"m4","title":"Nothing of the kind","body":"Five hundred tonnes of 400 billion grains."}
END
indexer -q - <"$t/news.jsonl"

finds() { # finds NAME "ids in order of ids" QUERY
    is "$1" "$2" "$(sorted "$3")"
}

finds 'three mentions or more' 'm1 m2' 'mentions(gas)>=3'
finds 'the number is exact' 'm1 m2' 'mentions(gas)=3'
finds 'more than' '' 'mentions(gas)>3'
finds 'fewer' 'm3 m4' 'mentions(gas)<2'
finds 'at most' 'm1 m2 m3 m4' 'mentions(gas)<=3'
finds 'none' 'm4' 'mentions(gas)=0'
finds 'of a phrase' 'm1' 'mentions("gas deal")>=2'
finds 'of any of several words' 'm1 m2' 'mentions(gas OR deal)>=4'
finds 'with other words' 'm2' 'mentions(gas)>=2 oil'
finds 'without' 'm3 m4' 'NOT mentions(gas)>=2'
finds 'text that only looks like it' '' 'mentions(gas) oil'
fails 'a number that is none' 2 'mentions(Gazprom)>=3' \
    searcher 'mentions(gas)>=many'

finds 'as much or more' 'm1' 'money:>=100bn'
finds 'one amount' 'm1' 'money:$400bn'
finds 'any currency' 'm2' 'money:20m'
finds 'another currency' '' 'money:$20m'
finds 'less' 'm3' 'money:<10k'
finds 'between' 'm1 m2' 'money:$5m..399.5bn'
finds 'an open range' 'm1 m2' 'money:1m..'
finds 'with words' 'm2' 'money:>1m -money:>1bn'
run searcher --json 'money:>=400bn'
has 'the amount is shown' '"as":"400 billion","via":"amount"' "$t/out"
fails 'no amount' 2 'money:$1m..$5m' searcher 'money:much'
fails 'a range of two currencies' 2 'no amount' searcher 'money:$1m..€5m'

finds 'in the first paragraph' 'm1 m2' 'lead:gas'
finds 'not in the title' '' 'lead:signed'
finds 'a phrase there' 'm1' 'lead:"gas deal"'
finds 'several words' 'm1' 'lead:(gas years)'
finds 'not there' 'm3' 'gas -lead:gas'
finds 'as written' 'm1' 'lead:exact:Gas'
finds 'a phrase in the title' 'm1' 'title:"gas deal"'
done_testing
