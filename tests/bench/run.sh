#!/bin/sh
# run.sh BUILD [CORPUS.jsonl[.gz]...] - compares Gazette with SQLite FTS5, and
# with the peers that Debian packages and that are installed: Lucene
# (liblucene8-java and a JDK), scriptindex (xapian-omega), Sphinx (sphinxsearch),
# Recoll (recollcmd).
#
# All get the same articles on the same machine in one run. A Markdown report, fit
# to be pasted into docs/BENCHMARKS.md, goes to standard output and what is
# going on to standard error. Needs python3; no network. FTS5 is used through
# python3's sqlite3 module and the sqlite3 command; what is not there is left
# out, and the report says so.
#
# Without a CORPUS, make_corpus.py makes one of ARTICLES articles out of the
# sentences of corpus/articles. Its vocabulary is small and its words are in far
# too many articles: good for comparing one commit with the next, not for
# claims. For those give real news.
#
# Settings, from the environment:
#   ARTICLES=20000    size of the corpus that is made
#   QUERIES=FILE      a query a line, of words and "phrases" only
#                     (default tests/bench/queries.txt)
#   RUNS=3            indexing and batches are timed so often: median, and range
#   REPEAT=5          one process, one query: each query so often
#   SECONDS_MIN=2     a batch is repeated until it takes at least so long
#   PEERS="Lucene scriptindex Sphinx Recoll"   which of them; "" is none
#   NATIVE=1          0: do not time our way through Xapian's own writer
#   GROWTH=1          0: no runs over parts of the corpus
#   RECOLL_FILES=20000   Recoll is left out with more articles than that
#   COLLECTIONS=DIR   folders with articles.jsonl.gz, queries.tsv and qrels.txt
#   TMPDIR            where indexes are built; removed at the end
#
# Method
#
# Text is titles and bodies as UTF-8, in MB of 1 000 000 bytes. All files are
# read once before anything is timed, so the disk's cache is warm for both.
#
# 1. Indexing. Whole processes: start, reading and unpacking JSON Lines, all
#    writes. Ours is `indexer` as it comes, one thread a core. FTS5 is what most
#    people would write (fts5.py): python3, a table of id, title, body with
#    tokenize='porter unicode61' and the content stored, one executemany in one
#    transaction, journal and all else as by default; one thread, and python's
#    share, mostly JSON, is in it. CPU is user and system together. The peak of
#    memory is what GNU time says if that is there, else the kernel's account,
#    which is never below that of the python3 that started the process (10 MB).
#    Index bytes are the lengths of all its files. FTS5's 'optimize' runs
#    afterwards: not counted, but noted, and all queries have its benefit. Ours
#    is asked as `indexer` left it.
#    The other peers read what they are made for (peers.py): written before,
#    not timed. Lucene (Lucene.java): EnglishAnalyzer, BM25, a thread a core,
#    title and body stored; the virtual machine's start is in it. Then how our
#    time and memory grow with the corpus (growth.py).
# 2. One process, one query. A fresh `searcher` and a fresh `sqlite3` in turn,
#    who is first changing each round, output to /dev/null, after a round that
#    is not timed. All words must be there, a phrase is a phrase; our aliases
#    and explained short forms are off, since FTS5 has none. A word that FTS5
#    splits, such as U.S., is a phrase for it here, and its parts where words are
#    in OR, which ranks better.
#    We leave out stop words, and FTS5 does not. Hits differ a little; how many
#    queries have any is reported for both.
# 3. Batches. `searcher --batch` is timed as a process; FTS5 in python3 without
#    its start, one connection, one prepared statement, rows written as TSV.
# 4. Relevance. Words in OR, 1000 deep, both as shipped; for FTS5 quotes are left
#    out, which serves it better. Measured by tests/relevance/eval.awk.
set -eu
here=$(dirname "$0")
[ $# -ge 1 ] || { echo "usage: $0 BUILD [CORPUS.jsonl[.gz]...]" >&2; exit 2; }
build=$1
shift
queries=${QUERIES:-$here/queries.txt}
eval_awk=$here/../relevance/eval.awk

complain() {
    echo "bench: $*" >&2
    exit 2
}

for program in indexer searcher; do
    [ -x "$build/$program" ] || complain "no $build/$program: run make"
done
for file in "$queries" "$@"; do
    [ -r "$file" ] || complain "cannot read $file"
done

# The interpreter itself: some python3 are scripts that look for it each time.
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
python=$(python3 -c 'import sys; print(sys.executable)') ||
    complain "python3 is needed"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Nobody's settings, such as ~/.sqliterc or a default index.
HOME=$scratch
export HOME
unset GAZETTE_INDEX XDG_DATA_HOME

what="$# file(s) given"
if [ $# -eq 0 ]; then
    articles=${ARTICLES:-20000}
    echo "bench: making $articles articles" >&2
    "$python" "$here/make_corpus.py" "$articles" >"$scratch/made.jsonl"
    set -- "$scratch/made.jsonl"
    what="made by make_corpus.py out of corpus/articles"
fi

"$python" "$here/facts.py" "$build" "$what" "$@"
"$python" "$here/indexing.py" "$build" "$scratch" "$@"
[ "${GROWTH:-1}" = 0 ] || "$python" "$here/growth.py" "$build" "$scratch" "$@"
"$python" "$here/single.py" "$build" "$scratch" "$queries"
"$python" "$here/batch.py" "$build" "$scratch" "$queries"
"$python" -c 'import xapian' 2>/dev/null &&
    "$python" "$here/phrases.py" "$build" "$@" ||
    printf '\n### Phrases\n\nLeft out: no python3-xapian.\n'

if [ -z "${COLLECTIONS:-}" ]; then
    exit
elif [ -r "$eval_awk" ]; then
    sh "$here/relevance.sh" "$build" "$scratch" "$python" "$eval_awk" \
        "$COLLECTIONS"
else
    printf '\n### Relevance\n\nLeft out: no tests/relevance/eval.awk.\n'
fi
