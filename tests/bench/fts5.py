"""The peer, as most people would use it: SQLite FTS5 through python3.

fts5.py build DB CORPUS...            the whole of it is timed from outside
fts5.py optimize DB
fts5.py batch DB QUERIES all|any N    rows to standard output as TSV, seconds to
                                      standard error
fts5.py trec DB QUERIES.tsv           words in OR, 1000 deep, as a TREC run
"""
import sqlite3
import sys
import time

from common import fts5_match, read_articles, read_queries

CREATE = """CREATE VIRTUAL TABLE t USING fts5(
    id UNINDEXED, title, body, tokenize = 'porter unicode61')"""
SEARCH = "SELECT rank, id, title FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"


def installed():
    try:
        sqlite3.connect(":memory:").execute(CREATE)
        return True
    except sqlite3.Error:
        return False


def build(path, *corpus):
    db = sqlite3.connect(path)
    db.execute(CREATE)
    db.executemany("INSERT INTO t VALUES (?, ?, ?)", read_articles(corpus))
    db.commit()
    db.close()


def optimize(path):
    db = sqlite3.connect(path)
    db.execute("INSERT INTO t(t) VALUES ('optimize')")
    db.commit()
    db.close()


def batch(path, queries, match, rounds):
    db = sqlite3.connect(path)
    questions = [fts5_match(q, match == "any") for q in read_queries(queries)]
    start = time.perf_counter()
    for _ in range(int(rounds)):
        for label, question in enumerate(questions):
            rows = db.execute(SEARCH, (question, 10))
            for place, (score, ident, title) in enumerate(rows, 1):
                sys.stdout.write(f"{label}\t{place}\t{score}\t{ident}\t{title}\n")
    sys.stdout.flush()
    print(time.perf_counter() - start, file=sys.stderr)


def trec(path, queries):
    db = sqlite3.connect(path)
    with open(queries, encoding="utf-8") as lines:
        for line in lines:
            topic, _, query = line.rstrip("\n").partition("\t")
            match = fts5_match(query.replace('"', " "), True)
            rows = db.execute(SEARCH, (match, 1000))
            for place, (score, ident, _) in enumerate(rows, 1):
                print(topic, "Q0", ident, place, "%.6f" % -score, "fts5")


if __name__ == "__main__":
    what = {"build": build, "optimize": optimize, "batch": batch, "trec": trec}
    what[sys.argv[1]](*sys.argv[2:])
