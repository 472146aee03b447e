/* Names of attachments, by the standards and broken. */
#include <stdio.h>
#include <string.h>

#include "name_priv.h"
#include "test.h"

static struct names
read(enum field_kind kind, const char *value, const char *charset)
{
	struct field field = {kind, {value, strlen(value)}};
	struct names names;

	names_read(&field, 1, charset, &names);
	return names;
}

static bool
has(const struct names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (strcmp(names->list[i], name) == 0)
			return true;
	return false;
}

/* One name and no other. */
static void
assert_only(const char *value, const char *name)
{
	struct names names = read(FIELD_DISPOSITION, value, NULL);

	assert_int_equal(names.n, 1);
	assert_string_equal(names.list[0], name);
	assert_null(names.list[1]);
	names_fini(&names);
}

static void
assert_among(const char *value, const char *name)
{
	struct names names = read(FIELD_TYPE, value, NULL);

	if (!has(&names, name))
		print_message("no %s in: %s\n", name, value);
	assert_true(has(&names, name));
	names_fini(&names);
}

static void
clean_names_are_alone(void **state)
{
	(void)state;
	assert_only("attachment; filename=a.zip", "a.zip");
	assert_only("attachment; filename=\"a b (1).zip\"", "a b (1).zip");
	assert_only("attachment;\r\n\tfilename=\"a.zip\"; size=1", "a.zip");
	assert_only("x; filename=\"=?utf-8?B?w6Q=?= =?iso-8859-1?Q?=E4?=\"",
	    "\xc3\xa4\xc3\xa4");
	assert_only("x; filename*=utf-8'de'%c3%a4.zip", "\xc3\xa4.zip");
	assert_only("x; filename*=iso-8859-1''%e4.zip", "\xc3\xa4.zip");
	assert_only("x; filename*0=\"a.\"; filename*1=zip", "a.zip");
	assert_only(
	    "x; filename*0*=utf-8''%c3; filename*1*=%a4.zip", "\xc3\xa4.zip");
	assert_only("x; filename*=shift_jis''%93%fa%96%7b.zip",
	    "\xe6\x97\xa5\xe6\x9c\xac.zip");
}

static void
no_name_is_none(void **state)
{
	struct names names = read(FIELD_TYPE, "text/plain; charset=x", NULL);

	(void)state;
	assert_int_equal(names.n, 0);
	names = read(FIELD_TYPE, "text/plain; name", NULL);
	assert_int_equal(names.n, 0);
	names = read(FIELD_TYPE, "text/plain; name=", NULL);
	assert_int_equal(names.n, 0);
	names = read(FIELD_TYPE, "", NULL);
	assert_int_equal(names.n, 0);
}

static void
raw_bytes_become_utf8(void **state)
{
	struct names names =
	    read(FIELD_TYPE, "x/y; name=\"\x93\xfa.zip\"", "Shift_JIS");

	(void)state;
	assert_string_equal(names.list[0], "\xe6\x97\xa5.zip");
	names_fini(&names);
	names = read(FIELD_TYPE, "x/y; name=\"\xe4.zip\"", "no-such-charset");
	assert_string_equal(names.list[0], "\xc3\xa4.zip");
	names_fini(&names);
	names = read(FIELD_TYPE, "x/y; name=\"\x93\x81.zip\"", NULL);
	assert_string_equal(names.list[0], "\xc2\x93\xc2\x81.zip");
	names_fini(&names);
	names = read(FIELD_TYPE, "x/y; name=\"\xc3\xa4.zip\"", NULL);
	assert_string_equal(names.list[0], "\xc3\xa4.zip");
	names_fini(&names);
	/* Nobody declares a charset for a raw name of a Japanese program. */
	names = read(
	    FIELD_TYPE, "x/y; name=\"\x8f\x6f\x89\xef\x82\xa2.zip\"", NULL);
	assert_string_equal(names.list[0], "出会い.zip");
	names_fini(&names);
}

static void
broken_names_are_read_in_every_way(void **state)
{
	(void)state;
	assert_among("x/y; name=a.png; name=a.zip", "a.zip");
	assert_among("x/y; name=a.png; name=a.zip", "a.png");
	assert_among("x/y; name='a.zip'", "a.zip");
	assert_among("x/y; name =a.zip", "a.zip");
	assert_among("x/y; name=\n a.zip", "a.zip");
	assert_among("x/y; name=a\\\".zip", "a.zip");
	assert_among("x/y; name=\"a\".zip", "a.zip");
	assert_among("x/y; name=\"a\\\".zip\"", "a\".zip");
	assert_among("x/y; name=a;.zip", "a;.zip");
	assert_among("x/y; name=a;.zip", "a.zip");
	assert_among("x/y; name=a.zip(.gif)", "a.zip");
	assert_among("x/y; name=a.z(.gif)ip", "a.zip");
	assert_among("x/y; na(x)me=a.zip", "a.zip");
	assert_among("x/y; na\\me=a.zip", "a.zip");
	assert_among("x/y; name=a.zip .png", "a.zip");
	assert_among("x/y; name=\"a.zip", "a.zip");
	assert_among("x/y; name*1=a.; name*0=zip", "a.zip");
	assert_among("x/y; name*1=zip; name*0=a.", "a.zip");
	assert_among("x/y; name*0=a.; name*2=zip", "a.zip");
	assert_among("x/y; name=a.png; name*=''a.zip", "a.zip");
	assert_among("x/y; name*=utf-16''%00a%00.%00z%00i%00p", "a.zip");
	assert_among("x/y; name*=utf-16''a%00.%00z%00i%00p%00", "a.zip");
	assert_among("x/y; name=\"=?utf-16?B?AGEALgB6AGkAcA==?=\"", "a.zip");
	assert_among("x/y; name==?utf-8?q?a.zip?=", "a.zip");
	assert_among("x/y; name==?utf-8?q?a.zip", "a.zip");
	assert_among("x/y; name*=''a.png%00.zip", "a.png.zip");
	assert_among("x/y; name*=''a.zip%00.png", "a.zip");
}

static void
pieces_of_several_fields_meet(void **state)
{
	const char *a = "attachment; filename*0=a.", *b = "x; filename*1=zip";
	const struct field fields[] = {
	    {FIELD_DISPOSITION, {a, strlen(a)}}, {FIELD_TYPE, {b, strlen(b)}}};
	struct names names;

	(void)state;
	names_read(fields, 2, NULL, &names);
	assert_true(has(&names, "a.zip"));
	names_fini(&names);
}

static void
the_list_is_bounded(void **state)
{
	char value[64 * 40] = "x", *end;
	struct names names;
	int i;

	(void)state;
	for (i = 0; i < 100; i++) {
		end = value + strlen(value);
		(void)snprintf(
		    end, sizeof(value) - (size_t)(end - value), ";name=n%d", i);
	}
	names = read(FIELD_TYPE, value, NULL);
	assert_true(names.n <= NAMES_MAX);
	assert_null(names.list[names.n]);
	names_fini(&names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clean_names_are_alone),
	    cmocka_unit_test(no_name_is_none),
	    cmocka_unit_test(raw_bytes_become_utf8),
	    cmocka_unit_test(broken_names_are_read_in_every_way),
	    cmocka_unit_test(pieces_of_several_fields_meet),
	    cmocka_unit_test(the_list_is_bounded),
	};

	return RUN_TESTS(tests);
}
