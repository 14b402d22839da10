/* core/plan_home.c -- a few minutes a day: mind and movement in every week, a little more each few weeks.
 *
 * A week is a small knapsack: minutes of a day, places, the practice of the lesson, and a need for both sides.  It is solved
 * exactly by dynamic programming over what each item would add; weeks follow each other, then each is solved again with the
 * others as they stand until nothing is gained.  Where body and mind do not fit in a day together they take turns by week.
 */
#include "core/plan_model.h"

#include <assert.h>

enum { PLACES_MOST = 4, STAY = 3, PASSES = 6 };
enum { MIND = 1, MOVE = 2, SIDES = 4 };
static const double stay_bonus = 1.1, worth_a_change = 0.0005;

struct cell { double worth; int n, item[PLACES_MOST]; };

/* Taken out by hand, and not held. */
static bool taken_out(const struct model *m, int week, int item)
{
	const struct plan_wish *held[WISHES_MOST];

	if (!wish_out(&m->wishes, m->kb, true, week, item, -1))
		return false;
	for (int n = wish_held(&m->wishes, m->kb, true, week, held); n > 0; n--)
		if (held[n - 1]->item == item)
			return false;
	return true;
}

static bool offered(const struct model *m, int week, int item)
{
	return m->at_home[item] && m->kb->item[item].week <= week && !taken_out(m, week, item);
}

/* A practice for flare days is no daily one: it only comes with its lesson. */
static bool daily(const struct model *m, int item)
{
	return strcmp(m->kb->item[item].kind, "flare") != 0;
}

static int side_bit(const struct item *it)
{
	return it->component == COMPONENT_MIND ? MIND : it->component == COMPONENT_MOVEMENT ? MOVE : 0;
}

/* Fewest minutes of a side in this week; 0 when nothing of it may be used. */
static int cheapest(const struct model *m, int week, int side)
{
	int best = 0;

	for (int i = 0; i < m->kb->n_items; i++)
		if (side_bit(&m->kb->item[i]) == side && offered(m, week, i) && daily(m, i) &&
			(!best || m->kb->item[i].minutes < best))
			best = m->kb->item[i].minutes;
	return best;
}

static bool is_fixed(const struct home_need *need, int item)
{
	for (int i = 0; i < need->n_fixed; i++)
		if (need->fixed[i] == item)
			return true;
	return false;
}

/* Minutes and sides of what is fixed. */
static int fixed_minutes(const struct model *m, const struct home_need *need, int *sides)
{
	int sum = 0;

	*sides = 0;
	for (int i = 0; i < need->n_fixed; i++) {
		sum += m->kb->item[need->fixed[i]].minutes;
		*sides |= side_bit(&m->kb->item[need->fixed[i]]);
	}
	return sum;
}

/* Is there room for the practice of the lesson beside what is held and the sides it leaves open? */
static bool room_for(const struct model *m, const struct home_need *need, int week, int practice, int mind, int move)
{
	int sides, sum = fixed_minutes(m, need, &sides), places = need->n_fixed + 1;

	sides |= side_bit(&m->kb->item[practice]);
	sum += m->kb->item[practice].minutes + (sides & MIND ? 0 : mind) + (sides & MOVE ? 0 : move);
	places += (!(sides & MIND) && mind) + (!(sides & MOVE) && move);
	return sum <= m->home && places <= plan_home_most(week);
}

struct home_need plan_home_need(const struct model *m, const struct plan_week *w)
{
	const struct plan_wish *held[WISHES_MOST];
	int mind = cheapest(m, w->week, MIND), move = cheapest(m, w->week, MOVE);
	int practice = w->lesson >= 0 ? m->kb->lesson[w->lesson].practice : -1, n = wish_held(&m->wishes, m->kb, true, w->week, held);
	struct home_need need = { .sides = (mind ? MIND : 0) | (move ? MOVE : 0), .all = true };

	assert(n <= plan_home_most(w->week));
	for (int i = 0; i < n; i++)
		need.fixed[need.n_fixed++] = held[i]->item;
	if (mind && move && mind + move > m->home)
		need.all = false;
	if (practice >= 0 && offered(m, w->week, practice) && !is_fixed(&need, practice) && room_for(m, &need, w->week, practice, mind, move))
		need.fixed[need.n_fixed++] = practice;
	return need;
}

static bool keeps(const struct home_need *need, int sides)
{
	return need->all ? (sides & need->sides) == need->sides : !need->sides || (sides & need->sides);
}

static void offer(const struct item *it, int item, double worth, int home, int places, struct cell cell[][PLACES_MOST + 1][SIDES])
{
	for (int t = home; t >= it->minutes; t--)
		for (int n = places; n >= 1; n--)
			for (int s = 0; s < SIDES; s++) {
				const struct cell *from = &cell[t - it->minutes][n - 1][s];
				struct cell *to = &cell[t][n][s | side_bit(it)];

				if (from->worth < 0 || from->n != n - 1 || from->worth + worth <= to->worth)
					continue;
				*to = *from;
				to->worth += worth;
				to->item[to->n++] = item;
			}
}

