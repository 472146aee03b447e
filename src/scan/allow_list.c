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
#include "slice.h"
#include "text.h"

enum { HEX_MAX = 2 * ALLOW_DIGEST_MAX, N_METHODS = 3, N_FIELDS = 3 };

#define ANY_SIZE UINT64_C(0)

struct listed {
	uint64_t size; /* in bytes */
	char *name;    /* NULL once the list is complete */
	char hex[HEX_MAX + 1];
};

struct allow_list {
	allow_digest *digest;
	struct listed *files;
	size_t n, room;
	char **confirmed;
	size_t n_confirmed, room_confirmed;
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

static void
forget_names(struct allow_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		free(list->files[i].name);
		list->files[i].name = NULL;
	}
	for (i = 0; i < list->n_confirmed; i++)
		free(list->confirmed[i]);
	free(list->confirmed);
	list->confirmed = NULL;
	list->n_confirmed = list->room_confirmed = 0;
}

void
allow_list_free(struct allow_list **list)
{
	if (*list == NULL)
		return;
	forget_names(*list);
	free((*list)->files);
	free(*list);
	*list = NULL;
}

bool
allow_list_is_one(const char *file_name)
{
	const char *dot = strrchr(file_name, '.');
	const char *ending = dot != NULL ? dot + 1 : file_name;

	return text_same(ending, "fp") || text_same(ending, "sfp");
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

/* Cuts the first fields out of a line, without the colons around them. */
static bool
split(const char *line, size_t len, struct slice fields[N_FIELDS])
{
	const char *end = line + len, *colon;
	size_t i;

	for (i = 0; i < N_FIELDS; i++) {
		colon = memchr(line, ':', (size_t)(end - line));
		if (colon == NULL && i < N_FIELDS - 1)
			return false;
		fields[i].data = line;
		fields[i].len = (size_t)((colon ? colon : end) - line);
		line = colon ? colon + 1 : end;
	}
	return true;
}

/* How many bytes are meant; false when it is no number above 0. */
static bool
read_size(const struct slice *field, uint64_t *size_r)
{
	char text[24], *end;

	*size_r = ANY_SIZE;
	if (field->len == 1 && field->data[0] == '*')
		return true;
	if (field->len >= sizeof(text))
		return false;
	memcpy(text, field->data, field->len);
	text[field->len] = '\0';
	*size_r = strtoull(text, &end, 10);
	return *end == '\0' && *size_r > 0;
}

void
allow_list_add(struct allow_list *list, const char *line, size_t len)
{
	struct slice fields[N_FIELDS];
	struct listed file = {.size = ANY_SIZE};

	if (len == 0 || line[0] == '#' || !split(line, len, fields) ||
	    method_of(fields[0].len) == N_METHODS ||
	    !read_size(&fields[1], &file.size))
		return;
	memcpy(file.hex, fields[0].data, fields[0].len);
	file.name = mem_strndup(fields[2].data, fields[2].len);
	if (list->n == list->room) {
		list->room = list->room * 2 + 16;
		list->files =
		    mem_resize(list->files, list->room, sizeof(*list->files));
	}
	list->files[list->n++] = file;
}

void
allow_list_confirm(struct allow_list *list, const char *name)
{
	if (list->n_confirmed == list->room_confirmed) {
		list->room_confirmed = list->room_confirmed * 2 + 16;
		list->confirmed = mem_resize(list->confirmed,
		    list->room_confirmed, sizeof(*list->confirmed));
	}
	list->confirmed[list->n_confirmed++] = mem_strdup(name);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
compare_sizes(const void *a, const void *b)
{
	const struct listed *l = a, *r = b;

	return (l->size > r->size) - (l->size < r->size);
}

static bool
is_confirmed(const struct allow_list *list, const char *name)
{
	return list->n_confirmed > 0 &&
	       bsearch(&name, list->confirmed, list->n_confirmed,
		   sizeof(*list->confirmed), compare_names) != NULL;
}

void
allow_list_finish(struct allow_list *list)
{
	size_t i, kept = 0;

	if (list->n_confirmed > 0)
		qsort(list->confirmed, list->n_confirmed,
		    sizeof(*list->confirmed), compare_names);
	for (i = 0; i < list->n; i++)
		if (is_confirmed(list, list->files[i].name))
			list->files[kept++] = list->files[i];
		else
			free(list->files[i].name);
	list->n = kept;
	forget_names(list);
	if (kept > 0)
		qsort(list->files, kept, sizeof(*list->files), compare_sizes);
}

static const char *
digest_of(struct digests *d, size_t method)
{
	unsigned char digest[ALLOW_DIGEST_MAX];
	char *hex = d->hex[method];
	size_t i, n;

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
