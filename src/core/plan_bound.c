/* core/plan_bound.c -- how much better any other plan could be.
 *
 * The value is concave in the uses of each item, and the uses of every plan that keeps the constraints lie in the sum of ten
 * weeks: minutes of a session (but for what the client wishes at its end and what a therapist holds), and the convex hull of what a week at home may hold.  For a concave f and any y of that set P
 * f(x) <= f(y) + max over P of grad f(y) . (x - y); the maximum is linear, so each week is solved for itself, exactly
 * (Frank and Wolfe 1956, Naval Res Logist Q 3:95-110).  The lowest of these over the y of its iterations is the bound.
 */
#include "core/plan_model.h"

#include <math.h>

enum { ROUNDS = 100, LINE = 12 };
static const double close_enough = 1e-4;

struct relaxed {
	const struct model *m;
	int from;                       /* index of the first week that is not over */
	double session[WEEKS];          /* minutes of each week, without those of a wish and of what is held */
	int wish;                       /* what the client wishes for at the end; -1 */
	double *fixed;                  /* n_items: uses of that, of what is held, and of the weeks that are over */
	struct home_need need[WEEKS];
	double *base;                   /* n_causes: load of all lessons */
	double *load, *pool, *slope, *vertex, *x;
};

/* Loads of x, and the pool of massage by cause. */
static void load_at(const struct relaxed *r, const double *x)
{
	const struct model *m = r->m;
	size_t n = (size_t)m->kb->n_causes;

	memcpy(r->load, r->base, n * sizeof(double));
	memset(r->pool, 0, n * sizeof(double));
	for (int i = 0; i < m->kb->n_items; i++) {
		bool pooled = plan_pooled(&m->kb->item[i]);
		double use = x[i] <= 0 ? 0 : pooled ? x[i] : plan_share(x[i]);

		for (size_t c = 0; use > 0 && c < n; c++)
			(pooled ? r->pool : r->load)[c] += use * m->rate[(size_t)i * n + c];
	}
	for (size_t c = 0; c < n; c++)
		if (m->pool_most[c] > 0)
			r->load[c] += m->pool_most[c] * plan_share(r->pool[c] / m->pool_most[c]);
}

static double value_at(const struct relaxed *r, const double *x)
{
	double sum = 0;

	load_at(r, x);
	for (int c = 0; c < r->m->kb->n_causes; c++)
		sum += r->m->p[c] * -expm1(-r->load[c]);
	return sum;
}

/* The derivative by each item's uses. */
static void slope_at(const struct relaxed *r, const double *x)
{
	const struct model *m = r->m;
	size_t n = (size_t)m->kb->n_causes;

	load_at(r, x);
	for (size_t c = 0; c < n; c++) {
		r->load[c] = m->p[c] * exp(-r->load[c]);
		r->pool[c] = m->pool_most[c] > 0 ? plan_share_slope(r->pool[c] / m->pool_most[c]) : 0;
	}
	for (int i = 0; i < m->kb->n_items; i++) {
		const double *rate = m->rate + (size_t)i * n;
		bool pooled = plan_pooled(&m->kb->item[i]);
		double sum = 0;

		for (size_t c = 0; c < n; c++)
			sum += r->load[c] * rate[c] * (pooled ? r->pool[c] : 1);
		r->slope[i] = pooled ? sum : sum * plan_share_slope(x[i]);
	}
}

/* The item that adds most in a minute of a week's session; -1. */
static int best_in_session(const struct relaxed *r, int week)
{
	const struct model *m = r->m;
	int best = -1;
	double most = 0;

	for (int i = 0; i < m->kb->n_items; i++) {
		double v = m->in_session[i] && !wish_out(&m->wishes, m->kb, false, week, i, -1) ? r->slope[i] * plan_uses_session(&m->kb->item[i], 1) : 0;

		if (v > most) {
			most = v;
			best = i;
		}
	}
	return best;
}

