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

static struct chance *chances(struct one_pair *p)
{
	return (struct chance *)(void *)p;
}

void sweep_load(struct sweep *s, struct again *run, struct numbers *out)
{
	struct one_state st;

	one_begin(&st, s, run, 1, &s->room[0], NULL);
	*out = (struct numbers){ chances(st.room->a), chances(st.room->w), chances(st.room->alpha), chances(st.room->beta), st.room->q,
		st.room->go, st.total[0].m, st.total[0].e };
}

void sweep_tell(struct sweep *s, struct again *run, const struct numbers *have)
{
	struct one_state st = { .s = s, .room = s->room[0], .run = { run }, .total = { { have->m, have->e } } };

	one_tell_evidence(&st, 1);
	one_tell_odds(&st, 1);
}

void sweep_tape(struct sweep *s, struct again *run, const double *tilt, struct tape *out)
{
	void *own = NULL;
	const struct one_room *r = one_sweep_run(s, run, 1, &own, tilt, true);

	*out = (struct tape){ sweep_place(s, LOW, true), (const double *)(const void *)r->tape, chances(r->a), chances(r->w),
		chances(r->saved), r->q };
}
