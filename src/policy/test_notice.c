/* Notices: who gets one, how often, and what gets through into it. */
#include <dirent.h>

#include "base64.h"
#include "loop_guard.h"
#include "mail_fixture_priv.h"
#include "notice.h"
#include "notice_priv.h"

#define ENVELOPE(from, to)                                                     \
	"P I 02-03-2026 09:15:00 0000 ____ ____ <" from ">\n"                  \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <" to ">\n"                    \
	"R W 02-03-2026 09:15:00 0000 ____ _FY_ <x@away.test>\n\n"
#define MAIL "Subject: s\nMessage-ID: <1@x>\n\nb\n"

static const int64_t NOW_MS = 1795208172000;

static struct findings found;
static struct notice_limit *limit;
static char *folder;

static int
start(void **state)
{
	int rc = set_up(state);

	folder = inside("Submitted");
	limit = notice_limit_new();
	found = (struct findings){0};
	findings_add(&found, CLASS_banned, "*.exe", "mail/a.exe");
	return rc == 0 ? mkdir(folder, 0755) : rc;
}

static int
stop(void **state)
{
	findings_fini(&found);
	notice_limit_free(&limit);
	free(folder);
	return tear_down(state);
}

static struct notice *
notice_of(const char *text)
{
	struct message *m = text != NULL ? open_message("1.msg", text) : NULL;
	struct verdict v;
	struct notice_case c = {
	    .config = conf,
	    .message = m,
	    .findings = &found,
	    .verdict = &v,
	    .quarantine_id = "20261120-0123456789abcdef",
	    .now_ms = NOW_MS,
	};
	struct notice *n;

	verdict_decide(conf, &found, &v);
	n = notice_new(&c);
	message_free(&m);
	return n;
}

static size_t
post(struct notice *n, int64_t now_ms)
{
	struct notice_post p = {folder, limit, now_ms};
	struct err e;

	return notice_send(n, &p, &e);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* All mails in Submitted/, one behind the other; they are removed. */
static char *
mails(unsigned *n_r)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_visible, by_name), i;
	char *all = mem_strdup(""), *path, *text, *more;

	assert_int_not_equal(n, -1);
	for (i = 0; i < n; i++) {
		path = mem_printf("%s/%s", folder, names[i]->d_name);
		text = read_path(path, NULL);
		more = mem_printf("%s%s", all, text);
		assert_int_equal(unlink(path), 0);
		free(all);
		all = more;
		free(text);
		free(path);
		free(names[i]);
	}
	free(names);
	*n_r = (unsigned)n;
	return all;
}

/* Sends the notices of a message; `want` are its addresses, each in <>. */
static void
assert_told(const char *text, const char *want)
{
	struct notice *n = notice_of(text);
	unsigned count = 0, wanted = 0;
	char *all, *line;
	const char *s;

	if (n != NULL)
		assert_int_equal(post(n, NOW_MS), 0);
	all = mails(&count);
	for (s = want; (s = strchr(s, '<')) != NULL; s = strchr(s, '>')) {
		line = mem_printf(
		    "Envelope-To: %.*s\n", (int)(strchr(s, '>') - s + 1), s);
		if (strstr(all, line) == NULL)
			fail_msg("%s is not told", line);
		free(line);
		wanted++;
	}
	assert_int_equal(count, wanted);
	free(all);
	notice_free(&n);
	notice_limit_free(&limit);
	limit = notice_limit_new();
}

static void
the_right_people_are_told(void **state)
{
	static const char local[] = ENVELOPE("a@here.test", "b@here.test") MAIL;
	static const char from_away[] =
	    ENVELOPE("a@away.test", "postmaster") MAIL;
	static const char bounce[] = ENVELOPE("", "b@here.test") MAIL;

	(void)state;
	assert_told(local, "<postmaster>");
	assert_told(NULL, "<postmaster>");
	load_conf("[notices]\nto = postmaster, sender, recipients\n"
		  "postmaster = pm@here.test\n");
	assert_told(local, "<pm@here.test><b@here.test><x@away.test>");
	assert_told(bounce, "<pm@here.test><b@here.test><x@away.test>");
	load_conf("[notices]\nto = sender, recipients\n"
		  "local_domains = here.test, *.here.test\n");
	assert_told(local, "<a@here.test><b@here.test>");
	assert_told(from_away, "<postmaster>");
	assert_told(bounce, "<b@here.test>");
	assert_told(ENVELOPE("A@Sub.Here.TEST", "b@nothere.test") MAIL,
	    "<A@Sub.Here.TEST>");
	load_conf("[notices]\nto = sender\nlocal_domains = here.test\n");
	assert_told(ENVELOPE("a@here.test@away.test", "b") MAIL, "");
	assert_told(ENVELOPE("nobody", "b") MAIL, "");
	load_conf("[notices]\nto = sender\nlocal_domains = *\n");
	assert_told(bounce, "");
	assert_told(from_away, "<a@away.test>");
}

