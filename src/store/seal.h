/* store/seal.h -- names, dates of birth, addresses and free text are sealed before they reach the database.
 *
 * XChaCha20-Poly1305 (libsodium), a fresh random nonce each time; the column and the row's id are associated data, so that
 * a sealed value moved to another row or column does not open.  Exact look-ups (a mail address) go through a keyed
 * hash.  The key lives in guarded memory, comes from a file outside the data folder and is never in the database.
 *
 * A key can be changed while the program runs (store/rotate.h).  Meanwhile the next one lies beside the file, under its name with ".next"
 * behind it: what does not open with the key in force is tried with that one, and a process takes it for its own when the database says so.
 */
#ifndef STORE_SEAL_H
#define STORE_SEAL_H

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct bytes { const void *at; size_t n; };
struct seal_key;

enum { HASH_BYTES = 32 };

/* Reads a key file (hexadecimal, 64 digits, mode 0600); makes it when `make` and there is none. */
MUST_USE bool seal_key_open(const char *path, bool make, struct seal_key **out, struct err *err);
void seal_key_close(struct seal_key *key);
/* For the recovery phrase: the 32 bytes a key file holds; a key from them; a new key file with them (it must not exist). */
void seal_key_master(const struct seal_key *key, unsigned char out[HASH_BYTES]);
MUST_USE bool seal_key_from(const unsigned char master[HASH_BYTES], struct seal_key **out, struct err *err);
MUST_USE bool seal_key_write(const char *path, const unsigned char master[HASH_BYTES], struct err *err);

/* What is written in the database of the key in force. */
void seal_key_id(const struct seal_key *key, unsigned char out[HASH_BYTES]);
/* Makes the key with this id the one in force for this process: what it is already, the other one it knows, or one that lies in the
 * key's file or beside it by now.  ERR_STORE when none of them is. */
MUST_USE bool seal_key_follow(const struct seal_key *key, const unsigned char id[HASH_BYTES], struct err *err);
/* For copies on clients' devices, which outlive a change of the key: the bytes that seal_device hashes with; those of the key itself until set. */
void seal_key_device(const struct seal_key *key, unsigned char out[HASH_BYTES]);
void seal_key_set_device(const struct seal_key *key, const unsigned char device[HASH_BYTES]);
struct bytes seal_device(struct arena *a, const struct seal_key *key, const char *purpose, const char *text);

struct bytes seal_shut(struct arena *a, const struct seal_key *key, const char *column, int64_t id, const char *text);
/* Fails with ERR_STORE when the value was not sealed by this key for this column and row. */
MUST_USE bool seal_open(struct arena *a, const struct seal_key *key, const char *column, int64_t id, struct bytes sealed,
	const char **out, struct err *err);
/* A keyed hash of bytes; purpose: a word that keeps one use of it apart from another. */
void seal_mac(const struct seal_key *key, const char *purpose, const void *at, size_t n, unsigned char out[HASH_BYTES]);
/* 32 bytes; ASCII letters count as small. */
struct bytes seal_hash(struct arena *a, const struct seal_key *key, const char *column, const char *text);
/* A random value in a link or cookie is kept as this plain hash. */
struct bytes token_hash(struct arena *a, const char *token);

#endif
