/*
 * The engine: what it finds and where, and above all that a scan which could
 * not look at everything says so.
 */
#include <fcntl.h>
#include <signal.h>

#include "engine_rig_priv.h"

enum { MATCHES_MAX = 16 };

/* What a scan reported. */
struct matches {
	size_t n;
	char name[MATCHES_MAX][128], where[MATCHES_MAX][256];
};

static struct matches matches;

static void
keep(void *arg, const char *name, const char *where)
{
	struct matches *m = arg;

	if (m->n == MATCHES_MAX)
		return;
	(void)snprintf(m->name[m->n], sizeof(m->name[0]), "%s", name);
	(void)snprintf(m->where[m->n], sizeof(m->where[0]), "%s", where);
	m->n++;
}

static int
scan_bytes(const void *data, size_t len)
{
	const struct engine_looks looks = {.archives = true, .macros = true};
	const struct engine_bytes bytes = {data, len, "mail"};
	const struct engine_sink sink = {.arg = &matches, .match = keep};

	matches = (struct matches){0};
	err.text[0] = '\0';
	return engine_scan(engine, &bytes, &looks, &sink, &err);
}

static int
scan_mail(void)
{
	return scan_bytes(mail.data, mail.len);
}

static bool
found(const char *name)
{
	size_t i;

	for (i = 0; i < matches.n; i++)
		if (strncmp(matches.name[i], name, strlen(name)) == 0)
			return true;
	return false;
}

/* The message of a sample, behind its envelope. */
static void
read_sample(const char *name)
{
	char path[RIG_PATH_MAX], block[16384];
	const char *start;
	FILE *f;
	size_t n;

	(void)snprintf(path, sizeof(path), "test-msgs/%s", name);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(block, 1, sizeof(block) - 1, f);
	(void)fclose(f);
	block[n] = '\0';
	start = strstr(block, "\n\n");
	assert_non_null(start);
	buf_reset(&mail);
	(void)buf_adds(&mail, "Received: from x by y\n");
	(void)buf_adds(&mail, start + 2);
}

static int
set_up(void **state)
{
	struct engine_settings s = generous();

	return rig_set_up(state) == 0 ? load(&s) : -1;
}

static void
what_is_found_has_a_place(void **state)
{
	(void)state;
	read_sample("eicar-nested.msg");
	assert_int_equal(scan_mail(), 0);
	assert_true(matches.n >= 1);
	assert_string_equal(matches.name[0], "Eicar-Test-Signature.UNOFFICIAL");
	assert_string_equal(
	    matches.where[0], "mail/report.zip/inner.zip/eicar.com");
	assert_int_equal(scan_bytes(EICAR, strlen(EICAR)), 0);
	assert_string_equal(matches.where[0], "mail");
}

static void
a_clean_mail_is_clean(void **state)
{
	(void)state;
	read_sample("clean-attachment.msg");
	assert_int_equal(scan_mail(), 0);
	assert_int_equal(matches.n, 0);
	assert_int_equal(scan_bytes("", 0), 0);
	assert_int_equal(matches.n, 0);
}

/* Twice: nothing of the first scan must hide it. */
static void
assert_found_again(const char *name)
{
	int i;

	for (i = 0; i < 2; i++) {
		assert_int_equal(scan_mail(), 0);
		if (!found(name))
			print_message("%d: %s instead of %s\n", i,
			    matches.n > 0 ? matches.name[0] : "nothing", name);
		assert_true(found(name));
	}
}

static void
what_is_encrypted_is_told(void **state)
{
	(void)state;
	read_sample("encrypted-zip.msg");
	assert_found_again("Heuristics.Encrypted.Zip");
	read_sample("macro.msg");
	assert_found_again("Heuristics.OLE2.ContainsMacros");
}

/* Either it was found or the scan failed, however the engine fared. */
static void
assert_never_clean(int rc)
{
	if (rc == -1)
		assert_non_null(strstr(err.text, "the engine could not scan"));
	else
		assert_true(found("Eicar-Test-Signature"));
}

static void
a_missing_temp_folder_fails(void **state)
{
	(void)state;
	mail_of_parts(3);
	assert_int_equal(rmdir(temp), 0);
	assert_int_equal(scan_mail(), -1);
	assert_non_null(strstr(err.text, "the engine could not scan"));
	assert_int_equal(mkdir(temp, 0700), 0);
	assert_int_equal(scan_mail(), 0);
	assert_true(found("Eicar-Test-Signature"));
}

