/* core/bio_muscle.h -- one practice with a muscle sensor on a serial line: its bytes in, the tension against that at rest out.
 *
 * The line format is the plainest there is: one sample a line, as a decimal number, in any unit; what follows a comma, semicolon, blank or tab is
 * not read, so of several columns the first counts.  Lines end with LF, CR or both; empty lines are skipped.  A line that is none stands for one
 * sample that was lost: the one before it is taken again.  The first line of a connection may be a half one and is not read.
 *
 * The rate is counted against the clock of the caller before anything else; one that was chosen must agree.  Then rest, then practice; four
 * phases of bending when asked (core/bio_emg.h).  Fixed memory, no clock: `now` is in seconds and never runs backwards.  Numbers are those of
 * knowledge/biosignal.yaml.
 */
#ifndef CORE_BIO_MUSCLE_H
#define CORE_BIO_MUSCLE_H

#include "core/bio_beats.h"
#include "core/bio_emg.h"

#include <stddef.h>

enum { MUSCLE_LINE = 64, MUSCLE_PHASES = 4 };

enum muscle_stage { MUSCLE_COUNTING, MUSCLE_RESTING, MUSCLE_PRACTISING, MUSCLE_BENDING };
enum muscle_fault {
	MUSCLE_FINE,
	MUSCLE_SILENT,          /* nothing came for a while */
	MUSCLE_GARBAGE,         /* most of what comes are no numbers: another speed of the line, or another format */
	MUSCLE_SLOW, MUSCLE_FAST,       /* fewer or more samples a second than a muscle can be read from (EMG_RATE_LEAST, EMG_RATE_MOST) */
	MUSCLE_OTHER_RATE,      /* not the rate that was chosen */
	MUSCLE_FLAT,            /* the same value all the time: the sensor feels nothing */
};

/* Lines and samples that came since `from`. */
struct muscle_count { double from; int good, bad; };

struct muscle_session {
	const struct bio_numbers *k;
	double asked, mains;            /* samples a second, 0: count them; Hz */
	double target;                  /* share of rest */
	char line[MUSCLE_LINE];
	int n;                          /* of the line under way; -1: the rest of this one is not read */
	struct muscle_count count, recent;      /* of the rate; of the last seconds, for what is no number */
	enum muscle_fault fault;
	double heard;                   /* s: when bytes came last */
	enum muscle_stage stage;
	double rate, counted;           /* samples a second in use, as counted; 0: not yet */
	struct emg emg;
	double zero, last, env;         /* first sample; newest sample; its envelope */
	int64_t settled;                /* samples since the filters began */
	int64_t at;                     /* samples of this stage */
	double sum, rest;               /* of the envelope; its mean at rest, 0: not yet */
	int64_t practised, below;       /* samples of practice; those at or below the target */
	double tension;                 /* sum of the envelope in practice */
	int phase; struct emg_part part[MUSCLE_PHASES]; int64_t counts[MUSCLE_PHASES];
	double bend_ratio, rise_ratio;  /* of the last bending; NAN: none */
};

/* rate: EMG_RATE_LEAST to EMG_RATE_MOST, or 0 to count it; mains: 50, 60 or 0 Hz. */
void muscle_begin(struct muscle_session *m, const struct bio_numbers *k, double now, double rate, double mains);
void muscle_bytes(struct muscle_session *m, double now, const char *at, size_t n);
/* The sensor is gone: filters and the line begin anew, what was practised stays. */
void muscle_lost(struct muscle_session *m, double now);
/* share: of rest, above 0. */
void muscle_target(struct muscle_session *m, double share);
/* Rest is measured once more; what was practised stays. */
void muscle_again(struct muscle_session *m);
/* Stand, bend, hang, rise; in practice only. */
void muscle_bend(struct muscle_session *m);

struct muscle_told {
	enum muscle_stage stage;
	enum muscle_fault fault;
	double rate;                    /* as counted; NAN: not yet */
	double left;                    /* s of this stage, or of this phase; NAN in practice */
	double level;                   /* tension now over that at rest; NAN before */
	double seconds, below, mean;    /* of practice; share of it at or below the target; mean over rest; NAN: none */
	int phase;                      /* while bending */
	double bend_ratio, rise_ratio;  /* NAN: not bent yet */
};
struct muscle_told muscle_now(const struct muscle_session *m, double now);

/* One line without its end: true when it is a sample. */
bool muscle_sample(const char *line, double *out);

#endif
