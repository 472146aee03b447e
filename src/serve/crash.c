/*
 * The last words. Everything here is safe in a signal handler: no memory is
 * allocated, no lock is taken, and the line is one write.
 */
#include "crash.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

enum {
	HOOKS_MAX = 4,
	LINE_SIZE = 4096,
	STACK_SIZE = 64 * 1024,
	BY_SECCOMP = 1 /* si_code; the C library has no name for it */
};

static const struct {
	int number;
	const char *name;
} signals[] = {
    {SIGSEGV, "SIGSEGV"},
    {SIGBUS, "SIGBUS"},
    {SIGILL, "SIGILL"},
    {SIGFPE, "SIGFPE"},
    {SIGABRT, "SIGABRT"},
    {SIGSYS, "SIGSYS"},
};

enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

/* Written before there are other threads. */
static const struct journal *journal;
static struct sigaction before[SIGNALS];
static bool (*bus_hooks[HOOKS_MAX])(const void *address);
static unsigned bus_hooks_n;
static const char *(*call_name)(int number);
static stack_t stack_before;
static bool armed;

static atomic_int sayer; /* the thread that has said it; 0: none yet */

struct line {
	char text[LINE_SIZE];
	size_t len;
};

static void
add(struct line *l, const char *text)
{
	for (; *text != '\0' && l->len + 1 < LINE_SIZE; text++)
		l->text[l->len++] = *text;
}

static void
add_number(struct line *l, uint64_t value, unsigned base)
{
	char digits[24];
	size_t n = sizeof(digits) - 1;

	digits[n] = '\0';
	do {
		digits[--n] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value > 0);
	add(l, digits + n);
}

static void
add_reason(struct line *l, unsigned which, const siginfo_t *info)
{
	const char *name;

	add(l, signals[which].name);
	if (signals[which].number == SIGSYS && info->si_code == BY_SECCOMP) {
		name = call_name != NULL ? call_name(info->si_syscall) : NULL;
		add(l, ": the sandbox forbids the system call ");
		add(l, name != NULL ? name : "number");
		add(l, " ");
		add_number(l, (uint64_t)info->si_syscall, 10);
	} else if (info->si_code > 0 && signals[which].number != SIGABRT) {
		add(l, " at the address 0x");
		add_number(l, (uintptr_t)info->si_addr, 16);
	}
}

static void
say(unsigned which, const siginfo_t *info)
{
	static struct line l; /* one thread comes here, once */
	size_t n;

	add(&l, "cgpward: ended by ");
	add_reason(&l, which, info);
	add(&l, "; in work: ");
	n = journal_list(journal, l.text + l.len, LINE_SIZE - 1 - l.len);
	l.len += n;
	add(&l, n > 0 ? "\n" : "nothing\n");
	l.text[LINE_SIZE - 2] = '\n';
	if (write(STDERR_FILENO, l.text, l.len) == -1)
		return; /* nobody to tell */
}

static bool
survives(const siginfo_t *info)
{
	unsigned i;

	for (i = 0; info->si_code > 0 && i < bus_hooks_n; i++)
		if (bus_hooks[i](info->si_addr))
			return true;
	return false;
}

/* True for the first thread that dies; the others wait for its end. */
static bool
is_first(void)
{
	int none = 0, self = (int)gettid();

	if (atomic_compare_exchange_strong(&sayer, &none, self))
		return true;
	while (none != self)
		(void)pause();
	return false;
}

static void
handle(int number, siginfo_t *info, void *context)
{
	struct sigaction next = {.sa_handler = SIG_DFL};
	int saved = errno;
	unsigned i = 0;
	sigset_t set;

	(void)context;
	if (number == SIGBUS && survives(info)) {
		errno = saved;
		return;
	}
	while (signals[i].number != number)
		i++;
	if (is_first()) {
		say(i, info);
		next = before[i];
	}
	(void)sigaction(number, &next, NULL);
	/* A fault happens again on return; what was sent is sent again. */
	if (info->si_code > 0 && number != SIGSYS && number != SIGABRT)
		return;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, number);
	(void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	(void)raise(number);
}

void
crash_arm(const struct journal *j)
{
	static char memory[STACK_SIZE];
	stack_t stack = {.ss_sp = memory, .ss_size = sizeof(memory)};
	struct sigaction action = {
	    .sa_sigaction = handle,
	    .sa_flags = SA_SIGINFO | SA_ONSTACK,
	};
	unsigned i;

	journal = j;
	armed = true;
	atomic_store(&sayer, 0);
	(void)sigaltstack(&stack, &stack_before);
	(void)sigfillset(&action.sa_mask);
	for (i = 0; i < SIGNALS; i++)
		(void)sigaction(signals[i].number, &action, &before[i]);
}

void
crash_disarm(void)
{
	unsigned i;

	if (!armed)
		return;
	armed = false;
	for (i = 0; i < SIGNALS; i++)
		(void)sigaction(signals[i].number, &before[i], NULL);
	(void)sigaltstack(&stack_before, NULL);
	journal = NULL;
	bus_hooks_n = 0;
	call_name = NULL;
}

void
crash_on_bus(bool (*survive)(const void *address))
{
	if (bus_hooks_n < HOOKS_MAX)
		bus_hooks[bus_hooks_n++] = survive;
}

void
crash_call_names(const char *(*name)(int number))
{
	call_name = name;
}
