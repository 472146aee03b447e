/* Policies on whole messages. */
#include "choice_priv.h"
#include "test_rig_priv.h"

static const char *
policy_name(void)
{
	return chosen->policy != NULL ? chosen->policy->name : "";
}

static void
policies_are_chosen_by_their_conditions(void **state)
{
	(void)state;
	load("[policy bounces]\nsenders = <>\n"
	     "[policy sender]\nsenders = <BOSS@x.example>, *@y.example\n"
	     "[policy both]\nsources = 10.4.0.0/16\nrecipients = a@*\n"
	     "[policy domain]\ndomains = d.example, *.d.example\n"
	     "[policy local]\ndomains = local.example\n"
	     "[policy logged]\nauthenticated = yes\n"
	     "[policy v6]\nsources = 2001:db8::/32\n");
	judge_file(ENVELOPE("", TO("a@x.example")) MAIL);
	assert_string_equal(policy_name(), "bounces");
	judge_file(ENVELOPE("boss@X.example", TO("a@x.example")) MAIL);
	assert_string_equal(policy_name(), "sender");
	judge_file(ENVELOPE("b@y.example", TO("c@x.example")) MAIL);
	assert_string_equal(policy_name(), "sender");
	judge_file(ENVELOPE("b@z.example", TO("A@x.example")) MAIL);
	assert_string_equal(policy_name(), "both");
	judge_file(ENVELOPE("b@z.example", TO("b@x.example")) MAIL);
	assert_string_equal(policy_name(), "");
	judge_file(ENVELOPE("b@z.example", TO("b@D.Example")) MAIL);
	assert_string_equal(policy_name(), "domain");
	judge_file(ENVELOPE("b@z.example", TO("b@e.d.example")) MAIL);
	assert_string_equal(policy_name(), "domain");
	judge_file(ENVELOPE("b@z.example", TO("b@ed.example")) MAIL);
	assert_string_equal(policy_name(), "");
	/* An address without a domain is one of the receiving domain. */
	judge_file(ENVELOPE("b@z.example", TO("postmaster")) MAIL);
	assert_string_equal(policy_name(), "local");
	judge_file("S <u@x.example> SMTP [1.2.3.4]\n\n" MAIL);
	assert_string_equal(policy_name(), "logged");
	judge_file("S HTTP [2001:db8::9]\n\n" MAIL);
	assert_string_equal(policy_name(), "v6");
	judge_file(MAIL);
	assert_string_equal(policy_name(), "");
}

/* The configurations of an envelope with these recipients. */
static size_t
choose(const char *const *addresses, size_t n, const struct config **list_r)
{
	struct envelope envelope;
	struct party *parties;
	struct buf text;
	size_t i, count;

	buf_init(&text, ERRORS_MAX);
	(void)buf_adds(&text, "A local.example [10.0.0.1]\n");
	for (i = 0; i < n; i++)
		(void)buf_addf(&text,
		    "R W 26-04-2019 15:57:14 0000 ____ _FY_ <%s>\n",
		    addresses[i]);
	(void)buf_addc(&text, '\n');
	(void)envelope_parse(text.data, text.len, &envelope);
	parties = choice_make(config, &envelope, &count);
	for (i = 0; i < count; i++)
		list_r[i] = parties[i].config;
	free(parties);
	buf_fini(&text);
	return count;
}

/* Together they find the policies that each of them finds alone. */
static void
many_recipients_find_the_same_policies(void **state)
{
	static const char *const addresses[] = {"a@x.example", "b@x.example",
	    "c@sub.x.example", "d@y.example", "e@z.example", "i@both.example",
	    "x.y@q.example", "g@dot.q.example", "postmaster", "h@both.example",
	    "no.at.all", "j@k.z.example"};
	enum { N = sizeof(addresses) / sizeof(addresses[0]) };
	const struct config *one[1] = {NULL}, *alone[N] = {NULL}, *together[N];
	size_t i, k, n = 0;

	(void)state;
	load("[policy 1]\nrecipients = a@x.example\n"
	     "[policy 2]\ndomains = *.x.example, x.example\n"
	     "[policy 3]\nrecipients = d*\n"
	     "[policy 4]\nrecipients = *@q.example, *.q.example\n"
	     "[policy 5]\nrecipients = h@*\ndomains = both.example\n"
	     "[policy 6]\ndomains = local.example, a.x.example\n"
	     "[policy 7]\nrecipients = a@x.example, *.example\n"
	     "domains = k.z.example\n");
	for (i = 0; i < N; i++) {
		assert_int_equal(choose(&addresses[i], 1, one), 1);
		for (k = 0; k < n && alone[k] != one[0]; k++)
			continue;
		if (k == n)
			alone[n++] = one[0];
	}
	assert_int_equal(n, 8);
	assert_int_equal(choose(addresses, N, together), n);
	for (i = 0; i < n; i++)
		assert_ptr_equal(together[i], alone[i]);
}

