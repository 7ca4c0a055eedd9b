"""facts.py BUILD WHAT CORPUS...: the machine, the programs and the corpus. Reads
the whole corpus, which also brings it into the disk's cache."""
import os
import platform
import shutil
import subprocess
import sys
import time

from common import figure, read_articles


def output(*argv):
    try:
        run = subprocess.run(argv, capture_output=True, text=True, check=False)
        return " ".join(run.stdout.split())
    except OSError:
        return ""


def line_of(path, key):
    """The value of the first `key : value` line of a /proc file."""
    try:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(key):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return ""


def machine():
    load = " ".join(figure(value) for value in os.getloadavg())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    print("- date: " + time.strftime("%Y-%m-%d %H:%M %Z"))
    print("- processor: %s, %d cores to use" % (
        line_of("/proc/cpuinfo", "model name") or platform.machine(),
        len(os.sched_getaffinity(0)),
    ))
    print("- memory: %s GB; load before: %s" % (figure(memory), load))
    place = os.environ["HOME"]  # run.sh's scratch folder
    print("- system: Linux %s; indexes on %s" % (
        platform.release(),
        output("stat", "-f", "-c", "%T", place) or "an unknown file system",
    ))


def programs(build):
    commit = output("git", "describe", "--always", "--dirty") or "unknown"
    print("- ours: %s, commit %s" % (output(build + "/searcher", "--version"), commit))
    try:
        import sqlite3

        module = sqlite3.sqlite_version
    except ImportError:
        module = "none"
    command = "none"
    if shutil.which("sqlite3"):
        command = (output("sqlite3", "--version").split() or ["unknown"])[0]
    print("- SQLite: %s in python %s, command %s" % (
        module, platform.python_version(), command))


def corpus(what, paths):
    count = text = 0
    for _, title, body in read_articles(paths):
        count += 1
        text += len(title.encode()) + len(body.encode())
    print("- corpus: %s: %d articles, %s MB of text (%s MB of files)" % (
        what, count, figure(text / 1e6),
        figure(sum(os.path.getsize(path) for path in paths) / 1e6)))


def main(build, what, *paths):
    print("## Gazette and SQLite FTS5\n")
    machine()
    programs(build)
    corpus(what, paths)
    sys.stdout.flush()


main(*sys.argv[1:])
