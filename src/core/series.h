/* core/series.h -- sessions that come again: a recurrence rule (RFC 5545, 3.3.10; iterated by libical) and the days left out.
 *
 * A series is days and one time of the wall clock; zone_instant makes instants of them, so that it stays at nine o'clock when the
 * clocks change.  Rules are daily, weekly, monthly or yearly with INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, and end by COUNT or
 * UNTIL (a date).  A day that a month or year does not have is left out, not moved.
 */
#ifndef CORE_SERIES_H
#define CORE_SERIES_H

#include "base/day.h"
#include "base/err.h"

struct series { day first; const char *rule; const day *except; int n_except; };
struct series_days { day *at; int n; };

/* Days, ascending.  ERR_INPUT `rule`: not readable, without an end, more than `most` days (exceptions counted), none at all, or the first day
 * is none of its days. */
MUST_USE bool series_days(struct arena *a, const struct series *s, int most, struct series_days *out, struct err *err);

/* The rule cut at a day: the days before it; that day and all later ones, from the first of them on (*first).  A part that has no day has
 * the rule NULL.  Exceptions are the caller's: they stay with the day they name. */
struct series_cut { const char *before, *later; day first; };
MUST_USE bool series_cut(struct arena *a, const struct series *s, day at, int most, struct series_cut *out, struct err *err);

#endif
