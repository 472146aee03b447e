/*
 * The walk, on archives that scripts/make-archives makes once for all tests:
 * every kind gives up its payload, nothing is silent about what it kept.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive_walk.h"
#include "mem.h"
#include "test.h"

enum { FILE_SIZE_MAX = 16 * 1024 * 1024, PATHS_MAX = 256 };

static char folder[] = "/tmp/test_archive_XXXXXX";
static uint64_t fake_ms;
static uint64_t tick_ms; /* how far each look at the clock moves it */

struct file {
	unsigned char *data;
	size_t len;
};

static struct file eicar, clam;
static struct file key; /* the password of the locked ones */

/* What a walk handed out. */
struct seen {
	unsigned leaves, payloads, facts;
	unsigned classes[CLASS_COUNT];
	char first_fact[200], where[2000], name[200];
	unsigned depth;
	unsigned stop_after; /* leaves; 0: never */
	size_t longest;
};

static uint64_t
now_ms(void)
{
	fake_ms += tick_ms;
	return fake_ms;
}

static struct file
read_file(const char *path)
{
	struct file f = {mem_zalloc(FILE_SIZE_MAX, 1), 0};
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	f.len = fread(f.data, 1, FILE_SIZE_MAX, in);
	(void)fclose(in);
	f.data = mem_resize(f.data, f.len, 1);
	return f;
}

static bool
is_payload(const struct part *part, const struct file *f)
{
	return part->len == f->len && memcmp(part->data, f->data, f->len) == 0;
}

static bool
see_leaf(void *arg, const struct part *part)
{
	struct seen *s = arg;

	assert_int_equal(part->kind, PART_MEMBER);
	assert_non_null(part->data);
	s->leaves++;
	if (part->len > s->longest)
		s->longest = part->len;
	if (is_payload(part, &eicar) || is_payload(part, &clam)) {
		s->payloads++;
		s->depth = part->depth;
		(void)snprintf(s->where, sizeof(s->where), "%s", part->where);
		(void)snprintf(s->name, sizeof(s->name), "%s",
		    part->name != NULL ? part->name : "");
	}
	return s->leaves != s->stop_after;
}

static void
see_fact(void *arg, enum msg_class class, const char *name, const char *where)
{
	struct seen *s = arg;

	assert_non_null(where);
	if (s->facts++ == 0)
		(void)snprintf(
		    s->first_fact, sizeof(s->first_fact), "%s", name);
	s->classes[class]++;
}

static struct budget
whole_budget(void)
{
	return (struct budget){
	    .bytes_max = 400 << 20,
	    .file_max = 100 << 20,
	    .files_max = 10000,
	    .depth_max = 17,
	    .now_ms = now_ms,
	};
}

static struct passwords *
give_passwords(void *arg)
{
	return arg;
}

static struct seen
walk_with(const struct file *f, struct budget *b, struct passwords *p)
{
	struct seen s = {0};
	struct part_sink sink = {&s, see_leaf, see_fact};
	struct archive_env env = {b, &sink, give_passwords, p};
	struct archive_in in = {f->data, f->len, "mail/it.zst", "it.zst", 1};

	(void)archive_walk(&in, &env);
	return s;
}

static struct seen
walk(const struct file *f)
{
	struct budget b = whole_budget();

	return walk_with(f, &b, NULL);
}

static struct file
made(const char *path)
{
	char full[200];

	(void)snprintf(full, sizeof(full), "%s/%s", folder, path);
	return read_file(full);
}

/* The regular files of a folder, sorted by nothing. */
static size_t
list(const char *sub, char *paths[PATHS_MAX])
{
	char full[200];
	struct dirent *e;
	size_t n = 0;
	DIR *d;

	(void)snprintf(full, sizeof(full), "%s/%s", folder, sub);
	d = opendir(full);
	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && n < PATHS_MAX)
			paths[n++] = mem_printf("%s/%s", sub, e->d_name);
	(void)closedir(d);
	return n;
}

static void
for_each(
    const char *sub, size_t least, void (*check)(const char *, struct file *))
{
	char *paths[PATHS_MAX];
	size_t n = list(sub, paths), i;
	struct file f;

	assert_true(n >= least);
	for (i = 0; i < n; i++) {
		f = made(paths[i]);
		check(paths[i], &f);
		free(f.data);
		free(paths[i]);
	}
}

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

static void
check_sealed(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (s.classes[CLASS_encrypted] != 1 || s.leaves != 0)
		fail_msg("%s: %u leaves, %u facts", path, s.leaves, s.facts);
}

static void
closed_archives_are_encrypted(void **state)
{
	(void)state;
	for_each("sealed", 4, check_sealed);
}

static void
check_locked(const char *path, struct file *f)
{
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	char *text = mem_printf(
	    "Le mot de passe est %.*s.", (int)key.len, (const char *)key.data);
	struct seen s = walk(f);

	if (s.classes[CLASS_encrypted] == 0 || s.leaves != 0)
		fail_msg("%s: not locked", path);
	password_add_text(p, text, strlen(text));
	s = walk_with(f, &b, p);
	if (s.payloads != 1 || s.facts != 0)
		fail_msg("%s: %u leaves, %u facts", path, s.leaves, s.facts);
	passwords_free(&p);
	free(text);
}

static void
words_of_the_mail_open_a_zip(void **state)
{
	(void)state;
	for_each("locked", 10, check_locked);
}

