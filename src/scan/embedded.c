/*
 * Files that are embedded in another and that libclamav 1.4 passes over. It
 * notes what looks like the start of one: no more than ten in a file, however
 * many of them are none, and members of zip archives up to the number of files.
 * Among the ten are also kinds that it asks for no more than once a file.
 */
#include "embedded_priv.h"

#include <string.h>
#include <sys/param.h>

#include "text.h"

enum {
	NOTED_MAX = 10,
	PROGRAM_MAX = 9,     /* of one, so many starts are noted */
	PROGRAM_NEAR = 62,   /* from its start to its signature */
	PROGRAM_REACH = 302, /* at most */
	SECTOR_LEN = 512,
	ZIP_MEMBERS = 0 /* their place among the others below */
};

struct search {
	const unsigned char *data, *end;
	uint64_t noted;
	const unsigned char *last;  /* the last that was noted, or NULL */
	const unsigned char *since; /* where the last program was noted */
};

struct start {
	const char *bytes;
	size_t len, rare; /* the place of a byte that is seldom found */
	/* How many are noted for what is at this place. */
	unsigned (*fits)(struct search *s, const unsigned char *at);
};

/* Of ARJ archives: two bytes, seven others, and two kinds. */
static unsigned
is_arj(struct search *s, const unsigned char *at)
{
	return s->end - at > 10 && at[9] <= 2 && at[10] == 2;
}

/*
 * Of programs: what stands at the start of one is some way before it, and all
 * else that looks like that is noted with it.
 */
static unsigned
is_program(struct search *s, const unsigned char *at)
{
	const unsigned char *start = s->since;
	size_t before = MIN((size_t)(at - s->data), PROGRAM_REACH);
	unsigned n = 0;

	if (before < PROGRAM_NEAR ||
	    text_find_bytes(
		at - before, before - PROGRAM_NEAR + 2, "MZ", 2, 1) == NULL)
		return 0;
	while (n < PROGRAM_MAX &&
	       (start = text_find_bytes(
		    start, (size_t)(at - start), "MZ", 2, 1)) != NULL) {
		start += 2;
		n++;
	}
	s->since = at;
	return n;
}

static const struct start starts[] = {{"Rar!\x1a\7", 6, 4, NULL},
    {"7z\xbc\xaf\x27\x1c", 6, 2, NULL}, {"MSCF\0\0\0\0", 8, 3, NULL},
    {"\x60\xea", 2, 1, is_arj}, {"EGGA\0\1", 6, 1, NULL},
    {"\xef\xbe\xad\xdeNullsoftInst", 16, 0, NULL},
    {"\xa3\x48\x4b\xbe\x98\x6c\x4a\xa9\x99\x4c\x53\x0a\x86\xd6\x48\x7d", 16, 0,
	NULL},
    {"InstallShield", 14, 7, NULL}, {"\1CD001", 6, 0, NULL}};
static const struct start programs = {"PE\0\0", 4, 1, is_program};
static const struct start others[] = {
    {"PK\3\4", 4, 2, NULL}, {"\0BEA01", 6, 3, NULL}, {"<xdp:xdp", 8, 4, NULL}};

/* Notes what starts so, until there are this many of all kinds. */
static void
note(struct search *s, const struct start *start, uint64_t until)
{
	const unsigned char *at = s->data;
	unsigned n;

	for (; s->noted < until; at++) {
		at = text_find_bytes(at, (size_t)(s->end - at), start->bytes,
		    start->len, start->rare);
		if (at == NULL)
			return;
		n = start->fits == NULL ? 1 : start->fits(s, at);
		s->noted += n;
		if (n > 0 && (s->last == NULL || at > s->last))
			s->last = at;
	}
}

/*
 * Disks and documents in XML; of those in XML there are five kinds, which may
 * all be seen in one file.
 */
static void
note_heads(struct search *s)
{
	size_t len = (size_t)(s->end - s->data);

	if (len >= SECTOR_LEN && memcmp(s->data + 510, "\x55\xaa", 2) == 0)
		s->noted++;
	if (len >= SECTOR_LEN + 4 && memcmp(s->data, "ER", 2) == 0 &&
	    memcmp(s->data + SECTOR_LEN, "PM\0\0", 4) == 0)
		s->noted++;
	if (len >= SECTOR_LEN && memcmp(s->end - SECTOR_LEN, "koly", 4) == 0)
		s->noted++;
	if (len >= 5 && memcmp(s->data, "<?xml", 5) == 0)
		s->noted += 5;
	if (len >= 8 && memcmp(s->data, "\xef\xbb\xbf<?xml", 8) == 0)
		s->noted++;
}

/* Notes mails and web archives, until there are this many of all kinds. */
static void
note_mails(struct search *s, uint64_t until)
{
	static const char head[] = "\nMIME-Version: ";
	const char *at = (const char *)s->data, *end = (const char *)s->end;

	for (; s->noted < until; at++, s->noted++) {
		at = text_find(at, (size_t)(end - at), head);
		if (at == NULL)
			return;
	}
}

bool
embedded_left_out(const void *data, size_t len, bool in_program, uint32_t files)
{
	struct search s = {.data = data, .since = data}, zips;
	size_t i;

	s.end = s.data + len;
	zips = s;
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		note(&s, &starts[i], NOTED_MAX + 1);
	if (in_program)
		note(&s, &programs, NOTED_MAX + 1);
	if (s.last != NULL) {
		/* Of these, only those in front of the last count. */
		note_heads(&s);
		s.end = s.last;
		for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			note(&s, &others[i], NOTED_MAX + 1);
		note_mails(&s, NOTED_MAX + 1);
	}
	if (s.noted > NOTED_MAX)
		return true;
	note(&zips, &others[ZIP_MEMBERS], (uint64_t)files + 1);
	return zips.noted > files;
}
