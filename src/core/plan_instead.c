/* core/plan_instead.c -- what could stand in one place of a plan instead, the rest left as it is. */
#include "core/plan_model.h"

#include <stdlib.h>

static int better(const void *x, const void *y)
{
	const struct plan_instead *a = x, *b = y;
	double d = b->more - a->more;

	if ((a->rule >= 0) != (b->rule >= 0))
		return a->rule >= 0 ? 1 : -1;
	return d < 0 ? -1 : d > 0 ? 1 : a->item - b->item;
}

/* A piece of another item in the same place and minutes, as firm as usual there; rule: what it goes against, -1.  False: it cannot stand there. */
static bool other_piece(struct model *m, const struct screened *decided, const struct plan_item *had, int item, struct plan_item *out, int *rule)
{
	const struct screened *s = m->s;
	struct check k = plan_check_new(m->arena, m->kb, m->c, s, (struct plan_wishes){ NULL, 0, 0 });

	*out = *had;
	out->item = item;
	*rule = -1;
	out->pressure = model_pressure(m, item, had->region, had->side, false);
	if (out->pressure >= 0 && !plan_piece_fault(&k, out, false))
		return true;
	m->s = decided;
	out->pressure = model_pressure(m, item, had->region, had->side, false);
	m->s = s;
	if (out->pressure < 0)
		return false;
	const struct plan_wish w = { WISH_HOLD, WISH_SESSION, item, 1, out->region, out->side, out->minutes, out->pressure, NULL };
	const struct ids rules = plan_wish_rules(m->arena, m->kb, m->c, s, &w);
	*rule = rules.n ? rules.at[0] : -1;
	return *rule >= 0;
}

static bool other_at_home(const struct model *m, const struct plan_week *w, int index, int item)
{
	struct check k = plan_check_new(m->arena, m->kb, m->c, m->s, (struct plan_wishes){ NULL, 0, 0 });
	int sum = m->kb->item[item].minutes;

	for (int i = 0; i < w->n_home; i++) {
		if (i != index && w->home[i].item == item)
			return false;
		sum += i == index ? 0 : w->home[i].minutes;
	}
	return sum <= m->home && strcmp(m->kb->item[item].kind, "flare") != 0 && !plan_home_fault(&k, item, w->week);
}

int plan_instead(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct belief *b,
	const struct plan *p, int week, bool home, int index, struct plan_instead *out)
{
	struct model *m = model_new(a, kb, c, s, b, NULL, (struct plan_wishes){ NULL, 0, 0 });
	const struct screened *decided = screen_decided(a, kb, s);
	const struct plan_week *w = &p->week[week - 1];
	double now = plan_worth(kb, b, p);
	int n = 0;

	for (int i = 0; i < kb->n_items; i++) {
		struct plan changed = *p;
		struct plan_week *x = &changed.week[week - 1];
		int rule = -1, pressure = 0, days = kb->item[i].days;

		if (i == (home ? w->home[index].item : w->session[index].item))
			continue;
		if (home ? !other_at_home(m, w, index, i) : !other_piece(m, decided, &w->session[index], i, &x->session[index], &rule))
			continue;
		if (home)
			x->home[index] = (struct plan_home){ i, kb->item[i].minutes, days > 0 && days <= 7 ? days : 7, "" };
		else
			pressure = x->session[index].pressure;
		out[n++] = (struct plan_instead){ i, rule, pressure, now > 0 ? plan_worth(kb, b, &changed) / now - 1 : 0 };
	}
	qsort(out, (size_t)n, sizeof(*out), better);
	return n;
}
