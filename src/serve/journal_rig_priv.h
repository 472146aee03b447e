/*
 * What the tests of the journal share: a state folder, processes that are
 * killed, and questions to the journal.
 */
#ifndef JOURNAL_RIG_PRIV_H
#define JOURNAL_RIG_PRIV_H

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal_priv.h"
#include "test.h"

enum { NOW = 1800000000, DAY = 24 * 3600 };

static char dir[64], file[80];
static struct err err;

static inline struct journal_entry
entry(unsigned n)
{
	static char path[32];
	struct journal_entry e = {
	    .file = {.device = 7, .inode = n, .size = 100, .mtime_ns = n},
	    .path = path,
	    .definitions = 1,
	    .engine = "1.4.6",
	    .now_s = NOW,
	};

	(void)snprintf(path, sizeof(path), "Queue/m%u.msg", n);
	return e;
}

static inline int
make_folder(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "/tmp/journal-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(file, sizeof(file), "%s/journal", dir);
	return 0;
}

static inline int
remove_folder(void **state)
{
	(void)state;
	(void)unlink(file);
	return rmdir(dir);
}

static inline struct journal *
open_at(int64_t now_s)
{
	struct journal *j = NULL;

	assert_int_equal(journal_open(dir, now_s, &j, &err), 0);
	return j;
}

/* A process that has `n` files in work, from `first` on, and is killed. */
static inline void
be_killed_with(unsigned first, unsigned n, bool opened, int64_t now_s)
{
	struct journal_ticket t;
	struct journal_entry e;
	struct journal *j;
	int status;
	unsigned i;
	pid_t pid = fork();

	if (pid == 0) {
		if (journal_open(dir, now_s, &j, NULL) == -1)
			_exit(1);
		for (i = 0; i < n; i++) {
			e = entry(first + i);
			(void)journal_begin(j, &e, &t);
			if (opened)
				journal_opened(&t);
		}
		(void)raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

static inline void
be_killed(unsigned n, bool opened, int64_t now_s)
{
	be_killed_with(1, n, opened, now_s);
}

/* What the journal says about a file that is then given back. */
static inline enum journal_advice
ask(struct journal *j, const struct journal_entry *e, bool scanned)
{
	struct journal_ticket t;
	enum journal_advice advice = journal_begin(j, e, &t);

	journal_end(j, &t, scanned);
	return advice;
}

static inline enum journal_advice
ask_at(unsigned n, int64_t now_s)
{
	struct journal *j = open_at(now_s);
	struct journal_entry e = entry(n);
	enum journal_advice advice = ask(j, &e, false);

	journal_close(&j);
	return advice;
}

static inline enum journal_advice
ask_about(unsigned n)
{
	return ask_at(n, NOW);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

#endif
