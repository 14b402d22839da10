/* core/belief_ask.c -- which question tells most about the causes that matter, for the time it takes.
 *
 * A finding of the network: exact expected information (reason_gain).  A finding that changes prior odds: for each cause it changes the
 * mutual information of that cause and a yes or no with that odds ratio (the 2 x 2 table of Plackett 1965), all of them with one share
 * of people who say yes.  These tables choose what to ask; what an answer then changes is never told from them (core/belief_then.c).
 */
#include "core/belief_net.h"

#include "base/odds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Design values, docs/science/reason.md. */
static const double value_serious = 3, value_treated = 1, value_other = 0.5;
static const double treated_from = 0.2;           /* effect of an item from which a cause counts as treated here */
static const double common_discount = 0.5;        /* of a cause whose prior is 1/2 */
static const double burden = 1e-4;                /* bits that a second of asking has to bring */
static const double odds_base = 0.15;             /* share who say yes where the knowledge does not say: not over this, */
static const double odds_least = 0.01;            /* not under this, between them as common as the likeliest cause it changes */
static const double same = 1e-9;                  /* factors (as logs) that differ by less are one */

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

struct namings { uint8_t *names; int cause, n_causes; };         /* n_findings * n_causes: does the cause have an odds entry that names the finding? */

static void add_naming(int finding, void *arg)
{
	struct namings *all = arg;

	all->names[finding * all->n_causes + all->cause] = 1;
}

/* Whether the entries hold now or not. */
static const uint8_t *list_namings(struct arena *a, const struct kb *kb)
{
	struct namings all = { NEWS(a, uint8_t, (size_t)kb->n_findings * (size_t)kb->n_causes + 1), 0, kb->n_causes };

	for (; all.cause < kb->n_causes; all.cause++)
		for (int j = 0; j < kb->cause[all.cause].n_odds && !kb->cause[all.cause].by_rule; j++)
			rule_findings(&kb->cause[all.cause].odds[j].when, add_naming, &all);
	return all.names;
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

	*p_no = fmax(0, (p - both) / (1 - yes));
	bits = reason_entropy(p) - yes * reason_entropy(both / yes) - (1 - yes) * reason_entropy(*p_no);
	return bits > 0 ? bits : 0;
}

/* What "yes" instead of "no" adds to the log odds of each cause (by: n_causes; 0 where nothing), yes being the value that is present or the
 * greatest one, whichever adds more in all. */
static void odds_of(struct arena *a, const struct belief_net *b, struct person_case *c, const uint8_t *names, int finding, double *by)
{
	const struct finding *f = &b->kb->finding[finding];
	const int value[] = { f->cut > f->min && f->cut <= f->max ? f->cut : f->max, f->max };
	double *here = NEWS(a, double, b->kb->n_causes), most = 0;

	for (int i = 0; i < 2; i++) {
		double sum = 0;

		for (int k = 0; k < b->kb->n_causes; k++) {
			here[k] = names[k] ? log_times(b, c, k, finding, value[i]) - log_times(b, c, k, finding, f->min) : 0;
			sum += fabs(here[k]);
		}
		if (sum > most)
			memcpy(by, here, (size_t)b->kb->n_causes * sizeof(double));
		most = fmax(most, sum);
	}
}

/* How many say yes: as the network has it, or the knowledge, or as many as have the likeliest cause that it changes; where "no" is what makes causes
 * likelier, so many say no. */
static double share_of(const struct belief_net *b, const struct posterior *have, const struct question *q, const double *by)
{
	const struct finding *f = &b->kb->finding[q->finding];
	double likeliest = 0, sum = 0;

	for (int k = 0; k < b->kb->n_causes; k++) {
		likeliest = fabs(by[k]) > same ? fmax(likeliest, have->p[k]) : likeliest;
		sum += by[k];
	}
	if (q->p_no || f->base > 0)
		return q->p_no ? 1 - q->no : f->base;
	likeliest = fmax(odds_least, fmin(odds_base, likeliest));
	return sum < 0 ? 1 - likeliest : likeliest;
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

/* Adds what the finding tells by the prior odds it changes to what it tells in the network. */
static void add_odds(struct arena *a, const struct belief_net *b, const struct posterior *have, const double *value, const double *by,
	struct question *q)
{
	double yes = share_of(b, have, q, by);
	double *told = q->p_no ? q->p_no : memcpy(NEWS(a, double, b->kb->n_causes), have->p, (size_t)b->kb->n_causes * sizeof(double));
	bool any = false;

	for (int k = 0; k < b->kb->n_causes && yes > 0 && yes < 1; k++) {
		double p = have->p[k], p_no = p;

		if (!(fabs(by[k]) > same) || !(p > 0 && p < 1))
			continue;
		q->bits += value[k] * table_bits(p, yes, exp(by[k]), &p_no);
		told[k] = chance(logit(told[k]) + logit(p_no) - logit(p));
		any = true;
	}
	if (any) {
		q->p_no = told;
		q->no = 1 - yes;
	}
}

static void add_odds_bits(struct arena *a, const struct belief_net *b, const struct posterior *have, const double *value,
	struct question *q)
{
	struct person_case *c = case_copy(a, b->kb, b->person);
	const uint8_t *names = list_namings(a, b->kb);
	double *by = NEWS(a, double, b->kb->n_causes);

	for (int f = 0; f < b->kb->n_findings; f++) {
		const uint8_t *named = names + (size_t)f * (size_t)b->kb->n_causes;

		if (b->kb->finding[f].sum_of.n || !memchr(named, 1, (size_t)b->kb->n_causes) || !open_question(b, f))
			continue;
		memset(by, 0, (size_t)b->kb->n_causes * sizeof(double));
		odds_of(a, b, c, named, f, by);
		add_odds(a, b, have, value, by, &q[f]);
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
