/* core/plan_wish.c -- what a therapist decided about a plan: what is out, what is held, and whether it can be kept. */
#include "core/plan_model.h"

static bool in_week(const struct plan_wishes *all, const struct plan_wish *w, bool home, int week)
{
	return week >= all->from && w->place != WISH_LESSON && (w->place == WISH_HOME) == home && (!w->week || w->week == week);
}

bool wish_out(const struct plan_wishes *w, const struct kb *kb, bool home, int week, int item, int region)
{
	for (int i = 0; i < w->n; i++) {
		const struct plan_wish *x = &w->at[i];

		if (x->kind == WISH_OUT && x->item == item && in_week(w, x, home, week) &&
			(x->region < 0 || (region >= 0 && (x->region == region || x->region == kb->region[region].mirror))))
			return true;
	}
	return false;
}

bool wish_holds(const struct plan_wish *w, const struct plan_item *p)
{
	return w->kind == WISH_HOLD && w->place != WISH_HOME && w->place != WISH_LESSON && w->item == p->item && w->region == p->region && w->side == p->side &&
		w->minutes == p->minutes && w->pressure == p->pressure;
}

struct plan_item wish_piece(const struct plan_wish *w)
{
	return (struct plan_item){ .item = w->item, .region = w->region, .side = w->side, .minutes = w->minutes, .pressure = w->pressure, .why = "" };
}

static bool same(const struct plan_wish *x, const struct plan_wish *y)
{
	struct plan_item p = wish_piece(y);

	return x->place == WISH_HOME ? x->item == y->item : x->place == y->place && wish_holds(x, &p);
}

int wish_held(const struct plan_wishes *w, const struct kb *kb, bool home, int week, const struct plan_wish **out)
{
	int n = 0;

	for (int i = 0; i < w->n; i++) {
		const struct plan_wish *x = &w->at[i];
		bool had = x->kind != WISH_HOLD || !in_week(w, x, home, week) || (home && !x->week && kb->item[x->item].week > week);

		for (int k = 0; k < n && !had; k++)
			had = same(out[k], x);
		if (!had && n < WISHES_MOST)
			out[n++] = x;
	}
	return n;
}

const struct plan_wish *wish_of(const struct plan_wishes *w, int week, const struct plan_item *p)
{
	const struct plan_wish *found = NULL;

	for (int i = 0; i < w->n; i++)
		if (in_week(w, &w->at[i], false, week) && wish_holds(&w->at[i], p) && (!found || w->at[i].decided))
			found = &w->at[i];
	return found;
}

/* ---- can it be kept? ---- */

static const char *say(const struct check *k, int week, int item, const char *what)
{
	return item < 0 ? arena_fmt(k->a, "week %d: %s", week, what) : week ? arena_fmt(k->a, "week %d, %s: %s", week, k->kb->item[item].name, what) :
		arena_fmt(k->a, "%s: %s", k->kb->item[item].name, what);
}

static const char *lesson_fault(const struct check *k, const struct plan_wish *w)
{
	const struct limits *l = &k->c->limits;

	if (w->item < 0 || w->item >= k->kb->n_lessons || w->week < 0 || w->week > WEEKS || (w->kind == WISH_HOLD) != (w->week > 0))
		return "no such lesson or week";
	if (w->kind == WISH_HOLD && (l->declined_lesson[w->item] || l->declined_component[COMPONENT_MIND]))
		return arena_fmt(k->a, "%s: declined", k->kb->lesson[w->item].name);
	return NULL;
}

/* Whether the lessons can stand where they are held, in the programme's order. */
static const char *order_fault(const struct check *k, const struct plan_wishes *wishes)
{
	const struct plan_wishes all = { wishes->at, wishes->n, 0 };
	int week[WEEKS], wrong = plan_lessons(k->kb, &k->c->limits, &all, NULL, week);

	return wrong < 0 ? NULL : arena_fmt(k->a, "%s cannot stand there: the lessons before it are not over by then. Take one of them out, or move it later", k->kb->lesson[wrong].name);
}

static const char *one_fault(const struct check *k, const struct plan_wish *w)
{
	const char *fault;

	if (w->place == WISH_LESSON)
		return lesson_fault(k, w);
	if (w->item < 0 || w->item >= k->kb->n_items || w->week < 0 || w->week > WEEKS || w->region >= k->kb->n_regions)
		return "no such item, week or region";
	if (w->week && w->week < k->wishes.from)
		return NULL;
	if (w->kind == WISH_OUT)
		return w->place > WISH_SESSION ? say(k, w->week, w->item, "is taken out of a session or of the days at home") : NULL;
	if (w->place == WISH_HOME && w->decided)
		return say(k, w->week, w->item, "at home nobody decides against a rule");
	if (w->place == WISH_HOME) {
		int least = k->kb->item[w->item].week;

		fault = plan_home_fault(k, w->item, w->week ? w->week : least < WEEKS ? least : WEEKS);
	} else {
		struct plan_item p = wish_piece(w);

		fault = k->c->limits.declined_component[COMPONENT_MASSAGE] ? "massage is declined" : plan_piece_fault(k, &p, w->decided != NULL);
	}
	return fault ? say(k, w->week, w->item, fault) : NULL;
}

