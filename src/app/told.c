/* app/told.c -- the choice of causes for people, and the words for likelihood and change. */
#include "app/told.h"

#include "base/str.h"

static const double may_from = 0.2, likely_from = 0.5, change_told = 0.4, change_shows = 0.8, speaks_from = 0.1;

static enum likely likely_of(double p)
{
	return p < may_from ? LIKELY_NO : p < likely_from ? LIKELY_MAY : LIKELY_YES;
}

static const char *change_words(double change)
{
	return change > change_told ? "Your answers speak for it." : change < -change_told ? "Your answers speak against it." :
		"Your answers do not change this much.";
}

static const char *speaks(const struct kb *kb, const struct cause_belief *b)
{
	for (int i = 0; i < b->n_for; i++) {
		const struct finding *f = &kb->finding[b->for_[i].finding];

		if (f->sum_of.n)
			f = &kb->finding[f->sum_of.at[0]];
		if (!f->private && f->by != BY_THERAPIST && b->for_[i].weight > speaks_from)
			return f->ask;
	}
	return NULL;
}

/* Serious ones have no place among likelihoods, hushed ones carry blame. */
static bool may_tell(const struct kb *kb, int cause)
{
	return !kb->cause[cause].serious && !plan_hushed(kb, cause);
}

int learn_of(const struct kb *kb, int cause)
{
	for (int i = 0; i < kb->n_teachings; i++)
		if (kb->teaching[i].cause == cause)
			return i;
	return -1;
}

struct told_causes told_causes(struct arena *a, const struct assess *as, int most)
{
	const struct kb *kb = as->kb;
	bool *grouped = NEWS(a, bool, kb->n_groups + 1);
	struct told_causes told = { NEWS(a, struct told_cause, as->b.n_causes + 1), 0 };
	int n[2] = { 0, 0 };

	for (int i = 0; i < as->groups.n; i++)
		grouped[as->groups.at[i]] = true;
	for (int i = 0; i < as->b.n_causes; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		const struct cause *c = &kb->cause[b->cause];
		double change = assess_cause_change(b);
		bool mind = str_equal(kb->class[c->class].id, "emotional");

		if (!may_tell(kb, b->cause) || (c->group >= 0 && grouped[c->group] && change < change_told) ||
		    (b->p < may_from && change < change_shows) || n[mind] == most)
			continue;
		n[mind]++;
		told.at[told.n++] = (struct told_cause){ c, b, mind, likely_of(b->p), change_words(change),
			change < -change_told ? NULL : speaks(kb, b) };
	}
	return told;
}

struct ids told_against(struct arena *a, const struct assess *as, int most)
{
	int *at = NEWS(a, int, most + 1), n = 0;
	double *change = NEWS(a, double, most + 1);

	for (int i = 0; i < as->b.n_causes; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		double now = assess_cause_change(b);
		int to;

		if (b->p >= may_from || now > -change_told || !may_tell(as->kb, b->cause))
			continue;
		for (to = n < most ? n : most; to > 0 && change[to - 1] > now; to--)
			if (to < most) {
				at[to] = at[to - 1];
				change[to] = change[to - 1];
			}
		if (to < most) {
			at[to] = b->cause;
			change[to] = now;
			n += n < most;
		}
	}
	return (struct ids){ at, n };
}
