/*
 * A table in the order of sizes. Most files have a size that is not in it, so
 * that their digest need not be computed.
 */
#include "allow_list_priv.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

enum { HEX_MAX = 2 * ALLOW_DIGEST_MAX, LINE_MAX = 512, N_METHODS = 3 };

#define ANY_SIZE UINT64_C(0)

struct listed {
	uint64_t size; /* in bytes */
	char hex[HEX_MAX + 1];
};

struct allow_list {
	allow_digest *digest;
	struct listed *files;
	size_t n, room;
};

/* The digests of one file, each computed when it is first asked for. */
struct digests {
	const struct allow_list *list;
	const void *data;
	size_t len;
	char hex[N_METHODS][HEX_MAX + 1];
};

static const struct {
	const char *name;
	size_t hex_len;
} methods[N_METHODS] = {{"md5", 32}, {"sha1", 40}, {"sha256", 64}};

struct allow_list *
allow_list_new(allow_digest *digest)
{
	struct allow_list *list = mem_zalloc(1, sizeof(*list));

	list->digest = digest;
	return list;
}

void
allow_list_free(struct allow_list **list)
{
	if (*list == NULL)
		return;
	free((*list)->files);
	free(*list);
	*list = NULL;
}

/* Which method made a digest of that length; N_METHODS: none. */
static size_t
method_of(size_t hex_len)
{
	size_t i = 0;

	while (i < N_METHODS && methods[i].hex_len != hex_len)
		i++;
	return i;
}

static void
add(struct allow_list *list, const struct listed *file)
{
	if (list->n == list->room) {
		list->room = list->room * 2 + 16;
		list->files =
		    mem_resize(list->files, list->room, sizeof(*list->files));
	}
	list->files[list->n++] = *file;
}

void
allow_list_add(struct allow_list *list, const char *line, size_t len)
{
	struct listed file = {.size = ANY_SIZE};
	char text[LINE_MAX], *size, *end;

	if (len == 0 || len >= sizeof(text) || line[0] == '#')
		return;
	memcpy(text, line, len);
	text[len] = '\0';
	size = strchr(text, ':');
	if (size == NULL)
		return;
	*size++ = '\0';
	if (method_of(strlen(text)) == N_METHODS)
		return;
	memcpy(file.hex, text, strlen(text) + 1);
	end = size + 1;
	if (*size != '*')
		file.size = strtoull(size, &end, 10);
	if (*end == ':' && (*size == '*' || file.size > 0))
		add(list, &file);
}

static int
compare(const void *a, const void *b)
{
	const struct listed *l = a, *r = b;

	return (l->size > r->size) - (l->size < r->size);
}

void
allow_list_finish(struct allow_list *list)
{
	if (list->n > 0)
		qsort(list->files, list->n, sizeof(*list->files), compare);
}

static const char *
digest_of(struct digests *d, size_t method)
{
	unsigned char digest[ALLOW_DIGEST_MAX];
	char *hex = d->hex[method];
	size_t i, n = 0;

	if (hex[0] != '\0')
		return hex;
	n = d->list->digest(methods[method].name, d->data, d->len, digest);
	for (i = 0; i < n; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return hex;
}

/* The first file of the list that is not smaller. */
static size_t
find(const struct allow_list *list, uint64_t size)
{
	size_t from = 0, to = list->n, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (list->files[middle].size < size)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static bool
has_among(struct digests *d, uint64_t size)
{
	const struct listed *file = d->list->files + find(d->list, size);
	const struct listed *end = d->list->files + d->list->n;

	for (; file < end && file->size == size; file++)
		if (text_same(
			file->hex, digest_of(d, method_of(strlen(file->hex)))))
			return true;
	return false;
}

bool
allow_list_has(const struct allow_list *list, const void *data, size_t len)
{
	struct digests d = {.list = list, .data = data, .len = len};

	return list->n > 0 && data != NULL && len > 0 &&
	       (has_among(&d, ANY_SIZE) || has_among(&d, len));
}
