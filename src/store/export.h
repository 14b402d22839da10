/* store/export.h -- everything about one person, or the whole practice, in one tar that any program opens.
 *
 * clients.json: an array, one object a client: id, given, family, born, mail, phone, address, notes and every other column of
 * the person, then one array a table with that person's rows (for one person also `signs_in`, the account: the mail to sign in with); csv/TABLE.csv: the same rows as tables; for a practice also
 * practice.json (practice, accounts, own questionnaires); beside them what the caller makes of each client (papers).  Sealed columns stand there opened, under their name without `_sealed`.  Left
 * out are secrets and what only serves the program (passphrases, sessions, links, hashes, sent forms, the chain of the log) and
 * the log's lines about exports, so that the same record gives the same bytes.  Which tables there are is read from the database: a
 * new table with a column `person` is in it by itself.
 */
#ifndef STORE_EXPORT_H
#define STORE_EXPORT_H

#include "base/err.h"
#include "store/seal.h"

#include <sqlite3.h>

/* each: called once a client, within the snapshot; it hands over files one after the other, NULL: there are none. */
struct export_to;
struct export_beside { bool (*each)(void *arg, int64_t person, struct export_to *to, struct err *err); void *arg; };
/* name: in the archive, at most 99 bytes. */
MUST_USE bool export_put(struct export_to *to, const char *name, const void *at, size_t n, struct err *err);

/* person 0: the practice.  Writes PATH (which must not exist) by way of PATH.part, from one snapshot.  ERR_MISSING: no such person. */
MUST_USE bool export_write(sqlite3 *h, const struct seal_key *key, int64_t person, const char *path, const struct export_beside *beside, int *clients,
	struct err *err);

#endif
