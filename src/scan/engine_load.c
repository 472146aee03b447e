/*
 * Which definitions an engine is made from: the administrator's folder and the
 * test set beside it, or the test set alone where the folder fails. A set that
 * does not find EICAR is none.
 */
#include <malloc.h>
#include <stdio.h>

#include "allow_list_priv.h"
#include "definitions.h"
#include "engine_priv.h"

/* With what a signature starts that compares images. */
#define IMAGE_MARK "fuzzy_img#"

static int
add(struct engine *engine, const char *folder, const struct engine_settings *s,
    struct err *e)
{
	struct definitions d;

	definitions_look(folder, &d);
	if (d.problem[0] != '\0')
		return err_set(e, "%s: %s", folder, d.problem);
	if (allow_list_read(engine->allowed, folder, e) == -1)
		return -1;
	/* Before and after, for files may be replaced meanwhile. */
	engine->compares_images |= definitions_may_hold(folder, IMAGE_MARK);
	if (engine_add(engine, folder, s->pua, e) == -1)
		return -1;
	engine->compares_images |= definitions_may_hold(folder, IMAGE_MARK);
	return 0;
}

/* Its absence is a pity, but the administrator's folder does without it. */
static int
load_test_set(struct engine *engine, const struct engine_settings *s,
    bool needed, struct err *e)
{
	struct definitions d;

	definitions_look(s->test_set, &d);
	if (d.problem[0] == '\0' || needed)
		return add(engine, s->test_set, s, e);
	(void)snprintf(engine->info.problem, sizeof(engine->info.problem),
	    "%.300s: %s", s->test_set, d.problem);
	return 0;
}

/* Both folders into one new engine; the caller drops it when this fails. */
static int
fill(struct engine *engine, const struct engine_settings *s, bool test_only,
    struct err *e)
{
	struct definitions d;
	bool same = s->test_set != NULL &&
		    definitions_same_folder(s->definitions, s->test_set);

	definitions_look(s->definitions, &d);
	engine->info.stamp = d.stamp;
	engine->info.test_only = test_only;
	if (s->test_set != NULL && !same &&
	    load_test_set(engine, s, test_only, e) == -1)
		return -1;
	if (!test_only) {
		if (add(engine, s->definitions, s, e) == -1)
			return -1;
		engine->info.built_s = d.built_s;
		(void)snprintf(engine->info.version,
		    sizeof(engine->info.version), "%s", d.version);
	}
	if (engine_compile(engine, s->definitions, e) == -1)
		return -1;
	return engine_prove(engine, e);
}

static int
load_once(const struct engine_settings *s, bool test_only,
    struct engine **engine_r, struct err *e)
{
	struct engine *engine = NULL;

	if (engine_new(s, &engine, e) == -1)
		return -1;
	if (fill(engine, s, test_only, e) == -1) {
		held_unref(&engine->held);
		return -1;
	}
	(void)malloc_trim(0);
	*engine_r = engine;
	return 0;
}

int
engine_load(
    const struct engine_settings *s, struct engine **engine_r, struct err *e)
{
	struct engine_info *info;

	if (load_once(s, false, engine_r, e) == 0)
		return 0;
	if (!s->never_fail)
		return -1;
	if (s->test_set == NULL || load_once(s, true, engine_r, NULL) == -1)
		*engine_r = engine_alloc(NULL); /* it can only say why */
	info = &(*engine_r)->info;
	info->test_only = true;
	(void)snprintf(info->problem, sizeof(info->problem), "%.500s", e->text);
	return 0;
}
