/*
 * What definitions list as a false alarm excuses nothing but itself, though
 * libclamav drops what it would tell of all that is in it.
 */
#include "archives_rig_priv.h"
#include "mime.h"
#include "scan_rig_priv.h"

/* Parts with EICAR, and a mail with such a part. */
#define EICAR_PART                                                             \
	"Content-Type: application/octet-stream; name=\"eicar.com\"\n"         \
	"Content-Transfer-Encoding: base64\n\n"                                \
	"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFO\n"       \
	"VElWSVJVUy1URVNULUZJTEUhJEgrSCo=\n"
#define KNOWN_MAIL                                                             \
	"Received: from x by y\nFrom: <a@example.com>\nSubject: known\n"       \
	"MIME-Version: 1.0\nContent-Type: multipart/mixed; "                   \
	"boundary=\"known\"\n\n--known\n" EICAR_PART "--known--\n"
#define KNOWN_MAIL_LINE "f277e373308efcceb179f402bcfb8924:330:known\n"

/* Lists the cabinet. */
#define KNOWN_CAB_LINE "d33c2f49e187869df2f0b50ac7be2a0b:146:known\n"

/* Lists the smaller of the archives below. */
#define KNOWN_TAR_LINE                                                         \
	"831852d32fbb287115b485b867103c16"                                     \
	"366822b5189c2f53979901e3e28377ab:2048:known\n"

/* A tar with EICAR in it, and definitions that list it as a false alarm. */
static void
make_listed(unsigned char tar[20 * SECTOR])
{
	tar_head(tar, "eicar.com", 68);
	memcpy(tar + SECTOR, EICAR, 68);
	load_definitions(
	    "known.fp", "3a12563c088a6e905f855dae0d47634a:10240:known\n");
}

/* What is no virus in one place is one where nobody has said so. */
static void
a_false_alarm_excuses_nothing_else(void **state)
{
	unsigned char tar[20 * SECTOR] = {0};

	(void)state;
	make_listed(tar);
	scan_attached("known.tar", tar, sizeof(tar));
	assert_int_equal(findings.n, 0);
	scan_attached("eicar.com", EICAR, 68);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.com"));
}

/*
 * Nor is it excused where only the second look sees it: in parts that libclamav
 * does not find, because their boundary is given in two pieces.
 */
static void
a_false_alarm_excuses_no_hidden_part(void **state)
{
	unsigned char tar[20 * SECTOR] = {0};

	(void)state;
	make_listed(tar);
	mail_begin();
	mail_base64_part("known.tar", tar, sizeof(tar));
	(void)buf_adds(&mail,
	    "\n--limit\nContent-Type: multipart/mixed; boundary*0=inn; "
	    "boundary*1=er\n\n--inner\n\n" EICAR "\n--inner--\n");
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(findings.has[CLASS_infected]);
}

/*
 * A mail that is listed is scanned as a part that only the second look sees.
 * What libclamav was given of it has not been seen where it counts.
 */
static void
a_listed_mail_excuses_no_other_part(void **state)
{
	(void)state;
	load_definitions("known.fp", KNOWN_MAIL_LINE);
	mail_begin();
	(void)buf_adds(&mail,
	    "\n--limit\nContent-Type: multipart/mixed; boundary*0=inn; "
	    "boundary*1=er\n\n");
	(void)buf_adds(&mail,
	    "--inner\nContent-Type: application/octet-stream; "
	    "name=\"known.eml\"\n\n" KNOWN_MAIL "\n--inner\n" EICAR_PART
	    "--inner--\n");
	mail_end();
	assert_int_equal(scan_mail_up_to(MESSAGE_MAX), 0);
	assert_true(found(CLASS_infected, "Eicar", "mail/eicar.com"));
}

/*
 * libclamav opens a file that starts in the middle of another one without
 * saying so. It is not known as a false alarm there.
 */
static void
a_false_alarm_excuses_nothing_in_the_middle(void **state)
{
	enum { PREFIX = 1024, CAB = sizeof(EICAR_CAB) - 1 };
	unsigned char file[PREFIX + CAB];

	(void)state;
	memset(file, 1, PREFIX);
	memcpy(file + PREFIX, EICAR_CAB, CAB);
	load_definitions("known.fp", KNOWN_CAB_LINE);
	scan_attached("known.cab", file + PREFIX, CAB);
	assert_int_equal(findings.n, 0);
	scan_attached("x.bin", file, sizeof(file));
	assert_true(found(CLASS_infected, "Eicar", "mail/x.bin/eicar.com"));
}

/*
 * What is told of a file that is listed as a false alarm is dropped, and with
 * it the same about the rest. The names are such that they tell nothing: then
 * nothing but the limit keeps the archive from being remembered.
 */
static void
a_false_alarm_excuses_no_other_limit(void **state)
{
	enum { LARGE = 1 << 20, INNER = 4 * SECTOR, MEMBER = SECTOR + INNER };
	static unsigned char tar[2 * MEMBER + 2 * SECTOR];
	struct engine_settings settings = generous();

	(void)state;
	settings.definitions = defs;
	settings.test_set = TEST_SET;
	settings.message_size = settings.file_size = sizeof(tar);
	tar_head(tar, "clamav-1.tmp", INNER);
	tar_head(tar + SECTOR, "clamav-2.tmp", LARGE);
	tar_head(tar + MEMBER, "clamav-3.tmp", INNER);
	tar_head(tar + MEMBER + SECTOR, "clamav-4.tmp", LARGE);
	write_file(defs, "none.fp", KNOWN_MAIL_LINE);
	assert_int_equal(load(&settings), 0);
	assert_string_equal(limit_of(tar, MEMBER), "MaxFileSize");
	write_file(defs, "known.fp", KNOWN_TAR_LINE);
	assert_int_equal(load(&settings), 0);
	assert_string_equal(limit_of(tar, MEMBER), "");
	assert_string_equal(limit_of(tar, sizeof(tar)), "MaxFileSize");
	assert_string_equal(limit_of(tar, sizeof(tar)), "MaxFileSize");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_false_alarm_excuses_nothing_else),
	    TEST(a_false_alarm_excuses_no_hidden_part),
	    TEST(a_listed_mail_excuses_no_other_part),
	    TEST(a_false_alarm_excuses_nothing_in_the_middle),
	    TEST(a_false_alarm_excuses_no_other_limit),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
