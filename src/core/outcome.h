/* core/outcome.h -- scores of questionnaires, and what a change of a score means for one person.
 *
 * The rule, the range, the published changes and errors are those of the instrument (knowledge/instruments.yaml); the sentences are
 * its verdicts.  Method, with sources: docs/science/outcome.md.
 *
 * An answer is a whole number in the range of an item (a decimal is taken only where the score is one number), OUTCOME_MISSING where
 * none was given.  Up to `missing` of them may be missing; the mean of the others then stands for them.
 *
 * An alarm: PHQ-9's last item above 0 is the finding self_harm_thoughts.  It is told even when the rest cannot be scored, an item
 * that was left out is told as open, and a 0 is told as nothing: it clears nobody.  Such an instrument takes no bare total.
 */
#ifndef CORE_OUTCOME_H
#define CORE_OUTCOME_H

#include "core/kb.h"

#include <math.h>

enum { OUTCOME_PARTS = 4, OUTCOME_ITEMS_MOST = 64 };
#define OUTCOME_MISSING ((double)NAN)

struct outcome {
	double score;                   /* min to max of the instrument; NAN when it could not be reached */
	double part[OUTCOME_PARTS];     /* one for each part; NAN when an answer of it is missing */
	int given, missing;             /* answers; both 0 for a bare total */
	int ratings;                    /* of how many ratings the score is the mean; 1 but for SCORE_VALUE */
	const struct band *band;        /* NULL: none */
	bool recovered;
	int alarm, alarm_value;         /* finding and its value, 1 or more; alarm -1: none */
	bool alarm_open;                /* the item that may raise it was left out */
};

/* Fills out; its alarm also when it fails.  ERR_INPUT with field "answers": their number, one out of range, too many missing. */
MUST_USE bool outcome_score(const struct instrument *it, const double *answer, int n, struct outcome *out, struct err *err);
/* From a finished score. */
MUST_USE bool outcome_total(const struct instrument *it, double total, struct outcome *out, struct err *err);

enum outcome_sentence { OUTCOME_BETTER_SURE, OUTCOME_BETTER_ONLY_SURE, OUTCOME_BETTER, OUTCOME_SAME, OUTCOME_WORSE, OUTCOME_WORSE_SURE,
	OUTCOME_UNKNOWN, OUTCOME_NO_ERROR, OUTCOME_EDGE, OUTCOME_RECOVERED, OUTCOME_FILLED, OUTCOME_ALARM_OPEN, OUTCOME_ALARM_NO,
	OUTCOME_SENTENCES };

struct outcome_change {
	double better;                  /* points; above 0 is better, whichever way the score runs */
	double share;                   /* of the first score; NAN when that is 0 or the instrument has no such rule */
	double important;               /* points of improvement that matter: the larger of the two rules; 0: not published */
	double reliable;                /* points beyond error, 1.96 sqrt(2) sem; NAN: not known */
	double index;                   /* reliable change index, better / (sqrt(2) sem); NAN: not known */
	bool edge;                      /* the first score lies where the measure shows such a change badly */
	enum outcome_sentence verdict;  /* OUTCOME_BETTER_SURE to OUTCOME_UNKNOWN */
};

/* Two scores of one instrument.  ERR_INPUT when it is a change already, when a score is missing, when the number of activities
 * differs. */
MUST_USE bool outcome_compare(const struct instrument *it, const struct outcome *first, const struct outcome *now,
	struct outcome_change *out, struct err *err);

/* False, ERR_FORBIDDEN: an instrument with an alarm is not given by a practice without a crisis number (NULL or empty). */
MUST_USE bool outcome_may_give(const struct instrument *it, const char *crisis, struct err *err);

/* "outcome_better_sure" ...; and its text, "" when the knowledge holds none. */
const char *outcome_sentence_id(enum outcome_sentence s);
const char *outcome_says(const struct kb *kb, enum outcome_sentence s);

#endif
