/* net/http_connection.c -- who is connected: a deadline for each whole request, a ceiling for each address. */
#include "net/http_inside.h"

#include "base/str.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void forget(struct worker *w, int i)
{
	event_free(w->connection[i]->soon);
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

/* libevent has given the buffer its socket: now the other end is known, before it has said anything. */
static void learn(evutil_socket_t none, short what, void *arg)
{
	struct connection *c = arg;
	struct worker *w = c->worker;
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	struct stat st;
	char address[INET6_ADDRSTRLEN + IF_NAMESIZE] = "";
	int same = 0, fd = bufferevent_getfd(c->bev);

	(void)none;
	(void)what;
	if (fd < 0 || fstat(fd, &st) != 0)
		return;
	c->fd = fd;
	c->inode = st.st_ino;
	if (getpeername(fd, (struct sockaddr *)&peer, &len) == 0)
		getnameinfo((struct sockaddr *)&peer, len, address, sizeof(address), NULL, 0, NI_NUMERICHOST);
	http_network(address, c->network);
	if (http_is_proxy(address, w->how->proxies))
		return;
	for (int i = 0; i < w->n; i++)
		same += w->connection[i]->fd >= 0 && str_equal(w->connection[i]->network, c->network) && still_open(w->connection[i]);
	if (same > PER_ADDRESS)
		shutdown(fd, SHUT_RDWR);
}

static void bytes_came(struct evbuffer *b, const struct evbuffer_cb_info *info, void *arg)
{
	struct connection *c = arg;

	(void)b;
	if (info->n_added && !c->began)
		c->began = now_of(c->worker);
}

static struct connection *connection_new(struct worker *w, struct bufferevent *bev)
{
	struct connection *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	*c = (struct connection){ .bev = bev, .worker = w, .made = now_of(w), .fd = -1 };
	c->soon = event_new(w->base, -1, 0, learn, c);
	if (c->soon)
		return c;
	free(c);
	return NULL;
}

struct bufferevent *connection_accepted(struct event_base *base, void *arg)
{
	struct worker *w = arg;
	struct bufferevent *bev = w->how->tls ? tls_accept(w->how->tls, base) : bufferevent_socket_new(base, -1, 0);
	struct connection *c;

	if (!bev)
		abort();        /* without it libevent would answer this connection unencrypted */
	for (int i = w->n - 1; i >= 0; i--)
		if (w->connection[i]->bev == bev)
			forget(w, i);
	if (w->n == CONNECTIONS || !(c = connection_new(w, bev)))
		return bev;     /* without a place in the table libevent's own patience holds */
	w->connection[w->n++] = c;
	evbuffer_add_cb(bufferevent_get_input(bev), bytes_came, c);
	event_active(c->soon, EV_TIMEOUT, 0);
	return bev;
}

void connection_answered(struct worker *w, const struct bufferevent *bev)
{
	for (int i = 0; i < w->n; i++)
		if (w->connection[i]->bev == bev) {
			w->connection[i]->began = 0;
			w->connection[i]->answered = true;
		}
}

bool connection_busy(const struct worker *w)
{
	for (int i = 0; i < w->n; i++)
		if (w->connection[i]->began && still_open(w->connection[i]))
			return true;
	return false;
}

/* Whole-request deadline: evhttp's own timeout begins again with every byte.  The first one counts from the start, a TLS handshake included. */
void connection_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct worker *w = arg;
	time_t now = now_of(w);

	(void)fd;
	(void)what;
	for (int i = w->n - 1; i >= 0; i--) {
		struct connection *c = w->connection[i];
		time_t since = c->answered ? c->began : c->made;

		if (c->fd < 0 ? now - c->made > IDLE_SECONDS + 5 : !still_open(c))
			forget(w, i);
		else if (since && now - since > REQUEST_SECONDS)
			shutdown(c->fd, SHUT_RDWR);
	}
}

void connection_forget_all(struct worker *w)
{
	while (w->n)
		forget(w, w->n - 1);
}
