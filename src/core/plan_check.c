/* core/plan_check.c -- is a plan allowed?  Written apart from the planner: it reads screening, limits and wishes itself. */
#include "core/plan_model.h"

struct check {
	struct arena *a;
	const struct kb *kb;
	const struct person_case *c;
	const struct screened *s;
	int session, home, cap;
};

static const char *say(const struct check *k, int week, const char *id, const char *what)
{
	return arena_fmt(k->a, "week %d: %s: %s", week, id, what);
}

/* What is wrong with an item wherever it stands; NULL. */
static const char *item_fault(const struct check *k, int item)
{
	const struct item *it = &k->kb->item[item];

	if (k->c->limits.declined_item[item])
		return "declined";
	if (k->c->limits.declined_component[it->component])
		return "its component is declined";
	if (it->who == WHO_PROFESSIONAL)
		return "a professional's work";
	if (screen_never(k->kb, k->s, item, -1))
		return "blocked";
	if (plan_wished_away(k->kb, k->c, item))
		return "not liked";
	return it->minutes <= 0 ? "takes no time of its own" : NULL;
}

static bool in_areas(const struct item *it, int area)
{
	for (int i = 0; i < it->areas.n; i++)
		if (it->areas.at[i] == area)
			return true;
	return false;
}

static const char *place_fault(const struct check *k, const struct plan_item *p, int region)
{
	const struct item *it = &k->kb->item[p->item];

	if (!in_areas(it, k->kb->region[region].area))
		return "not used in this area";
	if (plan_place_declined(k->kb, k->c, region))
		return "no consent to this area";
	if (screen_never(k->kb, k->s, p->item, region))
		return "blocked in this region";
	int most = screen_pressure(k->kb, k->s, p->item, region);
	if (!most || p->pressure > most)
		return "more pressure than is allowed here";
	return NULL;
}

static const char *piece_fault(const struct check *k, const struct plan_item *p)
{
	const struct item *it = &k->kb->item[p->item];
	const char *fault = item_fault(k, p->item);

	if (fault)
		return fault;
	if (it->who == WHO_SELF || it->practice || it->component == COMPONENT_MIND || !strcmp(it->kind, "habit"))
		return "not for a session";
	if (p->minutes < STEP || p->minutes % STEP)
		return "steps are of five minutes";
	if (p->region < 0 || p->region >= k->kb->n_regions)
		return "no region";
	const struct region *r = &k->kb->region[p->region];
	if (p->side == SIDE_NONE ? r->side != SIDE_LEFT : r->side != p->side)
		return "region and side do not agree";
	fault = place_fault(k, p, p->region);
	if (!fault && p->side == SIDE_NONE)
		fault = place_fault(k, p, r->mirror);
	if (fault)
		return fault;
	if (p->pressure < it->pressure_min || p->pressure > it->pressure_max)
		return "pressure outside its range";
	return it->pressure_max && p->pressure > k->cap ? "more pressure than is wished for" : NULL;
}

static const char *session_fault(const struct check *k, const struct plan_week *w)
{
	int sum = 0;
	bool massage = false;

	if (w->n_session < 0 || w->n_session > SESSION_ITEMS)
		return say(k, w->week, "session", "too many items");
	if (w->n_session && k->c->limits.declined_component[COMPONENT_MASSAGE])
		return say(k, w->week, "session", "massage is declined");
	for (int i = 0; i < w->n_session; i++) {
		int item = w->session[i].item;

		if (item < 0 || item >= k->kb->n_items)
			return say(k, w->week, "session", "no such item");
		const char *fault = piece_fault(k, &w->session[i]);
		if (fault)
			return say(k, w->week, k->kb->item[item].id, fault);
		sum += w->session[i].minutes;
		massage |= !strcmp(k->kb->item[item].kind, "massage");
	}
	if (sum != w->minutes)
		return say(k, w->week, "session", "its steps do not add up to its minutes");
	if (sum > k->session)
		return say(k, w->week, "session", "more minutes than given");
	return w->n_session && !massage ? say(k, w->week, "session", "no massage in it") : NULL;
}

static const char *home_item_fault(const struct check *k, int item, int week)
{
	const struct item *it = &k->kb->item[item];
	const char *fault = item_fault(k, item);

	if (fault)
		return fault;
	if (it->who == WHO_THERAPIST)
		return "the therapist's work";
	if (it->week > week)
		return "too early";
	if (plan_home_blocked(k->kb, k->s, item) >= 0)
		return "blocked";
	if (!strcmp(it->kind, "habit") && plan_habit_finding(k->kb, item) >= 0)
		return "a personal trial, not daily practice";
	if (plan_device_missing(k->kb, k->c, item))
		return "no such device";
	if (it->pressure_max) {
		int most = screen_pressure(k->kb, k->s, item, -1);

		if (!most || it->pressure_min > k->cap)
			return "more pressure than is allowed";
	}
	return it->minutes > k->home ? "more minutes than given" : NULL;
}

