#!/bin/sh
# What the searcher prints, byte for byte: every layout, and what must never
# break a line, a column or a terminal.
. tests/cli/lib.sh

news "$t/news.jsonl"
indexer -q - <"$t/news.jsonl"

# ---- layouts ----------------------------------------------------------------

run searcher grain terminal
is 'hits: exit 0' 0 "$code"
is 'and nothing on stderr' '' "$(cat "$t/err")"
printf '%s\n' "$(cat "$t/out")" | sed 's/\t[0-9.]*\t/\tSCORE\t/' >"$t/tsv"
mv "$t/tsv" "$t/out"
out 'tsv: rank, score, date, source, id, title' <<'END'
1	SCORE	2015-03-02T08:00:00Z	Delta Post	n02	Grain terminal: contract signed
2	SCORE	2015-03-02T08:00:00Z	Harbour Wire	n01	Canal authority signs grain terminal contract
3	SCORE	2015-03-05	Harbour Wire	n03	Ministers discuss canal tolls
END
# Scores are of BM25 over this corpus; a change of weights changes them here
# and in the lines of trec and JSON below, and nowhere else.
run searcher --format csv bauxite
sed -i 's/,[0-9]*\.[0-9]\{4\},/,SCORE,/' "$t/out"
out 'csv: quotes where needed' <<'END'
rank,score,date,source,id,title
1,SCORE,2016-06-01,Twin B,n15,Twin report on bauxite
2,SCORE,2016-06-01,"Twin, ""A""",n13,Twin report on bauxite
3,SCORE,2016-06-01,Twin B,n14,Twin report on bauxite
4,SCORE,2017-07-08,Eastern Ledger,n17,Strike closes mine
END
run searcher --format trec bauxite
sed -E -i 's/ [0-9]+\.[0-9]{6} / SCORE /' "$t/out"
out 'trec: six columns' <<'END'
0 Q0 n15 1 SCORE gazette
0 Q0 n13 2 SCORE gazette
0 Q0 n14 3 SCORE gazette
0 Q0 n17 4 SCORE gazette
END
searcher --format trec bauxite | awk '{ if (NR > 1 && $5 >= last) bad = 1; last = $5 }
    END { exit bad }'
is 'trec: equal scores still come down a step' 0 $?
run searcher --json --no-snippet -- grain terminal contract -lang:fr -id:n03
sed -i 's/"score":[0-9.]*/"score":SCORE/' "$t/out"
out 'json' <<'END'
{"v":1,"rank":1,"score":SCORE,"id":"n02","date":"2015-03-02T08:00:00Z","source":"Delta Post","lang":"en","title":"Grain terminal: contract signed","url":"https://delta.example/2","matched":[{"query":"grain","as":"Grain","via":"exact","field":"title","start":0,"end":5},{"query":"terminal","as":"terminal","via":"exact","field":"title","start":6,"end":14},{"query":"contract","as":"contract","via":"exact","field":"title","start":16,"end":24},{"query":"grain","as":"grain","via":"exact","field":"body","start":19,"end":24}]}
{"v":1,"rank":2,"score":SCORE,"id":"n01","date":"2015-03-02T08:00:00Z","source":"Harbour Wire","lang":"en","title":"Canal authority signs grain terminal contract","url":"https://harbour.example/1","matched":[{"query":"grain","as":"grain","via":"exact","field":"title","start":22,"end":27},{"query":"terminal","as":"terminal","via":"exact","field":"title","start":28,"end":36},{"query":"contract","as":"contract","via":"exact","field":"title","start":37,"end":45}]}
END
run searcher --format json --snippet 8 '"harbour master"'
has 'json: a snippet and its marks' \
    '"snippet":"The harbour master called it historic.","marks":[[4,18]]' "$t/out"
searcher --all --json --match any the canal grain naïve 运河 >"$t/out"
python3 - "$t/out" >"$t/bad" <<'END'
import json, sys
for line in open(sys.argv[1]):
    hit = json.loads(line)
    text = hit.get('snippet', '').encode()
    for start, end in hit.get('marks', []):
        text[start:end].decode() or print('empty mark')
