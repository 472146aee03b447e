/*
 * Policies and rules on whole messages: the reader hands their parts to the
 * judge, as in a scan, without an engine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "budget.h"
#include "clock.h"
#include "judge.h"
#include "log.h"
#include "mem.h"
#include "mime.h"
#include "test.h"

enum { ERRORS_MAX = 1 << 16 };

static struct config *config;
static struct judge *judge;
static struct message message;
static struct findings findings;
static struct verdict verdict;
static const struct config *chosen;

static void
load(const char *text)
{
	char path[] = "/tmp/cgpward-test.XXXXXX";
	int fd = mkstemp(path);
	struct buf errors;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	buf_init(&errors, ERRORS_MAX);
	config_free(&config);
	(void)config_load(path, &config, &errors);
	(void)unlink(path);
	assert_string_equal(errors.data, "");
	buf_fini(&errors);
}

/* A judge for a message file: envelope, empty line, mail. */
static void
begin(const char *file)
{
	size_t len = strlen(file), n;

	judge_free(&judge);
	findings_fini(&findings);
	n = envelope_parse(file, len, &message.envelope);
	message.bare = (struct slice){file + n, len - n};
	judge = judge_new(config, &message);
}

static void
walk(void)
{
	struct budget budget = {.bytes_max = 1 << 24,
	    .file_max = 1 << 24,
	    .files_max = 1000,
	    .depth_max = 17,
	    .now_ms = clock_mono_ms};
	const struct part_sink *observer = judge_observer(judge);

	if (observer != NULL)
		assert_true(mime_walk((const unsigned char *)message.bare.data,
		    message.bare.len, &budget, observer));
}

static void
decide(void)
{
	judge_decide(judge, &findings, &verdict, &chosen);
}

static void
judge_file(const char *file)
{
	begin(file);
	walk();
	decide();
}

/* "class: name in where" of each finding, a line each. */
static void
assert_found(const char *want)
{
	struct buf all;
	size_t i;

	buf_init(&all, ERRORS_MAX);
	for (i = 0; i < findings.n; i++)
		(void)buf_addf(&all, "%s: %s in %s\n",
		    class_name(findings.list[i].class), findings.list[i].name,
		    findings.list[i].where);
	assert_string_equal(all.data, want);
	buf_fini(&all);
}

#define ENVELOPE(sender, recipients)                                           \
	"P I 26-04-2019 15:57:14 0000 ____ ____ <" sender ">\n" recipients     \
	"S SMTP [10.4.0.159]\nA local.example [10.0.0.1]\n\n"
#define TO(address) "R W 26-04-2019 15:57:14 0000 ____ _FY_ <" address ">\n"
#define MAIL        "From: a@x.example\nSubject: s\n\nhello\n"
#define ATTACHED(disposition)                                                  \
	"From: a@x.example\nMIME-Version: 1.0\n"                               \
	"Content-Type: application/octet-stream\n"                             \
	"Content-Disposition: attachment; " disposition "\n\ndata\n"

