/* store/restore.h -- a backup becomes a data folder again, or nothing happens.
 *
 * The whole way is gone in memory first: opened, checked (SQLite's integrity, the key, the event log), brought to the newest schema, the
 * erasures of the list repeated.  Only then is the folder written, and the database gets its name last.
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "store/audit.h"
#include "store/backup.h"

/* erased: the list of erasures (store/erase.h); phrase: NULL to open with the key file, which must then exist; with a phrase the key
 * file must not exist and is written */
struct restore_order { const char *file, *dir, *key_path, *erased, *phrase; };
struct restore_told { struct backup_head head; int erased; struct audit audit; };

/* ERR_CONFLICT: the folder is not empty or the key is there already; else as backup_read. */
MUST_USE bool restore_run(const struct restore_order *order, struct restore_told *out, struct err *err);

#endif
