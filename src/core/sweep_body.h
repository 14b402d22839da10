/* core/sweep_body.h -- the numbers of a sweep, forward and backward.  Text that is compiled more than once; before it is included:
 *
 *   REAL    double (or __float128)          NUM    one number of every case: REAL, or a vector of CASES of them
 *   BLOCK   2^LOW table entries, or one of every case                 CASES   1 or LANES
 *   LOW     positions inside a block        NAME(x)   x with the suffix of this compilation       CLONES   target attributes
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

struct NAME(room) {
	struct NAME(pair) *a, *w, *alpha, *beta, *saved;
	NUM *q;
	bool *touched;
	BLOCK *tape, *g, *v, *kept;
	const double *tilt;             /* n_causes, NULL */
};

struct NAME(state) {
	struct sweep *s;
	const struct placed *placed;
	struct NAME(room) *room;
	struct again *run[CASES];
	struct NAME(wide) total[CASES];
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

/* Brings the larger of the two near one; only the ratio and what was taken out count. */
static void NAME(level)(struct NAME(state) *st, struct NAME(pair) *p)
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

static void NAME(splat)(const NUM *x, BLOCK *out)
{
#if LOW
	for (int j = 0; j < 1 << LOW; j++)
		(*out)[j] = *x;
#else
	*out = *x;
#endif
}

/* ---- numbers of this run ---- */

static void NAME(absorb_links)(struct NAME(state) *st, int l, int node, bool inhibitors)
{
	const struct net *net = st->run[l]->net;
	struct NAME(room) *r = st->room;

	for (int i = net->first[node]; i < net->first[node + 1]; i++) {
		const struct net_link *link = &net->link[i];
		struct NAME(pair) *w = &r->w[st->s->slot[link->from]];

		assert(st->s->slot[link->from] >= 0);
		if ((link->kind == LINK_INHIBITS) != inhibitors) {
			assert(inhibitors);
			continue;
		}
		r->touched[st->s->slot[link->from]] = true;
		if (link->kind == LINK_ACTS_OFF) {
			LANE(w->no, l) *= (REAL)link->q;
			continue;
		}
		LANE(w->yes, l) *= (REAL)link->q;
		if (LANE(w->no, l) <= 0 && LANE(w->yes, l) < NAME(tiny) && LANE(w->yes, l) > 0) {
			LANE(w->yes, l) *= (REAL)0x1p400;
			st->total[l].e -= 400;
		}
	}
}

static void NAME(absorb)(struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;
	const struct again *run = st->run[l];

	for (int i = 0; i < s->n_absorbed; i++) {
		const struct absorbed *a = &s->absorbed[i];

		if (run->seen[a->node] != (a->present ? SEEN_PRESENT : SEEN_ABSENT))
			continue;
		if (!a->present)
			NAME(wide_times)(&st->total[l], (REAL)run->net->own[a->node].no);
		NAME(absorb_links)(st, l, a->node, a->present);
	}
	for (int x = s->n_causes, next; x < s->net->n_nodes; x = next) {        /* absent since the order was made */
		next = x + 8 < s->net->n_nodes ? x + 8 : s->net->n_nodes;
		if (memcmp(run->seen + x, s->base + x, (size_t)(next - x)) == 0)
			continue;
		for (int f = x; f < next; f++)
			if (run->seen[f] == SEEN_ABSENT && s->base[f] == SEEN_NOTHING) {
				NAME(wide_times)(&st->total[l], (REAL)run->net->own[f].no);
				NAME(absorb_links)(st, l, f, false);
			}
	}
}

/* What is asked of a slot: any state, off, on. */
static void NAME(ask_of)(struct NAME(state) *st, int slot, int l, int seen)
{
	(void)l;
	LANE(st->room->w[slot].no, l) *= seen != SEEN_PRESENT;
	LANE(st->room->w[slot].yes, l) *= seen != SEEN_ABSENT;
	st->room->touched[slot] = true;
}

static void NAME(ask_causes)(struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;
	const int8_t *seen = st->run[l]->seen, none[8] = { 0 };

	for (int x = 0, next; x < s->n_causes; x = next) {
		next = x + 8 < s->n_causes ? x + 8 : s->n_causes;
		if (memcmp(seen + x, none, (size_t)(next - x)) == 0)
			continue;
		for (int c = x; c < next; c++)
			if (seen[c] != SEEN_NOTHING && s->slot[c] >= 0)
				NAME(ask_of)(st, c, l, seen[c]);
	}
}

static void NAME(ask_findings)(struct NAME(state) *st, int l)
{
	const struct sweep *s = st->s;

	for (int x = s->n_causes; x < s->n_slots; x++) {
		int f = s->node[x], seen = st->run[l]->seen[f >= 0 ? f : s->node[x - 1]];

		if (f < 0)                              /* the helper of an inhibited finding says that it is off */
			NAME(ask_of)(st, x, l, seen == SEEN_ABSENT ? SEEN_PRESENT : SEEN_NOTHING);
		else if (s->base[f] == SEEN_PRESENT)
			NAME(ask_of)(st, x, l, seen);
	}
}

/* All cases have the same numbers and differ in what is seen. */
static bool NAME(one_net)(const struct NAME(state) *st)
{
	bool one = true;

	for (int l = 1; l < CASES; l++)
		one = one && st->run[l]->net == st->run[0]->net;
	return one;
}

static void NAME(load_slots)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;
	NUM one = { 0 };

