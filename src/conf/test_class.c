/* Classes and the actions that are written for them. */
#include <string.h>

#include "class.h"
#include "test.h"

static void
every_class_is_complete(void **state)
{
	struct action a;
	const char *hole;
	int c, d;

	(void)state;
	for (c = 0; c < CLASS_COUNT; c++) {
		assert_int_equal(
		    action_parse(class_default_action((enum msg_class)c), &a),
		    0);
		assert_true(strlen(class_help((enum msg_class)c)) > 0);
		/* A status has at most one place for a name, and no other. */
		hole = strchr(class_status((enum msg_class)c), '%');
		assert_true(hole == NULL ||
			    (hole[1] == 's' && strchr(hole + 1, '%') == NULL));
		for (d = 0; d < c; d++)
			assert_string_not_equal(class_name((enum msg_class)c),
			    class_name((enum msg_class)d));
	}
}

/* What an administrator relies on without having written it. */
static void
the_defaults_are_safe(void **state)
{
	const struct {
		enum msg_class class;
		enum action_kind kind;
	} safe[] = {{CLASS_clean, ACTION_PASS},
	    {CLASS_infected, ACTION_DISCARD}, {CLASS_worm, ACTION_DISCARD},
	    {CLASS_phishing, ACTION_TAG}, {CLASS_encrypted, ACTION_TAG},
	    {CLASS_limits, ACTION_TAG}, {CLASS_partial, ACTION_REJECT},
	    {CLASS_error, ACTION_DEFER}};
	struct action a;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(safe) / sizeof(safe[0]); i++) {
		assert_int_equal(
		    action_parse(class_default_action(safe[i].class), &a), 0);
		assert_int_equal(a.kind, safe[i].kind);
	}
}

static void
actions_are_read(void **state)
{
	struct action a;
	int k;

	(void)state;
	for (k = 0; k < ACTION_COUNT; k++) {
		assert_int_equal(
		    action_parse(action_name((enum action_kind)k), &a), 0);
		assert_int_equal(a.kind, k);
		assert_false(a.quarantine || a.notify);
	}
	assert_int_equal(action_parse(" notify , Discard,QUARANTINE ,", &a), 0);
	assert_int_equal(a.kind, ACTION_DISCARD);
	assert_true(a.quarantine && a.notify);
	assert_int_equal(action_parse("tag notify", &a), 0);
	assert_true(a.kind == ACTION_TAG && a.notify && !a.quarantine);
}

static void
what_is_no_action_is_refused(void **state)
{
	static const char *const wrong[] = {"", " , ", "quarantine", "ok",
	    "pass, tag", "pass pass", "pas", "passs", "discard; notify",
	    "discard, quarantine, tell", "averyveryverylongwordthatisnoaction"};
	struct action a = {ACTION_REJECT, true, false};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(action_parse(wrong[i], &a), -1);
	/* And nothing was changed by them. */
	assert_true(a.kind == ACTION_REJECT && a.quarantine && !a.notify);
}

static void
hardness_is_the_order_of_actions(void **state)
{
	(void)state;
	assert_true(ACTION_PASS < ACTION_TAG && ACTION_TAG < ACTION_DEFER &&
		    ACTION_DEFER < ACTION_REJECT &&
		    ACTION_REJECT < ACTION_DISCARD);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_class_is_complete),
	    cmocka_unit_test(the_defaults_are_safe),
	    cmocka_unit_test(actions_are_read),
	    cmocka_unit_test(what_is_no_action_is_refused),
	    cmocka_unit_test(hardness_is_the_order_of_actions),
	};

	return RUN_TESTS(tests);
}
