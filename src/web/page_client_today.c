/* web/page_client_today.c -- Today, the check-in, lessons, the ten weeks. */
#include "app/athome.h"
#include "app/daily.h"
#include "app/recheck.h"
#include "app/turn.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/session.h"
#include "web/client.h"

#include <cmark.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool page_today(struct web *w);
bool page_weeks(struct web *w);
bool page_lesson(struct web *w);
bool do_lesson(struct web *w);
bool do_check_in(struct web *w);
bool do_check_in_undo(struct web *w);

static const char *greeting(struct web *w, const char *given)
{
	time_t s = w->cx.now / 1000;
	struct tm tm;

	localtime_r(&s, &tm);
	return arena_fmt(w->cx.a, "Good %s, %s", tm.tm_hour < 12 ? "morning" : tm.tm_hour < 18 ? "afternoon" : "evening", given);
}

static struct task_row task_row(struct web *w, const struct record *r, int item, int minutes, const char *why, bool done)
{
	const struct item *it = &w->cx.kb->item[item];

	return (struct task_row){ it->id, it->name, why, it->small, arena_fmt(w->cx.a, "/practice/%s", it->id), athome_places(&w->cx, r, item), minutes,
		it->component == COMPONENT_MIND, done };
}

static int told(double v)
{
	return isnan(v) ? -1 : (int)v;
}

static bool fill_check_in(struct web *w, struct today_view *v)
{
	struct checkin_day_rows rows;
	char iso[11];

	v->pain = v->function = v->mood = v->sleep = -1;
	day_iso(w->cx.today, iso);
	if (!q_checkin_day(w->cx.db, w->cx.who.person, iso, &rows))
		return false;
	if (rows.n) {
		v->pain = told(rows.at[0].pain);
		v->function = told(rows.at[0].function);
		v->mood = told(rows.at[0].mood);
		v->sleep = told(rows.at[0].sleep);
	}
	return true;
}

/* Before there is a plan: where things stand, and the one thing to do. */
static void fill_waiting(struct web *w, const struct record *r, const struct daily *d, struct today_view *v)
{
	char date[40];

	v->planned = d->kept.id != 0;
	if (!r->person.interview_done) {
		v->wait = "A few questions come first. You can stop at any time and go on later.";
		v->wait_path = "/interview";
		v->wait_label = r->c->map_given || record_consent_whole(&w->cx, r) ? "Go on with the questions" : "Start the questions";
	} else if (!d->kept.id) {
		v->wait = "Thank you for your answers. Your therapist looks at them now and makes your plan. You can check in each day until then.";
		v->wait_path = w->cx.who.role == ROLE_PROXY ? "/progress" : "/result";
		v->wait_label = w->cx.who.role == ROLE_PROXY ? "How it goes" : "See what your answers say";
	} else if (d->week == 0) {
		day_long(d->kept.starts, date, sizeof(date));
		v->wait = arena_fmt(w->cx.a, "Your ten weeks begin on %s.", date);
		v->wait_path = "/weeks";
		v->wait_label = "Look at the ten weeks";
		v->before_start = true;
	} else if (d->week > WEEKS) {
		v->wait = "Your ten weeks are done. Everything you learned stays here for you.";
		v->wait_path = "/weeks";
		v->wait_label = "Look back";
		v->after_end = true;
	}
}

bool page_today(struct web *w)
{
	struct record r;
	struct daily d;
	struct followed f;
	bool led, worsened;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!daily_load(&w->cx, &r, &d) || !daily_worsened(&w->cx, &r, &f, &worsened))
		return false;
	struct today_view v = { .page = view_page(w, "Today", "client", "today"), .week = d.week,
		.minutes = d.minutes, .lesson_read = d.lesson_read, .hard = d.hard };
	v.greeting = v.page.kept ? "Today" : greeting(w, r.person.given);
	v.worse_due = worsened && !v.page.kept;         /* these need a connection */
	v.safety_due = d.safety_due && !v.page.kept && !v.worse_due;
	v.after_due = d.after_due && !v.page.kept;
	fill_waiting(w, &r, &d, &v);
	v.lead = d.kept.id && d.week >= 1 && d.week <= WEEKS ? arena_fmt(w->cx.a, "Week %d of 10.%s", d.week,
		d.minutes ? arena_fmt(w->cx.a, " About %d minutes today.", d.minutes) : "") : NULL;
	v.tasks.at = NEWS(w->cx.a, struct task_row, TASKS_MOST);
	for (int i = 0; i < d.n_tasks; i++)
		v.tasks.at[v.tasks.n++] = task_row(w, &r, d.task[i].item, d.task[i].minutes, d.task[i].why, d.task[i].done);
	if (d.lesson >= 0) {
		v.lesson_id = w->cx.kb->lesson[d.lesson].id;
		v.lesson_name = w->cx.kb->lesson[d.lesson].name;
		v.lesson_idea = client_words(w, w->cx.kb->lesson[d.lesson].idea);
	}
	if (d.kept.id && d.week >= 1 && d.week <= WEEKS && d.kept.plan.week[d.week - 1].minutes)
		v.next = arena_fmt(w->cx.a, "This week's session: %d minutes with your therapist.", d.kept.plan.week[d.week - 1].minutes);
	v.trial = client_trial(w, &r);
	if (!v.trial || !fill_check_in(w, &v) || !client_next_session(w, &r, v.page.kept != NULL, &v.session))
		return false;
	tmpl_today(&w->r->body, &v);
	return true;
}

