/* core/sweep_one.c -- one case: eight neighbouring entries of its table in one vector. */
#include "core/sweep_simd.h"

#define REAL double
#define NUM double
#define BLOCK eight
#define LOW 3
#define CASES 1
#define NAME(x) one_##x
#include "core/sweep_body.h"

void sweep_one(struct sweep *s, struct again *run)
{
	one_sweep_run(s, run, 1, &s->room[0]);
}
