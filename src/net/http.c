/* net/http.c -- libevent's evhttp behind our request and reply. */
#include "net/http.h"

#include "base/str.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADERS_MOST = 16 * 1024, BODY_MOST = 8 << 20, REQUEST_SECONDS = 30, IDLE_SECONDS = 60, PER_ADDRESS = 64,
	CONNECTIONS = 4096, ARENA_MOST = 64 << 20, GRACE_SECONDS = 10, HEADER_LINES = 100 };

/* One accepted connection.  libevent 2.1 does not say when it closes one; the socket's inode tells: once the descriptor is
 * closed or belongs to another socket, libevent has let go of `bev`, and the entry is dropped. */
struct connection {
	struct bufferevent *bev;
	struct worker *worker;
	time_t made, began;             /* began: first byte of a request that is not complete; 0: idle */
	int fd;                         /* -1 before the first byte */
	ino_t inode;
	char address[48];
};

struct worker {
	struct event_base *base;
	struct evhttp *http;
	struct evhttp_bound_socket *socket;
	http_handler *handler;
	void *context;
	struct arena *arena;
	struct connection *connection[CONNECTIONS];
	int n, stopping;
};

const char *http_header(const struct request *q, const char *name)
{
	for (int i = 0; i < q->n_headers; i++)
		if (strcasecmp(q->header[i].name, name) == 0)
			return q->header[i].value;
	return NULL;
}

const char *http_cookie(struct arena *a, const struct request *q, const char *name)
{
	const char *at = http_header(q, "Cookie");
	size_t n = strlen(name);

	while (at && *at) {
		at += strspn(at, "; ");
		size_t len = strcspn(at, ";");
		if (len > n && at[n] == '=' && strncmp(at, name, n) == 0)
			return arena_copy(a, at + n + 1, len - n - 1);
		at += len;
	}
	return NULL;
}

static void forget(struct worker *w, int i)
{
	free(w->connection[i]);
	w->connection[i] = w->connection[--w->n];
}

static time_t now_of(struct worker *w)
{
	struct timeval now;

	event_base_gettimeofday_cached(w->base, &now);
	return now.tv_sec;
}

static bool still_open(const struct connection *c)
{
	struct stat st;

	return fstat(c->fd, &st) == 0 && st.st_ino == c->inode;
}

/* The first byte: now the socket and the other end are known. */
static void learn(struct connection *c)
{
	struct worker *w = c->worker;
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	struct stat st;
	int same = 0;

	c->fd = bufferevent_getfd(c->bev);
	if (fstat(c->fd, &st) != 0)
		return;
	c->inode = st.st_ino;
	if (getpeername(c->fd, (struct sockaddr *)&peer, &len) == 0)
		getnameinfo((struct sockaddr *)&peer, len, c->address, sizeof(c->address), NULL, 0, NI_NUMERICHOST);
	for (int i = 0; i < w->n; i++)
		same += w->connection[i]->fd >= 0 && str_equal(w->connection[i]->address, c->address) &&
			still_open(w->connection[i]);
	if (same > PER_ADDRESS)
		shutdown(c->fd, SHUT_RDWR);
}

static void bytes_came(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg)
{
	struct connection *c = arg;

	(void)b;
	if (!info->n_added)
		return;
	if (c->fd < 0)
		learn(c);
	if (!c->began)
		c->began = now_of(c->worker);
}

static struct connection *find(struct worker *w, const struct bufferevent *bev)
{
	for (int i = 0; i < w->n; i++)
		if (w->connection[i]->bev == bev)
			return w->connection[i];
	return NULL;
}

/* libevent asks for the buffer of a connection it has just accepted. */
static struct bufferevent *accepted(struct event_base *base, void *arg)
{
	struct worker *w = arg;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, 0);
	struct connection *c;

	if (!bev || w->n == CONNECTIONS || !(c = calloc(1, sizeof(*c))))
		return bev;
	for (int i = w->n - 1; i >= 0; i--)
		if (w->connection[i]->bev == bev)
			forget(w, i);
	*c = (struct connection){ .bev = bev, .worker = w, .made = now_of(w), .fd = -1 };
	w->connection[w->n++] = c;
	evbuffer_add_cb(bufferevent_get_input(bev), bytes_came, c);
	return bev;
}

