"""The peers that a Debian system may have beside FTS5, each as its own manual
shows it. What is not installed is left out.

They get the articles in the form that they read (class Forms): made before
anything is timed, so unpacking and JSON cost them nothing, which favours them.
"""
import os
import shutil
import subprocess

from common import quiet_spawn, read_articles, setting

HERE = os.path.dirname(os.path.abspath(__file__))
JARS = "/usr/share/java"


class Forms:
    """The corpus, written once for all who want it so."""

    def __init__(self, scratch, corpus):
        self.scratch, self.corpus, self.made = scratch, corpus, {}

    def write(self, name, line):
        path = self.scratch + "/corpus." + name
        if path not in self.made:
            with open(path, "w", encoding="utf-8") as out:
                for number, article in enumerate(read_articles(self.corpus), 1):
                    out.write(line(number, *article))
            self.made[path] = True
        return path

    def escaped(self):
        def line(_, *row):
            return "\t".join(
                part.replace("\\", "\\\\").replace("\t", "\\t")
                .replace("\r", " ").replace("\n", "\\n") for part in row) + "\n"
        return self.write("tsv", line)

    def flat(self):
        def line(number, _, title, body):
            return "%d\t%s\t%s\n" % (
                number, " ".join(title.split()), " ".join(body.split()))
        return self.write("flat.tsv", line)

    def dump(self):
        def line(_, ident, title, body):
            fields = (("id", ident), ("title", title), ("body", body))
            return "".join(
                "%s=%s\n" % (name, "\n=".join(value.splitlines()))
                for name, value in fields) + "\n"
        return self.write("dump", line)

    def folder(self, most):
        """A file for each article; None when they are more than `most`."""
        path = self.scratch + "/corpus.files"
        if not os.path.isdir(path):
            os.mkdir(path)
            for number, (_, title, body) in enumerate(read_articles(self.corpus)):
                if number == most:
                    return None
                name = "%s/%d.txt" % (path, number)
                with open(name, "w", encoding="utf-8") as out:
                    out.write(title + "\n\n" + body + "\n")
        return path


class Lucene:
    name = "Lucene"

    def __init__(self, scratch):
        self.made = scratch + "/lucene.idx"
        self.classes = scratch + "/classes"
        jars = [self.jar(part) for part in ("core", "analyzers-common")]
        self.java = ["java", "-cp", ":".join([self.classes] + jars), "Lucene"]
        self.missing = None
        if not (shutil.which("java") and shutil.which("javac") and all(jars)):
            self.missing = "no liblucene8-java and javac"
        elif subprocess.run(
                ["javac", "-cp", ":".join(jars), "-d", self.classes,
                 HERE + "/Lucene.java"], check=False).returncode:
            self.missing = "Lucene.java does not compile"

    @staticmethod
    def jar(part):
        if not os.path.isdir(JARS):
            return ""
        names = sorted(name for name in os.listdir(JARS)
                       if name.startswith("lucene-%s-8." % part))
        return "%s/%s" % (JARS, names[-1]) if names else ""

    def index(self, forms):
        threads = str(len(os.sched_getaffinity(0)))
        return self.java + ["index", self.made, forms.escaped(), threads]

    def single(self, query):
        return self.java + ["search", self.made, query]

    def batch(self, path, match, rounds):
        argv = self.java + ["batch", self.made, path, match, str(rounds)]
        run = subprocess.run(argv, check=True, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE)
        return float(run.stderr.split()[-1])


class Omega:
    name = "scriptindex"

    def __init__(self, scratch):
        self.made = scratch + "/omega.idx"
        self.script = scratch + "/omega.script"
        self.missing = None if shutil.which("scriptindex") else "no xapian-omega"
        with open(self.script, "w", encoding="utf-8") as out:
            out.write("id : field boolean=Q unique=Q\ntitle : field index\n"
                      "body : field index\n")

    def index(self, forms):
        return ["scriptindex", "-s", "english", self.made, self.script,
                forms.dump()]

    def single(self, query):
        if not shutil.which("quest"):
            return None
        return ["quest", "-d", self.made, "-m", "10", "-o", "and", query]

    batch = None


class Sphinx:
    name = "Sphinx"
    CONFIG = """source articles {
    type = tsvpipe
    tsvpipe_command = cat %s
    tsvpipe_field_string = title
    tsvpipe_field = body
}
index articles {
    source = articles
    path = %s/articles
    morphology = stem_en
}
indexer {
    mem_limit = 256M
}
"""

    def __init__(self, scratch):
        self.made = scratch + "/sphinx.idx"
        self.config = scratch + "/sphinx.conf"
        self.missing = None if self.installed() else "no sphinxsearch"

    @staticmethod
    def installed():
        try:
            run = subprocess.run(["indexer", "--help"], capture_output=True,
                                 text=True, check=False)
        except OSError:
            return False
        return "Sphinx" in run.stdout + run.stderr

    def index(self, forms):
        os.makedirs(self.made, exist_ok=True)
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(self.CONFIG % (forms.flat(), self.made))
        return ["sh", "-c", "mkdir -p %s; exec indexer -c %s --all --quiet" % (
            self.made, self.config)]

    def single(self, _):
        return None  # it answers through a server only

    batch = None


class Recoll:
    name = "Recoll"

    def __init__(self, scratch):
        self.made = scratch + "/recoll"
        self.most = setting("RECOLL_FILES", 20000)
        self.missing = None if shutil.which("recollindex") else "no recollcmd"

    def index(self, forms):
        files = forms.folder(self.most)
        if not files:
            self.missing = "it wants a file for each article, and they are " \
                "more than RECOLL_FILES (%d)" % self.most
            return None
        config = "topdirs = %s\\nindexstemminglanguages = english\\n" % files
        return ["sh", "-c", "mkdir -p %s; printf '%s' >%s/recoll.conf; "
                "exec recollindex -c %s" % (
                    self.made, config, self.made, self.made)]

    def single(self, query):
        return ["recollq", "-c", self.made, "-n", "10", query]

    batch = None


def peers(scratch):
    """Those that are wanted: PEERS names them, by default all."""
    wanted = os.environ.get("PEERS", "Lucene scriptindex Sphinx Recoll").split()
    return [kind(scratch) for kind in (Lucene, Omega, Sphinx, Recoll)
            if kind.name in wanted]


def works(argv):
    """Does it end well?"""
    return quiet_spawn(argv)[1] == 0
