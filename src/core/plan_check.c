/* core/plan_check.c -- is a plan allowed?  Written apart from the planner: it reads screening, limits and wishes itself. */
#include "core/plan_model.h"

struct check plan_check_new(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, struct plan_wishes w)
{
	return (struct check){ a, kb, c, s, w.n ? screen_decided(a, kb, s) : s, c->limits.session_minutes > 0 ? c->limits.session_minutes / STEP * STEP :
		SESSION_DEFAULT, c->limits.home_minutes >= 0 ? c->limits.home_minutes : HOME_DEFAULT, plan_cap(kb, c), w };
}

static const char *say(const struct check *k, int week, const char *id, const char *what)
{
	return arena_fmt(k->a, "week %d: %s: %s", week, id, what);
}

/* What is wrong with an item wherever it stands; NULL. */
static const char *item_fault(const struct check *k, const struct screened *s, int item)
{
	const struct item *it = &k->kb->item[item];

	if (k->c->limits.declined_item[item])
		return "declined";
	if (k->c->limits.declined_component[it->component])
		return "its component is declined";
	if (it->who == WHO_PROFESSIONAL)
		return "a professional's work";
	if (screen_never(k->kb, s, item, -1))
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

static const char *place_fault(const struct check *k, const struct screened *s, const struct plan_item *p, int region)
{
	const struct item *it = &k->kb->item[p->item];

	if (!in_areas(it, k->kb->region[region].area))
		return "not used in this area";
	if (plan_place_declined(k->kb, k->c, region))
		return "no consent to this area";
	if (screen_never(k->kb, s, p->item, region))
		return "blocked in this region";
	int most = screen_pressure(k->kb, s, p->item, region);
	if (!most || p->pressure > most)
		return "more pressure than is allowed here";
	return NULL;
}

const char *plan_piece_fault(const struct check *k, const struct plan_item *p, bool decided)
{
	const struct item *it = &k->kb->item[p->item];
	const struct screened *s = decided ? k->decided : k->s;
	const char *fault = item_fault(k, s, p->item);

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
	fault = place_fault(k, s, p, p->region);
	if (!fault && p->side == SIDE_NONE)
		fault = place_fault(k, s, p, r->mirror);
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
		const struct plan_wish *held = wish_of(&k->wishes, w->week, &w->session[i]);
		const char *fault = plan_piece_fault(k, &w->session[i], held && held->decided);
		if (!fault && !held && wish_out(&k->wishes, k->kb, false, w->week, item, w->session[i].region))
			fault = "was taken out";
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

const char *plan_home_fault(const struct check *k, int item, int week)
{
	const struct item *it = &k->kb->item[item];
	const char *fault = item_fault(k, k->s, item);

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

static bool held_at_home(const struct check *k, int week, int item)
{
	const struct plan_wish *held[WISHES_MOST];
	int n = wish_held(&k->wishes, k->kb, true, week, held);

	for (int i = 0; i < n; i++)
		if (held[i]->item == item)
			return true;
	return false;
}

static bool out_of_home(const struct check *k, int week, int item)
{
	return wish_out(&k->wishes, k->kb, true, week, item, -1) && !held_at_home(k, week, item);
}

void plan_home_least(const struct check *k, int week, int *least, bool *gone)
{
	static const enum component side[] = { COMPONENT_MIND, COMPONENT_MOVEMENT };

	*gone = false;
	for (int s = 0; s < 2; s++) {
		bool any = false;

		least[s] = 0;
		for (int i = 0; i < k->kb->n_items; i++) {
			const struct item *it = &k->kb->item[i];

			if (it->component != side[s] || !strcmp(it->kind, "flare") || plan_home_fault(k, i, week))
				continue;
			any = true;
			if (!out_of_home(k, week, i) && (!least[s] || it->minutes < least[s]))
				least[s] = it->minutes;
		}
		*gone |= any && !least[s];
	}
}

/* Is the practice of a lesson due: not taken out, and is there room for it beside what is held and the sides that this leaves open? */
static bool practice_due(const struct check *k, int week, int practice, const int *least)
{
	const struct plan_wish *held[WISHES_MOST];
	int n = wish_held(&k->wishes, k->kb, true, week, held), minutes = k->kb->item[practice].minutes, places = 1;
	bool have[2] = { k->kb->item[practice].component == COMPONENT_MIND, k->kb->item[practice].component == COMPONENT_MOVEMENT };

	if (plan_home_fault(k, practice, week) || out_of_home(k, week, practice))
		return false;
	for (int i = 0; i < n; i++) {
		const struct item *it = &k->kb->item[held[i]->item];

		if (held[i]->item == practice)
			return true;
		minutes += it->minutes;
		places++;
		have[0] = have[0] || it->component == COMPONENT_MIND;
		have[1] = have[1] || it->component == COMPONENT_MOVEMENT;
	}
	for (int s = 0; s < 2; s++) {
		minutes += have[s] ? 0 : least[s];
		places += !have[s] && least[s];
	}
	return minutes <= k->home && places <= plan_home_most(week);
}

/* Body and mind in every week, unless declined, blocked or without room; what is held; and the lesson's practice in its week, when that
 * leaves room for the other side. */
static const char *sides_fault(const struct check *k, const struct plan_week *w)
{
	int least[2], have[COMPONENT_COUNT] = { 0 }, practice = w->lesson >= 0 ? k->kb->lesson[w->lesson].practice : -1;
	bool gone, taught = false;

	plan_home_least(k, w->week, least, &gone);
	for (int i = 0; i < w->n_home; i++) {
		have[k->kb->item[w->home[i].item].component]++;
		taught |= w->home[i].item == practice;
	}
	bool both = least[0] && least[1] && least[0] + least[1] <= k->home;
	bool fine = both ? have[COMPONENT_MIND] && have[COMPONENT_MOVEMENT] :
		(!least[0] && !least[1]) || have[COMPONENT_MIND] || have[COMPONENT_MOVEMENT];
	if (!fine || gone)
		return say(k, w->week, "home", "mind and movement belong to every week");
	if (practice < 0 || taught || !practice_due(k, w->week, practice, least))
		return NULL;
	return say(k, w->week, k->kb->item[practice].id, "the practice of the lesson is missing");
}

/* Everything held stands there. */
static const char *held_fault(const struct check *k, const struct plan_week *w)
{
	const struct plan_wish *held[WISHES_MOST];
	int n = wish_held(&k->wishes, k->kb, false, w->week, held);

	for (int i = 0; i < n; i++) {
		int first = held[i]->place == WISH_ENDS ? w->n_session - 1 : 0, last = held[i]->place == WISH_OPENS ? 0 : w->n_session - 1;
		bool there = false;

		for (int j = first < 0 ? 0 : first; j <= last; j++)
			there = there || wish_holds(held[i], &w->session[j]);
		if (!there)
			return say(k, w->week, k->kb->item[held[i]->item].id, "is held in the session and missing");
	}
	n = wish_held(&k->wishes, k->kb, true, w->week, held);
	for (int i = 0; i < n; i++) {
		bool there = false;

		for (int j = 0; j < w->n_home; j++)
			there = there || w->home[j].item == held[i]->item;
		if (!there)
			return say(k, w->week, k->kb->item[held[i]->item].id, "is held at home and missing");
	}
	return NULL;
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
		const char *fault = plan_home_fault(k, h->item, w->week);
		if (!fault && (h->minutes != it->minutes || h->days < 1 || h->days > 7))
			fault = "not its own minutes, or not 1 to 7 days";
		if (!fault && out_of_home(k, w->week, h->item))
			fault = "was taken out";
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

static const char *lesson_fault(const struct check *k, const struct plan *p, int t, const int *due, int wrong)
{
	int lesson = p->week[t].lesson;

	if (wrong >= 0 && due[t] == wrong)
		return say(k, t + 1, k->kb->lesson[wrong].id, "is held in an earlier week, and the lessons before it are not over by then");
	if (lesson < 0)
		return due[t] < 0 ? NULL : say(k, t + 1, k->kb->lesson[due[t]].id, "the lesson of this week is missing");
	if (lesson >= k->kb->n_lessons)
		return say(k, t + 1, "lesson", "no such lesson");
	const struct lesson *l = &k->kb->lesson[lesson];
	if (k->c->limits.declined_lesson[lesson] || k->c->limits.declined_component[COMPONENT_MIND])
		return say(k, t + 1, l->id, "declined");
	if (lesson_week(p, lesson) != t)
		return say(k, t + 1, l->id, "twice");
	if (l->needs >= 0 && lesson_week(p, l->needs) > t && lesson_week(p, l->needs) < WEEKS)
		return say(k, t + 1, l->id, "before the lesson it needs");
	return lesson == due[t] ? NULL : say(k, t + 1, l->id, "not the lesson of this week");
}

const char *plan_broken(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct plan *p)
{
	struct check k = plan_check_new(a, kb, c, s, p->wishes);
	struct err err = { .code = ERR_OK };
	int due[WEEKS], wrong = plan_lessons(kb, &c->limits, &p->wishes, p->week, due);

	if (c->age < 18 || !screen_gate(kb, s, &err))
		return arena_fmt(a, "no plan may be made: %s", err.code ? err.detail : "age");
	for (int t = 0; t < WEEKS; t++) {
		const struct plan_week *w = &p->week[t];
		const char *fault = w->week != t + 1 ? say(&k, t + 1, "week", "out of order") : NULL;

		bool over = t + 1 < p->wishes.from;

		if (!fault && !over)
			fault = session_fault(&k, w);
		if (!fault && !over)
			fault = lesson_fault(&k, p, t, due, wrong);
		if (!fault && !over)
			fault = home_fault(&k, w);
		if (!fault && !over && k.wishes.n)
			fault = held_fault(&k, w);
		if (fault)
			return fault;
	}
	return NULL;
}
