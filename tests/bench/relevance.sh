# relevance.sh BUILD SCRATCH PYTHON EVAL.AWK COLLECTIONS: part 4, for run.sh.
# A row for each folder that has articles, queries and judgements, and each
# program; the columns are those of eval.awk.
set -eu
build=$1 scratch=$2 python=$3 eval_awk=$4 collections=$5
here=$(dirname "$0")
work=$scratch/relevance

# cells PROGRAM-OUTPUT: the figures of eval.awk as cells.
score() {
    awk -f "$eval_awk" "$1" "$2" | tr '\t\n' '  '
}

printf '\n### Relevance\n\n'
printf '| collection | | figures |\n|---|---|---|\n'
for folder in "$collections"/*/; do
    for file in articles.jsonl.gz queries.tsv qrels.txt; do
        [ -r "$folder$file" ] || continue 2
    done
    name=$(basename "$folder")
    echo "bench: relevance on $name" >&2
    rm -rf "$work"
    mkdir "$work"
    "$build/indexer" -q -d "$work/idx" "${folder}articles.jsonl.gz"
    "$build/searcher" -q -d "$work/idx" --batch "${folder}queries.tsv" \
        --format trec -n 1000 >"$work/gazette.run"
    printf '| %s | gazette | %s |\n' "$name" \
        "$(score "${folder}qrels.txt" "$work/gazette.run")"
    [ -e "$scratch/fts5.db" ] || continue
    "$python" "$here/fts5.py" build "$work/db" "${folder}articles.jsonl.gz"
    "$python" "$here/fts5.py" trec "$work/db" "${folder}queries.tsv" \
        >"$work/fts5.run"
    printf '| %s | FTS5 | %s |\n' "$name" \
        "$(score "${folder}qrels.txt" "$work/fts5.run")"
done
