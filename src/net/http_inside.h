/* net/http_inside.h -- what http.c and http_connection.c share: a worker and the connections it knows. */
#ifndef NET_HTTP_INSIDE_H
#define NET_HTTP_INSIDE_H

#include "net/http.h"

#include <event2/event.h>
#include <event2/http.h>
#include <sys/types.h>

enum { REQUEST_SECONDS = 30, IDLE_SECONDS = 60, PER_ADDRESS = 64, CONNECTIONS = 4096 };

/* One accepted connection.  libevent 2.1 does not say when it closes one; the socket's inode tells: once the descriptor is
 * closed or belongs to another socket, libevent has let go of `bev`, and the entry is dropped. */
struct connection {
	struct bufferevent *bev;
	struct worker *worker;
	time_t made, began;             /* began: first byte of a request that is not complete; 0: idle */
	struct event *soon;             /* in the next turn of the loop the socket is known */
	int fd;                         /* -1 until then */
	ino_t inode;
	bool answered;                  /* a whole request has come */
	char network[HTTP_NETWORK];     /* as whom it counts; "" until it is known */
};

struct worker {
	struct event_base *base;
	struct evhttp *http;
	struct evhttp_bound_socket *socket;
	const struct http_how *how;
	struct arena *arena;
	struct connection *connection[CONNECTIONS];
	int n, stopping;
};

/* libevent asks for the buffer of a connection it has just accepted; arg: the worker. */
struct bufferevent *connection_accepted(struct event_base *base, void *arg);
/* A whole request has come over it: the next one has its own time. */
void connection_answered(struct worker *w, const struct bufferevent *bev);
/* Ends what takes too long; called each second.  arg: the worker. */
void connection_sweep(evutil_socket_t fd, short what, void *arg);
/* Is a request on its way that has not come whole yet? */
bool connection_busy(const struct worker *w);
void connection_forget_all(struct worker *w);

#endif
