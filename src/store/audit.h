/* store/audit.h -- the event log as a chain that is only added to.
 *
 * Each line of table event carries a keyed hash (BLAKE2b of libsodium, key derived from the practice's key) of the line before it and of
 * itself: who changes, removes or puts in a line without the key breaks the chain from there on.  A second hash runs over all
 * chains; only its newest value is kept (audit_end), so that lines missing at the end show as well: the value that would fit the
 * shorter log stands nowhere.  The method is that of hash-linked time stamps (Haber and Stornetta 1991).  What it cannot show: a whole
 * folder put back to an earlier day; for that, write down the last line's number now and then (`unknot doctor --audit` prints it).
 * Lines hold random ids only, no names: erasing a person does not touch them.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "base/err.h"
#include "store/seal.h"

#include <sqlite3.h>

/* what became of the log: lines read; broken: seq of the first line that does not fit, 0 when all fit */
struct audit { int64_t lines, broken; const char *why; };

/* Gives a connection the SQL functions audit_link and audit_mac; the key must outlive it. */
MUST_USE bool audit_functions(sqlite3 *h, const struct seal_key *key, struct err *err);
/* Reads the whole log.  True also when the log is broken: that is an answer.  ERR_STORE when it cannot be read. */
MUST_USE bool audit_check(sqlite3 *h, const struct seal_key *key, struct audit *out, struct err *err);

#endif
