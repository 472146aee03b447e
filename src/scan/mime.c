/*
 * The standard reading of a mail, by GMime. The parser reads the caller's
 * memory through a stream that does not own it, so the content of a part is
 * a range of that memory and only encoded parts are copied, when decoded.
 */
#include "mime.h"

#include <gmime/gmime.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "clean_priv.h"
#include "mem.h"
#include "mime_priv.h"
#include "salvage_priv.h"
#include "text.h"

static bool read_object(struct walk *w, struct message *m, GMimeObject *object);

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

/* Puts what a part holds in place of its encoded form. The caller frees it. */
static unsigned char *
decode_part(struct walk *w, struct message *m, GMimeContentEncoding encoding,
    struct part *part)
{
	unsigned char *decoded = decode(encoding, part->data, &part->len);

	if (decoded == NULL) {
		walk_fact(w, CLASS_limits, "memory", m->place);
		part->len = 0;
	}
	part->data = decoded;
	return decoded;
}

static bool
is_message_type(GMimeContentType *type)
{
	return g_mime_content_type_is_type(type, "message", "rfc822") ||
	       g_mime_content_type_is_type(type, "message", "global") ||
	       g_mime_content_type_is_type(type, "message", "news");
}

/* The fields of a part that may hold its name. */
static size_t
name_fields(GMimePart *leaf, struct field *fields, size_t max)
{
	GMimeHeaderList *list =
	    g_mime_object_get_header_list((GMimeObject *)leaf);
	int i, count = g_mime_header_list_get_count(list);
	enum field_kind kind;
	GMimeHeader *header;
	const char *name, *value;
	struct span all;
	size_t n = 0;

	for (i = 0; i < count && n < max; i++) {
		header = g_mime_header_list_get_header_at(list, i);
		name = g_mime_header_get_name(header);
		value = g_mime_header_get_raw_value(header);
		kind = header_field_kind(name, strlen(name));
		if (value == NULL || kind == FIELD_OTHER ||
		    kind == FIELD_ENCODING)
			continue;
		all = (struct span){value, strlen(value)};
		if (header_may_name(all))
			fields[n++] = (struct field){kind, all};
	}
	return n;
}

static bool
hand_leaf(struct walk *w, struct message *m, GMimePart *leaf, struct part *part)
{
	GMimeContentType *type =
	    g_mime_object_get_content_type((GMimeObject *)leaf);
	char *mime_type = g_mime_content_type_get_mime_type(type);
	struct field fields[HEADER_FIELDS_MAX];
	size_t n = name_fields(leaf, fields, HEADER_FIELDS_MAX);
	struct names names = {.n = 0};
	bool more;

	part->type = mime_type;
	part->charset = g_mime_content_type_get_parameter(type, "charset");
	part->attachment = g_mime_part_is_attachment(leaf);
	if (n > 0)
		names_read(fields, n, part->charset, &names);
	walk_names(part, &names);
	walk_partial(w, m, mime_type);
	more = walk_leaf(w, m, part);
	names_fini(&names);
	g_free(mime_type);
	return more;
}

static bool
read_leaf(struct walk *w, struct message *m, GMimePart *leaf)
{
	GMimeDataWrapper *content = g_mime_part_get_content(leaf);
	GMimeContentEncoding encoding = g_mime_part_get_content_encoding(leaf);
	struct part part = {.kind = PART_BODY};
	unsigned char *decoded = NULL;
	bool more;

	if (content != NULL)
		part.data = raw_content(content, &part.len);
	if (part.data != NULL && is_encoded(encoding))
		decoded = decode_part(w, m, encoding, &part);
	if (part.data != NULL && is_message_type(g_mime_object_get_content_type(
				     (GMimeObject *)leaf)))
		more = mime_read_nested(w, m, part.data, part.len);
	else
		more = hand_leaf(w, m, leaf, &part);
	free(decoded);
	return more;
}

/* One level deeper, at the place of the next part. The caller frees it. */
static char *
enter(struct walk *w, struct message *m, struct message *inner)
{
	char *place;

	m->parts++;
	if (w->stopped || !budget_depth(w->budget, m->depth + 1)) {
		w->stopped = true;
		return NULL;
	}
	place = mem_printf("%s/part%u", m->place, m->parts);
	inner->depth = m->depth + 1;
	inner->place = place;
	return place;
}

