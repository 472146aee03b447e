/*
 * libclamav. It calls a message CLEAN in many cases in which it did not scan
 * it. Whatever it says as an error to a callback while a thread scans makes
 * that scan fail, and so does whatever the system refuses to it meanwhile,
 * because of that it often says nothing at all (trap_priv.h).
 */
#include "engine.h"

#include <clamav.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/param.h>

#include "engine_priv.h"
#include "known_priv.h"
#include "listener_priv.h"
#include "mem.h"
#include "signature.h"
#include "trap_priv.h"

/* What a message grows by in front of it, bytes. */
enum { SCAN_SLACK = 64 * 1024 };

static void
on_message(enum cl_msg severity, const char *full, const char *text, void *arg)
{
	(void)full;
	(void)arg;
	if (severity == CL_MSG_ERROR && !signature_error_is_about_data(text))
		trap_note("%s", text);
}

static void
on_match(int fd, const char *name, void *arg)
{
	(void)fd;
	listener_match(arg, name);
}

static cl_error_t
on_layer(int fd, const char *type, const char **ancestors, size_t parent_size,
    const char *name, size_t size, const char *bytes, uint32_t level,
    uint32_t attributes, void *arg)
{
	const struct layer layer = {
	    .level = level,
	    .name = name,
	    .type = type,
	    .fd = fd,
	    .bytes = bytes,
	    .len = size,
	    .normalized = (attributes & LAYER_ATTRIBUTES_NORMALIZED) != 0,
	};

	(void)ancestors, (void)parent_size;
	return listener_layer(arg, &layer) ? CL_CLEAN : CL_BREAK;
}

static cl_error_t
on_layer_end(int fd, int result, const char *name, void *arg)
{
	(void)fd, (void)result, (void)name;
	layers_leave(&((struct listener *)arg)->layers);
	return CL_CLEAN;
}

int
engine_init(struct err *e)
{
	cl_error_t code;

	cl_set_clcb_msg(on_message);
	code = cl_init(CL_INIT_DEFAULT);
	if (code != CL_SUCCESS)
		return err_set(
		    e, "libclamav does not start: %s", cl_strerror(code));
	return 0;
}

const char *
engine_version(void)
{
	return cl_retver();
}

const struct engine_info *
engine_info(const struct engine *engine)
{
	return &engine->info;
}

static void
engine_destroy(struct held *held)
{
	struct engine *engine = (struct engine *)held;

	if (engine->settings != NULL)
		(void)cl_engine_settings_free(engine->settings);
	if (engine->cl != NULL)
		(void)cl_engine_free(engine->cl);
	known_free(&engine->known);
	allow_list_free(&engine->allowed);
	free(engine);
	(void)malloc_trim(0);
}

struct engine *
engine_alloc(struct cl_engine *cl)
{
	struct engine *engine = mem_zalloc(1, sizeof(*engine));

	held_init(&engine->held, engine_destroy);
	engine->cl = cl;
	return engine;
}

/*
 * libclamav remembers each clean layer by its bytes alone, wherever it was
 * found and in whatever way it was looked at, and would then pass over the same
 * bytes where they mean something else; known_priv.h remembers with more care.
 * A cache that is turned off makes it take signatures which only tell the kind
 * of a file for viruses. So it is off while the cache would be made, and on
 * again when there is none.
 */
static bool
begin_without_cache(struct engine *engine)
{
	engine->settings = cl_engine_settings_copy(engine->cl);
	return engine->settings != NULL &&
	       cl_engine_set_num(engine->cl, CL_ENGINE_DISABLE_CACHE, 1) ==
		   CL_SUCCESS;
}

static bool
end_without_cache(struct engine *engine)
{
	cl_error_t code =
	    cl_engine_settings_apply(engine->cl, engine->settings);

	(void)cl_engine_settings_free(engine->settings);
	engine->settings = NULL;
	return code == CL_SUCCESS;
}

