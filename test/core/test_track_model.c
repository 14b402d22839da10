/* test/core/test_track_model.c -- filter and smoother against the joint normal distribution of everything, conditioned directly. */
#include "support.h"

#include "base/rng.h"
#include "core/track_model.h"

#include <math.h>

enum { DAYS = 20, ALL = DAYS * TRACK_STATES, ANSWERS_MOST = DAYS * TRACK_MEASURES };

struct dense {
	double latent[ALL][ALL];                        /* covariance of all states of all days, from closed forms */
	double mean[ALL], cov[ALL][ALL];                /* given the answers */
};

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(256u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static int place(int t, int measure, int part)
{
	return t * TRACK_STATES + TRACK_PARTS * measure + part;
}

/* Covariance of two states.  Slope and deviation are stationary; the level is its start, all slopes before it, all its steps. */
static double together(const struct track_numbers *k, const struct track_noise *q, int s, int i, int part_i, int t, int j, int part_j)
{
	double kept = exp(-1 / k->fade), slope = k->slope * k->slope * k->change[i][j], sum = 0;

	if (part_i == 2 || part_j == 2)
		return part_i == part_j ? q->answer[i] * q->answer[j] * k->day[i][j] * pow(k->memory, abs(s - t)) : 0;
	if (part_i == 1 && part_j == 1)
		return slope * pow(kept, abs(s - t));
	if (part_i == 1)
		return together(k, q, t, j, part_j, s, i, part_i);
	if (part_j == 1) {
		for (int a = 0; a < s; a++)
			sum += slope * pow(kept, abs(a - t));
		return sum;
	}
	for (int a = 0; a < s; a++)
		for (int b = 0; b < t; b++)
			sum += slope * pow(kept, abs(a - b));
	return sum + (i == j ? 25 : 0) + q->drift[i] * q->drift[j] * k->change[i][j] * (s < t ? s : t);
}

/* Level plus deviation of an answer with one state. */
static double seen_with(const struct dense *d, int t, int m, int state)
{
	return d->latent[place(t, m, 0)][state] + d->latent[place(t, m, 2)][state];
}

static void condition(struct dense *d, const double *const y[TRACK_MEASURES])
{
	static double v[ANSWERS_MOST][ANSWERS_MOST], z[ANSWERS_MOST][ALL], e[ANSWERS_MOST];
	int day[ANSWERS_MOST], of[ANSWERS_MOST], n = 0;

	for (int t = 0; t < DAYS; t++)
		for (int m = 0; m < TRACK_MEASURES; m++)
			if (y[m] && !isnan(y[m][t])) {
				day[n] = t;
				of[n++] = m;
			}
	for (int a = 0; a < n; a++) {
		e[a] = y[of[a]][day[a]] - 5;
		for (int s = 0; s < ALL; s++)
			z[a][s] = seen_with(d, day[a], of[a], s);
		for (int b = 0; b < n; b++)
			v[a][b] = seen_with(d, day[a], of[a], place(day[b], of[b], 0)) + seen_with(d, day[a], of[a], place(day[b], of[b], 2)) +
				(a == b ? 1.0 / 12 : 0);
	}
	for (int a = 0; a < n; a++) {                   /* v = l l'; e and z become l^-1 e and l^-1 z */
		for (int b = 0; b <= a; b++) {
			for (int c = 0; c < b; c++)
				v[a][b] -= v[a][c] * v[b][c];
			v[a][b] = a == b ? sqrt(v[a][b]) : v[a][b] / v[b][b];
		}
		for (int b = 0; b < a; b++)
			e[a] -= v[a][b] * e[b];
		e[a] /= v[a][a];
		for (int s = 0; s < ALL; s++) {
			for (int b = 0; b < a; b++)
				z[a][s] -= v[a][b] * z[b][s];
			z[a][s] /= v[a][a];
		}
	}
	for (int s = 0; s < ALL; s++) {
		d->mean[s] = s % TRACK_PARTS ? 0 : 5;
		for (int a = 0; a < n; a++)
			d->mean[s] += z[a][s] * e[a];
		for (int u = 0; u < ALL; u++) {
			d->cov[s][u] = d->latent[s][u];
			for (int a = 0; a < n; a++)
				d->cov[s][u] -= z[a][s] * z[a][u];
		}
	}
}

static struct dense *directly(const struct track_numbers *k, const struct track_noise *q, const double *const y[TRACK_MEASURES])
{
	struct dense *d = NEW(arena, struct dense);

	for (int a = 0; a < ALL; a++)
		for (int b = 0; b < ALL; b++)
			d->latent[a][b] = together(k, q, a / TRACK_STATES, a % TRACK_STATES / TRACK_PARTS, a % TRACK_PARTS, b / TRACK_STATES,
				b % TRACK_STATES / TRACK_PARTS, b % TRACK_PARTS);
	condition(d, y);
	return d;
}

static void draw(struct rng *r, double missing, double y[TRACK_MEASURES][DAYS], struct track_noise *q)
{
	for (int m = 0; m < TRACK_MEASURES; m++) {
		q->answer[m] = 0.5 + 1.5 * rng_unit(r);
		q->drift[m] = 0.02 + 0.2 * rng_unit(r);
		for (int t = 0; t < DAYS; t++)
			y[m][t] = rng_unit(r) < missing ? (double)NAN : rng_below(r, 11);
	}
}

static double worst(double most, double a, double b)
{
	return fmax(most, fabs(a - b));
}

static void compare(const struct track_numbers *k, const struct track_noise *q, const double *const y[TRACK_MEASURES], int from)
{
	struct track_change g;
	const struct track_smoothed *s = track_smooth(arena, k, q, y, DAYS, from, &g);
	const struct dense *d = directly(k, q, y);
	double off = 0;

	for (int t = 0; t < DAYS; t++)
		for (int i = 0; i < TRACK_STATES; i++) {
			off = worst(off, s[t].mean[i], d->mean[t * TRACK_STATES + i]);
			for (int j = 0; j < TRACK_STATES; j++)
				off = worst(off, s[t].cov[i][j], d->cov[t * TRACK_STATES + i][t * TRACK_STATES + j]);
		}
	for (int i = 0; i < TRACK_MEASURES; i++) {
		int then = place(from, i, 0), now = place(DAYS - 1, i, 0);

		off = worst(off, g.fall[i], d->mean[then] - d->mean[now]);
		for (int j = 0; j < TRACK_MEASURES; j++) {
			int then_j = place(from, j, 0), now_j = place(DAYS - 1, j, 0);

			off = worst(off, g.cov[i][j], d->cov[then][then_j] + d->cov[now][now_j] - d->cov[then][now_j] - d->cov[now][then_j]);
		}
	}
	if (off >= 1e-9)
		fail_msg("differs from the direct computation by %g", off);
}

static void the_smoother_equals_the_joint_normal_conditioned_directly(void **state)
{
	static const int from[] = { 0, 3, 11, DAYS - 1 };
	static const double missing[] = { 0, 0.3, 0.6, 0.9 };
	struct rng r = rng_new(1);

	(void)state;
	for (int i = 0; i < 4; i++) {
		double y[TRACK_MEASURES][DAYS];
		struct track_noise q;

		draw(&r, missing[i], y, &q);
		const double *const all[] = { y[0], y[1], y[2], y[3] }, *const some[] = { y[0], NULL, NULL, y[3] };
		compare(test_kb()->track, &q, all, from[i]);
		compare(test_kb()->track, &q, some, from[i]);
		arena_reset(arena);
	}
}

/* With the same noise, an answer less makes nothing more certain. */
static void missing_days_widen(void **state)
{
	struct rng r = rng_new(2);

	(void)state;
	for (int i = 0; i < 40; i++) {
		double y[TRACK_MEASURES][DAYS];
		struct track_noise q;
		struct track_change full, less;

		draw(&r, 0.2, y, &q);
		const double *const all[] = { y[0], y[1], y[2], y[3] };
		const struct track_smoothed *a = track_smooth(arena, test_kb()->track, &q, all, DAYS, 4, &full);
		for (int j = 0; j < 6; j++)
			y[rng_below(&r, TRACK_MEASURES)][rng_below(&r, DAYS)] = (double)NAN;
		const struct track_smoothed *b = track_smooth(arena, test_kb()->track, &q, all, DAYS, 4, &less);
		for (int m = 0; m < TRACK_MEASURES; m++) {
			assert_true(less.cov[m][m] >= full.cov[m][m] - 1e-12);
			for (int t = 0; t < DAYS; t++)
				assert_true(b[t].cov[TRACK_PARTS * m][TRACK_PARTS * m] >= a[t].cov[TRACK_PARTS * m][TRACK_PARTS * m] - 1e-12);
		}
		arena_reset(arena);
	}
}

/* Function tells of pain: the two together leave less open than pain alone. */
static void what_goes_together_tells_of_each_other(void **state)
{
	struct rng r = rng_new(3);
	double y[TRACK_MEASURES][DAYS];
	struct track_noise q;
	struct track_change both, one;

	(void)state;
	draw(&r, 0, y, &q);
	const double *const two[] = { y[0], y[1], NULL, NULL }, *const single[] = { y[0], NULL, NULL, NULL };
	track_smooth(arena, test_kb()->track, &q, two, DAYS, 0, &both);
	track_smooth(arena, test_kb()->track, &q, single, DAYS, 0, &one);
	assert_true(both.cov[0][0] < one.cov[0][0] - 1e-4);
}

static void the_noise_of_a_person_is_found(void **state)
{
	static const double truth[] = { 0.72, 1.2, 1.62 };
	struct rng r = rng_new(4);
	double sum[3] = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		for (int p = 0; p < 100; p++) {
			double y[84], answer, drift, away = truth[i] * rng_normal(&r);

			for (int t = 0; t < 84; t++) {
				away = 0.4 * away + truth[i] * sqrt(1 - 0.4 * 0.4) * rng_normal(&r);
				y[t] = round(5 + away);
			}
			track_judge(test_kb()->track, y, 84, &answer, &drift);
			sum[i] += answer / 100;
		}
	for (int i = 0; i < 3; i++)
		assert_true(fabs(sum[i] - truth[i]) < 0.1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_smoother_equals_the_joint_normal_conditioned_directly),
		cmocka_unit_test(missing_days_widen),
		cmocka_unit_test(what_goes_together_tells_of_each_other),
		cmocka_unit_test(the_noise_of_a_person_is_found),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
