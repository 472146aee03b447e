/* What is wrong with a configuration file: bounded, escaped, one a line. */
#include "complaint_priv.h"

#include <stdarg.h>
#include <stdio.h>

#include "err.h"
#include "text.h"

static void
add_line(struct complaints *all, unsigned line, const char *text)
{
	char safe[2 * ERR_TEXT_MAX];

	(void)text_escape(safe, sizeof(safe), all->path);
	if (line == 0)
		(void)buf_addf(all->out, "%s: ", safe);
	else
		(void)buf_addf(all->out, "%s:%u: ", safe, line);
	(void)text_escape(safe, sizeof(safe), text);
	(void)buf_addf(all->out, "%s\n", safe);
}

void
complain(struct complaints *all, unsigned line, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	if (all->n++ >= COMPLAINTS_MAX)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	add_line(all, line, text);
}

void
complaints_end(struct complaints *all)
{
	char text[ERR_TEXT_MAX];

	if (all->n <= COMPLAINTS_MAX)
		return;
	(void)snprintf(text, sizeof(text),
	    "%zu more errors are not shown; is it a configuration file",
	    all->n - COMPLAINTS_MAX);
	add_line(all, 0, text);
}
