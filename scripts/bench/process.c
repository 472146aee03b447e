/*
 * process: one program for each message, as a script between a mail server
 * and a scanner starts it. Exit code 1 of the program means found.
 * usage: process [-t N] [-n MESSAGES] [-l LIST] FOLDER COMMAND [ARG...]
 */
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"
#include "mem.h"

enum { ARGS_MAX = 32 };

extern char **environ;

/* The command with the message's path behind its arguments, quietly. */
static int
start(char **command, const char *path, pid_t *pid_r, struct err *e)
{
	posix_spawn_file_actions_t actions;
	char *argv[ARGS_MAX + 2] = {NULL};
	char *last = mem_strdup(path);
	int i, code;

	for (i = 0; i < ARGS_MAX && command[i] != NULL; i++)
		argv[i] = command[i];
	argv[i] = last;
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(
	    &actions, STDOUT_FILENO, "/dev/null", 1, 0);
	code = posix_spawnp(pid_r, argv[0], &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	free(last);
	return code == 0 ? 0 : err_set(e, "%s: %s", argv[0], strerror(code));
}

static int
scan(void *arg, const struct load_message *message, struct buf *name,
    struct err *e)
{
	int status = 0;
	pid_t pid;

	if (start(arg, message->path, &pid, e) == -1)
		return -1;
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1)
		return err_set(e, "the program failed");
	if (WEXITSTATUS(status) == 1)
		(void)buf_adds(name, "found");
	return WEXITSTATUS(status);
}

int
main(int argc, char **argv)
{
	struct load_args args = {0};
	struct err e;
	int rest = load_options(argc, argv, &args, &e);

	if (rest == -1 ||
	    (argc - rest < 2 && err_set(&e, "FOLDER COMMAND is missing") == -1))
		return load_give_up("process", &e);
	args.folder = argv[rest];
	if (load_run(&args, scan, argv + rest + 1, &e) == -1)
		return load_give_up("process", &e);
	return 0;
}
