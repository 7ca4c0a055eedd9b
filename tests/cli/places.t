#!/bin/sh
# An index is a place: one folder, many shards, several folders, a stub, a
# server, and mixes of these answer byte for byte alike.
. tests/cli/lib.sh

news "$t/news.jsonl"
sed -n '1~2p' "$t/news.jsonl" >"$t/odd.jsonl"
sed -n '2~2p' "$t/news.jsonl" >"$t/even.jsonl"

# The path of an article is that of the file it was read from, so all is read
# from standard input.
indexer -q - <"$t/news.jsonl" || no 'one index is made'
"$bin/indexer" -q -d "$t/shards" --shard-articles 5 - <"$t/news.jsonl"
"$bin/indexer" -q -d "$t/odd" - <"$t/odd.jsonl"
"$bin/indexer" -q -d "$t/even" - <"$t/even.jsonl"
printf 'auto %s\nauto %s\n' "$t/odd" "$t/even" >"$t/stub"
is 'five shards' 5 "$(find "$t/shards" -maxdepth 1 -name 'shard-*' | wc -l)"

# ---- servers ----------------------------------------------------------------

if ! command -v xapian-tcpsrv >/dev/null; then
    no 'xapian-tcpsrv is there (make deps installs it)'
    done_testing
fi

listening() {
    grep -q "^ *[0-9]*: 0100007F:$(printf %04X "$1") .* 0A " /proc/net/tcp
}

# serve FOLDER...: a server in a group of its own, for it ends its whole group
# when it is told to end. Sets $port.
serve() {
    port=$((20000 + $$ % 20000))
    while :; do
        port=$((port + 1))
        listening $port && continue
        setsid xapian-tcpsrv --interface 127.0.0.1 --port $port --quiet \
            "$@" >"$t/server.log" 2>&1 &
        server=$!
        started="$started $server"
        until_true 50 listening $port && kill -0 $server 2>/dev/null && return
        [ $port -lt 65000 ] || return 1
    done
}

serve "$idx"
whole=tcp://127.0.0.1:$port
serve "$t/even"
half=tcp://127.0.0.1:$port

# ---- the searches -----------------------------------------------------------

export GAZETTE_NOW=1600000000 # 2020-09-13
sed 's/^ *//' >"$t/searches" <<'END'
    grain
    grain terminal
    --match any grain terminal contract
    -n 3 --match any canal grain
    -n 3 --offset 3 --match any canal grain
    --all --match any the grain of the canal
    --json grain terminal
    --format csv --match any tolls talks
    --format trec --match any strait water
    --format {rank}|{id}|{date}|{source}|{title}|{score} contract
    --format human --color=always grain
    --format human strait
    --ids canal
    --ids -0 canal
    --paths canal
    --count grain
    --count "grain terminal"
    --json "grain terminal"
    --json "signed contract" OR "grain terminal"
    grain -"grain terminal"
    --all "talks useful"~4
    grain NEAR/5 contract
    grain w/s contract
    canal w/p farmers
    mentions(grain)>=3
    --all mentions(grain)<2
    --all mentions("grain terminal")=1 OR mentions(canal)>1
    lead:grain -lead:terminal
    --json lead:"grain terminal"
    ter*
    --all trea* wat*
    cannal~1
    title:grain
    source:"Delta Post" grain
    lang:fr canal
    author:ilves
    section:trade
    id:n07
    date:2016-05..2016-06
    (grain OR bread) -lang:fr
    NOT grain
    exact:Grain
    --json exact:US
    OPWN
    U.S.
    naïve
    Çanakkale
    运河
    S-90
    --sort date --all grain
    --sort -date --all grain
    --sort date --match any --all twin tolls treaty
    --from 2016 --to 2017 --match any bauxite the grain
    --last 1y tolls
    --recency 1y --all grain
    --collapse story --all twin OR grain
    --collapse story --count "bauxite exports" OR talks
    --facet source,lang,year grain
    --similar n01 --all canal
    --collapse source grain
    --collapse source --json twin
    --collapse source --sort -date grain
    --collapse source --sort date grain
    --collapse source --all "grain terminal" OR exact:grain
    --collapse source --count "grain terminal" OR talks
    twin
    --sort date twin
    nosuchword grain
    --explain gra* terminal
    --explain --json "grain terminal" -oil
    --why-not n03 "grain terminal"
    --why-not n01 --json grain nosuchword
    --show n01 n06
    --json --show n12
    --strict autor:x
    "unbalanced
    'unknown~9 the
