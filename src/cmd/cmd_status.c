/* cgpward status: what the running filter does, license and quota. */
#include <stdlib.h>

#include "clock.h"
#include "cmd.h"
#include "config.h"
#include "options_priv.h"
#include "out_priv.h"
#include "status_priv.h"
#include "vendor_key.h"

enum { TEXT_MAX = 64 * 1024, MS = 1000 };

static void
look(const struct config *config, struct status_view *v)
{
	struct moment now;

	clock_moment(&now);
	v->state_dir = config->server_state_dir;
	v->now_ms = now.wall_ms;
	v->seen = status_file_read(v->state_dir, &v->filter, &v->filter_fault);
	if (license_load(config->license_file, vendor_key, now.wall_ms / MS,
		&v->license, &v->license_fault) == LICENSE_GOOD)
		v->license_fault.text[0] = '\0';
	(void)quota_peek(config->server_state_dir, &now, v->license.per_hour,
	    &v->quota, &v->quota_fault);
}

bool
status_hangs(const struct status_view *v)
{
	return v->seen == STATUS_RUNS && v->filter.wall_ms != 0 &&
	       v->now_ms - v->filter.wall_ms > STATUS_FRESH_MS;
}

/* 0 when all is well, as far as it is known here. */
static int
code_of(const struct status_view *v)
{
	return v->seen != STATUS_RUNS || status_hangs(v) ||
	       v->filter.value[VITAL_self_test_passed] == 0 ||
	       v->quota_fault.text[0] != '\0';
}

int
cmd_status(int argc, char **argv)
{
	struct option_spec specs[] = {
	    {"-c", true, NULL}, {"--json", false, NULL}};
	struct config *config = NULL;
	struct status_view view = {0};
	struct buf errors;
	struct err e;
	char *file;
	int code = 2;

	if (options_take(&argc, argv, specs, 2, &e) == -1 ||
	    (argc > 1 && err_set(&e, "status takes no argument") == -1) ||
	    (file = config_find(specs[0].value, &e)) == NULL) {
		out_error("%s", e.text);
		return 2;
	}
	buf_init(&errors, TEXT_MAX);
	if (config_load(file, &config, &errors) == -1) {
		out_error("%s", errors.data);
	} else {
		look(config, &view);
		if (specs[1].value != NULL)
			status_print_json(&view);
		else
			status_print_text(&view);
		code = code_of(&view);
	}
	config_free(&config);
	buf_fini(&errors);
	free(file);
	return code;
}
