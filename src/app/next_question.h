/* app/next_question.h -- what the interview asks next: person, danger, core, body map, then what would change the plan. */
#ifndef APP_NEXT_QUESTION_H
#define APP_NEXT_QUESTION_H

#include "core/interview.h"

enum { ASK_NOTHING = -1, ASK_AGE = -2, ASK_SEX = -3, ASK_MAP = -4 };

/* A finding, or ASK_*; and why it is asked: danger, the person and the map count as core. */
struct next { int what; enum interview_why why; };

/* Depends on the case and the finding asked last (-1) alone, so that coming again leads the same way.  gained: questions asked with ASK_PLAN so
 * far; no more than INTERVIEW_PLAN_MOST are, and one that settles whether a physician should look (ASK_PHYSICIAN) is asked however many they were.  What
 * only an examination answers, and what may only be asked alone, is left out.  Fails as belief() does: that is not "nothing more to ask". */
MUST_USE bool next_question(struct arena *a, const struct kb *kb, struct person_case *c, int last, int gained, struct next *out, struct err *err);

/* How far it is: questions of a part that were answered, and that are open by what is known so far.  danger: those of safety; else what has to be
 * asked beside them, wishes left out; telling: answered beside that, asked for a rule or for the plan. */
struct questions { int answered, open, telling; };
struct questions questions_of(struct arena *a, const struct kb *kb, const struct person_case *c, bool danger);

/* Asked on a page of its own: private, about self-harm, or more than yes and no. */
bool question_alone(const struct kb *kb, int finding);

/* The open danger questions from `first` on that may stand on one page, in file order, at most `most`; none when the first is asked alone. */
struct ids next_together(struct arena *a, const struct kb *kb, const struct person_case *c, int first, int most);

#endif
