/* core/bio_spectrum.c -- spline, Fourier transform, Welch's average over runs, bands. */
#include "core/bio_spectrum.h"

#include "core/bio_beats.h"

#include <assert.h>
#include <math.h>

#define PI 3.14159265358979323846
#define BRIDGE 5.0              /* s without a good beat that a spline may cross */

void fourier_begin(struct fourier *f, int n)
{
	assert(n >= 8 && n <= SPECTRUM_MOST && !(n & (n - 1)));
	f->n = n;
	for (int i = 0; i < n / 2; i++) {
		f->cosine[i] = cos(2 * PI * i / n);
		f->sine[i] = -sin(2 * PI * i / n);
	}
	for (int i = 0; i < n; i++)
		f->window[i] = 0.5 - 0.5 * (i < n / 2 ? f->cosine[i] : -f->cosine[i - n / 2]);
}

/* In place, decimation in time, radix two; the input in reversed order. */
static void transform(const struct fourier *f, double *re, double *im)
{
	for (int half = 1, stride = f->n / 2; half < f->n; half *= 2, stride /= 2)
		for (int from = 0; from < f->n; from += 2 * half)
			for (int i = 0; i < half; i++) {
				double c = f->cosine[i * stride], s = f->sine[i * stride];
				int a = from + i, b = a + half;
				double x = re[b] * c - im[b] * s, y = re[b] * s + im[b] * c;

				re[b] = re[a] - x;
				im[b] = im[a] - y;
				re[a] += x;
				im[a] += y;
			}
}

void fourier_add(const struct fourier *f, const double *x, double rate, double *density)
{
	double re[SPECTRUM_MOST], im[SPECTRUM_MOST], mean = 0;
	double scale = 2 / (rate * f->n * 3 / 8);       /* the squares of a periodic Hann window sum to 3 n / 8 */

	for (int i = 0; i < f->n; i++)
		mean += x[i] / f->n;
	for (int i = 0, to = 0; i < f->n; i++) {
		int bit = f->n / 2;

		re[to] = (x[i] - mean) * f->window[i];
		im[to] = 0;
		for (; to & bit; bit /= 2)
			to ^= bit;
		to |= bit;      /* counts upwards from the left */
	}
	transform(f, re, im);
	for (int i = 0; i <= f->n / 2; i++)
		density[i] += (i && i < f->n / 2 ? scale : scale / 2) * (re[i] * re[i] + im[i] * im[i]);
}

