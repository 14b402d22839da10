/* web/page_client_practice.c -- one practice, exercise or device: how, the small version for a bad day, done. */
#include "app/daily.h"
#include "app/speech.h"
#include "app/takehome.h"
#include "base/str.h"
#include "web/client.h"

#include <string.h>

bool page_practice(struct web *w);
bool do_practice(struct web *w);

enum { SMALL_MINUTES = 1 };     /* the small version counts as one minute */

static const char *evidence_word(enum strength s)
{
	return s == EVIDENCE_STRONG ? "strong evidence" : s == EVIDENCE_FAIR ? "fair evidence" : s == EVIDENCE_WEAK ? "weak evidence" : "not tested";
}

static struct player_step_views steps_of(struct web *w, const struct item *it)
{
	struct player_step_views out = { NEWS(w->cx.a, struct player_step_view, it->n_steps + 1), 0 };
	int at = 0;

	for (int i = 0; i < it->n_steps; i++) {
		bool own = speech_recorded(w->cx.a, w->config->dir, it->id, i + 1);

		out.at[out.n++] = (struct player_step_view){ .text = client_words(w, it->steps[i].text), .at = at, .seconds = it->steps[i].seconds,
			.own = own, .sound = own || w->config->speaker ? arena_fmt(w->cx.a, "/practice/%s/speech/%d.wav", it->id, i + 1) : NULL };
		at += it->steps[i].seconds;
	}
	return out;
}

/* A practice for hard days is for hard days as it is. */
static bool fill_day(struct web *w, const struct record *r, const struct item *it, struct practice_view *v)
{
	struct done_since_rows done;
	char iso[11];

	day_iso(w->cx.today, iso);
	if (!q_done_since(w->cx.db, w->cx.who.person, iso, &done) || !daily_hard(&w->cx, r, &v->hard))
		return false;
	if (str_equal(it->kind, "flare"))
		v->hard = NULL;
	for (size_t i = 0; i < done.n; i++)
		v->done = v->done || str_equal(done.at[i].item, it->id);
	return true;
}

bool page_practice(struct web *w)
{
	struct record r;
	bool led, said_no;
	int item = kb_item(w->cx.kb, w->arg);

	if (!client_record(w, &r, true, &led) || led)
		return led;
	if (item < 0 || (w->cx.kb->item[item].who != WHO_SELF && w->cx.kb->item[item].who != WHO_BOTH))
		return fail(&w->err, ERR_MISSING, "practice", "There is no such practice.");
	const struct item *it = &w->cx.kb->item[item];
	if (r.s->never_any[item])
		return fail(&w->err, ERR_FORBIDDEN, "practice", "This one is paused for you for now. Your therapist can tell you why.");
	if (!client_declined(w, &r, item, &said_no) || said_no)
		return said_no && !w->err.code;
	struct practice_view v = { .page = view_page(w, it->name, "player", ""), .id = it->id, .name = it->name, .what = client_words(w, it->what),
		.intro = client_words(w, it->intro), .not = client_words(w, it->not), .stop = client_words(w, it->stop), .small = client_words(w, it->small),
		.how = page_steps(w, client_words(w, it->how)), .dose = it->dose, .known = client_words(w, it->known), .evidence = evidence_word(it->evidence), .eyes = it->eyes,
		.minutes = it->minutes, .mind = it->component == COMPONENT_MIND, .scripted = it->n_steps > 0, .breath = str_equal(it->kind, "breathing"), .squares = it->evidence };
	v.own = w->cx.who.role == ROLE_CLIENT && !v.page.kept;
	if (!fill_day(w, &r, it, &v))
		return false;
	v.heart = v.breath && v.done;
	v.muscle = v.done && it->kind && str_equal(it->kind, "relaxation") && w->cx.kb->biosignal;
	v.steps = steps_of(w, it);
	v.figure = page_figure(w, item, true);
	v.hands = page_hands(w, item, true);
	const struct takehome_texts after = takehome_item(&w->cx, item);
	v.after = (struct text_views){ after.at, (size_t)after.n };
	v.home = client_home(w, &r, item);
	tmpl_practice(&w->r->body, &v);
	return true;
}

bool do_practice(struct web *w)
{
	struct record r;
	char iso[11];
	bool led = false, waited, small = form_has(&w->form, "small");
	int item = kb_item(w->cx.kb, w->arg);

	if (!client_told(w, iso, &waited) || !client_record(w, &r, !waited, &led) || led)
		return !w->err.code && led;
	if (item < 0 || (r.s->never_any[item] && !waited))      /* done is done, though it was paused since */
		return fail(&w->err, ERR_MISSING, "practice", "There is no such practice.");
	const struct item *it = &w->cx.kb->item[item];
	if (!waited && !daily_may(&w->cx, &r, item))
		return web_go(w, arena_fmt(w->cx.a, "/practice/%s", it->id));
	if (!form_end(&w->form, &w->err) || !cx_save(&w->cx))
		return false;
	bool ok = small ? q_done_small(w->cx.db, w->cx.who.person, iso, it->id, SMALL_MINUTES, w->cx.now) :
		q_done_set(w->cx.db, w->cx.who.person, iso, it->id, it->minutes, w->cx.now);
	return ok && web_go_with(w, "/today", "done");
}
