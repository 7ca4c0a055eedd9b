#!/bin/sh
# gcc and clang compile everything without a warning; tests too.
. tests/lint/lint.sh

gcc=${CC:-gcc}
clang=$(first_of clang-14 clang)
clangxx=$(first_of clang++-14 clang++)
sources() {
    c_files | grep -E "\\.$1\$"
}

# shellcheck disable=SC2086,SC2046 # lists of options
{
    sources c | each "$gcc" $(cppflags) $std_c -fsyntax-only >"$lint_scratch/bad"
    none "$gcc has nothing to say" "$lint_scratch/bad"

    sources c | each "$clang" $(cppflags) $std_c -fsyntax-only \
        >"$lint_scratch/bad"
    none "$clang has nothing to say" "$lint_scratch/bad"

    sources cc | each "$clangxx" $(cppflags) $std_cxx -fsyntax-only \
        >"$lint_scratch/bad"
    none "$clangxx has nothing to say" "$lint_scratch/bad"
}
lint_done
