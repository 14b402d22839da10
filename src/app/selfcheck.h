/* app/selfcheck.h -- the private self-check: the next step for one case, as JSON that a page on the person's own device shows.
 *
 * Danger first.  A step is one of
 *
 *   { "step": "ask", "what": "age" | "sex" | "map" | "findings", "questions": [ ... ], "place": { "part", "number", "of" },
 *     "by_gain", "enough" }
 *        place: part 1 is danger, 2 the rest; this is question `number` of about `of` in it
 *        questions: one, or the danger questions that stand on one page (app/question_json.h); enough: the result may be asked for now
 *   { "step": "minor", "text" }                          under 18: nothing is asked or weighed
 *   { "step": "stop", "kind": "self_harm" | "now" | "doctor" | "unclear", "told": [...], "action", "say", "again": a question | null }
 *        an answer needs a person: no cause, no help, no likelihood; again: what may be asked back,
 *        once for a stop, in other words (the page minds that)
 *   { "step": "result", "sentence", "danger", "soon", "serious", "body", "mind", "against", "together", "helps", "ask", "net" }
 *        causes in words with the answer that speaks for them; what helps is allowed by every rule and is no plan
 *
 * There is never a number of likelihood in it.  {emergency} and {crisis} stay as they are: the page puts in the practice's numbers.
 */
#ifndef APP_SELFCHECK_H
#define APP_SELFCHECK_H

#include "core/case.h"

/* last, gained: as in app/next_question.h.  enough: the person wants the result now; heeded only where nothing that has to be asked
 * is open.  NULL and err: what assess_make fails with.
 * c is used up: wishes that were not asked count as not known after it. */
struct selfcheck { int last, gained; bool enough; };
const char *selfcheck_step(struct arena *a, const struct kb *kb, struct person_case *c, struct selfcheck at, struct err *err);

#endif
