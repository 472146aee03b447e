/*
 * Mails that hide a file, made from tables: each row is one way in which mail
 * programs disagree. In every one of them the file must be handed out.
 *
 * With a folder as argument, and perhaps a name: see test_folder_priv.h.
 */
#include "test.h"
#include "test_folder_priv.h"

#include "test_encode_priv.h"

struct head_row {
	const char *name, *text;
};

struct boundary_row {
	const char *name, *says, *is;
};

#include "test_evasion_tables_priv.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Fills in %P, %H and %B: see the table of structures. */
static void
add_structure(
    struct buf *out, const char *text, const char *head, const char *body)
{
	for (; *text != '\0'; text++) {
		if (*text != '%' || strchr("PHB", text[1]) == NULL) {
			(void)buf_addc(out, *text);
			continue;
		}
		text++;
		if (*text != 'B')
			(void)buf_adds(out, head);
		if (*text == 'P')
			(void)buf_addc(out, '\n');
		if (*text != 'H')
			(void)buf_adds(out, body);
	}
}

static const char base64_head[] =
    "Content-Disposition: attachment; filename=x.bin\n"
    "Content-Transfer-Encoding: base64\n";
static const char mixed[] =
    "Content-Type: multipart/mixed; boundary=\"b1\"\n\n"
    "--b1\nContent-Type: text/plain\n\nhello\n--b1\n%P--b1--\n";

/* Walks a mail of this structure; prints its name when the file is lost. */
static unsigned
try_mail(const char *kind, const char *name, const char *structure,
    const char *head, const char *body)
{
	struct keeper *k = keeper_new();
	struct buf mail;
	unsigned lost;

	buf_init(&mail, 8 * BODY_MAX);
	(void)buf_adds(&mail, "From: a@x\nTo: b@x\nMIME-Version: 1.0\n");
	add_structure(&mail, structure, head, body);
	keeper_walk(k, mail.data, mail.len);
	lost = keeper_find(k, payload, sizeof(payload)) == NULL;
	if (lost > 0)
		print_message("lost: %s, %s\n", kind, name);
	keeper_free(k);
	buf_fini(&mail);
	return lost;
}

static void
base64_text_is_found(void **state)
{
	unsigned lost = 0;
	struct buf body;
	size_t i;

	(void)state;
	buf_init(&body, BODY_MAX);
	for (i = 0; i < COUNT(base64_rows); i++, buf_reset(&body)) {
		make_text(&body, &base64_rows[i]);
		lost += try_mail("base64", base64_rows[i].name, mixed,
		    base64_head, body.data);
		lost += try_mail("base64, no type", base64_rows[i].name,
		    "\n--b1\n%P--b1--\n", base64_head, body.data);
	}
	for (i = 0; i < COUNT(run_rows); i++, buf_reset(&body)) {
		make_runs(&body, &run_rows[i]);
		lost += try_mail(
		    "base64", run_rows[i].name, mixed, base64_head, body.data);
	}
	buf_fini(&body);
	assert_int_equal(lost, 0);
}

static void
quoted_printable_is_found(void **state)
{
	static const char *const names[] = {"quoted-printable",
	    "x-quoted-printable", "quoted-printabl", "quoted-print",
	    "quotedprint", "quoted-printable base64", "8bit, \"quoted\""};
	unsigned lost = 0;
	struct buf body;
	char *head;
	size_t i, n;

	(void)state;
	buf_init(&body, BODY_MAX);
	for (i = 0; i < COUNT(qp_rows); i++, buf_reset(&body)) {
		make_qp(&body, &qp_rows[i]);
		for (n = 0; n < (i == 0 ? COUNT(names) : 1); n++) {
			head = mem_printf(
			    "Content-Transfer-Encoding: %s\n", names[n]);
			lost += try_mail(
			    names[n], qp_rows[i].name, mixed, head, body.data);
			free(head);
		}
	}
	buf_fini(&body);
	assert_int_equal(lost, 0);
}

static void
fields_and_structures_are_found(void **state)
{
	unsigned lost = 0;
	struct buf body;
	char *structure;
	size_t i;

	(void)state;
	buf_init(&body, BODY_MAX);
	make_text(&body, &base64_rows[0]);
	for (i = 0; i < COUNT(encoding_rows); i++)
		lost += try_mail("encoding", encoding_rows[i].name, mixed,
		    encoding_rows[i].text, body.data);
	for (i = 0; i < COUNT(structure_rows); i++)
		lost += try_mail("structure", structure_rows[i].name,
		    structure_rows[i].text, base64_head, body.data);
	for (i = 0; i < COUNT(boundary_rows); i++) {
		structure = mem_printf(
		    "Content-Type: multipart/mixed%s\n\n--%s\nX: y\n\nhello\n"
		    "--%s\n%%P--%s--\n",
		    boundary_rows[i].says, boundary_rows[i].is,
		    boundary_rows[i].is, boundary_rows[i].is);
		lost += try_mail("boundary", boundary_rows[i].name, structure,
		    base64_head, body.data);
		free(structure);
	}
	buf_fini(&body);
	assert_int_equal(lost, 0);
}

static void
old_encodings_are_found(void **state)
{
	static const char *const names[] = {"uuencode", "x-uuencode", "uue",
	    "x-uue", "x-uu", "x-yencode", "yenc", "binhex", "binhex40",
	    "mac-binhex", "mac-binhex40", "x-binhex", "7bit", "8bit"};
	unsigned lost = 0, way;
	struct buf body;
	char *head;
	size_t i;

	(void)state;
	buf_init(&body, BODY_MAX);
	for (i = 0; i < COUNT(names); i++) {
		head = mem_printf("Content-Transfer-Encoding: %s\n", names[i]);
		for (way = 0; way < 5; way++, buf_reset(&body)) {
			if (way < 3)
				make_uu(&body, way > 0, way > 1);
			else if (way == 3)
				make_yenc(&body);
			else
				make_binhex(&body);
			/* bare lines are nothing without the name */
			if (way > 0 || strstr(names[i], "uu") != NULL)
				lost += try_mail(names[i],
				    "one of the old encodings", mixed, head,
				    body.data);
		}
		free(head);
	}
	buf_fini(&body);
	assert_int_equal(lost, 0);
}

static void
there_are_enough_of_them(void **state)
{
	(void)state;
	assert_true(2 * COUNT(base64_rows) + COUNT(run_rows) + COUNT(qp_rows) +
			6 + COUNT(encoding_rows) + COUNT(structure_rows) +
			COUNT(boundary_rows) >=
		    200);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base64_text_is_found),
	    cmocka_unit_test(quoted_printable_is_found),
	    cmocka_unit_test(fields_and_structures_are_found),
	    cmocka_unit_test(old_encodings_are_found),
	    cmocka_unit_test(there_are_enough_of_them),
	};

	mime_init();
	if (argc > 1)
		return print_folder(argv[1], argc > 2 ? argv[2] : NULL);
	make_payload();
	return RUN_TESTS(tests);
}
