/*
 * The virus engine: libclamav with a compiled set of definitions. An engine is
 * shared and never changes; new definitions make a new one (see holder.h).
 *
 * engine_init is called once, before threads start. engine_load may run in any
 * thread while others scan with another engine. engine_scan may run in any
 * number of threads at once.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "holder.h"

struct engine; /* starts with a struct held */

/* What a scan looks for beside signatures. */
struct engine_looks {
	bool archives;
	bool macros;
	bool broken;
	bool structured;
};

/* What an engine is made from; strings are copied. */
struct engine_settings {
	const char *definitions; /* the administrator's folder */
	const char *test_set;    /* loaded beside it; NULL: none */
	const char *temp_dir;    /* where the engine unpacks */
	uint64_t message_size;   /* the largest message, bytes */
	uint64_t file_size;      /* the largest part or member, bytes */
	uint64_t scan_size;      /* all of a message unpacked, bytes */
	unsigned files;          /* parts and members of a message */
	unsigned depth;          /* containers inside each other */
	unsigned scan_time_ms;
	unsigned cache;  /* how many clean pieces are remembered */
	bool pua;        /* load signatures of unwanted programs */
	bool never_fail; /* do without what cannot be loaded */
};

/* What is known of an engine's definitions. */
struct engine_info {
	unsigned signatures;
	int64_t built_s;   /* newest set, seconds since 1970; 0 unknown */
	uint64_t stamp;    /* of the folder, see definitions.h */
	bool test_only;    /* nothing but the test set: scans are blind */
	char version[64];  /* "27851", or a date where there is none */
	char problem[512]; /* what was left out and why, or "" */
};

/* Where matches go, while engine_scan runs and in its thread. */
struct engine_sink {
	void *arg;
	/* `name` is as libclamav gives it; `where` starts with the place. */
	void (*match)(void *arg, const char *name, const char *where);

	/*
	 * Told of what the engine looks at as it would if it were given that
	 * alone: the bytes themselves, then the parts of a mail as it reads
	 * them. NULL: nobody wants to know.
	 */
	void (*layer)(void *arg, const void *data, size_t len);

	/*
	 * A file that the engine took out of a container; the bytes of `name`
	 * are the container's. NULL: not wanted.
	 */
	void (*name)(void *arg, const char *name, const char *where);
};

/* Prepares libclamav for the process. */
int engine_init(struct err *e);

/* The version of libclamav, "1.4.6". */
const char *engine_version(void);

/*
 * Loads and compiles definitions and proves that EICAR is found with them.
 * The reason for a failure names the bad file. With `never_fail` a folder that
 * is empty or fails gives an engine of the test set alone, and when even that
 * fails one whose scans all fail; info.test_only and the problem say so.
 */
int engine_load(const struct engine_settings *settings,
    struct engine **engine_r, struct err *e);

const struct engine_info *engine_info(const struct engine *engine);

/*
 * Scans bytes in memory; their place is what they are ("mail", "mail/a.zip").
 * Each match is reported; matches are reported too when the scan fails.
 * Returns 0 when everything within the limits was looked at, or -1: the bytes
 * were not scanned, or not all, for a reason that is not in them (the temp
 * folder failed, descriptors ran out ...). The same bytes, found clean a while
 * ago with the same looks, are not scanned again, and no layer is told of.
 */
struct engine_bytes {
	const void *data;
	size_t len;
	const char *place;
};

int engine_scan(struct engine *engine, const struct engine_bytes *bytes,
    const struct engine_looks *looks, const struct engine_sink *sink,
    struct err *e);

/* The EICAR test file, as a string. */
enum { ENGINE_EICAR_SIZE = 69 };

void engine_eicar(char text[ENGINE_EICAR_SIZE]);

/*
 * Scans the EICAR test file from memory. 0 when it is found, else -1 with the
 * reason: this engine is not to be trusted.
 */
int engine_prove(struct engine *engine, struct err *e);

#endif
