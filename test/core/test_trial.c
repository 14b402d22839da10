/* Personal trials: the order is fair, the answer is the right arithmetic, and it claims no more than it promises. */
#include "support.h"

#include "base/rng.h"
#include "core/track.h"
#include "core/trial.h"

#include <math.h>

static void every_pair_has_both_kinds_and_the_lot_is_fair(void **state)
{
	int first = 0;

	(void)state;
	for (size_t d = 0; d < 3; d++)
		for (uint64_t seed = 0; seed < 400; seed++) {
			struct trial t = trial_designs[d];
			int with = 0;

			t.seed = seed;
			assert_true(trial_days(&t) >= 14 && trial_days(&t) <= TRIAL_DAYS_MOST);
			for (int i = 0; i < trial_days(&t); i++) {
				with += trial_with(&t, i);
				assert_int_equal(trial_with(&t, i), trial_with(&t, i / t.block * t.block));       /* whole blocks */
			}
			assert_int_equal(2 * with, trial_days(&t));
			for (int p = 0; p < t.pairs; p++)
				assert_true(trial_with(&t, 2 * p * t.block) != trial_with(&t, (2 * p + 1) * t.block));
			first += trial_with(&t, 0);
		}
	assert_true(abs(first - 600) < 80);
}

/* With known noise and no memory the answer is a ridge regression of three coefficients: solved here by Cramer's rule. */
static void the_effect_is_that_of_a_regression(void **state)
{
	const struct trial_numbers k = { .effect = 0.8, .trend = 1.5, .level = 2.5, .least = 0.5, .sure = 0.9, .days = 4 };
	const struct track_numbers n = { .noise = 1.2, .noise_spread = 1e-9, .memory = 0 };
	struct rng rng = rng_new(4);

	(void)state;
	for (int rep = 0; rep < 50; rep++) {
		struct trial t = trial_designs[rep % 3];
		double pain[TRIAL_DAYS_MOST], a[3][4] = { { 0 } };
		const double prior[3] = { 2.5, 1.5, 0.8 };

		t.seed = (uint64_t)rep;
		for (int i = 0; i < trial_days(&t); i++)
			pain[i] = rng_below(&rng, 5) ? rng_below(&rng, 11) : (double)NAN;
		for (int i = 0; i < 3; i++)
			a[i][i] = 1.44 / (prior[i] * prior[i]);
		for (int i = 0; i < trial_days(&t); i++) {
			const double row[3] = { 1, (double)i / trial_days(&t) - 0.5, trial_with(&t, i) ? 1 : 0 };

			for (int p = 0; !isnan(pain[i]) && p < 3; p++) {
				for (int q = 0; q < 3; q++)
					a[p][q] += row[p] * row[q];
				a[p][3] += row[p] * (pain[i] - 5);
			}
		}
#define DET(i, j, l) (a[0][i] * (a[1][j] * a[2][l] - a[1][l] * a[2][j]) - a[0][j] * (a[1][i] * a[2][l] - a[1][l] * a[2][i]) + \
	a[0][l] * (a[1][i] * a[2][j] - a[1][j] * a[2][i]))
		double want = DET(0, 1, 3) / DET(0, 1, 2);
		struct trial_result r = trial_answer(&k, &n, &t, pain);

		assert_true(fabs(r.effect - want) < 1e-6);
		assert_true(r.low < r.effect && r.effect < r.high);
	}
}

struct seen { int helps, worse, no_matter, inside, n; };

/* People whose truth is known; noise of their own, days that carry over, one day in six not told. */
static struct seen simulate(struct rng *rng, const struct trial *design, double effect, int n)
{
	const struct kb *kb = test_kb();
	struct seen s = { .n = n };

