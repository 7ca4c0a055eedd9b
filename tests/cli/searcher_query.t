#!/bin/sh
# What a query finds, how it may be narrowed and sorted, and what is said when
# it cannot be understood or finds nothing.
. tests/cli/lib.sh

news "$t/news.jsonl"
indexer -q - <"$t/news.jsonl"

finds() { # finds NAME "ids in order of ids" QUERY...
    name=$1 wanted=$2
    shift 2
    is "$name" "$wanted" "$(sorted "$@")"
}

# ---- words ------------------------------------------------------------------

finds 'a word' 'n07' missile
finds 'all words by default' 'n01 n02 n03' grain terminal
finds '--match any' 'n01 n02 n03 n12 n17 n18 n21 n23 n24' --match any grain terminal
finds '--match all' 'n01 n02 n03' --match all grain terminal
finds 'stop words never exclude' 'n01 n02 n03' the grain of a terminal
finds 'inflection' 'n01 n02 n16' signing OR leaving -- -envoy -OPWN
finds '--no-stem: only its own' 'n16' --no-stem leave
finds '--no-stem: another' 'n24' --no-stem leaves
finds 'a phrase' 'n01 n02' '"grain terminal"'
finds 'a phrase in curly quotes' 'n01 n02' '“grain terminal”'
finds 'a phrase that does not occur' '' '"terminal grain contract"'
finds 'near words' 'n23' '"useful strait"~4'
finds 'not so near' '' '"useful resumed"~2'
finds 'NEAR' 'n01 n02 n23 n24' grain NEAR contract OR talks NEAR/3 useful OR grain NEAR/9 pilotage
finds 'NEAR/2 is nearer' '' bauxite NEAR/2 contract
finds 'w/s: one sentence' 'n02' contract w/s monday -- -canal
finds 'w/s: not another' '' farmers w/s monday
finds 'w/p: one paragraph' 'n01' farmers w/p officials
finds 'w/p: not another' '' farmers w/p ships
finds 'a prefix' 'n01 n02 n03 n17' 'termin*'
finds 'a near spelling' 'n07' 'mistile~1'
finds 'AND' 'n17' bauxite AND contract
finds 'OR' 'n05 n07' missile OR delegates
finds 'NOT' 'n03 n17' terminal NOT signed
finds 'minus' 'n03 n17' -- terminal -signed
finds 'brackets' 'n17 n24' '(bauxite OR pilotage) AND contract'
finds 'a NOT alone' 'n10 n11 n22' --match any NOT lang:en

# ---- forms ------------------------------------------------------------------

finds 'an acronym' 'n04 n05' OPWN
finds 'with dots' 'n04 n05' O.P.W.N.
finds 'US is not us' 'n04 n05' --no-aliases US
finds 'us is not US' '' --no-aliases --exact us delegates
finds 'accents do not matter' 'n08 n09' canakkale
finds 'nor with them' 'n08 n09' Çanakkale
finds 'naive' n08 naive
finds 'French without accents' 'n11 n22' ble
finds 'Chinese' n10 运河
finds 'designators' n07 S-90
finds 'possessives' n07 "S-90's"
finds 'hyphens' n07 cooperation
finds 'exact: capitals' 'n02 n03 n12 n18 n21 n23' exact:Grain
finds 'exact: small letters' 'n01 n02 n12 n21 n24' exact:grain -- -red
finds '--exact' n04 --exact us
finds '--exact with accents' n08 --exact Çanakkale
finds '--exact without' n09 --exact Canakkale

printf 'Kadyrbek\tQadirbek\tCadirbec\n# a comment\nOPWN\tWater Navigation Partners\n' \
    >"$t/aliases"
finds 'a name alone' 'n08' Kadyrbek
finds '--aliases: another spelling' 'n08 n09' --aliases "$t/aliases" Kadyrbek
finds 'both ways' 'n08 n09' --aliases "$t/aliases" Cadirbec
finds '--no-aliases wins' 'n08' --aliases "$t/aliases" --no-aliases Kadyrbek
run searcher --json --aliases "$t/aliases" Kadyrbek
has 'and the hit says so' '"query":"Kadyrbek","as":"Qadirbek","via":"alias"' "$t/out"
fails 'aliases that are not there' 2 "$t/none" searcher --aliases "$t/none" x

# ---- fields -----------------------------------------------------------------

