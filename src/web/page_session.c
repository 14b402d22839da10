/* web/page_session.c -- before the hands: the brief on one screen, the plan of the hour. */
#include "app/circulation.h"
#include "app/decided.h"
#include "app/muscles.h"
#include "app/treatment.h"
#include "base/fmt.h"
#include "base/str.h"
#include "render/bodymap.h"
#include "web/map_parts.h"
#include "web/session.h"

#include <math.h>
#include <string.h>

bool page_session_brief(struct web *w);

enum { BLANKS = SESSION_ROWS_ALL - SESSION_ROWS, PRESS_FIRST = BODYMAP_PULLS, CHANGED_MOST = 12 };

const char *session_path(struct web *w, int64_t treatment, const char *sub)
{
	return staff_path(w, arena_fmt(w->cx.a, "/session/%lld%s", (long long)treatment, sub));
}

bool session_number(struct web *w, int64_t treatment, const char **out)
{
	struct treatment_list_rows all;
	size_t at = 0;

	if (!q_treatment_list(w->cx.db, w->id, &all))
		return false;
	while (at < all.n && all.at[at].id != treatment)
		at++;
	*out = arena_fmt(w->cx.a, "Session %zu", at < all.n ? all.n - at : all.n + 1);
	return true;
}

bool session_worked(struct web *w, const struct record *r, const struct course_words *course, const char **out)
{
	struct buf b = buf_new(w->cx.a, 1 << 16);
	struct worked *done;

	if (!treatment_worked(&w->cx, r, course->f.first, course->f.days.value[TRACK_PAIN], course->f.days.n, &done))
		return false;
	for (int i = 0; i < done->n_pairs; i++) {
		const struct worked_pair *p = &done->pair[i];

		if (p->answer != WORKED_CANNOT_TELL)
			buf_fmt(&b, "%s%s, %s: %s (%.0f in 100 sure).", b.n ? " " : "", w->cx.kb->item[p->technique].name, w->cx.kb->area[p->area].name,
				p->answer == WORKED_HELPED ? "was followed by less pain" : "made no difference worth the name", 100 * p->probability);
	}
	*out = b.n ? b.at : NULL;
	return true;
}

html session_map(struct web *w, const struct record *r, const struct session_step *step, const struct muscles_shown *muscles, enum bodymap_side side)
{
	const struct kb *kb = w->cx.kb;
	struct bodymap_mark *marks = NEWS(w->cx.a, struct bodymap_mark, 3 * kb->n_regions + 2);
	struct buf b = buf_new(w->cx.a, 1 << 20);
	int n = 0, figure = (int)r->person.figure, n_pulls;
	const struct bodymap_pull *pulls = map_pulls(w->cx.a, muscles, &n_pulls);

	for (int i = 0; i < kb->n_regions; i++) {
		int blocked = 0, of = 0;

		for (int it = 0; it < kb->n_items; it++)
			if (str_equal(kb->item[it].kind, "massage")) {
				of++;
				blocked += screen_never(kb, r->s, it, i);
			}
		if (of && (blocked == of || r->c->limits.declined_region[i]))
			marks[n++] = (struct bodymap_mark){ kb->region[i].id, BODYMAP_BLOCKED, 0, NULL };
		else if (!step && r->c->mark[i])
			marks[n++] = (struct bodymap_mark){ kb->region[i].id, BODYMAP_PAIN, r->c->mark[i], NULL };
	}
	if (step) {
		marks[n++] = (struct bodymap_mark){ kb->region[step->region].id, BODYMAP_TARGET, 0, NULL };
		if (step->side == SIDE_NONE && kb->region[step->region].side != SIDE_NONE)
			marks[n++] = (struct bodymap_mark){ kb->region[kb->region[step->region].mirror].id, BODYMAP_TARGET, 0, NULL };
	}
	const char *title = arena_fmt(w->cx.a, "%s, from %s; dotted: blocked", step ? session_place(w->cx.a, kb, step->region, step->side) : "Marks",
		side == BODYMAP_BACK ? "behind" : "the front");
	const struct bodymap_words words = { step ? title : map_title(w->cx.a, title, muscles, figure, side), "Client's left", "Client's right",
		"{place}, {n} of 10", NULL };
	const struct bodymap_view v = { .figure = figure, .side = side, .crop = step ? BODYMAP_NEAR : BODYMAP_FIT,
		.near = step ? kb->region[step->region].id : NULL, .marks = marks, .n_marks = n, .pulls = pulls, .n_pulls = step ? 0 : n_pulls, .words = &words };
	bodymap_svg(&b, &v);
	return buf_as_html(&b);
}

/* ---- what changed since last time ---- */

