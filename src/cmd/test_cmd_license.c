/*
 * cgpward license, word by word, with a vendor's key that everybody knows:
 * its secret is 32 times 07. What a command writes goes to a file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "cmd_license.h"
#include "mem.h"
#include "quota.h"
#include "tally.h"
#include "test.h"
#include "vendor_key.h"

const unsigned char vendor_key[LICENSE_KEY_SIZE] = {0xea, 0x4a, 0x6c, 0x63,
    0xe2, 0x9c, 0x52, 0x0a, 0xbe, 0xf5, 0x50, 0x7b, 0x13, 0x2e, 0xc5, 0xf9,
    0x95, 0x47, 0x76, 0xae, 0xbe, 0xbe, 0x7b, 0x92, 0x42, 0x1e, 0xea, 0x69,
    0x14, 0x46, 0xd2, 0x2c};

#define SECRET                                                                 \
	"cgpward-vendor-key 1\nsecret: "                                       \
	"0707070707070707070707070707070707070707070707070707070707070707\n"

enum { ARGS_MAX = 20, OUT_MAX = 8192 };

struct fixture {
	char folder[64], back[512];
	char out[OUT_MAX];
};

static void
put_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof(*f));

	(void)snprintf(f->folder, sizeof(f->folder), "/tmp/test-cmd.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	assert_non_null(getcwd(f->back, sizeof(f->back)));
	assert_int_equal(chdir(f->folder), 0);
	put_file("vendor.key", SECRET);
	assert_int_equal(chmod("vendor.key", 0600), 0);
	put_file("cgpward.cfg", "[license]\nfile = mine.key\n");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	assert_int_equal(chdir(f->back), 0);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", f->folder);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

/* Runs "license WORDS", words split at blanks; '+' stands for a blank. */
static int
run(struct fixture *f, const char *words)
{
	char line[1024] = "license ", *arg[ARGS_MAX + 1], *at = line, *c;
	int code, n = 0, saved_out = dup(1), saved_err = dup(2);
	FILE *file;
	size_t len;

	memcpy(line + 8, words, strlen(words) + 1);
	while (at != NULL && *at != '\0' && n < ARGS_MAX)
		arg[n++] = strsep(&at, " ");
	arg[n] = NULL;
	for (c = line; c < line + sizeof(line); c++)
		if (*c == '+')
			*c = ' ';
	(void)fflush(NULL);
	assert_non_null(file = fopen("out", "w+"));
	assert_true(dup2(fileno(file), 1) == 1 && dup2(fileno(file), 2) == 2);
	code = cmd_license(n, arg);
	(void)fflush(NULL);
	assert_true(dup2(saved_out, 1) == 1 && dup2(saved_err, 2) == 2);
	(void)close(saved_out);
	(void)close(saved_err);
	rewind(file);
	len = fread(f->out, 1, sizeof(f->out) - 1, file);
	f->out[len] = '\0';
	(void)fclose(file);
	return code;
}

static void
assert_run(struct fixture *f, const char *words, int code, const char *said)
{
	int got = run(f, words);

	if (got != code || strstr(f->out, said) == NULL)
		fail_msg("license %s: code %d, \"%s\"", words, got, f->out);
}

#define ISSUE                                                                  \
	"issue --key vendor.key --licensee Example+KK --domain example.com "   \
	"--messages-per-hour 20 --issued 2020-01-01 --expires "

static void
a_license_is_issued_and_verified(void **state)
{
	struct fixture *f = *state;

	assert_run(f, ISSUE "never", 0, "licensee: Example KK\n");
	put_file("mine.key", f->out);
	assert_run(f, "verify mine.key", 0,
	    "for Example KK (example.com): 20 messages per hour, without");
	assert_run(f, ISSUE "2020-12-31", 0, "expires: 2020-12-31\n");
	put_file("old.key", f->out);
	assert_run(f, "verify old.key", 1, "old.key: has expired at the end");
	assert_run(f, "verify old.key", 1, "no license: 1 message per hour");
	assert_run(f, "verify nothing", 1, "nothing: there is no license");
}

