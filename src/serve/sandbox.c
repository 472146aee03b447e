/* The box: its paths, and the order in which its walls go up. */
#include "sandbox.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include "mem.h"
#include "sandbox_priv.h"

/*
 * Sanitizers and the recorder of coverage need calls and files of their own.
 * These exist in a program that was built with one of them.
 */
extern const char has_sanitizer[] __asm__("__sanitizer_report_error_summary")
    __attribute__((weak));
extern const char has_coverage[] __asm__("__gcov_init") __attribute__((weak));

static const char *const library_paths[] = {"/etc/ld.so.cache",
    "/etc/localtime", "/usr/share/zoneinfo", "/usr/lib/locale",
    "/etc/ssl/openssl.cnf", "/usr/lib/ssl", "/etc/clamav/certs",
    "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/dev/null",
    "/dev/urandom", "/proc/self", "/proc/meminfo",
    "/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/random/boot_id",
    "/sys/devices/system/cpu", "/sys/fs/cgroup"};

struct sandbox *
sandbox_new(void)
{
	return mem_zalloc(1, sizeof(struct sandbox));
}

void
sandbox_free(struct sandbox **sp)
{
	struct sandbox *s = *sp;
	unsigned i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++) {
		free(s->paths[i].path);
		if (s->paths[i].fd != -1)
			(void)close(s->paths[i].fd);
	}
	free(s);
	*sp = NULL;
}

/* The path without links, or that of the nearest folder above it. */
static char *
existing(const char *path)
{
	char *wanted = mem_strdup(path), *found, *slash;

	while ((found = realpath(wanted, NULL)) == NULL && errno == ENOENT) {
		slash = strrchr(wanted, '/');
		if (slash == NULL || slash == wanted)
			break;
		*slash = '\0';
	}
	free(wanted);
	return found;
}

bool
sandbox_allow(struct sandbox *s, const char *path, enum sandbox_right right)
{
	char *found =
	    right == SANDBOX_READ ? existing(path) : realpath(path, NULL);

	if (found == NULL || s->n == SANDBOX_PATHS_MAX) {
		free(found);
		return false;
	}
	s->paths[s->n++] = (struct sandbox_path){found, right, -1};
	return true;
}

void
sandbox_allow_libraries(struct sandbox *s)
{
	char *library, *slash;
	Dl_info info;
	size_t i;

	for (i = 0; i < sizeof(library_paths) / sizeof(char *); i++)
		if (access(library_paths[i], F_OK) == 0)
			(void)sandbox_allow(s, library_paths[i], SANDBOX_READ);
	/* Beside the C library are its converters of character sets. */
	library = dladdr(stdout, &info) != 0 && info.dli_fname != NULL
		      ? realpath(info.dli_fname, NULL)
		      : NULL;
	slash = library != NULL ? strrchr(library, '/') : NULL;
	if (slash != NULL && slash != library) {
		*slash = '\0';
		(void)sandbox_allow(s, library, SANDBOX_READ);
	}
	free(library);
}

void
sandbox_allow_syslog(struct sandbox *s)
{
	s->syslog = true;
}

bool
sandbox_has_syslog(const struct sandbox *s)
{
	return s == NULL || s->syslog || !s->calls;
}

static int
lock_process(struct err *e)
{
	const struct rlimit none = {0, 0};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return err_sys(e, "the right to new rights cannot be given up");
	if (setrlimit(RLIMIT_CORE, &none) == -1)
		return err_sys(e, "core files cannot be forbidden");
	return 0;
}

/* Why the kernel does not offer something, as errno says. */
static void
note(char why[SANDBOX_WHY_SIZE])
{
	(void)snprintf(why, SANDBOX_WHY_SIZE, "%s", strerror(errno));
}

void
sandbox_look(struct sandbox_state *state)
{
	*state = (struct sandbox_state){0};
	state->off = has_sanitizer != NULL || has_coverage != NULL;
	if (state->off)
		return;
	state->files = files_version();
	if (state->files == 0)
		note(state->why_files);
	state->calls = calls_possible();
	if (!state->calls)
		note(state->why_calls);
}

int
sandbox_enter(struct sandbox *s, struct sandbox_state *state, struct err *e)
{
	sandbox_look(state);
	if (state->off)
		return 0;
	if (lock_process(e) == -1)
		return -1;
	if (state->files > 0 && files_restrict(s, state->files, e) == -1)
		return -1;
	s->files = state->files > 0;
	if (state->calls && calls_restrict(s->syslog, e) == -1)
		return -1;
	s->calls = state->calls;
	return 0;
}

static bool
is_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strcmp(folder, "/") == 0 ||
	       (strncmp(path, folder, n) == 0 &&
		   (path[n] == '\0' || path[n] == '/'));
}

/* Whether one right includes the other. */
static bool
includes(enum sandbox_right has, enum sandbox_right wanted)
{
	return has == wanted || has == SANDBOX_WRITE ||
	       (has == SANDBOX_DELETE && wanted == SANDBOX_READ);
}

/* Whether the name still leads to what was let in. */
static bool
stands(const struct sandbox_path *p)
{
	struct stat was, is;

	return p->fd != -1 && fstat(p->fd, &was) == 0 &&
	       stat(p->path, &is) == 0 && was.st_dev == is.st_dev &&
	       was.st_ino == is.st_ino;
}

bool
sandbox_covers(
    const struct sandbox *s, const char *path, enum sandbox_right right)
{
	bool covered = s == NULL || !s->files;
	char *found;
	unsigned i;

	if (covered)
		return true;
	found = existing(path);
	for (i = 0; found != NULL && i < s->n && !covered; i++)
		covered = includes(s->paths[i].right, right) &&
			  is_below(found, s->paths[i].path) &&
			  stands(&s->paths[i]);
	free(found);
	return covered;
}
