/* app/letter_pdf.h -- a letter of the knowledge as one page of PDF, black on white. */
#ifndef APP_LETTER_PDF_H
#define APP_LETTER_PDF_H

#include "app/letter.h"

/* Writes behind what is in out.  A line {{chart}} of the letter becomes the pain of each day with its level and band, a line {{scores}}
 * the table of questionnaires with the change that matters.  What cannot be made to fit goes on on a second page. */
MUST_USE bool letter_pdf(struct cx *cx, const struct record *r, const struct letter *letter, const char *practice, struct buf *out);

#endif
