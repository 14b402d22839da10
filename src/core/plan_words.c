/* core/plan_words.c -- one sentence for everything that stands in a plan: the cause it works on and what speaks for it.
 *
 * Nothing private is named: no private finding, no cause whose odds hang on one, no serious cause, no number of a cause.
 */
#include "core/plan_model.h"

#include <ctype.h>

void plan_see_private(int finding, void *arg)
{
	const struct kb **kb = arg;

	if (*kb && (*kb)->finding[finding].private)
		*kb = NULL;
}

bool plan_hushed(const struct kb *kb, int cause)
{
	const struct cause *c = &kb->cause[cause];
	const struct kb *left = kb;

	for (int i = 0; i < c->n_odds; i++)
		rule_findings(&c->odds[i].when, plan_see_private, &left);
	return !left || c->serious || c->by_rule;
}

int plan_aim(const struct model *m, const double *rate)
{
	int best = -1;
	double most = 0;

	for (int i = 0; i < m->kb->n_causes; i++)
		if (m->p[i] * rate[i] > most * (1 + 1e-12) && !plan_hushed(m->kb, i)) {
			most = m->p[i] * rate[i];
			best = i;
		}
	return best;
}

const char *plan_small(struct arena *a, const char *name)
{
	char *out = arena_text(a, name);

	if (isupper((unsigned char)out[0]) && !isupper((unsigned char)out[1]))
		out[0] = (char)tolower((unsigned char)out[0]);
	return out;
}

/* The answered finding that speaks most for a cause and may be named; NULL. */
static const char *sign_of(const struct model *m, int cause)
{
	for (int i = 0; i < m->b->n_causes; i++) {
		const struct cause_belief *cb = &m->b->cause[i];

		if (cb->cause != cause)
			continue;
		for (int k = 0; k < cb->n_for; k++)
			if (cb->for_[k].weight > 0 && !m->kb->finding[cb->for_[k].finding].private)
				return m->kb->finding[cb->for_[k].finding].name;
	}
	return NULL;
}

const char *plan_cause_words(const struct model *m, int cause)
{
	const char *name = plan_small(m->arena, m->kb->cause[cause].name), *sign = sign_of(m, cause);

	return sign ? arena_fmt(m->arena, "%s, for which \"%s\" speaks", name, sign) : name;
}

const char *plan_names(const struct model *m, struct ids findings)
{
	const char *out = "";
	bool hushed = false;

	for (int i = 0; i < findings.n; i++) {
		const struct finding *f = &m->kb->finding[findings.at[i]];

		if (f->private)
			hushed = true;
		else
			out = arena_fmt(m->arena, "%s%s%s", out, *out ? ", " : "", f->name);
	}
	return hushed ? arena_fmt(m->arena, "%s%sa private answer", out, *out ? ", " : "") : out;
}

/* The name of a region without its side. */
static const char *base_words(const struct model *m, const struct region *r)
{
	static const char *const tail[] = { ", left", ", right" };
	size_t n = strlen(r->name);

	for (int i = 0; i < 2; i++) {
		size_t k = strlen(tail[i]);

		if (n > k && !strcmp(r->name + n - k, tail[i]))
			return arena_copy(m->arena, r->name, n - k);
	}
	return r->name;
}

static const char *place_words(const struct model *m, const struct plan_item *p)
{
	static const char *const side[] = { "both sides", "left", "right" };
	const struct region *r = &m->kb->region[p->region];
	int here = m->c->mark[p->region], there = m->c->mark[r->mirror];
	int mark = p->side == SIDE_NONE && there > here ? there : here;

	if (mark > 0)
		return arena_fmt(m->arena, "%s, %s, marked %d of 10", base_words(m, r), side[p->side], mark);
	return arena_fmt(m->arena, "%s, %s", base_words(m, r), side[p->side]);
}

