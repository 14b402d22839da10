/* web/page_staff_plan.c -- the ten weeks as the therapist sees them: propose, look, change, approve. */
#include "app/athome.h"
#include "app/planning.h"
#include "base/form.h"
#include "base/str.h"
#include "core/session.h"
#include "web/staff.h"

#include <string.h>

bool do_propose(struct web *w);
bool page_plan(struct web *w);
bool do_approve(struct web *w);

bool do_propose(struct web *w)
{
	int64_t plan;

	if (!form_end(&w->form, &w->err) || !cx_save(&w->cx) || !care_propose(&w->cx, w->id, &plan))
		return false;
	return web_go_with(w, staff_path(w, "/plan"), "proposed");
}

const char *staff_place(struct web *w, const struct plan_item *it)
{
	return it->region >= 0 ? session_place(w->cx.a, w->cx.kb, it->region, it->side) : "";
}

/* "3 days a week; places: Buttock, Calf" */
static const char *home_words(struct web *w, const struct record *r, const struct plan_home *h)
{
	const char *places = athome_places(&w->cx, r, h->item);

	return arena_fmt(w->cx.a, "%d days a week%s%s", h->days, places[0] ? "; places: " : "", places);
}

static struct plan_item_row item_row(struct web *w, const struct planning *g, int week, bool home, int i, const char *where, const char *why)
{
	const struct plan_week *p = &g->kept.plan.week[week - 1];
	int item = home ? p->home[i].item : p->session[i].item;
	const struct plan_wish *kept = planning_kept(&g->kept.plan, week, home, i);

	return (struct plan_item_row){ .index = i, .technique = kb_hands(w->cx.kb, item, -1) >= 0 ? w->cx.kb->item[item].id : NULL,
		.name = w->cx.kb->item[item].name, .where = where, .why = why, .mind = w->cx.kb->item[item].component == COMPONENT_MIND,
		.minutes = home ? p->home[i].minutes : p->session[i].minutes, .pressure = home ? 0 : p->session[i].pressure, .held = planning_held(g, week, home, i),
		.out = planning_out(g, week, home, i), .against = kept && kept->decided };
}

static void fill_lesson(struct web *w, const struct planning *g, const struct plan_week *p, struct plan_week_row *row)
{
	row->lesson_id = p->lesson;
	row->lesson_to.at = NEWS(w->cx.a, struct option_view, WEEKS);
	for (int t = g->all.from > 1 ? g->all.from : 1; p->lesson >= 0 && t <= WEEKS; t++)
		if (t != p->week)
			row->lesson_to.at[row->lesson_to.n++] = (struct option_view){ arena_fmt(w->cx.a, "%d", t), arena_fmt(w->cx.a, "week %d", t), NULL, t == p->week + 1 };
}

static void fill_week(struct web *w, const struct record *r, const struct planning *g, const struct plan_week *p,
	struct plan_week_row *row)
{
	const struct kb *kb = w->cx.kb;

	*row = (struct plan_week_row){ .week = p->week, .minutes = p->minutes, .theme = plan_week_of(kb, p)->theme,
		.lesson = p->lesson >= 0 ? kb->lesson[p->lesson].name : NULL, .lesson_why = p->lesson_why, .over = p->week < g->all.from };
	fill_lesson(w, g, p, row);
	row->session.at = NEWS(w->cx.a, struct plan_item_row, p->n_session + 1);
	for (int i = 0; i < p->n_session; i++) {
		const struct plan_item *it = &p->session[i];

		row->session.at[row->session.n++] = item_row(w, g, p->week, false, i, staff_place(w, it), it->why);
	}
	row->home.at = NEWS(w->cx.a, struct plan_item_row, p->n_home + 1);
	for (int i = 0; i < p->n_home; i++) {
		const struct plan_home *h = &p->home[i];

		row->home.at[row->home.n++] = item_row(w, g, p->week, true, i, home_words(w, r, h), h->why);
	}
	row->measures.at = NEWS(w->cx.a, const char *, p->measures.n + 1);
	for (int i = 0; i < p->measures.n; i++)
		row->measures.at[row->measures.n++] = kb->instrument[p->measures.at[i]].name;
}

static const char *id_name(struct web *w, const char *id)
{
	int item = kb_item(w->cx.kb, id), lesson = kb_lesson(w->cx.kb, id);

	return item >= 0 ? w->cx.kb->item[item].name : lesson >= 0 ? w->cx.kb->lesson[lesson].name : id;
}

static struct pair_rows others(struct web *w, const struct plan_other *o, int n)
{
	struct pair_rows rows = { NEWS(w->cx.a, struct pair_row, n + 1), 0 };

	for (int i = 0; i < n; i++)
		rows.at[rows.n++] = (struct pair_row){ id_name(w, o[i].id), o[i].because };
	return rows;
}

