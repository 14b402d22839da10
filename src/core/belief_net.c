/* core/belief_net.c -- sensitivities, specificities and base rates become links and leaks.
 *
 * In a noisy-OR q is exactly the negative likelihood ratio (1 - sens) / spec.  Damping by confidence and the cap of ten on a
 * single finding's likelihood ratio are our design (docs/science/reason.md).
 */
#include "core/belief_net.h"

#include <math.h>
#include <string.h>

static const double q_least = 0.1, q_most = 0.999;       /* a link that is not of high confidence */
static const double leak_least = 0.005, leak_most = 0.95;
static const double lr_most = 10;                          /* likelihood ratio of one present finding, high ones excepted */

static double damping(enum confidence c)
{
	return c == CONFIDENCE_HIGH ? 1 : c == CONFIDENCE_MODERATE ? 0.75 : 0.5;
}

double belief_spread(enum confidence c)
{
	return c == CONFIDENCE_HIGH ? 0.15 : c == CONFIDENCE_MODERATE ? 0.3 : c == CONFIDENCE_LOW ? 0.5 : 0.7;
}

double belief_q(const struct link *link)
{
	double ratio = (1 - link->sens) / link->spec;

	if (ratio > 1)
		ratio = 1;
	if (link->cite.confidence == CONFIDENCE_HIGH)
		return ratio;
	double q = pow(ratio, damping(link->cite.confidence));

	return q < q_least ? q_least : q > q_most ? q_most : q;
}

double belief_lead_q(const struct lead *lead)
{
	return pow(1 - lead->strength, damping(lead->cite.confidence));
}

double belief_logit(double p)
{
	return p <= 0 ? -50 : p >= 1 ? 50 : fmax(-50, fmin(50, log(p) - log1p(-p)));
}

double belief_chance(double odds)
{
	return isinf(odds) ? 1 : odds / (1 + odds);
}

enum confidence belief_link_confidence(const struct belief_net *b, int link)
{
	int from = b->from[link];

	return from < 0 ? b->kb->lead[-1 - from].cite.confidence : b->kb->link[from].cite.confidence;
}

struct chance belief_prior(double p)
{
	return (struct chance){ 1 - p, p };
}

int belief_node(const struct belief_net *b, int finding)
{
	return b->net.n_causes + finding;
}

int belief_seen(const struct kb *kb, const struct person_case *c, int f)
{
	int value = case_answer(kb, c, f);

	if (!(kb->finding[f].base > 0) || value == NOT_ASKED || value == DONT_KNOW || rule_applies(kb, f, c) == TRUTH_NO)
		return SEEN_NOTHING;
	return value >= kb->finding[f].cut ? SEEN_PRESENT : SEEN_ABSENT;
}

static bool linked(const struct kb *kb, const struct link *link)
{
	return kb->finding[link->finding].base > 0 && !kb->cause[link->cause].by_rule;
}

/* (1 - leak) = (1 - base) / prod (1 - prior (1 - q)): what the base rate leaves unexplained.  The leak is also large enough
 * that a present finding multiplies the odds of no cause by more than lr_most. */
static double stay_of(const struct kb *kb, const struct belief_net *b, int f)
{
	double stay = 1 - kb->finding[f].base, least = leak_least;
	const int *first = &b->net.first[belief_node(b, f)];

	for (int i = first[0]; i < first[1]; i++) {
		double q = b->net.link[i].q;

		stay /= 1 - kb->cause[b->net.link[i].from].prior * (1 - q);
		if (belief_link_confidence(b, i) != CONFIDENCE_HIGH)
			least = fmax(least, (1 - q) / (lr_most - q));
	}
	return fmax(1 - leak_most, fmin(1 - least, stay));
}

static void make_links(struct arena *a, const struct kb *kb, struct belief_net *b)
{
	int at = 0;

	b->net.first = NEWS(a, int, b->net.n_nodes + 1);
	b->net.link = NEWS(a, struct net_link, kb->n_leads + kb->n_links);
	b->from = NEWS(a, int, kb->n_leads + kb->n_links);
	for (int i = 0; i < kb->n_leads; i++)
		b->net.first[kb->lead[i].to + 1]++;
	for (int i = 0; i < kb->n_links; i++)
		if (linked(kb, &kb->link[i]))
			b->net.first[belief_node(b, kb->link[i].finding) + 1]++;
	for (int x = 0; x < b->net.n_nodes; x++)
		b->net.first[x + 1] += b->net.first[x];
	for (int i = 0; i < kb->n_leads; i++) {         /* sorted by what they lead to already */
		b->net.link[at] = (struct net_link){ kb->lead[i].from, LINK_ACTS, belief_lead_q(&kb->lead[i]) };
		b->from[at++] = -1 - i;
	}
	for (int i = 0; i < kb->n_links; i++)           /* sorted by finding already */
		if (linked(kb, &kb->link[i])) {
			b->net.link[at] = (struct net_link){ kb->link[i].cause, LINK_ACTS, belief_q(&kb->link[i]) };
			b->from[at++] = i;
		}
	for (int f = 0; f < kb->n_findings; f++) {
		double stay = stay_of(kb, b, f);

		b->net.own[belief_node(b, f)] = (struct chance){ stay, 1 - stay };
	}
}

