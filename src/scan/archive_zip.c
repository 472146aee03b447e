/*
 * What the records of a zip say of its members. Records are found by their
 * signature anywhere in the data, not by following offsets, so that no lie
 * in one of them hides another. A record that belongs to a zip inside the zip
 * makes the outer one ours too, which costs time and does no harm.
 */
#include "archive_zip_priv.h"

#include <string.h>

#include "text.h"

enum { ZIP_END_REACH = 22 + 65535 }; /* the end record and its comment */

static unsigned
le16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

/* Methods of APPNOTE 4.4.5 that the engine unpacks. */
static bool
engine_knows_method(unsigned method)
{
	return method == 0 || method == 6 || method == 8 || method == 9 ||
	       method == 12;
}

/*
 * One record with this signature: is its member ours? `at` is where the
 * flags stand, the method follows them.
 */
static bool
record_is_ours(const unsigned char *record, size_t len, size_t at)
{
	return len >= at + 4 &&
	       ((le16(record + at) & 1) != 0 ||
		   !engine_knows_method(le16(record + at + 2)));
}

static bool
has_our_record(
    const unsigned char *data, size_t len, const char *sign, size_t flags_at)
{
	const unsigned char *p = data, *end = data + len;

	while ((p = memmem(p, (size_t)(end - p), sign, 4)) != NULL) {
		if (record_is_ours(p, (size_t)(end - p), flags_at))
			return true;
		p += 4;
	}
	return false;
}

enum archive_kind
zip_sniff(const unsigned char *data, size_t len)
{
	if (has_our_record(data, len, "PK\1\2", 8) ||
	    has_our_record(data, len, "PK\3\4", 6))
		return ARCHIVE_OURS;
	return ARCHIVE_ENGINE;
}

bool
zip_ends(const unsigned char *data, size_t len)
{
	size_t reach = len < ZIP_END_REACH ? len : ZIP_END_REACH;

	return text_find_bytes(data + len - reach, reach, "PK\5\6", 4, 2) !=
	       NULL;
}
