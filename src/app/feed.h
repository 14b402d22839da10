/* app/feed.h -- somebody's appointments as a calendar (iCalendar, RFC 5545) at a secret address that can be taken back.
 *
 * Whoever has the address reads times and the practice's own title: no name, no kind of session, nothing of health.  Each appointment is an
 * entry of its own in UTC, so that no reader has to know a zone or a rule; a change raises SEQUENCE under the same UID, what was cancelled
 * stays as STATUS:CANCELLED.  The address is kept as a hash only.
 */
#ifndef APP_FEED_H
#define APP_FEED_H

#include "app/cx.h"

enum { FEED_DAYS = 90 };                /* so long ago it goes back */

/* In the writing transaction: a new address for the caller; the one before stops working. */
MUST_USE bool feed_make(struct cx *cx, const char **token);
MUST_USE bool feed_revoke(struct cx *cx);
/* ERR_MISSING when nobody has this address. */
MUST_USE bool feed_text(struct cx *cx, const char *token, const char **out);
/* The UID of an appointment, wherever it is told. */
const char *feed_uid(struct arena *a, int64_t appointment);

#endif
