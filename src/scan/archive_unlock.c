/*
 * Trying passwords. Its one idea: libarchive compares a candidate with one
 * check byte (ZipCrypto) or two (AES) and asks for the next one when they
 * differ, which is cheap; a candidate that passes is believed only when the
 * member then decodes to its end, checksum included. One that passed by luck
 * costs a new start with the candidate behind it.
 */
#include "archive_unlock_priv.h"

#include "archive_reader_priv.h"

enum {
	/* Too few bytes make a checksum that many passwords meet. */
	TELLING_SIZE = 16
};

struct trial {
	const struct keys *k;
	size_t next; /* the candidate to hand out next */
	bool asking; /* the member is reached: candidates may be handed out */
};

static bool
go_on(void *arg)
{
	const struct trial *t = arg;

	return budget_ok(t->k->env->budget) &&
	       password_in_time(t->k->passwords);
}

static const char *
next_candidate(void *arg)
{
	struct trial *t = arg;
	struct passwords *p = t->k->passwords;

	if (!t->asking || t->next >= passwords_count(p) || !go_on(t) ||
	    !password_try(p))
		return NULL;
	return passwords_get(p, t->next++);
}

static struct reader *
open_archive(struct trial *t)
{
	struct reader_args args = {
	    .data = t->k->data,
	    .len = t->k->len,
	    .arg = t,
	    .go_on = go_on,
	    .password = next_candidate,
	};

	return reader_open(&args);
}

/* The index of the smallest encrypted member that can tell; else -1. */
static int64_t
find_smallest(struct trial *t)
{
	struct reader *r = open_archive(t);
	struct reader_member m;
	int64_t i, best = -1;
	uint64_t size = UINT64_MAX;

	if (r == NULL)
		return -1;
	for (i = 0; reader_next(r, &m) == READER_OK; i++) {
		if (!m.encrypted || !m.has_size || m.size < TELLING_SIZE ||
		    m.size >= size)
			continue;
		best = i;
		size = m.size;
	}
	reader_close(&r);
	return best;
}

/* True when the member has bytes and all of them are right. */
static bool
reads_well(struct reader *r, uint64_t file_max)
{
	struct reader_block b;
	enum reader_step step;
	uint64_t seen = 0;

	while ((step = reader_block(r, &b)) == READER_OK) {
		if (b.doubtful)
			return false;
		seen += b.len;
		if (seen > file_max)
			return true;
	}
	return step == READER_END && seen > 0;
}

/* Opens the archive anew and tries from t->next on. */
static bool
try_from(struct trial *t, uint64_t member)
{
	struct reader *r = open_archive(t);
	struct reader_member m = {0};
	uint64_t i;
	bool opened = false;

	if (r == NULL)
		return false;
	t->asking = false;
	for (i = 0; i <= member; i++)
		if (reader_next(r, &m) != READER_OK)
			goto out;
	t->asking = true;
	opened = m.encrypted && reads_well(r, t->k->env->budget->file_max);
out:
	reader_close(&r);
	return opened;
}

static bool
try_all(struct trial *t, uint64_t member)
{
	size_t first;

	do {
		first = t->next;
		if (try_from(t, member) && t->next > first) {
			password_worked(t->k->passwords, t->next - 1);
			return true;
		}
	} while (t->next > first && t->next < passwords_count(t->k->passwords));
	return false;
}

/* Tries the candidates that have not worked so far on one member. */
static bool
unlock(const struct keys *k, bool smallest)
{
	struct trial t = {.k = k, .next = passwords_worked(k->passwords)};
	int64_t member = (int64_t)k->member;
	bool opened = false;

	password_clock_start(k->passwords);
	if (smallest)
		member = find_smallest(&t);
	if (member >= 0)
		opened = try_all(&t, (uint64_t)member);
	password_clock_stop(k->passwords);
	return opened;
}

/* First the smallest member of the archive, then the one that is locked. */
static bool
find_key(struct keys *k)
{
	if (passwords_worked(k->passwords) == 0 && !k->tried_smallest) {
		k->tried_smallest = true;
		if (unlock(k, true))
			return true;
	}
	if (k->tried == k->member + 1)
		return false;
	k->tried = k->member + 1;
	return unlock(k, false);
}

const char *
keys_next(struct keys *k)
{
	if (k->passwords == NULL && k->env->passwords != NULL)
		k->passwords = k->env->passwords(k->env->passwords_arg);
	if (k->passwords == NULL)
		return NULL;
	if (k->given >= passwords_worked(k->passwords) && !find_key(k))
		return NULL;
	return passwords_get(k->passwords, k->given++);
}
