#!/usr/bin/env python3
"""pages.py INDEXER FOLDER GOLD.json - how well the articles of saved pages are
found, and how fast.

FOLDER has NAME.html or NAME.html.gz; GOLD.json is {"NAME": {"articleBody": text}}.
For each page multisets of runs of four words of the text by hand and the text
found are compared, as the article extraction benchmark does: true positives are
divided by the page's own total, so that long pages do not weigh more; precision
and recall are means over pages, F1 is their harmonic mean. Even and odd pages of
the gold's order are given too, for rules that were tuned on one half.
"""
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter


def runs(text):
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3)))


def share(hit, miss, other):
    if not miss and not other:
        return 1.0
    return hit / (hit + miss) if hit + miss else 0.0


def score(pages):
    precision, recall = [], []
    for true, found in pages:
        hit = sum((true & found).values())
        extra, missed = sum((found - true).values()), sum((true - found).values())
        if hit + extra:
            precision.append(share(hit, extra, missed))
        if hit + missed:
            recall.append(share(hit, missed, extra))
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    return p, r, 2 * p * r / (p + r)


def name_of(path):
    name = os.path.basename(path)
    for ending in (".gz", ".html"):
        if name.endswith(ending):
            name = name[:-len(ending)]
    return name


def expanded_size(folder):
    size = 0
    for name in os.listdir(folder):
        opener = gzip.open if name.endswith(".gz") else open
        with opener(os.path.join(folder, name), "rb") as file:
            size += len(file.read())
    return size


def main():
    indexer, folder, gold_path = sys.argv[1:4]
    with open(gold_path, encoding="utf-8") as file:
        gold = json.load(file)
    with tempfile.TemporaryDirectory() as scratch:
        index = os.path.join(scratch, "idx")
        subprocess.run([indexer, "-q", "-d", index, "--no-entities", folder],
                       stderr=subprocess.DEVNULL)
        lines = subprocess.run([indexer, "-d", index, "--export"], check=True,
                               stdout=subprocess.PIPE).stdout.splitlines()
    found = {}
    for line in lines:
        article = json.loads(line)
        found[name_of(article["path"])] = article.get("body", "")
    pages = [(runs(gold[name]["articleBody"]), runs(found.get(name, "")))
             for name in gold]
    for label, part in (("all", pages), ("even", pages[::2]), ("odd", pages[1::2])):
        print("%-5s %3d pages  precision %.3f  recall %.3f  F1 %.3f"
              % ((label, len(part)) + score(part)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([indexer, "-q", "-j", "1", "--dry-run", "--no-entities", folder],
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = expanded_size(folder) / 1e6
    print("%.1f MB of pages in %.2f CPU seconds: %.1f MB/s" % (size, seconds,
                                                            size / seconds))


main()
