/* app/bookings.h -- appointments of a practice: booked, moved, cancelled, kept with their reason; series; who waits for a slot.
 *
 * Nobody gets a time twice: whether it is free is asked again inside the writing transaction (begin immediate), and the second of two gets
 * ERR_CONFLICT with nothing lost.  What staff do is bound by what is taken, not by hours; clients are bound by everything in core/booking.h.
 */
#ifndef APP_BOOKINGS_H
#define APP_BOOKINGS_H

#include "app/cx.h"
#include "core/booking.h"

enum { SESSIONS_MOST = 52, OFFERED_MOST = 6, ROOMS_MOST = 20 };

/* A practice's rules; without a line of its own the usual ones and the zone of the machine's clock, `set` false. */
struct practice_book {
	const struct zone *zone;
	const char *zone_id, *title;
	struct booking_rules rules;
	bool set, online;
	struct room_all_rows rooms;
	struct service_all_rows services;       /* closed ones too: old appointments name them */
	struct account_staff_rows staff;
};
MUST_USE bool bookings_load(struct cx *cx, struct practice_book *out);
/* NULL when there is none. */
const struct service_all *bookings_service(const struct practice_book *b, int64_t id);
const char *bookings_therapist(struct cx *cx, const struct practice_book *b, int64_t id);
const char *bookings_room(const struct practice_book *b, int64_t id);
struct service bookings_times(const struct service_all *s);

/* The time of one therapist, what is taken from `from` to `to`; but for the appointment `id`, or those of a series from `later` on, which are
 * about to move (0: none). */
struct but { int64_t id, series, later; };
MUST_USE bool bookings_diary(struct cx *cx, const struct practice_book *b, int64_t therapist, int64_t from, int64_t to, struct but but, struct diary *out);

/* In the writing transaction.  ERR_INPUT `service`, `therapist`, `starts`; ERR_CONFLICT `starts` when it is taken. */
struct wish { int64_t person, therapist, service, room, starts; bool client; };
MUST_USE bool bookings_book(struct cx *cx, const struct practice_book *b, const struct wish *w, int64_t *id);
MUST_USE bool bookings_move(struct cx *cx, const struct practice_book *b, int64_t appointment, int64_t starts, bool client);
/* client: only within the window, ERR_FORBIDDEN `cancel` otherwise. */
MUST_USE bool bookings_cancel(struct cx *cx, const struct practice_book *b, int64_t appointment, const char *reason, bool client);
/* state: "came", "late", "missed", "booked" (taken back). */
MUST_USE bool bookings_mark(struct cx *cx, int64_t appointment, const char *state, const char *reason);

/* A series as it would be: each start on the wall clock, free or not, and what is free near to it (nearest first). */
struct suggested { int64_t wanted; bool free; struct slots near; };
struct suggestion { struct suggested *at; int n; };
/* n sessions, weekly, from the day on.  series: its coming appointments, from the instant `later` on, make room; 0 none. */
struct series_wish { int64_t person, therapist, service; day first; int minute, n; int64_t series, later; };
MUST_USE bool bookings_propose(struct cx *cx, const struct practice_book *b, const struct series_wish *w, struct suggestion *out);
/* In the writing transaction: starts[i] 0 is left out.  All or none.  With w->series the coming appointments from w->later on are moved to
 * these (those left over cancelled), and the rule is cut there. */
MUST_USE bool bookings_series(struct cx *cx, const struct practice_book *b, const struct series_wish *w, const int64_t *starts);
/* All coming ones of a series from `later` on. */
MUST_USE bool bookings_cancel_series(struct cx *cx, const struct practice_book *b, int64_t series, int64_t later, const char *reason);

/* Up to `most` times a client may have from today on, the first of each day nearest to `minute`. */
MUST_USE bool bookings_offer(struct cx *cx, const struct practice_book *b, int64_t therapist, int64_t service, day from, day until, int minute, int most,
	struct slots *out);

/* "Tue 24 Nov, 09:30" on the practice's clock. */
const char *bookings_when(struct cx *cx, const struct practice_book *b, int64_t starts);
const char *bookings_clock(struct cx *cx, const struct practice_book *b, int64_t instant);     /* "09:30" */

#endif
