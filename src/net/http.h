/* net/http.h -- HTTP/1.1 on libevent: a request in, a reply out, one at a time.
 *
 * What reaches the handler has passed the strict checks of http_strict: one Host; at most one Content-Length or
 * Transfer-Encoding; token header names; digits in lengths; no control characters in path or headers.  Limits: 16 kB
 * of headers, 8 MB of body, 30 s for a whole request (the handshake included), 64 connections an address (http_network; no ceiling for trusted proxies).
 * The handler runs to its end before the next request is read: one process, one request.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"
#include "base/err.h"
#include "net/tls.h"

#include <stdint.h>

enum method { METHOD_GET, METHOD_POST, METHOD_OTHER };

struct header { const char *name, *value; };

struct request {
	enum method method;
	bool head;                      /* HEAD: METHOD_GET, and the body is not sent */
	const char *path;               /* decoded, begins with '/', no dot segments, no NUL */
	const char *query;              /* after '?', not decoded; "" without */
	const char *body; size_t n_body;
	const char *peer;               /* address of who asks, behind the proxies that are trusted */
	bool secure;                    /* it came over TLS, ours or that of a trusted proxy */
	const struct header *header; int n_headers;
};

struct reply {
	int status;
	const char *type;               /* Content-Type */
	const char *location;           /* redirect when not NULL */
	const char *cookie;             /* a whole Set-Cookie value when not NULL */
	const char *cache;              /* Cache-Control; NULL: no-store */
	const char *etag;
	const char *encoding;           /* Content-Encoding of the body when not NULL */
	const char *disposition;        /* Content-Disposition when not NULL */
	const char *clear;              /* Clear-Site-Data when not NULL */
	int retry_after;                /* seconds; 0: none */
	struct buf body;
};

typedef void http_handler(void *context, const struct request *q, struct reply *r, struct arena *a);

/* A header's value, NULL when absent. */
const char *http_header(const struct request *q, const char *name);
/* The value of a cookie, NULL when absent. */
const char *http_cookie(struct arena *a, const struct request *q, const char *name);

/* The strict reading of X-Forwarded-For: from the right, the first address that is no trusted proxy, and only when `peer`, the other
 * end of the connection, is one.  What is no address, or from a stranger, is not believed.  proxies: addresses with commas between, or NULL. */
const char *http_peer(struct arena *a, const struct request *q, const char *peer, const char *proxies);
/* Does a trusted proxy say that it was asked over TLS? */
bool http_forwarded_secure(const struct request *q, const char *peer, const char *proxies);
bool http_is_proxy(const char *address, const char *proxies);
/* An IPv4 or IPv6 address in numbers. */
bool http_is_address(const char *text);
/* As whom an address counts wherever something is counted by address: IPv4 by itself, also when it is written in IPv6; IPv6 by its first 64 bits,
 * the least that one house or one rented machine is given, and all of them its own to choose from.  What is no address counts by its text. */
enum { HTTP_NETWORK = 48 };
const char *http_network(const char *address, char out[HTTP_NETWORK]);

/* A socket that systemd hands over (LISTEN_FDS) is taken before the address; a restart then drops no connection that waits.
 * Otherwise binds and listens.  "127.0.0.1:0" takes a free port.  The bound address is written into `bound` (at least 64 bytes). */
MUST_USE bool http_listen(const char *address, int *fd, char *bound, size_t n, struct err *err);

/* What http_worker works with; it stays the caller's. */
struct http_how {
	http_handler *handler;
	void *context;
	void (*refused)(void *context);         /* a request that could not be read was answered with 400; or NULL */
	const char *proxies;                    /* trusted, addresses with commas between; or NULL */
	struct tls *tls;                        /* NULL: plain HTTP */
	bool secure;                            /* what stands in front speaks TLS always */
};

/* Answers on fd until SIGTERM or SIGINT; then stops accepting, finishes what is in flight (10 s at most) and returns.  SIGHUP: the
 * certificate is read again. */
void http_worker(int fd, const struct http_how *how);

/* Header list checks, also for tests: NULL when fine, else what is wrong. */
const char *http_strict(const char *method, const char *uri, const struct header *h, int n);

#endif
