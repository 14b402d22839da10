/* app/told.h -- which causes a person is told about, and in which words; the same on the result page and in the self-check.
 *
 * Serious causes and those that carry blame are left out; a group that cannot be told apart stands for its members.  Never a number.
 */
#ifndef APP_TOLD_H
#define APP_TOLD_H

#include "app/assess.h"

enum likely { LIKELY_NO, LIKELY_MAY, LIKELY_YES };
struct told_cause {
	const struct cause *cause;
	const struct cause_belief *b;
	bool mind;                      /* of the class of feelings and days, else of the body */
	enum likely likely;             /* LIKELY_NO: unlikely, though the answers made it likelier than it was before */
	const char *change;             /* "Your answers speak for it.": agrees with `likely` */
	const char *speaks;             /* the question whose answer speaks most for it, in the person's own words; NULL unless they speak for it */
};
struct told_causes { struct told_cause *at; int n; };

/* Whether a cause is of feelings and days; else it is of the body. */
bool told_of_mind(const struct kb *kb, int cause);

/* Likely or changed, likeliest first, at most `most` of the body and as many of the mind. */
struct told_causes told_causes(struct arena *a, const struct assess *as, int most);

/* Causes that are unlikely and that the answers speak against; indices of kb->cause, those most spoken against first.
 * A member of a group that cannot be told apart is not among them. */
struct ids told_against(struct arena *a, const struct assess *as, int most);

/* Causes of the body, at least possible, that a test by a therapist would make clearer; indices of kb->cause, those it would move
 * most (expected change of the probability) first.  Needs as->b.ask. */
struct ids told_untested(struct arena *a, const struct assess *as, int most);

/* The first sentence of a result: whether back and days play a part; "may" unless one of the causes told is likely. */
const char *told_sentence(const struct assess *as, const struct told_causes *told);

/* The entry of kb->teaching that tells of a cause, -1 when there is none. */
int learn_of(const struct kb *kb, int cause);

#endif
