/* app/planning.c -- decisions beside a plan, the plan anew around them, and back. */
#include "app/planning.h"

#include "app/report_json.h"
#include "base/str.h"

#include <string.h>

bool planning_load(struct cx *cx, int64_t person, struct planning *out)
{
	*out = (struct planning){ .lost = 0 };
	if (!care_plan(cx, person, false, &out->kept))
		return false;
	if (!out->kept.id)
		return true;
	out->all = wishes_read(cx->a, cx->kb, out->kept.wishes, &out->lost);
	out->pending = !str_equal(wishes_text(cx->a, cx->kb, &out->all), wishes_text(cx->a, cx->kb, &out->kept.plan.wishes));
	if (out->kept.approved && cx->today >= out->kept.starts) {
		int now = (cx->today - out->kept.starts) / 7 + 1;

		out->all.from = now < WEEKS ? now + 1 : WEEKS + 1;
	}
	return true;
}

static bool same_piece(const struct plan_wish *w, const struct plan_item *p)
{
	return w->place != WISH_HOME && w->place != WISH_LESSON && w->item == p->item && w->region == p->region && w->side == p->side && w->minutes == p->minutes &&
		w->pressure == p->pressure;
}

int planning_held_in(const struct plan_wishes *all, const struct plan_week *w, bool home, int index)
{
	for (int i = 0; i < all->n; i++) {
		const struct plan_wish *x = &all->at[i];

		if (x->kind == WISH_HOLD && (!x->week || x->week == w->week) &&
			(home ? x->place == WISH_HOME && x->item == w->home[index].item : same_piece(x, &w->session[index])))
			return i;
	}
	return -1;
}

int planning_held(const struct planning *p, int week, bool home, int index)
{
	return planning_held_in(&p->all, &p->kept.plan.week[week - 1], home, index);
}

const struct plan_wish *planning_kept(const struct plan *p, int week, bool home, int index)
{
	int i = planning_held_in(&p->wishes, &p->week[week - 1], home, index);

	return i < 0 ? NULL : &p->wishes.at[i];
}

bool planning_out(const struct planning *p, int week, bool home, int index)
{
	const struct plan_week *w = &p->kept.plan.week[week - 1];
	int item = home ? w->home[index].item : w->session[index].item;

	for (int i = 0; i < p->all.n && week >= p->all.from && planning_held(p, week, home, index) < 0; i++) {
		const struct plan_wish *x = &p->all.at[i];

		if (x->kind == WISH_OUT && x->place != WISH_LESSON && x->item == item && (!x->week || x->week == week) && (x->place == WISH_HOME) == home &&
			(home || x->region < 0 || x->region == w->session[index].region))
			return true;
	}
	return false;
}

bool planning_conflict(struct cx *cx)
{
	return fail(cx->err, ERR_CONFLICT, "plan", "The plan was changed in another window. Please look at it again.");
}

bool planning_version(struct cx *cx, int64_t person, int64_t plan, int64_t version, struct planning *p)
{
	if (!planning_load(cx, person, p))
		return false;
	return (p->kept.id == plan && p->kept.version == version) || planning_conflict(cx);
}

bool planning_around(struct cx *cx, const struct record *r, const struct planning *p, struct plan *out)
{
	struct assess as;

	if (p->all.from > WEEKS)
		return fail(cx->err, ERR_INPUT, "wish", "the last week runs; a new plan is proposed from the client's page");
	return record_gate(cx, r, cx->err) && care_assess(cx, r, &as) && assess_plan_around(cx->a, &as, &p->all, &p->kept.plan, out, cx->err);
}

