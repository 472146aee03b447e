/*
 * Functions of the C library that libclamav calls on temporary files, and the
 * one of PCRE2 that it calls for signatures. They are defined here under their
 * own names, so that the dynamic linker finds these before those of the
 * library; each does what that one does and looks at the result. Without a trap
 * in the thread there is nothing more to it.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "maps_priv.h"
#include "trap_priv.h"

/*
 * Of a file that is not larger, soon all is read, and libclamav forgets nothing
 * of it to save memory: bytes.
 */
enum { POPULATE_MAX = 8 * 1024 * 1024 };

/* PCRE2's errors for its limits (pcre2api(3)). */
enum { MATCH_STEPS = -47, MATCH_DEPTH = -53, MATCH_MEMORY = -63 };

static void
note(const char *what, const char *path)
{
	char space[128];

	if (errno == EINTR || errno == EAGAIN)
		return;
	trap_note("%s%s%s: %s", what, path != NULL ? " " : "",
	    path != NULL ? path : "", strerror_r(errno, space, sizeof(space)));
}

/*
 * The library's own function, for those that are no system call. It is looked
 * up once; two threads that do so at the same time find the same.
 */
struct own {
	const char *name;
	_Atomic(void *) found;
};

static void
library(struct own *own, void *function_r)
{
	void *function = atomic_load(&own->found);

	if (function == NULL) {
		function = dlsym(RTLD_NEXT, own->name);
		atomic_store(&own->found, function);
	}
	memcpy(function_r, &function, sizeof(function));
}

int watch_open(const char *path, int flags, ...) __asm__("open64");
ssize_t watch_read(int fd, void *data, size_t size) __asm__("read");
ssize_t watch_pread(int fd, void *data, size_t size, off_t at) __asm__(
    "pread64");
ssize_t watch_write(int fd, const void *data, size_t size) __asm__("write");
void *watch_mmap(void *addr, size_t len, int prot, int flags, int fd,
    off_t at) __asm__("mmap64");
int watch_munmap(void *addr, size_t len) __asm__("munmap");
int watch_truncate(int fd, off_t len) __asm__("ftruncate64");
int watch_mkdir(const char *path, mode_t mode) __asm__("mkdir");
int watch_dup(int fd) __asm__("dup");
DIR *watch_opendir(const char *path) __asm__("opendir");
FILE *watch_fopen(const char *path, const char *mode) __asm__("fopen64");
size_t watch_fwrite(
    const void *data, size_t size, size_t n, FILE *file) __asm__("fwrite");
int watch_fflush(FILE *file) __asm__("fflush");
int watch_fclose(FILE *file) __asm__("fclose");
int watch_match(const void *code, const unsigned char *subject, size_t len,
    size_t start, uint32_t options, void *data,
    void *context) __asm__("pcre2_match_8");

int
watch_open(const char *path, int flags, ...)
{
	bool makes = (flags & (O_CREAT | O_TMPFILE)) != 0;
	mode_t mode = 0;
	va_list ap;
	int fd;

	if (makes) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	/* That something is not there may be an answer. */
	if (fd == -1 && (makes || errno != ENOENT))
		note("cannot open", path);
	return fd;
}

ssize_t
watch_read(int fd, void *data, size_t size)
{
	ssize_t n = syscall(SYS_read, fd, data, size);

	if (n == -1)
		note("cannot read a temporary file", NULL);
	return n;
}

ssize_t
watch_pread(int fd, void *data, size_t size, off_t at)
{
	ssize_t n = syscall(SYS_pread64, fd, data, size, at);

	if (n == -1)
		note("cannot read a temporary file", NULL);
	return n;
}

/* Less than all is written only where there is no room for the rest. */
ssize_t
watch_write(int fd, const void *data, size_t size)
{
	ssize_t n = syscall(SYS_write, fd, data, size);

	if (n == -1)
		note("cannot write a temporary file", NULL);
	return n;
}

static void *
map(void *addr, size_t len, int prot, int flags, int fd, off_t at)
{
	static struct own own = {"mmap64", NULL};
	void *(*real)(void *, size_t, int, int, int, off_t) = NULL;

	library(&own, &real);
	return real(addr, len, prot, flags, fd, at);
}

