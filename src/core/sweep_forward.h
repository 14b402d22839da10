/* core/sweep_forward.h -- each step on its table, forward.  Text of sweep_body.h. */

/* ---- tables ---- */

#if LOW
/* 1 where the bit at that position inside a block is set. */
static const BLOCK NAME(set)[] = { { 0, 1, 0, 1, 0, 1, 0, 1 }, { 0, 0, 1, 1, 0, 0, 1, 1 }, { 0, 0, 0, 0, 1, 1, 1, 1 } };
_Static_assert(LOW == 3, "blocks of eight");
#endif

static void NAME(act)(const struct NAME(state) *st, int tie, BLOCK *t, int blocks, bool back)
{
	const struct NAME(room) *r = st->room;
	int to = st->placed->to[tie], from = st->placed->from[tie];
	bool on = !st->s->tie[tie].off || from < 0;
	size_t n = (size_t)1 << blocks, stride = from >= LOW ? (size_t)1 << (from - LOW) : 0;
	struct NAME(coef) c;

#if LOW
	const BLOCK none = { 0 }, all = none + 1;
	BLOCK active = from < 0 || from >= LOW ? all : on ? NAME(set)[from] : all - NAME(set)[from];

	c.stay = active * r->q[tie] + (all - active);
	c.go = active * r->go[tie];
	if (to < LOW) {
		BLOCK one = NAME(set)[to];

		c.stay = one + (all - one) * c.stay;
		c.go *= back ? all - one : one;
		NAME(act_inside)(t, n, to, stride, on, &c);
		return;
	}
#else
	c.stay = r->q[tie];
	c.go = r->go[tie];
#endif
	NAME(act_across)(t, n, (size_t)1 << (to - LOW), stride, on, back, &c);
}

static void NAME(fuse_act)(const struct NAME(state) *st, int root, BLOCK *t, int blocks, bool back)
{
	const struct sweep *s = st->s;

	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++)
		if (!s->tie[s->out[i]].folded)
			NAME(act)(st, s->out[i], t, blocks, back);
}

static void NAME(sum_block)(const BLOCK *x, NUM *out)
{
#if LOW
	BLOCK sum = *x + __builtin_shufflevector(*x, *x, 4, 5, 6, 7, 0, 1, 2, 3);

	sum += __builtin_shufflevector(sum, sum, 2, 3, 0, 1, 6, 7, 4, 5);
	*out = sum[0] + sum[1];
#else
	*out = *x;
#endif
}

static void NAME(dot)(const BLOCK *x, const BLOCK *y, size_t n, NUM *out)
{
	BLOCK sum;

	NAME(dot_blocks)(x, y, n, &sum);
	NAME(sum_block)(&sum, out);
}

/* The pair as factors of a block's entries: inside a block, by the bit at pos. */
static void NAME(split)(const struct NAME(pair) *p, int pos, BLOCK *no, BLOCK *yes)
{
	NAME(splat)(&p->no, no);
	NAME(splat)(&p->yes, yes);
#if LOW
	if (pos < LOW) {
		*no *= 1 - NAME(set)[pos];
		*yes *= NAME(set)[pos];
	}
#else
	(void)pos;
#endif
}

/* Multiplies by a power of two when what is left has become small. */
static void NAME(rescale)(struct NAME(state) *st, BLOCK *t, size_t n, const BLOCK *sum, bool count)
{
	bool small = false;
	BLOCK by;
	NUM most, factor;

	NAME(sum_block)(sum, &most);
	if (!NAME(both_below)(&most, &most, (REAL)0x1p-100))
		return;
	for (int l = 0; l < CASES; l++) {
		bool scale = LANE(most, l) > 0 && LANE(most, l) < (REAL)0x1p-100;
		int e = 0;

		if (scale)
			frexp((double)LANE(most, l), &e);
		e = e < -1000 ? -1000 : e;
		LANE(factor, l) = (REAL)ldexp(1, -e);
		st->total[l].e += count ? e : 0;
		small = small || scale;
	}
	if (!small)
		return;
	NAME(splat)(&factor, &by);
	NAME(times)(t, t, n, &by, false);
}

static void NAME(open)(const struct NAME(state) *st, const struct step *p, const struct NAME(pair) *by)
{
	const BLOCK *in = st->room->tape + p->in;
	BLOCK *out = st->room->tape + p->out, no, yes;
	size_t n = (size_t)1 << p->blocks;

	NAME(split)(by, p->pos, &no, &yes);
#if LOW
	if (p->pos < LOW) {
		for (size_t i = 0; i < n; i++) {
			BLOCK other;

			NAME(swap)(&in[i], p->pos, &other);
			out[i] = no * in[i] + yes * other;
		}
		return;
	}
#endif
	NAME(twice)(out, in, n, (size_t)1 << (p->pos - LOW), &no, &yes);
}

