/*
 * The files that definitions list as false alarms (.fp and .sfp). libclamav
 * scans such a file and drops what it would tell of it and of all that is in
 * it, even that it left something out; after that it tells of no other limit in
 * the same scan. So these lists are not left to it: the engine is kept out of
 * such files instead. (What .cat files list stays with libclamav.)
 *
 * Filled by one thread; then any thread may ask.
 */
#ifndef ALLOW_LIST_PRIV_H
#define ALLOW_LIST_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

enum { ALLOW_DIGEST_MAX = 32 };

struct allow_list;

/*
 * Computes a digest, whose length in bytes it returns, or 0 when it cannot.
 * The method is "md5", "sha1" or "sha256".
 */
typedef size_t allow_digest(const char *method, const void *data, size_t len,
    unsigned char digest_r[ALLOW_DIGEST_MAX]);

/* `level` is libclamav's, for which an entry may be made or not. */
struct allow_list *allow_list_new(allow_digest *digest, unsigned level);
void allow_list_free(struct allow_list **list);

/* Whether a file of definitions with this name, or ending, is such a list. */
bool allow_list_is_one(const char *file_name);

/*
 * Adds a line of such a file, "digest:bytes:name:level:level", where the bytes
 * may be "*" for any number, and the levels from which and up to which it holds
 * may be left out. False when it is no such line; an empty one and a comment
 * are well.
 */
bool allow_list_add(struct allow_list *list, const char *line, size_t len);

/*
 * Adds what the files of a folder list, the packed ones (.cvd, .cld, .cud)
 * included. 0, or -1 with the name of a file that cannot be read.
 */
int allow_list_read(struct allow_list *list, const char *folder, struct err *e);

/*
 * libclamav would take an entry of this name. It passes over those that the
 * administrator has told it to ignore.
 */
void allow_list_confirm(struct allow_list *list, const char *name);

/* Ends the filling: what was confirmed stays, and can be asked for now. */
void allow_list_finish(struct allow_list *list);

/* Whether these bytes are a file of the list. */
bool allow_list_has(
    const struct allow_list *list, const void *data, size_t len);

#endif