/* Fewest minutes of each component that may be used at home this week; 0 when there is none. */
static void least_minutes(const struct check *k, int week, int *least)
{
	for (int i = 0; i < k->kb->n_items; i++) {
		const struct item *it = &k->kb->item[i];

		if (strcmp(it->kind, "flare") != 0 && !home_item_fault(k, i, week) &&
			(!least[it->component] || it->minutes < least[it->component]))
			least[it->component] = it->minutes;
	}
}

/* Body and mind in every week, unless declined, blocked or without room; and the lesson's practice in its week, when that
 * leaves room for the other side. */
static const char *sides_fault(const struct check *k, const struct plan_week *w)
{
	int least[COMPONENT_COUNT] = { 0 }, have[COMPONENT_COUNT] = { 0 };
	int practice = w->lesson >= 0 ? k->kb->lesson[w->lesson].practice : -1;

	least_minutes(k, w->week, least);
	for (int i = 0; i < w->n_home; i++)
		have[k->kb->item[w->home[i].item].component]++;
	int mind = least[COMPONENT_MIND], move = least[COMPONENT_MOVEMENT];
	bool both = mind && move && mind + move <= k->home;
	bool fine = both ? have[COMPONENT_MIND] && have[COMPONENT_MOVEMENT] :
		(!mind && !move) || have[COMPONENT_MIND] || have[COMPONENT_MOVEMENT];
	if (!fine)
		return say(k, w->week, "home", "mind and movement belong to every week");
	if (practice < 0 || home_item_fault(k, practice, w->week))
		return NULL;
	const struct item *it = &k->kb->item[practice];
	int other = (it->component != COMPONENT_MIND ? mind : 0) + (it->component != COMPONENT_MOVEMENT ? move : 0);
	for (int i = 0; i < w->n_home; i++)
		if (w->home[i].item == practice)
			return NULL;
	return it->minutes + other <= k->home ? say(k, w->week, it->id, "the practice of the lesson is missing") : NULL;
}

static const char *home_fault(const struct check *k, const struct plan_week *w)
{
	int sum = 0;

	if (w->n_home < 0 || w->n_home > HOME_ITEMS || w->n_home > plan_home_most(w->week))
		return say(k, w->week, "home", "too many items");
	for (int i = 0; i < w->n_home; i++) {
		const struct plan_home *h = &w->home[i];

		if (h->item < 0 || h->item >= k->kb->n_items)
			return say(k, w->week, "home", "no such item");
		const struct item *it = &k->kb->item[h->item];
		const char *fault = home_item_fault(k, h->item, w->week);
		if (!fault && (h->minutes != it->minutes || h->days < 1 || h->days > 7))
			fault = "not its own minutes, or not 1 to 7 days";
		for (int j = 0; j < i && !fault; j++)
			if (w->home[j].item == h->item)
				fault = "twice";
		if (fault)
			return say(k, w->week, it->id, fault);
		sum += h->minutes;
	}
	return sum > k->home ? say(k, w->week, "home", "more minutes than given") : sides_fault(k, w);
}

static int lesson_week(const struct plan *p, int lesson)
{
	for (int t = 0; t < WEEKS; t++)
		if (p->week[t].lesson == lesson)
			return t;
	return WEEKS;
}

static const char *lesson_fault(const struct check *k, const struct plan *p, int t)
{
	int lesson = p->week[t].lesson, due = k->kb->week[t].lesson;

	if (due >= 0 && (k->c->limits.declined_lesson[due] || k->c->limits.declined_component[COMPONENT_MIND]))
		due = -1;
	if (lesson < 0)
		return due < 0 ? NULL : say(k, t + 1, k->kb->lesson[due].id, "the lesson of this week is missing");
	if (lesson >= k->kb->n_lessons)
		return say(k, t + 1, "lesson", "no such lesson");
	const struct lesson *l = &k->kb->lesson[lesson];
	if (k->c->limits.declined_lesson[lesson] || k->c->limits.declined_component[COMPONENT_MIND])
		return say(k, t + 1, l->id, "declined");
	if (lesson_week(p, lesson) != t)
		return say(k, t + 1, l->id, "twice");
	if (l->needs >= 0 && !k->c->limits.declined_lesson[l->needs] && lesson_week(p, l->needs) > t)
		return say(k, t + 1, l->id, "before the lesson it needs");
	return lesson == due ? NULL : say(k, t + 1, l->id, "not the lesson of this week");
}

const char *plan_broken(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct plan *p)
{
	struct check k = { a, kb, c, s, c->limits.session_minutes > 0 ? c->limits.session_minutes / STEP * STEP : SESSION_DEFAULT,
		c->limits.home_minutes >= 0 ? c->limits.home_minutes : HOME_DEFAULT, plan_cap(kb, c) };
	struct err err = { .code = ERR_OK };

	if (c->age < 18 || !screen_gate(kb, s, &err))
		return arena_fmt(a, "no plan may be made: %s", err.code ? err.detail : "age");
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];
		const char *fault = w->week != t + 1 ? say(&k, t + 1, "week", "out of order") : NULL;

		if (!fault)
			fault = session_fault(&k, w);
		if (!fault)
			fault = lesson_fault(&k, p, t);
		if (!fault)
			fault = home_fault(&k, w);
		if (fault)
			return fault;
	}
	return NULL;
}
