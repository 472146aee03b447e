/*
 * What somebody may do to the state file, while the program runs and while it
 * does not. In no case is anything gained, and each is told in words.
 */
#include <signal.h>

#include "test.h"
#include "test_window_priv.h"

/* A head of 120 bytes, then the words. */
enum { WORDS_END = 120 + 8 * (2 + WINDOW_MARKS + 361) };

static void
on_bus(int sig, siginfo_t *info, void *context)
{
	(void)sig;
	(void)context;
	if (!window_fault(info->si_addr))
		_exit(99);
}

/* cmocka has handlers of its own, so this is called inside a test. */
static void
catch_bus(void)
{
	struct sigaction sa = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO};

	assert_int_equal(sigaction(SIGBUS, &sa, NULL), 0);
}

/* Things done to the file at b->page, of which `old` is an earlier state. */
typedef void damage_fn(const struct bench *b, const unsigned char *old);

static void
delete_it(const struct bench *b, const unsigned char *old)
{
	(void)old;
	assert_int_equal(unlink(b->page), 0);
}

static void
empty_it(const struct bench *b, const unsigned char *old)
{
	(void)old;
	assert_int_equal(truncate(b->page, 0), 0);
}

static void
cut_it(const struct bench *b, const unsigned char *old)
{
	(void)old;
	assert_int_equal(truncate(b->page, 1000), 0);
}

static void
put_back_in_place(const struct bench *b, const unsigned char *old)
{
	file_write(b->page, old, PAGE);
}

/* Without cutting the file first, as "dd conv=notrunc" does. */
static void
put_back_over_it(const struct bench *b, const unsigned char *old)
{
	int fd = open(b->page, O_WRONLY | O_CLOEXEC);

	assert_int_equal(pwrite(fd, old, PAGE, 0), PAGE);
	assert_int_equal(close(fd), 0);
}

static void
put_back_anew(const struct bench *b, const unsigned char *old)
{
	assert_int_equal(unlink(b->page), 0);
	file_write(b->page, old, PAGE);
}

static void
write_zeros(const struct bench *b, const unsigned char *old)
{
	unsigned char zeros[PAGE] = {0};

	(void)old;
	put_back_over_it(b, zeros);
}

static void
write_rubbish(const struct bench *b, const unsigned char *old)
{
	unsigned char rubbish[PAGE];

	(void)old;
	memset(rubbish, 'x', sizeof(rubbish));
	put_back_over_it(b, rubbish);
}

static void
make_a_folder(const struct bench *b, const unsigned char *old)
{
	(void)old;
	assert_int_equal(unlink(b->page), 0);
	assert_int_equal(mkdir(b->page, 0700), 0);
}

static void
make_a_link(const struct bench *b, const unsigned char *old)
{
	char *other = mem_printf("%s.old", b->page);

	file_write(other, old, PAGE);
	assert_int_equal(unlink(b->page), 0);
	assert_int_equal(symlink(other, b->page), 0);
	free(other);
}

/* An older version of the format, with everything else as it was. */
static void
change_version(const struct bench *b, const unsigned char *old)
{
	unsigned char page[PAGE] = {0};

	(void)old;
	assert_int_equal(file_read(b->page, page, PAGE), PAGE);
	page[16] ^= 3;
	put_back_over_it(b, page);
}

struct damage {
	damage_fn *run;
	const char *running; /* said while running */
	const char *killed;  /* said at the start after an abrupt end */
	const char *closed;  /* and after an orderly one */
};

#define FROM_COPY "made again from its copy, no number is lost"
#define FULL      "the limit counts as reached for 60 minutes"

static const struct damage damages[] = {
    {delete_it, "is missing; it was made again from the numbers in memory",
	"is missing; it was made again, and " FULL, "is missing; it was "},
    {empty_it, "has 0 bytes instead of 4096", FULL, FROM_COPY},
    {cut_it, "has 1000 bytes instead of 4096", FULL, FROM_COPY},
    {put_back_in_place, "in memory", "is older than its last state; the limit",
	"is older than its last state; the newer numbers were taken"},
    {put_back_over_it, "damaged or set back in",
	"is older than its last state; the limit",
	"is older than its last state; the newer numbers were taken"},
    /* The number of the inode may be used again, so there are two texts. */
    {put_back_anew, "was replaced by another file", FULL, NULL},
    {write_zeros, "is no state file of cgpward", FULL, FROM_COPY},
    {write_rubbish, "is no state file of cgpward", FULL, FROM_COPY},
    {make_a_folder, NULL, NULL, NULL},
    {make_a_link, "cannot be opened", FULL, FROM_COPY},
    {change_version, "is a state file of another version", FULL, FROM_COPY},
};

enum { DAMAGES = sizeof(damages) / sizeof(damages[0]) };

