/* core/biosignal.h -- a series of heart beats, judged: which intervals to trust, whether the rhythm allows numbers at all, and the numbers.
 *
 * Input are intervals between beats (RR) in milliseconds.  What is doubtful is left out, never repaired; a gap cuts the series and is
 * never bridged; a rhythm that the methods were not made for withholds every number and says so, without naming a diagnosis.
 * The same code runs live in a browser (core/bio_live.h) and on files: pure, no clock, no input or output of its own.
 * Methods, sources, limits: docs/science/biosignal.md.  What is a judgement rather than a definition is knowledge/biosignal.yaml.
 */
#ifndef CORE_BIOSIGNAL_H
#define CORE_BIOSIGNAL_H

#include "core/bio_beats.h"
#include "core/bio_spectrum.h"

#include "base/arena.h"

#include <stdbool.h>

enum withheld {
	WITHHELD_NOT,
	WITHHELD_SHORT,                 /* less than a minute, or too few beats left */
	WITHHELD_RHYTHM,                /* the beat pattern is not suitable for these numbers */
};

/* What a file told.  Numbers that cannot be given are NAN; all of them when withheld. */
struct biosignal {
	int n;                          /* intervals */
	const double *rr, *t;           /* ms; end of the interval, s from the start */
	const unsigned char *mark;      /* BEAT_OUT, BEAT_CUT, BEAT_BLOCK */
	const unsigned char *class;     /* enum beat_class */
	int count[BEAT_CLASSES], gaps, used;
	int blocks, blocks_withheld;
	double seconds;
	double worst_flagged, worst_off;        /* shares of the worst block, 0..1 */
	enum withheld withheld;
	struct bio_time time;
	const struct bio_spectrum *spectrum;    /* NULL when there is none */
	struct { int windows; double median, best, peak_hz; } coherence;        /* peak_hz: of the best window */
	struct { int windows, sure; double per_minute; } breath;      /* per_minute: median of the windows that are sure */
};

/* rr: n intervals in ms, each above 0; mark: BEAT_CUT where an interval does not follow the one before it, or NULL.  Cannot fail. */
struct biosignal *biosignal(struct arena *a, const struct bio_numbers *k, const double *rr, const unsigned char *mark, int n);

const char *withheld_name(enum withheld w);     /* "", "short", "rhythm" */
const char *withheld_words(enum withheld w);    /* a sentence for the person; "" when nothing is withheld */

#endif
