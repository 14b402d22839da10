/* core/kb_check_net.c -- findings, causes and the numbers between them. */
#include "core/kb_checking.h"

#include "core/belief_net.h"

/* The network keeps a leak at least this large; a base rate explained beyond it is worth a look. */
static const double leak_least = 0.005;

static bool chance(double p)
{
	return p > 0 && p < 1;
}

static void check_sum(struct checking *c, const struct finding *f)
{
	int low = 0, high = 0;

	for (int i = 0; i < f->sum_of.n; i++) {
		low += c->kb->finding[f->sum_of.at[i]].min;
		high += c->kb->finding[f->sum_of.at[i]].max;
	}
	if (f->sum_of.n && (low < f->min || high > f->max))
		kb_refuse(c, f->where, f->id, "the sum of its parts goes from %d to %d, its range from %d to %d", low, high, f->min, f->max);
}

/* What opens a question is itself open to everybody who may be asked: else its details would never come up. */
static void check_opened(struct checking *c, const struct finding *f)
{
	for (int i = 0; i < f->opened_by.n; i++) {
		const struct finding *by = &c->kb->finding[f->opened_by.at[i]];

		if (!by->is_bool || by->by != BY_CLIENT || by->when.n || by->sum_of.n || by->opened_by.n || f->asked & ~by->asked)
			kb_refuse(c, f->where, f->id, "%s opens it: that is a yes or no for every client, asked whenever this is", by->id);
		if (f->gate || f->sum_of.n || f->by == BY_THERAPIST || f->min)
			kb_refuse(c, f->where, f->id, "a danger question, a sum, a test or an answer that does not begin at 0 is not opened by another");
	}
}

static void check_finding(struct checking *c, const struct finding *f)
{
	if (!f->ask && !f->sum_of.n)
		kb_refuse(c, f->where, f->id, "asks nothing: \"ask\" is missing");
	if (f->gate && !f->why)
		kb_refuse(c, f->where, f->id, "a danger question says why it is asked: \"why\" is missing");
	for (int i = 0; i < f->n_options; i++)
		if (f->option[i].value < f->min || f->option[i].value > f->max)
			kb_refuse(c, f->where, f->id, "the option %d is outside %d to %d", f->option[i].value, f->min, f->max);
	check_sum(c, f);
	check_opened(c, f);
	if (f->base != 0 && !chance(f->base))
		kb_refuse(c, f->where, f->id, "base %g is not between 0 and 1", f->base);
	if (f->base != 0)
		kb_check_cite(c, f->where, f->id, "base", &f->base_cite);
}

static void check_cause(struct checking *c, const struct cause *k)
{
	if (!k->by_rule) {
		if (!chance(k->prior) || !chance(k->low) || !chance(k->high) || k->low > k->prior || k->prior > k->high)
			kb_refuse(c, k->where, k->id, "expected 0 < low <= prior <= high < 1, found %g, %g, %g", k->low, k->prior, k->high);
		kb_check_cite(c, k->where, k->id, "prior", &k->cite);
	}
	for (int i = 0; i < k->cite.source.n; i++)
		c->used[k->cite.source.at[i]] = true;
	for (int i = 0; i < k->n_odds; i++) {
		if (!(k->odds[i].times > 0 && k->odds[i].times <= 1000))
			kb_refuse(c, k->where, k->id, "odds times %g is not above 0 and at most 1000", k->odds[i].times);
		kb_check_cite(c, k->where, k->id, "odds", &k->odds[i].cite);
	}
}

static void check_link(struct checking *c, const struct link *l)
{
	const struct finding *f = &c->kb->finding[l->finding];
	const struct cause *k = &c->kb->cause[l->cause];

	if (!chance(l->sens) || !chance(l->spec))
		kb_refuse(c, l->where, f->id, "link to %s: sens %g and spec %g are not between 0 and 1", k->id, l->sens, l->spec);
	else if (l->sens <= 1 - l->spec)
		kb_refuse(c, l->where, f->id, "link to %s: sens %g is not above 1 - spec (%g), so it speaks against", k->id, l->sens,
			1 - l->spec);
	if (k->by_rule)
		kb_refuse(c, l->where, f->id, "link to %s, which is answered by rule", k->id);
	if (f->base == 0)
		kb_refuse(c, l->where, f->id, "link to %s, but the finding has no base rate", k->id);
	kb_check_cite(c, l->where, f->id, "link", &l->cite);
}

