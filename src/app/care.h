/* app/care.h -- from a record to causes and a plan, kept and changed.
 *
 * The assessment and the plan are kept as the JSON of app/report_json.h, with the hash of the knowledge, so that each can be replayed.
 * A plan is proposed by the program, changed and approved by staff; every change is checked by plan_broken and versions are
 * compared, so that two windows do not overwrite each other.
 */
#ifndef APP_CARE_H
#define APP_CARE_H

#include "app/assess.h"
#include "app/record.h"

/* Beliefs with the practice's own priors. */
MUST_USE bool care_assess(struct cx *cx, const struct record *r, struct assess *out);
/* In the writing transaction: keeps the assessment, makes a plan and keeps it as proposed; an earlier proposal is replaced.
 * ERR_DANGER when screening forbids a plan. */
MUST_USE bool care_propose(struct cx *cx, int64_t person, int64_t *plan);
/* In the writing transaction: approves version `version` of a proposed plan, starting on a day; ERR_CONFLICT when it was changed. */
MUST_USE bool care_approve(struct cx *cx, int64_t person, int64_t plan, int64_t version, day starts);

struct kept_plan { int64_t id, version; bool approved; day starts; struct plan plan; };
/* The newest plan that was not replaced; out->id is 0 when there is none. */
MUST_USE bool care_plan(struct cx *cx, int64_t person, bool approved_only, struct kept_plan *out);

/* Between two requests of a worker: makes room when the plans it remembers (by id and version; reading one from JSON costs more than
 * the rest of a Today page) have become many.  Not during a request: what care_plan returned points into that memory. */
void care_make_room(void);

enum plan_act { ACT_REMOVE, ACT_MINUTES, ACT_PRESSURE, ACT_REMOVE_HOME, ACT_LESSON_OUT };
struct plan_edit { enum plan_act act; int week, index, value; const char *reason; };
/* In the writing transaction: one change by hand.  A change that breaks a hard constraint is refused with the reason (ERR_INPUT); a plan
 * that was changed meanwhile is ERR_CONFLICT.  An approved plan may be changed too; it stays approved. */
MUST_USE bool care_edit(struct cx *cx, int64_t person, int64_t plan, int64_t version, const struct plan_edit *edit);

#endif
