/* Reading in other ways: what is handed out, what is said, what it costs. */
#include <stdio.h>

#include "buf.h"
#include "clean_priv.h"
#include "mime_priv.h"
#include "test.h"
#include "test_sink_priv.h"

static struct keeper *
walk(const char *mail)
{
	struct keeper *k = keeper_new();

	keeper_walk(k, mail, strlen(mail));
	return k;
}

static size_t
count_salvage(const struct keeper *k)
{
	size_t i, n = 0;

	for (i = 0; i < k->n; i++)
		n += k->parts[i].kind == PART_SALVAGE;
	return n;
}

static const char *
fact_of(const struct keeper *k, enum msg_class class)
{
	size_t i;

	for (i = 0; i < k->n_facts; i++)
		if (k->facts[i].class == class)
			return k->facts[i].name;
	return NULL;
}

#define CTE64 "Content-Transfer-Encoding: base64\n"

static void
clean_mail_is_read_once(void **state)
{
	struct keeper *k =
	    walk("From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n"
		 "--b\n" CTE64 "\nUEsDBAAAAAAAAAAAAAAAAAAA\n"
		 "--b\n\n=ABC begin\n--b--\n");

	(void)state;
	assert_int_equal(k->n, 2);
	assert_int_equal(count_salvage(k), 0);
	assert_int_equal(k->n_facts, 0);
	keeper_free(k);
}

static void
the_same_is_handed_out_once(void **state)
{
	/* twice the same part behind boundaries that are not declared */
	struct keeper *k = walk("From: a@x\n\n"
				"--b\n" CTE64 "\nUEsDBAAAAAAAAAAAAAAAAAAA\n"
				"--b\n" CTE64 "\nUEsDBAAAAAAAAAAAAAAAAAAA\n"
				"--b--\n");
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < k->n; i++)
		n += k->parts[i].len == 18;
	assert_int_equal(n, 1);
	keeper_free(k);
}

static void
hidden_files_are_ambiguous(void **state)
{
	struct keeper *k = walk(
	    "From: a@x\n\n--b\n" CTE64 "\nUEsDBAAAAAAAAAAAAAAAAAAA\n--b--\n");

	(void)state;
	assert_string_equal(fact_of(k, CLASS_ambiguous),
	    "a field of a head in a body: only some programs see a file in "
	    "it");
	assert_int_equal(k->n_facts, 1);
	keeper_free(k);
	/* a name is enough */
	k = walk("From: a@x\n\n--b\nContent-Type: text/plain; name=a.js\n\n"
		 "alert\n--b--\n");
	assert_non_null(fact_of(k, CLASS_ambiguous));
	assert_non_null(keeper_find(k, "alert", 5));
	assert_string_equal(keeper_find(k, "alert", 5)->name, "a.js");
	keeper_free(k);
	/* an encoding that the standard reading leaves as it is */
	k = walk("From: a@x\nContent-Transfer-Encoding: binhex\n\nx\n");
	assert_non_null(fact_of(k, CLASS_ambiguous));
	keeper_free(k);
}

static void
harmless_differences_are_not_ambiguous(void **state)
{
	/* a footer behind base64, as mailing lists add it */
	struct keeper *k =
	    walk("From: a@x\n" CTE64 "\nR0lGODlhAQABAAAAACwAAAAAAQABAAA=\n"
		 "_______\nlist mailing list\n");

	(void)state;
	assert_null(fact_of(k, CLASS_ambiguous));
	keeper_free(k);
	k = walk("From: a@x\n\nContent-type: is a field. It was quoted.\n");
	assert_int_equal(k->n_facts, 0);
	keeper_free(k);
}

static void
hidden_partial_is_a_fact(void **state)
{
	struct keeper *k = walk("From: a@x\n"
				"Content-Type : message/(x)partial; id=1\n"
				"\nx\n");

	(void)state;
	assert_string_equal(fact_of(k, CLASS_partial), "message/partial");
	keeper_free(k);
}

