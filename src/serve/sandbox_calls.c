/*
 * seccomp: a list of what is allowed; all else ends the process. Calls that
 * are newer than the list do not exist for it, so that a C library that tries
 * them falls back to those that it knows.
 */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox_priv.h"

enum {
	NEWEST_KNOWN = 450,
	NUMBERS_MAX = 512,
	NAME_SIZE = 32,
	SOCKET_TYPES = 0xf,
	PR_NAME_MEMORY = 0x53564d41 /* PR_SET_VMA */
};

static char names[NUMBERS_MAX][NAME_SIZE];

static const char *const allowed[] = {
    /* Files, as far as the other wall lets them. */
    "read", "readv", "pread64", "preadv", "preadv2", "write", "writev",
    "pwrite64", "pwritev", "pwritev2", "open", "openat", "openat2", "creat",
    "close", "close_range", "dup", "dup2", "dup3", "lseek", "_llseek", "stat",
    "stat64", "lstat", "lstat64", "fstat", "fstat64", "newfstatat", "fstatat64",
    "statx", "statfs", "statfs64", "fstatfs", "fstatfs64", "access",
    "faccessat", "faccessat2", "readlink", "readlinkat", "getdents",
    "getdents64", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "link", "linkat", "chmod", "fchmod", "fchmodat",
    "umask", "truncate", "truncate64", "ftruncate", "ftruncate64", "fallocate",
    "fsync", "fdatasync", "sync_file_range", "flock", "fcntl", "fcntl64",
    "getcwd", "utimensat", "sendfile", "copy_file_range", "fadvise64",
    "readahead",
    /* Memory. */
    "mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise", "brk", "msync",
    "mincore", "mlock", "mlock2", "munlock", "membarrier",
    /* Threads. */
    "futex", "futex_time64", "set_robust_list", "get_robust_list", "rseq",
    "set_tid_address", "exit", "exit_group", "gettid", "getpid", "getppid",
    "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
    "getcpu",
    /* Signals to itself. */
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn",
    "sigaltstack", "rt_sigpending", "rt_sigtimedwait", "rt_sigsuspend", "pause",
    "signalfd", "signalfd4", "restart_syscall",
    /* Time and waiting. */
    "clock_gettime", "clock_gettime64", "clock_getres", "clock_nanosleep",
    "clock_nanosleep_time64", "gettimeofday", "time", "times", "nanosleep",
    "timerfd_create", "timerfd_settime", "timerfd_gettime", "poll", "ppoll",
    "select", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait",
    "epoll_pwait", "eventfd2", "pipe", "pipe2", "inotify_init1",
    "inotify_add_watch", "inotify_rm_watch",
    /* What it is and where. */
    "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid",
    "getgroups", "uname", "sysinfo", "getrlimit", "ugetrlimit", "getrusage",
    "getrandom", "capget", "getpgrp", "getpgid", "getsid"};

static const unsigned long terminal_requests[] = {TCGETS, TCSETS, TCSETSW,
    TCSETSF, TIOCGWINSZ, TIOCGPGRP, FIONREAD, FIONBIO, FIOCLEX};

static const unsigned long process_requests[] = {PR_SET_NAME, PR_GET_NAME,
    PR_GET_DUMPABLE, PR_GET_NO_NEW_PRIVS, PR_NAME_MEMORY};

/* A call that this machine does not have needs no rule. */
static int
allow(scmp_filter_ctx ctx, const char *name, unsigned n,
    const struct scmp_arg_cmp *args)
{
	int number = seccomp_syscall_resolve_name(name);

	if (number < 0)
		return 0;
	return seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW, number, n, args);
}

static int
allow_requests(scmp_filter_ctx ctx, const char *name, unsigned argument,
    const unsigned long *requests, size_t n)
{
	struct scmp_arg_cmp arg = {.arg = argument, .op = SCMP_CMP_EQ};
	int result = 0;
	size_t i;

	for (i = 0; i < n && result == 0; i++) {
		arg.datum_a = requests[i];
		result = allow(ctx, name, 1, &arg);
	}
	return result;
}

