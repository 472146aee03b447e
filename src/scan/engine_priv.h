/*
 * An engine in the making: engine.c alone knows libclamav, engine_load.c what
 * is to be loaded.
 */
#ifndef ENGINE_PRIV_H
#define ENGINE_PRIV_H

#include "engine.h"

struct cl_engine;   /* libclamav's */
struct cl_settings; /* libclamav's */

struct engine {
	struct held held;
	struct cl_engine *cl;
	struct cl_settings *settings; /* of the scans, while it is loaded */
	struct engine_info info;
	bool compares_images;       /* a signature may ask for it */
	uint64_t scan_size;         /* of all layers of a scan, bytes */
	uint64_t file_size;         /* of one of them, bytes */
	uint32_t files;             /* in a message */
	struct known *known;        /* NULL without libclamav's */
	struct allow_list *allowed; /* likewise */
};

/* Takes `cl` over. With NULL its scans all fail with info.problem. */
struct engine *engine_alloc(struct cl_engine *cl);

/* One with its limits and callbacks, without definitions. */
int engine_new(
    const struct engine_settings *s, struct engine **engine_r, struct err *e);

/*
 * Loads a folder of definitions beside what is loaded, signatures of unwanted
 * programs included or not.
 */
int engine_add(
    struct engine *engine, const char *folder, bool pua, struct err *e);

/* Afterwards it can scan. `folder` is named when that fails. */
int engine_compile(struct engine *engine, const char *folder, struct err *e);

#endif
