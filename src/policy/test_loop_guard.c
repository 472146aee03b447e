/* The loop guard: for one mail, once, and for nobody else. */
#include <fcntl.h>

#include "loop_guard_fixture_priv.h"
#include "loop_guard_priv.h"

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

/* Each line once, whichever end lines have; it takes hours otherwise. */
static void
a_head_of_many_lines_is_read(void **state)
{
	enum { LINES = 2000000 };
	static char head[2 * LINES];
	static const char ends[] = "\r\n";
	struct slice value;
	size_t i, k;

	(void)state;
	for (k = 0; k < 2; k++) {
		for (i = 0; i < LINES; i++) {
			head[2 * i] = 'a';
			head[2 * i + 1] = ends[k];
		}
		assert_int_equal(
		    loop_guard_find((struct slice){head, sizeof(head)}, &value),
		    0);
	}
}

/* A line end may stand at the end of a step, or behind it. */
static void
long_lines_end_where_they_do(void **state)
{
	static const char *const ends[] = {"\n", "\r", "\r\n"};
	char text[1200];
	struct slice line;
	size_t len, pos, k;

	(void)state;
	for (len = 1; len < 600; len++) {
		for (k = 0; k < 3; k++) {
			memset(text, 'x', sizeof(text));
			memcpy(text + len, ends[k], strlen(ends[k]));
			pos = 0;
			assert_true(loop_guard_line(
			    (struct slice){text, sizeof(text)}, &pos, &line));
			assert_int_equal(line.len, len);
			assert_int_equal(pos, len + strlen(ends[k]));
		}
	}
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
	    TEST(two_of_them_are_none),
	    TEST(what_was_not_read_counts_too),
	    cmocka_unit_test(a_head_of_many_lines_is_read),
	    cmocka_unit_test(long_lines_end_where_they_do),
	};

	return RUN_TESTS(tests);
}
