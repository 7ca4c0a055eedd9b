#!/bin/sh
# Text files are clean: no path of some developer's machine, no white space at
# the end of a line, a newline at the end of the file.
. tests/lint/lint.sh

# Inputs that are meant to be bad, and articles as they were found, are left
# as they are. Compressed files are no text.
files | tr '\n' '\0' | xargs -0 grep -lI '' |
    grep -vE '^(tests/hostile|tests/fuzz/seeds)/' >"$lint_scratch/texts"

# The brackets keep this script from finding itself.
tr '\n' '\0' <"$lint_scratch/texts" | xargs -0 grep -nE \
    '(^|[^[:alnum:]_.$}/-])/(wor[k]|roo[t]|hom[e]/[[:alnum:]_]+|User[s]/[[:alnum:]_]+|mn[t]|workspac[e])/|[A-Z]:\\User[s]\\[[:alnum:]]' \
    >"$lint_scratch/bad"
none "no path of a developer's machine" "$lint_scratch/bad"

grep -vE '^(corpus/articles|tests/tables|tests/cli/.*\.(txt|md|jsonl|html))' \
    "$lint_scratch/texts" | tr '\n' '\0' | xargs -0 grep -nE '[[:blank:]]+$' \
    >"$lint_scratch/bad"
none 'no white space ends a line' "$lint_scratch/bad"

tr '\n' '\0' <"$lint_scratch/texts" | xargs -0 grep -lE "$(printf '\r')\$" \
    >"$lint_scratch/bad"
none 'no carriage returns' "$lint_scratch/bad"

while IFS= read -r file; do
    [ -z "$(tail -c 1 "$file")" ] || echo "$file"
done <"$lint_scratch/texts" >"$lint_scratch/bad"
none 'every file ends in a newline' "$lint_scratch/bad"
lint_done
