/* core/sweep_many.c -- eight cases that share an order of work: the same entry of each in one vector. */
#define REAL double
#define NUM eight
#define BLOCK eight
#define LOW 0
#define CASES 8
#define JOIN(unit, x) many_##unit##_##x
#define NAMED(unit, x) JOIN(unit, x)
#define NAME(x) NAMED(UNIT, x)
#include "core/sweep_units.h"

void sweep_many(struct sweep *s, struct again *run, int n)
{
#if VECTOR_UNITS
	if (unit_here() == UNIT_AVX512) {
		(void)many_avx512_sweep_run(s, run, n, &s->room[1], NULL, false);
		return;
	}
	if (unit_here() == UNIT_AVX2) {
		(void)many_avx2_sweep_run(s, run, n, &s->room[1], NULL, false);
		return;
	}
#endif
	(void)many_plain_sweep_run(s, run, n, &s->room[1], NULL, false);
}

void sweep_ask(struct sweep *s, struct again *run, const int *finding, int n, const double *before, double *p)
{
#if VECTOR_UNITS
	if (unit_here() == UNIT_AVX512) {
		many_avx512_sweep_asked(s, run, finding, n, before, p);
		return;
	}
	if (unit_here() == UNIT_AVX2) {
		many_avx2_sweep_asked(s, run, finding, n, before, p);
		return;
	}
#endif
	many_plain_sweep_asked(s, run, finding, n, before, p);
}
