# lib.sh - what the command-line tests share: a folder of their own, the two
# programs, and checks that print TAP. Sourced from the top of the repository:
#
#   . tests/cli/lib.sh
#   run indexer "$t/news.jsonl"     output in $t/out and $t/err, exit in $code
#   is 'it exits 0' 0 "$code"
#   done_testing
#
# A program that crashes never passes: run() itself says so.

export LC_ALL=C.UTF-8 TZ=UTC
unset GAZETTE_INDEX GAZETTE_NOW XDG_DATA_HOME NO_COLOR COLUMNS TERM
unset XAPIAN_FLUSH_THRESHOLD

bin=$(cd "${GZT_BIN:-build}" && pwd) || exit 2
t=$(mktemp -d "${TMPDIR:-/tmp}/gazette-test.XXXXXX") || exit 2
idx=$t/idx
export HOME="$t/home" # nothing of the user's is touched
tap_count=0
code=0

# What a test started and must end, by process id.
started=

clean_up() {
    for pid in $started; do
        kill -KILL "$pid" 2>/dev/null
    done
    rm -rf "$t"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- the programs -----------------------------------------------------------

indexer() {
    "$bin/indexer" -d "$idx" "$@"
}

searcher() {
    "$bin/searcher" -d "$idx" "$@"
}

# run COMMAND...: keep what it prints and how it exits.
run() {
    "$@" >"$t/out" 2>"$t/err"
    code=$?
    case $code in
    130 | 143) ;; # interrupted, which a test may want
    12[89] | 1[3-9]?) no "no crash (exit $code): $*" ;;
    esac
}

# The ids of all hits, in rank order, on one line; stderr in $t/err.
hits() {
    searcher --all --ids "$@" 2>"$t/err" | paste -sd ' ' -
}

# The same in order of ids, where the rank is not the point.
sorted() {
    searcher --all --ids "$@" 2>"$t/err" | LC_ALL=C sort | paste -sd ' ' -
}

# The account without its time.
account() {
    tail -n 1 "$t/err" | sed 's/ in [0-9.]* s$//'
}

# ---- checks -----------------------------------------------------------------

yes() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1"
}

no() {
    tap_count=$((tap_count + 1))
    echo "not ok $tap_count - $1"
}

