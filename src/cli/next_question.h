/* cli/next_question.h -- what the interview asks next: person, danger, core, body map, then what would tell most. */
#ifndef CLI_NEXT_QUESTION_H
#define CLI_NEXT_QUESTION_H

#include "core/belief.h"

enum { ASK_NOTHING = -1, ASK_AGE = -2, ASK_SEX = -3, ASK_MAP = -4, BY_GAIN_MOST = 20 };

/* A finding, or ASK_*.  Depends on the case alone, so that going back and coming again leads the same way.  gained: questions
 * asked by gain so far; no more than BY_GAIN_MOST are.  What only an examination answers, and what may only be asked alone, is
 * left out. */
int next_question(struct arena *a, const struct kb *kb, const struct person_case *c, int gained, bool *by_gain);

#endif