	one += 1;
	memcpy(r->touched, s->tied, (size_t)s->n_slots * sizeof(bool));
	for (int x = 0; x < s->n_slots; x++)
		r->w[x] = (struct NAME(pair)){ one, one };
	for (int x = 0; NAME(one_net)(st) && x < s->n_slots; x++) {
		const struct chance helper = { 1, 0 }, *from = s->node[x] >= 0 ? &st->run[0]->net->own[s->node[x]] : &helper;

		r->a[x] = (struct NAME(pair)){ one * (REAL)from->no, one * (REAL)from->yes };
		if (from->no <= 0)
			r->w[x].no = 0 * one;
	}
	for (int l = 0; l < CASES; l++) {
		const struct chance *own = st->run[l]->net->own, helper = { 1, 0 };

		for (int x = 0; !NAME(one_net)(st) && x < s->n_slots; x++) {
			const struct chance *from = s->node[x] >= 0 ? &own[s->node[x]] : &helper;

			LANE(r->a[x].no, l) = (REAL)from->no;
			LANE(r->a[x].yes, l) = (REAL)from->yes;
			if (from->no <= 0)
				LANE(r->w[x].no, l) = 0;
		}
		for (int c = 0; r->tilt && c < s->n_causes; c++)
			LANE(r->w[c].yes, l) = (REAL)r->tilt[c];
		NAME(ask_causes)(st, l);
		NAME(ask_findings)(st, l);
	}
}

static void NAME(load_ties)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	bool once = NAME(one_net)(st);
	NUM one = { 0 };

	one += 1;
	for (int i = 0; i < s->n_ties; i++)
		for (int l = 0; l < (once ? 1 : CASES); l++) {
			const struct net_link *link = st->run[l]->net->link;
			const struct tie *t = &s->tie[i];
			REAL q = t->link >= 0 ? (REAL)link[t->link].q : 0;

			if (t->over >= 0)
				q = link[t->over].q > 0 ? q / (REAL)link[t->over].q : 1;
			if (once)
				st->room->q[i] = one * q;
			else
				LANE(st->room->q[i], l) = q;
		}
}

