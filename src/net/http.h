/* net/http.h -- HTTP/1.1 on libevent: a request in, a reply out, one at a time.
 *
 * What reaches the handler has passed the strict checks of http_strict: one Host; at most one Content-Length or
 * Transfer-Encoding; token header names; digits in lengths; no control characters in path or headers.  Limits: 16 kB
 * of headers, 8 MB of body, 30 s for a whole request, 64 connections an address.  The handler runs to its end before the next
 * request is read: one process, one request.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

enum method { METHOD_GET, METHOD_POST, METHOD_OTHER };

struct header { const char *name, *value; };

struct request {
	enum method method;
	bool head;                      /* HEAD: METHOD_GET, and the body is not sent */
	const char *path;               /* decoded, begins with '/', no dot segments, no NUL */
	const char *query;              /* after '?', not decoded; "" without */
	const char *body; size_t n_body;
	const char *peer;               /* address of the other end */
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

/* Binds and listens.  "127.0.0.1:0" takes a free port.  The bound address is written into `bound` (at least 64 bytes). */
MUST_USE bool http_listen(const char *address, int *fd, char *bound, size_t n, struct err *err);

/* Answers on fd until SIGTERM or SIGINT; then stops accepting, finishes what is in flight (10 s at most) and returns. */
void http_worker(int fd, http_handler *handler, void *context);

/* Header list checks, also for tests: NULL when fine, else what is wrong. */
const char *http_strict(const char *method, const char *uri, const struct header *h, int n);

#endif
