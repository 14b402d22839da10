/* core/sweep_many.c -- eight cases that share an order of work: the same entry of each in one vector. */
#include "core/sweep_simd.h"

#define REAL double
#define NUM eight
#define BLOCK eight
#define LOW 0
#define CASES 8
#define NAME(x) many_##x
#include "core/sweep_body.h"

void sweep_many(struct sweep *s, struct again *run, int n)
{
	(void)many_sweep_run(s, run, n, &s->room[1], NULL, false);
}
