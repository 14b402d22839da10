/* web/page_client_follow.c -- the danger questions of the week, of a flare and after a session. */
#include "app/daily.h"
#include "app/recheck.h"
#include "base/str.h"
#include "web/client.h"

#include <string.h>

bool page_safety(struct web *w);
bool do_safety(struct web *w);
bool page_flare(struct web *w);

static const struct { const char *name; enum occasion when; const char *title, *lead; } occasions[] = {
	{ "week", ASKED_WEEK, "Your weekly check", "Once a week we ask these again. It takes about three minutes." },
	{ "flare", ASKED_FLARE, "First, are you safe?", "A hard day. Before we help, please answer these. Then we go on at once." },
	{ "after", ASKED_AFTER, "After your session", "How have you been since then? It takes less than a minute." },
	{ "worsening", ASKED_WORSENING, "Let us look again", "Your days got harder. Please answer these again." } };
enum { OCCASIONS = sizeof(occasions) / sizeof(*occasions) };

static int occasion_of(struct web *w)
{
	for (int i = 0; i < OCCASIONS; i++)
		if (str_equal(occasions[i].name, w->arg))
			return i;
	fail(&w->err, ERR_MISSING, "safety", "There is no such check.");
	return -1;
}

/* What was typed so far; a number may be unknown by its own box. */
static bool read_said(struct web *w, const struct record *r, enum occasion when, int *said)
{
	for (int f = 0; f < w->cx.kb->n_findings; f++) {
		const char *id = w->cx.kb->finding[f].id;

		if (!recheck_asks(&w->cx, r, when, f))
			continue;
		const char *text = answered(w, id, arena_fmt(w->cx.a, "%s_unknown", id));
		if (text && text[0] && !record_read_answer(&w->cx, f, id, text, &said[f]))
			return false;
	}
	return true;
}

/* What was answered today is asked together, whether any of it is new since (recheck_told_today).  Its page carries a "no" for each. */
struct same { bool sent, no, yes; };

static struct same same_of(struct web *w)
{
	const char *said = form_get(w->cx.a, &w->form, "same");
	struct same s = { form_has(&w->form, "together"), said && str_equal(said, "no"), said && str_equal(said, "yes") };

	form_get(w->cx.a, &w->form, "together");
	return s;
}

/* Something of it is new, or that is not sure: then no "no" of the page counts, and each is answered for itself.  On a device without a connection
 * nobody could ask: not known. */
static void unsay(struct ids ask, bool waited, int *said)
{
	for (int i = 0; i < ask.n; i++)
		if (said[ask.at[i]] == 0)
			said[ask.at[i]] = waited ? DONT_KNOW : NOT_ASKED;
}

static bool among(struct ids all, int finding)
{
	for (int i = 0; i < all.n; i++)
		if (all.at[i] == finding)
			return true;
	return false;
}

/* On a copy for a device, which is read on any day, each is asked for itself. */
static struct ids together(struct web *w, const struct record *r, enum occasion when, struct ids ask, const struct page_view *page)
{
	const struct same s = same_of(w);
	bool apart = page->kept || (w->q->method == METHOD_POST && (!s.sent || s.yes));

	return apart || (when != ASKED_FLARE && when != ASKED_WORSENING) ? (struct ids){ 0 } : recheck_told_today(&w->cx, r, ask);
}

/* Those of the topic that is being filled, or of the next one; what has no topic stands below. */
static struct safety_rows *rows_of(struct web *w, struct safety_view *v, const struct finding *f)
{
	const struct kb *kb = w->cx.kb;

	if (f->topic < 0)
		return &v->rows;
	const struct topic *t = &kb->topic[f->topic];
	if (!v->topics.n || !str_equal(v->topics.at[v->topics.n - 1].name, t->name))
		v->topics.at[v->topics.n++] = (struct safety_topic){ t->name, t->each, { NEWS(w->cx.a, struct safety_row, kb->n_findings), 0 } };
	return &v->topics.at[v->topics.n - 1].rows;
}

static void fill_questions(struct web *w, const struct record *r, enum occasion when, struct safety_view *v)
{
	int *said = recheck_blank(&w->cx);
	struct err kept = w->err;

	if (w->q->method == METHOD_POST && !read_said(w, r, when, said))
		w->err = kept;          /* it is shown already */
	struct ids ask = recheck_questions(&w->cx, r, when, said), one = together(w, r, when, ask, &v->page);
	if (same_of(w).yes)
		unsay(ask, false, said);
	ask = recheck_by_topic(&w->cx, ask);
	v->topics.at = NEWS(w->cx.a, struct safety_topic, ask.n + 1);
	v->rows.at = NEWS(w->cx.a, struct safety_row, ask.n + 1);
	v->same.at = NEWS(w->cx.a, struct safety_row, ask.n + 1);
	for (int i = 0; i < ask.n; i++) {
		const struct finding *f = &w->cx.kb->finding[ask.at[i]];
		int now = said[ask.at[i]];
		const char *value = now == NOT_ASKED && f->is_bool ? "" : typed(w, f->id, "");
		struct safety_rows *to = among(one, ask.at[i]) && (now == NOT_ASKED || !now) ? &v->same : rows_of(w, v, f);

		to->at[to->n++] = (struct safety_row){ f->id, recheck_words(f), f->unit, now == DONT_KNOW ? "unknown" : value, client_options(w, f, value), f->min, f->max,
			recheck_optional(&w->cx, ask.at[i]), now };
		v->asked += to != &v->same && !recheck_optional(&w->cx, ask.at[i]);
	}
	v->asked += v->same.n > 0;
}