END
is 'json: every line is JSON, every mark whole characters' '0 ' "$? $(cat "$t/bad")"

run searcher --format '{rank}\t{id}\t{date}\t{source}\t{lang}\t{author}\t{section}\t{url}\t{query}' farmers
out 'a template' <<'END'
1	n01	2015-03-02T08:00:00Z	Harbour Wire	en	Mara Ilves	trade	https://harbour.example/1	farmers
END
run searcher --format '\{{id}\}\\{label}|{updated}|{path}|{collapsed}|\n' farmers
out 'its escapes and empty fields' <<'END'
{n01}\|||0|
END
run searcher --format '{snippet}' OPWN river
out 'a snippet in a template' <<'END'
The OPWN summit ended without a pact on river water. Delegates from the US left early.
END
searcher --format '{score}' farmers >"$t/out"
ok 'a score in a template' grep -qxE '[0-9]+\.[0-9]{4}' "$t/out"
searcher --format '{id}\0' bauxite | tr '\0' '|' >"$t/out"
printf 'n15|n13|n14|n17|' >"$t/wanted"
same 'NUL in a template' "$t/wanted" "$t/out"
fails 'an unknown field in a template' 2 '{nosuch}' \
    searcher --format '{nosuch}' grain
fails 'an open brace' 2 'brace' searcher --format '{id' grain
fails 'an unknown escape' 2 'escape' searcher --format '\q{id}' grain
fails 'an unknown layout' 2 '--format xml' searcher --format xml grain

# ---- lists ------------------------------------------------------------------

run searcher --ids bauxite
out '--ids' <<'END'
n15
n13
n14
n17
END
searcher --ids -0 bauxite | tr '\0' '|' >"$t/out"
printf 'n15|n13|n14|n17|' >"$t/wanted"
same '--ids -0' "$t/wanted" "$t/out"
mkdir "$t/in"
printf 'Odd\n\nunicorn sighted\n' >"$t/in/a b.txt"
printf 'Odd\n\nunicorn denied\n' >"$t/in/new
line.txt"
"$bin/indexer" -q -d "$t/odd" "$t/in"
"$bin/searcher" -d "$t/odd" --paths -0 unicorn | LC_ALL=C sort -z |
    tr '\0' '|' >"$t/out"
printf '%s/in/a b.txt|%s/in/new\nline.txt|' "$t" "$t" >"$t/wanted"
same '--paths -0: as they are' "$t/wanted" "$t/out"
"$bin/searcher" -d "$t/odd" --paths -0 unicorn | xargs -0 cat >/dev/null
is 'and xargs -0 opens them' 0 $?
"$bin/searcher" -d "$t/odd" --paths unicorn | LC_ALL=C sort >"$t/out"
printf '%s/in/a b.txt\n%s/in/new\\nline.txt\n' "$t" "$t" >"$t/wanted"
same '--paths: a line each' "$t/wanted" "$t/out"
run searcher --paths bauxite
is 'no path, no line' '' "$(cat "$t/out")"

run searcher --count bauxite
out '--count' <<'END'
4
END
run searcher --count nosuchword
out '--count of nothing' <<'END'
0
END
is 'exits 1' 1 "$code"

# ---- nothing breaks a line --------------------------------------------------

for f in tsv csv trec human '{title}' '{snippet}|{title}'; do
    searcher --format "$f" --color=never falls >"$t/out" 2>/dev/null
    is "no control character in $f" 0 \
        "$(LC_ALL=C tr -d '\n\t -~\200-\377' <"$t/out" | wc -c)"
    lacks "no bidi override in $f" "$(printf '\342\200\256')" "$t/out"
done
is 'a line a hit' 1 "$(searcher falls | wc -l)"
is 'six columns' 6 "$(searcher falls | awk -F '\t' '{ print NF }')"
has 'the escapes are shown' '\u202eflipped\u202c \\ end' "$t/out"
searcher --json falls >"$t/out"
has 'JSON escapes them its own way' '\u001b[31mred\u001b[0m \u202eflipped' "$t/out"
printf '%s\n' '{"id":"evil id\twith\nall \u001b[2J","source":"so\u001b]0;x\u0007urce","title":"kraken","section":"\u202e","url":"http://x/\u001b\u0007","author":"\u2028"}' \
    >"$t/evil.jsonl"
