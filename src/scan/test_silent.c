/* What libclamav leaves out without a word is told as a limit. */
#include "archives_rig_priv.h"
#include "mime.h"
#include "pdf_rig_priv.h"
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

static const char *
limit_of_layer(const struct buf *bytes)
{
	struct silent s = {.file_max = RIG_MAIL_MAX, .scan_max = RIG_MAIL_MAX};
	const char *limit = silent_layer(
	    &s, &(struct layer){.bytes = bytes->data, .len = bytes->len});

	silent_fini(&s);
	return limit;
}

/*
 * A file may be attached to a PDF behind more objects than libclamav looks at,
 * wherever the PDF begins. (It is not asked: it forgets to free the last one.)
 */
static void
what_is_behind_too_many_objects_is_told(void **state)
{
	const char *limit;
	unsigned n;

	(void)state;
	buf_reset(&mail);
	(void)buf_adds(&mail, "junk txt %PDF-1.4\n");
	for (n = 0; n < PDF_OBJECTS_MAX - 1; n++)
		(void)buf_adds(&mail, "1 0 obj endobj\n");
	assert_null(limit_of_layer(&mail));
	(void)buf_adds(&mail, "1 0 obj");
	limit = limit_of_layer(&mail);
	assert_non_null(limit);
	assert_string_equal(limit, "Heuristics.Limits.Exceeded.PDFObjects");
	assert_int_equal(
	    pdf_rig_left_out(mail.data + 10, mail.len - 10), PDF_NOTHING);
	assert_int_equal(pdf_rig_left_out("%PDF-", 5), PDF_NOTHING);
	assert_int_equal(pdf_rig_left_out("", 0), PDF_NOTHING);
	/* Members of an archive are counted by themselves. */
	assert_null(silent_layer(&(struct silent){.file_max = RIG_MAIL_MAX},
	    &(struct layer){.type = "CL_TYPE_POSIX_TAR",
		.bytes = mail.data,
		.len = mail.len}));
}

/* Each comment goes on to the end: reading all of each would take hours. */
static void
a_pdf_is_read_once(void **state)
{
	unsigned n;

	(void)state;
	buf_reset(&mail);
	(void)buf_adds(&mail, "%PDF-1.4\n1 0 obj");
	for (n = 0; n < 1000000; n++)
		(void)buf_adds(&mail, "/Filter%");
	assert_int_equal(pdf_rig_left_out(mail.data, mail.len), PDF_NOTHING);
}

/* What limits is told of a PDF whose stream has these filters. */
static const char *
limit_of_filters(const char *filters, unsigned times)
{
	unsigned n;

	buf_reset(&mail);
	(void)buf_adds(&mail,
	    "%PDF-1.4\n1 0 obj\n<< /Type /EmbeddedFile /Length 21 /Filter [");
	for (n = 0; n < times; n++)
		(void)buf_adds(&mail, filters);
	(void)buf_adds(&mail, "] >>\nstream\n" PDF_FLATE "\nendstream\nendobj\n"
			      "trailer << /Root 1 0 R >>\n%%EOF\n");
	return limit_of(mail.data, mail.len);
}

/* libclamav would undo some of them and look at that. */
static void
what_is_behind_dropped_filters_is_told(void **state)
{
	(void)state;
	assert_string_equal(limit_of_filters("/FlateDecode ", 1), "");
	assert_string_equal(limit_of_filters("/Fl", 2), "PDFStreams");
	assert_string_equal(limit_of_filters("/Fl/A#48x", 1), "PDFStreams");
	assert_string_equal(limit_of_filters("%/x]\n/Fl ", 1), "PDFStreams");
	assert_string_equal(limit_of_filters("/Cr#79pt /Fl", 1), "PDFStreams");
	/* Filters that another object names. */
	assert_string_equal(limit_of_filters("/Fl 5 0 R", 1), "PDFStreams");
	assert_string_equal(
	    limit_of_filters("] /Filter 5 0 R /X [", 1), "PDFStreams");
	/* Each list by itself, as images in a page have one each. */
	assert_string_equal(
	    limit_of_filters("] >>\nendobj\n1 0 obj\n<< /Filter [/Fl ", 70),
	    "");
	assert_string_equal(
	    limit_of_filters("/Fl] /Filter [", 2), "PDFStreams");
}

/* libclamav would go on as if the signature did not match. */
static void
a_pattern_that_is_given_up_is_told(void **state)
{
	static const char slow[] = "patternmark aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
				   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaac";

	(void)state;
	load_definitions("pattern.ldb",
	    "Test.Pattern;Engine:81-255,Target:0;0&1;"
	    "7061747465726e6d61726b;0/(a+)+[bd]/\n");
	assert_string_equal(limit_of(slow, sizeof(slow)), "PCREMatch");
	assert_string_equal(limit_of(slow, sizeof(slow)), "PCREMatch");
	assert_string_equal(limit_of(slow, 20), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_cut_off_is_told),
	    cmocka_unit_test(what_is_as_long_as_it_may_be_is_told),
	    TEST(what_claims_too_much_is_told),
	    TEST(what_is_behind_too_many_objects_is_told),
	    TEST(a_pdf_is_read_once),
	    TEST(what_is_behind_dropped_filters_is_told),
	    TEST(a_pattern_that_is_given_up_is_told),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
