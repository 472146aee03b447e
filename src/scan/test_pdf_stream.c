/*
 * Streams of PDF files of which libclamav would see less than readers, or that
 * it would leave packed.
 */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "pdf_rig_priv.h"

/* Whether something is told of a PDF with this object. */
static bool
tells(const char *text)
{
	pdf_begin();
	pdf_add(text);
	return pdf_is_told();
}

/* Whether something is told of a stream with this in its dictionary. */
static bool
tells_with(const char *entries)
{
	pdf_begin();
	(void)buf_addf(&pdf_made,
	    "1 0 obj\n<<%s/Length 5>>stream\n12345\nendstream\nendobj\n",
	    entries);
	return pdf_is_told();
}

static void
ends_that_all_readers_see_are_taken(void **state)
{
	(void)state;
	assert_false(tells("<</Length 4>>stream\nabcd\nendstream"));
	assert_false(tells("<</Length 4>>stream\r\nabcdendstream x"));
	assert_false(tells("<</Length 4>>stream\nabcd \r\n\tendstream"));
	assert_false(tells("<</Length 2>>stream\nabcd\nendstream"));
	assert_false(tells("<</A 1>>stream\nabcd\nendstream"));
	assert_false(tells("<</A 1>>stream\nabcd\rendstream \n"));
	assert_false(tells("<</Length 0>>stream\nendstream"));
	assert_false(tells("<</A<</Length 9>>>>stream\nabcd\nendstream"));
}

static void
ends_that_readers_pass_over_are_told(void **state)
{
	(void)state;
	assert_true(tells("<</Length 9>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length 3>>stream\nabcd endstream"));
	assert_true(tells("<</Length 4>>stream\nabcdendstreams"));
	assert_true(tells("<</Length 3>>stream\nabcd\nendstream2"));
	assert_true(tells("<</A 1>>stream\nabcd endstream"));
	assert_true(tells("<</A 1>>stream\nabcd\nendstream 5"));
	assert_true(tells("<</A 1>>stream\nabcd"));
	assert_true(tells("<</Length 20>>stream\nabcd endobj x\nendstream"));
	assert_true(tells("<</Length 4>>stream\nabcd endobj x\nendstream"));
	pdf_begin();
	(void)buf_adds(&pdf_made, "1 0 obj<</A 1>>stream\nabcd\nendstream\n");
	assert_true(pdf_is_told());
}

/*
 * libclamav cuts off what is behind the number of the first such word, if that
 * is little; without one, a line end that it sees elsewhere.
 */
static void
cut_ends_are_told(void **state)
{
	(void)state;
	assert_true(tells("<</Length 3>>stream\nabcd\nendstream"));
	assert_false(tells("<</Length1 1/Length 4>>stream\nabcd\nendstream"));
	assert_false(tells("<</Length1 2/Length 4>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length1 3/Length 4>>stream\nabcd\nendstream"));
	assert_false(tells("<</Length1 4/Length 4>>stream\nabcd\nendstream"));
	assert_false(tells("<</Length1 6/Length 4>>stream\nabcd\nendstream"));
	assert_true(
	    tells("<</Length1 9 0 R/Length 4>>stream\nabcd\nendstream"));
	assert_false(
	    tells("<</Length1 9 0 R/Length 4>>stream\nabcd\r\nendstream"));
	assert_true(tells("<</Length1 x/Length 4>>stream\nabcd\nendstream"));
	assert_true(
	    tells("<</A (/Length 3)/Length 4>>stream\nabcd\nendstream"));
	assert_true(tells("<</L#65ngth 4/Length1 3>>stream\nabcd\nendstream"));
	/* As many bytes behind "obj" as the stream has is a line end. */
	assert_false(tells("<<\n/B>>stream\nabc\nendstream"));
	assert_false(tells("<<\r/B>>stream\nabc\nendstream"));
	assert_true(tells("<</\r\nB>>stream\nabcde\nendstream"));
	assert_false(tells("<</\r\nB>>stream\nabcd\r\nendstream"));
	assert_true(tells("<</\r\n/Filter/AHx>>stream\n6162>\nendstream"));
	assert_false(tells("<</\r\n/Filter/AHx>>stream\n616>\r\nendstream"));
	assert_true(tells("<<\r/Filter/AHx>>stream\n616>endstream"));
	assert_false(tells("<< /Filter/AHx>>stream\n616>endstream"));
	assert_false(tells("<</\r\n/Filter/Fl>>stream\nabcde\nendstream"));
	assert_false(tells("<</Length 0>>stream\nendstream"));
	assert_false(tells("<</Length 1>>stream\naendstream"));
}

static void
lengths_that_may_mean_another_are_unclear(void **state)
{
	(void)state;
	assert_true(tells("<</Length 4.0>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length +4>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length 4 0>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length 4 0 R>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length 4 %x\n0>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length null>>stream\nabcd\nendstream"));
	assert_true(tells("<</Length 4/Length 9>>stream\nabcd\nendstream"));
	assert_true(
	    tells("<</Length 18446744073709551620>>stream\nabcd\nendstream"));
}

/* A stream whose length another object says, and so many bytes of this. */
static bool
tells_filtered(const char *filter, const void *data, size_t len)
{
	pdf_begin();
	(void)buf_addf(
	    &pdf_made, "1 0 obj\n<</Filter%s/Length 2 0 R>>stream\n", filter);
	(void)buf_add(&pdf_made, data, len);
	(void)buf_adds(&pdf_made, "\nendstream\nendobj\n");
	return pdf_is_told();
}

