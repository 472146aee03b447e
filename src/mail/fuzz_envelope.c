/* Envelopes: every slice inside the input, recipients as many as counted. */
#include <stdint.h>
#include <stdlib.h>

#include "envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *begin;
static size_t taken;

static void
check(const struct slice *s)
{
	if (s->len == 0)
		return;
	if (s->data < begin || s->len > taken ||
	    (size_t)(s->data - begin) > taken - s->len)
		abort();
}

static void
check_recipients(const struct envelope *e)
{
	struct slice r;
	size_t pos = 0, before = 0, n = 0;

	while (envelope_next_recipient(e, &pos, &r)) {
		check(&r);
		if (pos <= before)
			abort();
		before = pos;
		n++;
	}
	if (n != e->recipients)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct envelope e;

	begin = (const char *)data;
	taken = envelope_parse(begin, size, &e);
	if (taken > size || taken != e.bytes.len)
		abort();
	if (!e.ended && taken != 0 && taken != size)
		abort();
	check(&e.sender);
	check(&e.source);
	check(&e.ip);
	check(&e.account);
	check(&e.domain);
	check(&e.local_ip);
	check(&e.options);
	check_recipients(&e);
	return 0;
}