finds 'title:' 'n01 n02 n12 n21' title:grain
finds 'title: with a phrase' 'n01 n02' 'title:"grain terminal"'
finds 'source:' 'n08' 'source:"Delta Post" president'
finds 'source: another' 'n14 n15' 'source:"Twin B"'
finds 'author:' 'n01' author:ilves
finds 'section:' 'n01' section:trade
finds 'tag:' 'n01' tag:ports
finds 'lang:' 'n11 n22' lang:fr
finds 'id:' 'n07' id:n07
finds 'url:' 'n02' url:https://delta.example/2
finds 'date:' 'n08 n09' date:2016-02
finds 'date: a range' 'n08 n09 n10' date:2016-02-28..2016-05-01
finds 'date: open at its end' 'n20' date:2020..
finds 'date: open at its beginning' 'n18' date:..1999

# ---- dates ------------------------------------------------------------------

finds '--from a day' 'n20' --from 2020-01-01 tolls
finds '--from a month' 'n19 n20' --from 2019-12 tolls
finds '--to is included' 'n03 n19' --to 2019-12-31 tolls
finds '--to a year is to its end' 'n03 n19' --to 2019 tolls
finds 'both' 'n19' --from 2019 --to 2019 tolls
export GAZETTE_NOW=1577923200 # 2020-01-02 00:00 UTC
finds '--last 1d' 'n20' --last 1d tolls
finds '--last 2d' 'n19 n20' --last 2d tolls
finds '--last 12h' '' --last 12h tolls
finds '--last 1y' 'n19 n20' --last 1y tolls
finds '--from yesterday' 'n20' --from yesterday tolls
finds '--to yesterday' 'n03 n19 n20' --to yesterday tolls
finds 'undated articles are in no range' 'n01 n02 n03 n12 n18 n23 n24' --from 1900 grain
is '--recency lifts the new ones' 'n20 n19 n03' "$(hits --recency 30d tolls)"
unset GAZETTE_NOW
fails 'a bad --from' 2 '--from takes a date' searcher --from 2014-13 x
fails 'a bad --last' 2 '--last takes' searcher --last week x
fails 'a bad --recency' 2 '--recency takes' searcher --recency 0 x
fails '--from behind --to' 2 'later than --to' \
    searcher --from 2016 --to 2015 x

# ---- order and number -------------------------------------------------------

is '--sort date, undated last' 'n18 n01 n02 n03 n12 n23 n24 n21' \
    "$(hits --sort date grain | sed 's/n02 n01/n01 n02/')"
is '--sort -date, undated last' 'n24 n23 n12 n03 n01 n02 n18 n21' \
    "$(hits --sort -date grain | sed 's/n02 n01/n01 n02/')"
is '--sort score is the default' "$(hits grain)" "$(hits --sort score grain)"
fails 'a bad --sort' 2 '--sort takes score|date|-date' searcher --sort size x
is '-n' 2 "$(searcher -n 2 grain | wc -l)"
is '-n 10 is the default' 10 "$(searcher --match any grain the canal a in of | wc -l)"
whole=$(hits grain)
is '--offset goes on where -n ended' "$whole" \
    "$(for o in 0 3 6 9; do searcher --ids -n 3 --offset $o grain; done | paste -sd ' ' -)"
is 'ranks go on too' 4 "$(searcher -n 1 --offset 3 grain | cut -f 1)"
run searcher --offset 100 grain
is 'behind the last hit: exit 0' 0 "$code"
is 'and nothing' '' "$(cat "$t/out")"
is '--all' 24 "$(searcher --all --match any -- NOT nosuchword | wc -l)"
fails 'a bad number' 2 '-' searcher -n x grain

is '--collapse source: one a source' 4 \
    "$(searcher --all --collapse source --format '{source}' grain | sort | uniq -c | awk '$1 == 1' | wc -l)"
best() { # of the hits in order, the first of each source and how many follow
    searcher --all --format '{source}\t{id}' "$@" 2>/dev/null | awk -F '\t' '
        !($1 in first) { first[$1] = $2; order[++n] = $1; next }
        { more[$1]++ }
        END { for (i = 1; i <= n; i++)
            print first[order[i]], more[order[i]] + 0 }'
}
for q in grain twin tolls '"grain terminal"' 'grain OR "grain terminal"' \
    exact:Grain; do
    for sort in score date -date; do
        best --sort $sort "$q" >"$t/wanted"
        searcher --all --collapse source --sort $sort \
            --format '{id} {collapsed}' "$q" >"$t/out" 2>/dev/null
        same "the best of each by $sort: $q" "$t/wanted" "$t/out"
    done
done
is '--collapse source and --sort date' 'n18 n01 n02 n23' \
    "$(hits --collapse source --sort date grain | sed 's/n02 n01/n01 n02/')"
finds '--collapse source --sort date keeps undated ones' 'n06' \
    --collapse source --sort date treaties stone
