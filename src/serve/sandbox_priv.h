/* The two walls of the box. */
#ifndef SANDBOX_PRIV_H
#define SANDBOX_PRIV_H

#include "sandbox.h"

enum { SANDBOX_PATHS_MAX = 64 };

struct sandbox_path {
	char *path; /* without links */
	enum sandbox_right right;
	int fd; /* keeps what is looked up in /proc; -1 else */
};

struct sandbox {
	unsigned n;
	struct sandbox_path paths[SANDBOX_PATHS_MAX];
	bool syslog;
	bool files, calls; /* are guarded */
};

/* The version of Landlock; 0 and errno when there is none. */
int files_version(void);

/* Guards the files of this thread and of those that it starts. */
int files_restrict(struct sandbox *s, int version, struct err *e);

/* Whether the kernel can guard system calls; errno says why not. */
bool calls_possible(void);

/* Guards the system calls of the whole process. */
int calls_restrict(bool syslog, struct err *e);

#endif
