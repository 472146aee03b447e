/*
 * Log lines: formatted and escaped here, delivered by a sink. The sink and its
 * argument change together under a lock that is held while a line is handed
 * over, so that a sink which has been replaced is not called any more.
 */
#include "log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "text.h"

static pthread_mutex_t sink_lock = PTHREAD_MUTEX_INITIALIZER;
static log_sink *sink; /* guarded by sink_lock */
static void *sink_arg; /* guarded by sink_lock */
static atomic_int limit = LOG_LEVEL_INFO;

void
log_to(log_sink *new_sink, void *arg)
{
	(void)pthread_mutex_lock(&sink_lock);
	sink = new_sink;
	sink_arg = arg;
	(void)pthread_mutex_unlock(&sink_lock);
}

void
log_limit(enum log_level highest)
{
	atomic_store(&limit, (int)highest);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char raw[LOG_LINE_MAX], line[LOG_LINE_MAX];
	va_list ap;

	if ((int)level > atomic_load(&limit))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	(void)text_escape(line, sizeof(line), raw);
	(void)pthread_mutex_lock(&sink_lock);
	if (sink != NULL)
		sink(sink_arg, level, line);
	(void)pthread_mutex_unlock(&sink_lock);
}