bool page_safety(struct web *w)
{
	struct record r;
	bool led;
	int k = occasion_of(w);

	if (k < 0 || !client_record(w, &r, true, &led) || led)
		return k >= 0 && led && !w->err.code;
	struct safety_view v = { .page = view_page(w, occasions[k].title, "client read", ""), .action = arena_fmt(w->cx.a, "/safety/%s", occasions[k].name), .lead = occasions[k].lead,
		.later = occasions[k].when == ASKED_AFTER, .hurry = occasions[k].when == ASKED_FLARE || occasions[k].when == ASKED_WORSENING };
	fill_questions(w, &r, occasions[k].when, &v);
	if (!page_keep_error(w, &v.page))
		return false;
	v.page.error_label = "This question";
	tmpl_safety(&w->r->body, &v);
	return true;
}

/* After a flare's questions: the first practice for hard days this person may use. */
static const char *flare_help(struct web *w)
{
	static const char *const help[] = { "flare_plan", "grounding_open_eyes", "breathing_slow" };
	struct record r;

	if (!record_load(&w->cx, w->cx.who.person, &r))
		return "/today";
	for (size_t i = 0; i < sizeof(help) / sizeof(*help); i++) {
		int item = kb_item(w->cx.kb, help[i]);

		if (item >= 0 && daily_may(&w->cx, &r, item))
			return arena_fmt(w->cx.a, "/practice/%s", help[i]);
	}
	return "/today";
}

const char *client_then(struct web *w, const char *occasion)
{
	struct record r;

	if (str_equal(occasion, "worsening") && record_load(&w->cx, w->cx.who.person, &r) && !r.stops.n && recheck_alone(&w->cx, &r, ASKED_WORSENING).n)
		return "/alone";
	return str_equal(occasion, "flare") ? flare_help(w) : str_equal(occasion, "intake") ? "/interview" : "/today";
}

/* Everything said is kept; a stop goes before a question that is still open. */
static bool save_said(struct web *w, struct ids ask, const int *said, const char *occasion, int64_t *raised)
{
	for (int i = 0; i < ask.n; i++)
		if (said[ask.at[i]] != NOT_ASKED && !record_answer(&w->cx, w->cx.who.person, ask.at[i], said[ask.at[i]], occasion))
			return false;
	return record_rescreen(&w->cx, w->cx.who.person, occasion, raised);
}

/* The first question that has no answer.  On a device without a connection nobody could ask what goes with an answer: there it
 * counts as not known, which is never safe. */
static int still_open(struct web *w, const struct record *r, enum occasion when, bool waited, struct ids ask, int *said)
{
	int open = -1;

	for (int i = 0; i < ask.n; i++) {
		if (waited && said[ask.at[i]] == NOT_ASKED && recheck_follows(&w->cx, r, when, ask.at[i]))
			said[ask.at[i]] = DONT_KNOW;
		if (open < 0 && said[ask.at[i]] == NOT_ASKED && !recheck_optional(&w->cx, ask.at[i]))
			open = ask.at[i];
	}
	return open;
}

bool do_safety(struct web *w)
{
	struct record r;
	char iso[11];
	bool led = false, waited;
	int k = occasion_of(w);
	int64_t raised;

	if (k < 0 || !client_told(w, iso, &waited) || !client_record(w, &r, !waited, &led) || led)
		return k >= 0 && led && !w->err.code;
	const struct same same = same_of(w);
	int *said = recheck_blank(&w->cx);
	if (!read_said(w, &r, occasions[k].when, said) || !form_end(&w->form, &w->err))
		return page_safety(w);
	struct ids ask = recheck_questions(&w->cx, &r, occasions[k].when, said);
	if (same.yes)
		unsay(ask, waited, said);
	if (same.sent && !same.yes && !same.no && !waited) {
		fail(&w->err, ERR_INPUT, "same", "needs an answer");
		return page_safety(w);
	}
	int open = still_open(w, &r, occasions[k].when, waited, ask, said);
	if (!cx_save(&w->cx) || !save_said(w, ask, said, occasions[k].name, &raised))
		return false;
	if (open >= 0 && !raised && waited)
		return web_go(w, arena_fmt(w->cx.a, "/safety/%s", occasions[k].name));
	if (open >= 0 && !raised) {
		db_rollback(w->cx.db);
		fail(&w->err, ERR_INPUT, w->cx.kb->finding[open].id, recheck_follows(&w->cx, &r, occasions[k].when, open) ?
			"is new: it goes with an answer you gave" : "needs an answer");
		return db_begin_read(w->cx.db) && page_safety(w);
	}
	const char *then = client_then(w, occasions[k].name);
	return raised ? web_go(w, client_after(w, raised, then)) : web_go_with(w, then, "checked_in");
}

bool page_flare(struct web *w)
{
	return web_go(w, "/safety/flare");
}
