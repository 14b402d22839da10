/* test/core/made_days.h -- days of check-ins whose truth is known. */
#ifndef TEST_CORE_MADE_DAYS_H
#define TEST_CORE_MADE_DAYS_H

#include "support.h"

#include "base/rng.h"
#include "core/track_model.h"

#include <math.h>

enum { DAYS_MOST = 90 };

struct series { double pain[DAYS_MOST], function[DAYS_MOST], mood[DAYS_MOST], sleep[DAYS_MOST], practice[DAYS_MOST],
	mind[DAYS_MOST], body[DAYS_MOST]; };

static struct arena *arena;

static inline int set_up(void **state)
{
	(void)state;
	arena = arena_new(64u << 20);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	arena_end(arena);
	return 0;
}

static inline double clamp(double x)
{
	return round(fmin(10, fmax(0, x)));
}

/* Levels a + b * t in whole numbers, daily noise `sd`, a share of days missing. */
static inline struct track_days make(struct series *s, struct rng *r, int n, double level, double slope, double sd, double missing)
{
	for (int t = 0; t < n; t++) {
		bool gone = rng_unit(r) < missing;

		s->pain[t] = gone ? (double)NAN : clamp(level + slope * t + sd * rng_normal(r));
		s->function[t] = gone ? (double)NAN : clamp(level + slope * t + sd * rng_normal(r));
		s->mood[t] = s->sleep[t] = gone ? (double)NAN : clamp(7 + sd * rng_normal(r));
		s->practice[t] = 12;
	}
	return (struct track_days){ .n = n, .value = { s->pain, s->function, s->mood, s->sleep }, .practice = s->practice,
		.planned = 12 };
}

#endif
