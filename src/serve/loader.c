/*
 * Keeps the engine up to date. New definitions are believed only when they
 * load, find EICAR, and have not lost more than half of the signatures; until
 * then the old ones stay in force.
 */
#include "loader.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "definitions.h"
#include "edition.h"
#include "keep_priv.h"
#include "log.h"
#include "mem.h"
#include "memory.h"
#include "thread.h"

struct loader {
	struct filter *filter;
	pthread_t thread;
	pthread_mutex_t lock; /* guards the next line */
	pthread_cond_t wake;
	bool check, rebuild, closing, busy;

	/* The thread's own. */
	uint64_t engine_bytes; /* what the last load took */
	bool refused;          /* there was a set that is not to be taken */
	uint64_t refused_stamp;
};

void
loader_settings(const struct config *config, const char *temp_dir,
    char **test_set, struct engine_settings *s)
{
	*test_set = mem_printf("%s/definitions", config->folder);
	*s = (struct engine_settings){
	    .definitions = config->engine_definitions,
	    .test_set = *test_set,
	    .temp_dir = temp_dir,
	    .message_size = config->limits_message_size,
	    .file_size = config->limits_file_size,
	    .scan_size = config->limits_scan_size,
	    .files = config->limits_files,
	    .depth = config->limits_depth,
	    .scan_time_ms = (unsigned)config->limits_scan_time,
	    .cache = config->engine_cache,
	    .pua = config->engine_pua,
	};
}

/* Whether two sets fit into the memory that is left. */
static bool
must_block(const struct loader *l, const struct config *config)
{
	if (config->engine_reload != RELOAD_AUTO)
		return config->engine_reload == RELOAD_BLOCKING;
	return memory_left() < l->engine_bytes + l->engine_bytes / 4;
}

static bool
has_collapsed(
    const struct engine_info *old, const struct engine_info *new, struct err *e)
{
	if (old == NULL || old->test_only ||
	    new->signatures >= old->signatures / 2)
		return false;
	(void)err_set(e, "only %u signatures are left of %u", new->signatures,
	    old->signatures);
	return true;
}

/* Loads a folder of definitions with the settings of the configuration. */
static int
load(struct loader *l, const struct config *config, const char *folder,
    struct engine **engine_r, struct err *e)
{
	struct engine_settings settings;
	char *test_set = NULL;
	uint64_t before = memory_used(), after;
	int result;

	loader_settings(
	    config, tempdir_path(l->filter->temp), &test_set, &settings);
	settings.never_fail = folder == NULL;
	if (folder != NULL)
		settings.definitions = folder;
	result = engine_load(&settings, engine_r, e);
	after = memory_used();
	if (result == 0 && after > before)
		l->engine_bytes = after - before;
	free(test_set);
	return result;
}

static char *
kept_folder(const struct config *config)
{
	return mem_printf("%s/definitions", config->server_state_dir);
}

/*
 * The engine lives until this thread swaps in the next one. A set is told of
 * when it is in force and kept; the first one, for which all scans wait, before
 * the answers that use it.
 */
static void
put_in_force(struct loader *l, const struct config *config,
    struct engine *engine, bool first)
{
	const struct engine_info *info = engine_info(engine);
	char *kept = kept_folder(config);
	struct err e;

	if (first)
		edition_tell(info);
	/* Whoever has an answer made with it also finds it counted. */
	vitals_count(&l->filter->vitals, VITAL_definitions_taken);
	holder_swap(&l->filter->engines, (struct held *)engine);
	if (!info->test_only && must_block(l, config) &&
	    keep_definitions(config->engine_definitions, kept, &e) == -1)
		log_warn(
		    "No copy of the definitions could be kept: %s. Should "
		    "the next set be bad, messages will wait for a good one.",
		    e.text);
	free(kept);
	if (!first)
		edition_tell(info);
}

/* Beside the old set, which serves until the new one has proved itself. */
static void
replace_beside(struct loader *l, const struct config *config,
    const struct engine_info *before, bool rebuild)
{
	struct engine *new = NULL;
	struct err e;

	if (load(l, config, before == NULL ? NULL : config->engine_definitions,
		&new, &e) == 0 &&
	    (rebuild || !has_collapsed(before, engine_info(new), &e))) {
		put_in_force(l, config, new, before == NULL);
		return;
	}
	held_unref((struct held *)new);
	vitals_count(&l->filter->vitals, VITAL_definitions_refused);
	log_error("The new definitions were not taken: %s. The old ones stay "
		  "in force.",
	    e.text);
}

