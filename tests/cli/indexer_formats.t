#!/bin/sh
# What is read: formats by content and name, gzip, stdin, folders, and what is
# made of texts that are not as they should be.
. tests/cli/lib.sh

# show ID: the stored article as one line of JSON, as python sees it.
field() { # field ID NAME
    searcher --json --show "$1" 2>/dev/null | python3 -c "
import json, sys
print(json.load(sys.stdin).get('$2'))"
}

mkdir -p "$t/in/sub"
cat >"$t/in/a.md" <<'END'
---
id: md1
date: 2011-02-03
source: Lowland Gazette
tags: [one, "two, three"]
mood: calm
---
# Dredging of the estuary begins

The *estuary* is [dredged](https://dredge.example/hidden) by three **barges**.
END
cat >"$t/in/b.txt" <<'END'
Ferry line to the islands reopens

By Tilda Moor
12 March 2012

The ferry line to the islands reopened on Monday after a winter of storms, and
the first boat was full of sheep.

The crossing takes four hours, and the harbour master expects more sheep.
END
printf '%s\n' '{"id":"j1","title":"Lighthouse sold","body":"A lighthouse was sold."}' \
    >"$t/in/sub/c.jsonl"
printf '%s\n' '{"id":"j2","title":"Lighthouse bought","body":"It was bought back."}' |
    gzip >"$t/in/sub/d.jsonl.gz"
printf '# Heading says it\n\nA text that has no ending is Markdown by heading.\n' \
    >"$t/in/noname"
printf '%s\n' '{"id":"j3","title":"Lighthouse in disguise","body":"JSON by content."}' \
    >"$t/in/disguise.txt"
echo hidden >"$t/in/.hidden.txt"
head -c 3000 /dev/zero >"$t/in/zeros.bin"

run indexer -v "$t/in"
is 'a folder is walked' 0 "$code"
is 'with all its formats' 'added 6, replaced 0, unchanged 0, rejected 0' \
    "$(account)"
has 'hidden and binary files are passed over' \
    '2 hidden or binary files skipped' "$t/err"
is 'Markdown: front matter' 'Lowland Gazette' "$(field md1 source)"
is 'a list in it' "['one', 'two, three']" "$(field md1 tags)"
is 'another field is kept' calm "$(field md1 mood)"
is 'Markdown: its heading is the title' 'Dredging of the estuary begins' \
    "$(field md1 title)"
is 'its marks are no text' md1 "$(hits '"dredged by three barges"')"
is 'text: its first line is the title' 'Ferry line to the islands reopens' \
    "$(field "$t/in/b.txt" title)"
is 'and its date is found' 2012-03-12 "$(field "$t/in/b.txt" date)"
is 'gzip inside a folder' 'j1 j2 j3' "$(sorted lighthouse)"
is 'Markdown by its heading' "$t/in/noname" "$(hits 'title:"heading says it"')"
is 'JSON by its content' j3 "$(hits disguise)"
is 'the path of each is known' "$t/in/sub/d.jsonl.gz" \
    "$(searcher --paths bought)"

run indexer "$t/in"
is 'the same folder again changes nothing' \
    'added 0, replaced 0, unchanged 6, rejected 0' "$(account)"

# ---- stdin and --format -----------------------------------------------------

idx=$t/idx2
printf 'An essay on tin\n\nTin is a metal that bends.\n' >"$t/stdin"
run indexer - <"$t/stdin"
is 'text from stdin' 0 "$code"
is 'is found' 1 "$(searcher --count tin metal)"
printf '# An essay on zinc\n\nZinc *bends* too.\n' >"$t/stdin"
run indexer --format markdown - <"$t/stdin"
is 'Markdown from stdin' 'An essay on zinc' \
    "$(searcher --format '{title}' '"zinc bends too"')"
gzip -c "$t/in/sub/c.jsonl" >"$t/stdin"
run indexer - <"$t/stdin"
is 'gzip from stdin' j1 "$(hits lighthouse)"
printf '{"id":"x","title":"t"}\n' >"$t/stdin"
run indexer --format text - <"$t/stdin"
is '--format text takes JSON for text' 1 "$(searcher --count title)"
printf 'plain\n' >"$t/stdin"
run indexer --format jsonl - <"$t/stdin"
is '--format jsonl rejects text' 1 "$code"
printf '\357\273\277{"id":"bom","title":"marked"}\n' >"$t/stdin"
run indexer - <"$t/stdin"
is 'a byte order mark is passed over' bom "$(hits marked)"
printf '{"id":"u16","title":"wide words"}\n' | iconv -t UTF-16 >"$t/stdin"
run indexer - <"$t/stdin"
is 'UTF-16 is read' u16 "$(hits wide words)"
printf '{"id":"nonl","title":"endless"}' >"$t/stdin"
run indexer - <"$t/stdin"
is 'a last line without its end' nonl "$(hits endless)"
printf '{\n "id": "p",\n "title": "pretty" }\n' >"$t/stdin"
run indexer - <"$t/stdin"
is 'an object over many lines is one article' p "$(hits pretty)"

# ---- defaults for those that do not say -------------------------------------

idx=$t/idx3
cat >"$t/some.jsonl" <<'END'
{"id":"d1","title":"says nothing"}
{"id":"d2","title":"says all","lang":"fr","source":"Own","date":"2001-01-01"}
{"key":"k3","url":"https://k.example/3","title":"has a key"}
{"url":"https://k.example/4","title":"has an address"}
{"title":"has nothing"}
END
run indexer --lang de --source Agency --date 2010-10-10 --id key "$t/some.jsonl"
is '--lang, --source, --date, --id' 0 "$code"
searcher --all --format '{id}|{lang}|{source}|{date}' --match any \
    says has 2>/dev/null | LC_ALL=C sort | sed 's/^[0-9a-f]\{16\}|/HASH|/' \
    >"$t/out"
LC_ALL=C sort -o "$t/out" "$t/out"
out 'they are for those that do not say' <<'END'
HASH|de|Agency|2010-10-10
d1|de|Agency|2010-10-10
d2|fr|Own|2001-01-01
https://k.example/4|de|Agency|2010-10-10
k3|de|Agency|2010-10-10
END

# ---- what is no text --------------------------------------------------------

idx=$t/idx4
cat >"$t/html.jsonl" <<'END'
{"id":"h1","title":"Page","body_html":"<p>Visible harvest &amp; more</p><script>var secretword = 1;</script><style>.styleword{}</style><!-- commentword --><p>Second paragraph</p>"}
END
run indexer "$t/html.jsonl"
is 'the text of body_html' h1 "$(hits visible harvest)"
for word in secretword styleword commentword amp; do
    is "no $word from body_html" '' "$(hits "$word")"
done

# A page as it was saved, whatever its name; what is around the article stays
# out.
mkdir "$t/pages"
cat >"$t/pages/saved" <<'END'
<!-- saved from url=(0030)https://www.gorge.example/news --><!DOCTYPE html>
<html lang="en"><head><title>Bridge closed for good | Gorge Gazette</title>
<meta property="og:site_name" content="Gorge Gazette"></head><body>
<nav><a href="/">Frontpageword</a></nav><h1>Bridge closed for good</h1>
<p class="byline">By Anders Holm, 5 May 2015</p>
<p>The bridge over the gorge will not open again, the railway said on Tuesday.
It would cost more to repair than a new one, and take as long.</p>
<p>Trains turn back at the station above the gorge until further notice.</p>
<div class="comments"><p>Commentword: I have always said that this bridge was
built too thin, and in the wrong place, and by the wrong people.</p></div>
</body></html>
END
printf '<html><body><div id="app"></div></body></html>' >"$t/pages/empty.html"
run indexer "$t/pages"
is 'a page without text is rejected' 1 "$code"
has 'and the reason given' 'a page without text' "$t/err"
is 'the text of a page' saved "$(basename "$(hits railway further)")"
is 'its author' saved "$(basename "$(hits author:Holm bridge)")"
is 'its source, without the site in its title' saved \
    "$(basename "$(hits 'source:Gazette' 'title:closed')")"
is 'its date' saved "$(basename "$(hits date:2015-05-05 bridge)")"
for word in Frontpageword Commentword; do
    is "no $word from a page" '' "$(hits "$word")"
done
printf '<p>A piece of a page, with <b>bold</b> words, that no one would take for one.' \
    >"$t/piece.txt"
run indexer --format html "$t/piece.txt"
is 'a page may be named as such' 0 "$code"
is 'and is read as one' "$t/piece.txt" "$(hits bold piece)"
is 'its tags are no words' '' "$(hits 'exact:b' piece)"

cat >"$t/page.txt" <<'END'
Home
World
Business
Subscribe now
Accept all cookies

Bridge over the gorge collapses in heavy wind

By Anders Holm

Monday 4 May 2015

A bridge over the gorge collapsed in heavy wind on Monday morning, an hour
after the last train had passed. Nobody was hurt, the railway said.

Engineers had warned for years that the bridge could not bear such a storm. A
new one is to be built further down the valley, according to the ministry.

Share this on Facebook
Related articles
Ten recipes for pumpkin soup
Copyright 2015. All rights reserved.
Terms of use
Privacy policy
END
run indexer "$t/page.txt"
is 'a web page as text' "$t/page.txt" "$(hits bridge gorge wind)"
is 'has its headline' 'Bridge over the gorge collapses in heavy wind' \
    "$(field "$t/page.txt" title)"
for word in subscribe cookies facebook pumpkin copyright privacy; do
    is "furniture is not searchable: $word" '' "$(hits "$word")"
done

# ---- what can be mended -----------------------------------------------------

idx=$t/idx5
printf '{"id":"m1","title":"broken \377\376 bytes","body":"mendable"}\n' \
    >"$t/mend.jsonl"
printf '{"id":"m2","title":"bad day","date":"2014-02-31","body":"mendable"}\n' \
    >>"$t/mend.jsonl"
printf '{"id":"m3","title":"long","body":"mendable %s end"}\n' \
    "$(head -c 5000 /dev/zero | tr '\0' q)" >>"$t/mend.jsonl"
run indexer "$t/mend.jsonl"
is 'what can be mended is indexed' 0 "$code"
has 'invalid UTF-8 is a warning' 'invalid UTF-8' "$t/err"
has 'a bad date is one' 'bad date' "$t/err"
has 'a long word is said to be' 'too long' "$t/err"
is 'all of it' 'm1 m2 m3' "$(sorted mendable)"
is 'U+FFFD stands for the bytes' 'broken �� bytes' "$(field m1 title)"
is 'a huge word is found whole' m3 \
    "$(hits "$(head -c 5000 /dev/zero | tr '\0' q)")"
is 'but not by a shorter one' '' \
    "$(hits "$(head -c 4999 /dev/zero | tr '\0' q)")"

# ---- what cannot ------------------------------------------------------------

idx=$t/idx6
gzip -c "$t/page.txt" | head -c 200 >"$t/cut.txt.gz"
run indexer "$t/cut.txt.gz"
is 'cut gzip is rejected' 1 "$code"
has 'with the reason' 'ends too early' "$t/err"
mkdir "$t/empty"
run indexer "$t/empty"
is 'an empty folder exits 0' 0 "$code"
: >"$t/empty.txt"
run indexer "$t/empty.txt"
is 'an empty file is rejected' 1 "$code"
head -c 100000 /dev/zero >"$t/zeros.txt"
run indexer "$t/zeros.txt"
is 'a named binary file is rejected' 1 "$code"
ln -s . "$t/empty/loop"
ln -s "$t/page.txt" "$t/empty/link.txt"
run indexer "$t/empty"
is 'links do not lead out of a folder' \
    'added 0, replaced 0, unchanged 0, rejected 0' "$(account)"

done_testing
