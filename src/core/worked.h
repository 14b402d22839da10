/* core/worked.h -- what worked for this one person: technique and area of each session against the pain of the next three days.
 *
 * Pain of a day = level (a local trend, as in core/track_model.h) + the day's deviation + what the sessions of the last 24 to 72
 * hours do.  A session does what a visit does as such, plus for each technique in an area: technique + area + the two together.
 * All effects shrink toward none (hierarchical normal priors, Lindley and Smith 1972); those that were given together share
 * what they did.  Exact: one Kalman filter with the effects as constant states.  The usual answer is "cannot tell".
 */
#ifndef CORE_WORKED_H
#define CORE_WORKED_H

#include "core/track.h"

/* Of knowledge/track.yaml (kb->worked): spreads (SD) of effects on a 0..10 rating; the least effect worth the name; how sure that it
 * helped or did not, and after how many sessions with it, before anything is said. */
struct worked_numbers { double visit, technique, area, pair, least, sure, sure_not, sessions; };

/* One technique in one area in the session of a day (index into the days of pain).  Any order; the same one twice counts once. */
struct worked_use { int day, technique, area; };

enum { WORKED_FIRST = 1, WORKED_LAST = 3 };     /* days after a session that may show it: 24 to 72 hours */
enum { WORKED_PAIRS_MOST = 60 };                /* different techniques in different areas; further ones are not judged */

enum worked_answer { WORKED_CANNOT_TELL, WORKED_HELPED, WORKED_DID_NOT };

struct worked_pair {
	int technique, area;            /* as given */
	int sessions, days;             /* sessions with it; answers among the days that may show them */
	double effect, sd;              /* what it adds to a visit, points less pain: positive is better */
	double helps;                   /* P(effect >= least) */
	enum worked_answer answer;
	double probability;             /* of the answer; of the likelier of the two when it cannot be told */
};

struct worked {
	int sessions, left_out;         /* different days with a session; uses beyond WORKED_PAIRS_MOST or outside the days */
	double visit, visit_sd;         /* of a visit as such */
	struct worked_pair *pair; int n_pairs;  /* by technique, then area */
};

/* pain: n days, 0..10, NAN: missing.  Pure; cannot fail. */
struct worked *worked(struct arena *a, const struct track_numbers *t, const struct worked_numbers *k, const double *pain, int n,
	const struct worked_use *use, int n_uses);

const char *worked_name(enum worked_answer w);  /* "cannot_tell", "helped", "did_not" */

#endif
