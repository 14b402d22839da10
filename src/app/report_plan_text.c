/* app/report_plan_text.c -- ten weeks in words. */
#include "app/report_text.h"

#include "app/cx.h"
#include "base/fmt.h"
#include "base/str.h"
#include "core/session.h"

#include <string.h>

enum { TEXT_MOST = 4 << 20, SAID_MOST = 64 };

struct telling { struct arena *a; const struct kb *kb; struct numbers n; struct buf b; const char *said[SAID_MOST]; int n_said; };

static void say(struct telling *t, const char *first, const char *text)
{
	text_para(&t->b, first, words_fill(t->a, text, t->n.emergency, t->n.crisis));
}

static const char *name_of(const struct kb *kb, const char *id)
{
	int i = kb_item(kb, id);

	if (i >= 0)
		return kb->item[i].name;
	i = kb_lesson(kb, id);
	return i >= 0 ? kb->lesson[i].name : id;
}

const char *report_place(struct arena *a, const struct kb *kb, const struct plan_item *p)
{
	return session_place(a, kb, p->region, p->side);
}

/* A reason is told in full the first time it stands there; "" from then on. */
static const char *once(struct telling *t, const char *why)
{
	for (int i = 0; why && i < t->n_said; i++)
		if (str_equal(t->said[i], why))
			return "";
	if (why && t->n_said < SAID_MOST)
		t->said[t->n_said++] = why;
	return why ? why : "";
}

bool report_same_session(const struct plan_week *x, const struct plan_week *y)
{
	if (x->n_session != y->n_session || x->minutes != y->minutes)
		return false;
	for (int i = 0; i < x->n_session; i++) {
		const struct plan_item *p = &x->session[i], *q = &y->session[i];

		if (p->item != q->item || p->region != q->region || p->side != q->side || p->minutes != q->minutes ||
			p->pressure != q->pressure)
			return false;
	}
	return true;
}

static void tell_session(struct telling *t, const struct plan_week *w, const struct plan_week *before)
{
	if (!w->n_session) {
		say(t, "  Session: ", "none this week.");
		return;
	}
	if (before && report_same_session(w, before)) {
		say(t, "  Session: ", arena_fmt(t->a, "%d minutes, as in week %d.", w->minutes, before->week));
		return;
	}
	say(t, "  Session: ", arena_fmt(t->a, "%d minutes.", w->minutes));
	for (int i = 0; i < w->n_session; i++) {
		const struct plan_item *p = &w->session[i];
		const char *firm = p->pressure ? arena_fmt(t->a, ", pressure %d of 5", p->pressure) : "";

		const char *place = report_place(t->a, t->kb, p), *why = once(t, p->why);

		say(t, "    - ", arena_fmt(t->a, "%s, %d min%s: %s", t->kb->item[p->item].name, p->minutes, firm,
			*why ? why : arena_fmt(t->a, "%s.", place)));
	}
}

static void tell_home(struct telling *t, const struct plan_week *w)
{
	for (int i = 0; i < w->n_home; i++) {
		const struct plan_home *h = &w->home[i];

		say(t, i ? "        " : "  Home: ", arena_fmt(t->a, "%s, %d min, %s a week. %s", t->kb->item[h->item].name, h->minutes,
			fmt_count(h->days, "day", "days"), once(t, h->why)));
	}
}

static void tell_week(struct telling *t, const struct plan_week *w, const struct plan_week *before)
{
	const struct week *of = plan_week_of(t->kb, w);

	buf_fmt(&t->b, "\nWeek %d%s%s\n", w->week, of->theme ? ": " : "", of->theme ? of->theme : "");
	tell_session(t, w, before);
	if (w->lesson >= 0)
		say(t, "  Lesson: ", arena_fmt(t->a, "%s. %s", t->kb->lesson[w->lesson].name, t->kb->lesson[w->lesson].idea));
	tell_home(t, w);
	const char *measures = "";
	for (int i = 0; i < w->measures.n; i++)
		measures = arena_fmt(t->a, "%s%s%s", measures, i ? "; " : "", t->kb->instrument[w->measures.at[i]].name);
	if (*measures)
		say(t, "  Measure: ", arena_fmt(t->a, "%s.", measures));
}

/* What has the same reason is named together. */
static void tell_left_out(struct telling *t, const struct plan *p)
{
	buf_str(&t->b, p->n_left_out ? "\nLeft out, and why\n" : "");
	for (int i = 0; i < p->n_left_out; i++) {
		const char *names = "", *because = p->left_out[i].because;
		bool told = false;

		for (int k = 0; k < p->n_left_out; k++) {
			if (!str_equal(p->left_out[k].because, because))
				continue;
			told |= k < i;
			names = arena_fmt(t->a, "%s%s%s", names, *names ? "; " : "", name_of(t->kb, p->left_out[k].id));
		}
		if (!told)
			say(t, "  - ", arena_fmt(t->a, "%s: %s", names, because));
	}
}

static void tell_others(struct telling *t, const char *head, const struct plan_other *at, int n)
{
	if (n)
		buf_fmt(&t->b, "\n%s\n", head);
	for (int i = 0; i < n; i++)
		say(t, "  - ", arena_fmt(t->a, "%s: %s", name_of(t->kb, at[i].id), at[i].because));
}

const char *report_plan_text(struct arena *a, const struct kb *kb, const struct plan *p, struct numbers n)
{
	struct telling t = { .a = a, .kb = kb, .n = n, .b = buf_new(a, TEXT_MOST) };
	double gap = p->value > 0 ? (p->bound - p->value) / p->value * 100 : 0;

	say(&t, "", "Ten weeks for body and mind. A proposal: the therapist adjusts and approves it.");
	for (int i = 0; i < WEEKS; i++)
		tell_week(&t, &p->week[i], i ? &p->week[i - 1] : NULL);
	tell_others(&t, "Other people's help", p->referral, p->n_referrals);
	tell_others(&t, "Personal trials", p->experiment, p->n_experiments);
	tell_left_out(&t, p);
	buf_char(&t.b, '\n');
	say(&t, "", arena_fmt(a, "No plan under the same limits is expected to do more than %.1f %% better.", gap < 0.05 ? 0.1 : gap));
	say(&t, "", "Before every session the danger questions are asked again.");
	for (int i = 0; i < kb->n_net; i++)
		if (str_equal(kb->net[i].id, "net_doubt") || str_equal(kb->net[i].id, "net_medicine"))
			say(&t, "", kb->net[i].text);
	return t.b.at;
}
