/* app/passphrase.h -- what a passphrase must be, and how it is kept.
 *
 * By length (12 to 128 characters), no rule about kinds of characters (NIST SP 800-63B, 5.1.1.2), and not guessable: what is made of
 * the words people choose most (app/passphrase_words.def, a list of our own), of runs on a keyboard, of one piece repeated, of
 * years or of the person's own name and mail leaves too little that has to be guessed.  Works without any network.
 * Kept by Argon2id (19 MiB, 2 passes).
 */
#ifndef APP_PASSPHRASE_H
#define APP_PASSPHRASE_H

#include "base/arena.h"
#include "base/err.h"

enum { PASSPHRASE_LEAST = 12, PASSPHRASE_MOST = 128 };

/* own: words that belong to the person, up to the first NULL; empty ones are passed over.  ERR_INPUT on field "passphrase". */
MUST_USE bool passphrase_fits(struct err *err, const char *passphrase, const char *const *own);
/* How many characters have to be guessed: the rest after common words, runs and repetitions are taken out.  For tests. */
int passphrase_rest(const char *passphrase, const char *const *own);
MUST_USE bool passphrase_hash(struct arena *a, const char *passphrase, const char **out, struct err *err);
/* hash NULL: compares with a hash of nobody, which takes as long. */
MUST_USE bool passphrase_is(const char *hash, const char *passphrase, bool *is, struct err *err);

#endif
