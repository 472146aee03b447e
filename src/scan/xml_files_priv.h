/*
 * Files that lie in XML documents as base64: Word 2003 (binData), Flat OPC
 * (binaryData), flat OpenDocument (binary-data), XDP (chunk) and Visio
 * (VBProjectData, ForeignData). The engine opens some of the first kind only.
 */
#ifndef XML_FILES_PRIV_H
#define XML_FILES_PRIV_H

#include <stdbool.h>
#include <stddef.h>

/* Elements inside each other; a document that has more is not read on. */
enum { XML_DEPTH_MAX = 10000 };

struct xml_sink {
	void *arg;
	/*
	 * So many more bytes of base64 were read; 0 where time has passed.
	 * False to stop.
	 */
	bool (*grow)(void *arg, size_t more);
	/*
	 * A file; its name is as written, or NULL. Both live until this
	 * returns; it may walk another document. False to stop.
	 */
	bool (*file)(
	    void *arg, const char *name, const unsigned char *data, size_t len);
};

enum xml_end {
	XML_READ, /* to its end, or to a fault behind which there is no file */
	XML_STOPPED, /* by the sink */
	XML_DEPTH,   /* XML_DEPTH_MAX */
	/* A file around or behind it was not read whole, or the charset not. */
	XML_FAULT,
	XML_DOCTYPE, /* it declares entities or the like: not read on */
	XML_MEMORY   /* there is none, or it would take many times its size */
};

/* Whether a document starts here: in any charset that expat tells by itself. */
bool xml_starts(const unsigned char *data, size_t len);

/*
 * Whether it is in UTF-7, UTF-32 or EBCDIC, which neither expat nor what is
 * here reads, as some readers do.
 */
bool xml_is_foreign(const unsigned char *data, size_t len);

/* How many blanks stand in front of it. */
size_t xml_blanks(const unsigned char *data, size_t len);

/* Whether an element of this name, without its prefix, holds a file. */
bool xml_is_holder(const char *name);

/* Whether there seems to be a tag of such an element. */
bool xml_has_holder(const unsigned char *data, size_t len);

/* The same for a document that starts here. */
bool xml_may_hold_files(const unsigned char *data, size_t len);

/*
 * Hands the files of a document to the sink. What is in a file that ends
 * early is handed out as well. No external entity is read. Any thread.
 */
enum xml_end xml_walk(
    const unsigned char *data, size_t len, const struct xml_sink *sink);

#endif
