/* The loop guard: for one mail, once, and for nobody else. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "loop_guard.h"
#include "loop_guard_priv.h"
#include "mail_fixture_priv.h"
#include "thread.h"

#define HEAD                                                                   \
	"From: <a@example.com>\nMessage-ID: <1@x>\nSubject: s\n folded\n"      \
	"MIME-Version: 1.0\nContent-Type: text/plain\n"
#define BODY "first\nsecond\n"

static const int64_t NOW_S = 1795208172;

static struct slice
slice_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

static struct loop_guard_mail
mail_of(const char *text, const struct slice *recipients, size_t n)
{
	return (struct loop_guard_mail){
	    .state_dir = conf->server_state_dir,
	    .text = slice_of(text),
	    .rest_fd = -1,
	    .recipients = recipients,
	    .recipients_n = n,
	    .now_s = NOW_S,
	};
}

/* The field for HEAD and BODY and two recipients; to be freed. */
static char *
made_field(void)
{
	struct slice to[] = {slice_of("b@Example.com"), slice_of("c@x")};
	struct loop_guard_mail mail = mail_of(HEAD "\n" BODY, to, 2);
	struct err e = {{0}};
	struct buf out;
	char *field;

	buf_init(&out, LOOP_GUARD_FIELD_MAX);
	if (loop_guard_make(&mail, &out, &e) == -1)
		fail_msg("%s", e.text);
	assert_false(out.cut);
	field = mem_strdup(out.data);
	buf_fini(&out);
	return field;
}

static enum loop_guard_result
check_text(const char *text)
{
	struct slice to[] = {slice_of("C@X"), slice_of("b@example.com")};
	struct loop_guard_mail mail = mail_of(text, to, 2);
	struct err why;

	return loop_guard_check(&mail, &why);
}

/* Checks the field in a mail; the format has one %s for it. */
static enum loop_guard_result
check_with(const char *field, const char *head, const char *rest)
{
	char *text = mem_printf("%s%s%s", head, field, rest);
	enum loop_guard_result result = check_text(text);

	free(text);
	return result;
}

static void
it_lets_its_mail_pass_once(void **state)
{
	char *field = made_field();

	(void)state;
	assert_int_equal(check_text(HEAD "\n" BODY), LOOP_GUARD_NONE);
	assert_int_equal(
	    check_with(field, "", HEAD "\n" BODY), LOOP_GUARD_VALID);
	assert_int_equal(
	    check_with(field, "", HEAD "\n" BODY), LOOP_GUARD_WORTHLESS);
	free(field);
}

static void
what_a_server_changes_does_not_matter(void **state)
{
	static const char *const heads[] = {
	    "Received: by x\n id 1\n" HEAD, HEAD "X-Other: 1\nDate: now\n"};
	char *field;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		field = made_field();
		assert_int_equal(
		    check_with(field, heads[i], "\n" BODY), LOOP_GUARD_VALID);
		free(field);
	}
	field = made_field();
	assert_int_equal(check_with(field, HEAD, "\r\nfirst\r\nsecond\r\n"),
	    LOOP_GUARD_VALID);
	free(field);
	field = made_field();
	assert_int_equal(
	    check_with(field, HEAD, "\nfirst\nsecond"), LOOP_GUARD_VALID);
	free(field);
}

static void
what_was_altered_is_worthless(void **state)
{
	static const char *const texts[][2] = {
	    {HEAD, "\nfirst\nsecond\nx"},
	    {HEAD, "\nfirst\n\nsecond\n"},
	    {HEAD, "\nfirst\rsecond\n"},
	    {HEAD, "\nfirst\nsecon\n"},
	    {HEAD, "\n"},
	    {HEAD "Content-Type: text/html\n", "\n" BODY},
	    {HEAD "content-x: y\n", "\n" BODY},
	    {HEAD "Subject : other\n", "\n" BODY},
	    {"Message-ID: <2@x>\n" HEAD, "\n" BODY},
	    {"From: <a@example.com>\n", "\n" BODY},
	    {HEAD, "X: y\rContent-Type: text/html\n\n" BODY},
	};
	char *field = made_field();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(check_with(field, texts[i][0], texts[i][1]),
		    LOOP_GUARD_WORTHLESS);
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	free(field);
}

