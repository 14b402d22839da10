/* app/treatment_tap.c -- one tap: may it be, and what else it changes. */
#include "app/treatment.h"

#include "app/decided.h"
#include "base/str.h"

#include <string.h>

static const int64_t ago_most = 24 * 3600000LL;

static bool no(struct cx *cx, const char *why)
{
	return fail(cx->err, ERR_INPUT, "tap", "%s", why);
}

/* Hands may go to step k now. */
static bool may_begin(struct cx *cx, const struct record *r, const struct treatment *t, int k)
{
	const struct session_step *s = &t->step[k];

	if (t->ended)
		return no(cx, "The session has ended.");
	if (!t->back_reason && (r->stops.n || r->s->tier >= TIER_URGENT))
		return no(cx, "A danger is open. No hands-on work until its outcome is recorded.");
	enum session_may may = decided_may(cx, r, s, &t->now);
	if (t->back_reason && t->now.consent[session_area(cx->kb, s->region)] != AREA_NO)        /* what was done on an earlier day was held to its rules when it was entered */
		return may != MAY_ASK || no(cx, "Say first whether there was consent to this place.");
	switch (may) {
	case MAY_BLOCKED:
		return no(cx, "This technique is blocked here.");
	case MAY_DECLINED:
		return no(cx, "This was declined.");
	case MAY_ASK:
		return no(cx, "Ask for consent to this place first.");
	case MAY_BEGIN:
		break;
	}
	return t->now.step[k].pressure <= decided_most(cx, r, s) || no(cx, "Too firm for this place today; lower the pressure first.");
}

/* Going on, longer or firmer is work like any other: not while a danger is open, not where it may not be by now. */
static bool may_go_on(struct cx *cx, const struct record *r, const struct treatment *t, const struct session_event *e)
{
	if (e->act == SESSION_RESUME)
		return t->now.current < 0 || may_begin(cx, r, t, t->now.current);
	if (e->act == SESSION_EXTEND && e->value > 0)
		return t->ended || t->now.step[e->step].state != STEP_RUNS || may_begin(cx, r, t, e->step);
	if (e->act == SESSION_PRESSURE && e->value > t->now.step[e->step].pressure && !t->back_reason && (r->stops.n || r->s->tier >= TIER_URGENT))
		return no(cx, "A danger is open. Nothing firmer until its outcome is recorded.");
	return true;
}

static bool is_palpation(const struct kb *kb, int finding)
{
	for (int u = 0; u < kb->n_units; u++)
		if (kb->unit[u].found[0] == finding || kb->unit[u].found[1] == finding)
			return true;
	return false;
}

static bool is_measure(const struct kb *kb, int finding, int value)
{
	const struct finding *f = &kb->finding[finding];

	return f->module == MODULE_EXAM && !f->is_bool && !f->n_options && !f->sum_of.n && value >= f->min && value <= f->max;
}

static bool allowed(struct cx *cx, const struct record *r, const struct treatment *t, const struct session_event *e)
{
	if (e->act == SESSION_START)
		return may_begin(cx, r, t, e->step);
	if ((e->act == SESSION_NEXT || e->act == SESSION_SKIP) && e->value >= 0)
		return may_begin(cx, r, t, e->value);
	if (e->act == SESSION_PRESSURE && e->value > t->now.step[e->step].pressure && e->value > decided_most(cx, r, &t->step[e->step]))
		return no(cx, "Firmer than is allowed there.");
	if (e->act == SESSION_FOUND && !is_palpation(cx->kb, e->ref))
		return no(cx, "That is not found by pressing.");
	if (e->act == SESSION_MOTION && !is_measure(cx->kb, e->ref, e->value))
		return no(cx, arena_fmt(cx->a, "%s: a whole number from %d to %d is wanted.", cx->kb->finding[e->ref].name,
			cx->kb->finding[e->ref].min, cx->kb->finding[e->ref].max));
	return may_go_on(cx, r, t, e);
}

static bool is_signed(struct cx *cx, const struct treatment *t, bool *out)
{
	struct note_all_rows all;

	if (!q_note_all(cx->db, t->id, &all))
		return false;
	*out = all.n && all.at[0].is_signed;
	return true;
}

/* What pressing brought and what was measured first are answers like any other. */
static bool answer(struct cx *cx, const struct treatment *t, const struct session_event *e)
{
	int64_t raised;

	if (e->act != SESSION_FOUND && (e->act != SESSION_MOTION || e->step != WHEN_BEFORE))
		return true;
	return record_answer(cx, t->person, e->ref, e->value, "exam") && record_rescreen(cx, t->person, "exam", &raised);
}

static bool keep(struct cx *cx, const struct treatment *t, const struct tap *tap, const struct session_event *e)
{
	if (!q_treatment_event_add(cx->db, t->id, tap->id, treatment_acts[e->act], e->step, e->value, e->ref >= 0 ? tap->ref : "", e->text, e->at,
		cx->now, cx->who.account))
		return false;
	if (e->act == SESSION_END && (!q_treatment_end(cx->db, t->id, t->person, e->at) || !cx_event(cx, t->person, "session_ended")))
		return false;
	return answer(cx, t, e);
}

/* A session of an earlier day is measured by the record of that day. */
static bool record_of(struct cx *cx, const struct treatment *t, const struct record *today, struct record *out)
{
	*out = *today;
	return !t->back_reason || record_load_on(cx, t->person, t->on, out);
}

bool treatment_tap(struct cx *cx, const struct record *today, const struct treatment *t, const struct tap *tap, bool *fresh)
{
	struct treatment_has_event_rows known;
	struct record r;
	struct session_event e = { tap->act, tap->step, tap->value, -1, tap->act == SESSION_SAID ? tap->text : NULL, cx->now };
	bool closed;

	*fresh = false;
	if (!q_treatment_has_event(cx->db, t->id, tap->id, &known) || !is_signed(cx, t, &closed))
		return false;
	if (known.at[0].n)
		return true;
	if (closed)
		return no(cx, "The note is signed. Amend it instead.");
	if (t->n_events >= TREATMENT_EVENTS)
		return no(cx, "This session holds no more taps.");
	if (tap->act == SESSION_CONSENT || tap->act == SESSION_MARK)
		e.ref = kb_region(cx->kb, tap->ref);
	if (tap->act == SESSION_FOUND || tap->act == SESSION_MOTION)
		e.ref = kb_finding(cx->kb, tap->ref);
	if (tap->ago > 0 && tap->ago <= ago_most)
		e.at = cx->now - tap->ago > t->started ? cx->now - tap->ago : t->started;
	const char *wrong = session_unsound(cx->kb, t->n_steps, &e);
	if (wrong)
		return no(cx, wrong);
	*fresh = true;
	return record_of(cx, t, today, &r) && allowed(cx, &r, t, &e) && keep(cx, t, tap, &e);
}
