/* Trials of the sandbox: a table of what is tried, one process for each. */
#include "sandbox_trial.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box_priv.h"
#include "folder.h"
#include "mem.h"
#include "tempdir.h"
#include "user_priv.h"

/* What a trial works with. */
struct place {
	const struct config *config;
	const char *base;
};

/* 0 when it worked, else -1 and errno. */
typedef int trial_run(const struct place *p);

enum outcome {
	WORKED,
	DENIED, /* by the wall around files */
	KILLED, /* by the wall around system calls */
	FAILED, /* for another reason */
	OUTSIDE /* the box could not be entered */
};

static int
run_exec(const struct place *p)
{
	char *const argv[] = {mem_strdup("true"), NULL};

	(void)p;
	return execv("/bin/true", argv);
}

static int
run_fork(const struct place *p)
{
	pid_t pid = fork();

	(void)p;
	if (pid == 0)
		_exit(0);
	return pid == -1 ? -1 : 0;
}

static int
run_socket(const struct place *p)
{
	(void)p;
	return socket(AF_INET, SOCK_STREAM, 0) == -1 ? -1 : 0;
}

static int
run_ptrace(const struct place *p)
{
	(void)p;
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1 ? -1 : 0;
}

static int
run_mount(const struct place *p)
{
	(void)p;
	return mount("none", "/nonexistent", "tmpfs", MS_RDONLY, NULL);
}

static int
run_module(const struct place *p)
{
	(void)p;
	return (int)syscall(SYS_init_module, "", 0, "");
}

static int
run_setuid(const struct place *p)
{
	(void)p;
	return setuid(0);
}

static int
open_and_close(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd == -1)
		return -1;
	(void)close(fd);
	return 0;
}

static int
run_read(const struct place *p)
{
	(void)p;
	return open_and_close("/etc/passwd", O_RDONLY);
}

/* Makes a file and removes it. */
static int
make_file(const char *folder)
{
	char *name = mem_printf("%s/cgpward-sandbox-%d", folder, getpid());
	int result = open_and_close(name, O_WRONLY | O_CREAT | O_EXCL);

	if (result == 0)
		result = unlink(name);
	free(name);
	return result;
}

static int
run_write_outside(const struct place *p)
{
	(void)p;
	return make_file("/");
}

static int
run_write_base(const struct place *p)
{
	return make_file(p->base);
}

static int
run_write_config(const struct place *p)
{
	return open_and_close(p->config->file, O_WRONLY);
}

static int
run_core(const struct place *p)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};

	(void)p;
	if (getrlimit(RLIMIT_CORE, &limit) == -1 || limit.rlim_max > 0)
		return 0;
	errno = EACCES;
	return -1;
}

static int
run_new_rights(const struct place *p)
{
	(void)p;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 0;
	errno = EACCES;
	return -1;
}

static int
run_read_base(const struct place *p)
{
	return open_and_close(p->base, O_RDONLY | O_DIRECTORY);
}

static int
run_read_config(const struct place *p)
{
	return open_and_close(p->config->file, O_RDONLY);
}

static int
run_read_definitions(const struct place *p)
{
	return open_and_close(
	    p->config->engine_definitions, O_RDONLY | O_DIRECTORY);
}

static int
run_write_temp(const struct place *p)
{
	return make_file(tempdir_parent(p->config->engine_temp_dir));
}

static int
run_write_state(const struct place *p)
{
	return make_file(p->config->server_state_dir);
}

static int
run_iconv(const struct place *p)
{
	iconv_t converter = iconv_open("UTF-8", "ISO-2022-JP");

	(void)p;
	return converter == (iconv_t)-1 ? -1 : iconv_close(converter);
}

static void *
do_nothing(void *arg)
{
	return arg;
}

static int
run_thread(const struct place *p)
{
	pthread_t thread;

	(void)p;
	errno = pthread_create(&thread, NULL, do_nothing, NULL);
	return errno != 0 ? -1 : pthread_join(thread, NULL);
}

static const struct trial {
	const char *what;
	trial_run *run;
	enum outcome wanted;
} trials[] = {
    {"starting a program", run_exec, KILLED},
    {"starting a process", run_fork, KILLED},
    {"making a network connection", run_socket, KILLED},
    {"tracing a process", run_ptrace, KILLED},
    {"mounting a file system", run_mount, KILLED},
    {"loading a kernel module", run_module, KILLED},
    {"becoming root", run_setuid, KILLED},
    {"getting rights from a program", run_new_rights, DENIED},
    {"leaving a core file", run_core, DENIED},
    {"reading a file outside", run_read, DENIED},
    {"writing a file outside", run_write_outside, DENIED},
    {"writing into the base directory", run_write_base, DENIED},
    {"writing the configuration", run_write_config, DENIED},
    {"reading the base directory", run_read_base, WORKED},
    {"reading the configuration", run_read_config, WORKED},
    {"reading the definitions", run_read_definitions, WORKED},
    {"writing the temporary folder", run_write_temp, WORKED},
    {"writing the state folder", run_write_state, WORKED},
    {"converting a character set", run_iconv, WORKED},
    {"starting a thread", run_thread, WORKED},
};

unsigned
sandbox_trials(void)
{
	return sizeof(trials) / sizeof(trials[0]);
}

/* In a process of its own. */
static void
try_inside(const struct trial *t, const struct place *p)
{
	const struct config *c = p->config;
	struct sandbox *box = box_new(c, p->base);
	struct sandbox_state state;

	(void)signal(SIGSYS, SIG_DFL);
	if (user_become(c, NULL) == -1 ||
	    folder_private(c->server_state_dir, NULL) != FOLDER_GOOD ||
	    sandbox_enter(box, &state, NULL) == -1)
		_exit(OUTSIDE);
	if (t->run(p) == 0)
		_exit(WORKED);
	_exit(errno == EACCES || errno == EPERM ? DENIED : FAILED);
}

static enum outcome
outcome_of(const struct trial *t, const struct place *p)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		try_inside(t, p);
	if (pid == -1)
		return OUTSIDE;
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? KILLED : FAILED;
	return (enum outcome)WEXITSTATUS(status);
}

bool
sandbox_try(unsigned number, const struct config *config, const char *base,
    struct buf *said)
{
	static const char *const words[] = {[WORKED] = "works",
	    [DENIED] = "is denied",
	    [KILLED] = "ends the program",
	    [FAILED] = "fails for another reason",
	    [OUTSIDE] = "could not be tried"};
	const struct trial *t = &trials[number];
	struct place place = {config, base};
	enum outcome wanted = t->wanted, got = outcome_of(t, &place);

	/* What the configuration opens is open. */
	if (t->run == run_read && config->server_outside_paths)
		wanted = WORKED;
	(void)buf_addf(said, "%-4s %s %s", got == wanted ? "ok" : "NOT",
	    t->what, words[got]);
	if (got != wanted)
		(void)buf_addf(said, "; wanted: it %s", words[wanted]);
	(void)buf_addc(said, '\n');
	return got == wanted;
}