/* Of two levels the lower on and the upper off: all is relative to the upper. */
static void NAME(load_levels)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;

	for (int k = 0; k < s->net->n_sets; k++) {
		const struct net_set *set = &s->net->set[k];
		int top = -1, floor = -1;

		for (int x = set->first; set->kind == SET_LEVELS && x < set->first + set->n; x++) {
			top = s->slot[x] >= 0 ? x : top;
			floor = s->base[x] == SEEN_ABSENT && !s->implied[x] ? x : floor;
		}
		for (int l = 0; top >= 0 && floor >= 0 && l < CASES; l++) {
			const struct chance *own = st->run[l]->net->own;
			REAL no = own[floor].no > 0 ? (REAL)own[top].no / (REAL)own[floor].no : 1;

			LANE(r->a[s->slot[top]].no, l) = no;
			LANE(r->a[s->slot[top]].yes, l) = 1 - no;
		}
	}
}

/* ---- leaves ---- */

static void NAME(fold)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;

	for (int i = 0; i < s->n_folds; i++) {
		const struct tie *t = &s->tie[s->fold[i].tie];
		struct NAME(pair) *up = &r->a[t->from], *wup = &r->w[t->from], *a = &r->a[t->to], *w = &r->w[t->to];
		const NUM *q = &r->q[s->fold[i].tie];

		if (s->fold[i].up) {            /* the child tells its parent */
			NUM still = a->no * w->no + a->yes * w->yes, acted = *q * (a->no * w->no) + (a->yes + a->no * (1 - *q)) * w->yes;

			r->saved[i] = *wup;
			wup->no *= t->off ? acted : still;
			wup->yes *= t->off ? still : acted;
			NAME(level)(st, wup);
			continue;
		}
		NUM still = (t->off ? up->yes * wup->yes : up->no * wup->no), acts = (t->off ? up->no * wup->no : up->yes * wup->yes);
		r->saved[i] = *a;
		a->yes = a->yes * (still + acts) + a->no * (acts * (1 - *q));
		a->no *= still + acts * *q;
		NAME(level)(st, a);
	}
}

/* A folded child: what its parent's other ties say becomes what is said of the child's own states. */
static void NAME(unfold_child)(struct NAME(state) *st, int i)
{
	struct NAME(room) *r = st->room;
	const struct tie *t = &st->s->tie[st->s->fold[i].tie];
	struct NAME(pair) *al = &r->alpha[t->from], *a = &r->a[t->to], *w = &r->w[t->to];
	const NUM *q = &r->q[st->s->fold[i].tie];
	NUM still = a->no * w->no + a->yes * w->yes, acted = *q * (a->no * w->no) + (a->yes + a->no * (1 - *q)) * w->yes;

	r->w[t->from] = r->saved[i];
	NUM off = al->no * r->saved[i].no, on = al->yes * r->saved[i].yes;
	if (t->off) {
		NUM other = off;

		off = on;
		on = other;
	}
	r->alpha[t->to].no = a->no * (off + on * *q);
	r->alpha[t->to].yes = a->yes * (off + on) + a->no * (on * (1 - *q));
	r->beta[t->to].no = off * w->no + on * (*q * w->no + (1 - *q) * w->yes);
	r->beta[t->to].yes = (off + on) * w->yes;
	al->no *= t->off ? acted : still;
	al->yes *= t->off ? still : acted;
	NAME(level)(NULL, al);
	NAME(level)(NULL, &r->alpha[t->to]);
	NAME(level)(NULL, &r->beta[t->to]);
}

