/* core/sweep_draw.h -- an answer with a certificate when the evidence is too wide for the exact one.
 *
 * Present findings are left out until the rest is cheap.  Each of them is replaced by its exponential upper bound (Jaakkola and Jordan
 * 1999), which only changes the weights of its parents; of what is left, exact independent samples are drawn; each is weighed by what the
 * bounds claimed too much, a number in (0, 1].  So the mean weights are unbiased, and empirical Bernstein bounds (Audibert, Munos and
 * Szepesvari 2007) hold for every finite number of samples, for all causes at once.
 */
#ifndef CORE_SWEEP_DRAW_H
#define CORE_SWEEP_DRAW_H

#include "core/sweep.h"

/* s: the order that was too dear, with slots for what is above the evidence at least; causes without one, when all are wanted, are drawn forward. */
MUST_USE bool sweep_draw(struct arena *a, struct sweep *s, bool all, const struct effort *effort, struct posterior *out,
	struct err *err);

#endif