/* What is worked on there because it drives the pain, said once a session; "" when nothing is known to. */
static const char *driver_words(const struct model *m, const struct plan_week *w, const struct plan_item *p)
{
	static const char *const side[] = { "", ", left", ", right" };
	const struct plan_driver *d = NULL;

	for (const struct plan_item *q = w->session + 1; q < p; q++)
		if (q->region == p->region && q->side == p->side)
			return "";
	for (int i = 0; i < m->n_spots; i++)
		if (m->spot[i].region == p->region && m->spot[i].side == p->side)
			d = m->spot[i].driver;
	if (!d)
		return "";
	const char *comma = d->side == SIDE_NONE ? "" : ",", *unit = arena_fmt(m->arena, "%s%s", m->kb->unit[d->unit].name, side[d->side]);
	if (d->known)
		return arena_fmt(m->arena, "%s: pressing it brought the pain they know. ", unit);
	if (d->region < 0)
		return arena_fmt(m->arena, "%s%s may drive the pain: press first and ask. ", unit, comma);
	return arena_fmt(m->arena, "%s%s may drive the pain in %s: press first and ask. ", unit, comma, plan_small(m->arena, m->kb->region[d->region].name));
}

static void session_words(const struct model *m, struct plan_week *w)
{
	for (int i = 0; i < w->n_session; i++) {
		struct plan_item *p = &w->session[i];
		const char *place = place_words(m, p);
		int aim = plan_aim(m, m->rate + (size_t)p->item * (size_t)m->kb->n_causes);
		const char *cause = aim >= 0 ? arena_fmt(m->arena, "; for %s", plan_cause_words(m, aim)) : "";

		if (i == 0 && m->calm[p->item])
			p->why = arena_fmt(m->arena, "Opens the session calmly. %s%s.", place, cause);
		else if (i == w->n_session - 1 && m->calm[p->item])
			p->why = arena_fmt(m->arena, "Ends the session calmly. %s%s.", place, cause);
		else
			p->why = arena_fmt(m->arena, "%s%s%s.", driver_words(m, w, p), place, cause);
	}
}

static void home_words(const struct model *m, struct plan_week *w)
{
	for (int i = 0; i < w->n_home; i++) {
		struct plan_home *h = &w->home[i];
		int aim = plan_aim(m, m->rate + (size_t)h->item * (size_t)m->kb->n_causes);
		bool taught = w->lesson >= 0 && m->kb->lesson[w->lesson].practice == h->item;

		if (aim >= 0)
			h->why = arena_fmt(m->arena, "%sFor %s.", taught ? "The practice of this week's lesson. " : "",
				plan_cause_words(m, aim));
		else if (taught)
			h->why = "The practice of this week's lesson.";
		else
			h->why = m->kb->item[h->item].component == COMPONENT_MIND ?
				"A few calm minutes, so that the mind has its place in every week." :
				"A little movement, so that the body has its place in every week.";
	}
}

static void lesson_words(const struct model *m, struct plan_week *w)
{
	const char *theme = plan_week_of(m->kb, w)->theme;
	int aim;

	if (w->lesson < 0)
		return;
	aim = plan_aim(m, m->lesson_rate + (size_t)w->lesson * (size_t)m->kb->n_causes);
	w->lesson_why = aim >= 0 ? arena_fmt(m->arena, "Week %d: %s; for %s.", w->week, theme ? theme : "", plan_cause_words(m, aim)) :
		arena_fmt(m->arena, "Week %d: %s.", w->week, theme ? theme : "");
}

void plan_words_home(const struct model *m, struct plan *p, int from)
{
	for (int t = from; t < WEEKS; t++)
		home_words(m, &p->week[t]);
}

void plan_words(const struct model *m, struct plan *p, int from)
{
	for (int t = from; t < WEEKS; t++) {
		session_words(m, &p->week[t]);
		lesson_words(m, &p->week[t]);
	}
	plan_words_home(m, p, from);
}
