/* store/rotate.h -- a new key for a practice that goes on working meanwhile.
 *
 * In this order, each step on the disk before the next begins, so that it can be ended at any moment and gone on with:
 *   1. the next key is written beside the old one (KEY.next);
 *   2. what is sealed is sealed anew, a few rows a transaction; whoever reads knows both keys (store/seal.h);
 *   3. one transaction: what was written with the old key meanwhile, the look-ups by mail address, the chain of the event log, and
 *      which key is in force from now on; every other process takes it with its next transaction (db_follow_key);
 *   4. the old key is put aside as KEY.until-DATE for the backups made until then, KEY.next becomes KEY.
 * What hangs on the old key and cannot be made anew ends: recovery codes on paper, links in mails sent before, counted tries.
 */
#ifndef STORE_ROTATE_H
#define STORE_ROTATE_H

#include "base/day.h"
#include "store/db.h"

enum rotate_at { ROTATE_NONE, ROTATE_SEALING, ROTATE_LAST };   /* LAST: the new key is in force, the files are not in their places */

/* Where it stands.  sealed: values with the next key; all: values that are sealed. */
struct rotate { enum rotate_at at; int64_t sealed, all; };
MUST_USE bool rotate_look(struct db *db, const char *key_path, struct rotate *out, struct err *err);

/* ERR_CONFLICT while one is begun and not done: a backup would hold what two keys seal. */
MUST_USE bool rotate_idle(struct arena *a, const char *key_path, struct err *err);

/* Begins, or goes on, to its end.  db: prepared, its key opened from key_path.  kept: where the old key lies now; codes: how many codes on
 * paper ended.  ERR_CONFLICT when the event log is broken, or another one is at work; ERR_STORE when the disk is. */
struct rotated { const char *kept; int64_t values, codes; };
MUST_USE bool rotate_run(struct db *db, const char *dir, const char *key_path, day today, int64_t now, struct rotated *out, struct err *err);

#endif
