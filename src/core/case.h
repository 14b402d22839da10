/* core/case.h -- what is known of one person: answers, marks on the body map, limits.
 *
 * *Not asked*, *does not know* and *no* are three different things and stay so everywhere.
 */
#ifndef CORE_CASE_H
#define CORE_CASE_H

#include "core/kb.h"

enum { NOT_ASKED = -32768, DONT_KNOW = -32767 };
enum { SEX_UNKNOWN, SEX_FEMALE, SEX_MALE, SEX_OTHER };

struct limits {
	int session_minutes;            /* 30, 45, 60 or 90; 0: not said */
	int home_minutes;               /* a day, 0..60; -1: not said */
	int pressure_max;               /* 1..5; 0: not said */
	bool *declined_item;            /* kb->n_items */
	bool *declined_lesson;          /* kb->n_lessons */
	bool declined_component[COMPONENT_COUNT];
	bool *declined_region;          /* kb->n_regions: no hands there */
};

/* One thing said in an interview, in the order it was said; nothing is taken out of it.  The answers of the case are what counts. */
enum { SAID_AGE = -2, SAID_SEX = -3, SAID_MAP = -4 };
struct spoken { int what; int16_t value; bool again; };     /* a finding, or SAID_* (value 0); again: asked back in other words */

struct person_case {
	int age;                        /* whole years, -1: not said */
	int sex;
	int16_t *answer;                /* kb->n_findings; a value, NOT_ASKED or DONT_KNOW */
	int8_t *mark;                   /* kb->n_regions; 0..10 */
	bool map_given;                 /* false: nobody has shown the body map yet */
	struct limits limits;
	const struct spoken *said;
	int n_said;                     /* 0: nobody kept how it was said */
};

/* An empty case: nothing asked. */
struct person_case *case_new(struct arena *a, const struct kb *kb);
struct person_case *case_copy(struct arena *a, const struct kb *kb, const struct person_case *from);

/* The value of a finding: its own answer, or the sum when it has parts and all of them are answered.  A part that does not
 * apply to this person adds 0; one that is not known makes the sum not known. */
int case_answer(const struct kb *kb, const struct person_case *c, int finding);

/* The same person seen in a mirror: marks, what was found on one side, and answers that name a side are exchanged. */
void case_mirror(const struct kb *kb, struct person_case *c);

#endif