/* The best plan for the slopes, into r->vertex; returns its worth.  Each week is solved exactly. */
static double best_vertex(struct relaxed *r, const struct plan *p)
{
	const struct kb *kb = r->m->kb;
	int set[SESSION_ITEMS], n;
	double worth = 0;

	memset(r->vertex, 0, (size_t)kb->n_items * sizeof(double));
	for (int t = r->from; t < WEEKS; t++) {
		worth += plan_home_best(r->m, &p->week[t], &r->need[t], r->slope, set, &n);
		for (int i = 0; i < n; i++)
			r->vertex[set[i]] += 1;
		int best = best_in_session(r, t + 1);
		if (best >= 0) {
			double uses = r->session[t] * plan_uses_session(&kb->item[best], 1);

			r->vertex[best] += uses;
			worth += r->slope[best] * uses;
		}
	}
	for (int i = 0; i < kb->n_items; i++) {
		r->vertex[i] += r->fixed[i];
		worth += r->slope[i] * r->fixed[i];
	}
	return worth;
}

/* Moves x towards the vertex as far as the value grows. */
static void step(struct relaxed *r)
{
	int n = r->m->kb->n_items;
	double low = 0, high = 1, *at = r->vertex + n;

	for (int k = 0; k < LINE; k++) {
		double t = (low + high) / 2, slope = 0;

		for (int i = 0; i < n; i++)
			at[i] = r->x[i] + t * (r->vertex[i] - r->x[i]);
		slope_at(r, at);
		for (int i = 0; i < n; i++)
			slope += r->slope[i] * (r->vertex[i] - r->x[i]);
		if (slope > 0)
			low = t;
		else
			high = t;
	}
	for (int i = 0; i < n; i++)
		r->x[i] += low * (r->vertex[i] - r->x[i]);
}

static void fix(struct relaxed *r, int t, int item, int minutes)
{
	r->session[t] -= minutes;
	r->fixed[item] += plan_uses_session(&r->m->kb->item[item], minutes);
}

static void fix_past(struct relaxed *r, const struct plan_week *w)
{
	const struct kb *kb = r->m->kb;

	for (int i = 0; i < w->n_session; i++)
		r->fixed[w->session[i].item] += plan_uses_session(&kb->item[w->session[i].item], w->session[i].minutes);
	for (int i = 0; i < w->n_home; i++)
		r->fixed[w->home[i].item] += plan_uses_home(&kb->item[w->home[i].item], w->home[i].minutes, w->home[i].days);
}

static struct relaxed relax(const struct model *m, const struct plan *p)
{
	const struct kb *kb = m->kb;
	size_t n = (size_t)kb->n_items + 1, k = (size_t)kb->n_causes;
	struct relaxed r = { .m = m, .wish = plan_wished_end(m) };
	const struct plan_wish *held[WISHES_MOST];

	r.fixed = NEWS(m->arena, double, n);
	r.from = m->wishes.from > 1 ? m->wishes.from - 1 : 0;
	for (int t = 0; t < r.from; t++)
		fix_past(&r, &p->week[t]);
	for (int t = r.from; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];
		const struct plan_item *end = w->n_session ? &w->session[w->n_session - 1] : NULL;

		r.session[t] = m->session;
		if (end && end->item == r.wish && !wish_of(&m->wishes, w->week, end))
			fix(&r, t, end->item, end->minutes);
		for (int i = wish_held(&m->wishes, kb, false, w->week, held); i > 0; i--)
			fix(&r, t, held[i - 1]->item, held[i - 1]->minutes);
	}
	r.base = NEWS(m->arena, double, k + 1);
	r.load = NEWS(m->arena, double, k + 1);
	r.pool = NEWS(m->arena, double, k + 1);
	r.slope = NEWS(m->arena, double, n);
	r.vertex = NEWS(m->arena, double, 2 * n);
	r.x = NEWS(m->arena, double, n);
	for (int i = 0; i < kb->n_items; i++)
		r.x[i] = m->uses[i];
	for (int t = 0; t < WEEKS; t++) {
		if (t >= r.from)
			r.need[t] = plan_home_need(m, &p->week[t]);
		for (size_t c = 0; c < k && p->week[t].lesson >= 0; c++)
			r.base[c] += m->lesson_rate[(size_t)p->week[t].lesson * k + c];
	}
	return r;
}

double plan_bound(const struct model *m, const struct plan *p)
{
	struct relaxed r = relax(m, p);
	double bound = HUGE_VAL;

	for (int k = 0; k < ROUNDS; k++) {
		double at = value_at(&r, r.x);

		slope_at(&r, r.x);
		double gap = best_vertex(&r, p);
		for (int i = 0; i < m->kb->n_items; i++)
			gap -= r.slope[i] * r.x[i];
		bound = fmin(bound, at + fmax(0, gap));
		if (gap < close_enough * at)
			break;
		step(&r);
	}
	return fmax(bound, p->value);
}
