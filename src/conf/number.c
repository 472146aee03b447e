/*
 * Numbers with units. Reading and writing go by one table of units for each
 * type, so that what is written can be read again.
 */
#include "number_priv.h"

#include <inttypes.h>
#include <string.h>

#include "text.h"

enum { NUMBER_TEXT_MAX = 80 };

struct unit {
	char letter; /* '\0': a number without a unit */
	uint64_t factor;
	uint64_t least; /* fewer are written in a smaller unit */
};

/* The largest first, the one without a letter last. */
static const struct unit plain_units[] = {{'\0', 1, 0}};
static const struct unit size_units[] = {
    {'G', 1 << 30, 1}, {'M', 1 << 20, 1}, {'K', 1 << 10, 1}, {'\0', 1, 0}};
static const struct unit time_units[] = {{'d', 86400000, 2}, {'h', 3600000, 2},
    {'m', 60000, 2}, {'s', 1000, 0}, {'\0', 1000, 0}};

static const struct unit *
units_of(const struct option *o)
{
	if (o->type == TYPE_SIZE)
		return size_units;
	return o->type == TYPE_TIME ? time_units : plain_units;
}

const char *
number_digits(const char *text, uint64_t *n_r)
{
	uint64_t n = 0, digit;

	for (; *text >= '0' && *text <= '9'; text++) {
		digit = (uint64_t)(*text - '0');
		n = n > (UINT64_MAX - digit) / 10 ? UINT64_MAX : n * 10 + digit;
	}
	*n_r = n;
	return text;
}

static void
write_number(const struct option *o, uint64_t n, struct buf *out)
{
	const struct unit *u = units_of(o);

	while (n % u->factor != 0 || n / u->factor < u->least)
		u++;
	(void)buf_addf(out, "%" PRIu64, n / u->factor);
	if (u->letter != '\0')
		(void)buf_addc(out, u->letter);
}

static int
refuse_range(const struct option *o, const char *text, struct err *e)
{
	char quoted[NUMBER_TEXT_MAX];
	struct buf lo, hi;

	buf_init(&lo, NUMBER_TEXT_MAX);
	buf_init(&hi, NUMBER_TEXT_MAX);
	write_number(o, o->lo, &lo);
	write_number(o, o->hi, &hi);
	(void)text_escape(quoted, sizeof(quoted), text);
	(void)err_set(e, "\"%s\" is out of range; write a value from %s to %s",
	    quoted, lo.data, hi.data);
	buf_fini(&lo);
	buf_fini(&hi);
	return -2;
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

int
number_parse(
    const struct option *o, const char *text, void *record, struct err *e)
{
	void *field = (char *)record + o->offset;
	const struct unit *u = units_of(o);
	uint64_t n;
	const char *rest = number_digits(text, &n);

	if (rest == text)
		return -1;
	rest += strspn(rest, " \t");
	while (u->letter != '\0' && upper(u->letter) != upper(*rest))
		u++;
	if (u->letter != '\0')
		rest++;
	if (*rest != '\0')
		return -1;
	if (n > o->hi / u->factor || n * u->factor < o->lo)
		return refuse_range(o, text, e);
	if (o->type == TYPE_UINT)
		*(unsigned *)field = (unsigned)n;
	else
		*(uint64_t *)field = n * u->factor;
	return 0;
}

void
number_format(const struct option *o, const void *record, struct buf *out)
{
	const char *field = (const char *)record + o->offset;
	unsigned n;
	uint64_t wide;

	if (o->type == TYPE_UINT) {
		memcpy(&n, field, sizeof(n));
		wide = n;
	} else {
		memcpy(&wide, field, sizeof(wide));
	}
	write_number(o, wide, out);
}
