/* core/busy.h -- the busy times of somebody's calendar (iCalendar, RFC 5545): when, and nothing else of it.
 *
 * Events with their rules (libical), exceptions and changed days, and free/busy lists; what is transparent or cancelled is free, and so is what
 * this program told the calendar itself.  Titles, places and people are never looked at.  Times without a zone, and whole days, are of the
 * clock that is brought.  A zone of tzdata's name is read by tzdata; another by the calendar's own rules.
 */
#ifndef CORE_BUSY_H
#define CORE_BUSY_H

#include "core/booking.h"

enum { BUSY_MOST = 4000, BUSY_TEXT_MOST = 8 << 20 };
#define BUSY_OWN "@unknot.invalid"      /* the end of the UIDs of app/feed.h */

struct busy { struct span *at; int n; };        /* ascending, apart from each other */

/* What is busy from `from` to `to`, cut there.  ERR_INPUT `calendar`: no calendar, an unfinished one, more than BUSY_MOST times. */
MUST_USE bool busy_read(struct arena *a, const char *text, const struct zone *z, int64_t from, int64_t to, struct busy *out, struct err *err);

#endif
