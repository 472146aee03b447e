/*
 * The player of dialogues: text files that say what is sent to the filter and
 * what must come back. The statements are described in
 * test-msgs/dialogues/README.
 */
#ifndef PLAY_H
#define PLAY_H

#include <stdbool.h>

struct play_args {
	const char *path;  /* of the dialogue */
	const char *base;  /* the filter's current directory */
	char *const *argv; /* the filter */
	long timeout_s;    /* for each wait; ends hanging tests only */
	bool show;
};

/* 0 passed, 1 failed, 2 could not be played. Says why on stdout. */
int play(const struct play_args *args);

#endif
