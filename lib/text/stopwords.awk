# stopwords.awk - word lists to C arrays, for stopwords.c to include.
#
# usage: LC_ALL=C awk -f stopwords.awk stopwords/*.txt protected/*.txt
#        asking/*.txt
#
# A list is named LANG.txt. A line holds one word, folded as the analyzer does
# it; in protected/ its stem may follow (else it is the word itself). Blank
# lines and what follows a "#" do not count.

function flush_list(    i, j, word) {
    if (!name)
        return
    # Insertion sort: the lists are short, and mawk has no asort.
    for (i = 2; i <= count; i++) {
        word = words[i]
        for (j = i - 1; j > 0 && words[j] > word; j--)
            words[j + 1] = words[j]
        words[j + 1] = word
    }
    printf "static const struct entry %s_%s[] = {\n", kind, name
    for (i = 1; i <= count; i++)
        if (i == 1 || words[i] != words[i - 1])
            print "    { \"" words[i] "\", " stems[words[i]] " },"
    print "};"
    tables[kind] = tables[kind] sprintf("    { \"%s\", %s_%s, " \
        "sizeof(%s_%s) / sizeof(struct entry) },\n", name, kind, name, kind, name)
}

FNR == 1 {
    flush_list()
    count = split(FILENAME, path, "/")
    name = path[count]
    sub(/\.txt$/, "", name)
    kind = path[count - 1] == "stopwords" ? "stop" : path[count - 1]
    count = 0
}

{
    sub(/#.*/, "")
    if (!NF)
        next
    words[++count] = $1 ""
    stems[$1] = kind != "protected" ? "NULL" : "\"" (NF > 1 ? $2 : $1) "\""
}

END {
    flush_list()
    printf "static const struct list stop_lists[] = {\n%s};\n", tables["stop"]
    printf "static const struct list protected_lists[] = {\n%s};\n",
        tables["protected"]
    printf "static const struct list asking_lists[] = {\n%s};\n", tables["asking"]
}
