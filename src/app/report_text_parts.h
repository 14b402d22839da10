/* app/report_text_parts.h -- an assessment in words, while it is written.  Private to report_text*.c. */
#ifndef APP_REPORT_TEXT_PARTS_H
#define APP_REPORT_TEXT_PARTS_H

#include "app/report_text.h"

struct telling { struct arena *a; const struct kb *kb; struct numbers n; struct buf b; };

void telling_head(struct telling *t, const char *text);
/* A paragraph; first: as in text_para. */
void telling_say(struct telling *t, const char *first, const char *text);
/* Names of findings, at most `most`; private ones are not named. */
const char *telling_names(struct telling *t, struct ids f, int most);

/* Classes, doubt, causes, what to rule out, what cannot be told apart, muscles, questions.  (report_text_causes.c) */
void telling_beliefs(struct telling *t, const struct assess *as);

#endif
