/* core/chain_join.c -- causes and muscles joined both ways through areas that are tense or whose joints are sore: see chain_making.h. */
#include "core/chain_making.h"

#include "base/odds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AREA_NODES = 12, KINDS = 2 };

struct worth { int area, joint; double of; };

static int most_first(const void *x, const void *y)
{
	const struct worth *v = x, *w = y;

	return v->of < w->of ? 1 : v->of > w->of ? -1 : v->joint != w->joint ? v->joint - w->joint : v->area - w->area;
}

static bool joins(const struct join *j, int area, bool joint)
{
	bool named = false;

	for (int i = 0; i < j->areas.n; i++)
		named |= j->areas.at[i] == area;
	return named && j->kind == (joint ? JOIN_JOINT : JOIN_TENSION);
}

double making_calm(const struct kb *kb, const double *by_cause, int area, bool joint)
{
	double calm = 1;

	for (int i = 0; i < kb->n_joins; i++)
		if (joins(&kb->join[i], area, joint))
			calm *= 1 - by_cause[kb->join[i].cause] * kb->join[i].share;
	return calm;
}

/* How much of what was marked and pressed an area could have to do with; 0: nothing, and it needs no node. */
static double worth_of(const struct making *m, int area, bool joint)
{
	const struct kb *kb = m->kb;
	double sum = 0;

	if (making_calm(m->kb, m->by_cause, area, joint) >= 1)
		return 0;
	for (int r = 0; r < kb->n_regions; r++) {
		if (m->c->mark[r] <= 0)
			continue;
		sum += joint && kb->region[r].area == area;
		for (int x = 0; !joint && x < kb->chain->n; x++)
			if (kb->muscle[x / 2].area == area)
				sum += m->prior[x] * kb->chain->pain[(size_t)r * kb->chain->n + x];
	}
	for (int x = 0; !joint && x < kb->chain->n; x++) {
		int value = m->c->answer[kb->unit[kb->muscle[x / 2].unit].found[x % 2]];

		sum += kb->muscle[x / 2].area == area && value != NOT_ASKED && value != DONT_KNOW;
	}
	return sum;
}

static void add_causes(struct making *m)
{
	const struct kb *kb = m->kb;
	int *node = NEWS(m->a, int, kb->n_causes);

	m->cause = NEWS(m->a, int, kb->n_joins + 1);
	for (int i = 0; i < kb->n_joins; i++) {
		int c = kb->join[i].cause;

		if (node[c] || kb->join[i].kind == JOIN_FELT)
			continue;
		m->cause[m->n_joined++] = c;
		node[c] = m->n_joined;
		making_end(m, 1 - m->by_cause[c], SEEN_NOTHING);
	}
}

static void add_area(struct making *m, int area, bool joint)
{
	for (int i = 0; i < m->kb->n_joins; i++)
		for (int k = 0; k < m->n_joined && joins(&m->kb->join[i], area, joint); k++)
			if (m->cause[k] == m->kb->join[i].cause)
				making_link(m, k, 1 - m->kb->join[i].share);
	m->area_node[joint][area] = m->net.n_nodes;
	making_end(m, 1, SEEN_NOTHING);
}

void making_areas(struct making *m)
{
	int n_areas = m->kb->n_areas, n = 0;
	struct worth *all = NEWS(m->a, struct worth, KINDS * n_areas);

	add_causes(m);
	for (int joint = 0; joint < KINDS; joint++) {
		m->area_node[joint] = NEWS(m->a, int, n_areas);
		for (int area = 0; area < n_areas; area++) {
			m->area_node[joint][area] = -1;
			all[n++] = (struct worth){ area, joint, worth_of(m, area, joint) };
		}
	}
	qsort(all, (size_t)n, sizeof(*all), most_first);
	for (int i = 0; i < n && i < AREA_NODES && all[i].of > 0; i++)
		add_area(m, all[i].area, all[i].joint);
}

/* ---- what it says of the causes ---- */