/* Even one that is only among other findings. */
static void
nobody_is_told_about_worms(void **state)
{
	(void)state;
	load_conf("[notices]\nto = postmaster, sender, recipients\n"
		  "local_domains = here.test\n");
	findings_add(&found, CLASS_worm, "W", "mail");
	assert_told(ENVELOPE("a@here.test", "b@here.test") MAIL, "");
}

static bool
admit(const char *address, enum msg_class class, int64_t now_ms)
{
	struct notice_request r = {address, class, 3, now_ms};

	return notice_limit_admit(limit, &r);
}

static void
each_is_told_once_an_hour(void **state)
{
	const int64_t hour = NOTICE_LIMIT_MS;

	(void)state;
	assert_true(admit("a@x", CLASS_banned, NOW_MS));
	assert_false(admit("a@x", CLASS_banned, NOW_MS + 1));
	assert_false(admit("A@X", CLASS_banned, NOW_MS + 1));
	assert_true(admit("a@x", CLASS_macro, NOW_MS + 1));
	assert_true(admit("b@x", CLASS_banned, NOW_MS + 2));
	/* That is all for this hour. */
	assert_false(admit("c@x", CLASS_banned, NOW_MS + 3));
	assert_false(admit("c@x", CLASS_banned, NOW_MS + hour - 1));
	assert_true(admit("c@x", CLASS_banned, NOW_MS + hour));
	assert_false(admit("a@x", CLASS_banned, NOW_MS + hour));
	assert_true(admit("a@x", CLASS_banned, NOW_MS + hour + 1));
	/* A clock that was set back does not silence it for ever. */
	assert_true(admit("a@x", CLASS_banned, NOW_MS - 10 * hour));
}

static void
counting_survives_a_restart(void **state)
{
	char *path = inside("run/notices");
	struct stat st;
	struct err e;

	(void)state;
	notice_limit_load(limit, conf->server_state_dir); /* none */
	assert_true(admit("a b@x", CLASS_banned, NOW_MS));
	assert_int_equal(
	    notice_limit_save(limit, conf->server_state_dir, &e), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	notice_limit_free(&limit);
	limit = notice_limit_new();
	notice_limit_load(limit, conf->server_state_dir);
	assert_false(admit("a b@x", CLASS_banned, NOW_MS + 1));
	assert_true(admit("a b@x", CLASS_macro, NOW_MS + 1));
	write_in(
	    "run/notices", "x\n1\n1 banned\n1 banned \n2 none a@x\n\n9", 36);
	notice_limit_load(limit, conf->server_state_dir);
	assert_true(admit("a@x", CLASS_banned, NOW_MS + 2));
	free(path);
}

static void
what_fails_is_sent_later(void **state)
{
	struct notice *n;
	unsigned count;
	char *all;

	(void)state;
	load_conf("[notices]\nto = postmaster, recipients\nper_hour = 2\n");
	n = notice_of(ENVELOPE("a@x", "b@y") MAIL);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(post(n, NOW_MS), 2);
	assert_int_equal(notice_left_out(n), 1);
	assert_int_equal(post(n, NOW_MS), 2);
	assert_int_equal(mkdir(folder, 0755), 0);
	assert_int_equal(post(n, NOW_MS), 0);
	assert_int_equal(notice_written(n), 2);
	assert_int_equal(post(n, NOW_MS), 0);
	all = mails(&count);
	assert_int_equal(count, 2);
	free(all);
	notice_free(&n);
}

/* The fields of a mail's head, checked line by line; returns its body. */
static char *
assert_head(char *mail)
{
	static const char *const names[] = {"Return-Path: <>", "Envelope-To: <",
	    "X-CGPWard-Guard: 1 ", " ", "Date: ", "From: <",
	    "To: ", "Subject: ", " ", "Message-ID: <", "Auto-Submitted: ",
	    "MIME-Version: ", "Content-Type: ", "Content-Transfer-Encoding: "};
	char *body = strstr(mail, "\n\n"), *line, *next;
	size_t i, len;

	assert_non_null(body);
	body += 2;
	for (line = mail; line < body - 1; line = next) {
		next = strchr(line, '\n') + 1;
		len = (size_t)(next - line);
		assert_in_range(len, 3, 200);
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (strncmp(line, names[i], strlen(names[i])) == 0)
				break;
		if (i == sizeof(names) / sizeof(names[0]))
			fail_msg("not a line of ours: %.*s", (int)len, line);
		for (i = 0; i + 1 < len; i++)
			assert_in_range(line[i], 0x20, 0x7e);
	}
	return body;
}

static int
value_of(char c)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = strchr(letters, c);

	assert_non_null(at);
	return (int)(at - letters);
}

/* Decodes in place; three bytes for four letters. */
static char *
decode(char *text)
{
	char *out = text, *s;
	unsigned bits = 0, have = 0;

	for (s = text; *s != '\0'; s++) {
		if (*s == '\n' || *s == '=')
			continue;
		bits = (bits << 6 | (unsigned)value_of(*s)) & 0xffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			*out++ = (char)(bits >> have);
		}
	}
	*out = '\0';
	return text;
}

