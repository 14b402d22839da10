/* core/interview_parts.h -- what the next question is chosen by.  Private to core/interview*.c. */
#ifndef CORE_INTERVIEW_PARTS_H
#define CORE_INTERVIEW_PARTS_H

#include "core/interview.h"

/* What may be asked now, and who says so. */
struct asker { const struct kb *kb; struct person_case *c; interview_may *may; void *arg; };

/* What is asked for a finding: what opens it, itself, or the first part of a sum that may be; -1: nothing may. */
int interview_asked_for(const struct asker *k, int finding);
/* Seconds until the finding is known, when `asked` is asked for it: of what opens it its own, of a sum those of all open parts. */
int interview_seconds(const struct asker *k, int finding, int asked);

/* The question that tells most of whether a rule sends to a physician soon; -1: none is worth its seconds. */
int interview_soon(const struct asker *k);

/* For each finding, what asking it is expected to change in what is done (shares of it, not yet by its seconds). */
double *interview_gain(struct arena *a, const struct asker *k, const struct belief *b);

#endif
