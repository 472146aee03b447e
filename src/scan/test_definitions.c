/* A folder of definitions, seen from outside. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "definitions.h"
#include "engine_rig_priv.h"

static struct definitions d;

static uint64_t
look(void)
{
	definitions_look(defs, &d);
	return d.stamp;
}

static void
path_in_defs(char path[RIG_PATH_MAX], const char *name)
{
	assert_true(
	    snprintf(path, RIG_PATH_MAX, "%s/%s", defs, name) < RIG_PATH_MAX);
}

static void
set_time(const char *name, time_t seconds)
{
	struct timespec times[2] = {{.tv_sec = seconds}, {.tv_sec = seconds}};
	char path[RIG_PATH_MAX];

	path_in_defs(path, name);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void
only_definitions_count(void **state)
{
	(void)state;
	assert_true(definitions_is_one("daily.cvd"));
	assert_true(definitions_is_one("MAIN.CLD"));
	assert_true(definitions_is_one("own.yara"));
	assert_false(definitions_is_one("daily.cvd.tmp"));
	assert_false(definitions_is_one("freshclam.dat"));
	assert_false(definitions_is_one("hdb"));
	assert_false(definitions_is_one(".hdb"));
	assert_false(definitions_is_one("."));
	write_file(defs, "a.hdb", "12345");
	write_file(defs, "a.ndb", "123");
	write_file(defs, "freshclam.dat", "1234567");
	write_file(defs, ".hidden.hdb", "1234567");
	(void)look();
	assert_int_equal(d.files, 2);
	assert_int_equal(d.bytes, 8);
	assert_string_equal(d.problem, "");
}

static void
what_is_missing_has_a_problem(void **state)
{
	(void)state;
	(void)look();
	assert_int_equal(d.files, 0);
	assert_string_equal(d.problem, "the folder holds no definitions");
	assert_int_equal(rmdir(defs), 0);
	(void)look();
	assert_string_equal(d.problem, "the folder does not exist");
	write_file(scratch, "defs", "");
	(void)look();
	assert_string_equal(d.problem, "the folder cannot be read");
	assert_int_equal(d.files, 0);
	assert_int_equal(unlink(defs), 0);
}

static void
every_change_changes_the_stamp(void **state)
{
	char path[RIG_PATH_MAX];
	uint64_t before, first;

	(void)state;
	before = look();
	write_file(defs, "a.hdb", "1");
	set_time("a.hdb", 1000);
	assert_true(look() != before);
	first = before = d.stamp;
	assert_true(look() == before);
	write_file(defs, "other.txt", "1");
	assert_true(look() == before);
	write_file(defs, "b.hdb", "1");
	set_time("b.hdb", 1000);
	assert_true(look() != before);
	before = d.stamp;
	write_file(defs, "b.hdb", "22");
	set_time("b.hdb", 1000);
	assert_true(look() != before);
	before = d.stamp;
	set_time("b.hdb", 1001);
	assert_true(look() != before);
	path_in_defs(path, "b.hdb");
	assert_int_equal(unlink(path), 0);
	assert_true(look() == first);
}

/* Files that change places, as rename does when a set is put in. */
static void
a_replaced_file_changes_the_stamp(void **state)
{
	char old[RIG_PATH_MAX], new[RIG_PATH_MAX];
	uint64_t before;

	(void)state;
	write_file(defs, "a.hdb", "1");
	write_file(defs, "a.new", "2");
	set_time("a.hdb", 1000);
	set_time("a.new", 1000);
	before = look();
	path_in_defs(old, "a.hdb");
	path_in_defs(new, "a.new");
	assert_int_equal(rename(new, old), 0);
	assert_true(look() != before);
}

