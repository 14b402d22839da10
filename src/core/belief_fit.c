/* core/belief_fit.c -- the figures of the knowledge, handed to core/fit.h one finding at a time. */
#include "core/belief_fit.h"

#include "base/str.h"
#include "core/belief_net.h"

#include <math.h>
#include <stdlib.h>

static const char ours[] = "DesignPriors";      /* the source of what nobody published: docs/science/reason.md, Design values */

static bool of_design(const struct kb *kb, const struct cite *c)
{
	for (int i = 0; i < c->source.n; i++)
		if (str_equal(kb->source[c->source.at[i]].id, ours))
			return true;
	return false;
}

static bool fit_one(struct arena *a, const struct belief_net *b, int f, double within, struct fitted *out, struct err *err)
{
	int node = belief_node(b, f), first = b->net.first[node], n = b->net.first[node + 1] - first;
	struct fit_pair *pair = NEWS(a, struct fit_pair, (size_t)n + 1);
	double *q = NEWS(a, double, (size_t)n + 1);
	int *row = NEWS(a, int, (size_t)n + 1);

	for (int i = 0; i < n; i++) {
		row[i] = b->from[first + i];
		q[i] = b->net.link[first + i].q;
		pair[i] = (struct fit_pair){ b->kb->link[row[i]].sens, b->kb->link[row[i]].spec };
	}
	*out = (struct fitted){ .finding = f, .leak = b->net.own[node].yes, .q = q, .row = row };
	return fit_finding(a, &b->net, &b->first, node, b->kb->finding[f].base, pair, within, &out->fit, err);
}

static int furthest_off_first(const void *x, const void *y)
{
	const struct fit_figure *v = x, *w = y;

	return v->off < w->off ? 1 : v->off > w->off ? -1 : v->of != w->of ? v->of - w->of : v->link - w->link;
}

static void list_figures(struct arena *a, struct fit_figures *out)
{
	int most = out->n;

	for (int i = 0; i < out->n; i++)
		most += out->at[i].fit.n;
	out->figure = NEWS(a, struct fit_figure, (size_t)most + 1);
	for (int i = 0; i < out->n; i++) {
		const struct fitted *at = &out->at[i];
		bool base = of_design(out->kb, &out->kb->finding[at->finding].base_cite);

		out->figure[out->n_figures++] = (struct fit_figure){ i, -1, fabs(at->fit.built - at->fit.want), at->fit.verdict, base, base };
		for (int k = 0; k < at->fit.n; k++)
			out->figure[out->n_figures++] = (struct fit_figure){ i, k, fit_off(&at->fit.link[k]), at->fit.link[k].verdict,
				of_design(out->kb, &out->kb->link[at->row[k]].cite), base };
	}
	qsort(out->figure, (size_t)out->n_figures, sizeof(*out->figure), furthest_off_first);
}

bool belief_fit(struct arena *a, const struct kb *kb, double within, struct fit_figures *out, struct err *err)
{
	struct belief_net b;

	*out = (struct fit_figures){ .kb = kb, .within = within, .at = NEWS(a, struct fitted, (size_t)kb->n_findings + 1) };
	if (!belief_net_make(a, kb, case_new(a, kb), NULL, &b, err))
		return false;
	if (!b.first.exact)
		return fail(err, ERR_LIMIT, "network", "has no exact answer even with nothing seen");
	for (int f = 0; f < kb->n_findings; f++)
		if (kb->finding[f].base > 0 && !fit_one(a, &b, f, within, &out->at[out->n++], err))
			return false;
	list_figures(a, out);
	return true;
}

int fit_count(const struct fit_figures *f, bool pairs, bool design, enum fit_verdict verdict)
{
	int n = 0;

	for (int i = 0; i < f->n_figures; i++)
		n += (f->figure[i].link >= 0) == pairs && f->figure[i].design == design && f->figure[i].verdict == verdict;
	return n;
}
