/* web/page_client_again.c -- five short questions when days have stayed the same for weeks: what stands in the way? */
#include "app/turn.h"
#include "base/str.h"
#include "web/client.h"

bool page_again(struct web *w);
bool do_again(struct web *w);

bool page_again(struct web *w)
{
	struct record r;
	struct asked_agains m;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!turn_measures(&w->cx, &r, &m))
		return false;
	struct again_view v = { .page = view_page(w, "How is it now?", "client", "") };
	v.rows.at = NEWS(w->cx.a, struct again_row, m.n + 1);
	for (int i = 0; i < m.n; i++) {
		const struct finding *f = &w->cx.kb->finding[m.at[i].finding];
		int64_t now;

		v.rows.at[v.rows.n++] = (struct again_row){ f->id, f->ask, int_read(typed(w, f->id, ""), 0, 10, &now) ? (int)now : -1 };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "This question";
	tmpl_again(&w->r->body, &v);
	return true;
}

/* What is left open stays open: nobody has to answer here. */
bool do_again(struct web *w)
{
	struct record r;
	struct asked_agains m;
	bool led;
	int64_t raised;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!turn_measures(&w->cx, &r, &m))
		return false;
	int *value = NEWS(w->cx.a, int, m.n + 1);
	for (int i = 0; i < m.n; i++) {
		const char *id = w->cx.kb->finding[m.at[i].finding].id, *text = form_get(w->cx.a, &w->form, id);

		value[i] = NOT_ASKED;
		if (text && text[0] && !record_read_answer(&w->cx, m.at[i].finding, id, text, &value[i]))
			return page_again(w);
	}
	if (!form_end(&w->form, &w->err))
		return page_again(w);
	if (!cx_save(&w->cx))
		return false;
	for (int i = 0; i < m.n; i++)
		if (value[i] != NOT_ASKED && !record_answer(&w->cx, w->cx.who.person, m.at[i].finding, value[i], "week"))
			return false;
	if (!record_rescreen(&w->cx, w->cx.who.person, "week", &raised))
		return false;
	return raised ? web_go(w, client_after(w, raised, "/today")) : web_go_with(w, "/today", "checked_in");
}
