/* Making engines: good, bad and missing definitions, and their proof. */
#include "engine_rig_priv.h"

/* Harmless: the MD5 of "This is harmless.\n". */
#define HARMLESS "19eaf84f0c6d8ee2bb70e5a4e1dd2d0c:18:Harmless-Test\n"

static void
ignore(void *arg, const char *name, const char *where)
{
	(void)name;
	(void)where;
	++*(int *)arg;
}

static int
scan(const char *text, int *matches_r)
{
	const struct engine_looks looks = {0};
	const struct engine_bytes bytes = {text, strlen(text), "mail"};
	const struct engine_sink sink = {.arg = matches_r, .match = ignore};

	*matches_r = 0;
	return engine_scan(engine, &bytes, &looks, &sink, &err);
}

/* The scratch folder beside the test set. */
static struct engine_settings
beside(void)
{
	struct engine_settings s = generous();

	s.definitions = defs;
	s.test_set = TEST_SET;
	return s;
}

static void
both_folders_are_loaded(void **state)
{
	struct engine_settings s = generous();
	unsigned alone;
	int matches;

	(void)state;
	assert_int_equal(load(&s), 0);
	alone = engine_info(engine)->signatures;
	assert_false(engine_info(engine)->test_only);
	s.test_set = TEST_SET "/../definitions";
	assert_int_equal(load(&s), 0);
	assert_int_equal(engine_info(engine)->signatures, alone);
	write_file(defs, "own.hdb", HARMLESS);
	s = beside();
	assert_int_equal(load(&s), 0);
	assert_int_equal(engine_info(engine)->signatures, alone + 1);
	assert_string_equal(engine_info(engine)->problem, "");
	assert_int_equal(scan(EICAR, &matches), 0);
	assert_true(matches > 0);
}

/* A set without EICAR is not sound: it must not come into force. */
static void
eicar_is_the_proof(void **state)
{
	struct engine_settings s = beside();

	(void)state;
	write_file(defs, "own.hdb", HARMLESS);
	s.test_set = NULL;
	assert_int_equal(load(&s), -1);
	assert_null(engine);
	assert_non_null(strstr(err.text, "do not find EICAR"));
}

static void
a_proof_that_cannot_be_made_fails(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	assert_int_equal(load(&s), 0);
	assert_int_equal(engine_prove(engine, &err), 0);
	s.definitions = defs;
	s.never_fail = true;
	assert_int_equal(load(&s), 0);
	assert_int_equal(engine_prove(engine, &err), -1);
	assert_non_null(strstr(err.text, "the proof with EICAR failed"));
}

static void
a_bad_file_is_named(void **state)
{
	static const struct {
		const char *name, *text;
	} bad[] = {{"bad.ndb", "rubbish\n"}, {"bad.hdb", "x:y:z\n"},
	    {"bad.ldb", ";;;\n"}, {"bad.cvd", "ClamAV-VDB:rubbish"}};
	char path[RIG_PATH_MAX + 16];
	struct engine_settings s = beside();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		write_file(defs, "good.hdb", HARMLESS);
		write_file(defs, bad[i].name, bad[i].text);
		if (load(&s) == 0)
			print_message("%s was loaded\n", bad[i].name);
		assert_null(engine);
		if (strstr(err.text, bad[i].name) == NULL)
			print_message("%s: %s\n", bad[i].name, err.text);
		assert_non_null(strstr(err.text, bad[i].name));
		(void)snprintf(path, sizeof(path), "%s/%s", defs, bad[i].name);
		assert_int_equal(unlink(path), 0);
	}
}

/* Root reads everything, so that it becomes somebody else for this. */
static void
an_unreadable_file_is_named(void **state)
{
	struct engine_settings s = beside();
	char path[RIG_PATH_MAX + 16];
	uid_t user = geteuid();
	int rc;

	(void)state;
	write_file(defs, "a.hdb", HARMLESS);
	write_file(defs, "secret.hdb", HARMLESS);
	(void)snprintf(path, sizeof(path), "%s/secret.hdb", defs);
	assert_int_equal(chmod(path, 0), 0);
	if (user == 0) {
		assert_int_equal(chown(temp, 65534, 65534), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	rc = load(&s);
	assert_int_equal(seteuid(user), 0);
	assert_int_equal(rc, -1);
	assert_non_null(strstr(err.text, "secret.hdb cannot be read"));
}

static void
no_definitions_are_an_error(void **state)
{
	struct engine_settings s = beside();

	(void)state;
	assert_int_equal(load(&s), -1);
	assert_non_null(strstr(err.text, "holds no definitions"));
	assert_int_equal(rmdir(defs), 0);
	assert_int_equal(load(&s), -1);
	assert_non_null(strstr(err.text, "does not exist"));
	assert_non_null(strstr(err.text, defs));
}

/* What the test set finds is found; that it is all there is, is told. */
static void
the_test_set_alone_is_marked(void **state)
{
	struct engine_settings s = beside();
	int matches;

	(void)state;
	s.never_fail = true;
	assert_int_equal(load(&s), 0);
	assert_true(engine_info(engine)->test_only);
	assert_non_null(
	    strstr(engine_info(engine)->problem, "holds no definitions"));
	assert_int_equal(scan(EICAR, &matches), 0);
	assert_true(matches > 0);
	write_file(defs, "bad.ndb", "rubbish\n");
	assert_int_equal(load(&s), 0);
	assert_true(engine_info(engine)->test_only);
	assert_non_null(strstr(engine_info(engine)->problem, "bad.ndb"));
}

/* Without anything to scan with, nothing is clean. */
static void
a_blind_engine_scans_nothing(void **state)
{
	struct engine_settings s = beside();
	int matches;

	(void)state;
	s.never_fail = true;
	s.test_set = NULL;
	assert_int_equal(load(&s), 0);
	assert_true(engine_info(engine)->test_only);
	assert_int_equal(scan("harmless", &matches), -1);
	assert_non_null(strstr(err.text, "holds no definitions"));
	s.test_set = "/nonexistent";
	assert_int_equal(load(&s), 0);
	assert_true(engine_info(engine)->test_only);
	assert_int_equal(scan("harmless", &matches), -1);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(both_folders_are_loaded),
	    TEST(eicar_is_the_proof),
	    TEST(a_proof_that_cannot_be_made_fails),
	    TEST(a_bad_file_is_named),
	    TEST(an_unreadable_file_is_named),
	    TEST(no_definitions_are_an_error),
	    TEST(the_test_set_alone_is_marked),
	    TEST(a_blind_engine_scans_nothing),
	};

	if (engine_init(&err) == -1)
		return 1;
	return RUN_TESTS(tests);
}