/* A folded parent. */
static void NAME(unfold_parent)(struct NAME(state) *st, int i)
{
	struct NAME(room) *r = st->room;
	const struct tie *t = &st->s->tie[st->s->fold[i].tie];
	const struct NAME(pair) *up = &r->a[t->from], *wup = &r->w[t->from], *a = &r->saved[i];
	struct NAME(pair) *b = &r->beta[t->to];
	const NUM *q = &r->q[st->s->fold[i].tie];
	NUM still = (t->off ? up->yes * wup->yes : up->no * wup->no), acts = (t->off ? up->no * wup->no : up->yes * wup->yes);
	NUM off = a->no * b->no + a->yes * b->yes, on = (*q * b->no + (1 - *q) * b->yes) * a->no + a->yes * b->yes;
	NUM z_no = t->off ? on : off, z_yes = t->off ? off : on;

	r->alpha[t->from] = (struct NAME(pair)){ up->no * z_no, up->yes * z_yes };
	r->beta[t->from] = (struct NAME(pair)){ wup->no * z_no, wup->yes * z_yes };
	b->no = (still + acts * *q) * b->no + acts * (1 - *q) * b->yes;
	b->yes = (still + acts) * b->yes;
	r->a[t->to] = *a;
	NAME(level)(NULL, b);
	NAME(level)(NULL, &r->alpha[t->from]);
	NAME(level)(NULL, &r->beta[t->from]);
}

/* ---- tables ---- */

static bool NAME(bit)(int j, int pos)
{
	return j >> pos & 1;
}