static void
names_are_banned(void **state)
{
	(void)state;
	load("");
	judge_file(ATTACHED("filename=\"Setup.EXE\""));
	assert_found("banned: *.exe in mail/Setup.EXE\n");
	assert_int_equal(verdict.action.kind, ACTION_DISCARD);
	assert_true(verdict.action.quarantine);
	judge_file(ATTACHED("filename=\"a.exe \""));
	assert_int_equal(verdict.class, CLASS_banned);
	judge_file(ATTACHED("filename=\"invoice.pdf        .exe\""));
	assert_int_equal(verdict.class, CLASS_banned);
	judge_file(ATTACHED("filename=\"letter.pdf\""));
	assert_found("");
	assert_int_equal(verdict.action.kind, ACTION_PASS);
	/* Encoded as in RFC 2231 and RFC 2047. */
	judge_file(ATTACHED("filename*=utf-8''x%E2%80%AEfdp.pdf"));
	assert_found("banned: deceptive name: right-to-left override in "
		     "mail/x\\xe2\\x80\\xaefdp.pdf\n");
	load("[attachments]\nbanned_names = 請求書*, *.zip\n"
	     "allowed_names = Good*.zip\n");
	judge_file(ATTACHED("filename=\"=?ISO-2022-JP?B?"
			    "GyRCQEE1YT1xGyhCLmRvYw==?=\""));
	assert_found("banned: 請求書* in mail/請求書.doc\n");
	judge_file(ATTACHED("filename=a.zip"));
	assert_int_equal(verdict.class, CLASS_banned);
	judge_file(ATTACHED("filename=\"GOOD one.zip\""));
	assert_found("");
	judge_file(ATTACHED("filename=\"a.pdf.exe\""));
	assert_found("banned: double extension in mail/a.pdf.exe\n");
	load("[attachments]\nbanned_names =\ndouble_extensions = no\n"
	     "deceptive_names = no\nbanned_types =\n");
	begin(MAIL);
	assert_null(judge_observer(judge));
}

static void
other_names_count_too(void **state)
{
	const char *const others[] = {"a.pdf", "a.exe", NULL};
	struct part part = {.kind = PART_SALVAGE,
	    .where = "mail/a.txt",
	    .name = "a.txt",
	    .other_names = others,
	    .data = (const unsigned char *)""};

	(void)state;
	load("[attachments]\nallowed_names = *.txt, *.pdf\n");
	begin(MAIL);
	(void)judge_observer(judge)->leaf(judge_observer(judge)->arg, &part);
	decide();
	assert_found("banned: *.exe in mail/a.txt\n");
}

static void
see_member(const char *name, const char *data)
{
	const struct part_sink *o = judge_observer(judge);
	struct part part = {.kind = PART_MEMBER,
	    .where = "mail/a.zip/x",
	    .name = name,
	    .data = (const unsigned char *)data,
	    .len = strlen(data),
	    .attachment = true};

	o->member(o->arg, &part);
}

static void
files_in_archives_are_seen(void **state)
{
	(void)state;
	load("");
	begin(MAIL);
	see_member("dir.exe/", "");
	see_member("dir/x.txt", "\x7f"
				"ELF");
	see_member("dir/a.js", "");
	decide();
	assert_found("banned: type executable in mail/a.zip/x\n"
		     "banned: *.js in mail/a.zip/x\n");
	load("[attachments]\ninside_archives = no\n");
	begin(MAIL);
	see_member("a.js", "\x7f"
			   "ELF");
	decide();
	assert_found("");
}

static void
types_are_banned_unless_the_name_is_allowed(void **state)
{
	static const char script[] =
	    "From: a@x.example\nContent-Type: text/plain; name=\"a.txt\"\n\n"
	    "#!/bin/sh\n";

	(void)state;
	load("[attachments]\nbanned_types = script\n");
	judge_file(script);
	assert_found("banned: type script in mail/a.txt\n");
	load("[attachments]\nbanned_types = script\nallowed_names = a.*\n");
	judge_file(script);
	assert_found("");
	load("[attachments]\nbanned_types =\n");
	judge_file(script);
	assert_found("");
}

