/*
 * Files in what is no archive and that the engine does not find there: those
 * in XML documents, the macros of a document that are packed as ActiveMime, and
 * a PDF behind something that the engine may take the whole file for, though
 * the readers of PDF files pass over it.
 */
#include "archive_embed_priv.h"

#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "archive_name_priv.h"
#include "pdf_priv.h"
#include "xml_files_priv.h"

enum {
	ACTIVE_MIME_REACH = 4096,
	GZIP_TAIL = 4 /* so many bytes more than zlib has */
};

/* One document. */
struct document {
	struct trip *trip;
	const struct archive_in *in;
};

static void
hand_out(struct trip *t, const struct archive_in *in)
{
	const struct part_sink *sink = t->env->sink;
	struct part part = {
	    .kind = PART_MEMBER,
	    .where = in->where,
	    .name = in->name,
	    .data = in->data,
	    .len = in->len,
	    .depth = in->depth,
	    .attachment = true,
	};

	if (!sink->leaf(sink->arg, &part))
		t->stopped = true;
}

/* Counts bytes of a file, which is shorter than the one that it is in. */
static bool
count_bytes(struct trip *t, size_t n)
{
	return budget_bytes(t->env->budget, n, 0);
}

/* Four letters of base64 are three bytes; never none. */
static bool
on_grow(void *arg, size_t more)
{
	struct document *d = arg;

	return count_bytes(d->trip, (more * 3 + 3) / 4);
}

static bool
on_file(void *arg, const char *raw, const unsigned char *data, size_t len)
{
	struct document *d = arg;
	char *name = archive_name(raw == NULL ? raw : raw + strspn(raw, "/"));
	char *where = archive_place(d->in->where, name);
	struct archive_in file = {data, len, where, name, d->in->depth + 1};
	uint64_t taken = MIN(len, d->trip->room);

	if (budget_file(d->trip->env->budget)) {
		hand_out(d->trip, &file);
		d->trip->room -= taken;
		if (trip_goes_on(d->trip))
			walk_inside(d->trip, &file);
		d->trip->room += taken;
	}
	free(where);
	free(name);
	return trip_goes_on(d->trip);
}

static void
walk_document(struct trip *t, const struct archive_in *in)
{
	struct document d = {t, in};
	const struct xml_sink sink = {
	    .arg = &d, .grow = on_grow, .file = on_file};

	if (!budget_depth(t->env->budget, in->depth)) {
		trip_tell_limit(t, in->where);
		return;
	}
	switch (xml_walk(in->data, in->len, &sink)) {
	case XML_READ:
		break;
	case XML_STOPPED:
		trip_tell_limit(t, in->where);
		break;
	case XML_DEPTH:
		trip_tell(t, CLASS_limits, "XML depth", in->where);
		break;
	case XML_FAULT:
		trip_tell(t, CLASS_broken, "unreadable document", in->where);
		break;
	case XML_DOCTYPE:
		trip_tell(t, CLASS_limits, "XML declarations", in->where);
		break;
	case XML_MEMORY:
		trip_tell(t, CLASS_limits, "memory", in->where);
		break;
	}
}

static bool
is_active_mime(const unsigned char *data, size_t len)
{
	return len > 50 && memcmp(data, "ActiveMime", 10) == 0;
}

/* The head of a zlib stream (RFC 1950, 2.2): method, window, a checksum. */
static bool
is_zlib(const unsigned char *p)
{
	return (p[0] & 0x8f) == 8 && (p[1] & 0x20) == 0 &&
	       (p[0] << 8 | p[1]) % 31 == 0;
}

/*
 * Both zlib and gzip (RFC 1952) are a head and a deflated stream: with the
 * other head, the engine unpacks it as it unpacks any file.
 */
static void
hand_out_as_gzip(struct trip *t, const struct archive_in *in, size_t at)
{
	static const unsigned char head[10] = {0x1f, 0x8b, 8};
	struct archive_in file = *in;
	unsigned char *gzip;

	at += 2;
	file.len = sizeof(head) + in->len - at + GZIP_TAIL;
	file.depth++;
	if (!budget_file(t->env->budget) || !count_bytes(t, file.len)) {
		trip_tell_limit(t, in->where);
		return;
	}
	gzip = calloc(1, file.len);
	if (gzip == NULL) {
		trip_tell(t, CLASS_limits, "memory", in->where);
		return;
	}
	memcpy(gzip, head, sizeof(head));
	memcpy(gzip + sizeof(head), in->data + at, in->len - at);
	file.data = gzip;
	hand_out(t, &file);
	if (trip_goes_on(t))
		walk_inside(t, &file);
	free(gzip);
}

/*
 * The stream begins where the head says, or where Word (0x32) and Excel (0x22a)
 * put it; readers differ. If it is at none of these, what looks like one may be
 * near, which is told all the same.
 */
static void
walk_active_mime(struct trip *t, const struct archive_in *in)
{
	const unsigned char *data = in->data;
	const size_t places[] = {
	    (data[0x1e] | (size_t)data[0x1f] << 8) + 46, 0x32, 0x22a};
	bool known = false, near = false;
	size_t i, at;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		at = places[i];
		if (at + 2 >= in->len || !is_zlib(data + at) ||
		    (i > 0 && at == places[0]) || !trip_goes_on(t))
			continue;
		hand_out_as_gzip(t, in, at);
		known = true;
	}
	for (at = 0x20;
	     !known && !near && at + 2 < in->len && at < ACTIVE_MIME_REACH;
	     at++) {
		near = is_zlib(data + at);
		if (near)
			hand_out_as_gzip(t, in, at);
	}
	if (!known && data[10] == '\0')
		trip_tell(t, CLASS_broken, "unreadable archive", in->where);
}

/* What stands in front of a document may be longer than what is known. */
static bool
is_blank(const unsigned char *data, size_t len)
{
	while (len > 0 && memchr(" \t\r\n", data[len - 1], 4) != NULL)
		len--;
	return len == 0;
}

bool
embed_may_start(const unsigned char *data, size_t len)
{
	return xml_starts(data, len) || is_blank(data, len) ||
	       is_active_mime(data, len) || pdf_behind(data, len) > 0;
}

void
embed_walk(struct trip *t, const struct archive_in *in)
{
	size_t at = pdf_behind(in->data, in->len);
	struct archive_in pdf = *in;

	if (at > 0) {
		pdf.data += at;
		pdf.len -= at;
		pdf.depth++;
		if (budget_file(t->env->budget) && count_bytes(t, pdf.len))
			hand_out(t, &pdf);
		else
			trip_tell_limit(t, in->where);
	}
	if (trip_goes_on(t) && is_active_mime(in->data, in->len))
		walk_active_mime(t, in);
	if (trip_goes_on(t) && xml_may_hold_files(in->data, in->len))
		walk_document(t, in);
}
