/* app/next_question.c -- person, danger, core, body map, then what would change the plan. */
#include "app/next_question.h"

#include "core/danger.h"
#include "core/interview.h"

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

static bool danger_open(const struct kb *kb, const struct person_case *c, int i, const int *alone)
{
	const struct finding *f = &kb->finding[i];

	return f->module == MODULE_SAFETY && (f->gate || f->core || f->when.n) && open_to_client(kb, c, i, alone);
}

/* Those of the module in file order, then what a rule still waits for, then the map when one waits for that. */
static int first_danger(struct arena *a, const struct kb *kb, const struct person_case *c, const int *alone)
{
	struct ids waits = danger_waits(a, kb, c);

	for (int i = 0; i < kb->n_findings; i++)
		if (danger_open(kb, c, i, alone))
			return i;
	if (waits.n)
		return waits.at[0];
	return danger_waits_for_map(a, kb, c) ? ASK_MAP : ASK_NOTHING;
}

struct asking { const struct kb *kb; const struct person_case *c; const int *alone; };

static bool may_ask(void *arg, int finding)
{
	const struct asking *k = arg;

	return k->kb->finding[finding].module != MODULE_SAFETY && open_to_client(k->kb, k->c, finding, k->alone);
}

int next_question(struct arena *a, const struct kb *kb, struct person_case *c, int last, int gained, bool *by_gain)
{
	const int *alone = asked_alone(a, kb);
	struct asking k = { kb, c, alone };
	struct belief b;
	struct err err = { 0 };
	int f;

	*by_gain = false;
	if (c->age < 0)
		return ASK_AGE;
	if (c->sex == SEX_UNKNOWN)
		return ASK_SEX;
	f = first_danger(a, kb, c, alone);
	if (f != ASK_NOTHING)
		return f;
	f = belief_of(a, kb, c, NULL, BELIEF_ASKING, &b, &err) ? interview_next(a, kb, c, &b, last, may_ask, &k, NULL) : -1;
	if (f >= 0 && kb->finding[f].core)
		return f;
	if (!c->map_given)
		return ASK_MAP;
	*by_gain = true;
	return f >= 0 && gained < BY_GAIN_MOST ? f : ASK_NOTHING;
}

struct questions questions_of(struct arena *a, const struct kb *kb, const struct person_case *c, bool danger)
{
	const int *alone = asked_alone(a, kb);
	const uint8_t *part = danger_part(a, kb, c);
	struct questions out = { 0, 0 };

	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		if (part[i] != danger || f->module == MODULE_WISHES || (!danger && !f->core))
			continue;
		out.answered += f->by != BY_THERAPIST && !f->sum_of.n && (f->asked & ASKED_INTAKE) && c->answer[i] != NOT_ASKED;
		out.open += danger && f->module == MODULE_SAFETY ? danger_open(kb, c, i, alone) : open_to_client(kb, c, i, alone);
	}
	return out;
}

static void see(int finding, void *arg)
{
	int *is = arg;

	if (is[0] == finding)
		is[1] = true;
}

bool question_alone(const struct kb *kb, int finding)
{
	const struct finding *f = &kb->finding[finding];
	int named[2] = { finding, false };

	for (int i = 0; i < kb->n_flags; i++)
		if (kb->flag[i].route == ROUTE_SELF_HARM)
			rule_findings(&kb->flag[i].when, see, named);
	return f->private || !f->is_bool || named[1];
}

struct ids next_together(struct arena *a, const struct kb *kb, const struct person_case *c, int first, int most)
{
	const int *alone = asked_alone(a, kb);
	int *at = NEWS(a, int, (size_t)most + 1), n = 0;

	for (int f = first; f < kb->n_findings && n < most; f++) {
		if (!danger_open(kb, c, f, alone))
			continue;
		if (question_alone(kb, f))
			break;
		at[n++] = f;
	}
	return (struct ids){ at, n };
}
