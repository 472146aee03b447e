/* The check for clean mails: what passes, and each thing that must not. */
#include <stdio.h>
#include <string.h>

#include "clean_priv.h"
#include "test.h"

static void
assert_clean(const char *mail)
{
	struct clean_bulk bulk;
	struct clean_simple simple;
	const char *why = clean_check(
	    (const unsigned char *)mail, strlen(mail), &bulk, &simple);

	if (why != NULL)
		print_message("%s: %s\n", why, mail);
	assert_null(why);
}

static void
assert_unclean(const char *mail, const char *why)
{
	struct clean_bulk bulk;
	struct clean_simple simple;
	const char *got = clean_check(
	    (const unsigned char *)mail, strlen(mail), &bulk, &simple);

	if (got == NULL)
		print_message("clean: %s\n", mail);
	assert_non_null(got);
	assert_string_equal(got, why);
}

#define B   "Content-Type: multipart/mixed; boundary=\"b\"\n\n"
#define CTE "Content-Transfer-Encoding"

static void
real_mail_is_clean(void **state)
{
	(void)state;
	assert_clean("");
	assert_clean("From: a@x\n\n");
	assert_clean("From: a@x\r\nTo: b@x,\r\n c@x\r\n\r\nhello\r\n-- \r\nme");
	assert_clean("A: b\n" B "preamble\n--b\n\none\n--b\nX: y\n\ntwo\n"
		     "--b--\nepilogue\n");
	assert_clean("Content-Type: text/html;\n\tcharset=\"utf-8\"\n" CTE
		     ": quoted-printable\n\na=3D=\nb\n");
	assert_clean(CTE ": base64\n\nQUJD\nQUI=\n\n");
	assert_clean("Content-Type: message/rfc822\n\nA: b\n\nbody\n");
	assert_clean(B "--b\nContent-Type: multipart/mixed; boundary=c\n\n"
		       "--c\n\nx\n--c--\n--b--\n");
}

static void
heads_that_are_not_clean(void **state)
{
	(void)state;
	assert_unclean("A: b\r C: d\n\nx", "control characters in a head");
	assert_unclean("junk\n\nx", "a line in a head is no field");
	assert_unclean("A : b\n\nx", "a line in a head is no field");
	assert_unclean("--b: c\n\nx", "a line in a head is no field");
	assert_unclean(" A: b\n\nx", "a head with a blank");
	assert_unclean("A: b\n \n c\n\nx", "a blank line in a head");
	assert_unclean(
	    "A: b\n Content-Type: text/plain\n\nx", "a field behind blanks");
	assert_unclean("A: b\n", "a head without an end");
	assert_unclean("Content-Type: text/plain\nContent-Type: text/html\n\n",
	    "a repeated field");
	assert_unclean(CTE ": 7bit\n" CTE ": 7bit\n\n", "a repeated field");
	assert_unclean(CTE "s: base64\n\n", "a misspelt field");
	assert_unclean("Content_Type: text/plain\n\n", "a misspelt field");
	assert_unclean(CTE ": x-base64\n\n", "an unknown transfer encoding");
	assert_unclean(CTE ": base64 x\n\n", "an unclear transfer encoding");
	assert_unclean(CTE ": base64;\n\n", "an unclear transfer encoding");
	assert_unclean("Content-Type: text\n\n", "a broken Content-Type");
	assert_unclean(
	    "Content-Type: text/(x)plain\n\n", "a broken Content-Type");
	assert_unclean(
	    "Content-Type: text/plain; a = b\n\n", "a broken parameter");
	assert_unclean(
	    "Content-Type: text/plain; a=\"b\\\"c\"\n\n", "a broken parameter");
	assert_unclean(
	    "Content-Type: message/global\n\n", "an unusual kind of message");
}

