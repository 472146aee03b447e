/* What the engine remembers as clean hides nothing that comes later. */
#include "base64.h"
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

enum { SECTOR = 512, PARTITION_TABLE = 446 };

static void
mail_base64_part(const char *name, const void *data, size_t len)
{
	(void)buf_addf(&mail,
	    "\n--limit\nContent-Type: application/octet-stream; name=\"%s\"\n"
	    "Content-Transfer-Encoding: base64\n\n",
	    name);
	base64_add_lines(&mail, data, len);
}

/* The partition of a disk is not unpacked, and remembered all the same. */
static void
a_disk_hides_nothing_outside_of_it(void **state)
{
	/* One partition: its kind, first sector and number of sectors. */
	static const unsigned char entry[16] = {
	    0x80, 1, 1, 0, 0x83, 1, 1, 1, 1, 0, 0, 0, 1};
	unsigned char disk[2 * SECTOR] = {0xeb, 0x3c, 0x90};

	(void)state;
	memcpy(disk + PARTITION_TABLE, entry, sizeof(entry));
	disk[SECTOR - 2] = 0x55;
	disk[SECTOR - 1] = 0xaa;
	memcpy(disk + SECTOR, EICAR_GZIP, sizeof(EICAR_GZIP) - 1);
	mail_begin();
	mail_base64_part("disk.bin", disk, sizeof(disk));
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_int_equal(findings.n, 0);
	mail_begin();
	mail_base64_part("disk.bin", disk, sizeof(disk));
	mail_base64_part("eicar.gz", disk + SECTOR, SECTOR);
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.gz"));
	mail_begin();
	mail_base64_part("eicar.gz", disk + SECTOR, SECTOR);
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.gz"));
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

/* A layer that is remembered is over at once, and what follows is not in it. */
static void
what_is_remembered_is_no_place(void **state)
{
	static const char picture[] = "a picture of which nothing is known";
	struct engine_settings s = generous();
	int round;

	(void)state;
	s.definitions = defs;
	s.test_set = TEST_SET;
	s.looks = scan_looks(conf);
	write_file(defs, "word.ndb", "Test.Word:0:*:6d61726b65642d776f7264\n");
	assert_int_equal(load(&s), 0);
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
	    TEST(what_one_scan_passes_over_another_finds),
	    TEST(what_is_remembered_is_no_place),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
