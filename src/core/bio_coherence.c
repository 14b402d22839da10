/* core/bio_coherence.c -- one window of 64 s: how much of its power is one slow wave. */
#include "core/bio_spectrum.h"

#include <assert.h>
#include <math.h>

enum { POINTS = COHERENCE_SECONDS * SPECTRUM_RATE, BINS = POINTS / 2 + 1, LEAST_SECONDS = 60 };
#define PEAK_SHARE 0.5          /* of the highest: what counts as one more wave */

/* Power of the highest bin between from and to with its neighbours. */
static double hump(const double *density, double df, double from, double to)
{
	int best = 1;
	double high = -1;

	for (int i = 1; i < BINS - 1; i++)
		if (i * df >= from && i * df <= to && density[i] > high) {
			high = density[i];
			best = i;
		}
	return (density[best - 1] + density[best] + density[best + 1]) * df;
}

/* The spline needs beats at both ends; what lies outside takes the value of the nearest. */
static void sample(int n, const double *t, const double *rr, double *x)
{
	double bend[COHERENCE_BEATS], room[COHERENCE_BEATS];
	int count = (int)ceil((t[n - 1] - t[0]) * SPECTRUM_RATE);

	count = count < POINTS ? count : POINTS;
	spline_bend(n, t, rr, bend, room);
	spline_sample(n, t, rr, bend, SPECTRUM_RATE, count, x);
	for (int i = count; i < POINTS; i++)
		x[i] = rr[n - 1];
}

bool coherence(const struct fourier *f, int n, const double *t, const double *rr, struct coherence *out)
{
	double x[POINTS], density[BINS] = { 0 }, df = (double)SPECTRUM_RATE / POINTS;

	assert(n <= COHERENCE_BEATS && f->n == POINTS);
	if (n < 4 || t[n - 1] - t[0] < LEAST_SECONDS)
		return false;
	sample(n, t, rr, x);
	fourier_add(f, x, SPECTRUM_RATE, density);
	double total = band_power(density, BINS, df, 0.0033, 0.4), peak = fmin(hump(density, df, 0.04, 0.26), total);
	double breath = hump(density, df, 0.1, 0.5), all = band_power(density, BINS, df, 0.04, 0.5);

	*out = (struct coherence){
		.ratio = total > 0 ? peak / fmax(total - peak, 1e-3 * total) : 0,       /* at most 1000: beyond is rounding */
		.peak_hz = band_peak(density, BINS, df, 0.04, 0.26),
		.lf = band_power(density, BINS, df, 0.04, 0.15),
		.height = hump(density, df, 0.04, 0.15) / (3 * df),
		.peaks = band_peaks(density, BINS, df, 0.04, 0.15, PEAK_SHARE),
		.breath_hz = band_peak(density, BINS, df, 0.1, 0.5),
		.sure = all > 0 ? fmin(1, breath / all) : 0,
	};
	return true;
}

double coherence_score(double ratio)
{
	return 100 * ratio / (1 + ratio);
}