static void
the_strictest_policy_counts(void **state)
{
	static const char banned[] = ENVELOPE("s@x.example",
	    TO("a@x.example") TO("b@x.example") TO("c@x.example"))
	    ATTACHED("filename=a.exe");

	(void)state;
	load("[policy a]\nrecipients = a@*\nbanned = tag, notify\n"
	     "[policy b]\nrecipients = b@*\nbanned = reject\n"
	     "[actions]\nbanned = defer, quarantine\n");
	judge_file(banned);
	assert_string_equal(policy_name(), "b");
	assert_int_equal(verdict.action.kind, ACTION_REJECT);
	assert_true(verdict.action.quarantine);
	assert_true(verdict.action.notify);
	assert_found("banned: *.exe in mail/a.exe\n");
	/* What one policy bans is not banned by another. */
	load("[policy a]\nrecipients = a@*\nbanned_names =\n"
	     "[policy b]\nrecipients = b@*\nbanned_names = a.*\n"
	     "banned = tag\n[policy c]\nbanned_names = *.zip\n");
	judge_file(banned);
	assert_string_equal(policy_name(), "b");
	assert_found("banned: a.* in mail/a.exe\n");
	assert_int_equal(verdict.action.kind, ACTION_TAG);
}

static void
policies_differ_in_what_they_look_for(void **state)
{
	static const char file[] = ENVELOPE("s@x.example",
	    TO("a@x.example") TO("c@x.example") TO("b@x.example")) MAIL;

	(void)state;
	load("[policy a]\nrecipients = a@*\nmacros = no\nsecond_look = no\n"
	     "password_list = x\nmacro = reject\n"
	     "[policy c]\nrecipients = c@*\npassword_list = x\n"
	     "[scan]\nstructured = no\npassword_list = y\n");
	begin(file);
	assert_true(judge_config(judge)->scan_macros);
	assert_true(judge_config(judge)->scan_second_look);
	assert_false(judge_config(judge)->scan_structured);
	assert_string_equal(judge_config(judge)->scan_password_list, "x, y");
	findings_add(&findings, CLASS_macro,
	    "Heuristics.OLE2.ContainsMacros.VBA", "mail/a.doc");
	decide();
	/* For a, macros are no finding, whatever their action is. */
	assert_string_equal(policy_name(), "c");
	assert_int_equal(verdict.action.kind, ACTION_TAG);
	begin(ENVELOPE("s@x.example", TO("a@x.example")) MAIL);
	assert_false(judge_config(judge)->scan_macros);
}

static void
policies_can_forgo_the_scan(void **state)
{
	(void)state;
	load("[policy ours]\ndomains = ours.example\n"
	     "[policy rest]\nscan = no\n[content x]\nmatch = hello\n");
	judge_file(ENVELOPE("s@x.example", TO("a@b.example")) MAIL);
	assert_null(judge_config(judge));
	assert_null(judge_observer(judge));
	assert_true(verdict.unscanned);
	assert_int_equal(verdict.action.kind, ACTION_PASS);
	assert_string_equal(policy_name(), "rest");
	assert_found("");
	/* One recipient who is to be protected is enough. */
	judge_file(ENVELOPE(
	    "s@x.example", TO("a@b.example") TO("b@ours.example")) MAIL);
	assert_non_null(judge_config(judge));
	assert_false(verdict.unscanned);
	assert_string_equal(policy_name(), "ours");
	assert_int_equal(verdict.action.kind, ACTION_TAG);
	/* What was not scanned never passes as "error = pass" by mistake. */
	begin(ENVELOPE("s@x.example", TO("b@ours.example")) MAIL);
	findings_add(&findings, CLASS_error, "no memory", "mail");
	decide();
	assert_int_equal(verdict.action.kind, ACTION_DEFER);
}

/* A scan that does not end is answered as the strictest of them says. */
static void
policies_say_what_is_answered_without_a_result(void **state)
{
	struct action action;

	(void)state;
	load("[policy a]\nrecipients = a@*\nerror = tag, notify\n"
	     "[policy b]\nrecipients = b@*\nerror = reject\n"
	     "[policy c]\nrecipients = c@*\nscan = no\nerror = discard\n"
	     "[actions]\nerror = pass, quarantine\n");
	begin(ENVELOPE("s@x.example",
	    TO("c@x.example") TO("a@x.example") TO("b@x.example")) MAIL);
	judge_fallback(judge, &action, &chosen);
	assert_string_equal(policy_name(), "b");
	assert_int_equal(action.kind, ACTION_REJECT);
	assert_true(action.notify);
	assert_false(action.quarantine);
	begin(ENVELOPE("s@x.example", TO("d@x.example")) MAIL);
	judge_fallback(judge, &action, &chosen);
	assert_string_equal(policy_name(), "");
	assert_int_equal(action.kind, ACTION_PASS);
	assert_true(action.quarantine);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(policies_are_chosen_by_their_conditions),
	    cmocka_unit_test(many_recipients_find_the_same_policies),
	    cmocka_unit_test(the_strictest_policy_counts),
	    cmocka_unit_test(policies_differ_in_what_they_look_for),
	    cmocka_unit_test(policies_can_forgo_the_scan),
	    cmocka_unit_test(policies_say_what_is_answered_without_a_result),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, tear_down);
}
