/* core/sweep.h -- the order of work behind core/reason.h, and its execution.
 *
 * The graph of present findings and their causes is worked off along a frontier.  A table holds, for every
 * state of the open findings (explained so far or not) and of the held causes (acting or not), its joint
 * probability.  Leaves of the graph never enter it: they are folded into their only neighbour.
 * The order depends on the structure alone, so it is made once and run with many sets of numbers, four at a time.
 */
#ifndef CORE_SWEEP_H
#define CORE_SWEEP_H

#include "core/reason.h"

enum { LANES = 4, SWEEP_WIDEST = 22 };   /* 2^22 entries of four numbers: 128 MB */

/* Four numbers at once: four cases that share an order of work.  Two SSE2 registers, one of AVX. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(16)));

struct pair { lanes no, yes; };

enum sweep_kind {
	SWEEP_OPEN,                     /* a finding becomes a bit of the table: explained by its leak or not */
	SWEEP_CLOSE,                    /* what was asked of it: only the explained half stays, or both */
	SWEEP_HOLD,                     /* a cause becomes a bit */
	SWEEP_RELEASE,                  /* summed out */
	SWEEP_LINK,                     /* a held cause acts on an open finding */
	SWEEP_CAUSE,                    /* a cause acts on all its findings, which are open, without becoming a bit */
};

struct sweep_step {
	enum sweep_kind kind;
	int at;                         /* open, close: which present finding; hold, release, cause: the cause; link: the tie */
	int bit;                        /* of the finding or cause */
	int width;                      /* bits before this step */
	size_t in, out;                 /* tables on the tape; a link works in place */
};

/* A cause and a present finding it is linked to, once for each pair. */
struct sweep_tie { int cause, present, bit, cause_bit; bool folded; };
struct sweep_fold { int tie; bool cause; };      /* cause: the cause into the finding; else the finding into the cause */
struct sweep_source { int link, tie; };          /* links that make up the ties */

struct sweep {
	int n_causes, n_findings, n_present, n_ties, n_folds, n_sources;
	int *present;                   /* finding */
	int *slot;                      /* n_findings: index into present, -1 */
	struct sweep_tie *tie;          /* sorted by cause */
	struct sweep_source *source;
	int *of_cause, *of_present;     /* where the ties of each begin: n_causes + 1, n_present + 1 */
	int *by_present;                /* n_ties: ties sorted by finding */
	struct sweep_fold *fold;        /* in order */
	int *cause_ties, *present_ties; /* how many are not folded: 0, or 2 and more, then it enters the table */
	bool *cause_gone, *present_gone; /* folded into its neighbour */
	struct sweep_step *step;
	int n_steps, width;
	size_t entries;                 /* on the tape */
	double cost;                    /* predicted table operations of the forward pass */
	double bound;
	lanes *tape, *grad[2];
	struct pair *prior, *rest;      /* n_causes: the cause with all folded into it; what all else says of its two states */
	struct pair *leak, *want, *keep; /* n_present: not explained and explained so far; what all else says; what is asked */
	struct pair *saved;             /* n_folds: the neighbour before the fold */
	lanes *q;                       /* n_ties */
};

/* Room and order for this evidence.  NULL and ERR_LIMIT when it would be too wide. */
struct sweep *sweep_make(struct arena *a, const struct net *net, const int8_t *seen, struct err *err);

/* Finds the order: steps, width, cost, entries.  False when the tables would be too large.  (sweep_order.c) */
bool sweep_order(struct arena *a, struct sweep *s);

/* n from 1 to LANES. */
void sweep_run(struct sweep *s, struct again *run, int n);

/* The products and sums over tables of 2^width entries (sweep_table.c); `back` is the transpose. */
void table_link(lanes *t, int width, int cause_bit, int bit, const lanes *q, bool back);
void table_spread(lanes *t, int width, int bit, const lanes *q, bool back);
void table_dot(const lanes *x, const lanes *y, size_t n, lanes *out);
void table_rescale(lanes *t, size_t n, int e[LANES]);

#endif
