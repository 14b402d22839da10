/* core/belief_model.c -- copies what belief_net makes, so that only this file depends on how it keeps it. */
#include "core/belief_model.h"

#include "core/belief_net.h"

#include <assert.h>
#include <math.h>

static const double q_least = 1e-12;            /* a weight stays finite */

bool belief_model(struct arena *a, const struct kb *kb, const struct person_case *c, struct model *out, struct err *err)
{
	struct belief_net b;

	if (!belief_net_make(a, kb, c, NULL, &b, err))
		return false;
	*out = (struct model){ kb, NEWS(a, double, (size_t)kb->n_causes + 1), NEWS(a, double, (size_t)kb->n_findings + 1),
		NEWS(a, int, (size_t)kb->n_findings + 1), NEWS(a, struct model_link, (size_t)kb->n_links + 1), NEWS(a, double, (size_t)kb->n_leads + 1) };
	for (int i = 0; i < kb->n_causes; i++)
		out->prior[i] = b.net.own[i].yes;
	for (int i = 0; i < kb->n_leads; i++)
		out->lead_q[i] = belief_lead_q(&kb->lead[i]);
	int leads = b.net.first[kb->n_causes];
	for (int f = 0; f < kb->n_findings; f++) {
		out->leak[f] = kb->finding[f].base > 0 ? b.net.own[belief_node(&b, f)].yes : 0;
		out->first[f + 1] = b.net.first[belief_node(&b, f) + 1] - leads;
	}
	for (int i = 0; i < out->first[kb->n_findings]; i++)
		out->link[i] = (struct model_link){ b.net.link[leads + i].from, b.from[leads + i], b.net.link[leads + i].q };
	return true;
}

double model_share(const struct model *m, int finding)
{
	double stay = 1 - m->leak[finding];

	for (int i = m->first[finding]; i < m->first[finding + 1]; i++)
		stay *= 1 - m->prior[m->link[i].cause] * (1 - m->link[i].q);
	return 1 - stay;
}

double model_present(const struct model *m, int finding, const struct model_link *link)
{
	double leak = m->leak[finding];

	assert(leak > 0);
	return (1 - (1 - leak) * link->q) / leak;
}

/* -ln q; 0 where the finding has no link to the cause. */
static double weight(const struct model *m, int finding, int cause)
{
	double sum = 0;

	for (int i = m->first[finding]; i < m->first[finding + 1]; i++)
		if (m->link[i].cause == cause)
			sum -= log(fmax(m->link[i].q, q_least));
	return sum;
}

double model_causes_alike(const struct model *m, int x, int y)
{
	double smaller = 0, larger = 0;

	for (int f = 0; f < m->kb->n_findings; f++) {
		double v = weight(m, f, x), w = weight(m, f, y);

		smaller += fmin(v, w);
		larger += fmax(v, w);
	}
	return larger > 0 ? smaller / larger : 0;
}

double model_findings_alike(const struct model *m, int f, int g)
{
	double smaller = 0, larger = 0;

	for (int c = 0; c < m->kb->n_causes; c++) {
		double v = weight(m, f, c), w = weight(m, g, c);

		smaller += fmin(v, w);
		larger += fmax(v, w);
	}
	return larger > 0 ? smaller / larger : 0;
}
