#!/bin/sh
# What the indexer says and how it exits: the account, rejects, usage.
. tests/cli/lib.sh

news "$t/news.jsonl"

run indexer "$t/news.jsonl"
is 'a good run exits 0' 0 "$code"
is 'the account is the last line' \
    'added 24, replaced 0, unchanged 0, rejected 0' "$(account)"
is 'nothing on stdout' '' "$(cat "$t/out")"
ok 'the account has a time' \
    grep -qE ' in [0-9]+\.[0-9] s$' "$t/err"

run indexer "$t/news.jsonl"
is 'the same again changes nothing' \
    'added 0, replaced 0, unchanged 24, rejected 0' "$(account)"
is 'and exits 0' 0 "$code"

sed 's/forty ships/fifty ships/' "$t/news.jsonl" >"$t/edited.jsonl"
run indexer "$t/edited.jsonl"
is 'an edited article replaces' \
    'added 0, replaced 1, unchanged 23, rejected 0' "$(account)"
is 'the new text is found' n01 "$(hits fifty ships)"
is 'the old one is not' '' "$(hits forty ships)"
is 'and there is no double' 24 "$(searcher --count --match any \
    NOT nosuchwordatall)"

run indexer --json "$t/news.jsonl"
ok '--json: one object on stdout' test "$(wc -l <"$t/out")" = 1
has 'with its version' '{"v":1,"added":0,"replaced":1,"unchanged":23,"rejected":0' "$t/out"
is 'and the account still on stderr' \
    'added 0, replaced 1, unchanged 23, rejected 0' "$(account)"

run indexer -q "$t/news.jsonl"
is '-q says nothing' '' "$(cat "$t/err" "$t/out")"
run indexer -v "$t/news.jsonl"
has '-v names the speed' 'MB/s' "$t/err"

# ---- rejects ----------------------------------------------------------------

cat >"$t/bad.jsonl" <<'END'
{"id":"b1","title":"good one","body":"granary"}

