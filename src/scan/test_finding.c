/* The list of findings. */
#include <stdio.h>
#include <string.h>

#include "finding.h"
#include "test.h"

static void
findings_are_kept_in_order(void **state)
{
	struct findings f;
	char name[] = "Eicar", where[] = "mail/a";

	(void)state;
	findings_init(&f);
	findings_add(&f, CLASS_infected, name, where);
	findings_add(&f, CLASS_macro, "M", "mail");
	/* Copies: what they were made of may go. */
	memset(name, 'x', 5);
	memset(where, 'x', 6);
	assert_int_equal(f.n, 2);
	assert_string_equal(f.list[0].name, "Eicar");
	assert_string_equal(f.list[0].where, "mail/a");
	assert_int_equal(f.list[1].class, CLASS_macro);
	assert_true(f.has[CLASS_infected] && f.has[CLASS_macro]);
	assert_false(f.has[CLASS_error]);
	findings_fini(&f);
	assert_int_equal(f.n, 0);
}

static void
the_same_is_added_once(void **state)
{
	struct findings f = {0};

	(void)state;
	findings_add(&f, CLASS_infected, "Eicar", "mail/a");
	findings_add(&f, CLASS_infected, "Eicar", "mail/a");
	findings_add(&f, CLASS_infected, "Eicar", "mail/b");
	findings_add(&f, CLASS_infected, "Other", "mail/a");
	findings_add(&f, CLASS_worm, "Eicar", "mail/a");
	assert_int_equal(f.n, 4);
	assert_int_equal(f.dropped, 0);
	findings_fini(&f);
}

static void
texts_are_escaped_and_cut(void **state)
{
	struct findings f = {0};
	char text[2000];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "a\r\n\x1b", 4);
	findings_add(&f, CLASS_limits, text, text);
	assert_int_equal(strlen(f.list[0].name), FINDING_NAME_MAX - 1);
	assert_int_equal(strlen(f.list[0].where), FINDING_WHERE_MAX - 1);
	assert_memory_equal(f.list[0].name, "a\\x0d\\x0a\\x1bx", 14);
	assert_memory_equal(f.list[0].where, "a\\x0d\\x0a\\x1bx", 14);
	findings_fini(&f);
}

/* A flood of harmless findings must not hide one that matters. */
static void
the_first_of_a_class_has_always_room(void **state)
{
	struct findings f = {0};
	char name[16];
	int i;

	(void)state;
	for (i = 0; i < 3 * FINDINGS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "M%d", i);
		findings_add(&f, CLASS_macro, name, "mail");
	}
	assert_int_equal(f.n, FINDINGS_MAX);
	assert_int_equal(f.dropped, 2 * FINDINGS_MAX);
	findings_add(&f, CLASS_infected, "Eicar", "mail");
	findings_add(&f, CLASS_infected, "Other", "mail");
	assert_int_equal(f.n, FINDINGS_MAX + 1);
	assert_string_equal(f.list[FINDINGS_MAX].name, "Eicar");
	assert_true(f.has[CLASS_infected]);
	assert_int_equal(f.dropped, 2 * FINDINGS_MAX + 1);
	findings_fini(&f);
}

