#!/bin/sh
# run.sh [SECONDS [NAME...]] - search for inputs that crash: every fuzz_*.c
# here, or those named (feed, warc ...), with clang's libFuzzer under address
# and undefined sanitizers, SECONDS each (default 600). What was found
# interesting is kept in build/fuzz/NAME.corpus for the next run, beginning
# with tests/fuzz/seeds/NAME; a crash is kept in build/fuzz and fails the run.
seconds=${1:-600}
[ $# -eq 0 ] || shift
out=build/fuzz
flags='-std=c17 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
    -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION -D_GNU_SOURCE -DGZT_VERSION="0" -Iinclude -Ilib -Iindexer -Isearcher -Itests/fuzz -Ibuild/gen'
failed=0
passed=0

if ! command -v clang >/dev/null 2>&1; then
    echo 'fuzzing needs clang: apt-get install clang' >&2
    exit 2
fi
mkdir -p "$out/obj"
make -s build/gen/stopwords.inc build/gen/traces.inc build/gen/spreads.inc || exit 2
includes=$(pkg-config --cflags-only-I libxml-2.0 gmime-3.0) || exit 2

# What is fuzzed, and what it stands on. A header that changed changes all.
[ -z "$(find include lib indexer searcher -name '*.h' -newer \
    "$out/libfuzzed.a" 2>/dev/null)" ] || rm -f "$out"/obj/*.o
for source in lib/base/*.c lib/text/*.c indexer/input/*.c \
    searcher/query/lex.c searcher/query/parse.c searcher/query/describe.c; do
    object=$out/obj/$(echo "$source" | tr / _).o
    [ -n "$(find "$object" -newer "$source" 2>/dev/null)" ] && continue
    # shellcheck disable=SC2086 # lists of words
    clang $flags $includes -fsanitize=fuzzer-no-link -c -o "$object" \
        "$source" || exit 2
done
rm -f "$out/libfuzzed.a"
ar rcs "$out/libfuzzed.a" "$out"/obj/*.o

[ $# -gt 0 ] || set -- $(ls tests/fuzz/fuzz_*.c | sed 's|.*/fuzz_\(.*\)\.c|\1|')
for name in "$@"; do
    mkdir -p "$out/$name.corpus" "$out/empty"
    seeds=tests/fuzz/seeds/$name
    [ -d "$seeds" ] || seeds=$out/empty
    # shellcheck disable=SC2086
    clang $flags $includes -fsanitize=fuzzer -o "$out/fuzz_$name" \
        "tests/fuzz/fuzz_$name.c" "$out/libfuzzed.a" -lutf8proc -lstemmer \
        -lz -lxml2 -luchardet -larchive -lbrotlidec -lgmime-3.0 \
        -lgobject-2.0 -lglib-2.0 -lm -lpthread || exit 2
    if "$out/fuzz_$name" -max_total_time="$seconds" -max_len=65536 \
        -timeout=60 -rss_limit_mb=3000 -artifact_prefix="$out/$name-" \
        -print_final_stats=1 "$out/$name.corpus" "$seeds" \
        2>"$out/$name.log"; then
        passed=$((passed + 1))
        echo "$name: $(grep number_of_executed_units "$out/$name.log")"
    else
        failed=$((failed + 1))
        echo "$name failed:" >&2
        tail -n 20 "$out/$name.log" >&2
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
