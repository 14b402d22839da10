/* core/sweep_draw.c -- which findings are left out, exact samples of the rest, weights and intervals. */
#include "core/sweep_draw.h"

#include "core/sweep_sample.h"

#include <math.h>
#include <string.h>

enum { SAMPLES = 16384, TRIED = 4 };

static const double sure = 0.95;         /* that all intervals hold at once */

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
		sample_draw(d);
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
	sample_prepare(&d);
	out->odds = run.odds;
	out->low = NEWS(a, double, net->n_causes);
	out->high = NEWS(a, double, net->n_causes);
	out->confidence = sure;
	out->samples = SAMPLES;
	sample(&d, wide->base, out, run.log_evidence + rest);
	return true;
}
