/* store/rotate_rows.h -- the rows of a database under a new key; for rotate.c. */
#ifndef STORE_ROTATE_ROWS_H
#define STORE_ROTATE_ROWS_H

#include "store/rotate.h"

/* old, fresh: each by itself, so that what opens with one does not open with the other; values, codes: as in struct rotated */
struct rotating { sqlite3 *h; struct seal_key *old, *fresh; struct arena *keep; int64_t now, values, codes; };

/* Is the fresh key in force already?  ERR_STORE when neither of the two is. */
MUST_USE bool rotate_in_force(struct rotating *r, bool *out, struct err *err);
/* Values sealed with the fresh key, and all. */
MUST_USE bool rotate_count(struct rotating *r, int64_t *sealed, int64_t *all, struct err *err);
/* A few rows a transaction; tables that are only added to wait for the switch. */
MUST_USE bool rotate_batches(struct rotating *r, struct err *err);
/* All that is left, look-ups, log, and which key is in force: one transaction.  ring: the key of the process, for what devices keep. */
MUST_USE bool rotate_switch(struct rotating *r, const struct seal_key *ring, struct err *err);

#endif
