/* core/bio_filter.h -- second-order filters (bilinear transform, cookbook of Bristow-Johnson), and beats found in sampled signals. */
#ifndef CORE_BIO_FILTER_H
#define CORE_BIO_FILTER_H

#include "base/arena.h"

#include <stdbool.h>

struct biquad { double b0, b1, b2, a1, a2, x1, x2, y1, y2; };

/* Butterworth; hz below half of the rate. */
struct biquad biquad_high(double hz, double rate);
struct biquad biquad_low(double hz, double rate);
/* width: hz / q. */
struct biquad biquad_notch(double hz, double rate, double q);
double biquad_next(struct biquad *f, double x);

/* Forwards and backwards through both, in place: no delay, twice the order.  Starts settled on the first value. */
void filter_both_ways(double *x, int n, double low_hz, double high_hz, double rate);

enum pulse { PULSE_ECG, PULSE_PPG };
enum { DETECT_ECG_LEAST = 50, DETECT_PPG_LEAST = 20 };          /* samples a second */

/* Times of beats in s from the first sample, between samples by a parabola; at has room for n values; how many.  Two moving averages of the
 * squared band-passed signal (Elgendi 2010 for ECG: 8-20 Hz, 97 and 611 ms, offset 0.08; Elgendi 2013 for PPG: 0.5-8 Hz, 111 and
 * 667 ms, 0.02).  Bursts above four times the usual height are cut to that, so that one knock does not hide the beats round it.  A
 * beat less than 0.3 s after another: the higher of the two; in an ECG, less than 0.5 s after one twice as high: its T wave, none (after Pan
 * and Tompkins 1985).  rate at least DETECT_.._LEAST. */
int detect_beats(struct arena *a, enum pulse what, const double *x, int n, double rate, double *at);

#endif
