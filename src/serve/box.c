/* The needs of a configuration, one table for the box and for its check. */
#include "box_priv.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "definitions.h"
#include "mem.h"
#include "tempdir.h"

enum { NEEDS_MAX = 40 };

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
	/* The test set, which may be a link. */
	need(needs, "The folder of the test set", SANDBOX_READ,
	    mem_printf("%s/definitions", c->folder));
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

/* The folder that a link leads to; NULL when it leads nowhere. */
static char *
folder_behind(int dir_fd, const char *folder, const char *name)
{
	char *path, *found, *behind = NULL;
	struct stat st;

	if (fstatat(dir_fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
	    !S_ISLNK(st.st_mode))
		return NULL;
	path = mem_printf("%s/%s", folder, name);
	found = realpath(path, NULL);
	free(path);
	if (found != NULL)
		behind = folder_of(found);
	free(found);
	return behind;
}

/*
 * Definitions may be links to those of another program. Who updates them
 * replaces the files, so it is their folder that is needed.
 */
static void
add_links(const char *folder, struct needs *needs)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char *behind;

	if (dir == NULL)
		return;
	while (needs->n < NEEDS_MAX && (entry = readdir(dir)) != NULL) {
		if (!definitions_is_one(entry->d_name))
			continue;
		behind = folder_behind(dirfd(dir), folder, entry->d_name);
		if (behind != NULL)
			need(needs, "A link in [engine] definitions",
			    SANDBOX_READ, behind);
	}
	(void)closedir(dir);
}

struct sandbox *
box_new(const struct config *config, const char *base)
{
	struct sandbox *box;
	struct needs needs;
	unsigned i;

	box = sandbox_new();
	list(config, base, &needs);
	add_links(config->engine_definitions, &needs);
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

/*
 * What is not there is missed only where the program would make it; Submitted
 * belongs to the server.
 */
static bool
is_missed(const struct need *n)
{
	return n->right == SANDBOX_WRITE && strcmp(n->option, "Submitted") != 0;
}

void
box_lost(const struct sandbox *box, const struct config *config,
    const char *base, struct buf *lost)
{
	struct needs needs;
	const struct need *n;
	unsigned i;
	bool there;

	list(config, base, &needs);
	add_links(config->engine_definitions, &needs);
	for (i = 0; i < needs.n; i++) {
		n = &needs.all[i];
		there = access(n->path, F_OK) == 0;
		if (sandbox_covers(box, n->path, n->right) ||
		    (!there && !is_missed(n)))
			continue;
		(void)buf_addf(lost,
		    there ? "%s was made or replaced after the start, and the "
			    "sandbox keeps the program out of it. Restart the "
			    "helper to use %s.\n"
			  : "%s was removed, and the sandbox does not let the "
			    "program make it again. Restart the helper to "
			    "have %s.\n",
		    n->option, n->path);
	}
	forget(&needs);
}