static void
a_place_gets_the_spelling_of_the_mail(void **state)
{
	static const struct {
		const char *place, *where, *expected;
	} rows[] = {
	    {"mail/a_1.zip", "mail/a-1.zip", "mail/a-1.zip"},
	    {"mail/a_1.zip/b_2.exe", "mail/a-1.zip", "mail/a-1.zip/b_2.exe"},
	    {"mail/_.zip/b", "mail/\xc3.zip", "mail/_.zip/b"},
	    {"mail/__.zip/b", "mail/\xc3\xa9.zip", "mail/\xc3\xa9.zip/b"},
	    {"mail/C_.zip/b", "mail/\xc3\xa9.zip", "mail/\xc3\xa9.zip/b"},
	    {"mail/aC", "mail/a\xc3\x80", "mail/aC"},
	    {"mail/a", "mail/a\xf1\x80\x80\x80", "mail/a"},
	    {"mail/a_1.zip", "mail/a-1.zi", "mail/a_1.zip"},
	    {"mail/a_1.zip", "mail/a-1.zip.gz", "mail/a_1.zip"},
	    {"mail/a_1.zip", "mail/a/1.zip", "mail/a_1.zip"},
	    {"mail/b_1.zip", "mail/a-1.zip", "mail/b_1.zip"},
	    {"mail/a_1", "mail/a\n1", "mail/a_1"},
	};
	struct findings f;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		findings_init(&f);
		findings_spell(&f, 0, rows[i].where);
		findings_add(&f, CLASS_infected, "Eicar", rows[i].place);
		findings_spell(&f, 1, rows[i].where);
		findings_respell(&f, 1);
		assert_int_equal(f.n, 1);
		assert_string_equal(f.list[0].where, rows[i].expected);
		findings_fini(&f);
	}
}

/* A place that two parts may be keeps the engine's words. */
static void
a_doubtful_place_stays(void **state)
{
	struct findings f = {0};

	(void)state;
	findings_add(&f, CLASS_infected, "Eicar", "mail/a_1.zip/b_2.exe");
	findings_spell(&f, 1, "mail/a-1.zip");
	findings_spell(&f, 1, "mail/a-1.zip/b-2.exe");
	findings_spell(&f, 1, "mail/a-1.zip");
	findings_respell(&f, 1);
	assert_string_equal(f.list[0].where, "mail/a-1.zip/b-2.exe");
	findings_fini(&f);
	findings_add(&f, CLASS_infected, "Eicar", "mail/a_1.bin");
	findings_spell(&f, 1, "mail/a-1.bin");
	findings_spell(&f, 1, "mail/a_1.bin");
	findings_respell(&f, 1);
	assert_string_equal(f.list[0].where, "mail/a_1.bin");
	findings_fini(&f);
}

/* What the second look found there is the same. */
static void
what_is_spelled_alike_is_one(void **state)
{
	struct findings f = {0};

	(void)state;
	findings_add(&f, CLASS_infected, "Eicar", "mail/a_1.bin");
	findings_add(&f, CLASS_infected, "Other", "mail/a_1.bin");
	findings_spell(&f, 2, "mail/a-1.bin");
	findings_add(&f, CLASS_infected, "Eicar", "mail/a-1.bin");
	findings_add(&f, CLASS_infected, "Third", "mail/a_1.bin");
	findings_respell(&f, 2);
	assert_int_equal(f.n, 3);
	assert_string_equal(f.list[0].name, "Other");
	assert_string_equal(f.list[0].where, "mail/a-1.bin");
	assert_string_equal(f.list[1].name, "Eicar");
	assert_string_equal(f.list[1].where, "mail/a-1.bin");
	assert_string_equal(f.list[2].where, "mail/a_1.bin");
	findings_fini(&f);
}

/* Policies take findings from one list into another. */
static void
a_copy_owns_nothing_of_the_other(void **state)
{
	struct findings f = {0}, copy = {0};

	(void)state;
	findings_add(&f, CLASS_infected, "Eicar", "mail/a_1.bin");
	findings_spell(&f, 1, "mail/a-1.bin");
	findings_add_rule(&copy, &f.list[0]);
	assert_null(copy.list[0].spelling);
	findings_respell(&f, 1);
	assert_null(f.list[0].spelling);
	findings_fini(&f);
	findings_fini(&copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(findings_are_kept_in_order),
	    cmocka_unit_test(the_same_is_added_once),
	    cmocka_unit_test(texts_are_escaped_and_cut),
	    cmocka_unit_test(the_first_of_a_class_has_always_room),
	    cmocka_unit_test(a_place_gets_the_spelling_of_the_mail),
	    cmocka_unit_test(a_doubtful_place_stays),
	    cmocka_unit_test(what_is_spelled_alike_is_one),
	    cmocka_unit_test(a_copy_owns_nothing_of_the_other),
	};

	return RUN_TESTS(tests);
}
