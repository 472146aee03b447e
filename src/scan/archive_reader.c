/*
 * The one place that knows libarchive. Its one idea: every format and filter
 * is enabled by name, and none that would start an external program; input
 * comes from a callback in small pieces, so that time can be called between
 * them however large a call's output would grow.
 */
#include "archive_reader_priv.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { RETRIES_MAX = 16 };

struct reader {
	struct archive *archive;
	struct reader_args args;
	size_t at; /* the next byte of the input */
	locale_t locale;
};

typedef int enabler(struct archive *);

/*
 * What a stream holds is always handed out as one member: read through a
 * filter, libarchive takes any data that begins with zeros for an empty tar.
 */
static enabler *const of_stream[] = {
    archive_read_support_format_empty,
    archive_read_support_format_raw,
    NULL,
};

/* Not iso9660: of libarchive 3.6.2, it can be sent round for ever. Not xar. */
static enabler *const of_archive[] = {
    archive_read_support_format_7zip,
    archive_read_support_format_ar,
    archive_read_support_format_cab,
    archive_read_support_format_cpio,
    archive_read_support_format_lha,
    archive_read_support_format_rar,
    archive_read_support_format_rar5,
    archive_read_support_format_tar,
    archive_read_support_format_warc,
    archive_read_support_format_zip,
    NULL,
};

static la_ssize_t
give(struct archive *a, void *arg, const void **data_r)
{
	struct reader *r = arg;
	size_t n = r->args.len - r->at;

	if (!r->args.go_on(r->args.arg)) {
		archive_set_error(a, ECANCELED, "Stopped");
		return ARCHIVE_FATAL;
	}
	if (n > READER_BLOCK)
		n = READER_BLOCK;
	*data_r = r->args.data + r->at;
	r->at += n;
	return (la_ssize_t)n;
}

static la_int64_t
skip(struct archive *a, void *arg, la_int64_t n)
{
	struct reader *r = arg;
	size_t left = r->args.len - r->at;

	(void)a;
	if (n < 0)
		return 0;
	if ((uint64_t)n > left)
		n = (la_int64_t)left;
	r->at += (size_t)n;
	return n;
}

static la_int64_t
seek(struct archive *a, void *arg, la_int64_t offset, int whence)
{
	struct reader *r = arg;
	la_int64_t base = 0;

	(void)a;
	if (whence == SEEK_CUR)
		base = (la_int64_t)r->at;
	else if (whence == SEEK_END)
		base = (la_int64_t)r->args.len;
	if (offset < -base || offset > (la_int64_t)r->args.len - base)
		return ARCHIVE_FATAL;
	r->at = (size_t)(base + offset);
	return base + offset;
}

static const char *
give_password(struct archive *a, void *arg)
{
	struct reader *r = arg;

	(void)a;
	return r->args.password(r->args.arg);
}

/*
 * A locale of this thread for the length of one call; NULL changes nothing.
 * errno is cleared, as libarchive ends the process when it cannot convert a
 * name and finds an old ENOMEM there.
 */
static locale_t
enter(struct reader *r)
{
	errno = 0;
	return uselocale(r->locale);
}

static int
enable(struct archive *a, enabler *const *list)
{
	for (; *list != NULL; list++)
		if ((*list)(a) != ARCHIVE_OK)
			return ARCHIVE_FATAL;
	return ARCHIVE_OK;
}

static const int filter_codes[] = {
    [READER_BZIP2] = ARCHIVE_FILTER_BZIP2,
    [READER_GZIP] = ARCHIVE_FILTER_GZIP,
    [READER_LZ4] = ARCHIVE_FILTER_LZ4,
    [READER_LZIP] = ARCHIVE_FILTER_LZIP,
    [READER_LZMA] = ARCHIVE_FILTER_LZMA,
    [READER_XZ] = ARCHIVE_FILTER_XZ,
    [READER_ZSTD] = ARCHIVE_FILTER_ZSTD,
};

/*
 * Exactly one filter. Left to itself, libarchive stacks as many as match and
 * unpacks without a bound to find out. Only .Z has to be found by matching,
 * as its filter reads while it is set up; it looks no farther than 3 bytes.
 */
static int
enable_kind(struct archive *a, enum reader_kind kind)
{
	int code;

	if (kind == READER_ARCHIVE)
		return enable(a, of_archive);
	if (kind == READER_TAR_GZIP)
		return archive_read_append_filter(a, ARCHIVE_FILTER_GZIP) ==
			       ARCHIVE_OK
			   ? archive_read_support_format_tar(a)
			   : ARCHIVE_FATAL;
	if (kind == READER_COMPRESS)
		code = archive_read_support_filter_compress(a);
	else
		code = archive_read_append_filter(a, filter_codes[kind]);
	return code == ARCHIVE_OK ? enable(a, of_stream) : code;
}

