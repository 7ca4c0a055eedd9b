#!/bin/sh
# Entities from end to end: tagged, indexed, asked for, counted, drawn.
. tests/cli/lib.sh

cat >"$t/news.jsonl" <<'END'
{"id":"e1","date":"2014-05-21","title":"Gas deal in Shanghai","body":"President Vladimir Putin and Xi Jinping met in Shanghai. Gazprom signed a contract with the China National Petroleum Corporation (CNPC).\n\nPutin smiled. CNPC paid."}
{"id":"e2","date":"2014-05-22","title":"CICA calls for order","body":"Leaders of China and Russia spoke at the Conference on Interaction and Confidence Building Measures in Asia (CICA) in Shanghai. The Russian president did not speak."}
{"id":"e3","date":"2016-02-01","title":"A quiet day","body":"Nothing of note happened on Monday."}
{"id":"e4","date":"2016-03-01","title":"The view of an analyst","body":"Zachary Quillby, an analyst, doubts it. \"Georgia will wait,\" said Quillby in Tbilisi."}
END
indexer -q - <"$t/news.jsonl"

# ---- --tag ------------------------------------------------------------------

run indexer --tag "$t/news.jsonl"
is '--tag exits 0' 0 "$code"
is 'a line an article' 4 "$(wc -l <"$t/out")"
cat >"$t/check.py" <<'END'
import json, sys
texts = {}
for line in open(sys.argv[1], encoding="utf-8"):
    article = json.loads(line)
    texts[article["id"]] = article
for line in sys.stdin:
    tagged = json.loads(line)
    last = ("title", -1)
    for e in tagged["entities"]:
        text = texts[tagged["id"]][e["field"]].encode()
        assert text[e["start"]:e["end"]].decode() == e["text"], e
        assert e["entity"].split(":")[0] == e["type"], e
        assert e["rule"] in ("lexicon", "model", "acronym", "mention"), e
        assert 0 <= e["confidence"] <= 1, e
        here = (e["field"] != "title", e["start"])
        assert last[1] < 0 or last <= here, e
        last = (e["field"] != "title", e["end"])
    print(tagged["id"], tagged["v"])
END
is 'every mention is where it says' 'e1 1 e2 1 e3 1 e4 1' \
    "$(python3 "$t/check.py" "$t/news.jsonl" <"$t/out" | paste -sd ' ' -)"
named() { # named ID: the entities of an article, each once
    grep "\"id\":\"$1\"" "$t/out" | grep -o '"entity":"[^"]*"' | cut -d '"' -f 4 |
        sort -u | paste -sd ' ' -
}
is 'people, companies, places' \
    'org:cnpc org:gazprom person:vladimir-putin person:xi-jinping place:shanghai' \
    "$(named e1)"
is 'acronyms with their long form' \
    'country:cn country:ru org:cica place:shanghai' "$(named e2)"
is 'nothing where nothing is' '' "$(named e3)"
is 'what nobody knows has the id of its name' \
    'country:ge person:zachary-quillby place:tbilisi' "$(named e4)"
has 'titles are a role' '"text":"Vladimir Putin","field":"body"' "$t/out"
has 'and named as one' '"role":"President"' "$t/out"
has 'second mentions' '"text":"Putin","field":"body"' "$t/out"
has 'adjectives' '"adjective":true' "$t/out"
printf 'Trial\n\nThe judges of the Supreme Court of Burma met in Rangoon.\n' |
    indexer --tag - >"$t/court"
has 'a body of a country, by another name of the country' \
    '"entity":"org:supreme-court-mm"' "$t/court"
printf 'Rifts\n\nHe spoke of Russia-West ties.\n' |
    indexer --tag - >"$t/pair"
has 'of a pair that is no name, the country' '"text":"Russia","field"' "$t/pair"
"$bin/indexer" -j 1 --tag "$t/news.jsonl" >"$t/one"
"$bin/indexer" -j 4 --tag "$t/news.jsonl" >"$t/many"
same 'threads make no difference' "$t/one" "$t/many"
is 'no index is made' '' "$(cd "$t" && "$bin/indexer" -d none.idx --tag news.jsonl >/dev/null; ls -d "$t/none.idx" 2>/dev/null)"
is 'a closed pipe is quiet' '' "$( (indexer --tag "$t/news.jsonl" | head -n 1 >/dev/null) 2>&1)"
printf 'not json\n{"id":"x","title":"Oslo"}\n' >"$t/bad.jsonl"
run indexer --tag --format jsonl "$t/bad.jsonl"
is 'bad records: exit 1' 1 "$code"
has 'the good ones are tagged' place:oslo "$t/out"
printf 'Angela\tB-x\nMerkel\nmet\nher\n\nin\nParis\n.\n' >"$t/tokens"
run indexer --tag --format=bio "$t/tokens"
out 'tokens that are already split' <<'END'
Angela	B-person
Merkel	I-person
met	O
her	O

