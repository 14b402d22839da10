/* core/bio_emg.c -- envelope as a stream; what a recording told. */
#include "core/bio_emg.h"

#include "core/bio_spectrum.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define WINDOW 0.25             /* s */
#define SETTLE 0.5
#define NOTCH_Q 30.0
#define TENSE 2.0               /* times the envelope at rest */

void emg_begin(struct emg *e, double rate, double mains)
{
	assert(rate >= EMG_RATE_LEAST && rate <= EMG_RATE_MOST && (mains <= 0 || mains < 0.45 * rate));
	*e = (struct emg){ .rate = rate, .window = (int)(WINDOW * rate) };
	e->filter[e->n_filters++] = biquad_high(20, rate);
	e->filter[e->n_filters++] = biquad_low(fmin(450, 0.45 * rate), rate);
	if (mains > 0)
		e->filter[e->n_filters++] = biquad_notch(mains, rate, NOTCH_Q);
	if (mains > 0 && 2 * mains < 0.45 * rate)
		e->filter[e->n_filters++] = biquad_notch(2 * mains, rate, NOTCH_Q);
	e->until_fresh = e->window;
}

/* Once a round the sum is made anew, so that rounding does not gather. */
static void freshen(struct emg *e)
{
	e->sum = 0;
	for (int i = 0; i < e->filled; i++)
		e->sum += e->ring[i];
	e->until_fresh = e->window;
}

double emg_next(struct emg *e, double x)
{
	for (int i = 0; i < e->n_filters; i++)
		x = biquad_next(&e->filter[i], x);
	e->last = x;
	e->sum += x * x - e->ring[e->at];
	e->ring[e->at] = x * x;
	e->at = (e->at + 1) % e->window;
	e->filled += e->filled < e->window;
	if (!--e->until_fresh)
		freshen(e);
	return sqrt(fmax(0, e->sum) / e->filled);
}

static struct emg_part part(const double *env, int n, double rate, double from, double to)
{
	struct emg_part p = { from, to, 0, 0 };
	int first = (int)fmax(0, fmax(SETTLE, from) * rate), count = 0;

	for (int i = first; i < n && i < to * rate; i++, count++) {
		p.mean += env[i];
		p.high = fmax(p.high, env[i]);
	}
	p.mean = count ? p.mean / count : (double)NAN;
	p.high = count ? p.high : (double)NAN;
	return p;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Frequency that halves the power between 20 Hz and the end. */
static double half_power(const double *density, int bins, double df)
{
	double all = band_power(density, bins, df, 20, bins * df), sum = 0;

	for (int i = (int)ceil(20 / df); i < bins && all > 0; i++) {
		double here = density[i] * df;

		if (sum + here >= all / 2)
			return (i - 0.5 + (all / 2 - sum) / here) * df;
		sum += here;
	}
	return (double)NAN;
}

/* Windows of about a second (1024 points at most), every half of that, where the muscle is tense throughout. */
static void tell_frequency(struct arena *a, const double *y, const double *env, int n, double rate, double least, struct emg_told *t)
{
	int points = 256, m = 0;
	struct fourier *f = NEW(a, struct fourier);

	while (points < SPECTRUM_MOST && points * 1.5 < rate)
		points *= 2;
	fourier_begin(f, points);
	double *hz = NEWS(a, double, n / (points / 2) + 1), *density = NEWS(a, double, SPECTRUM_BINS);
	for (int from = (int)(SETTLE * rate); from + points <= n; from += points / 2) {
		double low = env[from];

		for (int i = from; i < from + points; i++)
			low = fmin(low, env[i]);
		if (!(low > least))
			continue;
		for (int i = 0; i < SPECTRUM_BINS; i++)
			density[i] = 0;
		fourier_add(f, y + from, rate, density);
		hz[m] = half_power(density, points / 2 + 1, rate / points);
		m += !isnan(hz[m]);
	}
	qsort(hz, (size_t)m, sizeof(*hz), by_value);
	t->contractions = m;
	t->median_hz = m ? hz[m / 2] : (double)NAN;
}

static void tell_phases(const double *env, int n, double rate, const double limit[5], struct emg_told *t)
{
	for (int i = 0; i < 4; i++)
		t->phase[i] = part(env, n, rate, limit[i], limit[i + 1]);
	if (t->phase[2].mean > 0) {
		t->bend_ratio = t->phase[1].high / t->phase[2].mean;
		t->rise_ratio = t->phase[3].high / t->phase[2].mean;
	}
}

struct emg_told emg_tell(struct arena *a, const double *x, int n, double rate, const struct emg_asked *asked, double *env)
{
	const double none = (double)NAN;
	struct emg_told t = { .seconds = n / rate, .below = none, .median_hz = none, .bend_ratio = none, .rise_ratio = none };
	double *y = NEWS(a, double, n + 1);
	struct emg e;
	int below = 0, count = 0;

	emg_begin(&e, rate, asked->mains);
	for (int i = 0; i < n; i++) {
		env[i] = emg_next(&e, n ? x[i] - x[0] : 0);
		y[i] = e.last;
	}
	struct emg_part all = part(env, n, rate, 0, t.seconds);
	t.mean = all.mean;
	t.high = all.high;
	if (asked->rest_to > asked->rest_from) {
		t.rest = part(env, n, rate, asked->rest_from, asked->rest_to);
		tell_frequency(a, y, env, n, rate, TENSE * t.rest.mean, &t);
	}
	for (int i = (int)(SETTLE * rate); i < n && asked->has_target; i++, count++)
		below += env[i] <= asked->target;
	t.below = count ? (double)below / count : none;
	if (asked->has_phases)
		tell_phases(env, n, rate, asked->phase, &t);
	return t;
}
