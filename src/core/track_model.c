/* core/track_model.c -- filter and smoother over the four measures at once.
 *
 * The deviation of a day is a state, so the answers themselves are independent given the states and are taken one at a time.
 */
#include "core/track_model.h"

#include <assert.h>
#include <math.h>

enum { ALL = TRACK_STATES + TRACK_MEASURES };       /* the levels at the start of the window come last */
enum { LEVEL, SLOPE, DEVIATION };
enum { ANSWERS = 6, DRIFTS = 3 };

static const double middle = 5, wide = 5;           /* of the scale: nothing is known of a level beforehand */
static const double rounding = 1.0 / 12;            /* variance of rounding to whole numbers */
static const double answer_times[ANSWERS] = { 0.4, 0.6, 0.8, 1, 1.35, 1.8 }, drift_times[DRIFTS] = { 0.3, 1, 2.5 };

struct state { double x[ALL], p[ALL][ALL]; };

double track_slope_kept(const struct track_numbers *k)
{
	return exp(-1 / k->fade);
}

static int at(int measure, int part)
{
	return TRACK_PARTS * measure + part;
}

static void start(const struct track_numbers *k, const struct track_noise *q, struct state *s)
{
	*s = (struct state){ 0 };
	for (int i = 0; i < TRACK_MEASURES; i++) {
		s->x[at(i, LEVEL)] = middle;
		s->p[at(i, LEVEL)][at(i, LEVEL)] = wide * wide;
		for (int j = 0; j < TRACK_MEASURES; j++) {
			s->p[at(i, SLOPE)][at(j, SLOPE)] = k->slope * k->slope * k->change[i][j];
			s->p[at(i, DEVIATION)][at(j, DEVIATION)] = q->answer[i] * q->answer[j] * k->day[i][j];
		}
	}
}

/* F of one day, from the left; on rows of p this is F P. */
static void forward(const struct track_numbers *k, double *row, int step)
{
	const double kept = track_slope_kept(k);

	for (int i = 0; i < TRACK_MEASURES; i++) {
		row[at(i, LEVEL) * step] += row[at(i, SLOPE) * step];
		row[at(i, SLOPE) * step] *= kept;
		row[at(i, DEVIATION) * step] *= k->memory;
	}
}

static void predict(const struct track_numbers *k, const struct track_noise *q, struct state *s)
{
	const double kept = track_slope_kept(k), bend = (1 - kept * kept) * k->slope * k->slope;

	forward(k, s->x, 1);
	for (int c = 0; c < ALL; c++)
		forward(k, &s->p[0][c], ALL);
	for (int r = 0; r < ALL; r++)
		forward(k, s->p[r], 1);
	for (int i = 0; i < TRACK_MEASURES; i++)
		for (int j = 0; j < TRACK_MEASURES; j++) {
			s->p[at(i, LEVEL)][at(j, LEVEL)] += q->drift[i] * q->drift[j] * k->change[i][j];
			s->p[at(i, SLOPE)][at(j, SLOPE)] += bend * k->change[i][j];
			s->p[at(i, DEVIATION)][at(j, DEVIATION)] += (1 - k->memory * k->memory) * q->answer[i] * q->answer[j] * k->day[i][j];
		}
}

/* One answer of one measure. */
static void update(struct state *s, int measure, double y)
{
	const int l = at(measure, LEVEL), d = at(measure, DEVIATION);
	double h[ALL], v = s->p[l][l] + 2 * s->p[l][d] + s->p[d][d] + rounding, e = y - s->x[l] - s->x[d];

	for (int i = 0; i < ALL; i++)
		h[i] = s->p[i][l] + s->p[i][d];
	for (int i = 0; i < ALL; i++) {
		s->x[i] += h[i] * e / v;
		for (int j = 0; j < ALL; j++)
			s->p[i][j] -= h[i] * h[j] / v;
	}
}

/* From here on the last states are the levels of this day. */
static void remember(struct state *s)
{
	for (int m = 0; m < TRACK_MEASURES; m++) {
		s->x[TRACK_STATES + m] = s->x[at(m, LEVEL)];
		for (int i = 0; i < TRACK_STATES; i++)
			s->p[TRACK_STATES + m][i] = s->p[i][TRACK_STATES + m] = s->p[at(m, LEVEL)][i];
	}
	for (int m = 0; m < TRACK_MEASURES; m++)
		for (int o = 0; o < TRACK_MEASURES; o++)
			s->p[TRACK_STATES + m][TRACK_STATES + o] = s->p[at(m, LEVEL)][at(o, LEVEL)];
}

/* The last day; kept: all days, or NULL. */
static struct state filter(const struct track_numbers *k, const struct track_noise *q, const double *const y[TRACK_MEASURES], int n, int from,
	struct state *kept)
{
	struct state s;

