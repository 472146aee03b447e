/* Streams of PDF files matter when they are used as files. */
#include "mem.h"
#include "pdf_rig_priv.h"
#include "scan_rig_priv.h"
#include "silent_priv.h"

/* Whether something is told of a stream with this that nothing uses. */
static bool
tells_unused(const char *entries)
{
	pdf_begin();
	(void)buf_addf(&pdf_made,
	    "12 0 obj\n<<%s/Length 21>>stream\n" PDF_FLATE
	    "\nendstream\nendobj\n",
	    entries);
	return pdf_is_told();
}

/* Pictures, tables, pages: there is no file in them. */
static void
what_is_used_as_no_file_is_not_told(void **state)
{
	(void)state;
	assert_false(tells_unused("/Subtype/Image/Filter/CCITTFaxDecode"));
	assert_false(tells_unused("/Type/XRef/DecodeParms<</Predictor 12>>"));
	assert_false(tells_unused("/Filter/LZWDecode"));
	assert_false(tells_unused("/Filter 5 0 R"));
	assert_false(tells_unused("/Length 99"));
	assert_false(tells_unused("/A (/Filter >> stream)"));
	/* These are used, or use others, whatever else is said. */
	assert_true(tells_unused("/Type/EmbeddedFile/Subtype/Image"));
	assert_true(tells_unused("/Type/EmbeddedFile/Length 99"));
	assert_true(tells_unused("/Type/EmbeddedFile/Filter/CCF"));
	assert_true(tells_unused("/Subtype/Image/N 1/First 5"));
	assert_true(tells_unused("/Type/ObjStm/First 5/Filter/LZW"));
	assert_true(tells_unused("/Type/ObjStm/First 5/Filter/Fl/DP 7 0 R"));
	assert_false(tells_unused("/Type/ObjStm/First 5/Filter/Fl"));
	assert_false(tells_unused("/Type/EmbeddedFile/Filter/Fl"));
}

static bool
tells(const char *text)
{
	pdf_begin();
	(void)buf_addf(&pdf_made, "%s\n", text);
	return pdf_is_told();
}

/* What is told of a picture, number 12, and an object that names it so. */
static bool
tells_of_picture(const char *name)
{
	pdf_begin();
	(void)buf_adds(&pdf_made, "12 0 obj<</Subtype/Image/Length 1>>stream\n"
				  "x\nendstream\nendobj\n");
	pdf_add(name);
	return pdf_is_told();
}

static void
pictures_that_are_used_as_files_are_told(void **state)
{
	(void)state;
	assert_false(tells_of_picture("<</XObject<</Im0 12 0 R>>>>"));
	assert_false(tells_of_picture("<</F 2 0 R/SMask 12 0 R>>"));
	assert_false(tells_of_picture("<</Kids[2 0 R 12 0 R]>>"));
	assert_false(tells_of_picture("<</F 12/A 0/R 3>>"));
	assert_false(tells_of_picture("<</XObject<</F 12 0 R>>>>"));
	assert_false(tells_of_picture("<</CharProcs<</A 1/F 12 0 R>>>>"));
	assert_true(tells_of_picture("<</XObject<</A<</F 12 0 R>>>>>>"));
	assert_true(tells_of_picture("<</XObject<</A 1>>/F 12 0 R>>"));
	assert_true(tells_of_picture("<</XObject<<>>/EF<</F 12 0 R>>>>"));
	assert_true(tells_of_picture("<</A/XObject<</F 12 0 R>>>>"));
	assert_true(tells_of_picture("<</A/XObject/B<</F 12 0 R>>>>"));
	assert_false(tells_of_picture("<</F 12 0 RG/A 0>>"));
	assert_false(tells_of_picture("<</F 524300 0 R>>"));
	assert_true(tells_of_picture("<</EF<</F 12 0 R>>>>"));
	assert_true(tells_of_picture("<</EF<</UF\n12%x\n0\rR>>>>"));
	assert_true(tells_of_picture("<</S/JavaScript/J#53 12 0 R>>"));
	assert_true(tells_of_picture("<</OnInstantiate 12 0 R>>"));
	assert_true(tells_of_picture("<</XFA[(a)2 0 R(b)12 0 R]>>"));
	assert_true(tells_of_picture("<</XFA[<61>12 0 R]>>"));
	assert_true(tells_of_picture("<</XFA[null 12 0 R]>>"));
	assert_true(tells_of_picture("<</RF<</F[6 0 R 12 0 R]>>>>"));
	assert_true(tells_of_picture("[(a)12 0 R]"));
	assert_true(tells_of_picture("12 0 R"));
	assert_false(tells_of_picture("<</FontFile2 12 0 R>>"));
}

