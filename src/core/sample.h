/* core/sample.h -- people drawn from the knowledge's own network: which causes act in them, and what they would answer.
 *
 * First what the causes depend on: age (18 to 85) and sex, marks, answers without a base rate and those that odds name; then
 * each cause with its prior times these odds; then each finding of the network present or absent through its links and
 * leak (noisy-OR), and an answer within that side of its cut, evenly.  A part of a sum is drawn so that the sum fits.
 *
 * The knowledge gives no share for ages, marks, wishes and answers outside the network: they are drawn evenly over their
 * range (a range over 200 evenly in its logarithm) and do not depend on each other, so these people resemble a practice's
 * clients in what the network says and in nothing else.  A yes that raises the odds of a cause is held so rare that it
 * alone does not exceed the cause's prior; a number of years is at most the age.
 * The same seed, knowledge and settings give the same person on every machine.
 */
#ifndef CORE_SAMPLE_H
#define CORE_SAMPLE_H

#include "base/rng.h"
#include "core/case.h"

struct sampling {
	unsigned asked;                 /* set of enum occasion: questions of these are answered */
	double answered;                /* chance that a question of no danger is answered */
	double danger;                  /* chance that an answer of the safety module outside the network is more than its least */
};

struct sampled {
	struct person_case *c;          /* nobody is "does not know"; nothing is declined; limits and map are given */
	bool *acts;                     /* kb->n_causes: the truth; never a by_rule one */
	int *value;                     /* kb->n_findings: what this person would answer, asked or not, where it applies; sums too */
};

/* All of the arena.  Fails only as belief() does on numbers out of range. */
MUST_USE bool sample_person(struct arena *a, const struct kb *kb, const struct sampling *how, struct rng *rng,
	struct sampled *out, struct err *err);

#endif
