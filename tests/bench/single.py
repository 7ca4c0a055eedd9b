"""single.py BUILD SCRATCH QUERIES: part 2, a fresh process for each query, the
ten best with titles."""
import os
import shutil
import subprocess
import sys

from common import figure, fts5_match, median, quantile, quiet_spawn, read_queries
from common import say, setting, table
from peers import peers, works

SEARCH = (
    "SELECT rank, id, title FROM t WHERE t MATCH '%s' ORDER BY rank LIMIT 10"
)


def ours(build, scratch, query):
    return [build + "/searcher", "-q", "-d", scratch + "/gazette.idx", "--format",
            "tsv", "--no-aliases", "--no-acronyms", "-n", "10", "--", query]


def theirs(scratch, query):
    sql = SEARCH % fts5_match(query).replace("'", "''")
    return ["sqlite3", "-batch", "-tabs", scratch + "/fts5.db", sql]


def command_has_fts5():
    return shutil.which("sqlite3") and quiet_spawn(
        ["sqlite3", ":memory:", "CREATE VIRTUAL TABLE t USING fts5(a)"])[1] == 0


def hits(argv, good):
    """The untimed first run of a query, which must work: how many lines."""
    run = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True,
                         check=False)
    if run.returncode not in good:
        sys.exit("bench: exit status %d: %s\n%s" % (
            run.returncode, " ".join(argv), run.stderr.decode(errors="replace")))
    return run.stdout.count(b"\n")


def alternate(programs, rounds):
    """Seconds of each program, in turn; who is first changes each round."""
    seconds = [[] for _ in programs]
    for number in range(rounds):
        order = list(enumerate(programs))
        for which, argv in order[::-1] if number % 2 else order:
            seconds[which].append(quiet_spawn(argv)[0])
    return seconds


def others(scratch, query):
    """Peers that have an index and answer one query a process."""
    return [one for one in peers(scratch) if not one.missing
            and os.path.exists(one.made) and one.single(query)
            and works(one.single(query))]


def main(build, scratch, path):
    queries = read_queries(path)
    peer = os.path.exists(scratch + "/fts5.db") and command_has_fts5()
    more = others(scratch, queries[0])
    names = (["gazette", "FTS5"] if peer else ["gazette"]) + [
        one.name for one in more]
    times, found = [[] for _ in names], [0] * len(names)
    say("one process, one query")
    for query in queries:
        programs = [ours(build, scratch, query)]
        if peer:
            programs.append(theirs(scratch, query))
        programs += [one.single(query) for one in more]
        for which, argv in enumerate(programs):
            found[which] += hits(argv, (0,) if which else (0, 1)) > 0
        for which, seconds in enumerate(
                alternate(programs, setting("REPEAT", 5))):
            times[which] += seconds
    starts = alternate([["true"], [build + "/searcher", "--version"]]
                       + ([["sqlite3", "--version"]] if peer else []), 51)
    starts += [None] * len(more)
    report(names, times, found, starts, len(queries), peer)


def report(names, times, found, starts, count, peer):
    rows = []
    for which, name in enumerate(names):
        start = starts[which + 1]
        rows.append([name] + [figure(1000 * value) for value in (
            median(times[which]), quantile(times[which], 0.95))] + [
                figure(1000 * (median(start) - median(starts[0])))
                if start else "", str(found[which])])
    if peer:
        rows.append(["FTS5 / gazette"] + [figure(
            measure(times[1]) / measure(times[0]))
            for measure in (median, lambda values: quantile(values, 0.95))]
            + ["", ""])
    print("\n### One process, one query, ten best with titles\n")
    table(["", "median ms", "95th percentile ms", "start-up ms",
           "queries with hits"], rows)
    print("\n%d queries, each %d times; words in AND. Start-up is `--version` "
          "less `true`, which takes %s ms." % (
              count, setting("REPEAT", 5), figure(1000 * median(starts[0]))))
    if not peer:
        print("FTS5 left out: no `sqlite3` command with it, or no index.")
    sys.stdout.flush()


main(*sys.argv[1:])
