/* Heads of mails and parts: whatever is read of one lies inside of it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "header_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_field(const struct field *f, const char *begin, size_t size)
{
	char plain[200];

	if (f->kind == FIELD_OTHER || f->value.len > size ||
	    (f->value.len > 0 && (f->value.p < begin ||
				     f->value.p + f->value.len > begin + size)))
		abort();
	header_plain(f->value, plain, sizeof(plain));
	if (strpbrk(plain, "\r\n\t \"\\ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct header h;
	size_t from = size > 0 ? data[0] % size : 0, i, next = 0;

	header_read(data, from, size, &h);
	if (h.n > HEADER_FIELDS_MAX || h.n_bodies > HEADER_BODIES_MAX ||
	    h.after_blank > h.n_bodies)
		abort();
	for (i = 0; i < h.n; i++)
		check_field(&h.fields[i], (const char *)data, size);
	for (i = 0; i < h.n_bodies; i++)
		if (h.bodies[i] > size || h.bodies[i] < from ||
		    (i > 0 && h.bodies[i] <= h.bodies[i - 1]))
			abort();
	for (i = from; i < size; i = next)
		if (header_line_end(data, i, size, &next) > size || next <= i)
			abort();
	return 0;
}
