"""growth.py BUILD SCRATCH CORPUS...: part 1b, how time, memory and size grow: every
sixteenth article, every fourth, all. Time for each MB should stay the same."""
import sys

from common import figure, measure, open_corpus, say, table, tree_bytes
from indexing import clear

PARTS = (16, 4, 1)


def main(build, scratch, *corpus):
    rows, made, path = [], scratch + "/growth.idx", scratch + "/growth.jsonl"
    for part in PARTS:
        say("1/%d of the corpus" % part)
        size = number = 0
        with open(path, "wb") as out:
            for name in corpus:
                with open_corpus(name) as lines:
                    for line in lines:
                        number += 1
                        if number % part == 0:
                            size += len(line)
                            out.write(line)
        clear(made)
        argv = [build + "/indexer", "-q", "-d", made, path]
        took = measure(argv, (0, 1))
        rows.append(["1/%d" % part, figure(size / 1e6), figure(took.wall),
                     figure(1e9 * took.wall / size), figure(1e9 * took.cpu / size),
                     figure(took.rss / 1e6), figure(tree_bytes(made) / size)])
    clear(made)
    print("\n### Growth, one run each\n")
    table(["of the corpus", "MB of files", "seconds", "ms a MB", "CPU ms a MB",
           "peak MB", "index / file"], rows)
    sys.stdout.flush()


main(*sys.argv[1:])
