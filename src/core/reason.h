/* core/reason.h -- exact inference in noisy-OR networks of any depth.  Knows nothing of backs.
 *
 * A node is on when its own push (a prior, or a leak) or at least one of its parents switches it on: contributing factors, causes
 * and findings are the same thing at different depths (Pearl 1988).  Findings may be ordinal (noisy-MAX, cumulative), may be
 * inhibited, and roots may exclude each other (the severities of one condition).  Not seen, seen off and seen on are three things.
 *
 * Everything is computed from sums and products of numbers >= 0, so the relative error is a few hundred rounding units whatever the
 * probability of the evidence is; no alternating sums, no division of messages.  Method, sources, figures: docs/science/reason.md
 * (Heckerman 1989; D'Ambrosio 1994; Dechter 1999; Diez and Galan 2003; Jaakkola and Jordan 1999 for evidence that is too wide).
 *
 * The order of work is made first and its cost is known before anything runs; what looking for an order takes is bounded, too (struct effort).
 * Beyond these bounds there are samples, of as few findings kept exact as it takes, if need be none: there is no hang and no surprise.
 */
#ifndef CORE_REASON_H
#define CORE_REASON_H

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct chance { double no, yes; };              /* of a node that is pushed by nothing else; no + yes = 1, each as exact as it can be */

enum link_kind {
	LINK_ACTS,                      /* the parent, when on, switches the node on with probability 1 - q */
	LINK_ACTS_OFF,                  /* the same when the parent is off */
	LINK_INHIBITS,                  /* the parent, when on, keeps the node off with probability 1 - q, whatever else acts; findings only */
};
struct net_link { int from; enum link_kind kind; double q; };   /* q in [0, 1] */

enum net_set_kind {
	SET_LEVELS,                     /* findings first ... first + n - 1 are "at least level 1, 2, ... n" of one ordinal finding: same parents
	                                 * in the same order, q not falling; seen on up to the level and off above it, or on / off alone */
	SET_EXCLUSIVE,                  /* of these roots at most one is on: own.yes are their probabilities, which add up to 1 at most; none of
	                                 * them acts when off */
};
struct net_set { enum net_set_kind kind; int first, n; };

/* Parents stand before their children.  Nodes below n_causes are what one wants to know (causes, and what leads to them); the rest are
 * findings, which are nobody's parents.  Links of node x are link[first[x]] ... link[first[x + 1] - 1]. */
struct net {
	int n_nodes, n_causes;
	struct chance *own;             /* n_nodes */
	int *first;                     /* n_nodes + 1 */
	struct net_link *link;
	struct net_set *set;
	int n_sets;
};

enum seen { SEEN_NOTHING = 0, SEEN_ABSENT = -1, SEEN_PRESENT = 1 };

struct sweep;                           /* the order of work (core/sweep.h), kept to be run again with other numbers */

struct posterior {
	double *p;                      /* n_causes */
	double *odds;                   /* n_causes: p / (1 - p), as exact as p at both ends; infinite where p is 1 */
	double log_evidence;            /* natural log of P(evidence) */
	double cost;                    /* table operations that were needed, as predicted; not exact: of the part that was kept exact */
	double looked;                  /* what looking for orders took, of effort->looking */
	int width;                      /* widest table of these, as a power of two */
	bool exact;
	double bound;                   /* exact: relative rounding bound of every p and odds */
	double *low, *high;             /* not exact: an interval of each p that holds with probability `confidence`, all at once; else NULL */
	double log_low, log_high;       /* not exact: of log_evidence, with the same confidence; log_low may be minus infinity */
	double confidence;
	int samples;
	struct sweep *sweep;            /* NULL when not exact; points to the net, which stays where it is as long as this is used */
};

/* The work one answer may take, in table operations (about 5e8 a second on one core in 2026).  exact 0: samples at once.  sampled 0: rather no answer (ERR_LIMIT)
 * than intervals.  again: about how many times the order will be run once more (reason_again); the more, the longer a better one is looked
 * for.  drawing: what all samples together may take (0: 2e8), though 256 are drawn; samples: no more than so many (0: 16,384).  looking: what may be
 * read to find orders, in words of 64 nodes (0.5 to 1 ns each), once for the exact answer and once for samples (0: as many as `exact`, 1e8 at least). */
