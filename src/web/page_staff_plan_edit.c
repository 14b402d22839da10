/* web/page_staff_plan_edit.c -- one piece of a plan changed by hand; the plan anew around what was decided, before and after. */
#include "app/decided.h"
#include "app/planning.h"
#include "base/form.h"
#include "base/str.h"
#include "web/session.h"
#include "web/staff.h"

#include <string.h>

bool page_plan(struct web *w);
bool do_plan(struct web *w);
bool page_plan_change(struct web *w);
bool page_plan_anew(struct web *w);
bool do_plan_anew(struct web *w);
bool do_plan_undo(struct web *w);

enum { INSTEAD_SHOWN = 6, RULES_SHOWN = 2, ACT_DROP = 7, ACT_LESSON_OUT, ACT_LESSON_MOVE, ACTS, LINES_MOST = SESSION_ITEMS + HOME_ITEMS + 1 };

static bool any_of(const char *word, const char *const *list, int n)
{
	for (int i = 0; i < n; i++)
		if (str_equal(word, list[i]))
			return true;
	return false;
}

struct held_rows staff_wishes(struct web *w, const struct planning *g)
{
	struct held_rows rows = { NEWS(w->cx.a, struct held_row, g->all.n + 1), 0 };
	const char **planned = NEWS(w->cx.a, const char *, g->kept.plan.wishes.n + 1);
	int n = g->kept.plan.wishes.n;

	for (int i = 0; i < n; i++)
		planned[i] = wish_line(w->cx.a, w->cx.kb, &g->kept.plan.wishes.at[i]);
	for (int i = 0; i < g->all.n; i++)
		rows.at[rows.n++] = (struct held_row){ i, wish_words(w->cx.a, w->cx.kb, &g->all.at[i]), any_of(wish_line(w->cx.a, w->cx.kb, &g->all.at[i]), planned, n) };
	return rows;
}

bool staff_decided(struct web *w, const struct record *r, const struct plan *p, struct decided_rows *out)
{
	struct decideds all;

	if (!decided_load(&w->cx, r, p, &all))
		return false;
	*out = (struct decided_rows){ NEWS(w->cx.a, struct decided_row, all.n + 1), 0 };
	for (int i = 0; i < all.n; i++)
		out->at[out->n++] = (struct decided_row){ all.at[i].what, all.at[i].rule, all.at[i].reason,
			all.at[i].at ? arena_fmt(w->cx.a, "%s, %s", all.at[i].by, staff_when(w, all.at[i].at)) : "" };
	return true;
}

void staff_no_field(struct page_view *page)
{
	if (page->error)
		page->error_field = "";
}

/* ---- one piece ---- */

/* The place that is asked about: of the query, or of the form that was sent. */
static bool read_place(struct web *w, const struct planning *g, int64_t *week, bool *home, int64_t *index)
{
	static const char *const places[] = { "session", "home" };
	int place;

	if (!form_int(w->cx.a, &w->form, "week", 1, WEEKS, week, &w->err) || !form_choice(w->cx.a, &w->form, "place", places, 2, &place, &w->err) ||
		!form_int(w->cx.a, &w->form, "index", 0, SESSION_ITEMS, index, &w->err))
		return false;
	*home = place == 1;
	const struct plan_week *p = &g->kept.plan.week[*week - 1];
	return (g->kept.id && *index < (*home ? p->n_home : p->n_session)) || fail(&w->err, ERR_MISSING, "", "This part of the plan is not there any more.");
}

