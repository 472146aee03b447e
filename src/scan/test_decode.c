/* The decoders, one broken form after the other. */
#include <string.h>

#include "decode_priv.h"
#include "test.h"

static void
assert_base64(struct base64_rules rules, const char *in, const char *want)
{
	unsigned char out[200];
	size_t n =
	    base64_decode(rules, (const unsigned char *)in, strlen(in), out);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(out, want, n);
}

static void
base64_is_decoded(void **state)
{
	const struct base64_rules r = {PAD_STOPS, LINE_IGNORED, false};

	(void)state;
	assert_base64(r, "", "");
	assert_base64(r, "QUJD", "ABC");
	assert_base64(r, "QUI=", "AB");
	assert_base64(r, "QQ==", "A");
	assert_base64(r, "QQ", "A");
	assert_base64(r, "QUI", "AB");
	assert_base64(r, "Q", "");
	assert_base64(r, "Q\r\nUJ#D", "ABC");
	assert_base64(r, "QUI=QUJD", "AB");
}

static void
base64_padding_inside(void **state)
{
	struct base64_rules r = {PAD_NOTHING, LINE_IGNORED, false};

	(void)state;
	assert_base64(r, "QU=JD\n====QUJD=", "ABCABC");
	r.pad = PAD_ENDS_RUN;
	assert_base64(r, "QUI=QUJDQQ==Qg=Q", "ABABCAB");
	assert_base64(r, "=QUJD\n=QUJD", "ABCABC");
	r.pad = PAD_IS_ZERO;
	assert_base64(r, "QU=CQUJD",
	    "A@\x02"
	    "ABC");
	assert_base64(r, "QUJDQQ==", "ABCA");
	r.pad = PAD_IN_GROUP;
	assert_base64(r, "=QUIQ=UIQU=I", "ABABAB");
	assert_base64(r, "QQ==QUJD", "AABC");
	r.pad = PAD_SHORTENS;
	/* '@' is 0x40: "QA==" may be written "Q=A=" */
	assert_base64(r, "Q=A=QUJD", "@ABC");
	assert_base64(r, "QUI=", "AB");
	assert_base64(r, "QU=", "A");
}

static void
base64_lines_and_junk(void **state)
{
	struct base64_rules r = {PAD_NOTHING, LINE_CUT, false};

	(void)state;
	assert_base64(r, "QUJ#xyz\nD", "ABC");
	r.line = LINE_ALONE;
	assert_base64(r, "QUJDX\nQUJDXX\nQUI=", "ABCABCAB");
	r.line = LINE_ENDS;
	assert_base64(r, "QUI\nQUJD\nQQ\n", "ABABCA");
	r.line = LINE_IGNORED;
	assert_base64(r, "-_-_", "");
	r.url = true;
	assert_base64(r, "-_-_", "\xfb\xff\xbf");
}

static void
base64_is_looked_at(void **state)
{
	const char in[] = "QUJD=\nQU JD-#\nQU\nQ";
	struct base64_look look;

	(void)state;
	base64_look((const unsigned char *)in, strlen(in), &look);
	assert_int_equal(look.alphabet, 11);
	assert_int_equal(look.blanks, 1);
	assert_int_equal(look.junk, 2);
	assert_int_equal(look.runs, 1);
	assert_true(look.pad_inside);
	assert_true(look.url);
	assert_true(look.odd_lines);
	base64_look((const unsigned char *)"QUJD\nQQ==\n", 10, &look);
	assert_false(look.pad_inside);
	assert_false(look.odd_lines);
	assert_int_equal(look.junk, 0);
}

static void
assert_qp(
    enum qp_bad bad, enum qp_lower lower, const char *in, const char *want)
{
	struct qp_rules rules = {bad, lower};
	unsigned char out[200];
	size_t n = qp_decode(rules, (const unsigned char *)in, strlen(in), out);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(out, want, n);
}

static void
quoted_printable_is_decoded(void **state)
{
	(void)state;
	assert_qp(BAD_KEPT, LOWER_IS_HEX, "a=3D=3db", "a==b");
	assert_qp(BAD_KEPT, LOWER_IS_HEX, "a=\nb= \t\r\nc=", "abc");
	assert_qp(BAD_KEPT, LOWER_IS_HEX, "a=\r\n=41", "aA");
	assert_qp(BAD_KEPT, LOWER_IS_HEX, "=4", "=4");
	assert_qp(BAD_KEPT, LOWER_IS_HEX, "", "");
}

static void
quoted_printable_broken(void **state)
{
	(void)state;
	assert_qp(BAD_KEPT, LOWER_IS_HEX, "==41=xA", "=A=xA");
	assert_qp(BAD_KEPT_ALL, LOWER_IS_HEX, "==41=xA", "==41=xA");
	assert_qp(BAD_DROPS_1, LOWER_IS_HEX, "==41=xA", "AxA");
	assert_qp(BAD_DROPS_2, LOWER_IS_HEX, "= =41=0=42=0z", "ABz");
	assert_qp(BAD_DROPS_3, LOWER_IS_HEX, "=XX=41=0X=42", "AB");
	assert_qp(BAD_DROPS_BLANKS, LOWER_IS_HEX, "=  =41= x", "Ax");
	assert_qp(BAD_DROPS_3, LOWER_IS_BAD, "=0a=41=4a", "A");
	assert_qp(BAD_KEPT, LOWER_IS_DROPPED, "=aA==a41=a", "AA");
	assert_qp(BAD_DROPS_3, LOWER_IS_HEX, "=X", "");
}

