/* The wire itself: a worker on a real socket, asked with bytes as an attacker would send them.  What two readers could understand in
 * two ways is refused and the connection closed; what is too much is cut off; what is slow is let go. */
#include "net/http.h"
#include "support.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 1 << 16, WAIT_MS = 5000, QUIET_MS = 300, PER_ADDRESS = 64, SLOW = 1000 };

static int port;
static pid_t worker;

/* Tells what it understood, so that a test sees which bytes became a request of their own. */
static void echo(void *context, const struct request *q, struct reply *r, struct arena *a)
{
	(void)context;
	(void)a;
	r->type = "text/plain";
	buf_fmt(&r->body, "[%s %s body %zu peer %s %s]", q->method == METHOD_POST ? "POST" : q->method == METHOD_GET ? "GET" : "OTHER", q->path, q->n_body,
		q->peer, q->secure ? "secure" : "plain");
	if (strcmp(q->path, "/go") == 0) {
		r->status = 303;
		r->location = "/there";
	}
}

static int begin(void **state)
{
	const struct http_how how = { .handler = echo, .proxies = "127.0.0.9" };
	struct err err = { 0 };
	char bound[64];
	int fd;

	(void)state;
	if (!http_listen("127.0.0.1:0", &fd, bound, sizeof(bound), &err))
		fail_msg("%s", err.detail);
	port = (int)strtol(strrchr(bound, ':') + 1, NULL, 10);
	worker = fork();
	if (worker == 0) {
		http_worker(fd, &how);
		_exit(0);
	}
	close(fd);
	return 0;
}

static int end(void **state)
{
	int status;

	(void)state;
	kill(worker, SIGTERM);
	waitpid(worker, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);        /* nothing above made it fall */
	return 0;
}

/* from: an own address of the loopback net, so that tests do not share the ceiling of an address. */
static int reach(const char *from)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) },
		own = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(inet_pton(AF_INET, from, &own.sin_addr), 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&own, sizeof(own)), 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* All that comes until the other end closes or is quiet; *closed says which. */
static const char *rest(int fd, bool *closed)
{
	static char text[ROOM];
	struct pollfd p = { fd, POLLIN, 0 };
	size_t n = 0;

	*closed = false;
	while (n < ROOM - 1 && poll(&p, 1, n ? QUIET_MS : WAIT_MS) > 0) {
		ssize_t got = read(fd, text + n, ROOM - 1 - n);

		if (got <= 0) {
			*closed = true;
			break;
		}
		n += (size_t)got;
	}
	text[n] = 0;
	return text;
}

static const char *said(const char *bytes, size_t n, bool *closed)
{
	int fd = reach("127.0.0.2");

	assert_true(send(fd, bytes, n, MSG_NOSIGNAL) >= 0);
	const char *text = rest(fd, closed);
	close(fd);
	return text;
}

static int times(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)); text++)
		n++;
	return n;
}

static void two_readings_are_refused_and_the_connection_ends(void **state)
{
	static const char *const smuggled[] = {
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 35\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0x0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /a HTTP/1.1\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET http://evil/a HTTP/1.1\r\nHost: x\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /a HTTP/1.1\r\nHost: x\r\nX: a\x01 b\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n" };
	bool closed;

	(void)state;
	for (size_t i = 0; i < sizeof(smuggled) / sizeof(*smuggled); i++) {
		const char *text = said(smuggled[i], strlen(smuggled[i]), &closed);

		if (strstr(text, "/evil") || strstr(text, "200 OK") || !closed)
			fail_msg("case %zu: %s%s", i, closed ? "" : "(open) ", text);
	}
}

static void what_is_plain_is_read_as_one_request_each(void **state)
{
	static const char two[] = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /b HTTP/1.1\r\nHost: x\r\n\r\n";
	static const char chunks[] = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n";
	bool closed;

	(void)state;
	const char *text = said(two, sizeof(two) - 1, &closed);
	assert_non_null(strstr(text, "[POST /a body 5"));
	assert_non_null(strstr(text, "[GET /b body 0"));
	assert_int_equal(times(text, "HTTP/1.1 200"), 2);
	text = said(chunks, sizeof(chunks) - 1, &closed);
	assert_non_null(strstr(text, "[POST /a body 5"));
	assert_non_null(strstr(text, "[GET /b body 0"));
}

static void paths_stay_inside(void **state)
{
	static const char *const paths[] = { "/../etc/passwd", "/asset/../../etc/passwd", "/asset/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/.git/config",
		"/asset/%00.css", "/a%0d%0aSet-Cookie:%20x=1", "/a\\..\\b", "/a%5c..%5cb", "/%c0%ae%c0%ae/", "/%ff", "/a%09b" };
	char request[512];
	bool closed;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		int n = snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", paths[i]);
		const char *text = said(request, (size_t)n, &closed);

		if (!strstr(text, "HTTP/1.1 400") || strstr(text, "\r\nSet-Cookie"))
			fail_msg("%s: %s", paths[i], text);
	}
}

