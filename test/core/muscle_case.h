/* test/core/muscle_case.h -- people with marks on the body map, for the tests of the chain. */
#ifndef TEST_CORE_MUSCLE_CASE_H
#define TEST_CORE_MUSCLE_CASE_H

#include "core/chain.h"

#include "base/rng.h"
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline struct person_case *marked_case(struct arena *a, const struct kb *kb, const char *const *region, int n)
{
	struct person_case *c = case_new(a, kb);

	c->map_given = true;
	for (int i = 0; i < n; i++) {
		int r = kb_region(kb, region[i]);

		assert_true(r >= 0);
		c->mark[r] = 6;
	}
	return c;
}

/* n marks anywhere. */
static inline struct person_case *scattered_case(struct arena *a, const struct kb *kb, struct rng *r, int n)
{
	struct person_case *c = case_new(a, kb);

	c->map_given = true;
	for (int k = 0; k < n;) {
		int at = rng_below(r, kb->n_regions);

		if (c->mark[at])
			continue;
		c->mark[at] = (int8_t)(1 + rng_below(r, 9));
		k++;
	}
	return c;
}

/* bounded: with what sixteen parents leave out, which takes longer than all else. */
static inline struct drivers drivers_of_kind(struct arena *a, const struct kb *kb, const struct person_case *c, bool bounded)
{
	double *usual = NEWS(a, double, kb->n_causes);
	struct drivers d;
	struct err err = { 0 };

	for (int i = 0; i < kb->n_causes; i++)
		usual[i] = kb->cause[i].prior;
	if (!chain_drivers(a, kb, c, usual, bounded ? CHAIN_WHOLE : CHAIN_SHOWN, &d, &err))
		fail_msg("%s", err_line(a, &err));
	return d;
}

static inline struct drivers drivers_of(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	return drivers_of_kind(a, kb, c, false);
}

/* Where a unit of one side stands, from 1. */
static inline int rank_of_unit(const struct kb *kb, const struct drivers *d, const char *unit, enum side side)
{
	for (int i = 0; i < d->n; i++)
		if (!strcmp(kb->unit[d->at[i].unit].id, unit) && d->at[i].side == side)
			return i + 1;
	fail_msg("there is no unit %s", unit);
	return 0;
}

static inline double p_of_unit(const struct kb *kb, const struct drivers *d, const char *unit, enum side side)
{
	return d->at[rank_of_unit(kb, d, unit, side) - 1].p;
}

/* The same knowledge with another value of one number of the method. */
static inline const struct kb *with_number(struct arena *a, const struct kb *kb, const char *id, double value)
{
	struct kb *out = NEW(a, struct kb);
	int i = kb_find(kb, KIND_NUMBER, id);

	assert_true(i >= 0);
	*out = *kb;
	out->number = NEWS(a, struct number, kb->n_numbers);
	memcpy(out->number, kb->number, (size_t)kb->n_numbers * sizeof(*kb->number));
	out->number[i].value = value;
	return out;
}

#endif
