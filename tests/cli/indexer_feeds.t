#!/bin/sh
# Feeds: the articles of every format, and what is made of broken ones.
. tests/cli/lib.sh

# dump: every article as a line of chosen fields, in order of ids.
dump() {
    indexer --export 2>/dev/null | python3 -c '
import json, sys
lines = [json.loads(line) for line in sys.stdin]
for a in sorted(lines, key=lambda a: a["id"]):
    print("|".join(str(a.get(k, "-")).replace("\n", "/") for k in
        ("id", "title", "date", "source", "author", "lang", "url", "body")))'
}

# fresh NAME: an index of its own.
fresh() {
    idx=$t/$1.idx
}

fresh rss2
cat >"$t/rss2.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="/feed.css"?>
<!-- a comment -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
 <title>Harbour Wire</title>
 <link>https://harbour.example/</link>
 <atom:link rel="self" href="https://harbour.example/feed"/>
 <language>en-GB</language>
 <item>
  <title>Tolls &amp; grain&nbsp;rise</title>
  <link>/2014/tolls</link>
  <guid isPermaLink="false">hw-1</guid>
  <pubDate>Wed, 21 May 2014 10:05:00 EST</pubDate>
  <dc:creator>Mara Ilves</dc:creator>
  <dc:creator>Jon Okoye</dc:creator>
  <category>ports</category><category>canal, the</category>
  <description>Only a summary.</description>
  <content:encoded><![CDATA[<p>The <b>full</b> text &mdash; all of it.</p><script>no()</script><p>Second.</p>]]></content:encoded>
 </item>
 <item>
  <title>AT&T buys the strait</title>
  <guid>https://harbour.example/2014/strait</guid>
  <pubDate>Sat, Dec 16 2023 02:02:33 PM</pubDate>
  <author>desk@harbour.example (The Desk)</author>
  <description>&lt;p&gt;Escaped &amp;amp; plain&lt;/p&gt;</description>
  <source url="https://delta.example/feed">Delta Post</source>
 </item>
</channel>
</rss>
END
run indexer "$t/rss2.xml"
is 'RSS 2.0: exits 0' 0 "$code"
has 'a lone ampersand is mended and said' 'ampersand' "$t/err"
dump >"$t/out"
out 'RSS 2.0: its articles' <<'END'
https://harbour.example/2014/strait|AT&T buys the strait|2023-12-16T14:02:33Z|Delta Post|The Desk|en|https://harbour.example/2014/strait|Escaped & plain
hw-1|Tolls & grain rise|2014-05-21T15:05:00Z|Harbour Wire|Mara Ilves, Jon Okoye|en|https://harbour.example/2014/tolls|The full text — all of it.//Second.
END
is 'categories are tags' "['ports', 'canal, the']" \
    "$(indexer --export | python3 -c '
import json, sys
for line in sys.stdin:
    a = json.loads(line)
    if a["id"] == "hw-1": print(a["tags"])')"

fresh atom
cat >"$t/atom.xml" <<'END'
<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://canal.example/fil/">
 <a:title type="html">Le &lt;i&gt;Canal&lt;/i&gt;</a:title>
 <a:author><a:name>La rédaction</a:name></a:author>
 <a:entry>
  <a:id>tag:canal.example,2016:1</a:id>
  <a:title type="text">a &lt; b</a:title>
  <a:link rel="enclosure" href="son.mp3"/>
  <a:link href="../2016/blé"/>
  <a:published>2016-05-02T08:00:00+02:00</a:published>
  <a:updated>2016-05-03T08:00:00+02:00</a:updated>
  <a:category term="ble" label="Le blé"/>
  <a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le <em>blé</em> voyage.</p><p>Fin.</p></div></a:content>
 </a:entry>
 <a:entry xml:lang="de">
  <a:id>tag:canal.example,2016:2</a:id>
  <a:title mode="base64">Wml0YXQ=</a:title>
  <a:author><a:name>Ute</a:name></a:author>
  <a:updated>2016-05-04</a:updated>
  <a:content type="image/png">iVBORw0KGgo=</a:content>
  <a:summary>Nur kurz.</a:summary>
  <a:source><a:title>Anderswo</a:title></a:source>
 </a:entry>
</a:feed>
END
run indexer "$t/atom.xml"
is 'Atom: exits 0' 0 "$code"
dump >"$t/out"
out 'Atom: its articles' <<'END'
tag:canal.example,2016:1|a < b|2016-05-02T06:00:00Z|Le Canal|La rédaction|fr|https://canal.example/2016/bl%C3%A9|Le blé voyage.//Fin.
tag:canal.example,2016:2|Zitat|2016-05-04|Anderswo|Ute|de|-|Nur kurz.
END

fresh rdf
cat >"$t/rdf.xml" <<'END'
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old News</title><link>https://old.example/</link></channel>
<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link><dc:date>2003-04-05</dc:date><dc:subject>mines</dc:subject><description>Text of one.</description></item>
</rdf:RDF>
END
run indexer "$t/rdf.xml"
dump >"$t/out"
out 'RSS 1.0: its article' <<'END'
https://old.example/1|One|2003-04-05|Old News|-|en|https://old.example/1|Text of one.
END

