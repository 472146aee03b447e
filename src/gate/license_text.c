/*
 * The lines of a license. A table names each field with the function that
 * reads its value; all of them are there exactly once, in any order.
 */
#include "license_text_priv.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

typedef enum license_fault take_fn(
    struct license *l, const char *value, struct err *e);

struct field {
	const char *name;
	take_fn *take;
};

/* Copies printable text that fits and has no blank at its ends. */
static enum license_fault
take_text(char *to, size_t size, const char *value, struct err *e)
{
	size_t len = strlen(value);

	if (len == 0 || len >= size || text_escape(to, size, value) != len ||
	    value[0] == ' ' || value[len - 1] == ' ') {
		(void)err_set(
		    e, "it is not printable text of 1 to %zu bytes", size - 1);
		return LICENSE_BAD_FIELD;
	}
	return LICENSE_GOOD;
}

static enum license_fault
take_id(struct license *l, const char *value, struct err *e)
{
	return take_text(l->id, sizeof(l->id), value, e);
}

static enum license_fault
take_licensee(struct license *l, const char *value, struct err *e)
{
	return take_text(l->licensee, sizeof(l->licensee), value, e);
}

static enum license_fault
take_domain(struct license *l, const char *value, struct err *e)
{
	return take_text(l->domain, sizeof(l->domain), value, e);
}

static enum license_fault
take_number(struct license *l, const char *value, struct err *e)
{
	if (license_number_parse(value, &l->per_hour) == 0)
		return LICENSE_GOOD;
	(void)err_set(e,
	    "it is neither a number from 1 to %d nor \"unlimited\"",
	    LICENSE_PER_HOUR_MAX);
	return LICENSE_BAD_NUMBER;
}

static enum license_fault
take_issued(struct license *l, const char *value, struct err *e)
{
	if (license_day_parse(value, &l->issued_day) == 0 &&
	    l->issued_day != LICENSE_NEVER)
		return LICENSE_GOOD;
	(void)err_set(e, "it is not a date such as 2026-11-21");
	return LICENSE_BAD_DATE;
}

static enum license_fault
take_expires(struct license *l, const char *value, struct err *e)
{
	if (license_day_parse(value, &l->expires_day) == 0)
		return LICENSE_GOOD;
	(void)err_set(
	    e, "it is neither a date such as 2026-11-21 nor \"never\"");
	return LICENSE_BAD_DATE;
}

static const struct field fields[] = {
    {"id", take_id},
    {"licensee", take_licensee},
    {"domain", take_domain},
    {"messages-per-hour", take_number},
    {"issued", take_issued},
    {"expires", take_expires},
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* Takes one line, given without its end and changed in place. */
static enum license_fault
take_line(struct license *l, char *line, bool *seen, struct err *e)
{
	char *value = strstr(line, ": ");
	enum license_fault fault;
	size_t i;

	if (value != NULL) {
		*value = '\0';
		value += 2;
	}
	for (i = 0; i < FIELDS && strcmp(line, fields[i].name) != 0; i++)
		;
	if (i == FIELDS || value == NULL) {
		(void)err_set(e, "has an unknown field \"%s\"", line);
		return LICENSE_BAD_FIELD;
	}
	if (seen[i]) {
		(void)err_set(e, "has the field \"%s\" twice", line);
		return LICENSE_REPEATED;
	}
	seen[i] = true;
	fault = fields[i].take(l, value, e);
	if (fault != LICENSE_GOOD)
		(void)err_wrap(e, "has a bad field \"%s\"", line);
	return fault;
}

static enum license_fault
take_title(const char *line, struct err *e)
{
	if (strcmp(line, LICENSE_TITLE LICENSE_VERSION) == 0)
		return LICENSE_GOOD;
	(void)err_set(e,
	    "is a license of an unknown version (\"%s\", known is "
	    "%s); a newer cgpward is needed",
	    line, LICENSE_VERSION);
	return LICENSE_BAD_VERSION;
}

/* What the fields must be together. */
static enum license_fault
check_whole(const struct license *l, const bool *seen, struct err *e)
{
	size_t i;

	for (i = 0; i < FIELDS; i++)
		if (!seen[i]) {
			(void)err_set(
			    e, "lacks the field \"%s\"", fields[i].name);
			return LICENSE_BAD_FIELD;
		}
	if (l->expires_day < l->issued_day) {
		(void)err_set(e, "expires before it is issued");
		return LICENSE_BAD_DATE;
	}
	return LICENSE_GOOD;
}

enum license_fault
license_text_parse(
    const char *text, size_t len, struct license *license_r, struct err *e)
{
	char *copy = mem_strndup(text, len);
	char *line = copy, *end;
	bool seen[FIELDS] = {false};
	enum license_fault fault = LICENSE_GOOD;

	for (; fault == LICENSE_GOOD && (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		*end = '\0';
		if (line == copy)
			fault = take_title(line, e);
		else
			fault = take_line(license_r, line, seen, e);
	}
	if (fault == LICENSE_GOOD)
		fault = check_whole(license_r, seen, e);
	free(copy);
	return fault;
}

void
license_text_format(const struct license *license, struct buf *out)
{
	char day[LICENSE_DAY_SIZE];

	(void)buf_adds(out, LICENSE_TITLE LICENSE_VERSION "\n");
	(void)buf_addf(out, "id: %s\nlicensee: %s\ndomain: %s\n", license->id,
	    license->licensee, license->domain);
	if (license->per_hour == LICENSE_UNLIMITED)
		(void)buf_adds(out, "messages-per-hour: unlimited\n");
	else
		(void)buf_addf(out, "messages-per-hour: %llu\n",
		    (unsigned long long)license->per_hour);
	(void)buf_addf(out, "issued: %s\n",
	    license_day_format(license->issued_day, day, sizeof(day)));
	(void)buf_addf(out, "expires: %s\n",
	    license_day_format(license->expires_day, day, sizeof(day)));
}
