/* core/tree.h -- the other executor of core/sweep.h: tables along a tree instead of one frontier.  Private to core/reason.c and tests.
 *
 * Where the graph falls into parts that touch each other in few places, a table of all that is open at one time is much larger than one
 * table for each part.  So every part gets its own, and where parts meet their tables are joined.  A slot that is explained by
 * something stands in several tables at once, each with some of what explains it; there are three types of bits:
 *
 *   EQ     a state (a root, the output of a slot): joined entry by entry, and summed out;
 *   UP     explained so far or not: two parts a and b join to (a0 b0, a1 (b0 + b1) + a0 b1);
 *   DOWN   what the finished output g is worth, given what other parts say: with a part a, (a0 g0 + a1 g1, (a0 + a1) g1).
 *
 * Sums and products of numbers >= 0 throughout, and the adjoint of each rule is one of the others.  No slot has to wait for its parents.
 * A join of tables that share k explained slots takes 3^k products, one step of a frontier 2^k.  (Bucket elimination: Dechter 1999; tables
 * of causal independence that join by their "or": Zhang and Poole 1996.)
 */
#ifndef CORE_TREE_H
#define CORE_TREE_H

#include "core/sweep.h"

/* Makes the order of work and keeps it in s->tree, with its cost in the unit of s->cost.  Takes up to about a fifth of the time that the
 * frontier would take; for small tables, longer than these; never more than s->looking is read.  False, and nothing is kept, when that did not do, or
 * roots that exclude each other lead into the tables: only the frontier does these. */
bool tree_plan(struct sweep *s, double *cost, int *width);

/* The same with any order at all, for tests: often a dear one. */
bool tree_shuffle(struct sweep *s, uint64_t seed);

/* sweep_one, by s->tree. */
void tree_run(struct sweep *s, struct again *run);

/* ---- what tree_order.c leaves to tree.c ---- */

enum tree_kind {
	TREE_OPEN,                      /* a vertex becomes a bit */
	TREE_TIE,                       /* a tie whose two ends are bits */
	TREE_FUSE,                      /* a root acts on all its children, which are bits */
	TREE_JOIN,                      /* table `at` goes into this one */
	TREE_END,                       /* all tables that know of a vertex are this one, and all that tells of it is in it */
};
struct tree_op { enum tree_kind kind; int table, at; };        /* a table begins with its first op: one entry, 1 */

/* A vertex: what explains a slot, or the state it has.  A slot with parents and children has both. */
struct tree {
	int n_ops, n_tables, n_vertices, width;
	double cost, bound;
	struct tree_op *op;
	int *slot;                      /* n_vertices */
	int *explained, *state;         /* n_slots: vertex, -1 */
	void *room;                     /* of tree_run */
};

#endif
