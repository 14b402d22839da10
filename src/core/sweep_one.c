/* core/sweep_one.c -- one case: eight neighbouring entries of its table in one vector. */
#define REAL double
#define NUM double
#define BLOCK eight
#define LOW 3
#define CASES 1
#define JOIN(unit, x) one_##unit##_##x
#define NAMED(unit, x) JOIN(unit, x)
#define NAME(x) NAMED(UNIT, x)
#include "core/sweep_units.h"

void sweep_one(struct sweep *s, struct again *run)
{
#if VECTOR_UNITS
	if (unit_here() == UNIT_AVX512) {
		(void)one_avx512_sweep_run(s, run, 1, &s->room[0], NULL, false);
		return;
	}
	if (unit_here() == UNIT_AVX2) {
		(void)one_avx2_sweep_run(s, run, 1, &s->room[0], NULL, false);
		return;
	}
#endif
	(void)one_plain_sweep_run(s, run, 1, &s->room[0], NULL, false);
}

_Static_assert(sizeof(struct one_plain_pair) == sizeof(struct chance), "the same two numbers");

static struct chance *chances(struct one_plain_pair *p)
{
	return (struct chance *)(void *)p;
}

void sweep_load(struct sweep *s, struct again *run, struct numbers *out)
{
	struct one_plain_state st = { .s = s };

	one_plain_begin(&st, run, 1, &s->room[0], NULL);
	*out = (struct numbers){ chances(st.room->a), chances(st.room->w), chances(st.room->alpha), chances(st.room->beta), st.room->q,
		st.room->go, st.total[0].m, st.total[0].e };
}

void sweep_tell(struct sweep *s, struct again *run, const struct numbers *have)
{
	struct one_plain_state st = { .s = s, .room = s->room[0], .run = { run }, .total = { { have->m, have->e } } };

	one_plain_tell_evidence(&st, 1);
	one_plain_unfold(&st);
	one_plain_tell_odds(&st, 1);
}

void sweep_tape(struct sweep *s, struct again *run, const double *tilt, struct tape *out)
{
	void *own = NULL;
	const struct one_plain_room *r = one_plain_sweep_run(s, run, 1, &own, tilt, true);

	*out = (struct tape){ sweep_place(s, LOW, true), (const double *)(const void *)r->tape, chances(r->a), chances(r->w),
		chances(r->saved), r->q };
}
