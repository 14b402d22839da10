/* web/page_client_alone.c -- what is asked of someone alone when days got harder (app/recheck.h): blank each time, free to leave out. */
#include "app/recheck.h"
#include "web/client.h"

bool page_alone(struct web *w);
bool do_alone(struct web *w);

static bool asked(struct web *w, struct record *r, struct ids *ask, bool *away)
{
	bool led;

	if (!client_record(w, r, true, &led))
		return false;
	*ask = led ? (struct ids){ 0 } : recheck_alone(&w->cx, r, ASKED_WORSENING);
	*away = !ask->n;
	return led || ask->n || web_go(w, "/today");
}

bool page_alone(struct web *w)
{
	struct record r;
	struct ids ask;
	bool away;

	if (!asked(w, &r, &ask, &away) || away)
		return away && !w->err.code;
	struct safety_view v = { .page = view_page(w, "One more, for you alone", "client read", ""), .action = "/alone",
		.lead = "Best read when nobody looks over your shoulder. You need not answer." };
	v.rows.at = NEWS(w->cx.a, struct safety_row, ask.n);
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &w->cx.kb->finding[ask.at[i]];
		const char *value = typed(w, f->id, "");

		v.rows.at[v.rows.n++] = (struct safety_row){ f->id, f->ask, f->unit, value, client_options(w, f, value), f->min, f->max, true, -1 };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "This question";
	tmpl_safety(&w->r->body, &v);
	return true;
}

bool do_alone(struct web *w)
{
	struct record r;
	struct ids ask;
	bool away;
	int64_t raised;

	if (!asked(w, &r, &ask, &away) || away)
		return away && !w->err.code;
	int *said = recheck_blank(&w->cx);
	for (int i = 0; i < ask.n; i++) {
		const char *id = w->cx.kb->finding[ask.at[i]].id, *text = form_get(w->cx.a, &w->form, id);

		if (text && text[0] && !record_read_answer(&w->cx, ask.at[i], id, text, &said[ask.at[i]]))
			return page_alone(w);
	}
	if (!form_end(&w->form, &w->err))
		return page_alone(w);
	if (!cx_save(&w->cx))
		return false;
	for (int i = 0; i < ask.n; i++)
		if (said[ask.at[i]] != NOT_ASKED && !record_answer(&w->cx, w->cx.who.person, ask.at[i], said[ask.at[i]], "worsening"))
			return false;
	return record_rescreen(&w->cx, w->cx.who.person, "worsening", &raised) && web_go(w, client_after(w, raised, "/today"));
}