/* Threads of this process, signals to it, and a look at its limits. */
static int
allow_self(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp thread = SCMP_A0_64(SCMP_CMP_MASKED_EQ,
	    CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | CLONE_PTRACE |
		CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |
		CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP,
	    CLONE_THREAD | CLONE_VM | CLONE_SIGHAND);
	const struct scmp_arg_cmp self =
	    SCMP_A0_64(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0);
	const struct scmp_arg_cmp look[] = {
	    SCMP_A0_64(SCMP_CMP_EQ, 0, 0), SCMP_A2_64(SCMP_CMP_EQ, 0, 0)};
	int result = allow(ctx, "clone", 1, &thread);

	if (result == 0)
		result = allow(ctx, "tgkill", 1, &self);
	if (result == 0)
		result = allow(ctx, "kill", 1, &self);
	if (result == 0)
		result = allow(ctx, "prlimit64", 2, look);
	if (result == 0) /* its flags cannot be seen: clone is used then */
		result = seccomp_rule_add(
		    ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return result;
}

static int
allow_syslog(scmp_filter_ctx ctx)
{
	const struct scmp_arg_cmp local[] = {
	    SCMP_A0_64(SCMP_CMP_EQ, AF_UNIX, 0),
	    SCMP_A1_64(SCMP_CMP_MASKED_EQ, SOCKET_TYPES, SOCK_DGRAM)};
	int result = allow(ctx, "socket", 2, local);

	if (result == 0)
		result = allow(ctx, "connect", 0, NULL);
	if (result == 0)
		result = allow(ctx, "sendto", 0, NULL);
	return result;
}

static int
fill(scmp_filter_ctx ctx, bool syslog)
{
	int result = 0, number;
	size_t i;

	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]) && result == 0;
	     i++)
		result = allow(ctx, allowed[i], 0, NULL);
	if (result == 0)
		result = allow_requests(ctx, "ioctl", 1, terminal_requests,
		    sizeof(terminal_requests) / sizeof(unsigned long));
	if (result == 0)
		result = allow_requests(ctx, "prctl", 0, process_requests,
		    sizeof(process_requests) / sizeof(unsigned long));
	if (result == 0)
		result = allow_self(ctx);
	/* The history's library asks for it where root writes, for nothing. */
	if (result == 0)
		result = seccomp_rule_add(
		    ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fchown), 0);
	if (result == 0 && syslog)
		result = allow_syslog(ctx);
	for (number = NEWEST_KNOWN + 1; number < NUMBERS_MAX && result == 0;
	     number++)
		result =
		    seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), number, 0);
	return result;
}

/* The library allocates; a signal handler can only look up. */
static void
learn_names(void)
{
	char *name;
	int i;

	for (i = 0; i < NUMBERS_MAX; i++) {
		name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, i);
		(void)snprintf(
		    names[i], NAME_SIZE, "%s", name != NULL ? name : "");
		free(name);
	}
}

const char *
sandbox_call_name(int number)
{
	if (number < 0 || number >= NUMBERS_MAX || names[number][0] == '\0')
		return NULL;
	return names[number];
}

/* Whether the kernel ends a thread by a signal at all. */
bool
calls_possible(void)
{
	const uint32_t action = SECCOMP_RET_TRAP;

	return syscall(SYS_seccomp, 2 /* SECCOMP_GET_ACTION_AVAIL */, 0,
		   &action) == 0;
}

int
calls_restrict(bool syslog, struct err *e)
{
	scmp_filter_ctx ctx;
	int result;

	learn_names();
	ctx = seccomp_init(SCMP_ACT_TRAP);
	if (ctx == NULL)
		return err_set(e, "the sandbox for system calls cannot be "
				  "made");
	result = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_TSYNC, 1);
	if (result == 0)
		result = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (result == 0)
		result = fill(ctx, syslog);
	if (result == 0)
		result = seccomp_load(ctx);
	seccomp_release(ctx);
	if (result == 0)
		return 0;
	errno = -result;
	return err_sys(e, "the sandbox for system calls cannot be entered");
}
