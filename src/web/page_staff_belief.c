/* web/page_staff_belief.c -- classes, causes with what speaks for and against, what fits badly, and what would tell more. */
#include "app/ruleout.h"
#include "app/would.h"
#include "base/str.h"
#include "web/staff.h"

#include <math.h>

enum { CAUSES_SHOWN = 12, WEIGHTS_SHOWN = 5, ASK_SHOWN = 6, WEIGHT_WIDE = 60 };

static struct weigh_rows weights(struct web *w, const struct weighed *at, int n)
{
	struct weigh_rows rows = { NEWS(w->cx.a, struct weigh_row, WEIGHTS_SHOWN), 0 };

	for (int i = 0; i < n && rows.n < WEIGHTS_SHOWN; i++) {
		const struct finding *f = &w->cx.kb->finding[at[i].finding];
		double size = fabs(at[i].weight);

		if (!f->private)
			rows.at[rows.n++] = (struct weigh_row){ f->name, (int)(size > 3 ? WEIGHT_WIDE : size * WEIGHT_WIDE / 3) + 2, at[i].weight };
	}
	return rows;
}

static void fill_ruleout(struct web *w, const struct assess *as, struct client_view *v)
{
	const struct kb *kb = w->cx.kb;
	struct ruleout r;

	ruleout_make(w->cx.a, as, &r);
	v->ruleout_lead = r.n_causes ? ruleout_lead : r.n_open ? ruleout_none : ruleout_nothing;
	v->ruleout.at = NEWS(w->cx.a, struct ruleout_row, r.n_causes + 1);
	for (int i = 0; i < r.n_causes; i++)
		v->ruleout.at[v->ruleout.n++] = (struct ruleout_row){ kb->cause[r.cause[i].belief->cause].name, ruleout_says(w->cx.a, &r.cause[i]),
			ruleout_speaks(w->cx.a, kb, &r.cause[i]), ruleout_next(w->cx.a, kb, &r.cause[i]) };
	v->open.at = NEWS(w->cx.a, struct ruleout_row, r.n_open + 1);
	for (int i = 0; i < r.n_open; i++)
		v->open.at[v->open.n++] = (struct ruleout_row){ .name = r.open[i].suspects, .next = ruleout_waits(w->cx.a, kb, &r.open[i]) };
}

void staff_beliefs(struct web *w, const struct assess *as, struct client_view *v)
{
	const struct kb *kb = w->cx.kb;

	v->classes.at = NEWS(w->cx.a, struct class_row, as->b.n_classes);
	for (int i = 0; i < as->b.n_classes; i++) {
		const struct class_belief *c = &as->b.class[i];

		v->classes.at[v->classes.n++] = (struct class_row){ kb->class[c->class].name, assess_change(c->change), c->before, c->p };
	}
	v->causes.at = NEWS(w->cx.a, struct belief_row, CAUSES_SHOWN);
	for (int i = 0; i < as->b.n_causes && v->causes.n < CAUSES_SHOWN; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		const struct cause *c = &kb->cause[b->cause];

		if (!c->serious && plan_hushed(kb, b->cause))
			continue;
		v->causes.at[v->causes.n++] = (struct belief_row){ c->name, c->id, b->before, b->p, b->low, b->high, assess_change(assess_cause_change(b)),
			weights(w, b->for_, b->n_for), weights(w, b->against, b->n_against), str_equal(kb->class[c->class].id, "emotional"), c->serious };
	}
	v->doubt = would_doubt(w->cx.a, as, NULL);
	fill_ruleout(w, as, v);
	v->groups.at = NEWS(w->cx.a, struct group_row, as->groups.n + 1);
	for (int i = 0; i < as->groups.n; i++) {
		const struct group *g = &kb->group[as->groups.at[i]];

		v->groups.at[v->groups.n++] = (struct group_row){ g->name, g->because, g->tell_apart };
	}
	v->ask.at = NEWS(w->cx.a, struct ask_row, ASK_SHOWN);
	for (int i = 0; i < as->b.n_ask && v->ask.n < ASK_SHOWN; i++) {
		const struct finding *f = &kb->finding[as->b.ask[i].finding];

		if (f->by == BY_THERAPIST && !f->private)
			v->ask.at[v->ask.n++] = (struct ask_row){ f->name, f->ask, would_change(w->cx.a, as, &as->b.ask[i]), as->b.ask[i].bits };
	}
}
