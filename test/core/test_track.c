/* test/core/test_track.c -- verdicts on series whose truth is known, and the filter against its own laws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/rng.h"
#include "core/track.h"

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

		hits += track(arena, &d)->verdict == want;
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

		assert_int_equal(track(arena, &d)->verdict, VERDICT_CANNOT_TELL);
	}
	struct track_days d = make(&s, &r, TRACK_LEAST_DAYS, 8, -0.3, 0, 0);
	assert_int_equal(track(arena, &d)->verdict, VERDICT_IMPROVING);
}

static void little_practice_is_under_dosed_and_not_a_plateau(void **state)
{
	struct rng r = rng_new(5);
	struct series s;
	struct track_days d = make(&s, &r, 56, 5, 0, 0.8, 0);

	(void)state;
	assert_int_equal(track(arena, &d)->verdict, VERDICT_PLATEAU);
	for (int t = 0; t < d.n; t++)
		s.practice[t] = t % 4 ? 0 : 12;
	struct tracked *got = track(arena, &d);
	assert_int_equal(got->verdict, VERDICT_UNDER_DOSED);
	assert_int_equal(got->proposal.what, PROPOSE_SMALLER_STEPS);
	for (int t = 0; t < d.n; t++)                   /* days nobody wrote down are not days without practice */
		s.practice[t] = t % 4 ? (double)NAN : 12;
	assert_int_equal(track(arena, &d)->verdict, VERDICT_PLATEAU);
}

static void little_practice_does_not_hide_worsening(void **state)
{
	struct rng r = rng_new(6);
	struct series s;
	struct track_days d = make(&s, &r, 42, 3, 0.09, 0.8, 0);

	(void)state;
	memset(s.practice, 0, sizeof(s.practice));
	struct tracked *got = track(arena, &d);
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
	assert_int_equal(track(arena, &d)->verdict, VERDICT_WORSENING);
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
	assert_int_equal(track(arena, &d)->proposal.what, PROPOSE_MIND);
	for (int t = 0; t < d.n; t++) {
		s.mind[t] = 11;
		s.body[t] = 1;
	}
	assert_int_equal(track(arena, &d)->proposal.what, PROPOSE_BODY);
	d.mind = NULL;                                  /* lessons count as well */
	d.body = NULL;
	d.lessons_due = 5;
	d.lessons_done = 1;
	assert_int_equal(track(arena, &d)->proposal.what, PROPOSE_MIND);
}

static void a_plateau_with_little_pain_left_goes_on(void **state)
{
	struct rng r = rng_new(10);
	struct series s;
	struct track_days d = make(&s, &r, 56, 1, 0, 0.4, 0);
	struct tracked *got = track(arena, &d);

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
	assert_int_equal(track(arena, &none)->verdict, VERDICT_CANNOT_TELL);
	for (int t = 40; t < d.n; t++)
		s.pain[t] = s.function[t] = (double)NAN;
	struct tracked *got = track(arena, &d);
	assert_int_equal(got->verdict, VERDICT_CANNOT_TELL);
	assert_int_equal(got->proposal.what, PROPOSE_NOTHING);
	for (int t = 0; t < d.n; t++)
		s.pain[t] = s.function[t] = (double)NAN;
	got = track(arena, &d);
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
		struct tracked *got = track(arena, &d);
		double sum = got->improving + got->plateau + got->worsening;

		assert_true(sum == 0 || fabs(sum - 1) < 1e-9);
		assert_true(got->verdict == VERDICT_CANNOT_TELL || got->probability > 0.5);
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
	struct tracked *fore = track(arena, &d), *aft = track(arena, &e);
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
		double pain[60], level[60], now = 5;
		struct track_days d = { .n = 60, .value = { pain } };

		for (int t = 0; t < 60; t++) {
			now += 0.1 * rng_normal(&r);
			level[t] = now;
			pain[t] = now + 1.2 * rng_normal(&r);
		}
		struct tracked *got = track(arena, &d);
		for (int t = 0; t < 60; t++, all++)
			in += got->measure[TRACK_PAIN].at[t].low <= level[t] && level[t] <= got->measure[TRACK_PAIN].at[t].high;
		arena_reset(arena);
	}
	assert_true(in > 0.84 * all && in < 0.96 * all);
}

