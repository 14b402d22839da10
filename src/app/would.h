/* app/would.h -- for the therapist, in words: what a question or test would change, and whether the answers fit the model at all. */
#ifndef APP_WOULD_H
#define APP_WOULD_H

#include "app/assess.h"

/* "Sacroiliac joint, pelvic girdle pain: 0.18 now, 0.43 after yes, 0.11 after no": the cause it moves most, and a second one that it moves
 * at least half as far.  Serious causes and those that carry blame are left out; NULL when none is left.  a question with a cut: "yes" is an answer at it
 * or above. */
const char *would_change(struct arena *a, const struct assess *as, const struct question *q);

/* The sentence for answers that do not fit the model (core/belief_usual.h), with the least expected of them by name, private ones hushed;
 * NULL when they fit.  share: as there, may be NULL. */
const char *would_doubt(struct arena *a, const struct assess *as, double *share);

#endif
