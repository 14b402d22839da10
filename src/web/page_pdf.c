/* web/page_pdf.c -- the same as on the pages, on paper: plan, letters, the client's book; and the plan as a calendar. */
#include "app/book_pdf.h"
#include "app/calendar.h"
#include "app/decided.h"
#include "app/letter_pdf.h"
#include "app/report_pdf.h"
#include "web/client.h"
#include "web/staff.h"

bool page_plan_pdf(struct web *w);
bool page_letter_pdf(struct web *w);
bool page_progress_pdf(struct web *w);
bool page_weeks_pdf(struct web *w);
bool page_weeks_ics(struct web *w);
bool page_own_letter_pdf(struct web *w);
bool page_book_pdf(struct web *w);

/* A file to keep; its name names nobody. */
static bool as_file(struct web *w, const char *type, const char *name)
{
	w->r->type = type;
	w->r->disposition = arena_fmt(w->cx.a, "attachment; filename=\"%s\"", name);
	return true;
}

static bool as_pdf(struct web *w, const char *name)
{
	return as_file(w, "application/pdf", name);
}

static struct plan_paper paper_for(struct web *w, const struct kept_plan *kept, bool reasons)
{
	return (struct plan_paper){ .reasons = reasons, .starts = kept->approved ? kept->starts : 0, .made = w->cx.today,
		.n = { w->cx.who.emergency, w->cx.who.crisis } };
}

bool page_plan_pdf(struct web *w)
{
	struct record r;
	struct kept_plan kept;

	if (!staff_record(w, &r) || !care_plan(&w->cx, w->id, false, &kept))
		return false;
	if (!kept.id)
		return web_go(w, staff_path(w, "/plan"));
	if (!record_gate(&w->cx, &r, &w->err))
		return false;
	struct plan_paper how = paper_for(w, &kept, true);
	return decided_paper(&w->cx, &r, &kept.plan, &how) && report_plan_pdf(w->cx.a, w->cx.kb, &kept.plan, &how, &w->r->body, NULL, &w->err) && as_pdf(w, "ten-weeks.pdf");
}

static bool print_letter(struct web *w, const struct record *r, const char *id, const char *name)
{
	const struct letter *letter = kb_letter(w->cx.kb, id);
	struct practice_get_rows practice;

	if (!q_practice_get(w->cx.db, w->cx.who.practice, &practice))
		return false;
	if (!letter)
		return fail(&w->err, ERR_MISSING, "letter", "There is no such letter.");
	return letter_pdf(&w->cx, r, letter, practice.n ? practice.at[0].name : "", &w->r->body) && as_pdf(w, name);
}

bool page_letter_pdf(struct web *w)
{
	struct record r;

	return staff_record(w, &r) && print_letter(w, &r, r.s->tier >= TIER_URGENT || r.stops.n ? "stop" : "referral", "letter.pdf");
}

bool page_progress_pdf(struct web *w)
{
	struct record r;

	return staff_record(w, &r) && print_letter(w, &r, "progress", "progress-letter.pdf");
}

bool page_own_letter_pdf(struct web *w)
{
	struct record r;
	bool led;

	if (!client_record(w, &r, false, &led))
		return false;
	return r.stops.n ? print_letter(w, &r, "stop", "letter.pdf") : web_go(w, "/today");
}

/* The client's approved plan without what they may not use by now; *led: there is none, or a stop is open. */
static bool own_plan(struct web *w, struct kept_plan *kept, bool *led)
{
	struct record r;

	if (!client_record(w, &r, true, led) || *led)
		return *led;
	if (!care_plan(&w->cx, w->cx.who.person, true, kept))
		return false;
	*led = !kept->id;
	if (*led)
		return web_go(w, "/weeks");
	kept->plan = daily_shown(&w->cx, &r, &kept->plan);
	return true;
}

bool page_weeks_pdf(struct web *w)
{
	struct kept_plan kept;
	bool led;

	if (!own_plan(w, &kept, &led) || led)
		return led;
	const struct plan_paper how = paper_for(w, &kept, false);
	return report_plan_pdf(w->cx.a, w->cx.kb, &kept.plan, &how, &w->r->body, NULL, &w->err) && as_pdf(w, "ten-weeks.pdf");
}

bool page_weeks_ics(struct web *w)
{
	struct kept_plan kept;
	bool led;

	if (!own_plan(w, &kept, &led) || led)
		return led;
	buf_str(&w->r->body, calendar_plan(w->cx.a, w->cx.kb, &kept.plan, kept.starts, arena_fmt(w->cx.a, "%lld", (long long)w->cx.who.person)));
	return as_file(w, "text/calendar; charset=utf-8", "ten-weeks.ics");
}

bool page_book_pdf(struct web *w)
{
	struct record r;
	struct kept_plan kept;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!care_plan(&w->cx, w->cx.who.person, true, &kept))
		return false;
	if (!kept.id)
		return web_go(w, "/weeks");
	return book_pdf(&w->cx, &r, &w->r->body) && as_pdf(w, "my-ten-weeks.pdf");
}
