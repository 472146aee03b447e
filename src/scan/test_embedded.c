/*
 * What libclamav passes over in silence among files that are embedded in
 * another, or that a signature has unpacked, is told as a limit.
 */
#include <fcntl.h>

#include "archives_rig_priv.h"
#include "embedded_priv.h"
#include "mime.h"
#include "scan_rig_priv.h"
#include "silent_priv.h"

enum { TEN = 10, FEW = 20, APART = 400, ROOM = 100000 };

#define CABINET    "MSCF\0\0\0\0"
#define LOCAL_FILE "PK\3\4"

static unsigned char file[ROOM];
static size_t len;

static void
put(const void *data, size_t n)
{
	assert_true(len + n <= sizeof(file));
	memcpy(file + len, data, n);
	len += n;
}

static void
put_times(unsigned times, const void *data, size_t n)
{
	while (times-- > 0)
		put(data, n);
}

static void
start_file(const void *data, size_t n)
{
	len = 0;
	put(data, n);
}

static void
note_virus(void *arg, const char *name, const char *where)
{
	(void)where;
	*(bool *)arg |= text_starts(name, "Eicar");
}

static bool
is_infected(void)
{
	bool seen = false;
	const struct engine_looks looks = {.archives = true};
	const struct engine_bytes bytes = {file, len, "file"};
	const struct engine_sink sink = {.arg = &seen, .match = note_virus};

	assert_int_equal(engine_scan(engine, &bytes, &looks, &sink, &err), 0);
	return seen;
}

/* A cabinet with EICAR behind so many starts of files that are none. */
static void
hide_behind(unsigned times, const char *start, size_t n)
{
	start_file("\1\2junk", 6);
	put_times(times, start, n);
	put(EICAR_CAB, sizeof(EICAR_CAB) - 1);
}

static void
what_is_behind_ten_files_is_told(void **state)
{
	(void)state;
	hide_behind(TEN - 1, CABINET "junk", 12);
	assert_true(is_infected());
	assert_string_equal(limit_of(file, len), "");
	hide_behind(TEN, CABINET "junk", 12);
	assert_false(is_infected());
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
	/* what is told is not remembered */
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
	hide_behind(TEN, LOCAL_FILE "junk", 8);
	assert_false(is_infected());
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
}

static void
of_a_mail_it_is_found_and_told(void **state)
{
	(void)state;
	hide_behind(TEN, CABINET "junk", 12);
	scan_attached("junk.bin", file, len);
	assert_true(found(CLASS_limits,
	    "Heuristics.Limits.Exceeded.EmbeddedFiles", "mail/junk.bin"));
	assert_int_equal(findings.n, 1);
}

/* What these hold is looked at member by member. */
static void
members_are_not_embedded(void **state)
{
	(void)state;
	start_file(LOCAL_FILE, 4);
	put_times(2 * TEN, CABINET, 8);
	assert_string_equal(limit_of(file, len), "");
	assert_null(silent_layer(&(struct silent){.file_max = ROOM},
	    &(struct layer){
		.type = "CL_TYPE_OOXML_WORD", .bytes = file, .len = len}));
	len = SECTOR;
	tar_head(file, "cabinets", ROOM - SECTOR);
	put_times(2 * TEN, CABINET, 8);
	memset(file + len, 0, sizeof(file) - len);
	/* the member itself is told */
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
	len = SECTOR;
	tar_head(file, "cabinets", 1);
	put_times(2 * TEN, CABINET, 8);
	assert_string_equal(limit_of(file, len), "");
	start_file("From: <a@example.com>\nSubject: x\n\n", 34);
	put_times(2 * TEN, CABINET, 8);
	assert_string_equal(limit_of(file, len), "");
}

/* libclamav looks for programs in programs and OLE2 files, and in no others. */
static void
programs_count_in_programs(void **state)
{
	char program[APART] = "MZ";

	(void)state;
	start_file(program, sizeof(program)); /* counts with the first */
	memcpy(program + 64, "PE\0\0", 4);
	put_times(TEN - 1, program, sizeof(program));
	assert_string_equal(limit_of(file, len), "");
	put(program, sizeof(program));
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
	memset(file, 1, len);
	put_times(2 * TEN, program, sizeof(program));
	assert_string_equal(limit_of(file, len), "");
}

/* All that looks like the start of a program counts with the next that is. */
static void
starts_of_programs_count(void **state)
{
	static const char end[66] = "MZ";

	(void)state;
	start_file("MZxxxxxxxx", 10);
	put_times(20, "MZxxxxxxxx", 10);
	put(end, 62);
	put("MZ", 2);
	put(end, 62);
	put("PE\0\0", 4);
	assert_false(embedded_left_out(file, len, true, FEW));
	put(end, 64);
	put("PE\0\0", 4);
	assert_false(embedded_left_out(file, len, true, FEW));
	put(CABINET, 8);
	assert_true(embedded_left_out(file, len, true, FEW));
	assert_false(embedded_left_out(file, len, false, FEW));
}

static void
heads_count(void **state)
{
	static const struct {
		const char *bytes;
		size_t at, len;
		unsigned counts;
	} heads[] = {{"\x55\xaa", 510, 2, 1}, {"<?xml", 0, 5, 5},
	    {"\xef\xbb\xbf<?xml", 0, 8, 1}, {"koly", 1024 - 512, 4, 1},
	    {"\0BEA01", 100, 6, 1}, {"<xdp:xdp", 100, 8, 1}};
	size_t i;

	(void)state;
	len = 1024;
	for (i = 0; i <= sizeof(heads) / sizeof(heads[0]); i++) {
		memset(file, 1, len);
		if (i < sizeof(heads) / sizeof(heads[0])) {
			memcpy(
			    file + heads[i].at, heads[i].bytes, heads[i].len);
		} else {
			memcpy(file, "ER", 2);
			memcpy(file + 512, "PM\0\0", 4);
		}
		len = 600;
		put_times(TEN - (i < 6 ? heads[i].counts : 1), CABINET, 8);
		len = 1024;
		assert_false(embedded_left_out(file, len, false, FEW));
		memcpy(file + 900, CABINET, 8);
		assert_true(embedded_left_out(file, len, false, FEW));
	}
}

