/* test/net/test_os.c -- the clock of a demonstration that is moved on. */
#include "net/os.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>

enum { NOW = 1795000000 };

static char *path(const char *text)
{
	static char name[] = "/tmp/unknot-clock-test";
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return name;
}

static int64_t moved(const char *text, bool *fine)
{
	int64_t now = -1;

	*fine = os_now_moved(path(text), &now);
	remove("/tmp/unknot-clock-test");
	return now - NOW * 1000LL;
}

static void whole_days_move_the_clock(void **state)
{
	bool fine;

	(void)state;
	assert_int_equal(moved("0", &fine), 0);
	assert_true(fine);
	assert_int_equal(moved("1\n", &fine), 86400000);
	assert_true(fine);
	assert_true(moved("3650\r\n", &fine) == 3650 * 86400000LL);
	assert_true(fine);
}

static void anything_else_moves_nothing(void **state)
{
	static const char *const wrong[] = { "", "\n", "-1", "1.5", "one", "3651", "99999", "1 2", " 1", "1\n2", "0000000000000000000" };
	bool fine;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(moved(wrong[i], &fine), 0);
		assert_false(fine);
	}
}

static void without_a_file_it_is_the_real_clock(void **state)
{
	int64_t now = 0;

	(void)state;
	assert_true(os_now_moved(NULL, &now));
	assert_true(now == NOW * 1000LL);
	assert_false(os_now_moved("/nowhere/at/all", &now));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_days_move_the_clock),
		cmocka_unit_test(anything_else_moves_nothing),
		cmocka_unit_test(without_a_file_it_is_the_real_clock),
	};

	setenv("UNKNOT_CLOCK", "1795000000000", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
