/* Waiting for descriptors with few of them allowed. */
#include "test.h"

#include <sys/resource.h>
#include <unistd.h>

#include "ready_priv.h"

enum { SOON_MS = 10 };

struct pipes {
	int first[2], second[2];
	struct pollfd fds[3];
};

static void
set_up(struct pipes *p)
{
	assert_int_equal(pipe(p->first), 0);
	assert_int_equal(pipe(p->second), 0);
	p->fds[0] = (struct pollfd){.fd = p->first[0], .events = POLLIN};
	p->fds[1] = (struct pollfd){.fd = p->second[0], .events = POLLIN};
	p->fds[2] = (struct pollfd){.fd = -1, .events = POLLIN};
}

static void
tear_down(struct pipes *p)
{
	int i;

	for (i = 0; i < 2; i++) {
		(void)close(p->first[i]);
		(void)close(p->second[i]);
	}
}

static void
look(struct pipes *p)
{
	p->fds[1].revents = POLLIN;
	assert_int_equal(ready_wait(p->fds, 3, SOON_MS), 0);
	assert_int_equal(p->fds[1].revents, 0);
	assert_int_equal(write(p->first[1], "x", 1), 1);
	assert_int_equal(ready_wait(p->fds, 3, -1), 1);
	assert_int_equal(p->fds[0].revents, POLLIN);
	assert_int_equal(p->fds[1].revents, 0);
	assert_int_equal(p->fds[2].revents, 0);
	(void)close(p->second[1]);
	p->second[1] = -1;
	assert_int_equal(ready_wait(p->fds, 3, -1), 2);
	assert_true(p->fds[1].revents != 0); /* its end */
}

static void
descriptors_are_waited_for(void **state)
{
	struct pipes p;

	(void)state;
	set_up(&p);
	look(&p);
	tear_down(&p);
}

/* As many as before are open, though none is allowed any more. */
static void
the_limit_is_no_hindrance(void **state)
{
	struct pollfd out = {.events = POLLOUT};
	struct rlimit before, none;
	struct pipes p;

	(void)state;
	set_up(&p);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){0, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(poll(p.fds, 3, 0), -1);
	out.fd = p.first[1];
	assert_int_equal(ready_wait(&out, 1, -1), 1);
	assert_int_equal(out.revents, POLLOUT);
	look(&p);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	tear_down(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(descriptors_are_waited_for),
	    cmocka_unit_test(the_limit_is_no_hindrance),
	};

	return RUN_TESTS(tests);
}
