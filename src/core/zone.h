/* core/zone.h -- a place's clock: instants and what a wall clock there shows, over changes of daylight saving and of the law.
 *
 * The rules are those of the system's tzdata, read by libical.  A wall-clock time that comes twice is the first of the two; one that is
 * skipped is read with the offset from before the gap (RFC 5545, 3.3.5).  Instants are milliseconds since 1970 in UTC.
 */
#ifndef CORE_ZONE_H
#define CORE_ZONE_H

#include "base/day.h"
#include "base/err.h"

#include <stdint.h>

enum { DAY_MINUTES = 24 * 60 };
enum { ZONE_MINUTE = 60000 };           /* milliseconds */

struct zone;                            /* lasts as long as the process */
struct wall { day day; int minute; };   /* minute of the day, 0 to 1439 */

/* "Europe/Zurich", "UTC".  ERR_INPUT names `zone`. */
MUST_USE bool zone_find(const char *id, const struct zone **out, struct err *err);
/* minute may be DAY_MINUTES: the end of the day. */
int64_t zone_instant(const struct zone *z, day on, int minute);
struct wall zone_wall(const struct zone *z, int64_t instant);
/* Does a clock there ever show this? */
bool zone_shows(const struct zone *z, day on, int minute);

#endif
