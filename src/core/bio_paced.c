/* core/bio_paced.c -- the heart against a pacer, and the rate at which it swings most. */
#include "core/bio_live.h"

#include <assert.h>
#include <math.h>

#define PI 3.14159265358979323846
enum { TERMS = 6, LEAST_BEATS = 10 };

/* Normal equations by elimination with pivots; false when they do not determine x. */
static bool solve(int n, double m[TERMS][TERMS + 1], double *x)
{
	for (int c = 0; c < n; c++) {
		int p = c;

		for (int r = c + 1; r < n; r++)
			p = fabs(m[r][c]) > fabs(m[p][c]) ? r : p;
		if (!(fabs(m[p][c]) > 1e-9))
			return false;
		for (int k = c; k <= n; k++) {
			double keep = m[c][k];

			m[c][k] = m[p][k];
			m[p][k] = keep;
		}
		for (int r = c + 1; r < n; r++)
			for (int k = n; k >= c; k--)
				m[r][k] -= m[r][c] / m[c][c] * m[c][k];
	}
	for (int r = n - 1; r >= 0; r--) {
		x[r] = m[r][n];
		for (int k = r + 1; k < n; k++)
			x[r] -= m[r][k] * x[k];
		x[r] /= m[r][r];
	}
	return true;
}

static void terms(int n, double t, double phase, double *f)
{
	f[0] = 1;
	f[1] = t;
	for (int h = 1; h < n / 2; h++) {
		f[2 * h] = sin(2 * PI * h * phase);
		f[2 * h + 1] = cos(2 * PI * h * phase);
	}
}

/* What the first n terms leave of the squares; x: their weights.  Time from the middle of the window. */
static bool left_by(int n_terms, int n, const double *t, const double *rr, const double *phase, double *x, double *left)
{
	double m[TERMS][TERMS + 1] = { { 0 } }, f[TERMS], middle = (t[0] + t[n - 1]) / 2;

	for (int i = 0; i < n; i++) {
		terms(n_terms, (t[i] - middle) / (t[n - 1] - t[0]), phase[i], f);
		for (int r = 0; r < n_terms; r++) {
			for (int c = 0; c < n_terms; c++)
				m[r][c] += f[r] * f[c] / n;
			m[r][n_terms] += f[r] * rr[i] / n;
		}
	}
	if (!solve(n_terms, m, x))
		return false;
	*left = 0;
	for (int i = 0; i < n; i++) {
		double v = rr[i];

		terms(n_terms, (t[i] - middle) / (t[n - 1] - t[0]), phase[i], f);
		for (int r = 0; r < n_terms; r++)
			v -= x[r] * f[r];
		*left += v * v;
	}
	return true;
}

static bool fit(int n_terms, int n, const double *t, const double *rr, const double *phase, double *x, double *share)
{
	double straight, left, line[TERMS];

	for (int i = 0; i < n; i++)
		if (isnan(phase[i]))
			return false;
	if (n < LEAST_BEATS || !left_by(2, n, t, rr, phase, line, &straight) || !left_by(n_terms, n, t, rr, phase, x, &left))
		return false;
	*share = straight > 0 ? 1 - left / straight : 0;
	return true;
}

bool paced_fit(int n, const double *t, const double *rr, const double *phase, struct paced *out)
{
	double x[TERMS];

	if (!fit(4, n, t, rr, phase, x, &out->fits))
		return false;
	out->swing = 2 * sqrt(x[2] * x[2] + x[3] * x[3]);
	out->lag = atan2(-x[3], x[2]) / (2 * PI);       /* rr ~ sin 2 pi (phase - lag) */
	return true;
}

/* Mean over whole breaths of the highest less the lowest heart rate. */
static double peak_to_trough(int n, const double *rr, const double *phase)
{
	double sum = 0;
	int breaths = 0;

	for (int i = 0, j; i < n; i = j) {
		double high = 0, low = 1e9;

		for (j = i; j < n && floor(phase[j]) <= floor(phase[i]); j++) {
			high = fmax(high, 60000 / rr[j]);
			low = fmin(low, 60000 / rr[j]);
		}
		if (i && j < n) {
			sum += high - low;
			breaths++;
		}
	}
	return breaths ? sum / breaths : (double)NAN;
}

