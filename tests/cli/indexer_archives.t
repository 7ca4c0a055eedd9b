#!/bin/sh
# Archives, packed files, e-mail and PDF.
. tests/cli/lib.sh

cat >"$t/make.py" <<'END'
import bz2, gzip, io, lzma, os, sys, tarfile, zipfile
out = sys.argv[1]
text = ("Ferry line to the islands reopens\n\nBy Tilda Moor\n12 March 2012\n\n"
        "The ferry line to the islands reopened on Monday after a winter of "
        "storms, and the first boat was full of sheep.\n").encode()
files = {
    "ferry.txt": text,
    "deep/wire.jsonl": b'{"id":"j1","title":"Lighthouse sold"}\n{"id":"j2"}\n',
    "deep/note.md": b"# Heron note\n\nHerons stand in the estuary.\n",
    ".hidden/secret.txt": b"Secret heron\n",
    "__MACOSX/._ferry.txt": b"Secret heron\n",
    "picture.png": b"\x89PNG\0\0\0\0",
    "../../escape.txt": b"Escape artist\n\nA name is only a name.\n",
}
def pack_zip(items):
    buf = io.BytesIO()
    with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in items.items():
            z.writestr(name, data)
    return buf.getvalue()
def pack_tar(items):
    buf = io.BytesIO()
    with tarfile.open(fileobj=buf, mode="w") as tar:
        for name, data in items.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        tar.addfile(link)
    return buf.getvalue()
def write(name, data):
    with open(os.path.join(out, name), "wb") as f:
        f.write(data)
z, t = pack_zip(files), pack_tar(files)
write("a.zip", z)
write("a.tar", t)
write("a.tar.gz", gzip.compress(t))
write("a.tar.bz2", bz2.compress(t))
write("a.tar.xz", lzma.compress(t))
write("one.txt.xz", lzma.compress(text))
write("one.jsonl.bz2", bz2.compress(files["deep/wire.jsonl"]))
nest = {"inner.txt": b"Innermost heron\n\nIt stands very deep in here.\n"}
for level in range(1, 6):
    nest = {"n%d.zip" % level: pack_zip(nest), "n%d.txt" % level:
            b"Level %d heron\n\nSome text.\n" % level}
    write("nest%d.zip" % level, pack_zip(nest))
write("office.docx", pack_zip({"[Content_Types].xml": b"<Types/>",
                               "word/document.xml": b"<w>heron</w>"}))
enc = bytearray(pack_zip({"locked.txt": text}))
for sign in (b"PK\x03\x04", b"PK\x01\x02"):
    at = enc.index(sign) + (6 if sign[2] == 3 else 8)
    enc[at] |= 1
