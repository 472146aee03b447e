/* Pieces of large pages: side by side, each to be unmapped by itself. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hugepages_priv.h"
#include "test.h"

enum { PIECE = 256 * 1024 };

static int maps;

static void *
map(size_t len)
{
	void *memory = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	maps++;
	return memory != MAP_FAILED ? memory : NULL;
}

static void *
map_nothing(size_t len)
{
	assert_true(len > 0);
	return NULL;
}

static bool
is_mapped(const char *at)
{
	unsigned char there;

	return mincore((void *)(uintptr_t)at, 1, &there) == 0;
}

static void
pieces_are_cut_from_one_block(void **state)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct hugepages h = {0};
	char *one, *two, *three, *end;

	(void)state;
	maps = 0;
	one = hugepages_cut(&h, PIECE, map);
	two = hugepages_cut(&h, 1, map);
	three = hugepages_cut(&h, PIECE, map);
	assert_int_equal((uintptr_t)one % HUGEPAGES_SIZE, 0);
	assert_ptr_equal(two, one + PIECE);
	assert_ptr_equal(three, two + page);
	assert_int_equal(maps, 1);
	end = three + PIECE;
	memset(one, 'x', (size_t)(end - one));
	assert_true(is_mapped(end));
	hugepages_fini(&h);
	assert_false(is_mapped(end));
	assert_int_equal(munmap(two, page), 0);
	assert_false(is_mapped(two));
	assert_int_equal(one[PIECE - 1] + three[PIECE - 1], 2 * 'x');
	assert_int_equal(munmap(one, PIECE), 0);
	assert_int_equal(munmap(three, PIECE), 0);
}

static void
what_does_not_fit_begins_another_block(void **state)
{
	struct hugepages h = {0};
	char *large, *one, *two;

	(void)state;
	maps = 0;
	one = hugepages_cut(&h, HUGEPAGES_BLOCK - PIECE, map);
	two = hugepages_cut(&h, 2 * PIECE, map);
	assert_int_equal(maps, 2);
	assert_false(is_mapped(one + HUGEPAGES_BLOCK - PIECE));
	assert_int_equal((uintptr_t)two % HUGEPAGES_SIZE, 0);
	large = hugepages_cut(&h, HUGEPAGES_BLOCK + PIECE, map);
	assert_int_equal(maps, 3);
	assert_int_equal((uintptr_t)large % HUGEPAGES_SIZE, 0);
	assert_true(is_mapped(large + HUGEPAGES_BLOCK));
	assert_ptr_equal(hugepages_cut(&h, PIECE, map), two + 2 * PIECE);
	hugepages_fini(&h);
	assert_int_equal(munmap(one, HUGEPAGES_BLOCK - PIECE), 0);
	assert_int_equal(munmap(two, 3 * PIECE), 0);
	assert_int_equal(munmap(large, HUGEPAGES_BLOCK + PIECE), 0);
}

static void
there_may_be_none(void **state)
{
	struct hugepages h = {0};

	(void)state;
	assert_null(hugepages_cut(&h, 0, map));
	assert_null(hugepages_cut(&h, SIZE_MAX, map));
	assert_null(hugepages_cut(&h, PIECE, map_nothing));
	assert_null(hugepages_cut(&h, 2 * HUGEPAGES_BLOCK, map_nothing));
	hugepages_fini(&h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_are_cut_from_one_block),
	    cmocka_unit_test(what_does_not_fit_begins_another_block),
	    cmocka_unit_test(there_may_be_none),
	};

	return RUN_TESTS(tests);
}