void rate_tell(double rate, int n, const double *t, const double *rr, struct rate_told *out)
{
	struct fourier f;
	struct coherence c = { .lf = (double)NAN, .height = (double)NAN };
	struct paced p;
	double phase[2 * COHERENCE_BEATS], x[TERMS];
	int last = n;

	*out = (struct rate_told){ .rate = rate, .beats = n, .lf = (double)NAN, .height = (double)NAN };
	while (n && t[n - 1] - t[0] > RATE_SECONDS) {
		t++;
		rr++;
		n--;
	}
	last = n;
	if (n < LEAST_BEATS || n > 2 * COHERENCE_BEATS)
		return;
	for (int i = 0; i < n; i++)
		phase[i] = t[i] * rate / 60;
	if (!paced_fit(n, t, rr, phase, &p) || !fit(TERMS, n, t, rr, phase, x, &out->smooth))
		return;
	while (last && t[n - 1] - t[n - last] > COHERENCE_SECONDS)
		last--;
	fourier_begin(&f, COHERENCE_SECONDS * SPECTRUM_RATE);
	if (last > COHERENCE_BEATS || !coherence(&f, last, t + n - last, rr + n - last, &c))
		return;
	out->usable = true;
	out->swing = p.swing;
	out->lag = p.lag;
	out->fits = p.fits;
	out->peak_to_trough = peak_to_trough(n, rr, phase);
	out->lf = c.lf;
	out->height = c.height;
	out->peaks = c.peaks;
}

/* Phase: at resonance the heart is fastest where the breath in ends, half a turn on, so intervals lead its start by a quarter. */
static double criterion(const struct rate_told *r, int which)
{
	double d = r->lag + 0.25;

	switch (which) {
	case 0: return -fabs(d - round(d));
	case 1: return isnan(r->peak_to_trough) ? -1 : r->peak_to_trough;
	case 2: return r->lf;
	case 3: return r->height;
	case 4: return r->smooth;
	default: return -r->peaks;
	}
}

/* Highest of a parabola through three points that need not lie evenly; within them. */
static double top(const struct rate_told *a, const struct rate_told *b, const struct rate_told *c)
{
	double p = b->rate - a->rate, q = b->rate - c->rate, u = p * (b->swing - c->swing), v = q * (b->swing - a->swing);

	assert(p != 0 && q != 0);
	if (fabs(u - v) < 1e-12)
		return b->rate;
	double x = b->rate - 0.5 * (p * u - q * v) / (u - v);
	return fmin(fmax(x, fmin(a->rate, c->rate)), fmax(a->rate, c->rate));
}

/* The usable rate next below (sign -1) or above `from`; NULL when there is none. */
static const struct rate_told *beside(const struct resonance *r, double from, int sign)
{
	const struct rate_told *found = NULL;

	for (int i = 0; i < r->n; i++)
		if (r->at[i].usable && sign * (r->at[i].rate - from) > 1e-9 &&
		    (!found || sign * (r->at[i].rate - found->rate) < 0))
			found = &r->at[i];
	return found;
}

/* The largest swing was the first or last of the rates: the top by the two next to it, not beyond the end and not beyond the neighbour. */
static double top_at_end(const struct resonance *r, const struct rate_told *best, const struct rate_told *next)
{
	const struct rate_told *far = next ? beside(r, next->rate, next->rate > best->rate ? 1 : -1) : NULL;

	if (!far)
		return best->rate;
	double share = (next->rate - best->rate) / (far->rate - best->rate);
	if (next->swing <= best->swing + share * (far->swing - best->swing))
		return best->rate;      /* not bent downwards: no top */
	return fmin(fmax(top(best, next, far), fmin(best->rate, next->rate)), fmax(best->rate, next->rate));
}

void resonance_find(const struct bio_numbers *k, struct resonance *r)
{
	int worst = -1;

	assert(r->n >= 0 && r->n <= RATES_MOST);
	r->best = -1;
	r->rate = (double)NAN;
	r->clear = false;
	r->agree = 0;
	for (int c = 0; c < 6; c++)
		r->first[c] = -1;
	for (int i = 0; i < r->n; i++) {
		if (!r->at[i].usable)
			continue;
		r->best = r->best < 0 || r->at[i].swing > r->at[r->best].swing ? i : r->best;
		worst = worst < 0 || r->at[i].swing < r->at[worst].swing ? i : worst;
		for (int c = 0; c < 6; c++)
			if (r->first[c] < 0 || criterion(&r->at[i], c) > criterion(&r->at[r->first[c]], c))
				r->first[c] = i;
	}
	if (r->best < 0)
		return;
	for (int c = 0; c < 6; c++)
		r->agree += r->first[c] == r->best ||
			criterion(&r->at[r->first[c]], c) <= criterion(&r->at[r->best], c);
	const struct rate_told *best = &r->at[r->best], *below = beside(r, best->rate, -1), *above = beside(r, best->rate, 1);
	r->clear = best != &r->at[worst] && best->swing >= k->rises * r->at[worst].swing && best->fits >= k->fits;
	if (r->clear)
		r->rate = below && above ? top(below, best, above) : top_at_end(r, best, below ? below : above);
}
