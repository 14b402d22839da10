/* One program takes over the socket from another, as systemd does it at an update: no request that was made meanwhile is lost. */
#include "net/http.h"
#include "support.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANDED_OVER = 3, REQUESTS = 400, EACH = 100 };

static int listener, port;

static void echo(void *context, const struct request *q, struct reply *r, struct arena *a)
{
	(void)q;
	(void)a;
	buf_fmt(&r->body, "[%s]", (const char *)context);
}

static pid_t start(char *name)
{
	const struct http_how how = { .handler = echo, .context = name };
	struct err err = { 0 };
	char pid[16], bound[64];
	int fd;
	pid_t child = fork();

	if (child)
		return child;
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "1", 1);
	dup2(listener, HANDED_OVER);
	if (!http_listen("the socket that is there counts", &fd, bound, sizeof(bound), &err) || fd != HANDED_OVER)
		_exit(3);
	http_worker(fd, &how);
	_exit(0);
}

static void end(pid_t pid)
{
	int status;

	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Asks over a connection of its own; the whole answer, until the other end closes. */
static const char *asked(void)
{
	static const char request[] = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	static char text[4096];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	size_t n = 0;
	ssize_t got;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL), sizeof(request) - 1);
	while ((got = read(fd, text + n, sizeof(text) - 1 - n)) > 0)
		n += (size_t)got;
	text[n] = 0;
	close(fd);
	return text;
}

static void no_request_is_lost_while_programs_change(void **state)
{
	static char name[2][8] = { "old", "new" };
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	int by[2] = { 0, 0 }, turn = 0;

	(void)state;
	listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(bind(listener, (struct sockaddr *)&at, sizeof(at)) == 0 && listen(listener, 128) == 0 && getsockname(listener, (struct sockaddr *)&at, &len) == 0);
	port = ntohs(at.sin_port);
	pid_t now = start(name[0]);
	for (int i = 0; i < REQUESTS; i++) {
		const char *text;

		if (i && i % EACH == 0) {
			kill(now, SIGTERM);             /* asked while it goes, and while nobody is there yet */
			pid_t before = now;
			turn = !turn;
			now = start(name[turn]);
			text = asked();
			assert_non_null(strstr(text, "HTTP/1.1 200"));
			int status;
			waitpid(before, &status, 0);
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		}
		text = asked();
		if (!strstr(text, "HTTP/1.1 200"))
			fail_msg("request %d: %s", i, text);
		by[0] += strstr(text, "[old]") != NULL;
		by[1] += strstr(text, "[new]") != NULL;
	}
	end(now);
	close(listener);
	assert_int_equal(by[0] + by[1], REQUESTS);
	assert_true(by[0] >= EACH && by[1] >= EACH);
}

static void a_socket_for_another_process_is_left_alone(void **state)
{
	struct err err = { 0 };
	char bound[64];
	int fd;

	(void)state;
	setenv("LISTEN_PID", "1", 1);
	setenv("LISTEN_FDS", "1", 1);
	assert_true(http_listen("127.0.0.1:0", &fd, bound, sizeof(bound), &err));
	assert_int_not_equal(fd, HANDED_OVER);
	assert_int_equal(strncmp(bound, "127.0.0.1:", 10), 0);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_request_is_lost_while_programs_change),
		cmocka_unit_test(a_socket_for_another_process_is_left_alone),
	};
	int spare = dup(STDERR_FILENO);         /* descriptor 3 is taken, so that what is opened here is never the handed-over one */

	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	close(spare);
	return failed;
}