bool
mime_read_nested(
    struct walk *w, struct message *m, const unsigned char *data, size_t len)
{
	struct message inner = {.data = data, .len = len};
	char *place = enter(w, m, &inner);

	if (place != NULL && !budget_bytes(w->budget, len, len))
		w->stopped = true;
	if (place != NULL && !w->stopped)
		(void)mime_read(w, &inner);
	free(place);
	return !w->stopped;
}

static bool
read_message(struct walk *w, struct message *m, GMimeMessage *message)
{
	GMimeObject *top =
	    message == NULL ? NULL : g_mime_message_get_mime_part(message);
	struct message inner = {.depth = 0};
	char *place = enter(w, m, &inner);

	if (place != NULL && top != NULL)
		(void)read_object(w, &inner, top);
	free(place);
	return !w->stopped;
}

/* GMime itself never nests deeper than 1024 levels. */
static bool
read_object(struct walk *w, struct message *m, GMimeObject *object)
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
		if (!read_object(w, m, g_mime_multipart_get_part(multi, i)))
			return false;
	return true;
}

void
mime_read_standard(struct walk *w, struct message *m)
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
			(void)read_object(w, m, top);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}

static bool
read_simple_leaf(
    struct walk *w, struct message *m, const struct clean_leaf *leaf)
{
	char *type = leaf->type != NULL
			 ? mem_strndup(leaf->type, leaf->type_len)
			 : mem_strdup("text/plain");
	char *charset = mem_strndup(
	    leaf->charset != NULL ? leaf->charset : "", leaf->charset_len);
	struct part part = {
	    .kind = PART_BODY,
	    .type = type,
	    .charset = leaf->charset != NULL ? charset : NULL,
	    .data = (const unsigned char *)leaf->body,
	    .len = leaf->body_len,
	};
	unsigned char *decoded = NULL;
	bool more;

	if (part.len > 0 && leaf->encoding != CLEAN_TEXT)
		decoded = decode_part(w, m,
		    leaf->encoding == CLEAN_QP
			? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
			: GMIME_CONTENT_ENCODING_BASE64,
		    &part);
	more = walk_leaf(w, m, &part);
	free(decoded);
	free(charset);
	free(type);
	return more;
}

void
mime_read_simple(
    struct walk *w, struct message *m, const struct clean_simple *simple)
{
	unsigned i;

	for (i = 0; i < simple->n; i++)
		if (!read_simple_leaf(w, m, &simple->leaves[i]))
			break;
}

bool
mime_read(struct walk *w, struct message *m)
{
	struct clean_bulk bulk;
	struct clean_simple simple;
	const char *why = clean_check(m->data, m->len, &bulk, &simple), *much;

	if (why != NULL)
		clean_bulk_guess(m->data, m->len, &bulk);
	much = m->len > UINT_MAX ? "message_size" : clean_bulk_exceeds(&bulk);
	if ((why != NULL || much != NULL) && w->seen == NULL)
		w->seen = seen_new();
	if (much != NULL)
		walk_fact(w, CLASS_limits, much, m->place);
	else if (simple.n > 0)
		mime_read_simple(w, m, &simple);
	else
		mime_read_standard(w, m);
	if (!w->stopped && (why != NULL || much != NULL))
		(void)salvage_read(w, m, why == NULL ? much : why);
	return !w->stopped;
}

bool
mime_walk(const unsigned char *data, size_t len, struct budget *budget,
    const struct part_sink *sink)
{
	struct walk w = {.budget = budget,
	    .sink = sink,
	    .work_max = WALK_WORK_BASE + (uint64_t)len * WALK_WORK_FACTOR};
	struct message m = {
	    .place = "mail", .depth = 1, .data = data, .len = len};
	const unsigned char *lf;

	/* The envelope line of a mailbox file is no part of the mail. */
	if (len > 5 && memcmp(data, "From ", 5) == 0 &&
	    (lf = memchr(data, '\n', len)) != NULL) {
		m.len -= (size_t)(lf + 1 - data);
		m.data = lf + 1;
	}
	(void)mime_read(&w, &m);
	seen_free(&w.seen);
	return !w.stopped;
}
