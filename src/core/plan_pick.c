/* core/plan_pick.c -- the weekly sessions: calm, two to four pieces of focused work where the pain is driven and where it hurts, calm.
 *
 * Greedy by gain per session, then every piece of every week is offered to every other item until nothing gains
 * (local search).  Structural and relaxing work take turns or follow the wish; which of the two is never a matter of score.
 */
#include "core/plan_model.h"

#include <assert.h>

enum style { STYLE_ANY, STYLE_CALM, STYLE_FIRM };
enum { SPOTS_FIXED = 2, SPOTS_IN_TURN = 8 };

/* A style has its turn, or what was wished for, when its best piece gains this share of the best of all. */
static const double fair_turn = 0.85;

/* The wish: 0 to unwind, 2 to work on sore spots, else none. */
static enum style style_wish(const struct model *m)
{
	int f = kb_finding(m->kb, "style_wish"), v = f < 0 ? NOT_ASKED : case_answer(m->kb, m->c, f);

	return v == 0 ? STYLE_CALM : v == 2 ? STYLE_FIRM : STYLE_ANY;
}

/* The light opening does not count: the same hands may go on more firmly. */
static bool used_there(const struct plan_week *w, int item, int region, enum side side)
{
	for (int i = 1; i < w->n_session; i++)
		if (w->session[i].item == item && w->session[i].region == region && w->session[i].side == side)
			return true;
	return false;
}

/* May an item stand there this week, as far as a therapist has not taken it out? */
static bool may(const struct model *m, int week, int item, int region)
{
	return m->in_session[item] && !wish_out(&m->wishes, m->kb, false, week, item, region);
}

static bool is_held(const struct model *m, const struct plan_week *w, const struct plan_item *p)
{
	return wish_of(&m->wishes, w->week, p) != NULL;
}

static bool used_place(const struct plan_week *w, const struct spot *at)
{
	for (int i = 1; i < w->n_session; i++)
		if (w->session[i].region == at->region && w->session[i].side == at->side)
			return true;
	return false;
}

static void add_piece(struct model *m, struct plan_week *w, int item, const struct spot *at, int minutes, bool light)
{
	w->session[w->n_session++] = (struct plan_item){ .item = item, .region = at->region, .side = at->side,
		.minutes = minutes, .pressure = model_pressure(m, item, at->region, at->side, light) };
	w->minutes += minutes;
	model_use(m, item, plan_uses_session(&m->kb->item[item], minutes));
}

/* Where calm work goes: the first spot (both sides), else the low back, else the first place; none that is asked about each time, unless
 * there is no other. */
static bool calm_place(const struct model *m, int week, int item, struct spot *out)
{
	const struct kb *kb = m->kb;
	int low = kb_region(kb, "low_back_left"), n = m->n_spots + 1 + kb->n_regions;

	for (int k = 0; k < n + m->n_spots; k++) {
		int i = k % n, r = i < m->n_spots ? m->spot[i].region : i == m->n_spots ? low : i - m->n_spots - 1;

		if (r >= 0 && kb->region[r].side == SIDE_RIGHT)
			r = kb->region[r].mirror;
		if (r < 0 || (k < n && m->s->ask[(size_t)item * (size_t)kb->n_regions + (size_t)r]))
			continue;
		if (model_pressure(m, item, r, SIDE_NONE, true) < 0 || !may(m, week, item, r))
			continue;
		*out = (struct spot){ r, SIDE_NONE, 0, NULL };
		return true;
	}
	return false;
}

int plan_wished_end(const struct model *m)
{
	int feet = kb_item(m->kb, "foot_massage"), f = kb_finding(m->kb, "likes_foot_massage");

	return f >= 0 && case_answer(m->kb, m->c, f) == 1 && feet >= 0 && m->calm[feet] ? feet : -1;
}

/* The calm item that opens or closes.  It opens with swedish when that may be used, closes with what is wished for; else with the one
 * that adds most. */
static int calm_item(const struct model *m, int week, int minutes, bool opens, struct spot *at)
{
	int best = -1, known = opens ? kb_item(m->kb, "swedish") : plan_wished_end(m);
	double most = -1;

	if (known >= 0 && m->calm[known] && calm_place(m, week, known, at))
		return known;
	for (int i = 0; i < m->kb->n_items; i++) {
		struct spot there;

		if (!m->calm[i] || m->kb->item[i].component != COMPONENT_MASSAGE || !calm_place(m, week, i, &there))
			continue;
		double gain = model_gain(m, i, plan_uses_session(&m->kb->item[i], minutes));
		if (gain > most + 1e-12) {
			most = gain;
			best = i;
			*at = there;
		}
	}
	return best;
}

