/*
 * make-sets: writes the sets of generated messages and definitions for the
 * benchmark, the same ones each time. A table says which.
 * usage: make-sets SET FOLDER
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "content_priv.h"
#include "draw.h"
#include "err.h"
#include "letter.h"
#include "sets_priv.h"

enum {
	ATTACHMENTS = 40,
	GUARD = 200,
	SMALL_TEXT = 800,
	HUGE_SIZE = 100 * 1024 * 1024
};

int
sets_write(
    const struct set *s, const struct buf *b, const char *name, struct err *e)
{
	char path[1024];
	FILE *fp;
	size_t n;

	(void)snprintf(path, sizeof(path), "%s/%s", s->folder, name);
	fp = fopen(path, "we");
	if (fp == NULL)
		return err_sys(e, "%s", path);
	n = fwrite(b->data, 1, b->len, fp);
	if (fclose(fp) == EOF || n != b->len || b->cut)
		return err_sys(e, "%s", path);
	return 0;
}

/* The mail in the buffer as the next file of the set. */
static int
write_mail(struct set *s, const char *about, bool infected, struct err *e)
{
	char name[128];
	int rc;

	(void)snprintf(
	    name, sizeof(name), "%05u-%s.eml", s->letter.number, about);
	rc = sets_write(s, s->letter.out, name, e);
	buf_reset(s->letter.out);
	s->letter.number++;
	if (infected)
		(void)buf_addf(&s->expected, "%s\n", name);
	return rc;
}

static void
attach(struct set *s, const struct content_kind *kind, const struct content *c)
{
	char name[64];
	struct buf data;

	buf_init(&data, CONTENT_MAX);
	(void)snprintf(name, sizeof(name), "attachment-%u.%s", s->letter.number,
	    kind->extension);
	kind->fill(&data, &s->draw, c);
	letter_attach(&s->letter, name, kind->type, &data);
	buf_fini(&data);
}

static int
attachments(struct set *s, struct err *e)
{
	const struct content_kind *kind;
	struct content c = {0};
	int i, rc = 0;

	for (i = 0; i < ATTACHMENTS && rc == 0; i++) {
		kind = &content_kinds[(size_t)i % content_kind_count];
		/* 10 KB to 20 MB, as many small as large ones by decades */
		c.size = (size_t)(10e3 *
				  pow(2000, draw_below(&s->draw, 1001) / 1e3));
		c.infected = kind->archive && i % 3 == 0;
		letter_open(&s->letter, &s->draw, SMALL_TEXT);
		letter_alternative(&s->letter, &s->draw, SMALL_TEXT);
		attach(s, kind, &c);
		letter_close(&s->letter);
		rc = write_mail(s, kind->extension, c.infected, e);
	}
	return rc;
}

static int
huge(struct set *s, struct err *e)
{
	static const char *const names[] = {"csv", "zip", "jpeg"};
	const struct content_kind *kind;
	struct content c = {0};
	int i, rc = 0;

	for (i = 0; i < 3 && rc == 0; i++) {
		kind = content_kind(names[i]);
		c.size = i == 0 ? 1000 : HUGE_SIZE; /* the first to warm up */
		c.infected = kind->archive;
		letter_open(&s->letter, &s->draw, SMALL_TEXT);
		attach(s, kind, &c);
		letter_close(&s->letter);
		rc = write_mail(s, kind->extension, c.infected, e);
	}
	return rc;
}

/* What an ordinary day brings, small enough for an instrumented run. */
static int
guard(struct set *s, struct err *e)
{
	static const char *const names[] = {
	    "docx", "pdf", "html", "zip", "csv"};
	const struct content_kind *kind;
	struct content c = {.plain = true};
	int i, rc = 0;

	for (i = 0; i < GUARD && rc == 0; i++) {
		kind = content_kind(names[i / 5 % 5]);
		c.size = 2000 + draw_below(&s->draw, 20000);
		c.infected = kind->archive && i % 20 == 0;
		letter_open(
		    &s->letter, &s->draw, 300 + draw_below(&s->draw, 4000));
		if (i % 2 == 0)
			letter_alternative(&s->letter, &s->draw, 2000);
		if (i % 5 == 0)
			attach(s, kind, &c);
		letter_close(&s->letter);
		rc = write_mail(s, "day", c.infected && i % 5 == 0, e);
	}
	return rc;
}

