#!/bin/sh
# run.sh [SECONDS] - search for inputs that crash the query language: every
# fuzz_*.c here, with clang's libFuzzer under address and undefined sanitizers,
# SECONDS each (default 600). A crash is kept in build/fuzz and fails the run.
seconds=${1:-600}
out=build/fuzz
failed=0
passed=0

if ! command -v clang >/dev/null 2>&1; then
    echo 'fuzzing needs clang: apt-get install clang' >&2
    exit 2
fi
mkdir -p "$out"
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    mkdir -p "$out/$name.corpus"
    # shellcheck disable=SC2086 # the files of the parser, a word each
    clang -std=c17 -g -O1 -fsanitize=fuzzer,address,undefined \
        -fno-sanitize-recover=all -D_GNU_SOURCE -Iinclude -Ilib -Isearcher \
        -o "$out/$name" "$source" searcher/query/lex.c searcher/query/parse.c \
        searcher/query/describe.c lib/base/arena.c lib/base/buf.c \
        lib/base/err.c lib/base/json.c lib/base/str.c lib/base/utf8.c \
        -lutf8proc || exit 2
    if "$out/$name" -max_total_time="$seconds" -artifact_prefix="$out/" \
        -print_final_stats=1 "$out/$name.corpus" 2>"$out/$name.log"; then
        passed=$((passed + 1))
        grep 'number_of_executed_units' "$out/$name.log"
    else
        failed=$((failed + 1))
        tail -n 20 "$out/$name.log" >&2
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
