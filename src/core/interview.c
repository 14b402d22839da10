/* core/interview.c -- the value of a question. */
#include "core/interview.h"

#include "core/plan.h"
#include "core/rule.h"

#include <math.h>

/* Design values, calibrated with `unknot bench interview` (docs/science/reason.md). */
enum { BEST_OF_COMPONENT = 4 };
static const double enough = 1.6e-4;      /* worth per second below which nothing more is asked, as a share of what can be done */
static const double telling = 0.03;      /* what a weighted bit is worth beside, the same */
static const double other_people = 0.03; /* what it is worth that another professional would be pointed to, for sure */
static const double to_physician = 1;    /* what it is worth that a rule sends to a physician, for sure */
static const double usual_yes = 0.1;     /* share who say yes where the knowledge does not say */
static const double same_subject = 1.5;  /* a question of the subject just spoken of may be worth so much less */
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
		if (kb->cause[c].serious && p[c] > serious_from && p[c] > before[c])
			sum += serious_worth * (p[c] - serious_from);
	return sum;
}

struct pointed { int first, second; };

static bool alike(struct pointed x, struct pointed y)
{
	return (x.first == y.first && x.second == y.second) || (x.first == y.second && x.second == y.first);
}

/* The two professionals a plan would point to first. */
static struct pointed refers(const struct kb *kb, const double *p, const double *before)
{
	struct pointed at = { -1, -1 };
	double best = 0, next = 0;

	for (int i = 0; i < kb->n_items; i++) {
		double fit = 0;

		for (int k = 0; kb->item[i].who == WHO_PROFESSIONAL && k < kb->item[i].n_helps; k++) {
			const struct help *h = &kb->item[i].helps[k];

			if (h->effect > 0 && plan_stands_out(p[h->cause], before[h->cause]))
				fit += p[h->cause] * h->effect;
		}
		if (fit > best) {
			next = best;
			at.second = at.first;
			best = fit;
			at.first = i;
		} else if (fit > next) {
			next = fit;
			at.second = i;
		}
	}
	return at;
}

static double change_of(struct arena *a, const struct kb *kb, const struct question *q, const double *p, const double *before, double now)
{
	double *p_yes = NEWS(a, double, kb->n_causes), yes = 1 - q->no;

	if (q->no <= 0 || yes <= 0)
		return 0;
	for (int c = 0; c < kb->n_causes; c++)
		p_yes[c] = fmin(1, fmax(0, (p[c] - q->no * q->p_no[c]) / yes));
	struct pointed to = refers(kb, p, before);
	double other = (alike(refers(kb, q->p_no, before), to) ? 0 : q->no) + (alike(refers(kb, p_yes, before), to) ? 0 : yes);
	return fmax(0, q->no * interview_worth(kb, q->p_no, before) + yes * interview_worth(kb, p_yes, before) - now) / now + other_people * other;
}

/* Does "yes" make a rule true that sends to a physician? */
static bool raises_flag(const struct kb *kb, struct person_case *c, int f)
{
	const struct finding *of = &kb->finding[f];
	int16_t kept = c->answer[f];
	bool raised = false;

	for (int i = 0; i < kb->n_flags && !raised; i++) {
		if (kb->flag[i].tier < TIER_SOON || rule_eval(kb, &kb->flag[i].when, c) == TRUTH_YES)
			continue;
		c->answer[f] = (int16_t)(of->is_bool ? 1 : of->max);
		raised = rule_eval(kb, &kb->flag[i].when, c) == TRUTH_YES;
		c->answer[f] = kept;
	}
	return raised;
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

int interview_next(struct arena *a, const struct kb *kb, struct person_case *c, const struct belief *b, int last,
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
	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *of = &kb->finding[i];

		if (!may(arg, i) || !raises_flag(kb, c, i))
			continue;
		double worth = to_physician * (of->base > 0 ? of->base : usual_yes) / of->seconds;
		if (worth > best) {
			best = worth;
			next = i;
		}
	}
	for (int i = 0; i < b->n_ask; i++) {
		const struct question *q = &b->ask[i];
		int f = part_of(kb, q->finding, may, arg);

		if (f < 0)
			continue;
		double worth = (change_of(a, kb, q, b->by_cause, before, now) + telling * q->bits) / q->seconds;
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
