/* Header fields: folding, encoded words, nothing that gets out of them. */
#include "field_out_priv.h"

#include <string.h>

#include "test.h"

static void
assert_field(const char *value, const char *want)
{
	struct buf out;

	buf_init(&out, 2 * FIELD_MAX);
	field_out_add(&out, "Subject", value);
	assert_string_equal(out.data, want);
	buf_fini(&out);
}

static void
ascii_stays(void **state)
{
	(void)state;
	assert_field("", "Subject:");
	assert_field("   ", "Subject:");
	assert_field("plain text", "Subject: plain text");
	assert_field("  a   b  ", "Subject: a b");
	assert_field("a=?b", "Subject: =?UTF-8?B?YT0/Yg==?=");
}

static void
other_text_is_encoded(void **state)
{
	(void)state;
	assert_field(
	    "\xe6\x97\xa5\xe6\x9c\xac", "Subject: =?UTF-8?B?5pel5pys?=");
	/* ASCII beside it stays; blanks between encoded words are inside. */
	assert_field("Re: \xe6\x97\xa5 \xe6\x9c\xac text",
	    "Subject: Re: =?UTF-8?B?5pelIOacrA==?= text");
	assert_field("\xe6\x97\xa5 a \xe6\x9c\xac",
	    "Subject: =?UTF-8?B?5pel?= a =?UTF-8?B?5pys?=");
}

static void
long_text_is_split_at_characters(void **state)
{
	char value[3 * 40 + 1] = "";
	int i;

	(void)state;
	for (i = 0; i < 40; i++)
		memcpy(value + 3 * i, "\xe6\x97\xa5", 4);
	assert_field(value,
	    "Subject: =?UTF-8?B?5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel"
	    "5pel5pel5pel?=\n "
	    "=?UTF-8?B?5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel"
	    "5pel?=\n "
	    "=?UTF-8?B?5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel5pel"
	    "5pel?=\n "
	    "=?UTF-8?B?5pel?=");
}

/* Whatever comes in, each line after the first begins with a blank. */
static void
assert_safe(const char *value)
{
	struct buf out;
	const char *s;
	size_t n, line = 0;

	buf_init(&out, 2 * FIELD_MAX);
	field_out_add(&out, "X", value);
	assert_true(out.len <= FIELD_MAX);
	for (s = out.data; *s != '\0'; s += n + (s[n] == '\n'), line++) {
		n = strcspn(s, "\n");
		assert_true(line == 0 || (s[0] == ' ' && n > 1));
		assert_true(strspn(s, " ") < n);
	}
	for (s = out.data; *s != '\0'; s++)
		assert_true(*s == '\n' || (*s >= 0x20 && *s < 0x7f));
	buf_fini(&out);
}

static void
nothing_starts_a_field_of_its_own(void **state)
{
	char longest[5000];
	int c;

	(void)state;
	assert_safe("a\r\nX-Injected: yes");
	assert_safe("a\n\nbody");
	assert_safe("\r\n.\r\n");
	assert_safe("a\x1b[2J\x7f\xc2\x85\xe2\x80\xa8z");
	assert_safe("\xff\xfe\xc0\x80\xed\xa0\x80");
	assert_safe("=?UTF-8?Q?=0D=0AX-Injected:_yes?=");
	for (c = 1; c < 256; c++) {
		memset(longest, c, sizeof(longest) - 1);
		longest[sizeof(longest) - 1] = '\0';
		assert_safe(longest);
		longest[300] = ' ';
		longest[301] = '\0';
		assert_safe(longest);
	}
}

static void
what_does_not_fit_is_cut(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 4 * FIELD_MAX);
	(void)buf_adds(&out, "before\n");
	while (out.len < 3 * FIELD_MAX)
		(void)buf_adds(&out, "\xe6\x97\xa5 word ");
	char value[3 * FIELD_MAX + 16];
	memcpy(value, out.data, out.len + 1);
	buf_reset(&out);
	field_out_add(&out, "X", value + 7);
	assert_in_range(out.len, FIELD_MAX - FIELD_LINE_MAX, FIELD_MAX);
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ascii_stays),
	    cmocka_unit_test(other_text_is_encoded),
	    cmocka_unit_test(long_text_is_split_at_characters),
	    cmocka_unit_test(nothing_starts_a_field_of_its_own),
	    cmocka_unit_test(what_does_not_fit_is_cut),
	};

	return RUN_TESTS(tests);
}
