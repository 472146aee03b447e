/* What is no message file, and files that change or fail while read. */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "scratch_priv.h"

static void
what_is_no_file_is_refused(void **state)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	struct message_source here = {0}, strict = {.no_follow = true};
	int s;

	(void)state;
	refused(
	    open_with(here), ": cannot be opened: No such file or directory");
	assert_int_equal(mkdir(path, 0700), 0);
	refused(open_with(here), ": is a directory, not a message file");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	refused(open_with(here), ": is a FIFO, not a message file");
	assert_int_equal(unlink(path), 0);
	assert_true(strlen(path) < sizeof(name.sun_path));
	(void)memcpy(name.sun_path, path, strlen(path) + 1);
	s = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(s, (struct sockaddr *)&name, sizeof(name)), 0);
	refused(open_with(here), ": is a socket, not a message file");
	(void)close(s);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink("/dev/null", path), 0);
	refused(open_with(here), ": is a device, not a message file");
	refused(open_with(strict), ": is a symbolic link, not a message file");
	assert_int_equal(unlink(path), 0);
}

/* A reader that does one thing before or instead of a read. */
struct fault {
	int at;     /* which call */
	int calls;  /* so far */
	int err;    /* errno to fail with, or 0 */
	off_t size; /* to cut or grow the file to, or -1 */
	bool small; /* hands out one byte after the other */
	bool touch; /* changes the time of the last change */
	bool end;   /* says that the file ends here */
	bool extra; /* hands out a byte that is not in the file */
};

/* Changes the file's size in a way that only its size shows. */
static void
resize(int fd, off_t size)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}};
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(truncate(path, size), 0);
	times[1] = st.st_mtim;
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static ssize_t
faulty_read(void *arg, int fd, void *data, size_t size)
{
	const struct timespec times[2] = {
	    {.tv_nsec = UTIME_OMIT}, {.tv_sec = 7}};
	struct fault *f = arg;

	if (++f->calls != f->at)
		return read(fd, data, f->small ? 1 : size);
	if (f->err != 0) {
		errno = f->err;
		return -1;
	}
	if (f->end || f->extra)
		return f->extra;
	if (f->size >= 0)
		resize(fd, f->size);
	if (f->touch)
		assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	return read(fd, data, f->small ? 1 : size);
}

static int
open_faulty(struct fault f)
{
	write_n("From: x\n\n0123456789", 19);
	return open_with(
	    (struct message_source){.read_some = faulty_read, .arg = &f});
}

static void
short_and_interrupted_reads_are_continued(void **state)
{
	(void)state;
	assert_int_equal(
	    open_faulty((struct fault){.size = -1, .small = true}), 0);
	assert_slice(msg->bare, "From: x\n\n0123456789");
	assert_int_equal(open_faulty((struct fault){
			     .at = 2, .err = EINTR, .size = -1, .small = true}),
	    0);
	assert_slice(msg->bare, "From: x\n\n0123456789");
}

static void
read_errors_are_errors(void **state)
{
	(void)state;
	refused(open_faulty((struct fault){
		    .at = 1, .err = EIO, .size = -1, .small = true}),
	    ": cannot be read: Input/output error");
	refused(open_faulty((struct fault){
		    .at = 5, .err = EIO, .size = -1, .small = true}),
	    ": cannot be read: Input/output error");
	refused(open_faulty((struct fault){.at = 2, .err = EIO, .size = -1}),
	    ": cannot be read: Input/output error");
}

static void
a_file_that_changes_is_an_error(void **state)
{
	(void)state;
	/* It shrinks, to nothing or while it is read. */
	refused(open_faulty((struct fault){.at = 1, .size = 0}),
	    ": changed while it was read");
	refused(open_faulty((struct fault){.at = 3, .size = 9, .small = true}),
	    ": changed while it was read");
	/* It shrinks after the last byte was read. */
	refused(open_faulty((struct fault){.at = 2, .size = 9}),
	    ": changed while it was read");
	/* It grows while it is read, and behind the last byte. */
	refused(open_faulty((struct fault){.at = 1, .size = 30}),
	    ": changed while it was read");
	refused(open_faulty((struct fault){.at = 2, .size = 30}),
	    ": changed while it was read");
	/* It ends too early or goes on, and is found unchanged. */
	refused(open_faulty((struct fault){
		    .at = 3, .size = -1, .small = true, .end = true}),
	    ": changed while it was read");
	refused(open_faulty((struct fault){.at = 2, .size = -1, .extra = true}),
	    ": changed while it was read");
	/* It is written to in its place. */
	refused(open_faulty((struct fault){.at = 1, .size = -1, .touch = true}),
	    ": changed while it was read");
}

/* What is above the bound is not read, so only the count can tell. */
static void
a_cut_file_that_ends_early_is_an_error(void **state)
{
	char text[3 * SMALL];
	struct fault f = {.at = 2, .size = -1, .small = true, .end = true};

	(void)state;
	memset(text, 'x', sizeof(text));
	write_n(text, sizeof(text));
	refused(open_with((struct message_source){
		    .read_some = faulty_read, .arg = &f}),
	    ": changed while it was read");
}

static void
no_descriptor_is_left_open(void **state)
{
	struct message_source s = {
	    .path = path, .envelope_max = SMALL, .message_max = SMALL};
	int before = dup(0), after, i;

	(void)state;
	assert_int_not_equal(before, -1);
	(void)close(before);
	for (i = 0; i < 5; i++) {
		(void)open_text(i == 0 ? "" : ENVELOPE);
		(void)open_text("From: x\n");
		(void)open_faulty((struct fault){.at = 1, .err = EIO});
		s.path = i == 0 ? dir : "/dev/null";
		assert_int_equal(message_open(&s, &msg, NULL), -1);
	}
	after = dup(0);
	(void)close(after);
	assert_int_equal(after, before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_no_file_is_refused),
	    TEST(short_and_interrupted_reads_are_continued),
	    TEST(read_errors_are_errors),
	    TEST(a_file_that_changes_is_an_error),
	    TEST(a_cut_file_that_ends_early_is_an_error),
	    TEST(no_descriptor_is_left_open),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
