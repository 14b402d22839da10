/* core/plan_weigh.c -- values of items by leaving them out and by putting others in, on the numbers as they are and drawn again. */
#include "core/plan_weigh.h"

#include "base/odds.h"
#include "base/rng.h"
#include "core/belief_net.h"
#include "core/plan_model.h"

#include <math.h>
#include <stdlib.h>

static const double toss_up = 0.25, matters = 0.001, band_sds = 3.29;   /* 5 to 95 % of a normal, in standard deviations */
enum { MORE_HOME = 10, MORE_SESSION = 30, SESSION_LONGEST = 90 };

struct weighing {
	struct model *m;
	double *rate, *lesson_rate;     /* of this draw: n_items and n_lessons times n_causes */
	double *p, *load, *pool, *most;
};

/* Uses of each item in a plan. */
static void uses_of(const struct kb *kb, const struct plan *p, double *uses)
{
	memset(uses, 0, (size_t)kb->n_items * sizeof(double));
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];

		for (int i = 0; i < w->n_session; i++)
			uses[w->session[i].item] += plan_uses_session(&kb->item[w->session[i].item], w->session[i].minutes);
		for (int i = 0; i < w->n_home; i++)
			uses[w->home[i].item] += plan_uses_home(&kb->item[w->home[i].item], w->home[i].minutes, w->home[i].days);
	}
}

/* plan_worth for given uses, with the numbers of the draw.  lessons: 0 and 1. */
static double worth(struct weighing *g, const double *uses, const bool *lessons)
{
	const struct kb *kb = g->m->kb;
	size_t n = (size_t)kb->n_causes;
	double sum = 0;

	memset(g->load, 0, n * sizeof(double));
	memset(g->pool, 0, n * sizeof(double));
	for (int l = 0; l < kb->n_lessons; l++)
		for (size_t c = 0; lessons[l] && c < n; c++)
			g->load[c] += g->lesson_rate[(size_t)l * n + c];
	for (int i = 0; i < kb->n_items; i++) {
		bool pooled = plan_pooled(&kb->item[i]);
		double use = uses[i] <= 0 ? 0 : pooled ? uses[i] : plan_share(uses[i]);

		for (size_t c = 0; use > 0 && c < n; c++)
			(pooled ? g->pool : g->load)[c] += use * g->rate[(size_t)i * n + c];
	}
	for (size_t c = 0; c < n; c++) {
		if (g->most[c] > 0)
			g->load[c] += g->most[c] * plan_share(g->pool[c] / g->most[c]);
		sum += g->p[c] * -expm1(-g->load[c]);
	}
	return sum;
}

/* One factor on the rate of each help of an owner (item or lesson), drawn by its confidence; number 0 is the numbers as they are. */
static void draw_rates(const struct help *h, int n, struct rng *rng, bool drawn, double *rate)
{
	for (int i = 0; i < n; i++) {
		double by = belief_spread(h[i].cite.confidence), z = drawn ? by * rng_normal(rng) - by * by / 2 : 0;    /* its mean stays */

		rate[h[i].cause] += plan_rate(&h[i]) * exp(z);
	}
}

static void draw(struct weighing *g, int number)
{
	const struct model *m = g->m;
	const struct kb *kb = m->kb;
	size_t n = (size_t)kb->n_causes;
	struct rng rng = rng_new((uint64_t)number + 77);

	memset(g->rate, 0, n * (size_t)kb->n_items * sizeof(double));
	memset(g->lesson_rate, 0, n * (size_t)kb->n_lessons * sizeof(double));
	memset(g->most, 0, n * sizeof(double));
	for (int i = 0; i < kb->n_items; i++) {
		draw_rates(kb->item[i].helps, kb->item[i].n_helps, &rng, number > 0, g->rate + (size_t)i * n);
		for (size_t c = 0; plan_pooled(&kb->item[i]) && c < n; c++)
			g->most[c] = fmax(g->most[c], g->rate[(size_t)i * n + c]);
	}
	for (int l = 0; l < kb->n_lessons; l++)
		draw_rates(kb->lesson[l].helps, kb->lesson[l].n_helps, &rng, number > 0, g->lesson_rate + (size_t)l * n);
	memcpy(g->p, m->p, n * sizeof(double));
	for (int i = 0; number && i < m->b->n_causes; i++) {
		const struct cause_belief *c = &m->b->cause[i];
		double by = (logit_within(c->high) - logit_within(c->low)) / band_sds * rng_normal(&rng);

		if (g->p[c->cause] > 0)
			g->p[c->cause] = chance(logit_within(g->p[c->cause]) + by);
	}
}

