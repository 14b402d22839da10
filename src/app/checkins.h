/* app/checkins.h -- daily check-ins as CSV: what `unknot track` reads.
 *
 * Header date,pain,function,mood,sleep,practice_minutes, in any order; further columns mind_minutes and movement_minutes.  A day
 * as 2026-11-21; values 0..10, minutes 0..600, with a point if need be; an empty field is missing.  Days in any order, missing
 * days allowed.  A day twice, a date that does not exist, a value out of range, an unknown or missing column is refused.
 */
#ifndef APP_CHECKINS_H
#define APP_CHECKINS_H

#include "base/day.h"
#include "base/err.h"
#include "core/track.h"

enum { CHECKIN_MINUTES_MOST = 600, CHECKIN_YEARS_MOST = 10 };

struct checkins { day first; int answered; bool practice; struct track_days days; };   /* days.planned is left 0 */

/* ERR_INPUT names line, column and field. */
MUST_USE bool checkins_read(struct arena *a, const char *text, size_t n, struct checkins *out, struct err *err);

#endif
