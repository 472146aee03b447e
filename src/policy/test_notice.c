/* Notices: who gets one, and how often. */
#include "notice_fixture_priv.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_right_people_are_told),
	    TEST(nobody_is_told_about_worms),
	    TEST(each_is_told_once_an_hour),
	    TEST(counting_survives_a_restart),
	    TEST(what_fails_is_sent_later),
	};

	return RUN_TESTS(tests);
}