/* Puts `other` into every place at home where `item` stands, but for the week whose lesson teaches it; false when a limit forbids it in
 * any, or no place is left. */
static bool exchange(const struct model *m, struct plan *p, int item, int other)
{
	bool any = false;

	for (int t = 0; t < WEEKS; t++) {
		int lesson = p->week[t].lesson;

		if (lesson >= 0 && m->kb->lesson[lesson].practice == item)
			continue;
		for (int i = 0; i < p->week[t].n_home; i++) {
			struct plan_home *h = &p->week[t].home[i];
			const struct item *it = &m->kb->item[other];

			if (h->item != item)
				continue;
			*h = (struct plan_home){ other, it->minutes, it->days > 0 && it->days <= 7 ? it->days : 7, "" };
			any = true;
		}
	}
	return any && !plan_broken(m->arena, m->kb, m->c, m->s, p);
}

static bool at_home_only(const struct plan *p, int item)
{
	bool home = false, session = false;

	for (int t = 0; t < WEEKS; t++) {
		for (int i = 0; i < p->week[t].n_session; i++)
			session = session || p->week[t].session[i].item == item;
		for (int i = 0; i < p->week[t].n_home; i++)
			home = home || p->week[t].home[i].item == item;
	}
	return home && !session;
}

static int heavier(const void *x, const void *y)
{
	double d = ((const struct item_weight *)y)->value - ((const struct item_weight *)x)->value;

	return d < 0 ? -1 : d > 0;
}

static int dearer(const void *x, const void *y)
{
	double d = ((const struct limit_cost *)y)->more - ((const struct limit_cost *)x)->more;

	return d < 0 ? -1 : d > 0;
}

/* The best alternative on the numbers as they are; its uses into `with`. */
static void find_other(struct weighing *g, const struct plan *p, const bool *lessons, double whole, struct item_weight *w, double *with)
{
	const struct model *m = g->m;
	double *uses = NEWS(m->arena, double, m->kb->n_items + 1);

	w->other = -1;
	for (int o = 0; at_home_only(p, w->item) && o < m->kb->n_items; o++) {
		struct plan changed = *p;

		if (o == w->item || !m->at_home[o] || m->kb->item[o].component != m->kb->item[w->item].component || !strcmp(m->kb->item[o].kind, "flare") ||
			!exchange(m, &changed, w->item, o))
			continue;
		uses_of(m->kb, &changed, uses);
		double gain = worth(g, uses, lessons) / whole - 1;
		if (w->other < 0 || gain > w->instead) {
			w->other = o;
			w->instead = gain;
			memcpy(with, uses, (size_t)m->kb->n_items * sizeof(double));
		}
	}
}

/* What a looser limit would be worth: planned anew. */
static void try_limit(struct plan_weight *out, const struct model *m, const struct person_case *c, const struct plan_drivers *d, const struct plan *had, double now,
	const char *what)
{
	struct err refused = { 0 };
	struct plan p;

	if (plan_around(m->arena, m->kb, c, screen(m->arena, m->kb, c), m->b, d, &m->wishes, had, &p, &refused) && p.value > now * (1 + matters))
		out->limit[out->n_limits++] = (struct limit_cost){ what, p.value / now - 1 };
}

