/*
 * Streams of PDF files of which libclamav would see less than readers, or that
 * it would leave packed.
 */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "pdf_rig_priv.h"

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
	assert_false(pdf_tells("<</Length 4>>stream\nabcd\nendstream"));
	assert_false(pdf_tells("<</Length 4>>stream\r\nabcdendstream x"));
	assert_false(pdf_tells("<</Length 4>>stream\nabcd \r\n\tendstream"));
	assert_false(pdf_tells("<</Length 2>>stream\nabcd\nendstream"));
	assert_false(pdf_tells("<</A 1>>stream\nabcd\nendstream"));
	assert_false(pdf_tells("<</A 1>>stream\nabcd\rendstream \n"));
	assert_false(pdf_tells("<</Length 0>>stream\nendstream"));
	assert_false(pdf_tells("<</A<</Length 9>>>>stream\nabcd\nendstream"));
}

static void
ends_that_readers_pass_over_are_told(void **state)
{
	(void)state;
	assert_true(pdf_tells("<</Length 9>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 3>>stream\nabcd endstream"));
	assert_true(pdf_tells("<</Length 4>>stream\nabcdendstreams"));
	assert_true(pdf_tells("<</Length 3>>stream\nabcd\nendstream2"));
	assert_true(pdf_tells("<</A 1>>stream\nabcd endstream"));
	assert_true(pdf_tells("<</A 1>>stream\nabcd\nendstream 5"));
	assert_true(pdf_tells("<</A 1>>stream\nabcd"));
	assert_true(
	    pdf_tells("<</Length 20>>stream\nabcd endobj x\nendstream"));
	assert_true(pdf_tells("<</Length 4>>stream\nabcd endobj x\nendstream"));
	pdf_begin();
	(void)buf_adds(&pdf_made, "1 0 obj<</A 1>>stream\nabcd\nendstream\n");
	assert_true(pdf_is_told());
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
	/* Without a length nothing says that this is all. */
	assert_true(tells_filtered("/Fl", packed, len - 4));
	pdf_begin();
	pdf_add("<</Filter/Fl>>stream\nx\234\nendstream");
	assert_false(pdf_is_told());
	/* What readers may forgive. */
	packed[0] = 0x88;
	assert_true(tells_filtered("/Fl", packed, len));
	/* No more than may be is unpacked for that. */
	len = sizeof(packed);
	assert_int_equal(compress(packed, &len, zeros, sizeof(zeros)), Z_OK);
	assert_true(tells_filtered("/Fl", packed, len));
	pdf_begin();
	(void)buf_addf(
	    &pdf_made, "1 0 obj\n<</Filter/Fl/Length %lu>>stream\n", len);
	(void)buf_add(&pdf_made, packed, len);
	(void)buf_adds(&pdf_made, "\nendstream\nendobj\n");
	assert_true(pdf_is_told());
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
	assert_true(tells_with("/F/AHx"));
	assert_false(tells_with("/A<</F/AHx>>"));
	assert_true(tells_with("/Filter[/Fl +7 0 R]"));
}

/* libclamav ends a dictionary at a string in hex and the next ">". */
static void
an_early_end_matters_to_filters_only(void **state)
{
	(void)state;
	assert_false(tells_with("/Filter/Fl/Params<</CheckSum<41>/Size 1>>"));
	assert_true(tells_with("/Params<</CheckSum<41>/Size 1>>/Filter/Fl"));
	assert_false(tells_with("/Params<</CheckSum<41>/Size 1>>"));
	assert_true(tells_with("/A(<<)"));
	assert_true(pdf_tells("<</A(<<)/Length 4>>stream\n>>ab\nendstream"));
	/* Some readers end it there as well. */
	assert_true(pdf_tells("<</X[>>]/Filter/Fl>>stream\nabcd\nendstream"));
	assert_true(pdf_tells("<</X<<]>>/A 1>>stream\nabcd\nendstream"));
	assert_false(pdf_tells("<</X[<<>>[]]/Y[]>>stream\nabcd\nendstream"));
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
	assert_false(pdf_tells("<</Length 4>>stream\r\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4>>stream\rabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4>>stream \nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4>>streamabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4>>stream\r\n\nbcd\nendstream"));
	assert_false(pdf_tells("<</Length 4>>stream\n\nbcd\nendstream"));
}

