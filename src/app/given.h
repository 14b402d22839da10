/* app/given.h -- what was given in the sessions, as CSV: one line for each technique in an area, as `unknot track --sessions` reads it.
 *
 * Header date,technique,area in this order; ids of the knowledge; a day as 2026-11-21.  Lines in any order; the same line twice counts
 * once.  A session before the first check-in or after the last is taken and later left out of the count.
 */
#ifndef APP_GIVEN_H
#define APP_GIVEN_H

#include "base/day.h"
#include "base/err.h"
#include "core/kb.h"
#include "core/worked.h"

enum { GIVEN_MOST = 2000 };

struct given { struct worked_use *use; int n; };    /* technique and area: indices into kb->item and kb->area; day: since `first` */

/* ERR_INPUT names line, column and field. */
MUST_USE bool given_read(struct arena *a, const struct kb *kb, day first, const char *text, size_t n, struct given *out, struct err *err);

#endif
