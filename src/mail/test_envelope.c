/* The envelope in all its forms, and what a very long one costs. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

/* Every step of the walk over lines is counted. */
static size_t steps, bytes_seen;

static void *
counting_memchr(const char *s, int c, size_t n)
{
	const char *found = memchr(s, c, n);

	steps++;
	bytes_seen += found != NULL ? (size_t)(found - s) : n;
	return found != NULL ? (void *)(uintptr_t)found : NULL;
}

#define memchr counting_memchr
#include "envelope.c" /* NOLINT(bugprone-suspicious-include): see above */
#undef memchr

static struct envelope env;

static size_t
parse(const char *text)
{
	return envelope_parse(text, strlen(text), &env);
}

static void
assert_slice(struct slice s, const char *want)
{
	assert_int_equal(s.len, strlen(want));
	assert_memory_equal(s.data, want, s.len);
}

/* Goes through the recipients: `want` has each with a '|' behind it. */
static void
assert_recipients(const char *want)
{
	struct slice r;
	size_t pos = 0, n = 0;

	while (envelope_next_recipient(&env, &pos, &r)) {
		assert_true(strlen(want) > r.len);
		assert_memory_equal(want, r.data, r.len);
		assert_int_equal(want[r.len], '|');
		want += r.len + 1;
		n++;
	}
	assert_string_equal(want, "");
	assert_int_equal(n, env.recipients);
	assert_false(envelope_next_recipient(&env, &pos, &r));
}

static void
an_envelope_is_read(void **state)
{
	const char *text =
	    "S <user1@test.test> SMTP [10.4.0.159]\n"
	    "A testlab1.test [10.21.2.87]\n"
	    "O L\n"
	    "P I 26-04-2019 15:57:14 0000 ____ ____ <user1@test.test>\n"
	    "R W 26-04-2019 15:57:14 0000 ____ _FY_ <user3@test.test>\n"
	    "R W 26-04-2019 15:57:14 0000 ____ _FY_ <postmaster>\n"
	    "\n"
	    "Subject: x\n\nbody\n";

	(void)state;
	assert_ptr_equal(text + parse(text), strstr(text, "Subject"));
	assert_true(env.ended);
	assert_true(env.has_sender);
	assert_slice(env.sender, "user1@test.test");
	assert_slice(env.account, "user1@test.test");
	assert_slice(env.source, "SMTP");
	assert_slice(env.ip, "10.4.0.159");
	assert_slice(env.domain, "testlab1.test");
	assert_slice(env.local_ip, "10.21.2.87");
	assert_slice(env.options, "L");
	assert_recipients("user3@test.test|postmaster|");
	assert_int_equal(env.skipped, 0);
}

static void
order_and_line_ends_are_free(void **state)
{
	const char *text = "R W x <a@x>\r\nO L\r\nR W x <b@x>\r\n"
			   "P I x <>\r\nS DSN [0.0.0.0]\r\n\r\nFrom: x\r\n";

	(void)state;
	assert_ptr_equal(text + parse(text), strstr(text, "From"));
	assert_true(env.has_sender);
	assert_slice(env.sender, "");
	assert_slice(env.source, "DSN");
	assert_slice(env.ip, "0.0.0.0");
	assert_slice(env.account, "");
	assert_recipients("a@x|b@x|");
	/* Line ends may even be mixed. */
	assert_int_equal(parse("P I <a>\r\nR W <b>\n\r\nx"), 19);
	assert_slice(env.sender, "a");
	assert_recipients("b|");
}

static void
sources_come_in_many_forms(void **state)
{
	(void)state;
	(void)parse("S HTTPU [2001:db8::1]\n\n");
	assert_slice(env.source, "HTTPU");
	assert_slice(env.ip, "2001:db8::1");
	(void)parse("S <a b@x> PIPE\n\n");
	assert_slice(env.account, "a b@x");
	assert_slice(env.source, "PIPE");
	assert_slice(env.ip, "");
	(void)parse("S [10.0.0.1]\n\n");
	assert_slice(env.ip, "10.0.0.1");
	(void)parse("S <unclosed SMTP [10.0.0.1\nA [10.1.1.1]\n\n");
	assert_slice(env.source, "<unclosed");
	assert_slice(env.ip, "");
	assert_slice(env.local_ip, "10.1.1.1");
}