	assert(n > 0 && from >= 0 && from < n);
	start(k, q, &s);
	for (int t = 0; t < n; t++) {
		if (t)
			predict(k, q, &s);
		for (int m = 0; m < TRACK_MEASURES; m++)
			if (y[m] && !isnan(y[m][t]))
				update(&s, m, y[m][t]);
		if (t == from)
			remember(&s);
		if (kept)
			kept[t] = s;
	}
	return s;
}

static void change_of(const struct state *last, struct track_change *change)
{
	for (int i = 0; i < TRACK_MEASURES; i++) {
		int now = at(i, LEVEL), then = TRACK_STATES + i;

		change->now[i] = last->x[now];
		change->fall[i] = last->x[then] - last->x[now];
		for (int j = 0; j < TRACK_MEASURES; j++)
			change->cov[i][j] = last->p[now][at(j, LEVEL)] + last->p[then][TRACK_STATES + j] - last->p[now][TRACK_STATES + j] -
				last->p[then][at(j, LEVEL)];
	}
}

void track_filter(const struct track_numbers *k, const struct track_noise *noise, const double *const y[TRACK_MEASURES], int n, int from,
	struct track_change *change)
{
	const struct state last = filter(k, noise, y, n, from, NULL);

	change_of(&last, change);
}

/* Solves m z = b for b and z of TRACK_STATES columns, in place; m positive definite, replaced by its Cholesky factor. */
static void solve(double m[TRACK_STATES][TRACK_STATES], double b[TRACK_STATES][TRACK_STATES])
{
	for (int i = 0; i < TRACK_STATES; i++) {
		for (int j = 0; j <= i; j++) {
			double sum = m[i][j];

			for (int c = 0; c < j; c++)
				sum -= m[i][c] * m[j][c];
			assert(i != j || sum > 0);
			m[i][j] = i == j ? sqrt(sum) : sum / m[j][j];
		}
		for (int c = 0; c < TRACK_STATES; c++) {
			for (int j = 0; j < i; j++)
				b[i][c] -= m[i][j] * b[j][c];
			b[i][c] /= m[i][i];
		}
	}
	for (int i = TRACK_STATES - 1; i >= 0; i--)
		for (int c = 0; c < TRACK_STATES; c++) {
			for (int j = i + 1; j < TRACK_STATES; j++)
				b[i][c] -= m[j][i] * b[j][c];
			b[i][c] /= m[i][i];
		}
}

/* One day back: what the days after it say of it.  here: filtered, in; smoothed, out.  The gain G solves predicted P G' = F P. */
static void step_back(const struct track_numbers *k, const struct track_noise *q, const struct state *filtered,
	const struct track_smoothed *next, struct track_smoothed *here)
{
	struct state f = *filtered;
	double m[TRACK_STATES][TRACK_STATES], g[TRACK_STATES][TRACK_STATES], d[TRACK_STATES][TRACK_STATES];

	predict(k, q, &f);
	for (int i = 0; i < TRACK_STATES; i++)
		for (int j = 0; j < TRACK_STATES; j++) {
			m[i][j] = f.p[i][j];
			g[i][j] = filtered->p[i][j];
		}
	for (int c = 0; c < TRACK_STATES; c++)
		forward(k, &g[0][c], TRACK_STATES);
	solve(m, g);
	for (int i = 0; i < TRACK_STATES; i++) {
		here->mean[i] = filtered->x[i];
		for (int j = 0; j < TRACK_STATES; j++) {
			here->mean[i] += g[j][i] * (next->mean[j] - f.x[j]);
			d[i][j] = 0;
			for (int c = 0; c < TRACK_STATES; c++)
				d[i][j] += (next->cov[i][c] - f.p[i][c]) * g[c][j];
		}
	}
	for (int i = 0; i < TRACK_STATES; i++)
		for (int j = 0; j < TRACK_STATES; j++) {
			here->cov[i][j] = filtered->p[i][j];
			for (int c = 0; c < TRACK_STATES; c++)
				here->cov[i][j] += g[c][i] * d[c][j];
		}
}

struct track_smoothed *track_smooth(struct arena *a, const struct track_numbers *k, const struct track_noise *noise,
	const double *const y[TRACK_MEASURES], int n, int from, struct track_change *change)
{
	struct state *kept = NEWS(a, struct state, (size_t)n);
	struct track_smoothed *out = NEWS(a, struct track_smoothed, (size_t)n);
	const struct state *last = &kept[n - 1];

	filter(k, noise, y, n, from, kept);
	change_of(last, change);
	for (int i = 0; i < TRACK_STATES; i++) {
		out[n - 1].mean[i] = last->x[i];
		for (int j = 0; j < TRACK_STATES; j++)
			out[n - 1].cov[i][j] = last->p[i][j];
	}
	for (int t = n - 2; t >= 0; t--)
		step_back(k, noise, &kept[t], &out[t + 1], &out[t]);
	return out;
}

/* ---- the noise of one measure ---- */

