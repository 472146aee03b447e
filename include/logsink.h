/*
 * Where log lines go: the server's log (`* ` lines), syslog, or a file. On
 * their way they are counted, the last warnings and errors are remembered,
 * and those that come again and again are summed up once a minute.
 */
#ifndef LOGSINK_H
#define LOGSINK_H

#include <stdint.h>

#include "err.h"
#include "log.h"
#include "writer.h"

/* As the words of [log] format. */
enum logsink_format { LOGSINK_TEXT, LOGSINK_JSON };

struct logsink_settings {
	const char *to;             /* "server", "syslog" or a file's path */
	enum logsink_format format; /* the server's log is always text */
	struct writer *writer;      /* serves "server"; outlives the sink */
};

/*
 * Sends log lines from now on there. A file is opened anew, so that it can be
 * rotated; what was summed up is written, and comes whole again. On failure
 * lines go to the server. Main thread.
 */
int logsink_set(const struct logsink_settings *settings, struct err *e);

/* Writes the sums that are due, about once a second. Any thread may call. */
void logsink_tick(uint64_t mono_ms);

/* Writes all sums; then no more lines anywhere. Main thread. */
void logsink_close(void);

enum { LOGSINK_LAST = 5, LOGSINK_LAST_SIZE = 256 };

/* A warning or an error about the program itself, cut when it is long. */
struct logsink_line {
	enum log_level level;
	int64_t wall_ms;
	char text[LOGSINK_LAST_SIZE];
};

struct logsink_look {
	uint64_t errors, warnings; /* since the start */
	uint64_t lost; /* lines that could not be written to the file */
	struct logsink_line last[LOGSINK_LAST]; /* the newest first */
	unsigned n;
};

/* What was logged since the start of the process. Any thread may call. */
void logsink_look(struct logsink_look *look_r);

#endif
