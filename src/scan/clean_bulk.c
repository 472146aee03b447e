/*
 * Counting what a mail would take in memory when it is read into objects, so
 * that a small mail cannot be made to take a lot of it.
 */
#include <string.h>

#include "clean_priv.h"
#include "text.h"

enum { NAME_LEN_MAX = 76 };

const char *
clean_bulk_exceeds(const struct clean_bulk *bulk)
{
	if (bulk->parts > BULK_PARTS_MAX)
		return "boundaries";
	if (bulk->fields > BULK_FIELDS_MAX)
		return "fields";
	if (bulk->commas > BULK_COMMAS_MAX)
		return "addresses";
	if (bulk->longest > BULK_FIELD_MAX)
		return "field_size";
	return NULL;
}

void
clean_bulk_field(struct clean_bulk *bulk, const char *p, size_t len)
{
	const char *end = p + len;

	bulk->fields++;
	if (len > bulk->longest)
		bulk->longest = len;
	while ((p = memchr(p, ',', (size_t)(end - p))) != NULL) {
		bulk->commas++;
		p++;
	}
}

/* Fields with addresses: others may hold as many commas as they like. */
static bool
has_addresses(const char *line, size_t len)
{
	static const char *const names[] = {"to:", "cc:", "bcc:", "from:",
	    "sender:", "reply-to:", "resent-", "to ", "cc ", "from "};
	size_t i, n;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		n = strlen(names[i]);
		if (len > n && text_find(line, n, names[i]) != NULL)
			return true;
	}
	return false;
}

/* The end of the line at `p`, and of those folded to it. */
static const char *
folded_end(const char *p, const char *end)
{
	do {
		p = memchr(p, '\n', (size_t)(end - p));
		p = p == NULL ? end : p + 1;
	} while (p < end && (*p == ' ' || *p == '\t'));
	return p;
}

void
clean_bulk_guess(
    const unsigned char *data, size_t len, struct clean_bulk *bulk_r)
{
	const char *p = (const char *)data, *end = p + len, *next;
	size_t n, commas;

	*bulk_r = (struct clean_bulk){0};
	for (; p < end; p = next) {
		next = memchr(p, '\n', (size_t)(end - p));
		next = next == NULL ? end : next + 1;
		n = (size_t)(next - p);
		if (n > 2 && p[0] == '-' && p[1] == '-')
			bulk_r->parts++;
		if (*p <= ' ' ||
		    memchr(p, ':', n < NAME_LEN_MAX ? n : NAME_LEN_MAX) == NULL)
			continue;
		next = folded_end(p, end);
		n = (size_t)(next - p);
		commas = bulk_r->commas;
		clean_bulk_field(bulk_r, p, n);
		if (!has_addresses(p, n))
			bulk_r->commas = commas;
	}
}
