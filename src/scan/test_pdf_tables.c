/* Tables of PDF files may lead into the number of an object. */
#include <string.h>

#include "pdf_rig_priv.h"

#define FIRST "0000000000 65535 f \n"

/* Whether a table is told with an entry that leads behind so many digits. */
static bool
tells_after(const char *head, unsigned digits, const char *tail)
{
	pdf_begin_picture();
	(void)buf_addf(
	    &pdf_made, "xref%s%010zu%s", head, pdf_picture + digits, tail);
	return pdf_is_told();
}

static void
tables_that_lead_into_a_number_are_told(void **state)
{
	(void)state;
	assert_true(tells_after("\n0 2\n" FIRST, 1, " 00000 n \ntrailer<<>>"));
	assert_false(tells_after("\n0 2\n" FIRST, 0, " 00000 n \ntrailer<<>>"));
	assert_false(tells_after("\n0 2\n" FIRST, 2, " 00000 n \ntrailer<<>>"));
	assert_false(tells_after("\n0 2\n" FIRST, 1, " 00000 f \ntrailer<<>>"));
	assert_true(tells_after("\n1 1\n", 1, " 00000 n\r\ntrailer"));
	assert_false(tells_after("\n1 1\n", 0, " 00000 n\r\ntrailer"));
	/* In several parts. */
	assert_true(
	    tells_after("\n0 1\n" FIRST "1 1\n", 1, " 00000 n \ntrailer"));
	assert_false(
	    tells_after("\n0 1\n" FIRST "1 1\n", 0, " 00000 n \ntrailer"));
	assert_true(
	    tells_after("\n1 1\n", 1, " 00000 n \n5 1\n" FIRST "trailer"));
}

/* An entry to where no number goes on, or none of an object. */
static void
other_entries_are_not_told(void **state)
{
	static const char tail[] = "xref\n1 1\n%010zu 00000 n \ntrailer";
	unsigned n;

	(void)state;
	pdf_begin_picture();
	pdf_picture = pdf_made.len;
	(void)buf_adds(&pdf_made,
	    "1 0 obj<</Filter/Fl/Length 21>>stream\n" PDF_FLATE
	    "\nendstream\nendobj\n");
	(void)buf_addf(&pdf_made, tail, pdf_picture);
	assert_false(pdf_is_told());
	pdf_begin_picture();
	pdf_picture = pdf_made.len;
	(void)buf_adds(&pdf_made, "81 0 xobj\n");
	(void)buf_addf(&pdf_made, tail, pdf_picture + 1);
	assert_false(pdf_is_told());
	/* Widths of letters. */
	pdf_begin_picture();
	pdf_picture = pdf_made.len;
	for (n = 0; n < 20; n++)
		(void)buf_adds(&pdf_made, "71 500 ");
	(void)buf_addf(&pdf_made, tail, pdf_picture + 1);
	assert_false(pdf_is_told());
	(void)buf_addf(&pdf_made, tail, pdf_picture + 2);
	assert_false(pdf_is_told());
}

/* Whether a plain table is told, or one that is written so. */
static bool
tells_written(const char *head, const char *tail)
{
	return tells_after(head, 0, tail);
}

