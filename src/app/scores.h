/* app/scores.h -- the scores of one client, kept; and the forms of the practice.
 *
 * Saving a score hears its alarm first: the finding it raises is answered and the record is screened again in the same transaction,
 * also when the score itself could not be reached.  A score that is a finding of the examination (phq9_score, gad7_score) becomes
 * its answer, so that the danger rules see it, unless a later one is kept already.
 */
#ifndef APP_SCORES_H
#define APP_SCORES_H

#include "app/answers.h"
#include "app/cx.h"

struct score { int instrument; day on; struct outcome o; };
/* All of one instrument; change is from the first to the last. */
struct score_line { int instrument; const struct score *at; int n; bool compared; struct outcome_change change; };
struct score_lines { struct score_line *at; int n; };

/* Those whose instrument the knowledge still has, in the order of the knowledge. */
MUST_USE bool scores_load(struct cx *cx, int64_t person, struct score_lines *out);

/* Inside the writing transaction.  False with ERR_INPUT when there is no score; *alarm then tells whether an alarm was recorded all the
 * same, and the caller has to commit.  stop: the id of a stop that was raised, 0 for none. */
MUST_USE bool score_save(struct cx *cx, int64_t person, int instrument, day on, const struct answers *answers, bool *alarm,
	int64_t *stop);

/* The newest form of the practice for an instrument, NULL when it brought none or the knowledge no longer fits it. */
MUST_USE bool form_load(struct cx *cx, int instrument, struct questionnaire **out);
/* Keeps a form: nothing is stored when it does not fit (ERR_INPUT, field "body") or may not be given (ERR_FORBIDDEN). */
MUST_USE bool form_save(struct cx *cx, int instrument, const char *body);

#endif
