"""indexing.py BUILD SCRATCH CORPUS...: part 1. Leaves SCRATCH/gazette.idx and,
if FTS5 is there, SCRATCH/fts5.db for the other parts."""
import json
import os
import shutil
import subprocess
import sys

from common import figure, measure, read_articles, say, setting, spread, table
from common import tree_bytes

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
    seconds = [run.wall for run in runs]
    return [
        name,
        str(count),
        spread(seconds),
        spread([run.cpu for run in runs]),
        figure(text / 1e6 / sorted(seconds)[len(seconds) // 2]),
        figure(max(run.rss for run in runs) / 1e6),
        figure(tree_bytes(made) / 1e6),
        figure(tree_bytes(made) / text),
    ]


def gazette(build, scratch, corpus, text):
    made = scratch + "/gazette.idx"
    say("indexing with gazette")
    # Status 1: some records were rejected; the count shows it.
    runs = timed([build + "/indexer", "-q", "-d", made, "--", *corpus], made, (0, 1))
    stats = subprocess.run(
        [build + "/indexer", "-d", made, "--stats", "--json"],
        capture_output=True, check=True)
    return row("gazette", runs, made, text, json.loads(stats.stdout)["articles"])


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


def main(build, scratch, *corpus):
    text = count = 0
    for _, title, body in read_articles(corpus):
        text += len(title.encode()) + len(body.encode())
        count += 1
    rows = [gazette(build, scratch, corpus, text)]
    note = "FTS5 left out: python3 has no sqlite3 module with it."
    try:
        from fts5 import installed
    except ImportError:
        installed = bool
    if installed():
        result, note = fts5(scratch, corpus, text, count)
        rows.append(result)
    print("\n### Indexing\n")
    table(["", "articles", "seconds", "CPU seconds", "MB/s of text", "peak MB",
           "index MB", "index / text"], rows)
    print("\n" + note, flush=True)


main(*sys.argv[1:])