static void
boundaries_that_are_not_clean(void **state)
{
	static const char m[] = "Content-Type: multipart/mixed; boundary";
	char mail[200];

	(void)state;
	assert_unclean("Content-Type: multipart/mixed\n\n",
	    "a boundary missing or out of place");
	assert_unclean("Content-Type: text/plain; boundary=b\n\n",
	    "a boundary missing or out of place");
	(void)snprintf(mail, sizeof(mail), "%s*=''b\n\n", m);
	assert_unclean(mail, "an unusual boundary");
	(void)snprintf(mail, sizeof(mail), "%s=b; boundary=c\n\n", m);
	assert_unclean(mail, "an unusual boundary");
	(void)snprintf(mail, sizeof(mail), "%s=\"b c\"\n\n", m);
	assert_unclean(mail, "an unusual boundary");
	assert_unclean(B "--b\n\nx\n", "a boundary is missing");
	assert_unclean(
	    B "--b\n\nx\n--b-- \n", "a line that is almost a boundary");
	assert_unclean(
	    B "--bb\n\nx\n--b--\n", "a line that is almost a boundary");
	assert_unclean(B " --b\n\nx\n--b--\n", "a boundary behind blanks");
	assert_unclean(B "--b\nContent-Type: multipart/mixed; boundary=bc\n\n"
			 "--bc\n\nx\n--bc--\n--b--\n",
	    "a boundary that starts like another");
	assert_unclean(B "--b\n\nx\n--b--\n--b\n\ny\n--b--\n",
	    "parts behind the last boundary");
	assert_unclean(
	    "Content-Type: multipart/digest; boundary=b\n\n", "a digest");
	assert_unclean(CTE ": base64\n" B, "an encoded structure");
}

static void
bodies_that_are_not_clean(void **state)
{
	(void)state;
	assert_unclean(CTE ": base64\n\nQUJ\n", "broken base64");
	assert_unclean(CTE ": base64\n\nQU=D\n", "broken base64");
	assert_unclean(CTE ": base64\n\nQUI=\nQUJD\n", "broken base64");
	assert_unclean(CTE ": base64\n\nQUJD\n\nQUJD\n", "broken base64");
	assert_unclean(CTE ": base64\n\nQ#JD\n", "broken base64");
	assert_unclean(CTE ": base64\n\n====\n", "broken base64");
	assert_unclean(
	    CTE ": quoted-printable\n\n=3d\n", "broken quoted-printable");
	assert_unclean(
	    CTE ": quoted-printable\n\na= \n", "broken quoted-printable");
	assert_unclean(
	    CTE ": quoted-printable\n\n=4", "broken quoted-printable");
	assert_unclean("A: b\n\nx\ncontent-type: text/plain\n",
	    "a field of a head in a body");
	assert_unclean(B "x\r--b\n\nx\n--b--\n", "a line ended by CR alone");
}

static void
bulk_is_counted(void **state)
{
	const char *mail = "To: a,b,\n c\n" B "--b\n\nx\n--b--\n";
	struct clean_bulk bulk;
	struct clean_simple simple;

	(void)state;
	assert_null(clean_check(
	    (const unsigned char *)mail, strlen(mail), &bulk, &simple));
	assert_int_equal(bulk.parts, 2);
	assert_int_equal(bulk.fields, 2);
	assert_int_equal(bulk.commas, 2);
	assert_null(clean_bulk_exceeds(&bulk));
	clean_bulk_guess((const unsigned char *)mail, strlen(mail), &bulk);
	assert_int_equal(bulk.parts, 2);
	assert_int_equal(bulk.fields, 2);
	assert_int_equal(bulk.commas, 2);
	bulk.parts = BULK_PARTS_MAX + 1;
	assert_string_equal(clean_bulk_exceeds(&bulk), "boundaries");
}

/* The bodies, each in brackets; "" for a mail that is not simple. */
static void
assert_bodies(const char *mail, const char *bodies)
{
	struct clean_bulk bulk;
	struct clean_simple simple;
	char text[256] = "";
	size_t n = 0;
	unsigned i;

	assert_null(clean_check(
	    (const unsigned char *)mail, strlen(mail), &bulk, &simple));
	for (i = 0; i < simple.n; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "[%.*s]",
		    (int)simple.leaves[i].body_len, simple.leaves[i].body);
	assert_string_equal(text, bodies);
}

