/* app/papers.h -- a client's papers for an export: the approved ten weeks, the letter on how it goes, each receipt, all as PDF.
 *
 * They are written as of the last change of the record, so that the same record gives the same bytes on any day.  While a danger stop is
 * open there is no plan among them.
 */
#ifndef APP_PAPERS_H
#define APP_PAPERS_H

#include "app/record.h"
#include "store/export.h"

struct papers { struct cx cx; };       /* cx: with kb, database, practice; its arena is emptied after each client */

/* For struct export_beside: arg is a struct papers. */
MUST_USE bool papers_write(void *arg, int64_t person, struct export_to *to, struct err *err);

#endif
