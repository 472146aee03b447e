/*
 * One message under every pair of eyes: what becomes a finding, and when a
 * message counts as not scanned.
 */
#include "mem.h"
#include "mime.h"
#include "scan_rig_priv.h"

static int
scan_sample(const char *name)
{
	char path[RIG_PATH_MAX];

	(void)snprintf(path, sizeof(path), "test-msgs/%s", name);
	return scan_path(path, MESSAGE_MAX);
}

/* Replaces a text of the configuration. */
static void
set_text(char **option, const char *text)
{
	free(*option);
	*option = mem_strdup(text);
}

static void
samples_have_their_class(void **state)
{
	static const struct {
		const char *sample;
		enum msg_class class;
		const char *name, *where;
	} cases[] = {
	    {"eicar.msg", CLASS_infected, "Eicar", "mail/eicar.com"},
	    {"eicar-nested.msg", CLASS_infected, "Eicar",
		"mail/report.zip/inner.zip/eicar.com"},
	    {"no-envelope.eml", CLASS_infected, "Eicar", "mail/eicar.com"},
	    {"partial.msg", CLASS_partial, "message/partial", "mail/part1"},
	    {"external-body.msg", CLASS_partial, "message/external-body",
		"mail/part1"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(scan_sample(cases[i].sample), 0);
		if (!found(cases[i].class, cases[i].name, cases[i].where))
			print_message("%s: %s in %s\n", cases[i].sample,
			    findings.n > 0 ? findings.list[0].name : "nothing",
			    findings.n > 0 ? findings.list[0].where : "-");
		assert_true(
		    found(cases[i].class, cases[i].name, cases[i].where));
	}
	assert_int_equal(scan_sample("clean.msg"), 0);
	assert_int_equal(findings.n, 0);
}

/* Without a second look too, a part of a message is not a message. */
static void
partial_needs_no_second_look(void **state)
{
	(void)state;
	conf->scan_second_look = false;
	assert_int_equal(scan_sample("partial.msg"), 0);
	assert_true(findings.has[CLASS_partial]);
	assert_int_equal(scan_sample("external-body.msg"), 0);
	assert_true(findings.has[CLASS_partial]);
	assert_int_equal(scan_sample("clean.msg"), 0);
	assert_int_equal(findings.n, 0);
}

static void
names_decide_about_findings(void **state)
{
	(void)state;
	set_text(&conf->names_worm, "eicar*");
	assert_int_equal(scan_sample("eicar.msg"), 0);
	assert_true(findings.has[CLASS_worm]);
	assert_false(findings.has[CLASS_infected]);
	set_text(&conf->names_ignore, "Other, Eicar-*");
	assert_int_equal(scan_sample("eicar.msg"), 0);
	assert_int_equal(findings.n, 0);
}

static void
phishing_can_be_turned_off(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	write_file(defs, "own.ndb",
	    "Test.Phishing.Bank:0:*:70617373776f726420706c65617365\n");
	s.definitions = defs;
	s.test_set = TEST_SET;
	assert_int_equal(load(&s), 0);
	buf_reset(&mail);
	(void)buf_adds(&mail, "Subject: x\n\nYour password please.\n");
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(findings.has[CLASS_phishing]);
	conf->scan_phishing = false;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 0);
}

/* A boundary in pieces (RFC 2231), which the engine does not put together. */
static void
the_second_look_sees_what_the_first_misses(void **state)
{
	(void)state;
	buf_reset(&mail);
	(void)buf_adds(&mail,
	    "MIME-Version: 1.0\nContent-Type: multipart/mixed; "
	    "boundary*0=lim; boundary*1=it\n\n");
	mail_part("eicar.com");
	(void)buf_adds(&mail, EICAR);
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.com"));
	conf->scan_second_look = false;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 0);
}

/* The engine knows the name of a file less exactly than the second look. */
static void
a_place_is_spelled_as_in_the_mail(void **state)
{
	(void)state;
	mail_begin();
	mail_part("r\xc3\xa9sum\xc3\xa9-1.com");
	(void)buf_adds(&mail, EICAR);
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 1);
	assert_true(
	    found(CLASS_infected, "Eicar", "mail/r\xc3\xa9sum\xc3\xa9-1.com"));
}

/* What is unwanted only, the engine tells when it is through with all. */
static void
what_has_no_place_is_looked_at_again(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	s.definitions = defs;
	s.test_set = TEST_SET;
	s.pua = true;
	write_file(defs, "tool.ndb", "PUA.Tool:0:*:746f6f6c2d746f6f6c\n");
	assert_int_equal(load(&s), 0);
	mail_begin();
	(void)buf_adds(&mail,
	    "\n--limit\nContent-Type: application/octet-stream; "
	    "name=\"tool.bin\"\nContent-Transfer-Encoding: base64\n\n"
	    "AHRvb2wtdG9vbAA=\n");
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 1);
	assert_true(found(CLASS_pua, "PUA.Tool", "mail/tool.bin"));
}

