/*
 * A process of the test's own is ended abruptly at 200 random points: while
 * it opens the window, counts, goes on to the next slot, writes the copy or
 * makes the file again. No message that was acknowledged is forgotten, and
 * nothing is taken for damage that is none.
 */
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "test.h"
#include "test_window_priv.h"

enum { ROUNDS = 200, PART_MAX_US = 2500, BATCH = 40, SLOTS_MAX = 1 << 20 };

/* Where the machine is too slow for messages in that time, it becomes more. */
enum { ROUNDS_MAX = 40 * ROUNDS };

/* Shared with the children. */
struct ledger {
	_Atomic uint64_t passed_ms; /* time of the children */
	_Atomic uint64_t total;
	_Atomic uint32_t acknowledged[SLOTS_MAX]; /* by slot of that time */
};

static void
child(const struct bench *b, struct ledger *l, bool spoil)
{
	struct moment now = b->now;
	struct err said;
	struct window *w;
	uint64_t ms, used;
	unsigned i;

	now.boot_ms += atomic_load(&l->passed_ms);
	w = window_open(b->folder, &now, &said);
	for (i = 1;; i++) {
		ms = atomic_load(&l->passed_ms);
		now.boot_ms = b->now.boot_ms + ms;
		if (!window_admit(w, &now, WINDOW_UNLIMITED, &used))
			_exit(1);
		atomic_fetch_add(
		    &l->acknowledged[ms / WINDOW_SLOT_MS % SLOTS_MAX], 1);
		atomic_fetch_add(&l->total, 1);
		if (i % BATCH == 0)
			atomic_fetch_add(&l->passed_ms, 1500);
		if (i % (BATCH * 8) == 0) {
			if (spoil)
				(void)unlink(b->page);
			(void)window_check(w, &now, &said);
		}
	}
}

/* What was acknowledged in the slots that the window now holds. */
static uint64_t
acknowledged(const struct ledger *l)
{
	uint64_t slot = l->passed_ms / WINDOW_SLOT_MS, sum = 0, i;

	for (i = 0; i <= 360 && i <= slot; i++)
		sum += l->acknowledged[(slot - i) % SLOTS_MAX];
	return sum;
}

static void
one_round(struct bench *b, struct ledger *l, uint32_t us, bool spoil)
{
	const struct timespec ts = {.tv_nsec = (long)us * 1000};
	pid_t pid = fork();
	int status;

	if (pid == 0)
		child(b, l, spoil);
	assert_true(pid > 0);
	(void)nanosleep(&ts, NULL);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* Opens the window as the next process would and compares the numbers. */
static void
compare(struct bench *b, struct ledger *l, unsigned round)
{
	struct moment now = b->now;
	struct window_use use;
	struct window *w;

	now.boot_ms += l->passed_ms;
	w = window_open(b->folder, &now, &b->said);
	assert_string_equal(b->said.text, "");
	window_look(w, &now, WINDOW_UNLIMITED, &use);
	assert_false(use.assumed);
	assert_true(use.used >= acknowledged(l));
	/* Each end may leave one that was counted and not acknowledged. */
	assert_true(use.used <= acknowledged(l) + round + 1);
	window_close(&w);
}

static struct ledger *
ledger_new(void)
{
	struct ledger *l = mmap(NULL, sizeof(*l), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(l != MAP_FAILED);
	return l;
}

static void
no_message_is_forgotten(void **state)
{
	struct bench *b = bench_new();
	struct ledger *l = ledger_new();
	uint32_t dice = 1;
	unsigned i;

	(void)state;
	window_close(&b->window);
	for (i = 0; i < ROUNDS || (l->total <= ROUNDS && i < ROUNDS_MAX); i++) {
		dice = dice * 1664525 + 1013904223;
		one_round(b, l, (dice >> 8) % (PART_MAX_US * (1 + i / ROUNDS)),
		    false);
		/* Every second end is followed by another one at once. */
		if (i % 2 == 1)
			compare(b, l, i);
	}
	print_message("%llu messages\n", (unsigned long long)l->total);
	assert_true(l->total > ROUNDS);
	assert_int_equal(munmap(l, sizeof(*l)), 0);
	bench_free(b);
}

/*
 * The same while the file is deleted all the time. An end between deletion
 * and rebuilding may leave a full window, but never one that forgets.
 */
static void
nor_while_the_file_is_made_again(void **state)
{
	struct bench *b = bench_new();
	struct ledger *l = ledger_new();
	struct window_use use;
	struct moment now;
	struct window *w;
	uint32_t dice = 2;
	unsigned i;

	(void)state;
	window_close(&b->window);
	for (i = 0; i < ROUNDS; i++) {
		dice = dice * 1664525 + 1013904223;
		one_round(b, l, (dice >> 8) % PART_MAX_US, true);
		now = b->now;
		now.boot_ms += l->passed_ms;
		w = window_open(b->folder, &now, &b->said);
		window_look(w, &now, WINDOW_LIMIT_MAX, &use);
		if (!use.assumed)
			assert_true(use.used >= acknowledged(l));
		window_close(&w);
	}
	assert_int_equal(munmap(l, sizeof(*l)), 0);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_message_is_forgotten),
	    cmocka_unit_test(nor_while_the_file_is_made_again),
	};

	return RUN_TESTS(tests);
}
