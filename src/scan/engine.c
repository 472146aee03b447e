/*
 * libclamav. It calls a message CLEAN in many cases in which it did not scan
 * it. Whatever it says as an error to a callback while a thread scans makes
 * that scan fail, and so does whatever the system refuses to it meanwhile,
 * because of that it often says nothing at all (trap_priv.h).
 */
#include "engine.h"

#include <clamav.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/param.h>

#include "definitions.h"
#include "engine_priv.h"
#include "layers_priv.h"
#include "mem.h"
#include "signature.h"
#include "trap_priv.h"

/* What a message grows by in front of it, bytes. */
enum { SCAN_SLACK = 64 * 1024 };

/* With what a signature starts that compares images. */
#define IMAGE_MARK "fuzzy_img#"

struct scan {
	struct engine *engine;
	const struct engine_sink *sink;
	const char *place;
	struct layers layers;
	bool doubtful; /* counted in the engine */
};

static void
on_message(enum cl_msg severity, const char *full, const char *text, void *arg)
{
	(void)full;
	(void)arg;
	if (severity == CL_MSG_ERROR && !signature_error_is_about_data(text))
		trap_note("%s", text);
}

static void
count_doubtful(struct engine *engine, int change)
{
	(void)pthread_mutex_lock(&engine->lock);
	engine->doubtful += change;
	(void)cl_engine_set_num(engine->cl, CL_ENGINE_DISABLE_CACHE,
	    !engine->caches || engine->doubtful > 0);
	(void)pthread_mutex_unlock(&engine->lock);
}

/*
 * What libclamav remembers as clean it will not look at again, wherever it
 * comes from. So nothing is remembered, or taken from memory, from now on until
 * this scan is over.
 */
static void
distrust(void *arg)
{
	struct scan *s = arg;

	if (!s->doubtful)
		count_doubtful(s->engine, 1);
	s->doubtful = true;
}

/*
 * A partition of a disk, or the small picture in a picture, is taken for that
 * and nothing else: no document or archive is opened in it, although it is
 * remembered as clean by its bytes alone.
 */
static bool
is_half_read(const char *type, const char *name)
{
	return (type != NULL && strcmp(type, "CL_TYPE_PART_ANY") == 0) ||
	       (name != NULL && strcmp(name, "photoshop-thumbnail") == 0);
}

static void
tell_name(const struct scan *s)
{
	char *where;

	if (s->sink->name == NULL || layers_name(&s->layers) == NULL)
		return;
	where = layers_where(&s->layers, s->place);
	s->sink->name(s->sink->arg, layers_name(&s->layers), where);
	free(where);
}

static cl_error_t
on_layer(int fd, const char *type, const char **ancestors, size_t parent_size,
    const char *name, size_t size, const char *bytes, uint32_t level,
    uint32_t attributes, void *arg)
{
	struct scan *s = arg;

	(void)fd, (void)ancestors, (void)parent_size;
	layers_enter(&s->layers, level, name);
	tell_name(s);
	if (is_half_read(type, name))
		distrust(s);
	else if (s->sink->layer != NULL && bytes != NULL &&
		 (attributes & LAYER_ATTRIBUTES_NORMALIZED) == 0)
		s->sink->layer(s->sink->arg, bytes, size);
	return CL_CLEAN;
}

/* Not called for a layer that is remembered, nor is the next. */
static cl_error_t
on_layer_begin(int fd, const char *type, void *arg)
{
	(void)fd, (void)type;
	layers_stay(&((struct scan *)arg)->layers);
	return CL_CLEAN;
}

static cl_error_t
on_layer_end(int fd, int result, const char *name, void *arg)
{
	(void)fd, (void)result, (void)name;
	layers_leave(&((struct scan *)arg)->layers);
	return CL_CLEAN;
}

/* `fd` is of no use: the layers are memory. */
static void
on_match(int fd, const char *name, void *arg)
{
	struct scan *s = arg;
	char *where;

	(void)fd;
	layers_pass(&s->layers);
	where = layers_where(&s->layers, s->place);
	if (name != NULL)
		s->sink->match(s->sink->arg, name, where);
	free(where);
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

	if (engine->cl != NULL)
		(void)cl_engine_free(engine->cl);
	(void)pthread_mutex_destroy(&engine->lock);
	free(engine);
	(void)malloc_trim(0);
}

struct engine *
engine_alloc(struct cl_engine *cl)
{
	struct engine *engine = mem_zalloc(1, sizeof(*engine));

	held_init(&engine->held, engine_destroy);
	(void)pthread_mutex_init(&engine->lock, NULL);
	engine->cl = cl;
	return engine;
}

