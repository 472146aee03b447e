/* Tables that are streams of PDF files. */
#include <string.h>

#include "pdf_rig_priv.h"

/* The bytes of entries, as far as they are set by the tests. */
static unsigned char entries[64];

/* Whether a table that is a stream with so many bytes of them is told. */
static bool
tells_entries(const char *dictionary, size_t len)
{
	(void)buf_addf(
	    &pdf_made, "7 0 obj\n<</Type/XRef%s>>stream\n", dictionary);
	(void)buf_add(&pdf_made, entries, len);
	(void)buf_adds(&pdf_made, "\nendstream\nendobj\n");
	return pdf_is_told();
}

static void
set_entry(unsigned char *entry, unsigned char type, size_t offset)
{
	entry[0] = type;
	entry[1] = (unsigned char)(offset >> 8);
	entry[2] = (unsigned char)offset;
	entry[3] = 0;
}

/* The same of one with an entry of this type. */
static bool
tells_entry(const char *dictionary, unsigned char type, unsigned digits)
{
	pdf_begin_picture();
	set_entry(entries, type, pdf_picture + digits);
	return tells_entries(dictionary, 4);
}

#define WIDTHS "/W[1 2 1]/Length 4"

static void
streams_that_lead_into_a_number_are_told(void **state)
{
	(void)state;
	assert_true(tells_entry(WIDTHS, 1, 1));
	assert_false(tells_entry(WIDTHS, 1, 0));
	assert_true(tells_entry(WIDTHS, 3, 1));
	assert_false(tells_entry(WIDTHS, 0, 1));
	assert_false(tells_entry(WIDTHS, 2, 1));
	/* An entry may have no type. */
	pdf_begin_picture();
	set_entry(entries, (unsigned char)((pdf_picture + 1) >> 8), 0);
	entries[1] = (unsigned char)(pdf_picture + 1);
	assert_true(tells_entries("/W[0 2 1]/Length 3", 3));
	pdf_begin_picture();
	set_entry(entries, 1, pdf_picture + 1);
	set_entry(entries + 4, 1, pdf_picture + 1);
	assert_true(tells_entries("/W[1 2 1]/Length 8", 8));
}

static void
of_an_offset_32_bits_count(void **state)
{
	(void)state;
	pdf_begin_picture();
	entries[0] = entries[1] = 1;
	entries[2] = entries[3] = 0;
	entries[4] = (unsigned char)((pdf_picture + 1) >> 8);
	entries[5] = (unsigned char)(pdf_picture + 1);
	assert_true(tells_entries("/W[1 5 0]/Length 6", 6));
}

/* Whether a stream is told that leads nowhere but is written so. */
static bool
tells_stream(const char *dictionary)
{
	return tells_entry(dictionary, 0, 0);
}

static void
streams_that_may_be_read_otherwise_are_told(void **state)
{
	(void)state;
	assert_false(tells_stream(WIDTHS));
	assert_false(tells_stream("/W [ 1 2\n1 ]/Length 4"));
	assert_false(tells_stream("/W[0 0 4]/Length 4"));
	assert_true(tells_stream("/W[1 2 2]/Length 4"));
	assert_true(tells_stream("/W[1 2 9]/Length 4"));
	assert_true(tells_stream("/W[1 2]/Length 4"));
	pdf_begin_picture();
	assert_true(tells_entries("/W[1 2 ]/Length 3", 3));
	pdf_begin_picture();
	assert_true(tells_entries("/W[1 2 9]/Length 11", 11));
	pdf_begin_picture();
	assert_false(tells_entries("/W[1 2 8]/Length 11", 11));
	assert_true(tells_stream("/W[1 2 1 1]/Length 4"));
	assert_true(tells_stream("/W[0 0 0]/Length 4"));
	assert_true(tells_stream("/W 5 0 R/Length 4"));
	assert_false(tells_stream("/Length 4"));
	assert_true(tells_stream("/W[1 2 1]" WIDTHS));
	assert_false(tells_stream("/BS<</W 1>>/Length 4"));
	assert_true(tells_stream("/Colors 1" WIDTHS));
	assert_true(tells_stream("/BitsPerComponent 8" WIDTHS));
	assert_true(tells_stream("/Filter/LZW" WIDTHS));
	assert_true(tells_stream("/Filter[]/Subtype/Image" WIDTHS));
	assert_true(tells_stream("/W[1 2 1]/Length 1"));
	assert_true(tells_stream("/W[1 2 1]/Length 99"));
	assert_true(tells_stream("/W[1 2 1]/Length 5 0 R"));
	assert_true(tells_stream("/W[1 2 1]"));
	pdf_begin_picture();
	set_entry(entries, 0, 0);
	assert_true(tells_entries("/W[1 2 1]/Length 1", 4));
	pdf_begin_picture();
	(void)buf_adds(&pdf_made, "7 0 obj<</Type/XRef" WIDTHS ">>stream abcd");
	assert_true(pdf_is_told());
	pdf_begin_picture();
	(void)buf_adds(&pdf_made,
	    "7 0 obj<</Type/XRef/W[1 1 1]/Length 3>>\xffstream\nabc\n"
	    "endstream");
	assert_true(pdf_is_told());
}

