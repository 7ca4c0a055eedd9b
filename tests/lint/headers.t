#!/bin/sh
# Every header compiles alone, whatever was included before it; the public one
# as C++ too.
. tests/lint/lint.sh

# Includes the header twice, so that its guard is tried as well.
cat >"$lint_scratch/try" <<'END'
compiler=$1 language=$2 header=$3
out=$(printf '#include "%s"\n#include "%s"\n' "${header#*/}" "${header#*/}" |
    $compiler -fsyntax-only -x "$language" - 2>&1) || {
    echo "$header does not compile alone as $language"
    echo "$out" | sed 's/^/    /'
}
END

product_files | grep '\.h$' |
    each sh "$lint_scratch/try" "${CC:-gcc} $(cppflags) $std_c" c \
        >"$lint_scratch/bad"
none 'every header compiles alone as C' "$lint_scratch/bad"

files | grep -E '^include/.*\.h$' |
    each sh "$lint_scratch/try" "${CXX:-g++} $(cppflags) $std_cxx" c++ \
        >"$lint_scratch/bad"
none 'the public header compiles alone as C++' "$lint_scratch/bad"

# A guard's name says which file it is, so that no two are the same.
product_files | grep '\.h$' | while IFS= read -r header; do
    sed -n 's/^#ifndef \([A-Z0-9_]*\)$/\1/p' "$header" | head -n 1 |
        grep . || echo "none: $header"
done | sort | uniq -d >"$lint_scratch/bad"
none 'no two headers have one guard' "$lint_scratch/bad"
lint_done