struct effort { double exact, sampled, questions, again, drawing, samples, looking; };
extern const struct effort reason_effort;       /* 4e7, 2e6, 8e6, 0: a page waits for it; sampled: of the part kept exact; questions: reason_gain */

/* What effort->looking stands for. */
double effort_looking(const struct effort *effort);

/* seen: n_nodes, SEEN_*.  Evidence too wide for effort->exact is answered by certified sampling (exact == false); ERR_LIMIT only where
 * effort->sampled forbids that.  ERR_INPUT when the evidence has probability 0 in this network, as far as that is computed. */
MUST_USE bool reason_posterior(struct arena *a, const struct net *net, const int8_t *seen, const struct effort *effort,
	struct posterior *out, struct err *err);

/* Like reason_posterior, but only for causes with a present finding below them; all others get NAN.  For big networks. */
MUST_USE bool reason_relevant(struct arena *a, const struct net *net, const int8_t *seen, const struct effort *effort,
	struct posterior *out, struct err *err);

/* Runs the same order of work again, n times: with other numbers, or with other evidence.  Every net has the nodes, links and sets
 * of the first (other own and q); a finding that was present may be anything, all others SEEN_NOTHING or SEEN_ABSENT, causes anything.  Of levels that
 * were seen all is seen as it was, or nothing; of levels that were not, one may be absent. */
struct again {
	const struct net *net;
	const int8_t *seen;
	double *odds;                   /* in: room for n_causes; out: posterior odds */
	double log_evidence;            /* out */
	bool possible;                  /* out: false when this evidence has probability 0; odds are then not written */
};
void reason_again(const struct posterior *have, struct again *run, int n);

/* P(at least one of the causes in set | evidence), from an exact posterior already computed on the same evidence. */
MUST_USE bool reason_any(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const int *set, int n, double *out, struct err *err);

/* Expected gain in bits about the causes with weight > 0 (their weight times the drop of entropy) of asking each finding f with
 * want[f] (n_nodes); gain: n_nodes, 0 where not wanted or known already.  exact: how many were computed exactly; when all of them would
 * take longer than `operations`, the rest are ranked by an estimate and only the best get the exact value (the others keep the estimate).
 * told: n_nodes, filled for every finding that was asked about (p_no NULL for the others); or NULL. */
struct told_absent { int finding; double no; double *p_no; };    /* P(absent), and n_causes probabilities then; present follows by complement */
MUST_USE bool reason_gain(struct arena *a, const struct net *net, const int8_t *seen, const struct posterior *have,
	const double *weight, const bool *want, double operations, double *gain, int *exact, struct told_absent *told, struct err *err);

/* How far the answer of `whole` lies from that of `part`: the same causes, and the same findings absent, but other findings outside of sets
 * present, or with links that `part` lacks (its leaks may hold what they usually do).  Exact samples of the part (`have`: its exact posterior on `seen`), rare causes drawn
 * oftener, each weighed by how much likelier the whole makes what was seen; the part, told by the same samples, is taken off
 * (importance sampling with a control variate).  The intervals are those of a normal distribution and hold for all causes at once with
 * probability `confidence`; effective: so many equal samples would say as much (Kong 1992).  False, and nothing is known: no exact answer of the
 * part is at hand, its tables are too big to be kept, effective is below 400, or a finding that differs has links of another kind than LINK_ACTS. */
struct beyond { double *by, *half, confidence, effective; int samples; };        /* n_causes, then n_any: whole p - part p is in by +- half */
struct any_of { const int *cause; int n; };      /* at least one of these */
MUST_USE bool reason_beyond(struct arena *a, const struct net *part, const int8_t *seen, const struct posterior *have,
	const struct net *whole, const int8_t *seen_whole, const struct any_of *any, int n_any, struct beyond *out);

/* Entropy in bits of a yes-or-no that is yes with probability p. */
double reason_entropy(double p);

/* The numbers are in range and the order is right; the first wrong node is named in err. */
MUST_USE bool net_check(const struct net *net, struct err *err);

#endif
