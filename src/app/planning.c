/* app/planning.c -- decisions beside a plan, the plan anew around them, and back. */
#include "app/planning.h"

#include "app/decided.h"
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
	return w->place != WISH_HOME && w->item == p->item && w->region == p->region && w->side == p->side && w->minutes == p->minutes &&
		w->pressure == p->pressure;
}

static int held_in(const struct plan_wishes *all, const struct plan_week *w, bool home, int index)
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
	return held_in(&p->all, &p->kept.plan.week[week - 1], home, index);
}

const struct plan_wish *planning_kept(const struct plan *p, int week, bool home, int index)
{
	int i = held_in(&p->wishes, &p->week[week - 1], home, index);

	return i < 0 ? NULL : &p->wishes.at[i];
}

bool planning_out(const struct planning *p, int week, bool home, int index)
{
	const struct plan_week *w = &p->kept.plan.week[week - 1];
	int item = home ? w->home[index].item : w->session[index].item;

	for (int i = 0; i < p->all.n && week >= p->all.from && planning_held(p, week, home, index) < 0; i++) {
		const struct plan_wish *x = &p->all.at[i];

		if (x->kind == WISH_OUT && x->item == item && (!x->week || x->week == week) && (x->place == WISH_HOME) == home &&
			(home || x->region < 0 || x->region == w->session[index].region))
			return true;
	}
	return false;
}

/* ---- a decision becomes wishes ---- */

struct deciding { struct cx *cx; const struct plan_week *w; const struct decision *d; struct plan_wish *at; int n, added; };

static void remove_at(struct deciding *g, int i)
{
	memmove(&g->at[i], &g->at[i + 1], sizeof(*g->at) * (size_t)(g->n - i - 1));
	g->n--;
}

/* What was decided for this place of this week goes: a new decision stands for it. */
static void forget(struct deciding *g, int item, int week, bool home, enum wish_kind kind)
{
	for (int i = g->n - 1; i >= 0; i--) {
		const struct plan_wish *x = &g->at[i];

		if (x->kind == kind && x->item == item && x->week == week && (x->place == WISH_HOME) == home)
			remove_at(g, i);
	}
}

static void forget_piece(struct deciding *g)
{
	struct plan_wishes all = { g->at, g->n, 0 };

	for (int i; (i = held_in(&all, g->w, g->d->home, g->d->index)) >= 0 && all.at[i].week; all.n = g->n)
		remove_at(g, i);
}

static void add(struct deciding *g, struct plan_wish w)
{
	if (w.kind == WISH_HOLD)
		forget(g, w.item, w.week, w.place == WISH_HOME, WISH_OUT);
	g->at[g->n++] = w;
	g->added++;
}

static enum wish_place place_of(const struct deciding *g)
{
	int i = g->d->index, n = g->w->n_session;

	return g->d->home ? WISH_HOME : i == 0 && n > 1 ? WISH_OPENS : i == n - 1 && n > 1 ? WISH_ENDS : WISH_SESSION;
}

static int item_of(const struct deciding *g)
{
	return g->d->home ? g->w->home[g->d->index].item : g->w->session[g->d->index].item;
}

static struct plan_wish hold_of(const struct deciding *g)
{
	struct plan_wish w = { .kind = WISH_HOLD, .place = place_of(g), .item = item_of(g), .week = g->d->week, .region = -1 };

	if (!g->d->home) {
		const struct plan_item *p = &g->w->session[g->d->index];

		w.region = p->region;
		w.side = p->side;
		w.minutes = p->minutes;
		w.pressure = p->pressure;
	}
	return w;
}

/* Out of that week; only from that place of the body when the item stands there twice. */
static struct plan_wish out_of(const struct deciding *g)
{
	struct plan_wish w = { .kind = WISH_OUT, .place = g->d->home ? WISH_HOME : WISH_SESSION, .item = item_of(g), .week = g->d->week, .region = -1 };
	int n = 0;

