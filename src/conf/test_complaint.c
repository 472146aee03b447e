/* Configuration files that are wrong: every error, with its line. */
#include "fixture_priv.h"

static void
every_error_comes_with_its_line(void **state)
{
	(void)state;
	fails("workers = 1\n[sever]\nworkers = 1\n  2\n[server]\nworker = 1\n"
	      "depth = 1\nzzzzzzzz = 1\nworkers = 1\nworkers = 2\nnonsense\n"
	      "[limits]\nscan_time = 1y\nfiles =\ndepth = 101\n"
	      "message_size = 99999999999999999999\nscan_size = 1023\n"
	      "[engine]\nreload = maybe\n[scan]\npua = perhaps\n"
	      "[actions]\nclean = pass, tag\n[quota]\nwarn_at = 0\n"
	      "[headers]\nstatus = X Y\n[licence]\n",
	    "1: workers: stands in front of the first [section]; move it "
	    "below one\n"
	    "2: [sever]: there is no such section; [server] is probably "
	    "meant\n"
	    "6: [server] worker: there is no such option; workers is "
	    "probably meant\n"
	    "7: [server] depth: there is no such option; move it to "
	    "[limits]\n"
	    "8: [server] zzzzzzzz: there is no such option; correct or "
	    "remove it\n"
	    "10: [server] workers: was given in line 9 already; remove one "
	    "of them\n"
	    "11: the line is neither a [section] nor an option (key = value) "
	    "nor a comment (#); correct or remove it\n"
	    "13: [limits] scan_time: \"1y\" is not a time such as 60s, 5m, "
	    "12h or 7d\n"
	    "14: [limits] files: has no value; write a number\n"
	    "15: [limits] depth: \"101\" is out of range; write a value from "
	    "1 to 100\n"
	    "16: [limits] message_size: \"99999999999999999999\" is out of "
	    "range; write a value from 1K to 2047M\n"
	    "17: [limits] scan_size: \"1023\" is out of range; write a value "
	    "from 1K to 64G\n"
	    "19: [engine] reload: \"maybe\" is not one of: auto concurrent "
	    "blocking\n"
	    "21: [scan] pua: \"perhaps\" is not yes or no\n"
	    "23: [actions] clean: \"pass, tag\" is not one of pass, tag, "
	    "defer, reject, discard, perhaps with quarantine or notify\n"
	    "25: [quota] warn_at: \"0\" is not a list of at most 8 "
	    "percentages such as 80, 95\n"
	    "27: [headers] status: \"X Y\" is not the name of a header field "
	    "such as X-Virus-Status\n"
	    "28: [licence]: there is no such section; [license] is probably "
	    "meant\n");
}

static void
numbers_do_not_wrap(void **state)
{
	(void)state;
	/* 2^64 + 1, and a size that is 2^64 bytes. */
	fails("[limits]\ndepth = 18446744073709551617\n"
	      "scan_size = 17179869184G\n",
	    "2: [limits] depth: \"18446744073709551617\" is out of range; "
	    "write a value from 1 to 100\n"
	    "3: [limits] scan_size: \"17179869184G\" is out of range; write "
	    "a value from 1K to 64G\n");
	fails("[limits]\nmessage_size = 18014398509481985K\n",
	    "2: [limits] message_size: \"18014398509481985K\" is out of "
	    "range; write a value from 1K to 2047M\n");
}

static void
section_lines_are_checked(void **state)
{
	(void)state;
	loads("[ server ] ; comment\nworkers = 1\n[LIMITS]\ndepth = 2\n");
	assert_int_equal(conf->limits_depth, 2);
	fails("[server\nworkers = 1\n[server] workers = 2\n[]\n",
	    "1: the line begins with [ but has no ]; add it\n"
	    "2: workers: stands in front of the first [section]; move it "
	    "below one\n"
	    "3: the line has text behind the ]; put it into a new line\n"
	    "4: []: there is no such section; correct or remove it\n");
}

/* A line of `n` bytes whose end would be an option if inih split it. */
static char *
long_line(size_t n, const char *tail)
{
	size_t len = strlen(tail);
	char *line = mem_zalloc(n + 1, 1);

	memset(line, ' ', n);
	memcpy(line, "[server]\nuser = ", 16);
	memcpy(line + n - len, tail, len);
	return line;
}

