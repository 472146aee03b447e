/*
 * floor: libclamav alone, over messages that are in memory already. What any
 * filter around the library can at best reach, with its temporary files in
 * memory and the same looks as src/scan/engine.c. It keeps libclamav's own
 * cache of clean files, which the filter does without.
 * usage: floor [-t THREADS] [-w WARM_UP] [-l LIST] FOLDER DEFINITIONS...
 */
#include <clamav.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

#define FRONT "Received: from cgpward by localhost\r\n"

static const struct {
	enum cl_engine_field field;
	long long value;
} settings[] = {
    {CL_ENGINE_MAX_SCANSIZE, 1LL << 30},
    {CL_ENGINE_MAX_FILESIZE, 256LL << 20},
    {CL_ENGINE_MAX_FILES, 10000},
    {CL_ENGINE_MAX_RECURSION, 17},
    {CL_ENGINE_MAX_SCANTIME, 600000},
    {CL_ENGINE_CACHE_SIZE, 65536},
};

static void
ignore(enum cl_msg severity, const char *full, const char *text, void *arg)
{
	(void)severity;
	(void)full;
	(void)text;
	(void)arg;
}

static int
scan(void *arg, const struct load_message *message, struct buf *name,
    struct err *e)
{
	struct cl_scan_options options = {
	    .general = CL_SCAN_GENERAL_HEURISTICS | CL_SCAN_GENERAL_ALLMATCHES,
	    /* No set of definitions here compares images. */
	    .parse = ~(unsigned)CL_SCAN_PARSE_IMAGE_FUZZY_HASH,
	    .heuristic = CL_SCAN_HEURISTIC_EXCEEDS_MAX |
			 CL_SCAN_HEURISTIC_ENCRYPTED_ARCHIVE |
			 CL_SCAN_HEURISTIC_ENCRYPTED_DOC |
			 CL_SCAN_HEURISTIC_MACROS | CL_SCAN_HEURISTIC_BROKEN |
			 CL_SCAN_HEURISTIC_BROKEN_MEDIA,
	};
	cl_fmap_t *map = cl_fmap_open_memory(message->data, message->len);
	const char *virus = NULL;
	unsigned long scanned = 0;
	cl_error_t code;

	if (map == NULL)
		return err_set(e, "no memory");
	code = cl_scanmap_callback(
	    map, NULL, &virus, &scanned, arg, &options, NULL);
	cl_fmap_close(map);
	if (code == CL_VIRUS)
		(void)buf_adds(name, virus != NULL ? virus : "?");
	if (code != CL_VIRUS && code != CL_CLEAN)
		return err_set(e, "%s", cl_strerror(code));
	return code == CL_VIRUS;
}

static int
load_engine(
    struct cl_engine *engine, const char *temp, char **folders, struct err *e)
{
	unsigned signatures = 0;
	cl_error_t code;
	size_t i;

	code = cl_engine_set_str(engine, CL_ENGINE_TMPDIR, temp);
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (code == CL_SUCCESS)
			code = cl_engine_set_num(
			    engine, settings[i].field, settings[i].value);
	for (; *folders != NULL && code == CL_SUCCESS; folders++)
		code = cl_load(*folders, engine, &signatures, CL_DB_STDOPT);
	if (code == CL_SUCCESS)
		code = cl_engine_compile(engine);
	if (code != CL_SUCCESS)
		return err_set(e, "the engine: %s", cl_strerror(code));
	(void)malloc_trim(0);
	return 0;
}

static int
measure(const struct load_args *args, const char *temp, char **folders,
    struct err *e)
{
	struct cl_engine *engine;
	int rc;

	cl_set_clcb_msg(ignore);
	if (cl_init(CL_INIT_DEFAULT) != CL_SUCCESS)
		return err_set(e, "libclamav does not start");
	engine = cl_engine_new();
	if (engine == NULL)
		return err_set(e, "no memory");
	rc = load_engine(engine, temp, folders, e);
	if (rc == 0)
		rc = load_run(args, scan, engine, e);
	(void)cl_engine_free(engine);
	return rc;
}

int
main(int argc, char **argv)
{
	struct load_args args = {.in_memory = true, .front = FRONT};
	char temp[] = "/dev/shm/bench-XXXXXX";
	struct err e;
	int rest = load_options(argc, argv, &args, &e), rc;

	if (rest == -1 ||
	    (argc - rest < 2 &&
		err_set(&e, "FOLDER DEFINITIONS... is missing") == -1) ||
	    (mkdtemp(temp) == NULL && err_sys(&e, "%s", temp) == -1))
		return load_give_up("floor", &e);
	args.folder = argv[rest];
	rc = measure(&args, temp, argv + rest + 1, &e);
	(void)rmdir(temp);
	return rc == 0 ? 0 : load_give_up("floor", &e);
}
