#!/bin/sh
# What the library exports begins with gzt_. Of the C++ object, what the
# compiler makes of templates and inline functions (weak, unique, or a
# reference to type information) is not ours to name.
. tests/lint/lint.sh

library=build/libgazette.a
if [ ! -f "$library" ]; then
    not_ok "$library is there: run make"
    lint_done
    exit
fi
nm -g --defined-only "$library" 2>"$lint_scratch/faults" |
    awk '/:$/ { object = $1; sub(/:$/, "", object); next }
         NF >= 2 { print object, $(NF - 1), $NF }' >"$lint_scratch/symbols"

awk '$3 ~ /^gzt_/ { next }
     $1 == "xapian_c.o" && $2 ~ /^[WVu]$/ { next }
     $1 == "xapian_c.o" && $3 ~ /^DW\.ref\./ { next }
     { print $1 ": " $3 " (" $2 ")" }' "$lint_scratch/symbols" \
    >"$lint_scratch/bad"
none 'every exported symbol begins with gzt_' "$lint_scratch/bad"

if [ "$(grep -c ' gzt_' "$lint_scratch/symbols")" -gt 100 ]; then
    ok 'the symbols were found'
else
    not_ok 'the symbols were found'
    sed 's/^/# /' "$lint_scratch/faults"
fi

# Two functions of one name would depend on the order of linking.
awk '$2 ~ /^[TDBR]$/ { print $3 }' "$lint_scratch/symbols" | sort | uniq -d \
    >"$lint_scratch/bad"
none 'no symbol is defined twice' "$lint_scratch/bad"

# Writable data that lasts is a mutable global, be it static. (Constant tables
# with pointers in them are moved once, when the program is loaded.)
objdump -t "$library" 2>/dev/null |
    awk '/file format/ { object = $1; next }
         object != "xapian_c.o:" && / O / {
             for (i = 2; i < NF; i++)
                 if ($i ~ /^\.t?(data|bss)/ && $i !~ /^\.data\.rel\.ro/)
                     print object " " $NF }' >"$lint_scratch/bad"
none 'no mutable globals' "$lint_scratch/bad"
lint_done
