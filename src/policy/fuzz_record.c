/* Records: what is accepted is written and read again, and is the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record *r = NULL, *back = NULL;
	struct buf text, again;
	struct err e = {{0}};

	if (record_read((const char *)data, size, &r, &e) == -1) {
		if (r != NULL || e.text[0] == '\0')
			abort();
		return 0;
	}
	buf_init(&text, 8 * RECORD_SIZE_MAX);
	buf_init(&again, 8 * RECORD_SIZE_MAX);
	record_write(r, &text);
	if (!text.cut && text.len <= RECORD_SIZE_MAX) {
		if (record_read(text.data, text.len, &back, &e) == -1)
			abort();
		record_write(back, &again);
		if (strcmp(text.data, again.data) != 0)
			abort();
	}
	record_free(&r);
	record_free(&back);
	buf_fini(&text);
	buf_fini(&again);
	return 0;
}