static int
open_data(struct reader *r)
{
	struct archive *a = r->archive;

	if (enable_kind(a, r->args.kind) != ARCHIVE_OK)
		return ARCHIVE_FATAL;
	if (r->args.latin1_names)
		(void)archive_read_set_format_option(
		    a, "lha", "hdrcharset", "ISO-8859-1");
	(void)archive_read_set_callback_data(a, r);
	(void)archive_read_set_read_callback(a, give);
	(void)archive_read_set_skip_callback(a, skip);
	(void)archive_read_set_seek_callback(a, seek);
	if (r->args.password != NULL)
		(void)archive_read_set_passphrase_callback(a, r, give_password);
	return archive_read_open1(a);
}

struct reader *
reader_open(const struct reader_args *args)
{
	struct reader *r = mem_zalloc(1, sizeof(*r));
	locale_t before;
	int code = ARCHIVE_FATAL;

	r->args = *args;
	r->archive = archive_read_new();
	r->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	before = enter(r);
	if (r->archive != NULL)
		code = open_data(r);
	(void)uselocale(before);
	if (code != ARCHIVE_OK)
		reader_close(&r);
	return r;
}

void
reader_close(struct reader **r)
{
	if (*r == NULL)
		return;
	(void)archive_read_free((*r)->archive);
	if ((*r)->locale != (locale_t)0)
		freelocale((*r)->locale);
	free(*r);
	*r = NULL;
}

static void
describe(struct archive_entry *e, struct reader_member *m_r)
{
	__LA_MODE_T type = archive_entry_filetype(e);

	*m_r = (struct reader_member){0};
	errno = 0; /* see enter() */
	m_r->name = archive_entry_pathname(e);
	errno = 0;
	if (m_r->name == NULL)
		m_r->name = archive_entry_pathname_utf8(e);
	m_r->regular = type == 0 || type == AE_IFREG;
	errno = 0;
	m_r->content = archive_entry_symlink(e);
	m_r->encrypted = archive_entry_is_encrypted(e) == 1;
	m_r->has_size = archive_entry_size_is_set(e) != 0;
	if (m_r->has_size && archive_entry_size(e) > 0)
		m_r->size = (uint64_t)archive_entry_size(e);
}

/* A stream of nothing, or one whose first byte cannot be read. */
static bool
is_broken_end(struct archive *a)
{
	return archive_format(a) == ARCHIVE_FORMAT_EMPTY &&
	       archive_errno(a) != 0;
}

enum reader_step
reader_next(struct reader *r, struct reader_member *m_r)
{
	struct archive_entry *e = NULL;
	locale_t before = enter(r);
	int code, tries = 0;

	do
		code = archive_read_next_header(r->archive, &e);
	while (code == ARCHIVE_RETRY && ++tries < RETRIES_MAX);
	if ((code == ARCHIVE_OK || code == ARCHIVE_WARN)) {
		describe(e, m_r);
		code = ARCHIVE_OK;
	} else if (code != ARCHIVE_EOF || is_broken_end(r->archive)) {
		code = ARCHIVE_FATAL;
	}
	(void)uselocale(before);
	if (code == ARCHIVE_EOF)
		return READER_END;
	return code == ARCHIVE_OK ? READER_OK : READER_BAD;
}

enum reader_step
reader_block(struct reader *r, struct reader_block *b_r)
{
	const void *data = NULL;
	la_int64_t offset = 0;
	locale_t before = enter(r);
	int code, tries = 0;

	*b_r = (struct reader_block){0};
	do
		code = archive_read_data_block(
		    r->archive, &data, &b_r->len, &offset);
	while (code == ARCHIVE_RETRY && ++tries < RETRIES_MAX);
	(void)uselocale(before);
	b_r->data = data;
	b_r->offset = offset > 0 ? (uint64_t)offset : 0;
	b_r->doubtful = code == ARCHIVE_WARN;
	if (data == NULL)
		b_r->len = 0;
	if (code == ARCHIVE_OK || code == ARCHIVE_WARN)
		return READER_OK;
	if (code == ARCHIVE_EOF)
		return READER_END;
	return code == ARCHIVE_FATAL ? READER_BAD : READER_PART;
}

bool
reader_encrypted(struct reader *r)
{
	return archive_read_has_encrypted_entries(r->archive) > 0;
}

uint64_t
reader_consumed(struct reader *r)
{
	la_int64_t n = archive_filter_bytes(r->archive, -1);

	return n > 0 ? (uint64_t)n : 0;
}

bool
reader_is_engines(struct reader *r)
{
	const char *method = archive_format_name(r->archive);

	return method != NULL &&
	       (strstr(method, "(deflation-64-bit)") != NULL ||
		   strstr(method, "(imploding)") != NULL ||
		   strstr(method, "(imploded)") != NULL);
}

bool
reader_seeks(struct reader *r)
{
	int base = archive_format(r->archive) & ARCHIVE_FORMAT_BASE_MASK;

	return r->args.kind == READER_ARCHIVE &&
	       (base == ARCHIVE_FORMAT_ZIP || base == ARCHIVE_FORMAT_TAR ||
		   base == ARCHIVE_FORMAT_CPIO ||
		   base == ARCHIVE_FORMAT_ISO9660);
}
