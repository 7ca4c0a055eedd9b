"""What the parts of the benchmark share: articles, queries, processes, tables."""
import gzip
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time

GNU_TIME = "/usr/bin/time"


def say(text):
    print("bench: " + text, file=sys.stderr, flush=True)


def setting(name, default):
    return int(os.environ.get(name) or default)


# ---- Articles and queries --------------------------------------------------


def open_corpus(path):
    """The lines of a file, gzipped or not, as bytes."""
    with open(path, "rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    return (gzip.open if packed else open)(path, "rb")


def read_articles(paths):
    """Yields (id, title, body); lines that are no JSON object are passed over."""
    for path in paths:
        with open_corpus(path) as lines:
            for line in lines:
                try:
                    article = json.loads(line)
                    row = [article.get(f) or "" for f in ("id", "title", "body")]
                except (ValueError, AttributeError):
                    continue
                row = tuple(value if isinstance(value, str) else str(value)
                            for value in row)
                if b"\\ud" in line or b"\\uD" in line:  # perhaps half a pair
                    row = tuple(s.encode("utf-8", "replace").decode() for s in row)
                yield row


def read_queries(path):
    with open(path, encoding="utf-8") as lines:
        return [" ".join(line.split()) for line in lines if line.strip()]


def fts5_match(query, any_word=False):
    """The query for FTS5: each word and each phrase in quotes, so that nothing
    in it is an operator. What FTS5 splits, such as U.S. or Viet-Nam, is a phrase
    where all words must be there; in OR it is its parts, which ranks better."""
    parts = []
    for phrase, word in re.findall(r'"([^"]*)"?|([^\s"]+)', query):
        if word and any_word:
            parts += re.findall(r"[^\W_]+", word)
        elif any(char.isalnum() for char in phrase + word):
            parts.append(phrase + word)
    quoted = ['"%s"' % part for part in parts]
    return (" OR " if any_word else " ").join(quoted) or '""'


# ---- Processes -------------------------------------------------------------


class Usage:
    """What a process took: wall and cpu in seconds, rss in bytes."""

    def __init__(self, wall, cpu, rss):
        self.wall, self.cpu, self.rss = wall, cpu, rss


def gnu_time_works():
    try:
        return not subprocess.call(
            [GNU_TIME, "-q", "-f", "%M", "-o", os.devnull, "true"],
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False


def quiet_spawn(argv):
    """Runs a program with output to nowhere: (seconds, wait status, rusage)."""
    null = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    null += [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=null)
    _, status, usage = os.wait4(child, 0)
    return time.perf_counter() - start, os.waitstatus_to_exitcode(status), usage


def measure(argv, good=(0,)):
    """Runs a program to its end and says what it took."""
    with tempfile.NamedTemporaryFile("r") as peak:
        watched = gnu_time_works()
        prefix = [GNU_TIME, "-q", "-f", "%M", "-o", peak.name] if watched else []
        wall, status, usage = quiet_spawn(prefix + argv)
        if status not in good:
            sys.exit("bench: exit status %d: %s" % (status, " ".join(argv)))
        # A line on how the program ended may come before the figure.
        kilobytes = int(peak.read().split()[-1]) if watched else usage.ru_maxrss
    return Usage(wall, usage.ru_utime + usage.ru_stime, kilobytes * 1024)


def tree_bytes(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(
        os.lstat(os.path.join(folder, name)).st_size
        for folder, _, names in os.walk(path)
        for name in names
    )


# ---- Figures ---------------------------------------------------------------


def quantile(values, share):
    """The smallest value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def figure(value):
    """Three digits that count, and no exponent."""
    for limit, form in ((1, "%.3f"), (10, "%.2f"), (100, "%.1f")):
        if abs(value) < limit:
            return form % value
    return "%.0f" % value


def spread(values):
    """The median, and the range when there is one."""
    text = figure(median(values))
    low, high = figure(min(values)), figure(max(values))
    return text if low == high else "%s (%s to %s)" % (text, low, high)


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "|".join(["---"] + ["---:"] * (len(head) - 1)) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()
