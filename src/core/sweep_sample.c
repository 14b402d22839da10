/* core/sweep_sample.c -- see sweep_sample.h. */
#include "core/sweep_sample.h"

static bool flip(struct drawing *d, double no, double yes)
{
	return rng_unit(&d->rng) * (no + yes) >= no;
}

static double entry(const struct drawing *d, const struct step *step, uint64_t state)
{
	return d->tape.tape[8 * step->in + state];
}

/* The child is on after the tie acted: was it before? */
static void before_tie(struct drawing *d, const double *table, int pos, double q)
{
	uint64_t bit = (uint64_t)1 << pos;

	if (d->state & bit && flip(d, table[d->state], table[d->state & ~bit] * (1 - q)))
		d->state &= ~bit;
}

/* A bit leaves or enters: positions above low move. */
static uint64_t with_bit(uint64_t state, int pos, bool on)
{
	uint64_t low = ((uint64_t)1 << pos) - 1, bit = (uint64_t)on << pos;

	return pos < 3 ? (state & ~((uint64_t)1 << pos)) | bit : (state & low) | bit | (state & ~low) << 1;
}

static uint64_t without_bit(uint64_t state, int pos)
{
	uint64_t low = ((uint64_t)1 << pos) - 1;

	return pos < 3 ? state & ~((uint64_t)1 << pos) : (state & low) | (state >> 1 & ~low);
}

static bool is_root(const struct sweep *s, int slot)
{
	return s->n_in[slot] == 0;
}

static void back_close(struct drawing *d, const struct step *step)
{
	uint64_t off = with_bit(d->state, step->pos, false), on = with_bit(d->state, step->pos, true);
	const struct chance *w = &d->tape.w[step->at];
	bool root = is_root(d->s, step->at);

	d->on[step->at] = flip(d, entry(d, step, off) * (root ? 1 : w->no), entry(d, step, on) * (root ? 1 : w->yes));
	d->state = d->on[step->at] ? on : off;
}

static void back_tie(struct drawing *d, const struct step *step)
{
	bool acts = (d->state >> d->tape.placed->from[step->at] & 1) != d->s->tie[step->at].off;

	if (acts)
		before_tie(d, d->tape.tape + 8 * step->in, d->tape.placed->to[step->at], d->tape.q[step->at]);
}

/* between[k]: the table after k ties of the root acted; the last one is what "on" makes of it. */
static void back_through(struct drawing *d, int root, const double *const *between)
{
	const struct sweep *s = d->s;
	int k = 0;

	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++)
		if (!s->tie[s->out[i]].folded)
			d->acts[k++] = s->out[i];
	while (k--)
		before_tie(d, between[k], d->tape.placed->to[d->acts[k]], d->tape.q[d->acts[k]]);
}

static int n_acts(const struct sweep *s, int root)
{
	int k = 0;

	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++)
		k += !s->tie[s->out[i]].folded;
	return k;
}

static void back_fuse(struct drawing *d, const struct step *step)
{
	const struct chance *a = &d->tape.a[step->at], *w = &d->tape.w[step->at];
	const double *const *between = (const double *const *)d->between[step->at];
	int k = n_acts(d->s, step->at);

	d->on[step->at] = flip(d, a->no * w->no * between[0][d->state], a->yes * w->yes * between[k][d->state]);
	d->own[step->at] = d->on[step->at];
	if (d->on[step->at])
		back_through(d, step->at, between);
}

/* Which of the roots that exclude each other, if any; table NULL: nothing else tells of them. */
static void draw_set(struct drawing *d, int k, const double *table)
{
	const struct net_set *set = d->s->set[k];
	double all = 1, pick, sum;

	for (int i = set->first; i < set->first + set->n; i++)
		all *= d->tape.w[i].no;
	sum = net_none(d->net, set) * all * (table ? table[d->state] : 1);
	int chosen = -1;
	for (int i = set->first; i < set->first + set->n; i++) {
		double weight = d->tape.a[i].yes * d->tape.w[i].yes;

		for (int j = set->first; j < set->first + set->n; j++)
			weight *= j != i ? d->tape.w[j].no : 1;
		pick = weight * (table ? d->between[i][n_acts(d->s, i)][d->state] : 1);
		sum += pick;
		if (sum > 0 && rng_unit(&d->rng) * sum < pick)          /* each in turn takes the place with its share so far */
			chosen = i;
		d->on[i] = d->own[i] = false;
	}
	if (chosen < 0)
		return;
	d->on[chosen] = d->own[chosen] = true;
	if (table)
		back_through(d, chosen, (const double *const *)d->between[chosen]);
}

static void back_open(struct drawing *d, const struct step *step)
{
	d->own[step->at] = d->state >> step->pos & 1;
	d->state = without_bit(d->state, step->pos);
}

