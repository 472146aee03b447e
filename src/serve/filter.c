/* What all requests share. */
#include "filter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "box_priv.h"
#include "log.h"
#include "mem.h"
#include "quarantine.h"

enum { ERRORS_MAX = 64 * 1024 };

static void
live_config_destroy(struct held *held)
{
	struct live_config *live = (struct live_config *)held;

	config_free(&live->config);
	free(live);
}

static void
swap_in(struct filter *f, struct config *config)
{
	struct live_config *live = mem_zalloc(1, sizeof(*live));

	held_init(&live->held, live_config_destroy);
	live->config = config;
	log_limit((enum log_level)config->log_level);
	holder_swap(&f->configs, &live->held);
}

struct live_config *
filter_config(struct filter *f)
{
	return (struct live_config *)holder_get(&f->configs);
}

static char *
current_folder(void)
{
	char *given = getcwd(NULL, 0);
	char *folder = mem_strdup(given != NULL ? given : "/");

	free(given);
	return folder;
}

int
filter_configure(struct filter *f, const char *config_file, struct buf *errors)
{
	struct config *config = NULL;

	*f = (struct filter){.scan = scan_message};
	vitals_init(&f->vitals);
	roster_init(&f->roster);
	queue_init(&f->held);
	f->quarantine = quarantine_new();
	f->config_file = mem_strdup(config_file);
	f->base = current_folder();
	holder_init(&f->configs);
	holder_init(&f->engines);
	if (config_load(config_file, &config, errors) == -1)
		return -1;
	swap_in(f, config);
	return 0;
}

int
filter_make_temp(struct filter *f, struct err *e)
{
	struct live_config *live = filter_config(f);
	int result = tempdir_open(live->config->engine_temp_dir, &f->temp, e);

	held_unref(&live->held);
	return result == -1 ? err_wrap(e, "[engine] temp_dir") : 0;
}

int
filter_open(struct filter *f, const char *config_file, struct buf *errors)
{
	struct err e;

	if (filter_configure(f, config_file, errors) == -1)
		return -1;
	if (filter_make_temp(f, &e) == 0)
		return 0;
	(void)buf_addf(errors, "%s\n", e.text);
	return -1;
}

void
filter_close(struct filter *f)
{
	holder_fini(&f->engines);
	holder_fini(&f->configs);
	admission_close(&f->admission);
	recall_free(&f->recall);
	queue_fini(&f->held);
	roster_fini(&f->roster);
	quarantine_free(&f->quarantine);
	tempdir_close(&f->temp);
	free(f->config_file);
	f->config_file = NULL;
	free(f->base);
	f->base = NULL;
}

static void
log_errors(char *text)
{
	char *line, *end;

	for (line = text; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end = '\0';
		log_error("%s", line);
		if (end == NULL)
			break;
	}
}

bool
filter_reload(struct filter *f)
{
	struct live_config *old = filter_config(f);
	struct config *config = NULL;
	struct buf errors;
	bool rebuild = false;

	buf_init(&errors, ERRORS_MAX);
	if (config_load(f->config_file, &config, &errors) == -1 ||
	    !box_allows(f->box, config, f->base, &errors)) {
		config_free(&config);
		vitals_count(&f->vitals, VITAL_config_refused);
		log_errors(errors.data);
		log_error("The configuration was not changed: the one read "
			  "before stays in force.");
	} else {
		rebuild = config->engine_stamp != old->config->engine_stamp;
		swap_in(f, config);
		vitals_count(&f->vitals, VITAL_config_taken);
		log_info(
		    "The configuration %s was read again.", f->config_file);
	}
	buf_fini(&errors);
	held_unref(&old->held);
	return rebuild;
}
