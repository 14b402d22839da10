/* app/next_question.c -- person, danger, core, body map, then what would change the plan. */
#include "app/next_question.h"

#include "core/danger.h"

static bool open_to_client(const struct kb *kb, const struct person_case *c, int i)
{
	const struct finding *f = &kb->finding[i];
	enum truth applies;

	if (f->by == BY_THERAPIST || f->sum_of.n || !(f->asked & ASKED_INTAKE) || case_answer(kb, c, i) != NOT_ASKED || danger_alone(kb, i))
		return false;
	applies = rule_applies(kb, i, c);
	return applies == TRUTH_YES || (f->gate && applies != TRUTH_NO);
}

static bool danger_open(const struct kb *kb, const struct person_case *c, int i)
{
	const struct finding *f = &kb->finding[i];

	return f->module == MODULE_SAFETY && (f->gate || f->core || f->when.n) && open_to_client(kb, c, i);
}

/* Those of the module in file order, then what a rule still waits for, then the map when one waits for that. */
static int first_danger(struct arena *a, const struct kb *kb, const struct person_case *c)
{
	struct ids waits = danger_waits(a, kb, c);

	for (int i = 0; i < kb->n_findings; i++)
		if (danger_open(kb, c, i))
			return i;
	if (waits.n)
		return waits.at[0];
	return danger_waits_for_map(a, kb, c) ? ASK_MAP : ASK_NOTHING;
}

struct asking { const struct kb *kb; const struct person_case *c; };

static bool may_ask(void *arg, int finding)
{
	const struct asking *k = arg;

	return k->kb->finding[finding].module != MODULE_SAFETY && open_to_client(k->kb, k->c, finding);
}

bool next_question(struct arena *a, const struct kb *kb, struct person_case *c, int last, int gained, struct next *out, struct err *err)
{
	struct asking k = { kb, c };
	struct belief b;

	*out = (struct next){ c->age < 0 ? ASK_AGE : c->sex == SEX_UNKNOWN ? ASK_SEX : first_danger(a, kb, c), ASK_CORE };
	if (out->what != ASK_NOTHING)
		return true;
	if (!belief_of(a, kb, c, NULL, BELIEF_ASKING, &b, err))
		return false;
	int f = interview_next(a, kb, c, &b, last, may_ask, &k, &out->why);
	if (out->why != ASK_CORE && !c->map_given)
		*out = (struct next){ ASK_MAP, ASK_CORE };
	else if (f >= 0 && (out->why != ASK_PLAN || gained < INTERVIEW_PLAN_MOST))
		out->what = f;
	return true;
}

struct questions questions_of(struct arena *a, const struct kb *kb, const struct person_case *c, bool danger)
{
	const uint8_t *part = danger_part(a, kb, c);
	struct questions out = { 0, 0, 0 };

	for (int i = 0; i < kb->n_findings; i++) {
		const struct finding *f = &kb->finding[i];

		bool answered = f->by != BY_THERAPIST && !f->sum_of.n && (f->asked & ASKED_INTAKE) && c->answer[i] != NOT_ASKED;

		if (part[i] != danger || f->module == MODULE_WISHES)
			continue;
		if (!danger && !f->core) {
			out.telling += answered;
			continue;
		}
		out.answered += answered;
		out.open += danger && f->module == MODULE_SAFETY ? danger_open(kb, c, i) : open_to_client(kb, c, i);
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
	int *at = NEWS(a, int, (size_t)most + 1), n = 0;

	for (int f = first; f < kb->n_findings && n < most; f++) {
		if (!danger_open(kb, c, f))
			continue;
		if (question_alone(kb, f))
			break;
		at[n++] = f;
	}
	return (struct ids){ at, n };
}
