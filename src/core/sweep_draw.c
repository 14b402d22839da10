/* core/sweep_draw.c -- exact samples of what is kept, weights and intervals. */
#include "core/sweep_draw.h"

#include "core/sweep_sample.h"

#include <math.h>
#include <string.h>

enum { SAMPLES = 16384, FEWEST = 256, ROUNDS = 12, IN_ROUND = 512, WORTH = 50 };

static const double operations = 2e8;    /* of all samples together, where the effort does not say */
static const double sure = 0.95;         /* that all intervals hold at once */

/* ---- bounds ---- */

/* A present finding of which an exponential can be a bound, with parents that it can weigh on. */
static bool plain(const struct drawing *d, int f)
{
	const struct net *net = d->net;

	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		if (net->link[i].kind == LINK_INHIBITS || net->link[i].q < 1e-9 || d->s->slot[net->link[i].from] < 0)
			return false;
	for (int k = 0; k < net->n_sets; k++)
		if (f >= net->set[k].first && f < net->set[k].first + net->set[k].n)
			return false;
	return f >= net->n_causes && d->wide->base[f] == SEEN_PRESENT && net->own[f].no > 1e-9;
}

/* 1 - e^-z <= exp(lambda z - g), g = (lambda + 1) log(lambda + 1) - lambda log lambda; tight at z = log(1 + 1 / lambda). */
static double lambda_by(const struct drawing *d, int f, const double *p)
{
	const struct net *net = d->net;
	double z = -log(net->own[f].no);

	if (!plain(d, f))
		return 0;                       /* its largest probability is a bound, too */
	for (int i = net->first[f]; i < net->first[f + 1]; i++) {
		double on = p[net->link[i].from];

		z -= log(net->link[i].q) * (net->link[i].kind == LINK_ACTS_OFF ? 1 - on : on);
	}
	return 1 / expm1(fmax(z, 0.05));
}

/* No state of the parents makes what was seen of it likelier. */
static double most_likely(const struct drawing *d, int f)
{
	const struct net *net = d->net;
	double quiet = 1;

	for (int k = 0; k < net->n_sets; k++)
		if (f >= net->set[k].first && f < net->set[k].first + net->set[k].n)
			return 1;
	for (int i = net->first[f]; i < net->first[f + 1]; i++) {
		if (net->link[i].kind == LINK_INHIBITS)
			return 1;
		quiet *= net->link[i].q;
	}
	return d->wide->base[f] == SEEN_ABSENT ? net->own[f].no : net->own[f].yes + net->own[f].no * (1 - quiet);
}