static void NAME(act)(const struct NAME(state) *st, int tie, BLOCK *t, int blocks, bool back)
{
	const struct NAME(room) *r = st->room;
	int to = st->placed->to[tie], from = st->placed->from[tie];
	bool on = !st->s->tie[tie].off || from < 0;
	size_t n = (size_t)1 << blocks, stride = from >= LOW ? (size_t)1 << (from - LOW) : 0;
	struct NAME(coef) c;

#if LOW
	for (int j = 0; j < 1 << LOW; j++) {
		bool active = from < 0 || from >= LOW || NAME(bit)(j, from) == on, one = to < LOW && NAME(bit)(j, to);
		REAL stay = active ? r->q[tie] : 1, go = active ? 1 - r->q[tie] : 0;

		c.stay[j] = one ? 1 : stay;
		c.go[j] = to < LOW && one == back ? 0 : go;
	}
	if (to < LOW) {
		NAME(act_inside)(t, n, to, stride, on, &c);
		return;
	}
#else
	(void)NAME(bit);
	c.stay = r->q[tie];
	c.go = 1 - c.stay;
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
	NUM sum = 0;

	for (int j = 0; j < 1 << LOW; j++)
		sum += (*x)[j];
	*out = sum;
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
	for (int j = 0; pos < LOW && j < 1 << LOW; j++) {
		(*no)[j] = NAME(bit)(j, pos) ? 0 : (*no)[j];
		(*yes)[j] = NAME(bit)(j, pos) ? (*yes)[j] : 0;
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

static void NAME(fuse)(struct NAME(state) *st, const struct step *p)
{
	const BLOCK *in = st->room->tape + p->in;
	BLOCK *out = st->room->tape + p->out, no, yes;
	struct NAME(pair) by;
	size_t n = (size_t)1 << p->blocks;

	NAME(open_pair)(st, p->at, &by);
	NAME(splat)(&by.no, &no);
	NAME(splat)(&by.yes, &yes);
	NAME(times)(out, in, n, &yes, false);
	NAME(fuse_act)(st, p->at, out, p->blocks, false);
	NAME(times)(out, in, n, &no, true);
}

/* The weight of "only member i of the set is on" (-1: none), leaving out w of `without` (-1: nothing). */
static void NAME(alone)(const struct NAME(state) *st, int set, int i, int without, NUM *out)
{
	const struct net_set *k = st->s->set[set];
	const struct NAME(room) *r = st->room;
	NUM x = { 0 };

	if (i >= 0) {
		x = r->a[k->first + i].yes;
	} else {
		x = r->a[k->first].no;
		for (int j = 1; j < k->n; j++)
			x -= r->a[k->first + j].yes;
		for (int l = 0; l < CASES; l++)
			LANE(x, l) = LANE(x, l) > 0 ? LANE(x, l) : 0;
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

/* ---- backward: g is what comes after, for each entry of the table ---- */

static void NAME(says)(const struct NAME(state) *st, int slot, const NUM *no, const NUM *yes)
{
	struct NAME(room) *r = st->room;

	r->alpha[slot] = (struct NAME(pair)){ r->a[slot].no * *no, r->a[slot].yes * *yes };
	r->beta[slot] = (struct NAME(pair)){ r->w[slot].no * *no, r->w[slot].yes * *yes };
	NAME(level)(NULL, &r->alpha[slot]);
	NAME(level)(NULL, &r->beta[slot]);
}

/* g: after the bit was added; on return: before. */
static void NAME(back_open)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	const BLOCK *in = r->tape + p->in;
	BLOCK *g = r->g, no, yes;
	size_t n = (size_t)1 << p->blocks, half = p->pos >= LOW ? (size_t)1 << (p->pos - LOW) : 0;
	struct NAME(pair) by, z;

	NAME(open_pair)(st, p->at, &by);
	NAME(split)(&by, p->pos, &no, &yes);
#if LOW
	if (p->pos < LOW) {
		BLOCK zero = { 0 }, one = { 0 }, from;

		NAME(swap)(&yes, p->pos, &from);
		for (size_t i = 0; i < n; i++) {
			BLOCK other;

			NAME(swap)(&g[i], p->pos, &other);
			zero += in[i] * g[i];
			one += in[i] * other;
			g[i] = no * g[i] + from * other;
		}
		NAME(sum_block)(&zero, &z.no);
		NAME(sum_block)(&one, &z.yes);
	} else
#endif
	{
		BLOCK sum;
		NUM x;

		z.no = z.yes = (NUM){ 0 };
		for (size_t at = 0; at < n; at += half) {
			NAME(dot)(in + at, g + 2 * at, half, &x);
			z.no += x;
			NAME(dot)(in + at, g + 2 * at + half, half, &x);
			z.yes += x;
		}
		NAME(halve)(r->v, g, n, half, &no, &yes, &sum);
		BLOCK *swap = r->g;
		r->g = r->v;
		r->v = swap;
	}
	if (NAME(is_root)(st->s, p->at))
		NAME(says)(st, p->at, &z.no, &z.yes);
	else
		r->beta[p->at] = z;
}

static void NAME(back_close)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	const BLOCK *in = r->tape + p->in;
	BLOCK *g = r->g, no, yes, sum = { 0 };
	struct NAME(pair) w = r->w[p->at], z;
	size_t n = (size_t)1 << p->blocks, half = p->pos >= LOW ? (size_t)1 << (p->pos - LOW) : 0;
	bool root = NAME(is_root)(st->s, p->at), late = sweep_told_late(st->s, p->at);
	NUM one = { 0 }, x;

	one += 1;
	if (root)
		w = (struct NAME(pair)){ one, one };
	NAME(split)(&w, p->pos, &no, &yes);
#if LOW
	if (p->pos < LOW) {
		BLOCK zero = { 0 }, ones = { 0 };

		for (size_t i = 0; i < n; i++) {        /* g has its entries where the bit is 0 */
			BLOCK other;

			NAME(swap)(&g[i], p->pos, &other);
			for (int j = 0; late && j < 1 << LOW; j++) {
				zero[j] += NAME(bit)(j, p->pos) ? 0 : in[i][j] * g[i][j];
				ones[j] += NAME(bit)(j, p->pos) ? in[i][j] * other[j] : 0;
			}
			g[i] = no * g[i] + yes * other;
			sum += g[i];
		}
		NAME(sum_block)(&zero, &z.no);
		NAME(sum_block)(&ones, &z.yes);
		NAME(rescale)(st, g, n, &sum, false);
	} else
#endif
	{
		z.no = z.yes = (NUM){ 0 };
		for (size_t at = 0; late && at < n / 2; at += half) {
			NAME(dot)(in + 2 * at, g + at, half, &x);
			z.no += x;
			NAME(dot)(in + 2 * at + half, g + at, half, &x);
			z.yes += x;
		}
		NAME(twice)(r->v, g, n / 2, half, &no, &yes);
		for (size_t i = 0; i < n; i++)
			sum += r->v[i];
		NAME(rescale)(st, r->v, n, &sum, false);
		BLOCK *swap = r->g;
		r->g = r->v;
		r->v = swap;
	}
	if (late) {
		r->alpha[p->at] = z;
		NAME(level)(NULL, &r->alpha[p->at]);
	}
}

static void NAME(back_fuse)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	size_t n = (size_t)1 << p->blocks;
	struct NAME(pair) by, z;
	BLOCK no, yes;

	NAME(open_pair)(st, p->at, &by);
	NAME(splat)(&by.no, &no);
	NAME(splat)(&by.yes, &yes);
	memcpy(r->v, r->g, n * sizeof(BLOCK));
	NAME(fuse_act)(st, p->at, r->v, p->blocks, true);
	NAME(dot)(r->tape + p->in, r->g, n, &z.no);
	NAME(dot)(r->tape + p->in, r->v, n, &z.yes);
	NAME(says)(st, p->at, &z.no, &z.yes);
	NAME(mix)(r->g, r->v, n, &no, &yes);
}

/* z[0]: what the rest says of "none", z[1 + i] of "only i". */
static void NAME(says_set)(const struct NAME(state) *st, int set, const NUM *z)
{
	const struct net_set *k = st->s->set[set];
	struct NAME(room) *r = st->room;

	for (int i = 0; i < k->n; i++) {
		struct NAME(pair) *al = &r->alpha[k->first + i];
		NUM x;

		NAME(alone)(st, set, i, i, &x);
		al->yes = x * z[1 + i];
		NAME(alone)(st, set, -1, i, &x);
		al->no = x * z[0];
		for (int j = 0; j < k->n; j++)
			if (j != i) {
				NAME(alone)(st, set, j, i, &x);
				al->no += x * z[1 + j];
			}
	}
}

static void NAME(back_fuse_set)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	const struct net_set *set = st->s->set[p->at];
	size_t n = (size_t)1 << p->blocks;
	NUM *z = (NUM *)arena_take(st->s->arena, (size_t)set->n + 1, sizeof(NUM)), x;
	BLOCK *kept = r->kept, by;

	memcpy(kept, r->g, n * sizeof(BLOCK));
	NAME(dot)(r->tape + p->in, r->g, n, &z[0]);
	NAME(alone)(st, p->at, -1, -1, &x);
	NAME(splat)(&x, &by);
	NAME(times)(r->g, kept, n, &by, false);
	for (int i = 0; i < set->n; i++) {
		memcpy(r->v, kept, n * sizeof(BLOCK));
		NAME(fuse_act)(st, set->first + i, r->v, p->blocks, true);
		NAME(dot)(r->tape + p->in, r->v, n, &z[1 + i]);
		NAME(alone)(st, p->at, i, -1, &x);
		NAME(splat)(&x, &by);
		NAME(times)(r->g, r->v, n, &by, true);
	}
	NAME(says_set)(st, p->at, z);
}

