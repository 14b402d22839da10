/* app/report_pdf.c -- the ten weeks on paper. */
#include "app/report_pdf.h"

#include "app/cx.h"
#include "app/report_text.h"
#include "base/fmt.h"
#include "base/str.h"
#include "render/figure.h"
#include "render/hands.h"

enum { SAID_MOST = 96, PICTURE_HIGH = 112 };

struct said { const char *at[SAID_MOST]; int n; };
struct sheet { struct arena *a; const struct kb *kb; const struct plan *plan; const struct plan_paper *how; struct paper *p; struct said *said; };

static const char *words(const struct sheet *s, const char *text)
{
	return words_fill(s->a, text ? text : "", s->how->n.emergency, s->how->n.crisis);
}

/* In full the first time it is said; "" from then on. */
static const char *once(const struct sheet *s, const char *text)
{
	if (!text || !*text)
		return "";
	for (int i = 0; i < s->said->n; i++)
		if (str_equal(s->said->at[i], text))
			return "";
	if (s->said->n < SAID_MOST)
		s->said->at[s->said->n++] = text;
	return words(s, text);
}

static const char *long_day(struct arena *a, day d)
{
	char text[40];

	day_long(d, text, sizeof(text));
	return arena_text(a, text);
}

const char *report_home(struct arena *a, const struct kb *kb, const struct plan_home *h)
{
	return arena_fmt(a, "%s, %s on %s", kb->item[h->item].name, fmt_count(h->minutes, "minute", "minutes"), fmt_count(h->days, "day", "days"));
}

static const char *week_cell(const struct sheet *s, int week)
{
	char text[16];

	if (!s->how->starts)
		return arena_fmt(s->a, "%d", week);
	day_short(s->how->starts + 7 * (week - 1), text, sizeof(text));
	return arena_fmt(s->a, "%d, %s", week, text);
}

static const char *home_cell(const struct sheet *s, const struct plan_week *w)
{
	const char *text = "";

	for (int i = 0; i < w->n_home; i++)
		text = arena_fmt(s->a, "%s%s%s", text, i ? "\n" : "", report_home(s->a, s->kb, &w->home[i]));
	return *text ? text : "\u2013";
}

static void put_net(const struct sheet *s)
{
	paper_say(s->p, PAPER_HEAD, "In any case");
	for (int i = 0; i < s->kb->n_net; i++)
		if (str_begins(s->kb->net[i].id, "net_"))
			paper_item(s->p, NULL, NULL, words(s, s->kb->net[i].text));
}

/* For the wall: what, how long, when. */
static void put_overview(const struct sheet *s)
{
	static const double share[] = { 1.25, 1.35, 3, 4.6 };
	static const char *const head[] = { "Week", "Session", "Lesson", "At home" };
	const char *begins = s->how->starts ? arena_fmt(s->a, "Week 1 begins on %s. ", long_day(s->a, s->how->starts)) : "";

	paper_page(s->p, true);
	paper_say(s->p, PAPER_TITLE, "Ten weeks for body and mind");
	paper_say(s->p, PAPER_QUIET, arena_fmt(s->a, "%sA day you missed is fine. On a hard day, make it smaller. Before every session the danger "
		"questions are asked again.", begins));
	paper_table(s->p, share, 4);
	paper_row(s->p, head, true);
	for (int i = 0; i < WEEKS; i++) {
		const struct plan_week *w = &s->plan->week[i];
		const char *const cell[] = { week_cell(s, w->week), w->n_session ? arena_fmt(s->a, "%d minutes", w->minutes) : "none",
			w->lesson >= 0 ? s->kb->lesson[w->lesson].name : "\u2013", home_cell(s, w) };

		paper_row(s->p, cell, false);
	}
	put_net(s);
}

