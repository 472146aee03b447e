/* Which streams of PDF files libclamav may find elsewhere or undo wrongly. */
#include <stdio.h>
#include <string.h>

#include "pdf_rig_priv.h"
#include "test.h"

static enum pdf_left_out
left_out(const char *pdf)
{
	return pdf_rig_left_out(pdf, strlen(pdf));
}

/* An object that uses others as files, as far as there are such. */
#define USES                                                                   \
	"7 0 obj<</F 0 0 R/UF 1 0 R/DOS 2 0 R/Mac 3 0 R/Unix 9 0 R/JS 12 0 R"  \
	"/F 20 0 R/F 1234567890123456789 0 R>>endobj\n"

/* What is left out of a PDF in which this stands behind its head. */
static enum pdf_left_out
of_body(const char *body)
{
	char pdf[600];

	(void)snprintf(pdf, sizeof(pdf), "%%PDF-1.4\n" USES "%s", body);
	return left_out(pdf);
}

static bool
is_misread(const char *object)
{
	char body[400];
	enum pdf_left_out result;

	(void)snprintf(
	    body, sizeof(body), "1 0 obj%s\nendstream endobj\n", object);
	result = of_body(body);
	assert_true(result == PDF_STREAMS || result == PDF_NOTHING);
	return result == PDF_STREAMS;
}

/* Whether this misleads, in the dictionary of a stream beside its filter. */
static bool
misleads(const char *entry)
{
	char object[256];

	(void)snprintf(object, sizeof(object),
	    "\n<< %s /Filter /FlateDecode /Length 21 >>\nstream\n" PDF_FLATE,
	    entry);
	return is_misread(object);
}

static bool
misleads_behind(const char *entry)
{
	char object[256];

	(void)snprintf(object, sizeof(object),
	    "<</Filter/FlateDecode%s/Length 21>>stream\n" PDF_FLATE, entry);
	return is_misread(object);
}

static void
what_is_written_plainly_is_read(void **state)
{
	(void)state;
	assert_false(misleads(""));
	assert_false(
	    misleads("/Type/EmbeddedFile/Params<</CheckSum<a0B1 2>>>"));
	assert_false(misleads("/PTEX.FileName (./fig(1)/a\\)<b>.pdf)"));
	assert_false(misleads("/A [<< /B 5 0 R >> (x) 1.5 null]"));
	assert_false(misleads("/A <</B <</C<41>>>>>"));
	assert_false(is_misread("<</A<41>>>stream"));
	assert_false(misleads("/A [123456789012345678 1234567890]"));
	assert_false(misleads("/A#42 (#) /ImageC 1"));
	assert_false(misleads("/Resources<</Font<</RL 5 0 R>>>>"));
	assert_false(misleads("/A (/RL)"));
	assert_false(is_misread("<</DecodeParms[null<</K 0>>]"
				"/Length 0/LZW 1>>stream"));
	/* There is no stream. */
	assert_false(is_misread(" << /JS (a >> 2) % x\n >> endobj stream"));
	assert_false(is_misread("<</Title (Live streaming of objects)>>"));
	assert_false(is_misread(" [ (>>) ] stream"));
	assert_false(is_misread(" << /A (x"));
	assert_false(is_misread(""));
}

static void
strings_and_comments_mislead(void **state)
{
	(void)state;
	assert_true(misleads("/A (a >> 2)"));
	assert_true(misleads("/Params<</CheckSum<41>/Size 1>>"));
	assert_true(misleads("/B <</C (>)>>"));
	assert_true(misleads("/A (/Image)"));
	assert_true(misleads("/A (<<)"));
	assert_true(misleads("/A (\\)>>)"));
	assert_true(misleads("/A ((x) >>)"));
	assert_true(misleads("/A (/Filter)"));
	assert_true(misleads("% x\n"));
	assert_true(misleads("/A <41/Filter>"));
	assert_true(misleads_behind("/A (/Cr#79pt/x)"));
	assert_true(is_misread("% <<\n<< /Filter /Fl >> stream"));
	assert_true(is_misread("<< /Filter /Fl >> % stream\nstream"));
	assert_true(is_misread("<< /Filter [/Fl %/Crypt\n /Fl] >> stream"));
}

