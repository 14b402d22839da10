/* core/track.h -- where a person's days are heading: level and slope under daily noise, and one careful word about it.
 *
 * One state-space model over pain, function, mood and sleep (core/track_model.h); missing days allowed.  The verdict speaks of the
 * last four weeks and is given only when its weight is above one half: not before 21 days, a plateau not before week five.  The model
 * holds changes for likelier than they are; so what is said of a verdict is calibrated, and can be below one half for a change.
 * What counts as a change, and every other clinical number, is knowledge/track.yaml.  Method, sources, limits: docs/science/track.md.
 */
#ifndef CORE_TRACK_H
#define CORE_TRACK_H

#include "base/arena.h"

#include <stdbool.h>

enum { TRACK_PAIN, TRACK_FUNCTION, TRACK_MOOD, TRACK_SLEEP, TRACK_MEASURES };
enum { TRACK_WINDOW = 28, TRACK_LEAST_DAYS = 21 };

/* The numbers of knowledge/track.yaml, in its words there (kb->track). */
struct track_numbers {
	double noise, noise_spread, memory, drift, slope, fade;
	double important, counts, enough, low, little, plateau_days, checkins_week, hard;      /* hard: pain of a day that is a hard one */
	double said_power, said_improving, said_worsening;      /* from the model's weights to what is said (docs/science/track.md) */
	double day[TRACK_MEASURES][TRACK_MEASURES], change[TRACK_MEASURES][TRACK_MEASURES];     /* correlations; both: worse goes up */
};

/* Arrays by day, one entry a day without gaps; NAN: missing.  0..10; pain and function: 10 is worst, mood and sleep: 10 is
 * best.  Minutes of practice of a day: 0 is none, NAN is not known.  Pointers to minutes may be NULL. */
struct track_days {
	int n;
	const double *value[TRACK_MEASURES];
	const double *practice, *mind, *body;   /* minutes: in all, of mind, of movement */
	double planned;                 /* minutes of practice planned for an average day; 0: not known */
	const double *due, *held;       /* minutes with the therapist on a day: that were arranged, of these that took place; NULL: not known */
	int lessons_due, lessons_done;  /* 0, 0: not known */
};

enum verdict { VERDICT_CANNOT_TELL, VERDICT_IMPROVING, VERDICT_PLATEAU, VERDICT_WORSENING, VERDICT_UNDER_DOSED };

enum proposed {
	PROPOSE_NOTHING,                /* cannot tell yet */
	PROPOSE_GO_ON,                  /* improving, or level with little left to gain */
	PROPOSE_SMALLER_STEPS,          /* under-dosed: make it easier, blame nobody */
	PROPOSE_MIND, PROPOSE_BODY,     /* a plateau: the side that was left out */
	PROPOSE_SCREEN,                 /* worsening: ask the danger questions first */
};

struct proposal {
	enum proposed what;
	double mind_used, body_used;    /* share of what was due that was done, 0..1; NAN: not known */
	bool mood_low, sleep_low;       /* half of the scale or less, or falling by an important change */
	bool ask_again;                 /* a plateau with something left to gain: the measures of kb->stall before anything changes */
};

struct track_point { double level, low, high, slope; };  /* smoothed; 5 to 95 %; slope a day */

struct track_measure {
	int seen;                       /* days with a value */
	double noise;                   /* SD of one day's answer about its level, as judged from the data */
	double level;                   /* of the last day */
	struct track_point *at;         /* n days; NULL when seen is 0, and of track_verdict */
	double gain, gain_sd;           /* over the window, better is positive */
};

struct tracked {
	enum verdict verdict;
	double improving, plateau, worsening;   /* the model's weights, which decide; sum 1; 0 when there is nothing to judge */
	struct track_said { double improving, plateau, worsening; } said;       /* how often each would prove right; sum 1, or 0 as above */
	double probability;             /* said of the verdict; of the likeliest of the three when it cannot be told */
	int days, window;               /* first to last answer; days the verdict speaks of */
	int week_checkins, week_wanted; /* days of the last seven with an answer; what a reliable week needs */
	double adherence;               /* the dose: practice and time with the therapist, done of that planned, 0..; NAN: not known */
	double sessions;                /* of that the time with the therapist alone; NAN: none was due */
	struct track_measure measure[TRACK_MEASURES];
	struct proposal proposal;
};

/* Pure; cannot fail.  Values outside 0..10 are the reader's to refuse. */
struct tracked *track(struct arena *a, const struct track_numbers *k, const struct track_days *in);
/* The verdict, its weights and the proposal alone, at under half of the work: measure.at is NULL, and nothing is weighed while there is
 * nothing to tell. */
struct tracked *track_verdict(struct arena *a, const struct track_numbers *k, const struct track_days *in);

const char *verdict_name(enum verdict v);       /* "cannot_tell", "improving", ... */
const char *proposed_name(enum proposed p);     /* "nothing", "go_on", "smaller_steps", "mind", "body", "screen" */

#endif
