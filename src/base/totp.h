/* base/totp.h -- one-time codes of an authenticator app: RFC 6238 (time), RFC 4226 (counter), RFC 4648 (base 32).
 *
 * SHA-1, steps of 30 seconds, 6 digits: what every app does without being told.  A secret is 20 random bytes.
 */
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOTP_SECRET = 20, TOTP_TEXT = 33, TOTP_SECONDS = 30, TOTP_DIGITS = 6 };

/* The code of a counter, 6 to 8 digits (asserted). */
uint32_t totp_code(const void *secret, size_t n, uint64_t counter, int digits);
/* The time step `text` fits: the one of `seconds`, or one before or after, when clocks differ; 0 when none.  Steps up to `used` count no more.
 * text: six digits, blanks between them allowed. */
int64_t totp_step(const unsigned char secret[TOTP_SECRET], const char *text, int64_t seconds, int64_t used);
/* 32 letters of A-Z2-7 and a NUL; back again, false when it is not such a text. */
void totp_text(const unsigned char secret[TOTP_SECRET], char out[TOTP_TEXT]);
bool totp_read(const char *text, unsigned char secret[TOTP_SECRET]);

#endif
