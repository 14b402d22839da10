/* core/bio_spectrum.h -- the spectrum of heart-rate variability by one stated definition, and what is read off it.
 *
 * Good intervals at the times their beats end; natural cubic spline; 4 samples a second from the first of them; segments of 256 s (64 s
 * when no run of beats is that long), half overlapping, mean removed, periodic Hann; one-sided density in ms2/Hz, averaged over segments
 * (Welch 1967).  Band power is the sum of bins times their width, the lower edge included, the upper not.  A run ends at a gap and
 * where nothing good was seen for five seconds: no segment reaches across.
 */
#ifndef CORE_BIO_SPECTRUM_H
#define CORE_BIO_SPECTRUM_H

#include "base/arena.h"

#include <stdbool.h>

enum { SPECTRUM_MOST = 1024, SPECTRUM_SHORT = 256, SPECTRUM_RATE = 4, SPECTRUM_BINS = SPECTRUM_MOST / 2 + 1 };
enum { COHERENCE_SECONDS = 64, COHERENCE_BEATS = 256 };

/* Cosines, sines and the window of n points; made once. */
struct fourier { int n; double cosine[SPECTRUM_MOST / 2], sine[SPECTRUM_MOST / 2], window[SPECTRUM_MOST]; };

/* n: a power of two, 8 to SPECTRUM_MOST. */
void fourier_begin(struct fourier *f, int n);
/* Adds the density of n samples, `rate` a second, to density[n / 2 + 1].  Sum times rate / n is the power about the mean, as windowed. */
void fourier_add(const struct fourier *f, const double *x, double rate, double *density);

/* Natural cubic spline: bend takes the second derivatives.  n >= 2, t rising; room: n values. */
void spline_bend(int n, const double *t, const double *y, double *bend, double *room);
/* Values at t[0] + i / rate, count of them, all before t[n - 1] or a little beyond. */
void spline_sample(int n, const double *t, const double *y, const double *bend, double rate, int count, double *out);

struct bio_spectrum {
	int n, segments;                /* points of a segment */
	double df;                      /* Hz between bins */
	double density[SPECTRUM_BINS];  /* ms2/Hz, n / 2 + 1 of them */
	double vlf, lf, hf, total;      /* ms2: 0.0033-0.04 (NAN with short segments), 0.04-0.15, 0.15-0.4 Hz; all bins */
	double seconds;                 /* of the segments, overlaps counted once */
};

/* NULL when no run is 64 s long.  mark as in core/bio_beats.h or NULL. */
const struct bio_spectrum *bio_spectrum(struct arena *a, const double *t, const double *rr, const unsigned char *mark, int n);

double band_power(const double *density, int bins, double df, double from, double to);
/* Frequency of the highest bin from..to, by a parabola through the logarithms of it and its neighbours. */
double band_peak(const double *density, int bins, double df, double from, double to);
/* Local maxima from..to of at least a share of the highest. */
int band_peaks(const double *density, int bins, double df, double from, double to, double share);

/* One window of 64 s.  ratio = P / (total - P): P three bins round the highest between 0.04 and 0.26 Hz (as McCraty 2002 has it, but with
 * the width that holds one wave under a Hann window), total 0.0033 to 0.4 Hz.  Our own scale, no other product's.  breath: the highest
 * between 0.1 and 0.5 Hz; sure: the share its three bins have in 0.04 to 0.5 Hz.  peaks, height: of the band 0.04-0.15 Hz. */
struct coherence { double ratio, peak_hz, lf, height, breath_hz, sure; int peaks; };

/* n good beats (4 to COHERENCE_BEATS), t in s rising, the last within the window; f of 256 points.  False when they do not span 60 s. */
bool coherence(const struct fourier *f, int n, const double *t, const double *rr, struct coherence *out);

/* 0..100: 100 r / (1 + r). */
double coherence_score(double ratio);

#endif
