/* core/bio_emg.h -- muscle tension from surface EMG: envelope, baseline, median frequency, flexion and relaxation of the back.
 *
 * High-pass 20 Hz, low-pass 450 Hz (0.45 of the rate when that is less), notch at the mains and its first harmonic, root mean square of
 * the last 250 ms.  Numbers are in the unit of the signal; no diagnosis.
 */
#ifndef CORE_BIO_EMG_H
#define CORE_BIO_EMG_H

#include "core/bio_filter.h"

#include <stdbool.h>

enum { EMG_RATE_LEAST = 200, EMG_RATE_MOST = 4000, EMG_RING = 1000, EMG_FILTERS = 4 };

/* Live: fixed memory. */
struct emg {
	double rate;
	int n_filters, window, at, filled, until_fresh;
	struct biquad filter[EMG_FILTERS];
	double ring[EMG_RING], sum;     /* squares of the last 250 ms */
	double last;                    /* the newest sample, filtered */
};

/* mains: 50 or 60 Hz, 0 for none.  rate: EMG_RATE_LEAST to EMG_RATE_MOST a second. */
void emg_begin(struct emg *e, double rate, double mains);
/* The envelope after this sample. */
double emg_next(struct emg *e, double x);

/* Between from and to seconds of a recording; both within it. */
struct emg_part { double from, to, mean, high; };       /* of the envelope */

struct emg_told {
	double seconds, mean, high;
	struct emg_part rest;           /* where it was said to be at rest; from >= to: not said */
	double below;                   /* share of the time with the envelope at most `target`; NAN without a target */
	double median_hz;               /* of contractions: seconds with an envelope above twice that at rest; NAN when there is none */
	int contractions;               /* seconds that count */
	struct emg_part phase[4];       /* standing, bending, hanging at the end, rising */
	double bend_ratio, rise_ratio;  /* highest while bending, rising over the mean at the end; NAN when not asked for */
};

struct emg_asked { double mains, rest_from, rest_to, target; bool has_target, has_phases; double phase[5]; };   /* s; phase: rising limits */

/* env: n values are written, the envelope at each sample.  The first half second is left out of all numbers: the filters settle. */
struct emg_told emg_tell(struct arena *a, const double *x, int n, double rate, const struct emg_asked *asked, double *env);

#endif