	for (int i = 0; i < n; i++) {
		struct trial t = *design;
		double pain[TRIAL_DAYS_MOST], noise = kb->track->noise * exp(kb->track->noise_spread * rng_normal(rng)), carry = kb->track->memory;
		double level = 5.5 + rng_normal(rng), trend = kb->trial->trend * rng_normal(rng), day = noise * rng_normal(rng);

		t.seed = (uint64_t)i * 31 + 1;
		for (int d = 0; d < trial_days(&t); d++) {
			day = carry * day + noise * sqrt(1 - carry * carry) * rng_normal(rng);
			double y = level + trend * ((double)d / trial_days(&t) - 0.5) + (trial_with(&t, d) ? effect : 0) + day;
			pain[d] = rng_below(rng, 6) ? fmin(10, fmax(0, floor(y + 0.5))) : (double)NAN;
		}
		struct trial_result r = trial_answer(kb->trial, kb->track, &t, pain);
		s.helps += r.answer == TRIAL_HELPS;
		s.worse += r.answer == TRIAL_WORSE;
		s.no_matter += r.answer == TRIAL_NO_MATTER;
		s.inside += r.low <= effect && effect <= r.high;
	}
	return s;
}

static void nothing_is_claimed_where_nothing_is(void **state)
{
	struct rng rng = rng_new(11);

	(void)state;
	for (size_t d = 0; d < 3; d++) {
		struct seen s = simulate(&rng, &trial_designs[d], 0, 1500);

		print_message("%d days, no effect: helps %.3f, worse %.3f, no matter %.3f, inside %.3f\n", trial_days(&trial_designs[d]),
			(double)s.helps / s.n, (double)s.worse / s.n, (double)s.no_matter / s.n, (double)s.inside / s.n);
		assert_true(s.helps < 0.03 * s.n && s.worse < 0.03 * s.n);
		assert_true(s.inside > 0.9 * s.n);
	}
}

static void a_large_effect_is_often_found_and_never_turned_round(void **state)
{
	struct rng rng = rng_new(12);
	int found = 0;

	(void)state;
	for (size_t d = 0; d < 3; d++) {
		struct seen s = simulate(&rng, &trial_designs[d], -2, 800);

		print_message("%d days, two points less: helps %.3f\n", trial_days(&trial_designs[d]), (double)s.helps / s.n);
		assert_true(s.worse <= 1 && s.no_matter <= 1);
		assert_true(s.helps >= found - 40);             /* longer finds more */
		found = s.helps;
	}
	assert_true(found > 400);
}

/* Effects drawn from the prior: intervals hold what they say, claims are as right as promised. */
static void what_is_promised_is_kept(void **state)
{
	struct rng rng = rng_new(13);
	int inside = 0, claims = 0, right = 0;
	const int people = 1500;

	(void)state;
	for (int i = 0; i < people; i++) {
		double effect = test_kb()->trial->effect * rng_normal(&rng);
		struct seen s = simulate(&rng, &trial_designs[i % 3], effect, 1);

		inside += s.inside;
		claims += s.helps + s.worse;
		right += (s.helps && effect <= -0.5) || (s.worse && effect >= 0.5);
	}
	print_message("inside %.3f; %d claims, %.3f right\n", (double)inside / people, claims, (double)right / claims);
	assert_true(inside > 0.86 * people && inside < 0.95 * people);
	assert_true(claims > 100 && right > 0.88 * claims);
}

static void too_few_days_tell_nothing(void **state)
{
	struct trial t = trial_designs[1];
	double pain[TRIAL_DAYS_MOST];

	(void)state;
	for (int i = 0; i < TRIAL_DAYS_MOST; i++)
		pain[i] = (double)NAN;
	struct trial_result r = trial_answer(test_kb()->trial, test_kb()->track, &t, pain);
	assert_int_equal(r.answer, TRIAL_CANNOT_TELL);
	assert_true(fabs(r.effect) < 1e-9 && r.with == 0);
	for (int i = 0; i < 8; i++)
		pain[i] = trial_with(&t, i) ? 0 : 10;
	assert_int_equal(trial_answer(test_kb()->trial, test_kb()->track, &t, pain).answer, TRIAL_CANNOT_TELL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_has_both_kinds_and_the_lot_is_fair),
		cmocka_unit_test(the_effect_is_that_of_a_regression),
		cmocka_unit_test(nothing_is_claimed_where_nothing_is),
		cmocka_unit_test(a_large_effect_is_often_found_and_never_turned_round),
		cmocka_unit_test(what_is_promised_is_kept),
		cmocka_unit_test(too_few_days_tell_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
