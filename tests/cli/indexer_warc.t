#!/bin/sh
# WARC and ARC files: pages, texts and feeds come in, all else is counted, and
# what is damaged does not take the rest with it.
. tests/cli/lib.sh

cat >"$t/make.py" <<'END'
import gzip, sys, zlib
out = sys.argv[1]

def http(body, *headers, status="200 OK", eol="\r\n"):
    head = eol.join(("HTTP/1.1 " + status,) + headers) + eol + eol
    return head.encode() + body

def warc(kind, block, uri=None, media=None, length=None, version="1.0"):
    lines = ["WARC/" + version, "WARC-Type: " + kind,
             "WARC-Date: 2014-05-21T10:05:00Z"]
    if uri: lines.append("WARC-Target-URI: " + uri)
    if media: lines.append("Content-Type: " + media)
    lines.append("Content-Length: %d" % (len(block) if length is None else length))
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + block + b"\r\n\r\n"

def page(word, meta=""):
    return ("<!DOCTYPE html><html><head><title>Page %s</title>%s</head><body>"
            "<article><h1>Page %s</h1><p>The %s stands in a sentence of this "
            "page, which is long enough to be taken for the article of it, "
            "since it goes on.</p></article></body></html>"
            % (word, meta, word, word)).encode()

html = "Content-Type: text/html; charset=utf-8"
brotli = bytes.fromhex("8b0a80") + page("abc")[:0]
chunked = page("tapir")
chunked = (b"%x\r\n" % 10) + chunked[:10] + b"\r\n" + \
    (b"%x;x=y\r\n" % (len(chunked) - 10)) + chunked[10:] + b"\r\n0\r\n\r\n"
raw = zlib.compressobj(9, zlib.DEFLATED, -15)
deflated = raw.compress(page("okapi")) + raw.flush()
rss = (b'<rss version="2.0"><channel><title>In a crawl</title><item><guid>f1'
       b'</guid><title>Numbat in a feed</title></item></channel></rss>')
u = "http://z.example/"
records = [
    warc("warcinfo", b"software: x\r\n", media="application/warc-fields"),
    warc("request", b"GET / HTTP/1.1\r\n\r\n", u, "application/http;msgtype=request"),
    warc("response", http(page("pangolin"), html), u + "pangolin"),
    warc("response", http(chunked, html, "Transfer-Encoding: chunked"), u + "tapir"),
    warc("response", http(gzip.compress(page("quokka")), html,
         "Content-Encoding: gzip"), u + "quokka", version="1.1"),
    warc("response", http(deflated, html, "Content-Encoding: deflate"), u + "okapi"),
    warc("response", http(page("axolotl"), html, "Content-Encoding: gzip",
         "Transfer-Encoding: chunked"), u + "axolotl"),
    warc("response", http("Çanakkale dugong".encode("cp1254"),
         "Content-Type: text/plain; charset=windows-1254"), u + "dugong"),
    warc("response", http(page("kakapo",
         '<meta property="article:published_time" content="2001-02-03">'), html),
         u + "kakapo"),
    warc("response", http(rss, "Content-Type: application/rss+xml"), u + "feed"),
    warc("response", http(page("missing"), html, status="404 Not Found"), u + "404"),
    warc("response", http(b"\x89PNG\0\0", "Content-Type: image/png"), u + "png"),
    warc("response", http(b'<?xml version="1.0"?><urlset/>', "Content-Type: application/xml"), u + "map"),
    warc("response", http(b'{"data":[1,2]}', "Content-Type: application/json"), u + "data"),
    warc("response", http(b"GIF89a\0\0\0"), u + "gif"),
    warc("revisit", http(b"", html), u + "again"),
    warc("metadata", b"a: b\r\n", u),
    warc("response", b"1.2.3.4", "dns:z.example", "text/dns"),
    warc("resource", page("wombat"), u + "wombat", "text/html"),
    warc("conversion", b"Bilby title\n\nA bilby in plain text.\n", u + "bilby", "text/plain"),
]
def write(name, data):
    with open(out + "/" + name, "wb") as f:
        f.write(data)
write("plain.warc", b"".join(records))
write("each.warc.gz", b"".join(gzip.compress(r) for r in records))
write("whole.warc.gz", gzip.compress(b"".join(records)))
good = lambda w: warc("response", http(page(w), html), u + w)
write("broken.warc", good("alpha")
    + warc("response", http(page("badlength"), html), u + "x", length=17)
    + good("beta")
    + b"garbage in between\nmore of it\n"
    + good("gamma")
    + warc("response", http(page("toolong"), html), u + "x", length=4000)
    + good("delta")
    + b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"
    + good("epsilon")
    + good("zeta")[:300])