/* All pairs of the grid side by side: the last index is the pair. */
enum { PAIRS = ANSWERS * DRIFTS, SCALE_EVERY = 32 };
struct pairs {
	double answer[PAIRS], drift[PAIRS];
	double x[TRACK_PARTS][PAIRS], p[TRACK_PARTS][TRACK_PARTS][PAIRS];
	double spread[PAIRS], far[PAIRS];       /* product of the answers' variances since last taken as a logarithm; sum of squares over them */
	double said[PAIRS];                     /* log likelihood, without what all pairs share */
};

static void start_pairs(const struct track_numbers *k, struct pairs *s)
{
	*s = (struct pairs){ 0 };
	for (int g = 0; g < PAIRS; g++) {
		s->answer[g] = k->noise * answer_times[g / DRIFTS];
		s->drift[g] = k->drift * drift_times[g % DRIFTS];
		s->x[LEVEL][g] = middle;
		s->p[LEVEL][LEVEL][g] = wide * wide;
		s->p[SLOPE][SLOPE][g] = k->slope * k->slope;
		s->p[DEVIATION][DEVIATION][g] = s->answer[g] * s->answer[g];
		s->spread[g] = 1;
	}
}

static void predict_pairs(const struct track_numbers *k, struct pairs *s)
{
	const double kept = track_slope_kept(k), bend = (1 - kept * kept) * k->slope * k->slope, fresh = 1 - k->memory * k->memory;

	for (int g = 0; g < PAIRS; g++) {
		s->x[LEVEL][g] += s->x[SLOPE][g];
		s->x[SLOPE][g] *= kept;
		s->x[DEVIATION][g] *= k->memory;
	}
	for (int c = 0; c < TRACK_PARTS; c++)
		for (int g = 0; g < PAIRS; g++) {
			s->p[LEVEL][c][g] += s->p[SLOPE][c][g];
			s->p[SLOPE][c][g] *= kept;
			s->p[DEVIATION][c][g] *= k->memory;
		}
	for (int r = 0; r < TRACK_PARTS; r++)
		for (int g = 0; g < PAIRS; g++) {
			s->p[r][LEVEL][g] += s->p[r][SLOPE][g];
			s->p[r][SLOPE][g] *= kept;
			s->p[r][DEVIATION][g] *= k->memory;
		}
	for (int g = 0; g < PAIRS; g++) {
		s->p[LEVEL][LEVEL][g] += s->drift[g] * s->drift[g];
		s->p[SLOPE][SLOPE][g] += bend;
		s->p[DEVIATION][DEVIATION][g] += fresh * s->answer[g] * s->answer[g];
	}
}

static void update_pairs(struct pairs *s, double y)
{
	double h[TRACK_PARTS][PAIRS], e[PAIRS], per[PAIRS];

	for (int i = 0; i < TRACK_PARTS; i++)
		for (int g = 0; g < PAIRS; g++)
			h[i][g] = s->p[i][LEVEL][g] + s->p[i][DEVIATION][g];
	for (int g = 0; g < PAIRS; g++) {
		double v = h[LEVEL][g] + h[DEVIATION][g] + rounding;

		e[g] = y - s->x[LEVEL][g] - s->x[DEVIATION][g];
		per[g] = 1 / v;
		s->spread[g] *= v;
		s->far[g] += e[g] * e[g] * per[g];
	}
	for (int i = 0; i < TRACK_PARTS; i++) {
		for (int g = 0; g < PAIRS; g++)
			s->x[i][g] += h[i][g] * e[g] * per[g];
		for (int j = 0; j < TRACK_PARTS; j++)
			for (int g = 0; g < PAIRS; g++)
				s->p[i][j][g] -= h[i][g] * h[j][g] * per[g];
	}
}

static void take_logarithm(struct pairs *s)
{
	for (int g = 0; g < PAIRS; g++) {
		s->said[g] -= 0.5 * (log(s->spread[g]) + s->far[g]);
		s->spread[g] = 1;
		s->far[g] = 0;
	}
}

void track_judge(const struct track_numbers *k, const double *y, int n, double *answer, double *drift)
{
	struct pairs s;
	double most = -HUGE_VAL;

	start_pairs(k, &s);
	for (int t = 0; t < n; t++) {
		if (t)
			predict_pairs(k, &s);
		if (!isnan(y[t]))
			update_pairs(&s, y[t]);
		if (t % SCALE_EVERY == SCALE_EVERY - 1 || t == n - 1)
			take_logarithm(&s);
	}
	for (int g = 0; g < PAIRS; g++) {
		double far = log(answer_times[g / DRIFTS]) / k->noise_spread, wander = g % DRIFTS == DRIFTS - 1;
		double l = s.said[g] - far * far / 2 - wander;

		if (l > most + 1e-12) {
			most = l;
			*answer = s.answer[g];
			*drift = s.drift[g];
		}
	}
}
