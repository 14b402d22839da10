/* core/sweep_fuse.h -- a root that acts on all its children at once, in one pass over the table.  Text of sweep_body.h.
 *
 * Of the children that stand above a block, TOGETHER at most are worked in registers, 2^TOGETHER blocks at a time; a root with more of them
 * acts on the others first, one pass each. */

/* gcc leaves loops as they are under its sanitizers, and says so */
#ifdef __SANITIZE_ADDRESS__
#define UNROLL(n)
#else
#define UNROLL(n) DO_PRAGMA(GCC unroll n)
#define DO_PRAGMA(x) _Pragma(#x)
#endif
#define ONE_PASS static inline __attribute__((always_inline)) void

/* A link may stand twice. */
static bool NAME(has_above)(const struct NAME(acting) *by, size_t half)
{
	for (int k = 0; k < by->n; k++)
		if (by->half[k] == half)
			return true;
	return false;
}

static void NAME(acts_above)(struct NAME(acting) *by, size_t half, const NUM *q, const NUM *go)
{
	int at = by->n++;

	for (; at > 0 && by->half[at - 1] > half; at--) {
		by->half[at] = by->half[at - 1];
		by->q[at] = by->q[at - 1];
		by->push[at] = by->push[at - 1];
	}
	by->half[at] = half;
	NAME(splat)(q, &by->q[at]);
	NAME(splat)(go, &by->push[at]);
}

/* Children for one pass; those for which there is no room act on `over` (a table of so many blocks) at once.  True when there were some. */
static bool NAME(gather)(const struct NAME(state) *st, int root, bool back, BLOCK *over, const BLOCK *from, int blocks, struct NAME(acting) *by)
{
	const struct sweep *s = st->s;
	const struct NAME(room) *r = st->room;
	bool more = false;

	by->n = 0;
#if LOW
	for (int k = 0; k < LOW; k++)
		by->within[k] = false;
#endif
	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++) {
		int tie = s->out[i], to = st->placed->to[tie];

		if (s->tie[tie].folded)
			continue;
#if LOW
		if (to < LOW && !by->within[to]) {
			const BLOCK one = NAME(set)[to], zero = 1 - one;

			by->within[to] = true;
			by->stay[to] = back ? zero * r->q[tie] + one : one + zero * r->q[tie];
			by->go[to] = (back ? zero : one) * r->go[tie];
			continue;
		}
#endif
		size_t half = to >= LOW ? (size_t)1 << (to - LOW) : 0;
		if (half && by->n < NAME(TOGETHER) && !NAME(has_above)(by, half)) {
			NAME(acts_above)(by, half, &r->q[tie], &r->go[tie]);
			continue;
		}
		if (!more)
			memcpy(over, from, sizeof(BLOCK) << blocks);
		more = true;
		NAME(act)(st, tie, over, blocks, back);
	}
	return more;
}

/* The i-th place where all the children's bits are 0. */
static inline size_t NAME(corner)(const struct NAME(acting) *by, size_t i, int n)
{
	for (int k = 0; k < n; k++)
		i = (i & (by->half[k] - 1)) | (i & ~(by->half[k] - 1)) << 1;
	return i;
}

/* 2^n blocks of v that differ in the children's bits, acted on. */
ONE_PASS NAME(acted)(const struct NAME(fusing) *f, size_t at, const size_t *place, BLOCK *t, bool back, const int n)
{
	UNROLL(8)
	for (int j = 0; j < 1 << n; j++) {
		t[j] = f->v[at + place[j]];
#if LOW
		UNROLL(3)
		for (int k = 0; k < LOW; k++)
			if (f->by.within[k]) {
				BLOCK other;

				NAME(swap)(&t[j], k, &other);
				t[j] = f->by.stay[k] * t[j] + f->by.go[k] * other;
			}
#endif
	}
	UNROLL(3)
	for (int k = 0; k < n; k++)
		UNROLL(8)
		for (int j = 0; j < 1 << n; j++)
			if (!(j >> k & 1)) {
				BLOCK zero = t[j], one = t[j | 1 << k];

				t[j] = back ? f->by.q[k] * zero + f->by.push[k] * one : f->by.q[k] * zero;
				t[j | 1 << k] = back ? one : one + f->by.push[k] * zero;
			}
}

ONE_PASS NAME(places)(const struct NAME(acting) *by, size_t *place, const int n)
{
	place[0] = 0;
	UNROLL(3)
	for (int k = 0; k < n; k++)
		UNROLL(8)
		for (int j = 0; j < 1 << k; j++)
			place[j | 1 << k] = place[j] + by->half[k];
}

