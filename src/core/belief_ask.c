/* core/belief_ask.c -- which question tells most about the causes that matter, for the time it takes.
 *
 * A finding of the network: exact expected information (reason_gain).  A finding that only changes prior odds: the mutual
 * information of its own cause and a yes or no with that odds ratio (the 2 x 2 table of Plackett 1965).
 */
#include "core/belief_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Design values, docs/science/reason.md. */
static const double value_serious = 3, value_treated = 1, value_other = 0.5;
static const double treated_from = 0.2;           /* effect of an item from which a cause counts as treated here */
static const double common_discount = 0.5;        /* of a cause whose prior is 1/2 */
static const double burden = 1e-4;                /* bits that a second of asking has to bring */
static const double odds_base = 0.15;             /* share who say yes where the knowledge does not say: not over this, */
static const double odds_least = 0.01;            /* not under this, between them as common as the cause itself */

static void value_causes(const struct belief_net *b, double *value)
{
	const struct kb *kb = b->kb;

	for (int i = 0; i < kb->n_items; i++)
		for (int j = 0; j < kb->item[i].n_helps; j++)
			if (kb->item[i].helps[j].effect >= treated_from)
				value[kb->item[i].helps[j].cause] = value_treated;
	for (int c = 0; c < kb->n_causes; c++) {
		if (value[c] <= 0)
			value[c] = value_other;
		value[c] = kb->cause[c].serious ? value_serious : value[c];
		value[c] *= 1 - common_discount * reason_entropy(b->before[c]);
		if (kb->cause[c].by_rule)
			value[c] = 0;
	}
}

/* Every pair of an odds entry and a finding it names, whether it holds now or not. */
struct naming { int cause, finding; };
struct namings { struct naming *at; int n, cause; };

static void add_naming(int finding, void *arg)
{
	struct namings *all = arg;

	for (int i = 0; all->at && i < all->n; i++)
		if (all->at[i].cause == all->cause && all->at[i].finding == finding)
			return;
	if (all->at)
		all->at[all->n] = (struct naming){ all->cause, finding };
	all->n++;
}

static void list_namings(const struct kb *kb, struct namings *all)
{
	all->n = 0;
	for (int c = 0; c < kb->n_causes; c++)
		for (int j = 0; j < kb->cause[c].n_odds; j++) {
			all->cause = c;
			if (!kb->cause[c].by_rule)
				rule_findings(&kb->cause[c].odds[j].when, add_naming, all);
		}
}

/* Log of the factor on the odds of `cause` when f is answered with value. */
static double log_times(const struct belief_net *b, struct person_case *c, int cause, int f, int value)
{
	double sum = 0;
	int16_t kept = c->answer[f];

	c->answer[f] = (int16_t)value;
	for (int j = 0; j < b->kb->cause[cause].n_odds; j++)
		if (rule_eval(b->kb, &b->kb->cause[cause].odds[j].when, c) == TRUTH_YES)
			sum += log(b->kb->cause[cause].odds[j].times);
	c->answer[f] = kept;
	return sum;
}

/* Bits that a yes-or-no with probability `yes` and this odds ratio tells about an event of probability p, and p after "no". */
static double table_bits(double p, double yes, double ratio, double *p_no)
{
	double s = 1 + (p + yes) * (ratio - 1);
	double both = 2 * ratio * p * yes / (s + sqrt(s * s - 4 * ratio * (ratio - 1) * p * yes));
	double bits;

	*p_no = (p - both) / (1 - yes);
	bits = reason_entropy(p) - yes * reason_entropy(both / yes) - (1 - yes) * reason_entropy(*p_no);
	return bits > 0 ? bits : 0;
}

