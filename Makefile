# Gazette. `make demo` and `make test` do everything on a fresh Debian 12.
#
#   make            build/indexer, build/searcher, build/libgazette.a
#   make deps       install the Debian packages that are missing
#   make demo       build, index corpus/, answer two questions
#   make test       build and run all tests (SANITIZE=address,undefined watches)
#   make lint       the architecture, formatting and warnings, as a test
#   make train      make the tagger's model anew, from TRAIN=FOLDER (long)
#   make bench      compare with the peers that are installed (long)
#   make fuzz       search for inputs that crash (long)
#   make proof      bulk and native writing, at length (PROOF= your own files)
#   make hostile    input that is meant to use up memory or time (long)
#   make fault      interrupt runs, fill disks, kill writers (long)
#   make install uninstall   prefix= DESTDIR= program_prefix=
#   make dist clean
VERSION = 0.1.0

prefix = /usr/local
bindir = $(prefix)/bin
libdir = $(prefix)/lib
includedir = $(prefix)/include
datadir = $(prefix)/share
mandir = $(datadir)/man
program_prefix =

CC = gcc
CXX = g++
AR = ar
AWK = awk
CFLAGS = -O2 -g
CXXFLAGS = $(CFLAGS)
INSTALL = install

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wvla -Werror
CPPFLAGS += -Iinclude -Ilib -Iindexer -Isearcher -I$(GEN) -MMD -MP \
	-D_GNU_SOURCE -DGZT_VERSION='"$(VERSION)"'
STD_C = -std=c17 $(WARNINGS) -Wstrict-prototypes -Wmissing-prototypes
STD_CXX = -std=c++17 $(WARNINGS)
HARDEN = -fstack-protector-strong
LDFLAGS += -Wl,--as-needed -Wl,-O1 -Wl,-z,relro

PACKAGES = g++ libxapian-dev libstemmer-dev libutf8proc-dev libxml2-dev \
	zlib1g-dev libzstd-dev libuchardet-dev libarchive-dev libbrotli-dev \
	libgmime-3.0-dev pkg-config
TEST_PACKAGES = libjansson-dev xapian-tools perl python3 procps
LINT_PACKAGES = clang-14 clang-format-14
# Headers of others are not ours to warn about.
XML_CFLAGS := $(patsubst -I%,-isystem %,$(filter -I%,\
	$(shell pkg-config --cflags libxml-2.0 gmime-3.0 2>/dev/null)))

# Everything that is built lies under build/; a watched build has its own.
BUILD = build
B = $(BUILD)
GEN = $(BUILD)/gen
ifdef SANITIZE
B = $(BUILD)/san
CFLAGS = -O1 -g -fno-omit-frame-pointer
HARDEN = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
LDFLAGS += -fsanitize=$(SANITIZE)
endif

