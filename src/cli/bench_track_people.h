/* cli/bench_track_people.h -- people whose true course is known: the four classes of disability found in 747 people (PMC8765574).
 *
 * Shares as published: high and staying 22.0 %, high and falling 20.4 %, middle and staying 29.7 %, low and falling 27.9 %.  Levels are
 * design values (7, 5, 3 of 10); those that fall do so toward 45 % of the start with a time constant of 41 days, the curve of the
 * pooled cohorts of persistent pain (Costa 2012: 51, 33 after 6 weeks, 23 after a year).  One in ten of all gets lastingly worse by
 * two points within two weeks, some time from week two to eight.  Answers: rounded, 0..10, the deviation of a day carried over to
 * the next by 0.2 to 0.5, its spread differing between people, none to every second day missing.
 */
#ifndef CLI_BENCH_TRACK_PEOPLE_H
#define CLI_BENCH_TRACK_PEOPLE_H

#include "base/rng.h"
#include "core/track.h"

enum { FOLLOWED_DAYS = 84 };
enum course { HIGH_STAYING, HIGH_FALLING, MIDDLE_STAYING, LOW_FALLING, COURSES };

struct followed_one {
	enum course course;
	int turn;                       /* day on which it begins to get worse; -1: not */
	double level[2][FOLLOWED_DAYS]; /* the truth about pain and function, 10 is worst */
	double answer[TRACK_MEASURES][FOLLOWED_DAYS];
	double practice[FOLLOWED_DAYS];
};

/* Spread of answers and how they go together on a day: from the knowledge. */
void followed_draw(struct rng *r, const struct track_numbers *k, struct followed_one *out);

#endif
