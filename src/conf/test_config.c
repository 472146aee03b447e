/* Configuration files: values, lists, stamps and where they are found. */
#include "fixture_priv.h"

static void
an_empty_file_gives_the_defaults(void **state)
{
	char *want;

	(void)state;
	loads("");
	assert_int_equal(conf->server_workers, 0);
	assert_int_equal(conf->server_answer_within, 100000);
	assert_int_equal(conf->limits_message_size, 100 << 20);
	assert_int_equal(conf->limits_depth, 17);
	assert_int_equal(conf->engine_reload, RELOAD_AUTO);
	assert_int_equal(conf->engine_max_age, 7 * 86400000);
	assert_int_equal(conf->quota_exceeded, EXCEEDED_DEFER);
	assert_true(conf->server_sandbox);
	assert_false(conf->scan_pua);
	assert_string_equal(conf->engine_temp_dir, "auto");
	assert_string_equal(conf->engine_definitions, "/var/lib/clamav");
	assert_string_equal(conf->names_ignore, "");
	assert_int_equal(conf->action[CLASS_infected].kind, ACTION_DISCARD);
	assert_true(conf->action[CLASS_banned].quarantine);
	assert_int_equal(conf->quota_warn_at.n, 2);
	assert_int_equal(conf->quota_warn_at.value[1], 95);
	want = mem_printf("%s/run", dir);
	assert_string_equal(conf->server_state_dir, want);
	assert_string_equal(conf->folder, dir);
	assert_string_equal(conf->file, path);
	free(want);
}

static void
values_are_read(void **state)
{
	(void)state;
	loads("[server]\nworkers = 4\nsandbox=NO\nanswer_within: 2m\n"
	      "state_dir = /x/y\n"
	      "[engine]\nreload = Blocking ; a comment\ncheck_every = 90\n"
	      "temp_dir = t\n"
	      "[limits]\nmessage_size = 1 g\nfile_size=5000\ndepth = 100\n"
	      "# a comment\n; another\n"
	      "[actions]\ninfected = notify, reject,quarantine\n"
	      "[quota]\nexceeded = pass\nwarn_at = 99%, 50, 50, 7\n"
	      "[log]\nto = SYSLOG\n[headers]\nscanned =\n");
	assert_int_equal(conf->server_workers, 4);
	assert_false(conf->server_sandbox);
	assert_int_equal(conf->server_answer_within, 120000);
	assert_string_equal(conf->server_state_dir, "/x/y");
	assert_int_equal(conf->engine_reload, RELOAD_BLOCKING);
	assert_int_equal(conf->engine_check_every, 90000);
	assert_string_equal(strrchr(conf->engine_temp_dir, '/'), "/t");
	assert_int_equal(conf->limits_message_size, 1 << 30);
	assert_int_equal(conf->limits_file_size, 5000);
	assert_int_equal(conf->limits_depth, 100);
	assert_int_equal(conf->action[CLASS_infected].kind, ACTION_REJECT);
	assert_true(conf->action[CLASS_infected].quarantine);
	assert_true(conf->action[CLASS_infected].notify);
	assert_int_equal(conf->quota_exceeded, EXCEEDED_PASS);
	assert_int_equal(conf->quota_warn_at.n, 3);
	assert_int_equal(conf->quota_warn_at.value[0], 7);
	assert_int_equal(conf->quota_warn_at.value[2], 99);
	assert_string_equal(conf->log_to, "syslog");
	assert_string_equal(conf->headers_scanned, "");
	assert_int_equal(conf->line[OPTION_server_workers], 2);
	assert_int_equal(conf->line[OPTION_log_to], 22);
	assert_int_equal(conf->line[OPTION_log_level], 0);
}

static void
bom_crlf_and_a_last_line_without_end_are_fine(void **state)
{
	(void)state;
	loads("\xef\xbb\xbf[server]\r\nworkers = 3\r\n\r\nuser = mail");
	assert_int_equal(conf->server_workers, 3);
	assert_string_equal(conf->server_user, "mail");
	assert_int_equal(conf->line[OPTION_server_user], 4);
}