static void
filters_that_end_by_themselves_are_followed(void **state)
{
	static unsigned char zeros[2 << 20], packed[sizeof(zeros) / 10];
	uLongf len = sizeof(packed);

	(void)state;
	assert_int_equal(compress(packed, &len, zeros, 100000), Z_OK);
	assert_false(tells_filtered("/Fl", packed, len));
	assert_false(tells_filtered("[/FlateDecode/AHx]", packed, len));
	assert_true(tells_filtered("/Fl", packed, len - 1));
	assert_true(tells_filtered("/Fl", "abcd", 4));
	assert_true(tells_filtered("[]", packed, len));
	assert_true(tells_filtered("[/A85/Fl]", packed, len));
	assert_false(tells_filtered("[/A85/Fl]", "abc~>", 5));
	assert_true(tells_filtered("[/A85/Fl]", "abc~", 4));
	assert_false(tells_filtered("/ASCIIHexDecode", "414243>", 7));
	assert_true(tells_filtered("/ASCIIHexDecode", "414243", 6));
	/* No more than may be is unpacked for that. */
	len = sizeof(packed);
	assert_int_equal(compress(packed, &len, zeros, sizeof(zeros)), Z_OK);
	assert_true(tells_filtered("/Fl", packed, len));
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
	/* The stream may hold another object of that number. */
	assert_true(tells_with_behind("2 0 obj 4 endobj " OBJECT_STREAM));
	pdf_begin();
	(void)buf_adds(&pdf_made, OBJECT_STREAM);
	assert_false(pdf_is_told());
}

/* A stored block may hold these words. */
static void
ends_in_packed_streams_are_told(void **state)
{
	static const char text[] =
	    "1\nendstream\nendobj\n2 0 obj\n"
	    "<</Length 1>>stream\n2\nendstream\nendobj\n";
	unsigned char packed[200];
	uLongf len = sizeof(packed);
	char entry[40];

	(void)state;
	assert_int_equal(compress2(packed, &len, (const Bytef *)text,
			     sizeof(text), Z_NO_COMPRESSION),
	    Z_OK);
	assert_true(tells_filtered("/Fl", packed, len));
	(void)snprintf(entry, sizeof(entry), "<</Filter/Fl/Length %lu>>", len);
	pdf_begin();
	(void)buf_addf(&pdf_made, "1 0 obj\n%sstream\n", entry);
	(void)buf_add(&pdf_made, packed, len);
	(void)buf_adds(&pdf_made, "\nendstream\nendobj\n");
	assert_true(pdf_is_told());
}

static void
filters_that_libclamav_leaves_are_told(void **state)
{
	(void)state;
	assert_false(tells_with("/Filter/Fl"));
	assert_false(tells_with("/Filter[/LZW/A85]"));
	assert_true(tells_with("/Filter/LZWDecode"));
	assert_true(tells_with("/Filter[/RL/LZW]"));
	assert_true(tells_with("/Filter/Crypt"));
	assert_true(tells_with("/Filter null"));
	assert_true(tells_with("/Filter/What"));
	assert_false(tells_with("/Type/EmbeddedFile/Filter/LZWDecode"));
	assert_true(tells_with("/Filter[/Fl/DCTDecode]"));
	assert_true(tells_with("/Filter[/Fl/CCF]"));
	assert_true(tells_with("/Type/EmbeddedFile/Filter/JBIG2Decode"));
	assert_true(tells_with("/Filter[/Fl/JPXDecode]"));
	assert_true(tells_with("/Subtype/Image/Filter/Fl"));
	assert_true(tells_with("/A/XRefs"));
	assert_true(tells_with("/A(/XRef)"));
	assert_true(tells_with("/Filter/CCITTFaxDecode"));
}

static void
predictors_are_told(void **state)
{
	(void)state;
	assert_false(tells_with("/Filter/Fl/DecodeParms<</Predictor 1>>"));
	assert_false(tells_with("/Filter/Fl/DecodeParms<</Predictor 1/C 0>>"));
	assert_true(tells_with("/Filter/Fl/DecodeParms<</Predictor 12>>"));
	assert_true(tells_with("/Filter/Fl/DecodeParms<</Predictor 2>>"));
	assert_true(tells_with("/Filter/Fl/DecodeParms<</Predictor 1 0 R>>"));
	assert_true(tells_with("/Filter/Fl/DecodeParms<</Predictor 1.9>>"));
	assert_true(tells_with("/Filter/Fl/DecodeParms 7 0 R"));
	assert_true(tells_with("/Filter/Fl/DP[null 7 0 R]"));
}

static int
set_up(void **state)
{
	(void)state;
	buf_init(&pdf_made, 1 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_fini(&pdf_made);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(ends_that_all_readers_see_are_taken),
	    TEST(ends_that_readers_pass_over_are_told),
	    TEST(cut_ends_are_told),
	    TEST(lengths_that_may_mean_another_are_unclear),
	    TEST(lengths_in_other_objects_are_found),
	    TEST(filters_that_end_by_themselves_are_followed),
	    TEST(ends_in_packed_streams_are_told),
	    TEST(filters_that_libclamav_leaves_are_told),
	    TEST(predictors_are_told),
	};

	return RUN_TESTS(tests);
}