/* All that is behind these objects would be read for each of them. */
static void
the_work_on_odd_blanks_is_bounded(void **state)
{
	unsigned n;

	(void)state;
	pdf_begin();
	for (n = 0; n < 10; n++)
		(void)buf_adds(&pdf_made, "obj%");
	(void)buf_adds(&pdf_made, "\n");
	assert_false(pdf_is_told());
	for (n = 0; n < 65536; n++)
		(void)buf_adds(&pdf_made, "\x80");
	assert_true(pdf_is_told());
}

/* Some readers take more bytes for blanks. */
static void
odd_blanks_are_told(void **state)
{
	(void)state;
	assert_true(pdf_tells("<</Length 4>>\xffstream\nabcd\nendstream"));
	assert_true(pdf_tells("<</Length 4>> \x80 stream\nabcd\nendstream"));
	assert_false(pdf_tells("<</A/\xff/Length 4>>stream\nabcd\nendstream"));
	assert_true(
	    pdf_tells("<</Filter\x80/LZW/Length 4>>stream\nabcd\nendstream"));
	assert_false(
	    pdf_tells("<</Filt#ff\x80/LZW/Length 4>>stream\nabcd\nendstream"));
}

static bool
tells_encrypted(const char *stream, const char *end)
{
	buf_reset(&pdf_made);
	(void)buf_adds(&pdf_made, "%PDF-1.5\n");
	pdf_add(stream);
	(void)buf_adds(&pdf_made, end);
	return pdf_is_told();
}

/*
 * libclamav looks for the key in another way than readers, and may undo
 * encryption with another one, or not at all.
 */
static void
encrypted_files_are_told_if_they_are_used(void **state)
{
	static const char trailer[] = "trailer<</Encrypt 5 0 R>>",
			  file[] = "<</Type/EmbeddedFile/Length 4>>stream\n"
				   "abcd\nendstream",
			  in_front[] =
			      "trailer<</Encr#79pt 5 0 R>>%PDF-1.5\n"
			      "1 0 obj<</Type/EmbeddedFile/Length 4>>stream\n"
			      "abcd\nendstream endobj",
			  page[] = "<</Length 4>>stream\nabcd\nendstream",
			  objects[] = "<</First 1/Length 4>>stream\n"
				      "abcd\nendstream";

	(void)state;
	assert_false(tells_encrypted(file, ""));
	assert_true(tells_encrypted(file, trailer));
	assert_true(tells_encrypted(file, "trailer<</Encr#79pt 5 0 R>>"));
	assert_true(tells_encrypted(file, "5 0 obj<</Encrypt<<>>>>endobj"));
	assert_true(tells_encrypted(file, "%/Encrypt 5 0 R"));
	assert_int_equal(
	    pdf_rig_left_out(in_front, strlen(in_front)), PDF_STREAMS);
	assert_false(tells_encrypted(page, trailer));
	assert_true(tells_encrypted(page, "8 0 obj<</F +1 0 R>>endobj"
					  "trailer<</Encrypt 5 0 R>>"));
	assert_false(tells_encrypted(objects, ""));
	assert_true(tells_encrypted(objects, trailer));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PDF_TEST(ends_that_all_readers_see_are_taken),
	    PDF_TEST(ends_that_readers_pass_over_are_told),
	    PDF_TEST(packed_streams_end_by_themselves),
	    PDF_TEST(ends_in_packed_streams_are_told),
	    PDF_TEST(filters_that_libclamav_leaves_are_told),
	    PDF_TEST(an_early_end_matters_to_filters_only),
	    PDF_TEST(predictors_are_told),
	    PDF_TEST(odd_starts_are_told),
	    PDF_TEST(the_work_on_odd_blanks_is_bounded),
	    PDF_TEST(odd_blanks_are_told),
	    PDF_TEST(encrypted_files_are_told_if_they_are_used),
	};

	return RUN_TESTS(tests);
}
