/* web/page_staff_before.c -- the questions of danger before a session, by topic: each with its answers as buttons, none chosen beforehand. */
#include "app/care.h"
#include "app/recheck.h"
#include "app/treatment.h"
#include "base/form.h"
#include "base/str.h"
#include "web/staff.h"

bool page_before(struct web *w);
bool do_before(struct web *w);

/* What was sent for a finding; a number has a box of its own for "not known". */
static const char *sent(struct web *w, const char *id)
{
	return answered(w, id, arena_fmt(w->cx.a, "%s_unknown", id));
}

static bool among(struct ids all, int finding)
{
	for (int i = 0; i < all.n; i++)
		if (all.at[i] == finding)
			return true;
	return false;
}

/* The findings still to be asked of this person, in order: at first all of them, then what an answer opened; all anew once none is left.  A page
 * that was gone back to says more than that: its answers count, too.  What is private is asked on another way. */
static bool asked(struct web *w, const struct record *r, struct ids *out)
{
	struct ids all = screen_questions(w->cx.a, w->cx.kb, r->c, ASKED_SESSION), open;
	int *at = NEWS(w->cx.a, int, all.n + 1), n = 0;

	if (!treatment_unasked(&w->cx, r, &open))
		return false;
	for (int i = 0; i < all.n; i++) {
		const struct finding *f = &w->cx.kb->finding[all.at[i]];

		if (!f->private && (!open.n || among(open, all.at[i]) || sent(w, f->id)))
			at[n++] = all.at[i];
	}
	*out = (struct ids){ at, n };
	return true;
}

static void offer(struct option_views *o, const char *value, const char *label, const char *chosen)
{
	o->at[o->n++] = (struct option_view){ value, label, NULL, str_equal(value, chosen) };
}

/* No, yes, not known; or the options of the finding in their order, and not known. */
static struct option_views answers(struct web *w, const struct finding *of, const char *chosen)
{
	struct option_views o = { NEWS(w->cx.a, struct option_view, of->n_options + 3), 0 };

	if (of->is_bool) {
		offer(&o, "no", "No", chosen);
		offer(&o, "yes", "Yes", chosen);
	}
	for (int i = 0; i < of->n_options; i++)
		offer(&o, arena_fmt(w->cx.a, "%d", of->option[i].value), of->option[i].label, chosen);
	if (o.n)
		offer(&o, "unknown", "Not known", chosen);
	return o;
}

static struct exam_row row(struct web *w, const struct finding *of)
{
	const char *value = w->q->method == METHOD_POST ? sent(w, of->id) : NULL;

	value = value ? value : "";
	return (struct exam_row){ of->id, of->name, recheck_words(of), of->unit, value, !of->is_bool && !of->n_options, of->min, of->max, answers(w, of, value) };
}

static struct before_topics by_topic(struct web *w, struct ids ask)
{
	const struct kb *kb = w->cx.kb;
	struct ids sorted = recheck_by_topic(&w->cx, ask);
	struct before_topics all = { NEWS(w->cx.a, struct before_topic, ask.n + 1), 0 };

	for (int i = 0, last = -2; i < sorted.n; i++) {
		const struct finding *of = &kb->finding[sorted.at[i]];

		if (of->topic != last)
			all.at[all.n++] = (struct before_topic){ of->topic < 0 ? "More" : kb->topic[of->topic].name, of->topic < 0 || kb->topic[of->topic].each,
				{ NEWS(w->cx.a, struct exam_row, ask.n), 0 } };
		last = of->topic;
		struct exam_rows *rows = &all.at[all.n - 1].rows;
		rows->at[rows->n++] = row(w, of);
	}
	return all;
}

bool page_before(struct web *w)
{
	struct record r;
	struct ids ask;
	struct err kept = w->err;

	if (!staff_record(w, &r))
		return false;
	w->err = (struct err){ 0 };
	if (!asked(w, &r, &ask))
		return false;
	w->err = kept;
	struct before_view v = { .page = view_page(w, "Before the session", "staff", "clients"), .name = staff_name(w, &r), .action = staff_path(w, "/before"),
		.path = staff_path(w, ""), .topics = by_topic(w, ask), .of = (size_t)ask.n };

	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_staff_before(&w->r->body, &v);
	return true;
}

/* What was answered; *blank: the first that was not. */
static bool save(struct web *w, struct ids ask, const char **blank)
{
	*blank = NULL;
	for (int i = 0; i < ask.n; i++) {
		const char *id = w->cx.kb->finding[ask.at[i]].id, *text = sent(w, id);
		int value;

		if (!text || !text[0])
			*blank = *blank ? *blank : id;
		else if (!record_read_answer(&w->cx, ask.at[i], id, text, &value) || !record_answer(&w->cx, w->id, ask.at[i], value, "session"))
			return false;
	}
	return true;
}

/* To what an answer just given opened, before the session. */
static bool lead_on(struct web *w, int64_t raised)
{
	struct record r;
	struct ids open = { 0 };

	if (!raised && (!record_load(&w->cx, w->id, &r) || !treatment_unasked(&w->cx, &r, &open)))
		return false;
	return open.n ? web_go_with(w, staff_path(w, "/before"), "opened") : web_go_with(w, staff_path(w, raised ? "" : "/session"), "saved");
}

/* A sign of danger stops at once, whatever is still open. */
bool do_before(struct web *w)
{
	struct record r;
	struct ids ask = { 0 };
	const char *blank;
	int64_t raised;

	if (!staff_record(w, &r) || !cx_save(&w->cx))
		return false;
	if (asked(w, &r, &ask) && save(w, ask, &blank) && form_end(&w->form, &w->err) && record_rescreen(&w->cx, w->id, "session", &raised) &&
		(raised || !blank || fail(&w->err, ERR_INPUT, blank, "has to be asked before the session begins")) && cx_event(&w->cx, w->id, "before_session"))
		return lead_on(w, raised);
	db_rollback(w->cx.db);
	return db_begin_read(w->cx.db) && page_before(w);
}
