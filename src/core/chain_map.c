/* core/chain_map.c -- the marks of the body map as findings of the muscles: see chain_making.h. */
#include "core/chain_making.h"

#include <math.h>
#include <stdlib.h>

enum { PARENTS_MOST = 16, MARKS_MOST = 14 };

struct weight { int muscle; double pain; };

static int strongest_first(const void *x, const void *y)
{
	const struct weight *v = x, *w = y;

	return v->pain < w->pain ? 1 : v->pain > w->pain ? -1 : v->muscle - w->muscle;
}

/* Marked regions that count as one: touching is taken to be the same part of the body on the same side and view. */
static bool touching(const struct making *m, int r, int s)
{
	const struct region *x = &m->kb->region[r], *y = &m->kb->region[s];

	return x->area == y->area && x->side == y->side && x->front == y->front &&
		abs(m->c->mark[r] - m->c->mark[s]) <= m->within;
}

/* The sixteen that explain it best; what the others could have explained joins the leak and is remembered. */
static void add_marked(struct making *m, const int *region, int n)
{
	const struct chain *chain = m->kb->chain;
	struct weight *w = NEWS(m->a, struct weight, chain->n);
	double missed = kb_number_of(m->kb, "mark_missed"), wrong = kb_number_of(m->kb, "mark_false"), quiet = 1;

	for (int x = 0; x < chain->n; x++) {
		double log_quiet = 0;

		for (int i = 0; i < n; i++)
			log_quiet += log1p(-fmin(chain->pain[(size_t)x * m->kb->n_regions + region[i]], 1 - 1e-12));
		w[x] = (struct weight){ x, -expm1(log_quiet / n) };
	}
	qsort(w, (size_t)chain->n, sizeof(*w), strongest_first);
	for (int i = 0; i < chain->n; i++) {
		if (i < PARENTS_MOST && w[i].pain > faint)
			making_link(m, node_of(m, w[i].muscle), 1 - w[i].pain);
		else
			quiet *= 1 - m->prior[w[i].muscle] * w[i].pain;
	}
	m->dropped = fmax(m->dropped, 1 - quiet);
	making_end(m, (1 - missed - wrong) / (1 - missed) * (1 - kb_number_of(m->kb, "region_leak")) * quiet, SEEN_PRESENT);
}

static void add_unmarked(struct making *m, int region)
{
	const struct chain *chain = m->kb->chain;
	double power = kb_number_of(m->kb, "unmarked_share");

	for (int x = 0; x < chain->n; x++) {
		double pain = chain->pain[(size_t)x * m->kb->n_regions + region];

		if (pain > faint)
			making_link(m, node_of(m, x), pow(1 - pain, power));
	}
	making_end(m, 1, SEEN_ABSENT);
}

/* The marked regions that count as one with r, which stands first; 0 when r was counted before. */
static int group_of(const struct making *m, int r, bool *done, int *group)
{
	int n = 0;

	for (int s = r; m->c->mark[r] > 0 && !done[r] && s < m->kb->n_regions; s++)
		if (m->c->mark[s] > 0 && !done[s] && (s == r || touching(m, r, s)))
			group[n++] = s;
	for (int i = 0; i < n; i++)
		done[group[i]] = true;
	return n;
}

static int count_groups(const struct making *m, int *group)
{
	bool *done = NEWS(m->a, bool, m->kb->n_regions);
	int n = 0;

	for (int r = 0; r < m->kb->n_regions; r++)
		n += group_of(m, r, done, group) > 0;
	return n;
}

/* Many marks are drawn together until the exact answer is quick. */
void making_map(struct making *m)
{
	int n_regions = m->kb->n_regions, *group = NEWS(m->a, int, n_regions);
	bool *done = NEWS(m->a, bool, n_regions);

	m->within = kb_number_of(m->kb, "touching_within");
	while (count_groups(m, group) > MARKS_MOST && m->within < 10)
		m->within++;
	if (!count_groups(m, group))
		return;
	for (int r = 0; r < n_regions; r++) {
		int n = group_of(m, r, done, group);

		if (m->c->mark[r] <= 0)
			add_unmarked(m, r);
		else if (n)
			add_marked(m, group, n);
	}
}
