/* net/notify.c -- a path in the file system, or with @ before it a name of Linux alone. */
#include "net/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_state(const char *state)
{
	const char *to = getenv("NOTIFY_SOCKET");
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	if (!to || !to[0])
		return true;
	size_t n = strlen(to);
	if ((to[0] != '/' && to[0] != '@') || n >= sizeof(at.sun_path))
		return false;
	memcpy(at.sun_path, to, n);
	if (to[0] == '@')
		at.sun_path[0] = 0;
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	ssize_t sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
	close(fd);
	return sent == (ssize_t)strlen(state);
}