/* Readers differ in what they make of others. */
static void
tables_that_may_be_read_otherwise_are_told(void **state)
{
	(void)state;
	assert_true(tells_written("\n1 1\n", " 00000 n\ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000 n\n"));
	assert_true(tells_written("\n1 1\n0", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 1\n", "x00000 n \ntrailer"));
	assert_true(tells_written("\n1 1\n", " 0000x n \ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000xn \ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000 x \ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000 nx\ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000 n x "));
	assert_true(tells_written("\n1 2\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 0\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000 n \nTrailer"));
	assert_true(tells_written("\n+1 1\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 +1\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 -", " 00000 n \ntrailer"));
	assert_true(tells_written(" %a\n1 1\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1%a\n1\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 1%a\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\n1 1\n", " 00000 n \n%a\ntrailer"));
	assert_true(tells_written("\v1 1\n", " 00000 n \ntrailer"));
	assert_true(tells_written("\x80"
				  "1 1\n",
	    " 00000 n \ntrailer"));
	assert_true(tells_written("\n0e0 1\n", " 00000 n \ntrailer"));
	assert_false(tells_written("\f1\t1\r\n", " 00000 n \ntrailer"));
}

static bool
tells(const char *text)
{
	pdf_begin_picture();
	(void)buf_adds(&pdf_made, text);
	return pdf_is_told();
}

static void
other_words_are_no_table(void **state)
{
	(void)state;
	assert_false(tells("xref\n0 1\n0000000000 00000 n \ntrailer"));
	assert_false(tells("xref\n0 1\n9999999999 00000 n \ntrailer"));
	assert_false(tells("startxref\n1234\n%%EOF"));
	assert_false(tells("startxref\n1234\n%%EOF\n12 0 obj<<>>endobj"));
	assert_false(tells("startxref\n1234\n%%EOF\n%  \n%\r12 0 obj<<>>"));
	assert_true(tells("startxref\n1234\n%%EOF\n%  \n12 0 obi<<>>"));
	assert_false(tells("an xref. What 0 2 is, an xref 0 says."));
	assert_false(tells("What to xref ... is."));
	assert_false(tells("xref"));
	assert_true(tells("startxref\n1234\n%%EOF\n12 0 endobj"));
	assert_true(tells("startxref 0 2 12 0 obj<<>>endobj"));
	assert_true(tells("startxref 1 %%EOF x\n2\n" FIRST));
	assert_true(tells("startxref 1 %%EOF\n%x\n2\n" FIRST));
	assert_false(tells("startxref 1 %%EOF xxxxxxxxxxxxxxxxxxxxxxxxxxx"));
	assert_false(tells("startxref 1 %%EOF12 0 obj<<>>endobj"));
	assert_true(tells("startxref 1%%EOF\n1 1 1 obj<<>>endobj"));
	assert_true(tells("startxref%%EOF\n1 1 1 obj<<>>endobj"));
	assert_false(tells("3 xrefe4 5."));
	assert_false(tells("xref 3endobj"));
	assert_true(tells("startxref\n0 2 endobj"));
}

/* It is not searched for the word. */
static void
numbers_with_much_behind_are_told(void **state)
{
	(void)state;
	pdf_begin();
	(void)buf_addf(&pdf_made,
	    "91%100s0 obj" PDF_PICTURE "xref\n1 1\n%010zu 00000 n \ntrailer",
	    "", pdf_made.len + 1);
	assert_true(pdf_is_told());
}

/* Each entry goes through the same digits. */
static void
the_work_on_entries_is_bounded(void **state)
{
	unsigned n;

	(void)state;
	pdf_begin_picture();
	pdf_picture = pdf_made.len;
	(void)buf_addf(&pdf_made, "%060u\nxref\n0 6000\n", 0);
	for (n = 0; n < 6000; n++)
		(void)buf_addf(&pdf_made, "%010zu 00000 n \n", pdf_picture + 1);
	(void)buf_adds(&pdf_made, "trailer");
	assert_true(pdf_is_told());
}

/* Readers may find it there with a negative offset. */
static void
tables_in_front_of_the_head_are_read(void **state)
{
	static const char table[] = "xref\n1 1\n%010zu 00000 n \ntrailer";
	struct buf *all = &pdf_made;

	(void)state;
	pdf_begin_picture();
	buf_reset(all);
	(void)buf_addf(all, table, pdf_picture + 1);
	(void)buf_adds(all, "%PDF-1.5\n9 0 obj<</EF<</F 1 0 R>>>>endobj\n"
			    "91 0 obj" PDF_PICTURE);
	assert_true(pdf_is_told());
}

/* The length of a stream may be an object that only readers find. */
static void
lengths_that_are_reached_are_told(void **state)
{
	static const char stream[] =
	    "1 0 obj<</Length 8 0 R>>stream\nabcd\nendstream endobj\n"
	    "8 0 obj 4 endobj\n";
	unsigned digits;

	(void)state;
	pdf_begin();
	(void)buf_adds(&pdf_made, stream);
	assert_false(pdf_is_told());
	(void)buf_adds(&pdf_made, "xref 1 1");
	assert_true(pdf_is_told());
	for (digits = 0; digits < 3; digits++) {
		pdf_begin();
		(void)buf_adds(&pdf_made, stream);
		pdf_picture = pdf_made.len;
		(void)buf_addf(&pdf_made,
		    "98 0 obj 9 endobj\nxref\n1 1\n%010zu 00000 n \n"
		    "trailer",
		    pdf_picture + digits);
		assert_int_equal(pdf_is_told(), digits == 1);
	}
}

/* Whether a file with a picture, number 12, is told with this number. */
static bool
tells_numbered(const char *numbers)
{
	buf_reset(&pdf_made);
	(void)buf_addf(&pdf_made,
	    "%%PDF-1.5\n9 0 obj<</F 12 0 R>>endobj\n%s obj" PDF_PICTURE,
	    numbers);
	return pdf_is_told();
}

/* Readers pass over comments, libclamav takes what is in them. */
static void
numbers_around_comments_are_told(void **state)
{
	(void)state;
	assert_true(tells_numbered("12 %x 77\n0"));
	assert_true(tells_numbered("12 0%x 77 0\n"));
	assert_true(tells_numbered("12 %x\n%y\r%x 77\n0"));
	assert_true(tells_numbered("12 %3%4\n%x 77\n0"));
	assert_true(tells_numbered("1 %x\n1 2%x 77\n0"));
	assert_true(tells_numbered("1 %x\n12 %x 77\n0"));
	assert_false(tells_numbered("startxref 5 %%EOF\n77 0"));
	assert_false(tells_numbered("%5\n77 0"));
	assert_false(tells_numbered("a %x\nobject 77 0"));
	assert_false(tells_numbered("5 %x\n( 77 0"));
}

/* It would take minutes to pass over all comments for each of them. */
static void
comments_are_passed_over_once(void **state)
{
	unsigned n;

	(void)state;
	pdf_begin();
	for (n = 0; n < 60000; n++)
		(void)buf_adds(&pdf_made, "%5%\n");
	assert_false(pdf_is_told());
	pdf_begin();
	for (n = 0; n < 60000; n++)
		(void)buf_adds(&pdf_made, "1%x\n");
	assert_false(pdf_is_told());
}

/* Behind each of these are all others. */
static void
comments_behind_the_end_are_bounded(void **state)
{
	unsigned n;

	(void)state;
	pdf_begin_picture();
	(void)buf_adds(&pdf_made, "xref 1 %%EOF");
	for (n = 0; n < 100; n++)
		(void)buf_adds(&pdf_made, "x");
	assert_false(pdf_is_told());
	for (n = 0; n < 100; n++)
		(void)buf_adds(&pdf_made, "x");
	assert_true(pdf_is_told());
	pdf_begin_picture();
	(void)buf_adds(&pdf_made, "x");
	(void)buf_addf(&pdf_made, "xref 1 %%%%EOF\n%200s%%", "");
	assert_true(pdf_is_told());
	pdf_begin_picture();
	for (n = 0; n < 30000; n++)
		(void)buf_adds(&pdf_made, "xref 1 %%EOF\n%");
	assert_true(pdf_is_told());
}

static void
objects_in_front_of_the_head_are_told(void **state)
{
	static const char *const fronts[] = {
	    "an object, 1 obsolete", "1 0 obj<<>>", "objx 1 0obj<<>>"};
	static const char rest[] =
	    "%PDF-1.5\n9 0 obj<</F 5 0 R>>endobj\n91 0 obj" PDF_PICTURE;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		buf_reset(&pdf_made);
		(void)buf_addf(&pdf_made, "%s%s", fronts[i], rest);
		assert_int_equal(pdf_is_told(), i > 0);
	}
}

/* Readers count from the head, or from what is in front of it. */
static void
both_ways_to_count_are_told(void **state)
{
	static const char in_front[] = "12345678";
	struct buf *all = &pdf_made;
	size_t n;

	(void)state;
	for (n = 0; n <= 8; n += 8) {
		pdf_begin();
		pdf_picture = all->len;
		buf_reset(all);
		(void)buf_adds(all, in_front);
		(void)buf_adds(
		    all, "%PDF-1.5\n9 0 obj<</EF<</F 1 0 R>>>>endobj\n");
		(void)buf_addf(all,
		    "91 0 obj" PDF_PICTURE
		    "xref\n1 1\n%010zu 00000 n \ntrailer",
		    pdf_picture + n + 1);
		assert_true(pdf_is_told());
	}
}

static void
all_endings_of_a_number_count(void **state)
{
	(void)state;
	pdf_begin();
	pdf_picture = pdf_made.len;
	(void)buf_addf(&pdf_made,
	    "8 0 obj<</F 345 0 R>>endobj\n12345 0 obj" PDF_PICTURE
	    "xref\n345 1\n%010zu 00000 n \ntrailer",
	    pdf_picture + strlen("8 0 obj<</F 345 0 R>>endobj\n12"));
	assert_true(pdf_is_told());
	/* It has too many digits. */
	assert_true(tells("0000000000000000092 0obj" PDF_PICTURE));
	assert_false(tells("000000000000000092 0obj" PDF_PICTURE));
}

/* One that is found in the number of nothing that is used, or seen. */
static void
what_is_not_used_or_seen_is_not_told(void **state)
{
	(void)state;
	pdf_begin();
	pdf_picture = pdf_made.len;
	(void)buf_addf(&pdf_made,
	    "92 0 obj" PDF_PICTURE "xref\n2 1\n%010zu 00000 n \ntrailer",
	    pdf_picture + 1);
	assert_false(pdf_is_told());
	pdf_begin();
	pdf_picture = pdf_made.len;
	(void)buf_addf(&pdf_made,
	    "91 0 obj<</Filter/Fl/Length 21>>stream\n" PDF_FLATE
	    "\nendstream\nendobj\nxref\n1 1\n%010zu 00000 n \ntrailer",
	    pdf_picture + 1);
	assert_false(pdf_is_told());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PDF_TEST(tables_that_lead_into_a_number_are_told),
	    PDF_TEST(other_entries_are_not_told),
	    PDF_TEST(tables_that_may_be_read_otherwise_are_told),
	    PDF_TEST(other_words_are_no_table),
	    PDF_TEST(numbers_with_much_behind_are_told),
	    PDF_TEST(numbers_around_comments_are_told),
	    PDF_TEST(comments_are_passed_over_once),
	    PDF_TEST(comments_behind_the_end_are_bounded),
	    PDF_TEST(objects_in_front_of_the_head_are_told),
	    PDF_TEST(the_work_on_entries_is_bounded),
	    PDF_TEST(tables_in_front_of_the_head_are_read),
	    PDF_TEST(lengths_that_are_reached_are_told),
	    PDF_TEST(both_ways_to_count_are_told),
	    PDF_TEST(all_endings_of_a_number_count),
	    PDF_TEST(what_is_not_used_or_seen_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
