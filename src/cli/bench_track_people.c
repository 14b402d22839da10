/* cli/bench_track_people.c -- draws one person: course, turn, deviations, gaps. */
#include "cli/bench_track_people.h"

#include <math.h>

enum { TURN_FIRST = 7, TURN_DAYS = 49, TURN_TAKES = 14 };

static const double share[COURSES] = { 0.220, 0.204, 0.297, 0.279 }, begins[COURSES] = { 7, 7, 5, 3 };
static const double keeps[COURSES] = { 1, 0.45, 1, 0.45 };
static const double days_to_fall = 41, turns = 0.1, turn_points = 2, differs = 0.7;

static double between(struct rng *r, double low, double high)
{
	return low + (high - low) * rng_unit(r);
}

static enum course course_of(struct rng *r)
{
	double u = rng_unit(r);
	int c = 0;

	while (c < COURSES - 1 && u >= share[c])
		u -= share[c++];
	return (enum course)c;
}

static void draw_levels(struct rng *r, struct followed_one *p)
{
	double start = begins[p->course] + differs * rng_normal(r);

	for (int m = 0; m < 2; m++) {
		double from = start + (m ? differs * rng_normal(r) : 0), kept = 1 - (1 - keeps[p->course]) * between(r, 0.6, 1.4), walk = 0;
		double wander = between(r, 0.02, 0.12);

		for (int t = 0; t < FOLLOWED_DAYS; t++) {
			double risen = p->turn < 0 ? 0 : fmin(1, fmax(0, (t - p->turn) / (double)TURN_TAKES));

			walk += wander * rng_normal(r);
			p->level[m][t] = fmin(10, fmax(0, from * (kept + (1 - kept) * exp(-t / days_to_fall)) + turn_points * risen + walk));
		}
	}
}

/* Cholesky factor of the correlations of one day. */
static void factor(const double m[TRACK_MEASURES][TRACK_MEASURES], double f[TRACK_MEASURES][TRACK_MEASURES])
{
	for (int i = 0; i < TRACK_MEASURES; i++)
		for (int j = 0; j <= i; j++) {
			double s = m[i][j];

			for (int c = 0; c < j; c++)
				s -= f[i][c] * f[j][c];
			f[i][j] = i == j ? sqrt(s) : s / f[j][j];
		}
}

static double rounded(double x)
{
	return round(fmin(10, fmax(0, x)));
}

static void draw_answers(struct rng *r, const struct track_numbers *k, struct followed_one *p)
{
	double f[TRACK_MEASURES][TRACK_MEASURES], away[TRACK_MEASURES] = { 0 }, spread[TRACK_MEASURES];
	double carried = between(r, 0.2, 0.5), gaps = between(r, 0, 0.55), mood = between(r, 2, 6), sleep = between(r, 2, 6);

	factor(k->day, f);
	for (int m = 0; m < TRACK_MEASURES; m++)
		spread[m] = k->noise * exp(k->noise_spread * rng_normal(r));
	for (int t = 0; t < FOLLOWED_DAYS; t++) {
		double z[TRACK_MEASURES], since = p->level[0][t] - p->level[0][0];
		bool gone = rng_unit(r) < gaps;
		const double level[TRACK_MEASURES] = { p->level[0][t], p->level[1][t], mood + 0.1 * since, sleep + 0.3 * since };

		for (int m = 0; m < TRACK_MEASURES; m++)
			z[m] = rng_normal(r);
		for (int m = 0; m < TRACK_MEASURES; m++) {
			double push = 0;

			for (int c = 0; c <= m; c++)
				push += f[m][c] * z[c];
			away[m] = t ? carried * away[m] + sqrt(1 - carried * carried) * push : push;
			double y = rounded(level[m] + spread[m] * away[m]);
			p->answer[m][t] = gone ? (double)NAN : m > TRACK_FUNCTION ? 10 - y : y;
		}
		p->practice[t] = 10;
	}
}

void followed_draw(struct rng *r, const struct track_numbers *k, struct followed_one *out)
{
	out->course = course_of(r);
	out->turn = rng_unit(r) < turns ? TURN_FIRST + rng_below(r, TURN_DAYS) : -1;
	draw_levels(r, out);
	draw_answers(r, k, out);
}
