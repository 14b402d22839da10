/* core/sweep_plan.h -- the hypergraph that an order of work is looked for in, and the plan that is being made.  Private to sweep_order.c and
 * sweep_plan.c.
 */
#ifndef CORE_SWEEP_PLAN_H
#define CORE_SWEEP_PLAN_H

#include "core/sweep.h"

enum { WORD = 64 };

typedef uint64_t word;

/* source: vertex that must be complete first, -1; mask: where its words begin; cost: operations for each state of the table */
struct edge { enum op_kind kind; int at, source, mask; double cost; };

struct plan {
	struct sweep *s;
	int words, n_vertices, n_edges, n_ops, most_ops, n_open, width;
	bool gates;
	int *order;
	int *core, n_core;              /* slots that are not folded and tied, in order */
	int *vertex, *slot;             /* slot -> vertex (-1), vertex -> slot */
	struct edge *edge;
	word *masks;                    /* of the edges */
	int *first, *of;                /* edges of a vertex */
	int *left, *in_left;            /* edges not done; of them those that explain it */
	bool *done;                     /* edges */
	word *open, *shut, *stale, *need, *reach;               /* stale: vertices to look around from again */
	word *was, *acts_on;            /* acts_on: of a vertex, those that it is a source of */
	struct op *op;
	double cost, states;            /* states: 2^n_open */
	double looked;                  /* words read so far: see struct search */
};

/* Of the arena of the sweep. */
void *plan_room(struct plan *p, size_t n, size_t size);
/* Room for the largest graph that p->s can have; its cost is endless until there is a plan.  False: it is too large to look for one. */
MUST_USE bool plan_begin(struct plan *p);
/* Vertices, edges, and the edges of each vertex; a root with more children than `hold` is held open. */
void plan_graph(struct plan *p, int hold);

/* What it may read is used up. */
static inline bool plan_tired(const struct plan *p)
{
	return p->looked > p->s->looking;
}

static inline bool has(const word *m, int v)
{
	return m[(unsigned)v / WORD] >> ((unsigned)v % WORD) & 1;
}

static inline void put(word *m, int v)
{
	m[(unsigned)v / WORD] |= (word)1 << ((unsigned)v % WORD);
}

#endif
