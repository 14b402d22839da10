/* core/sweep_sample.h -- one exact sample of what a sweep kept, walking back from the end of its tape.  Private to sweep_draw.c,
 * sweep_leave.c, sweep_beyond.c and sweep_sample.c.
 */
#ifndef CORE_SWEEP_SAMPLE_H
#define CORE_SWEEP_SAMPLE_H

#include "core/sweep.h"

#include "base/rng.h"

struct left_out { int node; double lambda, base; };      /* base: log of the bound when no parent acts */

struct drawing {
	struct arena *a;
	const struct net *net;
	bool all;                       /* causes with nothing seen below them, too */
	struct sweep *wide;             /* of all that was seen; its order may not have been found */
	struct sweep *s;                /* of what is kept, in an arena of its own unless it is `wide` */
	double looking;                 /* what may still be read to find orders */
	int8_t *seen;                   /* what is kept of it */
	struct left_out *out;
	int n_out;
	double *tilt;
	int *ahead, n_ahead;            /* causes with nothing that is kept below them, parents first: drawn forward */
	struct tape tape;
	struct rng rng;
	uint64_t state;                 /* of the table while walking back */
	bool *on, *own;                 /* n_slots: state; state before its ties acted */
	const double ***between;        /* n_slots: of a fused root the table before it acts and after each of its ties */
	int *acts;                      /* scratch, n_ties */
};

/* An order in an arena of its own.  how.looking is set: no order may take more than a share of what is left, so that there is something left for
 * the next one. */
struct sweep *sample_look(struct drawing *d, const int8_t *seen, struct search how);
/* What is left out, and the order of work for what is kept, which costs at most limit.  Always succeeds.  (sweep_leave.c) */
void sample_leave_out(struct drawing *d, double limit);
/* Once, when the tape is there: room, and the tables between the ties of fused roots. */
void sample_prepare(struct drawing *d);
/* d->on: what is on in the next sample. */
void sample_draw(struct drawing *d);

#endif
