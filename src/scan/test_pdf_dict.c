/* Which dictionaries of streams libclamav may read in another way. */
#include <stdio.h>
#include <string.h>

#include "pdf_dict_priv.h"
#include "test.h"

static bool
is_misread(const char *object)
{
	const unsigned char *p = (const unsigned char *)object;

	return pdf_is_misread(p, p + strlen(object));
}

/* Whether this is, in the dictionary of a stream in front of its filter. */
static bool
misleads(const char *entry)
{
	char object[256];

	(void)snprintf(object, sizeof(object),
	    "\n<< /Length 5 %s /Filter /FlateDecode >>\nstream\n", entry);
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
	assert_false(is_misread("<</Filter[/Fl /AHx]/DecodeParms[null<</K 0>>]"
				"/Length 5 0 R>>stream"));
	/* There is no stream. */
	assert_false(is_misread(" << /JS (a >> 2) % x\n >> endobj stream"));
	assert_false(is_misread(" [ (>>) ] stream"));
	assert_false(is_misread(" << /A (x"));
	assert_false(is_misread(""));
}

static void
strings_and_comments_mislead(void **state)
{
	(void)state;
	assert_true(misleads("/A (a >> 2)"));
	assert_true(misleads("/A (<<)"));
	assert_true(misleads("/A (\\)>>)"));
	assert_true(misleads("/A ((x) >>)"));
	assert_true(misleads("/A (/Filter)"));
	assert_true(misleads("/A (/Cr#79pt/x)"));
	assert_true(misleads("% x\n"));
	assert_true(misleads("/A <41/Filter>"));
	assert_true(is_misread("% <<\n<< /Filter /Fl >> stream"));
	assert_true(is_misread("<< /Filter /Fl >> % stream\nstream"));
}

static void
words_mislead(void **state)
{
	static const char nul[] = "<< /Filter\0/Fl >> stream";

	(void)state;
	assert_true(misleads("/Filter /Crypt"));
	assert_true(misleads("/A << /Filter /Fl >>"));
	assert_true(misleads("/RL 1"));
	assert_true(misleads("/A/Crypt"));
	assert_true(misleads("/Subtype/application#2foctet-stream"));
	assert_true(misleads("/A (stream)"));
	assert_true(misleads("/A)"));
	assert_true(misleads("/A{"));
	assert_true(misleads("}"));
	assert_true(misleads("> "));
	assert_true(is_misread("<< /Filter\f/Fl >> stream"));
	assert_true(pdf_is_misread((const unsigned char *)nul,
	    (const unsigned char *)nul + sizeof(nul)));
	assert_true(is_misread("<< /Filter [/Fl %/Crypt\n /Fl] >> stream"));
	/* It goes on behind the next " obj". */
	assert_true(is_misread("<< /Filter /Fl /A (stream 1 0 "));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_written_plainly_is_read),
	    cmocka_unit_test(strings_and_comments_mislead),
	    cmocka_unit_test(words_mislead),
	};

	return RUN_TESTS(tests);
}