static void put_session(const struct sheet *s, const struct plan_week *w)
{
	if (!w->n_session)
		return;
	paper_say(s->p, PAPER_SMALL_HEAD, arena_fmt(s->a, "Session, %d minutes", w->minutes));
	if (w->week > 1 && report_same_session(w, w - 1)) {
		paper_say(s->p, PAPER_TEXT, arena_fmt(s->a, "As in week %d.", w->week - 1));
		return;
	}
	for (int i = 0; i < w->n_session; i++) {
		const struct plan_item *it = &w->session[i];
		const char *firm = s->how->reasons && it->pressure ? arena_fmt(s->a, ", pressure %d of 5", it->pressure) : "";
		const char *where = it->region >= 0 ? arena_fmt(s->a, ": %s", report_place(s->a, s->kb, it)) : "";

		paper_item(s->p, NULL, arena_fmt(s->a, "%s, %d min%s%s.", s->kb->item[it->item].name, it->minutes, firm, where),
			s->how->reasons ? once(s, it->why) : NULL);
	}
}

static void put_home(const struct sheet *s, const struct plan_week *w)
{
	if (!w->n_home)
		return;
	paper_say(s->p, PAPER_SMALL_HEAD, "At home");
	for (int i = 0; i < w->n_home; i++) {
		const struct item *it = &s->kb->item[w->home[i].item];
		const char *why = s->how->reasons ? once(s, w->home[i].why) : "", *small = once(s, it->small);

		paper_item(s->p, NULL, arena_fmt(s->a, "%s.", report_home(s->a, s->kb, &w->home[i])), arena_fmt(s->a, "%s%s%s%s", why,
			*why && *small ? " " : "", *small ? "On a hard day: " : "", small));
	}
}

static void put_week(const struct sheet *s, const struct plan_week *w)
{
	const struct week *of = plan_week_of(s->kb, w);
	const char *measures = "";

	paper_keep_begin(s->p);
	paper_say(s->p, PAPER_HEAD, arena_fmt(s->a, "Week %d%s%s", w->week, of->theme ? ": " : "", of->theme ? of->theme : ""));
	if (s->how->starts)
		paper_say(s->p, PAPER_QUIET, arena_fmt(s->a, "From %s", long_day(s->a, s->how->starts + 7 * (w->week - 1))));
	if (of->text)
		paper_say(s->p, PAPER_TEXT, words(s, of->text));
	put_session(s, w);
	if (w->lesson >= 0) {
		const struct paper_run run[] = { { arena_fmt(s->a, "%s. ", s->kb->lesson[w->lesson].name), true },
			{ words(s, s->kb->lesson[w->lesson].idea), false } };

		paper_say(s->p, PAPER_SMALL_HEAD, "Lesson");
		paper_runs(s->p, PAPER_TEXT, run, 2);
	}
	put_home(s, w);
	for (int i = 0; i < w->measures.n; i++)
		measures = arena_fmt(s->a, "%s%s%s", measures, i ? "; " : "", s->kb->instrument[w->measures.at[i]].name);
	if (*measures && s->how->reasons)
		paper_say(s->p, PAPER_QUIET, arena_fmt(s->a, "Measured: %s.", measures));
	paper_keep_end(s->p);
}

static const char *name_of(const struct kb *kb, const char *id)
{
	int item = kb_item(kb, id), lesson = kb_lesson(kb, id);

	return item >= 0 ? kb->item[item].name : lesson >= 0 ? kb->lesson[lesson].name : id;
}

/* What has the same reason is named together. */
static void put_others(const struct sheet *s, const char *head, const struct plan_other *at, int n)
{
	if (n)
		paper_say(s->p, PAPER_HEAD, head);
	for (int i = 0; i < n; i++) {
		const char *names = "";
		bool told = false;

		for (int k = 0; k < n; k++) {
			if (!str_equal(at[k].because, at[i].because))
				continue;
			told = told || k < i;
			names = arena_fmt(s->a, "%s%s%s", names, *names ? "; " : "", name_of(s->kb, at[k].id));
		}
		if (!told)
			paper_item(s->p, NULL, arena_fmt(s->a, "%s:", names), words(s, at[i].because));
	}
}