static void NAME(backward)(struct NAME(state) *st)
{
	NUM one = { 0 };

	one += 1;
	NAME(first_entry)(&one, st->room->g);
	for (int i = st->s->n_ops - 1; i >= 0; i--) {
		const struct step *step = &st->placed->step[i];

		switch (step->kind) {
		case OP_OPEN:
			NAME(back_open)(st, step);
			break;
		case OP_CLOSE:
			NAME(back_close)(st, step);
			break;
		case OP_TIE:
			NAME(act)(st, step->at, st->room->g, step->blocks, true);
			break;
		case OP_FUSE:
			NAME(back_fuse)(st, step);
			break;
		case OP_FUSE_SET:
			NAME(back_fuse_set)(st, step);
			break;
		}
	}
}

/* ---- all of it ---- */

/* Slots that no table knows: alone from the start, or what a whole tree was folded into. */
static void NAME(finish_alone)(struct NAME(state) *st)
{
	const struct sweep *s = st->s;
	struct NAME(room) *r = st->room;

	for (int x = 0; x < s->n_slots; x++) {
		const struct NAME(pair) *a = &r->a[x], *w = &r->w[x];

		if (!r->touched[x] || s->gone[x] || s->n_in[x] + s->n_out[x] > 0 || (x < s->n_causes && s->slot[x] < 0) || s->set_of[x] >= 0)
			continue;
		NUM all = a->no * w->no + a->yes * w->yes;
		for (int l = 0; l < CASES; l++)
			NAME(wide_times)(&st->total[l], LANE(all, l));
		r->alpha[x] = *a;
		r->beta[x] = *w;
	}
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

	for (int c = 0; c < s->n_causes; c++) {
		const struct chance *own = &st->run[l]->net->own[c];
		REAL no = LANE(r->alpha[c].no, l) * LANE(r->w[c].no, l), yes = LANE(r->alpha[c].yes, l) * LANE(r->w[c].yes, l);

		if (s->slot[c] < 0)
			st->run[l]->odds[c] = (double)NAN;
		else
			st->run[l]->odds[c] = r->touched[c] || r->tilt ? (double)(yes / no) : own->yes / own->no;
	}
}

