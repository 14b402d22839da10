/* app/planning_decide.c -- what a therapist decides about one piece or one lesson, as wishes beside the plan. */
#include "app/planning.h"

#include "app/decided.h"

#include <string.h>

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

		if (x->kind == kind && x->place != WISH_LESSON && x->item == item && x->week == week && (x->place == WISH_HOME) == home)
			remove_at(g, i);
	}
}

static void forget_piece(struct deciding *g)
{
	struct plan_wishes all = { g->at, g->n, 0 };

	for (int i; (i = planning_held_in(&all, g->w, g->d->home, g->d->index)) >= 0 && all.at[i].week; all.n = g->n)
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

/* To hold it forgets what was taken out of that week, so the old place is taken out after that; what is held stands last, as what was decided. */
static void elsewhere(struct deciding *g, struct plan_wish out, struct plan_wish hold)
{
	out.region = hold.region;
	hold.region = g->d->region;
	hold.side = g->d->side;
	hold.pressure = g->d->pressure;
	add(g, hold);
	add(g, out);
	struct plan_wish last = g->at[g->n - 1];
	g->at[g->n - 1] = g->at[g->n - 2];
	g->at[g->n - 2] = last;
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
	case DECIDE_PLACE:
		elsewhere(g, out, hold);
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

static bool keep_wishes(struct cx *cx, int64_t person, const struct planning *p, const struct plan_wishes *next, int64_t id, const char *what, const struct plan_wish *w,
	const char *reason)
{
	if (next->n > WISHES_KEPT)
		return fail(cx->err, ERR_INPUT, "wish", "more than %d decisions; plan anew or take some back", WISHES_KEPT);
	if (!q_plan_wishes(cx->db, p->kept.id, person, p->kept.version, wishes_text(cx->a, cx->kb, next)))
		return false;
	if (cx->db->changes != 1)
		return planning_conflict(cx);
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

/* What was decided together can be kept, and what is new by itself too; what was decided before and cannot be kept any more is told when it is
 * planned around. */
static const char *fault_of(struct cx *cx, const struct record *r, const struct plan_wishes *next, const struct plan_wishes *added)
{
	int which;
	const char *fault = plan_wish_fault(cx->a, cx->kb, r->c, r->s, added, &which);

	if (fault)
		return fault;
	fault = plan_wish_fault(cx->a, cx->kb, r->c, r->s, next, &which);
	return which < 0 ? fault : NULL;
}

bool planning_decide(struct cx *cx, int64_t person, int64_t plan, int64_t version, const struct decision *d)
{
	struct record r;
	struct planning p;
	int64_t id = db_id();
	bool against;

	if (!record_load(cx, person, &r) || !planning_version(cx, person, plan, version, &p))
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
	const char *fault = fault_of(cx, &r, &next, &added);
	if (fault)
		return fail(cx->err, ERR_INPUT, "wish", "%s", fault);
	return keep_wishes(cx, person, &p, &next, id, against ? "rule" : "wish", &g.at[g.n - 1], against ? d->reason : NULL) &&
		cx_event(cx, person, against ? "rule_decided" : "plan_decided");
}

bool planning_lesson(struct cx *cx, int64_t person, int64_t plan, int64_t version, int lesson, int week)
{
	struct record r;
	struct planning p;

	if (!record_load(cx, person, &r) || !planning_version(cx, person, plan, version, &p))
		return false;
	int stands = 0;
	for (int t = 0; t < WEEKS; t++)
		stands = p.kept.plan.week[t].lesson == lesson ? t + 1 : stands;
	if ((stands && stands < p.all.from) || (week && week < p.all.from))
		return fail(cx->err, ERR_INPUT, "week", "the weeks up to this one stay as they are");
	struct plan_wish *at = NEWS(cx->a, struct plan_wish, p.all.n + 2);
	int n = 0;
	for (int i = 0; i < p.all.n; i++)
		if (p.all.at[i].place != WISH_LESSON || p.all.at[i].item != lesson)
			at[n++] = p.all.at[i];
	at[n++] = (struct plan_wish){ .kind = week ? WISH_HOLD : WISH_OUT, .place = WISH_LESSON, .item = lesson, .week = week, .region = -1 };
	const struct plan_wishes next = { at, n, p.all.from }, added = { &at[n - 1], 1, p.all.from };
	const char *fault = fault_of(cx, &r, &next, week ? &next : &added);
	if (fault)
		return fail(cx->err, ERR_INPUT, "wish", "%s", fault);
	return keep_wishes(cx, person, &p, &next, db_id(), "wish", &at[n - 1], NULL) && cx_event(cx, person, "plan_decided");
}

bool planning_drop(struct cx *cx, int64_t person, int64_t plan, int64_t version, int which)
{
	struct planning p;

	if (!planning_version(cx, person, plan, version, &p))
		return false;
	if (which >= p.all.n)
		return fail(cx->err, ERR_INPUT, "which", "there is no such decision");
	struct plan_wish *at = NEWS(cx->a, struct plan_wish, p.all.n + 1), gone = p.all.at[which];
	memcpy(at, p.all.at, sizeof(*at) * (size_t)p.all.n);
	memmove(&at[which], &at[which + 1], sizeof(*at) * (size_t)(p.all.n - which - 1));
	struct plan_wishes next = { at, p.all.n - 1, p.all.from };
	return keep_wishes(cx, person, &p, &next, db_id(), "drop", &gone, NULL) && cx_event(cx, person, "plan_decided");
}
