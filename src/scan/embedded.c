/*
 * Files that are embedded in another and that libclamav 1.4 passes over. It
 * notes what looks like the start of one: no more than ten in a file, however
 * many of them are none, and members of zip archives up to the number of files,
 * which count among the ten.
 */
#include "embedded_priv.h"

#include <stddef.h>
#include <string.h>

#include "text.h"

enum { NOTED_MAX = 10 };

struct search {
	const unsigned char *data, *end;
	uint64_t noted;
	const unsigned char *last; /* the last that was noted, or NULL */
};

struct start {
	const char *bytes;
	size_t len, rare; /* the place of a byte that is seldom found */
	bool (*fits)(const struct search *s, const unsigned char *at);
};

/* Of ARJ archives: two bytes, seven others, and two kinds. */
static bool
is_arj(const struct search *s, const unsigned char *at)
{
	return s->end - at > 10 && at[9] <= 2 && at[10] == 2;
}

/* Of programs: what stands at the start of one is some way before it. */
static bool
is_program(const struct search *s, const unsigned char *at)
{
	ptrdiff_t back;

	for (back = 62; back <= 302 && back <= at - s->data; back++)
		if (memcmp(at - back, "MZ", 2) == 0)
			return true;
	return false;
}

static const struct start starts[] = {{"Rar!\x1a\7", 6, 4, NULL},
    {"7z\xbc\xaf\x27\x1c", 6, 2, NULL}, {"MSCF\0\0\0\0", 8, 3, NULL},
    {"\x60\xea", 2, 1, is_arj}, {"EGGA\0\1", 6, 1, NULL},
    {"\xef\xbe\xad\xdeNullsoftInst", 16, 0, NULL},
    {"\xa3\x48\x4b\xbe\x98\x6c\x4a\xa9\x99\x4c\x53\x0a\x86\xd6\x48\x7d", 16, 0,
	NULL},
    {"InstallShield", 14, 7, NULL}, {"\1CD001", 6, 0, NULL}};
static const struct start programs = {"PE\0\0", 4, 1, is_program};
static const struct start zip_members = {"PK\3\4", 4, 2, NULL};

/* Notes what starts so, until there are this many of all kinds. */
static void
note(struct search *s, const struct start *start, uint64_t until)
{
	const unsigned char *at = s->data;

	for (; s->noted < until; at++) {
		at = text_find_bytes(at, (size_t)(s->end - at), start->bytes,
		    start->len, start->rare);
		if (at == NULL)
			return;
		if (start->fits != NULL && !start->fits(s, at))
			continue;
		s->noted++;
		if (s->last == NULL || at > s->last)
			s->last = at;
	}
}

/* The same for what is a mail or a web archive. */
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
	struct search s = {.data = data, .end = s.data + len};
	struct search zips = s;
	size_t i;

	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		note(&s, &starts[i], NOTED_MAX + 1);
	if (in_program)
		note(&s, &programs, NOTED_MAX + 1);
	if (s.last != NULL) {
		/* Of these, only those in front of the last count. */
		s.end = s.last;
		note(&s, &zip_members, NOTED_MAX + 1);
		note_mails(&s, NOTED_MAX + 1);
	}
	if (s.noted > NOTED_MAX)
		return true;
	note(&zips, &zip_members, (uint64_t)files + 1);
	return zips.noted > files;
}
