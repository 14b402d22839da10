/* core/belief_usual.h -- do the answers of one person fit the model as a whole?
 *
 * log P(answers) is set against that of people drawn from the same network, with each cause as likely as it is believed to be in this person
 * (so that a rare cause with its signs is no misfit), who were asked the same: the share of them whose answers are no likelier (Box 1980,
 * J R Stat Soc A 143:383; Gelman, Meng and Stern 1996, Stat Sinica 6:733; both recalled).  The answers are used twice, so it doubts less often
 * than the share says.  Where that is at most 0.01, of at least 8 answers, the pattern does not fit, and the numbers of the causes deserve
 * doubt: an answer may be wrong, or something acts that the model does not know.  It changes no probability.
 */
#ifndef CORE_BELIEF_USUAL_H
#define CORE_BELIEF_USUAL_H

#include "core/belief.h"

enum { USUAL_DRAWS = 199, USUAL_ENOUGH = 10, USUAL_ODD = 3, USUAL_ASKED = 8 };
static const double usual_least = 0.01;

struct odd_answer { int finding; double p; };    /* p: how likely this answer is given all the others */

struct usual {
	double share;                   /* 1 / 200 to 1 */
	bool fits;
	int asked;                      /* answers that count */
	struct odd_answer odd[USUAL_ODD]; int n_odd;     /* when it does not fit: the least expected first */
};

/* priors and errors: as belief().  Draws with a fixed seed: the same answers give the same share.  Where ten people are
 * as rare, no more are drawn (sequential Monte Carlo, Besag and Clifford 1991): usually a tenth of a whole belief, at most as long. */
MUST_USE bool belief_usual(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, struct usual *out, struct err *err);

#endif