static void
every_byte_of_it_counts(void **state)
{
	char *field = made_field(), c;
	size_t i, from = strlen(LOOP_GUARD_NAME) + 2;

	(void)state;
	for (i = from; field[i + 1] != '\0'; i++) {
		if (strchr(" \n", field[i]) != NULL)
			continue;
		c = field[i];
		field[i] = c == '3' ? '4' : '3';
		assert_int_equal(
		    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
		field[i] = c;
	}
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	free(field);
}

static void
other_recipients_have_no_use_of_it(void **state)
{
	char *field = made_field();
	char *text = mem_printf("%s%s", field, HEAD "\n" BODY);
	struct slice to[] = {slice_of("c@x"), slice_of("b@example.com"),
	    slice_of("d@x"), slice_of("c@x")};
	struct loop_guard_mail mail;
	struct err why;
	size_t n;

	(void)state;
	for (n = 0; n < 4; n++) {
		mail = mail_of(text, to, n);
		assert_int_equal(loop_guard_check(&mail, &why),
		    n == 2 ? LOOP_GUARD_VALID : LOOP_GUARD_WORTHLESS);
	}
	free(text);
	free(field);
	/* The same one twice is no other recipient. */
	to[2] = to[0];
	field = made_field();
	text = mem_printf("%s%s", field, HEAD "\n" BODY);
	mail = mail_of(text, to, 4);
	assert_int_equal(loop_guard_check(&mail, &why), LOOP_GUARD_VALID);
	free(text);
	free(field);
}

static void
it_expires(void **state)
{
	char *field = made_field();
	char *text = mem_printf("%s%s", field, HEAD "\n" BODY);
	struct slice to[] = {slice_of("c@x"), slice_of("b@example.com")};
	struct loop_guard_mail mail = mail_of(text, to, 2);
	struct err why;

	(void)state;
	mail.now_s = NOW_S + LOOP_GUARD_LIFE_S + 1;
	assert_int_equal(loop_guard_check(&mail, &why), LOOP_GUARD_WORTHLESS);
	assert_string_equal(why.text, "it has expired");
	mail.now_s = NOW_S - 3601;
	assert_int_equal(loop_guard_check(&mail, &why), LOOP_GUARD_WORTHLESS);
	mail.now_s = NOW_S + LOOP_GUARD_LIFE_S;
	assert_int_equal(loop_guard_check(&mail, &why), LOOP_GUARD_VALID);
	free(text);
	free(field);
}

static void
used_numbers_are_kept_until_they_expire(void **state)
{
	char *field = made_field();

	(void)state;
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	assert_int_equal(loop_guard_sweep(conf->server_state_dir, NOW_S), 0);
	assert_int_equal(
	    loop_guard_sweep(conf->server_state_dir, NOW_S + LOOP_GUARD_LIFE_S),
	    0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(loop_guard_sweep(conf->server_state_dir,
			     NOW_S + LOOP_GUARD_LIFE_S + 3601),
	    1);
	free(field);
}

static void
two_of_them_are_none(void **state)
{
	char *field = made_field(), *other = made_field();
	char *both = mem_printf("%s%s", field, other);

	(void)state;
	assert_int_equal(
	    check_with(both, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	/* In the body it is only text. */
	assert_int_equal(check_with(other, HEAD "\n", BODY), LOOP_GUARD_NONE);
	free(field);
	free(other);
	free(both);
}

static void
the_key_is_private(void **state)
{
	char *field = made_field(), *path = inside("run/guard.key");
	struct stat st;

	(void)state;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, SIGN_MAC_KEY_SIZE);
	/* A key that others know proves nothing. */
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(access(path, F_OK), -1); /* checking makes none */
	free(field);
	free(made_field());
	assert_int_equal(access(path, F_OK), 0);
	free(path);
}

/* What cannot be remembered must not pass. */
static void
a_number_that_cannot_be_noted_is_worthless(void **state)
{
	char *field = made_field(), *path = inside("run/guard");

	(void)state;
	write_in("run/guard", "", 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(
	    check_with(field, HEAD, "\n" BODY), LOOP_GUARD_WORTHLESS);
	assert_int_equal(chmod(path, 0700), 0);
	assert_int_equal(check_with(field, HEAD, "\n" BODY), LOOP_GUARD_VALID);
	free(path);
	free(field);
}

static void
what_was_not_read_counts_too(void **state)
{
	char *field = made_field();
	char *text = mem_printf("%s%s", field, HEAD "\n" BODY);
	struct slice to[] = {slice_of("c@x"), slice_of("b@example.com")};
	struct loop_guard_mail mail = mail_of(text, to, 2);
	char *path = inside("rest");
	struct err why;
	int i;

	(void)state;
	mail.text.len -= 5;
	write_in("rest", text, strlen(text));
	assert_int_equal(loop_guard_check(&mail, &why), LOOP_GUARD_WORTHLESS);
	for (i = 0; i < 2; i++) {
		mail.rest_fd = open(path, O_RDONLY);
		assert_int_equal(lseek(mail.rest_fd,
				     (off_t)mail.text.len - (i == 0), SEEK_SET),
		    (off_t)mail.text.len - (i == 0));
		assert_int_equal(loop_guard_check(&mail, &why),
		    i == 0 ? LOOP_GUARD_WORTHLESS : LOOP_GUARD_VALID);
		(void)close(mail.rest_fd);
	}
	free(path);
	free(text);
	free(field);
}

static const char *race_text;
static atomic_int passed;

static void *
race(void *arg)
{
	if (check_text(race_text) == LOOP_GUARD_VALID)
		(void)atomic_fetch_add(&passed, 1);
	return arg;
}

static void
of_many_at_once_one_passes(void **state)
{
	pthread_t threads[8];
	char *field = made_field();
	char *text = mem_printf("%s%s", field, HEAD "\n" BODY);
	struct err e;
	int i;

	(void)state;
	race_text = text;
	atomic_store(&passed, 0);
	for (i = 0; i < 8; i++)
		assert_int_equal(
		    thread_start(&threads[i], "race", race, NULL, &e), 0);
	for (i = 0; i < 8; i++)
		(void)pthread_join(threads[i], NULL);
	assert_int_equal(passed, 1);
	free(text);
	free(field);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(it_lets_its_mail_pass_once),
	    TEST(what_a_server_changes_does_not_matter),
	    TEST(what_was_altered_is_worthless),
	    TEST(every_byte_of_it_counts),
	    TEST(other_recipients_have_no_use_of_it),
	    TEST(it_expires),
	    TEST(used_numbers_are_kept_until_they_expire),
	    TEST(two_of_them_are_none),
	    TEST(the_key_is_private),
	    TEST(a_number_that_cannot_be_noted_is_worthless),
	    TEST(what_was_not_read_counts_too),
	    TEST(of_many_at_once_one_passes),
	};

	return RUN_TESTS(tests);
}