/* The same model by brute force: the joint normal of then, now and all answers, conditioned directly. */
static void the_gain_equals_that_of_the_dense_joint_normal(void **state)
{
	enum { N = 29 };
	double y[N], cov[N][N], noise, gain = 0;
	struct rng r = rng_new(15);
	struct track_days d = { .n = N, .value = { y } };

	(void)state;
	for (int t = 0; t < N; t++)
		y[t] = clamp(6 - 0.05 * t + 1.2 * rng_normal(&r));
	struct tracked *got = track(arena, &d);
	noise = got->measure[TRACK_PAIN].noise;
	double best = HUGE_VAL;
	static const double level_noise[] = { 0.03, 0.1, 0.25 };
	for (int q = 0; q < 3; q++) {                   /* the engine reports its answer noise, not its level noise */
		double w[N], e[N];

		for (int i = 0; i < N; i++)
			for (int j = 0; j < N; j++) {
				double s = 25 + i * j * 0.05 * 0.05 + level_noise[q] * level_noise[q] * fmin(i, j);

				for (int k = 1; k < i && k < j; k++)        /* slope steps made on day k move every later day */
					s += 0.008 * 0.008 * (i - k) * (j - k);
				cov[i][j] = s + (i == j ? noise * noise : 0);
				w[i] = 0;
			}
		for (int i = 0; i < N; i++)
			e[i] = y[i] - 5;
		for (int k = 0; k < N; k++)             /* solve cov w = e by elimination; cov is positive definite */
			for (int i = k + 1; i < N; i++) {
				double f = cov[i][k] / cov[k][k];

				for (int j = k; j < N; j++)
					cov[i][j] -= f * cov[k][j];
				e[i] -= f * e[k];
			}
		for (int i = N - 1; i >= 0; i--) {
			w[i] = e[i];
			for (int j = i + 1; j < N; j++)
				w[i] -= cov[i][j] * w[j];
			w[i] /= cov[i][i];
		}
		gain = 0;
		for (int j = 0; j < N; j++) {           /* E[level 0 - level N-1 | y] */
			int i = N - 1;
			double now = 25 + i * j * 0.05 * 0.05 + level_noise[q] * level_noise[q] * j;

			for (int k = 1; k < i && k < j; k++)
				now += 0.008 * 0.008 * (i - k) * (j - k);
			gain += (25 - now) * w[j];
		}
		best = fmin(best, fabs(gain - got->measure[TRACK_PAIN].gain));
	}
	assert_true(best < 1e-6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_steady_fall_of_two_points_a_month_is_improving),
		cmocka_unit_test(a_steady_rise_is_worsening),
		cmocka_unit_test(a_level_series_is_a_plateau_and_seldom_anything_else),
		cmocka_unit_test(twenty_days_are_not_enough_and_twenty_one_are),
		cmocka_unit_test(little_practice_is_under_dosed_and_not_a_plateau),
		cmocka_unit_test(little_practice_does_not_hide_worsening),
		cmocka_unit_test(worse_function_is_not_outweighed_by_better_pain),
		cmocka_unit_test(a_plateau_turns_to_the_side_that_was_left_out),
		cmocka_unit_test(a_plateau_with_little_pain_left_goes_on),
		cmocka_unit_test(nothing_and_old_answers_cannot_tell),
		cmocka_unit_test(probabilities_sum_to_one_and_a_verdict_has_more_than_half),
		cmocka_unit_test(days_run_backwards_turn_better_into_worse),
		cmocka_unit_test(the_band_holds_the_true_level_nine_times_in_ten),
		cmocka_unit_test(the_gain_equals_that_of_the_dense_joint_normal),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
