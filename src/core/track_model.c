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

static void filter(const struct track_numbers *k, const struct track_noise *q, const double *const y[TRACK_MEASURES], int n, int from,
	struct state *kept)
{
	struct state s;

	start(k, q, &s);
	for (int t = 0; t < n; t++) {
		if (t)
			predict(k, q, &s);
		for (int m = 0; m < TRACK_MEASURES; m++)
			if (y[m] && !isnan(y[m][t]))
				update(&s, m, y[m][t]);
		if (t == from)
			remember(&s);
		kept[t] = s;
	}
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

	assert(n > 0 && from >= 0 && from < n);
	filter(k, noise, y, n, from, kept);
	for (int i = 0; i < TRACK_MEASURES; i++) {
		int now = at(i, LEVEL), then = TRACK_STATES + i;

		change->fall[i] = last->x[then] - last->x[now];
		for (int j = 0; j < TRACK_MEASURES; j++)
			change->cov[i][j] = last->p[now][at(j, LEVEL)] + last->p[then][TRACK_STATES + j] - last->p[now][TRACK_STATES + j] -
				last->p[then][at(j, LEVEL)];
	}
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

struct one { double x[TRACK_PARTS], p[TRACK_PARTS][TRACK_PARTS]; };

static void predict_one(const struct track_numbers *k, double answer, double drift, struct one *s)
{
	const double kept = track_slope_kept(k);

	s->x[LEVEL] += s->x[SLOPE];
	s->x[SLOPE] *= kept;
	s->x[DEVIATION] *= k->memory;
	for (int c = 0; c < TRACK_PARTS; c++) {
		s->p[LEVEL][c] += s->p[SLOPE][c];
		s->p[SLOPE][c] *= kept;
		s->p[DEVIATION][c] *= k->memory;
	}
	for (int r = 0; r < TRACK_PARTS; r++) {
		s->p[r][LEVEL] += s->p[r][SLOPE];
		s->p[r][SLOPE] *= kept;
		s->p[r][DEVIATION] *= k->memory;
	}
	s->p[LEVEL][LEVEL] += drift * drift;
	s->p[SLOPE][SLOPE] += (1 - kept * kept) * k->slope * k->slope;
	s->p[DEVIATION][DEVIATION] += (1 - k->memory * k->memory) * answer * answer;
}

/* Log likelihood of the days. */
static double explain(const struct track_numbers *k, const double *y, int n, double answer, double drift)
{
	struct one s = { .x = { middle }, .p = { { wide * wide }, { 0, k->slope * k->slope }, { 0, 0, answer * answer } } };
	double sum = 0, h[TRACK_PARTS];

	for (int t = 0; t < n; t++) {
		if (t)
			predict_one(k, answer, drift, &s);
		if (isnan(y[t]))
			continue;
		for (int i = 0; i < TRACK_PARTS; i++)
			h[i] = s.p[i][LEVEL] + s.p[i][DEVIATION];
		double v = h[LEVEL] + h[DEVIATION] + rounding, e = y[t] - s.x[LEVEL] - s.x[DEVIATION];
		for (int i = 0; i < TRACK_PARTS; i++) {
			s.x[i] += h[i] * e / v;
			for (int j = 0; j < TRACK_PARTS; j++)
				s.p[i][j] -= h[i] * h[j] / v;
		}
		sum -= 0.5 * (log(2 * M_PI * v) + e * e / v);
	}
	return sum;
}

void track_judge(const struct track_numbers *k, const double *y, int n, double *answer, double *drift)
{
	double most = -HUGE_VAL;

	for (int i = 0; i < ANSWERS; i++)
		for (int j = 0; j < DRIFTS; j++) {
			double far = log(answer_times[i]) / k->noise_spread, wander = j == DRIFTS - 1;
			double l = explain(k, y, n, k->noise * answer_times[i], k->drift * drift_times[j]) - far * far / 2 - wander;

			if (l > most + 1e-12) {
				most = l;
				*answer = k->noise * answer_times[i];
				*drift = k->drift * drift_times[j];
			}
		}
}
