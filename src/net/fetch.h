/* net/fetch.h -- one text brought from an address of the web (over libcurl), and nothing else done there.
 *
 * https only, TLS 1.2 and newer, a certificate that holds, no proxy, no cookie, no password, and no address it points on to: whatever is
 * not 200 is a no.  Addresses of one's own network and of this machine are refused when the connection is made (so a name that
 * changes its mind is too), unless `near` allows them.
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/arena.h"

#include <stdbool.h>

enum { FETCH_SAID = 200, FETCH_HOST = 254 };

/* ca: a file of certificates trusted in place of the system's, or NULL.  seconds: all in all.  most: bytes. */
struct fetch_how { const char *ca; bool near; int seconds; size_t most; };

/* The host of an address, in small letters; false when it is no https address, or has a name or password of somebody in it. */
bool fetch_host(const char *url, char host[FETCH_HOST]);
/* NULL when it cannot be had; said: why, in words, printable. */
const char *fetch(struct arena *a, const struct fetch_how *how, const char *url, char said[FETCH_SAID]);
/* Is this address (network order, 4 or 16 bytes) of one's own network, of this machine, or of no single machine? */
bool fetch_near(const unsigned char *address, int bytes);

#endif
