/*
 * The standard reading of a mail, by GMime. The parser reads the caller's
 * memory through a stream that does not own it, so the content of a part is
 * a range of that memory and only encoded parts are copied, when decoded.
 */
#include "mime.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "mime_priv.h"
#include "text.h"

static bool read_object(
    struct walk *w, struct message *m, GMimeObject *object, unsigned level);

void
mime_init(void)
{
	g_mime_init();
}

static bool
is_encoded(GMimeContentEncoding encoding)
{
	return encoding == GMIME_CONTENT_ENCODING_BASE64 ||
	       encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
	       encoding == GMIME_CONTENT_ENCODING_UUENCODE;
}

/* The bytes of a part as they stand in the mail. */
static const unsigned char *
raw_content(GMimeDataWrapper *content, size_t *len_r)
{
	GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
	GByteArray *bytes;
	gint64 end;

	*len_r = 0;
	if (stream == NULL || !GMIME_IS_STREAM_MEM(stream))
		return NULL;
	bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	end = stream->bound_end == -1 ? (gint64)bytes->len : stream->bound_end;
	if (stream->bound_start >= end)
		return NULL;
	*len_r = (size_t)(end - stream->bound_start);
	return bytes->data + stream->bound_start;
}

/* Decodes into memory of its own; NULL when there is none left. */
static unsigned char *
decode(GMimeContentEncoding encoding, const unsigned char *raw, size_t *len)
{
	const char *in = (const char *)raw;
	GMimeEncoding state;
	char *out;

	g_mime_encoding_init_decode(&state, encoding);
	out = malloc(g_mime_encoding_outlen(&state, *len) + 1);
	if (out != NULL)
		*len = g_mime_encoding_flush(&state, in, *len, out);
	return (unsigned char *)out;
}

static bool
is_message_type(GMimeContentType *type)
{
	return g_mime_content_type_is_type(type, "message", "rfc822") ||
	       g_mime_content_type_is_type(type, "message", "global") ||
	       g_mime_content_type_is_type(type, "message", "news");
}

/* A message that stood encoded in its part. */
static bool
read_nested(struct walk *w, struct message *m, const struct part *part)
{
	struct message inner = {
	    .depth = m->depth + 1, .data = part->data, .len = part->len};
	char *place;

	m->parts++;
	if (!budget_depth(w->budget, inner.depth)) {
		w->stopped = true;
		return false;
	}
	place = mem_printf("%s/part%u", m->place, m->parts);
	inner.place = place;
	(void)mime_read(w, &inner);
	free(place);
	return !w->stopped;
}

static void
check_partial(struct walk *w, struct message *m, GMimeContentType *type)
{
	const char *name = NULL;
	char *place;

	if (g_mime_content_type_is_type(type, "message", "partial"))
		name = "message/partial";
	if (g_mime_content_type_is_type(type, "message", "external-body"))
		name = "message/external-body";
	if (name == NULL)
		return;
	place = mem_printf("%s/part%u", m->place, m->parts + 1);
	walk_fact(w, CLASS_partial, name, place);
	free(place);
}

static bool
read_leaf(struct walk *w, struct message *m, GMimePart *leaf)
{
	GMimeContentType *type =
	    g_mime_object_get_content_type((GMimeObject *)leaf);
	GMimeDataWrapper *content = g_mime_part_get_content(leaf);
	GMimeContentEncoding encoding = g_mime_part_get_content_encoding(leaf);
	struct part part = {.kind = PART_BODY};
	unsigned char *decoded = NULL;
	char *mime_type;
	bool more;

	check_partial(w, m, type);
	if (content != NULL)
		part.data = raw_content(content, &part.len);
	if (part.data != NULL && is_encoded(encoding)) {
		decoded = decode(encoding, part.data, &part.len);
		if (decoded == NULL) {
			walk_fact(w, CLASS_limits, "memory", m->place);
			part.len = 0;
		}
		part.data = decoded;
	}
	if (is_message_type(type)) {
		more = read_nested(w, m, &part);
	} else {
		mime_type = g_mime_content_type_get_mime_type(type);
		part.type = mime_type;
		part.charset =
		    g_mime_content_type_get_parameter(type, "charset");
		part.name = g_mime_part_get_filename(leaf);
		part.attachment =
		    part.name != NULL || g_mime_part_is_attachment(leaf);
		more = walk_leaf(w, m, &part);
		g_free(mime_type);
	}
	free(decoded);
	return more;
}

static bool
read_message(struct walk *w, struct message *m, GMimeMessage *message)
{
	struct message inner = {.depth = m->depth + 1};
	GMimeObject *top;
	char *place;

	m->parts++;
	if (!budget_depth(w->budget, inner.depth)) {
		w->stopped = true;
		return false;
	}
	top = message == NULL ? NULL : g_mime_message_get_mime_part(message);
	if (top == NULL)
		return true;
	place = mem_printf("%s/part%u", m->place, m->parts);
	inner.place = place;
	(void)read_object(w, &inner, top, 0);
	free(place);
	return !w->stopped;
}

/* GMime itself never nests deeper than 1024 levels. */
static bool
read_object(
    struct walk *w, struct message *m, GMimeObject *object, unsigned level)
{
	GMimeMultipart *multi;
	int i, n;

	if (GMIME_IS_PART(object))
		return read_leaf(w, m, (GMimePart *)object);
	if (GMIME_IS_MESSAGE_PART(object))
		return read_message(w, m,
		    g_mime_message_part_get_message(
			(GMimeMessagePart *)object));
	if (!GMIME_IS_MULTIPART(object))
		return true;
	multi = (GMimeMultipart *)object;
	n = g_mime_multipart_get_count(multi);
	for (i = 0; i < n; i++)
		if (!read_object(
			w, m, g_mime_multipart_get_part(multi, i), level + 1))
			return false;
	return true;
}

bool
mime_read(struct walk *w, struct message *m)
{
	GByteArray bytes = {(guint8 *)(uintptr_t)m->data, (guint)m->len};
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&bytes);
	GMimeParser *parser;
	GMimeMessage *message;
	GMimeObject *top;

	g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL) {
		top = g_mime_message_get_mime_part(message);
		if (top != NULL)
			(void)read_object(w, m, top, 0);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	return !w->stopped;
}

bool
mime_walk(const unsigned char *data, size_t len, struct budget *budget,
    const struct part_sink *sink)
{
	struct walk w = {.budget = budget, .sink = sink};
	struct message m = {
	    .place = "mail", .depth = 1, .data = data, .len = len};

	return mime_read(&w, &m);
}
