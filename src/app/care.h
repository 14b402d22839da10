/* app/care.h -- from a record to causes and a plan, kept and changed.
 *
 * The assessment and the plan are kept as the JSON of app/report_json.h, with the hash of the knowledge, so that each can be replayed.
 * A plan is proposed by the program, changed by hand (app/planning.h) and approved by staff; versions are
 * compared, so that two windows do not overwrite each other.
 */
#ifndef APP_CARE_H
#define APP_CARE_H

#include "app/assess.h"
#include "app/muscles.h"
#include "app/record.h"

/* Beliefs with the practice's own priors, as a page shows them (assess_shown). */
MUST_USE bool care_assess(struct cx *cx, const struct record *r, struct assess *out);
/* muscles_shown, and held too while a stop of the record waits for its outcome, whatever was answered since. */
struct muscles_shown care_muscles(struct arena *a, const struct record *r, const struct assess *as);
/* In the writing transaction: keeps the assessment, makes a plan and keeps it as proposed; an earlier proposal is replaced.
 * ERR_DANGER when screening or an open stop forbids a plan. */
MUST_USE bool care_propose(struct cx *cx, int64_t person, int64_t *plan);
/* In the writing transaction: approves version `version` of a proposed plan, starting on a day; ERR_CONFLICT when it was changed, ERR_DANGER
 * when a stop is open, or when it does not fit what was answered or declined since it was made. */
MUST_USE bool care_approve(struct cx *cx, int64_t person, int64_t plan, int64_t version, day starts);

/* wishes: all that was decided about it, also what it was not yet planned around (app/wishes.h); "" when approved_only. */
struct kept_plan { int64_t id, version; bool approved; day starts; const char *wishes; struct plan plan; };
/* The newest plan that was not replaced; out->id is 0 when there is none. */
MUST_USE bool care_plan(struct cx *cx, int64_t person, bool approved_only, struct kept_plan *out);

/* Between two requests of a worker: makes room when the plans it remembers (by id and version; reading one from JSON costs more than
 * the rest of a Today page) have become many.  Not during a request: what care_plan returned points into that memory. */
void care_make_room(void);

#endif