static const char *session_room(const struct check *k, int week)
{
	const struct plan_wish *held[WISHES_MOST];
	int n = wish_held(&k->wishes, k->kb, false, week, held), sum = 0, opens = 0, ends = 0;
	bool massage = false;

	for (int i = 0; i < n; i++) {
		sum += held[i]->minutes;
		opens += held[i]->place == WISH_OPENS;
		ends += held[i]->place == WISH_ENDS;
		massage = massage || plan_pooled(&k->kb->item[held[i]->item]);
	}
	if (n > SESSION_ITEMS || opens > 1 || ends > 1)
		return say(k, week, -1, n > SESSION_ITEMS ? "more is held in the session than it has places" : "two pieces cannot both be the first or the last");
	if (sum > k->session)
		return say(k, week, -1, arena_fmt(k->a, "the session has %d minutes, what is held takes %d", k->session, sum));
	return n && !massage && sum == k->session ? say(k, week, -1, "no massage is left in the session") : NULL;
}

/* Mind and movement beside what is held. */
static const char *sides_room(const struct check *k, int week, int n, int sum, const bool *have)
{
	int least[2], missing = 0, minutes = 0, places = plan_home_most(week);
	bool gone;

	plan_home_least(k, week, least, &gone);
	if (gone)
		return say(k, week, -1, "nothing of one side, mind or movement, is left for the days at home");
	bool both = least[0] && least[1] && least[0] + least[1] <= k->home;
	for (int s = 0; s < 2; s++)
		if (!have[s] && least[s]) {
			minutes = both ? minutes + least[s] : !minutes || least[s] < minutes ? least[s] : minutes;
			missing = both ? missing + 1 : 1;
		}
	if (!both && (have[0] || have[1]))
		return NULL;
	return n + missing > places || sum + minutes > k->home ? say(k, week, -1, "beside what is held at home there is no room for both mind and movement") : NULL;
}

static const char *home_room(const struct check *k, int week)
{
	const struct plan_wish *held[WISHES_MOST];
	int n = wish_held(&k->wishes, k->kb, true, week, held), sum = 0;
	bool have[2] = { false, false };

	for (int i = 0; i < n; i++) {
		const struct item *it = &k->kb->item[held[i]->item];

		sum += it->minutes;
		have[0] = have[0] || it->component == COMPONENT_MIND;
		have[1] = have[1] || it->component == COMPONENT_MOVEMENT;
	}
	if (n > plan_home_most(week))
		return say(k, week, -1, arena_fmt(k->a, "at most %d things stand at home in this week, %d are held", plan_home_most(week), n));
	if (sum > k->home)
		return say(k, week, -1, arena_fmt(k->a, "%d minutes a day were given, what is held takes %d", k->home, sum));
	return sides_room(k, week, n, sum, have);
}

const char *plan_wish_fault(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s,
	const struct plan_wishes *wishes, int *which)
{
	struct check k = plan_check_new(a, kb, c, s, *wishes);

	for (*which = 0; *which < wishes->n; ++*which) {
		const char *fault = one_fault(&k, &wishes->at[*which]);

		if (fault)
			return fault;
	}
	*which = -1;
	const char *order = order_fault(&k, wishes);
	if (order)
		return order;
	for (int week = wishes->from > 1 ? wishes->from : 1; week <= WEEKS && wishes->n; week++) {
		const char *fault = session_room(&k, week);

		if (!fault)
			fault = home_room(&k, week);
		if (fault)
			return fault;
	}
	return NULL;
}

static bool against(const struct kb *kb, const struct blocked *b, const struct plan_wish *w)
{
	int other = w->side == SIDE_NONE ? kb->region[w->region].mirror : w->region;

	return b->item == w->item && b->truth == TRUTH_YES && b->limit != LIMIT_ASK && kb->block[b->block].professional &&
		(b->region < 0 || b->region == w->region || b->region == other);
}

struct ids plan_wish_rules(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s, const struct plan_wish *w)
{
	struct check k = plan_check_new(a, kb, c, s, (struct plan_wishes){ NULL, 0, 0 });
	struct plan_item p = wish_piece(w);
	int *at = NEWS(a, int, (size_t)kb->n_blocks + 1), n = 0;

	k.decided = screen_decided(a, kb, s);
	if (w->kind != WISH_HOLD || w->place == WISH_HOME || w->place == WISH_LESSON || !plan_piece_fault(&k, &p, false) || plan_piece_fault(&k, &p, true))
		return (struct ids){ at, 0 };
	for (int i = 0; i < s->n_blocked; i++) {
		bool had = !against(kb, &s->blocked[i], w);

		for (int j = 0; j < n && !had; j++)
			had = at[j] == s->blocked[i].block;
		if (!had)
			at[n++] = s->blocked[i].block;
	}
	return (struct ids){ at, n };
}
