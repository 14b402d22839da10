/* app/would.c -- the move of causes under "yes" and "no", and doubt about answers that belong together badly, as sentences. */
#include "app/would.h"

#include "base/buf.h"
#include "base/fmt.h"
#include "core/belief_usual.h"

#include <math.h>

static const double worth_a_word = 0.01;         /* expected move of a probability */

/* May the cause be told of? */
static bool may_tell(const struct kb *kb, int cause)
{
	return !kb->cause[cause].by_rule && !kb->cause[cause].serious && !plan_hushed(kb, cause);
}

/* Probabilities after both answers, and how many are expected to say no. */
struct after { double *yes, *no, share; };

/* How far a cause is expected to move. */
static double moves(const struct assess *as, const struct after *t, int cause)
{
	double now = as->b.by_cause[cause];

	return may_tell(as->kb, cause) ? (t->share * fabs(t->no[cause] - now) + (1 - t->share) * fabs(t->yes[cause] - now)) / 2 : 0;
}

static int most_moved(const struct assess *as, const struct after *t, int but)
{
	double best = worth_a_word;
	int cause = -1;

	for (int c = 0; c < as->kb->n_causes; c++)
		if (c != but && moves(as, t, c) > best) {
			best = moves(as, t, c);
			cause = c;
		}
	return cause;
}

static const char *move_of(struct arena *a, const struct assess *as, const struct after *t, int cause)
{
	return arena_fmt(a, "%s: %s now, %s after yes, %s after no", as->kb->cause[cause].name, fmt_chance(as->b.by_cause[cause]), fmt_chance(t->yes[cause]),
		fmt_chance(t->no[cause]));
}

/* By the estimates that chose the question: is it worth computing what the answers would change? */
static bool may_move(const struct assess *as, const struct question *q)
{
	for (int c = 0; c < as->kb->n_causes; c++)
		if (may_tell(as->kb, c) && q->no * fabs(q->p_no[c] - as->b.by_cause[c]) > worth_a_word / 2)
			return true;
	return false;
}

const char *would_change(struct arena *a, const struct assess *as, const struct question *q)
{
	struct after t = { NEWS(a, double, as->kb->n_causes), NEWS(a, double, as->kb->n_causes), q->no };
	int first, second;

	if (!may_move(as, q) || !belief_answered(as->then, q->finding, true, t.yes) || !belief_answered(as->then, q->finding, false, t.no))
		return NULL;
	first = most_moved(as, &t, -1);
	second = first < 0 ? -1 : most_moved(as, &t, first);
	if (first < 0)
		return NULL;
	if (second < 0 || moves(as, &t, second) < moves(as, &t, first) / 2)
		return move_of(a, as, &t, first);
	return arena_fmt(a, "%s; %s", move_of(a, as, &t, first), move_of(a, as, &t, second));
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
