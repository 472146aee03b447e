/* The journal's file: torn, foreign, cut and lost. */
#include "journal_rig_priv.h"

static void
poke(off_t at, int change)
{
	unsigned char byte;
	int fd = open(file, O_RDWR | O_CLOEXEC);

	assert_int_not_equal(fd, -1);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= (unsigned char)change;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	assert_int_equal(close(fd), 0);
}

/* Whatever byte of a mark is not what it was, there is no suspect. */
static void
a_torn_mark_is_not_believed(void **state)
{
	off_t at = offsetof(struct journal_image, marks);
	struct journal *j;
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(struct journal_record); i++) {
		if (i >= offsetof(struct journal_record, opened) &&
		    i < offsetof(struct journal_record, seal))
			continue;
		be_killed(1, true, NOW);
		poke(at + (off_t)i, 0x81);
		j = open_at(NOW);
		assert_string_equal(journal_found(j), "");
		journal_close(&j);
	}
}

static void
a_torn_suspect_is_forgotten(void **state)
{
	off_t at = offsetof(struct journal_image, suspects);
	unsigned i;

	(void)state;
	for (i = 0; i < offsetof(struct journal_record, opened); i++) {
		be_killed(1, true, NOW);
		be_killed(1, true, NOW);
		assert_int_equal(ask_about(1), JOURNAL_ONLY_OPEN);
		poke(at + (off_t)i, 0x10);
		assert_int_equal(ask_about(1), JOURNAL_SCAN);
	}
}

/* What is no journal becomes one; what is no file is refused. */
static void
other_files_do_no_harm(void **state)
{
	static const char text[] = "This is something else.";
	struct journal *j;
	int fd, i;

	(void)state;
	for (i = 0; i < 3; i++) {
		fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		assert_int_equal(write(fd, text, sizeof(text)), sizeof(text));
		if (i > 0)
			assert_int_equal(ftruncate(fd, i * 1000000), 0);
		assert_int_equal(close(fd), 0);
		be_killed(1, true, NOW);
		j = open_at(NOW);
		assert_string_equal(journal_found(j), "m1");
		journal_close(&j);
	}
	assert_int_equal(chmod(file, 0666), 0);
	assert_int_equal(journal_open(dir, NOW, &j, &err), -1);
	assert_non_null(strstr(err.text, "may be written by every user"));
	journal_close(&j);
	(void)unlink(file);
	assert_int_equal(symlink("/dev/null", file), 0);
	assert_int_equal(journal_open(dir, NOW, &j, &err), -1);
	journal_close(&j);
	(void)unlink(file);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_int_equal(journal_open(dir, NOW, &j, &err), -1);
	assert_non_null(strstr(err.text, "is not a file"));
	journal_close(&j);
}

/* What the signal's handler asks the journal, on its own. */
static void
on_bus(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	if (!journal_survive(info->si_addr))
		_exit(3);
}

/* The file is cut while something is in work; the journal goes on. */
static void
a_file_that_is_cut_is_survived(void **state)
{
	struct sigaction action = {
	    .sa_sigaction = on_bus, .sa_flags = SA_SIGINFO};
	struct journal_entry e = entry(1);
	struct journal_ticket t;
	struct journal *j;
	int status, local = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		(void)sigaction(SIGBUS, &action, NULL);
		if (journal_open(dir, NOW, &j, NULL) == -1 ||
		    truncate(file, 0) == -1)
			_exit(1);
		if (journal_begin(j, &e, &t) != JOURNAL_SCAN ||
		    journal_survive(&local))
			_exit(2);
		journal_end(j, &t, true);
		e = entry(2);
		if (journal_probe(j, NULL) == -1 ||
		    journal_begin(j, &e, &t) != JOURNAL_SCAN)
			_exit(4);
		(void)raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	j = open_at(NOW);
	assert_string_equal(journal_found(j), "m2");
	journal_close(&j);
}

/* The file is made again, with what is in work now. */
static void
a_file_that_vanishes_comes_back(void **state)
{
	struct journal_entry e = entry(1);
	struct journal_ticket t;
	struct journal *j;
	int status;
	pid_t pid;

	(void)state;
	be_killed_with(2, 1, true, NOW);
	be_killed_with(2, 1, true, NOW);
	pid = fork();
	if (pid == 0) {
		if (journal_open(dir, NOW, &j, NULL) == -1)
			_exit(1);
		e = entry(3);
		(void)journal_begin(j, &e, &t);
		(void)unlink(file);
		if (journal_probe(j, NULL) == -1 ||
		    journal_probe(j, NULL) == -1)
			_exit(2);
		(void)raise(SIGKILL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	j = open_at(NOW);
	assert_string_equal(journal_found(j), "m3");
	journal_close(&j);
	assert_int_equal(ask_about(2), JOURNAL_ONLY_OPEN);
}

/* Opened without a folder, the journal gets its file when there is one. */
static void
a_folder_that_comes_late_is_used(void **state)
{
	struct journal *j;

	(void)state;
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(journal_open(dir, NOW, &j, &err), -1);
	assert_int_equal(journal_probe(j, &err), -1);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(journal_probe(j, &err), 0);
	assert_int_equal(access(file, F_OK), 0);
	journal_close(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_torn_mark_is_not_believed),
	    TEST(a_torn_suspect_is_forgotten),
	    TEST(other_files_do_no_harm),
	    TEST(a_file_that_is_cut_is_survived),
	    TEST(a_file_that_vanishes_comes_back),
	    TEST(a_folder_that_comes_late_is_used),
	};

	return RUN_TESTS(tests);
}
