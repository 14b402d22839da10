/* app/turn.h -- at a plateau: what is asked again, and the plan turned to the side that was left out.
 *
 * The program proposes, a therapist answers; accepted or declined, and why, is kept.  Hands, pressure and lessons stay as they are: only
 * the days at home turn.
 */
#ifndef APP_TURN_H
#define APP_TURN_H

#include "app/daily.h"

enum { ASK_AGAIN_DAYS = 14, ASK_AGAIN_EVERY = 3 };

/* One of kb->stall: how it was told first and last; -1: never.  fresh: told within ASK_AGAIN_DAYS.  worse: nearer the bad end by two or
 * more, or beyond the middle on that side. */
struct asked_again { int finding, lesson, first, now; bool fresh, worse; };
struct asked_agains { struct asked_again *at; int n; };
MUST_USE bool turn_measures(struct cx *cx, const struct record *r, struct asked_agains *out);

/* A plateau with something to gain, and the questions about it not told within ASK_AGAIN_DAYS; on one day in ASK_AGAIN_EVERY, so that
 * "not now" is respected. */
MUST_USE bool turn_asks(struct cx *cx, const struct record *r, const struct followed *f, bool *out);

/* May a proposal to turn be answered now?  The side, or COMPONENT_COUNT: an approved plan runs, the verdict proposes a side, and the
 * last proposal was answered more than ASK_AGAIN_DAYS ago. */
MUST_USE bool turn_proposed(struct cx *cx, const struct record *r, const struct followed *f, enum component *side);

/* In the writing transaction: accepted, the plan is turned from the coming week on; declined, a reason is wanted (ERR_INPUT "reason").
 * ERR_CONFLICT when nothing is proposed any more. */
MUST_USE bool turn_answer(struct cx *cx, int64_t person, bool accepted, const char *reason);

#endif
