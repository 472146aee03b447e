/*
 * Log lines. Modules say what happened; where it goes (the server's log as
 * `* ` lines, syslog, a file) is the sink's business, set once by the program.
 * Without a sink, lines vanish: stderr stays silent by design.
 *
 * Control characters are escaped here, so that nothing which came from a
 * message can start a line of its own.
 *
 * Any thread may log; log_to and log_limit are called before threads start or
 * while holding no lock, and take effect for later lines.
 */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

/* With a mark in front, a line fits into the 4096 bytes of the protocol. */
enum { LOG_LINE_MAX = 4000, LOG_VALUE_MAX = 1024, LOG_FIELDS_MAX = 24 };

/* Takes one escaped line without a line end. Called by any thread. */
typedef void log_sink(void *arg, enum log_level level, const char *line);

/* Sets the sink; NULL drops all lines. */
void log_to(log_sink *sink, void *arg);

/* Lines above this level are dropped. The default is LOG_LEVEL_INFO. */
void log_limit(enum log_level highest);

void log_line(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(...)  log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

/*
 * How a value is written in a line: `name=value` and so on. A value with
 * blanks or quotes is written in quotes, in which a quote is `\x22`.
 */
enum log_kind {
	LOG_HEAD,   /* in front, without its name; ":" behind the last one */
	LOG_PLAIN,  /* name=value */
	LOG_ANGLE,  /* name=<value> */
	LOG_SQUARE, /* name=[value] */
	LOG_NUMBER  /* name=value, and a number in JSON as well */
};

struct log_field {
	const char *name;
	const char *value; /* any bytes; NULL: the field is left out */
	enum log_kind kind;
};

/*
 * What became of one message. It has a line for itself, whatever is logged
 * beside it; values longer than LOG_VALUE_MAX are cut.
 */
void log_event(enum log_level level, const struct log_field *fields, size_t n);

/* A line as a sink gets it that wants to know all about it. */
struct log_record {
	enum log_level level;
	const char *line;               /* escaped */
	const struct log_field *fields; /* of an event, escaped; NULL: none */
	size_t n;
};

typedef void log_record_sink(void *arg, const struct log_record *record);

/* The same as log_to, for such a sink. */
void log_to_records(log_record_sink *sink, void *arg);

/* Calls a function while no line is handed over; it must not log. */
void log_between(void (*call)(void *arg), void *arg);

#endif
