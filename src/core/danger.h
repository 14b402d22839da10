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

/* Does an emergency or urgent rule name this finding? */
bool danger_names(const struct kb *kb, int finding);

/* Is it asked alone, and only where a practice has a way for it (the abuse route)? */
bool danger_alone(const struct kb *kb, int finding);

/* n_findings: 1 for each question of this person's danger part, answered or not. */
uint8_t *danger_part(struct arena *a, const struct kb *kb, const struct person_case *c);

/* Can this finding be asked in the danger part at all, once a rule waits for it?  NULL, or why not. */
const char *danger_unasked(const struct kb *kb, int finding);

#endif
