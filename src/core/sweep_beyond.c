/* core/sweep_beyond.c -- how far the answer of a whole network lies from that of a part of it: exact samples of the part, weighed. */
#include "core/sweep_sample.h"

#include <math.h>

enum { SAMPLES = 8192, LEAST_WORTH = 400 };

static const double dearest = 3e7;       /* table operations of the part: all its tables are kept, twice */
static const double often = 0.005;       /* every cause comes up in about so many of the samples, however rare it is: none is overlooked */
static const double sure = 0.95;         /* that all differences hold at once */

/* The present findings of one network that the other tells differently.  Parallel rows of n: off by nothing but leaks, and what is left of that
 * when one cause acts (row c of `by`). */
struct side { int n; double *leak, *by, *off; };

/* Every finding f of x has its like in y: the same push, the same links. */
static bool alike(const struct net *x, const int8_t *seen_x, const struct net *y, const int8_t *seen_y, int f)
{
	int n = x->first[f + 1] - x->first[f];
	bool same = f < y->n_nodes && seen_x[f] == seen_y[f] && n == y->first[f + 1] - y->first[f] && !(fabs(x->own[f].no - y->own[f].no) > 0);

	for (int i = 0; same && i < n; i++) {
		const struct net_link *u = &x->link[x->first[f] + i], *v = &y->link[y->first[f] + i];

		same = u->from == v->from && u->kind == v->kind && !(fabs(u->q - v->q) > 0);
	}
	return same;
}

/* False: a link does something else than act when its cause is on. */
static bool side_make(struct arena *a, const struct net *net, const int8_t *seen, const struct net *other, const int8_t *seen_other, struct side *out)
{
	int *at = NEWS(a, int, net->n_nodes), n = 0;

	for (int f = net->n_causes; f < net->n_nodes; f++)
		if (seen[f] == SEEN_PRESENT && !alike(net, seen, other, seen_other, f))
			at[n++] = f;
	*out = (struct side){ n, NEWS(a, double, n), NEWS(a, double, (size_t)net->n_causes * n), NEWS(a, double, n) };
	for (size_t i = 0; i < (size_t)net->n_causes * n; i++)
		out->by[i] = 1;
	for (int k = 0; k < n; k++) {
		out->leak[k] = net->own[at[k]].no;
		for (int i = net->first[at[k]]; i < net->first[at[k] + 1]; i++) {
			if (net->link[i].kind != LINK_ACTS)
				return false;
			out->by[(size_t)net->link[i].from * n + k] *= net->link[i].q;
		}
	}
	return true;
}

/* P(what this side saw | the causes that are on). */
static double seen_now(const struct side *s, const int *on, int n_on)
{
	double p = 1;

	for (int k = 0; k < s->n; k++)
		s->off[k] = s->leak[k];
	for (int i = 0; i < n_on; i++)
		for (int k = 0; k < s->n; k++)
			s->off[k] *= s->by[(size_t)on[i] * s->n + k];
	for (int k = 0; k < s->n; k++)
		p *= 1 - s->off[k];
	return p;
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

static bool any_on(const struct drawing *d, const struct any_of *any)
{
	for (int i = 0; i < any->n; i++)
		if (d->on[any->cause[i]])
			return true;
	return false;
}

static bool weigh(struct drawing *d, const struct side *part, const struct side *whole, const double *tilt, const struct any_of *any, int n_any,
	struct beyond *out)
{
	int n_causes = d->net->n_causes, n_told = n_causes + n_any, *on = NEWS(d->a, int, n_causes);
	struct sums *of = NEWS(d->a, struct sums, n_told), all = { 0 };
	double wide = errors_wide(n_told);

	for (int i = 0; i < SAMPLES; i++) {
		double u, v = 1;
		int n_on = 0;

		sample_draw(d);
		for (int c = 0; c < n_causes; c++)
			if (d->on[c]) {
				v /= tilt[c];
				on[n_on++] = c;
			}
		u = v * seen_now(whole, on, n_on) / seen_now(part, on, n_on);
		count(&all, u, v);
		for (int k = 0; k < n_on; k++)
			count(&of[on[k]], u, v);
		for (int k = 0; k < n_any; k++)
			if (any_on(d, &any[k]))
				count(&of[n_causes + k], u, v);
	}
	out->effective = all.u * all.u / all.uu;
	for (int c = 0; c < n_told; c++) {
		double p_whole = of[c].u / all.u, p_part = of[c].v / all.v;

		out->by[c] = p_whole - p_part;
		out->half[c] = half_width(&of[c], &all, p_whole, p_part, wide);
	}
	return out->effective >= LEAST_WORTH;
}

bool reason_beyond(struct arena *a, const struct net *part, const int8_t *seen, const struct posterior *have,
	const struct net *whole, const int8_t *seen_whole, const struct any_of *any, int n_any, struct beyond *out)
{
	struct again run = { .net = part, .seen = seen, .odds = NEWS(a, double, part->n_causes) };
	struct drawing d = { .a = a, .net = part, .s = have->sweep, .rng = rng_new(part->n_nodes) };
	struct side of_part, of_whole;
	double *tilt = NEWS(a, double, part->n_causes);

	*out = (struct beyond){ NEWS(a, double, part->n_causes + n_any), NEWS(a, double, part->n_causes + n_any), sure, 0, SAMPLES };
	if (!have->sweep || have->sweep->cost > dearest || !side_make(a, part, seen, whole, seen_whole, &of_part) ||
		!side_make(a, whole, seen_whole, part, seen, &of_whole))
		return false;
	for (int c = 0; c < part->n_causes; c++)
		tilt[c] = have->p[c] > 0 ? fmax(1, often / have->p[c]) : 1;
	sweep_tape(d.s, &run, tilt, &d.tape);
	sample_prepare(&d);
	return weigh(&d, &of_part, &of_whole, tilt, any, n_any, out);
}
