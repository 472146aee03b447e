/*
 * Runs a program as on a kernel that lacks some system calls.
 * usage: without landlock|seccomp|inotify|openat2|openat2-denied...
 *     -- PROGRAM [ARG...]
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
	const char *name;
	unsigned number, error;
} calls[] = {
    {"landlock", SYS_landlock_create_ruleset, ENOSYS},
    {"seccomp", SYS_seccomp, ENOSYS}, {"inotify", SYS_inotify_init1, ENOSYS},
    {"openat2", SYS_openat2, ENOSYS},
    {"openat2-denied", SYS_openat2, EPERM}, /* as in some containers */
};

/* From now on the call fails, as one that does not exist. */
static int
remove_call(unsigned number, unsigned error)
{
	struct sock_filter code[] = {
	    BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

int
main(int argc, char **argv)
{
	size_t k;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		for (k = 0; k < sizeof(calls) / sizeof(calls[0]); k++)
			if (strcmp(argv[i], calls[k].name) == 0 &&
			    remove_call(calls[k].number, calls[k].error) ==
				-1) {
				perror("without");
				return 2;
			}
	if (i + 1 >= argc)
		return 2;
	(void)execv(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return 127;
}