/* Lists of false alarms are not for libclamav: allow_list_priv.h. */
static int
on_signature(const char *type, const char *name, unsigned custom, void *arg)
{
	(void)custom;
	if (!allow_list_is_one(type))
		return 0;
	allow_list_confirm(arg, name);
	return 1; /* it is left out */
}

static void
set_callbacks(struct cl_engine *cl, struct allow_list *allowed)
{
	cl_engine_set_clcb_sigload(cl, on_signature, allowed);
	cl_engine_set_clcb_file_inspection(cl, on_layer);
	cl_engine_set_clcb_post_scan(cl, on_layer_end);
	cl_engine_set_clcb_virus_found(cl, on_match);
}

static bool
set_limits(struct engine *engine, const struct engine_settings *s)
{
	const struct {
		enum cl_engine_field field;
		uint64_t value;
	} numbers[] = {
	    {CL_ENGINE_MAX_SCANSIZE, engine->scan_size},
	    {CL_ENGINE_MAX_FILESIZE, engine->file_size},
	    {CL_ENGINE_MAX_FILES, s->files},
	    {CL_ENGINE_MAX_RECURSION, s->depth},
	    {CL_ENGINE_MAX_SCANTIME, s->scan_time_ms},
	    /* What is larger would be passed over without a word. */
	    {CL_ENGINE_MAX_EMBEDDEDPE, engine->file_size},
	    {CL_ENGINE_MAX_HTMLNORMALIZE, engine->file_size},
	    {CL_ENGINE_MAX_HTMLNOTAGS, engine->file_size},
	    {CL_ENGINE_MAX_SCRIPTNORMALIZE, engine->file_size},
	    {CL_ENGINE_PCRE_MAX_FILESIZE, engine->file_size},
	    {CL_ENGINE_MAX_PARTITIONS, s->files},
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (cl_engine_set_num(engine->cl, numbers[i].field,
			(long long)numbers[i].value) != CL_SUCCESS)
			return false;
	return cl_engine_set_str(engine->cl, CL_ENGINE_TMPDIR, s->temp_dir) ==
	       CL_SUCCESS;
}

static size_t
digest(const char *method, const void *data, size_t len,
    unsigned char digest_r[ALLOW_DIGEST_MAX])
{
	unsigned n = 0;

	return cl_hash_data(method, data, len, digest_r, &n) != NULL ? n : 0;
}

int
engine_new(
    const struct engine_settings *s, struct engine **engine_r, struct err *e)
{
	uint64_t message = s->message_size + SCAN_SLACK;
	struct cl_engine *cl = cl_engine_new();
	struct engine *engine = engine_alloc(cl);

	engine->scan_size = MAX(s->scan_size, message);
	engine->file_size = MAX(s->file_size, message);
	engine->files = s->files;
	engine->known = known_new(s->cache);
	engine->allowed = allow_list_new(digest, cl_retflevel());
	if (cl != NULL)
		set_callbacks(cl, engine->allowed);
	if (cl == NULL || !set_limits(engine, s) ||
	    !begin_without_cache(engine)) {
		held_unref(&engine->held);
		return err_set(e, "libclamav refuses its settings");
	}
	*engine_r = engine;
	return 0;
}

int
engine_add(struct engine *engine, const char *folder, bool pua, struct err *e)
{
	struct trap caught = {0};
	unsigned options = CL_DB_STDOPT | (pua ? CL_DB_PUA : 0);
	cl_error_t code;

	trap_set(&caught);
	code = cl_load(folder, engine->cl, &engine->info.signatures, options);
	trap_set(NULL);
	if (code != CL_SUCCESS)
		return err_set(e, "%s: %s (%s)", folder,
		    caught.file[0] != '\0' ? caught.file : caught.first,
		    cl_strerror(code));
	return 0;
}

int
engine_compile(struct engine *engine, const char *folder, struct err *e)
{
	struct trap caught = {0};
	cl_error_t code;

	allow_list_finish(engine->allowed);
	if (!end_without_cache(engine))
		return err_set(e, "libclamav refuses its settings");
	trap_set(&caught);
	code = cl_engine_compile(engine->cl);
	trap_set(NULL);
	if (code != CL_SUCCESS)
		return err_set(e,
		    "%s: libclamav cannot compile these definitions: %s",
		    folder,
		    caught.first[0] != '\0' ? caught.first : cl_strerror(code));
	return 0;
}

static struct cl_scan_options
scan_options(const struct engine *engine, const struct engine_looks *looks)
{
	struct cl_scan_options o = {
	    .general = CL_SCAN_GENERAL_HEURISTICS | CL_SCAN_GENERAL_ALLMATCHES,
	    .parse = ~0U,
	    .heuristic = CL_SCAN_HEURISTIC_EXCEEDS_MAX |
			 CL_SCAN_HEURISTIC_ENCRYPTED_ARCHIVE |
			 CL_SCAN_HEURISTIC_ENCRYPTED_DOC,
	};

	/* A quarter of all time for large pictures, if nobody asks for it. */
	if (!engine->compares_images)
		o.parse &= ~(unsigned)CL_SCAN_PARSE_IMAGE_FUZZY_HASH;
	if (!looks->archives)
		o.parse &= ~(unsigned)CL_SCAN_PARSE_ARCHIVE;
	if (looks->macros)
		o.heuristic |= CL_SCAN_HEURISTIC_MACROS;
	if (looks->broken)
		o.heuristic |=
		    CL_SCAN_HEURISTIC_BROKEN | CL_SCAN_HEURISTIC_BROKEN_MEDIA;
	if (looks->structured)
		o.heuristic |= CL_SCAN_HEURISTIC_STRUCTURED |
			       CL_SCAN_HEURISTIC_STRUCTURED_SSN_NORMAL |
			       CL_SCAN_HEURISTIC_STRUCTURED_CC;
	return o;
}

static unsigned
way_of(const struct engine_looks *l)
{
	return (unsigned)l->archives | (unsigned)l->macros << 1 |
	       (unsigned)l->broken << 2 | (unsigned)l->structured << 3;
}

int
engine_scan(struct engine *engine, const struct engine_bytes *bytes,
    const struct engine_looks *looks, const struct engine_sink *sink,
    struct err *e)
{
	const struct known_piece piece = {
	    bytes->data, bytes->len, way_of(looks)};
	struct cl_scan_options options = scan_options(engine, looks);
	struct listener l = {.sink = sink,
	    .place = bytes->place,
	    .silent = {.file_max = engine->file_size,
		.scan_max = engine->scan_size,
		.files_max = engine->files,
		.unpack = engine->scan_size},
	    .allowed = engine->allowed};
	struct trap caught = {0};
	const char *name = NULL;
	unsigned long scanned = 0;
	struct known_mark mark;
	cl_fmap_t *map;
	cl_error_t code;

	if (engine->cl == NULL)
		return err_set(e, "there are no virus definitions: %s",
		    engine->info.problem);
	mark = known_mark_of(engine->known, &piece);
	if (bytes->len == 0 || known_has(engine->known, mark))
		return 0;
	map = cl_fmap_open_memory(bytes->data, bytes->len);
	if (map == NULL)
		return err_set(e, "no memory to scan %s", bytes->place);
	trap_set(&caught);
	code = cl_scanmap_callback(
	    map, NULL, &name, &scanned, engine->cl, &options, &l);
	trap_set(NULL);
	cl_fmap_close(map);
	listener_end(&l, &caught);
	if (caught.first[0] != '\0')
		return err_set(e, "the engine could not scan all of %s: %.900s",
		    bytes->place, caught.first);
	if (code != CL_CLEAN && code != CL_VIRUS)
		return err_set(e, "the engine could not scan %s: %s",
		    bytes->place, cl_strerror(code));
	if (!l.told && code == CL_CLEAN)
		known_add(engine->known, mark);
	return 0;
}