/* A child folded into its parent. */
static void draw_child(struct drawing *d, const struct tie *t, double q)
{
	const struct chance *a = &d->tape.a[t->to], *w = &d->tape.w[t->to];
	bool acts = d->on[t->from] != t->off;

	d->own[t->to] = flip(d, acts ? a->no * (q * w->no + (1 - q) * w->yes) : a->no * w->no, a->yes * w->yes);
	d->on[t->to] = d->own[t->to] || (acts && flip(d, q * w->no, (1 - q) * w->yes));
}

/* A parent folded into its child: who made the child's own part what it is? */
static void draw_parent(struct drawing *d, const struct tie *t, double q, const struct chance *before)
{
	const struct chance *a = &d->tape.a[t->from], *w = &d->tape.w[t->from];
	double still = t->off ? a->yes * w->yes : a->no * w->no, acts = t->off ? a->no * w->no : a->yes * w->yes;
	bool acting;

	if (!d->own[t->to]) {
		acting = flip(d, still, acts * q);
	} else {
		acting = flip(d, before->yes * still, before->yes * acts + before->no * acts * (1 - q));
		d->own[t->to] = !acting || flip(d, before->no * (1 - q), before->yes);
	}
	d->on[t->from] = d->own[t->from] = acting != t->off;
}

static void draw_alone(struct drawing *d)
{
	const struct sweep *s = d->s;

	for (int k = 0; k < s->n_sets; k++) {
		bool in_table = false;

		for (int i = 0; i < s->set[k]->n; i++)
			in_table = in_table || s->n_out[s->set[k]->first + i] > 0;
		if (!in_table)
			draw_set(d, k, NULL);
	}
	for (int x = 0; x < s->n_slots; x++)
		if (s->set_of[x] < 0 && !s->gone[x] && s->n_in[x] + s->n_out[x] == 0 && (x >= s->n_causes || s->slot[x] >= 0)) {
			const struct chance *a = &d->tape.a[x], *w = &d->tape.w[x];

			d->on[x] = d->own[x] = flip(d, a->no * w->no, a->yes * w->yes);
		}
}

void sample_draw(struct drawing *d)
{
	const struct sweep *s = d->s;

	d->state = 0;
	for (int i = s->n_ops - 1; i >= 0; i--) {
		const struct step *step = &d->tape.placed->step[i];

		if (step->kind == OP_CLOSE)
			back_close(d, step);
		else if (step->kind == OP_TIE)
			back_tie(d, step);
		else if (step->kind == OP_FUSE)
			back_fuse(d, step);
		else if (step->kind == OP_OPEN)
			back_open(d, step);
		else
			draw_set(d, step->at, d->tape.tape + 8 * step->in);
	}
	draw_alone(d);
	for (int i = s->n_folds - 1; i >= 0; i--) {
		const struct tie *t = &s->tie[s->fold[i].tie];

		if (s->fold[i].up)
			draw_child(d, t, d->tape.q[s->fold[i].tie]);
		else
			draw_parent(d, t, d->tape.q[s->fold[i].tie], &d->tape.saved[i]);
	}
}

/* ---- tables between the ties of a fused root ---- */

static void tables_between(struct drawing *d, const struct step *step, int root)
{
	const struct sweep *s = d->s;
	size_t n = (size_t)8 << step->blocks;
	int k = 0;

	d->between[root] = NEWS(d->a, const double *, n_acts(s, root) + 1);
	d->between[root][0] = d->tape.tape + 8 * step->in;
	for (int i = s->out_first[root]; i < s->out_first[root + 1]; i++) {
		int t = s->out[i];

		if (s->tie[t].folded)
			continue;
		const double *from = d->between[root][k];
		double *to = NEWS(d->a, double, n), q = d->tape.q[t];
		size_t bit = (size_t)1 << d->tape.placed->to[t];

		for (size_t x = 0; x < n; x++)
			to[x] = x & bit ? from[x] + (1 - q) * from[x & ~bit] : q * from[x];
		d->between[root][++k] = to;
	}
}

void sample_prepare(struct drawing *d)
{
	const struct sweep *s = d->s;

	d->on = NEWS(d->a, bool, s->n_slots);
	d->own = NEWS(d->a, bool, s->n_slots);
	d->acts = NEWS(d->a, int, s->n_ties + 1);
	d->between = NEWS(d->a, const double **, s->n_slots);
	for (int i = 0; i < s->n_ops; i++) {
		const struct step *step = &d->tape.placed->step[i];

		if (step->kind == OP_FUSE)
			tables_between(d, step, step->at);
		for (int m = 0; step->kind == OP_FUSE_SET && m < s->set[step->at]->n; m++)
			tables_between(d, step, s->set[step->at]->first + m);
	}
}
