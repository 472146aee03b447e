/* The memory of verdicts: what has to be the same, and who leaves first. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "recall.h"
#include "test.h"

static struct recall_key
key(uint64_t n)
{
	return (struct recall_key){.device = 1,
	    .inode = n,
	    .size = 1000,
	    .mtime_ns = 5,
	    .ctime_ns = 6,
	    .definitions = 7,
	    .config = 8};
}

static void
assert_recalled(struct recall *r, struct recall_key k, const char *want)
{
	char *text = recall_get(r, &k);

	if (want == NULL)
		assert_null(text);
	else
		assert_string_equal(text, want);
	free(text);
}

static void
put(struct recall *r, uint64_t n, const char *text)
{
	struct recall_key k = key(n);

	recall_put(r, &k, text);
}

static void
everything_has_to_be_the_same(void **state)
{
	struct recall *r = recall_new(10);
	struct recall_key k = key(1);

	(void)state;
	put(r, 1, "OK");
	assert_recalled(r, k, "OK");
#define OTHER(field)                                                           \
	k = key(1);                                                            \
	k.field++;                                                             \
	assert_recalled(r, k, NULL)
	OTHER(device);
	OTHER(inode);
	OTHER(size);
	OTHER(mtime_ns);
	OTHER(ctime_ns);
	OTHER(definitions);
	OTHER(config);
#undef OTHER
	recall_free(&r);
	assert_null(r);
	recall_free(&r);
}

static void
an_entry_is_replaced_and_dropped(void **state)
{
	struct recall *r = recall_new(2);
	struct recall_key k = key(1);

	(void)state;
	put(r, 1, "one");
	put(r, 1, "two");
	assert_recalled(r, k, "two");
	recall_drop(r, &k);
	assert_recalled(r, k, NULL);
	recall_drop(r, &k);
	put(r, 1, "three");
	assert_recalled(r, k, "three");
	recall_free(&r);
}

static void
the_oldest_leave(void **state)
{
	struct recall *r = recall_new(RECALL_ENTRIES_MAX);
	char text[32];
	uint64_t n;

	(void)state;
	for (n = 0; n < 3 * RECALL_ENTRIES_MAX; n++) {
		(void)snprintf(text, sizeof(text), "%u", (unsigned)n);
		put(r, n, text);
		assert_recalled(r, key(n), text);
		if (n < RECALL_ENTRIES_MAX)
			continue;
		assert_recalled(r, key(n - RECALL_ENTRIES_MAX), NULL);
		(void)snprintf(text, sizeof(text), "%u",
		    (unsigned)(n - RECALL_ENTRIES_MAX + 1));
		assert_recalled(r, key(n - RECALL_ENTRIES_MAX + 1), text);
	}
	recall_free(&r);
}

static void
a_long_text_is_not_kept(void **state)
{
	struct recall *r = recall_new(10);
	char text[RECALL_TEXT_MAX + 2];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[RECALL_TEXT_MAX + 1] = '\0';
	put(r, 1, text);
	assert_recalled(r, key(1), NULL);
	text[RECALL_TEXT_MAX] = '\0';
	put(r, 1, text);
	assert_recalled(r, key(1), text);
	recall_free(&r);
}

static void *
work(void *arg)
{
	struct recall_key k;
	char *text;
	uint64_t n;

	for (n = 0; n < 5000; n++) {
		k = key(n % 200);
		recall_put(arg, &k, "text");
		k = key((n + 100) % 200);
		text = recall_get(arg, &k);
		assert_true(text == NULL || text[0] == 't');
		free(text);
		if (n % 3 == 0)
			recall_drop(arg, &k);
	}
	return NULL;
}

static void
threads_share_it(void **state)
{
	struct recall *r = recall_new(100);
	pthread_t thread[4];
	int i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, work, r), 0);
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	recall_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everything_has_to_be_the_same),
	    cmocka_unit_test(an_entry_is_replaced_and_dropped),
	    cmocka_unit_test(the_oldest_leave),
	    cmocka_unit_test(a_long_text_is_not_kept),
	    cmocka_unit_test(threads_share_it),
	};

	return RUN_TESTS(tests);
}