static void
hostile_values_stay_inside(void **state)
{
	static const char mail[] =
	    "P I 02-03-2026 09:15:00 0000 ____ ____ "
	    "<a\rBcc: <v@x>\x1b[2J\xff\"@here.test>\n"
	    "R W 02-03-2026 09:15:00 0000 ____ _FY_ <b\rX: y@here.test>\n"
	    "R W 02-03-2026 09:15:00 0000 ____ _FY_ <c@here.test>\n\n"
	    "Subject: =?UTF-8?Q?a=0D=0ABcc:_<v@x>=0D=0A=0D=0Abody=1B[2J=00?=\n"
	    " \x1b\xff\xe2\x80\xae\xe6\x97\xa5\n"
	    "Message-ID: <1\r\nBcc:\x07@x>\n\nb\n";
	struct notice *n;
	unsigned count;
	char *all, *body, *s;

	(void)state;
	load_conf("[notices]\nto = postmaster, sender\n"
		  "local_domains = here.test\n");
	findings_fini(&found);
	findings_add(&found, CLASS_banned,
	    "x\r\nBcc: <v@x>\r\n\r\nbody \x1b\"\xff\xe6\x97\xa5",
	    "mail/\r\n.\r\n");
	n = notice_of(mail);
	assert_int_equal(post(n, NOW_MS), 0);
	all = mails(&count);
	assert_int_equal(count, 1); /* such a sender cannot be written to */
	body = assert_head(all);
	assert_non_null(strstr(all, "\nContent-Transfer-Encoding: base64\n"));
	for (s = body; *s != '\0'; s += strcspn(s, "\n") + 1)
		assert_in_range(strcspn(s, "\n"), 1, BASE64_LINE_MAX);
	free(all);
	notice_free(&n);
}

static void
text_is_encoded(void **state)
{
	struct notice *n;
	unsigned count;
	char *all, *body, *s;

	(void)state;
	load_conf("[notices]\nlanguage = ja, en\n");
	n = notice_of(ENVELOPE(
	    "a@x", "b@y") "Subject: mixed =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= "
			  "text\n\nb\n");
	assert_int_equal(post(n, NOW_MS), 0);
	all = mails(&count);
	body = decode(assert_head(all));
	assert_non_null(
	    strstr(body, "\r\nSubject: mixed \xe6\x97\xa5\xe6\x9c\xac "
			 "text\r\n"));
	assert_non_null(strstr(body, "\r\n件名: mixed 日本 text\r\n"));
	assert_non_null(strstr(body, "\r\n----\r\n"));
	for (s = body; *s != '\0'; s++) {
		assert_true(*s != '\n' || s[-1] == '\r');
		assert_true(*s != '\r' || s[1] == '\n');
	}
	free(all);
	notice_free(&n);
	load_conf("");
	n = notice_of(ENVELOPE("a@x", "b@y") MAIL);
	assert_int_equal(post(n, NOW_MS + NOTICE_LIMIT_MS), 0);
	all = mails(&count);
	body = assert_head(all);
	assert_non_null(strstr(all, "\nContent-Transfer-Encoding: 7bit\n"));
	assert_null(strchr(all, '\r'));
	assert_non_null(strstr(body, "  banned: *.exe (mail/a.exe)\n"));
	assert_non_null(
	    strstr(body, "\nQuarantine: 20261120-0123456789abcdef\n"));
	assert_non_null(strstr(body, "\nTo: b@y, x@away.test\n"));
	free(all);
	notice_free(&n);
}

static void
every_text_is_whole(void **state)
{
	char many[] = "x";
	struct notice_facts f = {CLASS_banned, ACTION_PASS, many, many, many,
	    many, many, many, many, many, many, many};
	struct buf subject, text;
	unsigned mask, kind, action;

	(void)state;
	buf_init(&subject, NOTICE_SUBJECT_MAX);
	buf_init(&text, NOTICE_TEXT_MAX);
	for (mask = 0; mask < 4; mask++)
		for (kind = 0; kind < NOTICE_KINDS; kind++)
			for (action = 0; action < ACTION_COUNT; action++) {
				buf_reset(&subject);
				buf_reset(&text);
				f.action = (enum action_kind)action;
				notice_text(&f, (enum notice_kind)kind, mask,
				    &subject, &text);
				assert_true(subject.len > 10 && text.len > 50);
				assert_null(strchr(subject.data, '%'));
				assert_null(strchr(subject.data, '\n'));
				assert_null(strchr(text.data, '%'));
				assert_null(strstr(text.data, ": \n"));
			}
	buf_fini(&subject);
	buf_fini(&text);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_right_people_are_told),
	    TEST(nobody_is_told_about_worms),
	    TEST(each_is_told_once_an_hour),
	    TEST(counting_survives_a_restart),
	    TEST(what_fails_is_sent_later),
	    TEST(hostile_values_stay_inside),
	    TEST(text_is_encoded),
	    TEST(every_text_is_whole),
	};

	return RUN_TESTS(tests);
}
