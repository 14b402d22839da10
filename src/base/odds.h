/* base/odds.h -- a probability and its natural-log odds. */
#ifndef BASE_ODDS_H
#define BASE_ODDS_H

#include <math.h>

/* p in [0, 1]; endless at both ends. */
static inline double logit(double p)
{
	return log(p / (1 - p));
}

/* Held off both ends, where differences of odds are compared. */
static inline double logit_within(double p)
{
	const double least = 1e-9;

	return logit(p < least ? least : p > 1 - least ? 1 - least : p);
}

static inline double chance(double log_odds)
{
	return 1 / (1 + exp(-log_odds));
}

#endif
