/* Findings and configuration make one verdict. */
#include <string.h>

#include "defaults_priv.h"
#include "verdict.h"

static void
assert_words(const struct verdict *v, const struct findings *f,
    const char *reason, const char *words)
{
	struct buf out;

	buf_init(&out, 8192);
	verdict_reason(v, &out);
	assert_string_equal(out.data, reason);
	buf_reset(&out);
	verdict_words(v, f, &out);
	assert_string_equal(out.data, words);
	buf_fini(&out);
}

static void
nothing_found_is_clean(void **state)
{
	struct findings f = {0};
	struct verdict v;

	(void)state;
	verdict_decide(conf, &f, &v);
	assert_int_equal(v.class, CLASS_clean);
	assert_int_equal(v.action.kind, ACTION_PASS);
	assert_null(v.finding);
	assert_words(&v, &f, "The message was not accepted",
	    "Nothing was found. The message goes on.");
	conf->action[CLASS_clean] =
	    (struct action){ACTION_TAG, .quarantine = true};
	verdict_decide(conf, &f, &v);
	assert_int_equal(v.action.kind, ACTION_TAG);
	assert_true(v.action.quarantine);
}

/* Whatever the action of `clean` is, a finding is decided by its own. */
static void
clean_has_no_say_in_findings(void **state)
{
	struct findings f = {0};
	struct verdict v;

	(void)state;
	conf->action[CLASS_clean] = (struct action){ACTION_DISCARD, true, true};
	conf->action[CLASS_macro] = (struct action){.kind = ACTION_PASS};
	findings_add(&f, CLASS_macro, "M", "mail");
	verdict_decide(conf, &f, &v);
	assert_int_equal(v.action.kind, ACTION_PASS);
	assert_false(v.action.quarantine || v.action.notify);
	assert_int_equal(v.class, CLASS_macro);
	findings_fini(&f);
}

static void
each_class_follows_its_action(void **state)
{
	struct findings f;
	struct verdict v;
	int c, k;

	(void)state;
	for (c = CLASS_clean + 1; c < CLASS_COUNT; c++)
		for (k = 0; k < ACTION_COUNT; k++) {
			findings_init(&f);
			conf->action[c] = (struct action){
			    (enum action_kind)k, k % 2 == 0, k == 1};
			findings_add(&f, (enum msg_class)c, "X", "mail");
			verdict_decide(conf, &f, &v);
			assert_int_equal(v.class, c);
			assert_int_equal(v.action.kind, k);
			assert_int_equal(v.action.quarantine, k % 2 == 0);
			assert_int_equal(v.action.notify, k == 1);
			findings_fini(&f);
		}
}

/* Both orders, so that the order of findings decides nothing. */
static void
the_hardest_action_wins(void **state)
{
	struct findings f;
	struct verdict v;
	int order;

	(void)state;
	conf->action[CLASS_macro] = (struct action){ACTION_TAG, .notify = true};
	conf->action[CLASS_banned] =
	    (struct action){ACTION_REJECT, .quarantine = true};
	for (order = 0; order < 2; order++) {
		findings_init(&f);
		if (order == 0)
			findings_add(&f, CLASS_macro, "M", "mail/a.doc");
		findings_add(&f, CLASS_banned, "B", "mail/b.exe");
		if (order == 1)
			findings_add(&f, CLASS_macro, "M", "mail/a.doc");
		verdict_decide(conf, &f, &v);
		assert_int_equal(v.action.kind, ACTION_REJECT);
		assert_int_equal(v.class, CLASS_banned);
		assert_string_equal(v.finding->name, "B");
		assert_true(v.action.quarantine && v.action.notify);
		findings_fini(&f);
	}
}

static void
of_equals_the_order_of_classes_decides(void **state)
{
	struct findings f = {0};
	struct verdict v;

	(void)state;
	findings_add(&f, CLASS_worm, "W", "mail");
	findings_add(&f, CLASS_infected, "I", "mail");
	findings_add(&f, CLASS_infected, "J", "mail");
	verdict_decide(conf, &f, &v);
	assert_int_equal(v.class, CLASS_infected);
	assert_string_equal(v.finding->name, "I");
	findings_fini(&f);
}

/* What was found counts although the rest could not be scanned. */
static void
an_error_hides_no_virus(void **state)
{
	struct findings f = {0};
	struct verdict v;

	(void)state;
	findings_add(&f, CLASS_error, "disk full", "mail");
	verdict_decide(conf, &f, &v);
	assert_int_equal(v.action.kind, ACTION_DEFER);
	assert_words(&v, &f, "The message could not be scanned: disk full",
	    "disk full in mail (error).\nThe server keeps the message and "
	    "tries again later.");
	findings_add(&f, CLASS_infected, "Eicar", "mail/x.com");
	verdict_decide(conf, &f, &v);
	assert_int_equal(v.action.kind, ACTION_DISCARD);
	assert_words(&v, &f, "The message contains a virus: Eicar",
	    "disk full in mail (error).\nEicar in mail/x.com (infected).\nThe "
	    "message is dropped without a report.");
	findings_fini(&f);
}

static void
every_class_has_a_reason(void **state)
{
	struct buf out;
	int c;

	(void)state;
	buf_init(&out, 200);
	for (c = 0; c < CLASS_COUNT; c++) {
		buf_reset(&out);
		verdict_reason(
		    &(struct verdict){.class = (enum msg_class)c}, &out);
		assert_int_equal(strncmp(out.data, "The ", 4), 0);
	}
	buf_fini(&out);
}

static void
assert_text(const struct verdict *v, const char *text, const char *queue_id,
    const char *want)
{
	struct buf out;

	buf_init(&out, 4096);
	verdict_text(v, text, queue_id, &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
texts_are_filled(void **state)
{
	struct findings f = {0};
	struct verdict v;

	(void)state;
	findings_add(
	    &f, CLASS_banned, "%name%\r\nInjected: \"x\"", "mail/a\x1b/b\xff");
	verdict_decide(conf, &f, &v);
	assert_text(&v, "%virus%", NULL, "%name%\\x0d\\x0aInjected: \"x\"");
	assert_text(
	    &v, "%class% in %where%", NULL, "banned in mail/a\\x1b/b\\xff");
	assert_text(&v, "%queue_id%%%", "1\r\n2\xff", "1\\x0d\\x0a2\\xff%");
	assert_text(&v, "%reason%.", "1",
	    "The message contains a file that is not allowed: "
	    "%name%\\x0d\\x0aInjected: \"x\".");
	findings_fini(&f);
	verdict_decide(conf, &f, &v);
	assert_text(&v, "%name%%where%%queue_id%%class%", NULL, "clean");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(texts_are_filled),
	    TEST(nothing_found_is_clean),
	    TEST(clean_has_no_say_in_findings),
	    TEST(each_class_follows_its_action),
	    TEST(the_hardest_action_wins),
	    TEST(of_equals_the_order_of_classes_decides),
	    TEST(an_error_hides_no_virus),
	    TEST(every_class_has_a_reason),
	};

	return RUN_TESTS(tests);
}
