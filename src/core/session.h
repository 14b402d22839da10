/* core/session.h -- a treatment as steps and taps: what was done, for how long, how firm, how it felt, and the note that follows.
 *
 * A session is never stored as a state: it is its steps and its events, and everything else is derived from them, so that taps
 * that arrive late, in parts or out of two windows give the same session.  An event names its step; what no longer fits (a step
 * that ended is ended again) changes nothing.  Whether a step may begin is asked before its event is kept (session_may); the
 * derivation itself does not screen, so a session of last month reads the same under the knowledge of today.
 * Time is in milliseconds, pressure 1 (feather-light) to 5 (very firm), 0: none.  Numbers: knowledge/session.yaml.
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "core/plan.h"

#include <math.h>

enum { SESSION_STEPS = 16, SESSION_TEXT = 500, PRESSURE_MOST = 5 };

/* region: kb->region; side NONE: both sides, and region is the left one. */
struct session_step { int item, region; enum side side; int minutes, pressure; };

enum session_act {
	SESSION_START,                  /* step; a running one is done with it */
	SESSION_NEXT,                   /* step is done; value: the one to begin, -1 none */
	SESSION_SKIP,                   /* step is left out, or ended before its time; value as above */
	SESSION_STOP,                   /* the client said stop: step ends at once */
	SESSION_PAUSE, SESSION_RESUME,
	SESSION_EXTEND,                 /* step, value: minutes more (or fewer, below 0) */
	SESSION_PRESSURE,               /* step, value: 1..5 */
	SESSION_COMFORT,                /* step, value: enum session_felt; too much lowers the pressure by one */
	SESSION_CONSENT,                /* ref: region, its left one; value 1 yes, 0 no or withdrawn: ends the step that runs there */
	SESSION_FOUND,                  /* ref: a palpation finding; value: enum palpated */
	SESSION_PAIN,                   /* value 0..10; step: enum session_when */
	SESSION_MARK,                   /* ref: region; value 0..10; step: enum session_when */
	SESSION_MOTION,                 /* ref: a measured finding; value in its unit; step: enum session_when */
	SESSION_MINUTES,                /* step took `value` minutes, whatever the clock says */
	SESSION_SAID,                   /* text: what the client said */
	SESSION_END,
	SESSION_ACTS
};
enum session_felt { FELT_LIGHT, FELT_RIGHT, FELT_MUCH, FELT_COUNT };
enum session_when { WHEN_BEFORE, WHEN_AFTER, WHEN_COUNT };
enum session_state { STEP_WAITS, STEP_RUNS, STEP_DONE, STEP_SKIPPED, STEP_STOPPED };
enum session_consent { AREA_NOT_ASKED, AREA_YES, AREA_NO };

/* ref -1: none, or the knowledge no longer has it: then the event changes nothing. */
struct session_event { enum session_act act; int step, value, ref; const char *text; int64_t at; };

struct session_done {
	enum session_state state;
	int64_t ms;                     /* hands on, up to `now` */
	int64_t ms_at[PRESSURE_MOST + 1];       /* of it, at each pressure */
	int64_t since;                  /* STEP_RUNS: when it began, 0 otherwise */
	int64_t asked, changed;         /* last check-in; last change of pressure; 0: none in this step */
	int minutes;                    /* as planned and extended */
	int pressure, felt[FELT_COUNT];
	bool withdrawn;                 /* stopped because consent was */
};

struct session_now {
	struct session_done *step;      int n;
	int current;                    /* the step that runs, -1 */
	bool paused, ended;
	int64_t ms;                     /* all steps */
	int8_t *consent;                /* kb->n_regions: enum session_consent, at the left ones */
	int8_t *found;                  /* kb->n_findings: enum palpated, -1 not pressed */
	int pain[WHEN_COUNT];           /* -1: not asked */
	int8_t *mark[WHEN_COUNT];       /* kb->n_regions; -1: not asked */
	int16_t *motion[WHEN_COUNT];    /* kb->n_findings; NOT_ASKED */
	const char **said;              int n_said;
};

/* The steps of a plan's week, in its order; returns how many (at most SESSION_STEPS). */
int session_from_week(const struct plan_week *w, struct session_step out[SESSION_STEPS]);

/* Events in the order of their time.  now: 0, or the instant up to which the running step is counted. */
struct session_now session_fold(struct arena *a, const struct kb *kb, const struct session_step *step, int n_steps,
	const struct session_event *event, int n_events, int64_t now);

/* An event that cannot be one of this session: a step that is not there, a value out of range; NULL when it is sound. */
const char *session_unsound(const struct kb *kb, int n_steps, const struct session_event *e);

/* May this step begin now?  ASK: consent to the place is asked each time and not given yet today. */
enum session_may { MAY_BEGIN, MAY_ASK, MAY_DECLINED, MAY_BLOCKED };
enum session_may session_may(const struct kb *kb, const struct person_case *c, const struct screened *s, const struct session_step *step,
	const struct session_now *now);
/* The region that stands for a place on both sides. */
int session_area(const struct kb *kb, int region);
/* Consent to this place is asked each time. */
bool session_asks(const struct kb *kb, const struct screened *s, const struct session_step *step);
/* Most pressure there by screening, technique and wish; 0: none, or the technique cannot be given that lightly. */
int session_most(const struct kb *kb, const struct person_case *c, const struct screened *s, const struct session_step *step);

/* When comfort and pressure are to be asked next; 0 when no step runs. */
int64_t session_ask_at(const struct kb *kb, const struct session_now *now);

/* Mean pressure of the hands, weighted by time; 0 when nothing had a pressure. */
double session_pressure(const struct session_now *now);
struct session_past { double pressure, pain; };         /* pain before the session, NAN: not known */
enum session_trend { TREND_CANNOT_TELL, TREND_NOT_RISING, TREND_RISING_GAIN, TREND_RISING };
/* Oldest first.  Straight lines (least squares) through the last sessions that had a pressure; RISING: firmer without gain. */
enum session_trend session_trend(const struct kb *kb, const struct session_past *past, int n, double *rise, double *gain);
/* What is said of it; NULL when there is nothing to say. */
const char *session_trend_words(struct arena *a, const struct kb *kb, enum session_trend t, double rise, double gain);

/* "Low back, left" or "Low back, both sides". */
const char *session_place(struct arena *a, const struct kb *kb, int region, enum side side);

/* The note: subjective, objective, assessment, plan.  verdict and next are the caller's sentences, NULL for none. */
struct session_note { const char *s, *o, *a, *p; };
struct session_note session_note(struct arena *a, const struct kb *kb, const struct session_step *step, const struct session_now *now,
	const char *verdict, const char *next);

#endif