bool planning_accept(struct cx *cx, int64_t person, int64_t plan, int64_t version)
{
	const struct numbers numbers = { cx->who.emergency, cx->who.crisis };
	struct record r;
	struct planning p;
	struct plan_now_rows now;
	struct plan_body_rows body;
	struct plan after;

	if (!record_load(cx, person, &r) || !planning_version(cx, person, plan, version, &p) || !planning_around(cx, &r, &p, &after) ||
		!q_plan_now(cx->db, person, &now) || !q_plan_body(cx->db, plan, person, &body))
		return false;
	if (!q_plan_set(cx->db, plan, person, version, report_plan(cx->a, cx->kb, r.s, &after, numbers, false), wishes_text(cx->a, cx->kb, &p.all)))
		return false;
	if (cx->db->changes != 1)
		return planning_conflict(cx);
	return q_plan_change_add(cx->db, db_id(), person, plan, version, cx->now, cx->who.account, "around", "", body.at[0].body, now.at[0].wishes, NULL) &&
		cx_event(cx, person, "plan_edited");
}

/* ---- and back ---- */

static bool last(struct cx *cx, int64_t person, int64_t plan, struct plan_change_last_rows *out)
{
	if (!q_plan_change_last(cx->db, person, plan, out))
		return false;
	if (out->n && str_equal(out->at[0].what, "turned"))
		out->n = 0;
	return true;
}

bool planning_last(struct cx *cx, int64_t person, int64_t plan, const char **words)
{
	struct plan_change_last_rows c;
	struct plan_wish w;

	*words = NULL;
	if (!last(cx, person, plan, &c))
		return false;
	if (!c.n)
		return true;
	bool read = c.at[0].wish[0] && wish_read(cx->a, cx->kb, c.at[0].wish, &w);
	*words = str_equal(c.at[0].what, "around") ? "The plan was planned anew." : !read ? "A decision." :
		str_equal(c.at[0].what, "drop") ? arena_fmt(cx->a, "No more: %s", wish_words(cx->a, cx->kb, &w)) : wish_words(cx->a, cx->kb, &w);
	return true;
}

/* The plan as it was, but for the weeks that are over. */
static bool plan_before(struct cx *cx, const struct record *r, const struct planning *p, const char *body, struct plan *out)
{
	struct assess as;

	if (!record_gate(cx, r, cx->err) || !care_assess(cx, r, &as) || !report_plan_read(cx->a, cx->kb, body, strlen(body), out, cx->err))
		return false;
	for (int t = 0; t < p->all.from - 1; t++)
		out->week[t] = p->kept.plan.week[t];
	if (p->all.from > 1) {
		out->wishes.from = p->all.from;
		out->value = plan_worth(cx->kb, &as.b, out);
		out->bound = out->bound > out->value ? out->bound : out->value;
	}
	const char *broken = plan_broken(cx->a, cx->kb, r->c, r->s, out);
	return !broken || fail(cx->err, ERR_INPUT, "plan", "the plan before it may not be used any more: %s", broken);
}

bool planning_undo(struct cx *cx, int64_t person, int64_t plan, int64_t version)
{
	const struct numbers numbers = { cx->who.emergency, cx->who.crisis };
	struct record r;
	struct planning p;
	struct plan_body_rows now;
	struct plan_change_last_rows c;
	struct plan before;

	if (!record_load(cx, person, &r) || !planning_version(cx, person, plan, version, &p) || !q_plan_body(cx->db, plan, person, &now) || !last(cx, person, plan, &c))
		return false;
	if (!c.n)
		return fail(cx->err, ERR_INPUT, "plan", "there is nothing to take back");
	const char *body = now.at[0].body;
	if (c.at[0].body[0] && (!plan_before(cx, &r, &p, c.at[0].body, &before) || !(body = report_plan(cx->a, cx->kb, r.s, &before, numbers, false))))
		return false;
	if (!q_plan_set(cx->db, plan, person, version, body, c.at[0].wishes))
		return false;
	if (cx->db->changes != 1)
		return planning_conflict(cx);
	return q_plan_change_undone(cx->db, c.at[0].id, person, cx->now) && cx_event(cx, person, "plan_undone");
}

bool planning_turned(struct cx *cx, int64_t person, const struct kept_plan *kept)
{
	return q_plan_change_add(cx->db, db_id(), person, kept->id, kept->version, cx->now, cx->who.account, "turned", "", "", "", NULL);
}
