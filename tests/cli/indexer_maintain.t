#!/bin/sh
# What the indexer does besides adding: delete, export, compact, verify, stats.
. tests/cli/lib.sh

news "$t/news.jsonl"
count() {
    searcher --count --match any NOT nosuchwordatall 2>/dev/null
}

# ---- delete -----------------------------------------------------------------

indexer -q - <"$t/news.jsonl"
run indexer --delete n01 n02
is '--delete exits 0' 0 "$code"
err 'and says what it did' <<'END'
deleted 2, not found 0
END
is 'they are gone' 22 "$(count)"
is 'from every search' n03 "$(hits grain terminal)"
run indexer --delete n01 n03
is 'an unknown id: exit 1' 1 "$code"
has 'it is named' 'no article has the id n01' "$t/err"
is 'the known one is deleted' 21 "$(count)"
printf 'n04\n\nn05' >"$t/ids"
run indexer --json --delete - <"$t/ids"
is '--delete - reads lines' 19 "$(count)"
out 'and --json counts them' <<'END'
{"v":1,"deleted":2,"missing":0}
END
printf 'n06\0n07\0' >"$t/ids"
run indexer -0 --delete - <"$t/ids"
is '-0 reads NUL-separated ids' 17 "$(count)"
searcher --ids -0 --all strait >"$t/ids" 2>/dev/null
run indexer -q -0 --delete - <"$t/ids"
is 'what the searcher prints the indexer takes' 15 "$(count)"
is 'quietly' '' "$(cat "$t/err")"
fails 'deleting from no index' 2 'no index' \
    "$bin/indexer" -d "$t/none" --delete n01
ok 'creates none' test ! -e "$t/none"

# ---- export -----------------------------------------------------------------

idx=$t/full
cat >"$t/full.jsonl" <<'END'
{"id":"x1","title":"All fields","date":"2014-05-21T10:05:00Z","updated":"2014-05-22","source":"S \"q\"","author":"A. B","lang":"pt","section":"world","tags":["a","b, c"],"url":"https://x.example/1","path":"given/path.html","body":"First \\ line.\n\nSecond\tparagraph — ünïcode 中国 \u0001.","wire":{"deep":[1,2.50,null,true,"é\n"]},"priority":3,"v2":""}
{"id":"x2","title":"Few","path":"p"}
{"id":"x3","path":"p","body":"An article without a title."}
END
indexer -q - <"$t/full.jsonl"
indexer --export >"$t/export"
is '--export exits 0' 0 $?
python3 - "$t/full.jsonl" "$t/export" >"$t/out" <<'END'
import json, sys
given, got = ([json.loads(line) for line in open(f)] for f in sys.argv[1:])
for a, b in zip(given, got):
    print(a['id'], [k for k in a if a[k] != b.get(k)],
          [k for k in b if k not in a])
END
out 'every field comes back as it was, with what was added' <<'END'
x1 [] []
x2 [] ['lang']
x3 [] ['lang']
END
has 'numbers keep their form' '2.50' "$t/export"
"$bin/indexer" -d "$t/again" - <"$t/export" 2>"$t/err"
is 'the export goes in again' 'added 3, replaced 0, unchanged 0, rejected 0' \
    "$(account)"
"$bin/indexer" -d "$t/again" --export >"$t/export2"
same 'and comes out the same' "$t/export" "$t/export2"
run indexer - <"$t/export"
is 'into its own index it changes nothing' \
    'added 0, replaced 0, unchanged 3, rejected 0' "$(account)"
searcher --json --show x1 >"$t/show"
has '--show has the other fields too' '"priority":3' "$t/show"

indexer --export >/dev/full 2>"$t/err"
is 'an export to a full disk is no success' 2 $?
has 'and says why' 'No space left' "$t/err"
news "$t/news.jsonl"
indexer -q "$t/news.jsonl"
sh -c "'$bin/indexer' -d '$idx' --export | head -n 1 >/dev/null" 2>"$t/err"
is 'a closed pipe ends it quietly' '' "$(cat "$t/err")"

# ---- compact ----------------------------------------------------------------

