/* core/sweep_draw.c -- which findings are left out, exact samples of the rest, weights and intervals. */
#include "core/sweep_draw.h"

#include "base/rng.h"

#include <math.h>
#include <string.h>

enum { SAMPLES = 16384, TRIED = 4 };

static const double sure = 0.95;         /* that all intervals hold at once */

struct left_out { int node; double lambda, base; };      /* base: log of the bound when no parent acts */

struct drawing {
	struct arena *a;
	const struct net *net;
	struct sweep *s;                /* of what is kept */
	int8_t *seen;
	struct left_out *out;
	int n_out;
	double *tilt;
	struct tape tape;
	struct rng rng;
	uint64_t state;                 /* of the table while walking back */
	bool *on, *own;                 /* n_slots: state; state before its ties acted */
	const double ***between;        /* n_slots: of a fused root the table before it acts and after each of its ties */
	int *acts;                      /* scratch, n_ties */
};

/* ---- what to leave out ---- */

static int ties_in_core(const struct sweep *s, int f)
{
	int slot = s->slot[f];

	return slot < 0 || s->gone[slot] ? 0 : s->n_in[slot];
}

/* The present findings with most ties, most first. */
static int candidates(const struct sweep *s, int *at)
{
	int n = 0;

	for (int f = s->n_causes; f < s->net->n_nodes; f++) {
		int ties = s->base[f] == SEEN_PRESENT ? ties_in_core(s, f) : 0, i = n;

		if (ties < 2 || (n == TRIED && ties <= ties_in_core(s, at[n - 1])))
			continue;
		i = n < TRIED ? n++ : n - 1;
		for (; i > 0 && ties_in_core(s, at[i - 1]) < ties; i--)
			at[i] = at[i - 1];
		at[i] = f;
	}
	return n;
}

/* All levels of the finding, or itself. */
static void forget(const struct net *net, int8_t *seen, int f)
{
	seen[f] = SEEN_NOTHING;
	for (int k = 0; k < net->n_sets; k++)
		for (int x = net->set[k].first; f >= net->set[k].first && f < net->set[k].first + net->set[k].n && x < net->set[k].first + net->set[k].n; x++)
			seen[x] = SEEN_NOTHING;
}

static bool leave_out(struct drawing *d, const struct sweep *wide, bool all, double limit)
{
	int at[TRIED], n;

	memcpy(d->seen, wide->base, (size_t)d->net->n_nodes);
	d->s = NULL;
	for (const struct sweep *now = wide; now->cost > limit; now = d->s) {
		int best = -1;

		n = candidates(now, at);
		for (int i = 0; i < n; i++) {
			int8_t *without = NEWS(d->a, int8_t, d->net->n_nodes);

			memcpy(without, d->seen, (size_t)d->net->n_nodes);
			forget(d->net, without, at[i]);
			struct sweep *s = sweep_make(d->a, d->net, without, all);
			if (best < 0 || s->cost < d->s->cost) {
				best = at[i];
				d->s = s;
			}
		}
		if (best < 0)
			return false;
		forget(d->net, d->seen, best);
		d->out[d->n_out++] = (struct left_out){ best, 0, 0 };
	}
	return true;
}

/* ---- bounds ---- */

static bool plain(const struct net *net, int f)
{
	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		if (net->link[i].kind == LINK_INHIBITS || net->link[i].q < 1e-9)
			return false;
	for (int k = 0; k < net->n_sets; k++)
		if (f >= net->set[k].first && f < net->set[k].first + net->set[k].n)
			return false;
	return net->own[f].no > 1e-9;
}

/* 1 - e^-z <= exp(lambda z - g), g = (lambda + 1) log(lambda + 1) - lambda log lambda; tight at z = log(1 + 1 / lambda). */
static void tilt_by(struct drawing *d, struct left_out *o, const double *p)
{
	const struct net *net = d->net;
	double z = -log(net->own[o->node].no);

	if (!plain(net, o->node))
		return;                         /* 1 is a bound, too */
	for (int i = net->first[o->node]; i < net->first[o->node + 1]; i++) {
		double on = p[net->link[i].from];

		z -= log(net->link[i].q) * (net->link[i].kind == LINK_ACTS_OFF ? 1 - on : on);
	}
	o->lambda = 1 / expm1(fmax(z, 0.05));
	o->base = -o->lambda * log(net->own[o->node].no) - (o->lambda + 1) * log1p(o->lambda) + o->lambda * log(o->lambda);
	for (int i = net->first[o->node]; i < net->first[o->node + 1]; i++) {
		double by = -o->lambda * log(net->link[i].q);

		if (net->link[i].kind == LINK_ACTS_OFF)
			o->base += by;
		d->tilt[net->link[i].from] *= exp(net->link[i].kind == LINK_ACTS_OFF ? -by : by);
	}
}

/* ---- one exact sample, walking back from the end of the tape ---- */

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
	double none = 1, all = 1, pick, sum;

	for (int i = set->first; i < set->first + set->n; i++) {
		none -= d->tape.a[i].yes;
		all *= d->tape.w[i].no;
	}
	sum = (none > 0 ? none : 0) * all * (table ? table[d->state] : 1);
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

static void draw(struct drawing *d)
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

static void prepare(struct drawing *d)
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

/* ---- weights ---- */

static double off_now(const struct drawing *d, int f)
{
	const struct net *net = d->net;
	double off = net->own[f].no;

	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		if ((net->link[i].kind == LINK_ACTS && d->on[net->link[i].from]) || (net->link[i].kind == LINK_ACTS_OFF && !d->on[net->link[i].from]))
			off *= net->link[i].q;
	return off;
}

