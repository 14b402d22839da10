/* app/takehome.c -- see app/takehome.h. */
#include "app/takehome.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/session.h"

enum { KINDS = 4, MINUTE_MS = 60000 };

static bool said_of(const struct sentence *s, int item)
{
	for (int i = 0; i < s->items.n; i++)
		if (s->items.at[i] == item)
			return true;
	return false;
}

/* What was done: kinds of work, of at least a minute; where. */
struct work { bool kind[KINDS], firm, stopped; struct session_step *done; int n; };
static const char *const kinds[KINDS] = { "massage", "device", "heat", "stretch" };

static struct work work_of(struct cx *cx, const struct treatment *t)
{
	struct work w = { .done = NEWS(cx->a, struct session_step, SESSION_STEPS) };

	for (int k = 0; t && k < t->n_steps; k++) {
		const struct session_done *d = &t->now.step[k];
		const struct item *it = &cx->kb->item[t->step[k].item];

		w.stopped = w.stopped || d->state == STEP_STOPPED;
		if (d->ms < MINUTE_MS)
			continue;
		for (int i = 0; i < KINDS; i++)
			w.kind[i] = w.kind[i] || str_equal(it->kind, kinds[i]);
		for (int p = (int)kb_number_of(cx->kb, "session_firm"); p <= PRESSURE_MOST; p++)
			w.firm = w.firm || d->ms_at[p] > 0;
		w.done[w.n++] = t->step[k];
	}
	return w;
}

/* Is this "after_..." said of what was done? */
static bool fits(const struct work *w, const char *when)
{
	const char *of = str_begins(when, "after_") ? when + strlen("after_") : "";

	for (int i = 0; i < KINDS; i++)
		if (w->kind[i] && str_equal(of, kinds[i]))
			return true;
	return (w->firm && str_equal(of, "firm")) || (w->stopped && str_equal(of, "stopped"));
}

static bool at_home(const struct sentence *s, const struct kept_plan *plan, int week)
{
	if (!plan || !plan->id || week < 1 || week > WEEKS)
		return false;
	const struct plan_week *w = &plan->plan.week[week - 1];
	for (int i = 0; i < w->n_home; i++)
		if (said_of(s, w->home[i].item))
			return true;
	return false;
}

static void add(struct cx *cx, struct takehome_texts *to, const struct sentence *s)
{
	to->at[to->n++] = words_fill(cx->a, s->text, cx->who.emergency, cx->who.crisis);
}

static struct takehome_texts room(struct cx *cx)
{
	return (struct takehome_texts){ NEWS(cx->a, const char *, cx->kb->n_care + 1), 0 };
}

void takehome(struct cx *cx, const struct treatment *t, const struct kept_plan *plan, int week, struct takehome *out)
{
	const struct work w = work_of(cx, t);

	*out = (struct takehome){ w.n ? words_work(cx->a, cx->kb, w.done, w.n) : NULL, room(cx), room(cx), room(cx) };
	for (int i = 0; i < cx->kb->n_care; i++) {
		const struct sentence *s = &cx->kb->care[i];

		if (str_equal(s->when, "after"))
			add(cx, &out->every, s);
		else if (fits(&w, s->when))
			add(cx, &out->own, s);
		else if (str_equal(s->when, "home") && at_home(s, plan, week))
			add(cx, &out->home, s);
	}
}

struct takehome_texts takehome_item(struct cx *cx, int item)
{
	struct takehome_texts out = room(cx);

	for (int i = 0; i < cx->kb->n_care; i++)
		if (str_equal(cx->kb->care[i].when, "home") && said_of(&cx->kb->care[i], item))
			add(cx, &out, &cx->kb->care[i]);
	return out;
}

static void put(struct buf *b, const struct takehome_texts *t)
{
	for (int i = 0; i < t->n; i++)
		buf_fmt(b, "\n%s\n", t->at[i]);
}

const char *takehome_plain(struct arena *a, const struct takehome *t)
{
	struct buf b = buf_new(a, 1 << 16);

	buf_str(&b, "After your session\n");
	if (t->today)
		buf_fmt(&b, "\nToday: %s.\n", t->today);
	put(&b, &t->own);
	put(&b, &t->every);
	if (t->home.n)
		buf_str(&b, "\nAfter your practice at home\n");
	put(&b, &t->home);
	return b.at;
}
