/* Sections with a name: content rules and policies. */
#include "fixture_priv.h"
#include "globs.h"
#include "network.h"
#include "pattern.h"

static void
rules_are_read(void **state)
{
	const struct content_rule *r;

	(void)state;
	loads("[content one]\nmatch = a+b\n"
	      "[ CONTENT  two words ]\nwhere = subject, header:X-Mailer,\n"
	      "  header:List-Id, Body\nmatch = (?x)\n  a\n  = b\n"
	      "case = yes\nclass = phishing\naction = reject, notify\n");
	assert_int_equal(conf->content_n, 2);
	r = &conf->content[0];
	assert_string_equal(r->name, "one");
	assert_int_equal(r->places, CONTENT_ANY);
	assert_int_equal(r->class, CLASS_content);
	assert_null(r->action);
	assert_non_null(r->pattern);
	r = &conf->content[1];
	assert_string_equal(r->name, "two words");
	assert_int_equal(
	    r->places, CONTENT_SUBJECT | CONTENT_BODY | CONTENT_HEADER);
	assert_string_equal(r->fields, "X-Mailer, List-Id");
	assert_string_equal(r->content_match, "(?x)a= b");
	assert_true(r->content_case);
	assert_int_equal(r->class, CLASS_phishing);
	assert_int_equal(r->action->kind, ACTION_REJECT);
	assert_true(r->action->notify);
}

static void
wrong_rules_are_named_with_their_line(void **state)
{
	(void)state;
	fails("[content]\nmatch = a\n[content a]\nmatch = (b\n"
	      "[content A]\nmatch = c\n[content b]\nwhere = body\n"
	      "[content c]\nmatch = d\nwhere = bodi, header:, header:a b\n"
	      "class = clean\nlook = 1\n"
	      "[content d]\nmatch =\n[contents e]\nmatch = 1\n"
	      "[content f]\nmatch = \\C\nmatch = 2\naction = eat\n",
	    "1: [content]: has no name; write [content NAME]\n"
	    "4: [content a] match: does not compile at \"\": missing closing "
	    "parenthesis\n"
	    "5: [content A]: there is such a section already; give it "
	    "another name\n"
	    "8: [content b]: has no match; add one\n"
	    "12: [content c] class: \"clean\" is not one of: infected worm "
	    "phishing macro pua structured broken encrypted limits ambiguous "
	    "partial banned content\n"
	    "13: [content c] look: there is no such option; correct or "
	    "remove it\n"
	    "15: [content d] match: has no value; write a regular "
	    "expression\n"
	    "16: [contents e]: there is no such section; correct or remove "
	    "it\n"
	    "19: [content f] match: does not compile at \"\": using \\C is "
	    "disabled by the application\n"
	    "20: [content f] match: was given in line 19 already; remove one "
	    "of them\n"
	    "21: [content f] action: \"eat\" is not one of pass, tag, defer, "
	    "reject, discard, perhaps with quarantine or notify\n");
	fails("[content c]\nmatch = d\nwhere = bodi, header:, header:a b\n",
	    "3: [content c] where: \"bodi\" is not one of: subject from to "
	    "header:NAME body attachment any\n"
	    "3: [content c] where: \"header:\" is not one of: subject from to "
	    "header:NAME body attachment any\n"
	    "3: [content c] where: \"header:a b\" is not one of: subject from "
	    "to header:NAME body attachment any\n");
}

static void
policies_are_complete_configurations(void **state)
{
	const struct policy *p;

	(void)state;
	loads("[policy sales]\ndomains = a.example,\n  *.b.example\n"
	      "banned = tag\nbanned_names = *.zip\nmacros = no\nclean = yes\n"
	      "phishing = no\nbroken = reject,\n  notify\n"
	      "[limits]\ndepth = 5\n[actions]\ninfected = reject\n"
	      "[policy rest]\nscan = no\nphishing = pass\n"
	      "authenticated = yes\nsources = 10.0.0.0/8, ::1\n");
	assert_int_equal(conf->policies_n, 2);
	p = &conf->policies[0];
	assert_string_equal(p->name, "sales");
	assert_true(p->policy_scan);
	assert_non_null(globs_find(p->domains, "x.b.example"));
	assert_null(p->senders);
	assert_ptr_equal(p->config->policy, p);
	assert_int_equal(p->config->action[CLASS_banned].kind, ACTION_TAG);
	assert_false(p->config->action[CLASS_banned].quarantine);
	assert_false(p->config->scan_macros);
	assert_true(p->config->headers_clean);
	assert_false(p->config->scan_phishing);
	assert_int_equal(p->config->action[CLASS_phishing].kind, ACTION_TAG);
	assert_true(p->config->scan_broken);
	assert_true(p->config->action[CLASS_broken].notify);
	/* Said below the policy, for the whole. */
	assert_int_equal(p->config->limits_depth, 5);
	assert_int_equal(p->config->action[CLASS_infected].kind, ACTION_REJECT);
	assert_non_null(globs_find(p->config->banned_names, "a.zip"));
	assert_null(globs_find(p->config->banned_names, "a.exe"));
	p = &conf->policies[1];
	assert_false(p->policy_scan);
	assert_int_equal(p->policy_authenticated, AUTHENTICATED_YES);
	assert_true(networks_have(p->sources, "10.1.2.3", 8));
	assert_true(p->config->scan_phishing);
	assert_int_equal(p->config->action[CLASS_phishing].kind, ACTION_PASS);
	assert_ptr_equal(p->config->banned_names, conf->banned_names);
	assert_non_null(globs_find(conf->banned_names, "a.exe"));
}

