/* app/intake.c -- the order of the interview. */
#include "app/intake.h"

#include "core/danger.h"
#include "core/interview.h"

enum { TELLING_SECONDS = 6, MAP_SECONDS = 60, WISHES_SECONDS = 60 };

bool intake_asks(const struct cx *cx, const struct record *r, int finding)
{
	const struct finding *f = &cx->kb->finding[finding];

	if (f->by == BY_THERAPIST || f->sum_of.n || !(f->asked & ASKED_INTAKE) || f->module == MODULE_EXAM || f->module == MODULE_WISHES)
		return false;
	if (f->private && !r->abuse_asked)
		return false;
	enum truth applies = rule_applies(cx->kb, finding, r->c);
	return applies == TRUTH_YES || (applies == TRUTH_DONT_KNOW && (f->gate || danger_names(cx->kb, finding, TIER_URGENT)));
}

static bool open_question(const struct cx *cx, const struct record *r, int f)
{
	return case_answer(cx->kb, r->c, f) == NOT_ASKED && intake_asks(cx, r, f);
}

/* The danger questions, in file order, then what an emergency or urgent rule still waits for. */
static int next_danger(const struct cx *cx, const struct record *r)
{
	struct ids waits = danger_waits(cx->a, cx->kb, r->c);

	for (int f = 0; f < cx->kb->n_findings; f++)
		if (cx->kb->finding[f].module == MODULE_SAFETY && open_question(cx, r, f))
			return f;
	for (int i = 0; i < waits.n; i++)
		if (open_question(cx, r, waits.at[i]))
			return waits.at[i];
	return -1;
}

static int part_of(const struct cx *cx, const uint8_t *danger, int f)
{
	return danger[f] ? PART_SAFETY : cx->kb->finding[f].core ? PART_CORE : PART_TELLING;
}

static int telling_asked(const struct cx *cx, const struct record *r)
{
	const uint8_t *danger = danger_part(cx->a, cx->kb, r->c);
	int n = 0;

	for (int f = 0; f < cx->kb->n_findings; f++)
		n += part_of(cx, danger, f) == PART_TELLING && intake_asks(cx, r, f) && r->c->answer[f] != NOT_ASKED;
	return n;
}

struct intake_place intake_place(const struct cx *cx, const struct record *r, int finding)
{
	const uint8_t *danger = danger_part(cx->a, cx->kb, r->c);
	struct intake_place out = { .part = finding >= 0 ? part_of(cx, danger, finding) : PART_TELLING, .number = 1 };
	int asked_so_far = telling_asked(cx, r), left = asked_so_far < INTAKE_TELLING_USUAL ? INTAKE_TELLING_USUAL - asked_so_far : 1;

	for (int f = 0; f < cx->kb->n_findings; f++) {
		int part = part_of(cx, danger, f);
		bool asked = r->c->answer[f] != NOT_ASKED;

		if (!intake_asks(cx, r, f))
			continue;
		out.seconds += !asked && part != PART_TELLING ? cx->kb->finding[f].seconds : 0;
		if (part != out.part || f == finding)
			continue;
		out.of += part != PART_TELLING || asked;
		out.number += asked && finding >= 0 && (!r->answered_at[finding] || r->answered_at[f] < r->answered_at[finding] ||
			(r->answered_at[f] == r->answered_at[finding] && f < finding));
	}
	left = r->person.interview_done ? 0 : left;
	out.of += out.part != PART_TELLING ? finding >= 0 : left + (finding >= 0 && r->c->answer[finding] != NOT_ASKED);
	out.of = out.of < out.number ? out.number : out.of;
	out.seconds += left * TELLING_SECONDS + (r->c->map_given ? 0 : MAP_SECONDS) + (r->person.interview_done ? 0 : WISHES_SECONDS);
	return out;
}

struct asking { const struct cx *cx; const struct record *r; };

static bool may_ask(void *arg, int finding)
{
	const struct asking *k = arg;

	return k->cx->kb->finding[finding].module != MODULE_SAFETY && open_question(k->cx, k->r, finding);
}

static int answered_last(const struct cx *cx, const struct record *r)
{
	int last = -1;

	for (int f = 0; f < cx->kb->n_findings; f++)
		if (r->answered_at[f] && (last < 0 || r->answered_at[f] >= r->answered_at[last]))
			last = f;
	return last;
}

/* Core questions first, then what is expected to change the plan (core/interview.h). */
static bool next_telling(struct cx *cx, const struct record *r, int *out)
{
	struct asking k = { cx, r };
	struct belief b;

	if (!belief_of(cx->a, cx->kb, r->c, NULL, BELIEF_ASKING, &b, cx->err))
		return false;
	*out = interview_next(cx->a, cx->kb, r->c, &b, answered_last(cx, r), may_ask, &k, NULL);
	return true;
}

bool intake_next(struct cx *cx, const struct record *r, struct intake *out)
{
	*out = (struct intake){ .finding = -1 };
	if (!record_consent_whole(cx, r)) {
		out->step = INTAKE_CONSENT;
		return true;
	}
	out->step = INTAKE_QUESTION;
	out->finding = next_danger(cx, r);
	if (out->finding >= 0)
		return true;
	if (danger_waits_for_map(cx->a, cx->kb, r->c)) {
		out->step = INTAKE_MAP;
		return true;
	}
	if (!r->person.interview_done && !next_telling(cx, r, &out->finding))
		return false;
	bool core = out->finding >= 0 && cx->kb->finding[out->finding].core;
	if (!core && !r->c->map_given) {
		out->step = INTAKE_MAP;
		return true;
	}
	if (out->finding >= 0 && (core || telling_asked(cx, r) < INTAKE_TELLING_MOST))
		return true;
	out->step = r->person.home_minutes < 0 ? INTAKE_WISHES : INTAKE_DONE;
	return true;
}
