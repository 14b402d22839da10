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
	(void)one_sweep_run(s, run, 1, &s->room[0], NULL, false);
}

_Static_assert(sizeof(struct one_pair) == sizeof(struct chance), "the same two numbers");

void sweep_tape(struct sweep *s, struct again *run, const double *tilt, struct tape *out)
{
	void *own = NULL;
	const struct one_room *r = one_sweep_run(s, run, 1, &own, tilt, true);

	*out = (struct tape){ sweep_place(s, LOW, true), (const double *)(const void *)r->tape, (const struct chance *)(const void *)r->a,
		(const struct chance *)(const void *)r->w, (const struct chance *)(const void *)r->saved, r->q };
}