/* tilt: natural logs. */
static void tilt_by(const struct drawing *d, struct left_out *o, double *tilt)
{
	const struct net *net = d->net;

	if (!(o->lambda > 0)) {
		double most = most_likely(d, o->node);

		o->base = most > 0 ? log(most) : 0;
		return;
	}
	o->base = -o->lambda * log(net->own[o->node].no) - (o->lambda + 1) * log1p(o->lambda) + o->lambda * log(o->lambda);
	for (int i = net->first[o->node]; i < net->first[o->node + 1]; i++) {
		double by = -o->lambda * log(net->link[i].q);

		if (net->link[i].kind == LINK_ACTS_OFF)
			o->base += by;
		tilt[net->link[i].from] += net->link[i].kind == LINK_ACTS_OFF ? -by : by;
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
	double off = off_now(d, f), below = 0, above = 1, free = 1;
	bool levels = false;

	for (int k = 0; k < net->n_sets; k++) {
		const struct net_set *set = &net->set[k];

		if (f < set->first || f >= set->first + set->n)
			continue;
		levels = true;
		for (int x = set->first; x < set->first + set->n; x++)
			below = seen[x] == SEEN_PRESENT ? off_now(d, x) : below;
		for (int x = set->first + set->n - 1; x >= set->first; x--)
			above = seen[x] == SEEN_ABSENT ? off_now(d, x) : above;
	}
	if (levels)
		return above - below;
	for (int i = net->first[f]; i < net->first[f + 1]; i++)
		free *= net->link[i].kind == LINK_INHIBITS && d->on[net->link[i].from] ? net->link[i].q : 1;
	return seen[f] == SEEN_PRESENT ? (1 - off) * free : off + (1 - off) * (1 - free);
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

static void draw(struct drawing *d)
{
	sample_draw(d);
	for (int i = 0; i < d->n_ahead; i++) {
		int c = d->ahead[i];

		d->on[c] = d->wide->base[c] == SEEN_NOTHING ? rng_unit(&d->rng) >= off_now(d, c) : d->wide->base[c] == SEEN_PRESENT;
	}
}

/* Natural log; at most 0 but for rounding. */
static double log_weight_now(const struct drawing *d, const int8_t *seen)
{
	double sum = 0;

	for (int i = 0; i < d->n_out; i++)
		sum += log(seen_now(d, seen, d->out[i].node)) - log_bound(d, &d->out[i]);
	return fmin(0, sum);
}

/* What one sample takes, about, in table operations. */
static double cost_of_one(const struct drawing *d)
{
	const struct net *net = d->net;
	double cost = 4.0 * d->s->n_ops + 4.0 * d->s->n_ties + 8.0 * net->n_causes;

	for (int i = 0; i < d->n_out; i++)
		cost += 40 + 4.0 * (net->first[d->out[i].node + 1] - net->first[d->out[i].node]) + 2.0 * net->n_sets;
	for (int i = 0; i < d->n_ahead; i++)
		cost += 10 + 2.0 * (net->first[d->ahead[i] + 1] - net->first[d->ahead[i]]);
	return cost;
}

/* Half the width of an interval around a mean of n numbers in [0, 1] that misses with probability `miss`. */
static double bernstein(double mean, double square, int n, double miss)
{
	double variance = fmax(0, square - mean * mean), l = log(3 / miss);

	return sqrt(2 * variance * l / n) + 3 * l / n;
}

/* Log weights, the largest of which (most) counts as 1 in the sums: they do not underflow.  share: of the samples as they were drawn, not weighed. */
struct sums { double on, on2, off, off2; };
struct weighed { double most, total, square; int n; struct sums *of; double *share; };

/* Where the weights are worth fewer than WORTH equal ones (Kong 1992), the point is what the bounds say, which is smooth, and not the few
 * samples that happen to weigh most. */
static void read_sums(const struct weighed *w, const struct sums *sum, double share, double miss, double *p, double *low, double *high)
{
	double scale = exp(w->most), n = w->n, on = sum->on * scale / n, off = sum->off * scale / n;
	double don = bernstein(on, sum->on2 * scale * scale / n, w->n, miss), doff = bernstein(off, sum->off2 * scale * scale / n, w->n, miss);
	double on_low = fmax(0, on - don), off_low = fmax(0, off - doff);

	*low = on_low > 0 ? on_low / (on_low + fmin(1, off + doff)) : 0;
	*high = off_low > 0 ? fmin(1, on + don) / (fmin(1, on + don) + off_low) : 1;
	*p = w->total > 0 && w->total * w->total >= WORTH * w->square ? sum->on / (sum->on + sum->off) : share;
	*p = fmax(*low, fmin(*high, *p));
}

static void tell_evidence(const struct weighed *w, double log_rest, double miss, struct posterior *out)
{
	double scale = exp(w->most), mean = w->total * scale / w->n;
	double half = bernstein(mean, w->square * scale * scale / w->n, w->n, miss);

	out->log_low = mean > half ? log_rest + log(mean - half) : -(double)INFINITY;
	out->log_high = log_rest + fmin(0, log(mean + half));
	out->log_evidence = w->total > 0 ? log_rest + w->most + log(w->total / w->n) : out->log_high;
}

static void make_smaller(struct weighed *w, int n_causes, double by)
{
	w->total *= by;
	w->square *= by * by;
	for (int c = 0; c < n_causes; c++)
		w->of[c] = (struct sums){ w->of[c].on * by, w->of[c].on2 * by * by, w->of[c].off * by, w->of[c].off2 * by * by };
}

static void sample(struct drawing *d, const int8_t *seen, struct weighed *w)
{
	w->most = -(double)INFINITY;
	for (int i = 0; i < w->n; i++) {
		draw(d);
		double weight = log_weight_now(d, seen);

		if (weight > w->most) {
			make_smaller(w, d->net->n_causes, exp(w->most - weight));
			w->most = weight;
		}
		double x = weight > -(double)INFINITY ? exp(weight - w->most) : 0;
		w->total += x;
		w->square += x * x;
		for (int c = 0; c < d->net->n_causes; c++) {
			w->of[c].on += d->on[c] ? x : 0;
			w->of[c].on2 += d->on[c] ? x * x : 0;
			w->of[c].off += d->on[c] ? 0 : x;
			w->of[c].off2 += d->on[c] ? 0 : x * x;
			w->share[c] += d->on[c] ? 1.0 / w->n : 0;
		}
	}
}

static void tell(const struct drawing *d, const struct weighed *w, double log_rest, struct posterior *out)
{
	int n_causes = d->net->n_causes;
	double miss = (1 - sure) / (2 * n_causes + 1);

	out->confidence = sure;
	out->samples = w->n;
	tell_evidence(w, log_rest, miss, out);
	for (int c = 0; c < n_causes; c++) {
		read_sums(w, &w->of[c], w->share[c], miss, &out->p[c], &out->low[c], &out->high[c]);
		out->p[c] = d->all || d->wide->slot[c] >= 0 ? out->p[c] : (double)NAN;
		out->odds[c] = out->p[c] / (1 - out->p[c]);
	}
}

/* ---- the tilts ---- */

static double tilt_each(struct drawing *d)
{
	double steepest = 0;

	memset(d->tilt, 0, (size_t)d->net->n_causes * sizeof(double));
	for (int i = 0; i < d->n_out; i++)
		tilt_by(d, &d->out[i], d->tilt);
	for (int c = 0; c < d->net->n_causes; c++)
		steepest = fmax(steepest, fabs(d->tilt[c]));
	return steepest;
}

/* Bounds around the means that p gives; the sum of their bases.  Every lambda bounds: all are made smaller where a double could not hold what
 * they do together. */
static double tilt_all(struct drawing *d, const double *p)
{
	const double most = 30;
	double rest = 0, steepest;

	for (int i = 0; i < d->n_out; i++)
		d->out[i].lambda = lambda_by(d, d->out[i].node, p);
	steepest = tilt_each(d);
	if (steepest > most) {
		for (int i = 0; i < d->n_out; i++)
			d->out[i].lambda *= most / steepest;
		(void)tilt_each(d);
	}
	for (int c = 0; c < d->net->n_causes; c++)
		d->tilt[c] = exp(d->tilt[c]);
	for (int i = 0; i < d->n_out; i++)
		rest += d->out[i].base;
	return rest;
}

/* The bound of the whole evidence with these tilts; where there is a next round, p becomes what it says of the causes. */
static double try_tilts(struct drawing *d, struct again *run, double *p, bool next)
{
	struct arena *scratch = arena_new(SIZE_MAX), *a = d->a;
	struct sweep *kept = d->s, copy = *kept;
	double bound = tilt_all(d, p);

	copy.arena = d->a = scratch;
	memset(copy.placed, 0, sizeof(copy.placed));
	memset(copy.room, 0, sizeof(copy.room));
	d->s = &copy;
	sweep_tape(d->s, run, d->tilt, &d->tape);
	bound += run->log_evidence;
	if (next) {
		sample_prepare(d);
		memset(p, 0, (size_t)d->net->n_causes * sizeof(double));
		for (int i = 0; i < IN_ROUND; i++) {
			sample_draw(d);
			for (int c = 0; c < d->net->n_causes; c++)
				p[c] += d->on[c] ? 1.0 / IN_ROUND : 0;
		}
	}
	d->s = kept;
	d->a = a;
	arena_end(scratch);
	return bound;
}

/* The bound is tightest where each left-out finding is bounded around the mean that the bounds themselves give it (Jaakkola and Jordan 1999): so
 * the means are put in again, round after round, before the samples that count are drawn; half the way where the bound rises.  p: the best. */
static void settle_tilts(struct drawing *d, struct again *run, double *p)
{
	int n = d->net->n_causes;
	double *now = NEWS(d->a, double, n), *told = NEWS(d->a, double, n), best = HUGE_VAL;

	memcpy(told, p, (size_t)n * sizeof(double));
	for (int i = 0; i < ROUNDS && d->n_out; i++) {
		memcpy(now, told, (size_t)n * sizeof(double));
		double bound = try_tilts(d, run, told, i + 1 < ROUNDS);

		if (bound < best) {
			best = bound;
			memcpy(p, now, (size_t)n * sizeof(double));
			continue;
		}
		for (int c = 0; c < n; c++)
			told[c] = (p[c] + now[c]) / 2;
	}
}

static void list_ahead(struct drawing *d)
{
	d->ahead = NEWS(d->a, int, d->net->n_causes);
	for (int c = 0; c < d->net->n_causes; c++)
		if (d->s->slot[c] < 0 && d->s->set_of[c] < 0 && (d->all || d->wide->slot[c] >= 0))
			d->ahead[d->n_ahead++] = c;
}

static struct weighed room_for(const struct drawing *d, const struct effort *effort)
{
	double most = effort->samples > 0 ? effort->samples : SAMPLES, allowed = effort->drawing > 0 ? effort->drawing : operations;
	int n = (int)fmax(FEWEST, fmin(most, allowed / cost_of_one(d)));

	return (struct weighed){ .n = n, .of = NEWS(d->a, struct sums, d->net->n_causes), .share = NEWS(d->a, double, d->net->n_causes) };
}

static bool draw_all(struct drawing *d, const struct effort *effort, struct posterior *out, struct err *err)
{
	const struct net *net = d->net;
	struct again run = { .net = net, .seen = d->seen, .odds = NEWS(d->a, double, net->n_causes) };

	sweep_one(d->s, &run);
	if (!run.possible)
		return fail(err, ERR_INPUT, "findings", "these findings cannot occur together in this network: their probability is 0");
	out->p = NEWS(d->a, double, net->n_causes);
	for (int c = 0; c < net->n_causes; c++)
		out->p[c] = isinf(run.odds[c]) ? 1 : isnan(run.odds[c]) ? 0 : run.odds[c] / (1 + run.odds[c]);
	settle_tilts(d, &run, out->p);
	double rest = tilt_all(d, out->p);
	sweep_tape(d->s, &run, d->tilt, &d->tape);
	list_ahead(d);
	sample_prepare(d);
	struct weighed w = room_for(d, effort);
	out->cost = d->s->cost;
	out->width = d->s->width;
	sample(d, d->wide->base, &w);
	out->odds = run.odds;
	out->low = NEWS(d->a, double, net->n_causes);
	out->high = NEWS(d->a, double, net->n_causes);
	tell(d, &w, rest + run.log_evidence, out);
	return true;
}

bool sweep_draw(struct arena *a, const struct net *net, const int8_t *seen, bool all, const struct effort *effort,
	struct posterior *out, struct err *err)
{
	double looking = effort_looking(effort);
	struct drawing d = { .a = a, .net = net, .all = all, .looking = looking, .rng = rng_new(net->n_nodes),
		.seen = NEWS(a, int8_t, net->n_nodes), .out = NEWS(a, struct left_out, net->n_nodes), .tilt = NEWS(a, double, net->n_causes) };

	d.wide = sample_look(&d, seen, (struct search){ .above = seen, .most = HUGE_VAL });
	sample_leave_out(&d, effort->sampled);
	out->looked += looking - d.looking;
	bool ok = draw_all(&d, effort, out, err);
	if (d.s != d.wide)
		arena_end(d.s->arena);
	arena_end(d.wide->arena);
	return ok;
}