write("locked.zip", bytes(enc))
write("cut.tar.gz", gzip.compress(t)[:-60])
write("cut.zip", z[:len(z) // 2])
# What expands beyond all measure, a little at a time and at once.
zeros = bytes(1 << 20)
write("bomb.tar.xz", lzma.compress(pack_tar(
    {"%d.txt" % i: b"a" * (4 << 20) for i in range(16)})))
write("bomb.zip", pack_zip({"%d.zip" % i: pack_zip(
    {"x%d.txt" % k: b"b" * (16 << 20) for k in range(4)}) for i in range(4)}))

pdf = ["<< /Type /Catalog /Pages 2 0 R >>",
       "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
       "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
       "/Resources << /Font << /F1 5 0 R >> >> >>"]
lines = ["Grain terminal opens at the strait",
         "The grain terminal opened on Monday and took its first ships, after",
         "six years of talks between the port and the farmers of the plain."]
stream = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(
    "(%s) Tj T*" % l for l in lines) + " ET"
pdf += ["<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Title (Grain terminal opens at the strait) /Author (Ada Pym) "
        "/CreationDate (D:20140521100500Z) >>"]
body, offsets = "%PDF-1.4\n", []
for i, o in enumerate(pdf):
    offsets.append(len(body))
    body += "%d 0 obj\n%s\nendobj\n" % (i + 1, o)
start = len(body)
body += "xref\n0 %d\n0000000000 65535 f \n" % (len(pdf) + 1)
body += "".join("%010d 00000 n \n" % o for o in offsets)
body += "trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
    len(pdf) + 1, start)
write("a.pdf", body.encode())
write("bad.pdf", body.encode()[:300])
END
python3 "$t/make.py" "$t" || exit 1

for f in a.zip a.tar a.tar.gz a.tar.bz2 a.tar.xz; do
    idx=$t/$f.idx
    run indexer -v "$t/$f"
    is "$f: exits 1, for one record is bad" 1 "$code"
    is "$f: its members" 'added 4, replaced 0, unchanged 0, rejected 1' \
        "$(account)"
    has "$f: the bad record is named by its place" \
        "$f!/deep/wire.jsonl:2: rejected: neither title nor body" "$t/err"
    skipped=3
    [ "$f" = a.zip ] || skipped=4
    has "$f: hidden, binary and linked members are skipped" \
        "$skipped hidden or binary files skipped" "$t/err"
    is "$f: the path of a member" "$t/$f!/deep/note.md" \
        "$(searcher --paths estuary)"
    is "$f: a hidden one is not read" 0 "$(searcher -q --count secret)"
    is "$f: a name that leads out is a name" "$t/$f!/../../escape.txt" \
        "$(searcher --paths escape)"
    idx=$t/$f.stdin.idx
    run indexer - <"$t/$f"
    is "$f: from a pipe as well" 'added 4, replaced 0, unchanged 0, rejected 1' \
        "$(account)"
done
ok 'nothing was written anywhere' test ! -e "$t/../../escape.txt"

idx=$t/one.idx
run indexer "$t/one.txt.xz" "$t/one.jsonl.bz2"
is 'packed files are what is in them' j1 "$(hits lighthouse)"
is 'and keep their names' "$t/one.txt.xz" "$(searcher --paths ferry)"

idx=$t/nest.idx
run indexer "$t/nest3.zip"
is 'archives in archives: four levels' 0 "$code"
is 'all of them are read' 4 "$(searcher --count heron)"
idx=$t/nest5.idx
run indexer "$t/nest5.zip"
is 'deeper ones: exits 1' 1 "$code"
has 'are rejected' 'packed more than 4 times over' "$t/err"
is 'and the rest is read' 4 "$(searcher --count heron)"

idx=$t/odd.idx
run indexer "$t/office.docx"
has 'an office document is rejected' 'save it as text, HTML or PDF' "$t/err"
run indexer "$t/locked.zip"
has 'an encrypted member' 'locked.zip!/locked.txt: rejected: encrypted' "$t/err"
run indexer "$t/cut.tar.gz"
is 'a tar file that is cut off: exits 1' 1 "$code"
ok 'its whole members are read' test "$(searcher -q --count ferry)" = 1
run indexer "$t/cut.zip"
is 'a zip file that is cut off: exits 1' 1 "$code"
for bomb in bomb.tar.xz bomb.zip; do
    run timeout 60 "$bin/indexer" -d "$idx" "$t/$bomb"
    is "$bomb: exits 1" 1 "$code"
    has "$bomb: says why" 'expands more than a thousandfold' "$t/err"
done

# ---- mail -------------------------------------------------------------------

cat >"$t/letter.eml" <<'END'
Return-Path: <brief@wire.example>
From: =?utf-8?q?Caf=C3=A9_Brief?= <brief@wire.example>
To: you@there.example
Subject: =?iso-8859-1?Q?Grain_terminal_at_=C7anakkale?=
Date: Wed, 21 May 2014 10:05:00 +0200
Message-ID: <abc123@wire.example>
List-Id: "Morning Brief" <brief.wire.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="XX"

--XX
Content-Type: multipart/alternative; boundary="YY"

--YY
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The caf=E9 at the terminal opened on Monday, and the first boat was full=
 of sheep, which nobody there had expected to see on a Monday.

Second paragraph.
--YY
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+PHA+VGhlIGNhZsOpPC9wPjwvYm9keT48L2h0bWw+
--YY--
--XX
Content-Type: image/png; name=x.png
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=x.png

AAAA
--XX--
END
cat >"$t/news.eml" <<'END'
From: News <news@wire.example>
Subject: Newsletter
Message-ID: <n1@wire.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=Z

--Z
Content-Type: text/plain

Please use a reader of HTML.
--Z
Content-Type: text/html; charset=utf-8

<html><head><style>p{color:red}</style></head><body><p>The narwhal was seen
again off the northern coast on Tuesday, by the crew of a ferry.</p><p>Nobody
had seen one there since the winter of 1931, says the harbour master.</p></body></html>
--Z--
END
idx=$t/mail.idx
run indexer "$t/letter.eml" "$t/news.eml"
is 'messages: exit 0' 0 "$code"
searcher --all --format '{id}|{title}|{date}|{source}|{author}' terminal >"$t/out" 2>/dev/null
out 'their headers' <<'END'
abc123@wire.example|Grain terminal at Çanakkale|2014-05-21T08:05:00Z|Morning Brief|Café Brief
END
is 'the plain text' 1 "$(searcher --count '"café at the terminal opened"')"
is 'or the HTML, if that says more' 'n1@wire.example' "$(hits narwhal)"
is 'without its styles' '' "$(hits color)"
is 'attachments are counted' 1 "$(searcher --json --show abc123@wire.example |
    sed 's/.*"attachments":\([0-9]*\).*/\1/')"
{
    printf 'From brief@wire.example Wed May 21 10:05:00 2014\n'
    cat "$t/letter.eml"
    printf '\nFrom other@wire.example Thu May 22 10:05:00 2014\n'
    printf 'From: Other <other@wire.example>\nSubject: Second ibis\n'
    printf 'Message-ID: <two@x>\n\nBody of two.\n\nFrom the start it was clear.\n'
} >"$t/box.mbox"
idx=$t/mbox.idx
run indexer "$t/box.mbox"
is 'an mbox file' 'added 2, replaced 0, unchanged 0, rejected 0' "$(account)"
is 'a line of the text is none between messages' two@x \
    "$(hits '"from the start it was clear"')"

