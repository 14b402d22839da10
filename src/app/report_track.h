/* app/report_track.h -- a trajectory as JSON and as text.  A missed day is never a fault; a plateau is no reason to press harder. */
#ifndef APP_REPORT_TRACK_H
#define APP_REPORT_TRACK_H

#include "app/checkins.h"
#include "core/kb.h"
#include "core/worked.h"

/* kb: names what is asked again at a plateau.  w: what worked, NULL when no sessions are known. */
const char *report_track(struct arena *a, const struct kb *kb, const struct checkins *c, const struct tracked *t,
	const struct worked *w);
const char *report_track_text(struct arena *a, const struct kb *kb, const struct checkins *c, const struct tracked *t,
	const struct worked *w);

/* The verdict as a sentence to the therapist, with how sure it is. */
const char *report_verdict(struct arena *a, const struct tracked *t);
/* One sentence to the therapist about what to do next. */
const char *report_proposal(enum proposed p);

#endif
