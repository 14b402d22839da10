/* core/tree_plan.h -- an order of work of the tree in the making.  Private to core/tree_order.c and tree_work.c. */
#ifndef CORE_TREE_PLAN_H
#define CORE_TREE_PLAN_H

#include "core/tree.h"

#include "base/rng.h"

enum { WORD = 64 };

typedef uint64_t word;

/* What needs several vertices in one table.  at: root, tie; a gate only holds its two vertices together. */
struct edge { enum { FUSE, TIE, GATE } kind; int at; };

struct way { int hold; bool fill; };    /* roots with more children are bits; choose by new neighbours */

struct plan {
	struct sweep *s;
	struct way way;
	struct rng rng;
	int jitter, words, n_vertices, n_edges, n_tables, n_ops, n_ended, width;
	int *slot, *explained, *state;  /* as in struct tree */
	struct edge *edge;
	word *mask;                     /* of the edges */
	int *first, *of;                /* edges of a vertex */
	bool *done, *ended;             /* edges, vertices */
	int *live, n_live;              /* tables that are not joined into another */
	word *scope;                    /* of the tables */
	word *reach;                    /* of the vertices: what would stand in the table where it ends */
	word *eq, *scratch;
	double *score;
	int *order;                     /* scratch, n_vertices */
	struct tree_op *op;
	double cost, looked;            /* looked: see struct search (core/sweep.h) */
};

static inline bool has(const word *m, int v)
{
	return m[v / WORD] >> (v % WORD) & 1;
}

static inline void put(word *m, int v)
{
	m[v / WORD] |= (word)1 << (v % WORD);
}

static inline void drop(word *m, int v)
{
	m[v / WORD] &= ~((word)1 << (v % WORD));
}

static inline int count(const struct plan *p, const word *m)
{
	int n = 0;

	for (int w = 0; w < p->words; w++)
		n += __builtin_popcountll(m[w]);
	return n;
}

/* How many of x are not in y. */
static inline int beyond(const struct plan *p, const word *x, const word *y)
{
	int n = 0;

	for (int w = 0; w < p->words; w++)
		n += __builtin_popcountll(x[w] & ~y[w]);
	return n;
}

static inline word *scope_of(const struct plan *p, int table)
{
	return p->scope + (size_t)table * p->words;
}

static inline word *mask_of(const struct plan *p, int edge)
{
	return p->mask + (size_t)edge * p->words;
}

static inline word *reach_of(const struct plan *p, int v)
{
	return p->reach + (size_t)v * p->words;
}

/* Vertices and edges for p->way. */
void tree_graph(struct plan *p);

/* Nothing ended, no table. */
void tree_begin(struct plan *p);

/* Everything that has to be done before v can end, and its end.  The table that is left. */
int tree_end_vertex(struct plan *p, int v);

#endif