# ---- PDF --------------------------------------------------------------------

idx=$t/pdf.idx
run env PATH=/nowhere "$bin/indexer" -d "$idx" "$t/a.pdf"
is 'PDF without pdftotext: exits 1' 1 "$code"
has 'says what to install' 'apt install poppler-utils' "$t/err"
if command -v pdftotext >/dev/null; then
    run indexer "$t/a.pdf"
    is 'PDF: exits 0' 0 "$code"
    searcher --format '{title}|{date}|{author}' farmers >"$t/out" 2>/dev/null
    out 'PDF: its article' <<'END'
Grain terminal opens at the strait|2014-05-21T10:05:00Z|Ada Pym
END
    run indexer "$t/bad.pdf"
    has 'a PDF file that is cut off' 'a PDF file that cannot be read' "$t/err"
else
    skip 'PDF' 'pdftotext is not installed'
fi
# A program of that name that never ends, prints without end, or dies.
mkdir "$t/bin"
printf '#!/bin/sh\nkill -SEGV $$\n' >"$t/bin/pdftotext"
chmod +x "$t/bin/pdftotext"
idx=$t/dies.idx
run env PATH="$t/bin" "$bin/indexer" -d "$idx" "$t/a.pdf"
has 'it dies alone' 'was ended by signal' "$t/err"
printf '#!/bin/sh\nwhile :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done\n' >"$t/bin/pdftotext"
idx=$t/endless.idx
run timeout 60 env PATH="$t/bin" "$bin/indexer" -d "$idx" "$t/a.pdf"
is 'it is ended when it takes too much' 1 "$code"
done_testing
