/* test/core/test_track_laws.c -- the laws that verdicts, their probabilities and their bands obey on any days. */
#include "made_days.h"

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
		cmocka_unit_test(probabilities_sum_to_one_and_a_verdict_has_more_than_half),
		cmocka_unit_test(days_run_backwards_turn_better_into_worse),
		cmocka_unit_test(the_band_holds_the_true_level_nine_times_in_ten),
		cmocka_unit_test(a_verdict_alone_is_the_verdict_with_its_curves),
		cmocka_unit_test(mirrored_days_get_the_mirrored_verdict),
		cmocka_unit_test(the_probabilities_equal_those_of_drawn_changes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