static void put_decided(const struct sheet *s)
{
	if (!s->how->n_hand)
		return;
	paper_say(s->p, PAPER_HEAD, "Decided by hand");
	paper_say(s->p, PAPER_QUIET, "The rest was planned around it. Why a rule was set aside stands in the record.");
	for (int i = 0; i < s->how->n_hand; i++)
		paper_item(s->p, NULL, s->how->hand[i].rule ? "Against a rule:" : NULL, arena_fmt(s->a, "%s%s%s", s->how->hand[i].what,
			s->how->hand[i].rule ? " " : "", s->how->hand[i].rule ? s->how->hand[i].rule : ""));
}

/* Is a technique done at a place of this area in the ten weeks, or at home? */
static bool in_plan(const struct sheet *s, int item, const struct hands *h)
{
	for (int i = 0; i < WEEKS; i++) {
		const struct plan_week *w = &s->plan->week[i];

		for (int k = 0; k < w->n_session; k++)
			for (int n = 0; w->session[k].item == item && n < h->areas.n; n++)
				if (w->session[k].region >= 0 && s->kb->region[w->session[k].region].area == h->areas.at[n])
					return true;
		for (int k = 0; k < w->n_home; k++)
			if (w->home[k].item == item && !h->together)
				return true;
	}
	return false;
}

static void put_drawing(const struct sheet *s, const struct hands *h)
{
	const struct picture drawn = hands_picture(s->a, h, false);
	const char *firm = firm_words(s->a, s->kb, h);
	const struct paper_run run[] = { { arena_fmt(s->a, "%s: %s\n", s->kb->item[h->drawn.item].name, h->place), true },
		{ arena_fmt(s->a, "%s %s%s", figure_words(s->a, h->drawn.start, false), figure_words(s->a, h->drawn.end, false),
			h->drawn.sided ? " Then the other side, if it is to be treated." : ""), false },
		{ *firm ? arena_fmt(s->a, "\nHow firm it should feel, 0 to 10: %s.", firm) : "", false } };

	paper_picture(s->p, &drawn, PICTURE_HIGH, run, 3);
}

/* The hands of each technique of the plan, where it is done like that. */
static void put_hands(const struct sheet *s)
{
	bool any = false;

	for (int i = 0; i < s->kb->n_hands; i++) {
		if (!in_plan(s, s->kb->hands[i].drawn.item, &s->kb->hands[i]))
			continue;
		if (!any) {
			paper_keep_begin(s->p);
			paper_say(s->p, PAPER_HEAD, "Hands-on work, drawn");
			paper_say(s->p, PAPER_QUIET, "Dashed: where the hands begin. Tinted: what presses. How firm is what the one who is treated says, from 0 to 10.");
		}
		put_drawing(s, &s->kb->hands[i]);
		if (!any)
			paper_keep_end(s->p);
		any = true;
	}
}

bool report_plan_pdf(struct arena *a, const struct kb *kb, const struct plan *plan, const struct plan_paper *how, struct buf *out,
	struct paper_made *made, struct err *err)
{
	const struct paper_about about = { "Ten weeks for body and mind", how->made ? long_day(a, how->made) : "A proposal: the therapist adjusts and approves it",
		how->made ? how->made : how->starts };
	struct said said = { .n = 0 };
	const struct sheet s = { a, kb, plan, how, paper_new(a, &about), &said };

	put_overview(&s);
	paper_page(s.p, false);
	for (int i = 0; i < WEEKS; i++)
		put_week(&s, &plan->week[i]);
	put_hands(&s);
	if (how->reasons) {
		put_decided(&s);
		put_others(&s, "Other people's help", plan->referral, plan->n_referrals);
		put_others(&s, "Personal trials", plan->experiment, plan->n_experiments);
		put_others(&s, "Left out, and why", plan->left_out, plan->n_left_out);
	}
	return paper_end(s.p, out, made, err);
}
