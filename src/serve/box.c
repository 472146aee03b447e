/* The needs of a configuration, one table for the box and for its check. */
#include "box_priv.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "tempdir.h"

enum { NEEDS_MAX = 16 };

struct need {
	const char *option;
	enum sandbox_right right;
	char *path;
};

struct needs {
	unsigned n;
	struct need all[NEEDS_MAX];
};

static void
need(struct needs *needs, const char *option, enum sandbox_right right,
    char *path)
{
	needs->all[needs->n++] = (struct need){option, right, path};
}

static bool
is_file(const char *log_to)
{
	return strcmp(log_to, "server") != 0 && strcmp(log_to, "syslog") != 0;
}

/* The folder of a log file, where others may have renamed the old one. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return mem_strdup(".");
	return mem_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static void
list(const struct config *c, const char *base, struct needs *needs)
{
	*needs = (struct needs){0};
	need(needs, "the base directory", SANDBOX_READ, mem_strdup(base));
	if (c->server_outside_paths)
		need(needs, "[server] outside_paths", SANDBOX_READ,
		    mem_strdup("/"));
	/* The reload file is deleted there. */
	need(needs, "the configuration", SANDBOX_DELETE, mem_strdup(c->folder));
	need(needs, "[server] state_dir", SANDBOX_WRITE,
	    mem_strdup(c->server_state_dir));
	need(needs, "[engine] definitions", SANDBOX_READ,
	    mem_strdup(c->engine_definitions));
	need(needs, "[engine] temp_dir", SANDBOX_WRITE,
	    mem_strdup(tempdir_parent(c->engine_temp_dir)));
	need(
	    needs, "[license] file", SANDBOX_READ, mem_strdup(c->license_file));
	need(needs, "[quarantine] path", SANDBOX_WRITE,
	    mem_strdup(c->quarantine_path));
	need(needs, "Submitted", SANDBOX_WRITE,
	    mem_printf("%s/Submitted", base));
	if (c->metrics_file[0] != '\0')
		need(needs, "[metrics] file", SANDBOX_WRITE,
		    folder_of(c->metrics_file));
	if (is_file(c->log_to))
		need(needs, "[log] to", SANDBOX_APPEND, folder_of(c->log_to));
}

static void
forget(struct needs *needs)
{
	while (needs->n > 0)
		free(needs->all[--needs->n].path);
}

struct sandbox *
box_new(const struct config *config, const char *base)
{
	struct sandbox *box;
	struct needs needs;
	unsigned i;

	box = sandbox_new();
	list(config, base, &needs);
	for (i = 0; i < needs.n; i++)
		(void)sandbox_allow(box, needs.all[i].path, needs.all[i].right);
	forget(&needs);
	sandbox_allow_libraries(box);
	if (strcmp(config->log_to, "syslog") == 0)
		sandbox_allow_syslog(box);
	return box;
}

bool
box_allows(const struct sandbox *box, const struct config *config,
    const char *base, struct buf *errors)
{
	static const char remedy[] =
	    "is outside of the sandbox that the program has entered at its "
	    "start; restart the helper to use it";
	struct needs needs;
	bool all = true;
	unsigned i;

	list(config, base, &needs);
	for (i = 0; i < needs.n; i++)
		if (!sandbox_covers(
			box, needs.all[i].path, needs.all[i].right) &&
		    strcmp(needs.all[i].option, "Submitted") != 0) {
			(void)buf_addf(errors, "%s: %s %s\n",
			    needs.all[i].option, needs.all[i].path, remedy);
			all = false;
		}
	forget(&needs);
	if (strcmp(config->log_to, "syslog") == 0 && !sandbox_has_syslog(box)) {
		(void)buf_addf(errors, "[log] to: syslog %s\n", remedy);
		all = false;
	}
	return all;
}
