#!/usr/bin/env python3
"""Make corpus/lexicon/entities/facts-*.tsv of free collections of facts.

usage: generate_entities.py FACTS

FACTS is a folder with gazetteer/ and ner/ (and bench/, for a list of everyday
words); SOURCES.md says where these come from and under which licence. Needs
python3-yaml and iso-codes. What the hand-written files of the same folder
name already is left out, so that no entity is there twice; run it again after
they have changed. The output depends on nothing but the input.
"""
import collections
import csv
import glob
import gzip
import html
import io
import json
import os
import re
import sys
import tarfile
import unicodedata
import xml.etree.ElementTree as ElementTree

import yaml

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "entities")
ISO = "/usr/share/iso-codes/json/"
HEAD = "# id\tname\taliases\tcountry\tcodes\tprior\tflags\tnote; made by generate_entities.py\n"
LETTERS = {"æ": "ae", "ð": "d", "đ": "d", "ø": "o", "þ": "th", "ß": "ss", "ı": "i", "ł": "l",
           "œ": "oe", "ə": "a"}


def plain(text):
    text = "".join(LETTERS.get(c, c) for c in text.lower())
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c))


def slug(text):
    """As gzt_entity_slug() does it."""
    text = re.sub(r"['’‘ʻʼ`]", "", plain(text))
    text = re.sub(r"\.(?=[a-z])", "", text)
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def read_hand_written():
    """Names (folded) and ids that are there already."""
    names, ids = set(), set()
    for path in glob.glob(os.path.join(HERE, "*.tsv")):
        if os.path.basename(path).startswith("facts-"):
            continue
        for line in open(path, encoding="utf-8"):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            ids.add(cells[0])
            names.add(plain(cells[1]))
            if len(cells) > 2:
                names.update(plain(a.lstrip("~?=")) for a in cells[2].split("|"))
    for line in open(os.path.join(HERE, "..", "aliases.tsv"), encoding="utf-8"):
        spellings = {plain(a.strip()) for a in line.split("\t")}
        if not line.startswith("#") and spellings & names:
            names |= spellings
    return names, ids


def everyday_words(facts):
    """Words that texts write without a capital more often than with one."""
    lower, upper = collections.Counter(), collections.Counter()
    for name in ("frus", "un"):
        path = os.path.join(facts, "bench", name + ".jsonl.gz")
        for number, line in enumerate(gzip.open(path, "rt", encoding="utf-8")):
            if number >= 1500:
                break
            for word in re.findall(r"[A-Za-z]+", json.loads(line).get("body", "")):
                (lower if word.islower() else upper)[word.lower()] += 1
    return {w for w, n in lower.items() if n >= 3 and n * 4 > upper[w]}


# What parties and armed groups call themselves everywhere.
COMMON = set("""action advance alliance alternative anti-communist arab army assembly association
    battalion bloc block brigade brigades centre center christian citizens civic coalition command
    committee communist communists confederation congress conservative conservatives council
    democracy democrat democratic democrats farmers federation forces front green greens group hope
    independence independent independents islamic islamist jihad justice labor labour left league
    liberal liberals liberation libertarian marxist militia movement muslim national nationalist
    new northern organization organisation party patriotic patriots peasant peasants people peoples
    platform popular progress progressive radical rally reform reformist renewal republic republican
    republicans resistance revolutionary revolution right save social socialist socialists society
    solidarity southern together tomorrow union united unity western workers youth""".split())


