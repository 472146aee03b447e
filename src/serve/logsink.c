/*
 * Where log lines go. All state is guarded by the lock of log.c, which is held
 * while a line is handed over and during log_between.
 */
#include "logsink.h"

#include <fcntl.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "logform_priv.h"
#include "repeats_priv.h"
#include "text.h"

/* Brings a line to its place. */
typedef void deliver(const struct log_record *record);

static struct {
	deliver *deliver; /* NULL: nowhere */
	struct writer *writer;
	enum logsink_format format;
	int file_fd;
	bool torn; /* the file ends in the middle of a line */
	struct repeats repeats;
	struct logsink_look seen;
} sink = {.file_fd = -1};

/* A long line becomes several, each marked, that stay together. */
static void
to_server(const struct log_record *record)
{
	struct buf text;

	buf_init(&text, 2 * LOG_LINE_MAX);
	logform_server(record->line, &text);
	writer_line(sink.writer, text.data);
	buf_fini(&text);
}

static void
to_syslog(const struct log_record *record)
{
	static const int priority[] = {
	    LOG_ERR, LOG_WARNING, LOG_INFO, LOG_DEBUG};
	struct buf text;

	buf_init(&text, LOGFORM_MAX);
	if (sink.format == LOGSINK_JSON)
		logform_json(record, clock_wall_ms(), &text);
	else
		(void)buf_adds(&text, record->line);
	syslog(LOG_MAIL | priority[record->level], "%s", text.data);
	buf_fini(&text);
}

/* A full disk must not stop the mail; what it has torn is ended first. */
static void
to_file(const struct log_record *record)
{
	struct buf text;
	ssize_t n;

	buf_init(&text, LOGFORM_MAX);
	if (sink.torn)
		(void)buf_addc(&text, '\n');
	if (sink.format == LOGSINK_JSON)
		logform_json(record, clock_wall_ms(), &text);
	else
		logform_text(record, clock_wall_ms(), &text);
	(void)buf_addc(&text, '\n');
	n = write(sink.file_fd, text.data, text.len);
	if (n != (ssize_t)text.len)
		sink.seen.lost++;
	if (n > 0)
		sink.torn = n != (ssize_t)text.len;
	buf_fini(&text);
}

static void
remember(const struct log_record *record)
{
	struct logsink_look *s = &sink.seen;

	memmove(
	    &s->last[1], &s->last[0], (LOGSINK_LAST - 1) * sizeof(s->last[0]));
	s->last[0].level = record->level;
	s->last[0].wall_ms = clock_wall_ms();
	(void)text_escape(
	    s->last[0].text, sizeof(s->last[0].text), record->line);
	if (s->n < LOGSINK_LAST)
		s->n++;
}

/* Events have a line of their own each, whatever happens. */
static void
take(void *arg, const struct log_record *record)
{
	(void)arg;
	if (record->level == LOG_LEVEL_ERROR)
		sink.seen.errors++;
	if (record->level == LOG_LEVEL_WARN)
		sink.seen.warnings++;
	if (record->fields == NULL && record->level <= LOG_LEVEL_WARN) {
		if (!repeats_take(&sink.repeats, record->level, record->line,
			clock_mono_ms()))
			return;
		remember(record);
	}
	if (sink.deliver != NULL)
		sink.deliver(record);
}

static void
write_sums(uint64_t mono_ms, bool all)
{
	struct log_record record = {0};
	struct buf line;

	buf_init(&line, 2 * LOG_LINE_MAX);
	while (repeats_sum(&sink.repeats, mono_ms, all, &record.level, &line)) {
		record.line = line.data;
		if (sink.deliver != NULL)
			sink.deliver(&record);
		buf_reset(&line);
	}
	buf_fini(&line);
}

static void
tick(void *arg)
{
	write_sums(*(const uint64_t *)arg, false);
}

void
logsink_tick(uint64_t mono_ms)
{
	log_between(tick, &mono_ms);
}

static void
forget_place(void)
{
	sink.deliver = NULL;
	if (sink.file_fd != -1)
		(void)close(sink.file_fd);
	sink.file_fd = -1;
	sink.torn = false;
}

static void
close_all(void *arg)
{
	(void)arg;
	write_sums(clock_mono_ms(), true);
	forget_place();
}

void
logsink_close(void)
{
	log_between(close_all, NULL);
	log_to(NULL, NULL);
}

/* A place for log lines, found before the lock is taken. */
struct place {
	const struct logsink_settings *settings;
	deliver *deliver;
	int fd;
};

/* Whoever asks for it anew wants to hear anew what is wrong. */
static void
move(void *arg)
{
	const struct place *p = arg;

	write_sums(clock_mono_ms(), true);
	memset(&sink.repeats, 0, sizeof(sink.repeats));
	forget_place();
	sink.deliver = p->deliver;
	sink.file_fd = p->fd;
	sink.writer = p->settings->writer;
	sink.format = p->settings->format;
}

int
logsink_set(const struct logsink_settings *settings, struct err *e)
{
	struct place place = {settings, to_server, -1};
	int result = 0;

	if (strcmp(settings->to, "syslog") == 0) {
		openlog("cgpward", LOG_PID, LOG_MAIL);
		place.deliver = to_syslog;
	} else if (strcmp(settings->to, "server") != 0) {
		place.fd = open(settings->to,
		    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		    0640);
		if (place.fd == -1)
			result = err_sys(
			    e, "cannot open the log file %s", settings->to);
		else
			place.deliver = to_file;
	}
	log_between(move, &place);
	log_to_records(take, NULL);
	return result;
}

static void
copy_seen(void *arg)
{
	memcpy(arg, &sink.seen, sizeof(sink.seen));
}

void
logsink_look(struct logsink_look *look)
{
	log_between(copy_seen, look);
}
