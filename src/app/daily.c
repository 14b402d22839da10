/* app/daily.c -- today, and the days so far. */
#include "app/daily.h"

#include "app/recheck.h"
#include "base/str.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static const int64_t day_ms = 86400000;
enum { DAYS_BACK = 70 };

bool daily_turn(int days, int weekday)
{
	return (weekday + 1) * days / 7 > weekday * days / 7;
}

bool daily_may(const struct cx *cx, const struct record *r, int item)
{
	const struct limits *l = &r->c->limits;

	return !r->s->never_any[item] && !l->declined_item[item] && !l->declined_component[cx->kb->item[item].component];
}

bool daily_may_read(const struct record *r, int lesson)
{
	return !r->c->limits.declined_lesson[lesson] && !r->c->limits.declined_component[COMPONENT_MIND];
}

struct plan daily_shown(const struct cx *cx, const struct record *r, const struct plan *plan)
{
	struct plan out = *plan;

	for (int i = 0; i < WEEKS; i++) {
		struct plan_week *w = &out.week[i];
		int home = 0, session = 0;

		for (int k = 0; k < w->n_session; k++)
			if (daily_may(cx, r, w->session[k].item))
				w->session[session++] = w->session[k];
		w->n_session = session;
		for (int k = 0; k < w->n_home; k++)
			if (daily_may(cx, r, w->home[k].item))
				w->home[home++] = w->home[k];
		w->n_home = home;
		if (w->lesson >= 0 && !daily_may_read(r, w->lesson))
			w->lesson = -1;
	}
	return out;
}

/* "For muscle pain." and "For muscle pain, for which ... speaks." name this cause. */
static bool names(const char *why, const struct cause *c)
{
	const char *at = strstr(why, "For ");
	size_t n = strlen(c->name);

	return at && n && strncasecmp(at + 4, c->name, n) == 0 && strchr(",.", at[4 + n]);
}

/* The plan's reason is written for therapists; the client reads the same cause in plain words. */
static const char *plain_why(const struct cx *cx, const struct plan_week *w, const struct plan_home *h)
{
	if (w->lesson >= 0 && cx->kb->lesson[w->lesson].practice == h->item)
		return "It goes with the idea of this week.";
	for (int i = 0; i < cx->kb->n_causes; i++) {
		const struct cause *c = &cx->kb->cause[i];

		if (!plan_hushed(cx->kb, i) && h->why && names(h->why, c)) {
			char *plain = arena_text(cx->a, c->plain);

			plain[0] = plain[0] >= 'A' && plain[0] <= 'Z' ? (char)(plain[0] - 'A' + 'a') : plain[0];
			return arena_fmt(cx->a, "Chosen with this in mind: %s.", plain);
		}
	}
	return cx->kb->item[h->item].component == COMPONENT_MIND ? "So that calm has its place in each week." :
		"So that moving has its place in each week.";
}

static void fill_tasks(const struct cx *cx, const struct record *r, struct daily *d, const struct done_since_rows *done)
{
	const struct plan_week *w = &d->kept.plan.week[d->week - 1];
	int sum = 0;

	for (int i = 0; i < w->n_home && d->n_tasks < TASKS_MOST; i++) {
		const struct plan_home *h = &w->home[i];
		struct task t = { h->item, h->minutes, plain_why(cx, w, h), false };

		for (size_t k = 0; k < done->n; k++)
			t.done = t.done || str_equal(done->at[k].item, cx->kb->item[h->item].id);
		if (!daily_may(cx, r, h->item) || (!t.done && (!daily_turn(h->days, (d->day + i) % 7) || (sum && sum + t.minutes > TODAY_MINUTES))))
			continue;
		d->task[d->n_tasks++] = t;
		sum += t.minutes;
		d->minutes += t.done ? 0 : t.minutes;
	}
}

/* What a clock that was ahead dated later is no hard day of today. */
static bool flare_since(struct cx *cx, const struct record *r, int64_t since, bool *out)
{
	struct answer_between_rows rows;

	if (!q_answer_between(cx->db, r->person.id, "flare", since, cx->now + CLOCK_AHEAD, &rows))
		return false;
	*out = rows.n > 0;
	return true;
}

bool daily_hard(struct cx *cx, const struct record *r, const char **out)
{
	struct checkin_since_rows rows;
	double now = (double)NAN, least = (double)NAN;
	bool flare;
	char iso[11];

	*out = NULL;
	day_iso(cx->today - JUMP_DAYS, iso);
	if (!flare_since(cx, r, cx->now - day_ms, &flare) || !q_checkin_since(cx->db, r->person.id, iso, &rows))
		return false;
	for (size_t i = 0; i < rows.n; i++) {
		day d;

		if (!day_read(rows.at[i].day, &d) || isnan(rows.at[i].pain))
			continue;
		if (d == cx->today)
			now = rows.at[i].pain;
		else
			least = fmin(least, rows.at[i].pain);
	}
	if (flare)
		*out = "You told us that it is a hard day.";
	else if (now >= cx->kb->track->hard)
		*out = "Your back is loud today.";
	else if (now - least >= JUMP)
		*out = "Your back is louder than the day before.";
	return true;
}