static void
rules_look_where_they_say(void **state)
{
	static const char file[] = ENVELOPE("boss@y.example",
	    TO("r@z.example")) "From: =?utf-8?q?Caf=C3=A9?= <a@x.example>\n"
			       "To: b@x.example\nX-Odd: odd value\n"
			       "Subject: =?ISO-2022-JP?B?"
			       "GyRCTCQ+NUJ6OS05cBsoQg==?= sale\n\n"
			       "the body\n";

	(void)state;
	load("[content subject]\nwhere = subject\nmatch = ^未承諾広告 SALE$\n"
	     "[content from]\nwhere = from\nmatch = café\n"
	     "[content sender]\nwhere = from\nmatch = ^boss@\n"
	     "[content to]\nwhere = to\nmatch = r@z\n"
	     "[content header]\nwhere = header:x-odd\nmatch = VALUE$\n"
	     "[content other]\nwhere = header:X-Even\nmatch = value\n"
	     "[content body]\nwhere = body\nmatch = the body$\n"
	     "[content attachment]\nwhere = attachment\nmatch = body\n"
	     "[content case]\nmatch = THE BODY\ncase = yes\n"
	     "[content any]\nmatch = sale|body\n");
	judge_file(file);
	assert_found("content: body in mail/part1\n"
		     "content: any in mail/part1\n"
		     "content: sender in envelope\n"
		     "content: to in envelope\n"
		     "content: from in mail/From\n"
		     "content: header in mail/X-Odd\n"
		     "content: subject in mail/Subject\n");
	assert_int_equal(verdict.action.kind, ACTION_TAG);
}

static void
rules_have_classes_and_actions(void **state)
{
	(void)state;
	load("[content soft]\nmatch = hello\nclass = phishing\n"
	     "[scan]\nphishing = no\n");
	judge_file(MAIL);
	assert_int_equal(verdict.class, CLASS_phishing);
	assert_int_equal(verdict.action.kind, ACTION_TAG);
	load("[content soft]\nmatch = hello\n"
	     "[content hard]\nmatch = hell\naction = reject, notify\n"
	     "[actions]\ncontent = defer\n");
	judge_file(MAIL);
	assert_string_equal(verdict.finding->name, "hard");
	assert_int_equal(verdict.action.kind, ACTION_REJECT);
	assert_true(verdict.action.notify);
	/* A rule may say that something is fine, beside the class's action. */
	load("[content fine]\nmatch = hello\naction = pass\n");
	judge_file(MAIL);
	assert_int_equal(verdict.action.kind, ACTION_PASS);
	assert_int_equal(findings.n, 1);
}

static void
all_charsets_and_encodings_are_read(void **state)
{
	(void)state;
	load("[content word]\nmatch = 未承諾広告\n");
	judge_file("From: a@x.example\nMIME-Version: 1.0\n"
		   "Content-Type: text/plain; charset=iso-2022-jp\n\n"
		   "\033$BL$>5Bz9-9p\033(B\n");
	assert_found("content: word in mail/part1\n");
	judge_file("From: a@x.example\nMIME-Version: 1.0\n"
		   "Content-Type: text/html; charset=shift_jis\n"
		   "Content-Transfer-Encoding: base64\n\n"
		   "PHA+lqI8Yj6PszwvYj6R+I1MjZA8L3A+\n");
	assert_found("content: word in mail/part1\n");
	/* An attachment in the old way, by a name that few know. */
	load("[content word]\nwhere = attachment\nmatch = keyword\n");
	judge_file("From: a@x.example\nMIME-Version: 1.0\n"
		   "Content-Type: application/octet-stream; name=a.txt\n"
		   "Content-Transfer-Encoding: x-uuencode\n\n"
		   "begin 644 a.txt\n(:V5Y=V]R9`H`\n`\nend\n");
	assert_found("content: word in mail/a.txt\n");
}

static void
a_keyword_in_an_archive_is_found(void **state)
{
	/* Shift_JIS without a word of it, as a member of an archive. */
	static const unsigned char text[] = "\x82\xb1\x82\xea\x82\xcd\x96\xa2"
					    "\x8f\xb3\x91\xf8\x8d\x4c\x8d\x90"
					    "\x82\xc5\x82\xb7\r\n";
	struct part part = {.kind = PART_MEMBER,
	    .where = "mail/a.zip/x.txt",
	    .name = "x.txt",
	    .data = text,
	    .len = sizeof(text) - 1,
	    .attachment = true};

	(void)state;
	load("[content word]\nwhere = attachment\nmatch = 未承諾広告です$\n");
	begin(MAIL);
	(void)judge_observer(judge)->leaf(judge_observer(judge)->arg, &part);
	decide();
	assert_found("content: word in mail/a.zip/x.txt\n");
}

