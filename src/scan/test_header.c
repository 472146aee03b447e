/* Lenient heads. */
#include <string.h>

#include "header_priv.h"
#include "test.h"

static struct header
read(const char *text)
{
	struct header h;

	header_read((const unsigned char *)text, 0, strlen(text), &h);
	return h;
}

static bool
has_body(const struct header *h, const char *text, const char *body)
{
	size_t i;

	for (i = 0; i < h->n_bodies; i++)
		if (strcmp(text + h->bodies[i], body) == 0)
			return true;
	return false;
}

/* Asserts that a head has a transfer encoding and a body. */
static void
assert_head(const char *text, const char *plain, const char *body)
{
	struct header h = read(text);
	char got[100];

	assert_int_equal(h.n, 1);
	assert_int_equal(h.fields[0].kind, FIELD_ENCODING);
	header_plain(h.fields[0].value, got, sizeof(got));
	assert_string_equal(got, plain);
	assert_true(has_body(&h, text, body));
}

#define CTE "Content-Transfer-Encoding"

static void
fields_are_found(void **state)
{
	(void)state;
	assert_head(CTE ": base64\n\nbody", "base64", "body");
	assert_head("A: b\r\n" CTE ": Base64\r\n\r\nbody", "base64", "body");
	assert_head(" " CTE ": base64\n\nbody", "base64", "body");
	assert_head("\r" CTE ": base64\n\nbody", "base64", "body");
	assert_head("A: b\r" CTE ": base64\n\nbody", "base64", "body");
	assert_head("A: b\n\t" CTE ": base64\n\nbody", "base64", "body");
	assert_head(CTE " base64\n\nbody", "base64", "body");
	assert_head(CTE " :: base64\n\nbody", "base64", "body");
	assert_head("junk\n" CTE ": base64\n\nbody", "base64", "body");
	assert_head(" \n" CTE ": base64\n\nbody", "base64", "body");
	assert_head(CTE ":\n \n base64\n\nbody", "base64", "body");
}

static void
values_are_made_plain(void **state)
{
	(void)state;
	assert_head(CTE ": ba(x(y))se\\64\n\nb", "base64", "b");
	assert_head(CTE ": \"Base 64\"\n\nb", "base64", "b");
	assert_head(CTE ": =?utf-8?b?YmFzZTY0?=\n\nb", "base64", "b");
	assert_head(CTE ": (unclosed\n\nb", "", "b");
}

static void
bodies_begin_where_any_program_says(void **state)
{
	const char *text = CTE ": base64\nQUJD\nQUJD\n\nbody";
	struct header h = read(text);

	(void)state;
	assert_true(has_body(&h, text, "QUJD\nQUJD\n\nbody"));
	assert_true(has_body(&h, text, "QUJD\n\nbody"));
	assert_true(has_body(&h, text, "body"));
	text = CTE ": base64\n\v\nbody";
	h = read(text);
	assert_true(has_body(&h, text, "body"));
	text = "no head at all";
	h = read(text);
	assert_true(has_body(&h, text, text));
	h = read("");
	assert_int_equal(h.n_bodies, 1);
	assert_int_equal(h.bodies[0], 0);
	/* the head of a message inside */
	text = "A: b\n\nFrom: x\n" CTE ": base64\n\nbody";
	h = read(text);
	assert_int_equal(h.n, 1);
	assert_true(has_body(&h, text, "body"));
}

static void
lists_are_bounded(void **state)
{
	static char text[100 * 40 + 1];
	struct header h;
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		memcpy(text + 40 * i,
		    "Content-Type: text/plain; charset=utf-8\n", 40);
	h = read(text);
	assert_int_equal(h.n, HEADER_FIELDS_MAX);
	for (i = 0; i < 4000; i += 2)
		memcpy(text + i, "\n\n", 2);
	h = read(text);
	assert_true(h.n_bodies <= HEADER_BODIES_MAX);
}

static void
kinds_are_told_by_whole_names(void **state)
{
	(void)state;
	assert_int_equal(header_field_kind("content-TYPE", 12), FIELD_TYPE);
	assert_int_equal(header_field_kind("Content-Typ", 11), FIELD_OTHER);
	assert_int_equal(header_field_kind("Content-Types", 13), FIELD_OTHER);
	assert_int_equal(header_field_kind(CTE, 25), FIELD_ENCODING);
	assert_int_equal(
	    header_field_kind("Content-Disposition", 19), FIELD_DISPOSITION);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_found),
	    cmocka_unit_test(values_are_made_plain),
	    cmocka_unit_test(bodies_begin_where_any_program_says),
	    cmocka_unit_test(lists_are_bounded),
	    cmocka_unit_test(kinds_are_told_by_whole_names),
	};

	return RUN_TESTS(tests);
}
