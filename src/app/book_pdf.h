/* app/book_pdf.h -- a client's own book of the ten weeks: what they did week by week, massage at home as they did it, how the days were, their lessons, what helps on a hard day. */
#ifndef APP_BOOK_PDF_H
#define APP_BOOK_PDF_H

#include "app/record.h"
#include "base/buf.h"

/* Writes a PDF behind what is in out: the lessons up to this week or read, never one that was declined.  ERR_MISSING when no plan is
 * approved. */
MUST_USE bool book_pdf(struct cx *cx, const struct record *r, struct buf *out);

#endif