static bool answered_at_home(const struct cx *cx, const struct answer_home_between_rows *home, int finding)
{
	for (size_t i = 0; i < home->n; i++)
		if (kb_finding(cx->kb, home->at[i].finding) == finding)
			return true;
	return false;
}

/* The week's questions wait when one of them is older than a week, and when one that the intake asks was only asked before a session. */
static bool week_due(struct cx *cx, const struct record *r, bool *due)
{
	int64_t since = cx->now - SAFETY_DAYS * day_ms;
	struct answer_home_between_rows home;

	*due = recheck_last(cx, r, ASKED_WEEK) < since;
	if (*due)
		return true;
	if (!q_answer_home_between(cx->db, r->person.id, since, cx->now + CLOCK_AHEAD, &home))
		return false;
	struct ids ask = recheck_questions(cx, r, ASKED_WEEK, recheck_blank(cx));
	for (int i = 0; i < ask.n && !*due; i++)
		*due = (cx->kb->finding[ask.at[i]].asked & ASKED_INTAKE) && !answered_at_home(cx, &home, ask.at[i]);
	return true;
}

bool daily_load(struct cx *cx, const struct record *r, struct daily *out)
{
	struct done_since_rows done;
	struct lesson_now_rows lessons;
	char today[11];

	*out = (struct daily){ .lesson = -1 };
	day_iso(cx->today, today);
	if (!care_plan(cx, r->person.id, true, &out->kept) || !q_done_since(cx->db, r->person.id, today, &done) ||
		!q_lesson_now(cx->db, r->person.id, &lessons) || !recheck_after_due(cx, r, &out->after_due) || !daily_hard(cx, r, &out->hard))
		return false;
	if (!out->kept.id)
		return true;
	int since = cx->today - out->kept.starts;
	out->week = since < 0 ? 0 : since / 7 + 1 > WEEKS ? WEEKS + 1 : since / 7 + 1;
	out->day = since < 0 ? 0 : since % 7;
	if (out->week < 1 || out->week > WEEKS)
		return true;
	if (!week_due(cx, r, &out->safety_due))
		return false;
	fill_tasks(cx, r, out, &done);
	out->lesson = out->kept.plan.week[out->week - 1].lesson;
	if (out->lesson >= 0 && !daily_may_read(r, out->lesson))
		out->lesson = -1;
	for (size_t i = 0; out->lesson >= 0 && i < lessons.n; i++)
		out->lesson_read = out->lesson_read || str_equal(lessons.at[i].lesson, cx->kb->lesson[out->lesson].id);
	return true;
}

static double *empty_days(struct cx *cx, int n, double value)
{
	double *at = NEWS(cx->a, double, n);

	for (int i = 0; i < n; i++)
		at[i] = value;
	return at;
}

static void fill_practice(struct cx *cx, const struct done_since_rows *done, struct followed *f, double *all, double *mind, double *body)
{
	bool *seen = NEWS(cx->a, bool, f->days.n);

	for (size_t i = 0; i < done->n; i++) {
		day d;
		int item = kb_item(cx->kb, done->at[i].item);

		if (!day_read(done->at[i].day, &d) || d < f->first || d - f->first >= f->days.n)
			continue;
		all[d - f->first] += (double)done->at[i].minutes;
		if (item >= 0)
			(cx->kb->item[item].component == COMPONENT_MIND ? mind : body)[d - f->first] += (double)done->at[i].minutes;
		f->practised_minutes += (int)done->at[i].minutes;
		f->practised_days += !seen[d - f->first];
		seen[d - f->first] = true;
	}
}

static double planned_a_day(const struct kept_plan *kept, int weeks)
{
	double sum = 0;

	for (int w = 0; w < weeks; w++)
		for (int i = 0; i < kept->plan.week[w].n_home; i++)
			sum += kept->plan.week[w].home[i].minutes * kept->plan.week[w].home[i].days / 7.0;
	return weeks > 0 ? sum / weeks : 0;
}

/* Time with the therapist: a week of the plan in which something was arranged is one session due, and it was held when the client came in
 * that week, on time or late.  What was missed or cancelled and not made up for is due and not held; what nobody marked is not known. */
static bool fill_sessions(struct cx *cx, const struct record *r, const struct kept_plan *kept, struct followed *f)
{
	double *due = empty_days(cx, f->days.n, 0), *held = empty_days(cx, f->days.n, 0);
	struct appointment_kept_rows rows;
	int on[WEEKS];                  /* the day that stands for the week's session; -1: none */

	if (!kept->id)
		return true;
	if (!q_appointment_kept(cx->db, r->person.id, &rows))
		return false;
	for (int w = 0; w < WEEKS; w++)
		on[w] = -1;
	for (size_t i = 0; i < rows.n; i++) {
		const struct appointment_kept *p = &rows.at[i];
		int at = (int)(p->starts / day_ms) - f->first, since = (int)(p->starts / day_ms) - kept->starts, w = since / 7;

		if (since < 0 || w >= WEEKS || at < 0 || at >= f->days.n || p->starts > cx->now || str_equal(p->state, "booked"))
			continue;
		int stands = on[w] < 0 ? at : on[w], minutes = kept->plan.week[w].minutes ? kept->plan.week[w].minutes : (int)p->minutes;
		if (on[w] < 0)
			due[stands] = minutes;
		on[w] = stands;
		if (str_equal(p->state, "came") || str_equal(p->state, "late"))
			held[stands] = due[stands];
	}
	f->days.due = due;
	f->days.held = held;
	return true;
}