/* The item for a spot that adds most in `minutes`, of one style, not there yet today; -1. */
static int best_piece(const struct model *m, const struct plan_week *w, const struct spot *at, int minutes, enum style style)
{
	int best = -1;
	double most = -1;

	for (int i = 0; i < m->kb->n_items; i++) {
		if (!may(m, w->week, i, at->region) || (style == STYLE_CALM && !m->calm[i]) || (style == STYLE_FIRM && m->calm[i]))
			continue;
		if (used_there(w, i, at->region, at->side) ||
			model_pressure(m, i, at->region, at->side, false) < 0)
			continue;
		double gain = model_gain(m, i, plan_uses_session(&m->kb->item[i], minutes));
		if (gain > most + 1e-12) {
			most = gain;
			best = i;
		}
	}
	return best;
}

static double piece_gain(const struct model *m, int item, int minutes)
{
	return model_gain(m, item, plan_uses_session(&m->kb->item[item], minutes));
}

/* The most that `minutes` of anything could add today, wherever. */
static double best_gain(const struct model *m, int week, int minutes)
{
	double most = 0;

	for (int i = 0; i < m->kb->n_items; i++)
		most = may(m, week, i, -1) && piece_gain(m, i, minutes) > most ? piece_gain(m, i, minutes) : most;
	return most;
}

/* The k-th place of a session.  The first two (what drives the pain most, what hurts most) stay; the others take turns from week to
 * week, so that ten weeks reach more than four places.  Then whatever is left where something fair may be done; -1. */
static int spot_with_work(const struct model *m, const struct plan_week *w, int k, int slots, int minutes)
{
	int turns = (m->n_spots < SPOTS_IN_TURN ? m->n_spots : SPOTS_IN_TURN) - SPOTS_FIXED;
	int first = k < SPOTS_FIXED || turns <= 0 ? k : SPOTS_FIXED + (w->week * (slots - SPOTS_FIXED) + k - SPOTS_FIXED) % turns;

	double least = fair_turn * best_gain(m, w->week, minutes);

	for (int i = -1; i < 2 * m->n_spots; i++) {     /* new places before those worked on already */
		int at = i < 0 ? first % m->n_spots : i % m->n_spots, piece = best_piece(m, w, &m->spot[at], minutes, STYLE_ANY);

		if (piece >= 0 && (!k || piece_gain(m, piece, minutes) >= least) && (i >= m->n_spots || !used_place(w, &m->spot[at])))
			return at;
	}
	return -1;
}

/* The piece for a spot: of the style wished for, else structural for what drives the pain, else in turns. */
static int turn_piece(const struct model *m, const struct plan_week *w, const struct spot *at, int minutes, int k)
{
	enum style wish = style_wish(m), turn = at->driver || (w->week + k) % 2 ? STYLE_FIRM : STYLE_CALM;
	int best = best_piece(m, w, at, minutes, STYLE_ANY), own = best_piece(m, w, at, minutes, wish ? wish : turn);

	if (own < 0 || piece_gain(m, own, minutes) < fair_turn * piece_gain(m, best, minutes))
		return best;
	return own;
}

/* No more work worth doing: what there is takes longer, the focused pieces first. */
static void lengthen(struct model *m, struct plan_week *w, int left)
{
	int at[SESSION_ITEMS], n = 0;

	for (int i = w->n_session > 1 ? 1 : 0; i < w->n_session; i++)
		if (!is_held(m, w, &w->session[i]))
			at[n++] = i;
	if (!n && w->n_session && !is_held(m, w, &w->session[0]))
		at[n++] = 0;
	for (int k = n - 1; k >= 0 && left > 0; k--) {
		struct plan_item *p = &w->session[at[k]];
		int more = k > 0 ? left / (k + 1) / STEP * STEP : left;

		p->minutes += more;
		w->minutes += more;
		left -= more;
		model_use(m, p->item, plan_uses_session(&m->kb->item[p->item], more));
	}
}

/* places: how many pieces may still be added. */
static void pick_focus(struct model *m, struct plan_week *w, int left, int places)
{
	int slots = left / 10 < 1 ? 1 : left / 10 > FOCUS_MOST ? FOCUS_MOST : left / 10;

	slots = slots < places ? slots : places;
	for (int k = 0; k < slots && left > 0; k++) {
		int share = left / (slots - k) / STEP * STEP;

		if (share < STEP || left - share * (slots - k) >= STEP)
			share += STEP;
		int at = spot_with_work(m, w, k, slots, share);
		if (at < 0)
			break;
		add_piece(m, w, turn_piece(m, w, &m->spot[at], share, k), &m->spot[at], share, false);
		left -= share;
	}
	lengthen(m, w, left);
}

