/* web/page_staff_trials.c -- personal trials of a client: begin one, stop it, see what it told. */
#include "app/trials.h"
#include "base/fmt.h"
#include "base/str.h"
#include "web/client.h"
#include "web/staff.h"

bool page_trials(struct web *w);
bool do_trials(struct web *w);

static struct trial_row row_of(struct web *w, const struct kept_trial *t)
{
	char date[40];

	day_long(t->starts, date, sizeof(date));
	struct trial_row r = { .name = w->cx.kb->item[t->item].name, .since = arena_text(w->cx.a, date), .running = t->running || t->rests, .id = t->id };
	const char *rested = t->rested ? arena_fmt(w->cx.a, " On %s an answer or a no held it back; they do not count.", fmt_count(t->rested, "day", "days")) : "";
	if (t->rests)
		r.words = arena_fmt(w->cx.a, "It rests: an answer or a no of the client holds it back. It goes on by itself when that changes, or ends when another is begun.%s", rested);
	else if (t->running)
		r.words = t->day < 0 ? "begins tomorrow" : arena_fmt(w->cx.a, "day %d of %d, %s told.%s", t->day + 1, t->days,
			fmt_count(t->result.with + t->result.without, "day", "days"), rested);
	else {
		r.words = arena_fmt(w->cx.a, "%s%s%s%s", trials_words(w->cx.a, &t->result), t->why[0] ? arena_fmt(w->cx.a, " Stopped early (%s).", t->why) : "", rested,
			t->rested && t->result.answer == TRIAL_CANNOT_TELL ? " It can be begun again." : "");
		r.picture = client_trial_picture(w, t, "Pain by day; full dots are days with it, rings are days without");
	}
	return r;
}

bool page_trials(struct web *w)
{
	const struct kb *kb = w->cx.kb;
	struct record r;
	struct kept_trials all;

	if (!staff_record(w, &r) || !trials_load(&w->cx, &r, &all))
		return false;
	struct trials_view v = { .page = view_page(w, "Personal trials", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .busy = trials_running(&all) != NULL,
		.stopped = r.stops.n > 0 };
	v.rows.at = NEWS(w->cx.a, struct trial_row, all.n + 1);
	for (int i = 0; i < all.n; i++)
		v.rows.at[v.rows.n++] = row_of(w, &all.at[i]);
	v.items.at = NEWS(w->cx.a, struct option_view, kb->n_items + 1);
	for (int i = 0; i < kb->n_items; i++)
		if (trials_may(&w->cx, &r, i))
			v.items.at[v.items.n++] = (struct option_view){ kb->item[i].id, kb->item[i].name, kb->item[i].what, str_equal(typed(w, "item", ""), kb->item[i].id) };
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_trials(&w->r->body, &v);
	return true;
}

bool do_trials(struct web *w)
{
	static const char *const acts[] = { "begin", "stop" }, *const weeks[] = { "2", "3", "4" };
	struct record r;
	struct kept_trials all;
	int act, period = 0;

	if (!staff_record(w, &r))
		return false;
	const char *item = form_get(w->cx.a, &w->form, "item");
	if (!form_choice(w->cx.a, &w->form, "act", acts, 2, &act, &w->err) || (!act && !form_choice(w->cx.a, &w->form, "weeks", weeks, TRIAL_PERIODS, &period, &w->err)) ||
		!form_end(&w->form, &w->err))
		return page_trials(w);
	int of = item ? kb_item(w->cx.kb, item) : -1;
	if (!act && of < 0) {
		fail(&w->err, ERR_INPUT, "item", "please choose what is tried");
		return page_trials(w);
	}
	if (!cx_save(&w->cx) || !trials_load(&w->cx, &r, &all))
		return false;
	const struct kept_trial *t = trials_open(&all);
	bool done = act ? !t || trials_stop(&w->cx, w->id, t->id, "therapist") : trials_begin(&w->cx, &r, of, period);
	if (!done) {
		db_rollback(w->cx.db);
		return w->err.code == ERR_INPUT && db_begin_read(w->cx.db) && page_trials(w);
	}
	return web_go_with(w, staff_path(w, "/trials"), "saved");
}
