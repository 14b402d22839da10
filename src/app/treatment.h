/* app/treatment.h -- sessions of hands-on work, kept: begun when danger was asked, tapped, ended, written up.
 *
 * A treatment is its steps and its events (core/session.h).  An event has an id that was made where the finger was, so that one
 * that is sent again (a lost connection, two windows) is kept once.  One treatment a person is open at a time.  The note has versions:
 * each save adds one, and after the first that was signed each needs a reason.
 */
#ifndef APP_TREATMENT_H
#define APP_TREATMENT_H

#include "app/record.h"
#include "core/session.h"
#include "core/worked.h"

enum { TREATMENT_EVENTS = 1000, TREATMENT_PAST = 12, NOTE_PART = 60000, BACK_DAYS = 366 };

struct treatment {
	int64_t id, person, started, ended;     /* ended 0: open */
	day on;
	int week;                       /* of the plan, 0: none */
	const char *back_reason;        /* NULL: entered as it happened */
	const char *draft_key;          /* 64 hexadecimal digits */
	struct session_step step[SESSION_STEPS]; int n_steps;
	bool lost;                      /* the knowledge no longer has one of its techniques or places: no steps */
	struct session_event *event;    int n_events;
	struct session_now now;
};

/* Questions before a session that were not asked within the last hours (session_before_hours), or since the last session began. */
MUST_USE bool treatment_unasked(struct cx *cx, const struct record *r, struct ids *out);
/* May hands-on work begin today?  ERR_DANGER and why when not: an open stop, questions not asked, massage declined. */
MUST_USE bool treatment_may(struct cx *cx, const struct record *r, struct err *why);

struct treatment_new { day on; int week; const char *back_reason; struct session_step step[SESSION_STEPS]; int n_steps; bool all_the_same; };
/* In the writing transaction.  Where one is open already, that is the one.  A day before today needs a reason and is held to the
 * rules of that day (record_load_on), unless it is said that a step was done all the same: then the event log and the note say so.
 * ERR_INPUT names the step ("step3") that is not allowed. */
MUST_USE bool treatment_start(struct cx *cx, const struct record *r, const struct treatment_new *new, int64_t *id);

/* ERR_MISSING when it is not this person's.  upto: the running step is counted up to now. */
MUST_USE bool treatment_load(struct cx *cx, int64_t person, int64_t id, bool upto, struct treatment *out);

/* Of steps of an earlier day: what goes against the rules of that day, a sentence each, and the step it speaks of.  None for today. */
struct sentences { const char **at; int *step; size_t n; };
MUST_USE bool treatment_against(struct cx *cx, int64_t person, day on, const struct session_step *step, int n_steps, struct sentences *out);

/* Names of the acts, as forms and the table have them; in the order of enum session_act. */
extern const char *const treatment_acts[SESSION_ACTS];

struct tap { int64_t id, ago; enum session_act act; int step, value; const char *ref, *text; };   /* ago: milliseconds since the finger */
/* In the writing transaction: keeps one tap; *fresh is false when it was kept before.  ERR_INPUT when it may not be (to begin, go
 * on, stay longer or press firmer while a danger is open, or where it is blocked or declined by now): then nothing is kept. */
MUST_USE bool treatment_tap(struct cx *cx, const struct record *today, const struct treatment *t, const struct tap *tap, bool *fresh);

/* Up to TREATMENT_PAST ended sessions, oldest first; pain is that told before the session, else the mean of the check-ins of the week before. */
MUST_USE bool treatment_past(struct cx *cx, const struct record *r, struct session_past **out, int *n);

/* What each technique in an area did for this person (core/worked.h): the ended sessions against the pain of n days from `first` on. */
MUST_USE bool treatment_worked(struct cx *cx, const struct record *r, day first, const double *pain, int n, struct worked **out);

/* A new version.  version: the one it was written from (0: none).  ERR_CONFLICT when another window was faster; ERR_INPUT without a reason
 * after a signed one. */
struct note_new { int64_t version; bool sign; const char *told, *seen, *judged, *next, *reason; };
MUST_USE bool treatment_note(struct cx *cx, const struct treatment *t, const struct note_new *note);

#endif
