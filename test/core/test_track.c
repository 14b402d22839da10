/* test/core/test_track.c -- verdicts on series whose truth is known; their laws are in test_track_laws.c, the filter itself in test_track_model.c. */
#include "made_days.h"

static int count(enum verdict want, int days, double level, double slope, double missing, int runs)
{
	struct rng r = rng_new(7);
	struct series s;
	int hits = 0;

	for (int i = 0; i < runs; i++) {
		struct track_days d = make(&s, &r, days, level, slope, 1.2, missing);

		hits += track(arena, test_kb()->track, &d)->verdict == want;
		arena_reset(arena);
	}
	return hits;
}

static void a_steady_fall_of_two_points_a_month_is_improving(void **state)
{
	(void)state;
	assert_true(count(VERDICT_IMPROVING, 42, 7, -0.07, 0.2, 300) >= 270);
	assert_int_equal(count(VERDICT_WORSENING, 42, 7, -0.07, 0.2, 300), 0);
}

static void a_steady_rise_is_worsening(void **state)
{
	(void)state;
	assert_true(count(VERDICT_WORSENING, 42, 3, 0.07, 0.2, 300) >= 270);
	assert_int_equal(count(VERDICT_IMPROVING, 42, 3, 0.07, 0.2, 300), 0);
}

static void a_level_series_is_a_plateau_and_seldom_anything_else(void **state)
{
	(void)state;
	assert_true(count(VERDICT_PLATEAU, 56, 5, 0, 0.2, 300) >= 240);
	assert_true(count(VERDICT_WORSENING, 56, 5, 0, 0.2, 300) <= 15);
	assert_true(count(VERDICT_IMPROVING, 56, 5, 0, 0.2, 300) <= 15);
}

static void twenty_days_are_not_enough_and_twenty_one_are(void **state)
{
	struct rng r = rng_new(3);
	struct series s;

	(void)state;
	for (int n = 0; n < TRACK_LEAST_DAYS; n++) {
		struct track_days d = make(&s, &r, n, 8, -0.3, 0, 0);

		assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_CANNOT_TELL);
	}
	struct track_days d = make(&s, &r, TRACK_LEAST_DAYS, 8, -0.3, 0, 0);
	assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_IMPROVING);
}

static void little_practice_is_under_dosed_and_not_a_plateau(void **state)
{
	struct rng r = rng_new(5);
	struct series s;
	struct track_days d = make(&s, &r, 56, 5, 0, 0.8, 0);

	(void)state;
	assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_PLATEAU);
	for (int t = 0; t < d.n; t++)
		s.practice[t] = t % 4 ? 0 : 12;
	struct tracked *got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->verdict, VERDICT_UNDER_DOSED);
	assert_int_equal(got->proposal.what, PROPOSE_SMALLER_STEPS);
	for (int t = 0; t < d.n; t++)                   /* days nobody wrote down are not days without practice */
		s.practice[t] = t % 4 ? (double)NAN : 12;
	assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_PLATEAU);
}

/* Sessions that did not take place are part of the dose; those made up for are not missed. */
static void sessions_are_part_of_the_dose(void **state)
{
	struct rng r = rng_new(5);
	struct series s;
	struct track_days d = make(&s, &r, 56, 5, 0, 0.8, 0);
	double due[56] = { 0 }, held[56] = { 0 };
	struct tracked *got = track(arena, test_kb()->track, &d);
	double home = got->adherence;

	(void)state;
	assert_true(isnan(got->sessions) && home > 0.6);
	for (int t = 6; t < 56; t += 7)
		due[t] = held[t] = d.planned * 28;
	d.due = due;
	d.held = held;
	got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->verdict, VERDICT_PLATEAU);
	assert_true(got->sessions == 1 && got->adherence > home - 1e-9);
	for (int t = 34; t < 56; t += 7)
		held[t] = 0;
	got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->verdict, VERDICT_UNDER_DOSED);
	assert_true(got->sessions < 0.3 && got->adherence < 0.6);
}

static void little_practice_does_not_hide_worsening(void **state)
{
	struct rng r = rng_new(6);
	struct series s;
	struct track_days d = make(&s, &r, 42, 3, 0.09, 0.8, 0);

	(void)state;
	memset(s.practice, 0, sizeof(s.practice));
	struct tracked *got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->verdict, VERDICT_WORSENING);
	assert_int_equal(got->proposal.what, PROPOSE_SCREEN);
}

static void worse_function_is_not_outweighed_by_better_pain(void **state)
{
	struct rng r = rng_new(8);
	struct series s, other;
	struct track_days d = make(&s, &r, 42, 8, -0.09, 0.8, 0), up = make(&other, &r, 42, 3, 0.09, 0.8, 0);

	(void)state;
	d.value[TRACK_FUNCTION] = up.value[TRACK_FUNCTION];
	assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_WORSENING);
}

