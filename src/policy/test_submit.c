/* Mails that are handed to the server. */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

#include "loop_guard.h"
#include "mail_fixture_priv.h"
#include "submit.h"

static const int64_t NOW_S = 1795208172;

static struct slice
slice_of(const char *s)
{
	return (struct slice){s, strlen(s)};
}

static int
start(void **state)
{
	char *path;
	int rc = set_up(state);

	path = inside("Submitted");
	if (rc == 0)
		rc = mkdir(path, 0755);
	free(path);
	(void)signal(SIGXFSZ, SIG_IGN);
	return rc;
}

static int
send_to(const char *sender, const char *recipient, struct err *e)
{
	char *folder = inside("Submitted");
	struct slice to = slice_of(recipient);
	struct submit_mail mail = {
	    .folder = folder,
	    .sender = slice_of(sender),
	    .recipients = &to,
	    .recipients_n = 1,
	    .pieces = {slice_of("A: b\n"), slice_of("\ntext\n")},
	};
	int rc = submit_mail(&mail, e);

	free(folder);
	return rc;
}

/*
 * The text of the only file in Submitted/, which is removed; NULL for none.
 * Other names than NAME.sub are errors.
 */
static char *
only_mail(void)
{
	char *folder = inside("Submitted"), *path, *text = NULL;
	DIR *d = opendir(folder);
	struct dirent *entry;

	assert_non_null(d);
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		assert_null(text);
		assert_string_equal(strrchr(entry->d_name, '.'), ".sub");
		path = mem_printf("%s/%s", folder, entry->d_name);
		text = read_path(path, NULL);
		assert_int_equal(unlink(path), 0);
		free(path);
	}
	(void)closedir(d);
	free(folder);
	return text;
}

static void
the_envelope_comes_first(void **state)
{
	struct err e;
	char *text;

	(void)state;
	assert_int_equal(send_to("s@x", "\"a b\"@y", &e), 0);
	text = only_mail();
	assert_string_equal(text, "Return-Path: <s@x>\n"
				  "Envelope-To: <\"a b\"@y>\nA: b\n\ntext\n");
	free(text);
	assert_int_equal(send_to("", "\xe6\x97\xa5@y", &e), 0);
	text = only_mail();
	assert_memory_equal(text, "Return-Path: <>\n", 16);
	free(text);
}

static void
names_are_never_the_same(void **state)
{
	char *folder = inside("Submitted");
	DIR *d;
	struct err e;
	int i, n = 0;

	(void)state;
	for (i = 0; i < 50; i++)
		assert_int_equal(send_to("", "a@x", &e), 0);
	d = opendir(folder);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	free(folder);
	assert_int_equal(n, 52);
}

static void
unsafe_addresses_are_refused(void **state)
{
	static const char *const bad[] = {"", "a\nEnvelope-To: <b@x>", "a\rb@x",
	    "a@x> <b@x", "a@x,b@x", "a b@x", "a\x1b@x", "a\x7f@x", "\xff@x",
	    "\"a@x", "\"a\\\"@x", "\"a\\\nb\"@x", "\xc2\x85@x", "<a@x>",
	    "\"a\xe6\x97\"@x"};
	static const char *const good[] = {"a", "a@x", "a+b=c@x.y", "\"<\"@x",
	    "\"a\\\"b\"@x", "\"a,b\"@[192.0.2.1]"};
	char longest[SUBMIT_ADDRESS_MAX + 2];
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(submit_is_address(slice_of(bad[i])));
		assert_int_equal(send_to("", bad[i], &e), -1);
		if (i > 0)
			assert_int_equal(send_to(bad[i], "a@x", &e), -1);
	}
	assert_false(submit_is_address((struct slice){"a\0b@x", 5}));
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(submit_is_address(slice_of(good[i])));
	memset(longest, 'a', sizeof(longest));
	assert_true(
	    submit_is_address((struct slice){longest, SUBMIT_ADDRESS_MAX}));
	assert_false(
	    submit_is_address((struct slice){longest, SUBMIT_ADDRESS_MAX + 1}));
	assert_null(only_mail());
}

