/* app/trials.h -- personal trials of one client: begun by the therapist, answered by the client's own check-ins, ended by danger or worsening. */
#ifndef APP_TRIALS_H
#define APP_TRIALS_H

#include "app/daily.h"
#include "core/trial.h"

enum { TRIAL_PERIODS = 3 };     /* trial_designs: two, three and four weeks */

/* day: of the trial by now, from 0; >= days when it is over.  why: "" or who or what stopped it. */
struct kept_trial {
	int64_t id;
	int item, day, days;
	struct trial design;
	day starts;
	const char *why;
	bool running;                   /* begun or to begin, neither over nor stopped, and it may be tried today */
	bool rests;                     /* the same, but an answer or a "no" holds it back: it goes on when that changes */
	int rested;                     /* days so far on which it was held back: their pain does not count */
	double *pain;                   /* days entries */
	struct trial_result result;     /* of what was told so far; only shown when it is not running */
};
struct kept_trials { struct kept_trial *at; int n; };

/* Newest first.  A trial that danger stopped since it began counts as stopped. */
MUST_USE bool trials_load(struct cx *cx, const struct record *r, struct kept_trials *out);
/* The one that runs; the one that runs or rests; NULL. */
const struct kept_trial *trials_running(const struct kept_trials *all);
const struct kept_trial *trials_open(const struct kept_trials *all);

/* May the item be tried: a habit the client may use, nobody else's work? */
bool trials_may(const struct cx *cx, const struct record *r, int item);
/* In the writing transaction.  From tomorrow; period: index of trial_designs.  One that rests ends with it.  ERR_CONFLICT when one runs; ERR_INPUT when it may not be tried. */
MUST_USE bool trials_begin(struct cx *cx, const struct record *r, int item, int period);
/* Days that get harder end the one that runs or rests. */
MUST_USE bool trials_worsened(struct cx *cx, const struct record *r);
/* why: "client", "therapist", "danger", "worsening", "another was begun". */
MUST_USE bool trials_stop(struct cx *cx, int64_t person, int64_t trial, const char *why);

/* The answer in plain words. */
const char *trials_words(struct arena *a, const struct trial_result *r);

#endif
