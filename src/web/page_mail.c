/* web/page_mail.c -- the link in a mail: confirm, cancel, no more mails.  Opening it changes nothing. */
#include "app/mail.h"
#include "base/str.h"
#include "web/booking.h"

bool page_mail_link(struct web *w);
bool do_mail_link(struct web *w);

/* The mail's own person acts, whoever is signed in at this browser. */
static bool come_by_link(struct web *w, struct cx *cx, struct mail_job_get *job)
{
	*cx = w->cx;
	if (!mail_link(cx, w->arg, job))
		return false;
	cx->who = (struct who){ .role = ROLE_CLIENT, .practice = job->practice, .person = job->person };
	return true;
}

/* Why the session cannot be answered for; NULL when it can. */
static bool read_session(struct cx *cx, const struct mail_job_get *job, struct appointment_get *at, const char **refusal)
{
	struct appointment_get_rows rows;

	if (!q_appointment_get(cx->db, job->appointment, job->practice, &rows))
		return false;
	*refusal = NULL;
	if (!rows.n) {
		*refusal = str_equal(job->kind, "words") ? "Words to take home are ready for you. Sign in to read them." : "There is nothing to answer here.";
		return true;
	}
	*at = rows.at[0];
	if (str_equal(at->state, "cancelled"))
		*refusal = "This session is cancelled.";
	else if (at->starts != job->starts)
		*refusal = "This session was moved since. The newest mail has its time.";
	else if (!str_equal(at->state, "booked") || at->starts <= cx->now)
		*refusal = "This time is over.";
	else if (job->answer[0])
		*refusal = "You said that you will be there. If something comes up, please call the practice; that is fine.";
	return true;
}

static bool show(struct web *w)
{
	struct mail_stopped_rows stopped;
	struct appointment_get at;
	struct practice_book b;
	struct mail_job_get job;
	struct mail_link_view v;
	struct cx cx;

	if (!come_by_link(w, &cx, &job) || !bookings_load(&cx, &b))
		return false;
	v = (struct mail_link_view){ .page = view_page(w, "Your session", "entry", ""), .token = w->arg };
	if (!read_session(&cx, &job, &at, &v.refusal) || !q_mail_stopped(cx.db, job.person, &stopped))
		return false;
	if (job.appointment) {
		v.when = bookings_when(&cx, &b, job.starts);
		v.title = b.title;
	}
	v.may_cancel = b.online && booking_may_cancel(&b.rules, job.starts, cx.now);
	v.stopped = stopped.n > 0;
	if (!booking_keep_error(w, &v.page))
		return false;
	tmpl_mail_link(&w->r->body, &v);
	return true;
}

bool page_mail_link(struct web *w)
{
	return show(w);
}

static bool answer(struct cx *cx, const struct mail_job_get *job, bool cancel)
{
	struct appointment_get at;
	struct practice_book b;
	const char *refusal;

	if (!read_session(cx, job, &at, &refusal))
		return false;
	if (refusal)
		return fail(cx->err, ERR_CONFLICT, "", "%s", refusal);
	if (!q_mail_answer(cx->db, job->id, cancel ? "cancelled" : "confirmed"))
		return false;
	if (!cx->db->changes)
		return fail(cx->err, ERR_CONFLICT, "", "This was answered already.");
	return cancel ? bookings_load(cx, &b) && bookings_cancel(cx, &b, job->appointment, "by the link in a mail", true) :
		cx_event(cx, job->person, "session_confirmed");
}

static bool act_on(struct cx *cx, const struct mail_job_get *job, int act)
{
	switch (act) {
	case 0:
	case 1:
		return answer(cx, job, act == 1);
	case 2:
		return q_mail_stop_set(cx->db, job->person, cx->now) && cx_event(cx, job->person, "mail_stopped");
	default:
		return q_mail_stop_drop(cx->db, job->person) && cx_event(cx, job->person, "mail_again");
	}
}

bool do_mail_link(struct web *w)
{
	static const char *const acts[] = { "confirm", "cancel", "stop", "again" }, *const notes[] = { "confirmed", "cancelled", "mail_stopped", "mail_again" };
	struct mail_job_get job;
	struct cx cx;
	int act;

	if (form_choice(w->cx.a, &w->form, "act", acts, 4, &act, &w->err) && form_end(&w->form, &w->err) && cx_save(&w->cx) &&
		come_by_link(w, &cx, &job) && act_on(&cx, &job, act))
		return web_go_with(w, arena_fmt(w->cx.a, "/mail/%s", w->arg), notes[act]);
	return booking_again(w) && show(w);
}