double plan_home_best(const struct model *m, const struct plan_week *w, const struct home_need *need, const double *worth,
	int *set, int *n)
{
	struct cell cell[HOME_MOST + 1][PLACES_MOST + 1][SIDES], *best = NULL;
	int side, home = m->home - fixed_minutes(m, need, &side), places = plan_home_most(w->week) - need->n_fixed;
	double had = 0;

	assert(home >= 0 && home <= HOME_MOST && places >= 0 && places <= PLACES_MOST);
	for (int i = 0; i < need->n_fixed; i++)
		had += worth[need->fixed[i]] > 0 ? worth[need->fixed[i]] : 0;
	for (int t = 0; t <= home; t++)
		for (int k = 0; k <= places; k++)
			for (int s = 0; s < SIDES; s++)
				cell[t][k][s] = (struct cell){ .worth = k == 0 && s == side ? 0 : -1 };
	for (int i = 0; i < m->kb->n_items; i++)
		if (!is_fixed(need, i) && worth[i] >= 0 && offered(m, w->week, i))
			offer(&m->kb->item[i], i, worth[i], home, places, cell);
	for (int k = 0; k <= places; k++)
		for (int s = 0; s < SIDES; s++)
			if (cell[home][k][s].worth >= 0 && keeps(need, s) && (!best || cell[home][k][s].worth > best->worth))
				best = &cell[home][k][s];
	*n = 0;
	for (int i = 0; i < need->n_fixed; i++)
		set[(*n)++] = need->fixed[i];
	for (int k = 0; best && k < best->n; k++)
		set[(*n)++] = best->item[k];
	return had + (best ? best->worth : 0);
}

static int days_of(const struct item *it)
{
	return it->days > 0 && it->days <= 7 ? it->days : 7;
}

static double use_of(const struct model *m, int item)
{
	return plan_uses_home(&m->kb->item[item], m->kb->item[item].minutes, days_of(&m->kb->item[item]));
}

static bool chosen(const struct plan_week *w, int item)
{
	for (int i = 0; i < w->n_home; i++)
		if (w->home[i].item == item)
			return true;
	return false;
}

/* Was it begun less than three weeks ago? */
static bool stays(const struct plan *p, int week, int item)
{
	int run = 0;

	for (int t = week - 2; t >= 0 && chosen(&p->week[t], item); t--)
		run++;
	return run > 0 && run < STAY;
}

/* What each item would add now; -1: not a daily practice.  Everything adds a little, so that no place stays empty. */
static void worth_now(const struct model *m, const struct plan *p, int week, double bonus, double *worth)
{
	for (int i = 0; i < m->kb->n_items; i++) {
		worth[i] = !m->at_home[i] || !daily(m, i) ? -1 : 1e-9 + model_gain(m, i, use_of(m, i));
		if (worth[i] > 0 && m->lean == side_bit(&m->kb->item[i]) && m->lean)
			worth[i] += m->kb->item[i].minutes * days_of(&m->kb->item[i]);  /* more of the side that is leant to, whatever the other would add */
		if (worth[i] > 0 && bonus > 1 && stays(p, week, i))
			worth[i] *= bonus;
	}
}

/* Uses what the week holds, or takes it back; returns what that adds, one after the other. */
static double use_week(struct model *m, const struct plan_week *w, int sign)
{
	double sum = 0;

	for (int i = 0; i < w->n_home; i++) {
		sum += sign > 0 ? model_gain(m, w->home[i].item, use_of(m, w->home[i].item)) : 0;
		model_use(m, w->home[i].item, sign * use_of(m, w->home[i].item));
	}
	return sum;
}

static void solve(const struct model *m, const struct plan *p, struct plan_week *w, double bonus, double *worth)
{
	struct home_need need = plan_home_need(m, w);
	int set[PLACES_MOST + 1], n;

	int sides, left = m->home - fixed_minutes(m, &need, &sides), turn = w->week % 2 ? MIND : MOVE;
	if (!need.all && !(m->wishes.n && (sides & need.sides))) {      /* in turns */
		need.sides = m->wishes.n && cheapest(m, w->week, turn) > left ? MIND + MOVE - turn : turn;
		need.all = true;
	}
	worth_now(m, p, w->week, bonus, worth);
	plan_home_best(m, w, &need, worth, set, &n);
	w->n_home = n;
	for (int i = 0; i < n; i++)
		w->home[i] = (struct plan_home){ .item = set[i], .minutes = m->kb->item[set[i]].minutes,
			.days = days_of(&m->kb->item[set[i]]) };
}

static bool solve_again(struct model *m, struct plan *p, struct plan_week *w, double *worth)
{
	struct plan_week had = *w;

	use_week(m, w, -1);
	double was = use_week(m, w, 1);
	use_week(m, w, -1);
	solve(m, p, w, 1, worth);
	double is = use_week(m, w, 1);
	if (is > was * (1 + worth_a_change) + 1e-9)
		return true;
	use_week(m, w, -1);
	*w = had;
	use_week(m, w, 1);
	return false;
}

void plan_pick_home(struct model *m, struct plan *p, int from)
{
	double *worth = NEWS(m->arena, double, (size_t)m->kb->n_items + 1);
	bool changed = !m->lean;

	for (int t = 0; t < from; t++)
		use_week(m, &p->week[t], 1);
	for (int t = from; t < WEEKS; t++) {
		solve(m, p, &p->week[t], stay_bonus, worth);
		use_week(m, &p->week[t], 1);
	}
	for (int pass = 0; pass < PASSES && changed; pass++) {
		changed = false;
		for (int t = from; t < WEEKS; t++)
			changed |= solve_again(m, p, &p->week[t], worth);
	}
}

void plan_lean(struct model *m, enum component side)
{
	m->lean = side == COMPONENT_MIND ? MIND : side == COMPONENT_MOVEMENT ? MOVE : 0;
}
