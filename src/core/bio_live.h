/* core/bio_live.h -- beats as they come from a strap: what may be shown now, the swing against a pacer, the resonance rate.
 *
 * Fixed memory, no clock of its own: the caller hands in the arrival time of each packet and the phase of its pacer.  A beat is decided
 * two beats late; until then it is provisional and counts for nothing.  About 50 kB; one per session.
 */
#ifndef CORE_BIO_LIVE_H
#define CORE_BIO_LIVE_H

#include "core/biosignal.h"

enum { LIVE_BEATS = 512, LIVE_TIME = 60, LIVE_FIT = 45 };      /* beats kept; s of the time domain; s of the fit */

struct live_beat { double t, rr, phase; unsigned char class, mark; bool far, decided; };  /* s; ms; turns or NAN */

struct bio_live {
	const struct bio_numbers *k;
	struct artefacts artefacts;
	struct fourier fourier;
	struct live_beat beat[LIVE_BEATS];
	int64_t n, run;                 /* beats so far; first of this stretch */
	double now, heard;              /* s by the beats; arrival less beats at the start of this stretch, NAN until known */
	int gaps;
};

/* What may be shown.  NAN: not yet. */
struct bio_now {
	enum withheld withheld;         /* of the last three minutes; WITHHELD_SHORT before the first half minute is over */
	double bpm;                     /* mean of the last five good beats; shown even when the rest is withheld */
	struct bio_time time;           /* last 60 s */
	bool has_coherence;
	struct coherence coherence;     /* last 64 s */
	int level;                      /* 0 low, 1 middle, 2 high on our own scale */
	double swing, lag, fits;        /* ms from trough to peak; turns the heart is behind the pacer, -0.5..0.5; R2: last 45 s */
	double seconds;                 /* of this stretch */
};

void live_begin(struct bio_live *s, const struct bio_numbers *k);
/* arrival: s of the packet by the caller's clock, NAN when it has none; phase: turns of the pacer at this beat, NAN without.  Beats and
 * arrivals that drift apart by more than 1.5 s are a gap: the series is cut and the windows begin anew.  An interval that is not above 0
 * or is over 10 s is a gap too. */
void live_beat(struct bio_live *s, double rr_ms, double arrival, double phase);
/* The strap was gone. */
void live_cut(struct bio_live *s);
void live_now(const struct bio_live *s, struct bio_now *out);

/* Least squares of 1, t, sin, cos of the pacer's phase over good beats.  False with fewer than 10 beats or a phase that does not move. */
struct paced { double swing, lag, fits; };      /* ms; turns; R2 of sin and cos in what 1 and t leave */
bool paced_fit(int n, const double *t, const double *rr, const double *phase, struct paced *out);

/* One rate of the resonance protocol: the last 90 s of about two minutes at that rate. */
enum { RATES_MOST = 12, RATE_SECONDS = 90 };
struct rate_told {
	double rate;                    /* breaths a minute */
	int beats;
	double swing, lag, fits;        /* as above */
	double peak_to_trough;          /* mean over breaths of highest less lowest heart rate, beats a minute */
	double lf, height;              /* ms2; ms2/Hz: medians of the windows of 64 s */
	double smooth;                  /* share of the power about the mean that is the paced wave and its first harmonic */
	int peaks;                      /* in the low-frequency band, of the last window */
	bool usable;
};

struct resonance {
	int n;
	struct rate_told at[RATES_MOST];
	int best;                       /* index by swing; -1: none usable */
	int first[6];                   /* index of the best by each criterion: phase, peak to trough, lf, height, smooth, fewest peaks */
	int agree;                      /* of the six, how many lie on best */
	bool clear;
	double rate;                    /* by a parabola through best and the two next to it; NAN when there is no clear maximum */
};

/* Beats of one rate: t in s from the start of the step, good ones only; the pacer begins a breath in at 0. */
void rate_tell(double rate, int n, const double *t, const double *rr, struct rate_told *out);
/* Fills all but n and at[]. */
void resonance_find(const struct bio_numbers *k, struct resonance *r);

#endif