/* What is held for this place of the session; the minutes of it. */
static int put_held(struct model *m, struct plan_week *w, const struct plan_wish *const *held, int n, enum wish_place place)
{
	int minutes = 0;

	for (int i = 0; i < n; i++) {
		if (held[i]->place != place)
			continue;
		assert(w->n_session < SESSION_ITEMS);
		w->session[w->n_session++] = wish_piece(held[i]);
		w->minutes += held[i]->minutes;
		minutes += held[i]->minutes;
		model_use(m, held[i]->item, plan_uses_session(&m->kb->item[held[i]->item], held[i]->minutes));
	}
	return minutes;
}

static int held_minutes(const struct plan_wish *const *held, int n, enum wish_place place)
{
	int minutes = 0;

	for (int i = 0; i < n; i++)
		minutes += held[i]->place == place ? held[i]->minutes : 0;
	return minutes;
}

/* One session.  What is held comes first.  The first and the last piece are calm when anything calm may be used. */
static void pick_session(struct model *m, struct plan_week *w)
{
	const struct plan_wish *held[WISHES_MOST];
	int n = wish_held(&m->wishes, m->kb, false, w->week, held), total = m->session, opens = total >= 45 ? 10 : STEP, closes = total >= 90 ? 10 : STEP;
	int first_held = held_minutes(held, n, WISH_OPENS), last_held = held_minutes(held, n, WISH_ENDS);
	int left = total - first_held - last_held - held_minutes(held, n, WISH_SESSION), places = SESSION_ITEMS - n;
	struct spot first, last;
	int open = first_held || left < opens || places < 1 ? -1 : calm_item(m, w->week, opens, true, &first);
	left -= open >= 0 ? opens : 0;
	places -= open >= 0;
	int close = last_held || left < closes || places < 1 ? -1 : calm_item(m, w->week, closes, false, &last);
	left -= close >= 0 ? closes : 0;
	places -= close >= 0;

	w->minutes = 0;
	put_held(m, w, held, n, WISH_OPENS);
	if (open >= 0)
		add_piece(m, w, open, &first, opens, true);
	put_held(m, w, held, n, WISH_SESSION);
	pick_focus(m, w, left, places);
	if (close >= 0)
		add_piece(m, w, close, &last, closes, true);
	put_held(m, w, held, n, WISH_ENDS);
	if (!n && (!w->n_session || w->minutes < total)) {      /* nothing fits: better no session than an empty one */
		for (int i = 0; i < w->n_session; i++)
			model_use(m, w->session[i].item,
				-plan_uses_session(&m->kb->item[w->session[i].item], w->session[i].minutes));
		w->n_session = 0;
		w->minutes = 0;
	}
}

/* Offers one piece to every other item, of another style only when turns allow it; true when it changed hands. */
static bool improve_piece(struct model *m, struct plan_week *w, int k)
{
	struct plan_item *piece = &w->session[k], had = *piece;
	struct spot at = { had.region, had.side, 0, NULL };
	enum style style = m->calm[had.item] ? STYLE_CALM : STYLE_FIRM;
	int item = had.item;

	model_use(m, had.item, -plan_uses_session(&m->kb->item[had.item], had.minutes));
	piece->item = -1;                               /* its own place is free again */
	double now = piece_gain(m, had.item, had.minutes) + 1e-9;
	int own = best_piece(m, w, &at, had.minutes, style);
	int any = best_piece(m, w, &at, had.minutes, STYLE_ANY);
	if (own >= 0 && piece_gain(m, own, had.minutes) > now) {
		item = own;
		now = piece_gain(m, own, had.minutes);
	}
	if (any >= 0 && fair_turn * piece_gain(m, any, had.minutes) > now)
		item = any;
	piece->item = item;
	if (item != had.item)
		piece->pressure = model_pressure(m, item, at.region, at.side, false);
	model_use(m, item, plan_uses_session(&m->kb->item[item], had.minutes));
	return item != had.item;
}

void plan_pick_sessions(struct model *m, struct plan *p, int from)
{
	bool changed = true;

	if (m->session <= 0)
		return;
	for (int t = from; t < WEEKS; t++)
		pick_session(m, &p->week[t]);
	for (int pass = 0; pass < 4 && changed; pass++) {
		changed = false;
		for (int t = from; t < WEEKS; t++)
			for (int k = 1; k + 1 < p->week[t].n_session; k++)
				changed |= !is_held(m, &p->week[t], &p->week[t].session[k]) && improve_piece(m, &p->week[t], k);
	}
}