static void
damage_while_running(void **state)
{
	unsigned char old[PAGE];
	size_t i;

	(void)state;
	catch_bus();
	for (i = 0; i < DAMAGES; i++) {
		struct bench *b = nearly_full(old);

		damages[i].run(b, old);
		bench_pass(b, SECOND);
		if (i % 2 == 0) /* noticed by counting or by checking */
			assert_true(window_check(b->window, &b->now, &b->said));
		assert_one_left(b);
		if (i % 2 == 1)
			assert_true(window_check(b->window, &b->now, &b->said));
		if (damages[i].running != NULL)
			assert_said(b, damages[i].running);
		assert_false(window_check(b->window, &b->now, &b->said));
		bench_free(b);
	}
}

/* The file is put right, so that the next process finds all the numbers. */
static void
damage_while_running_is_written_back(void **state)
{
	unsigned char old[PAGE];
	size_t i;

	(void)state;
	for (i = 0; i < DAMAGES; i++) {
		struct bench *b = nearly_full(old);

		if (damages[i].running == NULL) {
			bench_free(b);
			continue;
		}
		damages[i].run(b, old);
		assert_true(window_check(b->window, &b->now, &b->said));
		bench_kill(b);
		bench_open(b);
		assert_string_equal(b->said.text, "");
		assert_one_left(b);
		bench_free(b);
	}
}

static void
damage_after_an_abrupt_end(void **state)
{
	unsigned char old[PAGE];
	size_t i;

	(void)state;
	for (i = 0; i < DAMAGES; i++) {
		struct bench *b = nearly_full(old);

		bench_kill(b);
		damages[i].run(b, old);
		bench_open(b);
		if (damages[i].killed != NULL)
			assert_said(b, damages[i].killed);
		assert_full_for_an_hour(b);
		bench_free(b);
	}
}

static void
damage_after_an_orderly_end(void **state)
{
	unsigned char old[PAGE];
	size_t i;

	(void)state;
	for (i = 0; i < DAMAGES; i++) {
		struct bench *b = nearly_full(old);

		window_close(&b->window);
		damages[i].run(b, old);
		bench_open(b);
		if (damages[i].closed != NULL)
			assert_said(b, damages[i].closed);
		if (strstr(b->said.text, FULL) != NULL)
			assert_full_for_an_hour(b);
		else
			assert_one_left(b);
		bench_free(b);
	}
}

/* Every byte of the state file, changed while nobody looks. */
static void
every_altered_byte_is_noticed(void **state)
{
	unsigned char page[PAGE] = {0}, old[PAGE];
	struct bench *b = nearly_full(old);
	char *kept = mem_printf("%s.kept", b->page);
	size_t i, noticed = 0;

	(void)state;
	window_close(&b->window);
	assert_int_equal(link(b->page, kept), 0);
	assert_int_equal(file_read(b->page, page, PAGE), PAGE);
	for (i = 0; i < PAGE; i++) {
		assert_int_equal(unlink(b->page), 0);
		assert_int_equal(unlink(b->copy), 0);
		assert_int_equal(link(kept, b->page), 0);
		page[i] ^= (unsigned char)(1 << i % 8);
		file_write(b->page, page, PAGE);
		page[i] ^= (unsigned char)(1 << i % 8);
		bench_open(b);
		if (b->said.text[0] != '\0')
			noticed++;
		/* Behind the words there is nothing to be damaged. */
		assert_int_equal(noticed, i < WORDS_END ? i + 1 : WORDS_END);
		assert_int_equal(
		    bench_admit(b, LIMIT, LIMIT), i < WORDS_END ? 0 : 1);
		window_close(&b->window);
	}
	free(kept);
	bench_free(b);
}

/* Another file in the same inode, with words that look right. */
static void
a_changed_head_is_noticed_by_the_first_message(void **state)
{
	unsigned char page[PAGE] = {0}, old[PAGE];
	struct bench *b = nearly_full(old);
	struct stat before, after;

	(void)state;
	assert_int_equal(file_read(b->page, page, PAGE), PAGE);
	assert_int_equal(stat(b->page, &before), 0);
	page[119] ^= 1; /* of the head's check */
	put_back_over_it(b, page);
	assert_int_equal(bench_admit(b, 1, LIMIT), 1);
	assert_int_equal(stat(b->page, &after), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_true(window_check(b->window, &b->now, &b->said));
	assert_said(b, "is damaged; it was made again");
	assert_int_equal(bench_admit(b, 1, LIMIT), 0);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(damage_while_running),
	    cmocka_unit_test(damage_while_running_is_written_back),
	    cmocka_unit_test(damage_after_an_abrupt_end),
	    cmocka_unit_test(damage_after_an_orderly_end),
	    cmocka_unit_test(every_altered_byte_is_noticed),
	    cmocka_unit_test(a_changed_head_is_noticed_by_the_first_message),
	};

	return RUN_TESTS(tests);
}
