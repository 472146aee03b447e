/* The header fields of delivered messages. */
#include <string.h>

#include "defaults_priv.h"
#include "headers.h"
#include "mem.h"

static struct headers headers;

static void
build(const struct findings *f)
{
	const struct headers_scanner scanner = {"1.0", "1.4.6", "27851"};
	struct verdict v;

	headers_fini(&headers);
	verdict_decide(conf, f, &v);
	headers_build(conf, &v, f, &scanner, &headers);
}

static int
clean_up(void **state)
{
	headers_fini(&headers);
	return tear_down(state);
}

static void
clean_mail_gets_none(void **state)
{
	struct findings f = {0};

	(void)state;
	build(&f);
	assert_int_equal(headers.n, 0);
	conf->headers_clean = true;
	build(&f);
	assert_int_equal(headers.n, 2);
	assert_string_equal(headers.field[0], "X-Virus-Status: Clean");
	assert_string_equal(headers.field[1],
	    "X-Virus-Scanned: cgpward 1.0 (ClamAV 1.4.6/27851)");
	conf->headers_clean = false;
	conf->action[CLASS_clean].kind = ACTION_TAG;
	build(&f);
	assert_int_equal(headers.n, 2);
}

/* `error = pass`: the message goes on, and says that it was not scanned. */
static void
what_was_not_scanned_says_so(void **state)
{
	struct findings f = {0};

	(void)state;
	conf->action[CLASS_error].kind = ACTION_TAG;
	findings_add(&f, CLASS_error, "no definitions", "mail");
	build(&f);
	assert_string_equal(
	    headers.field[0], "X-Virus-Status: Not scanned (no definitions)");
	headers_fini(&headers);
	/* To pass is to pass without a word. */
	conf->action[CLASS_error].kind = ACTION_PASS;
	build(&f);
	assert_int_equal(headers.n, 0);
	findings_fini(&f);
}

static void
definitions_may_be_missing(void **state)
{
	const struct headers_scanner scanner = {"1.0", "1.4.6", NULL};
	struct findings f = {0};
	struct verdict v;

	(void)state;
	findings_add(&f, CLASS_error, "x", "mail");
	verdict_decide(conf, &f, &v);
	headers_build(conf, &v, &f, &scanner, &headers);
	assert_string_equal(headers.field[1],
	    "X-Virus-Scanned: cgpward 1.0 (ClamAV 1.4.6/none)");
	findings_fini(&f);
}

static void
what_decided_stands_first(void **state)
{
	struct findings f = {0};

	(void)state;
	conf->action[CLASS_encrypted].kind = ACTION_DEFER;
	findings_add(&f, CLASS_macro, "M", "mail");
	findings_add(&f, CLASS_encrypted, "E", "mail");
	build(&f);
	assert_int_equal(headers.n, 3);
	assert_string_equal(headers.field[0], "X-Virus-Status: Encrypted (E)");
	assert_string_equal(headers.field[1], "X-Virus-Status: Macro (M)");
	findings_fini(&f);
}

static void
names_and_score_are_the_administrators(void **state)
{
	struct findings f = {0};

	(void)state;
	conf->headers_junk_score = true;
	findings_add(&f, CLASS_broken, "B", "mail");
	findings_add(&f, CLASS_phishing, "P", "mail");
	build(&f);
	assert_int_equal(headers.n, 4);
	assert_string_equal(headers.field[3], "X-Junk-Score: 80 [XXXXXXXX]");
	free(conf->headers_status);
	conf->headers_status = mem_strdup("X-Mine");
	build(&f);
	assert_string_equal(headers.field[0], "X-Mine: Phishing (P)");
	conf->headers_status[0] = '\0';
	conf->headers_scanned[0] = '\0';
	conf->headers_junk_score = false;
	build(&f);
	assert_int_equal(headers.n, 0);
	findings_fini(&f);
}

/* No line may be empty, or the headers of the mail would end there. */
static void
assert_lines(const char *field)
{
	size_t n, line;

	for (line = 0; *field != '\0'; line++) {
		n = strcspn(field, "\n");
		assert_in_range(n, 1, 76);
		if (line > 0)
			assert_true(
			    field[0] == ' ' && strspn(field, " \t") < n);
		field += n + (field[n] == '\n');
	}
}

static void
values_are_folded_ascii(void **state)
{
	struct findings f = {0};
	const char *p;

	(void)state;
	findings_add(&f, CLASS_macro,
	    "one two  three\r\nInjected: yes\x7f \xc3\xa4 four five six seven "
	    "eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
	    "seventeen eighteen nineteen twenty          ",
	    "mail");
	build(&f);
	assert_lines(headers.field[0]);
	assert_non_null(strstr(headers.field[0], "three\\x0d\\x0aInjected:"));
	assert_non_null(strstr(headers.field[0], " =?UTF-8?B?w6Q=?= four"));
	for (p = headers.field[0]; *p != '\0'; p++)
		assert_true(*p == '\n' || (*p >= 0x20 && *p < 0x7f));
	findings_fini(&f);
}

static void
many_findings_have_a_bound(void **state)
{
	struct findings f = {0};
	char name[16];
	int i;

	(void)state;
	conf->headers_junk_score = true;
	for (i = 0; i < 3 * FINDINGS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "M%d", i);
		findings_add(&f, CLASS_macro, name, "mail");
	}
	build(&f);
	assert_int_equal(headers.n, HEADERS_MAX);
	assert_string_equal(headers.field[0], "X-Virus-Status: Macro (M0)");
	assert_string_equal(headers.field[9], "X-Virus-Status: Macro (M9)");
	assert_memory_equal(headers.field[10], "X-Virus-Scanned: ", 17);
	findings_fini(&f);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, clean_up)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(clean_mail_gets_none),
	    TEST(what_was_not_scanned_says_so),
	    TEST(definitions_may_be_missing),
	    TEST(what_decided_stands_first),
	    TEST(names_and_score_are_the_administrators),
	    TEST(values_are_folded_ascii),
	    TEST(many_findings_have_a_bound),
	};

	return RUN_TESTS(tests);
}