typedef struct tracked *judge(struct arena *, const struct track_numbers *, const struct track_days *);

/* The days from out->first on, out->days.n of them. */
static bool fill_followed(struct cx *cx, const struct record *r, const struct kept_plan *kept, judge *judged_by, struct followed *out)
{
	struct checkin_since_rows rows;
	struct done_since_rows done;
	struct lesson_now_rows lessons;
	char iso[11];

	day_iso(out->first, iso);
	if (!q_checkin_since(cx->db, r->person.id, iso, &rows) || !q_done_since(cx->db, r->person.id, iso, &done) ||
		!q_lesson_now(cx->db, r->person.id, &lessons))
		return false;
	double *value[TRACK_MEASURES], *all = empty_days(cx, out->days.n, 0), *mind = empty_days(cx, out->days.n, 0), *body = empty_days(cx, out->days.n, 0);
	for (int k = 0; k < TRACK_MEASURES; k++)
		value[k] = empty_days(cx, out->days.n, (double)NAN);
	for (size_t i = 0; i < rows.n; i++) {
		const double of[TRACK_MEASURES] = { rows.at[i].pain, rows.at[i].function, rows.at[i].mood, rows.at[i].sleep };
		day d;

		if (!day_read(rows.at[i].day, &d) || d < out->first || d - out->first >= out->days.n)
			continue;
		for (int k = 0; k < TRACK_MEASURES; k++)
			value[k][d - out->first] = of[k];
		out->told = isnan(rows.at[i].pain) ? out->told : rows.at[i].at;
	}
	fill_practice(cx, &done, out, all, mind, body);
	for (int k = 0; k < TRACK_MEASURES; k++)
		out->days.value[k] = value[k];
	out->days.practice = all;
	out->days.mind = mind;
	out->days.body = body;
	out->lessons = (int)lessons.n;
	if (!fill_sessions(cx, r, kept, out))
		return false;
	if (kept->id) {
		int weeks = (cx->today - kept->starts) / 7;

		weeks = weeks < 0 ? 0 : weeks > WEEKS ? WEEKS : weeks;
		out->days.planned = planned_a_day(kept, weeks ? weeks : 1);
		for (int w = 0; w < weeks; w++)
			out->days.lessons_due += kept->plan.week[w].lesson >= 0;
		out->days.lessons_done = out->lessons < out->days.lessons_due ? out->lessons : out->days.lessons_due;
	}
	out->tracked = judged_by(cx->a, cx->kb->track, &out->days);
	return true;
}

static bool follow(struct cx *cx, const struct record *r, judge *judged_by, struct followed *out)
{
	struct kept_plan kept;

	*out = (struct followed){ 0 };
	if (!care_plan(cx, r->person.id, true, &kept))
		return false;
	out->first = kept.id && kept.starts > cx->today - DAYS_BACK && kept.starts <= cx->today ? kept.starts : cx->today - DAYS_BACK + 1;
	out->days.n = cx->today - out->first + 1;
	return fill_followed(cx, r, &kept, judged_by, out);
}

bool daily_follow(struct cx *cx, const struct record *r, struct followed *out)
{
	return follow(cx, r, track, out);
}

bool daily_ten_weeks(struct cx *cx, const struct record *r, struct followed *out)
{
	struct kept_plan kept;

	*out = (struct followed){ 0 };
	if (!care_plan(cx, r->person.id, true, &kept))
		return false;
	if (!kept.id || kept.starts > cx->today)
		return fail(cx->err, ERR_MISSING, "plan", "The ten weeks have not begun.");
	int days = cx->today - kept.starts + 1;
	out->first = kept.starts;
	out->days.n = days > 7 * WEEKS ? 7 * WEEKS : days;
	return fill_followed(cx, r, &kept, track, out);
}

bool daily_worsened(struct cx *cx, const struct record *r, struct followed *f, bool *out)
{
	*out = false;
	if (!follow(cx, r, track_verdict, f))
		return false;
	const double *pain = f->days.value[TRACK_PAIN];
	int64_t asked = recheck_last(cx, r, ASKED_WORSENING), since = cx->now - asked;
	int last = f->days.n - 1, oldest = last - SAFETY_DAYS;
	while (last > 0 && last > oldest && isnan(pain[last]))
		last--;
	for (int back = 1; back <= JUMP_DAYS && back <= last; back++)
		if (!isnan(pain[last]) && !isnan(pain[last - back]) && pain[last] - pain[last - back] >= JUMP)
			*out = since > day_ms / 2 && f->told > asked;
	if (f->tracked->verdict == VERDICT_WORSENING)
		*out = *out || since > SAFETY_DAYS * day_ms;
	return true;
}