static void
what_cannot_be_written_leaves_nothing(void **state)
{
	struct rlimit before, small;
	char *folder = inside("Submitted");
	struct err e;
	int rc;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){20, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	rc = send_to("", "a@x", &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(rc, -1);
	assert_null(only_mail());
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(send_to("", "a@x", &e), -1);
	assert_non_null(strstr(e.text, "Submitted: cannot be opened"));
	free(folder);
}

#define ENVELOPE                                                               \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <b@example.net>\n"             \
	"P I 02-03-2026 09:15:00 0000 ____ ____ <s@example.com>\n"             \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <postmaster>\n\n"

static int
again(struct message *m, struct err *e)
{
	char *folder = inside("Submitted");
	struct submit_again a = {folder, conf->server_state_dir, m, NOW_S};
	int rc = submit_again(&a, e);

	free(folder);
	return rc;
}

/* What of a message is submitted again, without the guard's two lines. */
static char *
sent_again(const char *mail)
{
	char *whole = mem_printf("%s%s", ENVELOPE, mail), *text, *guard, *rest;
	struct message *m = open_message("1.msg", whole);
	struct err e = {{0}};

	if (again(m, &e) == -1)
		fail_msg("%s", e.text);
	message_free(&m);
	free(whole);
	text = only_mail();
	guard = strstr(text, "\n" LOOP_GUARD_NAME ": ");
	assert_non_null(guard);
	rest = strchr(strchr(guard + 1, '\n') + 1, '\n');
	memmove(guard, rest, strlen(rest) + 1);
	return text;
}

static void
assert_again(const char *mail, const char *want)
{
	char *text = sent_again(mail);
	char *whole = mem_printf("Return-Path: <s@example.com>\n"
				 "Envelope-To: <b@example.net>\n"
				 "Envelope-To: <postmaster>\n%s",
	    want);

	assert_string_equal(text, whole);
	free(whole);
	free(text);
}

static void
foreign_fields_are_left_out(void **state)
{
	(void)state;
	assert_again("Subject: s\n\nbody", "Subject: s\n\nbody\n");
	assert_again("Subject: s\r\nX: a\r\n b\r\n\r\nbo\rdy\r\n\r\n",
	    "Subject: s\nX: a\n b\n\nbo\rdy\n\n");
	assert_again("Envelope-To: <evil@x>\nSubject: s\nENVELOPE-TO : e,\n"
		     "\t<evil@x>\nreturn-path: <e@x>\nX: y\n\n"
		     "Envelope-To: in the body\n",
	    "Subject: s\nX: y\n\nEnvelope-To: in the body\n");
	assert_again("Subject: s\n" LOOP_GUARD_NAME ": 1 2 3\n 4\n\nb\n",
	    "Subject: s\n\nb\n");
	assert_again("A: b\rEnvelope-To: <evil@x>\nB: c\n\nb\n",
	    "A: b Envelope-To: <evil@x>\nB: c\n\nb\n");
	assert_again(" Envelope-To: <evil@x>\nB: c\n\nb\n", "B: c\n\nb\n");
	assert_again("Envelope-Too: x\nX-Return-Path: y\n\nb\n",
	    "Envelope-Too: x\nX-Return-Path: y\n\nb\n");
	assert_again("\nonly a body\n", "\nonly a body\n");
	assert_again("Subject: only a head", "Subject: only a head\n\n");
}

static void
a_nul_does_not_hide_a_field(void **state)
{
	static const char mail[] = ENVELOPE
	    "Envelope-To\0: <evil@x>\n\0Envelope-To: <evil@x>\nB: c\0d\n\nb\n";
	char *path = inside("1.msg"), *text;
	struct message_source source = {
	    .path = path, .envelope_max = 1 << 20, .message_max = 1 << 20};
	struct message *m = NULL;
	struct err e;

	(void)state;
	write_in("1.msg", mail, sizeof(mail) - 1);
	assert_int_equal(message_open(&source, &m, &e), 0);
	assert_int_equal(again(m, &e), 0);
	text = only_mail();
	assert_null(strstr(text, "evil"));
	assert_non_null(strstr(text, "\nB: c d\n\nb\n"));
	free(text);
	message_free(&m);
	free(path);
}

/* As the server would hand it back: with its Received, without Envelope-To. */
static void
it_passes_once(void **state)
{
	char *whole = mem_printf("%s%s", ENVELOPE,
	    "Subject: s\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n");
	struct message *m = open_message("1.msg", whole);
	struct slice *to = NULL;
	struct loop_guard_mail mail = {
	    .state_dir = conf->server_state_dir, .rest_fd = -1, .now_s = NOW_S};
	struct err e = {{0}};
	char *text, *back;
	size_t n;

	(void)state;
	assert_int_equal(again(m, &e), 0);
	text = only_mail();
	back = mem_printf("Received: by server\n with PIPE\n%s",
	    strstr(text, LOOP_GUARD_NAME));
	assert_int_equal(loop_guard_recipients(&m->envelope, &to, &n, &e), 0);
	assert_int_equal(n, 2);
	mail.text = slice_of(back);
	mail.recipients = to;
	mail.recipients_n = n;
	assert_int_equal(loop_guard_check(&mail, &e), LOOP_GUARD_VALID);
	assert_int_equal(loop_guard_check(&mail, &e), LOOP_GUARD_WORTHLESS);
	free(to);
	free(text);
	free(back);
	free(whole);
	message_free(&m);
}

static void
a_mail_to_nobody_stays(void **state)
{
	struct message *m = open_message("1.msg", "Subject: s\n\nb\n");
	struct err e;

	(void)state;
	assert_int_equal(again(m, &e), -1);
	assert_string_equal(e.text, "its envelope has no recipients");
	message_free(&m);
	m = open_message("1.msg",
	    "R W 02-03-2026 09:15:00 0000 ____ _FY_ <a\rb@x>\n\n"
	    "Subject: s\n\nb\n");
	assert_int_equal(again(m, &e), -1);
	assert_non_null(strstr(e.text, "<a\\x0db@x> is no address"));
	message_free(&m);
	assert_null(only_mail());
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_envelope_comes_first),
	    TEST(names_are_never_the_same),
	    TEST(unsafe_addresses_are_refused),
	    TEST(what_cannot_be_written_leaves_nothing),
	    TEST(foreign_fields_are_left_out),
	    TEST(a_nul_does_not_hide_a_field),
	    TEST(it_passes_once),
	    TEST(a_mail_to_nobody_stays),
	};

	return RUN_TESTS(tests);
}
