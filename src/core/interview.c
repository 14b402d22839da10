/* core/interview.c -- the value of a question. */
#include "core/interview.h"

#include <math.h>

/* Design values, calibrated with `unknot bench interview` (docs/science/reason.md). */
enum { BEST_OF_COMPONENT = 4 };
static const double enough = 2.5e-4;     /* worth per second below which nothing more is asked, as a share of what can be done */
static const double telling = 0.004;     /* what a weighted bit is worth beside, the same */
static const double same_subject = 1.5; /* a question of the subject just spoken of may be worth so much less */
static const double refer_from = 0.30, refer_worth = 0.5, serious_from = 0.05, serious_worth = 3;

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

/* A referral matters from a probability on that the plan's own rule has, and only where answers raised it. */
static double hinge(double p, double before, double from, double worth)
{
	return p > from && p > before ? worth * (p - from) : 0;
}

double interview_worth(const struct kb *kb, const double *p, const double *before)
{
	double best[COMPONENT_COUNT][BEST_OF_COMPONENT] = { 0 }, sum = 0;

	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].who != WHO_PROFESSIONAL)
			keep_best(best[kb->item[i].component], item_worth(kb, &kb->item[i], p));
	for (int k = 0; k < COMPONENT_COUNT; k++)
		for (int i = 0; i < BEST_OF_COMPONENT; i++)
			sum += best[k][i];
	for (int c = 0; c < kb->n_causes; c++)
		sum += kb->cause[c].serious ? hinge(p[c], before[c], serious_from, serious_worth) : hinge(p[c], before[c], refer_from, refer_worth);
	return sum;
}

static double change_of(struct arena *a, const struct kb *kb, const struct question *q, const double *p, const double *before, double now)
{
	double *p_yes = NEWS(a, double, kb->n_causes), yes = 1 - q->no;

	if (q->no <= 0 || yes <= 0)
		return 0;
	for (int c = 0; c < kb->n_causes; c++)
		p_yes[c] = fmin(1, fmax(0, (p[c] - q->no * q->p_no[c]) / yes));
	return fmax(0, q->no * interview_worth(kb, q->p_no, before) + yes * interview_worth(kb, p_yes, before) - now);
}

/* What is asked for a finding: itself, or the first part of a sum that may be. */
static int part_of(const struct kb *kb, int f, interview_may *may, void *arg)
{
	const struct ids *parts = &kb->finding[f].sum_of;

	for (int i = 0; i < parts->n; i++)
		if (may(arg, parts->at[i]))
			return parts->at[i];
	return !parts->n && may(arg, f) ? f : -1;
}

/* A sum that was begun is asked to its end. */
static int begun(const struct kb *kb, const struct person_case *c, interview_may *may, void *arg)
{
	for (int f = 0; f < kb->n_findings; f++) {
		const struct ids *parts = &kb->finding[f].sum_of;
		int answered = 0, open = -1;

		for (int i = 0; i < parts->n; i++) {
			answered += c->answer[parts->at[i]] != NOT_ASKED;
			open = open < 0 && may(arg, parts->at[i]) ? parts->at[i] : open;
		}
		if (answered && open >= 0)
			return open;
	}
	return -1;
}

static int core_question(const struct kb *kb, interview_may *may, void *arg)
{
	for (int m = 0; m < MODULE_COUNT; m++)
		for (int f = 0; f < kb->n_findings; f++)
			if ((int)kb->finding[f].module == m && kb->finding[f].core && may(arg, f))
				return f;
	return -1;
}

int interview_next(struct arena *a, const struct kb *kb, const struct person_case *c, const struct belief *b, int last,
	interview_may *may, void *arg)
{
	double *before = NEWS(a, double, kb->n_causes), best = 0, now;
	int next = core_question(kb, may, arg);

	next = next >= 0 ? next : begun(kb, c, may, arg);
	if (next >= 0)
		return next;
	for (int i = 0; i < b->n_causes; i++)
		before[b->cause[i].cause] = b->cause[i].before;
	now = interview_worth(kb, b->by_cause, before);
	for (int i = 0; i < b->n_ask; i++) {
		const struct question *q = &b->ask[i];
		int f = part_of(kb, q->finding, may, arg);

		if (f < 0)
			continue;
		double worth = (change_of(a, kb, q, b->by_cause, before, now) / now + telling * q->bits) / q->seconds;
		if (worth < enough)
			continue;
		worth *= last >= 0 && kb->finding[f].module == kb->finding[last].module ? same_subject : 1;
		if (worth > best) {
			best = worth;
			next = f;
		}
	}
	return next;
}
