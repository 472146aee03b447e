/*
 * A reason in words, filled in where something failed and shown by whoever
 * decides what the failure means. Failing functions return -1 and leave the
 * text here; they do not log.
 */
#ifndef ERR_H
#define ERR_H

enum { ERR_TEXT_MAX = 1024 };

struct err {
	char text[ERR_TEXT_MAX];
};

/*
 * Sets the text. A longer text is cut. `e` may be NULL.
 * Always returns -1, so that a caller can write `return err_set(...)`.
 */
int err_set(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same, followed by ": " and the meaning of errno. */
int err_sys(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts a prefix and ": " in front of the text that is already there. */
int err_wrap(struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
