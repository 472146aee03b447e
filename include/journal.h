/*
 * Which files are in work, remembered beyond the end of the process. When the
 * program has ended abruptly (a signal, kill -9, no memory), the next run
 * finds in the journal what was in work then, and the server sends those
 * requests again. A file that was in work at two such ends is not scanned a
 * third time; one that was merely beside it is forgotten with its first scan
 * that comes to an end. A suspect is in work alone, so that the second end
 * tells which of them was to blame and nothing else becomes one.
 *
 * A suspect is tried once more when a day has passed since, or when the
 * definitions, the engine's library or this program have changed.
 *
 * The journal is a mapped file in the state folder. It needs no system call
 * for a file, is valid after kill -9 at any moment, and what a failure of the
 * machine has torn is not believed. Several processes may use one state
 * folder: up to JOURNAL_RUNS of them share the file.
 *
 * journal_open, journal_probe and journal_close are called by one thread. Any
 * thread may call the others. Where a journal is asked for, NULL may be given
 * and remembers nothing.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

enum {
	JOURNAL_RUNS = 4,       /* processes in one state folder */
	JOURNAL_MARKS = 512,    /* files in work in one process */
	JOURNAL_SUSPECTS = 256, /* the oldest gives way to a new one */
	JOURNAL_ID_SIZE = 32
};

struct journal;
struct journal_record;

/* What makes a file the same file. */
struct journal_file {
	uint64_t device, inode, size;
	int64_t mtime_ns; /* since 1970 */
};

/* A file that is about to be opened. */
struct journal_entry {
	struct journal_file file;
	const char *path;     /* its base name stands for it in words */
	uint64_t definitions; /* their stamp */
	const char *engine;   /* the version of the library */
	int64_t now_s;        /* since 1970 */
};

enum journal_advice {
	JOURNAL_SCAN,      /* nothing speaks against it */
	JOURNAL_ONLY_OPEN, /* do not scan, but opening it did no harm */
	JOURNAL_KEEP_OFF   /* do not even open it */
};

/* Belongs to one job; zeroed, it is that of a job without a file. */
struct journal_ticket {
	struct journal_record *mark;
	struct journal_record *suspect;
	uint64_t seal; /* of the suspect */
	bool entered, alone;
};

/*
 * Opens or makes the journal in a state folder and turns what dead processes
 * had in work into suspects. On -1, with the reason, the journal is one that
 * will be forgotten with the process, or NULL without memory.
 */
int journal_open(const char *state_dir, int64_t now_s,
    struct journal **journal_r, struct err *e);

/*
 * A clean end, though threads may still be at work: nothing of this process
 * becomes a suspect.
 */
void journal_clear(struct journal *j);

/* The same, when no thread uses the journal any more; frees it. */
void journal_close(struct journal **journal);

/*
 * The files that were in work when other runs ended abruptly, "ID, ID", as
 * journal_open found them; empty: none.
 */
const char *journal_found(const struct journal *j);

/*
 * Enters a file before it is opened, and says what may be done with it. May
 * wait for the scans of suspects, ten seconds at most. Each ticket is
 * given back with journal_end, whatever the advice.
 */
enum journal_advice journal_begin(struct journal *j,
    const struct journal_entry *entry, struct journal_ticket *ticket_r);

/* The file has been opened and read. */
void journal_opened(struct journal_ticket *ticket);

/* The file is answered for; `scanned`: its scan came to an end. */
void journal_end(
    struct journal *j, struct journal_ticket *ticket, bool scanned);

/*
 * Looks whether the file is still in its folder and makes it anew when it is
 * not. 0, or -1 with the reason.
 */
int journal_probe(struct journal *j, struct err *e);

/*
 * What this process has in work, "ID, ID"; cut when it is too long. Safe in a
 * signal handler. Returns the length.
 */
size_t journal_list(const struct journal *j, char *text, size_t size);

/*
 * For a handler of SIGBUS: true when the address belongs to the journal that
 * was opened last. Its file was cut or its disk failed; from now on it is
 * kept in memory alone, and the access may be repeated.
 */
bool journal_survive(const void *address);

#endif