/* An administrator who corrects the rights has changed the set. */
static void
an_unreadable_file_is_a_problem(void **state)
{
	char path[RIG_PATH_MAX];
	uid_t user = geteuid();
	uint64_t before;

	(void)state;
	write_file(defs, "a.hdb", "1");
	write_file(defs, "b.hdb", "1");
	path_in_defs(path, "b.hdb");
	assert_int_equal(chmod(path, 0), 0);
	if (user == 0)
		assert_int_equal(seteuid(65534), 0);
	before = look();
	assert_int_equal(seteuid(user), 0);
	assert_string_equal(d.problem, "the file b.hdb cannot be read");
	assert_int_equal(chmod(path, 0644), 0);
	assert_true(look() != before);
	assert_string_equal(d.problem, "");
}

/* The header of an official set fills 512 bytes. */
static void
write_official(const char *name, const char *header)
{
	char text[600];

	(void)snprintf(text, sizeof(text), "%-512smore", header);
	write_file(defs, name, text);
}

static void
the_version_is_that_of_the_daily_set(void **state)
{
	(void)state;
	write_file(defs, "a.hdb", "1");
	set_time("a.hdb", 86400 * 365);
	(void)look();
	assert_string_equal(d.version, "1971-01-01");
	assert_int_equal(d.built_s, 86400 * 365);
	write_official("daily.cvd",
	    "ClamAV-VDB:20 Nov 2026 08-00 +0000:27851:1:90:x:y:z:1795161600:");
	(void)look();
	assert_string_equal(d.version, "27851");
	assert_int_equal(d.built_s, 1795161600);
	write_official("daily.cld",
	    "ClamAV-VDB:21 Nov 2026 08-00 +0000:27852:1:90:x:y:z:1795248000:");
	(void)look();
	assert_string_equal(d.version, "27852");
	assert_int_equal(d.built_s, 1795248000);
	write_file(defs, "daily.cld", "rubbish");
	(void)look();
	assert_string_equal(d.version, "27851");
}

static void
folders_have_several_names(void **state)
{
	char other[RIG_PATH_MAX];

	(void)state;
	(void)snprintf(other, sizeof(other), "%s/temp/../defs/.", scratch);
	assert_true(definitions_same_folder(defs, other));
	assert_false(definitions_same_folder(defs, temp));
	assert_false(definitions_same_folder("/nonexistent", "/nonexistent"));
}

/* Whether one file alone holds it, behind so many bytes of something else. */
static bool
holds_behind(size_t bytes)
{
	char *text = calloc(1, bytes + sizeof("fuzzy_img#"));
	bool may;

	assert_non_null(text);
	memset(text, 'x', bytes);
	memcpy(text + bytes, "fuzzy_img#", sizeof("fuzzy_img#"));
	write_file(defs, "large.ldb", text);
	may = definitions_may_hold(defs, "fuzzy_img#");
	text[bytes] = 'F';
	write_file(defs, "large.ldb", text);
	assert_false(definitions_may_hold(defs, "fuzzy_img#"));
	free(text);
	return may;
}

static void
a_text_is_found_in_the_files(void **state)
{
	char path[RIG_PATH_MAX];

	(void)state;
	assert_false(definitions_may_hold(defs, "fuzzy_img#"));
	write_file(defs, "a.hdb", "12345");
	write_file(defs, "a.txt", "fuzzy_img#");
	assert_false(definitions_may_hold(defs, "fuzzy_img#"));
	assert_true(holds_behind(0));
	assert_true(holds_behind(65536 - 10));
	assert_true(holds_behind(65536 - 5));
	assert_true(holds_behind(65536));
	assert_true(holds_behind(3 * 65536 - 1));
	path_in_defs(path, "large.ldb");
	assert_int_equal(unlink(path), 0);
	write_file(defs, "packed.CVD", "");
	assert_true(definitions_may_hold(defs, "fuzzy_img#"));
	assert_true(definitions_may_hold("/nowhere", "fuzzy_img#"));
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(only_definitions_count),
	    TEST(what_is_missing_has_a_problem),
	    TEST(every_change_changes_the_stamp),
	    TEST(a_replaced_file_changes_the_stamp),
	    TEST(an_unreadable_file_is_a_problem),
	    TEST(the_version_is_that_of_the_daily_set),
	    TEST(folders_have_several_names),
	    TEST(a_text_is_found_in_the_files),
	};

	return RUN_TESTS(tests);
}
