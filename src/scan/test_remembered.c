/*
 * What the engine has found clean hides nothing that comes later, and is looked
 * at again wherever it may mean something else.
 */
#include "archives_rig_priv.h"
#include "mime.h"
#include "scan_rig_priv.h"

/* EICAR, compressed by gzip. */
#define EICAR_GZIP                                                             \
	"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x8b\x30\xf5\x57\x0c\x50"     \
	"\x75\x70\x0c\x88\x36\x89\x09\x88\x8a\x30\x35\xd1\x08\x88\xd3\x34"     \
	"\x77\x76\xd6\x34\xaf\x55\x71\xf5\x74\x76\x0c\xd2\x0d\x0e\x71\xf4"     \
	"\x73\x71\x0c\x72\xd1\x75\xf4\x0b\xf1\x0c\xf3\x0c\x0a\x0d\xd6\x0d"     \
	"\x71\x0d\x0e\xd1\x75\xf3\xf4\x71\x55\x54\xf1\xd0\xf6\xd0\x02\x00"     \
	"\x3c\xcf\x51\x68\x44\x00\x00\x00"

enum { PARTITION_TABLE = 446 };

/* A disk with one partition behind its first sector. */
static void
make_disk(unsigned char *disk, unsigned char kind, unsigned char sectors)
{
	const unsigned char entry[16] = {
	    0x80, 1, 1, 0, kind, 1, 1, 1, 1, 0, 0, 0, sectors};

	memset(disk, 0, SECTOR * (1U + sectors));
	memcpy(disk, "\xeb\x3c\x90", 3);
	memcpy(disk + PARTITION_TABLE, entry, sizeof(entry));
	disk[SECTOR - 2] = 0x55;
	disk[SECTOR - 1] = 0xaa;
}

/* The partition of a disk is not unpacked. */
static void
a_disk_hides_nothing_outside_of_it(void **state)
{
	unsigned char disk[2 * SECTOR];

	(void)state;
	make_disk(disk, 0x83, 1);
	memcpy(disk + SECTOR, EICAR_GZIP, sizeof(EICAR_GZIP) - 1);
	scan_attached("disk.bin", disk, sizeof(disk));
	assert_int_equal(findings.n, 0);
	mail_begin();
	mail_base64_part("disk.bin", disk, sizeof(disk));
	mail_base64_part("eicar.gz", disk + SECTOR, SECTOR);
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.gz"));
	scan_attached("eicar.gz", disk + SECTOR, SECTOR);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.gz"));
}

/* Nor is one that looks like a disk of a Macintosh, and is a file as well. */
static void
a_disk_of_a_known_kind_hides_nothing(void **state)
{
	enum { EXTRA = 1500, FIELD = 12 };
	unsigned char disk[5 * SECTOR], *gz = disk + SECTOR;

	(void)state;
	make_disk(disk, 0xaf, 4);
	memcpy(gz, EICAR_GZIP, 10);
	gz[3] = 4; /* there is an extra field */
	gz[10] = EXTRA & 0xff;
	gz[11] = EXTRA >> 8;
	memcpy(gz + 1024, "\x48\x2b\x00\x04", 4);
	memcpy(gz + FIELD + EXTRA, EICAR_GZIP + 10, sizeof(EICAR_GZIP) - 11);
	scan_attached("disk.bin", disk, sizeof(disk));
	scan_attached("eicar.gz", gz, 4 * SECTOR);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.gz"));
}

/*
 * A member that is not copied out of its archive is not searched for files that
 * start in the middle, such as the cabinet in an installer. The second look has
 * to scan it where it is a part of its own.
 */
static void
an_archive_hides_nothing_outside_of_it(void **state)
{
	enum { PREFIX = 1024, HEAD = 26 + 6, CAB = sizeof(EICAR_CAB) - 1 };
	unsigned char cpio[HEAD + PREFIX + CAB + 26 + 12] = {
	    0xc7, 0x71, 0, 0, 1, 0, 0xa4, 0x81, 0, 0, 0, 0, 1, 0};
	unsigned char *x = cpio + HEAD, *end = x + PREFIX + CAB;

	(void)state;
	cpio[20] = 6; /* the length of "x.bin" */
	cpio[24] = (PREFIX + CAB) & 0xff;
	cpio[25] = (PREFIX + CAB) >> 8;
	memcpy(cpio + 26, "x.bin", 6);
	memset(x, 1, PREFIX);
	memcpy(x + PREFIX, EICAR_CAB, CAB);
	memcpy(end, cpio, 26);
	end[20] = 11;
	end[24] = end[25] = 0;
	memcpy(end + 26, "TRAILER!!!", 11);
	scan_attached("x.cpio", cpio, sizeof(cpio));
	scan_attached("x.bin", x, PREFIX + CAB);
	assert_true(found(CLASS_infected, "Eicar", "mail/x.bin/eicar.com"));
}

