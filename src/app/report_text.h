/* app/report_text.h -- assessment, plan and refusal as text for people, 80 columns.
 *
 * Danger stands first; in an emergency nothing else follows.  A serious cause has a number only under "To rule out", beside what to do about it; no percentage for a class: change
 * against before, in words.  Private answers are not named.
 */
#ifndef APP_REPORT_TEXT_H
#define APP_REPORT_TEXT_H

#include "app/report_json.h"
#include "base/buf.h"

const char *report_assess_text(struct arena *a, const struct assess *as, struct numbers n);
const char *report_plan_text(struct arena *a, const struct kb *kb, const struct plan *p, struct numbers n);
const char *report_refusal_text(struct arena *a, const struct kb *kb, const struct assess *as, const struct err *why,
	struct numbers n);

/* Lines of at most 80 columns: the first begins with `first`, the others with as many blanks. */
void text_para(struct buf *b, const char *first, const char *text);

/* "both sides of the low back": where a step of a session is. */
const char *report_place(struct arena *a, const struct kb *kb, const struct plan_item *p);

/* The same steps for as long, as hard, in the same places. */
bool report_same_session(const struct plan_week *x, const struct plan_week *y);

#endif
