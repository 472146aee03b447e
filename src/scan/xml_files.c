/*
 * Files in XML documents, read with expat. It stops where a document is not
 * well-formed; the programs that open such documents do so as well, but not all
 * at the same faults: a file behind one is told.
 */
#include "xml_files_priv.h"

#include <expat.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "decode_priv.h"

enum {
	CHUNK_MAX = 1 << 30, /* expat takes an int */
	TEXT_FIRST = 4096,
	NAME_ROOM = 512
};

/*
 * What expat remembers of names may take twelve times the document: this much,
 * and four times the document, is what it gets, for all that are within it too.
 */
enum { MEMORY_FREE = 16 << 20, MEMORY_TIMES = 4 };

static _Thread_local size_t memory_left;
static _Thread_local unsigned parsers;

/* In front of each block: its size. */
union block_head {
	size_t size;
	max_align_t align;
};

static void *
grow_block(void *old, size_t size)
{
	union block_head *head = old, *grown;
	size_t had = head == NULL ? 0 : (--head)->size;

	if (size > had && size - had > memory_left)
		return NULL;
	grown = realloc(head, sizeof(*grown) + size);
	if (grown == NULL)
		return NULL;
	memory_left = memory_left + had - size;
	grown->size = size;
	return grown + 1;
}

static void *
new_block(size_t size)
{
	return grow_block(NULL, size);
}

static void
free_block(void *old)
{
	union block_head *head;

	if (old == NULL)
		return;
	head = (union block_head *)old - 1;
	memory_left += head->size;
	free(head);
}

static const XML_Memory_Handling_Suite memory = {
    new_block, grow_block, free_block};

struct walk {
	const struct xml_sink *sink;
	XML_Parser parser;
	enum xml_end end;
	unsigned depth;
	unsigned holder; /* depth of the element with the file; 0: none */
	bool named;      /* by it or by the element before it */
	bool torn;       /* something stood in the middle of a file */
	char name[NAME_ROOM];
	unsigned char *text; /* of the file, as base64 */
	size_t len, size;
};

static void
stop(struct walk *w, enum xml_end end)
{
	if (w->end == XML_READ)
		w->end = end;
	(void)XML_StopParser(w->parser, XML_FALSE);
}

/* Behind the prefix. */
static const char *
local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

static const char *
name_in(const char **attributes)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(local(attributes[0]), "name") == 0)
			return attributes[1];
	return NULL;
}

static bool
make_room(struct walk *w, size_t more)
{
	size_t size = w->size > 0 ? w->size : TEXT_FIRST;
	unsigned char *text;

	if (more > SIZE_MAX / 4 - w->len)
		return false;
	while (size < w->len + more)
		size *= 2;
	if (size == w->size)
		return true;
	text = realloc(w->text, size);
	if (text == NULL)
		return false;
	w->text = text;
	w->size = size;
	return true;
}

/*
 * The file is read: decoded in its own place, as it only gets shorter. Returns
 * its length.
 */
static size_t
hand_out(struct walk *w)
{
	const struct base64_rules rules = {PAD_ENDS_RUN, LINE_IGNORED, false};
	const struct xml_sink *sink = w->sink;
	const char *name = w->named ? w->name : NULL;
	unsigned char *file = w->text;
	size_t len = w->len;

	w->holder = 0;
	w->named = false;
	w->text = NULL;
	w->len = w->size = 0;
	if (len > 0)
		len = base64_decode(rules, file, len, file);
	if (len > 0 && !sink->file(sink->arg, name, file, len))
		stop(w, XML_STOPPED);
	free(file);
	return len;
}

/* Of a long name the end is kept, which says what kind of file it is. */
static void
keep_name(struct walk *w, const char *name)
{
	size_t len = strlen(name);

	if (len >= sizeof(w->name)) {
		name += len - (sizeof(w->name) - 1);
		len = sizeof(w->name) - 1;
	}
	memcpy(w->name, name, len + 1);
	w->named = true;
}

/* Elements within a file are no part of it; none of its kind is there. */
static void
on_start(void *arg, const char *element, const char **attributes)
{
	struct walk *w = arg;
	const char *name = name_in(attributes);

	if (++w->depth > XML_DEPTH_MAX) {
		stop(w, XML_DEPTH);
		return;
	}
	if (!w->sink->grow(w->sink->arg, 0)) {
		stop(w, XML_STOPPED);
		return;
	}
	if (w->holder != 0 && xml_is_holder(local(element)))
		w->torn |= hand_out(w) > 0;
	if (w->holder != 0)
		return;
	if (xml_is_holder(local(element)))
		w->holder = w->depth;
	else
		w->named = false;
	if (name != NULL)
		keep_name(w, name);
}

