/* test/core/test_track.c -- verdicts on series whose truth is known, and their laws; the filter itself is in test_track_model.c. */
#include "support.h"

#include "base/rng.h"
#include "core/track_model.h"

#include <math.h>

enum { DAYS_MOST = 90 };

struct series { double pain[DAYS_MOST], function[DAYS_MOST], mood[DAYS_MOST], sleep[DAYS_MOST], practice[DAYS_MOST],
	mind[DAYS_MOST], body[DAYS_MOST]; };

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(64u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static double clamp(double x)
{
	return round(fmin(10, fmax(0, x)));
}

/* Levels a + b * t in whole numbers, daily noise `sd`, a share of days missing. */
static struct track_days make(struct series *s, struct rng *r, int n, double level, double slope, double sd, double missing)
{
	for (int t = 0; t < n; t++) {
		bool gone = rng_unit(r) < missing;

		s->pain[t] = gone ? (double)NAN : clamp(level + slope * t + sd * rng_normal(r));
		s->function[t] = gone ? (double)NAN : clamp(level + slope * t + sd * rng_normal(r));
		s->mood[t] = s->sleep[t] = gone ? (double)NAN : clamp(7 + sd * rng_normal(r));
		s->practice[t] = 12;
	}
	return (struct track_days){ .n = n, .value = { s->pain, s->function, s->mood, s->sleep }, .practice = s->practice,
		.planned = 12 };
}

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

static void probabilities_sum_to_one_and_a_verdict_has_more_than_half(void **state)
{
	struct rng r = rng_new(12);
	struct series s;

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct track_days d = make(&s, &r, 10 + rng_below(&r, 80), 10 * rng_unit(&r), 0.2 * (rng_unit(&r) - 0.5),
			2 * rng_unit(&r), rng_unit(&r));
		struct tracked *got = track(arena, test_kb()->track, &d);
		double sum = got->improving + got->plateau + got->worsening;

		assert_true(sum == 0 || fabs(sum - 1) < 1e-9);
		double weight = fmax(got->improving, fmax(got->plateau, got->worsening)), said = got->said.improving + got->said.plateau + got->said.worsening;
		assert_true(got->verdict == VERDICT_CANNOT_TELL || weight > 0.5);
		assert_true(fabs(said - sum) < 1e-9);
		assert_true(got->verdict == VERDICT_CANNOT_TELL || got->days >= TRACK_LEAST_DAYS);
		for (int k = 0; k < TRACK_MEASURES; k++)
			for (int t = 0; got->measure[k].at && t < d.n; t++) {
				struct track_point p = got->measure[k].at[t];

				assert_true(isfinite(p.level) && p.low <= p.level && p.level <= p.high);
			}
		arena_reset(arena);
	}
}

static void days_run_backwards_turn_better_into_worse(void **state)
{
	struct rng r = rng_new(13);
	struct series s, back;
	struct track_days d = make(&s, &r, 29, 7, -0.1, 0.8, 0), e = d;

	(void)state;
	for (int t = 0; t < d.n; t++) {
		back.pain[t] = s.pain[d.n - 1 - t];
		back.function[t] = s.function[d.n - 1 - t];
	}
	e.value[TRACK_PAIN] = back.pain;
	e.value[TRACK_FUNCTION] = back.function;
	struct tracked *fore = track(arena, test_kb()->track, &d), *aft = track(arena, test_kb()->track, &e);
	assert_int_equal(fore->verdict, VERDICT_IMPROVING);
	assert_int_equal(aft->verdict, VERDICT_WORSENING);
	/* not exactly: the level before the first day is a guess, the one after the last is not */
	assert_true(fabs(fore->measure[TRACK_PAIN].gain + aft->measure[TRACK_PAIN].gain) < 0.15);
}