int
engine_new(
    const struct engine_settings *s, struct engine **engine_r, struct err *e)
{
	uint64_t message = s->message_size + SCAN_SLACK;
	struct cl_engine *cl = cl_engine_new();
	struct engine *engine = engine_alloc(cl);
	const struct {
		enum cl_engine_field field;
		uint64_t value;
	} numbers[] = {
	    {CL_ENGINE_MAX_SCANSIZE, MAX(s->scan_size, message)},
	    {CL_ENGINE_MAX_FILESIZE, MAX(s->file_size, message)},
	    {CL_ENGINE_MAX_FILES, s->files},
	    {CL_ENGINE_MAX_RECURSION, s->depth},
	    {CL_ENGINE_MAX_SCANTIME, s->scan_time_ms},
	    {CL_ENGINE_CACHE_SIZE, s->cache},
	    {CL_ENGINE_DISABLE_CACHE, s->cache == 0},
	};
	size_t i;
	bool ok;

	engine->caches = s->cache > 0;
	engine->looks = s->looks;
	ok = cl != NULL &&
	     cl_engine_set_str(cl, CL_ENGINE_TMPDIR, s->temp_dir) == CL_SUCCESS;
	for (i = 0; ok && i < sizeof(numbers) / sizeof(numbers[0]); i++)
		ok = cl_engine_set_num(cl, numbers[i].field,
			 (long long)numbers[i].value) == CL_SUCCESS;
	if (!ok) {
		held_unref(&engine->held);
		(void)err_set(e, "libclamav refuses its settings");
		return -1;
	}
	cl_engine_set_clcb_file_inspection(cl, on_layer);
	cl_engine_set_clcb_pre_scan(cl, on_layer_begin);
	cl_engine_set_clcb_post_scan(cl, on_layer_end);
	cl_engine_set_clcb_virus_found(cl, on_match);
	*engine_r = engine;
	return 0;
}

int
engine_add(struct engine *engine, const char *folder,
    const struct engine_settings *s, struct err *e)
{
	struct definitions d;
	struct hugepages memory = {0};
	struct trap caught = {.memory = &memory};
	unsigned options = CL_DB_STDOPT | (s->pua ? CL_DB_PUA : 0);
	cl_error_t code;

	definitions_look(folder, &d);
	if (d.problem[0] != '\0')
		return err_set(e, "%s: %s", folder, d.problem);
	/* Before and after, for files may be replaced meanwhile. */
	engine->compares_images |= definitions_may_hold(folder, IMAGE_MARK);
	trap_set(&caught);
	code = cl_load(folder, engine->cl, &engine->info.signatures, options);
	trap_set(NULL);
	hugepages_fini(&memory);
	if (code != CL_SUCCESS)
		return err_set(e, "%s: %s (%s)", folder,
		    caught.file[0] != '\0' ? caught.file : caught.first,
		    cl_strerror(code));
	engine->compares_images |= definitions_may_hold(folder, IMAGE_MARK);
	return 0;
}

int
engine_compile(struct engine *engine, const char *folder, struct err *e)
{
	struct hugepages memory = {0};
	struct trap caught = {.memory = &memory};
	cl_error_t code;

	trap_set(&caught);
	code = cl_engine_compile(engine->cl);
	trap_set(NULL);
	hugepages_fini(&memory);
	if (code != CL_SUCCESS)
		return err_set(e,
		    "%s: libclamav cannot compile these definitions", folder);
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

static bool
same_looks(const struct engine_looks *a, const struct engine_looks *b)
{
	return a->archives == b->archives && a->macros == b->macros &&
	       a->broken == b->broken && a->structured == b->structured;
}

int
engine_scan(struct engine *engine, const struct engine_bytes *bytes,
    const struct engine_looks *looks, const struct engine_sink *sink,
    struct err *e)
{
	struct cl_scan_options options = scan_options(engine, looks);
	struct scan s = {.engine = engine, .sink = sink, .place = bytes->place};
	/* After a failure layers are remembered that were scanned in part. */
	struct trap caught = {.sprung = distrust, .arg = &s};
	const char *name = NULL;
	unsigned long scanned = 0;
	cl_fmap_t *map;
	cl_error_t code;

	if (engine->cl == NULL)
		return err_set(e, "there are no virus definitions: %s",
		    engine->info.problem);
	if (bytes->len == 0)
		return 0;
	map = cl_fmap_open_memory(bytes->data, bytes->len);
	if (map == NULL)
		return err_set(e, "no memory to scan %s", bytes->place);
	if (!same_looks(looks, &engine->looks))
		distrust(&s);
	trap_set(&caught);
	code = cl_scanmap_callback(
	    map, NULL, &name, &scanned, engine->cl, &options, &s);
	trap_set(NULL);
	cl_fmap_close(map);
	layers_fini(&s.layers);
	if (s.doubtful)
		count_doubtful(engine, -1);
	if (caught.first[0] != '\0')
		return err_set(e, "the engine could not scan all of %s: %.900s",
		    bytes->place, caught.first);
	if (code != CL_CLEAN && code != CL_VIRUS)
		return err_set(e, "the engine could not scan %s: %s",
		    bytes->place, cl_strerror(code));
	return 0;
}
