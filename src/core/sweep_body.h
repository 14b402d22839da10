/* core/sweep_body.h -- the numbers of a sweep, forward and backward.  Text that is compiled more than once; before it is included:
 *
 *   REAL    double (or __float128)          NUM    one number of every case: REAL, or a vector of CASES of them
 *   BLOCK   2^LOW table entries, or one of every case                 CASES   1 or LANES
 *   LOW     positions inside a block        NAME(x)   x with the name of this compilation
 */
#include "core/sweep.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if CASES > 1
#define LANE(x, l) ((x)[l])
#else
#define LANE(x, l) (x)
#endif

#include "core/sweep_table.h"

struct NAME(pair) { NUM no, yes; };
struct NAME(wide) { REAL m; long e; };          /* m * 2^e */

enum { NAME(TOGETHER) = 3 };

/* Children that a root acts on in one pass (sweep_fuse.h). */
struct NAME(acting) {
#if LOW
	bool within[LOW];
	BLOCK stay[LOW], go[LOW];               /* by position inside a block */
#endif
	int n;                                  /* children above a block, by rising position: */
	size_t half[NAME(TOGETHER)];
	BLOCK q[NAME(TOGETHER)], push[NAME(TOGETHER)];
};

/* What one pass works on.  v: the table after the children that are not in `by`; in: the table before any of them. */
struct NAME(fusing) { BLOCK *out; const BLOCK *v, *in; BLOCK no, yes; struct NAME(acting) by; };

struct NAME(room) {
	struct NAME(pair) *a, *w, *alpha, *beta, *saved;
	NUM *q, *go;                    /* of each tie; go: 1 - q, with all its digits */
	bool *touched;
	struct NAME(fusing) *fusing;
	BLOCK *tape, *g, *v, *kept;
	const double *tilt;             /* n_causes, NULL */
};

struct NAME(state) {
	struct sweep *s;
	const struct placed *placed;
	struct NAME(room) *room;
	struct again *run[CASES];
	struct NAME(wide) total[CASES];
	const int *asked;               /* all cases as when the order was made, and so many asked findings absent, one in each; NULL */
	int n_asked;
};

static const REAL NAME(tiny) = (REAL)0x1p-400;

static void NAME(wide_times)(struct NAME(wide) *w, REAL x)
{
	w->m *= x;
	if (w->m < NAME(tiny) && w->m > 0) {
		w->m *= (REAL)0x1p400;
		w->e -= 400;
	}
}

/* In some case both are below a limit. */
static inline bool NAME(both_below)(const NUM *x, const NUM *y, REAL limit)
{
#if CASES > 1
	__typeof__(*x < *y) small = (*x < limit) & (*y < limit);

	small |= __builtin_shufflevector(small, small, 4, 5, 6, 7, 0, 1, 2, 3);
	small |= __builtin_shufflevector(small, small, 2, 3, 0, 1, 6, 7, 4, 5);
	return (small[0] | small[1]) != 0;
#else
	return *x < limit && *y < limit;
#endif
}

static void NAME(lift)(struct NAME(state) *st, struct NAME(pair) *p)
{
	for (int l = 0; l < CASES; l++) {
		REAL most = LANE(p->no, l) > LANE(p->yes, l) ? LANE(p->no, l) : LANE(p->yes, l);

		if (most > 0 && most < NAME(tiny)) {
			LANE(p->no, l) *= (REAL)0x1p400;
			LANE(p->yes, l) *= (REAL)0x1p400;
			if (st)
				st->total[l].e -= 400;
		}
	}
}

/* Brings the larger of the two near one; only the ratio and what was taken out count. */
static inline void NAME(level)(struct NAME(state) *st, struct NAME(pair) *p)
{
	if (NAME(both_below)(&p->no, &p->yes, NAME(tiny)))
		NAME(lift)(st, p);
}

static void NAME(splat)(const NUM *x, BLOCK *out)
{
#if LOW
	*out = (BLOCK){ *x, *x, *x, *x, *x, *x, *x, *x };       /* one instruction; entry by entry it is eight stores and a stall */
#else
	*out = *x;
#endif
}

#include "core/sweep_numbers.h"
#include "core/sweep_forward.h"
#include "core/sweep_backward.h"

/* ---- all of it ---- */

/* Slots that no table knows: alone from the start, or what a whole tree was folded into. */
static void NAME(finish_alone)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;
	struct NAME(wide) total[CASES];         /* in registers */

	memcpy(total, st->total, sizeof(total));
	for (int from = 0; from < s->n_slots; from += 8) {
		uint64_t touched, alone;

		memcpy(&touched, r->touched + from, 8);
		memcpy(&alone, s->alone + from, 8);
		for (uint64_t both = touched & alone; both; both &= both - 1) {
			int x = from + __builtin_ctzll(both) / 8;
			const struct NAME(pair) *a = &r->a[x], *w = &r->w[x];
			NUM all = a->no * w->no + a->yes * w->yes;

			for (int l = 0; l < CASES; l++)
				NAME(wide_times)(&total[l], LANE(all, l));
			r->alpha[x] = *a;
			r->beta[x] = *w;
		}
	}
	memcpy(st->total, total, sizeof(total));
	for (int k = 0; k < s->n_sets; k++) {
		const struct net_set *set = s->set[k];
		NUM *z = (NUM *)arena_take(s->arena, (size_t)set->n + 1, sizeof(NUM)), all = { 0 }, x;
		bool in_table = false;

		for (int i = 0; i < set->n; i++)
			in_table = in_table || s->n_out[set->first + i] > 0;
		for (int i = 0; i <= set->n; i++) {
			z[i] += 1;
			NAME(alone)(st, k, i - 1, -1, &x);
			all += x;
		}
		for (int l = 0; !in_table && l < CASES; l++)
			NAME(wide_times)(&st->total[l], LANE(all, l));
		if (!in_table)
			NAME(says_set)(st, k, z);
	}
}

