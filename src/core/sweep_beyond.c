/* core/sweep_beyond.c -- how far the answer of a whole network lies from that of a part of it: exact samples of the part, weighed. */
#include "core/sweep_sample.h"

#include <math.h>

enum { SAMPLES = 8192, LEAST_WORTH = 400 };

static const double dearest = 3e7;       /* table operations of the part: all its tables are kept, twice */
static const double often = 0.005;       /* every cause comes up in about so many of the samples, however rare it is: none is overlooked */
static const double sure = 0.95;         /* that all differences hold at once */

/* The present findings that the two networks tell differently.  Parallel rows of n: off by nothing but leaks, and what is left of that when
 * one cause acts (row c of `by`). */
struct side { double *leak, *by, *off; };
struct weighing { int n, *finding; struct side part, whole; };

static bool differs(const struct net *part, const struct net *whole, int f)
{
	const struct net_link *x = &part->link[part->first[f]], *y = &whole->link[whole->first[f]];
	int n = part->first[f + 1] - part->first[f];
	bool same = n == whole->first[f + 1] - whole->first[f] && !(fabs(part->own[f].no - whole->own[f].no) > 0);

	for (int i = 0; same && i < n; i++)
		same = x[i].from == y[i].from && x[i].kind == y[i].kind && !(fabs(x[i].q - y[i].q) > 0);
	return !same;
}

/* False: a link does something else than act when its cause is on. */
static bool side_make(struct arena *a, const struct net *net, const struct weighing *w, struct side *out)
{
	*out = (struct side){ NEWS(a, double, w->n), NEWS(a, double, (size_t)net->n_causes * w->n), NEWS(a, double, w->n) };
	for (size_t i = 0; i < (size_t)net->n_causes * w->n; i++)
		out->by[i] = 1;
	for (int k = 0; k < w->n; k++) {
		int f = w->finding[k];

		out->leak[k] = net->own[f].no;
		for (int i = net->first[f]; i < net->first[f + 1]; i++) {
			if (net->link[i].kind != LINK_ACTS)
				return false;
			out->by[(size_t)net->link[i].from * w->n + k] *= net->link[i].q;
		}
	}
	return true;
}

static void see(const struct side *s, int n, const int *on, int n_on)
{
	for (int k = 0; k < n; k++)
		s->off[k] = s->leak[k];
	for (int i = 0; i < n_on; i++)
		for (int k = 0; k < n; k++)
			s->off[k] *= s->by[(size_t)on[i] * n + k];
}

/* How many standard errors hold n differences at once: the tail of the normal distribution, by bisection. */
static double errors_wide(int n)
{
	double low = 0, high = 10;

	for (int i = 0; i < 60; i++) {
		double z = (low + high) / 2;

		*(n * erfc(z / sqrt(2)) > 1 - sure ? &low : &high) = z;
	}
	return high;
}

/* Sums over samples, of which each counts u for the whole and v for the part; over all of them, or where a cause is on. */
struct sums { double u, v, uu, uv, vv; };

static void count(struct sums *s, double u, double v)
{
	s->u += u;
	s->v += v;
	s->uu += u * u;
	s->uv += u * v;
	s->vv += v * v;
}

/* With weights over their means, one sample moves the difference by u (on - whole) - v (on - part): the mean square of that is its
 * variance.  What came up a few times only has none to speak of: then those that the heaviest weights stand for are the doubt. */
static double half_width(const struct sums *on, const struct sums *all, double whole, double part, double wide)
{
	double u = SAMPLES / (all->u * all->u), v = SAMPLES / (all->v * all->v), uv = SAMPLES / (all->u * all->v);
	double variance = u * (on->uu * (1 - 2 * whole) + all->uu * whole * whole) + v * (on->vv * (1 - 2 * part) + all->vv * part * part) -
		2 * uv * (on->uv * (1 - whole - part) + all->uv * whole * part);

	return wide * sqrt(fmax(0, variance) / SAMPLES) + wide * wide * u * all->uu / SAMPLES;
}

static bool weigh(struct drawing *d, const struct weighing *w, const double *tilt, struct beyond *out)
{
	int n_causes = d->net->n_causes, *on = NEWS(d->a, int, n_causes);
	struct sums *of = NEWS(d->a, struct sums, n_causes), all = { 0 };
	double wide = errors_wide(n_causes);

	for (int i = 0; i < SAMPLES; i++) {
		double u, v = 1;
		int n_on = 0;

		sample_draw(d);
		for (int c = 0; c < n_causes; c++)
			if (d->on[c]) {
				v /= tilt[c];
				on[n_on++] = c;
			}
		see(&w->part, w->n, on, n_on);
		see(&w->whole, w->n, on, n_on);
		u = v;
		for (int k = 0; k < w->n; k++)
			u *= (1 - w->whole.off[k]) / (1 - w->part.off[k]);
		count(&all, u, v);
		for (int k = 0; k < n_on; k++)
			count(&of[on[k]], u, v);
	}
	out->effective = all.u * all.u / all.uu;
	for (int c = 0; c < n_causes; c++) {
		double whole = of[c].u / all.u, part = of[c].v / all.v;

		out->by[c] = whole - part;
		out->half[c] = half_width(&of[c], &all, whole, part, wide);
	}
	return out->effective >= LEAST_WORTH;
}

bool reason_beyond(struct arena *a, const struct net *part, const int8_t *seen, const struct posterior *have,
	const struct net *whole, struct beyond *out)
{
	struct again run = { .net = part, .seen = seen, .odds = NEWS(a, double, part->n_causes) };
	struct drawing d = { .a = a, .net = part, .s = have->sweep, .rng = rng_new(part->n_nodes) };
	struct weighing w = { .finding = NEWS(a, int, part->n_nodes) };
	double *tilt = NEWS(a, double, part->n_causes);

	*out = (struct beyond){ NEWS(a, double, part->n_causes), NEWS(a, double, part->n_causes), sure, 0, SAMPLES };
	for (int f = part->n_causes; f < part->n_nodes; f++)
		if (seen[f] == SEEN_PRESENT && differs(part, whole, f))
			w.finding[w.n++] = f;
	if (!have->sweep || have->sweep->cost > dearest || !side_make(a, part, &w, &w.part) || !side_make(a, whole, &w, &w.whole))
		return false;
	for (int c = 0; c < part->n_causes; c++)
		tilt[c] = have->p[c] > 0 ? fmax(1, often / have->p[c]) : 1;
	sweep_tape(d.s, &run, tilt, &d.tape);
	sample_prepare(&d);
	return weigh(&d, &w, tilt, out);
}
