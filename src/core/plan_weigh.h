/* core/plan_weigh.h -- what each part of a plan is worth, what could stand there instead, which choices are a toss-up, and what the limits cost.
 *
 * Effects of treatments are uncertain, so every plan here is also valued DRAWS times with the effects and the probabilities of the causes
 * drawn again, spread by their confidence (as core/belief.h does): one factor for each help, the same in every plan.  A choice is a
 * toss-up when the alternative wins in at least a quarter of the draws.  Method: docs/science/plan.md.
 */
#ifndef CORE_PLAN_WEIGH_H
#define CORE_PLAN_WEIGH_H

#include "core/plan.h"

enum { WEIGH_DRAWS = 200 };

/* value: what the plan would lose without the item, as a share of its worth.  other: the best item that could stand in its places at home
 * under the same limits, -1 none; instead: what the plan would gain with it (negative: lose); wins: share of draws in which it is worth more. */
struct item_weight { int item; double value; int other; double instead, wins; };
/* What the best plan would gain, as a share, were one limit looser. */
struct limit_cost { const char *what; double more; };

struct plan_weight {
	struct item_weight *item; int n_items;          /* each once, the weightiest first */
	struct limit_cost *limit; int n_limits;         /* those that cost anything, the dearest first */
	double low, high;               /* 5 and 95 % of the plan's own worth over the draws, as multiples of it */
};

bool plan_toss_up(const struct item_weight *w);

/* p: a plan made for the same arguments, also one changed by hand. */
struct plan_weight *plan_weigh(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct belief *b,
	const struct plan_drivers *d, const struct plan *p);

#endif
