#!/bin/sh
# Functions have at most 100 lines from brace to brace, files at most 800.
# Those above 60 lines are named, not failed. xapian_c.cc may have 1150 lines:
# there is one C++ file, so it cannot be split.
. tests/lint/lint.sh

c_files >"$lint_scratch/files"
while IFS= read -r file; do
    awk -v file="$file" '
        # Braces of namespaces and classes stand at the margin as well.
        /^\{/ { start = before ~ /^(namespace|class|struct|enum|union)/ ? 0 : NR
                name = before }
        /^\}/ && start { print NR - start + 1, file ":" start ": " name
                         start = 0 }
        /[^[:space:]]/ && !/^[[:space:]]/ && !/^\{/ { before = $0 }' "$file"
done <"$lint_scratch/files" | sort -rn >"$lint_scratch/lengths"

awk '$1 > 100' "$lint_scratch/lengths" >"$lint_scratch/bad"
none 'no function has more than 100 lines' "$lint_scratch/bad"
awk '$1 > 60 && $1 <= 100 { print "# over 60 lines: " $0 }' \
    "$lint_scratch/lengths"

if [ "$(wc -l <"$lint_scratch/lengths")" -gt 200 ]; then
    ok 'the functions were found'
else
    not_ok 'the functions were found'
fi

while IFS= read -r file; do
    echo "$(wc -l <"$file") $file"
done <"$lint_scratch/files" | awk '$1 > ($2 ~ /xapian_c\.cc$/ ? 1150 : 800)' >"$lint_scratch/bad"
none 'no file has more than 800 lines' "$lint_scratch/bad"
lint_done