static struct NAME(room) *NAME(room_for)(struct sweep *s, const struct placed *p)
{
	struct arena *a = s->arena;
	struct NAME(room) *r = NEW(a, struct NAME(room));
	size_t widest = (size_t)1 << p->widest;
	char *tape = arena_take(a, (p->entries + 3 * widest) * sizeof(BLOCK) + 64, 1);

	tape += (64 - (uintptr_t)tape % 64) % 64;
	r->tape = (BLOCK *)(void *)tape;
	r->g = r->tape + p->entries;
	r->v = r->g + widest;
	r->kept = r->v + widest;
	r->a = (struct NAME(pair) *)arena_take(a, 4 * (size_t)s->n_slots + s->n_folds, sizeof(struct NAME(pair)));
	r->w = r->a + s->n_slots;
	r->alpha = r->w + s->n_slots;
	r->beta = r->alpha + s->n_slots;
	r->saved = r->beta + s->n_slots;
	r->q = (NUM *)arena_take(a, s->n_ties, sizeof(NUM));
	r->touched = NEWS(a, bool, s->n_slots);
	return r;
}

/* tilt, keep: struct tape of sweep.h */
static struct NAME(room) *NAME(sweep_run)(struct sweep *s, struct again *run, int n, void **room, const double *tilt, bool keep)
{
	struct NAME(state) st = { .s = s, .placed = sweep_place(s, LOW, keep) };

	assert(n >= 1 && n <= CASES);
	if (!*room)
		*room = NAME(room_for)(s, st.placed);
	st.room = *room;
	st.room->tilt = tilt;
	for (int l = 0; l < CASES; l++) {
		st.run[l] = &run[l < n ? l : 0];
		st.total[l] = (struct NAME(wide)){ 1, 0 };
	}
	NAME(load_slots)(&st);
	NAME(load_ties)(&st);
	if (s->net->n_sets)
		NAME(load_levels)(&st);
	for (int l = 0; l < CASES; l++)
		NAME(absorb)(&st, l);
	NAME(fold)(&st);
	NAME(finish_alone)(&st);
	NAME(forward)(&st);
	if (s->n_ops && !keep)
		NAME(backward)(&st);
	for (int i = s->n_folds - 1; i >= 0 && !keep; i--) {
		if (s->fold[i].up)
			NAME(unfold_child)(&st, i);
		else
			NAME(unfold_parent)(&st, i);
	}
	for (int l = 0; l < n; l++) {
		run[l].possible = st.total[l].m > 0;
		run[l].log_evidence = run[l].possible ? log((double)st.total[l].m) + (double)st.total[l].e * M_LN2 : -HUGE_VAL;
		if (run[l].possible && !keep)
			NAME(write_odds)(&st, l);
	}
	return st.room;
}