static void NAME(close)(struct NAME(state) *st, const struct step *p)
{
	const BLOCK *in = st->room->tape + p->in;
	BLOCK *out = st->room->tape + p->out, no, yes, sum = { 0 };
	size_t n = (size_t)1 << p->blocks;

	NAME(split)(&st->room->w[p->at], p->pos, &no, &yes);
#if LOW
	if (p->pos < LOW) {
		for (size_t i = 0; i < n; i++) {
			BLOCK other, one = yes * in[i];

			NAME(swap)(&one, p->pos, &other);
			out[i] = no * in[i] + other;
			sum += out[i];
		}
		NAME(rescale)(st, out, n, &sum, true);
		return;
	}
#endif
	NAME(halve)(out, in, n / 2, (size_t)1 << (p->pos - LOW), &no, &yes, &sum);
	NAME(rescale)(st, out, n / 2, &sum, true);
}

static bool NAME(is_root)(const struct sweep *s, int slot)
{
	return s->n_in[slot] == 0;
}

/* A root is opened with all that is known of it. */
static void NAME(open_pair)(const struct NAME(state) *st, int slot, struct NAME(pair) *out)
{
	const struct NAME(pair) *a = &st->room->a[slot], *w = &st->room->w[slot];

	*out = *a;
	if (NAME(is_root)(st->s, slot)) {
		out->no *= w->no;
		out->yes *= w->yes;
	}
}

static void NAME(says)(const struct NAME(state) *st, int slot, const NUM *no, const NUM *yes)
{
	struct NAME(room) *r = st->room;

	r->alpha[slot] = (struct NAME(pair)){ r->a[slot].no * *no, r->a[slot].yes * *yes };
	r->beta[slot] = (struct NAME(pair)){ r->w[slot].no * *no, r->w[slot].yes * *yes };
	NAME(level)(NULL, &r->alpha[slot]);
	NAME(level)(NULL, &r->beta[slot]);
}

#include "core/sweep_fuse.h"

/* The weight of "only member i of the set is on" (-1: none), leaving out w of `without` (-1: nothing). */
static void NAME(alone)(const struct NAME(state) *st, int set, int i, int without, NUM *out)
{
	const struct net_set *k = st->s->set[set];
	const struct NAME(room) *r = st->room;
	NUM x = { 0 };

	if (i >= 0) {
		x = r->a[k->first + i].yes;
	} else {
		for (int l = 0; l < CASES; l++)
			LANE(x, l) = (REAL)net_none(st->run[l]->net, k);
	}
	for (int j = 0; j < k->n; j++)
		if (j != without)
			x *= j == i ? r->w[k->first + j].yes : r->w[k->first + j].no;
	*out = x;
}

static void NAME(fuse_set)(struct NAME(state) *st, const struct step *p)
{
	const struct net_set *set = st->s->set[p->at];
	const BLOCK *in = st->room->tape + p->in;
	BLOCK *out = st->room->tape + p->out, *v = st->room->v, by;
	size_t n = (size_t)1 << p->blocks;
	NUM x;

	NAME(alone)(st, p->at, -1, -1, &x);
	NAME(splat)(&x, &by);
	NAME(times)(out, in, n, &by, false);
	for (int i = 0; i < set->n; i++) {
		NAME(alone)(st, p->at, i, -1, &x);
		NAME(splat)(&x, &by);
		memcpy(v, in, n * sizeof(BLOCK));
		NAME(fuse_act)(st, set->first + i, v, p->blocks, false);
		NAME(times)(out, v, n, &by, true);
	}
}

/* A table of one entry; the rest of its block is empty. */
static void NAME(first_entry)(const NUM *x, BLOCK *out)
{
#if LOW
	memset(out, 0, sizeof(BLOCK));
	(*out)[0] = *x;
#else
	*out = *x;
#endif
}

static void NAME(forward)(struct NAME(state) *st)
{
	const struct placed *p = st->placed;
	struct NAME(pair) by;
	NUM one = { 0 };
	size_t last = 0;

	one += 1;
	NAME(first_entry)(&one, st->room->tape);
	for (int i = 0; i < st->s->n_ops; i++) {
		const struct step *step = &p->step[i];

		switch (step->kind) {
		case OP_OPEN:
			NAME(open_pair)(st, step->at, &by);
			NAME(open)(st, step, &by);
			break;
		case OP_CLOSE:
			if (NAME(is_root)(st->s, step->at)) {           /* weighed when it was opened */
				struct NAME(pair) kept = st->room->w[step->at];

				st->room->w[step->at] = (struct NAME(pair)){ one, one };
				NAME(close)(st, step);
				st->room->w[step->at] = kept;
			} else {
				NAME(close)(st, step);
			}
			break;
		case OP_TIE:
			if (step->out != step->in)
				memcpy(st->room->tape + step->out, st->room->tape + step->in, sizeof(BLOCK) << step->blocks);
			NAME(act)(st, step->at, st->room->tape + step->out, step->blocks, false);
			break;
		case OP_FUSE:
			NAME(fuse)(st, step);
			break;
		case OP_FUSE_SET:
			NAME(fuse_set)(st, step);
			break;
		}
		last = step->out;
	}
	NUM sum;
	NAME(sum_block)(&st->room->tape[last], &sum);
	for (int l = 0; l < CASES; l++)
		NAME(wide_times)(&st->total[l], LANE(sum, l));
}