class Output:
    def __init__(self, facts):
        self.names, self.ids = read_hand_written()
        self.everyday = everyday_words(facts)
        self.rows = collections.defaultdict(list)

    def knows(self, name):
        return plain(name) in self.names

    def is_common(self, name):
        """Has it no word that tells whose it is, as "Reform Party" has none?"""
        words = re.findall(r"[^\W\d_]+", plain(name.replace("'s", "s").replace("s'", "s")))
        return all(w in COMMON or w in self.everyday for w in words)

    def add(self, file, kind, name, aliases=(), country="", codes="", prior=20, note="", own=None,
            weak=False):
        """Returns the id, or None if the name is taken."""
        name = " ".join(name.split())
        if not name or "|" in name or "\t" in name or len(name) > 120:
            return None
        if name.startswith("and "):  # the second half of a list of offices
            return None
        key = kind + ":" + (own or slug(name))
        if self.knows(name) or key in self.ids or not slug(name):
            return None
        self.ids.add(key)
        self.names.add(plain(name))
        name = ("?" if weak else "") + name
        kept = []
        for alias in aliases:
            alias = " ".join(alias.split())
            if alias and "|" not in alias and not self.knows(alias.lstrip("~?=")):
                kept.append(alias)
                self.names.add(plain(alias.lstrip("~?=")))
        self.rows[file].append((key, name, "|".join(kept), country, codes, str(prior), "",
                                note.replace("\t", " ").replace("CEO", "chief executive")
                                [:60].strip()))
        return key

    def add_to(self, file, key, aliases, country, prior):
        """An entity that may be there already, with names that others share."""
        new = key not in self.ids
        kept = [a for a in aliases if a[0] == "?" or not self.knows(a)]
        strong = [a for a in kept if a[0] != "?"]
        if new and not strong:
            return
        self.ids.add(key)
        self.names.update(plain(a) for a in strong)
        name = strong[0] if new else ""
        self.rows[file].append((key, name, "|".join(a for a in kept if a != name),
                                country if new else "", "", str(prior) if new else "", "", ""))

    def write(self):
        for file, rows in self.rows.items():
            with open(os.path.join(HERE, "facts-%s.tsv" % file), "w", encoding="utf-8") as out:
                out.write(HEAD)
                for row in sorted(rows):
                    out.write("\t".join(row).rstrip("\t") + "\n")


# ---- Countries ---------------------------------------------------------------

def factbook(facts):
    with tarfile.open(os.path.join(facts, "gazetteer/factbook/factbook.tar.gz")) as tar:
        for member in tar:
            if member.name.endswith(".json") and not member.name.endswith("package.json"):
                data = json.load(tar.extractfile(member))
                if isinstance(data, dict) and "Government" in data:
                    yield data


def text_of(node, *path):
    for step in path:
        node = node.get(step, {}) if isinstance(node, dict) else {}
    text = node.get("text", "") if isinstance(node, dict) else ""
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).strip()


def country_codes():
    """Name to code, folded; as ISO and the hand-written list have them."""
    codes = {}
    for entry in json.load(open(ISO + "iso_3166-1.json"))["3166-1"]:
        for field in ("name", "official_name", "common_name"):
            if field in entry:
                codes[plain(entry[field])] = entry["alpha_2"].lower()
    path = os.path.join(HERE, "countries.tsv")
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if cells[0].startswith("country:"):
            for name in [cells[1]] + (cells[2].split("|") if len(cells) > 2 else []):
                codes.setdefault(plain(name.lstrip("~?=")), cells[0][8:])
    return codes


def add_countries(out):
    """Codes and official names of all countries; territories not yet there."""
    have = {i[8:] for i in out.ids if i.startswith("country:")}
    for entry in json.load(open(ISO + "iso_3166-1.json"))["3166-1"]:
        code = entry["alpha_2"].lower()
        codes = "ISO:%s %s" % (entry["alpha_3"], entry["alpha_2"])
        official = entry.get("official_name", "")
        if code in have:
            alias = official if official and not out.knows(official) and "Congo" not in official \
                and "Korea" not in official and "China" not in official else ""
            out.rows["countries"].append(("country:" + code, "", alias, "", codes, "", "", ""))
        else:
            name = entry.get("common_name", entry["name"])
            out.add("countries", "country", name, [official] if official else [], "", codes, 40, "", code)


# ---- Bodies of states --------------------------------------------------------

USUAL = ["Foreign Ministry", "Defence Ministry", "Interior Ministry", "Finance Ministry",
         "Health Ministry", "Justice Ministry", "Armed Forces", "Air Force", "Army"]
