# What takes longer than make check: long runs, fuzzers, analyzers and
# benchmarks. Read by the Makefile.

# The peers of the benchmark.
BENCHSRC := $(sort $(wildcard scripts/bench/*.c))
LOADOBJ   = $(patsubst %.c,$(OUT)/%.o,$(filter scripts/bench/load%,$(BENCHSRC)))
SETSOBJ   = $(patsubst %.c,$(OUT)/%.o,$(filter $(addprefix scripts/bench/, \
	draw.c zip.c letter.c content% sets%),$(BENCHSRC)))
BENCH     = $(OUT)/bench/floor $(OUT)/bench/clamd $(OUT)/bench/process

endurance: deps
	@$(MAKE) $(SUBMAKE) $(OUT)/test/license.key $(OUT)/fake-server
	@OUT=$(OUT) sh scripts/check-endurance

soak: deps
	@$(MAKE) $(SUBMAKE) $(OUT)/test/license.key $(OUT)/fake-server \
		$(OUT)/bench/make-sets
	@OUT=$(OUT) sh scripts/soak $(FOLDER)

# With ONLY=units without the dialogues, which take longer.
valgrind: deps
	@sh scripts/install-deps.sh guard
	@$(MAKE) $(SUBMAKE) $(OUT)/test/license.key $(TESTS) $(DRIVE)
	@OUT=$(OUT) ONLY=$(ONLY) sh scripts/check-valgrind $(TESTS)

analyze: deps
	@$(MAKE) $(SUBMAKE) FLAVOUR=$@ all-objects

all-objects: $(patsubst %.c,$(OUT)/%.o,src/main.c $(SOURCES) $(DRIVESRC) \
		$(BENCHSRC))

fuzz: deps
	@sh scripts/install-deps.sh lint
	@$(MAKE) $(SUBMAKE) FLAVOUR=fuzz run-fuzzers

run-fuzzers: $(FUZZERS)
	@OUT=$(OUT) FUZZ_SECONDS=$(FUZZ_SECONDS) sh scripts/run-fuzzers $^

bench bench-quick: deps
	@OUT=$(OUT) sh scripts/bench/run $(if $(filter %-quick,$@),--quick)

bench-rules: deps
	@sh scripts/install-deps.sh bench
	@$(MAKE) $(SUBMAKE) $(OUT)/test/license.key
	@[ -d $(OUT)/bench/fetched/txt ] || \
		sh scripts/fetch-corpus $(OUT)/bench/fetched
	@OUT=$(OUT) perl scripts/bench/rules $(OUT)/bench/fetched/txt

guard: deps
	@OUT=$(OUT) sh scripts/bench/instructions

bench-peers: $(BENCH) $(OUT)/bench/make-sets

# How fast the quota counts; fails below 1,000,000 per second and thread.
bench-quota: $(OUT)/bench-quota
	@$<

# Ten million rows of history: how fast they are written and reported.
bench-history: $(OUT)/bench-history
	@$<

# How these programs are made; the Makefile has the rule.
$(OUT)/bench-quota: $(OUT)/scripts/bench/quota.o
$(OUT)/bench-history: $(OUT)/scripts/bench/history.o
$(OUT)/bench/make-sets: $(SETSOBJ)
$(BENCH): $(OUT)/bench/%: $(OUT)/scripts/bench/%.o $(LOADOBJ)
$(FUZZERS): private LINKER = -fsanitize=fuzzer
$(OUT)/bench/make-sets: LIBS += -lz -lm
$(OUT)/bench-history: LIBS += -lm

# The analyzer does not know that a failed assertion ends a test, that
# (iconv_t)-1 is nothing to be closed, and who frees what a caller holds.
$(patsubst %.c,build/analyze/%.o,$(TESTSRC) $(DRIVETEST)): \
	CFLAGS += -Wno-analyzer-null-argument -Wno-analyzer-malloc-leak \
	-Wno-analyzer-null-dereference -Wno-analyzer-possible-null-argument
$(patsubst %.c,build/analyze/%.o,src/base/charset.c \
	src/serve/sandbox_trial.c scripts/bench/load_read.c): \
	CFLAGS += -Wno-analyzer-malloc-leak
