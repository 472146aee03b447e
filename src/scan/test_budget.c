/* What one message may cost, on a clock of the test's own. */
#include "budget.h"
#include "test.h"

static uint64_t now_ms;

static uint64_t
tell(void)
{
	return now_ms;
}

static struct budget
budget(void)
{
	return (struct budget){.bytes_max = 100,
	    .file_max = 60,
	    .files_max = 3,
	    .depth_max = 2,
	    .deadline_ms = 1000,
	    .now_ms = tell};
}

static void
files_are_counted(void **state)
{
	struct budget b = budget();

	(void)state;
	assert_true(budget_file(&b) && budget_file(&b) && budget_file(&b));
	assert_int_equal(b.files, 3);
	assert_null(b.exceeded);
	assert_false(budget_file(&b));
	assert_string_equal(b.exceeded, "files");
	assert_int_equal(b.files, 3);
}

static void
bytes_are_counted(void **state)
{
	struct budget b = budget();

	(void)state;
	assert_true(budget_bytes(&b, 60, 60));
	assert_true(budget_bytes(&b, 40, 40));
	assert_int_equal(b.bytes, 100);
	assert_false(budget_bytes(&b, 1, 1));
	assert_string_equal(b.exceeded, "scan_size");
	b = budget();
	assert_false(budget_bytes(&b, 1, 61));
	assert_string_equal(b.exceeded, "file_size");
	b = budget();
	assert_true(budget_bytes(&b, 1, 1));
	assert_false(budget_bytes(&b, UINT64_MAX, 1));
	assert_string_equal(b.exceeded, "scan_size");
}

static void
depth_is_measured(void **state)
{
	struct budget b = budget();

	(void)state;
	assert_true(budget_depth(&b, 0) && budget_depth(&b, 2));
	assert_false(budget_depth(&b, 3));
	assert_string_equal(b.exceeded, "depth");
	assert_false(budget_depth(&b, 0));
}

static void
time_runs_out(void **state)
{
	struct budget b = budget();

	(void)state;
	now_ms = 999;
	assert_true(budget_ok(&b) && budget_file(&b) && budget_bytes(&b, 1, 1));
	now_ms = 1000;
	assert_false(budget_bytes(&b, 1, 1));
	assert_string_equal(b.exceeded, "scan_time");
	now_ms = 0;
	assert_false(budget_ok(&b));
	b = budget();
	b.deadline_ms = 0;
	now_ms = UINT64_MAX;
	assert_true(budget_ok(&b));
	now_ms = 0;
}

/* The first reason stays, and nothing is granted any more. */
static void
what_was_exceeded_stays_exceeded(void **state)
{
	struct budget b = budget();

	(void)state;
	assert_false(budget_depth(&b, 9));
	assert_false(budget_file(&b));
	assert_false(budget_bytes(&b, 1, 1));
	assert_false(budget_ok(&b));
	assert_string_equal(b.exceeded, "depth");
	assert_int_equal(b.bytes + b.files, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_are_counted),
	    cmocka_unit_test(bytes_are_counted),
	    cmocka_unit_test(depth_is_measured),
	    cmocka_unit_test(time_runs_out),
	    cmocka_unit_test(what_was_exceeded_stays_exceeded),
	};

	return RUN_TESTS(tests);
}
