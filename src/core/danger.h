/* core/danger.h -- which questions are asked with the danger part: those of its module, and whatever an emergency or urgent rule waits for.
 *
 * A rule waits for a question as long as it is neither true nor false for this person.  What only a therapist can tell, and what is first
 * asked after a session, is waited for by nobody here.
 */
#ifndef CORE_DANGER_H
#define CORE_DANGER_H

#include "core/rule.h"

/* Unanswered questions that such a rule waits for, in file order; where one may or may not apply, those that decide it come instead. */
struct ids danger_waits(struct arena *a, const struct kb *kb, const struct person_case *c);

/* The map was not shown, and marks on it would make such a rule true. */
bool danger_waits_for_map(struct arena *a, const struct kb *kb, const struct person_case *c);

/* Does a rule of this tier or a higher one name this finding? */
bool danger_names(const struct kb *kb, int finding, enum tier least);

/* Is it asked alone, and only where a practice has a way for it (the abuse route)? */
bool danger_alone(const struct kb *kb, int finding);

/* n_findings: 1 for each question of this person's danger part, answered or not. */
uint8_t *danger_part(struct arena *a, const struct kb *kb, const struct person_case *c);

/* What is answered other than "no" at this occasion makes the danger part of the intake be asked anew beside it. */
bool danger_reopens(const struct kb *kb, const struct person_case *c, enum occasion when);
/* A state that lasts, told before, and it alone keeps an emergency or urgent rule true?  Where no stop is open, a person has cleared that rule
 * up: asked once more, it could only stop again.  It does not stand, and is asked, when days got worse, and before a session where its yes keeps all hands
 * away: nobody works while it is so, and a no is what lets them. */
bool danger_stands(struct arena *a, const struct kb *kb, const struct person_case *c, enum occasion when, int finding);

/* First asked when the danger part comes again: not at the intake, and at every occasion after it or after a session. */
bool danger_later(const struct finding *f);

/* Can this finding be asked in the danger part at all, once a rule waits for it?  NULL, or why not. */
const char *danger_unasked(const struct kb *kb, int finding);

#endif
