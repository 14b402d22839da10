/* web/page_client_opened.c -- who opened my record: each first look of a member of the practice in a session, each copy made of it, each new way in
 * that was handed out for the account. */
#include "net/os.h"
#include "web/client.h"

bool page_opened(struct web *w);

enum { OPENED_MOST = 200 };

static const char *when_of(struct web *w, int64_t ms)
{
	char on[40];

	day_long(os_day(ms), on, sizeof(on));
	return arena_text(w->cx.a, on);
}

static const char *what_of(const char *event)
{
	return event[0] == 'e' ? "made a copy of your record" : event[0] == 'a' ? "made a new way into your account" : "opened your record";
}

bool page_opened(struct web *w)
{
	struct opened_list_rows rows;
	struct opened_view v = { .page = view_page(w, "Who opened my record", "client read", "record") };

	if (!q_opened_list(w->cx.db, w->cx.who.practice, w->cx.who.person, OPENED_MOST, &rows))
		return false;
	v.rows.at = NEWS(w->cx.a, struct opened_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct opened_list *r = &rows.at[i];

		v.rows.at[v.rows.n++] = (struct opened_row){ when_of(w, r->at),
			r->given ? arena_fmt(w->cx.a, "%s %s", r->given, r->family) : "Whoever runs the practice's computer",
			what_of(r->what) };
	}
	tmpl_opened(&w->r->body, &v);
	return true;
}