/* Readers take other ways to write the numbers as well. */
static void
unclear_uses_are_told(void **state)
{
	(void)state;
	assert_false(tells_of_picture("<</A 12/R 0/B (R)>>"));
	assert_false(tells_of_picture("<</A[0.5 3 0 R]/B -5/C 3 0 R>>"));
	assert_false(tells_of_picture("<</A true/B TR>>"));
	assert_true(tells_of_picture("<</F 0 R>>"));
	assert_true(tells_of_picture("<</F +12 0 R>>"));
	assert_true(tells_of_picture("<</F 18446744073709551628 0 R>>"));
	assert_true(tells_of_picture("<</F 12 +0 R>>"));
	assert_true(tells_of_picture("<</F 12 -0 R>>"));
	assert_true(tells_of_picture("<</F 12.0 0 R>>"));
	assert_true(tells_of_picture("<</F 12. 0 R>>"));
	assert_true(tells_of_picture("<</F 12 0. R>>"));
	assert_true(tells_of_picture("<</F 12e0 0 R>>"));
	assert_true(tells_of_picture("<</F 1-2 0 R>>"));
	assert_true(tells_of_picture("+12 0 R"));
	/* There is nothing that could be meant. */
	assert_false(tells("8 0 obj<</F +12 0 R>>endobj"));
	/* So do they for objects. */
	assert_true(tells("12 0 %x\nobj<<>>stream\nabcd"));
	assert_true(tells("12 %x\n0 obj<<>>stream\nabcd"));
	assert_true(tells("12. 0 obj<<>>stream\nabcd"));
	assert_true(tells(".12 0 obj<<>>stream\nabcd"));
	assert_true(tells("12e0 0 obj<<>>stream\nabcd"));
	assert_true(tells("12 256 obj<<>>stream\nabcd"));
	assert_false(tells("12 255 obj<<>>stream\nabcd"));
	assert_true(tells("12 0.obj<<>>stream\nabcd"));
	assert_false(tells("12 0 obj<<>>stream\nabcd"));
	/* The trailer is no object. */
	assert_true(tells("trailer<</Root<</JS 12 0 R>>>>\n"
			  "12 0 obj<<>>stream\nabcd"));
}

/* Whether something is told of the same, named by objects in a stream. */
static const char *
limit_with_packed(const char *objects)
{
	pdf_begin();
	(void)buf_adds(&pdf_made, "12 0 obj<</Subtype/Image/Length 4>>stream\n"
				  "test\nendstream\nendobj\n");
	(void)buf_addf(&pdf_made,
	    "3 0 obj<</Type/ObjStm/N 1/First 4/Length %zu>>stream\n%s\n"
	    "endstream\nendobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n",
	    strlen(objects), objects);
	return limit_of(pdf_made.data, pdf_made.len);
}