static unsigned warnings;

static void
count_warning(void *arg, enum log_level level, const char *line)
{
	(void)arg;
	assert_int_equal(level, LOG_LEVEL_WARN);
	assert_non_null(strstr(line, "[content boom]"));
	warnings++;
}

static void
an_explosion_is_no_match(void **state)
{
	char file[8000];
	int n = snprintf(file, sizeof(file), "Subject: s\n\n");

	(void)state;
	memset(file + n, 'a', 5000);
	(void)snprintf(file + n + 5000, 100, "!\n");
	load("[content boom]\nwhere = body\nmatch = ^(a+)+$\n"
	     "[content word]\nwhere = body\nmatch = !\n");
	log_to(count_warning, NULL);
	judge_file(file);
	log_to(NULL, NULL);
	assert_int_equal(warnings, 1);
	assert_found("content: word in mail/part1\n");
}

static void
what_is_too_large_is_told(void **state)
{
	size_t len = 5 << 20;
	unsigned char *text = mem_zalloc(len, 1);
	struct part part = {.where = "mail/part1",
	    .type = "text/plain",
	    .data = text,
	    .len = len};

	(void)state;
	memset(text, 'a', len);
	memcpy(text, "word", 4);
	load("[content word]\nmatch = word\n");
	begin(MAIL);
	(void)judge_observer(judge)->leaf(judge_observer(judge)->arg, &part);
	decide();
	assert_found("limits: content rules in mail/part1\n"
		     "content: word in mail/part1\n");
	free(text);
}

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
	static const char file[] =
	    ENVELOPE("s@x.example", TO("a@x.example") TO("b@x.example")) MAIL;

	(void)state;
	load("[policy a]\nrecipients = a@*\nmacros = no\nsecond_look = no\n"
	     "password_list = x\nmacro = reject\n"
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
	assert_string_equal(policy_name(), "");
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

/* A rule with a hard action has its say behind any number of findings. */
static void
many_findings_hide_no_rule(void **state)
{
	char name[32];
	unsigned i;

	(void)state;
	load("[content hard]\nmatch = hello\naction = discard\n"
	     "[content soft]\nwhere = subject\nmatch = s\n");
	begin(MAIL);
	walk();
	for (i = 0; i < 2 * FINDINGS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "c%u", i);
		findings_add(&findings, CLASS_content, name, "mail");
	}
	decide();
	assert_string_equal(verdict.finding->name, "hard");
	assert_int_equal(verdict.action.kind, ACTION_DISCARD);
}

static int
tear_down(void **state)
{
	(void)state;
	judge_free(&judge);
	findings_fini(&findings);
	config_free(&config);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_banned),
	    cmocka_unit_test(other_names_count_too),
	    cmocka_unit_test(files_in_archives_are_seen),
	    cmocka_unit_test(types_are_banned_unless_the_name_is_allowed),
	    cmocka_unit_test(rules_look_where_they_say),
	    cmocka_unit_test(rules_have_classes_and_actions),
	    cmocka_unit_test(all_charsets_and_encodings_are_read),
	    cmocka_unit_test(a_keyword_in_an_archive_is_found),
	    cmocka_unit_test(an_explosion_is_no_match),
	    cmocka_unit_test(what_is_too_large_is_told),
	    cmocka_unit_test(policies_are_chosen_by_their_conditions),
	    cmocka_unit_test(the_strictest_policy_counts),
	    cmocka_unit_test(policies_differ_in_what_they_look_for),
	    cmocka_unit_test(policies_can_forgo_the_scan),
	    cmocka_unit_test(many_findings_hide_no_rule),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, tear_down);
}
