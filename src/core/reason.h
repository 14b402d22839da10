/* core/reason.h -- exact inference in noisy-OR networks of two levels (causes -> findings).  Knows nothing of backs.
 *
 * Several causes at once, leaks, absent findings linear, present findings by a sweep over a frontier of open findings
 * and held causes (a path decomposition): only sums and products of numbers >= 0, so the relative error is a few rounding units
 * whatever the probability of the evidence is.  No alternating sums.  Method and sources: docs/science/reason.md
 * (Pearl 1988; Heckerman 1989; D'Ambrosio 1994; Diez and Galan 2003).
 *
 * A cause may be linked to a finding more than once (the q multiply), priors and q may be 0 or 1, a leak may be 0.
 * Evidence of probability 0 (or so unlikely that one finding falls below 1e-300 given the others) is ERR_INPUT.
 */
#ifndef CORE_REASON_H
#define CORE_REASON_H

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct net_link { int cause; double q; };        /* q = P(finding stays absent | this cause alone acts), in [0, 1] */

struct net {
	int n_causes, n_findings;
	double *prior;                  /* n_causes, in [0, 1] */
	double *stay;                   /* n_findings: 1 - leak, in (0, 1] */
	int *first;                     /* n_findings + 1: links of finding f are link[first[f]] ... link[first[f + 1] - 1] */
	struct net_link *link;
};

enum seen { SEEN_NOTHING = 0, SEEN_ABSENT = -1, SEEN_PRESENT = 1 };

struct sweep;                           /* the order of work (core/sweep.h), kept to be run again with other numbers */

struct posterior {
	double *p;                      /* n_causes */
	double *odds;                   /* n_causes: p / (1 - p), as exact as p at both ends; infinite where p is 1 */
	double log_evidence;            /* natural log of P(evidence) */
	int width;                      /* widest frontier */
	double bound;                   /* relative rounding bound of every p and odds */
	struct sweep *sweep;
};

/* seen: n_findings, SEEN_*.  The cost is known before running: ERR_LIMIT only when the tables of the sweep would hold
 * more than 2^22 entries in all (each four numbers: 128 MB).  All memory, the sweep's too, is of the arena. */
MUST_USE bool reason_posterior(struct arena *a, const struct net *net, const int8_t *seen, struct posterior *out,
	struct err *err);

/* Runs the same order of work again, n times: with other numbers, or with less evidence.  Every net has the causes,
 * findings and links of the first (other prior, stay, q); in `seen`, findings that were present may be anything, the
 * others SEEN_NOTHING or SEEN_ABSENT.  No new finding may be present. */
struct again {
	const struct net *net;
	const int8_t *seen;
	double *odds;                   /* in: room for n_causes; out: posterior odds */
	double log_evidence;            /* out */
	bool possible;                  /* out: false when this evidence has probability 0; odds are then not written */
};
void reason_again(const struct posterior *have, struct again *run, int n);

/* P(at least one of the causes in set | evidence), from a posterior already computed on the same evidence. */
MUST_USE bool reason_any(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const int *set, int n, double *out, struct err *err);

/* Expected gain in bits about the causes with weight > 0 (their weight times the drop of entropy) of asking each finding f
 * with want[f]; gain: n_findings, 0 where not wanted or known already. */
MUST_USE bool reason_gain(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const double *weight, const bool *want, double *gain, struct err *err);

/* Entropy in bits of a yes-or-no that is yes with probability p. */
double reason_entropy(double p);

#endif
