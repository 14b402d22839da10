/* app/turn.c -- the answer to a plateau. */
#include "app/turn.h"

#include "app/planning.h"
#include "app/report_json.h"
#include "base/str.h"

static const int64_t day_ms = 24 * 3600 * 1000;
enum { MUCH = 2, MIDDLE = 5 };

static bool good_is_high(const struct kb *kb, int finding)
{
	int i = kb_find(kb, KIND_INSTRUMENT, kb->finding[finding].id);

	return i >= 0 && !kb->instrument[i].low_is_better;
}

bool turn_measures(struct cx *cx, const struct record *r, struct asked_agains *out)
{
	*out = (struct asked_agains){ NEWS(cx->a, struct asked_again, cx->kb->n_stalls + 1), 0 };
	for (int i = 0; i < cx->kb->n_stalls; i++) {
		const struct stall *s = &cx->kb->stall[i];
		struct asked_again *to = &out->at[out->n];
		struct answer_first_rows first;

		*to = (struct asked_again){ kb_finding(cx->kb, cx->kb->instrument[s->instrument].id), s->lesson, -1, -1, false, false };
		if (to->finding < 0)
			continue;
		out->n++;
		if (!q_answer_first(cx->db, r->person.id, cx->kb->finding[to->finding].id, &first))
			return false;
		to->first = first.n ? (int)first.at[0].value : -1;
		to->now = r->c->answer[to->finding] >= 0 ? r->c->answer[to->finding] : -1;
		to->fresh = r->answered_at[to->finding] > cx->now - ASK_AGAIN_DAYS * day_ms;
		bool high = good_is_high(cx->kb, to->finding);
		if (to->now >= 0)
			to->worse = (high ? to->first - to->now : to->now - to->first) >= MUCH || (high ? to->now < MIDDLE : to->now > MIDDLE);
	}
	return true;
}

bool turn_asks(struct cx *cx, const struct record *r, const struct followed *f, bool *out)
{
	struct asked_agains m;

	*out = false;
	if (!f->tracked->proposal.ask_again || cx->today % ASK_AGAIN_EVERY)
		return true;
	if (!turn_measures(cx, r, &m))
		return false;
	for (int i = 0; i < m.n; i++)
		*out = *out || !m.at[i].fresh;
	return true;
}

bool turn_proposed(struct cx *cx, const struct record *r, const struct followed *f, enum component *side)
{
	struct kept_plan kept;
	struct turn_all_rows answered;
	enum proposed what = f->tracked->proposal.what;

	*side = COMPONENT_COUNT;
	if (what != PROPOSE_MIND && what != PROPOSE_BODY)
		return true;
	if (!care_plan(cx, r->person.id, true, &kept) || !q_turn_all(cx->db, r->person.id, &answered))
		return false;
	if (!kept.id || cx->today < kept.starts || cx->today >= kept.starts + 7 * (WEEKS - 1) ||
		(answered.n && answered.at[0].at > cx->now - ASK_AGAIN_DAYS * day_ms))
		return true;
	*side = what == PROPOSE_MIND ? COMPONENT_MIND : COMPONENT_MOVEMENT;
	if (r->c->limits.declined_component[*side])
		*side = COMPONENT_COUNT;
	return true;
}

static bool turn_plan(struct cx *cx, const struct record *r, enum component side, int64_t *plan)
{
	const struct numbers numbers = { cx->who.emergency, cx->who.crisis };
	struct assess as;
	struct kept_plan kept;

	if (!care_assess(cx, r, &as) || !care_plan(cx, r->person.id, true, &kept))
		return false;
	struct plan turned = kept.plan;
	int week = (cx->today - kept.starts) / 7 + 2;
	if (!plan_turn(cx->a, cx->kb, r->c, r->s, &as.b, side, week > WEEKS ? WEEKS : week, &turned, cx->err))
		return false;
	*plan = kept.id;
	if (!q_plan_edit(cx->db, kept.id, r->person.id, kept.version, report_plan(cx->a, cx->kb, r->s, &turned, numbers, false), NULL))
		return false;
	if (cx->db->changes != 1)
		return fail(cx->err, ERR_CONFLICT, "plan", "The plan was changed in another window. Please look at it again.");
	return planning_turned(cx, r->person.id, &kept);
}

bool turn_answer(struct cx *cx, int64_t person, bool accepted, const char *reason)
{
	struct record r;
	struct followed f;
	enum component side;
	int64_t plan = 0;

	if (!record_load(cx, person, &r) || !daily_follow(cx, &r, &f) || !turn_proposed(cx, &r, &f, &side))
		return false;
	if (side == COMPONENT_COUNT)
		return fail(cx->err, ERR_CONFLICT, "plan", "There is no proposal to answer now; it may have been answered in another window.");
	if (!accepted && !reason[0])
		return fail(cx->err, ERR_INPUT, "reason", "a few words are wanted: they help whoever reads this later");
	if (accepted && !turn_plan(cx, &r, side, &plan))
		return false;
	return q_turn_add(cx->db, db_id(), person, cx->now, verdict_name(f.tracked->verdict), f.tracked->probability,
		proposed_name(f.tracked->proposal.what), accepted ? "accepted" : "declined", cx->who.account, plan, reason[0] ? reason : NULL) &&
		cx_event(cx, person, accepted ? "plan_turned" : "turn_declined");
}