static void the_band_holds_the_true_level_nine_times_in_ten(void **state)
{
	struct rng r = rng_new(14);
	int in = 0, all = 0;

	(void)state;
	for (int i = 0; i < 200; i++) {
		double pain[60], level[60], now = 5, away = 1.2 * rng_normal(&r);
		struct track_days d = { .n = 60, .value = { pain } };

		for (int t = 0; t < 60; t++) {
			now += 0.1 * rng_normal(&r);
			away = 0.4 * away + 1.2 * sqrt(1 - 0.4 * 0.4) * rng_normal(&r);
			level[t] = now;
			pain[t] = now + away;
		}
		struct tracked *got = track(arena, test_kb()->track, &d);
		for (int t = 0; t < 60; t++, all++)
			in += got->measure[TRACK_PAIN].at[t].low <= level[t] && level[t] <= got->measure[TRACK_PAIN].at[t].high;
		arena_reset(arena);
	}
	assert_true(in > 0.84 * all && in < 0.96 * all);
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

/* With and without the curves: the same word on it, from any days. */
static void a_verdict_alone_is_the_verdict_with_its_curves(void **state)
{
	struct rng r = rng_new(19);
	struct series s;
	int told = 0;

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct track_days d = make(&s, &r, 1 + (int)rng_below(&r, DAYS_MOST), 2 + 6 * rng_unit(&r), 0.1 * rng_normal(&r), 1.5 * rng_unit(&r), 0.6 * rng_unit(&r));
		struct tracked *all = track(arena, test_kb()->track, &d), *alone = track_verdict(arena, test_kb()->track, &d);

		assert_int_equal(alone->verdict, all->verdict);
		assert_int_equal(alone->proposal.what, all->proposal.what);
		assert_int_equal(alone->week_checkins, all->week_checkins);
		if (alone->verdict != VERDICT_CANNOT_TELL) {
			told++;
			assert_true(alone->probability == all->probability && alone->improving == all->improving && alone->worsening == all->worsening);
			assert_true(alone->measure[TRACK_PAIN].gain == all->measure[TRACK_PAIN].gain);
		}
		if (all->measure[TRACK_MOOD].seen)
			assert_true(all->measure[TRACK_MOOD].level == all->measure[TRACK_MOOD].at[d.n - 1].level);
		arena_reset(arena);
	}
	assert_true(told > 50);
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

/* Turned upside down: the gain of each measure changes its sign and nothing else, and so does the verdict about one measure. */
static void mirrored_days_get_the_mirrored_verdict(void **state)
{
	struct rng r = rng_new(19);
	struct series s, other;

	(void)state;
	for (int i = 0; i < 50; i++) {
		int n = 21 + rng_below(&r, 40);
		struct track_days d = make(&s, &r, n, 2 + 6 * rng_unit(&r), 0.2 * (rng_unit(&r) - 0.5), 1, 0.2), e = d;

		for (int t = 0; t < n; t++) {
			other.pain[t] = 10 - s.pain[t];
			other.sleep[t] = 10 - s.sleep[t];
		}
		d.value[TRACK_FUNCTION] = d.value[TRACK_MOOD] = e.value[TRACK_FUNCTION] = e.value[TRACK_MOOD] = NULL;
		e.value[TRACK_PAIN] = other.pain;
		e.value[TRACK_SLEEP] = other.sleep;
		struct tracked *a = track(arena, test_kb()->track, &d), *b = track(arena, test_kb()->track, &e);
		assert_true(fabs(a->measure[TRACK_PAIN].gain + b->measure[TRACK_PAIN].gain) < 1e-9);
		assert_true(fabs(a->measure[TRACK_SLEEP].gain + b->measure[TRACK_SLEEP].gain) < 1e-9);
		assert_true(fabs(a->measure[TRACK_PAIN].gain_sd - b->measure[TRACK_PAIN].gain_sd) < 1e-9);
		assert_true(fabs(a->improving - b->worsening) < 1e-9 && fabs(a->worsening - b->improving) < 1e-9);
		arena_reset(arena);
	}
}

/* The three probabilities about pain and function together, against draws from the joint normal of their changes. */
static void the_probabilities_equal_those_of_drawn_changes(void **state)
{
	enum { DRAWS = 200000 };
	const struct track_numbers *k = test_kb()->track;
	struct rng r = rng_new(20);
	struct series s;

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct track_days d = make(&s, &r, 42, 5, 0.03 * (i - 1.5), 1.2, 0.3);
		const struct tracked *got = track(arena, k, &d);
		double worst_up[2][DAYS_MOST];
		const double *y[TRACK_MEASURES] = { s.pain, s.function, worst_up[0], worst_up[1] };
		struct track_noise noise;
		struct track_change g;
		int worse = 0, better = 0;

		for (int t = 0; t < d.n; t++) {
			worst_up[0][t] = 10 - s.mood[t];
			worst_up[1][t] = 10 - s.sleep[t];
		}
		for (int m = 0; m < TRACK_MEASURES; m++)
			track_judge(k, y[m], d.n, &noise.answer[m], &noise.drift[m]);
		track_smooth(arena, k, &noise, y, d.n, d.n - 1 - TRACK_WINDOW, &g);
		double sd = sqrt(g.cov[0][0]), on = g.cov[0][1] / sd, rest = sqrt(g.cov[1][1] - on * on);
		for (int j = 0; j < DRAWS; j++) {
			double z = rng_normal(&r), pain = g.fall[0] + sd * z, function = g.fall[1] + on * z + rest * rng_normal(&r);

			worse += fmin(pain, function) <= -1;
			better += fmin(pain, function) > -1 && (pain + function) / 2 >= 1;
		}
		assert_true(fabs(got->worsening - worse / (double)DRAWS) < 0.005);
		assert_true(fabs(got->improving - better / (double)DRAWS) < 0.005);
		arena_reset(arena);
	}
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
		cmocka_unit_test(probabilities_sum_to_one_and_a_verdict_has_more_than_half),
		cmocka_unit_test(days_run_backwards_turn_better_into_worse),
		cmocka_unit_test(the_band_holds_the_true_level_nine_times_in_ten),
		cmocka_unit_test(a_plateau_is_told_from_week_five_on),
		cmocka_unit_test(a_plateau_asks_again_unless_little_is_left),
		cmocka_unit_test(a_verdict_alone_is_the_verdict_with_its_curves),
		cmocka_unit_test(the_week_counts_days_with_any_answer),
		cmocka_unit_test(mirrored_days_get_the_mirrored_verdict),
		cmocka_unit_test(the_probabilities_equal_those_of_drawn_changes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
