/* app/calendar.h -- the ten weeks as a calendar (iCalendar, RFC 5545): minutes at home and the lesson of each week.
 *
 * All-day entries that block no time and belong to no time zone.  A calendar is seen by others: titles name no practice, no
 * lesson and nothing of health.  UIDs stay the same when the plan changes, so that importing it again replaces the entries.
 */
#ifndef APP_CALENDAR_H
#define APP_CALENDAR_H

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "core/plan.h"

/* starts: first day of week 1.  key: what tells this person's entries from another's (kept as a hash). */
const char *calendar_plan(struct arena *a, const struct kb *kb, const struct plan *plan, day starts, const char *key);

/* Minutes at home on day 0..6 of a week, as Today gives them: at most TASKS_MOST and TODAY_MINUTES. */
int calendar_minutes(const struct plan_week *w, int weekday);

#endif