fresh json
cat >"$t/feed.json" <<'END'
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "JSON Wire",
  "language": "en-US",
  "authors": [{"name": "Default"}],
  "items": [
    {"id": 7, "url": "https://j.example/7", "title": "Seven",
     "content_html": "<p>Body of <i>seven</i></p>", "content_text": "no",
     "date_published": "2019-01-02T03:04:05Z", "tags": ["a", "b"],
     "authors": [{"name": "Ann"}, {"name": "Bob"}]},
    {"id": "8", "external_url": "https://e.example/8", "summary": "Short."},
    "nonsense"
  ]
}
END
run indexer "$t/feed.json"
is 'JSON Feed: what is no item is rejected' 1 "$code"
has 'with its line' 'feed.json:12: rejected: an item of the feed' "$t/err"
dump >"$t/out"
out 'JSON Feed: its articles' <<'END'
7|Seven|2019-01-02T03:04:05Z|JSON Wire|Ann, Bob|en|https://j.example/7|Body of seven
8|-|-|JSON Wire|Default|en|https://e.example/8|Short.
END

# ---- encodings --------------------------------------------------------------

# encoded NAME ENCODING DECLARED: the same feed in an encoding.
encoded() {
    fresh "$1"
    printf '<?xml version="1.0" encoding="%s"?><rss><channel><title>Ç</title><item><guid>%s</guid><title>Çanakkale naïve</title><description>ab</description></item></channel></rss>' \
        "$3" "$1" | iconv -f UTF-8 -t "$2" >"$t/$1.xml"
    run indexer "$t/$1.xml"
    is "$1: the title" 'Çanakkale naïve' "$(searcher --all --format '{title}' ab)"
}
encoded latin1 ISO-8859-1 ISO-8859-1
encoded cp1252-as-utf8 WINDOWS-1252 UTF-8
encoded utf8-as-latin1 UTF-8 ISO-8859-1
encoded utf16 UTF-16 UTF-16
encoded turkish WINDOWS-1254 windows-1254
encoded mac MACINTOSH x-mac-roman

# ---- broken -----------------------------------------------------------------

fresh cut
{
    printf '<rss version="2.0"><channel><title>Cut</title>\n'
    printf '<item><guid>w1</guid><title>Whole one</title></item>\n'
    printf '<item><guid>w2</guid><title>Whole two</title></item>\n'
    printf '<item><guid>w3</guid><title>Half</title><description>It breaks o'
} >"$t/cut.xml"
run indexer "$t/cut.xml"
is 'a feed that is cut off: exits 1' 1 "$code"
has 'the item that is cut is rejected' \
    'cut.xml:4: rejected: the feed ends within this item' "$t/err"
has 'what is broken is said' 'broken XML, read as far as it goes' "$t/err"
is 'whole items are taken' 'w1 w2' "$(sorted whole)"

fresh laughs
cat >"$t/laughs.xml" <<'END'
<?xml version="1.0"?>
<!DOCTYPE rss [
 <!ENTITY a "hahahahahahahahahahahahahahahahahahaha">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
 <!ENTITY file SYSTEM "file:///etc/passwd">
 <!ENTITY name "Plain &#xe9;ntity">
]>
<rss version="2.0"><channel><title>L</title>
<item><guid>l1</guid><title>&name; here &d; &file;</title></item>
</channel></rss>
END
run indexer "$t/laughs.xml"
lacks 'no file comes in through an entity' root "$t/err"
is 'entities stand for plain text only' 'Plain éntity here' \
    "$(searcher --all --format '{title}' here)"

fresh other
printf '<?xml version="1.0"?>\n<catalog><book/></catalog>\n' >"$t/other.xml"
run indexer "$t/other.xml"
is 'XML that is no feed is rejected' 1 "$code"
has 'and named so' 'XML, but neither a feed nor a web page' "$t/err"
run indexer --format feed "$t/other.xml"
has 'its root is named' 'its root is <catalog>' "$t/err"
printf '<rss version="2.0"><channel><title>E</title></channel></rss>' >"$t/empty.xml"
run indexer "$t/empty.xml"
is 'a feed without items is fine' 0 "$code"

awk 'BEGIN { print "<rss><channel><title>D</title><item><guid>deep</guid><title>pangolin</title></item><item><title>"
    while (n++ < 100000) printf "<a>" }' >"$t/deep.xml"
run indexer "$t/deep.xml"
is 'what nests without end is rejected' 1 "$code"
is 'the item before it is not' deep "$(hits pangolin)"
awk 'BEGIN { print "<rss><channel><item><guid>wide</guid><title>okapi</title></item><item><title>x</title>"
    while (n++ < 1100000) printf "<a/>"
    print "</item></channel></rss>" }' >"$t/wide.xml"
run indexer "$t/wide.xml"
has 'a million elements are enough' 'more than a million elements' "$t/err"
done_testing
