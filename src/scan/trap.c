/* The first failure in a thread. */
#include "trap_priv.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local struct trap *trap;

void
trap_set(struct trap *t)
{
	trap = t;
}

static void
keep(char text[ERR_TEXT_MAX], const char *line)
{
	size_t n = strcspn(line, "\n");

	if (text[0] == '\0')
		(void)snprintf(text, ERR_TEXT_MAX, "%.*s", (int)n, line);
}

bool
trap_is_set(void)
{
	return trap != NULL;
}

void
trap_limit(const char *name)
{
	if (trap != NULL)
		trap->limit = name;
}

void
trap_unpacked(uint64_t n)
{
	if (trap != NULL)
		trap->unpacked += n;
}

void
trap_note(const char *fmt, ...)
{
	char line[ERR_TEXT_MAX];
	struct trap *t = trap;
	int saved = errno;
	va_list ap;

	if (t == NULL)
		return;
	trap = NULL; /* what is done here falls into no trap */
	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	keep(t->first, line);
	if (strchr(line, '/') != NULL)
		keep(t->file, line);
	trap = t;
	errno = saved;
}