static void fill_instead(struct web *w, const struct record *r, const struct assess *as, const struct planning *g, struct change_view *v)
{
	const struct kb *kb = w->cx.kb;
	struct plan_instead *all = NEWS(w->cx.a, struct plan_instead, kb->n_items + 1);
	int n = plan_instead(w->cx.a, kb, r->c, r->s, &as->b, &g->kept.plan, v->week, !v->session, v->index, all);

	v->instead.at = NEWS(w->cx.a, struct instead_row, INSTEAD_SHOWN + 1);
	v->by_rule.at = NEWS(w->cx.a, struct instead_row, RULES_SHOWN + 1);
	for (int i = 0; i < n; i++) {
		const struct item *it = &kb->item[all[i].item];
		struct instead_row row = { it->name, staff_gain(w, all[i].more), all[i].rule >= 0 ? kb->block[all[i].rule].because : NULL, all[i].item, all[i].pressure,
			it->component == COMPONENT_MIND };

		if (!row.rule && v->instead.n < INSTEAD_SHOWN)
			v->instead.at[v->instead.n++] = row;
		if (row.rule && v->by_rule.n < RULES_SHOWN)
			v->by_rule.at[v->by_rule.n++] = row;
	}
}

static void fill_piece(struct web *w, const struct record *r, const struct planning *g, struct change_view *v)
{
	const struct kb *kb = w->cx.kb;
	const struct plan_week *p = &g->kept.plan.week[v->week - 1];
	const struct plan_item *it = v->session ? &p->session[v->index] : NULL;
	const struct plan_home *h = v->session ? NULL : &p->home[v->index];
	int item = it ? it->item : h->item;

	v->what = kb->item[item].name;
	v->where = it ? staff_place(w, it) : "at home";
	v->why = it ? it->why : h->why;
	v->minutes_now = it ? it->minutes : h->minutes;
	v->pressure_now = it ? it->pressure : 0;
	v->minutes = typed(w, "minutes", arena_fmt(w->cx.a, "%d", v->minutes_now));
	v->pressure = typed(w, "pressure", arena_fmt(w->cx.a, "%d", v->pressure_now));
	v->against = it && it->region >= 0 && screen_pressure(kb, screen_decided(w->cx.a, kb, r->s), item, it->region) > screen_pressure(kb, r->s, item, it->region);
	v->weeks.at = NEWS(w->cx.a, struct option_view, WEEKS);
	for (int t = g->all.from > 1 ? g->all.from : 1; t <= WEEKS; t++)
		if (t != v->week && (it || kb->item[item].week <= t))
			v->weeks.at[v->weeks.n++] = (struct option_view){ arena_fmt(w->cx.a, "%d", t), arena_fmt(w->cx.a, "Week %d", t), NULL, false };
}

static void add_spot(struct web *w, struct option_views *to, const struct session_step *s)
{
	static const char *const sides[] = { [SIDE_NONE] = "both", [SIDE_LEFT] = "left", [SIDE_RIGHT] = "right" };
	const char *value = arena_fmt(w->cx.a, "%s %s", w->cx.kb->region[s->region].id, sides[s->side]);

	to->at[to->n++] = (struct option_view){ value, session_place(w->cx.a, w->cx.kb, s->region, s->side), NULL, str_equal(typed(w, "spot", ""), value) };
}

/* Where else on the body it may go, as firm as it is or as that place lets it be. */
static void fill_spots(struct web *w, const struct record *r, const struct planning *g, struct change_view *v)
{
	const struct kb *kb = w->cx.kb;
	const struct plan_item *it = &g->kept.plan.week[v->week - 1].session[v->index];

	v->spots.at = NEWS(w->cx.a, struct option_view, 2 * kb->n_regions + 2);
	v->spots.at[v->spots.n++] = (struct option_view){ "", "Choose a place", NULL, false };
	for (int i = 0; i < kb->n_regions; i++)
		for (int both = kb->region[i].side == SIDE_LEFT; both >= 0; both--) {
			struct session_step s = { it->item, i, both ? SIDE_NONE : kb->region[i].side, it->minutes, it->pressure };
			const struct session_now nothing = session_fold(w->cx.a, kb, &s, 1, NULL, 0, 0);
			enum session_may may = session_may(kb, r->c, r->s, &s, &nothing);

			if (kb->region[i].side != SIDE_NONE && (may == MAY_BEGIN || may == MAY_ASK) && session_in_area(kb, &s) && session_most(kb, r->c, r->s, &s) >= it->pressure &&
				(i != it->region || s.side != it->side))
				add_spot(w, &v->spots, &s);
		}
}

