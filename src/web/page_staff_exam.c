/* web/page_staff_exam.c -- answers, stops and their outcome, letters. */
#include "app/letter.h"
#include "app/letter_facts.h"
#include "base/form.h"
#include "base/str.h"
#include "web/staff.h"

#include <strings.h>

bool page_answers(struct web *w);
bool page_lift(struct web *w);
bool do_lift(struct web *w);
bool do_alert(struct web *w);
bool page_letter(struct web *w);

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

/* The answers to one question, the newest as the row itself; false when there is none. */
static bool answer_row(struct web *w, const struct finding *of, const struct answer_all_rows *all, struct answer_row *row)
{
	struct buf history = buf_new(w->cx.a, 1 << 16);
	int n = 0;

	*row = (struct answer_row){ .name = of->name, .id = of->id };
	for (size_t i = 0; i < all->n; i++) {
		const struct answer_all *l = &all->at[i];

		if (!str_equal(l->finding, of->id))
			continue;
		const char *value = record_said(w->cx.a, of, l->known, l->value);
		row->other = row->other || strcasecmp(value, "no") != 0 || l->account;
		if (!n++) {
			row->value = value;
			row->when = staff_when(w, l->at);
			row->occasion = occasion_words(l->occasion);
			row->by = entered_by(w, l);
		} else if (n < 8) {
			buf_fmt(&history, "%s%s (%s, %s%s%s)", history.n ? "; " : "", value, occasion_words(l->occasion), staff_when(w, l->at),
				l->account ? ", entered by " : "", l->account ? entered_by(w, l) : "");
		}
	}
	row->history = history.at;
	return n > 0;
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
	v.noes.at = NEWS(w->cx.a, struct answer_row, w->cx.kb->n_findings);
	for (int f = 0; f < w->cx.kb->n_findings; f++) {
		struct answer_row row;

		if (w->cx.kb->finding[f].private != private_only || !answer_row(w, &w->cx.kb->finding[f], &all, &row))
			continue;
		struct answer_rows *to = row.other || private_only ? &v.rows : &v.noes;
		to->at[to->n++] = row;
	}
	tmpl_staff_answers(&w->r->body, &v);
	return true;
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
		.since = staff_when(w, stop->at), .seen_by = typed(w, "seen_by", ""), .seen_on = typed(w, "seen_on", today), .outcome = typed(w, "outcome", ""),
		.known = typed(w, "known", arena_fmt(w->cx.a, "%lld", (long long)record_newest(&w->cx, &r))) };
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

/* Without `known` an outcome speaks of what raised the stop, and of nothing that was told since. */
bool do_lift(struct web *w)
{
	struct record r;
	const char *seen_by, *seen_on, *outcome;
	int64_t raised, known;
	day on;

	if (!staff_record(w, &r))
		return false;
	const struct stop_open *stop = stop_of(w, &r);
	if (!stop)
		return false;
	if (!int_read(form_has(&w->form, "known") ? form_get(w->cx.a, &w->form, "known") : "0", 0, INT64_MAX, &known))
		return fail(&w->err, ERR_INPUT, "known", "a whole number is wanted");
	if (!form_text(w->cx.a, &w->form, "seen_by", 2, 200, &seen_by, &w->err) || !form_text(w->cx.a, &w->form, "seen_on", 10, 10, &seen_on, &w->err) ||
		!form_text(w->cx.a, &w->form, "outcome", 3, 4000, &outcome, &w->err) || !form_end(&w->form, &w->err))
		return page_lift(w);
	if (!day_read(seen_on, &on) || on > w->cx.today) {
		fail(&w->err, ERR_INPUT, "seen_on", "a day up to today is wanted, as 2026-01-31");
		return page_lift(w);
	}
	if (!cx_save(&w->cx) || !q_stop_lift(w->cx.db, stop->id, w->id, w->cx.now, known, w->cx.who.account, seen_on, seen_by, outcome))
		return false;
	if (!w->cx.db->changes)
		return fail(&w->err, ERR_CONFLICT, "stop", "Somebody else has just recorded an outcome here.");
	/* what was told after that day, or after this page was opened, stops anew; staff may have entered it: no slip of the client's finger */
	return cx_event(&w->cx, w->id, "stop_lifted") && record_rescreen(&w->cx, w->id, str_equal(stop->occasion, "intake") ? "intake" : "exam", &raised) &&
		web_go_with(w, staff_path(w, ""), "lifted");
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
	struct letter_facts facts;
	struct practice_get_rows practice;

	if (!staff_record(w, &r) || !letter_facts(&w->cx, &r, &facts) || !q_practice_get(w->cx.db, w->cx.who.practice, &practice))
		return false;
	const struct letter *letter = kb_letter(w->cx.kb, r.s->tier >= TIER_URGENT || r.stops.n ? "stop" : "referral");
	if (!letter)
		return fail(&w->err, ERR_MISSING, "letter", "There is no such letter.");
	struct letter_view v = { .page = view_page(w, "Letter", "staff", "clients"), .practice = practice.at[0].name, .pdf = staff_path(w, "/letter.pdf") };
	v.body = letter_html(&w->cx, &r, &facts, letter, v.practice);
	tmpl_letter(&w->r->body, &v);
	return true;
}