static void
wrong_policies_are_named_with_their_line(void **state)
{
	(void)state;
	fails("[policy a]\nsources = 10.0.0.0/8, 10.0.0.0/33\n"
	      "[policy b]\nworkers = 2\nbanned = tag\nbanned = tag\n"
	      "phishing = maybe\nfrom = x\n",
	    "2: [policy a] sources: \"10.0.0.0/33\" is not a network such as "
	    "192.0.2.0/24 or 2001:db8::/32\n"
	    "4: [policy b] workers: there is no such option; correct or "
	    "remove it\n"
	    "6: [policy b] banned: was given in line 5 already; remove one "
	    "of them\n"
	    "7: [policy b] phishing: \"maybe\" is not yes or no\n"
	    "8: [policy b] from: there is no such option; correct or remove "
	    "it\n");
}

static void
stamps_follow_sections_too(void **state)
{
	uint64_t stamp, engine_stamp;

	(void)state;
	loads("");
	stamp = conf->stamp;
	engine_stamp = conf->engine_stamp;
	assert_false(conf->engine_pua);
	loads("[content a]\nmatch = b\n");
	assert_true(conf->stamp != stamp);
	assert_true(conf->engine_stamp == engine_stamp);
	/* What one policy wants, the engine has to load. */
	loads("[policy a]\npua = yes\n");
	assert_true(conf->stamp != stamp);
	assert_true(conf->engine_stamp != engine_stamp);
	assert_true(conf->engine_pua);
	assert_false(conf->scan_pua);
}

static void
sections_are_dumped(void **state)
{
	struct buf dump;
	char *want;

	(void)state;
	loads("[content a]\nmatch = b\n[policy p]\nscan = no\nbanned = tag\n");
	buf_init(&dump, ERRORS_MAX);
	config_dump(conf, &dump);
	want = mem_printf("\n[content a]\nmatch = b ; %s:2\n"
			  "\n[policy p]\nscan = no ; %s:4\n"
			  "banned = tag ; %s:5\n",
	    path, path, path);
	assert_string_equal(dump.data + dump.len - strlen(want), want);
	free(want);
	buf_fini(&dump);
}

static void
words_are_a_set(void **state)
{
	(void)state;
	loads("[attachments]\nbanned_types = Script,, disk-image ,\n help\n");
	assert_int_equal(conf->attachments_banned_types,
	    1 << FILE_SCRIPT | 1 << FILE_DISK_IMAGE | 1 << FILE_HELP);
	loads("[attachments]\nbanned_types =\n");
	assert_int_equal(conf->attachments_banned_types, 0);
	fails("[attachments]\nbanned_types = script, picture\n",
	    "2: [attachments] banned_types: \"picture\" is not one of: "
	    "executable script shortcut office-macros disk-image archive "
	    "java help flash\n");
}

/* Twice as many sections may not cost four times as much; just very many. */
static void
thousands_of_sections_are_read(void **state)
{
	struct buf text;
	unsigned i;

	(void)state;
	buf_init(&text, CONFIG_FILE_MAX);
	for (i = 0; i < 3000; i++)
		(void)buf_addf(&text,
		    "[content c%u]\nmatch = word%u\n"
		    "[policy p%u]\nrecipients = r%u@x.example\n",
		    i, i, i, i);
	assert_false(text.cut);
	loads(text.data);
	assert_int_equal(conf->content_n, 3000);
	assert_int_equal(conf->policies_n, 3000);
	assert_string_equal(conf->policies[2999].config->policy->name, "p2999");
	buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_are_read),
	    cmocka_unit_test(wrong_rules_are_named_with_their_line),
	    cmocka_unit_test(policies_are_complete_configurations),
	    cmocka_unit_test(wrong_policies_are_named_with_their_line),
	    cmocka_unit_test(stamps_follow_sections_too),
	    cmocka_unit_test(sections_are_dumped),
	    cmocka_unit_test(words_are_a_set),
	    cmocka_unit_test(thousands_of_sections_are_read),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