static void say(struct web *w, struct session_brief_view *v, const char *text)
{
	if (v->changed.n < CHANGED_MOST)
		v->changed.at[v->changed.n++] = arena_text(w->cx.a, text);
}

static bool mean_pain(struct web *w, day from, day to, double *mean)
{
	struct checkin_since_rows rows;
	char first[11], last[11];
	double sum = 0;
	int n = 0;

	day_iso(from, first);
	day_iso(to, last);
	if (!q_checkin_since(w->cx.db, w->id, first, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++)
		if (strcmp(rows.at[i].day, last) <= 0 && !isnan(rows.at[i].pain)) {
			sum += rows.at[i].pain;
			n++;
		}
	*mean = n ? sum / n : (double)NAN;
	return true;
}

/* What the client told after it, and what was answered anew since. */
static bool fill_answers(struct web *w, int64_t since, struct session_brief_view *v)
{
	struct answer_all_rows all;
	bool *told = NEWS(w->cx.a, bool, w->cx.kb->n_findings + 1);

	if (!q_answer_all(w->cx.db, w->id, &all))
		return false;
	for (size_t i = 0; i < all.n && all.at[i].at >= since; i++) {
		int f = kb_finding(w->cx.kb, all.at[i].finding);
		bool after = str_equal(all.at[i].occasion, "after");

		if (f < 0 || told[f] || w->cx.kb->finding[f].private)
			continue;
		told[f] = true;
		if (after && all.at[i].value > 0 && w->cx.kb->finding[f].module == MODULE_SAFETY)
			say(w, v, arena_fmt(w->cx.a, "Told after it: %s.", w->cx.kb->finding[f].name));
		else if (w->cx.kb->finding[f].is_bool && all.at[i].value == 1 && !str_equal(all.at[i].occasion, "intake"))
			say(w, v, arena_fmt(w->cx.a, "New yes: %s (%s).", w->cx.kb->finding[f].name, staff_when(w, all.at[i].at)));
	}
	return true;
}

static bool fill_last(struct web *w, const struct treatment_list *last, struct session_brief_view *v)
{
	struct treatment t;
	struct note_before_rows note;
	struct session_borne_rows borne;
	struct circulation felt;
	char on[40], tomorrow[11];
	double before, since;

	if (!treatment_load(&w->cx, w->id, last->id, false, &t))
		return false;
	day_long(t.on, on, sizeof(on));
	day_iso(w->cx.today, tomorrow);
	int much = 0, stopped = 0;
	for (int i = 0; i < t.n_steps; i++) {
		much += t.now.step[i].felt[FELT_MUCH];
		stopped += t.now.step[i].state == STEP_STOPPED;
	}
	say(w, v, arena_fmt(w->cx.a, "Last session: %s, %d min, mean pressure %.1f of 5%s%s.", on, (int)(t.now.ms / 60000), session_pressure(&t.now),
		much ? "; it was too much once or more" : "", stopped ? "; a step was stopped" : ""));
	if (!mean_pain(w, t.on - 7, t.on - 1, &before) || !mean_pain(w, t.on, w->cx.today, &since))
		return false;
	if (!isnan(before) && !isnan(since))
		say(w, v, arena_fmt(w->cx.a, "Pain in check-ins: %.1f in the week before it, %.1f since.", before, since));
	if (!circulation_load(&w->cx, w->id, &felt))
		return false;
	if (felt.n_sessions && felt.session[0].treatment == last->id)
		say(w, v, arena_fmt(w->cx.a, "What was told after it: %s", felt.session[0].words));
	if (!fill_answers(w, last->started, v) || !q_session_borne(w->cx.db, w->id, w->cx.now + CLOCK_AHEAD, &borne) || !q_note_before(w->cx.db, w->id, 0, tomorrow, &note))
		return false;
	if (borne.at[0].told < last->started)
		say(w, v, "How it felt afterwards was not told yet.");
	if (note.n && note.at[0].next[0])
		say(w, v, arena_fmt(w->cx.a, "You wrote for next time: %s", note.at[0].next));
	return true;
}

static bool fill_since(struct web *w, const struct record *r, const struct treatment_list_rows *all, struct session_brief_view *v)
{
	struct course_words course;
	struct session_past *past;
	const char *what_worked;
	double rise, gain;
	int n;

	v->changed.at = NEWS(w->cx.a, const char *, CHANGED_MOST);
	if (!all->n)
		say(w, v, "This is the first session here.");
	else if (!fill_last(w, &all->at[0], v))
		return false;
	if (!staff_course(w, r, &course) || !treatment_past(&w->cx, r, &past, &n))
		return false;
	say(w, v, arena_fmt(w->cx.a, "How it goes: %s. %s", course.word, course.proposal));
	if (!session_worked(w, r, &course, &what_worked))
		return false;
	if (what_worked)
		say(w, v, what_worked);
	enum session_trend t = session_trend(w->cx.kb, past, n, &rise, &gain);
	v->trend = session_trend_words(w->cx.a, w->cx.kb, t, rise, gain);
	return true;
}

/* ---- the plan of the hour ---- */

static const char *place_value(struct web *w, const struct session_step *s)
{
	return arena_fmt(w->cx.a, "%s %s", w->cx.kb->region[s->region].id, s->side == SIDE_LEFT ? "left" : s->side == SIDE_RIGHT ? "right" : "both");
}

static struct hour_row hour_row(struct web *w, const struct record *r, const struct session_step *s, int i, const char *why)
{
	const struct kb *kb = w->cx.kb;
	struct session_now nothing = session_fold(w->cx.a, kb, s, 1, NULL, 0, 0);
	enum session_may may = decided_may(&w->cx, r, s, &nothing);
	int most = decided_most(&w->cx, r, s);
	struct hour_row row = { i, kb->item[s->item].id, place_value(w, s), kb->item[s->item].name, session_place(w->cx.a, kb, s->region, s->side), why,
		may == MAY_BLOCKED ? "blocked today" : may == MAY_DECLINED ? "declined" : NULL, s->minutes, s->pressure > most ? most : s->pressure, most,
		may == MAY_ASK, true, kb_hands(kb, s->item, -1) >= 0 };

	for (int b = 0; may == MAY_BLOCKED && b < r->s->n_blocked; b++)
		if (r->s->blocked[b].item == s->item && r->s->blocked[b].limit == LIMIT_NEVER && (r->s->blocked[b].region < 0 || r->s->blocked[b].region == s->region))
			row.blocked = assess_because(w->cx.a, kb, &r->s->blocked[b], true);
	return row;
}

/* What was typed into a row stays in it. */
static void retype(struct web *w, struct hour_row *row)
{
	int64_t n;

	if (int_read(typed(w, session_field(w, "minutes", row->index), ""), 0, 999, &n))
		row->minutes = (int)n;
	if (int_read(typed(w, session_field(w, "pressure", row->index), ""), 0, 999, &n))
		row->pressure = (int)n;
	row->keep = form_has(&w->form, session_field(w, "keep", row->index));
}

/* On an earlier day it may have been allowed. */
static const char *not_today(struct web *w, const char *name, bool no)
{
	return no ? arena_fmt(w->cx.a, "%s (not today)", name) : name;
}

static void fill_choices(struct web *w, const struct record *r, struct session_brief_view *v)
{
	const struct kb *kb = w->cx.kb;

	v->items.at = NEWS(w->cx.a, struct option_view, kb->n_items + 1);
	v->items.at[v->items.n++] = (struct option_view){ "", "none", NULL, true };
	for (int i = 0; i < kb->n_items; i++)
		if (session_item(&kb->item[i]))
			v->items.at[v->items.n++] = (struct option_view){ kb->item[i].id, not_today(w, kb->item[i].name,
				screen_never(kb, r->s, i, -1) || r->c->limits.declined_item[i]), NULL, false };
	v->places.at = NEWS(w->cx.a, struct option_view, 2 * kb->n_regions + 1);
	for (int i = 0; i < kb->n_regions; i++) {
		const struct region *g = &kb->region[i];

		bool no = r->c->limits.declined_region[i];
		if (g->side == SIDE_LEFT)
			v->places.at[v->places.n++] = (struct option_view){ arena_fmt(w->cx.a, "%s both", g->id),
				not_today(w, session_place(w->cx.a, kb, i, SIDE_NONE), no), NULL, false };
		v->places.at[v->places.n++] = (struct option_view){ arena_fmt(w->cx.a, "%s %s", g->id, g->side == SIDE_LEFT ? "left" : g->side == SIDE_RIGHT ? "right" : "both"),
			not_today(w, g->name, no), NULL, false };
	}
	v->blanks.at = NEWS(w->cx.a, struct hour_row, BLANKS);
	for (int i = 0; i < BLANKS; i++) {
		struct hour_row *b = &v->blanks.at[v->blanks.n++];

		*b = (struct hour_row){ .index = SESSION_ROWS + i, .minutes = 10, .pressure = 2, .most = PRESSURE_MOST };
		b->item = typed(w, session_field(w, "item", b->index), "");
		b->place = typed(w, session_field(w, "place", b->index), "");
		retype(w, b);
	}
}

static bool fill_steps(struct web *w, const struct record *r, const struct treatment_list_rows *all, struct session_brief_view *v)
{
	const char *from = form_get(w->cx.a, &w->form, "from");
	bool again = w->q->method == METHOD_POST;
	struct session_step step[SESSION_STEPS];
	const struct plan_week *week = NULL;
	struct kept_plan kept;
	struct treatment t;
	int n = 0;

	if (!care_plan(&w->cx, w->id, true, &kept) || (kept.id && !staff_decided(w, r, &kept.plan, &v->decided)))
		return false;
	v->has_plan = kept.id != 0;
	v->has_last = all->n > 0;
	int now = kept.id ? (w->cx.today - kept.starts) / 7 + 1 : 0;
	v->week = now < 1 ? 0 : now > WEEKS ? WEEKS : now;
	v->from_last = v->has_last && from && str_equal(from, "last");
	v->from_plan = v->has_plan && !v->from_last && (!from || !str_equal(from, "none"));
	if (v->from_plan) {
		week = &kept.plan.week[v->week ? v->week - 1 : 0];
		n = session_from_week(week, step);
	} else if (v->from_last) {
		if (!treatment_load(&w->cx, w->id, all->at[0].id, false, &t))
			return false;
		n = t.n_steps;
		memcpy(step, t.step, sizeof(step));
	}
	v->steps.at = NEWS(w->cx.a, struct hour_row, SESSION_ROWS);
	for (int i = 0; i < n && i < SESSION_ROWS; i++) {
		v->steps.at[v->steps.n++] = hour_row(w, r, &step[i], i, week ? week->session[i].why : "");
		v->minutes += step[i].minutes;
		if (again)
			retype(w, &v->steps.at[i]);
	}
	fill_choices(w, r, v);
	return true;
}

static bool fill_hold(struct web *w, const struct record *r, const struct treatment_list_rows *all, struct session_brief_view *v)
{
	struct err why = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (!all->at[i].ended)
			v->open_path = session_path(w, all->at[i].id, "");
	if (treatment_may(&w->cx, r, &why))
		return true;
	if (why.code != ERR_DANGER)
		return false;
	v->hold = arena_text(w->cx.a, why.detail);
	bool before = str_equal(why.field, "before"), stop = str_equal(why.field, "stop");
	v->hold_path = before ? staff_path(w, "/before") : stop && r->stops.n ? staff_path(w, arena_fmt(w->cx.a, "/stop/%lld", (long long)r->stops.at[0].id)) :
		staff_path(w, "");
	v->ask_first = before;
	v->hold_label = before ? "Ask them now" : stop ? "Clear it up" : "To the client";
	return true;
}

static bool fill_muscles(struct web *w, const struct record *r, struct session_brief_view *v)
{
	struct assess as;

	if (!care_assess(&w->cx, r, &as))
		return false;
	struct muscles_shown shown = care_muscles(w->cx.a, r, &as);
	v->muscles.at = NEWS(w->cx.a, struct muscle_row, PRESS_FIRST);
	for (int i = 0; i < shown.n && i < PRESS_FIRST; i++)
		v->muscles.at[v->muscles.n++] = (struct muscle_row){ .name = shown.at[i].unit->name, .side = shown.at[i].side, .path = shown.at[i].sentence,
			.palpate = shown.at[i].unit->palpate, .rank = i + 1 };
	if (v->art) {
		v->back = session_map(w, r, NULL, &shown, BODYMAP_BACK);
		v->front = session_map(w, r, NULL, &shown, BODYMAP_FRONT);
	}
	return true;
}

bool page_session_brief(struct web *w)
{
	struct treatment_list_rows all;
	struct record r;
	char today[11];

	if (!staff_record(w, &r) || !q_treatment_list(w->cx.db, w->id, &all))
		return false;
	day_iso(w->cx.today, today);
	struct session_brief_view v = { .page = view_page(w, "Session", "staff", "clients"), .id = w->id, .name = staff_name(w, &r),
		.day = typed(w, "day", arena_text(w->cx.a, today)), .back_reason = typed(w, "back_reason", ""), .art = bodymap_available() };
	v.against = w->q->method == METHOD_POST && str_begins(w->err.field, "step") && !str_equal(v.day, today);
	v.back_dated = v.back_reason[0] || !str_equal(v.day, today);
	v.blocks = staff_blocks(w, &r);
	if (!session_number(w, 0, &v.number) || !fill_hold(w, &r, &all, &v) || !fill_since(w, &r, &all, &v) || !fill_muscles(w, &r, &v) ||
	    !fill_steps(w, &r, &all, &v) || !page_keep_error(w, &v.page))
		return false;
	tmpl_session_brief(&w->r->body, &v);
	return true;
}
