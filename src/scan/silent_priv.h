/*
 * Limits that libclamav keeps to without a word, so that what it does not look
 * at would be called clean. Belongs to one scan and one thread.
 */
#ifndef SILENT_PRIV_H
#define SILENT_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "layers_priv.h"
#include "pdf_refs_priv.h"

struct silent {
	uint64_t file_max; /* bytes of a layer */
	uint64_t scan_max; /* of all layers together */
	uint32_t files_max;
	uint64_t unpack;  /* bytes that may be unpacked here besides */
	uint64_t scanned; /* bytes so far, as libclamav counts them */
	struct pdf_refs *pdfs[LAYERS_MAX]; /* around the layer, by level */
	unsigned depth;                    /* behind the last of them */
};

/*
 * Counts a layer. The name of the limit that keeps something of it from being
 * looked at, or NULL.
 */
const char *silent_layer(struct silent *s, const struct layer *layer);

/* The name of the limit that was reached in the end, or NULL. */
const char *silent_end(const struct silent *s);

void silent_fini(struct silent *s);

#endif
