/* Expected kinds of response by glob. */
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

static bool
is_kind_list(const char *list)
{
	size_t n;
	int k;

	for (;; list += n + 1) {
		n = strcspn(list, ",");
		for (k = 0; k < ANSWER_INTF; k++)
			if (strlen(answer_name(k)) == n &&
			    memcmp(answer_name(k), list, n) == 0)
				break;
		if (k == ANSWER_INTF)
			return false;
		if (list[n] == '\0')
			return true;
	}
}

static int
parse(struct expect *x, char *line, struct err *e)
{
	char *kind;

	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] == '#' || line[strspn(line, " \t")] == '\0')
		return 0;
	kind = strrchr(line, ' ');
	if (kind == NULL || !is_kind_list(kind + 1))
		return err_set(e, "not GLOB KIND: %s", line);
	*kind++ = '\0';
	x->globs = mem_resize(x->globs, x->n + 1, sizeof(*x->globs));
	x->kinds = mem_resize(x->kinds, x->n + 1, sizeof(*x->kinds));
	x->globs[x->n] = mem_strdup(line);
	x->kinds[x->n++] = mem_strdup(kind);
	return 0;
}

int
expect_load(struct expect *x, const char *path, struct err *e)
{
	char *line = NULL;
	size_t size = 0;
	int rc = 0;
	FILE *fp;

	*x = (struct expect){0};
	fp = fopen(path, "re");
	if (fp == NULL)
		return err_sys(e, "%s", path);
	while (rc == 0 && getline(&line, &size, fp) > 0)
		rc = parse(x, line, e);
	free(line);
	(void)fclose(fp);
	return rc;
}

void
expect_fini(struct expect *x)
{
	size_t i;

	for (i = 0; i < x->n; i++) {
		free(x->globs[i]);
		free(x->kinds[i]);
	}
	free(x->globs);
	free(x->kinds);
	*x = (struct expect){0};
}

const char *
expect_of(const struct expect *x, const char *source)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (text_glob(x->globs[i], source))
			return x->kinds[i];
	return NULL;
}