"$bin/indexer" -q -d "$t/evil" - <"$t/evil.jsonl"
for f in tsv csv trec human '{id}|{source}|{url}|{author}|{section}'; do
    "$bin/searcher" -d "$t/evil" --format "$f" --color=never kraken \
        >"$t/out" 2>/dev/null
    is "no field breaks out of $f" 0 \
        "$(LC_ALL=C tr -d '\n\t -~\200-\377' <"$t/out" | wc -c)"
done
is 'trec keeps its six columns' 6 \
    "$("$bin/searcher" -d "$t/evil" --format trec kraken | awk '{ print NF }')"
"$bin/searcher" -d "$t/evil" --color=always --format human kraken 2>/dev/null |
    sed 's/\x1b\[[0-9;]*m//g; s/\x1b]8;;[^\x1b\x07]*\x1b\\//g' >"$t/out"
is 'nor out of human output in colour' 0 \
    "$(LC_ALL=C tr -d '\n\t -~\200-\377' <"$t/out" | wc -c)"

# ---- for people -------------------------------------------------------------

esc=$(printf '\033')
COLUMNS=60 run searcher --format human --color=always grain strait useful
sed "s/$esc/^/g" "$t/out" >"$t/shown" && mv "$t/shown" "$t/out"
out '60 columns in colour' <<'END'
^[2m 1^[0m  ^[0;1mTalks on the ^[0;1;33mstrait^[0m
    ^[0;2m2018-09-10 · Eastern Ledger · n23^[0m
    Talks on the ^[0;1;33mstrait^[0m resumed. The envoy called the talks
    ^[0;1;33museful^[0m and the ^[0;1;33mstrait^[0m open. ^[0;1;33mGrain^[0m was not discussed.

END
ok 'the summary on stderr' grep -q '1 article in [0-9.]* m\?s' "$t/err"
COLUMNS=200 run searcher --format human --snippet 60 grain useful
is 'no wider than a page' yes \
    "$(awk 'length > 100 { bad = 1 } END { print bad ? "no" : "yes" }' "$t/out")"
out '200 columns, no colour' <<'END'
 1  Talks on the strait
    2018-09-10 · Eastern Ledger · n23
    Talks on the strait resumed. The envoy called the talks useful and the strait open. Grain was
    not discussed.

END
COLUMNS=30 run searcher --format human grain useful
is '30 columns hold' yes \
    "$(awk 'length > 30 { bad = 1 } END { print bad ? "no" : "yes" }' "$t/out")"
run searcher --format human --no-snippet --color=never grain useful
out '--no-snippet' <<'END'
 1  Talks on the strait
    2018-09-10 · Eastern Ledger · n23

END
run searcher --format human -q farmers
is '-q: no summary' '' "$(cat "$t/err")"
TERM=xterm run searcher --format human farmers
lacks 'no colour off a terminal' "$esc" "$t/out"
NO_COLOR=1 run searcher --format human --color=always farmers
has '--color=always wins over NO_COLOR' "$esc" "$t/out"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
    TERM=xterm script -qec "'$bin/searcher' -d '$idx' farmers" /dev/null \
        >"$t/out" 2>&1 </dev/null
    has 'colour on a terminal' "$esc[" "$t/out"
    has 'and the human layout' 'Harbour Wire · n01' "$t/out"
    NO_COLOR=1 TERM=xterm script -qec "'$bin/searcher' -d '$idx' farmers" \
        /dev/null >"$t/out" 2>&1 </dev/null
    lacks 'NO_COLOR: none' "$esc[" "$t/out"
else
    skip 'colour on a terminal' 'script(1) finds no pseudo-terminal'
fi

# ---- whole articles ---------------------------------------------------------

run searcher --show n08
out '--show, for people' <<'END'
President Kadyrbek visits Çanakkale

id      n08
date    2016-02-28
source  Delta Post
lang    en

President Kadyrbek visited Çanakkale and praised naïve optimism. The café where
he sat is now famous.
END
run searcher --json --show n20 n13
out '--json --show, several' <<'END'
{"v":1,"id":"n20","title":"New year, new tolls","body":"Tolls rise again in the new year.","date":"2020-01-01T00:00:00Z","source":"Delta Post","lang":"en"}
{"v":1,"id":"n13","title":"Twin report on bauxite","body":"Bauxite exports doubled last year.","date":"2016-06-01","source":"Twin, \"A\"","lang":"en"}
END
run searcher --show nosuchid n20
is '--show of an unknown id exits 1' 1 "$code"
has 'names it' 'no article has the id nosuchid' "$t/err"
has 'and shows the others' 'New year, new tolls' "$t/out"
run searcher --show "$(printf 'x\033[2Jy')"
lacks 'an id from outside is escaped' "$esc" "$t/err"

# ---- where it goes ----------------------------------------------------------

sh -c "'$bin/searcher' -d '$idx' --all --match any grain canal | head -n 1 >/dev/null" \
    2>"$t/err"
is 'a closed pipe is quiet' '' "$(cat "$t/err")"
for options in grain '--json grain' '--count grain' '--show n01' \
    '--explain grain' '--why-not n01 grain' '--format human grain' --version; do
    # shellcheck disable=SC2086 # words
    searcher $options >/dev/full 2>"$t/err"
    is "a full disk is no success: $options" 2 $?
done
has 'and says why' 'No space left' "$t/err"
echo grain | searcher --batch - >/dev/full 2>/dev/null
is 'nor in a batch' 2 $?

# ---- batches ----------------------------------------------------------------

printf 'a\tgrain terminal\n\nb\tnosuchword tolls\r\nc\t"grain terminal"\n运河\n' \
    >"$t/queries"
run searcher --batch "$t/queries" --format trec -n 3
is '--batch exits 0' 0 "$code"
awk '{ print $1, $2, $3, $4, $6 }' "$t/out" >"$t/run" && mv "$t/run" "$t/out"
out 'a run file: any word is enough' <<'END'
a Q0 n02 1 gazette
a Q0 n01 2 gazette
a Q0 n03 3 gazette
b Q0 n20 1 gazette
b Q0 n19 2 gazette
b Q0 n03 3 gazette
c Q0 n02 1 gazette
c Q0 n01 2 gazette
0 Q0 n10 1 gazette
END
run searcher --batch "$t/queries" --format '{label}:{id}'
out 'other layouts want all words' <<'END'
a:n02
a:n01
a:n03
c:n02
c:n01
:n10
END
run searcher --batch - --json -n 1 <"$t/queries"
has 'json has the label' '{"v":1,"label":"a","rank":1' "$t/out"
awk 'BEGIN { while (n++ < 300) printf "q%d\tgrain terminal %d\nr%d\ttolls \"the strait\"\n", n, n, n }' \
    >"$t/queries"
for f in trec json human tsv; do
    searcher --batch "$t/queries" --format $f -j 1 >"$t/j1" 2>/dev/null
    searcher --batch "$t/queries" --format $f -j 2 >"$t/j2" 2>/dev/null
    same "$f: two threads write what one writes" "$t/j1" "$t/j2"
done
printf 'a\tgrain\nb\t(grain\nc\ttolls\n' >"$t/queries"
run searcher --batch "$t/queries" --format '{label}:{id}' -n 1
has 'a query in a batch that does not parse is named' 'query 2 (b)' "$t/err"
has 'and why' 'this bracket is never closed' "$t/err"
grep -v '^b:' "$t/out" >"$t/others" && mv "$t/others" "$t/out"
out 'and the others are answered' <<'END'
a:n21
c:n20
END
printf 'a\tnosuchword\n' >"$t/queries"
run searcher --batch "$t/queries"
is 'a batch without a hit exits 1' 1 "$code"
run searcher --batch "$t/queries" -v
fails 'a batch that is not there' 2 "$t/none" searcher --batch "$t/none"

done_testing
