# cgpward: build, tests and installation. GNU make, run from this folder.
#
#   make            the program, at build/cgpward
#   make demo       plays a mail server against it and shows the dialogue
#   make try        MESSAGES=folder: what rules (CONFIG=file) do with them
#   make check      unit tests and dialogue tests, with a count at the end
#   make asan tsan  the same tests under the sanitizers
#   make endurance  100,000 requests in one run; takes a minute or two
#   make soak       COUNT requests (1000000) or SECONDS, with reloads and kills
#   make fuzz       each fuzzer for FUZZ_SECONDS
#   make valgrind   unit tests and dialogues under memcheck
#   make analyze    every source through gcc's analyzer
#   make lint       formatter, clang-tidy, cppcheck, shellcheck, house rules
#   make bench      measures the program beside clamd and the bare engine
#   make bench-quick the same in short, with real messages only
#   make guard      fails when a message costs more instructions than recorded
#   make bench-history measures the history with ten million rows
#   make bench-rules what content rules and policies cost
#   make bench-quota how fast the quota counts
#   make install    BASE=/var/CommuniGate, the server's base directory
#   make upgrade-check what make install would change there
#   make rollback   brings the version back that was there before
#   make uninstall  leaves configuration, license, quarantine and history
#   make dist       the sources, as build/cgpward-VERSION.tar.gz
#   make deb        a Debian package in build/deb; deb-check tests it

VERSION = 1.0.0
FLAVOUR =
OUT     = build$(if $(FLAVOUR),/$(FLAVOUR))
BASE    = /var/CommuniGate
DESTDIR =
MANDIR  = /usr/local/share/man
VENDOR_KEY   = cfg/vendor.pub
FUZZ_SECONDS = 20

PACKAGES = libclamav gmime-3.0 libarchive inih libsodium libedit \
	libpcre2-8 json-c libseccomp sqlite3 expat zlib
# The values are looked up when first needed, after the packages are there.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PACKAGES) \
	| sed 's/-I/-isystem /g'))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PACKAGES)))$(PKG_LIBS)

CC       = $(if $(filter fuzz,$(FLAVOUR)),clang,gcc)
CSTD     = -std=c11 -D_GNU_SOURCE
WARN     = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wcast-qual -Wformat=2 -Wvla -Wundef \
	-Wwrite-strings -Wpointer-arith
HARDEN   = -O2 -g -fstack-protector-strong -fstack-clash-protection -fPIE \
	-D_FORTIFY_SOURCE=2
LDHARDEN = -pie -Wl,--as-needed -Wl,-z,relro,-z,now,-z,noexecstack
SAN_asan = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer -U_FORTIFY_SOURCE -O1
SAN_tsan = -fsanitize=thread -fno-omit-frame-pointer -U_FORTIFY_SOURCE -O1
SAN_fuzz = -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer -U_FORTIFY_SOURCE -O1
SAN_analyze = -fanalyzer -U_FORTIFY_SOURCE -O1
SAN_cov  = --coverage -O0 -U_FORTIFY_SOURCE
SAN      = $(SAN_$(FLAVOUR))
ALL_CFLAGS = $(CSTD) $(WARN) $(HARDEN) $(SAN) -Iinclude \
	-DCGPWARD_VERSION='"$(VERSION)"' $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(LDHARDEN) $(SAN) $(LINKER) $(LDFLAGS)
LIBS     = $(PKG_LIBS) -pthread

