/* core/chain_map.c -- the marks of the body map as findings of the muscles: see chain_making.h. */
#include "core/chain_making.h"

#include <math.h>
#include <stdlib.h>

enum { MARKS_MOST = 14 };

static const double silent = 1e-7;       /* of a region without a mark: all of them together change no odds by more than 1e-5 */
static const double fainter = 1e-6;      /* PARENTS_ALL: a link of a marked region below that is left out */

struct weight { int node; double pain, likely; };        /* likely: that it hurts there because of this one */

static int likeliest_first(const void *x, const void *y)
{
	const struct weight *v = x, *w = y;

	return v->likely < w->likely ? 1 : v->likely > w->likely ? -1 : v->node - w->node;
}

/* Marked regions that count as one: touching is taken to be the same part of the body, on the same side and view unless there are too many. */
static bool touching(const struct making *m, int r, int s)
{
	const struct region *x = &m->kb->region[r], *y = &m->kb->region[s];

	return x->area == y->area && (x->side == y->side || m->apart < 1) && (x->front == y->front || m->apart < 2) &&
		abs(m->c->mark[r] - m->c->mark[s]) <= m->within;
}

/* What could have brought pain to these regions: all muscles, and a sore joint of their area. */
static int list_parents(const struct making *m, const int *region, int n, struct weight *w)
{
	const struct chain *chain = m->kb->chain;
	int area = m->kb->region[region[0]].area, joint = m->area_node[1][area];

	for (int x = 0; x < chain->n; x++) {
		double log_quiet = 0;

		for (int i = 0; i < n; i++)
			log_quiet += log1p(-fmin(chain->pain[(size_t)region[i] * chain->n + x], 1 - 1e-12));
		w[x] = (struct weight){ node_of(m, x), -expm1(log_quiet / n), 0 };
		w[x].likely = w[x].pain * making_unmarked(m, x);
	}
	w[chain->n] = (struct weight){ joint, kb_number_of(m->kb, "joint_hurts"), 0 };
	w[chain->n].likely = w[chain->n].pain * (1 - making_calm(m->kb, m->by_cause, area, true));
	return chain->n + 1;
}

/* The likeliest sixteen; what the others could have brought joins the leak and is remembered. */
static void add_marked(struct making *m, const int *region, int n)
{
	struct weight *w = NEWS(m->a, struct weight, m->kb->chain->n + 1);
	double missed = kb_number_of(m->kb, "mark_missed"), wrong = kb_number_of(m->kb, "mark_false"), quiet = 1, least = 1;
	double worth_a_link = m->parents == PARENTS_EVERY ? 0 : m->parents == PARENTS_ALL ? fainter : faint;
	int n_parents = list_parents(m, region, n, w), kept = m->parents < n_parents ? m->parents : n_parents;

	qsort(w, (size_t)n_parents, sizeof(*w), likeliest_first);
	while (kept > 0 && kept < n_parents && w[kept - 1].likely - w[kept].likely < 1e-12)     /* left and right alike, in or out */
		kept--;
	for (int i = 0; i < n_parents; i++) {
		if (i < kept && w[i].pain > worth_a_link && w[i].node >= 0) {
			making_link(m, w[i].node, 1 - w[i].pain);
			continue;
		}
		quiet *= 1 - w[i].likely;
		least *= w[i].node >= 0 ? 1 - w[i].pain : 1 - w[i].likely;
	}
	m->rest[m->n_rest++] = (struct rest){ m->net.n_nodes, quiet, least };
	making_end(m, (1 - missed - wrong) / (1 - missed) * (1 - kb_number_of(m->kb, "region_leak")) * quiet, SEEN_PRESENT);
}

static bool speaks(const struct making *m, int region, int muscle)
{
	return m->kb->chain->pain[(size_t)region * m->kb->chain->n + muscle] > silent;
}

static void find_silence(struct making *m)
{
	const struct chain *chain = m->kb->chain;

	for (int r = 0; r < m->kb->n_regions; r++)
		for (int x = 0; m->c->mark[r] <= 0 && x < chain->n; x++)
			m->silence[x] *= speaks(m, r, x) ? chain->quiet[(size_t)r * chain->n + x] : 1;
}

static void add_unmarked(struct making *m, int region)
{
	const struct chain *chain = m->kb->chain;
	double power = kb_number_of(m->kb, "unmarked_share");
	int joint = m->area_node[1][m->kb->region[region].area];

	for (int x = 0; x < chain->n; x++)
		if (speaks(m, region, x))
			making_link(m, node_of(m, x), chain->quiet[(size_t)region * chain->n + x]);
	if (joint >= 0)
		making_link(m, joint, pow(1 - kb_number_of(m->kb, "joint_hurts"), power));
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
	m->apart = 2;
	while (m->parents != PARENTS_EVERY && count_groups(m, group) > MARKS_MOST && (m->within < 10 || m->apart)) {
		m->drawn = true;
		if (m->within < 10)
			m->within++;
		else
			m->apart--;
	}
	if (!count_groups(m, group))
		return;
	find_silence(m);
	for (int r = 0; r < n_regions; r++) {
		int n = group_of(m, r, done, group);

		if (n)
			add_marked(m, group, n);
		else if (m->c->mark[r] <= 0 && !m->only_says)
			add_unmarked(m, r);
	}
}