static double odds_bits(const struct belief_net *b, struct person_case *c, double p, const struct naming *name, double *no, double *p_no)
{
	const struct finding *f = &b->kb->finding[name->finding];
	const int value[] = { f->min, f->cut > f->min && f->cut <= f->max ? f->cut : f->max, f->max };
	double by[3], yes = f->base > 0 ? f->base : fmax(odds_least, fmin(odds_base, p));
	int high = 0, low = 0;

	for (int i = 0; i < 3; i++) {
		by[i] = log_times(b, c, name->cause, name->finding, value[i]);
		high = by[i] > by[high] ? i : high;
		low = by[i] < by[low] ? i : low;
	}
	if (by[high] - by[low] < 1e-9)
		return 0;
	if (f->base > 0 && high == 0)
		yes = 1 - yes;
	*no = 1 - yes;
	return table_bits(p, yes, exp(by[high] - by[low]), p_no);
}

/* Not asked, and as far as is known it applies. */
static bool open_question(const struct belief_net *b, int f)
{
	return case_answer(b->kb, b->person, f) == NOT_ASKED && rule_applies(b->kb, f, b->person) != TRUTH_NO;
}

static int seconds_of(const struct belief_net *b, int f)
{
	const struct finding *finding = &b->kb->finding[f];
	int seconds = finding->sum_of.n ? 0 : finding->seconds;

	for (int i = 0; i < finding->sum_of.n; i++)
		if (open_question(b, finding->sum_of.at[i]))
			seconds += b->kb->finding[finding->sum_of.at[i]].seconds;
	return seconds > 0 ? seconds : 1;
}

static void add_odds_bits(struct arena *a, const struct belief_net *b, const struct posterior *have, const double *value,
	struct question *q)
{
	struct person_case *c = case_copy(a, b->kb, b->person);
	size_t size = (size_t)b->kb->n_causes * sizeof(double);
	struct namings all = { 0 };

	list_namings(b->kb, &all);
	all.at = NEWS(a, struct naming, all.n);
	list_namings(b->kb, &all);
	for (int i = 0; i < all.n; i++) {
		const struct naming *name = &all.at[i];
		struct question *of = &q[name->finding];
		double no = 0, p_no = 0;

		if (b->kb->finding[name->finding].sum_of.n || !open_question(b, name->finding))
			continue;
		double bits = odds_bits(b, c, have->p[name->cause], name, &no, &p_no);
		of->bits += value[name->cause] * bits;
		if (bits <= 0 || (of->p_no && b->net.first[belief_node(b, name->finding)] < b->net.first[belief_node(b, name->finding) + 1]))
			continue;
		double *told = of->p_no ? of->p_no : memcpy(NEWS(a, double, b->kb->n_causes), have->p, size);
		told[name->cause] = p_no;
		of->p_no = told;
		of->no = no;
	}
}

static int best_first(const void *x, const void *y)
{
	const struct question *v = x, *w = y;
	double d = w->bits / w->seconds - v->bits / v->seconds;

	return d > 0 ? 1 : d < 0 ? -1 : v->finding - w->finding;
}

bool belief_ask(struct arena *a, const struct belief_net *b, const struct posterior *have, struct belief *out,
	struct err *err)
{
	int n = b->kb->n_findings, exact;
	double *value = NEWS(a, double, b->kb->n_causes), *gain = NEWS(a, double, b->net.n_nodes);
	bool *want = NEWS(a, bool, b->net.n_nodes);
	struct told_absent *told = NEWS(a, struct told_absent, b->net.n_nodes);
	struct question *q = NEWS(a, struct question, n);

	value_causes(b, value);
	for (int f = 0; f < n; f++)
		want[belief_node(b, f)] = b->kb->finding[f].base > 0 && b->net.first[belief_node(b, f)] < b->net.first[belief_node(b, f) + 1] &&
			open_question(b, f);
	if (!reason_gain(a, &b->net, b->seen, have, value, want, reason_effort.questions, gain, &exact, told, err))
		return false;
	for (int f = 0; f < n; f++) {
		int x = belief_node(b, f);

		q[f] = (struct question){ f, gain[x], seconds_of(b, f), told[x].no, told[x].p_no };
	}
	add_odds_bits(a, b, have, value, q);
	out->ask = q;
	for (int f = 0; f < n; f++)
		if (q[f].p_no && q[f].bits > burden * q[f].seconds)
			out->ask[out->n_ask++] = q[f];
	qsort(out->ask, (size_t)out->n_ask, sizeof(struct question), best_first);
	return true;
}