END

# Each with what it is, its output and its exit code.
answers() {
    while IFS= read -r line; do
        set -f
        set -- # options one by one, what is left as the query
        rest=$line
        while [ "${rest#--}" != "$rest" ] || [ "${rest#-[n0]}" != "$rest" ]; do
            word=${rest%% *}
            rest=${rest#* }
            set -- "$@" "$word"
            case $word in
            -n | --offset | --match | --format | --sort | --from | --to | \
                --last | --recency | --collapse | --why-not | --facet | --similar)
                set -- "$@" "${rest%% *}"
                rest=${rest#* }
                ;;
            esac
        done
        echo "== $line"
        # shellcheck disable=SC2086 # the places
        case $line in
        *--show*) "$bin/searcher" $places "$@" $rest ;;
        *) "$bin/searcher" $places "$@" -- "$rest" ;;
        esac 2>"$t/stderr"
        echo "-- $?"
        case $line in
        *human*) ;; # the summary has a time
        *) sed 's/at most //; s/^/! /' "$t/stderr" ;;
        esac
        set +f
    done <"$t/searches"
}

places="-d $idx"
answers >"$t/one"
is 'all searches ran' "$(wc -l <"$t/searches")" "$(grep -c '^== ' "$t/one")"
is 'and nearly all found something' yes \
    "$([ "$(grep -c '^-- 0' "$t/one")" -gt 55 ] && echo yes)"

alike() { # alike NAME PLACES
    places=$2
    answers >"$t/other"
    same "$1 answers like one index" "$t/one" "$t/other"
}

alike 'an index of five shards' "-d $t/shards"
alike 'two indexes' "-d $t/odd -d $t/even"
alike 'two indexes the other way round' "-d $t/even -d $t/odd"
alike 'a stub' "-d $t/stub"
alike 'a server' "-d $whole"
alike 'a folder and a server' "-d $t/odd -d $half"

printf 'auto odd\nremote %s\n' "${half#tcp://}" >"$t/mixed"
alike 'a stub with a folder and a server' "-d $t/mixed"

# ---- batches ----------------------------------------------------------------

printf '%s\t%s\n' q1 'grain terminal' q2 '"grain terminal"' q3 twin q4 nosuch \
    q5 'strait talks' q6 NOT\ canal >"$t/queries"
searcher --batch "$t/queries" --format trec -n 20 >"$t/run" 2>/dev/null
for p in "$t/shards" "$t/stub" "$whole" "$t/mixed"; do
    "$bin/searcher" -d "$p" --batch "$t/queries" --format trec -n 20 \
        >"$t/out" 2>/dev/null
    same "a run file from ${p##*/} is the same" "$t/run" "$t/out"
    "$bin/searcher" -d "$p" --batch "$t/queries" --format trec -n 20 -j 3 \
        >"$t/out" 2>/dev/null
    same "and with three threads" "$t/run" "$t/out"
done

# ---- what goes wrong --------------------------------------------------------

"$bin/indexer" -q -d "$t/shards" --compact
places="-d $t/shards"
alike 'the shards compacted' "-d $t/shards"

fails 'a server that is not there' 75 127.0.0.1 \
    "$bin/searcher" -d tcp://127.0.0.1:1 grain
fails 'a server cannot be written to' 2 tcp:// \
    "$bin/indexer" -d "$whole" "$t/news.jsonl"
fails 'a stub that names nothing there' 2 nothing \
    sh -c "echo 'auto nothing' >'$t/bad'; '$bin/searcher' -d '$t/bad' grain"
fails 'a stub line that says nothing' 2 'what is this' \
    sh -c "echo 'what is this' >'$t/bad'; '$bin/searcher' -d '$t/bad' grain"
echo 'auto loop' >"$t/loop"
fails 'a stub that names itself' 2 loop "$bin/searcher" -d "$t/loop" grain

done_testing
