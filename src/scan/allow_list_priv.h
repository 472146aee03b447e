/*
 * The files that definitions list as false alarms (.fp and .sfp). libclamav
 * drops what it would tell about such a file and about all that is in it, even
 * that it left something out, and then tells of no other limit in the same
 * scan. So it has to be known where such files are.
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

struct allow_list *allow_list_new(allow_digest *digest);
void allow_list_free(struct allow_list **list);

/*
 * Adds a line of a definitions file, "digest:bytes:name", where the bytes may
 * be "*" for any number. What is not such a line is passed over.
 */
void allow_list_add(struct allow_list *list, const char *line, size_t len);

/*
 * Adds what the files of a folder list, the packed ones (.cvd, .cld, .cud)
 * included. 0, or -1 with the name of a file that cannot be read; the others
 * are read all the same.
 */
int allow_list_read(struct allow_list *list, const char *folder, struct err *e);

/* Ends the filling: from now on it can be asked. */
void allow_list_finish(struct allow_list *list);

/* Whether these bytes are a file of the list. */
bool allow_list_has(
    const struct allow_list *list, const void *data, size_t len);

#endif
