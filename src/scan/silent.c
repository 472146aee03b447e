/*
 * What libclamav 1.4 leaves out in silence: the rest of a member that is as
 * long as a file may be or as is left of the scan size (libmspack: cabinets,
 * CHM), streams of OLE2 files that claim to be longer than both, objects of
 * PDF files from the 65,536th on, and streams of theirs; files that are
 * embedded in another behind ten others, and files of zip archives in there
 * behind as many as a message may have.
 */
#include "silent_priv.h"

#include <stdlib.h>
#include <string.h>

#include "embedded_priv.h"
#include "ole2_priv.h"
#include "pdf_priv.h"

/* Of what is left, so many bytes are not worth a look to libclamav. */
enum { TOO_SMALL = 5 };

static const char file_size[] = "Heuristics.Limits.Exceeded.MaxFileSize";
static const char *const pdf_limits[] = {
    [PDF_OBJECTS] = "Heuristics.Limits.Exceeded.PDFObjects",
    [PDF_STREAMS] = "Heuristics.Limits.Exceeded.PDFStreams",
    [PDF_HEAD] = "Heuristics.Limits.Exceeded.PDFHead"};
static const char scan_size[] = "Heuristics.Limits.Exceeded.MaxScanSize";
static const char embedded[] = "Heuristics.Limits.Exceeded.EmbeddedFiles";

static bool
has_type(const struct layer *layer, const char *type)
{
	return layer->type != NULL && strcmp(layer->type, type) == 0;
}

/*
 * A file may begin in the middle, and has no layer of its own then; but in
 * these libclamav looks for none, as what they hold has layers.
 */
static bool
looks_within(const struct layer *layer)
{
	static const char *const others[] = {"CL_TYPE_GZ", "CL_TYPE_CPIO_OLD",
	    "CL_TYPE_ZIP", "CL_TYPE_OLD_TAR", "CL_TYPE_POSIX_TAR"};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (has_type(layer, others[i]))
			return false;
	return !layer->normalized;
}

/*
 * In these it looks, but their members or parts have layers of their own; what
 * only begins like an OLE2 file has none.
 */
static bool
has_members(const struct layer *layer)
{
	if (has_type(layer, "CL_TYPE_MSOLE2"))
		return ole2_has_root(layer->bytes, layer->len);
	return has_type(layer, "CL_TYPE_MAIL") ||
	       (layer->len >= 4 && memcmp(layer->bytes, "PK\3\4", 4) == 0);
}

/* Those of the same or a deeper level are left by a layer. */
static void
leave_pdfs(struct silent *s, unsigned level)
{
	while (s->depth > level) {
		free(s->pdfs[--s->depth]);
		s->pdfs[s->depth] = NULL;
	}
}

/* Whether the layer is a stream of a PDF and tells something of that. */
static bool
tells_of_pdf(const struct silent *s, const struct layer *layer)
{
	unsigned level = layer->level;

	return level > 0 && level <= s->depth && s->pdfs[level - 1] != NULL &&
	       pdf_look_at_stream(layer->bytes, layer->len, s->pdfs[level - 1]);
}

static const char *
look_for_pdf(struct silent *s, const struct layer *layer)
{
	unsigned level = layer->level;
	struct pdf_refs *refs;
	enum pdf_left_out left_out;

	left_out = pdf_left_out(layer->bytes, layer->len, &refs, &s->unpack);
	if (level < LAYERS_MAX && refs != NULL) {
		s->pdfs[level] = refs;
		s->depth = level + 1;
	} else {
		free(refs);
	}
	return pdf_limits[left_out];
}

const char *
silent_layer(struct silent *s, const struct layer *layer)
{
	s->scanned += layer->len;
	leave_pdfs(s, layer->level);
	if (layer->len >= s->file_max)
		return file_size;
	if (layer->bytes == NULL)
		return NULL;
	if (has_type(layer, "CL_TYPE_MSOLE2") &&
	    ole2_claims_more(layer->bytes, layer->len, s->file_max))
		return file_size;
	if (tells_of_pdf(s, layer))
		return pdf_limits[PDF_STREAMS];
	if (!looks_within(layer))
		return NULL;
	if (!has_members(layer) && embedded_left_out(layer->bytes, layer->len,
				       has_type(layer, "CL_TYPE_MSEXE") ||
					   has_type(layer, "CL_TYPE_MSOLE2"),
				       s->files_max))
		return embedded;
	return look_for_pdf(s, layer);
}

const char *
silent_end(const struct silent *s)
{
	return s->scanned + TOO_SMALL >= s->scan_max ? scan_size : NULL;
}

void
silent_fini(struct silent *s)
{
	leave_pdfs(s, 0);
}
