/* app/change.h -- what changed since the beginning, in numbers and in words: practice done of what was planned, the body map first and now.
 *
 * Words for a client blame nobody; words for a letter name no cause.
 */
#ifndef APP_CHANGE_H
#define APP_CHANGE_H

#include "app/daily.h"

/* Minutes of practice at home in a week of the plan that has begun: done, and as the plan has them. */
struct dose { int week, done, planned; };
/* The weeks so far, oldest first; returns how many, 0 without an approved plan that has begun. */
int change_dose(const struct cx *cx, const struct followed *f, const struct kept_plan *kept, struct dose out[WEEKS]);
const char *change_dose_says(struct arena *a, const struct dose *at, int n);            /* for the client */
const char *change_dose_letter(struct arena *a, const struct dose *at, int n);          /* "20 of 45, 30 of 45" */

/* first, now: kb->n_regions marks; again: the map was drawn anew on a later day, else first is as now. */
struct map_change { const int8_t *first, *now; day first_on, now_on; bool given, again; };
MUST_USE bool change_map(struct cx *cx, const struct record *r, struct map_change *out);
/* "At first 5 places, the strongest 8 of 10. Now 3 places, the strongest 5 of 10." */
const char *change_map_says(struct cx *cx, const struct map_change *m);
/* In the writing transaction, before a map is written: keeps the one that is there as the first when it is of an earlier day and none is kept. */
MUST_USE bool change_map_keep(struct cx *cx, int64_t person);

#endif
