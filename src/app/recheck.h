/* app/recheck.h -- the danger questions that are asked again: each week, in a flare, after a session, when days get harder.
 *
 * One page asks them all anew: what was said last time neither answers a question nor opens one.  A question that hangs on
 * another of the same page comes when that answer opens it; so do those of the intake once something new was found (core/danger.h).  What is
 * private stands on none of these pages.
 */
#ifndef APP_RECHECK_H
#define APP_RECHECK_H

#include "app/record.h"

/* Nothing said yet: kb->n_findings times NOT_ASKED. */
int *recheck_blank(const struct cx *cx);
/* May this finding stand on the page of the occasion at all? */
bool recheck_asks(const struct cx *cx, const struct record *r, enum occasion when, int finding);
/* The questions of the occasion, given what is said on the page so far, in file order. */
struct ids recheck_questions(const struct cx *cx, const struct record *r, enum occasion when, const int *said);
/* May it be left out?  What is followed and is no danger. */
bool recheck_optional(const struct cx *cx, int finding);
/* Private questions of the occasion, where the practice has a route: each is asked on a page of its own, and may be left out. */
struct ids recheck_alone(const struct cx *cx, const struct record *r, enum occasion when);
/* Does it come because of an answer on the same page? */
bool recheck_follows(const struct cx *cx, const struct record *r, enum occasion when, int finding);
/* Milliseconds: the oldest answer among the questions everybody gets at this occasion; 0 when one of the intake was not
 * asked yet, or one is told as of a day to come. */
int64_t recheck_last(const struct cx *cx, const struct record *r, enum occasion when);
/* Was a session begun since the client last told how one was borne, and is it over by now? */
MUST_USE bool recheck_after_due(const struct cx *cx, const struct record *r, bool *due);
/* In the writing transaction: is the client to be led to those questions now?  Once for a session; after that they wait on Today. */
MUST_USE bool recheck_after_lead(const struct cx *cx, const struct record *r, bool *lead);

/* The same questions by their topics, in the order of those, and within one in file order; what has none comes last. */
struct ids recheck_by_topic(const struct cx *cx, struct ids ask);
/* How a question is worded for someone who was asked it before. */
const char *recheck_words(const struct finding *f);

/* Of these questions those that were answered with a plain "no" earlier today, whatever the occasion: they may be asked together, whether any of
 * it is new since.  What is asked alone never is among them; fewer than TOLD_LEAST are not worth it: none. */
enum { TOLD_LEAST = 4 };
struct ids recheck_told_today(const struct cx *cx, const struct record *r, struct ids ask);

#endif