/* Where an OLE2 file has a directory, its streams have layers of their own. */
static void
streams_are_not_embedded(void **state)
{
	(void)state;
	len = 2 * SECTOR;
	memset(file, 0, len);
	memcpy(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	file[30] = 9;
	put_times(TEN + 1, CABINET, 8);
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
	file[SECTOR + 66] = 5;
	assert_string_equal(limit_of(file, len), "");
}

/* Members of zip archives are looked at up to the number of files. */
static void
what_is_behind_many_zips_is_told(void **state)
{
	struct engine_settings s = generous();

	(void)state;
	s.files = FEW;
	assert_int_equal(load(&s), 0);
	start_file("\1\2junk", 6);
	put_times(FEW, LOCAL_FILE "junk", 8);
	assert_string_equal(limit_of(file, len), "");
	put(LOCAL_FILE, 4);
	assert_string_equal(limit_of(file, len), "EmbeddedFiles");
	assert_string_equal(limit_of(file + 6, len - 6), "");
}

static void
all_kinds_of_files_count(void **state)
{
	static const struct {
		const char *start;
		size_t len;
	} kinds[] = {{"Rar!\x1a\7xxxxxx", 12}, {"7z\xbc\xaf\x27\x1cxxxxxx", 12},
	    {CABINET, 8}, {"\x60\xeaxxxxxxx\0\2", 11},
	    {"\x60\xeaxxxxxxx\2\2", 11}, {"EGGA\0\1", 6},
	    {"\xef\xbe\xad\xdeNullsoftInst", 16},
	    {"\xa3\x48\x4b\xbe\x98\x6c\x4a\xa9\x99\x4c\x53\x0a\x86\xd6\x48\x7d",
		16},
	    {"InstallShield", 14}, {"\1CD001", 6}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		len = 0;
		put_times(TEN, kinds[i].start, kinds[i].len);
		assert_false(embedded_left_out(file, len, false, FEW));
		put(kinds[i].start, kinds[i].len);
		assert_true(embedded_left_out(file, len, false, FEW));
	}
	len = 0;
	put_times(2 * TEN, "\x60\xeaxxxxxxx\3\2", 11);
	put_times(2 * TEN, "\x60\xeaxxxxxxx\2\1", 11);
	put("\x60\xeaxxxxxxx\2", 10);
	assert_false(embedded_left_out(file, len, false, FEW));
	assert_false(embedded_left_out("", 0, true, FEW));
	assert_false(embedded_left_out("PE\0\0", 4, true, FEW));
}

/* These are not left out, but count among the ten in front of others. */
static void
zips_and_mails_count(void **state)
{
	(void)state;
	start_file("\nmime-version: ", 15);
	put_times(TEN - 1, LOCAL_FILE, 4);
	assert_false(embedded_left_out(file, len, false, FEW));
	put(CABINET, 8);
	assert_true(embedded_left_out(file, len, false, FEW));
	assert_false(embedded_left_out(file + 1, len - 1, false, FEW));
	start_file(CABINET, 8);
	put_times(TEN, LOCAL_FILE, 4);
	put("\x60\xeaxxxxxxx\3\2", 11); /* none */
	assert_false(embedded_left_out(file, len, false, FEW));
}

/* As libclamav does to a file that a signature has unpacked. */
static void
empty_a_file(void *arg, const void *data, size_t n)
{
	char path[RIG_PATH_MAX];
	int fd;

	(void)arg, (void)data, (void)n;
	(void)snprintf(path, sizeof(path), "%s/unpacked", scratch);
	write_file(scratch, "unpacked", "0123456789");
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate64(fd, 0), 0);
	(void)close(fd);
}

/* What signatures unpack takes from the scan size as well. */
static void
what_signatures_unpack_counts(void **state)
{
	char limit[LIMIT_MAX] = "";
	const struct engine_looks looks = {.archives = true};
	const struct engine_bytes bytes = {file, ROOM, "file"};
	const struct engine_sink sink = {
	    .arg = limit, .match = note_limit, .layer = empty_a_file};
	struct engine_settings s = generous();

	(void)state;
	s.message_size = 1;
	s.scan_size = ROOM + 16;
	memset(file, 1, sizeof(file));
	assert_int_equal(load(&s), 0);
	assert_int_equal(engine_scan(engine, &bytes, &looks, &sink, &err), 0);
	assert_string_equal(limit, "");
	s.scan_size = ROOM + 15;
	assert_int_equal(load(&s), 0);
	assert_int_equal(engine_scan(engine, &bytes, &looks, &sink, &err), 0);
	assert_string_equal(limit, "MaxScanSize");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_behind_ten_files_is_told),
	    TEST(of_a_mail_it_is_found_and_told),
	    TEST(members_are_not_embedded),
	    TEST(programs_count_in_programs),
	    cmocka_unit_test(starts_of_programs_count),
	    cmocka_unit_test(heads_count),
	    TEST(streams_are_not_embedded),
	    TEST(what_is_behind_many_zips_is_told),
	    cmocka_unit_test(all_kinds_of_files_count),
	    cmocka_unit_test(zips_and_mails_count),
	    TEST(what_signatures_unpack_counts),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
