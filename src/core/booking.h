/* core/booking.h -- when a session may be: opening hours, holidays, services with what they need before and after, lead time, free slots.
 *
 * Hours are of the wall clock, sessions are instants: a session of 60 minutes lasts 60 minutes when the clocks change.  What is taken is the
 * session with its buffers; the session alone has to lie within the hours.  Pure; the caller brings what is taken already.
 */
#ifndef CORE_BOOKING_H
#define CORE_BOOKING_H

#include "core/zone.h"

struct span { int64_t from, to; };                      /* instants; `to` is not in it */
struct opening { int weekday, from, to; };              /* 0 Monday; minutes of the day, to at most DAY_MINUTES */
struct closed { day first, last; };                     /* a holiday, both days in it */
struct service { int minutes, before, after; };         /* minutes; before and after: to make ready */
/* A client books at least `lead` minutes and at most `ahead` days before, every `step` minutes from when the door opens, and cancels or moves
 * at least `cancel` minutes before. */
struct booking_rules { int lead, ahead, step, cancel; };

/* Somebody's or some room's time that is taken, buffers in it.  0: no therapist, no room. */
struct taken { struct span span; int64_t therapist, room; };

/* One therapist's time. */
struct diary {
	const struct zone *zone;
	const struct opening *opening;
	const struct closed *closed;
	const struct taken *taken;
	const int64_t *room;            /* those of the practice; none: rooms do not count */
	int64_t therapist;
	int n_opening, n_closed, n_taken, n_rooms;
};

/* End before start, outside the day, two that overlap: ERR_INPUT `hours`, said with the weekday. */
MUST_USE bool opening_check(const struct opening *o, int n, struct err *err);
/* 5 to 480 minutes, buffers 0 to 120: ERR_INPUT `minutes`, `before`, `after`. */
MUST_USE bool service_check(const struct service *s, struct err *err);
MUST_USE bool rules_check(const struct booking_rules *r, struct err *err);

struct span booking_span(const struct service *s, int64_t starts);
/* Within the hours of its day and on no holiday? */
bool booking_open(const struct diary *d, const struct service *s, int64_t starts);
/* Is the therapist free, and a room?  *room: the first such; `wish` when it is free; 0 when rooms do not count. */
bool booking_free(const struct diary *d, const struct service *s, int64_t starts, int64_t wish, int64_t *room);
/* Why a client may not have this start, in words; NULL when they may. */
const char *booking_refusal(const struct diary *d, const struct booking_rules *r, const struct service *s, int64_t starts, int64_t now);
bool booking_may_cancel(const struct booking_rules *r, int64_t starts, int64_t now);

struct slots { int64_t *at; int n; };
/* The starts a client may have on a day, ascending. */
struct slots booking_slots(struct arena *a, const struct diary *d, const struct booking_rules *r, const struct service *s, day on, int64_t now);
/* Those of the days from `on` at the time of the wall clock nearest to `minute`, until there are `most`. */
struct slots booking_near(struct arena *a, const struct diary *d, const struct booking_rules *r, const struct service *s, day on, int minute, int days, int most,
	int64_t now);

#endif
