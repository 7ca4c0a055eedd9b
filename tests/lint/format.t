#!/bin/sh
# C and C++ are formatted by clang-format 14 with .clang-format, exactly.
. tests/lint/lint.sh

tool=$(first_of clang-format-14 clang-format)
case $("$tool" --version 2>&1) in
*'version 14.'*) ok "$tool is version 14" ;;
*) not_ok "clang-format 14 is there: run \`make lint\`, which installs it" ;;
esac
c_files | each "$tool" --dry-run --Werror >"$lint_scratch/bad"
none 'every source and header is formatted' "$lint_scratch/bad"
lint_done
