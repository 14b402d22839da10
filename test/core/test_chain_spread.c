/* Spread over years against the cohorts it was taken from, and what raises or lowers it (muscles.md 4.5, check 12). */
#include "muscle_case.h"

#include "arena_and_kb.h"

static const char *const one[] = { "low_back_left" }, *const two[] = { "low_back_left", "neck_lower_right" };
static const char *const wide[] = { "low_back_left", "shoulder_top_left", "shoulder_top_right", "thigh_front_left" };

static struct chain_spread spread(const struct person_case *c, double years)
{
	struct chain_spread out;

	chain_spread(a, kb, c, years, &out);
	assert_true(out.low >= 0 && out.low <= out.mean && out.mean <= out.high && out.high <= 1);
	return out;
}

static void regional_pain_after_five_and_a_half_years(void **state)
{
	struct person_case *c = marked_case(a, kb, two, 2);

	(void)state;
	test_answer(kb, c, "pain_over_3_months", 1);
	struct chain_spread s = spread(c, 5.5);
	print_message("widespread after 5.5 years %.3f (%.3f to %.3f); published 0.226\n", s.mean, s.low, s.high);
	assert_true(s.mean > 0.16 && s.mean < 0.21);                    /* Kindler 2010: 22.6 % of 512, within 11 points */
	assert_true(s.low < 0.226 && s.high > 0.226);
	arena_reset(a);
}

static void widespread_pain_that_stays(void **state)
{
	static const struct { double years, published, computed; } known[] = { { 1, .56, .67 }, { 3, .45, .45 }, { 7, .34, .39 } };
	struct person_case *c = marked_case(a, kb, wide, 4);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct chain_spread s = spread(c, known[i].years);

		assert_true(s.widespread && fabs(s.mean - known[i].published) < 0.111);        /* Gummesson 2006 */
		assert_true(fabs(s.mean - known[i].computed) < 0.006);
	}
	arena_reset(a);
}

static void nothing_happens_in_no_time(void **state)
{
	(void)state;
	assert_true(spread(marked_case(a, kb, two, 2), 0).high <= 0);
	assert_true(spread(marked_case(a, kb, wide, 4), 0).low >= 1);
	assert_false(spread(marked_case(a, kb, two, 2), 1).widespread);
	arena_reset(a);
}

/* Every sign raises alone and together; being active lowers; not asked and not known change nothing. */
static void signs_raise_and_activity_lowers(void **state)
{
	static const struct { const char *id; int yes, no; bool raises; } sign[] = { { "pain_over_3_months", 1, 0, true },
		{ "pain_average", 7, 2, true }, { "bad_nights", 5, 0, true }, { "smoking", 1, 0, true }, { "active_days", 6, 1, false } };
	enum { SIGNS = sizeof(sign) / sizeof(*sign) };

	(void)state;
	for (int mix = 0; mix < 1 << SIGNS; mix++) {
		struct person_case *c = marked_case(a, kb, one, 1);

		for (int i = 0; i < SIGNS; i++)
			test_answer(kb, c, sign[i].id, mix >> i & 1 ? sign[i].yes : sign[i].no);
		struct chain_spread s = spread(c, 3);
		assert_int_equal(s.outlook, OUTLOOK_SAME);
		assert_int_equal(s.n_signs, (mix & 1) + (mix >> 1 & 1) + (mix >> 2 & 1) + (mix >> 3 & 1) + (mix >> 4 & 1));
		for (int i = 0; i < SIGNS; i++) {
			test_answer(kb, c, sign[i].id, sign[i].yes);
			double more = spread(c, 3).mean;

			assert_true(mix >> i & 1 ? more >= s.mean && more <= s.mean : sign[i].raises ? more > s.mean : more < s.mean);
			test_answer(kb, c, sign[i].id, DONT_KNOW);
			double unknown = spread(c, 3).mean;
			test_answer(kb, c, sign[i].id, sign[i].no);
			assert_true(fabs(spread(c, 3).mean - unknown) <= 0);
			test_answer(kb, c, sign[i].id, mix >> i & 1 ? sign[i].yes : sign[i].no);
		}
	}
	arena_reset(a);
}

static void the_same_areas_unless_much_comes_together(void **state)
{
	struct person_case *c = marked_case(a, kb, two, 2);

	(void)state;
	test_answer(kb, c, "pain_over_3_months", 1);
	assert_int_equal(spread(c, 10).outlook, OUTLOOK_SAME);
	test_answer(kb, c, "pain_average", 7);
	test_answer(kb, c, "bad_nights", 6);
	test_answer(kb, c, "smoking", 1);
	assert_int_equal(spread(c, 10).outlook, OUTLOOK_OPEN);
	assert_int_equal(spread(marked_case(a, kb, wide, 4), 1).outlook, OUTLOOK_WIDER);
	arena_reset(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regional_pain_after_five_and_a_half_years),
		cmocka_unit_test(widespread_pain_that_stays),
		cmocka_unit_test(nothing_happens_in_no_time),
		cmocka_unit_test(signs_raise_and_activity_lowers),
		cmocka_unit_test(the_same_areas_unless_much_comes_together),
	};

	return cmocka_run_group_tests(tests, setup_kb, teardown);
}