static void *
make_map(void)
{
	void *memory = map(NULL, MAPS_SIZE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory != MAP_FAILED ? memory : NULL;
}

/*
 * libclamav touches the pages for a temporary file one by one before it fills
 * them. Then the kernel makes each of them twice, and has to tell the other
 * processors when it takes the first away; so it makes all of them at once, or
 * for a small file none.
 */
void *
watch_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t at)
{
	bool for_file = trap_is_set() && addr == NULL &&
			prot == (PROT_READ | PROT_WRITE) &&
			flags == (MAP_PRIVATE | MAP_ANONYMOUS);
	void *memory;

	if (for_file && len > 0 && len <= MAPS_SIZE &&
	    (memory = maps_take(len, make_map)) != NULL)
		return memory;
	if (for_file && len <= POPULATE_MAX)
		flags |= MAP_POPULATE;
	memory = map(addr, len, prot, flags, fd, at);
	if (memory == MAP_FAILED)
		note("no memory for a temporary file", NULL);
	return memory;
}

int
watch_munmap(void *addr, size_t len)
{
	static struct own own = {"munmap", NULL};
	int (*real)(void *, size_t) = NULL;

	if (maps_give(addr))
		return 0;
	library(&own, &real);
	return real(addr, len);
}

/*
 * libclamav does this to what a signature with code of its own has unpacked,
 * once it was looked at. Such a file counts when it is unpacked and when it is
 * looked at.
 */
int
watch_truncate(int fd, off_t len)
{
	struct stat st;
	int result;

	if (trap_is_set() && fstat(fd, &st) == 0)
		trap_unpacked((uint64_t)st.st_size);
	result = (int)syscall(SYS_ftruncate, fd, len);
	if (result == -1)
		note("cannot empty a temporary file", NULL);
	return result;
}

int
watch_mkdir(const char *path, mode_t mode)
{
	int result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);

	if (result == -1 && errno != EEXIST)
		note("cannot make the folder", path);
	return result;
}

int
watch_dup(int fd)
{
	int copy = (int)syscall(SYS_dup, fd);

	if (copy == -1 && fd != -1)
		note("cannot use a temporary file", NULL);
	return copy;
}

DIR *
watch_opendir(const char *path)
{
	static struct own own = {"opendir", NULL};
	DIR *(*real)(const char *) = NULL;
	DIR *dir;

	library(&own, &real);
	dir = real(path);
	if (dir == NULL && errno != ENOENT)
		note("cannot open the folder", path);
	return dir;
}

FILE *
watch_fopen(const char *path, const char *mode)
{
	static struct own own = {"fopen64", NULL};
	FILE *(*real)(const char *, const char *) = NULL;
	FILE *file;

	library(&own, &real);
	file = real(path, mode);
	if (file == NULL && (mode[0] != 'r' || errno != ENOENT))
		note("cannot open", path);
	return file;
}

size_t
watch_fwrite(const void *data, size_t size, size_t n, FILE *file)
{
	static struct own own = {"fwrite", NULL};
	size_t (*real)(const void *, size_t, size_t, FILE *) = NULL;
	size_t written;

	library(&own, &real);
	written = real(data, size, n, file);
	if (written < n)
		note("cannot write a temporary file", NULL);
	return written;
}

/* Here is where most of what stdio was given is written. */
static int
write_out(struct own *own, FILE *file)
{
	int (*real)(FILE *) = NULL;
	int result;

	library(own, &real);
	result = real(file);
	if (result == EOF)
		note("cannot write a temporary file", NULL);
	return result;
}

int
watch_fflush(FILE *file)
{
	static struct own own = {"fflush", NULL};

	return write_out(&own, file);
}

int
watch_fclose(FILE *file)
{
	static struct own own = {"fclose", NULL};

	return write_out(&own, file);
}

/*
 * A pattern that would take too long is given up, and libclamav goes on as if
 * it had not matched. Its limits are the defaults: larger ones hold for each
 * place where a match may begin, and a message could stop a worker for hours.
 */
int
watch_match(const void *code, const unsigned char *subject, size_t len,
    size_t start, uint32_t options, void *data, void *context)
{
	static struct own own = {"pcre2_match_8", NULL};
	int (*real)(const void *, const unsigned char *, size_t, size_t,
	    uint32_t, void *, void *) = NULL;
	int result;

	library(&own, &real);
	result = real(code, subject, len, start, options, data, context);
	if (result == MATCH_STEPS || result == MATCH_DEPTH ||
	    result == MATCH_MEMORY)
		trap_limit("Heuristics.Limits.Exceeded.PCREMatch");
	return result;
}
