"""indexing.py BUILD SCRATCH CORPUS...: part 1. Leaves SCRATCH/gazette.idx and,
if FTS5 is there, SCRATCH/fts5.db for the other parts."""
import json
import os
import shutil
import subprocess
import sys

from common import figure, measure, read_articles, say, setting, spread, table
from common import tree_bytes
from peers import Forms, peers

HERE = os.path.dirname(os.path.abspath(__file__))


def clear(path):
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)


def timed(argv, made, good=(0,)):
    """Makes the index anew RUNS times and keeps the last one."""
    runs = []
    for _ in range(setting("RUNS", 3)):
        clear(made)
        os.sync()  # what others left to be written is not ours to pay for
        runs.append(measure(argv, good))
    return runs


def row(name, runs, made, text, count):
    seconds = sorted(run.wall for run in runs)
    return {
        "name": name,
        "seconds": seconds[len(seconds) // 2],
        "cells": [
            name,
            str(count),
            spread(seconds),
            spread([run.cpu for run in runs]),
            figure(text / 1e6 / seconds[len(seconds) // 2]),
            figure(max(run.rss for run in runs) / 1e6),
            figure(tree_bytes(made) / 1e6),
            figure(tree_bytes(made) / text),
        ],
    }


def gazette(build, scratch, corpus, text, name, options):
    """One of our ways; the plain one's index stays for the other parts."""
    made = scratch + ("/other.idx" if options else "/gazette.idx")
    say("indexing with " + name)
    # Status 1: some records were rejected; the count shows it.
    runs = timed([build + "/indexer", "-q", "-d", made, *options, "--", *corpus],
                 made, (0, 1))
    stats = subprocess.run(
        [build + "/indexer", "-d", made, "--stats", "--json"],
        capture_output=True, check=True)
    result = row(name, runs, made, text, json.loads(stats.stdout)["articles"])
    if options:
        clear(made)
    return result


def ours(build, scratch, corpus, text):
    ways = [("gazette", []), ("gazette, no entities", ["--no-entities"]),
            ("gazette, through Xapian", ["--no-entities", "--bulk=never"])]
    if not setting("NATIVE", 1):
        ways.pop()
    return [gazette(build, scratch, corpus, text, *way) for way in ways]


def fts5(scratch, corpus, text, count):
    made = scratch + "/fts5.db"
    peer = [sys.executable, HERE + "/fts5.py"]
    say("indexing with FTS5")
    runs = timed(peer + ["build", made, *corpus], made)
    result = row("FTS5", runs, made, text, count)
    say("FTS5's optimize")
    took = measure(peer + ["optimize", made])
    size = tree_bytes(made)
    note = "FTS5's `optimize` (no VACUUM), not counted: %s s, then %s MB, " \
        "%s of the text." % (
            figure(took.wall), figure(size / 1e6), figure(size / text))
    return result, note


def peer_row(peer, forms, text, count):
    """What a peer took, or a sentence on why there is nothing."""
    if peer.missing:
        return None, "%s left out: %s." % (peer.name, peer.missing)
    say("indexing with " + peer.name)
    argv = peer.index(forms)
    if argv is None:
        return None, "%s left out: %s." % (peer.name, peer.missing)
    clear(peer.made)
    try:
        runs = timed(argv, peer.made)
    except SystemExit as failed:
        return None, "%s left out: %s." % (peer.name, failed)
    return row(peer.name, runs, peer.made, text, count), None


def ratios(rows):
    """Seconds of each in those of ours, with entities and without."""
    table(["", "seconds / gazette's", "/ without entities"], [
        [one["name"]] + [figure(one["seconds"] / mine["seconds"])
                         for mine in rows[:2]]
        for one in rows[2:]])


def main(build, scratch, *corpus):
    text = count = 0
    for _, title, body in read_articles(corpus):
        text += len(title.encode()) + len(body.encode())
        count += 1
    rows = ours(build, scratch, corpus, text)
    notes = ["FTS5 left out: python3 has no sqlite3 module with it."]
    try:
        from fts5 import installed
    except ImportError:
        installed = bool
    if installed():
        result, note = fts5(scratch, corpus, text, count)
        rows.append(result)
        notes = [note]
    forms = Forms(scratch, corpus)
    for peer in peers(scratch):
        result, note = peer_row(peer, forms, text, count)
        rows += [result] if result else []
        notes += [note] if note else []
    print("\n### Indexing\n")
    table(["", "articles", "seconds", "CPU seconds", "MB/s of text", "peak MB",
           "index MB", "index / text"], [one["cells"] for one in rows])
    print("\n" + "\n".join(notes) + "\n", flush=True)
    ratios(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