static void
on_text(void *arg, const char *text, int n)
{
	struct walk *w = arg;
	const struct xml_sink *sink = w->sink;

	if (w->holder == 0 || w->holder != w->depth || w->end != XML_READ)
		return;
	if (!sink->grow(sink->arg, (size_t)n)) {
		stop(w, XML_STOPPED);
	} else if (!make_room(w, (size_t)n)) {
		stop(w, XML_MEMORY);
	} else {
		memcpy(w->text + w->len, text, (size_t)n);
		w->len += (size_t)n;
	}
}

static void
on_end(void *arg, const char *element)
{
	struct walk *w = arg;

	(void)element;
	if (w->holder == w->depth)
		(void)hand_out(w);
	w->depth--;
}

/*
 * No such document declares anything: entities may grow without end, and
 * attributes that are added to each element cost time without end.
 */
static void
on_doctype(void *arg, const char *name, const char *system_id,
    const char *public_id, int has_declarations)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	if (has_declarations)
		stop(arg, XML_DOCTYPE);
}

/*
 * What it means that expat does not read on at this place: it may be within the
 * tag of a file, behind its name.
 */
static enum xml_end
fault(enum XML_Error error, const unsigned char *data, size_t len, size_t at)
{
	const unsigned char *tag = memrchr(data, '<', MIN(at + 1, len));

	if (error == XML_ERROR_NO_MEMORY)
		return XML_MEMORY;
	if (tag != NULL)
		at = (size_t)(tag - data);
	return xml_has_holder(data + at, len - at) ? XML_FAULT : XML_READ;
}

/*
 * Reads it in the charset that it declares, or in `charset`. Returns how much
 * of it was read before an error.
 */
static size_t
parse(struct walk *w, const char *charset, const unsigned char *data,
    size_t len, enum XML_Error *error_r)
{
	size_t at = 0, n;
	XML_Index read;

	*error_r = XML_ERROR_NO_MEMORY;
	if (parsers++ == 0)
		memory_left = MEMORY_FREE + MEMORY_TIMES * len;
	w->parser = XML_ParserCreate_MM(charset, &memory, NULL);
	if (w->parser != NULL) {
		XML_SetUserData(w->parser, w);
		XML_SetElementHandler(w->parser, on_start, on_end);
		XML_SetCharacterDataHandler(w->parser, on_text);
		XML_SetStartDoctypeDeclHandler(w->parser, on_doctype);
		do {
			n = len - at < CHUNK_MAX ? len - at : CHUNK_MAX;
			(void)XML_Parse(w->parser, (const char *)data + at,
			    (int)n, at + n == len);
			*error_r = XML_GetErrorCode(w->parser);
			at += n;
		} while (*error_r == XML_ERROR_NONE && at < len);
		read = XML_GetCurrentByteIndex(w->parser);
		if (*error_r != XML_ERROR_NONE)
			at = read < 0 ? 0 : MIN((size_t)read, len);
		if (w->end == XML_READ && w->holder != 0)
			w->torn |= hand_out(w) > 0;
		XML_ParserFree(w->parser);
	}
	parsers--;
	return at;
}

enum xml_end
xml_walk(const unsigned char *data, size_t len, const struct xml_sink *sink)
{
	struct walk w = {.sink = sink};
	size_t blanks = xml_blanks(data, len), at;
	enum XML_Error error;

	data += blanks;
	len -= blanks;
	if (xml_is_foreign(data, len))
		return XML_FAULT;
	at = parse(&w, NULL, data, len, &error);
	/*
	 * The charset that is declared is not known, or not that of the bytes:
	 * base64 is the same in all that go on from ASCII, and expat tells
	 * those of two bytes by itself.
	 */
	if (error == XML_ERROR_UNKNOWN_ENCODING ||
	    error == XML_ERROR_INCORRECT_ENCODING)
		at = parse(&w, "ISO-8859-1", data, len, &error);
	if (w.end == XML_READ && error != XML_ERROR_NONE)
		w.end = fault(error, data, len, at);
	if (w.end == XML_READ && w.torn)
		w.end = XML_FAULT;
	free(w.text);
	return w.end;
}