finds '--collapse source and exact:' 'n02 n18 n21 n23' \
    --collapse source exact:Grain -- -red
is '--collapse source --count' 4 "$(searcher --collapse source --count grain)"
is '--collapse none' 8 "$(searcher --collapse none --count grain)"

# ---- more words -------------------------------------------------------------

run searcher --expand --ids tolls
is '--expand: the same hits' 3 "$(wc -l <"$t/out")"
has 'it names what it added' 'added from the best hits: ' "$t/err"
run searcher --expand --match any --count tolls
ok '--expand --match any: more of them' test "$(cat "$t/out")" -gt 3
run searcher --expand -q tolls
is '--expand -q: says nothing' '' "$(cat "$t/err")"

is '--collapse story: copies are folded' 1 \
    "$(searcher --collapse story --ids --all bauxite exports 2>/dev/null | wc -l)"
is 'and counted' 2 \
    "$(searcher --json --collapse story bauxite exports | grep -o '"collapsed":[0-9]*' | cut -d : -f 2)"
is 'others are not' 8 "$(searcher --collapse story --count grain)"
is 'with a phrase' 1 "$(searcher --collapse story --count '"bauxite exports"')"

# ---- each rule has its switch -------------------------------------------------

cat >"$t/rules.jsonl" <<'END'
{"id":"r1","title":"One","body":"Cooperation for $400 billion on 21 March 2014 in Đakovo."}
{"id":"r2","title":"Two","body":"Co-operation for $400bn on 2014-03-21 in Djakovo, in Dakovo."}
END
"$bin/indexer" -q -d "$t/rules" - <"$t/rules.jsonl"
ruled() {
    "$bin/searcher" -d "$t/rules" --all --ids "$@" 2>"$t/err" | sort | paste -sd ' ' -
}
is 'joined' 'r1 r2' "$(ruled co-operation)"
is '--no-joined' 'r2' "$(ruled --no-joined co-operation)"
is 'amounts' 'r1 r2' "$(ruled '$400bn')"
is '--no-amounts' 'r2' "$(ruled --no-amounts '$400bn')"
is 'dates' 'r1 r2' "$(ruled 21 March 2014)"
is '--no-dates' 'r1' "$(ruled --no-dates 21 March 2014)"
is 'folding' 'r1 r2' "$(ruled Dakovo)"
is '--no-fold' 'r2' "$(ruled --no-fold dakovo)"
is '--no-fold with accents' 'r1' "$(ruled --no-fold đakovo)"
for f in --no-joined --no-amounts --no-dates --no-fold; do
    ok "$f finds other words as ever" test "$(ruled $f in)" = 'r1 r2'
done

# ---- nothing found ----------------------------------------------------------

run searcher nosuchword
is 'no hits: exit 1' 1 "$code"
is 'nothing on stdout' '' "$(cat "$t/out")"
run searcher unobtanium grain
has 'each word has its count' 'unobtanium 0, grain 8' "$t/err"
has 'and what would help' 'try --match any' "$t/err"
run searcher grian -q
is '-q: no suggestion' '' "$(cat "$t/err")"
run searcher grian bauxxite
has 'a near word for each' 'did you mean grain, bauxite?' "$t/err"
run searcher xqzzyw
lacks 'nothing is near' 'did you mean' "$t/err"
run searcher --from 2030 grain
has 'articles without a date' '1 article without a date would match' "$t/err"
run searcher --from 2030 grain
is 'out of range: exit 1' 1 "$code"
has 'a wider range would help' 'wider range of dates' "$t/err"
run searcher -q nosuchword
is '-q says nothing' '' "$(cat "$t/err")"
run searcher "$(printf 'no\033[31msuch')"
is 'words are escaped there' 0 "$(LC_ALL=C tr -d '\n\t -~' <"$t/err" | wc -c)"

# ---- queries that cannot be understood --------------------------------------

run searcher autor:ilves grain
is 'an unknown field: exit 2' 2 "$code"
err 'with a caret and a suggestion' <<'END'
searcher: no field is called autor
  autor:ilves grain
  ^~~~~
