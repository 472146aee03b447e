/* Options that are texts with holes, or some of a few words. */
#include "fixture_priv.h"

static void
templates_are_checked(void **state)
{
	(void)state;
	loads("");
	assert_string_equal(conf->texts_reject, "%reason%");
	loads("[texts]\nreject = 100 %% %virus% in %queue_id% "
	      "\xe6\x97\xa5\n");
	assert_string_equal(
	    conf->texts_reject, "100 %% %virus% in %queue_id% \xe6\x97\xa5");
	fails("[texts]\nreject = %virsu%\ndefer = 5 % off\n",
	    "2: [texts] reject: there is no word %virsu%; the words between "
	    "percent signs are: reason virus name class where queue_id\n"
	    "3: [texts] defer: % has no second percent sign; write %% for a "
	    "percent sign\n");
	fails("[texts]\nreject =\n", "2: [texts] reject: has no value; write "
				     "a text\n");
}

static void
words_are_a_set(void **state)
{
	(void)state;
	loads("[notices]\nto = Recipients, postmaster,\n  sender\n"
	      "language =\n");
	assert_int_equal(conf->notices_to,
	    NOTICES_POSTMASTER | NOTICES_SENDER | NOTICES_RECIPIENTS);
	assert_int_equal(conf->notices_language, 0);
	loads("[notices]\nlanguage = ja\nto = recipients\n");
	assert_int_equal(conf->notices_language, LANGUAGE_JA);
	assert_int_equal(conf->notices_to, NOTICES_RECIPIENTS);
	fails("[notices]\nto = sender, admin\nlanguage = en ja\n",
	    "2: [notices] to: \"admin\" is not one of: postmaster sender "
	    "recipients\n"
	    "3: [notices] language: \"en ja\" is not one of: en ja\n");
}

static void
addresses_are_plain(void **state)
{
	(void)state;
	loads("[notices]\npostmaster = a.b+c@example.com\nfrom =\n");
	assert_string_equal(conf->notices_postmaster, "a.b+c@example.com");
	assert_string_equal(conf->notices_from, "");
	fails("[notices]\npostmaster =\nfrom = A <a@example.com>\n",
	    "2: [notices] postmaster: has no value; write a mail address "
	    "such as postmaster@example.com\n"
	    "3: [notices] from: \"A <a@example.com>\" is not a mail address "
	    "such as postmaster@example.com\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(templates_are_checked),
	    cmocka_unit_test(words_are_a_set),
	    cmocka_unit_test(addresses_are_plain),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
