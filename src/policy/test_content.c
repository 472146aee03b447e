/* [content NAME] on whole messages. */
#include "test_rig_priv.h"

static void
texts_in_archives_are_asked_for(void **state)
{
	(void)state;
	load("");
	begin(MAIL);
	assert_false(judge_observer(judge)->wants_all);
	load("[content x]\nwhere = body\nmatch = x\n");
	begin(MAIL);
	assert_false(judge_observer(judge)->wants_all);
	load("[content x]\nmatch = x\n");
	begin(MAIL);
	assert_true(judge_observer(judge)->wants_all);
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
	/* UTF-16 that nobody has declared. */
	judge_file("From: a@x.example\nMIME-Version: 1.0\n"
		   "Content-Type: application/octet-stream; name=a.dat\n"
		   "Content-Transfer-Encoding: base64\n\n"
		   "dABoAGUAIABrAGUAeQB3AG8AcgBkACAAKmd/Yv6Kg15KVGIAZQBsAG8A"
		   "dwAgAGkAdAA=\n");
	assert_found("content: word in mail/a.dat\n");
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
	begin(file);
	walk();
	walk();
	decide();
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
	part.where = "mail/part2";
	(void)judge_observer(judge)->leaf(judge_observer(judge)->arg, &part);
	decide();
	assert_found("limits: content rules in mail/part1\n"
		     "content: word in mail/part1\n");
	free(text);
}

/* What a reader of the header shows may stand behind any number of bytes. */
static void
long_headers_hide_no_text(void **state)
{
	size_t len = 200 * 1024;
	char *text = mem_zalloc(3 * len, 1), *padding = mem_zalloc(len + 1, 1);

	(void)state;
	memset(padding, 'a', len);
	load("[content word]\nwhere = subject\nmatch = word\n");
	(void)snprintf(text, 3 * len, "Subject: %s word\n\nb\n", padding);
	judge_file(text);
	assert_found("content: word in mail/Subject\n");
	(void)snprintf(text, 3 * len, "X: %s\nY: %s\nSubject: word\n\nb\n",
	    padding, padding);
	judge_file(text);
	assert_found("limits: content rules in mail\n");
	/* A long body is no long header. */
	(void)snprintf(text, 3 * len, "X: y\n\n%s%s\n", padding, padding);
	judge_file(text);
	assert_found("");
	free(text);
	free(padding);
}

static void
more_recipients_than_are_read_are_told(void **state)
{
	static const char line[] = TO("a@x.example");
	const size_t n = sizeof(line) - 1, count = 5 * 1024 * 1024 / 12;
	char *text = mem_zalloc(count * n + 100, 1);
	size_t i;

	(void)state;
	for (i = 0; i < count; i++)
		memcpy(text + i * n, line, n);
	memcpy(text + count * n, "\n" MAIL, sizeof("\n" MAIL));
	load("[content word]\nwhere = to\nmatch = word\n");
	judge_file(text);
	assert_found("limits: content rules in envelope\n");
	free(text);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_in_archives_are_asked_for),
	    cmocka_unit_test(rules_look_where_they_say),
	    cmocka_unit_test(rules_have_classes_and_actions),
	    cmocka_unit_test(all_charsets_and_encodings_are_read),
	    cmocka_unit_test(a_keyword_in_an_archive_is_found),
	    cmocka_unit_test(an_explosion_is_no_match),
	    cmocka_unit_test(what_is_too_large_is_told),
	    cmocka_unit_test(long_headers_hide_no_text),
	    cmocka_unit_test(more_recipients_than_are_read_are_told),
	    cmocka_unit_test(many_findings_hide_no_rule),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, tear_down);
}
