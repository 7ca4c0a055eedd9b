"""entities.py FOLDER EXPORT: is the labelled text in FOLDER (corpus/gold/entities)
well-formed and consistent, and the text of the articles in EXPORT, which is
what `indexer --export` printed? A line for every fault, then the figures.
"""
import collections
import glob
import json
import os
import re
import sys

TOKEN = re.compile(r"\\(.)|([\[\]])|([^\\\[\]]+)", re.S)
MENTION = re.compile(r"^(.+)\|([^|]+)$", re.S)
ID = re.compile(
    r"^(?:country:[a-z]{2}|(?:person|org|place|agreement|event|group):"
    r"[a-z0-9]+(?:-[a-z0-9]+)*)(?P<adj>/adj)?$"
)
ADJECTIVES = {"country", "place", "group", "org"}


class Fault(Exception):
    pass


def parse(line):
    """The text without markup, and its mentions as (start, end, id)."""
    text, mentions, opened, at = "", [], None, 0
    while at < len(line):
        token = TOKEN.match(line, at)
        if not token:
            raise Fault("a backslash escapes nothing")
        at = token.end()
        escaped, bracket, plain = token.groups()
        if escaped is not None and escaped not in "[]\\":
            raise Fault(f"\\{escaped} is no escape")
        if bracket == "[":
            if opened is not None:
                raise Fault("a mention within a mention")
            opened = len(text)
        elif bracket == "]":
            if opened is None:
                raise Fault("] without [")
            parts = MENTION.match(text[opened:])
            if not parts:
                raise Fault(f"[{text[opened:]}] has no id")
            text = text[:opened] + parts[1]
            mentions.append((opened, len(text), parts[2]))
            opened = None
        else:
            text += plain if plain is not None else escaped
    if opened is not None:
        raise Fault("[ without ]")
    return text, mentions


def check_mention(surface, name):
    found = ID.match(name)
    if not found:
        raise Fault(f"[{surface}|{name}]: no such id")
    if found["adj"] and name.split(":")[0] not in ADJECTIVES:
        raise Fault(f"[{surface}|{name}]: no adjective can be made of it")
    if surface != surface.strip() or not any(c.isupper() for c in surface):
        raise Fault(f"[{surface}|{name}]: a name begins with a capital")
    last = re.sub(r"['’]", "", surface.split()[-1]).lower()
    if re.search(r"['’]s?$", surface) and last not in name:
        raise Fault(f"[{surface}|{name}]: the possessive stays outside")
    if not (surface[0].isalnum() and (surface[-1].isalnum() or surface[-1] in ".)+")):
        raise Fault(f"[{surface}|{name}]: a sign at its edge")


def documents(path):
    """(id, [(number of the line, line)]), empty lines left out."""
    current = None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line.startswith("# doc "):
                if current:
                    yield current
                current = (line[len("# doc "):], [])
            elif line and not current:
                raise Fault(f"{path}:{number}: text before the first # doc")
            elif line:
                current[1].append((number, line))
    if current:
        yield current


def plain(text):
    return " ".join(text.split())


def read_export(path):
    with open(path, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return {r["id"]: (plain(r["title"]), plain(r["body"])) for r in records}


def read_varying(path):
    """(document, surface) pairs that are allowed two meanings."""
    with open(path, encoding="utf-8") as file:
        return {tuple(line.rstrip("\n").split("\t")[:2]) for line in file
                if line.strip() and not line.startswith("#")}


def kin(one, other):
    """An adjective and its people: country:fr/adj, group:french."""
    return {one.endswith("/adj"), other.endswith("/adj")} == {True, False} and (
        one.startswith("group:") or other.startswith("group:") or
        one.split("/")[0] == other.split("/")[0])


class Checker:
    def __init__(self, folder, export):
        self.articles = read_export(export)
        self.varying = read_varying(os.path.join(folder, "varying.tsv"))
        self.types = {}
        self.seen = {}
        self.faults = []
        self.sentences = collections.Counter()
        self.mentions = collections.Counter()

    def fault(self, where, text):
        self.faults.append(f"{where}: {text}")

    def check_text(self, where, texts, name):
        title, body = self.articles.pop(name)
        if texts[0] != title:
            self.fault(where, f"the headline of {name} is '{title}'")
        at = 0
        for text in texts[1:]:
            found = body.find(text, at)
            if found < 0:
                self.fault(where, f"not in {name}: {text}")
                return
            if body[at:found].strip():
                self.fault(where, f"left out of {name}: {body[at:found]}")
            at = found + len(text)
        if body[at:].strip():
            self.fault(where, f"left out of {name}: {body[at:]}")

    def check_names(self, where, name, surface, entity):
        key = entity.split("/")[0]
        slug = key.split(":")[1]
        if self.types.setdefault(slug, key) != key:
            self.fault(where, f"{key} is also {self.types[slug]}")
        first = self.seen.setdefault((name, surface), entity)
        if first != entity and not kin(first, entity) and \
                (name, surface) not in self.varying:
            self.fault(where, f"{surface} is {first} and {entity} in {name}")

    def check_document(self, path, name, lines):
        texts = []
        for number, line in lines:
            where = f"{path}:{number}"
            try:
                text, mentions = parse(line)
                for start, end, entity in mentions:
                    check_mention(text[start:end], entity)
                    self.check_names(where, name, text[start:end], entity)
                    self.mentions[path] += 1
                texts.append(text)
            except Fault as fault:
                self.fault(where, fault)
        self.sentences[path] += len(texts)
        if name in self.articles:
            self.check_text(path, texts, name)
        elif not os.path.basename(path).startswith(("texts", "heldout")):
            self.fault(path, f"no article is called {name}")

    def run(self, folder):
        names = set()
        for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
            for name, lines in documents(path):
                if name in names:
                    self.fault(path, f"{name} occurs twice")
                names.add(name)
                self.check_document(path, name, lines)


def main():
    folder, export = sys.argv[1:]
    checker = Checker(folder, export)
    checker.run(folder)
    for fault in checker.faults:
        print(fault)
    for path, count in sorted(checker.sentences.items()):
        held = "heldout" if "heldout" in path else "train"
        print(held, os.path.basename(path), count, checker.mentions[path])
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