/* A signature may only say what a file is to be taken for. */
static void
a_kind_of_file_is_no_virus(void **state)
{
	static const char text[] = "%PDF-1.4\nhandlermark\n%%EOF\n";
	int round;

	(void)state;
	load_definitions("kind.ldb",
	    "Test.Handler;Engine:81-255,Target:10,HandlerType:CL_TYPE_GRAPHICS;"
	    "0;68616e646c65726d61726b\n");
	for (round = 0; round < 2; round++) {
		scan_attached("text.pdf", text, sizeof(text) - 1);
		assert_int_equal(findings.n, 0);
	}
}

static void
count_layer(void *arg, const void *data, size_t len)
{
	assert_true(data != NULL && len > 0);
	++*(int *)arg;
}

static void
refuse_match(void *arg, const char *name, const char *where)
{
	(void)arg;
	fail_msg("%s in %s", name, where);
}

/* How many layers the engine looks at. */
static int
layers_of(const char *text, struct engine_looks looks)
{
	const struct engine_bytes bytes = {text, strlen(text), "file"};
	int n = 0;
	const struct engine_sink sink = {
	    .arg = &n, .match = refuse_match, .layer = count_layer};

	assert_int_equal(engine_scan(engine, &bytes, &looks, &sink, &err), 0);
	return n;
}

static void
the_same_is_not_scanned_again(void **state)
{
	const struct engine_looks none = {0};
	struct engine_settings s = generous();

	(void)state;
	assert_int_equal(layers_of("a text", none), 1);
	assert_int_equal(layers_of("a text", none), 0);
	assert_int_equal(layers_of("a test", none), 1);
	assert_int_equal(load(&s), 0); /* new definitions */
	assert_int_equal(layers_of("a text", none), 1);
	s.cache = 0;
	assert_int_equal(load(&s), 0);
	assert_int_equal(layers_of("a text", none), 1);
	assert_int_equal(layers_of("a text", none), 1);
}

static void
other_looks_look_again(void **state)
{
	static const struct engine_looks looks[] = {{.archives = true},
	    {.macros = true}, {.broken = true}, {.structured = true}};
	size_t i;

	(void)state;
	assert_int_equal(layers_of("a text", (struct engine_looks){0}), 1);
	for (i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		assert_int_equal(layers_of("a text", looks[i]), 1);
		assert_int_equal(layers_of("a text", looks[i]), 0);
	}
}

static void
count_name(void *arg, const char *name, const char *where)
{
	(void)where;
	*(int *)arg += strcmp(name, "a.bin") == 0;
}

/* Names are told each time, because rules may ask for them. */
static void
what_has_names_is_scanned_again(void **state)
{
	const struct engine_looks looks = {.archives = true};
	int n = 0, round;
	const struct engine_sink sink = {
	    .arg = &n, .match = refuse_match, .name = count_name};

	(void)state;
	mail_begin();
	mail_base64_part("a.bin", "abcdef", 6);
	mail_end();
	for (round = 1; round < 3; round++) {
		assert_int_equal(
		    engine_scan(engine,
			&(struct engine_bytes){mail.data, mail.len, "mail"},
			&looks, &sink, &err),
		    0);
		assert_int_equal(n, round);
	}
}

/* As a policy may have it for some of the recipients. */
static void
what_one_scan_passes_over_another_finds(void **state)
{
	(void)state;
	mail_begin();
	mail_base64_part("eicar.gz", EICAR_GZIP, sizeof(EICAR_GZIP) - 1);
	mail_end();
	conf->scan_archives = false;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 0);
	conf->scan_archives = true;
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.gz"));
}

/* A part that comes again is over at its end, and what follows is not in it. */
static void
what_is_remembered_is_no_place(void **state)
{
	static const char picture[] = "a picture of which nothing is known";
	int round;

	(void)state;
	load_definitions("word.ndb", "Test.Word:0:*:6d61726b65642d776f7264\n");
	for (round = 0; round < 2; round++) {
		buf_reset(&mail);
		(void)buf_addf(&mail,
		    "Subject: %s\nContent-Type: multipart/mixed; "
		    "boundary=\"limit\"\n\n",
		    round == 0 ? "first" : "marked-word");
		mail_base64_part("logo.png", picture, sizeof(picture));
		mail_end();
		assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	}
	assert_int_equal(findings.n, 1);
	assert_true(found(CLASS_infected, "Test.Word", "mail"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_disk_hides_nothing_outside_of_it),
	    TEST(a_disk_of_a_known_kind_hides_nothing),
	    TEST(an_archive_hides_nothing_outside_of_it),
	    TEST(a_kind_of_file_is_no_virus),
	    TEST(the_same_is_not_scanned_again),
	    TEST(other_looks_look_again),
	    TEST(what_has_names_is_scanned_again),
	    TEST(what_one_scan_passes_over_another_finds),
	    TEST(what_is_remembered_is_no_place),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
