/* app/daily.h -- one client's day: where in the ten weeks, what is for today, what was done, where it is heading.
 *
 * A day's tasks are those of the week's home plan whose turn it is (an item of 4 days a week comes on 4 of 7, spread evenly), at most
 * three and at most a quarter of an hour.  What was declined or is held back since the plan was approved does not come.  What was not
 * done is not mentioned anywhere.
 */
#ifndef APP_DAILY_H
#define APP_DAILY_H

#include "app/care.h"
#include "core/track.h"

enum { TASKS_MOST = 3, TODAY_MINUTES = 15, SAFETY_DAYS = 7, JUMP = 3, JUMP_DAYS = 2 };

struct task { int item, minutes; const char *why; bool done; };     /* why: in words for the client */

struct daily {
	struct kept_plan kept;          /* approved; id 0: none yet */
	int week, day;                  /* 1..10; 0 before the start, 11 after; day of the week 0..6 */
	struct task task[TASKS_MOST];   int n_tasks;
	int minutes;                    /* of today's open tasks */
	int lesson;                     /* of this week, -1: none */
	bool lesson_read, safety_due, after_due;
	const char *hard;               /* why today is a hard day, in words for the client; NULL: it is none, as far as we were told */
};

MUST_USE bool daily_load(struct cx *cx, const struct record *r, struct daily *out);

/* A hard day: the danger questions of a flare were asked in the last 24 hours, or today's pain is high (track_hard_day) or rose by JUMP
 * within JUMP_DAYS.  *out as daily.hard. */
MUST_USE bool daily_hard(struct cx *cx, const struct record *r, const char **out);

/* May this client use the item, the lesson, today?  Not when it was declined or danger answers hold it back. */
bool daily_may(const struct cx *cx, const struct record *r, int item);
bool daily_may_read(const struct record *r, int lesson);

/* A plan without what was declined or is held back by now. */
struct plan daily_shown(const struct cx *cx, const struct record *r, const struct plan *plan);
/* Has an item of `days` days a week its turn on day 0..6?  Spread evenly. */
bool daily_turn(int days, int weekday);

/* All check-ins since the plan began (or the last 70 days) as one series by day, and what track says of it. */
struct followed {
	day first;
	int64_t told;                   /* when the newest day that has a pain was told or brought, milliseconds; 0: none */
	struct track_days days;
	struct tracked *tracked;
	int practised_days, practised_minutes, lessons;
};
MUST_USE bool daily_follow(struct cx *cx, const struct record *r, struct followed *out);
/* The same over the ten weeks of the approved plan alone, however long ago they were; ERR_MISSING without one that has begun. */
MUST_USE bool daily_ten_weeks(struct cx *cx, const struct record *r, struct followed *out);

/* Do the days open the danger questions?  Pain of the newest day (at most SAFETY_DAYS old, told since they were last asked) up by JUMP
 * within JUMP_DAYS, or a worsening verdict whose questions have not been asked for a week; whoever brought the days.  f: what is followed, without curves. */
MUST_USE bool daily_worsened(struct cx *cx, const struct record *r, struct followed *f, bool *out);

#endif