/* What hands found counts once: the therapist's own answer about them stands in the network of the causes already, and so do tests. */
static bool hands_answered(const struct making *m)
{
	int f = kb_finding(m->kb, "familiar_pain_on_palpation");

	return f >= 0 && m->c->answer[f] != NOT_ASKED && m->c->answer[f] != DONT_KNOW;
}

/* The evidence that speaks for causes: marks, each of which may have reasons that are none of these causes, and hands.  What was not marked
 * stays out: people mark their worst places, and whoever has back pain marks the back. */
static void listen(const struct making *m, struct chance *own, int8_t *seen)
{
	double other = 1 - kb_number_of(m->kb, "map_other");

	memcpy(own, m->net.own, (size_t)m->net.n_nodes * sizeof(*own));
	for (int i = 0; i < m->n_rest; i++) {
		int x = m->rest[i].node;

		own[x] = (struct chance){ own[x].no * other, 1 - own[x].no * other };
		seen[x] = m->seen[x];
	}
	for (int x = m->hands_from; x < m->tests_from && !hands_answered(m); x++)
		seen[x] = m->seen[x];
}

void making_says(const struct making *m, const struct posterior *p, double *says)
{
	int8_t *seen = NEWS(m->a, int8_t, m->net.n_nodes);
	struct net heard = m->net;
	struct again run = { .net = &heard, .seen = seen, .odds = NEWS(m->a, double, m->net.n_causes) };
	double most = log(kb_number_of(m->kb, "map_most"));

	if (!p->exact)
		return;
	heard.own = NEWS(m->a, struct chance, m->net.n_nodes);
	listen(m, heard.own, seen);
	reason_again(p, &run, 1);
	for (int i = 0; i < m->n_joined; i++) {
		double before = m->by_cause[m->cause[i]], by = run.odds[i] > 0 ? log(run.odds[i]) - logit(before) : 0;

		if (before > 0 && before < 1 && fabs(by) > 1e-9)
			says[m->cause[i]] = fmax(-most, fmin(most, by));
	}
}

/* areas: NULL for the whole body. */
static bool marked_in(const struct making *m, const struct ids *areas)
{
	bool any = false;

	for (int r = 0; r < m->kb->n_regions; r++) {
		bool here = !areas;

		for (int i = 0; areas && i < areas->n; i++)
			here |= m->kb->region[r].area == areas->at[i];
		any |= here && m->c->mark[r] > 0;
	}
	return any;
}

void making_silence(const struct making *m, double *says, bool *silent)
{
	if (!m->c->map_given || !marked_in(m, NULL))
		return;
	for (int i = 0; i < m->kb->n_joins; i++) {
		const struct join *j = &m->kb->join[i];

		if (j->kind != JOIN_FELT || marked_in(m, &j->areas))
			continue;
		says[j->cause] += log1p(-j->share);
		silent[j->cause] = true;
	}
}

/* log P(what was seen) when the leak of each mark is divided by what was folded into it and multiplied by `least` (else left as it is). */
static double log_seen(const struct making *m, const struct posterior *p, bool least)
{
	struct net other = m->net;
	struct again run = { .net = &other, .seen = m->seen, .odds = NEWS(m->a, double, m->net.n_causes) };

	other.own = NEWS(m->a, struct chance, m->net.n_nodes);
	memcpy(other.own, m->net.own, (size_t)m->net.n_nodes * sizeof(*other.own));
	for (int i = 0; i < m->n_rest; i++) {
		const struct rest *r = &m->rest[i];
		double no = other.own[r->node].no / r->quiet * (least ? r->least : 1);

		other.own[r->node] = (struct chance){ no, 1 - no };
	}
	reason_again(p, &run, 1);
	return run.log_evidence;
}

double making_dropped(const struct making *m, const struct posterior *p)
{
	if (!p->exact)
		return m->n_rest ? 1 : 0;
	return m->n_rest ? fmin(1, fmax(0, -expm1(log_seen(m, p, false) - log_seen(m, p, true)))) : 0;
}
