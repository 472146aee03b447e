/*
 * The messages of a folder in memory, as the program under test sees them:
 * without the line that separates messages in a mailbox, without an envelope.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load_priv.h"
#include "mem.h"

static int
no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* How many bytes stand in front of the message. */
static size_t
skip(const char *data, size_t len)
{
	const char *end = NULL;

	if (len >= 5 && memcmp(data, "From ", 5) == 0)
		end = memchr(data, '\n', len);
	else if (len > 2 && data[0] >= 'A' && data[0] <= 'Z' && data[1] == ' ')
		end = memmem(data, len, "\n\n", 2);
	if (end == NULL)
		return 0;
	return (size_t)(end - data) + (*data == 'F' || end[1] != '\n' ? 1 : 2);
}

/* All of a file, behind the line in front. */
static int
read_file(struct load_message *m, const char *front, struct err *e)
{
	size_t gap = front != NULL ? strlen(front) : 0, got, bare;
	FILE *fp = fopen(m->path, "re");
	long size = -1;

	if (fp == NULL)
		return err_sys(e, "%s", m->path);
	if (fseek(fp, 0, SEEK_END) == 0)
		size = ftell(fp);
	rewind(fp);
	m->data = size < 0 ? NULL : malloc((size_t)size + gap + 1);
	got = m->data == NULL ? 0 : fread(m->data + gap, 1, (size_t)size, fp);
	(void)fclose(fp);
	if (m->data == NULL || got != (size_t)size)
		return err_set(e, "%s: cannot be read", m->path);
	bare = skip(m->data + gap, got);
	memmove(m->data + gap, m->data + gap + bare, got - bare);
	if (front != NULL)
		memcpy(m->data, front, gap);
	m->len = gap + got - bare;
	return 0;
}

static int
size_file(struct load_message *m, struct err *e)
{
	FILE *fp = fopen(m->path, "re");
	long size = -1;

	if (fp != NULL && fseek(fp, 0, SEEK_END) == 0)
		size = ftell(fp);
	if (fp != NULL)
		(void)fclose(fp);
	if (size < 0)
		return err_sys(e, "%s", m->path);
	m->len = (size_t)size;
	return 0;
}

int
load_read(struct load *l, struct err *e)
{
	struct dirent **entries = NULL;
	struct load_message *m;
	int n, i, rc = 0;

	n = scandir(l->args->folder, &entries, no_dots, alphasort);
	if (n == -1)
		return err_sys(e, "%s", l->args->folder);
	l->messages = mem_zalloc((size_t)n, sizeof(*l->messages));
	for (i = 0; i < n; i++) {
		if (l->args->count > 0 && i >= l->args->count) {
			free(entries[i]);
			continue;
		}
		m = &l->messages[l->n++];
		m->path =
		    mem_printf("%s/%s", l->args->folder, entries[i]->d_name);
		free(entries[i]);
		if (rc == 0)
			rc = l->args->in_memory
				 ? read_file(m, l->args->front, e)
				 : size_file(m, e);
	}
	free(entries);
	return rc;
}

void
load_forget(struct load *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->messages[i].path);
		free(l->messages[i].data);
	}
	free(l->messages);
}
