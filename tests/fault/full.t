#!/bin/sh
# No room: a full disk (a small tmpfs, when root) and a limit on file size. The
# run ends with 2 and a sentence, what was committed stays and is searchable.
. tests/fault/lib.sh

mounted=
clean_up_mount() {
    [ -z "$mounted" ] || umount "$mounted" 2>/dev/null || umount -l "$mounted"
    mounted=
    clean_up
}
trap clean_up_mount EXIT

articles 1 300 >"$t/first.jsonl"
articles 301 9000 >"$t/rest.jsonl"

# kept NAME: what was there before is there still, and more can be added when
# there is room again.
kept() {
    ok "$1: the index is healthy" healthy
    ok "$1: what was committed stays ($(cat "$t/counted"))" \
        test "$(cat "$t/counted")" -ge 300
    run searcher kestrel number 17
    is "$1: it is found" 0 "$code"
    ok "$1: no doubles" no_doubles
}

# ---- a full disk ------------------------------------------------------------

mkdir "$t/disk"
if [ "$(id -u)" -ne 0 ]; then
    skip 'a full disk' 'only root can mount one'
elif ! mount -t tmpfs -o size=6m gazette-test "$t/disk" 2>"$t/err"; then
    skip 'a full disk' "$(head -n 1 "$t/err")"
else
    mounted=$t/disk
    idx=$t/disk/idx
    indexer -q "$t/first.jsonl"
    fails 'a full disk' 2 'No space left' \
        "$bin/indexer" -d "$idx" --memory 16M "$t/rest.jsonl"
    kept 'a full disk'
    fails 'and again' 2 'No space left' \
        "$bin/indexer" -d "$idx" "$t/rest.jsonl"
    kept 'a full disk, again'
    head -c 60000000 /dev/zero >"$t/disk/filler" 2>/dev/null
    run indexer --compact
    is '--compact without room exits 2' 2 "$code"
    has 'and says why' 'No space left' "$t/err"
    kept 'a full disk, after --compact'
    run indexer --delete f1
    kept_code=$code
    ok "--delete without room ends with a sentence, or well ($kept_code)" \
        test "$kept_code" = 2 -o "$kept_code" = 0
    ok 'and the index is healthy' healthy
    rm "$t/disk/filler"
    mount -o remount,size=100m "$t/disk"
    run indexer "$t/first.jsonl" "$t/rest.jsonl"
    is 'with room again it completes' 0 "$code"
    is 'all of it' 9000 "$(searcher --count kestrel)"
    ok 'without doubles' no_doubles
    mount -o remount,size=100m "$t/disk"
    umount "$t/disk" && mounted=
    mount -t tmpfs -o size=64k gazette-test "$t/disk" && mounted=$t/disk
    fails 'no room for even a new index' 2 'No space left' \
        "$bin/indexer" -d "$t/disk/idx" "$t/first.jsonl"
    umount "$t/disk" && mounted=
fi

# ---- a limit on the size of files -------------------------------------------

idx=$t/limited
indexer -q "$t/first.jsonl"
for blocks in 700 1200 2000 3500; do # of 512 bytes
    run sh -c "ulimit -f $blocks; exec '$bin/indexer' -d '$idx' \
        --memory 16M '$t/rest.jsonl'"
    ok "a limit of $blocks blocks: exits 2 ($code)" \
        test "$code" = 2
    ok 'and says why' grep -qi 'large\|space' "$t/err"
    kept "a limit of $blocks blocks"
done
run indexer "$t/first.jsonl" "$t/rest.jsonl"
is 'without the limit it completes' 9000 "$(searcher --count kestrel)"
run sh -c "ulimit -f 3500; exec '$bin/indexer' -d '$idx' --compact"
is '--compact beyond the limit exits 2' 2 "$code"
ok 'and leaves the index healthy' healthy
is 'and whole' 9000 "$(cat "$t/counted")"

# ---- other outputs ----------------------------------------------------------

fails '--rejects on a full disk' 2 'No space left' sh -c \
    "echo '{\"id\":' | '$bin/indexer' -d '$t/r' --rejects /dev/full --format jsonl -"
fails 'an account on a full disk' 2 'No space left' sh -c \
    "'$bin/indexer' -d '$t/r' --json '$t/first.jsonl' >/dev/full"

done_testing