static void
odd_addresses_are_taken_as_they_are(void **state)
{
	(void)state;
	(void)parse("P I x <\"a>b <\\\"\"@x>\nR W x <\"unbalanced@x> <y>\n"
		    "R W x <a b\tc\x01\xff@x> ORCPT=<z>\nR W <>\nR W <<>>\n\n");
	assert_slice(env.sender, "\"a>b <\\\"\"@x");
	assert_recipients("\"unbalanced@x|a b\tc\x01\xff@x||<|");
	assert_int_equal(env.skipped, 0);
}

static void
weird_lines_are_counted_and_skipped(void **state)
{
	(void)state;
	(void)parse(
	    "Z unknown\nRX<glued@x>\nR no address\nR W <open\nR\nr W <low@x>\n"
	    "  R W <in@x>\nP I <one>\nP I <two>\nO \nA \nS \nR W <a>\n"
	    "O L\nO M\n\n");
	assert_slice(env.sender, "one");
	assert_slice(env.options, "L");
	assert_recipients("a|");
	assert_int_equal(env.skipped, 12);
}

static void
a_file_without_an_envelope_is_left_alone(void **state)
{
	const char *const bare[] = {"", "\n", "R", "From a@x Mon Jul 29\n\nx",
	    "From: x\n\n", "\nR W <a>\n\n", "r W <a>\n\n", "Received: x\n",
	    "0 x\n\n", " R <a>\n\n", "R\tW <a>\n\n", "\xc3\x84 x\n\n"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bare) / sizeof(bare[0]); i++) {
		assert_int_equal(parse(bare[i]), 0);
		assert_int_equal(env.bytes.len, 0);
		assert_false(env.ended);
		assert_recipients("");
	}
}

static void
an_envelope_may_have_no_end(void **state)
{
	(void)state;
	assert_int_equal(parse("P I <a>\nR W <b>"), 15);
	assert_false(env.ended);
	assert_recipients("b|");
	assert_int_equal(parse("P I <a>\n"), 8);
	assert_false(env.ended);
	assert_int_equal(parse("A "), 2);
	/* A NUL ends nothing. */
	assert_int_equal(envelope_parse("R <a\0b>\n\nx", 10, &env), 9);
	assert_int_equal(env.recipients, 1);
}

static void
a_million_recipients_cost_one_pass(void **state)
{
	enum { N = 1000000, LINE_MAX = 80 };
	size_t len = 0, pos = 0, n = 0, parsed;
	char *text = malloc((size_t)N * LINE_MAX + 1);
	struct slice r;

	(void)state;
	assert_non_null(text);
	for (n = 0; n < N; n++)
		len += (size_t)snprintf(text + len, LINE_MAX,
		    "R W 26-04-2019 15:57:14 0000 ____ _FY_ <u%zu@x>\n", n);
	text[len++] = '\n';
	steps = bytes_seen = 0;
	assert_int_equal(envelope_parse(text, len, &env), len);
	assert_int_equal(env.recipients, N);
	/* Per line: its end, and the address; no byte twice for either. */
	assert_int_equal(steps, 2 * N + 1);
	assert_true(bytes_seen <= 2 * len);
	parsed = steps;
	for (n = 0; envelope_next_recipient(&env, &pos, &r); n++)
		continue;
	assert_int_equal(n, N);
	assert_slice(r, "u999999@x");
	assert_true(steps <= 2 * parsed);
	assert_true(bytes_seen <= 4 * len);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_envelope_is_read),
	    cmocka_unit_test(order_and_line_ends_are_free),
	    cmocka_unit_test(sources_come_in_many_forms),
	    cmocka_unit_test(odd_addresses_are_taken_as_they_are),
	    cmocka_unit_test(weird_lines_are_counted_and_skipped),
	    cmocka_unit_test(a_file_without_an_envelope_is_left_alone),
	    cmocka_unit_test(an_envelope_may_have_no_end),
	    cmocka_unit_test(a_million_recipients_cost_one_pass),
	};

	return RUN_TESTS(tests);
}
