/*
 * A table in the order of sizes, methods and digests. Most files have a size
 * that is not in it, so that their digests need not be computed.
 */
#include "allow_list_priv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "slice.h"
#include "text.h"

enum { N_METHODS = 3, FIELDS_MIN = 3, FIELDS_MAX = 5, NUMBER_MAX = 24 };

#define ANY_SIZE UINT64_C(0)

struct listed {
	uint64_t size;                          /* in bytes */
	unsigned method;                        /* an index in methods */
	unsigned char digest[ALLOW_DIGEST_MAX]; /* zeros behind it */
	char *name; /* NULL once the list is complete */
};

struct allow_list {
	allow_digest *digest;
	unsigned level;
	struct listed *files;
	size_t n, room;
	char **confirmed;
	size_t n_confirmed, room_confirmed;
};

static const struct {
	const char *name;
	size_t len;
} methods[N_METHODS] = {{"md5", 16}, {"sha1", 20}, {"sha256", 32}};

struct allow_list *
allow_list_new(allow_digest *digest, unsigned level)
{
	struct allow_list *list = mem_zalloc(1, sizeof(*list));

	list->digest = digest;
	list->level = level;
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

/* Cuts a line into fields, without the colons around them; how many. */
static size_t
split(const char *line, size_t len, struct slice fields[FIELDS_MAX])
{
	const char *end = line + len, *colon = line;
	size_t n = 0;

	while (n < FIELDS_MAX && colon != NULL) {
		colon = memchr(line, ':', (size_t)(end - line));
		fields[n].data = line;
		fields[n++].len = (size_t)((colon ? colon : end) - line);
		line = colon ? colon + 1 : end;
	}
	return colon == NULL ? n : FIELDS_MAX + 1;
}

/* The number with which a field begins; whether there is nothing behind it. */
static bool
read_number(const struct slice *field, uint64_t *number_r)
{
	char text[NUMBER_MAX], *end;

	if (field->len >= sizeof(text))
		return false;
	memcpy(text, field->data, field->len);
	text[field->len] = '\0';
	*number_r = strtoull(text, &end, 10);
	return end != text && *end == '\0';
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
read_digest(const struct slice *field, struct listed *file)
{
	size_t i;
	int high, low;

	while (file->method < N_METHODS &&
	       field->len != 2 * methods[file->method].len)
		file->method++;
	for (i = 0; file->method < N_METHODS && i < field->len; i += 2) {
		high = digit(field->data[i]);
		low = digit(field->data[i + 1]);
		if (high < 0 || low < 0)
			return false;
		file->digest[i / 2] = (unsigned char)(high << 4 | low);
	}
	return file->method < N_METHODS;
}

static bool
read_size(const struct slice *field, struct listed *file)
{
	file->size = ANY_SIZE;
	if (field->len == 1 && field->data[0] == '*')
		return true;
	return read_number(field, &file->size) && file->size != ANY_SIZE;
}

/* What is for other versions may have a form that only they know. */
static bool
is_for(unsigned level, const struct slice *fields, size_t n)
{
	uint64_t from = 0, to = UINT64_MAX;

	if (n > 3)
		(void)read_number(&fields[3], &from);
	if (n > 4)
		(void)read_number(&fields[4], &to);
	return level >= from && level <= to;
}

bool
allow_list_add(struct allow_list *list, const char *line, size_t len)
{
	struct slice fields[FIELDS_MAX];
	struct listed file = {0};
	size_t n;

	if (len == 0 || line[0] == '#')
		return true;
	n = split(line, len, fields);
	if (n < FIELDS_MIN || n > FIELDS_MAX)
		return false;
	if (!is_for(list->level, fields, n))
		return true;
	if (!read_digest(&fields[0], &file) || !read_size(&fields[1], &file))
		return false;
	file.name = mem_strndup(fields[2].data, fields[2].len);
	if (list->n == list->room) {
		list->room = list->room * 2 + 16;
		list->files =
		    mem_resize(list->files, list->room, sizeof(*list->files));
	}
	list->files[list->n++] = file;
	return true;
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
compare_files(const void *a, const void *b)
{
	const struct listed *l = a, *r = b;

	if (l->size != r->size)
		return l->size > r->size ? 1 : -1;
	if (l->method != r->method)
		return l->method > r->method ? 1 : -1;
	return memcmp(l->digest, r->digest, sizeof(l->digest));
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
		qsort(list->files, kept, sizeof(*list->files), compare_files);
}

/* The first file of the list that does not come before this one. */
static const struct listed *
find(const struct allow_list *list, const struct listed *file)
{
	size_t from = 0, to = list->n, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (compare_files(&list->files[middle], file) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < list->n ? &list->files[from] : NULL;
}

/* Whether there is one of that size and method at all. */
static bool
has_some(const struct allow_list *list, struct listed file)
{
	const struct listed *found = find(list, &file);

	return found != NULL && found->size == file.size &&
	       found->method == file.method;
}

static bool
has(const struct allow_list *list, struct listed file)
{
	const struct listed *found = find(list, &file);

	return found != NULL && compare_files(found, &file) == 0;
}

/* The digest is computed when there is a file that it may be of. */
static bool
has_by(const struct allow_list *list, const void *data, size_t len,
    unsigned method)
{
	struct listed any = {.size = ANY_SIZE, .method = method};
	struct listed exact = {.size = len, .method = method};
	size_t n;

	if (!has_some(list, any) && !has_some(list, exact))
		return false;
	n = list->digest(methods[method].name, data, len, any.digest);
	memcpy(exact.digest, any.digest, sizeof(any.digest));
	return n == methods[method].len && (has(list, any) || has(list, exact));
}

bool
allow_list_has(const struct allow_list *list, const void *data, size_t len)
{
	unsigned method;

	if (list->n == 0 || data == NULL || len == 0)
		return false;
	for (method = 0; method < N_METHODS; method++)
		if (has_by(list, data, len, method))
			return true;
	return false;
}
