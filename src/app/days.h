/* app/days.h -- one client's check-ins from a file and into one; the lines are those of app/checkins.h. */
#ifndef APP_DAYS_H
#define APP_DAYS_H

#include "app/cx.h"
#include "base/buf.h"

struct days_taken { int added, kept, empty, gaps; day first, last; };   /* kept: were told here already; gaps: days between first and last without a line */

/* Inside the writing transaction: all or nothing.  A day that was told here stays as it is; minutes of practice are not taken over.
 * ERR_INPUT field "body", with line or day: what checkins_read refuses, a day after today or more than ten years before, a value that is no
 * whole number, no value at all. */
MUST_USE bool days_take(struct cx *cx, int64_t person, const char *text, struct days_taken *out);

/* All check-ins and minutes of practice as lines that `unknot track` reads; the newest ten years. */
MUST_USE bool days_write(struct cx *cx, int64_t person, struct buf *out);

#endif