in	O
Paris	B-place
.	O

END
fails 'tokens are not indexed' 2 'not indexed' indexer --format bio "$t/tokens"

# ---- in the index -----------------------------------------------------------

is 'by name' e1 "$(hits org:Gazprom)"
is 'by alias' 'e1 e2' "$(sorted 'country:China OR org:CNPC')"
is 'by id' e2 "$(hits org:cica)"
is 'by its long name' e2 \
    "$(hits 'org:"Conference on Interaction and Confidence Building Measures in Asia"')"
is 'by the last name' e1 "$(hits person:Putin)"
is 'one that nobody knows' e4 "$(hits person:Quillby)"
has 'and says whom it takes' 'person:zachary-quillby' "$t/err"
is 'the country, not the state' e4 "$(hits country:Georgia)"
is 'a place or a country' 'e1 e2' "$(sorted place:Shanghai)"
is 'in one sentence' e1 "$(hits 'person:Putin w/s place:Shanghai')"
is 'but not in one' '' "$(hits 'person:Putin w/s org:CNPC')"
is 'so many mentions' e1 "$(hits 'mentions(person:Putin)>=2')"
is 'too many' '' "$(hits 'mentions(person:Putin)>=3')"
run searcher --json Gazprom
has 'a hit names them' '{"id":"org:gazprom","name":"Gazprom","type":"org","count":1}' "$t/out"

reproduced() { # of rows whose field $1 is the count and last the query
    while IFS= read -r row; do
        count=$(printf '%s\n' "$row" | cut -f "$1")
        query=$(printf '%s\n' "$row" | awk -F '\t' '{ print $NF }')
        [ "$(searcher --count "$query" 2>/dev/null)" = "$count" ] || echo "$row"
    done
}
searcher --facet person,org,country,place,entity --all >"$t/facets"
ok 'there are counts' test "$(wc -l <"$t/facets")" -gt 15
is 'every count is reproduced' '' "$(reproduced 2 <"$t/facets")"
searcher --graph tsv --min 1 >"$t/graph"
ok 'there are edges' test "$(wc -l <"$t/graph")" -gt 5
is 'every edge is reproduced' '' "$(reproduced 1 <"$t/graph")"
run searcher --graph dot --min 1 org:cica
has 'a graph in dot' '"country:cn" -- "country:ru" [weight=1, sentences=1' "$t/out"
run searcher --graph graphml --min 1 org:cica
ok 'a graph in GraphML is XML' python3 -c "
import sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1])" "$t/out"

"$bin/indexer" -q -d "$t/shards" --shard-articles 1 - <"$t/news.jsonl"
for what in '--facet person,org,country,place,entity --all' '--graph tsv --min 1' \
    '--json person:Quillby' 'country:China w/s country:Russia'; do
    # shellcheck disable=SC2086 # a list of words
    searcher $what >"$t/one" 2>&1
    # shellcheck disable=SC2086
    "$bin/searcher" -d "$t/shards" $what >"$t/many" 2>&1
    same "shards make no difference: $what" "$t/one" "$t/many"
done

# ---- with and without -------------------------------------------------------

run "$bin/indexer" -d "$t/bare" --no-entities "$t/news.jsonl"
is '--no-entities: nothing is named' '' \
    "$("$bin/searcher" -d "$t/bare" --facet entity --all)"
run "$bin/indexer" -d "$t/bare" "$t/news.jsonl"
is 'tagged later, they are replaced' \
    'added 0, replaced 4, unchanged 0, rejected 0' "$(account)"
run "$bin/indexer" -d "$t/bare" "$t/news.jsonl"
is 'and then unchanged' \
    'added 0, replaced 0, unchanged 4, rejected 0' "$(account)"
"$bin/searcher" -d "$t/bare" --facet entity --all >"$t/many"
searcher --facet entity --all >"$t/one"
same 'it is the same index' "$t/one" "$t/many"
head -n 1 "$t/many" >/dev/null
printf 'person:z-quillby\tZ. Quillby\tZachary Quillby|Quillby\n' >"$t/own.tsv"
run "$bin/indexer" -d "$t/bare" --entities "$t/own.tsv" "$t/news.jsonl"
is '--entities: tagged again' 0 "$code"
is 'with ids of our own' e4 \
    "$("$bin/searcher" -d "$t/bare" --entities "$t/own.tsv" --ids 'person:"Z. Quillby"')"
printf 'nonsense without columns\n' >"$t/own.tsv"
fails 'a bad line has its number' 2 'own.tsv' \
    "$bin/indexer" -d "$t/bare" --entities "$t/own.tsv" "$t/news.jsonl"
fails 'nothing to do' 2 'no-entities' indexer --no-entities --tag "$t/news.jsonl"
done_testing
