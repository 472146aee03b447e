/*
 * cgpward check: the configuration, every option with its origin, and the
 * sandbox.
 */
#include <stdlib.h>

#include "check_sandbox_priv.h"
#include "cmd.h"
#include "config.h"
#include "options_priv.h"
#include "out_priv.h"

enum { TEXT_MAX = 1024 * 1024 };

static int
check(const char *given, bool dump, bool sandbox)
{
	struct config *config = NULL;
	struct buf text;
	struct err e;
	char *file = config_find(given, &e);
	int code = 2;

	buf_init(&text, TEXT_MAX);
	if (file == NULL) {
		out_error("%s", e.text);
	} else if (config_load(file, &config, &text) == -1) {
		out_error("the configuration is not valid:");
		out_text(text.data);
	} else if (dump) {
		config_dump(config, &text);
		out_text(text.data);
		code = 0;
	} else if (sandbox) {
		code = check_sandbox(config);
	} else {
		out_line("%s: the configuration is valid.", config->file);
		code = 0;
	}
	config_free(&config);
	buf_fini(&text);
	free(file);
	return code;
}

int
cmd_check(int argc, char **argv)
{
	struct option_spec specs[] = {{"-c", true, NULL},
	    {"--dump", false, NULL}, {"--sandbox", false, NULL}};
	struct err e;

	if (options_take(&argc, argv, specs, 3, &e) == -1) {
		out_error("%s", e.text);
		return 2;
	}
	if (argc > 1) {
		out_error("check takes no argument such as %s", argv[1]);
		return 2;
	}
	return check(
	    specs[0].value, specs[1].value != NULL, specs[2].value != NULL);
}
