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
	    "1 0 obj\n<<%s/Length 21>>stream\n" PDF_FLATE
	    "\nendstream\nendobj\n",
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
packed_streams_end_by_themselves(void **state)
{
	static unsigned char zeros[2 << 20], packed[sizeof(zeros) / 10];
	uLongf len = sizeof(packed);

	(void)state;
	assert_int_equal(compress(packed, &len, zeros, 100000), Z_OK);
	assert_false(tells_filtered("/Fl", packed, len));
	assert_false(tells_filtered("[/FlateDecode]", packed, len));
	assert_true(tells_filtered("[/FlateDecode/AHx]", packed, len));
	assert_true(tells_filtered("/Fl", packed, len - 1));
	assert_true(tells_filtered("/Fl", "abcd", 4));
	assert_true(tells_filtered("[]", packed, len));
	/* What readers may forgive. */
	packed[0] = 0x88;
	assert_true(tells_filtered("/Fl", packed, len));
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
	/* So may one whose number is not written plainly. */
	assert_true(tells_with_behind("2 0 obj 4 endobj 2 0 %x\nobj 9"));
	assert_true(tells_with_behind("2 0 obj 4 endobj 2. 0 obj 9"));
	assert_true(tells_with_behind("2 0 obj 4 endobj 2 0.obj 9"));
	assert_true(tells_with_behind("2 0 obj 4 endobj +2 0 obj 9"));
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
	assert_false(tells_with(""));
	assert_false(tells_with("/Filter/Fl"));
	assert_true(tells_with("/Filter[/LZW/A85]"));
	assert_true(tells_with("/Filter/LZWDecode"));
	assert_true(tells_with("/Filter/ASCIIHexDecode"));
	assert_true(tells_with("/Filter/A85"));
	assert_true(tells_with("/Filter/Crypt"));
	assert_true(tells_with("/Filter null"));
	assert_true(tells_with("/Filter/RunLengthDecodeX"));
	assert_true(tells_with("/Type/EmbeddedFile/Filter/LZWDecode"));
	assert_true(tells_with("/Filter[/Fl/DCTDecode]"));
	assert_true(tells_with("/Subtype/Image/Filter/Fl"));
	assert_false(tells_with("/A/XRefs"));
	/* Names of filters where they mean nothing to readers. */
	assert_true(tells_with("/Params<</Filter/Fl>>"));
	assert_true(tells_with("/Subtype/Filter/Fl 1"));
	assert_false(tells_with("/Type/Type/Filter/Fl"));
	assert_true(tells_with("/A 1/B/Filter/Fl"));
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
	assert_true(tells_with("/Filter/Fl/DecodeParms<</Predictor 1e1>>"));
	assert_true(tells_with("/Filter/Fl/DecodeParms 7 0 R"));
	assert_true(tells_with("/Filter/Fl/DP[null 7 0 R]"));
	assert_true(tells_with("/Filter/Fl/DP[<</K 0>> 7 0 R]"));
	assert_false(tells_with("/Filter/Fl/DP<</K 0>>/A 7 0 R"));
	assert_false(tells_with("/Filter/Fl/DP null/A 7 0 R"));
}

/* Whatever libclamav makes of it, it is not what readers make of it. */
static void
odd_starts_are_told(void **state)
{
	(void)state;
	assert_false(tells("<</Length 4>>stream\r\nabcd\nendstream"));
	assert_true(tells("<</Length 4>>stream\rabcd\nendstream"));
	assert_true(tells("<</Length 4>>stream \nabcd\nendstream"));
	assert_true(tells("<</Length 4>>streamabcd\nendstream"));
	assert_true(tells("<</Length 4>>stream\r\n\nbcd\nendstream"));
	assert_false(tells("<</Length 4>>stream\n\nbcd\nendstream"));
}

static bool
tells_encrypted(const char *stream, const char *end)
{
	pdf_begin();
	pdf_add(stream);
	(void)buf_adds(&pdf_made, end);
	return pdf_is_told();
}

/* libclamav decrypts what is packed, where it sees that it is encrypted. */
static void
what_it_does_not_decrypt_is_told(void **state)
{
	static const char trailer[] = "trailer<</Encrypt 5 0 R>>",
			  odd[] = "trailer<</Encr#79pt 5 0 R>>",
			  bare[] = "<</Length 4>>stream\nabcd\nendstream",
			  packed[] =
			      "<</Filter/Fl/Length 4>>stream\nabcd\nendstream",
			  table[] = "<</Filter/Fl/A/XRefs/Length 4>>stream\n"
				    "abcd\nendstream",
			  plain[] = "<</Filter/Fl/Length 21>>stream\n" PDF_FLATE
				    "\nendstream";
	char far[3000], *p = far;

	(void)state;
	assert_false(tells_encrypted(bare, ""));
	assert_true(tells_encrypted(bare, trailer));
	assert_true(tells_encrypted(bare, odd));
	assert_false(tells_encrypted(packed, trailer));
	assert_true(tells_encrypted(packed, odd));
	assert_true(tells_encrypted(table, trailer));
	assert_false(tells_encrypted(plain, ""));
	assert_true(tells_encrypted(plain, trailer));
	memset(far, ' ', sizeof(far));
	far[sizeof(far) - 1] = '\0';
	memcpy(p, trailer, sizeof(trailer) - 1);
	assert_true(tells_encrypted(packed, far));
	far[2000] = '\0';
	assert_false(tells_encrypted(packed, far));
	/* A linearized file says it at its start. */
	far[2000] = ' ';
	pdf_begin();
	(void)buf_addf(&pdf_made, "8 0 obj<</Linearized 1/H[ %d 5]>>endobj%s\n",
	    200, trailer);
	pdf_add(packed);
	(void)buf_adds(&pdf_made, far + 100);
	assert_false(pdf_is_told());
	pdf_begin();
	(void)buf_addf(&pdf_made, "8 0 obj<</Linearized 1/H[ %d 5]>>endobj%s\n",
	    9, trailer);
	pdf_add(packed);
	(void)buf_adds(&pdf_made, far + 100);
	assert_true(pdf_is_told());
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
	    TEST(packed_streams_end_by_themselves),
	    TEST(ends_in_packed_streams_are_told),
	    TEST(filters_that_libclamav_leaves_are_told),
	    TEST(predictors_are_told),
	    TEST(odd_starts_are_told),
	    TEST(what_it_does_not_decrypt_is_told),
	};

	return RUN_TESTS(tests);
}
