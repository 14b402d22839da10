/* core/chain_units.c -- what a hand can tell apart, likeliest first: a muscle, or a few that are pressed as one.
 *
 * How likely at least one of a few is does not follow from how likely each is, because evidence ties them: "that is my pain" over six muscles is
 * true of one of them and hardly of two.  So a unit that may be told gets a node of its own, which is on when any of its muscles is.
 */
#include "core/chain_making.h"

#include <math.h>
#include <stdlib.h>

static bool in_unit(const struct making *m, int muscle, int unit)
{
	return m->kb->muscle[muscle / 2].unit == unit / 2 && muscle % 2 == unit % 2;
}

/* At least one lies between the likeliest of them and their sum, whatever ties them. */
struct together { int n, likeliest; double apart, most, sum; };

static struct together together(const struct making *m, int unit, const double *p)
{
	struct together t = { 0, -1, 1, 0, 0 };

	for (int x = 0; x < m->kb->chain->n; x++) {
		if (!in_unit(m, x, unit))
			continue;
		double now = p[node_of(m, x)];

		t.n++;
		t.apart *= 1 - now;
		t.sum += now;
		if (t.likeliest < 0 || now > t.most) {
			t.most = now;
			t.likeliest = x;
		}
	}
	t.apart = 1 - t.apart;
	t.sum = fmin(1, t.sum);
	return t;
}

bool making_ask_units(const struct making *m, const struct posterior *p, struct making *out)
{
	bool any = false;

	out->asked = NEWS(m->a, bool, 2 * m->kb->n_units);
	for (int u = 0; u < 2 * m->kb->n_units; u++) {
		out->asked[u] = together(m, u, p->p).n > 1 && together(m, u, p->exact ? p->p : p->high).sum >= driver_least;
		any |= out->asked[u];
	}
	return any;
}

void making_units(struct making *m)
{
	m->unit_node = NEWS(m->a, int, 2 * m->kb->n_units);
	for (int u = 0; u < 2 * m->kb->n_units; u++) {
		m->unit_node[u] = -1;
		if (!m->asked || !m->asked[u])
			continue;
		for (int x = 0; x < m->kb->chain->n; x++)
			if (in_unit(m, x, u))
				making_link(m, node_of(m, x), 0);
		m->unit_node[u] = m->net.n_nodes;
		making_end(m, 1, SEEN_NOTHING);
	}
	m->net.n_causes = m->net.n_nodes;
}

int making_asked(const struct making *m, struct any_of *unit)
{
	int n = 0;

	for (int u = 0; m->asked && u < 2 * m->kb->n_units; u++) {
		int *muscle = NEWS(m->a, int, m->kb->n_muscles), k = 0;

		for (int x = 0; m->asked[u] && x < m->kb->chain->n; x++)
			if (in_unit(m, x, u))
				muscle[k++] = node_of(m, x);
		if (k)
			unit[n++] = (struct any_of){ muscle, k };
	}
	return n;
}

/* Probabilities that differ by rounding alone count as equal: left before right, on every machine. */
static int likeliest_first(const void *x, const void *y)
{
	const struct driver *v = x, *w = y;
	double p = rint(v->p * 1e10), q = rint(w->p * 1e10);

	return p < q ? 1 : p > q ? -1 : v->unit != w->unit ? v->unit - w->unit : (int)v->side - (int)w->side;
}

static void explain(struct arena *keep, const struct making *m, struct driver *d)
{
	const struct chain *chain = m->kb->chain;
	double best = faint;
	int through = d->muscle;

	d->region = -1;
	for (int r = 0; r < m->kb->n_regions; r++)
		if (m->c->mark[r] > 0 && chain->pain[(size_t)r * chain->n + d->muscle] > best) {
			best = chain->pain[(size_t)r * chain->n + d->muscle];
			d->region = r;
		}
	best = 0;
	for (int k = 0; d->region >= 0 && k < chain->n; k++)
		for (int i = 0; i < m->kb->muscle[k / 2].n_refers; i++) {
			const struct referral *f = &m->kb->muscle[k / 2].refers[i];
			double w = chain->reach[(size_t)d->muscle * chain->n + k] * f->strength;

			if (f->region + (k % 2 != (int)f->opposite) == d->region && w > best) {
				best = w;
				through = k;
			}
		}
	if (through != d->muscle && d->p > d->before && d->p >= driver_least)
		(void)chain_path(keep, chain, d->muscle, through, &d->path, &d->n_path);
}

void making_list(struct arena *keep, const struct making *m, const struct posterior *p, const struct posterior *before, struct drivers *out)
{
	out->at = NEWS(keep, struct driver, 2 * m->kb->n_units);
	for (int u = 0; u < 2 * m->kb->n_units; u++) {
		struct together now = together(m, u, p->p), were = together(m, u, before->p);
		int node = m->unit_node[u];

		if (!now.n)
			continue;
		out->at[out->n++] = (struct driver){ .unit = u / 2, .side = u % 2 ? SIDE_RIGHT : SIDE_LEFT, .muscle = now.likeliest,
			.p = node < 0 ? now.apart : p->p[node], .before = node < 0 ? were.apart : before->p[node], .region = -1 };
	}
	qsort(out->at, (size_t)out->n, sizeof(*out->at), likeliest_first);
	for (int i = 0; i < out->n; i++)
		explain(keep, m, &out->at[i]);
}

/* Units that may be told and got no node: so far from their sum, or from the likeliest of them. */
double making_apart(const struct making *m, const struct posterior *p)
{
	double off = 0;

	for (int u = 0; u < 2 * m->kb->n_units; u++) {
		struct together now = together(m, u, p->p), low = together(m, u, p->exact ? p->p : p->low), high = together(m, u, p->exact ? p->p : p->high);

		if (m->unit_node[u] < 0 && now.n > 1 && high.sum >= driver_least)
			off = fmax(off, fmax(now.apart - low.most, high.sum - now.apart));
	}
	return off;
}
