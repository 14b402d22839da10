/* core/chain_making.h -- the network of one person's muscles while it is made.  Private to chain_drivers.c and chain_map.c. */
#ifndef CORE_CHAIN_MAKING_H
#define CORE_CHAIN_MAKING_H

#include "core/chain.h"

static const double faint = 1e-3;        /* a link weaker than this is left out */

struct making {
	struct arena *a;
	const struct kb *kb;
	const struct person_case *c;
	const double *by_cause;
	struct net net;
	int8_t *seen;
	double *prior;                  /* of each muscle with side, habits counted */
	int n_links, room, n_areas;
	double within;                  /* marks that touch and differ by no more count as one */
	double dropped;
};

static inline int node_of(const struct making *m, int muscle)
{
	return m->n_areas + muscle;
}

/* One more parent of the node that is being made: with probability q it does not act. */
void making_link(struct making *m, int from, double q);
/* The node is whole: `no` is how likely nothing but its parents would leave it off, `seen` what was seen of it. */
void making_end(struct making *m, double no, int seen);
/* The marks of the body map, and what is not marked.  (chain_map.c) */
void making_map(struct making *m);

#endif