static void weigh_limits(struct plan_weight *out, const struct model *m, const struct plan_drivers *d, const struct plan *had, double now)
{
	struct person_case *c;

	out->limit = NEWS(m->arena, struct limit_cost, COMPONENT_COUNT + 3);
	if (m->home + MORE_HOME <= HOME_MOST) {
		c = case_copy(m->arena, m->kb, m->c);
		c->limits.home_minutes = m->home + MORE_HOME;
		try_limit(out, m, c, d, had, now, arena_fmt(m->arena, "With %d minutes more a day at home", MORE_HOME));
	}
	if (m->session > 0 && m->session + MORE_SESSION <= SESSION_LONGEST) {
		c = case_copy(m->arena, m->kb, m->c);
		c->limits.session_minutes = m->session + MORE_SESSION;
		try_limit(out, m, c, d, had, now, arena_fmt(m->arena, "With sessions of %d minutes", m->session + MORE_SESSION));
	}
	for (enum component k = 0; k < COMPONENT_COUNT; k++) {
		if (!m->c->limits.declined_component[k])
			continue;
		c = case_copy(m->arena, m->kb, m->c);
		c->limits.declined_component[k] = false;
		try_limit(out, m, c, d, had, now, arena_fmt(m->arena, "If %s were not declined", component_name(k)));
	}
	qsort(out->limit, (size_t)out->n_limits, sizeof(*out->limit), dearer);
}

static int ascending(const void *x, const void *y)
{
	double d = *(const double *)x - *(const double *)y;

	return d < 0 ? -1 : d > 0;
}

bool plan_toss_up(const struct item_weight *w)
{
	return w->other >= 0 && w->wins >= toss_up;
}

static struct weighing begin(struct model *m)
{
	size_t n = (size_t)m->kb->n_causes;
	struct weighing g = { .m = m, .rate = NEWS(m->arena, double, n * (size_t)m->kb->n_items + 1),
		.lesson_rate = NEWS(m->arena, double, n * (size_t)m->kb->n_lessons + 1), .p = NEWS(m->arena, double, n + 1),
		.load = NEWS(m->arena, double, n + 1), .pool = NEWS(m->arena, double, n + 1), .most = NEWS(m->arena, double, n + 1) };

	draw(&g, 0);
	return g;
}

/* Counts, draw by draw, how often each alternative wins. */
static void play(struct weighing *g, struct plan_weight *out, const double *uses, const bool *lessons, double whole, double *const *with)
{
	double drawn[WEIGH_DRAWS];

	for (int k = 1; k <= WEIGH_DRAWS; k++) {
		draw(g, k);
		drawn[k - 1] = worth(g, uses, lessons);
		for (int i = 0; i < out->n_items; i++)
			if (out->item[i].other >= 0)
				out->item[i].wins += (worth(g, with[out->item[i].item], lessons) > drawn[k - 1]) / (double)WEIGH_DRAWS;
	}
	qsort(drawn, WEIGH_DRAWS, sizeof(double), ascending);
	out->low = drawn[WEIGH_DRAWS / 20] / whole;
	out->high = drawn[WEIGH_DRAWS - WEIGH_DRAWS / 20 - 1] / whole;
}

struct plan_weight *plan_weigh(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct belief *b,
	const struct plan_drivers *d, const struct plan *p)
{
	struct plan_weight *out = NEW(a, struct plan_weight);
	struct model *m = model_new(a, kb, c, s, b, d, p->wishes);
	struct weighing g = begin(m);
	double *uses = NEWS(a, double, kb->n_items + 1), **with = NEWS(a, double *, kb->n_items + 1);
	bool *lessons = NEWS(a, bool, kb->n_lessons + 1);

	for (int t = 0; t < WEEKS; t++)
		if (p->week[t].lesson >= 0)
			lessons[p->week[t].lesson] = true;
	uses_of(kb, p, uses);
	double whole = worth(&g, uses, lessons);
	out->item = NEWS(a, struct item_weight, kb->n_items + 1);
	for (int i = 0; whole > 0 && i < kb->n_items; i++) {
		double had = uses[i];

		if (had <= 0)
			continue;
		struct item_weight *w = &out->item[out->n_items++];
		uses[i] = 0;
		*w = (struct item_weight){ .item = i, .value = 1 - worth(&g, uses, lessons) / whole };
		uses[i] = had;
		with[i] = NEWS(a, double, kb->n_items + 1);
		find_other(&g, p, lessons, whole, w, with[i]);
	}
	if (whole > 0) {
		play(&g, out, uses, lessons, whole, with);
		weigh_limits(out, m, d, p, whole);
	}
	qsort(out->item, (size_t)out->n_items, sizeof(*out->item), heavier);
	return out;
}
