/* How long streams of PDF files are, for libclamav and for readers. */
#include "pdf_rig_priv.h"

/*
 * libclamav cuts off what is behind the number of the first such word, if that
 * is little; without one, a line end that it sees elsewhere.
 */
static void
cut_ends_are_told(void **state)
{
	(void)state;
	assert_true(pdf_tells("<</Length 3>>stream\nabcd\nendstream"));
	assert_false(
	    pdf_tells("<</Length1 1/Length 4>>stream\nabcd\nendstream"));
	assert_false(
	    pdf_tells("<</Length1 2/Length 4>>stream\nabcd\nendstream"));
	assert_true(
	    pdf_tells("<</Length1 3/Length 4>>stream\nabcd\nendstream"));
	assert_false(
	    pdf_tells("<</Length1 4/Length 4>>stream\nabcd\nendstream"));
	assert_false(
	    pdf_tells("<</Length1 6/Length 4>>stream\nabcd\nendstream"));
	assert_true(
	    pdf_tells("<</Length1 9 0 R/Length 4>>stream\nabcd\nendstream"));
	assert_false(
	    pdf_tells("<</Length1 9 0 R/Length 4>>stream\nabcd\r\nendstream"));
	assert_true(
	    pdf_tells("<</Length1 x/Length 4>>stream\nabcd\nendstream"));
	assert_false(pdf_tells("<</A (/Length 000000000000000004)/Length 4>>"
			       "stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</A (/Length 0000000000000000004)/Length 4>>"
			      "stream\nabcd\nendstream"));
	assert_true(
	    pdf_tells("<</A (/Length 3)/Length 4>>stream\nabcd\nendstream"));
	assert_true(
	    pdf_tells("<</L#65ngth 4/Length1 3>>stream\nabcd\nendstream"));
	/* As many bytes behind "obj" as the stream has is a line end. */
	assert_false(pdf_tells("<<\n/B>>stream\nabc\nendstream"));
	assert_false(pdf_tells("<<\r/B>>stream\nabc\nendstream"));
	assert_true(pdf_tells("<</\r\nB>>stream\nabcde\nendstream"));
	assert_false(pdf_tells("<</\r\nB>>stream\nabcd\r\nendstream"));
	assert_false(pdf_tells("<</Length 0>>stream\nendstream"));
	assert_false(pdf_tells("<</Length 1>>stream\naendstream"));
}

static void
lengths_that_may_mean_another_are_unclear(void **state)
{
	(void)state;
	assert_true(pdf_tells("<</Length 4.0>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length +4>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4 0>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4 0 R>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4 %x\n0>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length null>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4/Length 9>>stream\nabcd\nendstream"));
	assert_true(pdf_tells(
	    "<</Length 18446744073709551620>>stream\nabcd\nendstream"));
}

/* Whether something is told of a stream of 4 bytes, with these behind it. */
static bool
tells_with_behind(const char *objects)
{
	pdf_begin();
	(void)buf_addf(&pdf_made,
	    "1 0 obj<</Length 2 0 R>>stream\nabcd\nendstream endobj\n%s",
	    objects);
	return pdf_is_told();
}

#define OBJECT_STREAM                                                          \
	"8 0 obj<</N 1/First 4/Length 6>>stream\n2 0 90\nendstream endobj\n"

static void
lengths_in_other_objects_are_found(void **state)
{
	(void)state;
	assert_false(tells_with_behind("2 0 obj 4 endobj"));
	assert_false(
	    tells_with_behind("2 0 obj\n4\nendobj\n2\n0\nobj 4endobj"));
	assert_false(tells_with_behind("2 0 obj 3 endobj"));
	assert_true(tells_with_behind(""));
	assert_true(tells_with_behind("3 0 obj 4 endobj"));
	assert_true(tells_with_behind("2 0 obj 40 endobj"));
	assert_true(tells_with_behind("2 0 obj 4 %x\nendobj"));
	assert_true(tells_with_behind("2 0 obj 4.0 endobj"));
	assert_true(tells_with_behind("2 0 obj 4 0 R endobj"));
	assert_true(tells_with_behind("2 0 obj<</A 4>>endobj"));
	assert_true(tells_with_behind("2 0 obj 4 endobj 2 0 obj 90 endobj"));
	assert_true(tells_with_behind("2 0 obj 90 endobj 2 0 obj 4 endobj"));
	assert_true(tells_with_behind("2 0 obj 4 endobj 2 0 obj null endobj"));
	assert_true(tells_with_behind("2 0 obj 4 end"));
	assert_true(tells_with_behind("2 0 obj 0000000000000000004 endobj"));
	pdf_begin();
	pdf_add("<</Length 2 0>>stream\nabcd\nendstream");
	(void)buf_adds(&pdf_made, "2 0 obj 4 endobj");
	assert_true(pdf_is_told());
	pdf_begin();
	pdf_add("<</Length1 3/Length 2 0 R>>stream\nabcd\nendstream");
	(void)buf_adds(&pdf_made, "2 0 obj 4 endobj");
	assert_true(pdf_is_told());
	/* libclamav takes this number for the length. */
	pdf_begin();
	pdf_add("<</Length 3  0 R>>stream\nabcd\nendstream");
	(void)buf_adds(&pdf_made, "3 0 obj 4 endobj");
	assert_true(pdf_is_told());
	pdf_begin();
	pdf_add("<</Length 3 0\nR>>stream\nabcd\nendstream");
	(void)buf_adds(&pdf_made, "3 0 obj 4 endobj");
	assert_true(pdf_is_told());
	pdf_begin();
	pdf_add("<</Length 3 0 R>>stream\nabcd\nendstream");
	(void)buf_adds(&pdf_made, "3 0 obj 4 endobj");
	assert_false(pdf_is_told());
	/* The stream may hold another object of that number. */
	assert_true(tells_with_behind("2 0 obj 4 endobj " OBJECT_STREAM));
	pdf_begin();
	(void)buf_adds(&pdf_made, OBJECT_STREAM);
	assert_false(pdf_is_told());
	/* So may one whose number is not written plainly. */
	assert_true(tells_with_behind("2 0 obj 4 endobj 2 0 %x\nobj 9"));
	assert_true(tells_with_behind("2 0 obj 4 endobj 2. 0 obj 9"));
	assert_true(tells_with_behind("2 0 obj 4 endobj 2 0.obj 9"));
	assert_true(tells_with_behind("2 0 obj 4 endobj +2 0 obj 9"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PDF_TEST(cut_ends_are_told),
	    PDF_TEST(lengths_that_may_mean_another_are_unclear),
	    PDF_TEST(lengths_in_other_objects_are_found),
	};

	return RUN_TESTS(tests);
}