skip() { # skip NAME REASON
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

note() {
    sed 's/^/# /'
}

is() { # is NAME WANTED GOT
    if [ "$2" = "$3" ]; then
        yes "$1"
    else
        no "$1"
        printf 'wanted: [%s]\ngot:    [%s]\n' "$2" "$3" | note
    fi
}

isnt() { # isnt NAME UNWANTED GOT
    if [ "$2" != "$3" ]; then
        yes "$1"
    else
        no "$1"
        printf 'got: [%s]\n' "$3" | note
    fi
}

same() { # same NAME FILE-WANTED FILE-GOT: byte for byte
    if cmp -s "$2" "$3"; then
        yes "$1"
    else
        no "$1"
        diff -u "$2" "$3" | sed 1,2d | head -n 16 | cut -c 1-200 | cat -v | note
    fi
}

out() { # out NAME <<'END': standard output is this, byte for byte
    cat >"$t/wanted"
    same "$1" "$t/wanted" "$t/out"
}

err() { # err NAME <<'END': and standard error
    cat >"$t/wanted"
    same "$1" "$t/wanted" "$t/err"
}

has() { # has NAME TEXT FILE: the text occurs
    if grep -qF -- "$2" "$3"; then
        yes "$1"
    else
        no "$1"
        printf 'no "%s" in:\n' "$2" | note
        head -n 8 "$3" | cut -c 1-300 | cat -v | note
    fi
}

lacks() { # lacks NAME TEXT FILE
    if grep -qF -- "$2" "$3"; then
        no "$1"
        printf '"%s" in:\n' "$2" | note
        head -n 8 "$3" | cut -c 1-300 | cat -v | note
    else
        yes "$1"
    fi
}

ok() { # ok NAME COMMAND...
    name=$1
    shift
    if "$@"; then yes "$name"; else no "$name"; fi
}

fails() { # fails NAME EXIT TEXT COMMAND...: exit code, and the text in stderr
    name=$1 wanted=$2 text=$3
    shift 3
    run "$@"
    is "$name: exits $wanted" "$wanted" "$code"
    has "$name: says why" "$text" "$t/err"
}

# until_true TENTHS COMMAND...: wait for it, at most so long.
until_true() {
    tenths=$1
    shift
    while ! "$@" >/dev/null 2>&1; do
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || return 1
        sleep 0.1
    done
}

# ends NUMBER PID: the process ends within so many tenths of a second.
ends() {
    tenths=$1
    while kill -0 "$2" 2>/dev/null; do
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || return 1
        sleep 0.1
    done
}

done_testing() {
    echo "1..$tap_count"
    exit 0
}

# ---- articles ---------------------------------------------------------------

# news FILE: two dozen articles with what makes searching hard. Dates that are
# alike, one undated, several languages, equal texts, wild characters.
news() {
    cat >"$1" <<'END'
{"id":"n01","date":"2015-03-02T08:00:00Z","source":"Harbour Wire","lang":"en","author":"Mara Ilves","section":"trade","tags":["ports","canal"],"url":"https://harbour.example/1","title":"Canal authority signs grain terminal contract","body":"The canal authority signed a contract for a grain terminal on Monday. The terminal will load forty ships a month.\n\nFarmers welcomed the grain terminal. Officials said the contract took six years of talks."}
{"id":"n02","date":"2015-03-02T08:00:00Z","source":"Delta Post","lang":"en","url":"https://delta.example/2","title":"Grain terminal: contract signed","body":"A contract for the grain terminal was signed on Monday. The harbour master called it historic."}
{"id":"n03","date":"2015-03-05","source":"Harbour Wire","lang":"en","title":"Ministers discuss canal tolls","body":"Ministers discussed tolls on the canal. Grain was mentioned once, and a terminal for oil later in the talks, but no contract."}
{"id":"n04","date":"2015-04-11T21:30:00Z","source":"Eastern Ledger","lang":"en","title":"O.P.W.N. opens summit on water","body":"The Organisation of Partners for Water Navigation (OPWN) opened its summit. Envoys from the U.S. and the E.U. spoke. They told us that water is scarce."}
{"id":"n05","date":"2015-04-12","source":"Delta Post","lang":"en","title":"OPWN summit ends without a pact","body":"The OPWN summit ended without a pact on river water. Delegates from the US left early."}
{"id":"n06","source":"Eastern Ledger","lang":"en","title":"A short history of river treaties","body":"Treaties on rivers are older than most states. The oldest treaty on water that survives is cut in stone. River commissions came much later."}
{"id":"n07","date":"2016-01-20","source":"Harbour Wire","lang":"en","title":"Navy tests S-90 missile near the strait","body":"The navy tested an S-90 missile near the strait. The S-90's range is 300 km. A co-operation treaty limits such tests."}
{"id":"n08","date":"2016-02-28","source":"Delta Post","lang":"en","title":"President Kadyrbek visits Çanakkale","body":"President Kadyrbek visited Çanakkale and praised naïve optimism. The café where he sat is now famous."}
{"id":"n09","date":"2016-02-29","source":"Eastern Ledger","lang":"en","title":"Qadirbek speaks at the port","body":"Qadirbek spoke at the port of Canakkale about bread prices and the price of bread."}
{"id":"n10","date":"2016-05-01","source":"南方日报","lang":"zh","title":"运河谈判在上海开始","body":"运河谈判星期一在上海开始。粮食码头是主要议题。"}
{"id":"n11","date":"2016-05-02","source":"Le Canal","lang":"fr","title":"Les négociations sur le canal reprennent","body":"Les négociations sur le canal ont repris lundi. Le ministre a évoqué les péages et le blé."}
{"id":"n12","date":"2016-05-03","source":"Delta Post","lang":"en","title":"Markets:\tgrain\nfalls \u001b[31mred\u001b[0m \u202eflipped\u202c \\ end","body":"Grain prices fell. Traders blamed the weather."}
{"id":"n13","date":"2016-06-01","source":"Twin, \"A\"","lang":"en","title":"Twin report on bauxite","body":"Bauxite exports doubled last year."}
{"id":"n14","date":"2016-06-01","source":"Twin B","lang":"en","title":"Twin report on bauxite","body":"Bauxite exports doubled last year."}
{"id":"n15","date":"2016-06-01","source":"Twin B","lang":"en","title":"Twin report on bauxite","body":"Bauxite exports doubled last year."}
{"id":"n16","date":"2017-07-07","source":"Harbour Wire","lang":"en","title":"What the ambassador said","body":"\"We will not leave the table,\" the ambassador said. The table was round.\n\nShe did not say who else would leave."}
{"id":"n17","date":"2017-07-08","source":"Eastern Ledger","lang":"en","title":"Strike closes mine","body":"A strike closed the bauxite mine. The union wants a contract. Ships wait at the terminal."}
{"id":"n18","date":"1931-11-30","source":"Old Archive","lang":"en","title":"Locks of the canal repaired","body":"The locks of the canal have been repaired. Grain barges pass again."}
{"id":"n19","date":"2019-12-31T23:59:59Z","source":"Delta Post","lang":"en","title":"Year ends with record tolls","body":"The canal took record tolls this year. Tolls rose by 9/11 of what was planned, AT&T reported. C++ runs the locks."}
{"id":"n20","date":"2020-01-01T00:00:00Z","source":"Delta Post","lang":"en","title":"New year, new tolls","body":"Tolls rise again in the new year."}
{"id":"n21","source":"Harbour Wire","lang":"en","title":"Undated note on grain","body":"Grain, grain and more grain."}
{"id":"n22","date":"2018-09-09","source":"Le Canal","lang":"fr","title":"Le blé voyage","body":"Le blé passe par le canal. Les écluses sont réparées."}
{"id":"n23","date":"2018-09-10","source":"Eastern Ledger","lang":"en","title":"Talks on the strait","body":"Talks on the strait resumed. The envoy called the talks useful and the strait open. Grain was not discussed."}
{"id":"n24","date":"2018-09-11","source":"Harbour Wire","lang":"en","title":"Envoy leaves talks on the strait","body":"The envoy left the talks. A contract on pilotage is open. A grain deal is not."}
END
}