static void
long_lines_are_refused_whole(void **state)
{
	const char *tail = "workers = 7\n  more\n";
	char *text = long_line(9 + 199 + strlen(tail), tail);

	(void)state;
	fails(text,
	    "2: the line is longer than 198 bytes; continue a list in a new "
	    "line that begins with a blank\n");
	free(text);
	/* One byte less is read: the blanks do not count. */
	text = long_line(9 + 198 + 1, "x\n");
	loads(text);
	assert_int_equal(conf->line[OPTION_server_user], 2);
	free(text);
	text = long_line(9 + 199 + 1, "x\n");
	assert_int_equal(load_n(text, strlen(text)), -1);
	free(text);
	text = long_line(9 + 198 + 2, "x\r\n");
	loads(text);
	free(text);
	/* Comments are no exception: inih would read their tail. */
	text = mem_printf("#%0198d\n#%0197d\n", 0, 0);
	fails(text,
	    "1: the line is longer than 198 bytes; continue a list in a new "
	    "line that begins with a blank\n");
	free(text);
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
	const char bad[] = "[server]\nuser = a\0b\nuser = \xff\n"
			   "user = \x1b[1m\nuser = \xc3\xa4\nuser = a\rb\n";

	(void)state;
	fails_n(bad, sizeof(bad) - 1,
	    "2: the line contains a control character; remove it\n"
	    "3: the line is not UTF-8; save the file as UTF-8\n"
	    "4: the line contains a control character; remove it\n"
	    "6: the line contains a control character; remove it\n");
	/* Without the NUL's check the rest of the line would be unseen. */
	fails_n("\0x\n", 3,
	    "1: the line contains a control character; remove it\n");
}

static void
what_is_wrong_is_shown_harmless_and_bounded(void **state)
{
	struct buf text;
	size_t i, lines = 0;

	(void)state;
	fails("[server]\nworkers = \xe2\x80\xae"
	      "1\n",
	    "2: [server] workers: \"\\xe2\\x80\\xae1\" is not a "
	    "number\n");
	buf_init(&text, ERRORS_MAX);
	for (i = 0; i < 100000; i++)
		(void)buf_adds(&text, "x\n");
	assert_int_equal(load_n(text.data, text.len), -1);
	for (i = 0; i < errors.len; i++)
		lines += errors.data[i] == '\n';
	assert_int_equal(lines, 201);
	assert_non_null(strstr(errors.data, "99800 more errors"));
	buf_fini(&text);
}

static void
files_that_are_none_are_refused(void **state)
{
	struct buf text;
	char *want;

	(void)state;
	config_free(&conf);
	buf_init(&text, 2 * CONFIG_FILE_MAX);
	while (text.len < CONFIG_FILE_MAX)
		(void)buf_adds(&text, "#234567\n");
	assert_int_equal(load_n(text.data, text.len), 0);
	(void)buf_adds(&text, "\n");
	assert_int_equal(load_n(text.data, text.len), -1);
	assert_non_null(strstr(errors.data, "is larger than 8388608 bytes"));
	buf_fini(&text);

	assert_int_equal(unlink(path), 0);
	buf_reset(&errors);
	assert_int_equal(config_load(path, &conf, &errors), -1);
	want = mem_printf(
	    "%s: cannot be opened: No such file or directory\n", path);
	assert_string_equal(errors.data, want);
	free(want);
	assert_int_equal(mkfifo(path, 0600), 0);
	buf_reset(&errors);
	assert_int_equal(config_load(path, &conf, &errors), -1);
	assert_non_null(strstr(errors.data, "is not a regular file"));
	assert_int_equal(unlink(path), 0);
	buf_reset(&errors);
	assert_int_equal(config_load(dir, &conf, &errors), -1);
	assert_non_null(strstr(errors.data, "is not a regular file"));
	buf_reset(&errors);
	assert_int_equal(config_load("/none/x.cfg", &conf, &errors), -1);
	assert_non_null(strstr(errors.data, "/none/x.cfg: its folder /none/"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_error_comes_with_its_line),
	    cmocka_unit_test(numbers_do_not_wrap),
	    cmocka_unit_test(section_lines_are_checked),
	    cmocka_unit_test(long_lines_are_refused_whole),
	    cmocka_unit_test(bytes_that_are_no_text_are_refused),
	    cmocka_unit_test(what_is_wrong_is_shown_harmless_and_bounded),
	    cmocka_unit_test(files_that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