enum { HUBS_MOST = 7, LEADS_MOST = 2 };

static void check_lead(struct checking *c, const struct lead *l)
{
	const struct cause *from = &c->kb->cause[l->from], *to = &c->kb->cause[l->to];
	int leads = 0;

	if (!chance(l->strength))
		kb_refuse(c, l->where, to->id, "leads from %s with strength %g, which is not between 0 and 1", from->id, l->strength);
	if (l->from >= l->to)
		kb_refuse(c, l->where, to->id, "%s leads to it and has to stand before it in causes.yaml", from->id);
	if (from->by_rule || to->by_rule)
		kb_refuse(c, l->where, to->id, "%s leads to it, and one of them is answered by rule", from->id);
	for (int i = 0; i < c->kb->n_leads; i++)
		leads += c->kb->lead[i].to == l->to;
	if (leads > LEADS_MOST)
		kb_refuse(c, l->where, to->id, "%d causes lead to it; at most %d may", leads, LEADS_MOST);
	kb_check_cite(c, l->where, to->id, "lead", &l->cite);
}

static void check_hubs(struct checking *c)
{
	const struct kb *kb = c->kb;
	int hubs = 0;

	for (int i = 0; i < kb->n_causes; i++) {
		bool leads = false;

		for (int k = 0; k < kb->n_leads; k++)
			leads |= kb->lead[k].from == i;
		hubs += leads;
	}
	if (hubs > HUBS_MOST)
		kb_refuse(c, kb->lead[0].where, "leads", "%d causes lead to others; at most %d may, or no exact answer is quick", hubs, HUBS_MOST);
}

/* What of the base rate its causes explain already, as core/belief.h computes it. */
static void check_leak(struct checking *c, int finding)
{
	const struct finding *f = &c->kb->finding[finding];
	double stay = 1 - f->base;
	int links = 0;

	for (int i = 0; i < c->kb->n_links; i++) {
		const struct link *l = &c->kb->link[i];

		if (l->finding != finding || c->kb->cause[l->cause].by_rule || !chance(l->sens) || !chance(l->spec))
			continue;
		stay /= 1 - c->kb->cause[l->cause].prior * (1 - belief_q(l));
		links++;
	}
	if (!links)
		kb_note(c, f->where, f->id, "has a base rate but no link: it tells the network nothing");
	else if (1 - stay < leak_least)
		kb_note(c, f->where, f->id, "its causes explain %.0f %% of its base rate of %.2f: the leak would be %.3f",
			100 * (1 - (1 - f->base) / stay) / f->base, f->base, 1 - stay);
}

void kb_check_causes(struct checking *c)
{
	const struct kb *kb = c->kb;

	for (int i = 0; i < kb->n_findings; i++)
		check_finding(c, &kb->finding[i]);
	for (int i = 0; i < kb->n_causes; i++)
		check_cause(c, &kb->cause[i]);
	for (int i = 0; i < kb->n_groups; i++) {
		if (kb->group[i].causes.n < 2)
			kb_refuse(c, kb->group[i].where, kb->group[i].id, "a group has at least two causes");
		for (int k = 0; k < kb->group[i].cite.source.n; k++)
			c->used[kb->group[i].cite.source.at[k]] = true;
	}
	for (int i = 0; i < kb->n_links; i++)
		check_link(c, &kb->link[i]);
	for (int i = 0; i < kb->n_leads; i++)
		check_lead(c, &kb->lead[i]);
	check_hubs(c);
	for (int i = 0; i < kb->n_findings; i++)
		if (chance(kb->finding[i].base))
			check_leak(c, i);
	for (int i = 0; i < kb->n_causes; i++) {
		bool any = kb->cause[i].by_rule;

		for (int k = 0; k < kb->n_links; k++)
			any |= kb->link[k].cause == i;
		if (!any)
			kb_note(c, kb->cause[i].where, kb->cause[i].id, "no finding speaks for this cause");
	}
}
