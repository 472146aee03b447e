/*
 * Landlock, by its system calls, for the C library has none. All rights that
 * the kernel's version knows are taken away; the box's paths give some back.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox_priv.h"

#define FIELD(name) LANDLOCK_ACCESS_FS_##name

/* What newer kernels know and older headers do not. */
enum {
	FIRST_RIGHTS = 0x1fff, /* of version 1 */
	MAY_REFER = 1 << 13,   /* version 2: links and renames elsewhere */
	MAY_TRUNCATE = 1 << 14,
	MAY_IOCTL = 1 << 15,
	ALL_TCP = 3, /* bind and connect */
	SCOPE_ABSTRACT = 1,
	SCOPE_SIGNAL = 2
};

/* The argument, as version 6 has it. */
struct ruleset {
	uint64_t files, net, scope;
};

int
files_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

static uint64_t
known_rights(int version)
{
	uint64_t rights = FIRST_RIGHTS;

	if (version >= 2)
		rights |= MAY_REFER;
	if (version >= 3)
		rights |= MAY_TRUNCATE;
	if (version >= 5)
		rights |= MAY_IOCTL;
	return rights;
}

static uint64_t
rights_of(enum sandbox_right right)
{
	switch (right) {
	case SANDBOX_READ:
		return FIELD(READ_FILE) | FIELD(READ_DIR);
	case SANDBOX_DELETE:
		return rights_of(SANDBOX_READ) | FIELD(REMOVE_FILE);
	case SANDBOX_APPEND:
		return FIELD(WRITE_FILE) | FIELD(MAKE_REG);
	default:
		return rights_of(SANDBOX_DELETE) | FIELD(WRITE_FILE) |
		       FIELD(MAKE_REG) | FIELD(MAKE_DIR) | FIELD(REMOVE_DIR) |
		       MAY_REFER | MAY_TRUNCATE;
	}
}

/* The rights that can be given on what is no folder. */
static uint64_t
of_a_file(uint64_t rights)
{
	return rights & (FIELD(READ_FILE) | FIELD(WRITE_FILE) | MAY_TRUNCATE);
}

static int
add_path(int ruleset, uint64_t known, struct sandbox_path *p, struct err *e)
{
	struct landlock_path_beneath_attr rule = {
	    .allowed_access = rights_of(p->right) & known,
	    .parent_fd = open(p->path, O_PATH | O_CLOEXEC),
	};
	struct stat st;
	long result;

	if (rule.parent_fd == -1)
		return 0; /* gone meanwhile: then it is not allowed */
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access = of_a_file(rule.allowed_access);
	result = syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	if (result == -1)
		(void)err_sys(e, "the sandbox cannot allow %s", p->path);
	p->fd = rule.parent_fd;
	return result == -1 ? -1 : 0;
}

static int
make_ruleset(int version)
{
	struct ruleset set = {.files = known_rights(version)};
	size_t size = sizeof(set.files);

	if (version >= 4) {
		set.net = ALL_TCP;
		size += sizeof(set.net);
	}
	if (version >= 6) {
		set.scope = SCOPE_ABSTRACT | SCOPE_SIGNAL;
		size += sizeof(set.scope);
	}
	return (int)syscall(SYS_landlock_create_ruleset, &set, size, 0);
}

int
files_restrict(struct sandbox *s, int version, struct err *e)
{
	uint64_t known = known_rights(version);
	int ruleset = make_ruleset(version), result = 0;
	unsigned i;

	if (ruleset == -1)
		return err_sys(e, "the sandbox for files cannot be made");
	for (i = 0; i < s->n && result == 0; i++)
		result = add_path(ruleset, known, &s->paths[i], e);
	if (result == 0 &&
	    syscall(SYS_landlock_restrict_self, ruleset, 0) == -1)
		result = err_sys(e, "the sandbox for files cannot be entered");
	(void)close(ruleset);
	return result;
}
