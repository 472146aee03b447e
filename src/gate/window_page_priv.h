/*
 * The state file FOLDER/quota: one page, mapped by every process that counts.
 *
 * A head that never changes while the file exists, then words of 64 bits.
 * Each word carries its own check, so that none is ever half written: 54 bits
 * of value and 10 bits that the value, the word's place and the file
 * determine. Any change within one byte is noticed for certain.
 *
 * A head belongs to one inode, which it names, and to one start of the
 * machine: a copied file is noticed, and after a start a new file is made.
 * Files made from one another have the same lineage and rising generations.
 */
#ifndef WINDOW_PAGE_PRIV_H
#define WINDOW_PAGE_PRIV_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "clock.h"
#include "err.h"
#include "window_counts_priv.h"

#define PAGE_MAGIC "cgpward quota\n"

enum { PAGE_SIZE = 4096, PAGE_VERSION = 1 };

/* The words. */
enum {
	WORD_WALL, /* newest time of day, in seconds */
	WORD_NOW,  /* the running slot and its count */
	WORD_MARK, /* WINDOW_MARKS of them */
	WORD_PAST = WORD_MARK + WINDOW_MARKS,
	WORDS = WORD_PAST + SLOTS
};

struct page_head {
	char magic[16];
	uint64_t version;
	uint64_t lineage, generation;
	uint64_t joined, joined_generation; /* a lineage that was added */
	unsigned char boot[CLOCK_BOOT_SIZE];
	uint64_t boot_ms; /* at this time since the machine's start ... */
	int64_t time_ms;  /* ... the window's time was this */
	int64_t base;     /* the slot that words call 0 */
	uint64_t dev, ino;
	uint64_t check;
};

struct page {
	struct page_head head;
	_Atomic uint64_t word[WORDS];
	unsigned char rest[PAGE_SIZE - sizeof(struct page_head) -
			   WORDS * sizeof(uint64_t)];
};

_Static_assert(sizeof(struct page) == PAGE_SIZE, "one page");
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "words need no lock");

/*
 * The value of a slot: its number, two flags and its count. Frozen: the count
 * is final, the slot is about to be put with the past ones. Moved: the file
 * has a successor, nobody may count here any more.
 */
enum { VALUE_COUNT_BITS = 27, VALUE_SLOT_SHIFT = 29 };

#define VALUE_COUNT    (((uint64_t)1 << VALUE_COUNT_BITS) - 1)
#define VALUE_FROZEN   ((uint64_t)1 << 27)
#define VALUE_MOVED    ((uint64_t)1 << 28)
#define VALUE_SLOT_MAX (((int64_t)1 << 25) - 1)
#define VALUE_BAD      UINT64_MAX

static inline uint64_t
value_of(int64_t slot, uint64_t count)
{
	return (uint64_t)slot << VALUE_SLOT_SHIFT | count;
}

static inline int64_t
value_slot(uint64_t value)
{
	return (int64_t)(value >> VALUE_SLOT_SHIFT);
}

/* Without flags, so that values of later states are higher ones. */
static inline uint64_t
value_plain(uint64_t value)
{
	return value & ~(VALUE_FROZEN | VALUE_MOVED);
}

/* The checks are remainders by a prime; what is 0 is never a word. */
enum { WORD_PRIME = 1021, WORD_STEP = 389, WORD_CHECK_BITS = 10 };

static inline uint64_t
word_check(uint64_t value, unsigned salt, unsigned place)
{
	return (value + salt + place * WORD_STEP) % WORD_PRIME + 1;
}

static inline uint64_t
word_of(uint64_t value, unsigned salt, unsigned place)
{
	return value << WORD_CHECK_BITS | word_check(value, salt, place);
}

/* The value of a word, or VALUE_BAD. */
static inline uint64_t
word_value(uint64_t word, unsigned salt, unsigned place)
{
	uint64_t value = word >> WORD_CHECK_BITS;

	if ((word & (((uint64_t)1 << WORD_CHECK_BITS) - 1)) !=
	    word_check(value, salt, place))
		return VALUE_BAD;
	return value;
}

/* The salt of a file's words. */
unsigned page_salt(const struct page_head *head);

/* FNV-1a; it finds accidents and careless changes, it is no secret. */
uint64_t page_hash(const void *data, size_t len);

/* The window's time at a moment of the same start of the machine. */
int64_t page_time(const struct page_head *head, const struct moment *now);

/* False when times or numbers are such as no program of ours has written. */
bool page_plausible(const struct page_head *head, const struct counts *counts);

/*
 * True when the file of `head` holds what the one of `other` held: it is the
 * same, was made from it, or has it added.
 */
bool page_knows(const struct page_head *head, const struct page_head *other);

/* Fills in magic, version, base and check. */
void page_seal(struct page_head *head, const struct counts *counts);

/* Makes a page that nobody uses yet. */
void page_init(struct page *page, const struct page_head *head,
    const struct counts *counts);

/* What a page says, as far as it can be believed. */
struct page_facts {
	struct page_head head;
	struct counts counts;
	bool moved;
	unsigned bad; /* words that are damaged */
};

/*
 * Reads a page that others may be using. Returns -1 with a text, which fits
 * behind a file name and ": ", when it has no sound head; damaged words are
 * only counted.
 */
int page_read(struct page *page, struct page_facts *facts_r, struct err *e);

#endif
