/*
 * Names of files. Windows decides what a file is by the end of its name, after
 * dropping blanks and dots there; a person decides by what is seen of it. A
 * name that makes the two differ deceives.
 */
#include "filename_priv.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "charset.h"
#include "fold.h"
#include "mem.h"
#include "text.h"

enum {
	GAP_BEFORE_EXTENSION = 5, /* blanks in a row that nobody types */
	GAP_ANYWHERE = 20,
	TAIL_MAX = 5, /* blanks or dots at the end, likewise */
	EXTENSION_MAX = 12,
	CLASS_ID_LEN = 38 /* {8-4-4-4-12} */
};

/* Extensions of what people look at and do not run. */
static const char *const documents[] = {"7z", "avi", "bmp", "csv", "doc",
    "docm", "docx", "eml", "gif", "heic", "htm", "html", "jpeg", "jpg", "mkv",
    "mov", "mp3", "mp4", "mpeg", "mpg", "msg", "odp", "ods", "odt", "pdf",
    "png", "pps", "ppt", "pptm", "pptx", "rar", "rtf", "tif", "tiff", "txt",
    "wav", "webp", "wmv", "xls", "xlsm", "xlsx", "xml", "zip"};

/* Characters that look like a blank, beside those that become one. */
static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
	       c == 0x2800 || c == 0x3000 || c == 0x3164 || c == 0xffa0;
}

/* The overrides make letters run backwards; other marks are in honest names. */
static bool
is_override(uint32_t c)
{
	return c == 0x202d || c == 0x202e;
}

static bool
is_extension_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
}

/* Whether `dot` begins an extension that goes to the end. */
static bool
is_extension(const char *dot)
{
	size_t n = 0;

	while (is_extension_char(dot[n + 1]))
		n++;
	return n > 0 && n <= EXTENSION_MAX && dot[n + 1] == '\0';
}

static bool
is_class_id(const char *s)
{
	static const char shape[] = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
	size_t i;

	for (i = 0; i < CLASS_ID_LEN; i++)
		if (shape[i] == 'x'
			? strchr("0123456789abcdef", s[i]) == NULL ||
			      s[i] == '\0'
			: s[i] != shape[i])
			return false;
	return s[CLASS_ID_LEN] == '\0';
}

/* Blanks of all kinds become plain ones; overrides and long gaps are told. */
static char *
make_plain(const char *s, struct filename *f)
{
	size_t len = strlen(s), gap = 0, n;
	struct buf out;
	uint32_t c;
	char *plain;

	buf_init(&out, 2 * len + 1);
	for (; len > 0; s += n, len -= n) {
		c = fold_char(s, &n);
		if (is_override(c))
			f->deceptive = "right-to-left override";
		gap = is_blank(c) ? gap + 1 : 0;
		if (gap >= GAP_ANYWHERE && f->deceptive == NULL)
			f->deceptive = "hidden by blanks";
		if (is_blank(c))
			(void)buf_addc(&out, ' ');
		else if (c >= ' ' && c != 0x7f)
			(void)buf_add(&out, s, n);
	}
	plain = mem_strdup(out.data);
	buf_fini(&out);
	return plain;
}

/* Cuts off the folders in front. */
static void
cut_folders(char *s)
{
	size_t len = strlen(s);
	char *start = s, *p;

	while (len > 0 && strchr("/\\", s[len - 1]) != NULL)
		s[--len] = '\0';
	for (p = s; *p != '\0'; p++)
		if (*p == '/' || *p == '\\')
			start = p + 1;
	memmove(s, start, strlen(start) + 1);
}

/* Cuts off what Windows drops at the end; how many characters those are. */
static size_t
cut_tail(char *s)
{
	size_t len = strlen(s), n = 0;

	while (len > 0 && strchr(" .\"'", s[len - 1]) != NULL) {
		s[--len] = '\0';
		n++;
	}
	return n;
}

/* Blanks in front of the extension, and class identifiers as one. */
static void
look_at_extension(const char *form, struct filename *f)
{
	const char *dot = strrchr(form, '.'), *s;

	if (dot == NULL || f->deceptive != NULL)
		return;
	for (s = dot; s > form && s[-1] == ' '; s--)
		continue;
	if (dot - s >= GAP_BEFORE_EXTENSION && s > form && is_extension(dot))
		f->deceptive = "hidden by blanks";
	if (is_class_id(dot + 1))
		f->deceptive = "class identifier";
}

/* The name as valid UTF-8. */
static char *
to_utf8(const char *name)
{
	size_t len = strlen(name);
	struct buf out;
	char *text;

	if (len > FOLD_NAME_MAX)
		name += len - FOLD_NAME_MAX;
	len = strlen(name);
	buf_init(&out, 4 * FOLD_NAME_MAX);
	charset_to_utf8("UTF-8", name, len, &out);
	if (!text_is_utf8(name, len)) {
		buf_reset(&out);
		charset_to_utf8(NULL, name, len, &out);
	}
	text = mem_strdup(out.data);
	buf_fini(&out);
	return text;
}

/* The one form of a name in UTF-8; how much was cut behind it. */
static char *
make_form(const char *text, struct filename *f, size_t *tail_r)
{
	char *plain = make_plain(text, f);
	char *form = fold_name(plain);

	cut_folders(form);
	*tail_r = cut_tail(form);
	free(plain);
	return form;
}

static void
add_readings(struct filename *f, struct readings *readings, const char *name)
{
	struct filename unused = {.n = 0};
	unsigned i;
	size_t tail;
	char *text;

	f->readings = readings_of(readings, name, f->reading);
	for (i = 0; i < f->readings; i++) {
		text = f->reading[i];
		f->reading[i] = make_form(text, &unused, &tail);
		free(text);
	}
}

void
filename_read(const char *name, struct readings *readings, struct filename *f)
{
	char *text = to_utf8(name), *form, *colon;
	size_t tail;

	*f = (struct filename){.n = 0};
	form = make_form(text, f, &tail);
	f->tail = tail > 0;
	if (tail >= TAIL_MAX && strchr(form, '.') != NULL &&
	    f->deceptive == NULL)
		f->deceptive = "hidden by blanks";
	look_at_extension(form, f);
	free(text);
	if (*form == '\0') {
		free(form);
		return;
	}
	if (readings != NULL)
		add_readings(f, readings, name);
	f->form[f->n++] = form;
	/* Behind a colon is the name of a stream in the file. */
	colon = strchr(form, ':');
	if (colon != NULL && colon > form + 1) {
		form = mem_strndup(form, (size_t)(colon - form));
		(void)cut_tail(form);
		if (*form != '\0')
			f->form[f->n++] = form;
		else
			free(form);
	}
}

void
filename_fini(struct filename *f)
{
	while (f->n > 0)
		free(f->form[--f->n]);
	while (f->readings > 0)
		free(f->reading[--f->readings]);
}

static bool
is_document(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		if (strlen(documents[i]) == len &&
		    memcmp(documents[i], s, len) == 0)
			return true;
	return false;
}

bool
filename_is_double(const char *form, const struct globs *runnable)
{
	const char *last = strrchr(form, '.'), *end, *s;

	if (last == NULL || globs_find(runnable, form) == NULL)
		return false;
	for (end = last; end > form && strchr(" ._", end[-1]) != NULL; end--)
		continue;
	for (s = end; s > form && s[-1] != '.'; s--)
		continue;
	return s > form && is_document(s, (size_t)(end - s));
}
