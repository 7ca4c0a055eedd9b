# lib.sh - articles in bulk for the fault tests, and what must hold after each
# fault. Sourced from the top of the repository.
. tests/cli/lib.sh

# articles FROM TO [TEXT]: made of a few hundred words, the same each time.
articles() {
    awk -v from="$1" -v to="$2" -v text="${3-}" 'BEGIN {
        for (n = from; n <= to; n++) {
            printf "{\"id\":\"f%d\",\"source\":\"S%d\",\"date\":\"2014-%02d-%02d\",\"title\":\"kestrel number %d\",\"body\":\"%s",
                n, n % 9, n % 12 + 1, n % 28 + 1, n, text
            for (k = 0; k < 120; k++)
                printf " word%d", (n * 131 + k * k * 17) % 4001
            print ".\"}"
        }
    }'
}

# Seconds with a fraction, at random but the same each time the test is run.
moment() { # moment SEED LONGEST
    awk -v seed="$1" -v most="$2" 'BEGIN { srand(seed); printf "%.3f", rand() * most }'
}

# healthy: --verify is content and a search works; else it says what is wrong.
healthy() {
    "$bin/indexer" -d "$idx" --verify >"$t/verify" 2>&1 || {
        head -n 3 "$t/verify" | note
        return 1
    }
    "$bin/searcher" -d "$idx" --count kestrel >"$t/counted" 2>"$t/verify"
    [ $? -le 1 ] || {
        head -n 3 "$t/verify" | note
        return 1
    }
}

# no_doubles: each id once.
no_doubles() {
    "$bin/searcher" -d "$idx" --all --ids kestrel 2>/dev/null | sort | uniq -d |
        head -n 3 >"$t/doubles"
    [ ! -s "$t/doubles" ] || {
        note <"$t/doubles"
        return 1
    }
}