static void an_answer_holds_no_header_of_the_asker(void **state)
{
	static const char evil[] = "GET /go?x=%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n\tSet-Cookie: a=b\r\n\r\n";
	bool closed;

	(void)state;
	const char *text = said(evil, sizeof(evil) - 1, &closed);
	assert_null(strstr(text, "Set-Cookie"));
}

static void what_is_too_much_is_cut_off(void **state)
{
	static char much[1 << 17];
	bool closed;
	int n = snprintf(much, sizeof(much), "GET / HTTP/1.1\r\nHost: x\r\nX: ");

	(void)state;
	memset(much + n, 'a', sizeof(much) - 1 - (size_t)n);
	const char *text = said(much, sizeof(much) - 1, &closed);           /* a header without an end */
	assert_null(strstr(text, " 200 "));
	assert_true(closed);
	n = snprintf(much, sizeof(much), "GET / HTTP/1.1\r\nHost: x\r\n");
	for (int i = 0; i < 120; i++)
		n += snprintf(much + n, sizeof(much) - (size_t)n, "a%d: b\r\n", i);
	n += snprintf(much + n, sizeof(much) - (size_t)n, "\r\n");
	text = said(much, (size_t)n, &closed);
	assert_non_null(strstr(text, "HTTP/1.1 400"));
	n = snprintf(much, sizeof(much), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n");
	text = said(much, (size_t)n, &closed);
	assert_null(strstr(text, " 200 "));
	assert_true(closed);
}

static void a_strangers_word_about_its_address_counts_for_nothing(void **state)
{
	static const char ask[] = "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 8.8.8.8\r\nX-Forwarded-Proto: https\r\n\r\n";
	bool closed;

	(void)state;
	assert_non_null(strstr(said(ask, sizeof(ask) - 1, &closed), "peer 127.0.0.2 plain"));
	int fd = reach("127.0.0.9");
	assert_true(send(fd, ask, sizeof(ask) - 1, MSG_NOSIGNAL) > 0);
	const char *text = rest(fd, &closed);
	close(fd);
	assert_non_null(strstr(text, "peer 8.8.8.8 secure"));
	assert_non_null(strstr(text, "Strict-Transport-Security"));
}

static double ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* A thousand connections that say a byte and then nothing: those over the ceiling of one address are shut, others are served meanwhile. */
static void a_thousand_slow_ones_keep_nobody_waiting(void **state)
{
	static int slow[SLOW];
	struct pollfd p = { .events = POLLIN };
	int open = 0;
	bool closed;

	(void)state;
	for (int i = 0; i < SLOW; i++) {
		slow[i] = reach("127.0.0.3");
		if (send(slow[i], "G", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
			continue;
	}
	double began = ms_now();
	const char *text = said("GET /quick HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 51, &closed);
	assert_non_null(strstr(text, "[GET /quick"));
	assert_true(ms_now() - began < WAIT_MS);
	for (int i = 0; i < SLOW; i++) {
		p.fd = slow[i];
		open += poll(&p, 1, 0) == 0;
	}
	for (int i = 0; i < SLOW; i++)
		close(slow[i]);
	assert_int_equal(open, PER_ADDRESS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_readings_are_refused_and_the_connection_ends),
		cmocka_unit_test(what_is_plain_is_read_as_one_request_each),
		cmocka_unit_test(paths_stay_inside),
		cmocka_unit_test(an_answer_holds_no_header_of_the_asker),
		cmocka_unit_test(what_is_too_much_is_cut_off),
		cmocka_unit_test(a_strangers_word_about_its_address_counts_for_nothing),
		cmocka_unit_test(a_thousand_slow_ones_keep_nobody_waiting),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
