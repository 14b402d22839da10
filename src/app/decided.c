/* app/decided.c -- decisions against a rule, read and applied. */
#include "app/decided.h"

#include "app/wishes.h"
#include "base/form.h"

static bool same_id(const char *text, int64_t id)
{
	int64_t n;

	return int_read(text, 1, INT64_MAX, &n) && n == id;
}

const char *decided_rules(struct cx *cx, struct ids blocks)
{
	const char *out = "";

	for (int i = 0; i < blocks.n; i++)
		out = arena_fmt(cx->a, "%s%s%s", out, i ? "; and: " : "", cx->kb->block[blocks.at[i]].because);
	return out;
}

static struct decided decided_of(struct cx *cx, const struct record *r, const struct plan_wish *w, const struct plan_decided_rows *all)
{
	struct ids rules = plan_wish_rules(cx->a, cx->kb, r->c, r->s, w);
	struct decided d = { .what = wish_words(cx->a, cx->kb, w), .rule = rules.n ? decided_rules(cx, rules) : "it does not speak any more",
		.reason = "", .by = "", .week = w->week };

	for (size_t i = 0; i < all->n; i++)
		if (same_id(w->decided, all->at[i].id)) {
			d.reason = all->at[i].reason;
			d.by = all->at[i].given;
			d.at = all->at[i].at;
		}
	return d;
}

bool decided_load(struct cx *cx, const struct record *r, const struct plan *p, struct decideds *out)
{
	struct plan_decided_rows all;

	*out = (struct decideds){ NEWS(cx->a, struct decided, p->wishes.n + 1), 0 };
	if (!q_plan_decided(cx->db, r->person.id, &all))
		return false;
	for (int i = 0; i < p->wishes.n; i++)
		if (p->wishes.at[i].decided)
			out->at[out->n++] = decided_of(cx, r, &p->wishes.at[i], &all);
	return true;
}

bool decided_paper(struct cx *cx, const struct record *r, const struct plan *p, struct plan_paper *out)
{
	struct hand_line *at = NEWS(cx->a, struct hand_line, p->wishes.n + 1);
	struct decideds all;
	int against = 0;

	if (!decided_load(cx, r, p, &all))
		return false;
	for (int i = 0; i < p->wishes.n; i++) {
		char on[40] = "";

		at[i].what = wish_words(cx->a, cx->kb, &p->wishes.at[i]);
		if (!p->wishes.at[i].decided)
			continue;
		const struct decided *d = &all.at[against++];
		if (d->at)
			day_long((day)(d->at / 86400000), on, sizeof(on));
		at[i].rule = arena_fmt(cx->a, "The rule: %s.%s%s%s%s%s", d->rule, *d->by ? " Decided by " : "", d->by, *on ? " on " : "", on, *d->by ? "." : "");
	}
	out->hand = at;
	out->n_hand = p->wishes.n;
	return true;
}

/* The decision for this step in the week that runs; NULL. */
static const struct plan_wish *decision_for(struct cx *cx, const struct record *r, const struct session_step *step)
{
	struct err kept_err = *cx->err;
	struct kept_plan kept;
	bool read = care_plan(cx, r->person.id, true, &kept);

	*cx->err = kept_err;
	if (!read || !kept.id)
		return NULL;
	int week = cx->today < kept.starts ? 1 : (cx->today - kept.starts) / 7 + 1;
	for (int i = 0; i < kept.plan.wishes.n; i++) {
		const struct plan_wish *w = &kept.plan.wishes.at[i];

		if (w->decided && w->kind == WISH_HOLD && w->item == step->item && w->region == step->region && w->side == step->side && (!w->week || w->week == week))
			return w;
	}
	return NULL;
}

enum session_may decided_may(struct cx *cx, const struct record *r, const struct session_step *step, const struct session_now *now)
{
	enum session_may may = session_may(cx->kb, r->c, r->s, step, now);

	if (may != MAY_BLOCKED || !decision_for(cx, r, step))
		return may;
	return session_may(cx->kb, r->c, screen_decided(cx->a, cx->kb, r->s), step, now);
}

int decided_most(struct cx *cx, const struct record *r, const struct session_step *step)
{
	int most = session_most(cx->kb, r->c, r->s, step);
	const struct plan_wish *w = decision_for(cx, r, step);

	if (!w)
		return most;
	int decided = session_most(cx->kb, r->c, screen_decided(cx->a, cx->kb, r->s), step);
	decided = decided < w->pressure ? decided : w->pressure;
	return decided > most ? decided : most;
}
