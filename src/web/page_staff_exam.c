/* web/page_staff_exam.c -- answers, the therapist's tests, the questions before a session, stops and their outcome, letters. */
#include "app/care.h"
#include "app/letter.h"
#include "app/measures.h"
#include "app/muscles.h"
#include "base/form.h"
#include "base/str.h"
#include "render/measure_chart.h"
#include "web/staff.h"

#include <string.h>

bool page_answers(struct web *w);
bool page_exam(struct web *w);
bool do_exam(struct web *w);
bool page_before(struct web *w);
bool do_before(struct web *w);
bool page_lift(struct web *w);
bool do_lift(struct web *w);
bool do_alert(struct web *w);
bool page_letter(struct web *w);

static const char *const module_names[MODULE_COUNT] = { "Safety", "Pain", "Leg", "Movement", "Joints", "Body", "History", "Daily load", "Mind", "Sleep", "Tests", "Wishes" };

const char *staff_value(struct web *w, const struct record *r, int finding)
{
	int v = r->c->answer[finding];

	return v == NOT_ASKED ? "" : v == DONT_KNOW ? "unknown" : w->cx.kb->finding[finding].is_bool ? v ? "yes" : "no" : arena_fmt(w->cx.a, "%d", v);
}

struct option_views staff_options(struct web *w, const struct finding *f, const char *value)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, f->n_options + 4), 0 };

	if (!f->is_bool && !f->n_options)
		return o;
	o.at[o.n++] = (struct option_view){ "", "not asked", NULL, !value[0] };
	if (f->is_bool) {
		o.at[o.n++] = (struct option_view){ "yes", "yes", NULL, str_equal(value, "yes") };
		o.at[o.n++] = (struct option_view){ "no", "no", NULL, str_equal(value, "no") };
	}
	for (int i = 0; i < f->n_options; i++) {
		const char *v = arena_fmt(w->cx.a, "%d", f->option[i].value);

		o.at[o.n++] = (struct option_view){ v, f->option[i].label, NULL, str_equal(v, value) };
	}
	o.at[o.n++] = (struct option_view){ "unknown", "does not know", NULL, str_equal(value, "unknown") };
	return o;
}

static const char *occasion_words(const char *occasion)
{
	return str_equal(occasion, "self_check") ? "self-check, handed over" : occasion;
}

/* Who entered it for the client; NULL: the client, or staff. */
static const char *entered_by(struct web *w, const struct answer_all *l)
{
	return l->account ? arena_fmt(w->cx.a, "%s %s", l->given, l->family) : NULL;
}

