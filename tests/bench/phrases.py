"""phrases.py BUILD CORPUS.jsonl[.gz]...: phrases against Xapian's own OP_PHRASE.

Both sides index the same articles here: ours as `indexer` does it, and an index
with positions, stems without prefix, made by Xapian's TermGenerator. PHRASES
(200) random runs of two to four words of the text, none of them a stop word at
both ends, are asked of both, each side warm: the ten best (a batch of ours
against get_mset(0, 10) and ten records), and exact counts (`searcher --count`
less its start against get_mset with everything checked, without weights).
User and system time.
Needs python3-xapian; a table in Markdown goes to standard output."""
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile

from common import figure, median, read_articles, say, setting, table

try:
    import xapian
except ImportError:
    sys.exit("phrases.py: needs python3-xapian")

STEM = xapian.Stem("en")


def draw_phrases(paths, count):
    """Runs of plain words, from evenly spread articles."""
    random.seed(20140521)
    runs = []
    for number, (_, title, body) in enumerate(read_articles(paths)):
        words = re.findall(r"(?<![\w'.-])[a-z]{3,}(?: [a-z]{2,}){1,3}(?![\w'-])",
                           body[:5000])
        if words:
            runs.append(random.choice(words))
    return random.sample(runs, min(count, len(runs)))


def index_positions(folder, paths):
    db = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(STEM)
    generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
    for _, title, body in read_articles(paths):
        doc = xapian.Document()
        generator.set_document(doc)
        generator.set_termpos(0)
        generator.index_text(title)
        generator.increase_termpos()
        generator.index_text(body)
        doc.set_data(title)
        db.add_document(doc)
    db.commit()
    db.close()
    xapian.Database(folder).compact(folder + ".compact")
    return xapian.Database(folder + ".compact")


def their_query(phrase):
    words = [STEM(word) for word in phrase.split()]
    return xapian.Query(xapian.Query.OP_PHRASE, words, len(words))


def their_best(db, phrase):
    enquire = xapian.Enquire(db)
    enquire.set_query(their_query(phrase))
    return [hit.document.get_data() for hit in enquire.get_mset(0, 10)]


def their_count(db, phrase):
    enquire = xapian.Enquire(db)
    enquire.set_weighting_scheme(xapian.BoolWeight())
    enquire.set_query(their_query(phrase))
    return enquire.get_mset(0, 0, db.get_doccount()).get_matches_estimated()


def cpu_seconds():
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, whose))


def timed(function, *arguments):
    """User and system time, children included."""
    start = cpu_seconds()
    function(*arguments)
    return cpu_seconds() - start


def our_batch(argv, phrases, scratch):
    with open(scratch + "/batch", "w", encoding="utf-8") as lines:
        for number, phrase in enumerate(phrases):
            lines.write('%d\t"%s"\n' % (number, phrase))
    subprocess.run(argv + ["-n", "10", "--format", "tsv", "--batch",
                           scratch + "/batch"], stdout=subprocess.DEVNULL)


def our_count(argv, query):
    return subprocess.run(argv + ["--count", query], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False).stdout


def main(build, *paths):
    scratch = tempfile.mkdtemp(prefix="gazette-phrases-")
    runs = setting("RUNS", 3)
    try:
        say("our index")
        subprocess.run([build + "/indexer", "-q", "--no-entities", "-d",
                        scratch + "/idx", *paths], check=True)
        say("an index with positions")
        db = index_positions(scratch + "/db", paths)
        phrases = draw_phrases(paths, setting("PHRASES", 200))
        argv = [build + "/searcher", "-q", "--no-aliases", "--no-acronyms", "-d", scratch + "/idx"]
        our_batch(argv, phrases, scratch)  # warm
        theirs = sum(their_count(db, phrase) > 0 for phrase in phrases)
        say("the ten best")
        empty = median([timed(our_batch, argv, [], scratch) for _ in range(runs)])
        ours_best = median([timed(our_batch, argv, phrases, scratch) - empty
                            for _ in range(runs)])
        theirs_best = median([timed(lambda: [their_best(db, p) for p in phrases])
                              for _ in range(runs)])
        say("exact counts")
        rare = min((w for p in phrases for w in p.split()),
                   key=lambda w: db.get_termfreq(STEM(w)) or 1 << 30)
        start = timed(lambda: [our_count(argv, rare) for _ in range(50)]) / 50
        ours_count = timed(lambda: [our_count(argv, '"%s"' % p)
                                    for p in phrases]) - start * len(phrases)
        theirs_count = timed(lambda: [their_count(db, p) for p in phrases])
    finally:
        shutil.rmtree(scratch)
    print("\n### Phrases, milliseconds a phrase (%d, %d of them found by "
          "OP_PHRASE)\n" % (len(phrases), theirs))
    scale = 1000 / len(phrases)
    table(["", "ten best", "exact count"],
          [["gazette", figure(ours_best * scale), figure(ours_count * scale)],
           ["OP_PHRASE", figure(theirs_best * scale),
            figure(theirs_count * scale)],
           ["gazette / OP_PHRASE", figure(ours_best / theirs_best),
            figure(ours_count / theirs_count)]])


main(*sys.argv[1:])
