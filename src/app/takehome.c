/* app/takehome.c -- see app/takehome.h. */
#include "app/takehome.h"

#include "base/buf.h"
#include "base/str.h"

static bool said_of(const struct sentence *s, int item)
{
	for (int i = 0; i < s->items.n; i++)
		if (s->items.at[i] == item)
			return true;
	return false;
}

/* Hands were on with one of its techniques. */
static bool done(const struct sentence *s, const struct treatment *t)
{
	for (int i = 0; t && i < t->n_steps; i++)
		if (t->now.step[i].ms > 0 && said_of(s, t->step[i].item))
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

static struct takehome_texts room(struct cx *cx)
{
	return (struct takehome_texts){ NEWS(cx->a, const char *, cx->kb->n_care + 1), 0 };
}

void takehome(struct cx *cx, const struct treatment *t, const struct kept_plan *plan, int week, struct takehome *out)
{
	*out = (struct takehome){ room(cx), room(cx), room(cx) };
	for (int i = 0; i < cx->kb->n_care; i++) {
		const struct sentence *s = &cx->kb->care[i];

		if (str_equal(s->when, "after") && !s->items.n)
			add(cx, &out->every, s);
		else if (str_equal(s->when, "after") && done(s, t))
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
	put(&b, &t->own);
	put(&b, &t->every);
	if (t->home.n)
		buf_str(&b, "\nAfter your practice at home\n");
	put(&b, &t->home);
	return b.at;
}
