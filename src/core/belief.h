/* core/belief.h -- what the answers of one person say about the causes of back pain.
 *
 * Builds the noisy-OR network of the knowledge for this person (prior odds changed by age, sex and history) and asks
 * core/reason.h.  Link: q = ((1 - sens) / spec) ^ w, w = 1, 0.75, 0.5 by confidence; the leak comes from the base rate.
 * Marks on the body map and what hands pressed speak for the causes that joins name (muscles/model.yaml), through the network of the
 * muscles and within a bound, and where a condition of the knowledge names them; never for a danger or against it.
 * Method, sources, limits: docs/science/reason.md.
 */
#ifndef CORE_BELIEF_H
#define CORE_BELIEF_H

#include "core/chain.h"
#include "core/reason.h"
#include "core/rule.h"

enum { BAND_DRAWS = 200 };

struct weighed { int finding; double weight; };  /* natural-log odds, leave-one-out; > 0 speaks for; |weight| >= 0.02 */

struct cause_belief {
	int cause;                      /* kb->cause, never a by_rule one */
	double before, p, low, high;    /* before: with age and sex alone; low-high: 5 to 95 % over draws of the parameters */
	struct weighed *for_, *against; int n_for, n_against;   /* strongest first */
};

struct class_belief { int class; double before, p, change; };     /* change in natural-log odds */

/* bits: expected, weighted by what knowing the cause would change.  A finding with sum_of stands for its open parts:
 * they are what is asked, and seconds is the time for all of them.  What is told of an answer comes from belief_answered, not from here. */
struct question { int finding; double bits; int seconds;
	double no, *p_no;                /* P("no"), and P(cause) of each cause of the knowledge then, an estimate where the finding changes prior odds */
};
/* P(cause) after "yes" to q, by complement: what both answers say averages to p (kb->n_causes). */
double question_yes(const struct question *q, const double *p, int cause);

struct belief {
	struct cause_belief *cause;     int n_causes;      /* most changed class first is the caller's business: here by p */
	struct class_belief *class;     int n_classes;     /* in the order of the knowledge */
	struct question *ask;           int n_ask;         /* best first: bits per second of asking; those not worth it left out */
	double *by_cause;               /* kb->n_causes: p, 0 for by_rule */
	struct drivers drivers;         /* muscles (core/chain.h); drivers.says is in all of the above, dangers (`serious`) excepted */
	double log_evidence, bound;
	bool exact;
};

/* priors: kb->n_causes of the practice's own, each in [0, 1], or NULL for those of the knowledge.
 * Fails with ERR_INPUT (a prior out of range, or priors of 0 and 1 that the answers rule out) or ERR_LIMIT (core/reason.h). */
MUST_USE bool belief(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors,
	struct belief *out, struct err *err);

/* The same with less of it, in half the time and less.  All but BELIEF_WHOLE say nothing of how far off the muscles may be.  BELIEF_CAUSES: causes and classes
 * with their probabilities alone, no muscles; BELIEF_ASKING: for the next question, no muscles, nothing for or against, no bands (low and high are
 * not filled); BELIEF_WORDS: for what is told in words, no bands; BELIEF_SHOWN: with bands. */
enum belief_for { BELIEF_CAUSES, BELIEF_ASKING, BELIEF_WORDS, BELIEF_SHOWN, BELIEF_WHOLE };
MUST_USE bool belief_of(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors, enum belief_for want,
	struct belief *out, struct err *err);

/* What the program says once one more question is answered: the whole of it is computed again, so this is what is then read.  All of the arena. */
struct belief_then;
struct belief_then *belief_then(struct arena *a, const struct kb *kb, const struct person_case *c, const double *priors);
/* P(cause) of each cause (kb->n_causes; by_cause of the belief then) after "no" (its least value) or "yes": a yes, or the least value that is present; of a sum,
 * were it known.  False, and p is not to be read: the finding knows no yes and no, the answer cannot be, or all that was asked of `t` has
 * taken the time that a page waits for. */
bool belief_answered(struct belief_then *t, int finding, bool yes, double *p);

/* How kb finding `f` stands in the network: SEEN_*.  Derived sums count; what does not apply to this person, was not asked or
 * is not known is SEEN_NOTHING. */
int belief_seen(const struct kb *kb, const struct person_case *c, int f);

#endif
