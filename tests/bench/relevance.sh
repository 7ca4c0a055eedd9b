# relevance.sh BUILD SCRATCH PYTHON EVAL.AWK COLLECTIONS: part 4, for run.sh.
# A row for each folder that has articles, queries and judgements, and for each
# program.
set -eu
build=$1 scratch=$2 python=$3 eval_awk=$4 collections=$5
here=$(dirname "$0")
work=$scratch/relevance

# row NAME PROGRAM RUN: the means that eval.awk prints as name=value.
row() {
    awk -f "$eval_awk" "${folder}qrels.txt" "$3" >"$work/measures"
    awk -v head="| $1 | $2 |" '
    $1 == "all" {
        for (i = 2; i <= NF; i++) {
            split($i, pair, "=")
            value[pair[1]] = pair[2]
        }
    }
    END {
        print head, value["map"], "|", value["ndcg_cut_10"], "|", \
            value["P_10"], "|", value["recall_100"], "|"
    }' "$work/measures"
}

# Status 1: some articles were rejected, such as empty ones; or no hits at all.
tolerant() {
    "$@" || [ $? -eq 1 ]
}

printf '\n### Relevance\n\n'
echo '| collection | | MAP | nDCG@10 | P@10 | recall@100 |'
echo '|---|---|---:|---:|---:|---:|'
for folder in "$collections"/*/; do
    for file in articles.jsonl.gz queries.tsv qrels.txt; do
        [ -r "$folder$file" ] || continue 2
    done
    name=$(basename "$folder")
    echo "bench: relevance on $name" >&2
    rm -rf "$work"
    mkdir "$work"
    tolerant "$build/indexer" -q -d "$work/idx" "${folder}articles.jsonl.gz"
    tolerant "$build/searcher" -q -d "$work/idx" --batch "${folder}queries.tsv" \
        --format trec -n 1000 >"$work/gazette.run"
    row "$name" gazette "$work/gazette.run"
    tolerant "$build/searcher" -q -d "$work/idx" --batch "${folder}queries.tsv" \
        --format trec -n 1000 --expand >"$work/expand.run"
    row "$name" 'gazette --expand' "$work/expand.run"
    [ -e "$scratch/fts5.db" ] || continue
    "$python" "$here/fts5.py" build "$work/db" "${folder}articles.jsonl.gz"
    "$python" "$here/fts5.py" trec "$work/db" "${folder}queries.tsv" \
        >"$work/fts5.run"
    row "$name" FTS5 "$work/fts5.run"
done
