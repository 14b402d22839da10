/* app/assess.h -- one person's answers, screened and weighed: what the command line and the pages show.
 *
 * Danger first: the screening never waits for the beliefs and is never changed by them.  For people a class or cause is
 * told by its change against before, in words; a serious cause has no number for a client.
 */
#ifndef APP_ASSESS_H
#define APP_ASSESS_H

#include "core/belief.h"
#include "core/chain.h"
#include "core/plan.h"
#include "core/plan_weigh.h"
#include "core/screen.h"

struct assess {
	const struct kb *kb;
	const struct person_case *c;
	const struct screened *s;
	const double *priors;           /* those of the practice, NULL: those of the knowledge */
	struct belief b;                /* b.ask without what may only be asked alone */
	struct belief_then *then;       /* what b would be after one more answer; NULL when nothing was weighed */
	struct ids contradicting;       /* see assess_contradicting */
	struct ids groups;              /* kb->group: causes that are likely together and cannot be told apart here */
};

/* Answers that cannot all be right, in file order: danger questions answered with more than "no" that do not apply to this person, and
 * those of a contradiction (kb: contradicts) that an emergency or urgent rule rests on.  The rule holds all the same. */
struct ids assess_contradicting(struct arena *a, const struct kb *kb, const struct person_case *c, const struct screened *s);

/* The danger alone: s and contradicting.  Nothing is weighed, no probability is computed; b, d and groups stay empty. */
void assess_screen(struct arena *a, const struct kb *kb, const struct person_case *c, struct assess *out);

/* All of it.  priors: as in core/belief.h.  Fails only as belief() does. */
MUST_USE bool assess_make(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct assess *out, struct err *err);

/* For a page: without a bound of how far off the muscles may be, which no page waits for. */
MUST_USE bool assess_shown(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct assess *out, struct err *err);

/* For a result in words, with the priors of the knowledge: without bands (core/belief.h). */
MUST_USE bool assess_words(struct arena *a, const struct kb *kb, const struct person_case *c, struct assess *out, struct err *err);

/* May a plan be made?  What screen_gate says, and ERR_DANGER when answers contradict each other. */
MUST_USE bool assess_gate(const struct assess *as, struct err *err);

/* The ten weeks, when assess_gate allows them. */
MUST_USE bool assess_plan(struct arena *a, const struct assess *as, struct plan *out, struct err *err);
/* The same around what a therapist decided; past as in plan_around. */
MUST_USE bool assess_plan_around(struct arena *a, const struct assess *as, const struct plan_wishes *wishes, const struct plan *past, struct plan *out, struct err *err);

/* What each part of a plan is worth, what could stand there instead, what the limits cost. */
struct plan_weight *assess_weigh(struct arena *a, const struct assess *as, const struct plan *p);

/* "not asked: X, Y", "not known: X", or the reason of the rule.  names: what people call the questions, private ones hushed;
 * else their ids. */
const char *assess_because(struct arena *a, const struct kb *kb, const struct blocked *b, bool names);

/* One thing that may not be done, told once for all its techniques: for texts. */
struct told_block { int block; enum truth truth; struct ids items, regions, findings; bool everywhere; enum limit limit; };
struct told_blocks { struct told_block *at; int n; };
/* By block, those that stop first, rules for everybody left out unless `all`. */
struct told_blocks assess_blocks(struct arena *a, const struct kb *kb, const struct screened *s, bool all);

/* Natural-log odds as words: "much more likely than before", ... "about as likely as before". */
const char *assess_change(double log_odds);
/* p as words: "hardly", "possible", "likely", "very likely". */
const char *assess_likely(double p);
/* Change of a cause in natural-log odds. */
double assess_cause_change(const struct cause_belief *b);

#endif
