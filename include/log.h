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

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

enum { LOG_LINE_MAX = 2048 };

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

#endif
