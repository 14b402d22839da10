/* app/uai.h -- networks, evidence and marginals in the formats of the UAI inference evaluations.
 *
 * A network (.uai) is a list of factors over variables of two states, 0 and 1, here: off and on.  Whether it says MARKOV or BAYES, and
 * whichever variable of a factor is the child: the factors must be the probabilities of each variable given its parents, and each of them
 * a noisy-OR, so that the answer is exact (core/reason.h).  Evidence (.evid) says which variables were seen in which state.
 * Format: UAI 2010 and 2014 evaluations, http://www.cs.huji.ac.il/project/UAI10/fileFormat.php and
 * http://www.hlt.utdallas.edu/~vgogate/uai14-competition/modelformat.html.
 *
 * Every size is checked against the bytes that are there before room is made for it.  Errors: ERR_INPUT with line and column (from 1) and
 * what was expected; ERR_TOO_LARGE for a factor of more than 2^24 numbers.  Variables and factors are counted from 0, as in the files.
 */
#ifndef APP_UAI_H
#define APP_UAI_H

#include "base/err.h"
#include "core/reason.h"

enum { UAI_FACTOR_MOST = 24 };          /* variables of one factor */

/* p: 2^n numbers; the first variable changes slowest.  line, column: of its scope. */
struct uai_factor { int n, line, column; const int *var; const double *p; };
struct uai { int n, n_factors; struct uai_factor *factor; };

/* text: n bytes with a 0 behind them. */
MUST_USE bool uai_read(struct arena *a, const char *text, size_t n, struct uai *out, struct err *err);

/* "2  4 1  7 0": two variables seen, 4 on and 7 off; the same after "1" (one sample).  seen: n_vars, filled with SEEN_*. */
MUST_USE bool uai_read_evidence(struct arena *a, const char *text, size_t n, int n_vars, int8_t *seen, struct err *err);

/* A variable as a node: what switches it on (links from variable numbers).  Links that do nothing are left out. */
struct uai_node { struct chance own; struct net_link *link; int n_links; };
struct uai_net { int n; struct uai_node *node; int *order; };      /* order: all variables, parents first */

/* Finds the child of every factor and reads its noisy-OR; parents that act when off, and, where the child is nobody's parent, parents that
 * inhibit are taken too.  ERR_INPUT names the factor and the number that does not fit. */
MUST_USE bool uai_to_net(struct arena *a, const struct uai *uai, struct uai_net *out, struct err *err);

struct uai_answer {
	double *off, *on;               /* P(off | evidence), P(on | evidence) of each variable; they add up to 1 */
	double *low, *high;             /* of P(on); NULL when all is exact */
	double log10_evidence, log10_low, log10_high;   /* the last two differ when it is not exact; log10_low may be minus infinity */
	bool exact;
	double bound;                   /* exact: relative rounding bound of every number */
	double confidence;              /* not exact: of each interval */
	int samples, runs, width;       /* runs: orders of work that were needed; width: of the widest table, as a power of two */
	double cost;                    /* table operations of all runs */
};

extern const struct effort uai_effort;  /* some seconds, for who waits at a terminal */

/* One run may take `effort`, all exact ones together four times that; variables that cannot be asked together are asked in smaller groups.  What
 * is too wide even alone is answered by intervals, low and high being the same where a variable (or the evidence) was told exactly before.  There is an answer
 * within bounds of the effort whatever the network is, if only [0, 1].  ERR_INPUT when the evidence is found to be impossible; ERR_LIMIT only with effort->sampled 0. */
MUST_USE bool uai_infer(struct arena *a, const struct uai_net *net, const int8_t *seen, const struct effort *effort,
	struct uai_answer *out, struct err *err);

#endif