static void
packed_objects_name_files_as_well(void **state)
{
	(void)state;
	assert_string_equal(
	    limit_with_packed("9 0 <</EF<</F 12 0 R>>>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("9 0 8 7 13 0 R 12 0 R"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed(" %x\n+9 0 <</JS 12 0 R>>"), "PDFStreams");
	/* Readers go by numbers, whatever is between the objects. */
	assert_string_equal(
	    limit_with_packed("9 3 ( <</EF<</F 12 0 R>>>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("9 3 % <</EF<</F 12 0 R>>>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("-9 0 <</XFA[(a)12 0 R]>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed(".9e1 0 <</XFA[<61>12 0 R]>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("9 0 <</JS 12. 0 R>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("9 0 <</JS 12%\n0 R>>"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("9 0 <</F %/X\n12 0 R>>"), "PDFStreams");
	assert_string_equal(limit_with_packed("9 0 [(a)12 0 R]"), "PDFStreams");
	assert_string_equal(
	    limit_with_packed("9 0 [<61>12 0 R]"), "PDFStreams");
	assert_string_equal(limit_with_packed("9 0 (Kings & R, 9 R )"), "");
	assert_string_equal(limit_with_packed("9 0 <</Im 12 0 R>>"), "");
	/* So may look what is on a page. */
	assert_string_equal(limit_with_packed("12 0 RG (a) 12 0 RG"), "");
	/* These are no streams of objects. */
	assert_string_equal(limit_with_packed("9 Tf <</JS 12 0 R>>"), "");
	assert_string_equal(limit_with_packed("<</JS 12 0 R>>"), "");
}

/* What may not be seen whole is remembered until the streams are read. */
static void
what_is_not_sure_is_remembered(void **state)
{
	uint64_t unpacked = 1000;
	struct pdf_refs *refs;

	(void)state;
	pdf_begin();
	(void)buf_adds(&pdf_made, "12 0 obj<</Length 8 0 R>>stream\n"
				  "abcd\nendstream endobj\n8 0 obj 4 endobj\n"
				  "7 0 obj<</First 4/Length 4>>stream\nabcd\n"
				  "endstream endobj\n");
	assert_int_equal(
	    pdf_left_out(pdf_made.data, pdf_made.len, &refs, &unpacked),
	    PDF_NOTHING);
	assert_non_null(refs);
	assert_true(pdf_look_at_stream("9 0 <</JS 12 0 R>>", 18, refs));
	free(refs);
}

/* Comments would be read again and again: that would take minutes. */
static void
a_packed_stream_is_read_once(void **state)
{
	struct pdf_refs *refs = mem_zalloc(1, sizeof(*refs));
	unsigned n;

	(void)state;
	buf_reset(&pdf_made);
	(void)buf_adds(&pdf_made, "9 0 <<");
	for (n = 0; n < 40000; n++)
		(void)buf_adds(&pdf_made, "/Predictor %/Length %");
	assert_false(pdf_look_at_stream(pdf_made.data, pdf_made.len, refs));
	free(refs);
}

/* A layer of text at a level, and whether something is told of it. */
static bool
tells_of_layer(struct silent *s, unsigned level, const char *text)
{
	return silent_layer(s, &(struct layer){.level = level,
				   .bytes = text,
				   .len = strlen(text)}) != NULL;
}

/* What a stream says holds for the PDF that it is in, and for no other. */
static void
each_pdf_has_its_own_objects(void **state)
{
	static const char picture[] =
	    "%PDF-1 12 0 obj<</Subtype/Image>>stream\n",
			  other[] =
			      "%PDF-1 12 0 obj<<>>stream\nendstream endobj",
			  names[] = "9 0 <</F 12 0 R>>";
	struct silent s = {.file_max = 1000, .scan_max = 10000};

	(void)state;
	assert_false(tells_of_layer(&s, 1, picture));
	assert_false(tells_of_layer(&s, 1, names));
	assert_false(tells_of_layer(&s, 2, names));
	assert_false(tells_of_layer(&s, 1, picture));
	assert_false(tells_of_layer(&s, 2, other));
	assert_false(tells_of_layer(&s, 3, names));
	assert_false(tells_of_layer(&s, 4, picture));
	assert_false(tells_of_layer(&s, 3, "x"));
	assert_false(tells_of_layer(&s, 4, names));
	assert_true(tells_of_layer(&s, 2, names));
	assert_false(tells_of_layer(&s, LAYERS_MAX - 1, picture));
	assert_true(tells_of_layer(&s, LAYERS_MAX, names));
	assert_false(tells_of_layer(&s, LAYERS_MAX, picture));
	assert_false(tells_of_layer(&s, LAYERS_MAX + 1, names));
	silent_fini(&s);
}

static int
set_up_pdf(void **state)
{
	buf_init(&pdf_made, 1 << 20);
	return set_up(state);
}

static int
tear_down_pdf(void **state)
{
	buf_fini(&pdf_made);
	return tear_down(state);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, set_up_pdf, tear_down_pdf)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_used_as_no_file_is_not_told),
	    TEST(pictures_that_are_used_as_files_are_told),
	    TEST(unclear_uses_are_told),
	    TEST(packed_objects_name_files_as_well),
	    TEST(what_is_not_sure_is_remembered),
	    TEST(a_packed_stream_is_read_once),
	    cmocka_unit_test(each_pdf_has_its_own_objects),
	};

	return RUN_TESTS(tests);
}
