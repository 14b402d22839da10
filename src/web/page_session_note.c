/* web/page_session_note.c -- the note of a session: written by the taps, changed by hand, signed, amended; and the words to take home. */
#include "app/circulation.h"
#include "app/mail.h"
#include "app/takehome.h"
#include "app/treatment.h"
#include "base/str.h"
#include "web/session.h"

#include <string.h>

bool page_session_note(struct web *w);
bool do_session_note(struct web *w);

static const char *const parts[] = { "told", "seen", "judged", "next" };

struct four { const char *at[4]; };

/* What the next hour of the plan is about. */
static bool next_words(struct web *w, const struct treatment *t, const char **out)
{
	struct kept_plan kept;
	struct session_step steps[SESSION_ITEMS];
	int n = 0, week = t->week + 1;

	*out = NULL;
	if (!care_plan(&w->cx, w->id, true, &kept))
		return false;
	if (!kept.id || !t->week || week > WEEKS)
		return true;
	const struct plan_week *k = &kept.plan.week[week - 1];
	for (int i = 0; i < k->n_session; i++)
		steps[n++] = (struct session_step){ .item = k->session[i].item, .region = k->session[i].region, .side = k->session[i].side };
	*out = arena_fmt(w->cx.a, "Week %d of the plan: %s. Words for afterwards given.", week, n ? words_work(w->cx.a, w->cx.kb, steps, n) : "no session");
	return true;
}

static bool from_taps(struct web *w, const struct record *r, const struct treatment *t, struct four *out, const char **trend)
{
	struct course_words course;
	struct session_past *past;
	const char *next, *what_worked;
	double rise, gain;
	int n;

	if (!staff_course(w, r, &course) || !next_words(w, t, &next) || !treatment_past(&w->cx, r, &past, &n) ||
	    !session_worked(w, r, &course, &what_worked))
		return false;
	*trend = session_trend_words(w->cx.a, w->cx.kb, session_trend(w->cx.kb, past, n, &rise, &gain), rise, gain);
	const char *verdict = arena_fmt(w->cx.a, "Course: %s. %s%s%s%s%s", course.word, course.proposal, what_worked ? "\n" : "", what_worked ? what_worked : "",
		*trend ? "\n" : "", *trend ? *trend : "");
	struct session_note note = session_note(w->cx.a, w->cx.kb, t->step, &t->now, verdict, next);
	*out = (struct four){ { note.s, note.o, note.a, note.p } };
	return true;
}

static bool copied(struct web *w, const struct treatment *t, struct four *out)
{
	const char *from = form_get(w->cx.a, &w->form, "template");
	struct note_before_rows before;
	struct template_all_rows all;
	int64_t id;
	char iso[11];

	if (form_has(&w->form, "last")) {
		day_iso(t->on, iso);
		if (!q_note_before(w->cx.db, w->id, t->id, iso, &before))
			return false;
		if (before.n)
			*out = (struct four){ { before.at[0].told, before.at[0].seen, before.at[0].judged, before.at[0].next } };
	}
	if (from && int_read(from, 1, (int64_t)1 << 53, &id)) {
		if (!q_template_all(w->cx.db, w->cx.who.practice, &all))
			return false;
		for (size_t i = 0; i < all.n; i++)
			if (all.at[i].id == id)
				*out = (struct four){ { all.at[i].told, all.at[i].seen, all.at[i].judged, all.at[i].next } };
	}
	return true;
}

static void fill_versions(struct web *w, const struct note_all_rows *all, struct session_note_view *v)
{
	v->versions.at = NEWS(w->cx.a, struct note_version, (int)all->n + 1);
	for (size_t i = 0; i < all->n; i++) {
		const struct note_all *n = &all->at[i];

		v->versions.at[v->versions.n++] = (struct note_version){ n->version, staff_when(w, n->at), arena_fmt(w->cx.a, "%s %s", n->given, n->family),
			n->reason, n->told, n->seen, n->judged, n->next, n->is_signed != 0 };
		v->is_signed = v->is_signed || n->is_signed;
	}
	v->version = all->n ? all->at[0].version : 0;
}

static bool fill_against(struct web *w, const struct treatment *t, struct session_note_view *v)
{
	struct sentences all;

	if (!t->back_reason)
		return true;
	if (!treatment_against(&w->cx, w->id, t->on, t->step, t->n_steps, &all))
		return false;
	v->against.at = all.at;
	v->against.n = all.n;
	return true;
}

/* The words to take home, and whether a mail may say that they wait. */
static bool fill_words(struct web *w, const struct treatment *t, struct session_note_view *v)
{
	struct mail_words_of_rows made;
	struct kept_plan kept;
	struct takehome home;
	const char *why;

	if (!care_plan(&w->cx, w->id, true, &kept) || !mail_may(&w->cx, w->id, &why) ||
		!q_mail_words_of(w->cx.db, w->id, mail_words_occasion(&w->cx, t->id), &made))
		return false;
	takehome(&w->cx, t, &kept, t->week, &home);
	v->aftercare = takehome_plain(w->cx.a, &home);
	v->mail_path = session_path(w, t->id, "/words");
	if (made.n) {
		const char *state = made.at[0].state;

		v->mailed = str_equal(state, "sent") ? arena_fmt(w->cx.a, "Mailed %s.", staff_when(w, made.at[0].changed)) :
			str_equal(state, "refused") ? "The mail was not delivered." : str_equal(state, "dropped") ? NULL : "The mail waits to be sent.";
	}
	bool again = !made.n || str_equal(made.at[0].state, "refused") || str_equal(made.at[0].state, "dropped");
	v->may_mail = t->ended && again && !why;
	v->no_mail = again && why ? arena_fmt(w->cx.a, "Mail %s.", why) : again && !t->ended ? "It can be mailed when the session has ended." : NULL;
	return true;
}