static int
sizes(struct set *s, struct err *e)
{
	struct content c = {.size = s->value};
	int i, rc = 0;

	for (i = 0; i < s->count && rc == 0; i++) {
		letter_open(&s->letter, &s->draw, SMALL_TEXT);
		attach(s, content_kind("csv"), &c);
		letter_close(&s->letter);
		rc = write_mail(s, "size", false, e);
	}
	return rc;
}

static int
parts(struct set *s, struct err *e)
{
	unsigned long n;
	int i, rc = 0;

	for (i = 0; i < s->count && rc == 0; i++) {
		letter_open(&s->letter, &s->draw, SMALL_TEXT);
		for (n = 1; n < s->value; n++)
			letter_part(&s->letter, &s->draw, 500);
		letter_close(&s->letter);
		rc = write_mail(s, "parts", false, e);
	}
	return rc;
}

static int
recipients(struct set *s, struct err *e)
{
	unsigned long n;
	int i, rc = 0;

	for (i = 0; i < s->count && rc == 0; i++) {
		(void)buf_adds(s->letter.out,
		    "S SMTP [192.0.2.7]\nA example.net [192.0.2.254]\nO L\n"
		    "P I 26-04-2019 15:57:14 0000 ____ ____ "
		    "<sender@example.com>\n");
		for (n = 0; n < s->value; n++)
			(void)buf_addf(s->letter.out,
			    "R W 26-04-2019 15:57:14 0000 ____ _FY_ "
			    "<recipient%lu@example.net>\n",
			    n);
		(void)buf_adds(s->letter.out, "\n");
		letter_open(&s->letter, &s->draw, SMALL_TEXT);
		letter_close(&s->letter);
		rc = write_mail(s, "recipients", false, e);
	}
	return rc;
}

static int
depth(struct set *s, struct err *e)
{
	struct buf data;
	int i, rc = 0;

	for (i = 0; i < s->count && rc == 0; i++) {
		buf_init(&data, CONTENT_MAX);
		content_nested(&data, &s->draw, (unsigned)s->value, i == 1);
		letter_open(&s->letter, &s->draw, SMALL_TEXT);
		letter_attach(
		    &s->letter, "nested.zip", "application/zip", &data);
		letter_close(&s->letter);
		buf_fini(&data);
		rc = write_mail(s, "depth", i == 1, e);
	}
	return rc;
}

/* A set that grows has its value behind its name: size-1000. */
static const struct kind {
	const char *name;
	int (*make)(struct set *s, struct err *e);
	int count; /* of messages; fewer when they are large */
} kinds[] = {
    {"attachments", attachments, 0},
    {"huge", huge, 0},
    {"guard", guard, 0},
    {"definitions", sets_definitions, 0},
    {"size-", sizes, 60},
    {"parts-", parts, 60},
    {"recipients-", recipients, 60},
    {"depth-", depth, 60},
};

static int
make(struct set *s, const char *name, struct err *e)
{
	size_t i, n;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		n = strlen(kinds[i].name);
		if (strncmp(name, kinds[i].name, n) != 0)
			continue;
		s->value = strtoul(name + n, NULL, 10);
		s->count = kinds[i].count;
		if (s->value >= 10000)
			s->count = s->value >= 1000000 ? 4 : 12;
		return kinds[i].make(s, e);
	}
	return err_set(e, "%s: there is no such set", name);
}

int
main(int argc, char **argv)
{
	struct set s = {0};
	struct buf out;
	struct err e;
	int rc;

	if (argc != 3) {
		(void)fputs("usage: make-sets SET FOLDER\n", stderr);
		return 2;
	}
	buf_init(&out, CONTENT_MAX);
	buf_init(&s.expected, CONTENT_MAX);
	s.folder = argv[2];
	s.letter.out = &out;
	draw_init(&s.draw, 1);
	(void)mkdir(s.folder, 0755);
	rc = make(&s, argv[1], &e);
	if (rc == 0)
		rc = sets_write(&s, &s.expected, "../expected.new", &e);
	if (rc == -1)
		(void)fprintf(stderr, "make-sets: %s\n", e.text);
	buf_fini(&s.expected);
	buf_fini(&out);
	return rc == 0 ? 0 : 1;
}