/* The largest size of a file stands for the room on the disk. */
static void
a_full_temp_folder_fails(void **state)
{
	rlim_t room, before;
	int failed = 0, rc;

	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	for (room = 0; room < 4096; room += 64) {
		read_sample("eicar-nested.msg");
		before = lower(RLIMIT_FSIZE, room);
		rc = scan_mail();
		(void)lower(RLIMIT_FSIZE, before);
		assert_never_clean(rc);
		failed += rc == -1;
	}
	assert_in_range(failed, 1, 63);
}

/* Descriptors run out at every step that a scan takes. */
static void
exhausted_descriptors_fail(void **state)
{
	int failed = 0, used = dup(0), more, rc;
	rlim_t before;

	(void)state;
	(void)close(used);
	for (more = 0; more < 24; more++) {
		read_sample("eicar-nested.msg");
		before = lower(RLIMIT_NOFILE, (rlim_t)used + (rlim_t)more);
		rc = scan_mail();
		(void)lower(RLIMIT_NOFILE, before);
		assert_never_clean(rc);
		failed += rc == -1;
	}
	assert_in_range(failed, 1, 23);
	more = dup(0);
	(void)close(more);
	assert_int_equal(more, used);
}

/* The virus lies behind what the engine is allowed to read. */
static void
mail_behind(size_t filler)
{
	mail_begin();
	mail_part("big.bin");
	mail_filler('x', filler);
	mail_part("eicar.com");
	(void)buf_adds(&mail, EICAR);
	mail_end();
}

static void
limits_are_matches(void **state)
{
	static const struct {
		size_t file_size, scan_size;
		unsigned files, depth;
		const char *name;
	} cases[] = {
	    {1024, 0, 0, 0, "Heuristics.Limits.Exceeded.MaxFileSize"},
	    {0, 1024, 0, 0, "Heuristics.Limits.Exceeded.MaxScanSize"},
	    {0, 0, 2, 0, "Heuristics.Limits.Exceeded.MaxFiles"},
	    {0, 0, 0, 1, "Heuristics.Limits.Exceeded.MaxRecursion"},
	};
	struct engine_settings s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		s = generous();
		if (cases[i].file_size > 0 || cases[i].scan_size > 0)
			s.message_size = 1024;
		if (cases[i].file_size > 0)
			s.file_size = cases[i].file_size;
		if (cases[i].scan_size > 0)
			s.scan_size = cases[i].scan_size;
		if (cases[i].files > 0)
			s.files = cases[i].files;
		if (cases[i].depth > 0)
			s.depth = cases[i].depth;
		assert_int_equal(load(&s), 0);
		mail_behind(200000);
		assert_found_again(cases[i].name);
	}
}

/* A millisecond is not enough for hundreds of parts. */
static void
too_little_time_is_a_match(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	s.scan_time_ms = 1;
	assert_int_equal(load(&s), 0);
	mail_of_parts(800);
	assert_found_again("Heuristics.Limits.Exceeded.MaxScanTime");
}

/* An image of 8 by 8 pixels, and what libclamav reduces it to. */
#define IMAGE                                                                  \
	"iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAAU0lEQVR42gFIALf/AAAf" \
	"Pl18m7rZAAMiQWB/nr3cAAYlRGOCocDfAAkoR2aFpMPiAAwrSmmIp8blAA8uTWyLqs"   \
	"noABIxUG+OrczrABU0U3KRsM/u41Udwan4ZeEAAAAASUVORK5CYII="
#define IMAGE_SIGNATURE                                                        \
	"Test.Image;Engine:150-255,Target:5;0;fuzzy_img#ab7fef7df4201000\n"

static void
images_are_compared_where_a_signature_asks(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	s.definitions = TEST_SET;
	s.test_set = defs; /* loaded first */
	write_file(defs, "image.ldb", IMAGE_SIGNATURE);
	assert_int_equal(load(&s), 0);
	mail_begin();
	(void)buf_adds(&mail,
	    "\n--limit\nContent-Type: image/png\n"
	    "Content-Transfer-Encoding: base64\n\n" IMAGE "\n");
	mail_end();
	assert_int_equal(scan_mail(), 0);
	assert_true(found("Test.Image"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, rig_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_found_has_a_place),
	    TEST(a_clean_mail_is_clean),
	    TEST(what_is_encrypted_is_told),
	    TEST(a_missing_temp_folder_fails),
	    TEST(a_full_temp_folder_fails),
	    TEST(exhausted_descriptors_fail),
	    TEST(limits_are_matches),
	    TEST(too_little_time_is_a_match),
	    TEST(images_are_compared_where_a_signature_asks),
	};

	if (engine_init(&err) == -1)
		return 1;
	return RUN_TESTS(tests);
}