/* More headers than the engine's reader takes. */
static void
limits_of_the_first_look_count_without_a_second(void **state)
{
	int i;

	(void)state;
	buf_reset(&mail);
	for (i = 0; i < 1100; i++)
		(void)buf_adds(&mail, "Content-Type: text/plain\n");
	(void)buf_adds(&mail, "Subject: x\n\ny\n");
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 0);
	conf->scan_second_look = false;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(findings.has[CLASS_limits]);
}

static void
limits_of_the_second_look_are_findings(void **state)
{
	(void)state;
	mail_of_parts(5);
	conf->limits_files = 3;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_limits, "files", "mail"));
	conf->limits_files = 100;
	conf->limits_scan_size = 10;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_limits, "scan_size", "mail"));
	conf->limits_scan_size = 1000000;
	conf->limits_file_size = 10;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_limits, "file_size", "mail"));
	conf->limits_file_size = 1000000;
	conf->limits_scan_time = 0;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_limits, "scan_time", "mail"));
}

/* What was read is scanned, and that it is not all is told. */
static void
a_cut_message_is_told(void **state)
{
	(void)state;
	mail_of_parts(2);
	mail_filler('x', 5000);
	assert_int_equal(scan_mail_up_to(mail.len - 100), 0);
	assert_true(found(CLASS_limits, "message_size", "mail"));
	assert_true(findings.has[CLASS_infected]);
}

static void
a_file_that_is_no_mail_is_scanned_as_it_is(void **state)
{
	(void)state;
	buf_reset(&mail);
	(void)buf_adds(&mail, EICAR);
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "file"));
}

static void
without_a_temp_folder_nothing_is_scanned(void **state)
{
	char command[3 * RIG_PATH_MAX];

	(void)state;
	(void)snprintf(
	    command, sizeof(command), "rm -rf %s && : >%s", temp, temp);
	assert_int_equal(system(command), 0);
	assert_int_equal(tempdir_probe(folder, &err), -1);
	assert_int_equal(scan_sample("clean.msg"), -1);
	assert_non_null(strstr(err.text, "cannot be written"));
	(void)snprintf(
	    command, sizeof(command), "rm %s && mkdir %s", temp, temp);
	assert_int_equal(system(command), 0);
	assert_int_equal(tempdir_probe(folder, &err), 0);
	assert_int_equal(scan_sample("clean.msg"), 0);
}

/* Between two probes, the scan itself has to notice. */
static void
a_folder_that_fails_in_between_is_noticed(void **state)
{
	struct engine_settings s = generous();
	char gone[RIG_PATH_MAX + 8];

	(void)state;
	(void)snprintf(gone, sizeof(gone), "%s/gone", scratch);
	assert_int_equal(mkdir(gone, 0700), 0);
	s.temp_dir = gone;
	assert_int_equal(load(&s), 0);
	assert_int_equal(rmdir(gone), 0);
	assert_int_equal(scan_sample("clean-attachment.msg"), -1);
	assert_non_null(strstr(err.text, "the engine could not scan"));
	assert_int_equal(findings.n, 0);
}

/* Finding nothing means nothing then; what is found is found. */
static void
the_test_set_alone_clears_nothing(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	s.definitions = defs;
	s.test_set = TEST_SET;
	s.never_fail = true;
	assert_int_equal(load(&s), 0);
	assert_int_equal(scan_sample("eicar.msg"), 0);
	assert_true(findings.has[CLASS_infected]);
	set_text(&conf->names_worm, "Eicar*");
	assert_int_equal(scan_sample("eicar.msg"), 0);
	assert_int_equal(scan_sample("clean.msg"), -1);
	assert_non_null(strstr(err.text, "run update.sh"));
	assert_non_null(strstr(err.text, "holds no definitions"));
	assert_int_equal(scan_sample("encrypted-zip.msg"), -1);
	assert_true(findings.has[CLASS_encrypted]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(samples_have_their_class),
	    TEST(partial_needs_no_second_look),
	    TEST(names_decide_about_findings),
	    TEST(phishing_can_be_turned_off),
	    TEST(the_second_look_sees_what_the_first_misses),
	    TEST(a_place_is_spelled_as_in_the_mail),
	    TEST(what_has_no_place_is_looked_at_again),
	    TEST(limits_of_the_first_look_count_without_a_second),
	    TEST(limits_of_the_second_look_are_findings),
	    TEST(a_cut_message_is_told),
	    TEST(a_file_that_is_no_mail_is_scanned_as_it_is),
	    TEST(without_a_temp_folder_nothing_is_scanned),
	    TEST(a_folder_that_fails_in_between_is_noticed),
	    TEST(the_test_set_alone_clears_nothing),
	};

	if (engine_init(&err) == -1)
		return 1;
	mime_init();
	return RUN_TESTS(tests);
}
