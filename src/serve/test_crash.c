/* The last words: each signal, the files in work, and who survives. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crash.h"
#include "test.h"
#include "thread.h"

enum { PAGE = 4096 };

static struct journal *journal;
static char said[PAGE];
static char *mapped;
static volatile int depth;

/* Runs `die` in a process with handlers; how it ended. */
static int
end_by(void (*die)(void))
{
	int out[2], status, i;
	ssize_t n;
	size_t len = 0;
	pid_t pid;

	assert_int_equal(pipe(out), 0);
	pid = fork();
	if (pid == 0) {
		(void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		(void)dup2(out[1], STDERR_FILENO);
		for (i = 1; i < NSIG; i++)
			(void)signal(i, SIG_DFL); /* cmocka has its own */
		crash_arm(journal);
		die();
		_exit(0);
	}
	(void)close(out[1]);
	while ((n = read(out[0], said + len, sizeof(said) - 1 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	(void)close(out[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static int which;

static void
by_raise(void)
{
	(void)raise(which);
}

static void
each_signal_is_named_and_ends_it(void **state)
{
	static const struct {
		int number;
		const char *words;
	} all[] = {
	    {SIGSEGV, "cgpward: ended by SIGSEGV; in work: nothing\n"},
	    {SIGBUS, "cgpward: ended by SIGBUS; in work: nothing\n"},
	    {SIGILL, "cgpward: ended by SIGILL; in work: nothing\n"},
	    {SIGFPE, "cgpward: ended by SIGFPE; in work: nothing\n"},
	    {SIGABRT, "cgpward: ended by SIGABRT; in work: nothing\n"},
	    {SIGSYS, "cgpward: ended by SIGSYS; in work: nothing\n"},
	};
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		which = all[i].number;
		status = end_by(by_raise);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), which);
		assert_string_equal(said, all[i].words);
	}
}

static void
by_abort(void)
{
	abort();
}

static void
an_abort_is_an_end(void **state)
{
	int status = end_by(by_abort);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_string_equal(
	    said, "cgpward: ended by SIGABRT; in work: nothing\n");
}

static void
what_is_in_work_is_named(void **state)
{
	struct journal_entry e = {.path = "Queue/123.msg", .engine = ""};
	struct journal_ticket a, b;

	(void)state;
	(void)journal_open("/nonexistent", 0, &journal, NULL);
	(void)journal_begin(journal, &e, &a);
	e.path = "Queue/01-02/456.msg";
	(void)journal_begin(journal, &e, &b);
	which = SIGILL;
	(void)end_by(by_raise);
	assert_string_equal(
	    said, "cgpward: ended by SIGILL; in work: 123, 456\n");
	journal_close(&journal);
}

static void
by_bad_page(void)
{
	mapped =
	    mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mapped[7] = 1;
}

static void
a_fault_tells_its_address(void **state)
{
	char *hex;
	int status = end_by(by_bad_page);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	hex = strstr(said, "ended by SIGSEGV at the address 0x");
	assert_non_null(hex);
	assert_int_equal(strtoull(hex + 32, NULL, 16) % PAGE, 7);
}

static int
recurse(char *above)
{
	char block[PAGE];

	if (depth++ < 0)
		return 0;
	block[0] = above[0];
	block[PAGE - 1] = 0;
	return recurse(block) + block[0];
}

static void *
overflow(void *arg)
{
	return recurse(arg) == 1 ? arg : NULL;
}

static void
by_overflow(void)
{
	pthread_t thread;
	char first = 0;

	if (thread_start(&thread, "deep", overflow, &first, NULL) == 0)
		(void)pthread_join(thread, NULL);
}

static void
an_overflow_in_a_thread_is_told(void **state)
{
	int status = end_by(by_overflow);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSEGV);
	assert_non_null(strstr(said, "ended by SIGSEGV at the address"));
}

/* A file of one page, mapped, and then cut. */
static void
map_and_cut(void)
{
	char name[] = "/tmp/crash-XXXXXX";
	int fd = mkstemp(name);

	(void)unlink(name);
	mapped = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	mapped[0] = 1;
}

static bool
never(const void *address)
{
	(void)address;
	return false;
}

static bool
replace(const void *address)
{
	return (const char *)address >= mapped &&
	       (const char *)address < mapped + PAGE &&
	       mmap(mapped, PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		   0) != MAP_FAILED;
}

static void
with_hooks(void)
{
	crash_on_bus(never);
	crash_on_bus(replace);
	map_and_cut();
	_exit(mapped[0] == 1 ? 42 : 43);
}

static void
without_hooks(void)
{
	crash_on_bus(never);
	map_and_cut();
}

static void
a_hook_may_survive(void **state)
{
	int status = end_by(with_hooks);

	(void)state;
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 42);
	assert_string_equal(said, "");
	status = end_by(without_hooks);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGBUS);
	assert_non_null(strstr(said, "ended by SIGBUS at the address"));
}

static void *
die(void *arg)
{
	(void)arg;
	(void)raise(SIGSEGV);
	return NULL;
}

static void
by_many(void)
{
	pthread_t threads[8];
	int i;

	for (i = 0; i < 8; i++)
		if (thread_start(&threads[i], "dying", die, NULL, NULL) == -1)
			_exit(1);
	for (i = 0; i < 8; i++)
		(void)pthread_join(threads[i], NULL);
}

static void
it_is_said_once(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 20; i++) {
		assert_true(WIFSIGNALED(end_by(by_many)));
		assert_string_equal(
		    said, "cgpward: ended by SIGSEGV; in work: nothing\n");
	}
}

static void
disarmed_it_is_as_before(void **state)
{
	struct sigaction before, after;

	(void)state;
	(void)sigaction(SIGSEGV, NULL, &before);
	crash_arm(NULL);
	(void)sigaction(SIGSEGV, NULL, &after);
	assert_true(before.sa_sigaction != after.sa_sigaction);
	crash_disarm();
	(void)sigaction(SIGSEGV, NULL, &after);
	assert_true(before.sa_sigaction == after.sa_sigaction);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_signal_is_named_and_ends_it),
	    cmocka_unit_test(an_abort_is_an_end),
	    cmocka_unit_test(what_is_in_work_is_named),
	    cmocka_unit_test(a_fault_tells_its_address),
	    cmocka_unit_test(an_overflow_in_a_thread_is_told),
	    cmocka_unit_test(a_hook_may_survive),
	    cmocka_unit_test(it_is_said_once),
	    cmocka_unit_test(disarmed_it_is_as_before),
	};

	return RUN_TESTS(tests);
}
