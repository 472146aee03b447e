/* Comma-separated values. */
#include "list_priv.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "number_priv.h"

/* The next item of a comma-separated list without blanks around it. */
static const char *
next_item(const char *text, const char **item_r, size_t *len_r)
{
	size_t n;

	text += strspn(text, ", \t");
	n = strcspn(text, ",");
	*item_r = text;
	text += n;
	while (n > 0 && ((*item_r)[n - 1] == ' ' || (*item_r)[n - 1] == '\t'))
		n--;
	*len_r = n;
	return text;
}

char *
list_clean(const char *text)
{
	struct buf out;
	const char *item;
	char *clean;
	size_t len;

	/* Each comma may get a blank. */
	buf_init(&out, strlen(text) * 2);
	for (text = next_item(text, &item, &len); len > 0;
	     text = next_item(text, &item, &len)) {
		(void)buf_adds(&out, out.len > 0 ? ", " : "");
		(void)buf_add(&out, item, len);
	}
	clean = mem_strdup(out.data);
	buf_fini(&out);
	return clean;
}

/* Adds a percentage at its place; -1 when there is no room. */
static int
add_percent(struct percents *p, unsigned value)
{
	unsigned i, place = 0;

	while (place < p->n && p->value[place] < value)
		place++;
	if (place < p->n && p->value[place] == value)
		return 0;
	if (p->n == CONFIG_PERCENTS_MAX)
		return -1;
	for (i = p->n++; i > place; i--)
		p->value[i] = p->value[i - 1];
	p->value[place] = value;
	return 0;
}

int
list_percents(const char *text, struct percents *percents_r)
{
	struct percents p = {0};
	const char *item, *rest;
	size_t len;
	uint64_t n;

	for (text = next_item(text, &item, &len); len > 0;
	     text = next_item(text, &item, &len)) {
		rest = number_digits(item, &n);
		rest += *rest == '%';
		if (rest != item + len || n < 1 || n > 100)
			return -1;
		if (add_percent(&p, (unsigned)n) == -1)
			return -1;
	}
	*percents_r = p;
	return 0;
}