SOURCES := $(filter-out src/main.c,$(sort $(wildcard src/*/*.c)))
TESTSRC := $(foreach s,$(SOURCES),$(if $(filter test_%,$(notdir $s)),$s))
FUZZSRC := $(foreach s,$(SOURCES),$(if $(filter fuzz_%,$(notdir $s)),$s))
LIBSRC  := $(filter-out $(TESTSRC) $(FUZZSRC),$(SOURCES))
LIBOBJ   = $(LIBSRC:%.c=$(OUT)/%.o)
TESTS    = $(patsubst %.c,$(OUT)/%,$(TESTSRC))
FUZZERS  = $(patsubst %.c,$(OUT)/%,$(FUZZSRC))

# The fake mail server, the filter that it is tested with, and their tests.
DRIVESRC  := $(sort $(wildcard scripts/drive/*.c))
DRIVETEST := $(filter scripts/drive/test_%,$(DRIVESRC))
DRIVEOBJ   = $(patsubst %.c,$(OUT)/%.o,$(filter-out \
	scripts/drive/dummy.c scripts/drive/crasher.c \
	scripts/drive/meddle.c scripts/drive/without.c $(DRIVETEST),$(DRIVESRC)))
DRIVE      = $(OUT)/fake-server $(OUT)/dummy-filter $(OUT)/crasher \
	$(OUT)/without
DRIVETESTS = $(DRIVETEST:%.c=$(OUT)/%)

# Tests of the whole program and of scripts.
CHECKS = $(addprefix scripts/, \
	test-fake-server run-dialogues test-update test-demo test-install \
	test-dist test-try test-manual check-readme test-faults \
	test-definitions test-reload test-files test-quota test-crash \
	test-sandbox test-vitals test-report test-snmp)

# What is run is shown in one word; `make V=1` shows whole commands.
Q    = $(if $(V),,@)
SHOW = $(if $(V),@:,@echo)
SUBMAKE = --no-print-directory $(if $(V),,-s)

.DEFAULT_GOAL := all
.PHONY: all deps demo try check asan tsan endurance lint fuzz run-fuzzers \
	bench bench-quick bench-peers guard bench-quota bench-rules \
	bench-history soak analyze valgrind all-objects \
	install upgrade-check rollback uninstall dist deb deb-check FORCE
.SUFFIXES:
.DELETE_ON_ERROR:

all: deps
	@$(MAKE) $(SUBMAKE) $(OUT)/cgpward

deps:
	@sh scripts/install-deps.sh

check: deps
	@$(MAKE) $(SUBMAKE) $(OUT)/cgpward $(OUT)/test/license.key $(TESTS) \
		$(DRIVE) $(DRIVETESTS) $(OUT)/manual-options \
		$(OUT)/manual-vitals
	@sh scripts/check-floors
	@perl scripts/make-samples --check
	@OUT=$(OUT) sh scripts/run-tests $(TESTS) $(DRIVETESTS) $(CHECKS)

demo: all
	@$(MAKE) $(SUBMAKE) $(OUT)/test/license.key
	@OUT=$(OUT) sh scripts/demo

try: all
	@$(MAKE) $(SUBMAKE) $(OUT)/test/license.key $(OUT)/fake-server
	@OUT=$(OUT) sh scripts/try '$(MESSAGES)' $(CONFIG)

INSTALL = OUT=$(OUT) BASE=$(BASE) DESTDIR=$(DESTDIR) MANDIR=$(MANDIR) \
	sh scripts/install
install upgrade-check: all
	@$(INSTALL) $(if $(filter upgrade-check,$@),--check)

rollback uninstall:
	@$(INSTALL) --$@

dist:
	@OUT=$(OUT) VERSION=$(VERSION) sh scripts/dist

deb: dist
	@sh scripts/install-deps.sh deb
	@OUT=$(OUT) VERSION=$(VERSION) sh scripts/deb/build

deb-check: deb
	@OUT=$(OUT) VERSION=$(VERSION) sh scripts/deb/check

tsan: export TSAN_OPTIONS = handle_segv=0:handle_sigbus=0:handle_abort=0:\
suppressions=$(CURDIR)/scripts/tsan.supp
asan: export ASAN_OPTIONS = handle_segv=0:handle_sigbus=0
asan tsan:
	@$(MAKE) --no-print-directory FLAVOUR=$@ check

lint: deps
	@sh scripts/install-deps.sh lint
	@LINT_CFLAGS='$(PKG_CFLAGS)' sh scripts/lint

include scripts/long.mk

# The programs: what each is made of beside the library, and how it is linked.
PROGRAMS = $(OUT)/cgpward $(OUT)/test/cgpward $(TESTS) $(FUZZERS) $(DRIVE) \
	$(DRIVETESTS) $(BENCH) $(OUT)/bench/make-sets $(OUT)/bench-quota \
	$(OUT)/bench-history $(OUT)/manual-options $(OUT)/manual-vitals

$(OUT)/cgpward: $(OUT)/src/main.o $(OUT)/vendor_key.o
# The same with the key of a pair that is made here, for tests, the benchmark
# and the demo. The pair is in $(OUT)/test/vendor/.
$(OUT)/test/cgpward: $(OUT)/src/main.o $(OUT)/test/vendor_key.o
# The same with messages in it that end it.
$(OUT)/crasher: $(OUT)/src/main.o $(OUT)/test/vendor_key.o \
	$(OUT)/scripts/drive/crasher.o $(OUT)/scripts/drive/meddle.o
$(OUT)/crasher: private LINKER = -Wl,--wrap=scan_message \
	-Wl,--wrap=message_open -Wl,--wrap=clock_gettime \
	-Wl,--wrap=timerfd_settime
# A kernel that lacks some calls, for the tests of the sandbox.
$(OUT)/without: $(OUT)/scripts/drive/without.o
$(OUT)/dummy-filter: $(OUT)/scripts/drive/dummy.o
$(OUT)/fake-server: $(DRIVEOBJ)
$(OUT)/manual-options $(OUT)/manual-vitals: $(OUT)/%: $(OUT)/scripts/%.o
$(TESTS) $(FUZZERS) $(DRIVETESTS): $(OUT)/%: $(OUT)/%.o
$(DRIVETESTS): $(filter-out %/main.o,$(DRIVEOBJ))
$(TESTS) $(DRIVETESTS): LIBS += -lcmocka

$(PROGRAMS): $(OUT)/libcgpward.a
	@mkdir -p $(@D)
	$(SHOW) "  LINK $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

$(OUT)/libcgpward.a: $(LIBOBJ)
	@rm -f $@
	$(SHOW) "  AR $@"
	$(Q)ar rcs $@ $^

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(SHOW) "  CC $<"
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The file changes only with the key, so another VENDOR_KEY links again.
$(OUT)/vendor_key.c: FORCE
	$(Q)sh scripts/embed-key $(VENDOR_KEY) $@

$(OUT)/test/vendor_key.c: $(OUT)/test/vendor/vendor.pub scripts/embed-key
	$(Q)sh scripts/embed-key $< $@

$(OUT)/vendor_key.o $(OUT)/test/vendor_key.o: %.o: %.c Makefile
	$(SHOW) "  CC $<"
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(OUT)/test/vendor/vendor.pub: | $(OUT)/cgpward
	@rm -rf $(@D)
	@mkdir -p $(@D)
	$(Q)$(OUT)/cgpward license keygen $(@D)

# A license without limits, for that program.
$(OUT)/test/license.key: $(OUT)/test/cgpward
	$(Q)$< license issue --key $(OUT)/test/vendor/vendor.key \
		--licensee Tests --domain example.com \
		--messages-per-hour unlimited --expires never >$@

-include $(patsubst %.c,$(OUT)/%.d,src/main.c scripts/manual-options.c \
	scripts/manual-vitals.c $(SOURCES) $(DRIVESRC) $(BENCHSRC))
