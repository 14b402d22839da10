/* app/treatment_then.c -- a session entered for an earlier day, held to the rules of that day. */
#include "app/treatment.h"

#include "app/assess.h"
#include "app/decided.h"
#include "base/str.h"

static const char *why_blocked(struct cx *cx, const struct record *r, const struct session_step *s)
{
	int mirror = s->side == SIDE_NONE ? cx->kb->region[s->region].mirror : s->region;

	for (int b = 0; b < r->s->n_blocked; b++) {
		const struct blocked *k = &r->s->blocked[b];

		if (k->item == s->item && k->limit == LIMIT_NEVER && (k->region < 0 || k->region == s->region || k->region == mirror))
			return assess_because(cx->a, cx->kb, k, true);
	}
	return "too firm for what was allowed there";
}

/* What stood against this step on that day, as a sentence; NULL. */
static const char *against(struct cx *cx, const struct record *r, const struct session_step *s)
{
	const struct session_now nothing = session_fold(cx->a, cx->kb, s, 1, NULL, 0, 0);
	const char *what = arena_fmt(cx->a, "%s, %s", cx->kb->item[s->item].name, session_place(cx->a, cx->kb, s->region, s->side));
	int most = decided_most(cx, r, s);

	switch (decided_may(cx, r, s, &nothing)) {
	case MAY_BLOCKED:
		return arena_fmt(cx->a, "%s was blocked on that day: %s.", what, why_blocked(cx, r, s));
	case MAY_DECLINED:
		return arena_fmt(cx->a, "%s was declined on that day.", what);
	case MAY_ASK:
	case MAY_BEGIN:
		break;
	}
	return s->pressure > most ? arena_fmt(cx->a, "%s was too firm on that day: pressure %d at most.", what, most) : NULL;
}

bool treatment_against(struct cx *cx, int64_t person, day on, const struct session_step *step, int n_steps, struct sentences *out)
{
	struct cx then = *cx;
	struct record r;

	*out = (struct sentences){ NEWS(cx->a, const char *, n_steps + 1), NEWS(cx->a, int, n_steps + 1), 0 };
	if (on >= cx->today)
		return true;
	then.today = on;
	if (!record_load_on(cx, person, on, &r))
		return false;
	if (r.stops.n)
		out->at[out->n++] = "A danger was open on that day, and no hands-on work was to be done.";
	for (int i = 0; i < n_steps; i++) {
		const char *why = against(&then, &r, &step[i]);

		if (!why)
			continue;
		out->step[out->n] = i;
		out->at[out->n++] = why;
	}
	return true;
}
