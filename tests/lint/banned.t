#!/bin/sh
# Functions that are never called, and notes to oneself.
. tests/lint/lint.sh

# Calls, not words in comments or strings such as awk's sprintf.
c_files | tr '\n' '\0' | xargs -0 grep -nE \
    '(^|[^[:alnum:]_.>])(strcpy|stpcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|atof|gets|alloca|tmpnam|mktemp)[[:space:]]*\(' \
    >"$lint_scratch/bad"
none 'no banned function is called' "$lint_scratch/bad"

# The library never prints, exits or calls a shell; out of memory is base's.
product_files | grep -E '\.(c|cc)$' |
    grep -vE '/(main|err|arena)\.c$|/command/' | tr '\n' '\0' | xargs -0 grep -nE \
    '(^|[^[:alnum:]_.>])(printf|puts|putchar|perror|exit|_exit|system|popen)[[:space:]]*\(|\bfprintf\(std(out|err)' \
    >"$lint_scratch/bad"
none 'the library does not print or exit' "$lint_scratch/bad"

files | grep -vE '^(corpus/articles|tests/hostile)/|^tests/lint/banned\.t$' |
    tr '\n' '\0' | xargs -0 grep -nIE '\b(TODO|FIXME|XXX)\b' \
    >"$lint_scratch/bad"
none 'no notes to oneself' "$lint_scratch/bad"
lint_done
