#!/bin/sh
# demo.sh [BUILD] - index corpus/ and answer two questions, as a newcomer would.
set -e
bin=${1:-build}
index=$bin/demo.idx

rm -rf "$index"
echo "\$ indexer -d $index corpus/articles"
"$bin/indexer" -d "$index" corpus/articles
for query in 'CICA' 'natural gas deal'; do
    echo
    echo "\$ searcher -d $index $query"
    # shellcheck disable=SC2086 # words are what a shell gives
    "$bin/searcher" -d "$index" -n 5 --format human $query
done
