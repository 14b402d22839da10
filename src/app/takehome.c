/* app/takehome.c -- see app/takehome.h. */
#include "app/takehome.h"

#include "base/buf.h"
#include "base/str.h"

static const int64_t minute_ms = 60000;

/* What was done: kinds of work. */
static const char *const kinds[] = { "massage", "device", "heat", "stretch" };
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };
struct work { bool kind[KINDS], firm, stopped; };

static struct takehome_texts room(struct cx *cx, int n)
{
	return (struct takehome_texts){ NEWS(cx->a, const char *, n + 1), 0 };
}

static struct work work_of(struct cx *cx, const struct treatment *t, struct takehome_texts *done)
{
	const struct kb *kb = cx->kb;
	struct work w = { .firm = false };

	for (int k = 0; t && k < t->n_steps; k++) {
		const struct session_done *d = &t->now.step[k];
		const struct item *it = &kb->item[t->step[k].item];

		w.stopped = w.stopped || d->state == STEP_STOPPED;
		if (d->ms < minute_ms)
			continue;
		for (int i = 0; i < KINDS; i++)
			w.kind[i] = w.kind[i] || str_equal(it->kind, kinds[i]);
		for (int p = (int)kb_number_of(kb, "session_firm"); p <= PRESSURE_MOST; p++)
			w.firm = w.firm || d->ms_at[p] > 0;
		done->at[done->n++] = arena_fmt(cx->a, "%s (%s)", it->name, session_place(cx->a, kb, t->step[k].region, t->step[k].side));
	}
	return w;
}

static bool fits(const struct work *w, const char *when)
{
	if ((w->firm && str_equal(when, "after_firm")) || (w->stopped && str_equal(when, "after_stopped")))
		return true;
	for (int i = 0; str_begins(when, "after_") && i < KINDS; i++)
		if (w->kind[i] && str_equal(when + strlen("after_"), kinds[i]))
			return true;
	return false;
}

static bool said_of(const struct sentence *s, int item)
{
	for (int i = 0; i < s->items.n; i++)
		if (s->items.at[i] == item)
			return true;
	return false;
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

void takehome(struct cx *cx, const struct treatment *t, const struct kept_plan *plan, int week, struct takehome *out)
{
	int n = cx->kb->n_care;

	*out = (struct takehome){ room(cx, SESSION_STEPS), room(cx, n), room(cx, n), room(cx, n) };
	const struct work w = work_of(cx, t, &out->done);
	for (int i = 0; i < n; i++) {
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
	struct takehome_texts out = room(cx, cx->kb->n_care);

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
	if (t->done.n)
		buf_fmt(&b, "\nToday: %s.\n", words_join(a, t->done.at, t->done.n));
	put(&b, &t->own);
	put(&b, &t->every);
	if (t->home.n)
		buf_str(&b, "\nAfter your practice at home\n");
	put(&b, &t->home);
	return b.at;
}
