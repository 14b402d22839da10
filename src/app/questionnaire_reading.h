/* app/questionnaire_reading.h -- a Questionnaire while it is read.  Private to questionnaire.c and questionnaire_extension.c. */
#ifndef APP_QUESTIONNAIRE_READING_H
#define APP_QUESTIONNAIRE_READING_H

#include "app/questionnaire.h"

struct reading {
	struct json_in in;
	const struct kb *kb;
	const struct instrument *it;            /* NULL: none was named */
	struct questionnaire *q;
	int item, depth;                        /* the one being read, -1 at the top */
	struct q_option option;                 /* being read */
	struct q_option options[Q_OPTIONS_MOST];
	int n_options;
	bool typed, read_only, has_items, weighted, unweighted;
	const char *resource, *status, *scheme, *code;  /* read in passing */
};

/* A text of at most so many characters. */
MUST_USE bool reading_text(struct reading *r, const struct place *p, const json_t *v, size_t most, const char **out);

/* One extension; arg is the struct reading.  ordinalValue and itemWeight say what an option counts; they stand at the option or at its coding. */
bool reading_weight(void *arg, const struct place *p, const json_t *v);
bool reading_item_extension(void *arg, const struct place *p, const json_t *v);

#endif