static bool at_home(const struct plan *p, int item)
{
	for (int i = 0; i < WEEKS; i++)
		for (int k = 0; k < p->week[i].n_home; k++)
			if (p->week[i].home[k].item == item)
				return true;
	return false;
}

/* Each exercise of the ten weeks that is drawn, once. */
static struct drawn_rows drawings(struct web *w, const struct plan *p)
{
	const struct kb *kb = w->cx.kb;
	struct drawn_rows rows = { NEWS(w->cx.a, struct drawn_row, kb->n_items + 1), 0 };

	for (int i = 0; i < kb->n_items; i++)
		if (kb->item[i].figure >= 0 && at_home(p, i))
			rows.at[rows.n++] = (struct drawn_row){ kb->item[i].name, page_figure(w, i, false) };
	return rows;
}

static void fill_dates(struct web *w, day starts, struct plan_page_view *v)
{
	const char **at = NEWS(w->cx.a, const char *, WEEKS);
	char on[40];

	day_long(starts, on, sizeof(on));
	v->began = arena_text(w->cx.a, on);
	for (int i = 0; i < WEEKS; i++) {
		day_short(starts + 7 * i, on, sizeof(on));
		at[i] = arena_text(w->cx.a, on);
	}
	v->dates = (struct text_views){ at, WEEKS };
}

bool page_plan(struct web *w)
{
	struct record r;
	struct planning g;
	struct err gate = { 0 };
	char iso[11];

	if (!staff_record(w, &r) || !planning_load(&w->cx, w->id, &g))
		return false;
	const struct kept_plan kept = g.kept;
	struct plan_page_view v = { .page = view_page(w, "Ten weeks", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .plan = kept.id, .version = kept.version,
		.any = kept.id != 0, .approved = kept.approved, .state = kept.approved ? "Approved" : "Proposed" };
	day monday = w->cx.today + 7 - day_weekday(w->cx.today);
	day_iso(kept.approved ? kept.starts : monday, iso);
	v.starts = typed(w, "starts", arena_text(w->cx.a, iso));
	v.now = kept.approved ? (w->cx.today - kept.starts) / 7 + 1 : 0;
	if (kept.approved)
		fill_dates(w, kept.starts, &v);
	if (!record_gate(&w->cx, &r, &gate))
		v.gate = staff_gate(w, &r, &gate);
	v.weeks.at = NEWS(w->cx.a, struct plan_week_row, WEEKS);
	for (int i = 0; v.any && i < WEEKS; i++)
		fill_week(w, &r, &g, &kept.plan.week[i], &v.weeks.at[v.weeks.n++]);
	if (v.any)
		v.drawn = drawings(w, &kept.plan);
	v.referrals = others(w, kept.plan.referral, kept.plan.n_referrals);
	v.experiments = others(w, kept.plan.experiment, kept.plan.n_experiments);
	v.left_out = others(w, kept.plan.left_out, kept.plan.n_left_out);
	if (kept.plan.value > 0)
		v.gap = (int)((kept.plan.bound - kept.plan.value) / kept.plan.value * 1000 + 0.5);
	v.path = staff_path(w, "/plan");
	v.pending = g.pending;
	v.wishes = staff_wishes(w, &g);
	if (!staff_decided(w, &r, &kept.plan, &v.decided) || !planning_last(&w->cx, w->id, kept.id, &v.last) || !page_keep_error(w, &v.page))
		return false;
	staff_no_field(&v.page);
	tmpl_staff_plan(&w->r->body, &v);
	return true;
}

bool do_approve(struct web *w)
{
	int64_t plan, version;
	const char *text;
	day starts;

	if (!form_int(w->cx.a, &w->form, "plan", 1, (int64_t)1 << 53, &plan, &w->err) || !form_int(w->cx.a, &w->form, "version", 1, 1 << 20, &version, &w->err) ||
		!form_text(w->cx.a, &w->form, "starts", 10, 10, &text, &w->err) || !form_end(&w->form, &w->err))
		return page_plan(w);
	if (!day_read(text, &starts) || starts < w->cx.today - 7 || starts > w->cx.today + 120) {
		fail(&w->err, ERR_INPUT, "starts", "a day from last week to four months ahead is wanted, as 2026-12-07");
		return page_plan(w);
	}
	if (cx_save(&w->cx) && care_approve(&w->cx, w->id, plan, version, starts))
		return web_go_with(w, staff_path(w, ""), "approved");
	if (w->err.code != ERR_DANGER)
		return false;
	db_rollback(w->cx.db);
	w->err.code = ERR_INPUT;        /* said on the page, beside the plan */
	return db_begin_read(w->cx.db) && page_plan(w);
}
