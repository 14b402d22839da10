/* core/interview_worth.c -- what a question is expected to change in what is done. */
#include "core/interview_parts.h"

#include "base/odds.h"
#include "core/plan.h"

#include <assert.h>
#include <math.h>

/* Design values, calibrated with `unknot bench interview` (docs/science/reason.md). */
enum { BEST_OF_COMPONENT = 4 };
static const double telling = 0.02;      /* what a weighted bit is worth beside */
static const double least_left = 1e-3;   /* variance that is left at an edge when all is asked, in squares of log-odds */
static const double serious_from = 0.05, serious_worth = 3;

static double item_worth(const struct kb *kb, const struct item *it, const double *p)
{
	double left = 0;

	for (int i = 0; i < it->n_helps; i++)
		if (!kb->cause[it->helps[i].cause].serious && it->helps[i].effect > 0)
			left += p[it->helps[i].cause] * it->helps[i].effect;
	return left;
}

/* Sum of the largest few, kept in order. */
static void keep_best(double *best, double x)
{
	for (int i = 0; i < BEST_OF_COMPONENT; i++)
		if (x > best[i]) {
			double swap = best[i];

			best[i] = x;
			x = swap;
		}
}

/* What could be done for these causes at best, in expected benefit: the sum of the best items of each component, and of referrals. */
static double best_worth(const struct kb *kb, const double *p, const double *before)
{
	double best[COMPONENT_COUNT][BEST_OF_COMPONENT] = { 0 }, sum = 0;

	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].who != WHO_PROFESSIONAL)
			keep_best(best[kb->item[i].component], item_worth(kb, &kb->item[i], p));
	for (int k = 0; k < COMPONENT_COUNT; k++)
		for (int i = 0; i < BEST_OF_COMPONENT; i++)
			sum += best[k][i];
	for (int c = 0; c < kb->n_causes; c++)
		if (kb->cause[c].serious && p[c] > serious_from && p[c] > before[c])
			sum += serious_worth * (p[c] - serious_from);
	return sum;
}

/* ---- doors: is a professional pointed to, on each side?  A cause opens one when it stands over the edge (core/plan.h). ---- */

/* How far over the edge a cause stands (log-odds), and the variance that all open questions together may still bring. */
struct sill { int cause; enum component side; double over, left; };
struct sills { struct sill *at; int n; };

/* What is believed now, before any answer, and the door sills by it. */
struct now { const struct kb *kb; const double *p, *before; double worth; struct sills s; };

static struct sills sills_of(struct arena *a, const struct now *now)
{
	const struct kb *kb = now->kb;
	struct sills out = { NEWS(a, struct sill, (size_t)kb->n_causes * COMPONENT_COUNT + 1), 0 };
	bool *have = NEWS(a, bool, (size_t)kb->n_causes * COMPONENT_COUNT + 1);

	for (int i = 0; i < kb->n_items; i++)
		for (int k = 0; kb->item[i].who == WHO_PROFESSIONAL && k < kb->item[i].n_helps; k++) {
			const struct help *h = &kb->item[i].helps[k];
			bool *had = &have[h->cause * COMPONENT_COUNT + (int)kb->item[i].component];

			if (h->effect > 0 && !*had && !kb->cause[h->cause].by_rule)
				out.at[out.n++] = (struct sill){ h->cause, kb->item[i].component,
					plan_stands_out(now->p[h->cause], now->before[h->cause]), 0 };
			*had |= h->effect > 0;
		}
	return out;
}

/* How far an answer moves a cause, in log-odds, and what that is in the mean of squares. */
struct moves { double no, yes, square; };

static struct moves moves_of(const struct question *q, const double *p, int cause)
{
	double here = logit_within(p[cause]), no = logit_within(q->p_no[cause]) - here, yes = logit_within(question_yes(q, p, cause)) - here;

	return (struct moves){ no, yes, q->no * no * no + (1 - q->no) * yes * yes };
}

/* Chance that each door stands open once everything is asked, after this answer to q. */
static void open_doors(const struct now *now, const struct question *q, bool yes, double *open)
{
	for (int k = 0; k < COMPONENT_COUNT; k++)
		open[k] = 1;
	for (int i = 0; i < now->s.n; i++) {
		const struct sill *s = &now->s.at[i];
		struct moves m = moves_of(q, now->p, s->cause);

		open[s->side] *= 0.5 * erfc((s->over + (yes ? m.yes : m.no)) / sqrt(2 * fmax(s->left - m.square, least_left)));
	}
	for (int k = 0; k < COMPONENT_COUNT; k++)
		open[k] = 1 - open[k];
}

/* Expected move of those chances by q: a question that leaves every door where it is changes none, however much it tells. */
static double doors_moved(const struct now *now, const struct question *q)
{
	double no[COMPONENT_COUNT], yes[COMPONENT_COUNT], sum = 0;

	open_doors(now, q, false, no);
	open_doors(now, q, true, yes);
	for (int k = 0; k < COMPONENT_COUNT; k++)
		sum += 2 * q->no * (1 - q->no) * fabs(yes[k] - no[k]);
	return sum;
}

static double items_changed(struct arena *a, const struct now *now, const struct question *q)
{
	double *p_yes = NEWS(a, double, now->kb->n_causes);

	for (int c = 0; c < now->kb->n_causes; c++)
		p_yes[c] = question_yes(q, now->p, c);
	double then = q->no * best_worth(now->kb, q->p_no, now->before) + (1 - q->no) * best_worth(now->kb, p_yes, now->before);
	return now->worth > 0 ? fmax(0, then - now->worth) / now->worth : 0;
}

double *interview_gain(struct arena *a, const struct asker *k, const struct belief *b)
{
	double *gain = NEWS(a, double, (size_t)k->kb->n_findings + 1), *before = NEWS(a, double, (size_t)k->kb->n_causes + 1);
	struct now now = { .kb = k->kb, .p = b->by_cause, .before = before };

	for (int i = 0; i < b->n_causes; i++)
		before[b->cause[i].cause] = b->cause[i].before;
	now.worth = best_worth(k->kb, now.p, before);
	now.s = sills_of(a, &now);
	for (int i = 0; i < b->n_ask; i++)
		for (int j = 0; j < now.s.n && interview_asked_for(k, b->ask[i].finding) >= 0; j++)
			now.s.at[j].left += moves_of(&b->ask[i], now.p, now.s.at[j].cause).square;
	for (int i = 0; i < b->n_ask; i++) {
		const struct question *q = &b->ask[i];

		assert(q->no >= 0 && q->no <= 1);
		if (q->no > 0 && q->no < 1 && interview_asked_for(k, q->finding) >= 0)
			gain[q->finding] = items_changed(a, &now, q) + doors_moved(&now, q) + telling * q->bits;
	}
	return gain;
}