static void
lists_go_on_in_further_lines(void **state)
{
	(void)state;
	loads("[names]\nworm = a b,\n\tc\n  # no item\n\n  d ; comment\n"
	      "ignore =\n  e,,\n  f\n[actions]\nerror = defer,\n  notify\n");
	assert_string_equal(conf->names_worm, "a b, c, d");
	assert_string_equal(conf->names_ignore, "e, f");
	assert_true(conf->action[CLASS_error].notify);
	fails("[server]\nworkers = 2\n  3\nuser = x\n 4\n",
	    "3: begins with a blank and so continues [server] workers; "
	    "remove the blank\n"
	    "5: begins with a blank and so continues [server] user; "
	    "remove the blank\n");
	/* What was meant as an option is never swallowed by a list. */
	fails("[names]\nworm = a\n  ignore = b\n",
	    "3: begins with a blank and so continues [names] worm; "
	    "remove the blank\n");
	fails("[names]\nworm = a\n  [limits]\n",
	    "3: begins with a blank and so continues [names] worm; "
	    "remove the blank\n");
	/* The first option below a section may be indented. */
	loads("[names]\n  worm = a\n");
	assert_string_equal(conf->names_worm, "a");
}

static void
stamps_follow_the_values(void **state)
{
	uint64_t stamp, engine_stamp;

	(void)state;
	loads("");
	stamp = conf->stamp;
	engine_stamp = conf->engine_stamp;
	loads("# the same in other words\n[limits]\nscan_time = 1m\n"
	      "[names]\nignore = ,\n");
	assert_true(conf->stamp == stamp);
	assert_true(conf->engine_stamp == engine_stamp);
	loads("[log]\nlevel = debug\n");
	assert_true(conf->stamp != stamp);
	assert_true(conf->engine_stamp == engine_stamp);
	loads("[scan]\npua = yes\n");
	assert_true(conf->stamp != stamp);
	assert_true(conf->engine_stamp != engine_stamp);
	/* The same text in another option is something else. */
	loads("[names]\nignore = x\n");
	stamp = conf->stamp;
	loads("[scan]\npassword_list = x\n");
	assert_true(conf->stamp != stamp);
	loads("[headers]\nscanned = AB\nstatus = C\n");
	stamp = conf->stamp;
	loads("[headers]\nscanned = A\nstatus = BC\n");
	assert_true(conf->stamp != stamp);
}

static void
the_file_is_searched_in_order(void **state)
{
	struct err e;
	char *found, *home = realpath(".", NULL);

	(void)state;
	assert_int_equal(chdir(dir), 0);
	assert_null(config_find(NULL, &e));
	assert_non_null(strstr(e.text, "CGPWard/cgpward.cfg"));
	assert_non_null(strstr(e.text, " cgpward.cfg"));
	assert_non_null(strstr(e.text, "/etc/cgpward/cgpward.cfg"));
	write_file("", 0);
	assert_int_equal(rename(path, "cgpward.cfg"), 0);
	found = config_find(NULL, &e);
	assert_string_equal(found, "cgpward.cfg");
	free(found);
	assert_int_equal(mkdir("CGPWard", 0700), 0);
	assert_int_equal(link("cgpward.cfg", "CGPWard/cgpward.cfg"), 0);
	found = config_find(NULL, &e);
	assert_string_equal(found, "CGPWard/cgpward.cfg");
	config_free(&conf);
	buf_reset(&errors);
	config_free(&conf);
	assert_int_equal(config_load(found, &conf, &errors), 0);
	assert_string_equal(strrchr(conf->folder, '/'), "/CGPWard");
	assert_int_equal(conf->folder[0], '/');
	free(found);
	found = config_find("cgpward.cfg", &e);
	assert_string_equal(found, "cgpward.cfg");
	free(found);
	assert_null(config_find("other.cfg", &e));
	assert_string_equal(e.text, "other.cfg: No such file or directory");
	assert_int_equal(unlink("CGPWard/cgpward.cfg"), 0);
	assert_int_equal(rmdir("CGPWard"), 0);
	assert_int_equal(unlink("cgpward.cfg"), 0);
	assert_int_equal(chdir(home), 0);
	free(home);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_empty_file_gives_the_defaults),
	    cmocka_unit_test(values_are_read),
	    cmocka_unit_test(bom_crlf_and_a_last_line_without_end_are_fine),
	    cmocka_unit_test(lists_go_on_in_further_lines),
	    cmocka_unit_test(stamps_follow_the_values),
	    cmocka_unit_test(the_file_is_searched_in_order),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
