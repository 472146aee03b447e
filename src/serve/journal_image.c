/*
 * The records of the journal. Nothing that is read from the file is believed
 * without its seal, so that whatever bytes are in it, the worst that happens
 * is that a suspect is forgotten.
 */
#include <stddef.h>
#include <string.h>

#include "journal_priv.h"

#define MAGIC "cgpward journal, format 1\n"

enum { DAY_S = 24 * 3600 };

/* FNV-1a over what the seal covers; never 0. */
static uint64_t
checksum(const struct journal_record *r)
{
	const unsigned char *p = (const unsigned char *)r;
	const unsigned char *end = p + offsetof(struct journal_record, opened);
	uint64_t hash = 14695981039346656037ULL;

	for (; p < end; p++)
		hash = (hash ^ *p) * 1099511628211ULL;
	return hash != 0 ? hash : 1;
}

void
record_seal(struct journal_record *r)
{
	atomic_store_explicit(&r->seal, checksum(r), memory_order_release);
}

uint64_t
record_valid(const struct journal_record *r)
{
	uint64_t seal = atomic_load_explicit(&r->seal, memory_order_acquire);

	if (seal == 0 || seal != checksum(r) ||
	    r->id[JOURNAL_ID_SIZE - 1] != '\0')
		return 0;
	return seal;
}

unsigned
record_ends(const struct journal_record *s, uint64_t stamp, int64_t now_s)
{
	/* A record may hold any time: without a sign, nothing overflows. */
	uint64_t apart = (uint64_t)now_s - (uint64_t)s->when_s + DAY_S;
	bool fresh = s->stamp == stamp && apart < 2 * DAY_S;

	return fresh || s->ends < 1 ? s->ends : 1;
}

static bool
same_file(const struct journal_file *a, const struct journal_file *b)
{
	return a->inode == b->inode && a->device == b->device &&
	       a->size == b->size && a->mtime_ns == b->mtime_ns;
}

struct journal_record *
image_find(struct journal_image *image, const struct journal_file *file,
    uint64_t *seal_r)
{
	struct journal_record *r;
	unsigned i;

	if (atomic_load(&image->any) == 0)
		return NULL;
	for (i = 0; i < JOURNAL_SUSPECTS; i++) {
		r = &image->suspects[i];
		if (atomic_load_explicit(&r->seal, memory_order_acquire) == 0 ||
		    !same_file(&r->file, file))
			continue;
		*seal_r = record_valid(r);
		if (*seal_r != 0)
			return r;
	}
	return NULL;
}

void
image_check(struct journal_image *image)
{
	bool any = false;
	unsigned i;

	if (memcmp(image->magic, MAGIC, sizeof(MAGIC)) != 0) {
		memset(image, 0, sizeof(*image));
		memcpy(image->magic, MAGIC, sizeof(MAGIC));
	}
	for (i = 0; i < JOURNAL_SUSPECTS; i++)
		any |= record_valid(&image->suspects[i]) != 0;
	atomic_store(&image->any, any);
}

/* A free record, or the one that has waited longest. */
static struct journal_record *
make_room(struct journal_image *image)
{
	struct journal_record *oldest = NULL, *r;
	unsigned i;

	for (i = 0; i < JOURNAL_SUSPECTS; i++) {
		r = &image->suspects[i];
		if (record_valid(r) == 0)
			return r;
		if (oldest == NULL || r->when_s < oldest->when_s)
			oldest = r;
	}
	return oldest;
}

/* One more abrupt end counts against the file of a mark. */
static void
accuse(struct journal_image *image, const struct journal_record *mark,
    int64_t now_s)
{
	unsigned opened = atomic_load(&mark->opened) != 0, ends = 0;
	uint64_t seal;
	struct journal_record *s = image_find(image, &mark->file, &seal);

	if (s != NULL) {
		ends = record_ends(s, mark->stamp, now_s);
		opened &= atomic_load(&s->opened) != 0;
	} else {
		s = make_room(image);
	}
	atomic_store(&s->seal, 0);
	s->file = mark->file;
	s->stamp = mark->stamp;
	s->when_s = now_s;
	s->ends = ends + 1;
	memcpy(s->id, mark->id, sizeof(s->id));
	atomic_store(&s->opened, opened);
	record_seal(s);
	atomic_store(&image->any, 1);
}

/* A file that two requests named is accused once for one end. */
static bool
has_twin(const struct journal_record *marks, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (same_file(&marks[i].file, &marks[n].file) &&
		    record_valid(&marks[i]) != 0)
			return true;
	return false;
}

void
image_bury(
    struct journal_image *image, unsigned run, int64_t now_s, struct buf *found)
{
	struct journal_record *marks = image->marks[run];
	unsigned i;

	for (i = 0; i < JOURNAL_MARKS; i++) {
		if (record_valid(&marks[i]) == 0 || has_twin(marks, i))
			continue;
		accuse(image, &marks[i], now_s);
		(void)buf_addf(
		    found, "%s%s", found->len > 0 ? ", " : "", marks[i].id);
	}
	for (i = 0; i < JOURNAL_MARKS; i++)
		atomic_store(&marks[i].seal, 0);
}