searches() {
    for q in grain 'grain terminal' '"grain terminal"' 'ter*' twin 运河 \
        'canal -grain' 'strait NEAR/5 talks' 'exact:Grain' 'lang:fr canal'; do
        for f in tsv json trec; do
            echo "== $q $f"
            "$bin/searcher" -d "$1" --all --format $f -- "$q" 2>&1
        done
    done
}
idx=$t/shards
indexer -q --shard-articles 5 "$t/news.jsonl"
indexer -q --delete n05
"$bin/indexer" -q -d "$t/one" "$t/news.jsonl"
"$bin/indexer" -q -d "$t/one" --delete n05
is 'five shards' 5 "$(grep -c . "$idx/XAPIANDB")"
searches "$t/one" >"$t/before-one"
"$bin/indexer" -q -d "$t/one" --compact
searches "$t/one" >"$t/after"
same 'one shard searches the same after --compact' "$t/before-one" "$t/after"
searches "$idx" >"$t/before"
run indexer --compact
is '--compact exits 0' 0 "$code"
err 'and says what it did' <<'END'
compacted 23 articles into one shard
END
is 'one shard is left' 1 "$(grep -c . "$idx/XAPIANDB")"
searches "$idx" >"$t/after"
same 'five shards search the same after it' "$t/before" "$t/after"
run indexer --json --compact
out '--json counts' <<'END'
{"v":1,"articles":23}
END
run indexer "$t/news.jsonl"
is 'what is compacted can grow' 'added 1, replaced 0, unchanged 23, rejected 0' \
    "$(account)"
is 'a new shard for the deleted one' n05 "$(hits delegates)"

# ---- stats ------------------------------------------------------------------

run indexer --stats
ok '--stats: the articles' grep -qx 'articles  *24' "$t/out"
ok '--stats: the format' grep -qx 'index format  *[0-9]*' "$t/out"
run indexer --stats --json
has '--stats --json' '{"v":1,"articles":24,' "$t/out"
ok 'is one object' test "$(wc -l <"$t/out")" = 1
for mode in --stats --verify --export --compact; do
    fails "$mode of no index" 2 "$t/none" "$bin/indexer" -d "$t/none" $mode
    ok "$mode creates none" test ! -e "$t/none"
done
indexer --stats >/dev/full 2>"$t/err"
is '--stats on a full disk is no success' 2 $?

# ---- verify -----------------------------------------------------------------

run indexer --verify
is '--verify of a healthy index' 0 "$code"
err 'says so' <<'END'
24 articles, no fault
END
run indexer --json --verify
out 'as JSON too' <<'END'
{"v":1,"articles":24,"faults":0}
END

# damage FILE: a copy of the index with zeros in the middle of the file.
damage() {
    rm -rf "$t/hurt"
    cp -r "$t/one" "$t/hurt"
    file=$t/hurt/$(sed 's/^auto //' "$t/hurt/XAPIANDB")/$1
    size=$(stat -c %s "$file")
    dd if=/dev/zero of="$file" bs=1 seek=$((size / 2)) count=3000 conv=notrunc \
        2>/dev/null
}
for table in postlist.glass docdata.glass termlist.glass; do
    damage $table
    fails "--verify of a damaged $table" 2 damaged \
        "$bin/indexer" -d "$t/hurt" --verify
    has 'names the shard' "$t/hurt/shard-" "$t/err"
done
damage postlist.glass
rm "$t/hurt/$(sed 's/^auto //' "$t/hurt/XAPIANDB")/iamglass"
fails 'a shard that is no database' 2 "$t/hurt" \
    "$bin/indexer" -d "$t/hurt" --verify
fails 'a search in it' 2 "$t/hurt" "$bin/searcher" -d "$t/hurt" grain

cp -r "$t/one" "$t/newer"
sed -i 's/^format: .*/format: 99/' "$t/newer/settings"
for command in "indexer --stats" "indexer $t/news.jsonl" "indexer --export" \
    "indexer --verify" "searcher grain"; do
    # shellcheck disable=SC2086 # words
    fails "a newer format: ${command%% /*}" 2 'index format 99' \
        "$bin/${command%% *}" -d "$t/newer" ${command#* }
done
has 'it says what would help' 'use a newer gazette' "$t/err"
: >"$t/newer/settings"
fails 'settings that say nothing' 2 'damaged' "$bin/searcher" -d "$t/newer" grain

done_testing
