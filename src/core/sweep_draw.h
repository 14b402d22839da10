/* core/sweep_draw.h -- an answer with a certificate when the evidence is too wide for the exact one.
 *
 * Findings are left out until the rest is cheap (sweep_leave.c).  Each of them is replaced by its exponential upper bound (Jaakkola and Jordan
 * 1999), which only changes the weights of its parents; of what is left, exact independent samples are drawn; each is weighed by what the
 * bounds claimed too much, a number in (0, 1].  So the mean weights are unbiased, and empirical Bernstein bounds (Audibert, Munos and
 * Szepesvari 2007) hold for every finite number of samples, for all causes at once.
 *
 * Where causes that lead to causes hang together too closely for that, only what is above the findings that are kept is exact, if need be nothing; the
 * rest is drawn forward, each cause given its parents (likelihood weighting: Fung and Chang 1989, Shachter and Peot 1989).  Each finding that is left out then
 * weighs by its probability over the largest that any state gives it, again a number in [0, 1].  So there is always an answer, though it may be a wide one.
 */
#ifndef CORE_SWEEP_DRAW_H
#define CORE_SWEEP_DRAW_H

#include "core/sweep.h"

/* all: causes with nothing seen below them too (drawn forward); else these get NAN. */
MUST_USE bool sweep_draw(struct arena *a, const struct net *net, const int8_t *seen, bool all, const struct effort *effort,
	struct posterior *out, struct err *err);

#endif
