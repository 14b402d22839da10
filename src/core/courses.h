/* core/courses.h -- many people's ten weeks counted: who began, who stayed, who left and when, and what changed for those whose weeks are over.
 *
 * Everybody who began is counted, those who left too (intention to treat); a person who was not measured at the end is told as not
 * known and never left out of the number below the line.  Pure; cannot fail.
 */
#ifndef CORE_COURSES_H
#define CORE_COURSES_H

#include "core/outcome.h"
#include "core/plan.h"

enum { COURSE_DAYS = 7 * WEEKS,
	COURSE_SILENT = 21,             /* this long without a sign of the person is having left */
	COURSE_END_WEEK = 9 };          /* a sign in this week or later is having finished, once the weeks are over */

/* One person whose plan was approved. */
struct course {
	int since;                      /* days from the first day of the plan to today; below 0: begins later */
	int last;                       /* day of the plan with the last sign: check-in, practice, lesson, answer; below 0: none since it began */
	bool stopped;                   /* a danger sign that nobody has cleared */
	bool measured;                  /* at the start and at the end */
	enum outcome_sentence change;   /* when measured: OUTCOME_BETTER_SURE to OUTCOME_UNKNOWN */
};

/* What is said of those with two measurements. */
struct changes { int of, important, reliable, both, same, worse, unknown; };    /* important and reliable overlap in both */

struct courses {
	int later, began;               /* began = running + stopped + finished + left */
	int running, stopped, finished, left;
	int left_week[WEEKS + 1];       /* by the week of the last sign; [0]: never came after the plan began */
	int could[WEEKS], stayed[WEEKS];        /* week i + 1: whose plan has come that far; of them, with a sign in it or later */
	int over, measured;             /* ten weeks are over, whatever became of them; measured at both ends */
	struct changes change;
};

struct courses courses_count(const struct course *c, int n);

/* One more measured person. */
void changes_add(struct changes *to, enum outcome_sentence change);

#endif
