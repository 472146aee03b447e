/*
 * A conversation with the filter, line by line, for the player of dialogues:
 * what was sent, and what came and was not expected yet.
 */
#ifndef TALK_H
#define TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answer.h"
#include "child.h"

struct strings {
	char **v;
	size_t n;
};

/* Where in a line the sent bytes are, to know which of them ask something. */
enum talk_scan { TALK_BLANKS, TALK_NUMBER, TALK_ASKS, TALK_OTHER };

struct talk {
	struct child child;
	struct strings answers; /* numbered lines, in the order they came */
	struct strings infos;   /* "* " lines */
	long version;           /* of the last INTF answer; 0: none yet */
	size_t asked;           /* lines sent that start with a number */
	size_t answered;        /* numbered lines that came */
	enum talk_scan scan;
	bool ended; /* its output is at its end */
	bool show;
};

void talk_init(struct talk *t, bool show);
void talk_fini(struct talk *t);
int talk_start(
    struct talk *t, const char *base, char *const argv[], struct err *e);

/* Puts bytes into the queue; talk_pump sends them. */
void talk_send(struct talk *t, const char *data, size_t len);

/* Sends all that is queued, then closes stdin. */
int talk_close(struct talk *t, uint64_t end_us, struct err *e);

/*
 * Waits a moment for lines and sorts them. -1 when a line is malformed, when
 * the output has ended or the time is over.
 */
int talk_pump(struct talk *t, uint64_t end_us, struct err *e);

/* Reads to the end of the output and waits for the end; its exit code in
 * `code_r`. */
int talk_finish(struct talk *t, uint64_t end_us, int *code_r, struct err *e);

void strings_add(struct strings *s, const char *text);
void strings_remove(struct strings *s, size_t i);
void strings_clear(struct strings *s);

#endif
