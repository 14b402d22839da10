/* store/shape.h -- is the database still shaped as the migrations make it?
 *
 * A trigger that keeps the event log and the receipts from being changed, an index or a check that was taken out by hand breaks nothing that a query
 * would notice.  So an empty database is made in memory by the same migrations, and both descriptions are compared, blanks and comments left out.
 */
#ifndef STORE_SHAPE_H
#define STORE_SHAPE_H

#include "store/seal.h"

#include <sqlite3.h>

/* h: of the newest schema.  wrong: the first difference in words ("trigger event_stays is missing"), NULL when there is none; lives in the arena. */
MUST_USE bool shape_check(struct arena *a, sqlite3 *h, const struct seal_key *key, const char **wrong, struct err *err);

#endif
