/* web/page_words.c -- words to take home: the client reads them; who treats has them mailed, or rather that they wait. */
#include "app/daily.h"
#include "app/mail.h"
#include "app/takehome.h"
#include "base/str.h"
#include "web/client.h"
#include "web/session.h"

bool page_words(struct web *w);
bool do_session_words(struct web *w);

static struct text_views texts(const struct takehome_texts *t)
{
	return (struct text_views){ t->at, (size_t)t->n };
}

/* The last session that has ended, if there was one. */
static bool last_session(struct web *w, struct treatment *t, bool *any)
{
	struct treatment_list_rows all;

	*any = false;
	if (!q_treatment_list(w->cx.db, w->cx.who.person, &all))
		return false;
	for (size_t i = 0; i < all.n && !*any; i++)
		if (all.at[i].ended) {
			*any = true;
			return treatment_load(&w->cx, w->cx.who.person, all.at[i].id, false, t);
		}
	return true;
}

bool page_words(struct web *w)
{
	struct treatment t;
	struct takehome home;
	struct record r;
	struct daily d;
	char on[40];
	bool led, any;

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (!daily_load(&w->cx, &r, &d) || !last_session(w, &t, &any))
		return false;
	takehome(&w->cx, any ? &t : NULL, &d.kept, d.week, &home);
	struct words_view v = { .page = view_page(w, "To take home", "client read", ""), .every = texts(&home.every), .own = texts(&home.own), .home = texts(&home.home),
		.after_due = d.after_due, .today = home.today };
	if (any) {
		day_long(t.on, on, sizeof(on));
		v.on = on;
	}
	tmpl_words(&w->r->body, &v);
	return true;
}

bool do_session_words(struct web *w)
{
	struct treatment t;
	struct record r;

	if (!session_load(w, &r, &t) || !form_end(&w->form, &w->err))
		return false;
	if (!t.ended)
		return fail(&w->err, ERR_CONFLICT, "mail", "can be sent when the session has ended");
	return cx_save(&w->cx) && mail_words_home(&w->cx, w->id, t.id) && cx_event(&w->cx, w->id, "words_mailed") &&
		web_go_with(w, session_path(w, t.id, "/note"), "words_mailed");
}
