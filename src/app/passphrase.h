/* app/passphrase.h -- what a passphrase must be, and how it is kept.
 *
 * By length (12 to 128 characters), no rule about kinds of characters (NIST SP 800-63B, 5.1.1.2), and not guessable: libzxcvbn
 * (Wheeler, zxcvbn, USENIX Security 2016) estimates how many bits have to be guessed, from the 10,000 passwords most used in breaches,
 * words, names, keyboard runs, dates and repetitions; beside it stand long breached passwords that it does not know and words of
 * other languages (app/passphrase_words.def), what everybody knows by heart (app/passphrase_sayings.def) and the person's own name and mail.
 * Works without any network.
 * Kept by Argon2id (19 MiB, 2 passes).
 */
#ifndef APP_PASSPHRASE_H
#define APP_PASSPHRASE_H

#include "base/arena.h"
#include "base/err.h"

enum { PASSPHRASE_LEAST = 12, PASSPHRASE_MOST = 128 };

/* own: words that belong to the person, up to the first NULL (8 count); of a mail address the part before the @; those under three
 * characters are passed over.  ERR_INPUT on field "passphrase". */
MUST_USE bool passphrase_fits(struct err *err, const char *passphrase, const char *const *own);
/* About how many bits have to be guessed; fits from 40 on.  At most PASSPHRASE_MOST bytes count. */
double passphrase_bits(const char *passphrase, const char *const *own);
MUST_USE bool passphrase_hash(struct arena *a, const char *passphrase, const char **out, struct err *err);
/* hash NULL: compares with a hash of nobody, which takes as long. */
MUST_USE bool passphrase_is(const char *hash, const char *passphrase, bool *is, struct err *err);

#endif