static void NAME(write_odds)(const struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;
	const struct NAME(room) *r = st->room;

	double *odds = st->run[l]->odds;

	assert(!r->tilt);
	for (int c = 0; c < s->n_causes; c++) {         /* a vector's width at once in sweep_one.c; what nothing touched is as it was loaded */
		const struct NAME(pair) *x = &r->alpha[c], *w = &r->w[c];

		odds[c] = (double)(LANE(x->yes, l) * LANE(w->yes, l) / (LANE(x->no, l) * LANE(w->no, l)));
	}
	for (int c = 0; !s->whole && c < s->n_causes; c++)
		if (s->slot[c] < 0)
			odds[c] = (double)NAN;
}

static struct NAME(room) *NAME(room_for)(struct sweep *s)
{
	struct arena *a = s->arena;
	struct NAME(room) *r = NEW(a, struct NAME(room));

	r->a = (struct NAME(pair) *)arena_take(a, 4 * (size_t)s->n_slots + s->n_folds, sizeof(struct NAME(pair)));
	r->w = r->a + s->n_slots;
	r->alpha = r->w + s->n_slots;
	r->beta = r->alpha + s->n_slots;
	r->saved = r->beta + s->n_slots;
	r->q = (NUM *)arena_take(a, 2 * (size_t)s->n_ties, sizeof(NUM));
	r->go = r->q + s->n_ties;
	r->touched = NEWS(a, bool, s->n_slots + 8);     /* read eight at a time, as s->alone is */
	return r;
}

static void NAME(take_tape)(struct sweep *s, struct NAME(room) *r, const struct placed *p)
{
	size_t widest = (size_t)1 << p->widest;
	char *tape = arena_take(s->arena, (p->entries + 3 * widest) * sizeof(BLOCK) + sizeof(struct NAME(fusing)) + 64, 1);

	tape += (64 - (uintptr_t)tape % 64) % 64;
	r->tape = (BLOCK *)(void *)tape;
	r->g = r->tape + p->entries;
	r->v = r->g + widest;
	r->kept = r->v + widest;
	r->fusing = (struct NAME(fusing) *)(void *)(r->kept + widest);
}

/* The numbers of the runs, leaves folded. */
static void NAME(begin)(struct NAME(state) *st, struct again *run, int n, void **room, const double *tilt)
{
	struct sweep *s = st->s;

	assert(n >= 1 && n <= CASES);
	if (!*room)
		*room = NAME(room_for)(s);
	st->room = *room;
	st->room->tilt = tilt;
	for (int l = 0; l < CASES; l++) {
		st->run[l] = &run[l < n ? l : 0];
		st->total[l] = (struct NAME(wide)){ 1, 0 };
	}
	NAME(load_slots)(st);
	NAME(load_ties)(st);
	if (s->net->n_sets)
		NAME(load_levels)(st);
	if (st->asked)
		NAME(absorb_asked)(st);
	for (int l = 0; !st->asked && l < CASES; l++)
		NAME(absorb)(st, l);
	NAME(fold)(st);
	NAME(finish_alone)(st);
}

static void NAME(tell_evidence)(const struct NAME(state) *st, int n)
{
	for (int l = 0; l < n; l++) {
		struct again *run = st->run[l];

		run->possible = st->total[l].m > 0;
		run->log_evidence = run->possible ? log((double)st->total[l].m) + (double)st->total[l].e * M_LN2 : -HUGE_VAL;
	}
}

static void NAME(unfold)(struct NAME(state) *st)
{
	for (int i = st->s->n_folds - 1; i >= 0; i--) {
		if (st->s->fold[i].up)
			NAME(unfold_child)(st, i);
		else
			NAME(unfold_parent)(st, i);
	}
}

static void NAME(tell_odds)(struct NAME(state) *st, int n)
{
	for (int l = 0; l < n; l++)
		if (st->run[l]->possible)
			NAME(write_odds)(st, l);
}

/* Numbers, forward; and back unless all tables are kept. */
static void NAME(both_ways)(struct NAME(state) *st, struct again *run, int n, void **room, const double *tilt, bool keep)
{
	NAME(begin)(st, run, n, room, tilt);
	st->placed = sweep_place(st->s, LOW, keep);
	if (!st->room->tape)
		NAME(take_tape)(st->s, st->room, st->placed);
	NAME(forward)(st);
	NAME(tell_evidence)(st, n);
	if (!keep && st->s->n_ops)
		NAME(backward)(st);
	if (!keep)
		NAME(unfold)(st);
}

/* tilt, keep: struct tape of sweep.h */
static struct NAME(room) *NAME(sweep_run)(struct sweep *s, struct again *run, int n, void **room, const double *tilt, bool keep)
{
	struct NAME(state) st = { .s = s };

	NAME(both_ways)(&st, run, n, room, tilt, keep);
	if (!keep)
		NAME(tell_odds)(&st, n);
	return st.room;
}

#if CASES > 1
static void NAME(sweep_asked)(struct sweep *s, struct again *run, const int *finding, int n, const double *before, double *p)
{
	struct NAME(state) st = { .s = s, .asked = finding, .n_asked = n };

	NAME(both_ways)(&st, run, n, &s->room[1], NULL, false);
	for (int c = 0; c < s->n_causes; c++) {
		NUM no = st.room->alpha[c].no * st.room->w[c].no, yes = st.room->alpha[c].yes * st.room->w[c].yes, all = no + yes;

		all = st.room->touched[c] ? yes / all : all * 0 + before[c];
		memcpy(p + c * CASES, &all, sizeof(all));
	}
}
#endif