static void a_plateau_turns_to_the_side_that_was_left_out(void **state)
{
	struct rng r = rng_new(9);
	struct series s;
	struct track_days d = make(&s, &r, 56, 5, 0, 0.8, 0);

	(void)state;
	d.mind = s.mind;
	d.body = s.body;
	for (int t = 0; t < d.n; t++) {
		s.mind[t] = 1;
		s.body[t] = 11;
	}
	assert_int_equal(track(arena, test_kb()->track, &d)->proposal.what, PROPOSE_MIND);
	for (int t = 0; t < d.n; t++) {
		s.mind[t] = 11;
		s.body[t] = 1;
	}
	assert_int_equal(track(arena, test_kb()->track, &d)->proposal.what, PROPOSE_BODY);
	d.mind = NULL;                                  /* lessons count as well */
	d.body = NULL;
	d.lessons_due = 5;
	d.lessons_done = 1;
	assert_int_equal(track(arena, test_kb()->track, &d)->proposal.what, PROPOSE_MIND);
}

static void a_plateau_with_little_pain_left_goes_on(void **state)
{
	struct rng r = rng_new(10);
	struct series s;
	struct track_days d = make(&s, &r, 56, 1, 0, 0.4, 0);
	struct tracked *got = track(arena, test_kb()->track, &d);

	(void)state;
	assert_int_equal(got->verdict, VERDICT_PLATEAU);
	assert_int_equal(got->proposal.what, PROPOSE_GO_ON);
}

static void nothing_and_old_answers_cannot_tell(void **state)
{
	struct rng r = rng_new(11);
	struct series s;
	struct track_days none = { .n = 0 }, d = make(&s, &r, 56, 5, 0, 1, 0);

	(void)state;
	assert_int_equal(track(arena, test_kb()->track, &none)->verdict, VERDICT_CANNOT_TELL);
	for (int t = 40; t < d.n; t++)
		s.pain[t] = s.function[t] = (double)NAN;
	struct tracked *got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->verdict, VERDICT_CANNOT_TELL);
	assert_int_equal(got->proposal.what, PROPOSE_NOTHING);
	for (int t = 0; t < d.n; t++)
		s.pain[t] = s.function[t] = (double)NAN;
	got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->days, 0);
	assert_null(got->measure[TRACK_PAIN].at);
	assert_non_null(got->measure[TRACK_MOOD].at);
}

static void a_plateau_is_told_from_week_five_on(void **state)
{
	struct rng r = rng_new(16);
	struct series s;
	struct track_days d = make(&s, &r, 29, 5, 0, 0.5, 0);

	(void)state;
	assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_PLATEAU);
	d.n = 28;
	struct tracked *early = track(arena, test_kb()->track, &d);
	assert_int_equal(early->verdict, VERDICT_CANNOT_TELL);
	assert_true(early->plateau > 0.5);
	assert_false(early->proposal.ask_again);
	for (int t = 0; t < d.n; t++)                   /* that there was little of it may be said before */
		s.practice[t] = 0;
	assert_int_equal(track(arena, test_kb()->track, &d)->verdict, VERDICT_UNDER_DOSED);
}

static void a_plateau_asks_again_unless_little_is_left(void **state)
{
	struct rng r = rng_new(17);
	struct series s, low;
	struct track_days d = make(&s, &r, 56, 5, 0, 0.8, 0), e = make(&low, &r, 56, 1, 0, 0.4, 0);

	(void)state;
	assert_true(track(arena, test_kb()->track, &d)->proposal.ask_again);
	assert_false(track(arena, test_kb()->track, &e)->proposal.ask_again);
}

static void the_week_counts_days_with_any_answer(void **state)
{
	struct rng r = rng_new(18);
	struct series s;
	struct track_days d = make(&s, &r, 30, 5, 0, 0.8, 0);

	(void)state;
	for (int t = 23; t < 30; t++) {
		s.pain[t] = s.function[t] = s.mood[t] = (double)NAN;
		s.sleep[t] = t % 2 ? 5 : (double)NAN;
	}
	struct tracked *got = track(arena, test_kb()->track, &d);
	assert_int_equal(got->week_checkins, 4);
	assert_int_equal(got->week_wanted, 5);
	d.n = 3;
	assert_int_equal(track(arena, test_kb()->track, &d)->week_checkins, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_steady_fall_of_two_points_a_month_is_improving),
		cmocka_unit_test(a_steady_rise_is_worsening),
		cmocka_unit_test(a_level_series_is_a_plateau_and_seldom_anything_else),
		cmocka_unit_test(twenty_days_are_not_enough_and_twenty_one_are),
		cmocka_unit_test(little_practice_is_under_dosed_and_not_a_plateau),
		cmocka_unit_test(sessions_are_part_of_the_dose),
		cmocka_unit_test(little_practice_does_not_hide_worsening),
		cmocka_unit_test(worse_function_is_not_outweighed_by_better_pain),
		cmocka_unit_test(a_plateau_turns_to_the_side_that_was_left_out),
		cmocka_unit_test(a_plateau_with_little_pain_left_goes_on),
		cmocka_unit_test(nothing_and_old_answers_cannot_tell),
		cmocka_unit_test(a_plateau_is_told_from_week_five_on),
		cmocka_unit_test(a_plateau_asks_again_unless_little_is_left),
		cmocka_unit_test(the_week_counts_days_with_any_answer),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