did you mean author:?
END
run searcher 'grain (terminal'
is 'an open bracket: exit 2' 2 "$code"
err 'with a caret' <<'END'
searcher: this bracket is never closed
  grain (terminal
        ^
close it, or leave it out
END
for q in '"open' 'grain )' '- grain' 'date:noday' 'a NEAR/0 b' '((((' 'title:(grain'; do
    run searcher -- "$q"
    is "exit 2: $q" 2 "$code"
    has 'with a caret' '^' "$t/err"
done
fails 'no query' 2 'no query' searcher
fails 'an empty one' 2 'no query' searcher ''
for q in "What's next for the U.S.?" 9/11 'AT&T' s/s C++ W-2 'and or not' \
    'Re: grain' 'http://a.b/c?d=e' '$400bn 50% #1' 'C:\Users' '...' '?!' \
    "rock 'n' roll" 'a & b' 'std::sort' '10:30' '🐟' 'AND' 'NEAR' \
    'mail@example.org' '[1] {2} <3>'; do
    run searcher -- "$q"
    ok "ordinary text just searches: $q" test "$code" -le 1
    lacks 'no caret' '  ^' "$t/err"
done
is '9/11 is found' n19 "$(hits 9/11)"
is 'AT&T is found' n19 "$(hits 'AT&T')"
is 'C++ is found' n19 "$(hits 'C++')"
fails '--strict: a word left out' 2 '--strict' searcher --strict the grain
finds '--strict: nothing to say' 'n01 n02 n03' --strict grain terminal

# ---- explanations -----------------------------------------------------------

run searcher --explain 'termin*' '"grain terminal"' -- -oil
sed -i '/^1\t/d' "$t/out"
sed -i '/^2\t/d' "$t/out"
sed -i '/^hit       n01/q' "$t/out"
out '--explain' <<'END'
parsed    (termin* "grain terminal" NOT oil)
word      termin  4 articles
          as termin*
word      "grain terminal"  2 articles
          as "grain terminal"
word      oil  1 articles, excluded
          as oil
          as XAoil
hit       n02
          Grain terminal  for "grain terminal": exact, title 0..14
          terminal  for termin: prefix, title 6..14
          grain terminal  for "grain terminal": exact, body 19..33
          1.5440  termin: idf 1.8326 x tf 0.8425
          2.5040  "grain terminal"
hit       n01
END
run searcher --explain --json grain the
head -n 1 "$t/out" | python3 -c '
import json, sys
e = json.load(sys.stdin)
print(e["v"], e["query"], [(w["word"], w["articles"]) for w in e["words"]])' >"$t/got"
is '--explain --json' "1 grain the [('grain', 8), ('the', 17)]" "$(cat "$t/got")"
run searcher --why-not n03 '"grain terminal"' contract
is '--why-not of no hit exits 1' 1 "$code"
out 'says what it lacks' <<'END'
has not "grain terminal"
has     contract
no hit
END
run searcher --why-not n01 --from 2016 grain -- -oil
out '--why-not and dates' <<'END'
has not a date within the range asked for
has     grain
has not oil (excluded by the query)
no hit
END
run searcher --why-not n01 grain
is '--why-not of a hit exits 0' 0 "$code"
run searcher --why-not n01 --json grain nosuchword
out '--why-not --json' <<'END'
{"v":1,"id":"n01","hit":false,"in_dates":true,"words":[{"word":"grain","has":true,"wanted":true},{"word":"nosuchword","has":false,"wanted":true}]}
END
fails '--why-not of an unknown article' 2 nosuchid \
    searcher --why-not nosuchid grain
fails 'two tasks' 2 'exclude each other' searcher --count --explain grain

# ---- places and help --------------------------------------------------------

run "$bin/searcher" -d "$t/none" grain
is 'a missing index exits 2' 2 "$code"
has 'and says how to make one' "indexer -d $t/none" "$t/err"
ok 'and none is made' test ! -e "$t/none"
mkdir "$t/dir"
run "$bin/searcher" -d "$t/dir" grain
is 'a folder that is no index exits 2' 2 "$code"
is 'and stays empty' '' "$(ls -A "$t/dir")"
fails 'no default index' 2 "$t/home" "$bin/searcher" grain
ok 'and no home' test ! -e "$t/home"
is '$GAZETTE_INDEX' n07 "$(GAZETTE_INDEX=$idx "$bin/searcher" --ids missile)"
fails 'an unknown option' 2 --nosuch searcher --nosuch
fails 'an option without its value' 2 --format searcher --format
run searcher --help
is '--help exits 0' 0 "$code"
# Every option has a test somewhere in tests/cli.
for option in $(grep -oE '^ +(-., +)?--[a-z-]+' "$t/out" | grep -oE -- '--.*'); do
    case $option in
    --number) option='-n ' ;;
    --index) option='-d ' ;;
    --null) option='-0' ;;
    --quiet) option='-q' ;;
    --verbose) option='-v' ;;
    --jobs) option='-j ' ;;
    esac
    ok "$option is tested" grep -qre "searcher.*$option\|finds.*$option\|hits.*$option\|searcher \$f\|for f in.*$option" tests/cli
done
run searcher --version
has '--version' 'searcher (gazette)' "$t/out"

done_testing
