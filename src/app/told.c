/* app/told.c -- the choice of causes for people, and the words for likelihood and change. */
#include "app/told.h"

#include "base/str.h"

#include <math.h>

static const double may_from = 0.2, likely_from = 0.5, change_told = 0.4, change_shows = 0.8, speaks_from = 0.1, test_tells = 0.01;

static enum likely likely_of(double p)
{
	return p < may_from ? LIKELY_NO : p < likely_from ? LIKELY_MAY : LIKELY_YES;
}

/* What is common stays possible though the answers speak against it; what is rare stays unlikely though they speak for it. */
static const char *change_words(double change, enum likely likely)
{
	if (change > change_told)
		return likely == LIKELY_NO ? "Your answers speak for it, but it is still unlikely." : "Your answers speak for it.";
	if (change >= -change_told)
		return "Your answers do not change this much.";
	return likely == LIKELY_NO ? "Your answers speak against it." :
		"Many people with back pain have it. Your answers make it less likely, but do not rule it out.";
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

bool told_of_mind(const struct kb *kb, int cause)
{
	return str_equal(kb->class[kb->cause[cause].class].id, "emotional");
}

/* Does it stand in a group that cannot be told apart here? */
static bool grouped(const struct assess *as, int cause)
{
	for (int i = 0; i < as->groups.n; i++)
		if (as->groups.at[i] == as->kb->cause[cause].group)
			return true;
	return false;
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
	struct told_causes told = { NEWS(a, struct told_cause, as->b.n_causes + 1), 0 };
	int n[2] = { 0, 0 };

	for (int i = 0; i < as->b.n_causes; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		const struct cause *c = &kb->cause[b->cause];
		double change = assess_cause_change(b);
		bool mind = told_of_mind(kb, b->cause);

		if (!may_tell(kb, b->cause) || (grouped(as, b->cause) && change < change_told) ||
		    (b->p < may_from && change < change_shows) || n[mind] == most)
			continue;
		n[mind]++;
		told.at[told.n++] = (struct told_cause){ c, b, mind, likely_of(b->p), change_words(change, likely_of(b->p)),
			change > change_told ? speaks(kb, b) : NULL };
	}
	return told;
}

/* The best few so far, the greatest worth first. */
struct best { int *at; double *worth; int n, most; };

static struct best best_new(struct arena *a, int most)
{
	return (struct best){ NEWS(a, int, most + 1), NEWS(a, double, most + 1), 0, most };
}

static void best_put(struct best *best, int cause, double worth)
{
	int to = best->n;

	for (; to > 0 && best->worth[to - 1] < worth; to--) {
		best->at[to] = best->at[to - 1];
		best->worth[to] = best->worth[to - 1];
	}
	best->at[to] = cause;
	best->worth[to] = worth;
	best->n += best->n < best->most;
}

struct ids told_against(struct arena *a, const struct assess *as, int most)
{
	struct best best = best_new(a, most);

	for (int i = 0; i < as->b.n_causes; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		double change = assess_cause_change(b);

		if (b->p < may_from && change <= -change_told && may_tell(as->kb, b->cause) && !grouped(as, b->cause))
			best_put(&best, b->cause, -change);
	}
	return (struct ids){ best.at, best.n };
}

struct ids told_untested(struct arena *a, const struct assess *as, int most)
{
	struct best best = best_new(a, most);

	for (int i = 0; i < as->b.n_causes; i++) {
		const struct cause_belief *b = &as->b.cause[i];
		double moves = 0;

		if (b->p < may_from || told_of_mind(as->kb, b->cause) || !may_tell(as->kb, b->cause))
			continue;
		for (int k = 0; k < as->b.n_ask; k++) {
			const struct question *q = &as->b.ask[k];

			/* what "yes" and "no" change together: both sides of the mean weigh the same */
			if (as->kb->finding[q->finding].by == BY_THERAPIST && !as->kb->finding[q->finding].private)
				moves = fmax(moves, 2 * q->no * fabs(q->p_no[b->cause] - b->p));
		}
		if (moves >= test_tells)
			best_put(&best, b->cause, moves);
	}
	return (struct ids){ best.at, best.n };
}

const char *told_sentence(const struct assess *as, const struct told_causes *told)
{
	bool part[2] = { false, false }, sure = false;

	for (int i = 0; i < told->n; i++) {
		part[told->at[i].mind] = true;
		sure = sure || told->at[i].likely == LIKELY_YES;
	}
	for (int i = 0; i < as->groups.n; i++)
		part[told_of_mind(as->kb, as->kb->group[as->groups.at[i]].causes.at[0])] = true;
	if (part[0] && part[1])
		return sure ? "Your back and your days both play a part." : "Your back and your days may both play a part.";
	if (part[1])
		return sure ? "Your days play a part in your pain." : "Your days may play a part in your pain.";
	return part[0] ? "We see a few things that can keep your back sore." : "Your answers do not point to one thing. That is common.";
}
