/* store/recovery.h -- the recovery phrase: nine words on paper that open a backup when the key file is lost.
 *
 * Eight words of five letters hold 128 random bits, the ninth checks the writing; letters as in Wilkerson's proquints (2009:
 * consonant, vowel, consonant, vowel, consonant), so that the words can be read out aloud.  From them comes a key pair (X25519,
 * libsodium's sealed box).  The practice keeps the public half: backups are sealed to it without anyone knowing the phrase.
 */
#ifndef STORE_RECOVERY_H
#define STORE_RECOVERY_H

#include "base/err.h"

enum { RECOVERY_PUBLIC = 32, RECOVERY_SECRET = 32, RECOVERY_WORDS = 9 };

/* A fresh phrase, words joined by blanks, and its public half. */
const char *recovery_new(struct arena *a, unsigned char public[RECOVERY_PUBLIC]);
/* Both halves of a phrase as it was typed: small or capital letters, any blanks, hyphens or line ends between the words.  ERR_INPUT
 * names the word that cannot be one, or says that the check does not fit. */
MUST_USE bool recovery_read(const char *phrase, unsigned char public[RECOVERY_PUBLIC], unsigned char secret[RECOVERY_SECRET], struct err *err);

#endif