static unsigned long
adler(const unsigned char *p, size_t len)
{
	unsigned long a = 1, b = 0;

	while (len-- > 0) {
		a = (a + *p++) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

/* Packs so many bytes as they are, as RFC 1950 and 1951 allow. */
static size_t
pack(size_t len)
{
	unsigned char packed[sizeof(entries)] = {
	    0x78, 1, 1, (unsigned char)len, 0, (unsigned char)~len, 0xff};
	unsigned long sum = adler(entries, len);
	int i;

	memcpy(packed + 7, entries, len);
	for (i = 0; i < 4; i++)
		packed[7 + len + (size_t)i] =
		    (unsigned char)(sum >> (24 - 8 * i));
	memcpy(entries, packed, len + 11);
	return len + 11;
}

/* Two rows that lead into the number and to its first digit, predicted. */
static bool
tells_rows(const char *dictionary, unsigned char predictor, unsigned digits)
{
	unsigned char first[4], second[4];
	size_t i;

	pdf_begin_picture();
	set_entry(first, 1, pdf_picture);
	set_entry(second, 1, pdf_picture + digits);
	entries[0] = 0;
	entries[5] = predictor;
	memcpy(entries + 1, first, 4);
	memcpy(entries + 6, second, 4);
	for (i = 0; i < 4; i++)
		if (predictor == 2)
			entries[6 + i] -= first[i];
		else if (predictor == 1 && i > 0)
			entries[6 + i] -= second[i - 1];
	return tells_entries(dictionary, pack(10));
}

#define PACKED   "/W[1 2 1]/Filter/FlateDecode/Length 21"
#define PARMS(s) PACKED "/DecodeParms<<" s ">>"

static void
packed_rows_are_read(void **state)
{
	unsigned char kind;

	(void)state;
	for (kind = 0; kind < 3; kind++) {
		assert_true(
		    tells_rows(PARMS("/Columns 4/Predictor 12"), kind, 1));
		assert_false(
		    tells_rows(PARMS("/Columns 4/Predictor 12"), kind, 0));
	}
	assert_true(tells_rows(PARMS("/Columns 4/Predictor 12"), 3, 0));
	assert_true(tells_rows(PARMS("/Columns 4/Predictor 2"), 0, 0));
	assert_false(tells_rows(PARMS("/Columns 4/Predictor 10"), 0, 0));
	assert_true(tells_rows(PARMS("/Columns 5/Predictor 12"), 0, 0));
	assert_true(tells_rows(PARMS("/Predictor 12"), 0, 0));
	assert_true(
	    tells_rows(PARMS("/Columns 4/Predictor 12/Columns 4"), 0, 0));
	assert_true(
	    tells_rows(PARMS("/Columns 0/Predictor 12/Columns 4"), 0, 0));
	assert_true(tells_rows(PARMS("/Columns 4/Predictor 12.0"), 0, 0));
	assert_true(tells_rows(PARMS("/Columns 4/Predictor 0"), 0, 0));
	assert_true(tells_rows(PARMS("/Columns 4/Predictor 4294967308"), 0, 0));
	assert_true(tells_rows(PACKED "/DecodeParms 5 0 R", 0, 0));
	assert_true(tells_rows(
	    PACKED "/A<</Predictor 12/Columns 4>>/DecodeParms 5 0 R", 0, 0));
	/* There is a part of a row. */
	assert_true(tells_rows(PACKED, 0, 0));
}

/* The same of two rows that are not predicted. */
static bool
tells_plain_rows(const char *dictionary, unsigned digits)
{
	pdf_begin_picture();
	set_entry(entries, 1, pdf_picture);
	set_entry(entries + 4, 1, pdf_picture + digits);
	return tells_entries(dictionary, pack(8));
}

static void
packed_rows_without_a_predictor_are_read(void **state)
{
	(void)state;
	assert_true(tells_plain_rows(PACKED, 1));
	assert_false(tells_plain_rows(PACKED, 0));
	assert_true(tells_plain_rows(PARMS("/Predictor 1"), 1));
	assert_false(tells_plain_rows(PARMS("/Predictor 1"), 0));
	/* Other readers take it from elsewhere. */
	assert_true(tells_plain_rows(PARMS("/Columns 3/Predictor 12"), 0));
	pdf_begin_picture();
	(void)pack(4);
	entries[14] ^= 1;
	assert_true(tells_entries(PACKED, 15));
	pdf_begin_picture();
	(void)buf_adds(&pdf_made, "7 0 obj<</Type/XRef" PACKED ">>stream\n");
	(void)buf_add(&pdf_made, entries, 12);
	assert_true(pdf_is_told());
}

/* Each is within all in front of it, and would be read again and again. */
static void
the_work_is_bounded(void **state)
{
	static const char one[] =
	    "7 0 obj<</Type/XRef/W[1 2 1]/Length %5u>>stream\n";
	const unsigned n = 400, each = sizeof(one) + 1;
	unsigned i;

	(void)state;
	pdf_begin_picture();
	for (i = 1; i <= n; i++)
		(void)buf_addf(&pdf_made, one, (n - i) * each);
	(void)buf_adds(&pdf_made, "endstream");
	assert_true(pdf_is_told());
}

/* 516,001 zeros, in 13 bits for 258 of them (RFC 1951, 3.2.6). */
static void
add_zeros(void)
{
	static const char repetition[] = "1100010100000";
	const unsigned repetitions = 2000, sum = 516001 % 65521;
	unsigned char packed[4096] = {0x78, 1};
	size_t bits = 16, i;
	const char *bit;

	/* The last block, with fixed codes, and a zero. */
	for (bit = "11000110000"; *bit != '\0'; bit++, bits++)
		packed[bits / 8] |= (unsigned char)((*bit - '0') << bits % 8);
	for (i = 0; i < repetitions; i++)
		for (bit = repetition; *bit != '\0'; bit++, bits++)
			packed[bits / 8] |=
			    (unsigned char)((*bit - '0') << bits % 8);
	bits = (bits + 7 + 7) / 8 * 8; /* the end is seven zeros */
	packed[bits / 8] = (unsigned char)(sum >> 8);
	packed[bits / 8 + 1] = (unsigned char)sum;
	packed[bits / 8 + 3] = 1;
	(void)buf_add(&pdf_made, packed, bits / 8 + 4);
}

static void
the_work_on_packed_rows_is_bounded(void **state)
{
	(void)state;
	pdf_begin_picture();
	(void)buf_adds(&pdf_made,
	    "7 0 obj<</Type/XRef/W[1 0 0]/Filter/FlateDecode>>stream\n");
	add_zeros();
	(void)buf_adds(&pdf_made, "\nendstream endobj\n");
	assert_true(pdf_is_told());
	/* In a file that is long enough for it. */
	while (pdf_made.len < 300000)
		(void)buf_adds(&pdf_made, "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%");
	assert_false(pdf_is_told());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    PDF_TEST(streams_that_lead_into_a_number_are_told),
	    PDF_TEST(streams_that_may_be_read_otherwise_are_told),
	    PDF_TEST(of_an_offset_32_bits_count),
	    PDF_TEST(packed_rows_are_read),
	    PDF_TEST(packed_rows_without_a_predictor_are_read),
	    PDF_TEST(the_work_is_bounded),
	    PDF_TEST(the_work_on_packed_rows_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
