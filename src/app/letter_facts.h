/* app/letter_facts.h -- what a progress letter tells: causes, what is done, how the days are, scores. */
#ifndef APP_LETTER_FACTS_H
#define APP_LETTER_FACTS_H

#include "app/change.h"
#include "app/scores.h"
#include "base/str.h"

struct letter_facts { struct assess as; struct kept_plan kept; struct followed f; struct score_lines scores; struct map_change map; };

MUST_USE bool letter_facts(struct cx *cx, const struct record *r, struct letter_facts *out);
/* Markdown for the fields causes, danger, done (plan) and verdict (progress); NULL for others.  Causes that a private answer may have raised, serious ones
 * and probabilities are left out. */
const char *letter_fact(struct cx *cx, const struct record *r, const struct letter_facts *f, str name);

#endif
