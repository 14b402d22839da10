/* store/backup.h -- the whole database in one sealed file.
 *
 * File: 16 bytes "unknot-backup-1\n"; schema (4), made (8, ms), bytes of the database (8), 1 when it is sealed to a phrase too (4), all least byte
 * first; 16 bytes that tell one key from another; 32 random bytes; 112 bytes for the recovery phrase; then the database as a stream
 * of libsodium (secretstream, XChaCha20-Poly1305) in pieces of 64 KiB with all that stands before as associated data, the last
 * piece marked.  The stream's key is a keyed hash of the head under the practice's key; the part for the phrase is a sealed box with
 * that key and the practice's own, so the phrase opens the file and brings the key back.  Cut, swapped or flipped bytes do not open.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/image.h"
#include "store/seal.h"

/* what a backup says of itself; phrase: a recovery phrase opens it as well */
struct backup_head { int schema; int64_t made, bytes; bool phrase; };

/* Writes PATH (which must not exist), by way of PATH.part; reads it back from the disk and opens it in memory before it gets its
 * name.  A path that exists is ERR_CONFLICT; what fails leaves no file. */
MUST_USE bool backup_write(sqlite3 *h, const struct seal_key *key, int64_t now, const char *path, struct backup_head *out, struct err *err);

/* How a backup is opened: with the key, or with the phrase and then `found` is the practice's key, to be closed by the caller. */
struct backup_opener { const struct seal_key *key; const char *phrase; struct seal_key *found; };
/* The database in a backup.  ERR_FORBIDDEN: another key or phrase; ERR_INPUT: no backup, damaged, cut short, or of a newer program. */
MUST_USE bool backup_read(const char *path, struct backup_opener *by, struct image *out, struct backup_head *head, struct err *err);

#endif
