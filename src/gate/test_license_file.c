/* License files and folders: modes, kinds, and which license counts. */
#include <errno.h>

#include "license.h"
#include "license_sign_priv.h"
#include "test.h"
#include "test_gate_priv.h"

enum { DAY_S = 86400, DAY = 20778, NOW = DAY * DAY_S, NOBODY = 65534 };

struct fixture {
	char *folder;
	char *keys;
	char *key_file;
	unsigned char key[LICENSE_KEY_SIZE];
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(1, sizeof(*f));
	char pub[256] = "";
	char *path;

	f->folder = scratch_new();
	f->keys = scratch_new();
	f->key_file = mem_printf("%s/vendor.key", f->keys);
	path = mem_printf("%s/vendor.pub", f->keys);
	assert_int_equal(license_keygen(f->keys, NULL), 0);
	assert_true(file_read(path, pub, sizeof(pub) - 1) > 0);
	assert_true(license_sign_unhex(strstr(pub, "public: ") + 8, f->key));
	free(path);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	scratch_free(f->folder);
	scratch_free(f->keys);
	free(f->key_file);
	free(f);
	return 0;
}

static void
put_text(const struct fixture *f, const char *name, const char *text)
{
	char *path = mem_printf("%s/%s", f->folder, name);

	file_write(path, text, strlen(text));
	free(path);
}

static void
put(const struct fixture *f, const char *name, uint64_t per_hour,
    int64_t expires)
{
	struct license l;
	struct buf text;

	license_init(&l);
	memcpy(l.licensee, "Example KK", 11);
	memcpy(l.domain, "example.com", 12);
	l.per_hour = per_hour;
	l.issued_day = DAY;
	l.expires_day = expires;
	buf_init(&text, LICENSE_FILE_MAX);
	assert_int_equal(license_issue(f->key_file, &l, &text, NULL), 0);
	put_text(f, name, text.data);
	buf_fini(&text);
}

/* Loads FOLDER or FOLDER/NAME. */
static enum license_fault
load(
    const struct fixture *f, const char *name, struct license *l, struct err *e)
{
	char *path = name == NULL ? mem_strdup(f->folder)
				  : mem_printf("%s/%s", f->folder, name);
	enum license_fault fault = license_load(path, f->key, NOW, l, e);

	if (fault != LICENSE_GOOD)
		assert_memory_equal(e->text, path, strlen(path));
	free(path);
	return fault;
}

static void
assert_load(const struct fixture *f, const char *name, enum license_fault want,
    const char *words)
{
	struct license l;
	struct err e = {""};

	assert_int_equal(load(f, name, &l, &e), want);
	if (want == LICENSE_GOOD)
		return;
	assert_non_null(strstr(e.text, words));
	assert_int_equal(l.per_hour, LICENSE_UNLICENSED);
}

static void
a_file_is_loaded(void **state)
{
	struct fixture *f = *state;
	struct license l;
	struct err e;

	put(f, "license.key", 77, DAY);
	assert_int_equal(load(f, "license.key", &l, &e), LICENSE_GOOD);
	assert_int_equal(l.per_hour, 77);
	/* A single file may have any name. */
	put(f, ".hidden", 78, DAY);
	assert_load(f, ".hidden", LICENSE_GOOD, "");
}

static void
each_bad_file_has_its_words(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s/license.key", f->folder);
	char *pipe = mem_printf("%s/pipe", f->folder);
	char *link = mem_printf("%s/link", f->folder);
	char *big = mem_zalloc(1, 100000);

	assert_load(f, "license.key", LICENSE_MISSING, "there is no license");
	put(f, "license.key", 77, DAY);
	assert_load(f, "license.key/x", LICENSE_UNREADABLE, "Not a directory");
	assert_int_equal(chmod(path, 0646), 0);
	assert_load(f, "license.key", LICENSE_WRITABLE, "every user");
	assert_int_equal(chmod(path, 0664), 0);
	assert_load(f, "license.key", LICENSE_GOOD, "");
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_load(f, "pipe", LICENSE_UNREADABLE, "neither a file");
	assert_int_equal(symlink("link", link), 0);
	assert_load(f, "link", LICENSE_UNREADABLE, "cannot be opened");
	memset(big, 'x', 99999);
	put_text(f, "license.key", big);
	assert_load(f, "license.key", LICENSE_TOO_LARGE, "larger than 8192");
	put_text(f, "license.key", "");
	assert_load(f, "license.key", LICENSE_TRUNCATED, "is empty");
	free(big);
	free(link);
	free(pipe);
	free(path);
}

