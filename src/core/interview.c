/* core/interview.c -- the value of a question. */
#include "core/interview.h"

#include "base/rng.h"
#include "core/plan.h"
#include "core/reason.h"
#include "core/rule.h"

#include <math.h>
#include <string.h>

/* Design values, calibrated with `unknot bench interview` (docs/science/reason.md). */
enum { BEST_OF_COMPONENT = 4 };
static const double enough = 1.1e-3;     /* worth per second below which nothing more is asked, as a share of what can be done */
static const double telling = 0.02;      /* what a weighted bit is worth beside, the same */
static const double other_people = 0.2;  /* what it is worth that a door to a professional opens or closes, for sure */
static const double door_edge = 0.3;     /* log-odds on either side of it over which a door opens */
static const double settled = 1e-3;      /* bits a second about a rule below which it counts as settled */
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

/* How open the door to a professional is on each side, 0..1: a half where a plan would just point there. */
static void doors(const struct kb *kb, const double *p, const double *before, double *open)
{
	memset(open, 0, COMPONENT_COUNT * sizeof(double));
	for (int i = 0; i < kb->n_items; i++)
		for (int k = 0; kb->item[i].who == WHO_PROFESSIONAL && k < kb->item[i].n_helps; k++) {
			const struct help *h = &kb->item[i].helps[k];
			double *at = &open[kb->item[i].component];

			if (h->effect > 0)
				*at = fmax(*at, 1 / (1 + exp(-plan_stands_out(p[h->cause], before[h->cause]) / door_edge)));
		}
}

static double change_of(struct arena *a, const struct kb *kb, const struct question *q, const double *p, const double *before, double now)
{
	double *p_yes = NEWS(a, double, kb->n_causes), yes = 1 - q->no;

	if (q->no <= 0 || yes <= 0)
		return 0;
	for (int c = 0; c < kb->n_causes; c++)
		p_yes[c] = fmin(1, fmax(0, (p[c] - q->no * q->p_no[c]) / yes));
	double open[COMPONENT_COUNT], if_no[COMPONENT_COUNT], if_yes[COMPONENT_COUNT], other = 0;
	doors(kb, p, before, open);
	doors(kb, q->p_no, before, if_no);
	doors(kb, p_yes, before, if_yes);
	for (int k = 0; k < COMPONENT_COUNT; k++)
		other += q->no * fabs(if_no[k] - open[k]) + yes * fabs(if_yes[k] - open[k]);
	return fmax(0, q->no * interview_worth(kb, q->p_no, before) + yes * interview_worth(kb, p_yes, before) - now) / now + other_people * other;
}

/* ---- rules that send to a physician ---- */

enum { GUESSES = 200, OPEN_MOST = 32 };

static int guess(struct rng *rng, const struct finding *f)
{
	bool usual = rng_unit(rng) >= (f->base > 0 ? f->base : usual_yes);

	return f->is_bool ? !usual : f->n_options || f->cut > f->min ? (usual ? f->min : f->max) : f->min + rng_below(rng, f->max - f->min + 1);
}

/* A rule that answers have not settled: how likely it comes true when the rest is guessed, and the open question that tells most of it (bits a
 * second). */
struct settling { double worth; int ask; };

static struct settling settle(const struct kb *kb, struct person_case *c, int flag, interview_may *may, void *arg)
{
	struct rng rng = rng_new(1 + (uint64_t)flag);
	int open[OPEN_MOST], n = rule_missing(kb, &kb->flag[flag].when, c, false, open, OPEN_MOST), yes = 0;
	int said[OPEN_MOST][2][2] = { 0 };      /* told something, came true */
	struct settling best = { 0, -1 };

	n = n < OPEN_MOST ? n : OPEN_MOST;
	for (int g = 0; g < GUESSES; g++) {
		bool tells[OPEN_MOST];

		for (int i = 0; i < n; i++) {
			const struct finding *f = &kb->finding[open[i]];

			c->answer[open[i]] = (int16_t)guess(&rng, f);
			tells[i] = 2 * (c->answer[open[i]] - f->min) > f->max - f->min;
		}
		bool true_now = rule_eval(kb, &kb->flag[flag].when, c) == TRUTH_YES;
		yes += true_now;
		for (int i = 0; i < n; i++)
			said[i][tells[i]][true_now]++;
	}
	for (int i = 0; i < n; i++)
		c->answer[open[i]] = NOT_ASKED;
	for (int i = 0; i < n; i++) {
		double left = 0;

		for (int k = 0; k < 2; k++)
			if (said[i][k][0] + said[i][k][1])
				left += (said[i][k][0] + said[i][k][1]) * reason_entropy((double)said[i][k][1] / (said[i][k][0] + said[i][k][1]));
		double told = reason_entropy((double)yes / GUESSES) - left / GUESSES, worth = told / kb->finding[open[i]].seconds;
		if (worth > best.worth && may(arg, open[i]))
			best = (struct settling){ worth, open[i] };
	}
	return best;
}

/* The question that tells most of whether a rule sends to a physician; -1 when none is worth its seconds. */
static int settle_all(const struct kb *kb, struct person_case *c, interview_may *may, void *arg)
{
	struct settling best = { settled, -1 };

	for (int i = 0; i < kb->n_flags; i++) {
		if (kb->flag[i].tier < TIER_SOON || rule_eval(kb, &kb->flag[i].when, c) != TRUTH_NOT_ASKED)
			continue;
		struct settling s = settle(kb, c, i, may, arg);
		if (s.worth > best.worth)
			best = s;
	}
	return best.ask;
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
	interview_may *may, void *arg, enum interview_why *why)
{
	enum interview_why unused;
	double *before = NEWS(a, double, kb->n_causes), best = 0, now;
	int next = core_question(kb, may, arg);

	why = why ? why : &unused;
	*why = ASK_CORE;
	next = next >= 0 ? next : begun(kb, c, may, arg);
	if (next >= 0)
		return next;
	*why = ASK_PHYSICIAN;
	next = settle_all(kb, c, may, arg);
	if (next >= 0)
		return next;
	*why = ASK_PLAN;
	for (int i = 0; i < b->n_causes; i++)
		before[b->cause[i].cause] = b->cause[i].before;
	now = interview_worth(kb, b->by_cause, before);
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