	for (int i = 0; !g->d->home && i < g->w->n_session; i++)
		n += g->w->session[i].item == w.item;
	if (n > 1)
		w.region = g->w->session[g->d->index].region;
	return w;
}

static void decide(struct deciding *g)
{
	const struct decision *d = g->d;
	struct plan_wish hold = hold_of(g), out = out_of(g);

	forget_piece(g);
	switch (d->act) {
	case DECIDE_HOLD:
		add(g, hold);
		return;
	case DECIDE_SET:
		hold.minutes = d->minutes;
		hold.pressure = d->pressure;
		add(g, hold);
		return;
	case DECIDE_OUT_ALL:
		out.week = 0;
		out.region = -1;
		break;
	case DECIDE_INSTEAD:
		add(g, out);
		hold.item = d->item;
		hold.pressure = d->pressure;
		add(g, hold);
		return;
	case DECIDE_MOVE:
		add(g, out);
		hold.week = d->to;
		hold.place = d->home ? WISH_HOME : WISH_SESSION;
		add(g, hold);
		return;
	case DECIDE_OUT:
		break;
	}
	add(g, out);
}

/* ---- keeping it ---- */

static bool conflict(struct cx *cx)
{
	return fail(cx->err, ERR_CONFLICT, "plan", "The plan was changed in another window. Please look at it again.");
}

static bool load_version(struct cx *cx, int64_t person, int64_t plan, int64_t version, struct planning *p)
{
	if (!planning_load(cx, person, p))
		return false;
	return (p->kept.id == plan && p->kept.version == version) || conflict(cx);
}

static bool keep_wishes(struct cx *cx, int64_t person, const struct planning *p, const struct plan_wishes *next, int64_t id, const char *what, const struct plan_wish *w,
	const char *reason)
{
	if (next->n > WISHES_KEPT)
		return fail(cx->err, ERR_INPUT, "wish", "more than %d decisions; plan anew or take some back", WISHES_KEPT);
	if (!q_plan_wishes(cx->db, p->kept.id, person, p->kept.version, wishes_text(cx->a, cx->kb, next)))
		return false;
	if (cx->db->changes != 1)
		return conflict(cx);
	return q_plan_change_add(cx->db, id, person, p->kept.id, p->kept.version, cx->now, cx->who.account, what, wish_line(cx->a, cx->kb, w), "", p->kept.wishes, reason);
}

/* Against a rule: a reason is wanted, and kept under `id`. */
static bool weigh_rules(struct deciding *g, const struct record *r, int64_t id, bool *against)
{
	struct cx *cx = g->cx;

	*against = false;
	for (int i = g->n - g->added; i < g->n; i++) {
		struct ids rules = plan_wish_rules(cx->a, cx->kb, r->c, r->s, &g->at[i]);

		if (!rules.n)
			continue;
		if (strlen(g->d->reason) < REASON_LEAST)
			return fail(cx->err, ERR_INPUT, "reason", "a rule stands against it: %s. Who has examined the place may decide so; write why", decided_rules(cx, rules));
		g->at[i].decided = arena_fmt(cx->a, "%lld", (long long)id);
		*against = true;
	}
	return true;
}

