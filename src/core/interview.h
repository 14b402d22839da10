/* core/interview.h -- the next question, and when to stop asking.
 *
 * After the danger questions, which are always asked whole, come the few every plan needs (core), then those that settle whether a rule sends
 * to a physician soon (danger too, but asked only while the rule is open and may well come true), and then the question that is expected to
 * change most what is done, for the seconds it takes: the gain of the best choice of items under what "yes" and "no" would say of
 * the causes, over the best choice now (value of information; Howard 1966), and how far it moves the chance that a professional will be
 * pointed to once everything is asked.  A question is also worth a little for what it tells alone, so that two that only matter together are
 * found.  What opens others (opened_by) is asked instead of them, for all they would bring.  When no question is worth its seconds, the
 * interview ends.
 */
#ifndef CORE_INTERVIEW_H
#define CORE_INTERVIEW_H

#include "core/belief.h"

/* May the finding be asked of this person now, here?  Parts of a sum are asked instead of the sum. */
typedef bool interview_may(void *arg, int finding);

/* The finding to ask after the danger questions; -1: enough is known.  last: what was asked before (-1): its subject is kept for a while.
 * why: may be NULL.  An answer there never asked the same thing twice; the same case and last give the same question. */
enum interview_why { ASK_CORE, ASK_PHYSICIAN, ASK_PLAN };
enum { INTERVIEW_PLAN_MOST = 26 };       /* questions with ASK_PLAN: the caller stops there, but asks those with ASK_PHYSICIAN */
int interview_next(struct arena *a, const struct kb *kb, struct person_case *c, const struct belief *b, int last,
	interview_may *may, void *arg, enum interview_why *why);

/* Does a rule that sends to a physician read it, what it opens, or a sum it is part of?  Where nobody kept why a question was asked, such a
 * one counts as asked for the rule. */
bool interview_settles(const struct kb *kb, int finding);

#endif
