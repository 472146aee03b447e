/* Standard output of the commands. */
#include "out_priv.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void
out_line(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vfprintf(stdout, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stdout);
}

void
out_text(const char *text)
{
	(void)fputs(text, stdout);
}

void
out_bytes(const char *data, size_t len)
{
	(void)fwrite(data, 1, len, stdout);
}

bool
out_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

void
out_error(const char *fmt, ...)
{
	va_list ap;

	(void)fflush(stdout);
	(void)fputs("cgpward: ", stderr);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

void
out_progress(const char *text)
{
	if (!isatty(STDERR_FILENO))
		return;
	(void)fflush(stdout);
	(void)fprintf(stderr, "\r\033[K%.75s", text);
	(void)fflush(stderr);
}
