/* core/bio_beats.h -- beats one by one: artefact classes, the rhythm gate, numbers of the time domain.
 *
 * Classes: Lipponen and Tarvainen 2019 (J Med Eng Technol 43:173), alpha 5.2, 91 beats, median of 11, c1 0.13, c2 0.17, counted only
 * when the interval also lies a share `floor` off the running median.  Used to leave out, not to repair: a corrected ectopic beat
 * still leaves RMSSD a quarter too high.  Sorted windows: about a quarter of a microsecond a beat.
 */
#ifndef CORE_BIO_BEATS_H
#define CORE_BIO_BEATS_H

#include <stdbool.h>
#include <stdint.h>

/* The judgements of knowledge/biosignal.yaml, in its words there (kb->biosignal). */
struct bio_numbers {
	double shortest, longest;       /* ms; outside is no heart beat */
	double floor, odd;              /* share off the median below which a flag does not count; below which an odd beat is kept */
	double block;                   /* s of one judgement of the rhythm */
	double flagged, off, off_share; /* withhold above: share flagged; share lying `off` or more off the median */
	double blocks;                  /* share of blocks withheld above which the whole is */
	double coherence_middle, coherence_high;        /* where our own scale begins to be middle, high */
	double sure;                    /* concentration from which a breathing rate is told */
	double rises, fits;             /* resonance: best over worst swing; R2 */
	double pace_first, pace_last, pace_step;        /* breaths a minute: the search for the own pace goes down from first to last */
	double pace_seconds, pace_rest; /* s at each pace, s of free breathing between */
	double pace_usual, pace_in;     /* breaths a minute before the own pace is known; share of a breath that goes in */
	double muscle_count, muscle_rest;       /* s the samples of a muscle sensor are counted, s of rest before a practice */
	double muscle_target;           /* share of the tension at rest at which a muscle counts as letting go */
	double muscle_phase, muscle_late;       /* s of each phase of bending, s at its start that are the way to it */
};

enum beat_class { BEAT_GOOD, BEAT_ECTOPIC, BEAT_MISSED, BEAT_EXTRA, BEAT_ODD, BEAT_LIMIT, BEAT_CLASSES };
enum { BEAT_OUT = 1, BEAT_CUT = 2, BEAT_BLOCK = 4 };    /* left out; does not follow the one before; in a block withheld */

const char *beat_class_name(enum beat_class c); /* "good", "ectopic", "missed", "extra", "odd", "limit" */

enum { BEAT_WINDOW = 91, BEAT_MEDIAN = 11, BEAT_RING = 128 };

struct sorted { int n; double at[BEAT_WINDOW]; };

/* Classification as a stream.  Live, a beat is decided two beats later from what came before; with a whole file, the windows are
 * centred on the beat.  About 9 kB; copy and forget freely. */
struct artefacts {
	const struct bio_numbers *k;
	int median_ahead, ahead;        /* beats known after the one judged: of the median, of the thresholds */
	int64_t steps, pushed;
	struct sorted step, place, last;        /* |difference|, |distance from the median|, last intervals */
	double rr[BEAT_RING], d[BEAT_RING], m[BEAT_RING], median[BEAT_RING];    /* ms */
	double dn[BEAT_RING], mn[BEAT_RING], limit[BEAT_RING];  /* by their thresholds; threshold of m, ms */
	bool candidate;                 /* the next beat is looked at too */
};

struct judged { int64_t beat; enum beat_class class; double off; };     /* beat: from 0; off: share off the median, signed */

void artefacts_begin(struct artefacts *s, const struct bio_numbers *k, bool live);
/* True when *out holds a decision; they come in order, one a beat. */
bool artefacts_push(struct artefacts *s, double rr_ms, struct judged *out);
/* After the last beat: once for each beat still undecided. */
bool artefacts_end(struct artefacts *s, struct judged *out);

/* Shares of a stretch of beats; `off` as judged, already absolute or signed. */
struct rhythm { int beats, flagged, off; };
/* Is it to be left out, and the one after it?  An odd beat near the median is more often a deep breath than a fault. */
bool judged_out(const struct judged *j, const struct bio_numbers *k);
void rhythm_add(struct rhythm *r, const struct bio_numbers *k, const struct judged *j);
bool rhythm_suits(const struct rhythm *r, const struct bio_numbers *k);

/* Over what is not left out; differences only of two good neighbours.  SD with n - 1; shares of the number of differences, in
 * percent; SD1 = SDSD / sqrt 2, SD2 = sqrt(2 SDNN^2 - SDSD^2 / 2).  NAN with fewer than two. */
struct bio_time {
	int beats, differences;
	double mean_rr, sdnn, rmssd, sdsd, pnn50, pnn20, sd1, sd2;      /* ms, % */
	double mean_hr;                 /* mean of 60000 / rr */
};

/* mark: NULL when all are good. */
struct bio_time bio_time(const double *rr, const unsigned char *mark, int n);

/* The heart-rate measurement of Bluetooth (characteristic 0x2A37). */
struct heart_packet {
	int bpm;
	bool contact_known, contact;    /* whether the strap tells; whether it touches the skin */
	int energy_kj;                  /* -1: not sent */
	int n;
	double rr_ms[16];               /* oldest first; sent in 1/1024 s */
};

/* False when the bytes are no such packet: too short for what its flags promise, a byte left over, over 64 bytes. */
bool heart_packet_read(const uint8_t *at, int n, struct heart_packet *out);

#endif
