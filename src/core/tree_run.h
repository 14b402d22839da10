/* core/tree_run.h -- how core/tree_order.c's order of work lies in memory, and the loops over it.  Private to core/tree*.c. */
#ifndef CORE_TREE_RUN_H
#define CORE_TREE_RUN_H

#include "core/tree.h"

enum { BITS = 48, BROAD = 8 };          /* most in one table; entries in one vector */

enum bit_type { EQ, UP, DOWN };
struct bit { int vertex; enum bit_type type; };

/* One tie in a table.  from: -1 for that of a fused root. */
struct pull { int tie, to, from; bool down; };

/* A table to be joined, its bits in another order: the i-th comes from position at[i].  First n that the other table has not. */
struct side { size_t in; int n, bits, at[BITS]; enum bit_type type[BITS]; };

/* Bits that both have stand on top in all three tables, in the same order; below them in the result those of y, then those of x. */
struct join { struct side x, y; int n_shared; };

/* What ends, and what becomes of its bit.  _BESIDE: the other vertex of the gate is a bit of this table. */
enum ending {
	ROOT, FINDING,                          /* summed out */
	EXPLAINED_LAST, STATE_LAST,             /* of a gate: the other vertex ended before */
	EXPLAINED_FIRST, STATE_FIRST,           /* the bit becomes that of the other vertex */
	EXPLAINED_BESIDE, STATE_BESIDE,
};

/* A step.  in, out: where its table lies before and after it (a tie changes it in place); bits: how many it has before. */
struct tree_step {
	enum tree_kind kind;
	int at, bits, slot;             /* end: of which slot */
	bool first, last;               /* of its table */
	size_t in, out;
	enum bit_type opens;            /* open */
	enum ending how;                /* end */
	int pos, beside;                /* end: its position, that of the other vertex or -1 */
	struct pull *pull;              /* tie, fuse */
	int n_pulls;
	struct join *join;
};

struct room {
	struct tree_step *step;
	double *tape, *x, *y, *free;    /* free: four of the widest tables, for what a join needs on the way */
	size_t entries;
	int widest;
};

/* The steps, and how much room the tables take.  (tree_place.c) */
void tree_place(struct sweep *s, struct room *room);

/* Loops over a table t of n entries.  (tree_table.c) */
/* out = by * in, or out += by * in */
void tree_times(double *out, const double *in, size_t n, double by, bool add);
double tree_dot(const double *x, const double *y, size_t n);
/* The ties of a step; back: the transpose. */
void tree_act(const struct sweep *s, const struct numbers *num, const struct tree_step *step, double *t, size_t n, bool back);
/* Multiplies by a power of two when all of it has become small.  e: what was taken out is added to it, unless NULL. */
void tree_rescale(double *t, size_t n, long *e);
void tree_join(struct room *r, const struct tree_step *step, long *e);
void tree_back_join(struct room *r, const struct tree_step *step);

#endif
