/* cli/next_question.c -- five stages, each in the order of the knowledge. */
#include "cli/next_question.h"

static bool open_to_client(const struct kb *kb, const struct person_case *c, int i, const int *alone)
{
	const struct finding *f = &kb->finding[i];
	enum truth applies;

	if (f->by == BY_THERAPIST || f->sum_of.n || !(f->asked & ASKED_INTAKE) || case_answer(kb, c, i) != NOT_ASKED || alone[i])
		return false;
	applies = rule_applies(kb, i, c);
	return applies == TRUTH_YES || (f->gate && applies != TRUTH_NO);
}

static void mark_alone(int finding, void *arg)
{
	((int *)arg)[finding] = 1;
}

/* Findings of rules with the abuse route: asked only alone, and only where the practice has a route. */
static int *asked_alone(struct arena *a, const struct kb *kb)
{
	int *alone = NEWS(a, int, (size_t)kb->n_findings + 1);

	for (int i = 0; i < kb->n_flags; i++)
		if (kb->flag[i].route == ROUTE_ABUSE)
			rule_findings(&kb->flag[i].when, mark_alone, alone);
	return alone;
}

static int first_of(const struct kb *kb, const struct person_case *c, const int *alone, bool safety)
{
	for (int m = 0; m < MODULE_COUNT; m++)
		for (int i = 0; i < kb->n_findings; i++) {
			const struct finding *f = &kb->finding[i];
			bool wanted = safety ? f->module == MODULE_SAFETY && (f->gate || f->core || f->when.n) : f->core;

			if ((int)f->module == m && wanted && open_to_client(kb, c, i, alone))
				return i;
		}
	return ASK_NOTHING;
}

/* The part of a sum that is asked first, or the finding itself. */
static int part_of(const struct kb *kb, const struct person_case *c, int f, const int *alone)
{
	const struct ids *parts = &kb->finding[f].sum_of;

	if (!parts->n)
		return open_to_client(kb, c, f, alone) ? f : ASK_NOTHING;
	for (int i = 0; i < parts->n; i++)
		if (open_to_client(kb, c, parts->at[i], alone))
			return parts->at[i];
	return ASK_NOTHING;
}

static int best_of(struct arena *a, const struct kb *kb, const struct person_case *c, const int *alone)
{
	struct belief b;
	struct err err = { 0 };

	if (!belief(a, kb, c, NULL, &b, &err))
		return ASK_NOTHING;             /* too much to weigh: what was asked has to do */
	for (int i = 0; i < b.n_ask; i++) {
		int f = part_of(kb, c, b.ask[i].finding, alone);

		if (f != ASK_NOTHING)
			return f;
	}
	return ASK_NOTHING;
}

int next_question(struct arena *a, const struct kb *kb, const struct person_case *c, int gained, bool *by_gain)
{
	const int *alone = asked_alone(a, kb);
	int f;

	*by_gain = false;
	if (c->age < 0)
		return ASK_AGE;
	if (c->sex == SEX_UNKNOWN)
		return ASK_SEX;
	f = first_of(kb, c, alone, true);
	if (f == ASK_NOTHING)
		f = first_of(kb, c, alone, false);
	if (f != ASK_NOTHING)
		return f;
	if (!c->map_given)
		return ASK_MAP;
	*by_gain = true;
	return gained < BY_GAIN_MOST ? best_of(a, kb, c, alone) : ASK_NOTHING;
}
