#!/bin/sh
# Input that is meant to use up memory or time, at full size: each is rejected,
# what stands beside it is indexed, and 1.5 GB of address space are enough.
# Takes minutes; run by `make hostile`.
. tests/cli/lib.sh

limit=1500000
(ulimit -v $limit && exec "$bin/indexer" --version) >/dev/null 2>&1 ||
    limit=unlimited

# endured NAME COMMAND...: ends by itself, well or not, in time and memory.
endured() {
    name=$1
    shift
    (
        ulimit -v $limit
        exec timeout 300 "$@"
    ) >"$t/out" 2>"$t/err"
    code=$?
    ok "$name (exit $code)" test "$code" -le 2
}

# piped NAME FORMAT SCRIPT: what the script prints, the same way.
piped() {
    eval "$3" | (
        ulimit -v $limit
        exec timeout 300 "$bin/indexer" -d "$idx" --format "$2" -
    ) >"$t/out" 2>"$t/err"
    code=$?
    ok "$1 (exit $code)" test "$code" -le 2
}

gib() {
    head -c 1073741824 /dev/zero | tr '\0' "$1"
}

line() {
    printf '{"id":"%s","title":"%s"}\n' "$1" "$2"
}

piped 'a line of a gibibyte' jsonl \
    'line a1 pangolin; gib x; echo; line a2 pangolin'
has 'is rejected' 'longer than 64 MiB' "$t/err"
is 'those around it are not' 'a1 a2' "$(sorted pangolin)"

piped 'a string of a gibibyte' jsonl \
    'line b1 tapir; printf "{\"id\":\"x\",\"title\":\""; gib y; line b0 x; line b2 tapir'
is 'those around it are read' 'b1 b2' "$(sorted tapir)"

piped 'a text of a gibibyte' text 'gib z'
has 'is rejected' 'larger than 64 MiB' "$t/err"
piped 'as Markdown' markdown 'gib z'
piped 'as a page' html 'gib "<"'
piped 'as a feed' feed 'gib "&"'
piped 'as mail' mail 'gib F'

record() { # record WORD: a WARC record with a page
    page="<!DOCTYPE html><title>$1</title><p>The $1 stands in a sentence of this page, which is long enough."
    block=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s' "$page")
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://z.example/%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' \
        "$1" "${#block}" "$block"
}
piped 'a WARC record of a gibibyte' warc 'record okapi
    printf "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1073741824\r\n\r\n"
    gib w
    printf "\r\n\r\n"
    record quokka'
has 'is rejected' 'larger than 64 MiB' "$t/err"
is 'those around it are not' 'http://z.example/okapi http://z.example/quokka' \
    "$(sorted --match any okapi quokka)"
piped 'a gibibyte of garbage between WARC records' warc \
    'record numbat; gib g; echo; record wombat'
is 'they are read' 'http://z.example/numbat http://z.example/wombat' \
    "$(sorted --match any numbat wombat)"
piped 'a WARC header of a gibibyte' warc 'printf "WARC/1.0\r\n"; gib h'
piped 'of ten million fields' warc \
    'printf "WARC/1.0\r\n"; yes "A: b" | head -n 10000000'
piped 'a message of a gibibyte in a mailbox' mail '
    printf "From a@b Wed May 21 10:05:00 2014\nSubject: ibis\nMessage-ID: <i1@x>\n\nIbis.\n\n"
    printf "From a@b Wed May 21 10:05:00 2014\nSubject: long\n\n"
    gib m
    printf "\n\nFrom a@b Wed May 21 10:05:00 2014\nSubject: ibis\nMessage-ID: <i2@x>\n\nIbis.\n"'
is 'those around it are read' 'i1@x i2@x' "$(sorted ibis)"
piped 'five million headers' mail \
    'yes "X-A: b" | head -n 5000000; printf "Message-ID: <h@x>\n\nbody\n"'
awk 'BEGIN { print "Message-ID: <d@x>"
    while (n++ < 200000)
        printf "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", n, n }' \
    >"$t/nested.eml"
endured 'two hundred thousand parts within each other' \
    "$bin/indexer" -d "$idx" "$t/nested.eml"

cat >"$t/make.py" <<'END'
import gzip, io, sys, zipfile
out = sys.argv[1]
def pack(items):
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in items:
            z.writestr(name, data)
    return buf.getvalue()
# Sixteen of sixteen of sixteen files of 64 MiB, and sixteen times that.
data = pack([("0.txt", b"0" * (64 << 20))])
for level in range(4):
    data = pack([("lib %x.zip" % i, data) for i in range(16)])
    if level >= 2:
        with open(out + ("/deep%d.zip" % (level + 2)), "wb") as f:
            f.write(data)
data = b"text\n" * 1000
for level in range(60):
    data = gzip.compress(data)
with open(out + "/sixty.gz", "wb") as f:
    f.write(data)
with zipfile.ZipFile(out + "/many.zip", "w") as z:
    for i in range(200000):
        z.writestr("%d.txt" % i, b"")
END
python3 "$t/make.py" "$t" || exit 1
line c1 heron >"$t/zz.jsonl"
endured 'zip files within each other' "$bin/indexer" -d "$idx" "$t/deep4.zip" "$t/zz.jsonl"
has 'are rejected' 'expands more than a thousandfold' "$t/err"
endured 'one level more' "$bin/indexer" -d "$idx" "$t/deep5.zip"
has 'is rejected, too' 'packed more than 4 times over' "$t/err"
is 'the file behind them is read' c1 "$(hits heron)"
endured 'gzip sixty times over' "$bin/indexer" -d "$idx" "$t/sixty.gz"
is 'is rejected' 1 "$code"
endured 'two hundred thousand empty members' "$bin/indexer" -q -d "$idx" "$t/many.zip"
run indexer --verify
is 'after all that the index is healthy' 0 "$code"
done_testing