bool page_plan_change(struct web *w)
{
	struct record r;
	struct planning g;
	struct assess as;
	struct err had = w->err;
	int64_t week, index;
	bool home;

	if (w->q->method != METHOD_POST && !form_has(&w->form, "week"))
		return web_go(w, staff_path(w, "/plan"));
	w->err = (struct err){ 0 };
	if (!staff_record(w, &r) || !planning_load(&w->cx, w->id, &g) || !read_place(w, &g, &week, &home, &index) || !care_assess(&w->cx, &r, &as))
		return false;
	w->err = had;
	if (week < g.all.from)
		return web_go(w, staff_path(w, "/plan"));
	struct change_view v = { .page = view_page(w, "Change the plan", "staff", "clients"), .id = w->id, .plan = g.kept.id, .version = g.kept.version,
		.name = staff_name(w, &r), .place = home ? "home" : "session", .reason = typed(w, "reason", ""), .week = (int)week, .index = (int)index, .session = !home };
	fill_piece(w, &r, &g, &v);
	fill_instead(w, &r, &as, &g, &v);
	if (v.session)
		fill_spots(w, &r, &g, &v);
	if (!page_keep_error(w, &v.page))
		return false;
	if (v.page.error && !any_of(v.page.error_field, (const char *const[]){ "reason", "minutes", "pressure", "to", "spot" }, 5))
		staff_no_field(&v.page);
	tmpl_staff_change(&w->r->body, &v);
	return true;
}

/* ---- deciding ---- */

struct sent { int64_t plan, version, week, index, item, to, minutes, pressure, which, lesson; const char *reason; int act, place; struct session_step spot; };

static bool number(struct web *w, const char *name, int64_t least, int64_t most, int64_t *out)
{
	*out = 0;
	return !form_has(&w->form, name) || form_int(w->cx.a, &w->form, name, least, most, out, &w->err);
}

static bool read_spot(struct web *w, struct sent *s)
{
	const char *text = form_get(w->cx.a, &w->form, "spot");

	return s->act != DECIDE_PLACE || (text && session_read_place(w->cx.kb, text, &s->spot)) || fail(&w->err, ERR_INPUT, "spot", "a place of the body is wanted");
}

static bool read_sent(struct web *w, struct sent *s)
{
	static const char *const acts[] = { "hold", "out", "out_all", "instead", "move", "set", "place", "drop", "lesson_out", "lesson_move" }, *const places[] = { "session", "home" };

	s->reason = "";
	s->place = 0;
	return form_int(w->cx.a, &w->form, "plan", 1, (int64_t)1 << 53, &s->plan, &w->err) && form_int(w->cx.a, &w->form, "version", 1, 1 << 20, &s->version, &w->err) &&
		form_choice(w->cx.a, &w->form, "act", acts, ACTS, &s->act, &w->err) && number(w, "which", 0, WISHES_KEPT, &s->which) &&
		(s->act >= ACT_DROP || form_int(w->cx.a, &w->form, "week", 1, WEEKS, &s->week, &w->err)) && number(w, "week", 1, WEEKS, &s->week) &&
		(!form_has(&w->form, "place") || form_choice(w->cx.a, &w->form, "place", places, 2, &s->place, &w->err)) &&
		number(w, "index", 0, SESSION_ITEMS, &s->index) && number(w, "item", 0, w->cx.kb->n_items - 1, &s->item) && number(w, "to", 1, WEEKS, &s->to) &&
		number(w, "lesson", 0, w->cx.kb->n_lessons - 1, &s->lesson) && read_spot(w, s) &&
		((s->act != DECIDE_MOVE && s->act != ACT_LESSON_MOVE) || s->to || fail(&w->err, ERR_INPUT, "to", "a week is wanted")) &&
		number(w, "minutes", 5, 90, &s->minutes) && number(w, "pressure", 0, 5, &s->pressure) &&
		(!form_has(&w->form, "reason") || form_text(w->cx.a, &w->form, "reason", 0, REASON_MOST, &s->reason, &w->err)) && form_end(&w->form, &w->err);
}

