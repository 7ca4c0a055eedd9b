"""batch.py BUILD SCRATCH QUERIES: part 3, queries a second of one process."""
import os
import subprocess
import sys

from common import figure, median, quiet_spawn, read_queries, say, setting, spread
from common import table
from peers import peers

HERE = os.path.dirname(os.path.abspath(__file__))
MOST_ROUNDS = 1000


class Gazette:
    def __init__(self, build, scratch, queries, jobs):
        self.name = "gazette -j %d" % jobs
        self.argv = [build + "/searcher", "-q", "-d", scratch + "/gazette.idx",
                     "--format", "tsv", "--no-aliases", "--no-acronyms", "-n", "10",
                     "-j", str(jobs), "--match"]
        self.file = scratch + "/batch.tsv"
        self.queries = queries

    def seconds(self, match, rounds):
        with open(self.file, "w", encoding="utf-8") as lines:
            for _ in range(rounds):
                for label, query in enumerate(self.queries):
                    lines.write("%d\t%s\n" % (label, query))
        argv = self.argv + [match, "--batch", self.file]
        wall, status, _ = quiet_spawn(argv)
        if status not in (0, 1):
            sys.exit("bench: exit status %d: %s" % (status, " ".join(argv)))
        return wall


class Fts5:
    def __init__(self, scratch, path):
        self.name = "FTS5"
        self.argv = [sys.executable, HERE + "/fts5.py", "batch",
                     scratch + "/fts5.db", path]

    def seconds(self, match, rounds):
        run = subprocess.run(self.argv + [match, str(rounds)], check=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return float(run.stderr)


class Other:
    """A peer that can do a batch."""

    def __init__(self, peer, path):
        self.name, self.peer, self.path = peer.name, peer, path

    def seconds(self, match, rounds):
        return self.peer.batch(self.path, match, rounds)


def rates(who, match, count):
    """Queries a second, RUNS times, each long enough for start-up to vanish."""
    say("a batch of %s, match %s" % (who.name, match))
    once = who.seconds(match, 1)
    rounds = int(setting("SECONDS_MIN", 2) / once) + 1
    rounds = min(rounds, MOST_ROUNDS)
    return [rounds * count / who.seconds(match, rounds)
            for _ in range(setting("RUNS", 3))]


def main(build, scratch, path):
    queries = read_queries(path)
    cores = len(os.sched_getaffinity(0))
    who = [Gazette(build, scratch, queries, jobs) for jobs in sorted({1, cores})]
    if os.path.exists(scratch + "/fts5.db"):
        who.append(Fts5(scratch, path))
    who += [Other(one, path) for one in peers(scratch)
            if one.batch and not one.missing and os.path.exists(one.made)]
    found = [[rates(one, match, len(queries)) for match in ("all", "any")]
             for one in who]
    rows = [[one.name] + [spread(values) for values in pair]
            for one, pair in zip(who, found)]
    for one, theirs in zip(who, found):
        if not isinstance(one, Gazette):
            rows.append(["gazette -j 1 / " + one.name] + [
                figure(median(mine) / median(peer))
                for mine, peer in zip(found[0], theirs)])
    print("\n### Batches, queries a second, ten best with titles\n")
    table(["", "words in AND", "words in OR"], rows)


main(*sys.argv[1:])
