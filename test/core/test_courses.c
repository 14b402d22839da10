/* Ten weeks of many people counted by hand, and the range of a share against published and worked values. */
#include "core/courses.h"
#include "core/share.h"

#include "support.h"

#include <string.h>

static void a_share_has_its_range(void **state)
{
	struct share s = share_of(81, 263);     /* Newcombe 1998, table I, method 3: 0.2553 to 0.3662 */

	(void)state;
	assert_true(fabs(s.low - 0.2553) < 5e-5 && fabs(s.high - 0.3662) < 5e-5);
	s = share_of(15, 148);                  /* 0.0624 to 0.1605 */
	assert_true(fabs(s.low - 0.0624) < 5e-5 && fabs(s.high - 0.1605) < 5e-5);
	s = share_of(0, 20);                    /* 0 to 0.1611 */
	assert_true(s.low == 0 && fabs(s.high - 0.1611) < 5e-5);
	s = share_of(1, 29);                    /* 0.0061 to 0.1718 */
	assert_true(fabs(s.low - 0.0061) < 5e-5 && fabs(s.high - 0.1718) < 5e-5);
	s = share_of(20, 20);
	assert_true(s.high == 1 && fabs(s.low - (1 - 0.1611)) < 5e-5);
	s = share_of(0, 0);
	assert_true(s.low == 0 && s.high == 1);
}

static void everybody_is_in_one_place(void **state)
{
	static const struct course c[] = {
		{ .since = -3, .last = -1 },                    /* begins later */
		{ .since = 0, .last = -1 },                     /* begins today */
		{ .since = 19, .last = -1 },                    /* 20 silent days, today among them */
		{ .since = 20, .last = -1 },                    /* 21 of them: never came */
		{ .since = 40, .last = 19 },                    /* left in week 3 */
		{ .since = 40, .last = 20 },                    /* 20 days of silence: on the way */
		{ .since = 40, .last = 2, .stopped = true },
		{ .since = 70, .last = 55 },                    /* over, last sign on the last day of week 8: left */
		{ .since = 70, .last = 56 },                    /* first day of week 9: finished */
		{ .since = 400, .last = 399 },
	};
	struct courses k = courses_count(c, sizeof(c) / sizeof(*c));

	(void)state;
	assert_int_equal(k.later, 1);
	assert_int_equal(k.began, 9);
	assert_int_equal(k.running, 3);
	assert_int_equal(k.stopped, 1);
	assert_int_equal(k.finished, 2);
	assert_int_equal(k.left, 3);
	assert_int_equal(k.left_week[0], 1);
	assert_int_equal(k.left_week[3], 1);
	assert_int_equal(k.left_week[8], 1);
	assert_int_equal(k.began, k.running + k.stopped + k.finished + k.left);
	assert_int_equal(k.over, 3);
	assert_int_equal(k.measured, 0);
}

static void a_week_counts_for_those_who_have_been_through_it(void **state)
{
	static const struct course c[] = { { .since = 6, .last = 6 }, { .since = 7, .last = 6 }, { .since = 14, .last = 5 }, { .since = 70, .last = 69 } };
	struct courses k = courses_count(c, 4);

	(void)state;
	assert_int_equal(k.could[0], 3);
	assert_int_equal(k.stayed[0], 3);
	assert_int_equal(k.could[1], 2);
	assert_int_equal(k.stayed[1], 1);
	assert_int_equal(k.could[9], 1);
	assert_int_equal(k.stayed[9], 1);
	for (int w = 1; w < WEEKS; w++)
		assert_true(k.could[w] <= k.could[w - 1] && k.stayed[w] <= k.could[w]);
}

static void those_not_measured_are_not_forgotten(void **state)
{
	static const struct course c[] = {
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_BETTER_SURE },
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_BETTER_ONLY_SURE },
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_BETTER },
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_SAME },
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_WORSE },
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_WORSE_SURE },
		{ .since = 80, .last = 70, .measured = true, .change = OUTCOME_UNKNOWN },
		{ .since = 80, .last = 10 },
		{ .since = 50, .last = 49, .measured = true, .change = OUTCOME_BETTER_SURE },   /* not over: counts nowhere yet */
	};
	struct courses k = courses_count(c, sizeof(c) / sizeof(*c));

	(void)state;
	assert_int_equal(k.over, 8);
	assert_int_equal(k.measured, 7);
	assert_int_equal(k.change.of, 7);
	assert_int_equal(k.change.important, 2);
	assert_int_equal(k.change.reliable, 2);
	assert_int_equal(k.change.both, 1);
	assert_int_equal(k.change.same, 1);
	assert_int_equal(k.change.worse, 2);
	assert_int_equal(k.change.unknown, 1);
}

static void nobody_is_no_trouble(void **state)
{
	struct courses k = courses_count(NULL, 0), none = { 0 };

	(void)state;
	assert_memory_equal(&k, &none, sizeof(k));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_has_its_range),
		cmocka_unit_test(everybody_is_in_one_place),
		cmocka_unit_test(a_week_counts_for_those_who_have_been_through_it),
		cmocka_unit_test(those_not_measured_are_not_forgotten),
		cmocka_unit_test(nobody_is_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