static bool again(struct web *w, int act)
{
	if (w->err.code != ERR_INPUT)
		return false;
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && (act == DECIDE_INSTEAD || act == DECIDE_MOVE || act == DECIDE_SET || act == DECIDE_PLACE ? page_plan_change(w) : page_plan(w));
}

/* A piece goes to another place as firm as it is, or as that place lets it be. */
static struct decision decision_of(const struct sent *s)
{
	return (struct decision){ .act = (enum decide)s->act, .week = (int)s->week, .index = (int)s->index, .home = s->place == 1, .item = (int)s->item, .to = (int)s->to,
		.minutes = (int)s->minutes, .pressure = (int)s->pressure, .reason = s->reason, .region = s->spot.region, .side = s->spot.side };
}

static bool decide(struct web *w, const struct sent *s)
{
	const struct decision d = decision_of(s);

	switch (s->act) {
	case ACT_DROP:
		return planning_drop(&w->cx, w->id, s->plan, s->version, (int)s->which);
	case ACT_LESSON_OUT:
	case ACT_LESSON_MOVE:
		return planning_lesson(&w->cx, w->id, s->plan, s->version, (int)s->lesson, s->act == ACT_LESSON_MOVE ? (int)s->to : 0);
	default:
		return planning_decide(&w->cx, w->id, s->plan, s->version, &d);
	}
}

bool do_plan(struct web *w)
{
	struct sent s = { .act = -1 };

	if (!read_sent(w, &s))
		return page_plan(w);
	if (!cx_save(&w->cx))
		return false;
	if (!decide(w, &s))
		return again(w, s.act);
	return web_go_with(w, staff_path(w, s.week ? arena_fmt(w->cx.a, "/plan?week=%d", (int)s.week) : "/plan"), "decided");
}

/* ---- before and after ---- */

static void line(struct anew_lines *l, const char *text, const char *mark, bool mind)
{
	l->at[l->n++] = (struct anew_line){ text, mark, mind };
}

static struct anew_lines lines_of(struct web *w, const struct plan *p, int week)
{
	const struct plan_week *k = &p->week[week - 1];
	const struct kb *kb = w->cx.kb;
	struct anew_lines l = { NEWS(w->cx.a, struct anew_line, LINES_MOST), 0 };

	for (int i = 0; i < k->n_session; i++) {
		const struct plan_item *it = &k->session[i];

		line(&l, arena_fmt(w->cx.a, "%s, %s, %d min%s", kb->item[it->item].name, staff_place(w, it), it->minutes,
			it->pressure ? arena_fmt(w->cx.a, ", pressure %d", it->pressure) : ""), planning_kept(p, week, false, i) ? "held" : "", false);
	}
	for (int i = 0; i < k->n_home; i++)
		line(&l, arena_fmt(w->cx.a, "At home: %s, %d min", kb->item[k->home[i].item].name, k->home[i].minutes), planning_kept(p, week, true, i) ? "held" : "",
			kb->item[k->home[i].item].component == COMPONENT_MIND);
	if (k->lesson >= 0)
		line(&l, arena_fmt(w->cx.a, "Lesson: %s", kb->lesson[k->lesson].name), "", true);
	return l;
}

