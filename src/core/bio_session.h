/* core/bio_session.h -- one practice with a heart-rate strap: the pacer, the beats against it, the search for the person's own pace.
 *
 * Fixed memory and no clock: `now` is in seconds of one clock that the caller keeps for the whole session and that never runs backwards.
 * A search goes down the paces of knowledge/biosignal.yaml, two minutes each with free breathing between (core/bio_live.h says how one is
 * chosen).  A gap begins a pace anew, twice at most; without a strap the search waits.  A pace whose rhythm does not suit counts for nothing.
 */
#ifndef CORE_BIO_SESSION_H
#define CORE_BIO_SESSION_H

#include "core/bio_live.h"

enum { TAPS_MOST = 16 };

struct taps { int n; double at[TAPS_MOST]; };   /* s */

struct bio_session {
	const struct bio_numbers *k;
	struct bio_live live;
	struct resonance found;         /* n: paces looked at so far; chosen when the last is over */
	struct taps taps;
	bool search, over, lost;
	int step, again;                /* of a search, from 0; how often this pace began anew */
	double from, turns, rate;       /* since when this pace holds, turns at that moment, breaths a minute */
};

/* Where the pacer is. */
struct pacer {
	double turns;                   /* breaths so far, NAN in a rest and after the search */
	double rate;
	bool in, resting, over;         /* breathing in; between two paces; the search has ended */
	double half, left;              /* s the breath in or out takes, s left of it; of the rest when resting */
	int step, steps;                /* of a search; steps 0 otherwise */
	double step_left;               /* s left at this pace */
};

/* rate: breaths a minute, 1 to 30; 0: the search. */
void strap_begin(struct bio_session *s, const struct bio_numbers *k, double now, double rate);
int strap_steps(const struct bio_numbers *k); /* paces of a search */
double strap_pace(const struct bio_numbers *k, int step);     /* breaths a minute */

/* Another pace from now on; the breath under way goes on where it is.  Not in a search. */
void strap_turn(struct bio_session *s, double now, double rate);
/* Goes on to the next pace, and to the result, when it is time: call it at least once a second. */
void strap_at(struct bio_session *s, double now, struct pacer *out);

/* A packet that arrived now; the beats in it lie before.  False when it is none (core/bio_beats.h). */
bool strap_packet(struct bio_session *s, double now, const uint8_t *at, int n, struct heart_packet *out);
/* One interval whose second beat was at `now`. */
void strap_beat(struct bio_session *s, double now, double rr_ms);
/* The strap is gone: what comes next does not follow what was. */
void strap_lost(struct bio_session *s);

/* A finger on the pulse and one on the key: beats a minute over the last taps; NAN before the fifth.  A pause of 2.5 s begins anew.  Taps
 * tell the rate and nothing else: a finger is late by more than a heart varies. */
double strap_tap(struct bio_session *s, double now);

#endif