static bool fill_beside(struct web *w, const struct treatment *t, struct session_note_view *v)
{
	struct template_all_rows all;
	struct note_before_rows before;
	struct circulation felt;
	char iso[11];

	day_iso(t->on, iso);
	if (!q_template_all(w->cx.db, w->cx.who.practice, &all) || !q_note_before(w->cx.db, w->id, t->id, iso, &before))
		return false;
	if (!circulation_load(&w->cx, w->id, &felt))
		return false;
	for (int i = 0; i < felt.n_sessions; i++)
		if (felt.session[i].treatment == t->id)
			v->felt = felt.session[i].words;
	v->has_before = before.n > 0;
	v->templates.at = NEWS(w->cx.a, struct pair_row, (int)all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v->templates.at[v->templates.n++] = (struct pair_row){ all.at[i].name, arena_fmt(w->cx.a, "%s?template=%lld", v->path, (long long)all.at[i].id) };
	return fill_words(w, t, v);
}

bool page_session_note(struct web *w)
{
	struct treatment t;
	struct record r;
	struct note_all_rows all;
	struct four now;
	char on[40];

	if (!session_load(w, &r, &t) || !q_note_all(w->cx.db, t.id, &all))
		return false;
	struct session_note_view v = { .page = view_page(w, "Note", "staff", "clients"), .id = w->id, .name = staff_name(w, &r), .path = session_path(w, t.id, "/note"),
		.session = session_path(w, t.id, ""), .back_reason = t.back_reason, .ended = t.ended != 0, .key = t.draft_key, .reason = typed(w, "reason", "") };
	day_long(t.on, on, sizeof(on));
	v.day = on;
	fill_versions(w, &all, &v);
	v.from_taps = !all.n || form_has(&w->form, "fresh");
	if (!from_taps(w, &r, &t, &now, &v.trend))
		return false;
	if (!v.from_taps)
		now = (struct four){ { all.at[0].told, all.at[0].seen, all.at[0].judged, all.at[0].next } };
	if (!copied(w, &t, &now) || !fill_beside(w, &t, &v) || !fill_against(w, &t, &v) || !session_number(w, t.id, &v.number))
		return false;
	v.told = typed(w, parts[0], now.at[0]);
	v.seen = typed(w, parts[1], now.at[1]);
	v.judged = typed(w, parts[2], now.at[2]);
	v.next = typed(w, parts[3], now.at[3]);
	if (!page_keep_error(w, &v.page))
		return false;
	tmpl_session_note(&w->r->body, &v);
	return true;
}

static bool read_parts(struct web *w, struct four *out)
{
	for (int i = 0; i < 4; i++)
		if (!form_text(w->cx.a, &w->form, parts[i], 0, NOTE_PART, &out->at[i], &w->err))
			return false;
	return true;
}

bool do_session_note(struct web *w)
{
	static const char *const what[] = { "save", "sign", "template" };
	struct treatment t;
	struct record r;
	struct four text;
	int64_t version;
	int act;
	const char *reason = "", *name = form_get(w->cx.a, &w->form, "template_name");

	if (!session_load(w, &r, &t))
		return false;
	if (!read_parts(w, &text) || !form_int(w->cx.a, &w->form, "version", 0, 1 << 20, &version, &w->err) ||
	    !form_choice(w->cx.a, &w->form, "what", what, 3, &act, &w->err) ||
	    (form_has(&w->form, "reason") && !form_text(w->cx.a, &w->form, "reason", 0, 500, &reason, &w->err)) || !form_end(&w->form, &w->err))
		return page_session_note(w);
	if (act == 2 && (!name || utf8_length(name) < 2 || utf8_length(name) > 80)) {
		fail(&w->err, ERR_INPUT, "template_name", "needs 2 to 80 characters");
		return page_session_note(w);
	}
	const struct note_new note = { version, act == 1, text.at[0], text.at[1], text.at[2], text.at[3], reason };
	if (!cx_save(&w->cx))
		return false;
	if (act == 2 ? q_template_add(w->cx.db, db_id(), w->cx.who.practice, name, text.at[0], text.at[1], text.at[2], text.at[3], w->cx.who.account, w->cx.now) :
		treatment_note(&w->cx, &t, &note))
		return web_go_with(w, session_path(w, t.id, "/note"), act == 1 ? "signed" : "saved");
	db_rollback(w->cx.db);
	return w->err.code == ERR_INPUT && db_begin_read(w->cx.db) && page_session_note(w);
}
