/* cli/bench_serving.c -- a demonstration served by this very binary, asked by a small client: 32 kept-alive connections, one process.
 * The client shares the machine with the server, so the figures are a floor. */
#include "cli/bench.h"

#include "base/form.h"
#include "base/str.h"
#include "net/os.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONNECTIONS = 32, SECONDS = 3, ROOM = 1 << 18, SAMPLES = 1 << 18, CHECK_INS = 300, STARTS = 5 };

struct server { pid_t pid; int out, port; char door[128], dir[64]; };
struct peer { int fd; size_t got, want; int64_t asked; char *text; };

/* keep: a data folder that is there already, or NULL for a fresh one. */
static bool start(struct cli *cli, const char *keep, struct server *s, struct err *err)
{
	int pipes[2];
	char text[4096] = "", path[4096];
	size_t n = 0;
	ssize_t self = readlink("/proc/self/exe", path, sizeof(path) - 1);

	snprintf(s->dir, sizeof(s->dir), "%s", keep ? keep : "/tmp/unknot-bench-XXXXXX");
	if (self < 0 || (!keep && !mkdtemp(s->dir)) || pipe(pipes) != 0)
		return fail(err, ERR_INTERNAL, "bench", "%s", strerror(errno));
	path[self] = 0;
	const char *data = arena_fmt(cli->arena, "%s/data", s->dir);
	s->pid = fork();
	if (s->pid == 0) {
		dup2(pipes[1], 1);
		execl(path, path, "serve", "--demo", "--data", data, "--listen", "127.0.0.1:0", (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	s->out = pipes[0];
	while (!strstr(text, "sign-in client") || text[n - 1] != '\n') {
		ssize_t got = read(s->out, text + n, sizeof(text) - 1 - n);

		if (got <= 0)
			return fail(err, ERR_INTERNAL, "bench", "the server did not start");
		n += (size_t)got;
		text[n] = 0;
	}
	const char *at = strstr(text, "http://"), *port = strchr(at + 7, ':'), *door = strstr(text, "sign-in client ");
	s->port = (int)strtol(port + 1, NULL, 10);
	door = strchr(door + 8, '/') + 2;
	door = strchr(door, '/');
	snprintf(s->door, sizeof(s->door), "%.*s", (int)strcspn(door, "\n"), door);
	return true;
}

static void end(const struct server *s)
{
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	close(s->out);
}

static void tidy(struct cli *cli, const struct server *s)
{
	const char *rm[] = { "unknot.db", "unknot.db-wal", "unknot.db-shm" };

	for (size_t i = 0; i < 3; i++)
		unlink(arena_fmt(cli->arena, "%s/data/%s", s->dir, rm[i]));
	rmdir(arena_fmt(cli->arena, "%s/data", s->dir));
	unlink(arena_fmt(cli->arena, "%s/data.key", s->dir));
	rmdir(s->dir);
}

static int reach(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* One request and its whole answer, into text (ROOM bytes); false when the connection broke. */
static bool ask(int fd, const char *request, char *text)
{
	size_t n = 0, want = 0;

	if (write(fd, request, strlen(request)) < 0)
		return false;
	for (;;) {
		ssize_t got = read(fd, text + n, ROOM - 1 - n);

		if (got <= 0)
			return false;
		n += (size_t)got;
		text[n] = 0;
		char *end = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "\r\ncontent-length:");
		if (end && !want)
			want = (size_t)(end + 4 - text) + (length && length < end ? strtoul(length + 17, NULL, 10) : 0);
		if (want && n >= want)
			return true;
	}
}

static const char *request_of(struct cli *cli, const char *path, const char *cookie)
{
	return arena_fmt(cli->arena, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\n\r\n", path, cookie);
}

static bool sign_in(struct cli *cli, const struct server *s, char *text, const char **cookie, struct err *err)
{
	int fd = reach(s->port);
	bool done = fd >= 0 && ask(fd, request_of(cli, s->door, ""), text);
	const char *at = done ? strstr(text, "unknot=") : NULL;

	close(fd);
	if (!at)
		return fail(err, ERR_INTERNAL, "bench", "the demonstration's door did not open");
	*cookie = arena_copy(cli->arena, at, strcspn(at, ";\r"));
	return true;
}

static bool finish(struct peer *p, double *ms, int *n, const char *request)
{
	ssize_t got = read(p->fd, p->text + p->got, ROOM - 1 - p->got);

	if (got <= 0)
		return false;
	p->got += (size_t)got;
	p->text[p->got] = 0;
	char *end = strstr(p->text, "\r\n\r\n"), *length = strcasestr(p->text, "\r\ncontent-length:");
	if (end && !p->want)
		p->want = (size_t)(end + 4 - p->text) + (length ? strtoul(length + 17, NULL, 10) : 0);
	if (!p->want || p->got < p->want)
		return true;
	if (strncmp(p->text + 9, "200", 3) != 0)
		return false;
	if (*n < SAMPLES)
		ms[(*n)++] = (double)(os_ticks() - p->asked) / 1000;
	p->got = p->want = 0;
	p->asked = os_ticks();
	return write(p->fd, request, strlen(request)) > 0;
}

static bool pages(struct cli *cli, const struct server *s, const char *cookie, struct err *err)
{
	static double ms[SAMPLES];
	struct peer peer[CONNECTIONS];
	struct pollfd wait[CONNECTIONS];
	const char *request = request_of(cli, "/today", cookie);
	int n = 0;
	bool fine = true;

	for (int i = 0; i < CONNECTIONS; i++) {
		peer[i] = (struct peer){ .fd = reach(s->port), .text = arena_take(cli->arena, ROOM, 1), .asked = os_ticks() };
		wait[i] = (struct pollfd){ peer[i].fd, POLLIN, 0 };
		fine = fine && peer[i].fd >= 0 && write(peer[i].fd, request, strlen(request)) > 0;
	}
	int64_t began = os_ticks(), until = began + SECONDS * 1000000;
	while (fine && os_ticks() < until) {
		poll(wait, CONNECTIONS, 100);
		for (int i = 0; fine && i < CONNECTIONS; i++)
			if (wait[i].revents)
				fine = finish(&peer[i], ms, &n, request);
	}
	double seconds = (double)(os_ticks() - began) / 1e6;
	for (int i = 0; i < CONNECTIONS; i++)
		close(peer[i].fd);
	if (!fine || !n)
		return fail(err, ERR_INTERNAL, "bench", "a Today page did not come");
	bench_line(cli, "today_pages", n / seconds, "1/s", 5000, true);
	bench_line(cli, "today_p99", bench_at(ms, n, 0.99), "ms", 20, false);
	return true;
}

static const char *hidden(struct cli *cli, const char *page, const char *name)
{
	const char *at = strstr(page, arena_fmt(cli->arena, "name=\"%s\" value=\"", name));

	at = at ? strstr(at, "value=\"") + 7 : "";
	return arena_copy(cli->arena, at, strcspn(at, "\""));
}

static bool check_ins(struct cli *cli, const struct server *s, const char *cookie, char *text, struct err *err)
{
	static double ms[CHECK_INS];
	int fd = reach(s->port);

	for (int i = 0; i < CHECK_INS; i++) {
		if (fd < 0 || !ask(fd, request_of(cli, "/today", cookie), text))
			return fail(err, ERR_INTERNAL, "bench", "a Today page did not come");
		const char *body = arena_fmt(cli->arena, "csrf=%s&form_key=%s&pain=%d", hidden(cli, text, "csrf"), hidden(cli, text, "form_key"), i % 11);
		int64_t t0 = os_ticks();
		if (!ask(fd, arena_fmt(cli->arena, "POST /check-in HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\n"
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s", cookie, strlen(body), body), text) ||
			strncmp(text + 9, "303", 3) != 0)
			return fail(err, ERR_INTERNAL, "bench", "a check-in was not taken: %.60s", text);
		ms[i] = (double)(os_ticks() - t0) / 1000;
	}
	close(fd);
	bench_line(cli, "check_in_p99", bench_at(ms, CHECK_INS, 0.99), "ms", 50, false);
	return true;
}

/* The largest resident set of the workers: VmHWM of each child of the parent. */
static double workers_mb(struct cli *cli, const struct server *s)
{
	double most = 0;
	char line[4096] = "";
	FILE *f = fopen(arena_fmt(cli->arena, "/proc/%d/task/%d/children", (int)s->pid, (int)s->pid), "r");

	if (!f || !fgets(line, sizeof(line), f))
		line[0] = 0;
	if (f)
		fclose(f);
	for (char *at = line, *next; *at; at = next) {
		long pid = strtol(at, &next, 10);

		if (next == at)
			break;
		FILE *status = fopen(arena_fmt(cli->arena, "/proc/%ld/status", pid), "r");
		char text[256];
		while (status && fgets(text, sizeof(text), status))
			if (str_begins(text, "VmHWM:")) {
				double mb = strtod(text + 6, NULL) / 1024;
				most = mb > most ? mb : most;
			}
		if (status)
			fclose(status);
	}
	return most;
}

/* From exec to the first answered request, on a folder that exists: median of five. */
static bool start_times(struct cli *cli, struct err *err)
{
	double ms[STARTS];
	struct server s;
	char *text = arena_take(cli->arena, ROOM, 1), dir[64];

	if (!start(cli, NULL, &s, err))
		return false;
	snprintf(dir, sizeof(dir), "%s", s.dir);
	end(&s);
	for (int i = 0; i < STARTS; i++) {
		int64_t t0 = os_ticks();

		if (!start(cli, dir, &s, err))
			return false;
		int fd = reach(s.port);
		bool answered = fd >= 0 && ask(fd, request_of(cli, "/healthz", ""), text);
		ms[i] = (double)(os_ticks() - t0) / 1000;
		close(fd);
		end(&s);
		if (!answered)
			return fail(err, ERR_INTERNAL, "bench", "the first request was not answered");
	}
	tidy(cli, &s);
	bench_line(cli, "start", bench_at(ms, STARTS, 0.5), "ms", 150, false);
	return true;
}

bool bench_serving(struct cli *cli, struct err *err)
{
	struct server s;
	struct stat st;
	char *text = arena_take(cli->arena, ROOM, 1);
	const char *cookie = "";

	signal(SIGPIPE, SIG_IGN);
	if (!start_times(cli, err) || !start(cli, NULL, &s, err))
		return false;
	bool done;
	done = sign_in(cli, &s, text, &cookie, err) && pages(cli, &s, cookie, err) && check_ins(cli, &s, cookie, text, err);
	if (done)
		bench_line(cli, "worker_memory", workers_mb(cli, &s), "MB", 40, false);
	end(&s);
	tidy(cli, &s);
	if (done && stat("/proc/self/exe", &st) == 0)
		bench_line(cli, "binary", (double)st.st_size / 1e6, "MB", 10, false);
	return done;
}
