/* net/http.c -- libevent's evhttp behind our request and reply. */
#include "net/http_inside.h"

#include "base/str.h"
#include "net/log.h"

#include <event2/buffer.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

enum { HEADERS_MOST = 16 * 1024, BODY_MOST = 8 << 20, ARENA_MOST = 64 << 20, GRACE_SECONDS = 10, HEADER_LINES = 100 };

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
	q->peer = http_peer(w->arena, q, peer, w->how->proxies);
	q->secure = w->how->tls || w->how->secure || http_forwarded_secure(q, peer, w->how->proxies);
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
	if (q->secure)
		evhttp_add_header(h, "Strict-Transport-Security", "max-age=31536000");
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
	struct request q = { 0 };

	connection_answered(w, evhttp_connection_get_bufferevent(evhttp_request_get_connection(req)));
	arena_reset(w->arena);
	struct reply r = { .status = 200, .type = "text/html; charset=utf-8", .body = buf_new(w->arena, ARENA_MOST / 4) };
	const char *wrong = read_request(w, req, &q);
	if (wrong) {
		r.status = 400;
		r.type = "text/plain; charset=utf-8";
		buf_fmt(&r.body, "This request could not be read: %s.\n", wrong);
		evhttp_add_header(evhttp_request_get_output_headers(req), "Connection", "close");
		if (w->how->refused)
			w->how->refused(w->how->context);
	} else {
		w->how->handler(w->how->context, &q, &r, w->arena);
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
	if (connection_busy(w))
		soon = (struct timeval){ GRACE_SECONDS, 0 };
	event_base_loopexit(w->base, &soon);
}

static void reload(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	struct err err = { 0 };

	(void)fd;
	(void)what;
	if (!w->how->tls)
		return;
	if (tls_reload(w->how->tls, &err))
		log_line("info", "certificate", (struct log_field[]){ { "days_left", NULL, tls_days_left(w->how->tls) } }, 1);
	else
		log_line("error", "certificate", (struct log_field[]){ { "detail", err_line(w->arena, &err), 0 } }, 1);
}

static void open_worker(struct worker *w, int fd)
{
	w->base = event_base_new();
	w->http = evhttp_new(w->base);
	w->arena = arena_new(ARENA_MOST);
	evhttp_set_max_headers_size(w->http, HEADERS_MOST);
	evhttp_set_max_body_size(w->http, BODY_MOST);
	evhttp_set_timeout(w->http, IDLE_SECONDS);
	evhttp_set_allowed_methods(w->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST);
	evhttp_set_default_content_type(w->http, NULL);
	evhttp_set_bevcb(w->http, connection_accepted, w);
	evhttp_set_gencb(w->http, answer, w);
	w->socket = evhttp_accept_socket_with_handle(w->http, fd);
	if (!w->socket)
		abort();
}

void http_worker(int fd, const struct http_how *how)
{
	static const struct { int signal; event_callback_fn run; } heard[] = { { SIGTERM, stop }, { SIGINT, stop }, { SIGHUP, reload } };
	struct worker *w = calloc(1, sizeof(*w));
	struct rlimit files = { CONNECTIONS + 64, CONNECTIONS + 64 };
	struct event *event[4] = { NULL };

	if (!w)
		abort();
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_NOFILE, &files);
	w->how = how;
	open_worker(w, fd);
	for (int i = 0; i < 3; i++)
		event[i] = evsignal_new(w->base, heard[i].signal, heard[i].run, w);
	event[3] = event_new(w->base, -1, EV_PERSIST, connection_sweep, w);
	for (int i = 0; i < 4; i++)
		if (!event[i] || event_add(event[i], i < 3 ? NULL : &(struct timeval){ 1, 0 }) != 0)
			abort();
	event_base_dispatch(w->base);
	for (int i = 0; i < 4; i++)
		event_free(event[i]);
	evhttp_free(w->http);
	connection_forget_all(w);
	event_base_free(w->base);
	arena_end(w->arena);
	free(w);
}
