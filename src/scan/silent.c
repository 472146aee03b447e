/*
 * What libclamav 1.4 leaves out in silence: the rest of a member that is as
 * long as a file may be or as is left of the scan size (libmspack: cabinets,
 * CHM), and streams of OLE2 files that claim to be longer than both.
 */
#include "silent_priv.h"

#include <string.h>

#include "ole2_priv.h"

/* Of what is left, so many bytes are not worth a look to libclamav. */
enum { TOO_SMALL = 5 };

static const char file_size[] = "Heuristics.Limits.Exceeded.MaxFileSize";
static const char scan_size[] = "Heuristics.Limits.Exceeded.MaxScanSize";

const char *
silent_layer(struct silent *s, const char *type, const void *bytes, size_t len)
{
	s->scanned += len;
	if (len >= s->file_max)
		return file_size;
	if (bytes != NULL && type != NULL &&
	    strcmp(type, "CL_TYPE_MSOLE2") == 0 &&
	    ole2_claims_more(bytes, len, s->file_max))
		return file_size;
	return NULL;
}

const char *
silent_end(const struct silent *s)
{
	return s->scanned + TOO_SMALL >= s->scan_max ? scan_size : NULL;
}
