/* core/fit.h -- which published figures about a finding a noisy-OR network gives back, and which it could.  Knows nothing of backs.
 *
 * Built: what the network as it stands gives, by exact inference under its priors: sens = P(present | cause), spec = P(absent | no
 * cause), base = P(present).  Fitted: q of every link and the leak such that P(absent | cause) / P(absent | no cause) is the published
 * (1 - sens) / spec of each link, and P(present) the published base.  n + 1 numbers meet n + 1 figures; sens and spec are two for each
 * link, so they are met together only where the base fits the pair: base = prior sens + (1 - prior) (1 - spec).
 *
 * One link after the other is set to its target divided by what the other links do, until nothing moves.  The derivative of the log
 * ratios by the log q is the covariance matrix of the causes given "absent", each row divided by its variance: so there is one solution
 * only (all principal minors are positive: Gale and Nikaido 1965), and near it these steps, which are Gauss-Seidel's, converge.
 */
#ifndef CORE_FIT_H
#define CORE_FIT_H

#include "core/reason.h"

struct fit_pair { double sens, spec; };         /* 0..1 each */

enum fit_verdict {
	FIT_MET,                /* the network as built gives it */
	FIT_CAN,                /* the fitted q and leak give it */
	FIT_BASE,               /* a base: below what the causes make without any leak */
	FIT_PAIR,               /* a pair: with this prior it makes another base */
	FIT_FLOOR,              /* a pair: 1 - spec is below what the other causes make in those without this one */
	FIT_OTHERS,             /* a pair: without the link already, those with the cause have the finding oftener than it says, by other causes */
	FIT_AGAINST,            /* a pair: sens is not above 1 - spec; a link cannot say that */
	FIT_NEVER,              /* a pair: the cause is there in nobody or in everybody */
	FIT_VERDICTS
};

struct fit_link {
	int link;                               /* of net->link */
	double prior;                           /* P(cause), what leads to it included */
	struct fit_pair want, built, best;      /* best: with the fitted numbers; built and best NAN when FIT_NEVER */
	double q;                               /* fitted; as it was when FIT_NEVER */
	double least;                           /* the least 1 - spec there can be beside the other fitted links: leak 0 */
	double implied;                         /* the base that the pair makes */
	double leak;                            /* the leak that would make this pair's spec, whatever the base; below 0: there is none */
	double share;                           /* the prior with which pair and base fit; NAN when the base is not between 1 - spec and sens */
	enum fit_verdict verdict;
};

struct fit {
	double want, built, best;               /* the base */
	double least;                           /* the base with the fitted links and no leak */
	double leak;                            /* fitted: 0 when FIT_BASE */
	enum fit_verdict verdict;               /* of the base: FIT_MET, FIT_CAN, FIT_BASE */
	struct fit_link *link;                  /* in the order of the net, of the arena */
	int n, rounds;
};

/* node: a finding of the net; base: 0..1; pair: one for each of its links, in order; within: how far a figure may be off and count as
 * met.  nothing: the exact posterior of this very net with nothing seen.
 * ERR_INPUT: a figure out of range, a link that does not act when on, the same cause twice, or a finding with levels.  ERR_LIMIT: the
 * numbers still move after 1000 rounds. */
MUST_USE bool fit_finding(struct arena *a, const struct net *net, const struct posterior *nothing, int node, double base,
	const struct fit_pair *pair, double within, struct fit *out, struct err *err);

/* How far what is built is from what is wanted, the larger of the two; 0 when FIT_NEVER. */
double fit_off(const struct fit_link *l);

#endif
