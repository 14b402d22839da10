/* web/page_client_safety.c -- the danger questions of the interview, a few to a page: each is answered for itself, none is assumed. */
#include "app/intake.h"
#include "app/next_question.h"
#include "base/str.h"
#include "web/client.h"

bool page_interview_safety(struct web *w);
bool do_interview_safety(struct web *w);

enum { TOGETHER = 6 };

/* The open danger questions from the first on, in file order; n 0 when the first is asked alone, or none is open. */
static struct ids together(struct web *w, const struct record *r)
{
	const struct kb *kb = w->cx.kb;
	int *at = NEWS(w->cx.a, int, TOGETHER), n = 0;

	for (int f = 0; f < kb->n_findings && n < TOGETHER; f++) {
		if (kb->finding[f].module != MODULE_SAFETY || r->c->answer[f] != NOT_ASKED || !intake_asks(&w->cx, r, f))
			continue;
		if (question_alone(kb, f))
			break;
		at[n++] = f;
	}
	return (struct ids){ at, n };
}

/* Those, and what a page that was gone back to, or is open in a second window, says of questions answered meanwhile. */
static struct ids told(struct web *w, const struct record *r, struct ids open)
{
	const struct kb *kb = w->cx.kb;
	int *at = NEWS(w->cx.a, int, kb->n_findings + 1), n = 0, next = 0;

	for (int f = 0; f < kb->n_findings; f++) {
		bool is_open = next < open.n && open.at[next] == f;

		next += is_open;
		if (is_open || (kb->finding[f].module == MODULE_SAFETY && form_has(&w->form, kb->finding[f].id) && intake_asks(&w->cx, r, f) && !question_alone(kb, f)))
			at[n++] = f;
	}
	return (struct ids){ at, n };
}

bool client_together(struct web *w, const struct record *r)
{
	return together(w, r).n > 1;
}

/* *earlier: some of it was answered meanwhile. */
static bool shown(struct web *w, struct record *r, struct ids *ask, bool *away, bool *earlier)
{
	bool led;

	if (!client_record(w, r, true, &led))
		return false;
	struct ids open = led ? (struct ids){ 0 } : together(w, r);
	*ask = led ? open : told(w, r, open);
	*earlier = ask->n > open.n;
	*away = !ask->n;
	return led || ask->n || web_go(w, "/interview");
}

static bool show(struct web *w, const struct record *r, struct ids ask)
{
	struct intake_place at = intake_place(&w->cx, r, ask.at[0]);
	struct safety_view v = { .page = view_page(w, "Your safety first", "client read", ""), .action = "/interview/safety", .back = client_back(w, r, ask.at[0]),
		.lead = "Does any of this fit you now? Please answer each one.", .part = client_part(at.part), .number = at.number, .of = at.of,
		.done_share = 100 * (at.number - 1) / at.of, .stop = true };

	v.rows.at = NEWS(w->cx.a, struct safety_row, ask.n);
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &w->cx.kb->finding[ask.at[i]];
		const char *value = typed(w, f->id, "");

		v.rows.at[v.rows.n++] = (struct safety_row){ f->id, f->ask, f->unit, value, client_options(w, f, value), f->min, f->max, false, -1 };
	}
	if (!page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "This question";
	tmpl_safety(&w->r->body, &v);
	return true;
}

bool page_interview_safety(struct web *w)
{
	struct record r;
	struct ids ask;
	bool away, earlier;

	return shown(w, &r, &ask, &away, &earlier) && (away || show(w, &r, ask));
}

/* A sign of danger stops at once, whatever is still open; else every question wants its answer, or all wait for another time;
 * of a page gone back to, the next page asks what is open. */
bool do_interview_safety(struct web *w)
{
	struct record r;
	struct ids ask;
	bool away, earlier, stop = form_has(&w->form, "stop");
	int *value, open = -1;
	int64_t raised;

	if (!shown(w, &r, &ask, &away, &earlier) || away)
		return away;
	value = NEWS(w->cx.a, int, ask.n);
	for (int i = 0; i < ask.n; i++) {
		const char *id = w->cx.kb->finding[ask.at[i]].id, *text = form_get(w->cx.a, &w->form, id);

		value[i] = NOT_ASKED;
		if (text && text[0] && !record_read_answer(&w->cx, ask.at[i], id, text, &value[i]))
			return show(w, &r, ask);
		open = open < 0 && value[i] == NOT_ASKED ? ask.at[i] : open;
	}
	if (!form_end(&w->form, &w->err))
		return show(w, &r, ask);
	if (!cx_save(&w->cx))
		return false;
	for (int i = 0; i < ask.n; i++)
		if (value[i] != NOT_ASKED && !record_answer(&w->cx, w->cx.who.person, ask.at[i], value[i], "intake"))
			return false;
	if (!record_rescreen(&w->cx, w->cx.who.person, "intake", &raised))
		return false;
	if (open >= 0 && !raised && !stop && !earlier) {
		db_rollback(w->cx.db);
		fail(&w->err, ERR_INPUT, w->cx.kb->finding[open].id, "needs an answer");
		return db_begin_read(w->cx.db) && show(w, &r, ask);
	}
	return web_go(w, client_after(w, raised, stop ? "/today" : "/interview"));
}
