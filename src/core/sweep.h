/* core/sweep.h -- the order of work behind core/reason.h, and its execution.  Private to core/sweep*.c, reason*.c and their tests.
 *
 * 1. sweep_graph.c: what is seen becomes a graph of slots (causes, present findings) and ties (links between them).  Absent findings are
 *    numbers on their parents; a leaf is folded into its only neighbour, so that a tree vanishes altogether.
 * 2. sweep_order.c: the rest is worked off along a frontier.  The table holds, for every state of the open slots (a finding explained
 *    so far or not, a cause acting or not), its joint probability.  The order is chosen before anything is computed, its cost is known.
 * 3. sweep_place.c: which bit of the table each open slot is, and where each table lies on the tape.
 * 4. sweep_body.h (and sweep_numbers.h, _table.h, _forward.h, _fuse.h, _backward.h): the numbers, forward and then backward (the adjoint gives all
 *    posteriors).  One text, compiled for one case (sweep_one.c: vectors run along the table), for eight cases that share an order
 *    (sweep_many.c: vectors run across the cases), and in 113-bit arithmetic by the tests.
 *
 * Where one frontier is dear, steps 2 to 4 have a rival: core/tree.h works the same graph off with several smaller tables.
 *
 * Every slot has two pairs of numbers: `a`, how likely it is off and on by its own push and folded parents, and `w`, what absent findings and
 * folded children say of off and on.  alpha is what all but w says of the two states, beta what all but a says.
 */
#ifndef CORE_SWEEP_H
#define CORE_SWEEP_H

#include "core/reason.h"

#include <stddef.h>

enum { LANES = 8 };

/* An influence of one slot on another.  q: of net link `link` (-1: 0), divided by that of link `over` unless -1. */
struct tie { int from, to, link, over; bool off, folded; };
struct fold { int tie; bool up; };      /* up: the child into its parent; else the parent into its child */

/* A finding that is absent (or inhibited and present): numbers on its parents. */
struct absorbed { int node; bool present; };

enum op_kind {
	OP_OPEN,                        /* a slot becomes a bit of the table */
	OP_CLOSE,                       /* summed out, weighed */
	OP_TIE,                         /* an open slot acts on an open slot */
	OP_FUSE,                        /* a root acts on all its children, which are open, without becoming a bit */
	OP_FUSE_SET,                    /* the same for roots that exclude each other */
};
struct op { enum op_kind kind; int at; };        /* open, close, fuse: slot; tie: tie; fuse set: which */

/* A step of an executor with 2^low table entries in one vector: positions below `low` are inside the vector. */
struct step { enum op_kind kind; int at, pos, blocks; size_t in, out; };      /* blocks: log2 of their number before the step */
struct placed {
	struct step *step;
	int *to, *from;                 /* n_ties: positions when the tie acts; from: -1 when fused */
	int widest;                     /* log2 blocks */
	size_t entries;                 /* blocks on the tape */
};

struct sweep {
	struct arena *arena;
	const struct net *net;
	int n_causes, n_slots, n_ties, n_folds, n_absorbed, n_ops, n_sets, width;
	int *node;                      /* n_slots: of the net; -1: what keeps an inhibited finding off */
	int *slot;                      /* n_nodes: -1 when it has none */
	int8_t *base;                   /* n_nodes: what was seen when the order was made */
	bool whole;                     /* every cause has a slot */
	bool *implied;                  /* n_nodes: a level that says nothing new */
	struct tie *tie;
	int *in_first;                  /* ties into a slot: in_first[s] ..., one after the other; 0 without any */
	int *out_first, *out;           /* ties out of it: out[out_first[s]] ... out[out_first[s + 1] - 1] */
	int *n_in, *n_out;              /* not folded */
	bool *gone;                     /* folded into its neighbour */
	int *alive, n_alive;            /* slots that have a tie, in order */
	bool *tied;                     /* n_slots, and eight more: has a tie or stands in an exclusive set */
	bool *alone;                    /* n_slots, and eight more that say nothing: neither, or a whole tree was folded into it */
	int *set_of;                    /* n_slots: exclusive set, -1 */
	const struct net_set **set;     /* n_sets: the exclusive ones */
	struct fold *fold;
	struct absorbed *absorbed;
	struct op *op;
	double cost, bound;             /* cost: HUGE_VAL when no order was found with what `looking` allowed */
	double looking, most;           /* of struct search; looking: what is left of it */
	struct placed *placed[2][2];    /* all tables kept; low > 0: made when first needed */
	void *room[2];                  /* of sweep_one and sweep_many */
	struct tree *tree;              /* the other order of work (core/tree.h), NULL */
};