/* Whole-request deadline: evhttp's own timeout begins again with every byte. */
static void sweep(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	time_t now = now_of(w);

	(void)fd;
	(void)what;
	for (int i = w->n - 1; i >= 0; i--) {
		struct connection *c = w->connection[i];

		if (c->fd < 0 ? now - c->made > IDLE_SECONDS + 5 : !still_open(c))
			forget(w, i);
		else if (c->began && now - c->began > REQUEST_SECONDS)
			shutdown(c->fd, SHUT_RDWR);
	}
}

static int headers_of(struct evhttp_request *req, struct header *h)
{
	struct evkeyval *kv;
	int n = 0;

	for (kv = evhttp_request_get_input_headers(req)->tqh_first; kv && n <= HEADER_LINES; kv = kv->next.tqe_next)
		h[n++] = (struct header){ kv->key, kv->value };
	return n;
}

static const char *read_request(struct worker *w, struct evhttp_request *req, struct request *q)
{
	struct header *h = NEWS(w->arena, struct header, HEADER_LINES + 1);
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
	enum evhttp_cmd_type cmd = evhttp_request_get_command(req);
	int n = headers_of(req, h);
	const char *wrong = n > HEADER_LINES ? "too many headers" :
		http_strict(cmd == EVHTTP_REQ_POST ? "POST" : "GET", evhttp_request_get_uri(req), h, n);
	size_t size;
	ev_uint16_t port;
	char *peer;

	if (wrong)
		return wrong;
	q->header = h;
	q->n_headers = n;
	if (!uri || !evhttp_uri_get_path(uri))
		return "no path";
	char *path = evhttp_uridecode(evhttp_uri_get_path(uri), 0, &size);
	if (!path)
		return "the path is malformed";
	q->path = size ? arena_copy(w->arena, path, size) : "/";
	bool fits = strlen(path) == size && utf8_valid(path, size) && q->path[0] == '/' && !strstr(path, "/.") && !strpbrk(path, "\r\n\t\\");
	free(path);
	if (!fits)
		return "the path is malformed";
	q->query = evhttp_uri_get_query(uri) ? evhttp_uri_get_query(uri) : "";
	q->method = cmd == EVHTTP_REQ_GET || cmd == EVHTTP_REQ_HEAD ? METHOD_GET : cmd == EVHTTP_REQ_POST ? METHOD_POST : METHOD_OTHER;
	q->head = cmd == EVHTTP_REQ_HEAD;
	struct evbuffer *in = evhttp_request_get_input_buffer(req);
	q->n_body = evbuffer_get_length(in);
	q->body = q->n_body ? (const char *)evbuffer_pullup(in, -1) : "";
	evhttp_connection_get_peer(evhttp_request_get_connection(req), &peer, &port);
	q->peer = peer;
	return NULL;
}

