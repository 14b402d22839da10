/* core/belief_fit.h -- every published figure of links.yaml and every base rate beside what the network of the knowledge gives.
 *
 * Under the priors of nobody in particular, with what leads to causes.  A pair or base rate with the source DesignPriors is our own
 * choice and not published: it is fitted and judged like the others and told apart.  Nothing is changed.
 */
#ifndef CORE_BELIEF_FIT_H
#define CORE_BELIEF_FIT_H

#include "core/fit.h"
#include "core/kb.h"

/* One finding of the network, with the numbers it has now. */
struct fitted {
	int finding;
	struct fit fit;
	double leak;
	const double *q;                        /* of each link */
	const int *row;                         /* of each link: kb->link */
};

/* A base rate (link -1) or the pair of a link of one fitted finding.  base_of_design: the base of its finding is our own choice, so that
 * FIT_PAIR asks for another choice. */
struct fit_figure { int of, link; double off; enum fit_verdict verdict; bool design, base_of_design; };

struct fit_figures {
	const struct kb *kb;
	double within;
	struct fitted *at;                      /* in the order of the knowledge */
	int n;
	struct fit_figure *figure;                  /* furthest off first */
	int n_figures;
};

/* within: how far off a figure may be and count as met.  Of the arena.  Fails as belief() does, or as fit_finding. */
MUST_USE bool belief_fit(struct arena *a, const struct kb *kb, double within, struct fit_figures *out, struct err *err);

/* How many pairs (or base rates) have this verdict, published or of design. */
int fit_count(const struct fit_figures *f, bool pairs, bool design, enum fit_verdict verdict);

#endif
