/* Where log lines go. */
#include "logsink.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "log.h"
#include "proto.h"

static int file_fd = -1; /* changed by the main thread between two sinks */

static const char *const level_names[] = {"error", "warn", "info", "debug"};

/* Where to break a line: behind so many bytes, at a blank if there is one. */
static size_t
break_at(const char *line, size_t len)
{
	size_t n = PROTO_LOG_COLUMNS - 2;

	if (len <= n)
		return len;
	while (n > PROTO_LOG_COLUMNS / 2 && line[n] != ' ')
		n--;
	if (line[n] != ' ')
		n = PROTO_LOG_COLUMNS - 2;
	while (((unsigned char)line[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* A long line becomes several, each marked, that stay together. */
static void
to_server(void *arg, enum log_level level, const char *line)
{
	size_t len = strlen(line), n;
	struct buf text;

	(void)level;
	buf_init(&text, 2 * LOG_LINE_MAX);
	while (len > 0) {
		n = break_at(line, len);
		(void)buf_addf(
		    &text, "%s* %.*s", text.len > 0 ? "\n" : "", (int)n, line);
		while (line[n] == ' ')
			n++;
		line += n;
		len -= n;
	}
	writer_line(arg, text.data);
	buf_fini(&text);
}

static void
to_syslog(void *arg, enum log_level level, const char *line)
{
	static const int priority[] = {
	    LOG_ERR, LOG_WARNING, LOG_INFO, LOG_DEBUG};

	(void)arg;
	syslog(LOG_MAIL | priority[level], "%s", line);
}

static void
to_file(void *arg, enum log_level level, const char *line)
{
	char text[LOG_LINE_MAX + 64], stamp[32];
	int64_t now_ms = clock_wall_ms();
	time_t now = (time_t)(now_ms / 1000);
	struct tm day;
	int n;

	(void)arg;
	if (gmtime_r(&now, &day) == NULL ||
	    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &day) == 0)
		stamp[0] = '\0';
	n = snprintf(text, sizeof(text), "%s.%03dZ %s %s\n", stamp,
	    (int)(now_ms % 1000), level_names[level], line);
	if (n > 0 && write(file_fd, text, (size_t)n) != n)
		return; /* a full disk must not stop the mail */
}

void
logsink_close(void)
{
	log_to(NULL, NULL);
	if (file_fd != -1)
		(void)close(file_fd);
	file_fd = -1;
}

int
logsink_set(const char *to, struct writer *writer, struct err *e)
{
	int fd;

	if (strcmp(to, "server") == 0) {
		logsink_close();
		log_to(to_server, writer);
		return 0;
	}
	if (strcmp(to, "syslog") == 0) {
		logsink_close();
		openlog("cgpward", LOG_PID, LOG_MAIL);
		log_to(to_syslog, NULL);
		return 0;
	}
	fd = open(
	    to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
	logsink_close();
	if (fd == -1) {
		log_to(to_server, writer);
		return err_sys(e, "cannot open the log file %s", to);
	}
	file_fd = fd;
	log_to(to_file, NULL);
	return 0;
}