static void always(struct evkeyvalq *h)
{
	static const char *const fixed[][2] = {
		{ "Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
			"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Permissions-Policy", "camera=(), microphone=(), geolocation=()" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		evhttp_add_header(h, fixed[i][0], fixed[i][1]);
}

static void send_reply(struct worker *w, struct evhttp_request *req, const struct request *q, const struct reply *r)
{
	struct evkeyvalq *h = evhttp_request_get_output_headers(req);
	struct evbuffer *out = evhttp_request_get_output_buffer(req);

	always(h);
	evhttp_add_header(h, "Content-Type", r->type);
	evhttp_add_header(h, "Cache-Control", r->cache ? r->cache : "no-store");
	if (r->location)
		evhttp_add_header(h, "Location", r->location);
	if (r->cookie)
		evhttp_add_header(h, "Set-Cookie", r->cookie);
	if (r->etag)
		evhttp_add_header(h, "ETag", r->etag);
	if (r->encoding)
		evhttp_add_header(h, "Content-Encoding", r->encoding);
	if (r->disposition)
		evhttp_add_header(h, "Content-Disposition", r->disposition);
	if (r->clear)
		evhttp_add_header(h, "Clear-Site-Data", r->clear);
	if (r->retry_after)
		evhttp_add_header(h, "Retry-After", arena_fmt(w->arena, "%d", r->retry_after));
	if (w->stopping)
		evhttp_add_header(h, "Connection", "close");
	if (!q->head)
		evbuffer_add(out, r->body.at, r->body.n);
	else
		evhttp_add_header(h, "Content-Length", arena_fmt(w->arena, "%zu", r->body.n));
	evhttp_send_reply(req, r->status, NULL, NULL);
}

static void answer(struct evhttp_request *req, void *arg)
{
	struct worker *w = arg;
	struct connection *c = find(w, evhttp_connection_get_bufferevent(evhttp_request_get_connection(req)));
	struct request q = { 0 };

	if (c)
		c->began = 0;
	arena_reset(w->arena);
	struct reply r = { .status = 200, .type = "text/html; charset=utf-8", .body = buf_new(w->arena, ARENA_MOST / 4) };
	const char *wrong = read_request(w, req, &q);
	if (wrong) {
		r.status = 400;
		r.type = "text/plain; charset=utf-8";
		buf_fmt(&r.body, "This request could not be read: %s.\n", wrong);
		evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
	} else {
		w->handler(w->context, &q, &r, w->arena);
	}
	send_reply(w, req, &q, &r);
}

static void stop(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	struct timeval soon = { 0, 200000 };

	(void)fd;
	(void)what;
	if (w->stopping++)
		return;
	evhttp_del_accept_socket(w->http, w->socket);
	soon.tv_sec = 0;
	for (int i = 0; i < w->n; i++)
		if (w->connection[i]->began)
			soon.tv_sec = GRACE_SECONDS;
	event_base_loopexit(w->base, &soon);
}

void http_worker(int fd, http_handler *handler, void *context)
{
	struct worker *w = calloc(1, sizeof(*w));
	struct timeval second = { 1, 0 };
	struct rlimit files = { CONNECTIONS + 64, CONNECTIONS + 64 };

	if (!w)
		abort();
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_NOFILE, &files);
	w->base = event_base_new();
	w->http = evhttp_new(w->base);
	w->arena = arena_new(ARENA_MOST);
	w->handler = handler;
	w->context = context;
	evhttp_set_max_headers_size(w->http, HEADERS_MOST);
	evhttp_set_max_body_size(w->http, BODY_MOST);
	evhttp_set_timeout(w->http, IDLE_SECONDS);
	evhttp_set_allowed_methods(w->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST);
	evhttp_set_default_content_type(w->http, NULL);
	evhttp_set_bevcb(w->http, accepted, w);
	evhttp_set_gencb(w->http, answer, w);
	w->socket = evhttp_accept_socket_with_handle(w->http, fd);
	struct event *term = evsignal_new(w->base, SIGTERM, stop, w), *interrupt = evsignal_new(w->base, SIGINT, stop, w);
	struct event *every = event_new(w->base, -1, EV_PERSIST, sweep, w);
	if (!w->socket || !term || !interrupt || !every)
		abort();
	event_add(term, NULL);
	event_add(interrupt, NULL);
	event_add(every, &second);
	event_base_dispatch(w->base);
	event_free(term);
	event_free(interrupt);
	event_free(every);
	evhttp_free(w->http);
	while (w->n)
		forget(w, w->n - 1);
	event_base_free(w->base);
	arena_end(w->arena);
	free(w);
}

bool http_listen(const char *address, int *fd, char *bound, size_t n, struct err *err)
{
	char host[256], port[16], as[64];
	const char *colon = strrchr(address, ':');
	struct addrinfo hint = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found;
	struct sockaddr_storage name;
	socklen_t len = sizeof(name);
	int yes = 1;

	if (!colon || (size_t)(colon - address) >= sizeof(host) || strlen(colon + 1) >= sizeof(port) || !colon[1])
		return fail(err, ERR_USAGE, "listen", "HOST:PORT is wanted, as 127.0.0.1:8080");
	snprintf(host, sizeof(host), "%.*s", (int)(colon - address), address);
	if (host[0] == '[' && str_ends(host, "]")) {
		memmove(host, host + 1, strlen(host));
		host[strlen(host) - 1] = 0;
	}
	snprintf(port, sizeof(port), "%s", colon + 1);
	int code = getaddrinfo(host, port, &hint, &found);
	if (code)
		return fail(err, ERR_USAGE, "listen", "%s: %s", address, gai_strerror(code));
	*fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool done = *fd >= 0 && setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
		bind(*fd, found->ai_addr, found->ai_addrlen) == 0 && listen(*fd, 512) == 0 &&
		getsockname(*fd, (struct sockaddr *)&name, &len) == 0;
	int family = found->ai_family;

	freeaddrinfo(found);
	if (!done)
		return fail(err, ERR_USAGE, "listen", "%s: %s", address, strerror(errno));
	getnameinfo((struct sockaddr *)&name, len, as, sizeof(as), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(bound, n, family == AF_INET6 ? "[%s]:%s" : "%s:%s", as, port);
	return true;
}
