/*
 * The walk, on archives that scripts/make-archives makes once for all tests:
 * every kind gives up its payload, nothing is silent about what it kept.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_made_priv.h"

static void
check_ours(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (archive_sniff(f->data, f->len) != ARCHIVE_OURS ||
	    s.payloads + (strstr(path, ".tar.") || strstr(path, ".deb")) < 1 ||
	    s.leaves == 0 || s.facts != 0)
		fail_msg("%s: %u leaves, %u payloads, %u facts (%s)", path,
		    s.leaves, s.payloads, s.facts, s.first_fact);
}

static void
our_kinds_are_opened(void **state)
{
	(void)state;
	for_each("ours", 90, check_ours);
}

static void
check_engine(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (archive_sniff(f->data, f->len) != ARCHIVE_ENGINE ||
	    s.leaves + s.facts != 0)
		fail_msg("%s: %u leaves, %u facts (%s)", path, s.leaves,
		    s.facts, s.first_fact);
}

static void
the_engines_kinds_are_left_to_it(void **state)
{
	(void)state;
	for_each("engine", 36, check_engine);
}

static void
check_nested(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (s.payloads == 0 || s.facts != 0)
		fail_msg("%s: %u leaves, %u payloads, %u facts (%s)", path,
		    s.leaves, s.payloads, s.facts, s.first_fact);
}

static void
archives_in_archives_are_opened(void **state)
{
	(void)state;
	for_each("nested", 45, check_nested);
}

static void
places_and_depths_tell_the_way(void **state)
{
	struct file f = made("nested/zst.tar.xz");
	struct seen s = walk(&f);

	(void)state;
	assert_string_equal(s.where, "mail/it.zst/it/inner.zst/inner");
	assert_string_equal(s.name, "inner");
	assert_int_equal(s.depth, 4);
	free(f.data);
	f = made("ours/eicar.rar5");
	s = walk(&f);
	assert_string_equal(s.where, "mail/it.zst/eicar.com");
	assert_string_equal(s.name, "eicar.com");
	assert_int_equal(s.depth, 2);
	free(f.data);
}

/* libarchive would end the process for a name and an errno like these. */
static void
names_are_utf8_and_never_lost(void **state)
{
	static const char *const kinds[] = {"rar4", "rar5", "lh0", "zip"};
	char path[40];
	struct file f;
	struct seen s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		(void)snprintf(path, sizeof(path), "ours/name.%s", kinds[i]);
		f = made(path);
		errno = ENOMEM;
		s = walk(&f);
		assert_string_equal(s.name, "caf\xc3\xa9.com");
		free(f.data);
	}
	f = made("ours/wide.7z");
	s = walk(&f);
	assert_string_equal(s.name, "\xe6\x97\xa5\xe6\x9c\xac.com");
	free(f.data);
}

/*
 * A stream of .Z has neither an end nor a checksum. What the engine has to
 * open inside is no leaf that could be compared.
 */
static bool
can_tell_its_end(const char *path)
{
	return strstr(path, ".Z") == NULL && strstr(path, ".tar.") == NULL &&
	       strstr(path, ".deb") == NULL;
}

static void
check_cut(const char *path, struct file *f)
{
	struct file part = {NULL, 0};
	struct seen s;
	size_t step = f->len / 60 + 1;

	/* shorter ones may be an empty stream, cut */
	for (part.len = 41; part.len < f->len; part.len += step) {
		part.data = mem_resize(NULL, part.len, 1);
		memcpy(part.data, f->data, part.len);
		s = walk(&part);
		if (archive_sniff(part.data, part.len) == ARCHIVE_OURS &&
		    can_tell_its_end(path) && s.payloads + s.facts == 0)
			fail_msg("%s cut to %zu: silent", path, part.len);
		free(part.data);
	}
}

static void
cut_archives_are_not_silent(void **state)
{
	(void)state;
	for_each("ours", 90, check_cut);
}

/* Read to its end, handed out, and still not what it says it is. */
static void
a_wrong_checksum_leaves_a_fact(void **state)
{
	struct file f = made("ours/clam.hand-zstd.zip");
	unsigned char *record = memmem(f.data, f.len, "PK\1\2", 4);
	struct seen s;

	(void)state;
	assert_non_null(record);
	record[16] ^= 1;
	f.data[14] ^= 1;
	s = walk(&f);
	assert_int_equal(s.payloads, 1);
	assert_int_equal(s.classes[CLASS_broken], 1);
	free(f.data);
}

static void
check_flipped(const char *path, struct file *f)
{
	struct seen s;
	size_t i, step = f->len / 60 + 1;

	/* unusual properties of lzma may be no lzma at all */
	for (i = strstr(path, ".lzma") != NULL; i < f->len; i += step) {
		f->data[i] ^= 0x41;
		s = walk(f);
		if (archive_sniff(f->data, f->len) == ARCHIVE_OURS &&
		    s.leaves + s.facts == 0)
			fail_msg("%s changed at %zu: silent", path, i);
		f->data[i] ^= 0x41;
	}
}

static void
damaged_archives_are_not_silent(void **state)
{
	(void)state;
	for_each("ours", 90, check_flipped);
	for_each("nested", 45, check_flipped);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(our_kinds_are_opened),
	    cmocka_unit_test(the_engines_kinds_are_left_to_it),
	    cmocka_unit_test(archives_in_archives_are_opened),
	    cmocka_unit_test(places_and_depths_tell_the_way),
	    cmocka_unit_test(names_are_utf8_and_never_lost),
	    cmocka_unit_test(cut_archives_are_not_silent),
	    cmocka_unit_test(a_wrong_checksum_leaves_a_fact),
	    cmocka_unit_test(damaged_archives_are_not_silent),
	};

	return cmocka_run_group_tests(tests, made_setup, made_teardown);
}