static void
parts_without_names_are_told(void **state)
{
	(void)state;
	assert_bodies("A: b\n\none\n", "[one\n]");
	assert_bodies(B "pre\n--b\n\none\n\n--b\nX: y\n\ntwo\n--b--\nepi\n",
	    "[one\n][two]");
	assert_bodies("Content-Type: multipart/mixed; boundary=b\r\n\r\n"
		      "\r\n--b\r\n\r\none\r\n--b--\r\n",
	    "[one]");
	assert_bodies(B "--b\n\n--b\n\n\n--b--\n", "[][]");
	assert_bodies(B "--b\nContent-Type: multipart/x; boundary=c\n\n"
			"--c\n\nx\n--c--\nskip\n--b\n\ny\n--b--\n",
	    "[x][y]");
}

static void
others_are_not_told(void **state)
{
	char mail[1024];
	size_t n = 0;
	int i;

	(void)state;
	assert_bodies("Content-Disposition: inline\n\nx", "");
	assert_bodies("Content-Type: text/plain; name=x\n\nx", "");
	assert_bodies("Content-Type: text/plain; charset=\xad\n\nx", "");
	assert_bodies(
	    "Content-Type: text/plain; charset=a; charset=b\n\nx", "");
	assert_bodies("Content-Type: text/plain; charset=a\n\nx", "[x]");
	assert_bodies("Content-Type: text/plain; x*0=y\n\nx", "");
	assert_bodies("Content-Type: message/partial\n\nx", "");
	assert_bodies("Content-Type: message/rfc822\n\nA: b\n\nx", "");
	assert_bodies(B "--b\n\nx\n--b\nContent-Disposition: inline\n\ny\n"
			"--b--\n",
	    "");
	assert_bodies(B "--b\n\nx\n--b--", "");
	assert_bodies(B "--b\n\n\r\n--b--\n", "");
	/* GMime takes two bytes in front of a boundary that ends with two */
	assert_bodies(B "--b\n\none\n--b--\r\n", "");
	assert_bodies(B "--b\n\none\r\n--b--\n", "");
	assert_bodies(B "--b\n\no\rne\n--b--\n", "");
	/* a name that only a program sees that does not know quotes */
	assert_bodies("Content-Type: text/plain; a=\"; name=x\"\n\nx", "");
	assert_bodies("Content-Type: text/plain; a=\"(b\"\n\nx", "");
	n += (size_t)snprintf(mail, sizeof(mail), "%s", B);
	for (i = 0; i <= CLEAN_LEAVES_MAX; i++)
		n += (size_t)snprintf(mail + n, sizeof(mail) - n, "--b\n\nx\n");
	(void)snprintf(mail + n, sizeof(mail) - n, "--b--\n");
	assert_bodies(mail, "");
}

static void
encodings_and_types_are_told(void **state)
{
	static const char mail[] = B
	    "--b\nContent-Type: text/html; charset=\"utf-8\"\n" CTE
	    ": base64\n\nQUJD\n--b\n" CTE ": quoted-printable\n\n=3D\n--b--\n";
	struct clean_bulk bulk;
	struct clean_simple simple;
	const struct clean_leaf *leaf = simple.leaves;

	(void)state;
	assert_null(clean_check(
	    (const unsigned char *)mail, strlen(mail), &bulk, &simple));
	assert_int_equal(simple.n, 2);
	assert_int_equal(leaf->encoding, CLEAN_BASE64);
	assert_int_equal(leaf->type_len, strlen("text/html"));
	assert_memory_equal(leaf->type, "text/html", leaf->type_len);
	assert_int_equal(leaf->charset_len, strlen("utf-8"));
	assert_memory_equal(leaf->charset, "utf-8", leaf->charset_len);
	leaf++;
	assert_int_equal(leaf->encoding, CLEAN_QP);
	assert_null(leaf->type);
	assert_null(leaf->charset);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(real_mail_is_clean),
	    cmocka_unit_test(heads_that_are_not_clean),
	    cmocka_unit_test(boundaries_that_are_not_clean),
	    cmocka_unit_test(bodies_that_are_not_clean),
	    cmocka_unit_test(bulk_is_counted),
	    cmocka_unit_test(parts_without_names_are_told),
	    cmocka_unit_test(others_are_not_told),
	    cmocka_unit_test(encodings_and_types_are_told),
	};

	return RUN_TESTS(tests);
}
