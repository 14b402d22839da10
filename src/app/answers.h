/* app/answers.h -- the answers to one questionnaire as JSON: what `unknot outcome` reads.
 *
 * {"answers": [2, 0, null, true]} in the order of the form, null where none was given; or {"answers": {"linkId": value}} to an
 * imported form; or {"total": 12}.  Beside it may stand "instrument", which then has to be the one asked for, and "date".
 */
#ifndef APP_ANSWERS_H
#define APP_ANSWERS_H

#include "app/questionnaire.h"

struct answers {
	bool has_total;
	double total;
	double at[OUTCOME_ITEMS_MOST];  /* OUTCOME_MISSING where none was given */
	int n;
	const char *date;               /* "2026-11-21" or NULL */
	struct q_answer *form;          /* one for each item of the imported form, or NULL */
};

/* form NULL: no imported form.  ERR_INPUT with line, column and path. */
MUST_USE bool answers_read(struct arena *a, const struct kb *kb, int instrument, const struct questionnaire *form, const char *text,
	size_t n, struct answers *out, struct err *err);

/* The score of them: as outcome_score or outcome_total. */
MUST_USE bool answers_score(const struct instrument *it, const struct answers *answers, struct outcome *out, struct err *err);

#endif
