/* Records: what was written is read, and nothing else. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "record.h"
#include "test.h"

static void
fill(struct record *r)
{
	*r = (struct record){.size = 1234567890123,
	    .recipient_count = 200000,
	    .recipients_n = 2,
	    .findings_n = 1};
	r->id = mem_strdup("20261121-0123456789abcdef");
	r->sender = mem_strdup("\"a\\\"\x1b\n\xe6\x97\xa5");
	r->recipients[0] = mem_strdup("");
	r->recipients[1] = mem_strdup("b@x");
	r->findings[0].class = mem_strdup("banned");
	r->findings[0].name = mem_strdup("*.exe");
	r->findings[0].where = mem_strdup("mail/\xff");
}

static void
records_come_back(void **state)
{
	struct record r, *back = NULL;
	struct buf text, again;
	struct err e = {{0}};

	(void)state;
	fill(&r);
	buf_init(&text, RECORD_SIZE_MAX);
	buf_init(&again, RECORD_SIZE_MAX);
	record_write(&r, &text);
	if (record_read(text.data, text.len, &back, &e) == -1)
		fail_msg("%s", e.text);
	assert_string_equal(back->id, r.id);
	assert_string_equal(back->sender, r.sender);
	assert_string_equal(back->released, "");
	assert_true(back->size == r.size);
	assert_int_equal(back->recipient_count, 200000);
	assert_int_equal(back->recipients_n, 2);
	assert_string_equal(back->recipients[1], "b@x");
	assert_int_equal(back->findings_n, 1);
	assert_string_equal(back->findings[0].where, "mail/\xef\xbf\xbd");
	free(r.findings[0].where);
	r.findings[0].where = mem_strdup("mail/\xef\xbf\xbd");
	buf_reset(&text);
	record_write(&r, &text);
	record_write(back, &again);
	assert_string_equal(again.data, text.data);
	record_fini(&r);
	record_free(&back);
	record_free(&back);
	buf_fini(&text);
	buf_fini(&again);
}

/* Writes a record and replaces the first `from` in it. */
static void
assert_refused(const char *from, const char *to, const char *why)
{
	struct record r, *back = NULL;
	struct buf text;
	struct err e = {{0}};
	char *at, *changed;

	fill(&r);
	buf_init(&text, RECORD_SIZE_MAX);
	record_write(&r, &text);
	at = strstr(text.data, from);
	assert_non_null(at);
	changed = mem_printf("%.*s%s%s", (int)(at - text.data), text.data, to,
	    at + strlen(from));
	assert_int_equal(record_read(changed, strlen(changed), &back, &e), -1);
	assert_null(back);
	assert_non_null(strstr(e.text, why));
	free(changed);
	record_fini(&r);
	buf_fini(&text);
}

static void
everything_else_is_refused(void **state)
{
	struct record *back = NULL;
	struct err e;

	(void)state;
	assert_refused("\"format\": 1", "\"format\": 2", "another version");
	assert_refused("\"format\": 1,", "", "\"format\" is missing");
	assert_refused("\"when\": \"\"", "\"when\": 1", "\"when\" is missing");
	assert_refused("\"size\": 1", "\"size\": -1", "\"size\" is missing");
	assert_refused("\"size\": 1234567890123", "\"size\": \"1\"", "size");
	assert_refused("[\"\", ", "[7, ", "a recipient is no text");
	assert_refused("[\"\", \"b@x\"]", "{}", "\"recipients\" is missing");
	assert_refused("{\"class\"", "{\"klass\"", "\"class\" is missing");
	assert_refused("\"sender\": \"", "\"sender\": \"a\\u0000b", "no text");
	assert_refused(
	    "\"sender\": \"", "\"sender\": \"\xc0\x8e", "not a record");
	assert_refused("\"sender\": \"", "\"sender\": \"\xff", "not a record");
	assert_refused("}\n", "}\nx", "not a record");
	assert_refused("\n}\n", "\n", "not a record");
	assert_int_equal(record_read("", 0, &back, &e), -1);
	assert_int_equal(record_read("[]", 2, &back, &e), -1);
	assert_int_equal(record_read("null", 4, &back, &e), -1);
	assert_int_equal(
	    record_read("[[[[[[[[[[1]]]]]]]]]]", 21, &back, &e), -1);
	assert_int_equal(record_read("", RECORD_SIZE_MAX + 1, &back, &e), -1);
}

static void
lists_are_bounded(void **state)
{
	struct buf many;
	int i;

	(void)state;
	buf_init(&many, RECORD_SIZE_MAX);
	(void)buf_adds(&many, "[\"\"");
	for (i = 0; i < RECORD_RECIPIENTS_MAX; i++)
		(void)buf_adds(&many, ", \"a\"");
	assert_refused("[\"\"", many.data, "too many items");
	buf_reset(&many);
	(void)buf_adds(&many, "\"findings\": [");
	for (i = 0; i < RECORD_FINDINGS_MAX; i++)
		(void)buf_adds(&many, "{}, ");
	assert_refused("\"findings\": [", many.data, "too many items");
	buf_fini(&many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_come_back),
	    cmocka_unit_test(everything_else_is_refused),
	    cmocka_unit_test(lists_are_bounded),
	};

	return RUN_TESTS(tests);
}
