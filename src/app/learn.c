/* app/learn.c -- what is told of causes, to whom. */
#include "app/learn.h"

#include "app/daily.h"

/* The same edges as on the page of results: possible at least, or much likelier than before. */
static const double possible = 0.2, much_likelier = 0.8;

struct ids learn_picture(struct arena *a, const struct assess *as)
{
	int *at = NEWS(a, int, as->b.n_causes + 1), n = 0;

	for (int i = 0; i < as->b.n_causes; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		int t = learn_of(as->kb, b->cause);

		if (t >= 0 && !plan_hushed(as->kb, b->cause) && (b->p >= possible || assess_cause_change(b) >= much_likelier))
			at[n++] = t;
	}
	return (struct ids){ at, n };
}

static double effect_on(const struct item *it, int cause)
{
	for (int i = 0; i < it->n_helps; i++)
		if (it->helps[i].cause == cause)
			return it->helps[i].effect;
	return 0;
}

struct ids learn_helps(const struct cx *cx, const struct record *r, int cause, int most)
{
	const struct kb *kb = cx->kb;
	bool *taken = NEWS(cx->a, bool, kb->n_items + 1);
	int *at = NEWS(cx->a, int, most + 1), n = 0;

	for (int best = 0; best >= 0 && n < most;) {
		best = -1;
		for (int i = 0; i < kb->n_items; i++) {
			const struct item *it = &kb->item[i];

			if ((it->who == WHO_SELF || it->who == WHO_BOTH) && !taken[i] && effect_on(it, cause) > 0 && daily_may(cx, r, i) &&
			    (best < 0 || effect_on(it, cause) > effect_on(&kb->item[best], cause)))
				best = i;
		}
		if (best >= 0)
			taken[at[n++] = best] = true;
	}
	return (struct ids){ at, n };
}
