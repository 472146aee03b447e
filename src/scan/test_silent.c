/* What libclamav leaves out without a word is told as a limit. */
#include "archives_rig_priv.h"
#include "mime.h"
#include "scan_rig_priv.h"
#include "silent_priv.h"
#include "text.h"

/* A tar with a cabinet behind something that leaves it so many bytes. */
static const char *
limit_with(unsigned left)
{
	enum { FILLER = 400 * SECTOR, CAB = sizeof(EICAR_CAB) - 1 };
	static unsigned char tar[FILLER + 5 * SECTOR];
	unsigned char *cab = tar + SECTOR + FILLER;
	struct engine_settings s = generous();

	s.message_size = 100000;
	s.scan_size = sizeof(tar) + FILLER + CAB + left;
	assert_int_equal(load(&s), 0);
	tar_head(tar, "filler", FILLER);
	memset(tar + SECTOR, 1, FILLER);
	tar_head(cab, "eicar.cab", CAB);
	memcpy(cab + SECTOR, EICAR_CAB, CAB);
	(void)limit_of(tar, sizeof(tar));
	return limit_of(tar, sizeof(tar)); /* what is told is not remembered */
}

/*
 * A cabinet gets what is left of scan_size, which is less than what it holds,
 * and libclamav says nothing of it.
 */
static void
what_is_cut_off_is_told(void **state)
{
	(void)state;
	assert_string_equal(limit_with(10), "MaxScanSize");
	assert_string_equal(limit_with(3), "MaxScanSize");
	assert_string_equal(limit_with(1000), "");
}

/* The same for a member that is longer than a file may be. */
static void
what_is_as_long_as_it_may_be_is_told(void **state)
{
	struct silent s = {.file_max = 1000, .scan_max = 10000};

	(void)state;
	assert_null(silent_layer(&s, &(struct layer){.len = 999}));
	assert_non_null(silent_layer(&s, &(struct layer){.len = 1000}));
	assert_null(silent_layer(&s, &(struct layer){.len = 1}));
	assert_int_equal(s.scanned, 2000);
	assert_null(silent_end(&s));
}

/* libclamav would say nothing of a stream that is too large to be read. */
static void
what_claims_too_much_is_told(void **state)
{
	unsigned char doc[4 * SECTOR] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	unsigned char *stream = doc + 2 * SECTOR;

	(void)state;
	stream[66] = 2;
	stream[122] = 1;
	memset(doc + SECTOR, 0xff, SECTOR);
	doc[30] = 9;
	doc[48] = 1;
	assert_string_equal(limit_of(doc, sizeof(doc)), "");
	stream[123] = 0x7f;
	assert_string_equal(limit_of(doc, sizeof(doc)), "MaxFileSize");
	/* what is told is not remembered */
	assert_string_equal(limit_of(doc, sizeof(doc)), "MaxFileSize");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_cut_off_is_told),
	    cmocka_unit_test(what_is_as_long_as_it_may_be_is_told),
	    TEST(what_claims_too_much_is_told),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
