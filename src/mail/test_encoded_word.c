/* Encoded words, and fields as people read them. */
#include <string.h>

#include "mailtext.h"
#include "test.h"

enum { ROOM = 100000 };

static void
assert_field(const char *raw, const char *want)
{
	struct buf out;

	buf_init(&out, ROOM);
	mailtext_decode((struct slice){raw, strlen(raw)}, &out);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
fields_are_decoded(void **state)
{
	(void)state;
	assert_field(" plain\r\n\ttext \r\n", "plain\ttext");
	/* A subject of ASCII and Japanese, in words and between them. */
	assert_field("Re: =?ISO-2022-JP?B?GyRCTCQ+NUJ6OS05cBsoQg==?= sale "
		     "=?utf-8?q?caf=C3=A9_x?=",
	    "Re: 未承諾広告 sale café x");
	assert_field("=?utf-8?Q?a?= \r\n =?utf-8?Q?b?= c", "ab c");
	/* One character in two words. */
	assert_field("=?utf-8?B?5pel5g==?= =?UTF-8?B?nKw=?=", "日本");
	assert_field("x=?utf-8?q?y?=z", "xyz");
	assert_field("=?utf-8*en?q?y?=", "y");
	assert_field("=?utf-8?q?=4=zz=e3=81=82=?=", "=4=zzあ=");
	/* Programs show words that nobody has ended. */
	assert_field("=?utf-8?x?y?= =?utf-8?q?open", "=?utf-8?x?y?= open");
	assert_field("=?utf-8?b?YQ==YmM=?=", "abc");
	assert_field("=?utf-8?q?a=0D=0Ab?=", "ab");
	assert_field("raw \x8f\x6f\x89\xef\x82\xa2", "raw 出会い");
	assert_field("", "");
	assert_field("=?", "=?");
}

static void
long_fields_are_decoded_whole(void **state)
{
	enum { LEN = 200000 };
	static char raw[LEN + 1];
	struct buf out;

	(void)state;
	memset(raw, 'a', LEN);
	buf_init(&out, LEN);
	mailtext_decode((struct slice){raw, LEN}, &out);
	assert_int_equal(out.len, LEN);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(fields_are_decoded),
	    cmocka_unit_test(long_fields_are_decoded_whole),
	};

	return RUN_TESTS(tests);
}
