/* core/interview.c -- the order of the questions after danger. */
#include "core/interview_parts.h"

#include "core/rule.h"

/* Design values, calibrated with `unknot bench interview` (docs/science/reason.md). */
static const double enough = 1.1e-2;        /* change of what is done, a second, below which nothing more is asked */
static const double same_subject = 1.5;  /* a question of the subject just spoken of may be worth so much less */

static int first_that_may(const struct asker *k, struct ids of)
{
	for (int i = 0; i < of.n; i++)
		if (k->may(k->arg, of.at[i]))
			return of.at[i];
	return -1;
}

int interview_asked_for(const struct asker *k, int finding)
{
	const struct finding *f = &k->kb->finding[finding];
	int opens = first_that_may(k, f->opened_by);

	if (f->sum_of.n)
		return first_that_may(k, f->sum_of);
	return opens >= 0 ? opens : k->may(k->arg, finding) ? finding : -1;
}

int interview_seconds(const struct asker *k, int finding, int asked)
{
	const struct ids *parts = &k->kb->finding[finding].sum_of;
	int seconds = 0;

	for (int i = 0; i < parts->n; i++)
		seconds += k->may(k->arg, parts->at[i]) ? k->kb->finding[parts->at[i]].seconds : 0;
	return parts->n ? seconds : k->kb->finding[asked].seconds;
}

static int core_question(const struct asker *k)
{
	for (int m = 0; m < MODULE_COUNT; m++)
		for (int f = 0; f < k->kb->n_findings; f++)
			if ((int)k->kb->finding[f].module == m && k->kb->finding[f].core && k->may(k->arg, f))
				return f;
	return -1;
}

/* Gains by the question that is asked for them, for its seconds; what one question opens counts together. */
static double *worth_of(struct arena *a, const struct asker *k, const double *gain)
{
	double *worth = NEWS(a, double, (size_t)k->kb->n_findings + 1);

	for (int f = 0; f < k->kb->n_findings; f++) {
		int ask = gain[f] > 0 ? interview_asked_for(k, f) : -1;

		if (ask >= 0)
			worth[ask] += gain[f] / interview_seconds(k, f, ask);
	}
	return worth;
}

int interview_next(struct arena *a, const struct kb *kb, struct person_case *c, const struct belief *b, int last,
	interview_may *may, void *arg, enum interview_why *why)
{
	struct asker k = { kb, c, may, arg };
	enum interview_why unused;
	double best = 0;
	int next = core_question(&k);

	why = why ? why : &unused;
	*why = ASK_CORE;
	if (next >= 0)
		return next;
	*why = ASK_PHYSICIAN;
	next = interview_soon(&k);
	if (next >= 0)
		return next;
	*why = ASK_PLAN;
	const double *worth = worth_of(a, &k, interview_gain(a, &k, b));
	for (int f = 0; f < kb->n_findings; f++) {
		bool same = last >= 0 && kb->finding[f].module == kb->finding[last].module;

		if (worth[f] >= enough && worth[f] * (same ? same_subject : 1) > best) {
			best = worth[f] * (same ? same_subject : 1);
			next = f;
		}
	}
	return next;
}
