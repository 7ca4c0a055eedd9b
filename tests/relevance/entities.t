#!/bin/sh
# The entities labelled by hand in corpus/gold/entities: well-formed, consistent,
# and the text of corpus/articles.
. tests/cli/lib.sh

check() { # check FOLDER
    run python3 tests/relevance/entities.py "$1" "$t/export"
}

run indexer -q corpus/articles
is 'the corpus is indexed' 0 "$code"
indexer --export >"$t/export"

# ---- the labels -------------------------------------------------------------

check corpus/gold/entities
is 'no fault is found' 0 "$code"
[ "$code" = 0 ] || head -n 20 "$t/out" | note
ok 'there are 1500 sentences at least' \
    awk '$1 == "train" { n += $3 } END { exit n < 1500 }' "$t/out"
grep -E '^(train|heldout) ' "$t/out" | note

# ---- the checker itself -----------------------------------------------------

mkdir "$t/gold"
printf '# none\n' >"$t/gold/varying.tsv"

# faulty NAME TEXT LINE...: of a document of these lines the checker says TEXT.
faulty() {
    name=$1 text=$2
    shift 2
    { echo '# doc t-1' && printf '%s\n' "$@"; } >"$t/gold/texts.txt"
    check "$t/gold"
    is "$name: a fault" 1 "$code"
    has "$name: is named" "$text" "$t/out"
}

{ echo '# doc t-1' && printf '%s\n' \
    'A \[sic\] by [Ban Ki-moon|person:ban-ki-moon]' \
    '[French|country:fr/adj] and the [French|group:french]'; } \
    >"$t/gold/texts.txt"
check "$t/gold"
is 'a faultless text' 0 "$code"
has 'is counted' 'train texts.txt 2 3' "$t/out"

faulty 'an open bracket' '[ without ]' 'In [Paris|place:paris today'
faulty 'a closed one' '] without [' 'In Paris] today'
faulty 'nesting' 'within' '[U.S. [Senate|org:us-senate]|org:us-senate]'
faulty 'no id' 'has no id' 'In [Paris] today'
faulty 'a type that is none' 'no such id' '[Paris|city:paris]'
faulty 'a country without a code' 'no such id' '[France|country:france]'
faulty 'a possessive' 'possessive' "[France's|country:fr] gas"
faulty 'two types' 'is also' '[Hamas|org:hamas]' '[HAMAS|group:hamas]'
faulty 'two meanings' 'and place:paris-texas' '[Paris|place:paris]' \
    '[Paris|place:paris-texas]'
printf 't-1\tParis\n' >"$t/gold/varying.tsv"
check "$t/gold"
is 'two meanings that are listed' 0 "$code"

rm "$t/gold/texts.txt"
{ echo '# doc as-cica-history-2014' && echo 'Another headline' &&
    echo 'Another text.'; } >"$t/gold/asia.txt"
check "$t/gold"
is 'another text than the article: a fault' 1 "$code"
has 'its headline' 'the headline of as-cica-history-2014 is' "$t/out"
has 'its text' 'not in as-cica-history-2014: Another text.' "$t/out"

done_testing
