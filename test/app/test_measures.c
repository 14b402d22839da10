/* Measured values over time: a change counts only beyond the error of measuring, and the usual range has its bad side. */
#include "support.h"

#include "app/measures.h"
#include "render/measure_chart.h"

#include <math.h>
#include <string.h>

#include "one_arena.h"

static const struct muscle_test *test_of(const char *id)
{
	const struct kb *kb = test_kb();

	return &kb->muscle_test[kb_find(kb, KIND_MUSCLE_TEST, id)];
}

static struct measure measure_of(const char *test, const double *v, int n, enum moved moved)
{
	const struct muscle_test *t = test_of(test);
	struct measured *at = NEWS(a, struct measured, n);

	for (int i = 0; i < n; i++)
		at[i] = (struct measured){ 20000 + 14 * i, v[i] };
	return (struct measure){ .test = t, .finding = &test_kb()->finding[t->finding[0]], .side = SIDE_LEFT, .at = at, .n = n, .detectable = 3.3, .moved = moved, .usual = false };
}

static void words_say_the_change_and_its_error(void **state)
{
	const double v[] = { 12, 17 };
	struct measure m = measure_of("test_side_bend", v, 2, MOVED_BETTER);

	(void)state;
	assert_string_equal(measure_says(a, &m), "From 12 to 17 centimetres, usual 14.5 to 21.5: better, more than the error of measuring (3.3).");
	assert_string_equal(measure_tells(a, &m), "How far you bend to the side, on the left: better than at the first test.");
	m.moved = MOVED_SAME;
	assert_non_null(strstr(measure_says(a, &m), "within the error of measuring (3.3)"));
	assert_non_null(strstr(measure_tells(a, &m), "about the same"));
	m.n = 1;
	m.moved = MOVED_ONCE;
	assert_string_equal(measure_says(a, &m), "12 centimetres, usual 14.5 to 21.5: measured on one day.");
	assert_null(strpbrk(measure_tells(a, &m), "0123456789"));
}

static void the_usual_range_stays_inside_the_scale(void **state)
{
	const double v[] = { 1 };
	struct measure m = measure_of("test_occiput_wall", v, 1, MOVED_ONCE);

	(void)state;
	assert_true(measure_low(&m) == 0 && fabs(measure_high(&m) - 1.5) < 1e-9);
}

static void each_measure_has_words_for_the_client(void **state)
{
	const struct kb *kb = test_kb();
	int n = 0;

	(void)state;
	for (int i = 0; i < kb->n_muscle_tests; i++)
		if (kb->muscle_test[i].sd > 0) {
			assert_non_null(kb->muscle_test[i].plain);
			assert_true(kb->muscle_test[i].sem > 0);
			n++;
		}
	assert_true(n >= 15);
}

static void the_picture_has_its_points_and_its_band(void **state)
{
	const struct measure_point at[] = { { 20000, 12 }, { 20014, 12 }, { 20028, 17 } };
	struct buf b = buf_new(a, 1 << 16);

	(void)state;
	measure_chart_svg(&b, &(struct measure_chart){ "A < B", at, 3, 14.5, 21.5 });
	assert_int_equal(test_count(b.at, "class=\"mk\""), 3);
	assert_int_equal(test_count(b.at, "class=\"bnd\""), 1);
	assert_int_equal(test_count(b.at, "class=\"lab\""), 2);
	assert_non_null(strstr(b.at, "A &lt; B"));
	assert_null(strstr(b.at, "nan"));
	struct buf one = buf_new(a, 1 << 16);
	measure_chart_svg(&one, &(struct measure_chart){ "One", at, 1, 12, 12 });        /* no range at all */
	assert_int_equal(test_count(one.at, "class=\"mk\""), 1);
	assert_null(strstr(one.at, "nan"));
	assert_null(strstr(one.at, "inf"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_say_the_change_and_its_error),
		cmocka_unit_test(the_usual_range_stays_inside_the_scale),
		cmocka_unit_test(each_measure_has_words_for_the_client),
		cmocka_unit_test(the_picture_has_its_points_and_its_band),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
