/* app/report_track.h -- a trajectory as JSON and as text.  A missed day is never a fault; a plateau is no reason to press harder. */
#ifndef APP_REPORT_TRACK_H
#define APP_REPORT_TRACK_H

#include "app/checkins.h"

const char *report_track(struct arena *a, const struct checkins *c, const struct tracked *t);
const char *report_track_text(struct arena *a, const struct checkins *c, const struct tracked *t);

/* The verdict as a sentence to the therapist, with how sure it is. */
const char *report_verdict(struct arena *a, const struct tracked *t);
/* One sentence to the therapist about what to do next. */
const char *report_proposal(enum proposed p);

#endif
