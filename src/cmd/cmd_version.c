/* cgpward version: the program, the engine and the definitions. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "cmd.h"
#include "edition.h"
#include "filter.h"
#include "loader.h"
#include "options_priv.h"
#include "out_priv.h"

enum { TEXT_MAX = 64 * 1024 };

static int
show_definitions(struct filter *f)
{
	struct live_config *live = filter_config(f);
	struct engine_settings settings;
	struct engine *engine = NULL;
	char *test_set = NULL;
	struct buf text;
	struct err e = {{0}};
	int code = 2;

	buf_init(&text, TEXT_MAX);
	loader_settings(
	    live->config, tempdir_path(f->temp), &test_set, &settings);
	settings.never_fail = true;
	if (engine_load(&settings, &engine, &e) == -1) {
		out_error("%s", e.text);
	} else {
		edition_describe(
		    engine_info(engine), clock_wall_ms() / 1000, &text);
		out_line("Definitions: %s", text.data);
		code = 0;
		if (engine_info(engine)->test_only) {
			out_error("%s", engine_info(engine)->problem);
			code = 2;
		}
	}
	held_unref((struct held *)engine);
	buf_fini(&text);
	free(test_set);
	held_unref(&live->held);
	return code;
}

int
cmd_version(int argc, char **argv)
{
	struct option_spec specs[] = {{"-c", true, NULL}};
	struct filter f;
	struct buf errors;
	struct err e;
	char *file;
	int code = 2;

	if (options_take(&argc, argv, specs, 1, &e) == -1) {
		out_error("%s", e.text);
		return 2;
	}
	out_line("cgpward %s", CGPWARD_VERSION);
	out_line("Engine: ClamAV %s", engine_version());
	file = config_find(specs[0].value, &e);
	if (file == NULL) {
		out_error("%s", e.text);
		return 2;
	}
	buf_init(&errors, TEXT_MAX);
	if (filter_open(&f, file, &errors) == -1)
		out_error("%s", errors.data);
	else if (engine_init(&e) == -1)
		out_error("%s", e.text);
	else
		code = show_definitions(&f);
	filter_close(&f);
	buf_fini(&errors);
	free(file);
	return code;
}