OTHERWISE = {
    "Foreign Ministry": ["Ministry of Foreign Affairs", "Foreign Affairs Ministry"],
    "Defence Ministry": ["Defense Ministry", "Ministry of Defence", "Ministry of Defense"],
    "Interior Ministry": ["Ministry of Interior", "Ministry of the Interior"],
    "Finance Ministry": ["Ministry of Finance"],
    "Health Ministry": ["Ministry of Health"],
    "Justice Ministry": ["Ministry of Justice"],
}
WITH_ARTICLE = {"ae", "cd", "cf", "gb", "gm", "mv", "nl", "ph", "us"}
ADJECTIVE_FIRST = re.compile(r"(Ministry|Army|Navy|Force|Forces|Coast Guard|General Staff)$")
NEVER_ALONE = {"Army", "Navy", "Police"}  # begin too many sentences
SHARED_MAX = 62                           # senses that a name can have


def country_words():
    """Code to name and adjective, as countries.tsv has them."""
    words = {}
    for line in open(os.path.join(HERE, "countries.tsv"), encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if cells[0].startswith("country:"):
            adjectives = [a[1:] for a in cells[2].split("|") if a.startswith("~")]
            words[cells[0][8:]] = (cells[1], (adjectives or [cells[1]])[0])
    return words


def read_bodies():
    """(country, [names], id or None), in the order of the file."""
    for line in open(os.path.join(HERE, "..", "bodies.tsv"), encoding="utf-8"):
        if line.startswith("#"):
            continue
        country, cell = line.rstrip("\n").split("\t")
        bodies = cell.split("|")
        own = {b.lstrip("?").split("@")[0].split("/")[0] for b in bodies}
        usual = [u for u in USUAL if u not in own] if bodies[0] == "*" else []
        for body in usual + [b for b in bodies if b != "*"]:
            names, _, key = body.partition("@")
            names = names.split("/")
            yield country, names + OTHERWISE.get(names[0], []), key or None


def forms(name, word, country, code):
    """'Senate' to 'Polish Senate' and 'Senate of Poland'."""
    made = ["%s %s" % (word, name)]
    if " of " in name or not name.endswith("Ministry"):
        article = "the " if code in WITH_ARTICLE else ""
        made.append("%s of %s%s" % (name, article, country))
    return made


def add_state_bodies(out):
    words = country_words()
    bodies = list(read_bodies())
    owners = collections.Counter(n.lstrip("?") for _, names, _ in bodies for n in names)
    shared = collections.Counter()
    order = {}
    for code, names, key in bodies:
        country, word = words[code]
        first = names[0].lstrip("?")
        prior = max(30, 60 - order.setdefault(code, len(order)) // 2)
        if not key:
            key = "org:" + (slug(word + " " + first) if ADJECTIVE_FIRST.search(first)
                            else slug(first) + "-" + code)
        aliases = []
        for name in names:
            bare = name.lstrip("?")
            own = word in bare or country in bare
            if not own:
                aliases += forms(bare, word, country, code)
            if not own and (owners[bare] > 1 or name != bare):
                shared[bare] += bare not in NEVER_ALONE
                if bare in NEVER_ALONE or shared[bare] > SHARED_MAX:
                    continue
                bare = "?" + bare
            aliases.append(bare)
        out.add_to("states", key, aliases, code, prior)


# ---- Persons -----------------------------------------------------------------

def unshout(name):
    """'Bola Ahmed TINUBU' to 'Bola Ahmed Tinubu'."""
    def word(w):
        if len(w) > 1 and w.isupper() and not re.fullmatch(r"[IVX]+", w):
            w = "-".join(p.capitalize() for p in w.split("-"))
            w = re.sub(r"^(Mc|O')(.)", lambda m: m[1] + m[2].upper(), w)
        return w
    return " ".join(word(w) for w in name.split())


TITLES = re.compile(
    r"^(?:(?:Acting|Interim|Former|Vice|Deputy|Transitional|Co-|First|Supreme|Crown|President|Prime|"
    r"Minister|Premier|Chancellor|Chairman|Chairperson|Chairwoman|King|Queen|Emperor|Empress|Sultan|Amir|Emir|Prince|"
    r"Princess|Sheikh|Shaykh|Sheik|Shah|Grand|Duke|Duchess|Pope|Governor|General|Gov\.|Gen\.|Lt\.|Col\.|Maj\.|"
    r"Brig\.|Adm\.|Capt\.|Captain|Colonel|Major|Lieutenant|Brigadier|Marshal|Field|Admiral|Sir|Dame|Lord|Dr\.|"
    r"Mr\.|Mrs\.|Ms\.|Taoiseach|Foreign|Secretary|State|Councillor|Counselor|Chief|Executive|Administrator|Head|of|"
    r"Leader|Ayatollah|Field|Captain-Regent|Mayor|and|Council|Ministers|Island|Territorial|Presidential|"
    r"Leadership|Council,|Army|Assembly|Co-prince|Archbishop|Co-Vice|Co-Prince|the|Hon\.|Senator|Representative|Ambassador)\s+)+")


def add_leaders(out, facts):
    codes = country_codes()
    for data in factbook(facts):
        short = text_of(data, "Government", "Country name", "conventional short form")
        long = text_of(data, "Government", "Country name", "conventional long form")
        code = codes.get(plain(short)) or codes.get(plain(long), "")
        for office in ("chief of state", "head of government"):
            text = text_of(data, "Government", "Executive branch", office)
            for part in text.split(";"):
                found = re.match(r"\s*(.{4,80}?)\s*\((?:since|born)[^)]*\)", part)
                if found:
                    name = unshout(TITLES.sub("", found[1]))
                    if len(name.split()) >= 2 and "represented" not in name:
                        note = re.sub(r"\s*\(.*", "", part).strip()
                        out.add("persons", "person", name, [], code, "", 45, note)


def add_visitors(out, facts):
    codes = country_codes()
    for path in sorted(glob.glob(os.path.join(facts, "gazetteer/visits/data/*.xml"))):
        for visit in ElementTree.parse(path).getroot().iter("visit"):
            name = " ".join((visit.findtext("visitor") or "").split())
            country = codes.get(plain((visit.findtext("from") or "").replace("The ", "")), "")
            bare = TITLES.sub("", name)
            if len(bare.split()) < 2 or len(bare.split()) > 6 or re.search(r"[,;()]| and ", bare):
                continue
            out.add("persons", "person", bare, short_forms(bare), country, "", 30,
                    name[:len(name) - len(bare)].strip() + " " + (visit.findtext("start-date") or "")[:4])


def short_forms(name):
    """Without middle names and initials, where first and last are long."""
    words = name.split()
    if len(words) == 3 and re.fullmatch(r"[A-Z]\.", words[1]):
        return [words[0] + " " + words[2]]
    return []


def add_legislators(out, facts):
    for file, prior in (("executive", 40), ("legislators-current", 30)):
        path = os.path.join(facts, "gazetteer/legislators", file + ".yaml")
        for entry in yaml.load(open(path, encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            name = entry["name"]
            full = name.get("official_full") or "%s %s" % (name["first"], name["last"])
            short = "%s %s" % (name.get("nickname") or name["first"], name["last"])
            last = entry["terms"][-1]
            note = {"prez": "President", "viceprez": "Vice President", "sen": "Senator",
                    "rep": "Representative"}[last["type"]]
            out.add("persons", "person", short, [full] + short_forms(full), "us", "", prior,
                    "%s, %s" % (note, last["start"][:4]))


RANKS = re.compile(r"\b(?:General|Gen\.|Admiral|Adm\.|Colonel|Col\.|Lieutenant|Lt\.|Major|Maj\.|Brigadier|Brig\.|"
                   r"Captain|Capt\.|Commander|Sir|Dame|Lord|Dr\.|Marshal|Air|Vice|Rear|Field|Prince|Sheikh|Mrs\.|Mr\.|"
                   r"Senator|Lieut\.|Ambassador|Group|Wing|Chief|de Brigade|Count|Baron|Msgr\.|Father|Rev\.)\s+")


def add_diplomats(out, facts):
    path = os.path.join(facts, "ner/persons.tsv.gz")
    for line in gzip.open(path, "rt", encoding="utf-8"):
        name, _, role = line.rstrip("\n").partition("\t")
        role = role.split("||")[0].strip()
        if role.startswith("see ") or name.count(",") > 2:
            continue
        parts = [p.strip() for p in re.sub(r"\([^)]*\)", "", name).split(",")]
        if len(parts) == 1:
            full = RANKS.sub("", parts[0])
        else:
            jr = " " + parts[2] if len(parts) == 3 and parts[2] in ("Jr.", "III", "II", "Sr.") else ""
            full = RANKS.sub("", parts[1] + " ") .strip() + " " + parts[0] + jr
        words = full.split()
        if any(out.knows(n) for n in short_forms(full)) or not 2 <= len(words) <= 5 or not all(w[0].isupper() or len(w) < 4 for w in words):
            continue
        if any(len(w) == 1 for w in words) or all(len(w) < 3 for w in words):
            continue
        out.add("persons", "person", full, [], "", "", 12, role)


# ---- Places ------------------------------------------------------------------

# Countries whose parts are in the news by their own names.
DIVIDED = "ca in cn mx br de it es fr jp pk ng iq ir sy af tr au ar co ve id my ph mm et sd so cd ke za".split()


def is_plain_name(name):
    return bool(re.fullmatch(r"[A-ZÀ-ÞĀ-Ž][\w'’.\- ]{2,40}", name)) and all(
        ord(c) < 0x250 for c in name)


def is_everyday(out, name):
    return " " not in name and plain(name) in out.everyday


def add_cities(out, facts):
    cities = []
    path = os.path.join(facts, "gazetteer/cities/cities.tsv.gz")
    for line in gzip.open(path, "rt", encoding="utf-8"):
        cell = line.rstrip("\n").split("\t")
        cities.append((-int(cell[14] or 0), cell[1], cell[2], cell[8].lower(), cell[7], cell[0]))
    for size, name, ascii_name, country, kind, number in sorted(cities):
        size = -size
        if size < 60000 and not kind.startswith("PPLC") or not is_plain_name(name):
            continue
        prior = 45 if size > 3000000 else 38 if size > 1000000 else 30 if size > 300000 else 22
        if is_everyday(out, name):
            continue
        own = slug(name)
        if "place:" + own in out.ids and not out.knows(name):
            own += "-" + country
        aliases = [ascii_name] if ascii_name != name and is_plain_name(ascii_name) else []
        out.add("cities", "place", name, aliases, country, "GEONAMES:" + number, prior, "", own,
                size < 700000 and " " not in name and not kind.startswith("PPLC"))


def add_divisions(out):
    for entry in json.load(open(ISO + "iso_3166-2.json"))["3166-2"]:
        country = entry["code"][:2].lower()
        name = re.sub(r"\s*[\[(].*", "", entry["name"]).strip()
        bare = re.sub(r" (Sheng|Shi|Zizhiqu|Province|State|Governorate)$", "", name)
        if country in DIVIDED and len(bare) > 4 and is_plain_name(bare) and not is_everyday(out, bare) \
                and not re.search(r"Central|North|South|East|West|Capital|Region|District", bare):
            out.add("places", "place", bare, [], country, "ISO:" + entry["code"], 18, weak=" " not in bare)


# ---- Organisations -----------------------------------------------------------

def add_memberships(out, facts):
    path = os.path.join(facts, "gazetteer/orgs/CountrycodesOrgs.csv.gz")
    seen = set()
    for row in csv.DictReader(gzip.open(path, "rt", encoding="utf-8")):
        name = re.sub(r"\s*\(.*", "", row["org_name"]).strip()
        short = row["org_id"].strip()
        if (name, short) in seen or " " not in name:
            continue
        seen.add((name, short))
        alias = ["=" + short] if re.fullmatch(r"[A-Z]{3,8}", short) and not out.knows(short) \
            and plain(short) not in out.everyday else []
        own = slug(short) if alias and "org:" + slug(short) not in out.ids else None
        out.add("orgs", "org", name, alias, "", "", 35, "", own)


COMMON_PRIOR = 14  # so low that the model's word alone does not do


def add_parties(out, facts):
    """Many countries have a Labour Party: the id ends in the country's code,
    and a name that several have, or could have, needs evidence in the article."""
    codes = country_codes()
    parties = collections.defaultdict(dict)
    for data in factbook(facts):
        short = text_of(data, "Government", "Country name", "conventional short form")
        code = codes.get(plain(short), "")
        raw = data["Government"].get("Political parties", {}).get("text", "")
        for part in re.split(r"<br ?/?>|;|\n", raw):
            part = html.unescape(re.sub(r"<[^>]+>", "", part))
            part = re.sub(r"\s*[\[(].*", "", part).strip(" ,*")
            names = [p.strip(" '\"") for p in re.split(r"\s+or\s+", part)]
            if code and 2 <= len(names[0].split()) <= 7 and names[0][0].isupper() and ":" not in names[0]:
                parties[names[0]].setdefault(code, [n for n in names[1:] if " " in n])
    for name, places in sorted(parties.items()):
        if out.knows(name):
            continue
        weak = len(places) > 1 or out.is_common(name)
        for code, others in sorted(places.items()):
            others = ["?" + o if out.is_common(o) else o for o in others]
            out.add("orgs", "org", name, others, code, "", COMMON_PRIOR if weak else 20, "party",
                    slug(name) + "-" + code, weak)
            out.names.discard(plain(name))
        out.names.add(plain(name))


GROUPS = re.compile(r"\b(Army|Front|Brigades?|Groups?|Movement|Forces?|Organi[sz]ation|Liberation|Militia|Party|"
                    r"Council|Command|Jihad|Alliance|Union|Guards?|Corps|Tigers|Fighters|Faction|Cells?|"
                    r"Battalion|Resistance|Committee|Martyrs)\b")


def add_armed_groups(out, facts):
    path = os.path.join(facts, "gazetteer/actors/Phoenix.MilNonState.actors.txt.gz")
    small = {"of", "the", "and", "for", "in", "on", "de", "al", "el", "to"}
    group, all_groups = [], []
    for line in gzip.open(path, "rt", encoding="utf-8", errors="replace"):
        line = line.split(";")[0].split("#")[0].strip()
        if not line or line.startswith("["):
            if group:
                all_groups.append(group)
            group = []
        else:
            group.append(line.lstrip("+").split("[")[0].strip(" _"))
    for names in all_groups:
        pretty = []
        for name in names:
            short = re.search(r"\(([A-Z]{3,6})\)", name)
            words = re.sub(r"\(.*?\)", "", name).replace("_", " ").split()
            text = " ".join(w.lower() if i and w.lower() in small else "-".join(
                p.capitalize() for p in w.split("-")) for i, w in enumerate(words))
            if len(words) >= 2:
                pretty.append(text)
            if short:
                pretty.append("?=" + short[1])
        if pretty and GROUPS.search(pretty[0]):
            aliases = [a if a[0] == "?" or not out.is_common(a) else "?" + a for a in pretty[1:8]]
            weak = out.is_common(pretty[0])
            out.add("orgs", "org", pretty[0], aliases, "", "", COMMON_PRIOR, "armed group",
                    weak=weak)


HEADS = re.compile(r"(Organi[sz]ation|Agency|Department|Bureau|Commission|Committee|Council|Association|Party|Union|"
                   r"Front|Movement|Federation|Bank|Corporation|Company|Institute|Assembly|Conference|League|"
                   r"Command|Force|Forces|Congress|Board|Fund|Service|Ministry|Office)\b")


def add_bodies(out, facts):
    path = os.path.join(facts, "ner/acronyms.tsv.gz")
    for line in gzip.open(path, "rt", encoding="utf-8"):
        short, long, count = line.rstrip("\n").split("\t")
        name = re.sub(r"\s*[\[(,;].*", "", long).strip()
        words = name.split()
        if int(count) < 2 or not 2 <= len(words) <= 9 or not HEADS.search(name):
            continue
        if not name[0].isupper() or sum(w[0].isupper() for w in words) * 3 < len(words) * 2:
            continue
        if re.match(r"(Office of|Bureau of|Division|Deputy|Assistant|Under|Secretary|Director|Chief|Commander)", name):
            continue
        alias = ["=" + short] if re.fullmatch(r"[A-Z]{4,8}", short) and plain(short) not in out.everyday else []
        weak = out.is_common(name)
        out.add("orgs", "org", name, alias, "", "", COMMON_PRIOR if weak else 15, weak=weak)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    facts = sys.argv[1]
    out = Output(facts)
    add_countries(out)
    add_state_bodies(out)
    add_leaders(out, facts)
    add_visitors(out, facts)
    add_legislators(out, facts)
    add_diplomats(out, facts)
    add_memberships(out, facts)
    add_parties(out, facts)
    add_armed_groups(out, facts)
    add_bodies(out, facts)
    add_cities(out, facts)
    add_divisions(out)
    out.write()


if __name__ == "__main__":
    main()
