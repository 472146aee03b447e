/* [attachments] on whole messages. */
#include "test_rig_priv.h"

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
	/* What is behind an extension hides it, banned or not. */
	load("[attachments]\nbanned_names = *.zip\n");
	judge_file(ATTACHED("filename=\"a.exe.\""));
	assert_found("banned: deceptive name: hidden by blanks in "
		     "mail/a.exe.\n");
	judge_file(ATTACHED("filename=\"a.exe\""));
	assert_found("");
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
	    .depth = 1,
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
	    .depth = 2,
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

/* The engine's word of a file, before and without that of a reader. */
static void
what_the_engine_tells_is_settled(void **state)
{
	const struct part_sink *o;
	struct part part = {.kind = PART_MEMBER,
	    .data = (const unsigned char *)"",
	    .attachment = true};

	(void)state;
	load("");
	begin(MAIL);
	o = judge_observer(judge);
	part.where = "mail/___.zip/a.js";
	part.name = "a.js";
	o->member(o->arg, &part);
	part.where = "mail/x/b.js";
	part.name = "b.js";
	o->member(o->arg, &part);
	part.where = "mail/a.zip/dir/a.js";
	part.name = "dir/a.js";
	part.depth = 2;
	o->member(o->arg, &part);
	decide();
	assert_found("banned: *.js in mail/a.zip/dir/a.js\n"
		     "banned: *.js in mail/x/b.js\n");
}

/* Shift_JIS and KOI8-R as bytes, and as they come out of an archive. */
static void
names_count_in_every_charset(void **state)
{
	(void)state;
	load("[attachments]\nbanned_names = 請求書*, *.zip, счёт*\n"
	     "allowed_names = 見積書*.zip\n");
	judge_file(ATTACHED("filename=\"\x90\xbf\x8b\x81\x8f\x91.doc\""));
	assert_string_equal(verdict.finding->name, "請求書*");
	judge_file(ATTACHED("filename=\"\xd3\xde\xa3\xd4.doc\""));
	assert_string_equal(verdict.finding->name, "счёт*");
	judge_file(ATTACHED("filename=\"\x8c\xa9\x90\xcf\x8f\x91.zip\""));
	assert_found("");
	begin(MAIL);
	see_member(
	    "dir/\xc2\x90\xc2\xbf\xc2\x8b\xc2\x81\xc2\x8f\xc2\x91.a", "");
	see_member("dir/\xc2\x8c\xc2\xa9\xc2\x90\xc3\x8f.a", "");
	decide();
	assert_found("banned: 請求書* in mail/a.zip/x\n");
	/* Of a name that has an exception, no reading is banned. */
	load("[attachments]\nbanned_names = 請求書*\nallowed_names = *.doc\n");
	judge_file(ATTACHED("filename=\"\x90\xbf\x8b\x81\x8f\x91.doc\""));
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_banned),
	    cmocka_unit_test(other_names_count_too),
	    cmocka_unit_test(files_in_archives_are_seen),
	    cmocka_unit_test(what_the_engine_tells_is_settled),
	    cmocka_unit_test(names_count_in_every_charset),
	    cmocka_unit_test(types_are_banned_unless_the_name_is_allowed),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, tear_down);
}
