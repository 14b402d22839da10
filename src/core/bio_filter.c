/* core/bio_filter.c -- filters; beats by two moving averages. */
#include "core/bio_filter.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846
#define BUTTERWORTH 0.70710678118654752
#define USUAL 4.0               /* times the usual height: above it a burst is cut */
#define SHORTEST 0.3            /* s between beats */
#define AFTER_WAVE 0.5          /* s after a beat of the ECG within which half its height is its T wave */

static struct biquad scaled(double b0, double b1, double b2, double a0, double a1, double a2)
{
	return (struct biquad){ b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0, 0, 0, 0, 0 };
}

struct biquad biquad_high(double hz, double rate)
{
	double w = 2 * PI * hz / rate, c = cos(w), s = sin(w) / (2 * BUTTERWORTH);

	assert(hz > 0 && hz < rate / 2);
	return scaled((1 + c) / 2, -(1 + c), (1 + c) / 2, 1 + s, -2 * c, 1 - s);
}

struct biquad biquad_low(double hz, double rate)
{
	double w = 2 * PI * hz / rate, c = cos(w), s = sin(w) / (2 * BUTTERWORTH);

	assert(hz > 0 && hz < rate / 2);
	return scaled((1 - c) / 2, 1 - c, (1 - c) / 2, 1 + s, -2 * c, 1 - s);
}

struct biquad biquad_notch(double hz, double rate, double q)
{
	double w = 2 * PI * hz / rate, c = cos(w), s = sin(w) / (2 * q);

	assert(hz > 0 && hz < rate / 2 && q > 0);
	return scaled(1, -2 * c, 1, 1 + s, -2 * c, 1 - s);
}

double biquad_next(struct biquad *f, double x)
{
	double y = f->b0 * x + f->b1 * f->x1 + f->b2 * f->x2 - f->a1 * f->y1 - f->a2 * f->y2;

	f->x2 = f->x1;
	f->x1 = x;
	f->y2 = f->y1;
	f->y1 = y;
	return y;
}

void filter_both_ways(double *x, int n, double low_hz, double high_hz, double rate)
{
	for (int back = 0; back < 2 && n; back++) {
		struct biquad high = biquad_high(low_hz, rate), low = biquad_low(high_hz, rate);
		double first = back ? x[n - 1] : x[0];

		high.x1 = high.x2 = first;              /* as if the first value had been there for ever */
		for (int i = 0; i < n; i++) {
			double *p = &x[back ? n - 1 - i : i];

			*p = biquad_next(&low, biquad_next(&high, *p));
		}
	}
}

struct recipe { double low, high, event, beat, offset; };       /* Hz, s, s, share of the mean */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Cuts what is far above the usual highest of two seconds; returns the mean of what is left. */
static double tame(struct arena *a, double *z, int n, double rate)
{
	int step = (int)(2 * rate), m = 0;
	double *top = NEWS(a, double, n / step + 1), sum = 0;

	for (int i = 0; i < n; i += step) {
		double high = 0;

		for (int k = i; k < n && k < i + step; k++)
			high = fmax(high, z[k]);
		top[m++] = high;
	}
	qsort(top, (size_t)m, sizeof(*top), by_value);
	for (int i = 0; i < n; i++) {
		z[i] = fmin(z[i], USUAL * top[m / 2]);
		sum += z[i];
	}
	return sum / n;
}

/* Centred mean of 2 half + 1 values from running sums; fewer at the ends. */
static double mean_round(const double *sum, int n, int i, int half)
{
	int from = i - half > 0 ? i - half : 0, to = i + half + 1 < n ? i + half + 1 : n;

	return (sum[to] - sum[from]) / (to - from);
}

/* Where the parabola through the highest and its neighbours has its top, in samples. */
static double between(const double *y, int n, int i)
{
	if (i < 1 || i > n - 2)
		return i;
	double l = fabs(y[i - 1]), m = fabs(y[i]), r = fabs(y[i + 1]), curve = l - 2 * m + r;
	return curve < 0 ? i + fmax(-0.5, fmin(0.5, 0.5 * (l - r) / curve)) : i;
}

struct peaks { const double *y; bool either; int n, last; double rate, *at; };

/* The highest of a block y[from..to); too soon after the last one, the higher stays. */
static void put_peak(struct peaks *p, int all, int from, int to)
{
	int best = from;

	for (int i = from; i < to; i++)
		if ((p->either ? fabs(p->y[i]) > fabs(p->y[best]) : p->y[i] > p->y[best]))
			best = i;
	if (p->n && best - p->last < SHORTEST * p->rate) {
		if (fabs(p->y[best]) <= fabs(p->y[p->last]))
			return;
		p->n--;
	}
	if (p->n && p->either && best - p->last < AFTER_WAVE * p->rate && 2 * fabs(p->y[best]) < fabs(p->y[p->last]))
		return;
	p->last = best;
	p->at[p->n++] = between(p->y, all, best) / p->rate;
}

int detect_beats(struct arena *a, enum pulse what, const double *x, int n, double rate, double *at)
{
	static const struct recipe recipes[] = { [PULSE_ECG] = { 8, 20, 0.097, 0.611, 0.08 }, [PULSE_PPG] = { 0.5, 8, 0.111, 0.667, 0.02 } };
	const struct recipe *r = &recipes[what];
	double *y = NEWS(a, double, n + 1), *z = NEWS(a, double, n + 1), *sum = NEWS(a, double, n + 1);
	int event = (int)(r->event * rate / 2), beat = (int)(r->beat * rate / 2);
	struct peaks p = { y, what == PULSE_ECG, 0, 0, rate, at };

	assert(rate >= (what == PULSE_ECG ? DETECT_ECG_LEAST : DETECT_PPG_LEAST));
	if (n < 2 * rate)
		return 0;
	for (int i = 0; i < n; i++)
		y[i] = x[i];
	filter_both_ways(y, n, r->low, fmin(r->high, 0.45 * rate), rate);
	for (int i = 0; i < n; i++)
		z[i] = what == PULSE_PPG && y[i] < 0 ? 0 : y[i] * y[i];
	double offset = r->offset * tame(a, z, n, rate);
	for (int i = 0; i < n; i++)
		sum[i + 1] = sum[i] + z[i];
	for (int i = 0, from = -1; i <= n; i++) {
		bool above = i < n && mean_round(sum, n, i, event) > mean_round(sum, n, i, beat) + offset;

		if (above && from < 0)
			from = i;
		if (!above && from >= 0) {
			if (i - from >= 2 * event)
				put_peak(&p, n, from, i);
			from = -1;
		}
	}
	return p.n;
}
