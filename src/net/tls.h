/* net/tls.h -- TLS for what listens: certificate chain and key from PEM files, read again without dropping a connection.
 *
 * TLS 1.2 and 1.3; forward secrecy and authenticated encryption only; no resumption, no renegotiation, no compression.  What was
 * accepted before a reload goes on with the certificate it began with.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include "base/err.h"

struct tls;
struct bufferevent;
struct event_base;

/* ERR_USAGE when a file is unreadable, holds no certificate or key, they do not belong together, or the certificate is out of date. */
MUST_USE bool tls_open(const char *certificate, const char *key, struct tls **out, struct err *err);
/* Reads both files again; on failure what was there stays in use. */
MUST_USE bool tls_reload(struct tls *t, struct err *err);
/* A buffer for one connection that libevent is about to accept; NULL when there is no memory. */
struct bufferevent *tls_accept(struct tls *t, struct event_base *base);
/* Days until the certificate ends; negative when it has. */
int tls_days_left(const struct tls *t);
void tls_close(struct tls *t);

#endif
