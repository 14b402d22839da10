/* net/http_listen.c -- the socket, bound here or handed over by systemd. */
#include "net/http.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HANDED_OVER = 3, BACKLOG = 512 };        /* the first descriptor of sd_listen_fds(3) */

static bool tell_bound(int fd, char *bound, size_t n)
{
	struct sockaddr_storage name;
	socklen_t len = sizeof(name);
	char host[64], port[16];

	if (getsockname(fd, (struct sockaddr *)&name, &len) != 0 ||
		getnameinfo((struct sockaddr *)&name, len, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return false;
	snprintf(bound, n, name.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
	return true;
}

/* sd_listen_fds(3): LISTEN_PID is ours and there is one socket at least. */
static bool handed_over(int *fd)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");

	if (!pid || !n || strtoll(pid, NULL, 10) != getpid() || strtol(n, NULL, 10) < 1)
		return false;
	*fd = HANDED_OVER;
	fcntl(*fd, F_SETFD, FD_CLOEXEC);
	fcntl(*fd, F_SETFL, fcntl(*fd, F_GETFL) | O_NONBLOCK);
	return true;
}

static bool split(const char *address, char host[256], char port[16], struct err *err)
{
	const char *colon = strrchr(address, ':');

	if (!colon || colon - address >= 256 || strlen(colon + 1) >= 16 || !colon[1])
		return fail(err, ERR_USAGE, "listen", "HOST:PORT is wanted, as 127.0.0.1:8080");
	snprintf(host, 256, "%.*s", (int)(colon - address), address);
	if (host[0] == '[' && str_ends(host, "]")) {
		memmove(host, host + 1, strlen(host));
		host[strlen(host) - 1] = 0;
	}
	snprintf(port, 16, "%s", colon + 1);
	return true;
}

bool http_listen(const char *address, int *fd, char *bound, size_t n, struct err *err)
{
	struct addrinfo hint = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found;
	char host[256], port[16];
	int yes = 1;

	if (handed_over(fd))
		return tell_bound(*fd, bound, n) || fail(err, ERR_USAGE, "listen", "the socket that was handed over is none");
	if (!split(address, host, port, err))
		return false;
	int code = getaddrinfo(host, port, &hint, &found);
	if (code)
		return fail(err, ERR_USAGE, "listen", "%s: %s", address, gai_strerror(code));
	*fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool done = *fd >= 0 && setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
		bind(*fd, found->ai_addr, found->ai_addrlen) == 0 && listen(*fd, BACKLOG) == 0 && tell_bound(*fd, bound, n);

	freeaddrinfo(found);
	return done || fail(err, ERR_USAGE, "listen", "%s: %s", address, strerror(errno));
}