static void
quoted_printable_is_looked_at(void **state)
{
	const char in[] = "=41=4a= \n=x==";
	struct qp_look look;

	(void)state;
	qp_look((const unsigned char *)in, strlen(in), &look);
	assert_int_equal(look.escapes, 2);
	assert_int_equal(look.breaks, 2);
	assert_int_equal(look.bad, 2);
	assert_true(look.lower);
}

static void
uuencode_is_decoded(void **state)
{
	const char in[] = "#04)#\n\"04(\n`\nend\nrest";
	unsigned char out[100];
	size_t used, n;

	(void)state;
	n = uu_decode((const unsigned char *)in, strlen(in), out, 100, &used);
	assert_int_equal(n, 5);
	assert_memory_equal(out, "ABCAB", 5);
	assert_string_equal(in + used, "rest");
	/* the blanks at the end of the line are gone */
	n = uu_decode((const unsigned char *)"#04\n#\n", 6, out, 100, &used);
	assert_int_equal(n, 6);
	assert_memory_equal(out, "A@\0\0\0\0", 6);
	/* the size, without room */
	n = uu_decode((const unsigned char *)"M\nM", 3, NULL, 0, &used);
	assert_int_equal(n, 90);
}

static void
yenc_is_decoded(void **state)
{
	const char in[] = "=ybegin line=128 size=4 name=x\r\n"
			  "klm\r\n=}\r\n=yend size=4\r\nrest";
	unsigned char out[100];
	size_t used, n;

	(void)state;
	n = yenc_decode((const unsigned char *)in, strlen(in), out, &used);
	assert_int_equal(n, 4);
	assert_memory_equal(out, "ABC\x13", 4);
	assert_string_equal(in + used, "rest");
}

/* The other direction, for what the decoder is shown here. */
static size_t
binhex_encode(const unsigned char *in, size_t len, char *out)
{
	static const char alphabet[] = "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMN"
				       "PQRSTUVXYZ[`abcdefhijklmpqr";
	size_t i, n = 0, bits = 0, count = 0;

	out[n++] = ':';
	for (i = 0; i < len; i++) {
		bits = bits << 8 | in[i];
		for (count += 8; count >= 6; count -= 6)
			out[n++] = alphabet[bits >> (count - 6) & 63];
	}
	if (count > 0)
		out[n++] = alphabet[bits << (6 - count) & 63];
	out[n++] = ':';
	return n;
}

static void
binhex_is_decoded(void **state)
{
	const unsigned char file[] = "\x03"
				     "f.x"
				     "\0"
				     "TYPECREA"
				     "\0\0"
				     "\0\0\0\x08"
				     "\0\0\0\x02"
				     "\0\0"
				     "A\x90\x05"
				     "B\x90\0C"
				     "\0\0"
				     "RS\0\0";
	unsigned char out[200];
	struct binhex_file forks;
	char text[200];
	size_t used, n, size;

	(void)state;
	n = binhex_encode(file, sizeof(file) - 1, text);
	size = binhex_decode((const unsigned char *)text, n, NULL, 0, &used);
	assert_int_equal(used, n);
	assert_int_equal(size, sizeof(file) - 1 + 1);
	assert_int_equal(
	    binhex_decode((const unsigned char *)text, n, out, size, &used),
	    size);
	assert_true(binhex_forks(out, size, &forks));
	assert_string_equal(forks.name, "f.x");
	assert_int_equal(forks.data_len, 8);
	assert_memory_equal(forks.data,
	    "AAAAAB\x90"
	    "C",
	    8);
	assert_int_equal(forks.resource_len, 2);
	assert_memory_equal(forks.resource, "RS", 2);
	assert_false(binhex_forks(out, 10, &forks));
	assert_true(binhex_forks(out, 30, &forks));
	assert_true(forks.data + forks.data_len <= out + 30);
	assert_true(forks.resource + forks.resource_len <= out + 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base64_is_decoded),
	    cmocka_unit_test(base64_padding_inside),
	    cmocka_unit_test(base64_lines_and_junk),
	    cmocka_unit_test(base64_is_looked_at),
	    cmocka_unit_test(quoted_printable_is_decoded),
	    cmocka_unit_test(quoted_printable_broken),
	    cmocka_unit_test(quoted_printable_is_looked_at),
	    cmocka_unit_test(uuencode_is_decoded),
	    cmocka_unit_test(yenc_is_decoded),
	    cmocka_unit_test(binhex_is_decoded),
	};

	return RUN_TESTS(tests);
}