/* Of 900 words, some pass the check byte of ZipCrypto; none is believed. */
static void
lucky_wrong_words_open_nothing(void **state)
{
	struct file f = made("locked/clam.ZipCrypto.zip");
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	struct seen s;
	char word[20];
	unsigned i;

	(void)state;
	for (i = 0; i < 900; i++) {
		(void)snprintf(word, sizeof(word), "wrong%u", i);
		password_add_list(p, word, strlen(word));
	}
	s = walk_with(&f, &b, p);
	assert_int_equal(s.leaves, 0);
	assert_int_equal(s.classes[CLASS_encrypted], 1);
	passwords_free(&p);

	p = passwords_new(now_ms);
	for (i = 0; i < 900; i++) {
		(void)snprintf(word, sizeof(word), "wrong%u", i);
		password_add_list(p, word, strlen(word));
	}
	password_add_list(p, (const char *)key.data, key.len);
	s = walk_with(&f, &b, p);
	assert_int_equal(s.payloads, 1);
	assert_int_equal(s.facts, 0);
	passwords_free(&p);
	free(f.data);
}

/* The clock runs so fast that the time is up before the right word. */
static void
trying_ends_when_its_time_is_up(void **state)
{
	struct file f = made("locked/clam.AES256.zip");
	struct budget b = whole_budget();
	struct passwords *p = passwords_new(now_ms);
	struct seen s;

	(void)state;
	password_add_list(p, "a1,a2,a3,a4,a5,a6,a7,a8,a9", 26);
	password_add_list(p, (const char *)key.data, key.len);
	tick_ms = 500;
	s = walk_with(&f, &b, p);
	tick_ms = 0;
	assert_int_equal(s.leaves, 0);
	assert_int_equal(s.classes[CLASS_encrypted], 1);
	passwords_free(&p);
	free(f.data);
}

static void
check_bomb(const char *path, struct file *f)
{
	struct seen s = walk(f);

	if (s.classes[CLASS_limits] != 1 || s.facts != 1)
		fail_msg("%s: %u facts (%s)", path, s.facts, s.first_fact);
	assert_true(
	    s.longest <= (size_t)ARCHIVE_RATIO_MAX * ARCHIVE_RATIO_FREE);
}

static void
bombs_end_at_a_limit(void **state)
{
	(void)state;
	for_each("bombs", 5, check_bomb);
}

static void
every_limit_of_the_budget_holds(void **state)
{
	struct file f = made("nested/rar.7z"), z = made("bombs/zeros.zst");
	struct budget b = whole_budget();
	struct seen s;

	(void)state;
	b.files_max = 2;
	s = walk_with(&f, &b, NULL);
	assert_string_equal(s.first_fact, "files");
	b = whole_budget();
	b.depth_max = 1;
	s = walk_with(&f, &b, NULL);
	assert_string_equal(s.first_fact, "depth");
	assert_int_equal(s.leaves, 2);
	b = whole_budget();
	b.bytes_max = 500;
	s = walk_with(&f, &b, NULL);
	assert_string_equal(s.first_fact, "scan_size");
	b = whole_budget();
	b.file_max = 1000000;
	s = walk_with(&z, &b, NULL);
	assert_string_equal(s.first_fact, "file_size");
	assert_true(s.longest <= b.file_max);
	b = whole_budget();
	b.deadline_ms = fake_ms + 100;
	tick_ms = 10;
	s = walk_with(&z, &b, NULL);
	tick_ms = 0;
	assert_string_equal(s.first_fact, "scan_time");
	assert_int_equal(s.facts, 1);
	s = walk_with(&f, &b, NULL);
	assert_int_equal(s.facts + s.leaves, 0);
	free(f.data);
	free(z.data);
}

static void
the_sink_can_stop_the_walk(void **state)
{
	struct file f = made("nested/rar.7z");
	struct budget b = whole_budget();
	struct seen s = {.stop_after = 1};
	struct part_sink sink = {&s, see_leaf, see_fact};
	struct archive_env env = {&b, &sink, NULL, NULL};
	struct archive_in in = {f.data, f.len, "x", NULL, 1};

	(void)state;
	assert_false(archive_walk(&in, &env));
	assert_int_equal(s.leaves, 1);
	s = (struct seen){0};
	assert_true(archive_walk(&in, &env));
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

static int
setup(void **state)
{
	char *command;

	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	command = mem_printf("sh scripts/make-archives %s", folder);
	if (system(command) != 0)
		return -1;
	free(command);
	clam = read_file("/usr/share/clamav-testfiles/clam.exe");
	eicar = made("ours/eicar.a");
	/* behind the archive's and the member's header */
	memmove(eicar.data, eicar.data + 68, 68);
	eicar.len = 68;
	key = made("password");
	return memcmp(eicar.data, "X5O!P%@AP", 9) == 0 ? 0 : -1;
}

static int
teardown(void **state)
{
	char *command = mem_printf("rm -rf %s", folder);
	int code = system(command);

	(void)state;
	free(command);
	free(eicar.data);
	free(clam.data);
	free(key.data);
	return code;
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
	    cmocka_unit_test(closed_archives_are_encrypted),
	    cmocka_unit_test(words_of_the_mail_open_a_zip),
	    cmocka_unit_test(lucky_wrong_words_open_nothing),
	    cmocka_unit_test(trying_ends_when_its_time_is_up),
	    cmocka_unit_test(bombs_end_at_a_limit),
	    cmocka_unit_test(every_limit_of_the_budget_holds),
	    cmocka_unit_test(the_sink_can_stop_the_walk),
	    cmocka_unit_test(cut_archives_are_not_silent),
	    cmocka_unit_test(damaged_archives_are_not_silent),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