/* all: every cause gets a slot; else only those above a present finding.  Never fails; s->cost says what running it would take. */
struct sweep *sweep_make(struct arena *a, const struct net *net, const int8_t *seen, bool all);
/* above: each cause above what this has seen, which may be more than `seen` has, gets a slot (NULL: every cause does), and each root with `roots`.
 * looking: what is read to find an order, in words of 64 vertices (0.5 to 1 ns each), more or less; most: an order that costs more is given up. */
struct search { const int8_t *above; bool roots; double looking, most; };
/* The same within bounds.  Takes time and room that grow with the graph, and `looking`. */
struct sweep *sweep_search(struct arena *a, const struct net *net, const int8_t *seen, const struct search *how);
/* Order, width and cost, for so many runs.  (sweep_order.c) */
void sweep_order(struct sweep *s, double runs);
/* The same graph, its order looked for again: for so many runs more.  `s` itself when that would not be cheaper. */
struct sweep *sweep_better(struct sweep *s, double runs);
const struct placed *sweep_place(struct sweep *s, int low, bool keep);

/* Relative rounding bound of odds that take so many steps over tables that wide. */
double sweep_bound(const struct sweep *s, double steps, int width);

/* One case, and up to LANES at once. */
void sweep_one(struct sweep *s, struct again *run);
/* One case with every table kept: entry `state` of the table before a step is tape[8 * step.in + state].  tilt: n_causes, multiplies the
 * weight of "on" of each cause. */
struct tape { const struct placed *placed; const double *tape; const struct chance *a, *w, *saved; const double *q; };
void sweep_tape(struct sweep *s, struct again *run, const double *tilt, struct tape *out);
void sweep_many(struct sweep *s, struct again *run, int n);
/* Up to LANES at once, each with one finding absent that was not seen when the order was made, all else as it was then.  before: n_causes; p:
 * LANES for each cause, the chance of it given that, `before` where the finding does not touch it.  odds of the runs stay as they are. */
void sweep_ask(struct sweep *s, struct again *run, const int *finding, int n, const double *before, double *p);

/* For an executor with tables of its own (core/tree.c): what they begin with, leaves folded, and what they then say.  m * 2^e: P(evidence) as
 * far as no table has it.  The executor multiplies it and fills alpha and beta of all slots that are not folded and have ties.  The arrays
 * belong to s. */
struct numbers { struct chance *a, *w, *alpha, *beta; const double *q, *go; double m; long e; };
void sweep_load(struct sweep *s, struct again *run, struct numbers *out);
void sweep_tell(struct sweep *s, struct again *run, const struct numbers *have);

/* It is in some table: not folded, and tied. */
static inline bool in_core(const struct sweep *s, int x)
{
	return !s->gone[x] && s->n_in[x] + s->n_out[x] > 0;
}

/* It acts on something when it is off. */
static inline bool acts_off(const struct sweep *s, int x)
{
	for (int i = s->out_first[x]; i < s->out_first[x + 1]; i++)
		if (s->tie[s->out[i]].off && !s->tie[s->out[i]].folded)
			return true;
	return false;
}

/* What is known of the slot's own states is read off where it closes: it is explained by something, and acts on something. */
bool sweep_told_late(const struct sweep *s, int slot);
/* The finding has a parent that holds it back. */
bool net_inhibited(const struct net *net, int node);
/* Probability that none of an exclusive set is on: 1 less the others, rounded once, so that it is as exact as they are however small it is. */
double net_none(const struct net *net, const struct net_set *set);

#endif
