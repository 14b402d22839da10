/* base/sha1.h -- SHA-1 and HMAC-SHA-1, for one-time codes only.
 *
 * SHA-1 (FIPS 180-4) no longer resists collisions; in HMAC (RFC 2104) that does not matter, and authenticator apps know
 * nothing else for certain.  Use for nothing new.
 */
#ifndef BASE_SHA1_H
#define BASE_SHA1_H

#include <stddef.h>

enum { SHA1_BYTES = 20 };

void sha1(const void *at, size_t n, unsigned char out[SHA1_BYTES]);
/* key: at most 64 bytes (asserted); text: at most 64 (asserted). */
void sha1_hmac(const void *key, size_t n_key, const void *text, size_t n_text, unsigned char out[SHA1_BYTES]);

#endif
