/* core/chain_says.c -- what marks and hands say of the causes, without asking which muscles they speak of: see chain.h. */
#include "core/chain_making.h"

#include <string.h>

static const struct effort exactly = { .exact = 4e7 };   /* as in chain_drivers */

bool chain_says(struct arena *a, const struct kb *kb, const struct person_case *c, const double *by_cause, double *says)
{
	struct making m = { .a = a, .kb = kb, .c = c, .by_cause = by_cause, .parents = PARENTS_MOST, .only_says = true };
	struct posterior p;
	struct err dear = { 0 };

	memset(says, 0, (size_t)kb->n_causes * sizeof(*says));
	if (!kb->chain)
		return true;
	making_whole(&m);
	if (!reason_posterior(a, &m.net, m.seen, &exactly, &p, &dear))
		return false;
	making_says(&m, &p, says);
	making_silence(&m, says, NEWS(a, bool, kb->n_causes));
	return true;
}