LIB_C = $(sort $(wildcard lib/*/*.c indexer/*/*.c searcher/*/*.c))
LIB_CC = lib/xapian/xapian_c.cc
EMBEDDED = lexicon tagger
LIB_OBJECTS = $(LIB_C:%.c=$(B)/obj/%.o) $(LIB_CC:%.cc=$(B)/obj/%.o) \
	$(EMBEDDED:%=$(B)/obj/gen/%.o)
HEADERS = $(sort $(wildcard include/*.h lib/*/*.h indexer/*/*.h searcher/*/*.h))
SOURCES = $(LIB_C) $(LIB_CC) indexer/main.c searcher/main.c
TEST_C = $(sort $(wildcard tests/unit/*.c))
UNIT_TESTS = $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
GENERATED = $(addprefix $(GEN)/,stopwords.inc traces.inc spreads.inc)
SEARCH_LIBS = -lxapian -lstemmer -lutf8proc -lz -lzstd -lpthread -lm
INDEX_LIBS = $(SEARCH_LIBS) -lxml2 -luchardet -larchive -lbrotlidec \
	-lgmime-3.0 -lgobject-2.0 -lglib-2.0
TEST_LIBS = $(INDEX_LIBS) -ljansson

all: $(B)/indexer $(B)/searcher

# One line a file; V=1 shows the whole command.
Q = $(if $(V),,@)
SAY = $(if $(V),@:,@echo)

# ---- Building --------------------------------------------------------------

$(B)/obj/%.o: %.c $(GENERATED) | needs
	@mkdir -p $(@D)
	$(SAY) '  CC   $<'
	$(Q)$(CC) $(CPPFLAGS) $(XML_CFLAGS) $(STD_C) $(HARDEN) $(CFLAGS) -c -o $@ $<

$(B)/obj/%.o: %.cc | needs
	@mkdir -p $(@D)
	$(SAY) '  CXX  $<'
	$(Q)$(CXX) $(CPPFLAGS) $(STD_CXX) $(HARDEN) $(CXXFLAGS) -c -o $@ $<

$(B)/libgazette.a: $(LIB_OBJECTS)
	@rm -f $@
	@$(AR) rcs $@ $^

$(B)/indexer: $(B)/obj/indexer/main.o $(B)/libgazette.a
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(INDEX_LIBS)

$(B)/searcher: $(B)/obj/searcher/main.o $(B)/libgazette.a
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(SEARCH_LIBS)

$(B)/unit/%: $(B)/obj/tests/unit/%.o $(B)/libgazette.a
	@mkdir -p $(@D)
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

$(B)/proof: $(B)/obj/tests/proof/proof.o $(B)/libgazette.a
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

$(B)/bench/%: $(B)/obj/tests/bench/%.o $(B)/libgazette.a
	@mkdir -p $(@D)
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(INDEX_LIBS)

# Word lists are data in corpus/lexicon; the programs have them inside.
WORD_LISTS = $(wildcard $(patsubst %,corpus/lexicon/%/*.txt,stopwords protected asking))

$(GEN)/stopwords.inc: lib/text/stopwords.awk $(WORD_LISTS)
	@mkdir -p $(@D)
	$(Q)LC_ALL=C $(AWK) -f lib/text/stopwords.awk $(WORD_LISTS) >$@.new
	@mv $@.new $@

$(GEN)/traces.inc: lib/xapian/traces.awk corpus/lexicon/traces.tsv
	@mkdir -p $(@D)
	$(Q)$(AWK) -f $^ >$@.new
	@mv $@.new $@

$(GEN)/spreads.inc: lib/xapian/spreads.awk
	@mkdir -p $(@D)
	$(Q)$(AWK) -f $< >$@.new
	@mv $@.new $@

# The alias table is made by a program that has the analyzer inside.
COMPILER = $(BUILD)/compile_aliases
COMPILER_C = corpus/lexicon/compile_aliases.c searcher/query/alias_key.c \
	$(wildcard lib/text/*.c) $(addprefix lib/base/,arena.c buf.c err.c str.c utf8.c)

$(COMPILER): $(COMPILER_C) $(GEN)/stopwords.inc | needs
	$(SAY) '  CC   $@'
	$(Q)$(CC) $(CPPFLAGS) -MF $(GEN)/compile_aliases.d $(STD_C) -O1 -o $@ \
		$(COMPILER_C) -lstemmer -lutf8proc

$(GEN)/aliases.inc: $(COMPILER) corpus/lexicon/aliases.tsv
	$(Q)$(COMPILER) <corpus/lexicon/aliases.tsv >$@.new
	@mv $@.new $@

$(B)/obj/searcher/query/alias.o: $(GEN)/aliases.inc

# The lexicon of entities is made likewise, and mapped with the program.
ENTITIES = $(sort $(wildcard corpus/lexicon/entities/*.tsv))
ENTITY_COMPILER = $(BUILD)/compile_entities
ENTITY_COMPILER_C = corpus/lexicon/compile_entities.c \
	$(addprefix lib/entity/,entity_id.c lexicon_build.c units.c) \
	$(wildcard lib/text/*.c) $(addprefix lib/base/,arena.c buf.c err.c str.c utf8.c)

$(ENTITY_COMPILER): $(ENTITY_COMPILER_C) $(wildcard lib/entity/*.h) \
		$(GEN)/stopwords.inc | needs
	$(SAY) '  CC   $@'
	$(Q)$(CC) $(CPPFLAGS) -MF $(GEN)/compile_entities.d $(STD_C) -O1 -o $@ \
		$(ENTITY_COMPILER_C) -lstemmer -lutf8proc

$(GEN)/lexicon.bin: $(ENTITY_COMPILER) corpus/lexicon/aliases.tsv $(ENTITIES)
	$(SAY) '  MAP  $@'
	$(Q)$(ENTITY_COMPILER) $@.new corpus/lexicon/aliases.tsv $(ENTITIES)
	@mv $@.new $@

$(GEN)/tagger.bin: corpus/lexicon/tagger.model
	@mkdir -p $(@D)
	@cp $< $@

# $(GEN)/NAME.bin becomes gzt_embedded_NAME.
$(B)/obj/gen/%.o: lib/base/embed.S $(GEN)/%.bin
	@mkdir -p $(@D)
	$(Q)$(CC) -DNAME=gzt_embedded_$* -DNAME_END=gzt_embedded_$*_end \
		-DFILE='"$(GEN)/$*.bin"' -c -o $@ $<

# Sums over labels are loops that the compiler should unroll.
TAGGER_O = $(addprefix $(B)/obj/lib/entity/,crf.o decode.o features.o page.o)
ifndef SANITIZE
$(TAGGER_O): CFLAGS += -O3
endif

# What makes tagger.model; it needs no model itself.
TRAINER = $(B)/train
TRAINER_O = $(patsubst %.c,$(B)/obj/%.o,$(wildcard corpus/lexicon/train/*.c))
$(TRAINER_O): CFLAGS += -O3 -fno-math-errno

$(TRAINER): $(TRAINER_O) $(B)/libgazette.a
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(INDEX_LIBS)

.SECONDARY:

# Names what is missing and how to get it, before the compiler stumbles.
needs:
	@tests/lint/packages.sh check $(PACKAGES)

deps:
	@tests/lint/packages.sh install $(PACKAGES) $(TEST_PACKAGES)

# ---- Showing and checking --------------------------------------------------

demo: deps
	@$(MAKE) --no-print-directory -s all
	@tests/cli/demo.sh $(B)

test: deps
	@$(MAKE) --no-print-directory all $(UNIT_TESTS) $(TRAINER)
	@GZT_BIN=$(B) prove --exec tests/run.sh $(UNIT_TESTS) \
		$(sort $(wildcard tests/cli/*.t tests/relevance/*.t))

lint:
	@tests/lint/packages.sh install $(PACKAGES) $(LINT_PACKAGES)
	@$(MAKE) --no-print-directory all $(UNIT_TESTS)
	@CPPFLAGS='$(CPPFLAGS) $(XML_CFLAGS)' prove --exec sh tests/lint/*.t

# The tagger's model, from the folder of the sets (corpus/lexicon/TAGGER.md), and
# how good it is on what it was not trained on. Both take minutes.
TRAIN = train
WORDS = $(BUILD)/words.tsv

$(WORDS): | $(TRAINER)
	$(TRAINER) words $@.new $(TRAIN)/bench/frus.jsonl.gz \
		$(TRAIN)/bench/un.jsonl.gz corpus/articles
	@mv $@.new $@

train: $(TRAINER) $(WORDS)
	$(TRAINER) fit $(WORDS) $(TRAIN)/ner corpus/lexicon/tagger.model

train-scores: $(TRAINER) $(WORDS)
	@BUILD=$(BUILD) tests/relevance/train_scores.sh $(TRAIN) $(WORDS)

# How fast articles are tagged: make bench-tagger TEXTS="a.jsonl b.jsonl"
$(B)/tagging: $(B)/obj/tests/bench/tagging.o $(B)/libgazette.a
	$(SAY) '  LINK $@'
	$(Q)$(CXX) $(LDFLAGS) -o $@ $^ $(INDEX_LIBS)

bench-tagger: $(B)/tagging
	@$(B)/tagging $(TEXTS)

bench: all
	@tests/bench/run.sh $(B) $(BENCH)

fuzz:
	@tests/fuzz/run.sh

proof: $(B)/proof
	@$(B)/proof
	@$(B)/proof $(or $(PROOF),corpus/articles)

hostile: all $(B)/unit/test_input_hostile
	@GZT_BIN=$(B) HOSTILE=all prove --exec tests/run.sh \
		$(B)/unit/test_input_hostile tests/hostile/*.t

fault: all
	@GZT_BIN=$(B) prove --exec sh tests/fault

# ---- Installing ------------------------------------------------------------

MAN = $(GEN)/man/indexer.1 $(GEN)/man/searcher.1

$(GEN)/man/%.1: docs/%.1.in $(B)/%
	@mkdir -p $(@D)
	@$(B)/$* --generate=man >$@.options
	@sed -e '/^@OPTIONS@$$/{r $@.options' -e 'd;}' -e 's/@VERSION@/$(VERSION)/' \
		$< >$@
	@rm $@.options

$(GEN)/gazette.pc: docs/gazette.pc.in Makefile
	@mkdir -p $(@D)
	@sed -e 's|@prefix@|$(prefix)|; s|@libdir@|$(libdir)|' \
		-e 's|@includedir@|$(includedir)|; s|@VERSION@|$(VERSION)|' $< >$@

D = $(DESTDIR)
P = $(program_prefix)
install: all $(MAN) $(GEN)/gazette.pc
	$(INSTALL) -d $(D)$(bindir) $(D)$(libdir)/pkgconfig $(D)$(includedir) \
		$(D)$(mandir)/man1 $(D)$(datadir)/bash-completion/completions \
		$(D)$(datadir)/zsh/site-functions \
		$(D)$(datadir)/fish/vendor_completions.d
	for p in indexer searcher; do \
		$(INSTALL) -m 755 $(B)/$$p $(D)$(bindir)/$(P)$$p && \
		$(INSTALL) -m 644 $(GEN)/man/$$p.1 $(D)$(mandir)/man1/$(P)$$p.1 && \
		$(B)/$$p --as=$(P)$$p --generate=bash >$(D)$(datadir)/bash-completion/completions/$(P)$$p && \
		$(B)/$$p --as=$(P)$$p --generate=zsh >$(D)$(datadir)/zsh/site-functions/_$(P)$$p && \
		$(B)/$$p --as=$(P)$$p --generate=fish >$(D)$(datadir)/fish/vendor_completions.d/$(P)$$p.fish || exit 1; \
	done
	$(INSTALL) -m 644 $(B)/libgazette.a $(D)$(libdir)
	$(INSTALL) -m 644 include/gazette.h $(D)$(includedir)
	$(INSTALL) -m 644 $(GEN)/gazette.pc $(D)$(libdir)/pkgconfig

uninstall:
	for p in indexer searcher; do \
		rm -f $(D)$(bindir)/$(P)$$p $(D)$(mandir)/man1/$(P)$$p.1 \
			$(D)$(datadir)/bash-completion/completions/$(P)$$p \
			$(D)$(datadir)/zsh/site-functions/_$(P)$$p \
			$(D)$(datadir)/fish/vendor_completions.d/$(P)$$p.fish; \
	done
	rm -f $(D)$(libdir)/libgazette.a $(D)$(includedir)/gazette.h \
		$(D)$(libdir)/pkgconfig/gazette.pc

dist:
	git archive --format=tar.gz --prefix=gazette-$(VERSION)/ \
		-o gazette-$(VERSION).tar.gz HEAD

clean:
	rm -rf $(BUILD) gazette-$(VERSION).tar.gz

.PHONY: train train-scores bench-tagger
.PHONY: all needs deps demo test lint bench fuzz hostile proof fault install \
	uninstall dist clean
-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