static void
a_file_that_may_not_be_read_is_said(void **state)
{
	struct fixture *f = *state;
	char *path = mem_printf("%s/license.key", f->folder);
	bool root = geteuid() == 0;

	put(f, "license.key", 77, DAY);
	assert_int_equal(chmod(path, 0), 0);
	assert_int_equal(chmod(f->folder, 0755), 0);
	if (root)
		assert_int_equal(seteuid(NOBODY), 0);
	assert_load(f, "license.key", LICENSE_UNREADABLE, "Permission denied");
	if (root)
		assert_int_equal(seteuid(0), 0);
	free(path);
}

static void
the_best_of_a_folder_counts(void **state)
{
	struct fixture *f = *state;
	struct license l;
	struct err e;

	put(f, "a", 10, DAY + 300);
	put(f, "b", 500, DAY + 3);
	put(f, "c", 500, DAY + 5);
	put(f, "d", 500, DAY + 4);
	put(f, ".e", LICENSE_UNLIMITED, LICENSE_NEVER);
	put(f, "old", 9000, DAY);
	put_text(f, "junk", "nothing\n");
	assert_int_equal(load(f, NULL, &l, &e), LICENSE_GOOD);
	assert_int_equal(l.per_hour, 9000);
	put_text(f, "old", "cgpward-license 1\n");
	assert_int_equal(load(f, NULL, &l, &e), LICENSE_GOOD);
	assert_int_equal(l.per_hour, 500);
	assert_int_equal(l.expires_day, DAY + 5);
	put(f, "f", LICENSE_UNLIMITED, DAY + 1);
	assert_int_equal(load(f, NULL, &l, &e), LICENSE_GOOD);
	assert_true(l.per_hour == LICENSE_UNLIMITED);
}

static void
a_folder_without_a_valid_one_says_why(void **state)
{
	struct fixture *f = *state;
	char *sub = mem_printf("%s/sub", f->folder);

	assert_load(f, NULL, LICENSE_MISSING, "no valid license in it");
	assert_int_equal(mkdir(sub, 0755), 0);
	assert_load(f, NULL, LICENSE_MISSING, "no valid license in it");
	put_text(f, "junk", "nothing\n");
	put_text(f, "more", "cgpward-license 1\n");
	assert_load(f, NULL, LICENSE_STRANGE, "; junk does not begin with");
	assert_load(f, NULL, LICENSE_STRANGE, "; more has no signature");
	assert_int_equal(chmod(f->folder, 0777), 0);
	assert_load(f, NULL, LICENSE_WRITABLE, "every user");
	free(sub);
}

static void
keys_are_not_replaced(void **state)
{
	struct fixture *f = *state;
	char *pub = mem_printf("%s/vendor.pub", f->keys);
	struct stat st;
	struct err e;

	assert_int_equal(license_keygen(f->keys, &e), -1);
	assert_non_null(strstr(e.text, "exists already"));
	assert_int_equal(unlink(pub), 0);
	assert_int_equal(license_keygen(f->keys, &e), -1);
	assert_non_null(strstr(e.text, "vendor.key: exists already"));
	assert_int_equal(access(pub, F_OK), -1);
	assert_int_equal(rename(f->key_file, pub), 0);
	assert_int_equal(license_keygen(f->keys, &e), -1);
	assert_non_null(strstr(e.text, "vendor.pub: exists already"));
	assert_int_equal(rename(pub, f->key_file), 0);
	assert_int_equal(stat(f->key_file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	free(pub);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_file_is_loaded),
	    TEST(each_bad_file_has_its_words),
	    TEST(a_file_that_may_not_be_read_is_said),
	    TEST(the_best_of_a_folder_counts),
	    TEST(a_folder_without_a_valid_one_says_why),
	    TEST(keys_are_not_replaced),
	};

	return RUN_TESTS(tests);
}
