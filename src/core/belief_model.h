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
	double *prior;                  /* kb->n_causes: for this person; 0 for by_rule */
	double *leak;                   /* kb->n_findings: P(present | no cause acts); 0 outside the network */
	int *first;                     /* kb->n_findings + 1: links of finding f are link[first[f]] ... link[first[f + 1] - 1] */
	struct model_link *link;
};

/* c: whose odds hold; case_new() for nobody in particular.  Of the arena.  Fails only as belief() does. */
MUST_USE bool belief_model(struct arena *a, const struct kb *kb, const struct person_case *c, struct model *out,
	struct err *err);

/* P(finding present) when each cause acts with its prior. */
double model_share(const struct model *m, int finding);

/* How much a present finding multiplies the odds of the link's cause when nothing else acts; absent, it is the link's q. */
double model_present(const struct model *m, int finding, const struct model_link *link);

/* 0..1: overlap of the findings two causes bring, each acting alone: the sum over all patterns of findings of
 * sqrt(P(pattern | x) P(pattern | y)), a product over the findings because they are independent then (Bhattacharyya 1943).
 * Half of it bounds from above how often a perfect reader of all findings takes one for the other, both as likely
 * before (Kailath 1967). */
double model_causes_alike(const struct model *m, int x, int y);

/* 0..1: how far two findings speak for the same causes as strongly: sum of the smaller over sum of the larger weights
 * -ln q (Ruzicka 1958).  0 when one has no link. */
double model_findings_alike(const struct model *m, int f, int g);

#endif
