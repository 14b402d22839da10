/* core/chain_making.h -- the network of one person's muscles while it is made.  Private to chain_drivers.c, chain_join.c, chain_map.c and chain_units.c.
 *
 * Nodes in this order: the causes that are joined, areas (tense, or a sore joint), muscles, units; then marks and what is not marked, hands, tests.
 */
#ifndef CORE_CHAIN_MAKING_H
#define CORE_CHAIN_MAKING_H

#include "core/chain.h"
#include "core/reason.h"

static const double faint = 1e-3;        /* a link weaker than this is left out */

/* Of a marked region: the sixteen likeliest; all but the faintest; every one, and no marks drawn together that do not touch. */
enum { PARENTS_MOST = 16, PARENTS_ALL = 1 << 20, PARENTS_EVERY };

/* A marked node, how likely none of the parents that it lost would have acted, and that with all of them on. */
struct rest { int node; double quiet, least; };

struct making {
	struct arena *a;                /* for the work */
	const struct kb *kb;
	const struct person_case *c;
	const double *by_cause;
	int parents;                    /* most of a marked region */
	bool only_says;                 /* nothing but making_says is asked of it: what is not marked says nothing there and stays out */
	struct net net;
	int8_t *seen;
	double *prior, *acts, *likely;  /* of each muscle with side: a driver by itself, habits counted; by tension of its area; by either */
	double *silence;                /* of each: how likely it is that it hurts in none of the places that are not marked */
	int n_links, room;
	int *cause, n_joined;           /* kb->cause of the first nodes */
	int *area_node[2];              /* of each area: tense, sore joint; -1: it has no node */
	int muscles_from, hands_from, tests_from;
	bool *asked;                    /* units with side (2 * unit + side) that get a node of their own; NULL: none */
	int *unit_node;                 /* of each: on when any of its muscles is; -1: it has none */
	double within;                  /* marks that touch and differ by no more count as one, */
	int apart;                      /* 2: of one side and view; 1: of one side; 0: of one area */
	bool drawn;                     /* and more than that were drawn together, so that the exact answer is quick */
	struct rest *rest; int n_rest;
};

static inline int node_of(const struct making *m, int muscle)
{
	return m->muscles_from + muscle;
}

/* One more parent of the node that is being made: with probability q it does not act. */
void making_link(struct making *m, int from, double q);
/* The node is whole: `no` is how likely nothing but its parents would leave it off, `seen` what was seen of it. */
void making_end(struct making *m, double no, int seen);

/* The whole network of c; m->a, kb, c, by_cause and parents are set.  (chain_drivers.c) */
void making_whole(struct making *m);

/* The causes, and at most twelve areas of both kinds: those that marks and hands have to do with.  (chain_join.c) */
void making_areas(struct making *m);
/* How likely none of the causes makes the area tense, or its joint sore. */
double making_calm(const struct kb *kb, const double *by_cause, int area, bool joint);
/* What marks and hands add to the log odds of each cause (kb->n_causes), held within map_most. */
void making_says(const struct making *m, const struct posterior *p, double *says);
/* Something is marked on a map, and nothing where a cause is felt: its odds are less by the share of people who feel it there. */
void making_silence(const struct making *m, double *says, bool *silent);
/* No probability is further off than that because of parents that marks lost: with the whole network's P(marks) between that without them and
 * that with all of them on, what they could have had a hand in is at most one minus the ratio of the two. */
double making_dropped(const struct making *m, const struct posterior *p);

/* How likely a muscle is a driver when all that is known of it is where nothing was marked. */
double making_unmarked(const struct making *m, int muscle);

/* Which units of several muscles may be told, going by p: they are `asked` in out; false when there is none.  (chain_units.c) */
bool making_ask_units(const struct making *m, const struct posterior *p, struct making *out);
/* Their nodes, below the muscles. */
void making_units(struct making *m);
/* The muscles of each asked unit, as nodes; how many units. */
int making_asked(const struct making *m, struct any_of *unit);
/* out->at, of keep; before: the same network with nothing marked, pressed or tested. */
void making_list(struct arena *keep, const struct making *m, const struct posterior *p, const struct posterior *before, struct drivers *out);
/* No unit that may be told and has no node of its own is further off. */
double making_apart(const struct making *m, const struct posterior *p);

/* The marks of the body map, and what is not marked.  (chain_map.c) */
void making_map(struct making *m);

#endif
