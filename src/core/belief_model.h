/* core/belief_model.h -- the network of the knowledge as plain numbers, and how alike two of its parts are.
 *
 * For whoever shows the network (`kb show`) or draws people from it (core/sample.h).  The numbers are those belief() uses:
 * damped, capped, leaks computed from the base rates.
 */
#ifndef CORE_BELIEF_MODEL_H
#define CORE_BELIEF_MODEL_H

#include "core/case.h"

struct model_link { int cause, row; double q; };        /* row: kb->link; q: P(stays absent | this cause alone, no leak) */

struct model {
	const struct kb *kb;
	double *prior;                  /* kb->n_causes: for this person, without what leads there; 0 for by_rule */
	double *leak;                   /* kb->n_findings: P(present | no cause acts); 0 outside the network */
	int *first;                     /* kb->n_findings + 1: links of finding f are link[first[f]] ... link[first[f + 1] - 1] */
	struct model_link *link;
	double *lead_q;                 /* kb->n_leads: P(not set off | what leads there) */
};

/* c: whose odds hold; case_new() for nobody in particular.  Of the arena.  Fails only as belief() does. */
MUST_USE bool belief_model(struct arena *a, const struct kb *kb, const struct person_case *c, struct model *out,
	struct err *err);

/* P(finding present) when each cause acts with its prior. */
double model_share(const struct model *m, int finding);

/* How much a present finding multiplies the odds of the link's cause when nothing else acts; absent, it is the link's q. */
double model_present(const struct model *m, int finding, const struct model_link *link);

/* 0..1: how far two causes bring the same findings, or two findings speak for the same causes, as strongly: the sum of the
 * smaller over the sum of the larger weights -ln q (Ruzicka 1958).  1: the same in all; 0: no link in common. */
double model_causes_alike(const struct model *m, int x, int y);
double model_findings_alike(const struct model *m, int f, int g);

#endif
