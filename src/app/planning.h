/* app/planning.h -- a plan changed by hand: what a therapist decides, planning anew around it, and taking it back.
 *
 * Decisions (app/wishes.h) gather beside the plan; nothing of the plan changes until they are planned around and that is accepted.  Each
 * step raises the plan's version and can be taken back.  Weeks of an approved plan that are over, and the one that runs, stay as they are.
 * A piece that goes against a rule a professional may decide about needs a written reason; it is sealed, and the event log says that
 * it was done.  All writing functions: in the writing transaction; ERR_CONFLICT when the plan was changed meanwhile.
 */
#ifndef APP_PLANNING_H
#define APP_PLANNING_H

#include "app/care.h"
#include "app/wishes.h"

enum { REASON_LEAST = 10, REASON_MOST = 500 };

/* all: what is decided; pending: the plan was not yet planned around all of it; lost: decisions the knowledge no longer knows. */
struct planning { struct kept_plan kept; struct plan_wishes all; bool pending; int lost; };
MUST_USE bool planning_load(struct cx *cx, int64_t person, struct planning *out);

/* The decision that holds this piece, or item at home, in a week: index into all; -1. */
int planning_held(const struct planning *p, int week, bool home, int index);
/* The same among any decisions, for a week as it stands. */
int planning_held_in(const struct plan_wishes *all, const struct plan_week *w, bool home, int index);
/* Taken out of that week by a decision that was not planned around yet. */
bool planning_out(const struct planning *p, int week, bool home, int index);
/* The decision of the plan as it stands; NULL. */
const struct plan_wish *planning_kept(const struct plan *p, int week, bool home, int index);

enum decide { DECIDE_HOLD, DECIDE_OUT, DECIDE_OUT_ALL, DECIDE_INSTEAD, DECIDE_MOVE, DECIDE_SET, DECIDE_PLACE };
/* About what stands at (week, home, index).  item: instead; to: week to move to; minutes, pressure: set, and pressure of what stands instead.  region, side:
 * the other place of the body a piece of a session goes to, as softly as that place needs. */
struct decision { enum decide act; int week, index; bool home; int item, to, minutes, pressure; const char *reason; int region; enum side side; };
/* The plan with its decisions, when it is that version; else ERR_CONFLICT. */
MUST_USE bool planning_version(struct cx *cx, int64_t person, int64_t plan, int64_t version, struct planning *out);
bool planning_conflict(struct cx *cx);

/* ERR_INPUT "wish" when it cannot be kept, "reason" when one is wanted. */
MUST_USE bool planning_decide(struct cx *cx, int64_t person, int64_t plan, int64_t version, const struct decision *d);
/* A lesson goes to that week, and those after it follow; week 0: it is taken out.  ERR_INPUT "wish" when it cannot stand there. */
MUST_USE bool planning_lesson(struct cx *cx, int64_t person, int64_t plan, int64_t version, int lesson, int week);
/* Takes one decision away. */
MUST_USE bool planning_drop(struct cx *cx, int64_t person, int64_t plan, int64_t version, int which);

/* The plan anew around all that is decided.  ERR_INPUT "wish" when it cannot be kept, ERR_DANGER when no plan may be made. */
MUST_USE bool planning_around(struct cx *cx, const struct record *r, const struct planning *p, struct plan *out);
/* The same kept in the place of the plan as it is; an approved plan stays approved. */
MUST_USE bool planning_accept(struct cx *cx, int64_t person, int64_t plan, int64_t version);

/* What would be taken back, in words; NULL: nothing. */
MUST_USE bool planning_last(struct cx *cx, int64_t person, int64_t plan, const char **words);
/* ERR_INPUT "plan" when the plan before may not be used any more: what is known of danger has changed. */
MUST_USE bool planning_undo(struct cx *cx, int64_t person, int64_t plan, int64_t version);
/* Keeps that the plan was turned: what lies before cannot be taken back any more. */
MUST_USE bool planning_turned(struct cx *cx, int64_t person, const struct kept_plan *kept);

#endif
