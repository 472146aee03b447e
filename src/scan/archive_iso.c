/*
 * ISO 9660, as far as it takes to find the files. Its one idea: directories
 * are a queue of extents in which each stands once, so that no loop of theirs
 * is walked twice, and nothing is believed that does not lie in the image.
 */
#include "archive_iso_priv.h"

#include <stdlib.h>
#include <string.h>

enum {
	SECTOR = 2048,
	FIRST_DESCRIPTOR = 16,
	DESCRIPTORS_MAX = 64,
	PLAIN = 1,
	JOLIET = 2,
	DESCRIPTOR_END = 255,
	ROOT_RECORD = 156, /* in a descriptor */
	RECORD_MIN = 34,
	RECORD_NAME = 33,
	FLAG_DIRECTORY = 2
};

static uint32_t
le32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static void
add_dir(struct iso *iso, const unsigned char *record, bool joliet)
{
	struct iso_extent e = {le32(record + 2), le32(record + 10)};
	size_t i;

	for (i = 0; i < iso->n; i++)
		if (iso->dirs[i].at == e.at)
			return;
	if (iso->n == ISO_DIRS_MAX) {
		iso->lost = true;
		return;
	}
	iso->dirs[iso->n] = e;
	iso->joliet[iso->n++] = joliet;
}

/* Joliet first: its extents are those of the plain tree, its names better. */
static void
add_roots(struct iso *iso, unsigned char type)
{
	const unsigned char *d;
	size_t i;

	for (i = 0; i < DESCRIPTORS_MAX; i++) {
		if ((FIRST_DESCRIPTOR + i + 1) * SECTOR > iso->len)
			break;
		d = iso->data + (FIRST_DESCRIPTOR + i) * SECTOR;
		if (memcmp(d + 1, "CD001", 5) != 0 || d[0] == DESCRIPTOR_END)
			break;
		if (d[0] == type)
			add_dir(iso, d + ROOT_RECORD, type == JOLIET);
	}
}

int
iso_init(struct iso *iso, const unsigned char *data, size_t len)
{
	memset(iso, 0, sizeof(*iso));
	iso->data = data;
	iso->len = len;
	iso->seen = calloc(len / SECTOR + 1, sizeof(*iso->seen));
	if (iso->seen == NULL)
		return -1;
	add_roots(iso, JOLIET);
	add_roots(iso, PLAIN);
	return 0;
}

void
iso_fini(struct iso *iso)
{
	free(iso->seen);
	iso->seen = NULL;
}

/* Has a file with the bytes of this record been handed out? */
static bool
was_seen(struct iso *iso, const unsigned char *record)
{
	uint32_t at = le32(record + 2), len = le32(record + 10);

	if (at >= iso->len / SECTOR)
		return false;
	if (len > 0 && len <= iso->seen[at])
		return true;
	iso->seen[at] = len;
	return false;
}

/* "NAME.EXT;1", or UTF-16 in big-endian order, to UTF-8. */
static void
take_name(struct iso *iso, const unsigned char *s, size_t n, bool joliet)
{
	size_t i, to = 0, step = joliet ? 2 : 1;
	unsigned c;

	for (i = 0; i + step <= n; i += step) {
		c = joliet ? (unsigned)s[i] << 8 | s[i + 1] : s[i];
		if (c == ';' || c == 0)
			break;
		if (c < 0x80) {
			iso->name[to++] = (char)c;
		} else if (c < 0x800) {
			iso->name[to++] = (char)(0xc0 | c >> 6);
			iso->name[to++] = (char)(0x80 | (c & 0x3f));
		} else {
			iso->name[to++] = (char)(0xe0 | c >> 12);
			iso->name[to++] = (char)(0x80 | (c >> 6 & 0x3f));
			iso->name[to++] = (char)(0x80 | (c & 0x3f));
		}
	}
	iso->name[to] = '\0';
}

/* The next record of the directory being read; NULL at its end. */
static const unsigned char *
next_record(struct iso *iso)
{
	const struct iso_extent *e = &iso->dirs[iso->reading];
	const unsigned char *p;
	uint64_t at;

	while (iso->offset < e->len) {
		at = (uint64_t)e->at * SECTOR + iso->offset;
		if (at >= iso->len || iso->len - at < RECORD_MIN) {
			iso->lost = true;
			return NULL;
		}
		p = iso->data + at;
		if (p[0] == 0) { /* records do not cross sectors */
			iso->offset += SECTOR - iso->offset % SECTOR;
			continue;
		}
		if (p[0] < RECORD_MIN || iso->len - at < p[0] ||
		    RECORD_NAME + p[32] > p[0]) {
			iso->lost = true;
			return NULL;
		}
		iso->offset += p[0];
		return p;
	}
	return NULL;
}

static void
take_file(struct iso *iso, const unsigned char *record, struct iso_file *f_r)
{
	uint64_t at = (uint64_t)le32(record + 2) * SECTOR;
	uint64_t len = le32(record + 10);
	bool joliet = iso->joliet[iso->reading];

	if (at > iso->len)
		at = iso->len;
	f_r->cut = len > iso->len - at;
	f_r->len = f_r->cut ? iso->len - at : len;
	f_r->data = iso->data + at;
	take_name(iso, record + RECORD_NAME, record[32], joliet);
	f_r->name = iso->name;
}

bool
iso_next(struct iso *iso, struct iso_file *f_r)
{
	const unsigned char *p;

	while (iso->reading < iso->n) {
		p = next_record(iso);
		if (p == NULL) {
			iso->reading++;
			iso->offset = 0;
		} else if ((p[25] & FLAG_DIRECTORY) == 0) {
			if (was_seen(iso, p))
				continue;
			take_file(iso, p, f_r);
			return true;
		} else if (p[32] != 1 || p[RECORD_NAME] > 1) {
			add_dir(iso, p, iso->joliet[iso->reading]);
		}
	}
	return false;
}
