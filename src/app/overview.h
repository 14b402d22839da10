/* app/overview.h -- one practice in numbers: courses, pain, scores, sessions; no name and nobody's answers leave it.
 *
 * Pain: the mean of the check-ins of week 1 against that of week 10, judged like the questionnaire pain_average of the knowledge (a mean of
 * up to seven ratings); three answers in each week are the least.  Scores: first against last of those entered, whenever.
 */
#ifndef APP_OVERVIEW_H
#define APP_OVERVIEW_H

#include "app/cx.h"
#include "core/courses.h"
#include "core/share.h"

enum { SHARE_LEAST = 10 };      /* no percentage of fewer */

struct scored { int instrument; struct changes change; };

struct overview {
	int people;                     /* in the practice */
	struct courses courses;
	const struct instrument *pain;  /* NULL: the knowledge has none, nobody is measured */
	struct scored *scored; int n_scored;
	int sessions, session_people;   /* begun */
	int asked, asked_people;        /* how a session was borne */
	int harmed;                     /* of the times asked: with a sign of harm that was not taken back */
};

/* Of cx->who.practice, by today. */
MUST_USE bool overview_load(struct cx *cx, struct overview *out);

/* "43 % (21 to 67 %)"; "too few" under SHARE_LEAST. */
const char *overview_percent(struct arena *a, int n, int of);
/* "6 of 14 (43 %; the true share could be 21 to 67 %)", "3 of 8"; "none yet" of 0. */
const char *overview_share(struct arena *a, int n, int of);

#endif
