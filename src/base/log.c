/*
 * Log lines: formatted and escaped here, delivered by a sink. The sink and its
 * argument change together under a lock that is held while a line is handed
 * over, so that a sink which has been replaced is not called any more.
 */
#include "log.h"

#include <assert.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "text.h"

static pthread_mutex_t sink_lock = PTHREAD_MUTEX_INITIALIZER;
static log_sink *sink;               /* guarded by sink_lock */
static log_record_sink *record_sink; /* guarded by sink_lock */
static void *sink_arg;               /* guarded by sink_lock */
static atomic_int limit = LOG_LEVEL_INFO;

static void
set_sink(log_sink *lines, log_record_sink *records, void *arg)
{
	(void)pthread_mutex_lock(&sink_lock);
	sink = lines;
	record_sink = records;
	sink_arg = arg;
	(void)pthread_mutex_unlock(&sink_lock);
}

void
log_to(log_sink *new_sink, void *arg)
{
	set_sink(new_sink, NULL, arg);
}

void
log_to_records(log_record_sink *new_sink, void *arg)
{
	set_sink(NULL, new_sink, arg);
}

void
log_between(void (*call)(void *arg), void *arg)
{
	(void)pthread_mutex_lock(&sink_lock);
	call(arg);
	(void)pthread_mutex_unlock(&sink_lock);
}

void
log_limit(enum log_level highest)
{
	atomic_store(&limit, (int)highest);
}

static void
hand_over(const struct log_record *record)
{
	(void)pthread_mutex_lock(&sink_lock);
	if (sink != NULL)
		sink(sink_arg, record->level, record->line);
	if (record_sink != NULL)
		record_sink(sink_arg, record);
	(void)pthread_mutex_unlock(&sink_lock);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char raw[LOG_LINE_MAX], line[LOG_LINE_MAX];
	struct log_record record = {.level = level, .line = line};
	va_list ap;

	if ((int)level > atomic_load(&limit))
		return;
	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	(void)text_escape(line, sizeof(line), raw);
	hand_over(&record);
}

/*
 * A value that could be taken for the end of its field and the beginning of
 * another stands in quotes.
 */
static void
add_value(struct buf *line, const char *value)
{
	if (strpbrk(value, " \"") == NULL) {
		(void)buf_adds(line, value);
		return;
	}
	(void)buf_addc(line, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"')
			(void)buf_adds(line, "\\x22");
		else
			(void)buf_addc(line, *value);
	}
	(void)buf_addc(line, '"');
}

/* Writes a field behind those before it. */
static void
add_field(struct buf *line, const struct log_field *f, bool *in_head)
{
	static const char *const around[][2] = {
	    [LOG_HEAD] = {"", ""},
	    [LOG_PLAIN] = {"", ""},
	    [LOG_ANGLE] = {"<", ">"},
	    [LOG_SQUARE] = {"[", "]"},
	    [LOG_NUMBER] = {"", ""},
	};

	if (f->kind != LOG_HEAD && *in_head) {
		(void)buf_addc(line, ':');
		*in_head = false;
	}
	if (line->len > 0)
		(void)buf_addc(line, ' ');
	if (f->kind != LOG_HEAD)
		(void)buf_addf(line, "%s=", f->name);
	(void)buf_adds(line, around[f->kind][0]);
	add_value(line, f->value);
	(void)buf_adds(line, around[f->kind][1]);
}

void
log_event(enum log_level level, const struct log_field *fields, size_t n)
{
	struct log_field clean[LOG_FIELDS_MAX];
	char values[LOG_FIELDS_MAX][LOG_VALUE_MAX], line[LOG_LINE_MAX];
	struct log_record record = {level, line, clean, 0};
	struct buf text;
	bool in_head = true;
	size_t i;

	assert(n <= LOG_FIELDS_MAX);
	if ((int)level > atomic_load(&limit))
		return;
	buf_init(&text, LOG_FIELDS_MAX * (LOG_VALUE_MAX + 32));
	for (i = 0; i < n; i++) {
		if (fields[i].value == NULL)
			continue;
		clean[record.n] = fields[i];
		clean[record.n].value = values[i];
		(void)text_escape(values[i], LOG_VALUE_MAX, fields[i].value);
		add_field(&text, &clean[record.n++], &in_head);
	}
	(void)text_escape(line, sizeof(line), text.data);
	hand_over(&record);
	buf_fini(&text);
}
