/* web/page_feed.c -- a calendar's secret address: made, shown once, taken back, read. */
#include "app/feed.h"
#include "base/str.h"
#include "web/booking.h"
#include "web/staff.h"

bool page_feed(struct web *w);
bool do_feed(struct web *w);
bool page_feed_ics(struct web *w);

static bool show(struct web *w, const char *token)
{
	bool staff = (w->cx.who.role & ROLE_STAFF) != 0;
	const char *host = http_header(w->q, "Host");
	struct feed_has_rows has;

	if (!q_feed_has(w->cx.db, w->cx.who.account, &has))
		return false;
	struct feed_view v = { .page = view_page(w, "Calendar link", staff ? "staff" : "client read", staff ? "calendar" : ""),
		.back = staff ? "/calendar" : "/sessions", .since = has.n ? staff_when(w, has.at[0].at) : NULL };
	if (token)
		v.link = arena_fmt(w->cx.a, "%s://%s/feed/%s.ics", w->q->secure ? "https" : "http", host ? host : "localhost", token);
	tmpl_feed(&w->r->body, &v);
	return true;
}

bool page_feed(struct web *w)
{
	return show(w, NULL);
}

/* The address stands in the answer itself: only its hash is kept. */
bool do_feed(struct web *w)
{
	static const char *const acts[] = { "make", "revoke" };
	const char *token;
	int act;

	if (!form_choice(w->cx.a, &w->form, "act", acts, 2, &act, &w->err) || !form_end(&w->form, &w->err) || !cx_save(&w->cx))
		return false;
	if (act == 1)
		return feed_revoke(&w->cx) && web_go_with(w, "/feed", "saved");
	return feed_make(&w->cx, &token) && show(w, token);
}

bool page_feed_ics(struct web *w)
{
	size_t n = strlen(w->arg);
	const char *text, *token = str_ends(w->arg, ".ics") ? arena_copy(w->cx.a, w->arg, n - 4) : w->arg;

	if (!feed_text(&w->cx, token, &text))
		return false;
	buf_str(&w->r->body, text);
	w->r->type = "text/calendar; charset=utf-8";
	return true;
}