static void
new_names_are_handed_out(void **state)
{
	static const char mail[] =
	    "From: a@x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "Content-Type: image/png; name=a.png; name=a.zip\n"
	    "X: y\rContent-Disposition: attachment; filename=a.exe\n\n"
	    "x\n--b--\n";
	struct keeper *k = walk(mail);
	bool zip = false, exe = false;
	const char *name;
	size_t i;

	(void)state;
	for (i = 0; i < k->n; i++)
		for (name = k->parts[i].names; name != NULL && *name != '\0';
		     name += strlen(name) + 1) {
			zip |= strcmp(name, "a.zip") == 0;
			exe |= strcmp(name, "a.exe") == 0;
		}
	assert_true(zip);
	assert_true(exe);
	keeper_free(k);
}

static void
files_in_text_are_found(void **state)
{
	struct keeper *k = walk("From: a@x\n\nsee:\nbegin 644 a b.zip\n"
				"#04)#\n`\nend\nand\n"
				"begin-base64 644 c.zip\nREVG\n====\n"
				"=ybegin line=9 size=3 name=d.zip\nqrs\n"
				"=yend\nbegin here\n");

	(void)state;
	assert_int_equal(k->n, 4);
	assert_string_equal(keeper_find(k, "ABC", 3)->name, "a b.zip");
	assert_string_equal(keeper_find(k, "DEF", 3)->name, "c.zip");
	assert_string_equal(keeper_find(k, "GHI", 3)->name, "d.zip");
	assert_true(keeper_find(k, "GHI", 3)->attachment);
	assert_int_equal(k->n_facts, 0);
	keeper_free(k);
}

/* yEnc around what is in the buffer. */
static void
wrap_yenc(struct buf *text)
{
	struct buf outer;
	unsigned char c;
	size_t i;

	buf_init(&outer, 64 * 1024);
	(void)buf_adds(&outer, "=ybegin line=1\n");
	for (i = 0; i < text->len; i++) {
		c = (unsigned char)(text->data[i] + 42);
		if (c == '\0' || c == '\n' || c == '\r' || c == '=') {
			(void)buf_addc(&outer, '=');
			c = (unsigned char)(c + 64);
		}
		(void)buf_addc(&outer, (char)c);
	}
	buf_fini(text);
	*text = outer;
}

/* yEnc grows hardly at all, so it can be nested without end. */
static void
files_in_files_are_bounded_by_depth(void **state)
{
	struct keeper *k = keeper_new();
	struct buf text;
	char *mail;
	size_t n, head;

	(void)state;
	buf_init(&text, 64 * 1024);
	(void)buf_adds(&text, "end");
	for (n = 0; n < 30; n++)
		wrap_yenc(&text);
	mail = mem_printf("From: a@x\n\n");
	head = strlen(mail);
	mail = mem_resize(mail, head + text.len, 1);
	memcpy(mail + head, text.data, text.len);
	keeper_walk(k, mail, head + text.len);
	assert_false(k->whole);
	assert_int_equal(k->n, 17);
	assert_string_equal(k->budget.exceeded, "depth");
	free(mail);
	buf_fini(&text);
	keeper_free(k);
}

/* Counts what is handed out of hostile mails of two sizes. */
static uint64_t
cost(const char *head, const char *part, size_t len, bool *told)
{
	struct keeper *k = keeper_new();
	char *mail = mem_zalloc(len + strlen(head) + strlen(part) + 1, 1);
	size_t n = strlen(head);
	uint64_t bytes;

	memcpy(mail, head, n);
	for (; n < len; n += strlen(part))
		memcpy(mail + n, part, strlen(part));
	keeper_walk(k, mail, n);
	bytes = k->budget.bytes;
	*told = keeper_has_fact(k, CLASS_limits);
	free(mail);
	keeper_free(k);
	return bytes;
}