static void
words_mislead(void **state)
{
	static const char nul[] =
	    "%PDF-1\n" USES "1 0 obj << /Filter\0/Fl >> stream";

	(void)state;
	assert_true(misleads("/Filter /Crypt"));
	assert_true(misleads("/A << /Filter /Fl >>"));
	assert_true(misleads("/Subtype/application#2foctet-stream"));
	assert_true(misleads("/A (stream)"));
	assert_true(misleads("/A)"));
	assert_true(misleads("/A{"));
	assert_true(misleads("/Contents 1234567890123456789"));
	assert_true(misleads("/Image 1"));
	assert_true(misleads("/Type /XObject /Subtype /Image /Width 1"));
	assert_true(misleads("/Type /EmbeddedFile /Subtype /Image"));
	assert_true(is_misread("<< /Filter#zz /Filter /Fl >> stream"));
	assert_true(is_misread("<< /Fil#6 /Filter /Fl >> stream"));
	assert_true(misleads("}"));
	assert_true(misleads("> "));
	assert_true(misleads_behind("/RL 1"));
	assert_true(misleads_behind("/A/Crypt"));
	assert_true(is_misread("<< /Filter\f/Fl >> stream"));
	assert_int_equal(pdf_rig_left_out(nul, sizeof(nul)), PDF_STREAMS);
}

static void
filters_are_dropped(void **state)
{
	(void)state;
	assert_true(is_misread("<< /Filter [/Fl /Crypt] >> stream"));
	assert_true(is_misread("<< /Filter [/Crypt /Fl] >> stream"));
	assert_true(is_misread("<< /Filter 5 0 R >> stream"));
	assert_true(is_misread("<< /Filter [/Fl 5 0 R] >> stream"));
}

#define STREAM "<< /A /B >> stream\nendstream endobj"