void spline_bend(int n, const double *t, const double *y, double *bend, double *room)
{
	assert(n >= 2);
	bend[0] = room[0] = 0;
	for (int i = 1; i < n - 1; i++) {
		double before = t[i] - t[i - 1], after = t[i + 1] - t[i], both = before + after;
		double d = 6 * ((y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before);
		double pivot = 2 * both - before * room[i - 1];

		room[i] = after / pivot;
		bend[i] = (d - before * bend[i - 1]) / pivot;
	}
	bend[n - 1] = 0;
	for (int i = n - 2; i > 0; i--)
		bend[i] -= room[i] * bend[i + 1];
}

void spline_sample(int n, const double *t, const double *y, const double *bend, double rate, int count, double *out)
{
	for (int i = 0, k = 0; i < count; i++) {
		double at = t[0] + i / rate;

		while (k < n - 2 && t[k + 1] <= at)
			k++;
		double h = t[k + 1] - t[k], b = (at - t[k]) / h, a = 1 - b;
		out[i] = a * y[k] + b * y[k + 1] + ((a * a * a - a) * bend[k] + (b * b * b - b) * bend[k + 1]) * h * h / 6;
	}
}

double band_power(const double *density, int bins, double df, double from, double to)
{
	double sum = 0;

	for (int i = 0; i < bins; i++)
		if (i * df >= from && i * df < to)
			sum += density[i] * df;
	return sum;
}

static int highest(const double *density, int bins, double df, double from, double to)
{
	int best = -1;

	for (int i = 1; i < bins - 1; i++)
		if (i * df >= from && i * df < to && (best < 0 || density[i] > density[best]))
			best = i;
	return best;
}

double band_peak(const double *density, int bins, double df, double from, double to)
{
	int i = highest(density, bins, df, from, to);

	if (i < 0 || !(density[i] > 0) || !(density[i - 1] > 0) || !(density[i + 1] > 0))
		return (double)NAN;
	double l = log(density[i - 1]), m = log(density[i]), r = log(density[i + 1]), curve = l - 2 * m + r;
	double shift = curve < 0 ? 0.5 * (l - r) / curve : 0;
	return (i + fmax(-0.5, fmin(0.5, shift))) * df;
}

int band_peaks(const double *density, int bins, double df, double from, double to, double share)
{
	int i = highest(density, bins, df, from, to), count = 0;
	double least = i < 0 ? 0 : share * density[i];

	for (int b = 1; b < bins - 1; b++)
		count += b * df >= from && b * df < to && density[b] >= least && density[b] > density[b - 1] && density[b] >= density[b + 1];
	return count;
}

struct run { int n; double *t, *y, *bend, *room, *samples; };

/* The next stretch of good beats that hang together; from where the search goes on. */
static int next_run(struct run *r, const double *t, const double *rr, const unsigned char *mark, int n, int from)
{
	int i = from;

	r->n = 0;
	for (; i < n; i++) {
		unsigned char m = mark ? mark[i] : 0;

		if (r->n && ((m & BEAT_CUT) || t[i] - r->t[r->n - 1] > BRIDGE))
			break;
		if (m & (BEAT_OUT | BEAT_BLOCK))
			continue;
		r->t[r->n] = t[i];
		r->y[r->n++] = rr[i];
	}
	return i;
}

static int sample_run(struct run *r)
{
	if (r->n < 4)
		return 0;
	int count = (int)ceil((r->t[r->n - 1] - r->t[0]) * SPECTRUM_RATE);
	spline_bend(r->n, r->t, r->y, r->bend, r->room);
	spline_sample(r->n, r->t, r->y, r->bend, SPECTRUM_RATE, count, r->samples);
	return count;
}

static void add_segments(struct bio_spectrum *s, const struct fourier *f, const double *x, int count)
{
	if (count < f->n)
		return;
	int m = (count - f->n) / (f->n / 2) + 1;
	for (int i = 0; i < m; i++)
		fourier_add(f, x + i * f->n / 2, SPECTRUM_RATE, s->density);
	s->segments += m;
	s->seconds += (m + 1) * (f->n / 2.0) / SPECTRUM_RATE;
}

static void finish(struct bio_spectrum *s)
{
	int bins = s->n / 2 + 1;

	s->df = (double)SPECTRUM_RATE / s->n;
	for (int i = 0; i < bins; i++)
		s->density[i] /= s->segments;
	s->vlf = s->n == SPECTRUM_MOST ? band_power(s->density, bins, s->df, 0.0033, 0.04) : (double)NAN;
	s->lf = band_power(s->density, bins, s->df, 0.04, 0.15);
	s->hf = band_power(s->density, bins, s->df, 0.15, 0.4);
	s->total = band_power(s->density, bins, s->df, 0, SPECTRUM_RATE);
}

const struct bio_spectrum *bio_spectrum(struct arena *a, const double *t, const double *rr, const unsigned char *mark, int n)
{
	if (n < 4)
		return NULL;
	/* a run cannot last longer than its beats: BRIDGE from one to the next, or one long interval */
	size_t room = (size_t)((t[n - 1] - t[0] + 2) * SPECTRUM_RATE);
	struct run r = { 0, NEWS(a, double, n), NEWS(a, double, n), NEWS(a, double, n), NEWS(a, double, n), NEWS(a, double, room) };
	struct fourier *f = NEW(a, struct fourier);
	struct bio_spectrum *s = NEW(a, struct bio_spectrum);

	for (int points = SPECTRUM_MOST; points >= SPECTRUM_SHORT && !s->segments; points /= SPECTRUM_MOST / SPECTRUM_SHORT) {
		fourier_begin(f, points);
		s->n = points;
		for (int at = 0; at < n; ) {
			at = next_run(&r, t, rr, mark, n, at);
			add_segments(s, f, r.samples, sample_run(&r));
		}
	}
	if (!s->segments)
		return NULL;
	finish(s);
	return s;
}
