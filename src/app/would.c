/* app/would.c -- the move of causes under "yes" and "no", and doubt about answers that belong together badly, as sentences. */
#include "app/would.h"

#include "base/buf.h"
#include "base/fmt.h"
#include "core/belief_usual.h"

#include <math.h>

static const double worth_a_word = 0.01;         /* expected move of a probability */

/* How far a cause is expected to move: P(no) times the move after "no", which is the same for "yes". */
static double moves(const struct assess *as, const struct question *q, int cause)
{
	const struct kb *kb = as->kb;

	return kb->cause[cause].by_rule || kb->cause[cause].serious || plan_hushed(kb, cause) ? 0 : q->no * fabs(q->p_no[cause] - as->b.by_cause[cause]);
}

static int most_moved(const struct assess *as, const struct question *q, int but)
{
	double best = worth_a_word;
	int cause = -1;

	for (int c = 0; c < as->kb->n_causes; c++)
		if (c != but && moves(as, q, c) > best) {
			best = moves(as, q, c);
			cause = c;
		}
	return cause;
}

static const char *move_of(struct arena *a, const struct assess *as, const struct question *q, int cause)
{
	double p = as->b.by_cause[cause], yes = fmin(1, fmax(0, (p - q->no * q->p_no[cause]) / (1 - q->no)));

	return arena_fmt(a, "%s: %s now, %s after yes, %s after no", as->kb->cause[cause].name, fmt_chance(p), fmt_chance(yes), fmt_chance(q->p_no[cause]));
}

const char *would_change(struct arena *a, const struct assess *as, const struct question *q)
{
	if (!(q->no > 0 && q->no < 1))
		return NULL;
	int first = most_moved(as, q, -1), second = first < 0 ? -1 : most_moved(as, q, first);

	if (first < 0)
		return NULL;
	if (second < 0 || moves(as, q, second) < moves(as, q, first) / 2)
		return move_of(a, as, q, first);
	return arena_fmt(a, "%s; %s", move_of(a, as, q, first), move_of(a, as, q, second));
}

const char *would_doubt(struct arena *a, const struct assess *as, double *share)
{
	struct buf b = buf_new(a, 1 << 14);
	struct err err = { 0 };
	struct usual u;

	if (!belief_usual(a, as->kb, as->c, as->priors, &u, &err))
		u = (struct usual){ .share = 1, .fits = true };         /* nothing is said without the figure */
	if (share)
		*share = u.share;
	if (u.fits)
		return NULL;
	buf_fmt(&b, "This pattern does not fit the model. Of %d people drawn from it with these causes and asked the same, %.0f gave answers as unlikely "
		"together. An answer may be wrong, or something acts that the model does not know: read the numbers with doubt.", USUAL_DRAWS,
		u.share * (USUAL_DRAWS + 1) - 1);
	for (int i = 0; i < u.n_odd; i++) {
		const struct finding *f = &as->kb->finding[u.odd[i].finding];

		buf_fmt(&b, "%s%s", i ? "; " : " Least expected beside the rest: ", f->private ? "a private answer" : f->name);
	}
	buf_char(&b, '.');
	return b.at;
}
