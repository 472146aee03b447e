/*
 * Whatever bytes the journal's file holds. The input is a row of records, put
 * into suspects and marks by turns; an odd first byte gives them their seals.
 */
#include <stdlib.h>
#include <string.h>

#include "journal_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
put(struct journal_image *image, const uint8_t *data, size_t i, bool seal)
{
	struct journal_record *r = (i & 1) != 0
				       ? &image->suspects[i / 2]
				       : &image->marks[i / 2 % JOURNAL_RUNS][i];

	memcpy(r, data + i * sizeof(*r), sizeof(*r));
	if (seal)
		record_seal(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct journal_image *image = calloc(1, sizeof(*image));
	struct journal_record *found;
	struct journal_file file = {0};
	bool seal = size > 0 && (data[0] & 1) != 0;
	struct buf names;
	uint64_t stamp;
	size_t i;

	if (image == NULL)
		abort();
	image_check(image);
	for (i = 0; i < JOURNAL_SUSPECTS &&
		    (i + 1) * sizeof(struct journal_record) < size;
	     i++)
		put(image, data + 1, i, seal);
	image_check(image);
	buf_init(&names, JOURNAL_FOUND_MAX);
	for (i = 0; i < JOURNAL_RUNS; i++)
		image_bury(image, (unsigned)i, 1800000000, &names);
	if (size > sizeof(file))
		memcpy(&file, data + 1, sizeof(file));
	found = image_find(image, &file, &stamp);
	if (found != NULL && record_ends(found, stamp, 0) > found->ends)
		abort();
	buf_fini(&names);
	free(image);
	return 0;
}