static bool read_measure(struct web *w, const char *name, double *out)
{
	int64_t v;

	*out = (double)NAN;
	const char *text = form_get(w->cx.a, &w->form, name);
	if (!text || !text[0])
		return true;
	if (!form_int(w->cx.a, &w->form, name, 0, 10, &v, &w->err))
		return false;
	*out = (double)v;
	return true;
}

bool do_check_in(struct web *w)
{
	struct record r;
	double pain, function, mood, sleep;
	char iso[11];
	bool led = false, waited;

	if (!client_told(w, iso, &waited) || !client_record(w, &r, !waited, &led) || led)
		return !w->err.code && led;
	if (!read_measure(w, "pain", &pain) || !read_measure(w, "function", &function) || !read_measure(w, "mood", &mood) ||
		!read_measure(w, "sleep", &sleep) || !form_end(&w->form, &w->err))
		return false;
	if (isnan(pain) && isnan(function) && isnan(mood) && isnan(sleep))
		return fail(&w->err, ERR_INPUT, "pain", "needs an answer from 0 to 10");
	bool worsened, after, stalled;
	struct followed f;
	if (!cx_save(&w->cx) || !q_checkin_set(w->cx.db, db_id(), w->cx.who.person, iso, pain, function, mood, sleep, w->cx.now) ||
		!daily_worsened(&w->cx, &r, &f, &worsened) || !recheck_after_lead(&w->cx, &r, &after) ||
		!turn_asks(&w->cx, &r, &f, &stalled))
		return false;
	if (f.tracked->verdict == VERDICT_WORSENING && !trials_worsened(&w->cx, &r))
		return false;
	if (r.stops.n)          /* only what waited comes here */
		return web_go(w, "/stop");
	if (worsened || after)
		return web_go_with(w, worsened ? "/safety/worsening" : "/safety/after", "checked_in");
	return web_go_with(w, stalled ? "/again" : "/today?undo=1", "checked_in");
}

bool do_check_in_undo(struct web *w)
{
	char iso[11];

	day_iso(w->cx.today, iso);
	return form_end(&w->form, &w->err) && cx_save(&w->cx) && q_checkin_undo(w->cx.db, w->cx.who.person, iso) &&
		web_go_with(w, "/today", "undone");
}

static html markdown(struct web *w, const char *text)
{
	const char *filled = client_words(w, text);
	char *made = cmark_markdown_to_html(filled, strlen(filled), CMARK_OPT_DEFAULT);
	html out = { arena_text(w->cx.a, made), strlen(made) };

	free(made);
	return out;
}

static bool lesson_of(struct web *w, struct record *r, bool away, int *lesson, bool *led)
{
	if (!client_record(w, r, away, led) || *led)
		return *led;
	*lesson = kb_lesson(w->cx.kb, w->arg);
	if (*lesson < 0)
		return fail(&w->err, ERR_MISSING, "lesson", "There is no such lesson.");
	return true;
}

