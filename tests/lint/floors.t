#!/bin/sh
# A module includes its own headers and those of strictly lower floors; the
# two programs know nothing of each other.
. tests/lint/lint.sh

bad=$lint_scratch/bad
product_files | tr '\n' '\0' |
    xargs -0 grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' |
    sed -E 's/^([^:]*):([0-9]*):[^"]*"([^"]*)".*/\1 \2 \3/' >"$lint_scratch/all"

# The file an include means: the compiler looks in these folders in this order;
# what the Makefile makes lies outside of them.
while read -r from line name; do
    for root in include lib indexer searcher made; do
        [ -f "$root/$name" ] && break
    done
    [ "$root" = made ] && ! grep -qF "\$(GEN)/$name" Makefile && root=-
    echo "$from $line $name $root"
done <"$lint_scratch/all" >"$lint_scratch/resolved"

awk '
BEGIN {
    floor["lib/base"] = 0
    floor["lib/text"] = floor["lib/xapian"] = floor["lib/glass"] = 1
    floor["lib/entity"] = floor["lib/store"] = 2
    floor["indexer/input"] = 2 # it reads dates with lib/text
    floor["indexer/build"] = floor["searcher/query"] = 3
    floor["searcher/answer"] = floor["searcher/print"] = 4
    floor["indexer/command"] = 4
    floor["indexer/main.c"] = 5
    floor["searcher/command"] = 5
    belongs["searcher/main.c"] = "searcher/command"
    # What may be included on the same floor, by name.
    also["searcher/print", "searcher/answer/answer.h"] = 1
    also["searcher/print", "searcher/answer/counts.h"] = 1
}
function module(path,   part) {
    split(path, part, "/")
    path = part[1] "/" part[2]
    return path in belongs ? belongs[path] : path
}
function complain(what) {
    print $1 ":" $2 ": " what
}
{
    from = module($1)
    if ($1 ~ /^include\//) {
        complain("the public header stands alone, and includes \"" $3 "\"")
        next
    }
    if (!(from in floor)) {
        complain(from " has no floor: give it one in tests/lint/floors.t")
        next
    }
    if ($4 == "include")
        next
    if ($4 == "-") {
        complain("\"" $3 "\" is not there; write module/file.h")
        next
    }
    if ($4 == "made") { # for one module
        if ($3 in owner && owner[$3] != from)
            complain(from " and " owner[$3] " both include " $3)
        owner[$3] = from
        next
    }
    path = $4 "/" $3
    to = module(path)
    side = $1
    sub(/\/.*/, "", side)
    other = path
    sub(/\/.*/, "", other)
    if (from == to || (from, path) in also)
        next
    if (!(to in floor))
        complain(to " has no floor: give it one in tests/lint/floors.t")
    else if (other != "lib" && other != side)
        complain(side " includes " path)
    else if (floor[to] >= floor[from])
        complain(from " (floor " floor[from] ") includes " path \
            " (floor " floor[to] ")")
}' "$lint_scratch/resolved" >"$bad"
none 'every include leads down' "$bad"

if [ "$(wc -l <"$lint_scratch/all")" -gt 100 ]; then
    ok 'the includes were found'
else
    not_ok 'the includes were found'
fi
lint_done