/* Marks what stands only here; each line of the other side answers for one here.  True when something does. */
static bool mark_missing(struct web *w, struct anew_lines *here, const struct anew_lines *there, const char *mark)
{
	bool *used = NEWS(w->cx.a, bool, there->n + 1), any = false;

	for (size_t i = 0; i < here->n; i++) {
		size_t k = 0;

		while (k < there->n && (used[k] || !str_equal(here->at[i].text, there->at[k].text)))
			k++;
		if (k < there->n) {
			used[k] = true;
			continue;
		}
		any = true;
		if (!here->at[i].mark[0])
			here->at[i].mark = mark;
	}
	return any;
}

static void fill_weeks(struct web *w, const struct plan *before, const struct plan *after, struct anew_view *v)
{
	v->weeks.at = NEWS(w->cx.a, struct anew_week, WEEKS);
	for (int t = 1; t <= WEEKS; t++) {
		struct anew_week k = { t, lines_of(w, before, t), lines_of(w, after, t) };
		bool gone = mark_missing(w, &k.before, &k.after, "gone"), new = mark_missing(w, &k.after, &k.before, "new");

		if (gone || new)
			v->weeks.at[v->weeks.n++] = k;
	}
	if (v->weeks.n < WEEKS)
		v->same = v->weeks.n ? "The other weeks stay as they are." : "No week changes; your decisions are kept with the plan.";
}

static const char *value_words(struct web *w, double before, double after)
{
	double more = before > 0 ? after / before - 1 : 0;

	if (more > -0.0005 && more < 0.0005)
		return "Expected to do as much as the plan as it is";
	return arena_fmt(w->cx.a, "Expected to do %.1f %% %s than the plan as it is", 100 * (more < 0 ? -more : more), more < 0 ? "less" : "more");
}

bool page_plan_anew(struct web *w)
{
	struct record r;
	struct planning g;
	struct plan after;

	if (!staff_record(w, &r) || !planning_load(&w->cx, w->id, &g))
		return false;
	if (!g.kept.id)
		return web_go(w, staff_path(w, "/plan"));
	struct anew_view v = { .page = view_page(w, "The plan anew", "staff", "clients"), .id = w->id, .plan = g.kept.id, .version = g.kept.version, .name = staff_name(w, &r),
		.path = staff_path(w, "/plan"), .approved = g.kept.approved, .wishes = staff_wishes(w, &g) };
	if (planning_around(&w->cx, &r, &g, &after)) {
		struct assess as;

		if (!care_assess(&w->cx, &r, &as) || !staff_decided(w, &r, &after, &v.decided))
			return false;
		v.value = value_words(w, plan_worth(w->cx.kb, &as.b, &g.kept.plan), after.value);
		v.gap = arena_fmt(w->cx.a, "No other plan around these decisions could be expected to do more than %.1f %% better.", after.value > 0 ? 100 * (after.bound / after.value - 1) : 0);
		fill_weeks(w, &g.kept.plan, &after, &v);
	} else if (w->err.code == ERR_INPUT || w->err.code == ERR_DANGER) {
		v.fault = arena_text(w->cx.a, w->err.detail);
		w->err = (struct err){ 0 };
	} else {
		return false;
	}
	tmpl_staff_anew(&w->r->body, &v);
	return true;
}

static bool read_version(struct web *w, int64_t *plan, int64_t *version)
{
	return form_int(w->cx.a, &w->form, "plan", 1, (int64_t)1 << 53, plan, &w->err) && form_int(w->cx.a, &w->form, "version", 1, 1 << 20, version, &w->err) &&
		form_end(&w->form, &w->err);
}

bool do_plan_anew(struct web *w)
{
	int64_t plan, version;

	return read_version(w, &plan, &version) && cx_save(&w->cx) && planning_accept(&w->cx, w->id, plan, version) && web_go_with(w, staff_path(w, "/plan"), "edited");
}

bool do_plan_undo(struct web *w)
{
	int64_t plan, version;

	if (!read_version(w, &plan, &version) || !cx_save(&w->cx))
		return false;
	return planning_undo(&w->cx, w->id, plan, version) ? web_go_with(w, staff_path(w, "/plan"), "undone") : again(w, -1);
}
