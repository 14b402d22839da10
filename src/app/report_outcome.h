/* app/report_outcome.h -- a score, its change and what follows from it, as JSON and as text.
 *
 * Danger stands first: an alarm of the instrument, or a score that a danger rule names, runs through the same rules as an answer in
 * the interview (core/screen.h).  A score that cannot be reached does not silence its alarm.
 */
#ifndef APP_REPORT_OUTCOME_H
#define APP_REPORT_OUTCOME_H

#include "app/report_json.h"
#include "core/outcome.h"

struct told_outcome {
	const struct kb *kb;
	const struct instrument *it;
	const struct outcome *now;
	const struct outcome *first;            /* NULL: none */
	const struct outcome_change *change;    /* NULL: none */
	struct numbers numbers;
};

/* What the danger rules say of this score alone: only reasons that are a plain yes count; the rest was not asked here. */
struct screened *report_outcome_danger(struct arena *a, const struct kb *kb, const struct instrument *it, const struct outcome *o);

const char *report_outcome(struct arena *a, const struct told_outcome *t);
const char *report_outcome_text(struct arena *a, const struct told_outcome *t);

/* The sentences that belong to it, most important first; room for OUTCOME_SENTENCES.  Returns how many. */
int report_outcome_says(const struct told_outcome *t, const char **out);

#endif
