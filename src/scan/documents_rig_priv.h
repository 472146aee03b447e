/* For tests: documents with EICAR in them, as attachments. */
#ifndef DOCUMENTS_RIG_PRIV_H
#define DOCUMENTS_RIG_PRIV_H

#include "scan_rig_priv.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define EICAR_64                                                               \
	"WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNU"                     \
	"QU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
#define WORD_OPEN  "<w:wordDocument xmlns:w=\"http://example.com/wordml\">"
#define WORD_CLOSE "</w:wordDocument>"
#define EMPTY_WORD                                                             \
	XML WORD_OPEN "<w:binData w:name=\"x\"></w:binData>" WORD_CLOSE

static const char flat_opc[] =
    XML "<pkg:package xmlns:pkg=\"http://example.com/xmlPackage\">"
	"<pkg:part pkg:name=\"/word/vba.bin\"><pkg:binaryData>\n" EICAR_64
	"\n</pkg:binaryData></pkg:part></pkg:package>";

/* What a mail with this document is found to have. */
static inline bool
is_found(const void *document, size_t len, const char *where)
{
	scan_attached("doc.xml", document, len);
	return found(CLASS_infected, "Eicar", where);
}

static inline bool
is_found_in(const char *document, const char *where)
{
	return is_found(document, strlen(document), where);
}

#endif
