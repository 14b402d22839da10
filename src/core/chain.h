/* core/chain.h -- the chain of muscles: what is coupled to what, how far a driver reaches, why, and which muscles drive this person's pain.
 *
 * A muscle with its side is an index 2 * muscle + side (0 left, 1 right).  Coupling: a shared bone, a synergist, an antagonist, a sheet of
 * fascia.  Reach: the heat kernel of the normalised coupling, as a series without subtraction.  That tissue continues is shown; that pain
 * follows it is not: the chain proposes where to palpate, the hand decides.  Method, sources, checks, limits: docs/science/chain.md
 * (Murphy 2018 for the network of muscles; Wilke 2016 and Krause 2016 for fascia; Travell and Simons for referral).
 */
#ifndef CORE_CHAIN_H
#define CORE_CHAIN_H

#include "core/case.h"

enum chain_why { CHAIN_BONE, CHAIN_SYNERGIST, CHAIN_ANTAGONIST, CHAIN_FASCIA };
struct chain_edge { int to; double weight; enum chain_why why; int which; };    /* which: anchor or fascia; weight 0.05..1 */

struct chain {
	int n;                          /* 2 * n_muscles */
	int *first; struct chain_edge *edge;
	double *reach;                  /* n * n: P(column is active too | row is a driver); 1 on the diagonal */
	double *pain;                   /* n_regions * n: P(the region hurts | the muscle is a driver), through all it reaches */
	double *quiet;                  /* n_regions * n: (1 - pain) ^ unmarked_share, what a place without a mark says */
};

/* Once, when the knowledge is loaded.  All of the arena. */
const struct chain *chain_make(struct arena *a, const struct kb *kb);

/* The shortest explanation (Dijkstra on -log weight) from one muscle to another: steps[i] is the edge taken, *n of them; false when there is
 * none.  from: with side. */
struct chain_step { int from; const struct chain_edge *edge; };
bool chain_path(struct arena *a, const struct chain *c, int from, int to, struct chain_step **steps, int *n);

/* A pelvis on two legs under a spine, two unknowns, linear springs (moment arms of kb->muscle[].arms).  Directions and ranks only: whether a
 * load matters to this person nobody can compute. */
struct chain_load {
	const double *lost;             /* by muscle with side: rest length lost, metres, >= 0; NULL: none */
	double right_short_mm;          /* the right leg is shorter by so much; < 0: the left */
	bool stands;                    /* at work */
};
struct chain_posture { double tilt, obliquity; };      /* degrees: forward, right side up */
/* change: n changes of tension, > 0 stretched; only sign and rank mean anything.  shift: what they add to the log odds of being a driver, >= 0,
 * or NULL. */
struct chain_posture chain_statics(const struct kb *kb, const struct chain_load *load, double *change, double *shift);

/* What a leg length difference means.  SMALL changes no odds (Knutson 2005, Rannisto 2015). */
enum leg_length { LEG_SMALL, LEG_STANDING, LEG_LARGE };
enum leg_length chain_leg_length(const struct kb *kb, double mm, bool stands);

/* P(widespread pain after `years`, 0..20), with the 95 % range of its numbers.  SAME: most likely the same areas; OPEN: the same is most likely,
 * but the range reaches past one half; WIDER: widespread is more likely than not.  What is not known counts as no. */
enum chain_outlook { OUTLOOK_SAME, OUTLOOK_OPEN, OUTLOOK_WIDER };
struct chain_spread {
	bool widespread;                /* now: four of five parts of the body are marked */
	double low, mean, high;
	enum chain_outlook outlook;
	int *sign, n_signs;             /* kb->spread: those that count */
};
void chain_spread(struct arena *a, const struct kb *kb, const struct person_case *c, double years, struct chain_spread *out);

static const double driver_least = 0.04;        /* less likely than this, none is told */

/* p and before: at least one muscle of the unit.  Where its muscles add up to less than driver_least they are taken as independent; the truth
 * is below that, too. */
struct driver {
	int unit; enum side side;
	double before, p;               /* before: were nothing marked, pressed or tested; what is not marked stays not marked */
	int muscle;                     /* of the unit, with side: the likeliest */
	int region;                     /* the marked region it explains best, -1 */
	struct chain_step *path; int n_path;    /* from the muscle to the one that refers there; empty: it refers there itself, p <= before, or p < driver_least */
};

struct drivers {
	struct driver *at; int n;       /* likeliest first, all units of both sides */
	bool sampled;                   /* there are intervals, no exact answer */
	double bound;                   /* no p of driver_least or more is further off: rounding or half the widest interval, and dropped */
	bool ranks;                     /* the order says more than the numbers: bound is over a tenth; CHAIN_SHOWN: more than eight places are marked */
	double dropped, dropped_sure;   /* no p is further off because a region keeps sixteen parents and many marks are drawn together: surely (1), or with that probability */
	double *says;                   /* kb->n_causes: what marks and hands add to the natural-log odds of a cause, within log map_most; and what an empty place takes (JOIN_FELT) */
	bool *silent;                   /* kb->n_causes: something is marked, and nothing where this one is felt */
	int width;
};

/* SAYS: says and silent alone.  SHOWN: for a page, nothing is said of what is dropped (1).  WHOLE: a bound of it is computed, which takes a few
 * milliseconds, with more than eight places 20 to 60. */
enum chain_for { CHAIN_SAYS, CHAIN_SHOWN, CHAIN_WHOLE };

/* by_cause: kb->n_causes probabilities without what marks and hands say.  Nothing marked, pressed or tested gives the priors. */
MUST_USE bool chain_drivers(struct arena *a, const struct kb *kb, const struct person_case *c, const double *by_cause, enum chain_for want,
	struct drivers *out, struct err *err);

/* What drivers.says would be, and nothing else, in a fraction of the time.  False where it is not known exactly: chain_drivers says nothing or draws then. */
bool chain_says(struct arena *a, const struct kb *kb, const struct person_case *c, const double *by_cause, double *says);

#endif