struct collect { struct fired *at; int n, most; int cause; const struct odds *odds; };

static void add_fired(int finding, void *arg)
{
	struct collect *c = arg;

	if (c->at && c->n < c->most)
		c->at[c->n] = (struct fired){ c->cause, finding, c->odds };
	c->n++;
}

/* First counted (at == NULL), then written. */
static void collect_fired(const struct belief_net *b, struct collect *c)
{
	c->n = 0;
	for (int i = 0; i < b->kb->n_causes; i++)
		for (int j = 0; j < b->kb->cause[i].n_odds; j++) {
			const struct odds *odds = &b->kb->cause[i].odds[j];

			if (b->kb->cause[i].by_rule || rule_eval(b->kb, &odds->when, b->person) != TRUTH_YES)
				continue;
			c->cause = i;
			c->odds = odds;
			add_fired(-1, c);
			rule_findings(&odds->when, add_fired, c);
		}
}

/* Prior with the odds that hold for c; 0 and 1 stay what they are. */
static double prior_for(const struct kb *kb, const struct person_case *c, int cause, double own)
{
	double times = 1;

	for (int j = 0; j < kb->cause[cause].n_odds; j++)
		if (rule_eval(kb, &kb->cause[cause].odds[j].when, c) == TRUTH_YES)
			times *= kb->cause[cause].odds[j].times;
	return own >= 1 ? 1 : belief_chance(own / (1 - own) * times);
}

/* b->start: what age and sex alone decide. */
static bool make_priors(struct arena *a, const struct kb *kb, struct belief_net *b, const double *priors, struct err *err)
{
	struct person_case *stranger = case_new(a, kb);
	double *own = NEWS(a, double, kb->n_causes);

	stranger->age = b->person->age;
	stranger->sex = b->person->sex;
	b->own = own;
	for (int i = 0; i < kb->n_causes; i++) {
		own[i] = kb->cause[i].by_rule ? 0 : priors ? priors[i] : kb->cause[i].prior;
		if (!(own[i] >= 0 && own[i] <= 1))
			return fail(err, ERR_INPUT, kb->cause[i].id, "a prior lies between 0 and 1");
	}
	b->start = b->net;
	b->start.own = NEWS(a, struct chance, b->net.n_nodes);
	for (int i = 0; i < kb->n_causes; i++) {
		b->start.own[i] = belief_prior(kb->cause[i].by_rule ? 0 : prior_for(kb, stranger, i, own[i]));
		b->net.own[i] = belief_prior(kb->cause[i].by_rule ? 0 : prior_for(kb, b->person, i, own[i]));
	}
	return true;
}

bool belief_net_bare(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct belief_net *out, struct err *err)
{
	*out = (struct belief_net){ .kb = kb, .person = c };
	out->net.n_causes = kb->n_causes;
	out->net.n_nodes = kb->n_causes + kb->n_findings;
	out->net.own = NEWS(a, struct chance, out->net.n_nodes);
	make_links(a, kb, out);
	if (!make_priors(a, kb, out, priors, err))
		return false;
	out->seen = NEWS(a, int8_t, out->net.n_nodes);
	for (int f = 0; f < kb->n_findings; f++)
		out->seen[belief_node(out, f)] = (int8_t)belief_seen(kb, c, f);
	return true;
}

bool belief_net_make(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct belief_net *out, struct err *err)
{
	struct collect found = { 0 };

	if (!belief_net_bare(a, kb, c, priors, out, err) ||
	    !reason_posterior(a, &out->start, NEWS(a, int8_t, out->net.n_nodes), &reason_effort, &out->first, err))
		return false;
	out->before = out->first.p;
	collect_fired(out, &found);
	found.most = found.n;
	found.at = NEWS(a, struct fired, found.n);
	collect_fired(out, &found);
	out->fired = found.at;
	out->n_fired = found.n;
	return true;
}

struct room belief_room(struct arena *a, const struct belief_net *b)
{
	struct room r = { .net = b->net };
	size_t n_links = (size_t)b->net.first[b->net.n_nodes], n = (size_t)b->net.n_nodes;

	r.net.own = NEWS(a, struct chance, n);
	r.net.link = NEWS(a, struct net_link, n_links);
	r.seen = NEWS(a, int8_t, n);
	r.odds = NEWS(a, double, b->net.n_causes);
	memcpy(r.net.own, b->net.own, n * sizeof(struct chance));
	memcpy(r.net.link, b->net.link, n_links * sizeof(struct net_link));
	memcpy(r.seen, b->seen, n);
	return r;
}
