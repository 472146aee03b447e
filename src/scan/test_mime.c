/* The standard reading of mails. */
#include <stdio.h>

#include "test.h"
#include "test_sink_priv.h"

static struct keeper *
walk(const char *mail)
{
	struct keeper *k = keeper_new();

	keeper_walk(k, mail, strlen(mail));
	return k;
}

static void
assert_part(const struct kept *part, const char *where, const char *data)
{
	assert_string_equal(part->where, where);
	assert_int_equal(part->len, strlen(data));
	assert_memory_equal(part->data, data, part->len);
}

static void
plain_mail_is_one_part(void **state)
{
	struct keeper *k = walk("From: a@x\nSubject: s\n\nhello\n");

	(void)state;
	assert_true(k->whole);
	assert_int_equal(k->n, 1);
	assert_part(&k->parts[0], "mail/part1", "hello\n");
	assert_int_equal(k->parts[0].depth, 1);
	assert_string_equal(k->parts[0].type, "text/plain");
	assert_null(k->parts[0].name);
	assert_false(k->parts[0].attachment);
	assert_int_equal(k->n_facts, 0);
	keeper_free(k);
}

static void
encodings_are_decoded(void **state)
{
	struct keeper *k =
	    walk("From: a@x\nMIME-Version: 1.0\n"
		 "Content-Type: multipart/mixed; boundary=\"b1\"\n\n--b1\n"
		 "Content-Type: text/plain; charset=utf-8\n"
		 "Content-Transfer-Encoding: quoted-printable\n\n"
		 "a=3Db=\nc\n--b1\n"
		 "Content-Type: application/pdf; name=\"r.pdf\"\n"
		 "Content-Disposition: attachment; filename=\"a/r.pdf\"\n"
		 "Content-Transfer-Encoding: base64\n\n"
		 "JVBERi0x\n--b1--\n");

	(void)state;
	assert_int_equal(k->n, 2);
	assert_part(&k->parts[0], "mail/part1", "a=bc");
	assert_string_equal(k->parts[0].charset, "utf-8");
	assert_part(&k->parts[1], "mail/a_r.pdf", "%PDF-1");
	assert_string_equal(k->parts[1].name, "a/r.pdf");
	assert_string_equal(k->parts[1].type, "application/pdf");
	assert_true(k->parts[1].attachment);
	keeper_free(k);
}

/* A message in a message, `levels` times. */
static char *
nest(unsigned levels)
{
	char *mail = mem_strdup("From: a@x\n\nend\n"), *outer;

	while (levels-- > 0) {
		outer = mem_printf("From: a@x\nMIME-Version: 1.0\n"
				   "Content-Type: message/rfc822\n\n%s",
		    mail);
		free(mail);
		mail = outer;
	}
	return mail;
}

static void
nested_messages_are_opened_to_the_depth(void **state)
{
	char *mail = nest(3);
	struct keeper *k = keeper_new();

	(void)state;
	k->budget.depth_max = 4;
	keeper_walk(k, mail, strlen(mail));
	assert_true(k->whole);
	assert_int_equal(k->n, 1);
	assert_part(&k->parts[0], "mail/part1/part1/part1/part1", "end\n");
	assert_int_equal(k->parts[0].depth, 4);
	keeper_free(k);

	k = keeper_new();
	k->budget.depth_max = 3;
	keeper_walk(k, mail, strlen(mail));
	assert_false(k->whole);
	assert_int_equal(k->n, 0);
	assert_string_equal(k->budget.exceeded, "depth");
	keeper_free(k);
	free(mail);
}

static void
encoded_messages_are_opened(void **state)
{
	/* "From: a@x\n\nhello" */
	struct keeper *k = walk("From: a@x\nMIME-Version: 1.0\n"
				"Content-Type: message/global\n"
				"Content-Transfer-Encoding: base64\n\n"
				"RnJvbTogYUB4CgpoZWxsbw==\n");

	(void)state;
	assert_non_null(keeper_find(k, "hello", 5));
	assert_string_equal(
	    keeper_find(k, "hello", 5)->where, "mail/part1/part1");
	assert_int_equal(keeper_find(k, "hello", 5)->depth, 2);
	keeper_free(k);
}

/* What is decoded takes memory, also when it is only a message again. */
static void
encoded_messages_count(void **state)
{
	static const char mail[] = "From: a@x\nMIME-Version: 1.0\n"
				   "Content-Type: message/rfc822\n"
				   "Content-Transfer-Encoding: base64\n\n"
				   "RnJvbTogYUB4CgpoZWxsbw==\n";
	struct keeper *k = keeper_new();

	(void)state;
	k->budget.bytes_max = 10;
	keeper_walk(k, mail, strlen(mail));
	assert_false(k->whole);
	assert_int_equal(k->n, 0);
	assert_string_equal(k->budget.exceeded, "scan_size");
	keeper_free(k);
}

static void
partial_and_external_are_facts(void **state)
{
	struct keeper *k =
	    walk("From: a@x\nMIME-Version: 1.0\n"
		 "Content-Type: message/partial; id=\"i\"; number=1; total=2\n"
		 "\nFrom: b@x\n\nhello\n");

	(void)state;
	assert_true(keeper_has_fact(k, CLASS_partial));
	assert_string_equal(k->facts[0].name, "message/partial");
	keeper_free(k);
	k = walk("From: a@x\nMIME-Version: 1.0\n"
		 "Content-Type: message/external-body; access-type=x\n"
		 "\nContent-Type: image/png\n\n");
	assert_true(keeper_has_fact(k, CLASS_partial));
	assert_string_equal(k->facts[0].name, "message/external-body");
	keeper_free(k);
}

static const char two_parts[] =
    "From: a@x\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=\"b1\"\n\n"
    "--b1\nContent-Type: text/plain\n\none\n"
    "--b1\nContent-Type: text/plain\n\ntwo\n--b1--\n";

static void
sink_and_budget_stop_the_walk(void **state)
{
	struct keeper *k = keeper_new();

	(void)state;
	k->stop_after = 1;
	keeper_walk(k, two_parts, strlen(two_parts));
	assert_false(k->whole);
	assert_int_equal(k->n, 1);
	assert_null(k->budget.exceeded);
	keeper_free(k);

	k = keeper_new();
	k->budget.files_max = 1;
	keeper_walk(k, two_parts, strlen(two_parts));
	assert_false(k->whole);
	assert_int_equal(k->n, 1);
	assert_string_equal(k->budget.exceeded, "files");
	keeper_free(k);

	k = keeper_new();
	k->budget.file_max = 2;
	keeper_walk(k, two_parts, strlen(two_parts));
	assert_false(k->whole);
	assert_int_equal(k->n, 0);
	assert_string_equal(k->budget.exceeded, "file_size");
	keeper_free(k);
}

static void
nothing_is_a_mail_too(void **state)
{
	struct keeper *k = walk("");

	(void)state;
	assert_true(k->whole);
	keeper_free(k);
	k = walk("\n");
	assert_true(k->whole);
	keeper_free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plain_mail_is_one_part),
	    cmocka_unit_test(encodings_are_decoded),
	    cmocka_unit_test(nested_messages_are_opened_to_the_depth),
	    cmocka_unit_test(encoded_messages_are_opened),
	    cmocka_unit_test(encoded_messages_count),
	    cmocka_unit_test(partial_and_external_are_facts),
	    cmocka_unit_test(sink_and_budget_stop_the_walk),
	    cmocka_unit_test(nothing_is_a_mail_too),
	};

	mime_init();
	return RUN_TESTS(tests);
}
