/*
 * Files in XML documents, read with expat. It stops where a document is not
 * well-formed, as the programs do that open such documents.
 */
#include "xml_files_priv.h"

#include <expat.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "decode_priv.h"
#include "text.h"

enum {
	CHUNK_MAX = 1 << 30, /* expat takes an int */
	TEXT_FIRST = 4096,
	NAME_ROOM = 512
};

/*
 * What expat remembers of names may take twelve times the document: this much,
 * and four times the document, is what it gets.
 */
enum { MEMORY_FREE = 16 << 20, MEMORY_TIMES = 4 };

static _Thread_local size_t memory_left;

/* In front of each block: its size. */
union block_head {
	size_t size;
	max_align_t align;
};

static void *
grow_block(void *old, size_t size)
{
	union block_head *head =
	    old == NULL ? NULL : (union block_head *)old - 1;
	size_t had = head == NULL ? 0 : head->size;

	if (size > had && size - had > memory_left)
		return NULL;
	head = realloc(head, sizeof(*head) + size);
	if (head == NULL)
		return NULL;
	memory_left = memory_left + had - size;
	head->size = size;
	return head + 1;
}

static void *
new_block(size_t size)
{
	return grow_block(NULL, size);
}

static void
free_block(void *old)
{
	union block_head *head = (union block_head *)old - 1;

	if (old == NULL)
		return;
	memory_left += head->size;
	free(head);
}

static const XML_Memory_Handling_Suite memory = {
    new_block, grow_block, free_block};

static const char *const holders[] = {
    "binData", "binaryData", "binary-data", "VBProjectData", "ForeignData"};

struct walk {
	const struct xml_sink *sink;
	XML_Parser parser;
	enum xml_end end;
	unsigned depth;
	unsigned holder; /* depth of the element with the file; 0: none */
	bool named;      /* by it or by the element before it */
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

static bool
is_holder(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		if (strcmp(local(name), holders[i]) == 0)
			return true;
	return false;
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

/* The file is read. */
static void
hand_out(struct walk *w)
{
	const struct base64_rules rules = {PAD_ENDS_RUN, LINE_IGNORED, false};
	const struct xml_sink *sink = w->sink;
	const char *name = w->named ? w->name : NULL;
	unsigned char *file;
	size_t len;

	w->holder = 0;
	w->named = false;
	if (w->len == 0)
		return;
	file = malloc(w->len);
	if (file == NULL) {
		stop(w, XML_MEMORY);
		return;
	}
	len = base64_decode(rules, w->text, w->len, file);
	w->len = 0;
	if (len > 0 && !sink->file(sink->arg, name, file, len))
		stop(w, XML_STOPPED);
	free(file);
}

static void
on_start(void *arg, const char *element, const char **attributes)
{
	struct walk *w = arg;
	const char *name = name_in(attributes);

	if (++w->depth > XML_DEPTH_MAX) {
		stop(w, XML_DEPTH);
		return;
	}
	if (!w->sink->grow(w->sink->arg, 0, w->len)) {
		stop(w, XML_STOPPED);
		return;
	}
	if (w->holder != 0) /* its text goes on behind this element */
		return;
	if (is_holder(element))
		w->holder = w->depth;
	if (name == NULL && w->holder != 0)
		return;
	w->named = name != NULL && strlen(name) < sizeof(w->name);
	if (w->named)
		memcpy(w->name, name, strlen(name) + 1);
}

static void
on_text(void *arg, const char *text, int n)
{
	struct walk *w = arg;
	const struct xml_sink *sink = w->sink;

	if (w->holder == 0 || w->end != XML_READ)
		return;
	if (!sink->grow(sink->arg, (size_t)n, w->len + (size_t)n)) {
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
		hand_out(w);
	w->depth--;
}

/* No such document has entities, which may grow without end. */
static void
on_entity(void *arg, const char *name, int is_parameter, const char *value,
    int n, const char *base, const char *system_id, const char *public_id,
    const char *notation)
{
	(void)name;
	(void)is_parameter;
	(void)value;
	(void)n;
	(void)base;
	(void)system_id;
	(void)public_id;
	(void)notation;
	stop(arg, XML_ENTITIES);
}

/* Where the document starts behind blanks. */
static size_t
skip_blanks(const unsigned char *data, size_t len)
{
	size_t at = 0;

	while (at < len && memchr(" \t\r\n", data[at], 4) != NULL)
		at++;
	return at;
}

static bool
starts_with(const unsigned char *data, size_t len, const char *what, size_t n)
{
	return len >= n && memcmp(data, what, n) == 0;
}

bool
xml_starts(const unsigned char *data, size_t len)
{
	size_t at;

	if (starts_with(data, len, "\xff\xfe", 2) ||
	    starts_with(data, len, "\xfe\xff", 2) ||
	    starts_with(data, len, "<\0", 2) ||
	    starts_with(data, len, "\0<", 2))
		return true;
	at = starts_with(data, len, "\xef\xbb\xbf", 3) ? 3 : 0;
	at += skip_blanks(data + at, len - at);
	return at < len && data[at] == '<';
}

/* A word in one of the three charsets that expat tells by itself. */
static bool
has_word(const unsigned char *data, size_t len, const char *word)
{
	char wide[64] = "";
	size_t n = strlen(word), i;

	for (i = 0; i < n; i++)
		wide[2 * i] = word[i];
	/* From the first letter to the last, both orders are the same. */
	return memmem(data, len, word, n) != NULL ||
	       memmem(data, len, wide, 2 * n - 1) != NULL;
}

bool
xml_may_hold_files(const unsigned char *data, size_t len)
{
	size_t i;

	if (!xml_starts(data, len))
		return false;
	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++)
		if (has_word(data, len, holders[i]))
			return true;
	return false;
}

/* Reads it in the charset that it declares, or in `charset`. */
static enum XML_Error
parse(
    struct walk *w, const char *charset, const unsigned char *data, size_t len)
{
	enum XML_Error error = XML_ERROR_NO_MEMORY;
	size_t n;

	memory_left = MEMORY_FREE + MEMORY_TIMES * len;
	w->parser = XML_ParserCreate_MM(charset, &memory, NULL);
	if (w->parser == NULL)
		return error;
	XML_SetUserData(w->parser, w);
	XML_SetElementHandler(w->parser, on_start, on_end);
	XML_SetCharacterDataHandler(w->parser, on_text);
	XML_SetEntityDeclHandler(w->parser, on_entity);
	do {
		n = len < CHUNK_MAX ? len : CHUNK_MAX;
		len -= n;
		error = XML_Parse(w->parser, (const char *)data, (int)n,
			    len == 0) == XML_STATUS_OK
			    ? XML_ERROR_NONE
			    : XML_GetErrorCode(w->parser);
		data += n;
	} while (error == XML_ERROR_NONE && len > 0);
	if (w->end == XML_READ && w->holder != 0)
		hand_out(w);
	XML_ParserFree(w->parser);
	return error;
}

enum xml_end
xml_walk(const unsigned char *data, size_t len, const struct xml_sink *sink)
{
	struct walk w = {.sink = sink};
	size_t blanks = skip_blanks(data, len);
	enum XML_Error error;

	data += blanks;
	len -= blanks;
	error = parse(&w, NULL, data, len);
	/* base64 is the same in all charsets that go on from ASCII. */
	if (error == XML_ERROR_UNKNOWN_ENCODING)
		error = parse(&w, "ISO-8859-1", data, len);
	if (w.end == XML_READ && error == XML_ERROR_NO_MEMORY)
		w.end = XML_MEMORY;
	free(w.text);
	return w.end;
}