/* P(what was seen of a finding that was left out | this sample) */
static double seen_now(const struct drawing *d, const int8_t *seen, int f)
{
	const struct net *net = d->net;
	double below = off_now(d, f), above = 1;

	for (int k = 0; k < net->n_sets; k++) {
		const struct net_set *set = &net->set[k];

		if (f < set->first || f >= set->first + set->n)
			continue;
		for (int x = set->first; x < set->first + set->n; x++)
			below = seen[x] == SEEN_PRESENT ? off_now(d, x) : below;
		for (int x = set->first + set->n - 1; x >= set->first; x--)
			above = seen[x] == SEEN_ABSENT ? off_now(d, x) : above;
	}
	double on = above - below;
	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		on *= net->link[i].kind == LINK_INHIBITS && d->on[net->link[i].from] ? net->link[i].q : 1;
	return on;
}

static double log_bound(const struct drawing *d, const struct left_out *o)
{
	const struct net *net = d->net;
	double sum = o->base;

	for (int i = net->first[o->node]; o->lambda > 0 && i < net->first[o->node + 1]; i++) {
		double by = -o->lambda * log(net->link[i].q);

		if (net->link[i].kind == LINK_ACTS_OFF)
			sum -= d->on[net->link[i].from] ? by : 0;
		else
			sum += d->on[net->link[i].from] ? by : 0;
	}
	return sum;
}

static double weight_now(const struct drawing *d, const int8_t *seen)
{
	double weight = 1;

	for (int i = 0; i < d->n_out; i++)
		weight *= seen_now(d, seen, d->out[i].node) / exp(log_bound(d, &d->out[i]));
	return weight;
}

/* Half the width of an interval around a mean of n numbers in [0, 1] that misses with probability `miss`. */
static double bernstein(double mean, double square, int n, double miss)
{
	double variance = fmax(0, square - mean * mean), l = log(3 / miss);

	return sqrt(2 * variance * l / n) + 3 * l / n;
}

struct sums { double on, on2, off, off2; };

static void read_sums(const struct sums *sum, int n, double miss, double *p, double *low, double *high)
{
	double on = sum->on / n, off = sum->off / n, don = bernstein(on, sum->on2 / n, n, miss), doff = bernstein(off, sum->off2 / n, n, miss);
	double on_low = fmax(0, on - don), off_low = fmax(0, off - doff);

	*p = on / (on + off);
	*low = on_low > 0 ? on_low / (on_low + fmin(1, off + doff)) : 0;
	*high = off_low > 0 ? fmin(1, on + don) / (fmin(1, on + don) + off_low) : 1;
}

static void sample(struct drawing *d, const int8_t *seen, struct posterior *out, double log_rest)
{
	int n_causes = d->net->n_causes;
	struct sums *sum = NEWS(d->a, struct sums, n_causes);
	double total = 0;

	for (int i = 0; i < SAMPLES; i++) {
		draw(d);
		double w = fmin(1, weight_now(d, seen));

		total += w;
		for (int c = 0; c < n_causes; c++) {
			sum[c].on += d->on[c] ? w : 0;
			sum[c].on2 += d->on[c] ? w * w : 0;
			sum[c].off += d->on[c] ? 0 : w;
			sum[c].off2 += d->on[c] ? 0 : w * w;
		}
	}
	out->log_evidence = log_rest + log(total / SAMPLES);
	for (int c = 0; c < n_causes; c++) {
		bool known = d->s->slot[c] >= 0;

		read_sums(&sum[c], SAMPLES, (1 - sure) / (2 * n_causes), &out->p[c], &out->low[c], &out->high[c]);
		out->p[c] = known ? out->p[c] : (double)NAN;
		out->odds[c] = out->p[c] / (1 - out->p[c]);
	}
}

bool sweep_draw(struct arena *a, const struct sweep *wide, bool all, const struct effort *effort, struct posterior *out, struct err *err)
{
	const struct net *net = wide->net;
	struct drawing d = { .a = a, .net = net, .rng = rng_new(net->n_nodes), .seen = NEWS(a, int8_t, net->n_nodes),
		.out = NEWS(a, struct left_out, net->n_nodes), .tilt = NEWS(a, double, net->n_causes) };
	struct again run = { .net = net, .seen = d.seen, .odds = NEWS(a, double, net->n_causes) };
	double rest = 0;

	if (!leave_out(&d, wide, all, effort->sampled))
		return fail(err, ERR_LIMIT, "findings", "what is seen hangs together so closely that it can neither be computed nor sampled");
	sweep_one(d.s, &run);
	if (!run.possible)
		return fail(err, ERR_INPUT, "findings", "these findings cannot occur together in this network: their probability is 0");
	out->p = NEWS(a, double, net->n_causes);
	for (int c = 0; c < net->n_causes; c++) {
		d.tilt[c] = 1;
		out->p[c] = isinf(run.odds[c]) ? 1 : isnan(run.odds[c]) ? 0 : run.odds[c] / (1 + run.odds[c]);
	}
	for (int i = 0; i < d.n_out; i++) {
		tilt_by(&d, &d.out[i], out->p);
		rest += d.out[i].base;
	}
	sweep_tape(d.s, &run, d.tilt, &d.tape);
	prepare(&d);
	out->odds = run.odds;
	out->low = NEWS(a, double, net->n_causes);
	out->high = NEWS(a, double, net->n_causes);
	out->confidence = sure;
	out->samples = SAMPLES;
	sample(&d, wide->base, out, run.log_evidence + rest);
	return true;
}