bool page_answers(struct web *w)
{
	struct record r;
	struct answer_all_rows all;

	if (!staff_record(w, &r) || !q_answer_all(w->cx.db, w->id, &all))
		return false;
	bool private_only = form_has(&w->form, "private");
	struct answers_view v = { .page = view_page(w, "Answers", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .private_only = private_only };
	v.rows.at = NEWS(w->cx.a, struct answer_row, w->cx.kb->n_findings);
	for (int f = 0; f < w->cx.kb->n_findings; f++) {
		const struct finding *of = &w->cx.kb->finding[f];
		struct buf history = buf_new(w->cx.a, 1 << 16);
		struct answer_row row = { .name = of->name, .id = of->id };
		int n = 0;

		if (of->private != private_only)
			continue;
		for (size_t i = 0; i < all.n; i++) {
			if (!str_equal(all.at[i].finding, of->id))
				continue;
			const char *value = record_said(w->cx.a, of, all.at[i].known, all.at[i].value);
			if (!n++) {
				row.value = value;
				row.when = staff_when(w, all.at[i].at);
				row.occasion = occasion_words(all.at[i].occasion);
				row.by = entered_by(w, &all.at[i]);
			} else if (n < 8) {
				buf_fmt(&history, "%s%s (%s, %s%s%s)", history.n ? "; " : "", value, occasion_words(all.at[i].occasion), staff_when(w, all.at[i].at),
					all.at[i].account ? ", entered by " : "", all.at[i].account ? entered_by(w, &all.at[i]) : "");
			}
		}
		row.history = history.at;
		if (n)
			v.rows.at[v.rows.n++] = row;
	}
	tmpl_staff_answers(&w->r->body, &v);
	return true;
}

static struct exam_row exam_row(struct web *w, const struct record *r, int f)
{
	const struct finding *of = &w->cx.kb->finding[f];
	const char *value = typed(w, of->id, staff_value(w, r, f));

	return (struct exam_row){ of->id, of->name, of->ask, of->unit, value, !of->is_bool && !of->n_options, of->min, of->max, staff_options(w, of, value) };
}

static bool examined(const struct web *w, const struct record *r, int f)
{
	const struct finding *of = &w->cx.kb->finding[f];

	return of->by != BY_CLIENT && !of->sum_of.n && !of->private && rule_applies(w->cx.kb, f, r->c) != TRUTH_NO;
}

enum palpation { NO_PALPATION, PALPATION, PALPATION_FIRST };

/* Pressing: first where the marks point, in that order; besides only what was pressed before, or all of it when asked for. */
static bool fill_palpation(struct web *w, const struct record *r, enum palpation *kind, struct exam_group *g)
{
	const struct kb *kb = w->cx.kb;
	struct assess as;

	if (!care_assess(&w->cx, r, &as))
		return false;
	struct muscles_shown shown = muscles_shown(w->cx.a, &as);
	for (int u = 0; u < kb->n_units; u++)
		for (int s = 0; s < 2; s++)
			kind[kb->unit[u].found[s]] = PALPATION;
	g->rows.at = NEWS(w->cx.a, struct exam_row, 2 * kb->n_units + 1);
	for (int i = 0; i < shown.n; i++) {
		int f = shown.at[i].unit->found[shown.at[i].driver->side == SIDE_RIGHT];

		kind[f] = PALPATION_FIRST;
		g->rows.at[g->rows.n++] = exam_row(w, r, f);
	}
	for (int f = 0; f < kb->n_findings; f++)
		if (kind[f] == PALPATION && (r->c->answer[f] != NOT_ASKED || form_has(&w->form, "all")))
			g->rows.at[g->rows.n++] = exam_row(w, r, f);
	return true;
}

static html measured_svg(struct web *w, const struct measure *m)
{
	struct measure_point *at = NEWS(w->cx.a, struct measure_point, m->n);
	struct buf b = buf_new(w->cx.a, 1 << 16);

	for (int i = 0; i < m->n; i++)
		at[i] = (struct measure_point){ m->at[i].when, m->at[i].value };
	measure_chart_svg(&b, &(struct measure_chart){ arena_fmt(w->cx.a, "%s. %s", m->finding->name, measure_says(w->cx.a, m)), at, m->n, measure_low(m), measure_high(m) });
	return buf_as_html(&b);
}

static bool fill_measured(struct web *w, struct exam_view *v)
{
	struct measures all;

	if (!measures_load(&w->cx, w->id, &all))
		return false;
	v->measured.at = NEWS(w->cx.a, struct measured_row, all.n + 1);
	for (int i = 0; i < all.n; i++)
		v->measured.at[v->measured.n++] = (struct measured_row){ all.at[i].finding->name, measure_says(w->cx.a, &all.at[i]), measured_svg(w, &all.at[i]) };
	return true;
}

bool page_exam(struct web *w)
{
	struct record r;

	if (!staff_record(w, &r))
		return false;
	struct exam_view v = { .page = view_page(w, "Tests", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .action = staff_path(w, "/exam"),
		.lead = "Fill in what you tested; leave the rest. Each answer counts at once.", .button = "Save and weigh again" };
	v.groups.at = NEWS(w->cx.a, struct exam_group, MODULE_COUNT + 1);
	enum palpation *palpated = NEWS(w->cx.a, enum palpation, w->cx.kb->n_findings);
	struct exam_group press = { .name = "Pressing: is it the pain they know?" };
	if (!fill_palpation(w, &r, palpated, &press) || !fill_measured(w, &v))
		return false;
	v.all_path = form_has(&w->form, "all") ? NULL : staff_path(w, "/exam?all=1");
	if (press.rows.n)
		v.groups.at[v.groups.n++] = press;
	for (int m = 0; m < MODULE_COUNT; m++) {
		struct exam_group g = { module_names[m], { NEWS(w->cx.a, struct exam_row, w->cx.kb->n_findings), 0 } };

		for (int f = 0; f < w->cx.kb->n_findings; f++)
			if ((int)w->cx.kb->finding[f].module == m && !palpated[f] && examined(w, &r, f))
				g.rows.at[g.rows.n++] = exam_row(w, &r, f);
		if (g.rows.n)
			v.groups.at[v.groups.n++] = g;
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_exam(&w->r->body, &v);
	return true;
}

/* Reads and saves the answers to `f`; an empty field is left as it is. */
static bool save_one(struct web *w, const struct record *r, int f, const char *occasion, bool again)
{
	const struct finding *of = &w->cx.kb->finding[f];
	const char *text = form_get(w->cx.a, &w->form, of->id);
	int value;

	if (!text || !text[0])
		return true;
	if (!record_read_answer(&w->cx, f, of->id, text, &value))
		return false;
	return (!again && r->c->answer[f] == value) || record_answer(&w->cx, w->id, f, value, occasion);
}

bool do_exam(struct web *w)
{
	struct record r;
	int64_t raised;
	bool done = true;

	if (!staff_record(w, &r) || !cx_save(&w->cx))
		return false;
	for (int f = 0; done && f < w->cx.kb->n_findings; f++)
		if (examined(w, &r, f))
			done = save_one(w, &r, f, "exam", false);
	if (done && form_end(&w->form, &w->err) && record_rescreen(&w->cx, w->id, "exam", &raised) && cx_event(&w->cx, w->id, "exam"))
		return web_go_with(w, staff_path(w, ""), "saved");
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_exam(w);
}

bool page_before(struct web *w)
{
	struct record r;

	if (!staff_record(w, &r))
		return false;
	struct ids ask = screen_questions(w->cx.a, w->cx.kb, r.c, ASKED_SESSION);
	struct exam_view v = { .page = view_page(w, "Before the session", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .action = staff_path(w, "/before"),
		.lead = "Ask each one before undressing. A yes or a blank stops today's session until it is cleared.", .button = "All asked", .all_wanted = true };
	v.groups.at = NEWS(w->cx.a, struct exam_group, 1);
	v.groups.n = 1;
	v.groups.at[0] = (struct exam_group){ "Today", { NEWS(w->cx.a, struct exam_row, ask.n), 0 } };
	for (int i = 0; i < ask.n; i++) {
		const struct finding *of = &w->cx.kb->finding[ask.at[i]];
		const char *value = typed(w, of->id, "");

		if (!of->private)
			v.groups.at[0].rows.at[v.groups.at[0].rows.n++] = (struct exam_row){ of->id, of->name, of->ask, of->unit, value, !of->is_bool && !of->n_options, of->min, of->max,
				staff_options(w, of, value) };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_exam(&w->r->body, &v);
	return true;
}

bool do_before(struct web *w)
{
	struct record r;
	int64_t raised;

	if (!staff_record(w, &r) || !cx_save(&w->cx))
		return false;
	struct ids ask = screen_questions(w->cx.a, w->cx.kb, r.c, ASKED_SESSION);
	bool done = true;
	for (int i = 0; done && i < ask.n; i++) {
		const struct finding *of = &w->cx.kb->finding[ask.at[i]];
		const char *text = form_get(w->cx.a, &w->form, of->id);

		if (of->private)
			continue;
		done = (text && text[0]) || fail(&w->err, ERR_INPUT, of->id, "has to be asked before the session begins");
		done = done && save_one(w, &r, ask.at[i], "session", true);
	}
	if (done && form_end(&w->form, &w->err) && record_rescreen(&w->cx, w->id, "session", &raised) && cx_event(&w->cx, w->id, "before_session"))
		return web_go_with(w, staff_path(w, raised ? "" : "/session"), "saved");
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_before(w);
}

static const struct stop_open *stop_of(struct web *w, const struct record *r)
{
	int64_t id;

	if (int_read(w->arg, 1, (int64_t)1 << 53, &id))
		for (size_t i = 0; i < r->stops.n; i++)
			if (r->stops.at[i].id == id)
				return &r->stops.at[i];
	fail(&w->err, ERR_MISSING, "stop", "There is no open stop here; it may have been cleared.");
	return NULL;
}

bool page_lift(struct web *w)
{
	struct record r;
	char today[11];

	if (!staff_record(w, &r))
		return false;
	const struct stop_open *stop = stop_of(w, &r);
	if (!stop)
		return false;
	day_iso(w->cx.today, today);
	struct lift_view v = { .page = view_page(w, "Danger to clear up", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .path = staff_path(w, arena_fmt(w->cx.a, "/stop/%s", w->arg)),
		.since = staff_when(w, stop->at), .seen_by = typed(w, "seen_by", ""), .seen_on = typed(w, "seen_on", today), .outcome = typed(w, "outcome", "") };
	struct stop_rules flags = record_stop_rules(&w->cx, stop->flags);
	v.told.at = NEWS(w->cx.a, struct danger_row, flags.n + 1);
	for (int i = 0; i < flags.n; i++) {
		const struct flag *f = &w->cx.kb->flag[flags.at[i]];

		v.self_harm = v.self_harm || f->route == ROUTE_SELF_HARM;
		if (f->route != ROUTE_ABUSE)
			v.told.at[v.told.n++] = (struct danger_row){ flags.unclear[i] ? "not clear" : tier_name(f->tier), f->suspects, words_fill(w->cx.a, f->action, w->cx.who.emergency, w->cx.who.crisis),
				staff_sources(w, f->cite), confidence_name(f->cite.confidence), true };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_lift(&w->r->body, &v);
	return true;
}

bool do_lift(struct web *w)
{
	struct record r;
	const char *seen_by, *seen_on, *outcome;
	day on;

	if (!staff_record(w, &r))
		return false;
	const struct stop_open *stop = stop_of(w, &r);
	if (!stop)
		return false;
	if (!form_text(w->cx.a, &w->form, "seen_by", 2, 200, &seen_by, &w->err) || !form_text(w->cx.a, &w->form, "seen_on", 10, 10, &seen_on, &w->err) ||
		!form_text(w->cx.a, &w->form, "outcome", 3, 4000, &outcome, &w->err) || !form_end(&w->form, &w->err))
		return page_lift(w);
	if (!day_read(seen_on, &on) || on > w->cx.today) {
		fail(&w->err, ERR_INPUT, "seen_on", "a day up to today is wanted, as 2026-01-31");
		return page_lift(w);
	}
	return cx_save(&w->cx) && q_stop_lift(w->cx.db, stop->id, w->id, w->cx.now, w->cx.who.account, seen_on, seen_by, outcome) &&
		cx_event(&w->cx, w->id, "stop_lifted") && web_go_with(w, staff_path(w, ""), "lifted");
}

bool do_alert(struct web *w)
{
	int f = kb_finding(w->cx.kb, "self_harm_thoughts");
	int64_t raised;

	return form_end(&w->form, &w->err) && cx_save(&w->cx) && record_answer(&w->cx, w->id, f, 1, "session") &&
		record_rescreen(&w->cx, w->id, "session", &raised) && cx_event(&w->cx, w->id, "self_harm_told") && web_go_with(w, "/desk", "alert");
}

bool page_letter(struct web *w)
{
	struct record r;
	struct practice_get_rows practice;

	if (!staff_record(w, &r) || !q_practice_get(w->cx.db, w->cx.who.practice, &practice))
		return false;
	const struct letter *letter = kb_letter(w->cx.kb, r.s->tier >= TIER_URGENT || r.stops.n ? "stop" : "referral");
	if (!letter)
		return fail(&w->err, ERR_MISSING, "letter", "There is no such letter.");
	struct letter_view v = { .page = view_page(w, "Letter", "staff", "clients"), .practice = practice.at[0].name, .pdf = staff_path(w, "/letter.pdf") };
	v.body = letter_html(&w->cx, &r, letter, v.practice);
	tmpl_letter(&w->r->body, &v);
	return true;
}
