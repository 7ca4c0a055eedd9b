"""make_corpus.py [N [FOLDER]]: N articles (20 000) as JSON Lines, made of the
English sentences of FOLDER (corpus/articles), the same ones every time.

Half of an article's sentences come from one or two articles of one folder, the
other half from anywhere, so that some answer a query better than others. No
word is added: the vocabulary stays that of a hundred pages.
"""
import gzip
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SENTENCE = re.compile(r"(?<=[.!?])(?:[\"”’)]*)\s+(?=[\"“‘(]?[A-Z])")


def read(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        return file.read().decode("utf-8", "replace")


def front_matter(text):
    """The fields before an article, and the article."""
    if not text.startswith("---\n"):
        return {}, text
    head, _, rest = text[4:].partition("\n---\n")
    pairs = (line.partition(":") for line in head.splitlines())
    return {key: value.strip() for key, _, value in pairs}, rest


def articles_of(path):
    """Yields (title, body) of the English articles in a file."""
    text = read(path)
    if ".jsonl" in path:
        for line in text.splitlines():
            try:
                article = json.loads(line)
            except ValueError:
                continue
            if article.get("lang", "en") == "en":
                yield article.get("title", ""), article.get("body", "")
        return
    fields, body = front_matter(text)
    if fields.get("lang", "en") == "en":
        first = next((line for line in body.splitlines() if line.strip()), "")
        yield fields.get("title", first.strip("# ")), body


def sentences(body):
    """Sentences of running text: no headings, lists, menus or tables."""
    for paragraph in re.split(r"\n\s*\n", body):
        if re.match(r"\s*([#>|*-]|\d+\.)", paragraph):
            continue
        for sentence in SENTENCE.split(" ".join(paragraph.split())):
            if 30 <= len(sentence) <= 600 and sentence[-1] in ".!?\"”’":
                yield sentence


def load(folder):
    """Lists of (title, sentences), one for each folder, in a fixed order."""
    desks = []
    for place, names, files in os.walk(folder):
        names.sort()
        found = []
        for name in sorted(files):
            for title, body in articles_of(os.path.join(place, name)):
                text = list(sentences(body))
                if title and len(text) > 3:
                    found.append((title, text))
        if found:
            desks.append(found)
    return desks


def main(count=20000, folder=os.path.join(HERE, "..", "..", "corpus", "articles")):
    # Of `random` only random() is promised to be the same in every version.
    draw = random.Random(1851).random

    def pick(values):
        return values[int(draw() * len(values))]

    desks = load(folder)
    if not desks:
        sys.exit("make_corpus.py: no articles in " + folder)
    everything = [one for desk in desks for _, text in desk for one in text]
    for number in range(int(count)):
        desk = pick(desks)
        title, own = pick(desk)
        own = own + pick(desk)[1]
        length = 5 + int(60 * draw() ** 2)
        body = [pick(own if draw() < 0.5 else everything) for _ in range(length)]
        article = {
            "id": "made-%07d" % number,
            "title": title,
            "date": "%d-%02d-%02d" % (
                1950 + draw() * 75, 1 + draw() * 12, 1 + draw() * 28),
            "source": "Desk %d" % (1 + draw() * 40),
            "body": "\n\n".join(
                " ".join(body[at:at + 4]) for at in range(0, length, 4)),
        }
        print(json.dumps(article, ensure_ascii=False))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(*sys.argv[1:])
