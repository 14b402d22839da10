/* app/ruleout.h -- for the therapist: what to rule out.  Serious causes that are not negligible here or likelier than usual, and the danger rules that
 * nothing has met or excluded yet.  Reads what was weighed and screened (app/assess.h); lowers no danger and lifts none.
 */
#ifndef APP_RULEOUT_H
#define APP_RULEOUT_H

#include "app/assess.h"

enum { RULEOUT_MOST = 5 };

/* question: what is worth asking or testing next for this cause, of kb->finding; -1: nothing that is open bears on it.  if_yes: probability after
 * a "yes" to it, NAN where the engine does not tell.  A "no" is told nowhere: it clears nobody. */
struct ruleout_cause { const struct cause_belief *belief; int question; double if_yes; };

/* Rules that suspect the same are told together.  findings: what all of them wait for; none when age, sex or marks are wanted. */
struct ruleout_open { const char *suspects; enum truth truth; enum tier tier; const struct rule_open **rule; int n_rules; struct ids findings; };

struct ruleout {
	struct ruleout_cause cause[RULEOUT_MOST];      int n_causes;      /* likeliest first */
	struct ruleout_open *open;                     int n_open;        /* highest tier first; left out: private rules, and what only a session brings up */
};

void ruleout_make(struct arena *a, const struct assess *as, struct ruleout *out);

/* "4 in 1000", "under 1 in 1000" */
const char *ruleout_chance(struct arena *a, double p);
/* "4 in 1000 now, 2 in 1000 before the answers" */
const char *ruleout_says(struct arena *a, const struct ruleout_cause *c);
/* Up to four answers that speak for it, private ones hushed; "" when none does. */
const char *ruleout_speaks(struct arena *a, const struct kb *kb, const struct ruleout_cause *c);
/* What would tell more and who does it. */
const char *ruleout_next(struct arena *a, const struct kb *kb, const struct ruleout_cause *c);
/* "Not asked: X; Y", "Not known: X", or "Not tested: X" when the therapist does it. */
const char *ruleout_waits(struct arena *a, const struct kb *kb, const struct ruleout_open *o);

/* One sentence before the causes; in their place when rules alone are open; when there is nothing at all. */
extern const char ruleout_lead[], ruleout_none[], ruleout_nothing[];

#endif