/*
 * In the place of the old set: scans wait, and should the new set be bad, the
 * copy of the old one is loaded again.
 */
static void
replace_instead(struct loader *l, const struct config *config,
    const struct engine_info *before, bool rebuild)
{
	char *kept = kept_folder(config);
	struct engine *new = NULL;
	struct err e;

	log_info("Scans wait while the definitions are loaded.");
	holder_drain(&l->filter->engines);
	if (load(l, config, config->engine_definitions, &new, &e) == 0 &&
	    (rebuild || !has_collapsed(before, engine_info(new), &e))) {
		put_in_force(l, config, new, false);
	} else {
		held_unref((struct held *)new);
		vitals_count(&l->filter->vitals, VITAL_definitions_refused);
		log_error("The new definitions were not taken: %s. The old "
			  "ones are loaded again.",
		    e.text);
		if (load(l, config, kept, &new, &e) == -1)
			(void)load(l, config, NULL, &new, &e);
		edition_tell(engine_info(new));
		holder_swap(&l->filter->engines, (struct held *)new);
	}
	free(kept);
}

/* True when the folder does not hold what the engine was made from. */
static bool
has_changed(struct loader *l, const struct config *config,
    const struct engine_info *info)
{
	struct definitions d;

	definitions_look(config->engine_definitions, &d);
	if (d.stamp == info->stamp && !(info->test_only && d.files > 0))
		return false;
	if (l->refused && d.stamp == l->refused_stamp)
		return false;
	l->refused = true;
	l->refused_stamp = d.stamp;
	return true;
}

static void
check(struct loader *l, bool rebuild)
{
	struct live_config *live = filter_config(l->filter);
	struct held *old = holder_get(&l->filter->engines);
	struct engine_info before = {0};
	bool first = old == NULL, due = true;

	if (!first) {
		before = *engine_info((struct engine *)old);
		due = rebuild || has_changed(l, live->config, &before);
		held_unref(old);
	}
	if (due && !first && must_block(l, live->config))
		replace_instead(l, live->config, &before, rebuild);
	else if (due)
		replace_beside(
		    l, live->config, first ? NULL : &before, rebuild);
	held_unref(&live->held);
}

static void
sleep_until_due(struct loader *l)
{
	struct live_config *live = filter_config(l->filter);
	uint64_t due_ms = clock_mono_ms() + live->config->engine_check_every;

	held_unref(&live->held);
	while (!l->check && !l->rebuild && !l->closing)
		if (!thread_cond_wait(&l->wake, &l->lock, due_ms))
			return;
}

static void *
run(void *arg)
{
	struct loader *l = arg;
	bool rebuild = false;

	(void)pthread_mutex_lock(&l->lock);
	while (!l->closing) {
		l->check = l->rebuild = false;
		l->busy = true;
		(void)pthread_mutex_unlock(&l->lock);
		check(l, rebuild);
		(void)pthread_mutex_lock(&l->lock);
		l->busy = false;
		sleep_until_due(l);
		rebuild = l->rebuild;
		if (l->check) /* who asks wants it to be tried again */
			l->refused = false;
	}
	(void)pthread_mutex_unlock(&l->lock);
	return NULL;
}

int
loader_open(struct filter *f, struct loader **loader_r, struct err *e)
{
	struct loader *l = mem_zalloc(1, sizeof(*l));

	l->filter = f;
	(void)pthread_mutex_init(&l->lock, NULL);
	thread_cond_init(&l->wake);
	if (thread_start(&l->thread, "loader", run, l, e) == -1) {
		free(l);
		return -1;
	}
	*loader_r = l;
	return 0;
}

static void
wake(struct loader *l, bool rebuild, bool closing)
{
	(void)pthread_mutex_lock(&l->lock);
	l->check = true;
	l->rebuild |= rebuild;
	l->closing |= closing;
	(void)pthread_cond_signal(&l->wake);
	(void)pthread_mutex_unlock(&l->lock);
}

void
loader_check(struct loader *l, bool rebuild)
{
	wake(l, rebuild, false);
}

bool
loader_is_busy(struct loader *l)
{
	bool busy;

	(void)pthread_mutex_lock(&l->lock);
	busy = l->busy;
	(void)pthread_mutex_unlock(&l->lock);
	return busy;
}

void
loader_close(struct loader **lp)
{
	struct loader *l = *lp;

	if (l == NULL)
		return;
	wake(l, false, true);
	(void)pthread_join(l->thread, NULL);
	(void)pthread_cond_destroy(&l->wake);
	(void)pthread_mutex_destroy(&l->lock);
	free(l);
	*lp = NULL;
}