/* Readers find an object where the tables say. */
static void
objects_that_are_not_seen_are_told(void **state)
{
	(void)state;
	assert_true(misleads("/A ( obj) /B (>>)"));
	assert_true(misleads("/A ( obj stream\n)"));
	assert_true(misleads("/A (1 0 obj) /B (stream\n)"));
	assert_true(misleads("/A (endobj)"));
	assert_int_equal(of_body("1 0 obj" STREAM), PDF_NOTHING);
	assert_int_equal(of_body("1 0 obj 5 2 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(
	    of_body("1 0 obj 5 endobj 2 0 obj" STREAM), PDF_NOTHING);
	assert_int_equal(
	    of_body("1 0 obj 5 endobj2 0 obj" STREAM), PDF_NOTHING);
	assert_int_equal(
	    of_body("1 0 obj 5 endobj 20 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("1 0 %x\n obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("%%EOF12 0 obj" STREAM), PDF_NOTHING);
	assert_int_equal(of_body("%%EOF1 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("%%EOE12 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("+1 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("1 -0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("+1 0 obj 5\n3 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("-0 0 obj 5\n3 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("1\v0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("1 0\v obj" STREAM), PDF_STREAMS);
	assert_int_equal(
	    of_body("1234567890123456789 0 obj" STREAM), PDF_STREAMS);
	/* What follows a word that is none may be one. */
	assert_int_equal(of_body("x obj1 0 obj" STREAM), PDF_NOTHING);
	assert_int_equal(of_body("x obj 0 obj" STREAM), PDF_STREAMS);
	/* One that is seen, and the next in it, which is not. */
	assert_int_equal(
	    of_body("1 0 obj 5 endobj2 0 obj 5\n3 0 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("%%EOF 1 obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("1 0obj" STREAM), PDF_STREAMS);
	assert_int_equal(of_body("obj" STREAM), PDF_STREAMS);
}

/* A PDF with so many words, and with something and an object behind. */
static enum pdf_left_out
behind_words(const char *word, unsigned times, unsigned fill, const char *end)
{
	static char pdf[1 << 20];
	size_t len = strlen(word);
	size_t at = (size_t)snprintf(pdf, 256, "%%PDF-1.4\n" USES);

	for (; times > 0; times--, at += len)
		memcpy(pdf + at, word, len);
	memset(pdf + at, 'x', fill);
	at += fill;
	at += (size_t)snprintf(pdf + at, 256, "%s", end);
	return pdf_rig_left_out(pdf, at);
}

/* Each goes on behind the next: reading all would take hours. */
static void
nothing_is_read_again_and_again(void **state)
{
	assert_false(is_misread("<< /A (x"));
	(void)state;
	assert_int_equal(
	    behind_words("\n1 0 obj << /A ", 50000, 0, ""), PDF_STREAMS);
	assert_int_equal(behind_words(" obj%", 60000, 200000, ""), PDF_STREAMS);
	assert_int_equal(behind_words(" obj", 60000, 0, ""), PDF_NOTHING);
}

/* What is not read for that is told, wherever the work ends. */
static void
what_is_not_read_is_told(void **state)
{
	static const char end[] =
	    ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> obj<<"
	    "xxxxxxxxxxxxxxxx>>     \n"
	    "9 0 obj<</X(/Filter/RL)/Filter/Fl>>stream";
	unsigned fill, told = 0;

	(void)state;
	for (fill = 3500; fill < 4200; fill++)
		told += behind_words("1 0 obj<<", 20, fill, end) == PDF_STREAMS;
	assert_int_equal(told, 700);
}

/* libclamav takes it for no PDF, or not the whole file. */
static void
odd_heads_are_told(void **state)
{
	char late[1100];

	(void)state;
	assert_int_equal(left_out("x%pdf-1 1 0 obj<<"), PDF_HEAD);
	assert_int_equal(left_out("%x%PdF-1\n1 0 obj <<"), PDF_HEAD);
	assert_int_equal(left_out("x%pDF-1"), PDF_NOTHING);
	assert_int_equal(left_out("x% 1 0 obj<<%pDF"), PDF_NOTHING);
	assert_int_equal(
	    left_out("%pdf-1, then obj << and so on"), PDF_NOTHING);
	assert_int_equal(left_out("%pdf- 1 0 obj<<"), PDF_NOTHING);
	assert_int_equal(left_out("1 0 obj<< %pdf-1"), PDF_HEAD);
	/* Some readers need none where there is a table. */
	assert_int_equal(left_out("1 0 obj<< startxref"), PDF_HEAD);
	assert_int_equal(left_out("obj 1 0 obj<< startxref"), PDF_HEAD);
	assert_int_equal(left_out("1 0 obj<< startxre"), PDF_NOTHING);
	assert_int_equal(left_out("1 0 obj < startxref"), PDF_NOTHING);
	assert_int_equal(left_out("an obj<< startxref"), PDF_NOTHING);
	memset(late, ' ', sizeof(late));
	memcpy(late + 1024, "%PDF-1 1 0 obj<</First 1>>stream", 33);
	assert_int_equal(pdf_rig_left_out(late, sizeof(late)), PDF_STREAMS);
	assert_int_equal(pdf_behind(late, sizeof(late)), 1024);
	memcpy(late + 1024, " %PDF-1 1 0 obj<</First 1>>stream", 34);
	assert_int_equal(pdf_rig_left_out(late, sizeof(late)), PDF_NOTHING);
	assert_int_equal(pdf_behind(late, sizeof(late)), 0);
	assert_int_equal(pdf_behind("%PDF-", 5), 0);
	assert_int_equal(pdf_behind("", 0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_plainly_is_read),
	    cmocka_unit_test(strings_and_comments_mislead),
	    cmocka_unit_test(words_mislead),
	    cmocka_unit_test(filters_are_dropped),
	    cmocka_unit_test(objects_that_are_not_seen_are_told),
	    cmocka_unit_test(nothing_is_read_again_and_again),
	    cmocka_unit_test(what_is_not_read_is_told),
	    cmocka_unit_test(odd_heads_are_told),
	};

	return RUN_TESTS(tests);
}
