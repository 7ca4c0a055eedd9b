# traces.awk - the code of each fingerprint, in order, from the list of those
# that are frequent (corpus/lexicon/traces.tsv): they get the codes from 8 on,
# in the order of the list, and what had these gets theirs.
BEGIN {
    for (i = 0; i < 65536; i++)
        code[i] = print_of[i] = i
    next_code = 8
}
!/^#/ {
    moved = print_of[next_code]
    code[moved] = code[$1]
    code[$1] = next_code++
    print_of[code[moved]] = moved
    print_of[code[$1]] = $1
}
END {
    for (i = 0; i < 65536; i++)
        print code[i] ","
}
