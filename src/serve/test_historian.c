/* The history is written beside the answers, and what fails costs no more. */
#include <ftw.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "historian.h"
#include "history_view.h"
#include "log.h"
#include "mem.h"
#include "test.h"

static char folder[64];
static struct filter filter;
static atomic_int put_aside, failing, well_again;
static atomic_ulong missing;

static void
take_log(void *arg, enum log_level level, const char *line)
{
	(void)arg;
	(void)level;
	if (strstr(line, "put aside as history.bad") != NULL)
		(void)atomic_fetch_add(&put_aside, 1);
	if (strstr(line, "cannot be written") != NULL)
		(void)atomic_fetch_add(&failing, 1);
	if (strstr(line, "written again") != NULL)
		(void)atomic_fetch_add(&well_again, 1);
	if (strstr(line, "messages are missing") != NULL)
		(void)atomic_fetch_add(
		    &missing, strtoul(line + strlen("History: "), NULL, 10));
}

static void
write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static int
start(void **state)
{
	struct buf errors;
	int rc;

	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/historian-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	write_file("c.cfg", "");
	buf_init(&errors, 4096);
	rc = filter_open(&filter, "c.cfg", &errors);
	assert_string_equal(errors.data, "");
	buf_fini(&errors);
	atomic_store(&put_aside, 0);
	atomic_store(&failing, 0);
	atomic_store(&well_again, 0);
	atomic_store(&missing, 0);
	log_to(take_log, NULL);
	return rc;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int
stop(void **state)
{
	(void)state;
	historian_close(&filter.historian);
	log_to(NULL, NULL);
	filter_close(&filter);
	assert_int_equal(chdir("/"), 0);
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void
open_historian(void)
{
	struct err e;

	assert_int_equal(historian_open(&filter, &filter.historian, &e), 0);
}

static struct history_message *
clean(void)
{
	struct history_message *m = mem_zalloc(1, sizeof(*m));

	m->time_ms = clock_wall_ms();
	m->class = HISTORY_CLEAN;
	m->action = "pass";
	return m;
}

static void
put(size_t n)
{
	while (n-- > 0)
		historian_put(filter.historian, clean());
}

static void *
put_some(void *arg)
{
	put(500);
	return arg;
}

static void
expect(uint64_t messages, uint64_t lost)
{
	const int64_t now_s = clock_wall_ms() / 1000;
	const struct history_period period = {now_s - 7200, now_s + 7200};
	struct history_view *v = NULL;
	struct err e = {{0}};

	if (history_view_read("run", &period, &v, &e) == -1)
		fail_msg("%s", e.text);
	assert_int_equal(v->all.messages, messages);
	assert_int_equal(v->lost, lost);
	history_view_free(&v);
}

static void
the_last_are_written_at_the_end(void **state)
{
	(void)state;
	open_historian();
	assert_true(historian_wants(filter.historian));
	put(10);
	historian_close(&filter.historian);
	expect(10, 0);
	assert_int_equal(failing, 0);
	assert_false(historian_wants(filter.historian));
}

static void
many_threads_may_put(void **state)
{
	pthread_t thread[4];
	int i;

	(void)state;
	open_historian();
	for (i = 0; i < 4; i++)
		assert_int_equal(
		    pthread_create(&thread[i], NULL, put_some, NULL), 0);
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	historian_close(&filter.historian);
	expect(2000, 0);
}

static void
what_is_put_behind_the_end_is_dropped(void **state)
{
	(void)state;
	open_historian();
	put(1);
	historian_stop(filter.historian);
	put(1);
	historian_close(&filter.historian);
	expect(1, 0);
}

static void
a_broken_file_begins_anew(void **state)
{
	(void)state;
	assert_int_equal(mkdir("run", 0700), 0);
	write_file("run/history.db", "Not a database, and long enough that it "
				     "cannot be taken for an empty one.\n");
	open_historian();
	put(2);
	historian_close(&filter.historian);
	expect(2, 0);
	assert_int_equal(put_aside, 1);
	assert_int_equal(access("run/history.bad", F_OK), 0);
}

/* A file in the place of the state folder stands for a disk that fails. */
static void
what_is_too_much_is_lost_and_told(void **state)
{
	(void)state;
	write_file("run", "");
	open_historian();
	put(HISTORIAN_WAITING + 7);
	historian_close(&filter.historian);
	assert_int_equal(missing, HISTORIAN_WAITING + 7);
	assert_int_equal(failing, 1); /* however often it was tried */
}

static void
what_waits_is_written_when_the_disk_is_well(void **state)
{
	(void)state;
	write_file("run", "");
	open_historian();
	put(HISTORIAN_WAITING + 7);
	while (atomic_load(&failing) == 0)
		(void)usleep(1000);
	assert_int_equal(unlink("run"), 0);
	while (atomic_load(&well_again) == 0)
		(void)usleep(1000);
	put(1);
	historian_close(&filter.historian);
	expect(HISTORIAN_WAITING + 1, 7);
}

static void
it_can_be_turned_off(void **state)
{
	(void)state;
	open_historian();
	put(1);
	write_file("c.cfg", "[history]\nenabled = no\n");
	(void)filter_reload(&filter);
	while (historian_wants(filter.historian)) {
		put(1);
		(void)usleep(1000);
	}
	historian_close(&filter.historian);
	open_historian();
	assert_false(historian_wants(filter.historian));
	historian_close(&filter.historian);
}

int
main(void)
{
#define STAGED(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
	    STAGED(the_last_are_written_at_the_end),
	    STAGED(many_threads_may_put),
	    STAGED(what_is_put_behind_the_end_is_dropped),
	    STAGED(a_broken_file_begins_anew),
	    STAGED(what_is_too_much_is_lost_and_told),
	    STAGED(what_waits_is_written_when_the_disk_is_well),
	    STAGED(it_can_be_turned_off),
	};

	return RUN_TESTS(tests);
}
