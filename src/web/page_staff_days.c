/* web/page_staff_days.c -- a client's check-ins from a file, and into one. */
#include "app/days.h"
#include "app/trials.h"
#include "base/fmt.h"
#include "web/staff.h"

bool page_days(struct web *w);
bool do_days(struct web *w);
bool page_days_csv(struct web *w);

enum { FILE_MOST = 1000000 };

static const char *date_of_iso(struct web *w, const char *iso)
{
	char text[40];
	day d;

	if (!day_read(iso, &d))
		return iso;
	day_long(d, text, sizeof(text));
	return arena_text(w->cx.a, text);
}

static const char *date_of_day(struct web *w, day d)
{
	char text[40];

	day_long(d, text, sizeof(text));
	return arena_text(w->cx.a, text);
}

static const char *say_taken(struct web *w, const struct days_taken *t)
{
	struct buf b = buf_new(w->cx.a, 2048);

	buf_fmt(&b, "%s added, from %s to %s.", fmt_count(t->added, "day", "days"), date_of_day(w, t->first), date_of_day(w, t->last));
	if (t->kept)
		buf_fmt(&b, " %s told here already and stay%s as told.", fmt_count(t->kept, "day was", "days were"), t->kept == 1 ? "s" : "");
	if (t->gaps)
		buf_fmt(&b, " %s in between without a value in the file; that is fine.", fmt_count(t->gaps, "day is", "days are"));
	if (t->empty)
		buf_fmt(&b, " %s no value and %s left out.", fmt_count(t->empty, "line held", "lines held"), t->empty == 1 ? "was" : "were");
	return b.at;
}

static bool show(struct web *w, const char *done, bool worse)
{
	struct record r;
	struct checkin_span_rows has;

	if (!staff_record(w, &r) || !q_checkin_span(w->cx.db, w->id, &has))
		return false;
	struct days_view v = { .page = view_page(w, "Check-ins from a file", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .done = done, .worse = worse,
		.body = done ? "" : typed(w, "body", ""), .any = has.at[0].n > 0 };
	v.has = !v.any ? "No check-in is here yet." : arena_fmt(w->cx.a, "%s here, from %s to %s.", fmt_count((int)has.at[0].n, "check-in is", "check-ins are"),
		date_of_iso(w, has.at[0].first), date_of_iso(w, has.at[0].last));
	if (!done && !page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "The lines";
	tmpl_staff_days(&w->r->body, &v);
	return true;
}

bool page_days(struct web *w)
{
	return show(w, NULL, false);
}

/* What was brought can ask for the danger questions, and end a trial, like days told here. */
static bool take(struct web *w, const struct record *r, const char *text, struct days_taken *taken, bool *worse)
{
	struct followed f;

	return cx_save(&w->cx) && days_take(&w->cx, w->id, text, taken) && daily_worsened(&w->cx, r, &f, worse) &&
		(f.tracked->verdict != VERDICT_WORSENING || trials_worsened(&w->cx, r));
}

bool do_days(struct web *w)
{
	struct record r;
	struct days_taken taken;
	const char *text;
	bool worse;

	if (!staff_record(w, &r))
		return false;
	if (!form_text(w->cx.a, &w->form, "body", 1, FILE_MOST, &text, &w->err) || !form_end(&w->form, &w->err))
		return show(w, NULL, false);
	if (take(w, &r, text, &taken, &worse))
		return show(w, say_taken(w, &taken), worse);
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && show(w, NULL, false);
}

bool page_days_csv(struct web *w)
{
	struct record r;

	if (!staff_record(w, &r) || !days_write(&w->cx, w->id, &w->r->body))
		return false;
	w->r->type = "text/csv; charset=utf-8";
	w->r->disposition = "attachment; filename=\"check-ins.csv\"";
	return true;
}
