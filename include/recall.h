/*
 * A small memory of verdicts: a message that was deferred although nothing
 * was found in it is offered again a little later, and need not be scanned
 * again while its file, the definitions and the configuration are the same.
 *
 * Any thread may call any function, except recall_new and recall_free.
 */
#ifndef RECALL_H
#define RECALL_H

#include <stdint.h>

enum {
	RECALL_ENTRIES_MAX = 4096, /* the oldest leave */
	RECALL_TEXT_MAX = 4096     /* bytes of an entry's text */
};

/*
 * What has to be the same. The file's part is from fstat of the descriptor
 * that was scanned, taken before it was read; times are nanoseconds since
 * 1970. The stamps name the definitions and the configuration by which it
 * was scanned.
 */
struct recall_key {
	uint64_t device, inode, size;
	int64_t mtime_ns, ctime_ns;
	uint64_t definitions, config;
};

struct recall;

/* An empty memory for `max` entries, 1 to RECALL_ENTRIES_MAX. */
struct recall *recall_new(unsigned max);

/* Frees it and sets the pointer to NULL; NULL is fine. */
void recall_free(struct recall **recall);

/*
 * Remembers a text. An entry with the same key is replaced; a text longer
 * than RECALL_TEXT_MAX is not remembered.
 */
void recall_put(
    struct recall *recall, const struct recall_key *key, const char *text);

/* A copy of the text, to be freed by the caller, or NULL. */
char *recall_get(struct recall *recall, const struct recall_key *key);

/* Forgets an entry, if there is one. */
void recall_drop(struct recall *recall, const struct recall_key *key);

#endif