static void
a_pair_is_made_once(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(mkdir("pair", 0700), 0);
	assert_run(f, "keygen pair", 0, "make VENDOR_KEY=pair/vendor.pub");
	assert_run(f, "keygen pair", 1, "exists already and is not replaced");
	assert_run(f, "keygen nowhere", 1, "cannot be created");
}

static void
wrong_words_are_told(void **state)
{
	struct fixture *f = *state;

	assert_run(f, "", 2, "usage: cgpward license keygen");
	assert_run(f, "frobnicate", 2, "usage: cgpward license keygen");
	assert_run(f, "keygen", 2, "takes one folder");
	assert_run(f, "verify", 2, "takes one file");
	assert_run(f, "verify --quiet x", 2, "unknown option");
	assert_run(f, "issue", 2, "issue needs --key");
	assert_run(f, ISSUE "soon", 2, "--expires: a date");
	assert_run(f, ISSUE "2020-02-30", 2, "--expires: a date");
	assert_run(f, ISSUE "2019-12-31", 1, "expires before it is issued");
	assert_run(f, ISSUE "never --messages-per-hour 0", 2, "a number from");
	assert_run(f, ISSUE "never --domain +", 1, "a bad field \"domain\"");
	assert_run(f, ISSUE "never --key none", 1, "none: cannot be opened");
	assert_run(f, ISSUE "never more", 2, "options only");
	assert_run(f, "show x", 2, "only -c is taken");
}

static void
show_tells_license_and_count(void **state)
{
	struct fixture *f = *state;
	const struct quota_settings settings = {.limit = 20};
	struct quota_answer answer;
	struct moment now;
	struct quota *q;
	struct err said;

	assert_run(f, "show", 1, "mine.key: there is no license");
	assert_run(f, "show", 1, "quota: is missing");
	assert_run(f, ISSUE "never", 0, "");
	put_file("mine.key", f->out);
	clock_moment(&now);
	q = quota_open("run", &settings, &now, &said);
	quota_admit(q, &now, &answer);
	assert_run(f, "show -c cgpward.cfg", 0, "for Example KK");
	assert_run(f, "show", 0, "in the last 60 minutes: 1 of 20\n");
	quota_close(&q);
	assert_run(f, "show -c none.cfg", 1, "none.cfg");
}

/* The clock was once later than it is now: the license has ended. */
static void
show_goes_by_the_newest_time(void **state)
{
	struct fixture *f = *state;
	const struct quota_settings settings = {.limit = 20};
	struct moment now;
	struct quota *q;
	struct err said;

	assert_run(f, ISSUE "2999-01-01", 0, "");
	put_file("mine.key", f->out);
	assert_run(f, "show", 0, "valid to 2999-01-01");
	clock_moment(&now);
	now.wall_ms = INT64_C(32503680000000); /* the year 3000 */
	q = quota_open("run", &settings, &now, &said);
	quota_close(&q);
	assert_run(f, "show", 1, "has expired at the end of 2999-01-01");
}

static void
advise_reads_the_tally(void **state)
{
	struct fixture *f = *state;
	struct tally *t;
	struct err e;

	assert_run(f, "advise", 1, "nothing was counted yet");
	t = tally_open("run", &e);
	assert_int_equal(tally_add(t, INT64_C(1600000000000), &e), 0);
	tally_close(&t);
	assert_run(f, "advise", 0, "A license for 100 messages per hour");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_license_is_issued_and_verified),
	    TEST(a_pair_is_made_once),
	    TEST(wrong_words_are_told),
	    TEST(show_tells_license_and_count),
	    TEST(show_goes_by_the_newest_time),
	    TEST(advise_reads_the_tally),
	};

	return RUN_TESTS(tests);
}
