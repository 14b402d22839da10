/* app/letter.h -- a letter of the knowledge with this person's words in it: reasons, what is to be excluded, what was found.
 *
 * Private answers and rules about violence are left out; no probability stands in it.  Fields that are not known are left
 * open for the pen; what is done meanwhile, left out and how it goes is left out with its heading.
 */
#ifndef APP_LETTER_H
#define APP_LETTER_H

#include "app/record.h"
#include "base/buf.h"

struct letter_facts;

/* facts: as letter_fill. */
html letter_html(struct cx *cx, const struct record *r, const struct letter_facts *facts, const struct letter *letter, const char *practice);

/* The Markdown of a letter, or of a part of it, with its fields filled in.  facts: for the fields of app/letter_facts.h; NULL: those
 * stay open too. */
const char *letter_fill(struct cx *cx, const struct record *r, const struct letter_facts *facts, const char *text, const char *practice);

#endif