members = [gzip.compress(good(w)) for w in ("alpha", "beta", "gamma", "delta")]
hurt = bytearray(members[1])
for i in range(len(hurt) // 2, len(hurt) // 2 + 20): hurt[i] ^= 0x5a
write("hurt.warc.gz", members[0] + bytes(hurt) + members[2] + members[3])
write("cut.warc.gz", members[0] + members[1][:-40])

# Records of all sizes, far more than is read at a time.
filler = "".join("<p>Paragraph %d is here for its length alone.</p>" % i for i in range(9000))
big = [warc("response", http(page("big%d" % i).replace(b"</article>",
       filler[:i * 4321 % len(filler)].encode() + b"</article>"), html),
       u + "%d/%s" % (i, "x" * (i % 50 * 7))) for i in range(60)]
write("big.warc", b"".join(big))
write("big.warc.gz", b"".join(gzip.compress(r, 1) for r in big))

def arc(url, block, media="text/html"):
    return ("%s 1.2.3.4 20140216050221 %s %d\n" % (url, media, len(block))).encode() + block + b"\n"
version = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
arcs = [arc("filedesc://x.arc", version, "text/plain"),
        arc("http://z.example/a b c", http(page("serval"), html)),
        arc("http://z.example/ocelot", http(page("ocelot"), html)),
        arc("dns:z.example", b"1.2.3.4", "text/dns")]
write("plain.arc", b"".join(arcs))
write("each.arc.gz", b"".join(gzip.compress(a) for a in arcs))
END
python3 "$t/make.py" "$t" || exit 1

all='f1 http://z.example/axolotl http://z.example/bilby http://z.example/dugong http://z.example/kakapo http://z.example/okapi http://z.example/pangolin http://z.example/quokka http://z.example/tapir http://z.example/wombat'
for f in plain.warc each.warc.gz whole.warc.gz; do
    idx=$t/$f.idx
    run indexer -v "$t/$f"
    is "$f: exits 0" 0 "$code"
    is "$f: its articles" "$all" "$(indexer --export 2>/dev/null | python3 -c '
import json, sys
print(" ".join(sorted(json.loads(line)["id"] for line in sys.stdin)))')"
    has "$f: the others are counted" \
        '10 records of web archives hold no article' "$t/err"
done
idx=$t/plain.warc.idx
is 'a page that has no date gets that of the capture' 2014-05-21T10:05:00Z \
    "$(searcher --format '{date}' pangolin)"
is 'its own comes first' 2001-02-03 "$(searcher --format '{date}' kakapo)"
is 'the address is that of the capture' http://z.example/tapir \
    "$(searcher --format '{url}' tapir)"
is 'the encoding is what HTTP says' 1 "$(searcher --count 'Çanakkale dugong')"
is 'standard input' 10 "$(idx=$t/stdin.idx && indexer --json - 2>/dev/null \
    <"$t/each.warc.gz" | sed 's/.*"added":\([0-9]*\).*/\1/')"

for f in big.warc big.warc.gz; do
    idx=$t/$f.idx
    run indexer "$t/$f"
    is "$f: every record" 'added 60, replaced 0, unchanged 0, rejected 0' \
        "$(account)"
    is "$f: each has its own address" http://z.eample/37/ \
        "$(searcher --format '{url}' big37 | tr -d x)"
done

for f in plain.arc each.arc.gz; do
    idx=$t/$f.idx
    run indexer "$t/$f"
    is "$f: exits 0" 0 "$code"
    is "$f: its articles" 'http://z.example/a b c http://z.example/ocelot' \
        "$(sorted --match any serval ocelot)"
done
is 'the date of ARC' 2014-02-16T05:02:21Z "$(searcher --format '{date}' serval)"

idx=$t/broken.idx
run indexer "$t/broken.warc"
is 'broken records: exits 1' 1 "$code"
is 'each broken one is a reject' 'added 5, replaced 0, unchanged 0, rejected 5' \
    "$(account)"
has 'with its offset' 'a record that is not as long as it says, at byte' "$t/err"
has 'garbage' 'what is no record of a web archive, at byte' "$t/err"
has 'a missing length' 'without a valid Content-Length, at byte' "$t/err"
has 'the last one is cut off' 'a record that ends too early, at byte' "$t/err"
is 'the others are read' 'http://z.example/alpha http://z.example/beta http://z.example/delta http://z.example/epsilon http://z.example/gamma' \
    "$(sorted sentence)"

idx=$t/hurt.idx
run indexer "$t/hurt.warc.gz"
is 'damaged gzip: one reject' 'added 3, replaced 0, unchanged 0, rejected 1' \
    "$(account)"
is 'the members behind it are read' 'http://z.example/alpha http://z.example/delta http://z.example/gamma' \
    "$(sorted sentence)"
idx=$t/cut.idx
run indexer "$t/cut.warc.gz"
is 'cut gzip: one reject' 'added 1, replaced 0, unchanged 0, rejected 1' \
    "$(account)"
printf 'just a text\n' >"$t/no.warc"
run indexer --format warc "$t/no.warc"
is 'a text is no web archive' 1 "$code"
done_testing
