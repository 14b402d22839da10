/* core/plan.c -- ten weeks put together: lessons, sessions, home, words, bound. */
#include "core/plan_model.h"

#include <assert.h>
#include <math.h>

enum { ITEMS_MOST = 1024, CAUSES_MOST = 256 };

static void add_helps(const struct help *h, int n, double share, double *load)
{
	for (int i = 0; i < n && share > 0; i++)
		load[h[i].cause] += share * plan_rate(&h[i]);
}

static void add_pool(const struct kb *kb, const double *uses, double *load)
{
	double pool[CAUSES_MOST] = { 0 }, most[CAUSES_MOST] = { 0 };

	for (int i = 0; i < kb->n_items; i++) {
		double rate[CAUSES_MOST] = { 0 };

		if (!plan_pooled(&kb->item[i]))
			continue;
		add_helps(kb->item[i].helps, kb->item[i].n_helps, 1, rate);
		for (int c = 0; c < kb->n_causes; c++) {
			most[c] = fmax(most[c], rate[c]);
			pool[c] += rate[c] * uses[i];
		}
	}
	for (int c = 0; c < kb->n_causes; c++)
		if (most[c] > 0)
			load[c] += most[c] * plan_share(pool[c] / most[c]);
}

double plan_worth(const struct kb *kb, const struct belief *b, const struct plan *p)
{
	double uses[ITEMS_MOST] = { 0 }, load[CAUSES_MOST] = { 0 }, sum = 0;

	assert(kb->n_items <= ITEMS_MOST && kb->n_causes <= CAUSES_MOST);
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];

		for (int i = 0; i < w->n_session; i++)
			uses[w->session[i].item] += plan_uses_session(&kb->item[w->session[i].item], w->session[i].minutes);
		for (int i = 0; i < w->n_home; i++)
			uses[w->home[i].item] += plan_uses_home(&kb->item[w->home[i].item], w->home[i].minutes,
				w->home[i].days);
		if (w->lesson >= 0)
			add_helps(kb->lesson[w->lesson].helps, kb->lesson[w->lesson].n_helps, 1, load);
	}
	for (int i = 0; i < kb->n_items; i++)
		if (!plan_pooled(&kb->item[i]))
			add_helps(kb->item[i].helps, kb->item[i].n_helps, plan_share(uses[i]), load);
	add_pool(kb, uses, load);
	for (int c = 0; c < kb->n_causes; c++)
		if (!kb->cause[c].serious && !kb->cause[c].by_rule)
			sum += b->by_cause[c] * -expm1(-load[c]);
	return sum;
}

/* A week that is there already: its session and lesson are in use. */
static void use_past(struct model *m, const struct plan_week *w)
{
	size_t n = (size_t)m->kb->n_causes;

	for (int i = 0; i < w->n_session; i++)
		model_use(m, w->session[i].item, plan_uses_session(&m->kb->item[w->session[i].item], w->session[i].minutes));
	for (size_t k = 0; w->lesson >= 0 && k < n; k++)
		m->load[k] += m->lesson_rate[(size_t)w->lesson * n + k];
}

/* The lesson of each week from index `from` on; what it adds does not depend on the rest. */
static void put_lessons(struct model *m, struct plan *p, int from)
{
	size_t n = (size_t)m->kb->n_causes;
	int lesson[WEEKS];

	plan_lessons(m->kb, &m->c->limits, &m->wishes, p->week, lesson);
	for (int t = from; t < WEEKS; t++) {
		p->week[t].week = t + 1;
		p->week[t].measures = m->kb->week[t].measures;
		p->week[t].lesson = lesson[t];
		for (size_t c = 0; lesson[t] >= 0 && c < n; c++)
			m->load[c] += m->lesson_rate[(size_t)lesson[t] * n + c];
	}
}

bool plan_make(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct belief *b, const struct plan_drivers *d, struct plan *out, struct err *err)
{
	return plan_around(a, kb, c, s, b, d, &(struct plan_wishes){ NULL, 0, 0 }, NULL, out, err);
}

bool plan_around(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct belief *b, const struct plan_drivers *d, const struct plan_wishes *wishes, const struct plan *past, struct plan *out,
	struct err *err)
{
	int which, from = wishes->from > 1 ? wishes->from - 1 : 0;

	if (!screen_gate(kb, s, err))
		return false;
	if (c->age < 18)
		return fail(err, ERR_MINOR, "age", "this program is for people of 18 years and over");
	const char *fault = plan_wish_fault(a, kb, c, s, wishes, &which);
	if (fault)
		return fail(err, ERR_INPUT, "wish", "%s", fault);
	struct model *m = model_new(a, kb, c, s, b, d, *wishes);
	*out = (struct plan){ .wishes = *wishes };
	assert(from < WEEKS && (past || !from));
	for (int t = 0; t < from; t++) {
		out->week[t] = past->week[t];
		use_past(m, &out->week[t]);
	}
	put_lessons(m, out, from);
	plan_pick_sessions(m, out, from);
	plan_pick_home(m, out, from);
	out->value = plan_worth(kb, b, out);
	out->bound = plan_bound(m, out);
	plan_words(m, out, from);
	plan_beside(m, out);
	const char *broken = plan_broken(a, kb, c, s, out);
	if (broken)
		return fail(err, wishes->n ? ERR_INPUT : ERR_INTERNAL, wishes->n ? "wish" : "plan", "%s", broken);
	return true;
}

bool plan_turn(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct belief *b,
	enum component side, int week, struct plan *p, struct err *err)
{
	if (!screen_gate(kb, s, err))
		return false;
	assert(week >= 1 && week <= WEEKS);
	struct model *m = model_new(a, kb, c, s, b, NULL, p->wishes);

	for (int t = 0; t < WEEKS; t++)
		use_past(m, &p->week[t]);
	plan_lean(m, side);
	plan_pick_home(m, p, week - 1);
	p->value = plan_worth(kb, b, p);
	p->bound = fmax(p->bound, p->value);
	plan_words_home(m, p, week - 1);
	const char *broken = plan_broken(a, kb, c, s, p);
	return broken ? fail(err, ERR_INTERNAL, "plan", "%s", broken) : true;
}
