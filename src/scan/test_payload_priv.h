/*
 * For tests: tells whether bytes are, or are an archive that holds, the EICAR
 * test file.
 */
#ifndef TEST_PAYLOAD_PRIV_H
#define TEST_PAYLOAD_PRIV_H

#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <string.h>

enum { PAYLOAD_MAX = 4096 };

static inline bool
is_eicar(const void *data, size_t len)
{
	/* In two pieces, so that this file is not one. */
	static const char first[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-";
	static const char second[] = "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
	const char *p = memmem(data, len, first, strlen(first));

	return p != NULL &&
	       len - (size_t)(p - (const char *)data) >=
		   strlen(first) + strlen(second) &&
	       memcmp(p + strlen(first), second, strlen(second)) == 0;
}

static inline bool
holds_payload(const void *data, size_t len, unsigned depth)
{
	struct archive *a = archive_read_new();
	char inside[PAYLOAD_MAX];
	struct archive_entry *e;
	bool found = is_eicar(data, len);
	la_ssize_t n;

	(void)archive_read_support_filter_gzip(a);
	(void)archive_read_support_format_zip(a);
	(void)archive_read_support_format_raw(a);
	if (!found && depth < 3 &&
	    archive_read_open_memory(a, data, len) == ARCHIVE_OK)
		while (
		    !found && archive_read_next_header(a, &e) == ARCHIVE_OK) {
			n = archive_read_data(a, inside, sizeof(inside));
			/* raw without a filter gives back what it got */
			if (n > 0 && !((size_t)n == len &&
					 memcmp(inside, data, len) == 0))
				found =
				    holds_payload(inside, (size_t)n, depth + 1);
		}
	(void)archive_read_free(a);
	return found;
}

#endif
