/* The list of messages, and queue files made from bare messages. */
#include "spool.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"

enum { SPOOL_DEPTH_MAX = 16, SPOOL_FIRST_NUMBER = 100001 };

int
spool_init(struct spool *s, const char *base, struct err *e)
{
	*s = (struct spool){0};
	s->base = realpath(base, NULL);
	return s->base != NULL ? 0 : err_sys(e, "%s", base);
}

void
spool_fini(struct spool *s)
{
	struct spool_message *m;
	char *path;
	size_t i;

	for (i = 0; i < s->n; i++) {
		m = &s->messages[i];
		path = mem_printf("%s/%s", s->base, m->path);
		if (m->ours)
			(void)unlink(path);
		free(path);
		free(m->source);
		free(m->path);
	}
	if (s->made_queue) {
		path = mem_printf("%s/Queue", s->base);
		(void)rmdir(path);
		free(path);
	}
	free(s->messages);
	free(s->base);
	*s = (struct spool){0};
}

/* Takes over both strings. */
static void
append(struct spool *s, char *source, char *path)
{
	s->messages = mem_resize(s->messages, s->n + 1, sizeof(*s->messages));
	s->messages[s->n++] =
	    (struct spool_message){.source = source, .path = path};
}

static int
add_file(struct spool *s, const char *path, struct err *e)
{
	char *real = realpath(path, NULL);
	size_t n = strlen(s->base);

	if (real == NULL)
		return err_sys(e, "%s", path);
	if (strncmp(real, s->base, n) == 0 && real[n] == '/')
		append(s, mem_strdup(path), mem_strdup(real + n + 1));
	else
		append(s, mem_strdup(path), mem_strdup(real));
	free(real);
	return 0;
}

static int
no_dots(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int
add_at(struct spool *s, const char *path, int depth, struct err *e)
{
	struct dirent **entries = NULL;
	struct stat st;
	char *inner;
	int n, i, rc = 0;

	if (stat(path, &st) == -1)
		return err_sys(e, "%s", path);
	if (!S_ISDIR(st.st_mode))
		return add_file(s, path, e);
	if (depth >= SPOOL_DEPTH_MAX)
		return err_set(e, "%s: too many folders deep", path);
	n = scandir(path, &entries, no_dots, alphasort);
	if (n == -1)
		return err_sys(e, "%s", path);
	for (i = 0; i < n; i++) {
		inner = mem_printf("%s/%s", path, entries[i]->d_name);
		if (rc == 0)
			rc = add_at(s, inner, depth + 1, e);
		free(inner);
		free(entries[i]);
	}
	free(entries);
	return rc;
}

int
spool_add(struct spool *s, const char *path, struct err *e)
{
	return add_at(s, path, 0, e);
}

int
spool_read(struct spool *s, FILE *fp, struct err *e)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, fp)) > 0) {
		if (line[n - 1] == '\n')
			line[--n] = '\0';
		if (n > 0)
			append(s, mem_strdup(line), mem_strdup(line));
	}
	free(line);
	return ferror(fp) ? err_sys(e, "the list of messages") : 0;
}

/* Only the file descriptors of one copy at a time are open. */
static int
copy(FILE *from, FILE *to, size_t number)
{
	char chunk[65536];
	bool bare;
	size_t n;

	n = fread(chunk, 1, sizeof(chunk), from);
	bare = n < 2 || !isupper((unsigned char)chunk[0]) || chunk[1] != ' ';
	if (bare)
		(void)fprintf(to,
		    "S SMTP [192.0.2.%zu]\nA example.net [192.0.2.254]\nO L\n"
		    "P I 26-04-2019 15:57:14 0000 ____ ____ "
		    "<sender%zu@example.com>\n"
		    "R W 26-04-2019 15:57:14 0000 ____ _FY_ "
		    "<recipient@example.net>\n\n",
		    number % 250 + 1, number);
	if (n >= 5 && memcmp(chunk, "From ", 5) == 0) {
		char *lf = memchr(chunk, '\n', n);
		size_t skip = lf != NULL ? (size_t)(lf - chunk) + 1 : 0;

		(void)fwrite(chunk + skip, 1, n - skip, to);
		n = fread(chunk, 1, sizeof(chunk), from);
	}
	for (; n > 0; n = fread(chunk, 1, sizeof(chunk), from))
		(void)fwrite(chunk, 1, n, to);
	return ferror(from) || ferror(to) ? -1 : 0;
}

static int
enqueue_one(
    struct spool *s, struct spool_message *m, size_t number, struct err *e)
{
	char *from_path, *to_path = NULL, *path;
	FILE *from = NULL, *to = NULL;
	int rc = -1;

	from_path = m->path[0] == '/' ? mem_strdup(m->path)
				      : mem_printf("%s/%s", s->base, m->path);
	path = mem_printf("Queue/%zu.msg", number);
	to_path = mem_printf("%s/%s", s->base, path);
	from = fopen(from_path, "re");
	if (from == NULL) {
		(void)err_sys(e, "%s", from_path);
		goto out;
	}
	to = fopen(to_path, "wxe");
	if (to == NULL) {
		(void)err_sys(e, "%s", to_path);
		goto out;
	}
	free(m->path);
	m->path = path;
	m->ours = true;
	path = NULL;
	rc = copy(from, to, number);
	if (fclose(to) == EOF || rc == -1)
		rc = err_sys(e, "%s", to_path);
out:
	if (from != NULL)
		(void)fclose(from);
	free(from_path);
	free(to_path);
	free(path);
	return rc;
}

int
spool_enqueue(struct spool *s, struct err *e)
{
	char *queue = mem_printf("%s/Queue", s->base);
	size_t i;
	int rc = 0;

	if (mkdir(queue, 0755) == 0)
		s->made_queue = true;
	else if (errno != EEXIST)
		rc = err_sys(e, "%s", queue);
	for (i = 0; i < s->n && rc == 0; i++)
		rc = enqueue_one(s, &s->messages[i], SPOOL_FIRST_NUMBER + i, e);
	free(queue);
	return rc;
}
