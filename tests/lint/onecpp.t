#!/bin/sh
# Xapian's C++ is met in one file.
. tests/lint/lint.sh

door=lib/xapian/xapian_c.cc

files | grep -E '\.(cc|cpp|cxx|c\+\+|hh|hpp|hxx|h\+\+|ipp|tcc|CC|CPP|C|H)$' |
    grep -vx "$door" >"$lint_scratch/bad"
none "the only C++ file is $door" "$lint_scratch/bad"

c_files | grep -vx "$door" | tr '\n' '\0' | xargs -0 grep -nE \
    '#[[:space:]]*include[[:space:]]*([<"]xapian\.h[>"]|<xapian/)' \
    >"$lint_scratch/bad"
none "<xapian.h> is included by $door alone" "$lint_scratch/bad"

if grep -q '^#include <xapian\.h>' "$door"; then
    ok 'and it is included there'
else
    not_ok 'and it is included there'
fi
lint_done
