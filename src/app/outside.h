/* app/outside.h -- a calendar of one's own beside the practice's: its busy times block slots, nothing else of it is kept.
 *
 * Brought as a file, or read again and again from an address on the one host that the practice allows.  What cannot be read
 * changes nothing: the times of the last good one stay, and why is said.
 */
#ifndef APP_OUTSIDE_H
#define APP_OUTSIDE_H

#include "app/bookings.h"

enum { OUTSIDE_DAYS = 400, OUTSIDE_MINUTES = 15, OUTSIDE_SECONDS = 20 };

/* In the writing transaction: the file takes the place of what was brought before, and of an address.  ERR_INPUT `calendar`. */
MUST_USE bool outside_bring(struct cx *cx, const struct practice_book *b, int64_t therapist, const char *text);
/* In the writing transaction: from now on from this address (webcal:// is https://).  ERR_INPUT `url`: no https, not the practice's host. */
MUST_USE bool outside_follow(struct cx *cx, int64_t therapist, const char *url);
/* In the writing transaction: no calendar, and none of its times. */
MUST_USE bool outside_end(struct cx *cx, int64_t therapist);

/* A stretch of time somebody is not there, told by hand.  In the writing transaction.  ERR_INPUT `from`, `to`. */
struct absence { int64_t therapist; day on; int from, to; const char *name; };
MUST_USE bool outside_away(struct cx *cx, const struct practice_book *b, const struct absence *in);

/* Reads what is due, one transaction each; not inside one.  ca: as in net/fetch.h. */
struct outside_ran { int read, failed; };
MUST_USE bool outside_run(struct cx *cx, const char *ca, struct outside_ran *out);

#endif