{"id":"b2","title":"cut off
["an array"]
{"id":"b3"}
{"id":"b4","title":5}
{"id":"b5","title":"t","tags":{"a":1}}
{"id":"b6","title":"good two","date":"99/99/2014","body":"granary"}
{"id":"b7","title":"good three","body":"granary","lang":null}
END
run indexer --rejects "$t/rejects" "$t/bad.jsonl"
is 'some rejected: exit 1' 1 "$code"
is 'the rest is counted' 'added 3, replaced 0, unchanged 0, rejected 5' \
    "$(account)"
has 'a bad date is a warning' "bad.jsonl:8: warning: bad date '99/99/2014'" "$t/err"
is 'the rest is there' 'b1 b6 b7' "$(sorted granary)"
is 'the undated article has no date' '' "$(searcher --format '{date}' \
    id:b6)"
is 'five rejects' 5 "$(wc -l <"$t/rejects")"
python3 - "$t" >"$t/out" <<'END'
import json, sys
t = sys.argv[1]
data = open(t + '/bad.jsonl', 'rb').read()
for line in open(t + '/rejects'):
    r = json.loads(line)
    record = r['record'].encode()
    print(r['v'], r['input'] == t + '/bad.jsonl', r['line'],
          data[r['byte']:r['byte'] + len(record)] == record,
          bool(r['reason']), sorted(r))
END
out 'a reject has input, line, byte, reason and record' <<'END'
1 True 3 True True ['byte', 'input', 'line', 'reason', 'record', 'v']
1 True 4 True True ['byte', 'input', 'line', 'reason', 'record', 'v']
1 True 5 True True ['byte', 'input', 'line', 'reason', 'record', 'v']
1 True 6 True True ['byte', 'input', 'line', 'reason', 'record', 'v']
1 True 7 True True ['byte', 'input', 'line', 'reason', 'record', 'v']
END
has 'the reason: neither title nor body' 'neither title nor body' "$t/rejects"
has 'the reason: a wrong type' "field 'title' must be a string" "$t/rejects"
run indexer --rejects - "$t/bad.jsonl"
is '--rejects - writes them on stdout' 5 "$(wc -l <"$t/out")"
run indexer --rejects /dev/full "$t/bad.jsonl"
is 'rejects that cannot be kept: exit 2' 2 "$code"
fails 'a rejects file in no folder' 2 "$t/no/rejects" \
    indexer --rejects "$t/no/rejects" "$t/bad.jsonl"

idx=$t/max
run indexer --max-bad 2 "$t/bad.jsonl"
is '--max-bad stops with 2' 2 "$code"
has 'and says so' 'stopped after 2 rejected records' "$t/err"
is 'and gives the account' 'added 1, replaced 0, unchanged 0, rejected 2' \
    "$(account)"
is 'what came before is kept' b1 "$(sorted granary)"
run indexer --max-bad 6 "$t/bad.jsonl"
is 'fewer bad ones than that: exit 1' 1 "$code"

awk 'BEGIN { while (n++ < 30) print "{\"id\":" }' >"$t/many.jsonl"
run indexer "$t/many.jsonl"
is 'of many rejects 20 are named' 20 "$(grep -c rejected: "$t/err")"
has 'and the rest is hinted at' '-v shows all' "$t/err"
run indexer -v "$t/many.jsonl"
is '-v names all' 30 "$(grep -c rejected: "$t/err")"

printf '{"id":"\033[31m","title":\033]0;x\007\n' >"$t/escape.jsonl"
run indexer "$t/escape.jsonl"
is 'no control characters reach the terminal' 0 \
    "$(LC_ALL=C tr -d '\n\t -~' <"$t/err" | wc -c)"

# ---- nothing written --------------------------------------------------------

idx=$t/dry
run indexer --dry-run "$t/bad.jsonl"
is '--dry-run reports' 'added 3, replaced 0, unchanged 0, rejected 5' \
    "$(account)"
is 'and exits like a run' 1 "$code"
ok 'and writes nothing' test ! -e "$t/dry"

fails 'a mistyped file' 2 nosuch.jsonl indexer "$t/news.jsonl" "$t/nosuch.jsonl"
ok 'leaves no index behind' test ! -e "$t/dry"

run indexer - </dev/null
is 'empty input exits 0' 0 "$code"
is 'and says so' 'added 0, replaced 0, unchanged 0, rejected 0' "$(account)"
run searcher grain
is 'an empty index has no hits' 1 "$code"

# ---- usage ------------------------------------------------------------------

fails 'no file' 2 'nothing to index' indexer
fails 'an unknown option' 2 --nosuch indexer --nosuch
fails 'a bad format' 2 '--format docx' indexer --format docx "$t/news.jsonl"
fails 'a bad language' 2 '--lang 12' indexer --lang 12 "$t/news.jsonl"
fails 'a bad date' 2 '--date noday' indexer --date noday "$t/news.jsonl"
fails 'a bad number' 2 '--max-bad takes a number' \
    indexer --max-bad x "$t/news.jsonl"
fails 'a bad size' 2 '--memory takes a size' indexer --memory 1k "$t/news.jsonl"
fails 'two modes' 2 'exclude each other' indexer --stats --verify
fails 'files where none are taken' 2 'takes no files' indexer --stats "$t/x"
run indexer --help
is '--help exits 0' 0 "$code"
for option in $(grep -oE '^ +(-., +)?--[a-z-]+' "$t/out" | grep -oE -- '--.*'); do
    case $option in
    --format | --lang | --source | --date | --id | --rejects | --max-bad | \
        --dry-run | --index | --no-entities | --entities | --tag | --memory | --jobs | --wait | \
        --shard-articles | --delete | --export | --compact | --verify | \
        --stats | --json | --null | --quiet | --verbose | --color | --help | \
        --version) ;;
    *) no "$option is tested" ;;
    esac
done
run indexer --version
has '--version names the program' 'indexer (gazette)' "$t/out"
run indexer --help --color=never >/dev/full
sh -c "'$bin/indexer' --help >/dev/full" 2>"$t/err"
is '--help on a full disk is no success' 2 $?

idx=$t/misc
run indexer --memory 64M -j 1 --no-entities --color=never "$t/news.jsonl"
is 'the other options are taken' 0 "$code"
GAZETTE_INDEX=$t/env "$bin/indexer" -q "$t/news.jsonl"
ok '$GAZETTE_INDEX is the default' test -f "$t/env/XAPIANDB"
XDG_DATA_HOME=$t/xdg "$bin/indexer" -q "$t/news.jsonl"
ok 'then $XDG_DATA_HOME' test -f "$t/xdg/gazette/index/XAPIANDB"
"$bin/indexer" -q "$t/news.jsonl"
ok 'then the home folder' test -f "$t/home/.local/share/gazette/index/XAPIANDB"

done_testing
