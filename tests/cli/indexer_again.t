#!/bin/sh
# A file that did not change is not read again, and one that may have is.
. tests/cli/lib.sh

# old FILE...: as if they had been there for an hour.
old() {
    touch -d '1 hour ago' "$@"
}

# read_bytes: how much the last run read of its input.
read_bytes() {
    sed 's/.*"bytes":\([0-9]*\).*/\1/' "$t/out"
}

mkdir "$t/in"
printf 'Heron one\n\nText of one.\n' >"$t/in/one.txt"
printf '{"id":"a","title":"heron a"}\n{"id":"b","title":"heron b"}\n' >"$t/in/two.jsonl"
printf '{"id":"c","title":"heron c"}\nnonsense\n' >"$t/in/bad.jsonl"
head -c 3000 /dev/zero >"$t/in/zeros.bin"
old "$t"/in/*

run indexer --json "$t/in"
is 'the first run' 'added 4, replaced 0, unchanged 0, rejected 1' "$(account)"
run indexer --json "$t/in"
is 'the second' 'added 0, replaced 0, unchanged 4, rejected 1' "$(account)"
is 'reads only the file with a reject' "$(($(wc -c <"$t/in/bad.jsonl") - 2))" \
    "$(read_bytes)"
has 'what was skipped is still counted' '"skipped":1,' "$t/out"

rm "$t/in/bad.jsonl"
run indexer --json "$t/in"
is 'without it, nothing is read' 0 "$(read_bytes)"
is 'and nothing is missed' 'added 0, replaced 0, unchanged 3, rejected 0' \
    "$(account)"

printf 'Heron one\n\nText of two.\n' >"$t/in/one.txt"
old "$t/in/one.txt"
run indexer "$t/in"
is 'another text of the same size and time is seen' \
    'added 0, replaced 1, unchanged 2, rejected 0' "$(account)"

printf 'Heron one\n\nText of ten.\n' >"$t/in/one.txt"
run indexer "$t/in"
is 'a file that was just written is read' \
    'added 0, replaced 1, unchanged 2, rejected 0' "$(account)"
run indexer --json "$t/in"
isnt 'and once more, for it might have changed unnoticed' 0 "$(read_bytes)"
old "$t/in/one.txt"
run indexer "$t/in"
run indexer --json "$t/in"
is 'then no more' 0 "$(read_bytes)"

run indexer --json --source Elsewhere "$t/in"
is 'other options read it again' 'added 0, replaced 3, unchanged 0, rejected 0' \
    "$(account)"
run indexer --json --dry-run "$t/in"
is 'a dry run reads all' 'added 3, replaced 0, unchanged 0, rejected 0' \
    "$(account)"

run indexer "$t/in"
run indexer --delete a
run indexer "$t/in"
is 'what was deleted comes back' 'added 1, replaced 0, unchanged 2, rejected 0' \
    "$(account)"
run indexer --json "$t/in"
is 'once' 0 "$(read_bytes)"

cp "$idx/files" "$t/files"
run indexer --delete b
cp "$t/files" "$idx/files"
run indexer "$t/in"
is 'a list from before a deletion counts for nothing' \
    'added 1, replaced 0, unchanged 2, rejected 0' "$(account)"

size=$(wc -c <"$idx/files")
for at in 0 20 $((size / 2)) $((size - 1)); do
    head -c "$at" "$t/files" >"$idx/files"
    run indexer --json "$t/in"
    isnt "a list cut at $at counts for nothing" 0 "$(read_bytes)"
    is "and is made again ($at)" 'added 0, replaced 0, unchanged 3, rejected 0' \
        "$(account)"
done
rm "$idx/files"
run indexer "$t/in"
is 'nor does one that is gone' 'added 0, replaced 0, unchanged 3, rejected 0' \
    "$(account)"

mv "$t/in/two.jsonl" "$t/two"
run indexer "$t/in"
is 'a file that is gone is not counted' \
    'added 0, replaced 0, unchanged 1, rejected 0' "$(account)"
# ---- two files with the same articles ----------------------------------------

printf '{"id":"same","title":"kestrel one","body":"first"}\n' >"$t/one.jsonl"
printf '{"id":"same","title":"kestrel two","body":"second"}\n' >"$t/two.jsonl"
for file in one two one two; do
    "$bin/indexer" -q -d "$t/turns" "$t/$file.jsonl"
    is "what is indexed last stays: $file" "kestrel $file" \
        "$("$bin/searcher" -d "$t/turns" --format '{title}' kestrel)"
done
ok 'no run is under way' test ! -e "$t/turns/files.busy"
: >"$t/turns/files.busy" # as a killed run leaves it
run "$bin/indexer" -v -d "$t/turns" "$t/two.jsonl"
is 'after a crash all is read again' \
    'added 0, replaced 0, unchanged 1, rejected 0' "$(account)"
ok 'and that is over' test ! -e "$t/turns/files.busy"
done_testing