bool planning_decide(struct cx *cx, int64_t person, int64_t plan, int64_t version, const struct decision *d)
{
	struct record r;
	struct planning p;
	int64_t id = db_id();
	bool against;
	int which;

	if (!record_load(cx, person, &r) || !load_version(cx, person, plan, version, &p))
		return false;
	struct deciding g = { .cx = cx, .w = &p.kept.plan.week[d->week - 1], .d = d, .at = NEWS(cx->a, struct plan_wish, p.all.n + 3), .n = p.all.n };
	if (d->index >= (d->home ? g.w->n_home : g.w->n_session))
		return fail(cx->err, ERR_INPUT, "index", "there is no such item in week %d", d->week);
	if (d->week < p.all.from || (d->act == DECIDE_MOVE && d->to < p.all.from))
		return fail(cx->err, ERR_INPUT, "week", "the weeks up to this one stay as they are");
	memcpy(g.at, p.all.at, sizeof(*g.at) * (size_t)p.all.n);
	decide(&g);
	if (!weigh_rules(&g, &r, id, &against))
		return false;
	struct plan_wishes next = { g.at, g.n, p.all.from };
	struct plan_wishes added = { g.at + g.n - g.added, g.added, p.all.from };
	const char *fault = plan_wish_fault(cx->a, cx->kb, r.c, r.s, &added, &which);
	if (!fault) {                   /* what was decided before and cannot be kept any more is told when it is planned around */
		fault = plan_wish_fault(cx->a, cx->kb, r.c, r.s, &next, &which);
		fault = which < 0 ? fault : NULL;
	}
	if (fault)
		return fail(cx->err, ERR_INPUT, "wish", "%s", fault);
	return keep_wishes(cx, person, &p, &next, id, against ? "rule" : "wish", &g.at[g.n - 1], against ? d->reason : NULL) &&
		cx_event(cx, person, against ? "rule_decided" : "plan_decided");
}

bool planning_drop(struct cx *cx, int64_t person, int64_t plan, int64_t version, int which)
{
	struct planning p;

	if (!load_version(cx, person, plan, version, &p))
		return false;
	if (which >= p.all.n)
		return fail(cx->err, ERR_INPUT, "which", "there is no such decision");
	struct plan_wish *at = NEWS(cx->a, struct plan_wish, p.all.n + 1), gone = p.all.at[which];
	memcpy(at, p.all.at, sizeof(*at) * (size_t)p.all.n);
	memmove(&at[which], &at[which + 1], sizeof(*at) * (size_t)(p.all.n - which - 1));
	struct plan_wishes next = { at, p.all.n - 1, p.all.from };
	return keep_wishes(cx, person, &p, &next, db_id(), "drop", &gone, NULL) && cx_event(cx, person, "plan_decided");
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
	struct plan after;

	if (!record_load(cx, person, &r) || !load_version(cx, person, plan, version, &p) || !planning_around(cx, &r, &p, &after) || !q_plan_now(cx->db, person, &now))
		return false;
	if (!q_plan_set(cx->db, plan, person, version, report_plan(cx->a, cx->kb, r.s, &after, numbers), wishes_text(cx->a, cx->kb, &p.all)))
		return false;
	if (cx->db->changes != 1)
		return conflict(cx);
	return q_plan_change_add(cx->db, db_id(), person, plan, version, cx->now, cx->who.account, "around", "", now.at[0].body, now.at[0].wishes, NULL) &&
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
	struct plan_now_rows now;
	struct plan_change_last_rows c;
	struct plan before;

	if (!record_load(cx, person, &r) || !load_version(cx, person, plan, version, &p) || !q_plan_now(cx->db, person, &now) || !last(cx, person, plan, &c))
		return false;
	if (!c.n)
		return fail(cx->err, ERR_INPUT, "plan", "there is nothing to take back");
	const char *body = now.at[0].body;
	if (c.at[0].body[0] && (!plan_before(cx, &r, &p, c.at[0].body, &before) || !(body = report_plan(cx->a, cx->kb, r.s, &before, numbers))))
		return false;
	if (!q_plan_set(cx->db, plan, person, version, body, c.at[0].wishes))
		return false;
	if (cx->db->changes != 1)
		return conflict(cx);
	return q_plan_change_undone(cx->db, c.at[0].id, person, cx->now) && cx_event(cx, person, "plan_undone");
}

bool planning_turned(struct cx *cx, int64_t person, const struct kept_plan *kept)
{
	return q_plan_change_add(cx->db, db_id(), person, kept->id, kept->version, cx->now, cx->who.account, "turned", "", "", "", NULL);
}
