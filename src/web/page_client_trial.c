/* web/page_client_trial.c -- the client's personal trial: what today is, and at the end what it told. */
#include "app/trials.h"
#include "base/fmt.h"
#include "base/str.h"
#include "render/chart.h"
#include "web/client.h"

bool page_trial(struct web *w);
bool do_trial_stop(struct web *w);

static const char *today_words(struct web *w, const struct kept_trial *t)
{
	char date[40];

	if (t->day < 0) {
		day_long(t->starts, date, sizeof(date));
		return arena_fmt(w->cx.a, "It begins on %s.", date);
	}
	return trial_with(&t->design, t->day) ? "Today is a day with it." : "Today is a day without it: do as you always did.";
}

const char *client_trial(struct web *w, const struct record *r)
{
	struct kept_trials all;

	if (!trials_load(&w->cx, r, &all))
		return NULL;
	const struct kept_trial *t = trials_running(&all);
	return t ? arena_fmt(w->cx.a, "%s. %s", w->cx.kb->item[t->item].name, today_words(w, t)) : "";
}

html client_trial_picture(struct web *w, const struct kept_trial *t, const char *title)
{
	struct buf b = buf_new(w->cx.a, 1 << 20);
	bool *with = NEWS(w->cx.a, bool, t->days + 1);

	for (int i = 0; i < t->days; i++)
		with[i] = trial_with(&t->design, i);
	const struct chart c = { .title = title, .first = t->starts, .n = t->days, .value = t->pain, .full = with };
	chart_svg(&b, &c);
	return buf_as_html(&b);
}

bool page_trial(struct web *w)
{
	struct record r;
	struct kept_trials all;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!trials_load(&w->cx, &r, &all))
		return false;
	struct trial_view v = { .page = view_page(w, "Your own trial", "client read", ""), .any = all.n > 0 };
	if (all.n) {
		const struct kept_trial *t = &all.at[0];
		const struct item *it = &w->cx.kb->item[t->item];

		v.name = it->name;
		v.what = client_words(w, it->what);
		v.how = page_steps(w, client_words(w, it->how));
		v.known = client_words(w, it->known);
		v.id = t->id;
		v.running = t->running || t->rests;
		v.today = t->running ? today_words(w, t) : "It rests for now, because of something you told us. It goes on by itself when that changes.";
		v.length = arena_text(w->cx.a, fmt_count(t->days, "day", "days"));
		if (!v.running) {
			v.answer = t->why[0] && t->result.answer == TRIAL_CANNOT_TELL ? "It was stopped before it could tell anything. That is fine." : trials_words(w->cx.a, &t->result);
			v.picture = client_trial_picture(w, t, "Pain by day; full dots are days with it, rings are days without");
		}
	}
	tmpl_trial(&w->r->body, &v);
	return true;
}

bool do_trial_stop(struct web *w)
{
	struct record r;
	struct kept_trials all;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!form_end(&w->form, &w->err) || !cx_save(&w->cx) || !trials_load(&w->cx, &r, &all))
		return false;
	const struct kept_trial *t = trials_open(&all);
	return (!t || trials_stop(&w->cx, r.person.id, t->id, "client")) && web_go_with(w, "/trial", "saved");
}