/* out = no * in + yes * (v, acted on) */
ONE_PASS NAME(fuse_pass)(const struct NAME(fusing) *f, size_t blocks, const int n)
{
	size_t place[1 << NAME(TOGETHER)];

	NAME(places)(&f->by, place, n);
	for (size_t i = 0; i < blocks >> n; i++) {
		BLOCK t[1 << NAME(TOGETHER)];
		size_t at = NAME(corner)(&f->by, i, n);

		NAME(acted)(f, at, place, t, false, n);
		UNROLL(8)
		for (int j = 0; j < 1 << n; j++)
			f->out[at + place[j]] = f->yes * t[j] + f->no * f->in[at + place[j]];
	}
}

/* Of the same transposed, places i ... end - 1: g = no * g + yes * (v, acted on); z: sums of `in` times what is said of off and on. */
ONE_PASS NAME(back_pass)(const struct NAME(fusing) *f, size_t i, size_t end, BLOCK *no, BLOCK *yes, const int n)
{
	BLOCK *g = f->out, off = { 0 }, on = { 0 };
	size_t place[1 << NAME(TOGETHER)];

	NAME(places)(&f->by, place, n);
	for (; i < end; i++) {
		BLOCK t[1 << NAME(TOGETHER)], x[1 << NAME(TOGETHER)];
		size_t at = NAME(corner)(&f->by, i, n);

		NAME(acted)(f, at, place, t, true, n);
		UNROLL(8)
		for (int j = 0; j < 1 << n; j++) {
			BLOCK *to = &g[at + place[j]], now = *to, in = f->in[at + place[j]];

			x[j] = in * now;
			*to = f->no * now + f->yes * t[j];
			t[j] *= in;
		}
		UNROLL(3)
		for (int k = 0; k < n; k++)
			UNROLL(8)
			for (int j = 0; j < 1 << n; j += 2 << k) {
				x[j] += x[j + (1 << k)];
				t[j] += t[j + (1 << k)];
			}
		off += x[0];
		on += t[0];
	}
	*no = off;
	*yes = on;
}

/* In halves, so that the roundings of the sums are 32 + log2(blocks) deep at most. */
static void NAME(back_passes)(const struct NAME(fusing) *f, size_t i, size_t end, BLOCK *no, BLOCK *yes)
{
	BLOCK off, on;

	if (end - i > 32) {
		NAME(back_passes)(f, i, i + (end - i) / 2, no, yes);
		NAME(back_passes)(f, i + (end - i) / 2, end, &off, &on);
		*no += off;
		*yes += on;
	} else if (f->by.n == 0) {
		NAME(back_pass)(f, i, end, no, yes, 0);
	} else if (f->by.n == 1) {
		NAME(back_pass)(f, i, end, no, yes, 1);
	} else if (f->by.n == 2) {
		NAME(back_pass)(f, i, end, no, yes, 2);
	} else {
		NAME(back_pass)(f, i, end, no, yes, 3);
	}
}

static struct NAME(fusing) *NAME(begin_fusing)(const struct NAME(state) *st, int root, BLOCK *out, const BLOCK *in)
{
	struct NAME(fusing) *f = st->room->fusing;
	struct NAME(pair) pair;

	NAME(open_pair)(st, root, &pair);
	NAME(splat)(&pair.no, &f->no);
	NAME(splat)(&pair.yes, &f->yes);
	f->out = out;
	f->in = in;
	return f;
}

static void NAME(fuse)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(fusing) *f = NAME(begin_fusing)(st, p->at, st->room->tape + p->out, st->room->tape + p->in);
	size_t n = (size_t)1 << p->blocks;

	f->v = NAME(gather)(st, p->at, false, f->out, f->in, p->blocks, &f->by) ? f->out : f->in;
	if (f->by.n == 0)
		NAME(fuse_pass)(f, n, 0);
	else if (f->by.n == 1)
		NAME(fuse_pass)(f, n, 1);
	else if (f->by.n == 2)
		NAME(fuse_pass)(f, n, 2);
	else
		NAME(fuse_pass)(f, n, 3);
}

static void NAME(back_fuse)(struct NAME(state) *st, const struct step *p)
{
	struct NAME(room) *r = st->room;
	struct NAME(fusing) *f = NAME(begin_fusing)(st, p->at, r->g, r->tape + p->in);
	struct NAME(pair) z;
	size_t n = (size_t)1 << p->blocks;
	BLOCK off, on;

	f->v = NAME(gather)(st, p->at, true, r->v, r->g, p->blocks, &f->by) ? r->v : r->g;
	NAME(back_passes)(f, 0, n >> f->by.n, &off, &on);
	NAME(sum_block)(&off, &z.no);
	NAME(sum_block)(&on, &z.yes);
	NAME(says)(st, p->at, &z.no, &z.yes);
}

#undef ONE_PASS
#undef UNROLL
#undef DO_PRAGMA
