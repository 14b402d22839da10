/* app/questionnaire.h -- a FHIR R4 Questionnaire that a practice brings along, and the QuestionnaireResponse of its answers.
 *
 * So the program can ask and score a form whose text it may not ship.  Read is what decides what is asked and scored: title, items
 * of type group, display, boolean, integer, decimal and choice, their answerOption with ordinalValue or itemWeight, required, minValue
 * and maxValue, LOINC codes.  Refused, with line and path, is what would change that and is not understood here: modifierExtension,
 * enableWhen, repeats, answerValueSet, other types of item.  Everything else FHIR allows is left out.
 *
 * An item counts when it is answered by yes or no or a number, or by a choice of which every option has a weight; an item that is
 * readOnly or calculated does not.  With an instrument the counting items have to be its items, in its order; that is checked by
 * number, by range, and, where an item raises an alarm, by that item's LOINC code.
 */
#ifndef APP_QUESTIONNAIRE_H
#define APP_QUESTIONNAIRE_H

#include "app/jsonread.h"
#include "core/outcome.h"

enum { Q_ITEMS_MOST = 200, Q_OPTIONS_MOST = 50, Q_DEEPEST = 8, Q_TEXT_MOST = 2000, Q_LINK_MOST = 255 };
enum q_type { Q_GROUP, Q_DISPLAY, Q_BOOLEAN, Q_INTEGER, Q_DECIMAL, Q_CHOICE };

struct q_option {
	const char *scheme, *code, *display;    /* scheme: FHIR calls it its system; code NULL: the option is the number itself */
	double number;                          /* with code NULL */
	double weight;                          /* what it counts; NAN: nothing */
};

struct q_item {
	const char *link, *text, *loinc;        /* text "" and loinc NULL when not said */
	enum q_type type;
	bool required, counts;
	int parent;                             /* item, -1: none */
	double least, most;                     /* -HUGE_VAL, HUGE_VAL: not said */
	const struct q_option *option;
	int n_options;
};

struct questionnaire {
	const char *url, *version, *title, *copyright;  /* NULL when not said, but the title */
	int instrument;                         /* -1: none */
	struct q_item *item;                    /* a group before what it holds */
	int n, n_counting;
};

/* instrument: index, or -1 when the editor names none.  NULL and err (line, column, path). */
struct questionnaire *questionnaire_read(struct arena *a, const struct kb *kb, const char *text, size_t n, int instrument,
	struct err *err);

/* One answer for each item; of a group or a display it stays empty. */
struct q_answer { bool given; double number; int option; };     /* number: 0 or 1 of a yes or no; option: of a choice */

/* Answers as an object, {"linkId": value}: true, false, a number, the code of an option, null.  ERR_INPUT at a place below `up`. */
MUST_USE bool questionnaire_answers(const struct json_in *in, const struct place *up, const json_t *v, const struct questionnaire *q,
	struct q_answer *out);
/* What outcome_score takes: the counting items in order; room for n_counting. */
void questionnaire_numbers(const struct questionnaire *q, const struct q_answer *answer, double *out);

/* A QuestionnaireResponse, a document with a line end; status in-progress while a required answer is missing.  date NULL: not said. */
const char *questionnaire_response(struct arena *a, const struct questionnaire *q, const struct q_answer *answer, const char *date);

#endif