static void
work_grows_with_the_mail_only(void **state)
{
	static const char *const mails[][2] = {
	    {"From: a@x\n" CTE64 "\n", "QU=JDQ#UJ\nD-_=\n"},
	    {"From: a@x\nContent-Transfer-Encoding: quoted-printable\n\n",
		"=a=0x==41= =XX= \n"},
	    {"From: a@x\nContent-Type: multipart/mixed\n\n",
		"--b x\n" CTE64 "\nQUJDREVG\n--c\n"},
	    {"From: a@x\n\n", "begin 644 a\n_\n"},
	};
	const size_t size = 1024 * 1024;
	size_t i;
	bool told;

	(void)state;
	for (i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		/* more than the mail itself, but by a factor that is known */
		assert_true(cost(mails[i][0], mails[i][1], size, &told) <
			    (WALK_WORK_FACTOR + 2) * size + WALK_WORK_BASE);
		assert_true(cost(mails[i][0], mails[i][1], 2 * size, &told) <
			    2 * (WALK_WORK_FACTOR + 2) * size + WALK_WORK_BASE);
		/* where everything is broken, the work is cut short */
		if (i == 0)
			assert_true(told);
	}
}

static void
too_much_is_a_fact(void **state)
{
	bool told;

	(void)state;
	(void)cost("From: a@x\nContent-Type: multipart/mixed\n\n", "--b\n\nx\n",
	    400 * 1024, &told);
	assert_true(told);
	/* expands 45 times */
	(void)cost("From: a@x\n\nbegin 644 a\n", "M\n", 400 * 1024, &told);
	assert_true(told);
	/* lines that only salvage counts */
	(void)cost("From: a@x\n\n", "\r--b\rx", 400 * 1024, &told);
	assert_true(told);
	(void)cost("From: a@x\n\nhello\n", "M\n", 400 * 1024, &told);
	assert_false(told);
}

/* What would take much memory as objects is not given to the parser. */
static void
bulky_heads_are_not_parsed(void **state)
{
	static const struct {
		const char *start, *more;
		size_t times;
		const char *fact;
	} mails[] = {
	    {"To: ", "a@b,", BULK_COMMAS_MAX + 1, "addresses"},
	    {"A: ", "bcdefgh ", BULK_FIELD_MAX / 8 + 1, "field_size"},
	    {"", "A: b\n", BULK_FIELDS_MAX + 1, "fields"},
	};
	struct keeper *k;
	struct buf mail;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(mails) / sizeof(mails[0]); i++) {
		buf_init(&mail, 8 * 1024 * 1024);
		(void)buf_adds(&mail, mails[i].start);
		for (n = 0; n < mails[i].times; n++)
			(void)buf_adds(&mail, mails[i].more);
		(void)buf_adds(&mail, "\nX: y\n\nhello\n");
		k = keeper_new();
		keeper_walk(k, mail.data, mail.len);
		assert_true(k->whole);
		assert_string_equal(fact_of(k, CLASS_limits), mails[i].fact);
		for (n = 0; n < k->n; n++)
			assert_int_equal(k->parts[n].kind, PART_SALVAGE);
		keeper_free(k);
		buf_fini(&mail);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(clean_mail_is_read_once),
	    cmocka_unit_test(the_same_is_handed_out_once),
	    cmocka_unit_test(hidden_files_are_ambiguous),
	    cmocka_unit_test(harmless_differences_are_not_ambiguous),
	    cmocka_unit_test(hidden_partial_is_a_fact),
	    cmocka_unit_test(new_names_are_handed_out),
	    cmocka_unit_test(files_in_text_are_found),
	    cmocka_unit_test(files_in_files_are_bounded_by_depth),
	    cmocka_unit_test(work_grows_with_the_mail_only),
	    cmocka_unit_test(too_much_is_a_fact),
	    cmocka_unit_test(bulky_heads_are_not_parsed),
	};

	mime_init();
	return RUN_TESTS(tests);
}
