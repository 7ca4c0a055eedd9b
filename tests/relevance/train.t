#!/bin/sh
# The tagger's training: the same input gives the same model, and what is
# learnt from some of our articles finds the names of the others.
. tests/cli/lib.sh

train() {
    "$bin/train" "$@"
}

# Words and classes of no great worth.
awk 'BEGIN { OFS = "\t"
    n = split("said says told met the in of president minister mr", w, " ")
    for (i = 1; i <= n; i++)
        print w[i], (i > 7), 1000 - i, i, int(i / 2), int(i / 4), int(i / 8) }' \
    >"$t/words.tsv"
mkdir "$t/none"

fit() { # fit NAME: four fifths of our articles alone
    train fit "$t/words.tsv" "$t/none" "$t/$1" epochs=3 varied=0 upper=0 \
        patterns=0.2 rows=16384 gold1 >"$t/$1.scores" 2>"$t/$1.log"
}

fit one
is 'a model is made' 0 "$?"
fit two
same 'the same input gives the same model' "$t/one" "$t/two"
same 'and the same scores' "$t/one.scores" "$t/two.scores"

f1=$(awk '$1 == "all" { print int(100 * $NF) }' "$t/one.scores")
ok "the fifth that was left out is tagged well: F1 $f1, at least 75" \
    test "${f1:-0}" -ge 75

printf 'Russia\nsigned\n\n' >"$t/lines"
printf 'Russia\tB-country\nsigned\tO\n\n' >"$t/wanted"
train tag "$t/one" "$t/lines" >"$t/tagged"
same 'the model tags' "$t/wanted" "$t/tagged"

printf 'no model' >"$t/broken"
fails 'a file that is no model is refused' 2 'no model of this version' \
    train tag "$t/broken" "$t/lines"
fails 'a group that there is not' 2 'no group is called' \
    train fit "$t/words.tsv" "$t/none" "$t/three" golden
done_testing
