/*
 * What libclamav 1.4 leaves out in silence: the rest of a member that is as
 * long as a file may be or as is left of the scan size (libmspack: cabinets,
 * CHM), streams of OLE2 files that claim to be longer than both, objects of
 * PDF files from the 65,536th on, and filters of their streams.
 */
#include "silent_priv.h"

#include <string.h>

#include "ole2_priv.h"
#include "pdf_priv.h"

/* Of what is left, so many bytes are not worth a look to libclamav. */
enum { TOO_SMALL = 5 };

static const char file_size[] = "Heuristics.Limits.Exceeded.MaxFileSize";
static const char *const pdf_limits[] = {
    [PDF_OBJECTS] = "Heuristics.Limits.Exceeded.PDFObjects",
    [PDF_FILTERS] = "Heuristics.Limits.Exceeded.PDFFilters"};
static const char scan_size[] = "Heuristics.Limits.Exceeded.MaxScanSize";

/*
 * A PDF may begin in the middle, and has no layer of its own then; but in these
 * libclamav looks for none, as what they hold has layers.
 */
static bool
looks_for_pdf(const char *type)
{
	static const char *const others[] = {"CL_TYPE_GZ", "CL_TYPE_CPIO_OLD",
	    "CL_TYPE_ZIP", "CL_TYPE_OLD_TAR", "CL_TYPE_POSIX_TAR"};
	size_t i;

	for (i = 0; type != NULL && i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(type, others[i]) == 0)
			return false;
	return true;
}

const char *
silent_layer(struct silent *s, const struct layer *layer)
{
	s->scanned += layer->len;
	if (layer->len >= s->file_max)
		return file_size;
	if (layer->bytes == NULL)
		return NULL;
	if (layer->type != NULL && strcmp(layer->type, "CL_TYPE_MSOLE2") == 0 &&
	    ole2_claims_more(layer->bytes, layer->len, s->file_max))
		return file_size;
	if (layer->normalized || !looks_for_pdf(layer->type))
		return NULL;
	return pdf_limits[pdf_left_out(layer->bytes, layer->len)];
}

const char *
silent_end(const struct silent *s)
{
	return s->scanned + TOO_SMALL >= s->scan_max ? scan_size : NULL;
}