bool page_lesson(struct web *w)
{
	struct record r;
	struct lesson_now_rows read;
	bool led, said_no;
	int lesson = -1;

	if (!lesson_of(w, &r, true, &lesson, &led) || led)
		return led;
	if (!client_declined_lesson(w, &r, lesson, &said_no) || said_no)
		return said_no && !w->err.code;
	if (!q_lesson_now(w->cx.db, w->cx.who.person, &read))
		return false;
	const struct lesson *l = &w->cx.kb->lesson[lesson];
	struct lesson_view v = { .page = view_page(w, l->name, "client read", ""), .id = l->id, .name = l->name, .idea = client_words(w, l->idea),
		.question = l->question, .low = l->low, .high = l->high, .minute = client_words(w, l->minute), .body = markdown(w, l->body), .more = l->more ? markdown(w, l->more) : (html){ "", 0 },
		.sources = client_sources(w, l->source), .week = l->week, .answer = -1, .scale = l->scale };
	if (l->practice >= 0 && daily_may(&w->cx, &r, l->practice)) {
		v.practice_id = w->cx.kb->item[l->practice].id;
		v.practice_name = w->cx.kb->item[l->practice].name;
	}
	for (size_t i = 0; i < read.n; i++)
		if (str_equal(read.at[i].lesson, l->id)) {
			v.read = true;
			v.answer = read.at[i].known ? (int)read.at[i].answer : -1;
		}
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_lesson(&w->r->body, &v);
	return true;
}

bool do_lesson(struct web *w)
{
	struct record r;
	char iso[11];
	bool led = false, waited;
	int lesson = -1;
	int64_t answer = -1;

	if (!client_told(w, iso, &waited) || !lesson_of(w, &r, !waited, &lesson, &led) || led)
		return !w->err.code && led;
	if (form_has(&w->form, "answer") && !form_int(w->cx.a, &w->form, "answer", 0, 10, &answer, &w->err))
		return page_lesson(w);
	if (!form_end(&w->form, &w->err))
		return page_lesson(w);
	return cx_save(&w->cx) && q_lesson_set(w->cx.db, w->cx.who.person, w->cx.kb->lesson[lesson].id, answer, w->cx.now) &&
		web_go_with(w, "/today", "done");
}

static void fill_week(struct web *w, const struct record *r, const struct daily *d, const struct lesson_now_rows *read, int i, struct week_row *row)
{
	const struct plan_week *p = &d->kept.plan.week[i];
	const struct week *k = plan_week_of(w->cx.kb, p);

	*row = (struct week_row){ .week = i + 1, .theme = k->theme, .text = client_words(w, k->text), .minutes = p->minutes, .now = d->week == i + 1,
		.done = d->week > i + 1, .open = d->week == i + 1 };
	if (p->lesson >= 0 && daily_may_read(r, p->lesson)) {
		row->lesson_id = w->cx.kb->lesson[p->lesson].id;
		row->lesson_name = w->cx.kb->lesson[p->lesson].name;
		for (size_t n = 0; n < read->n; n++)
			row->lesson_read = row->lesson_read || str_equal(read->at[n].lesson, row->lesson_id);
	}
	row->home.at = NEWS(w->cx.a, struct task_row, p->n_home);
	for (int n = 0; n < p->n_home; n++)
		if (daily_may(&w->cx, r, p->home[n].item))
			row->home.at[row->home.n++] = task_row(w, r, p->home[n].item, p->home[n].minutes, NULL, false);
	row->session.at = NEWS(w->cx.a, const char *, p->n_session);
	for (int n = 0; n < p->n_session; n++) {
		const struct plan_item *it = &p->session[n];

		if (!daily_may(&w->cx, r, it->item))
			continue;
		row->session.at[row->session.n++] = arena_fmt(w->cx.a, "%s, %d minutes%s%s", w->cx.kb->item[it->item].name, it->minutes,
			it->region >= 0 ? ": " : "", it->region >= 0 ? session_place(w->cx.a, w->cx.kb, it->region, it->side) : "");
	}
}

bool page_weeks(struct web *w)
{
	struct record r;
	struct daily d;
	struct lesson_now_rows read;
	bool led;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!daily_load(&w->cx, &r, &d) || !q_lesson_now(w->cx.db, w->cx.who.person, &read))
		return false;
	struct weeks_view v = { .page = view_page(w, "Ten weeks", "client", "weeks"), .planned = d.kept.id != 0, .now = d.week };
	v.weeks.at = NEWS(w->cx.a, struct week_row, WEEKS);
	for (int i = 0; v.planned && i < WEEKS; i++)
		fill_week(w, &r, &d, &read, i, &v.weeks.at[v.weeks.n++]);
	v.aftercare.at = NEWS(w->cx.a, const char *, w->cx.kb->n_care + 1);
	for (int i = 0; i < w->cx.kb->n_care; i++)
		if (str_equal(w->cx.kb->care[i].when, "after") || str_equal(w->cx.kb->care[i].when, "after_massage"))
			v.aftercare.at[v.aftercare.n++] = client_words(w, w->cx.kb->care[i].text);
	tmpl_weeks(&w->r->body, &v);
	return true;
}
