/* A mixed day under load: 5,000 clients in week three, 200 kept-alive connections; 70 % Today, 20 % check-ins, 10 % therapist pages, at a
 * steady rate.  A request's time counts from when it was due, so that a slow answer is not hidden by the requests it held back.
 *
 * usage: load [SECONDS [A_SECOND [CLIENTS]]]     UNKNOT names the program (build/release/unknot), TMPDIR where the data lies
 */
#include "app/account.h"
#include "app/demo.h"
#include "base/str.h"
#include "net/os.h"
#include "support.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONNECTIONS = 200, SECONDS = 300, A_SECOND = 200, CLIENTS = 5000, STAFF = 10, ROOM = 1 << 19, KINDS = 3, SAMPLES = 1 << 20, TOKEN = 48 };

struct session { char token[TOKEN], csrf[TOKEN]; };
struct peer { int fd, kind; size_t got; int64_t due; bool busy; char *text; };
struct server { pid_t pid; int out, port; };

static const char *const kind_name[KINDS] = { "today", "check_in", "therapist" };
static char dir[64], data[96];
static struct session *client;
static struct session staff[STAFF];
static int64_t *person;
static int n_clients = CLIENTS;
static float *sample[KINDS];
static int n_samples[KINDS];
static long failed;
static uint64_t dice = 88172645463325252u;

static uint64_t roll(uint64_t below)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return dice % below;
}

static void must(bool done, const struct err *err, const char *what)
{
	if (done)
		return;
	fprintf(stderr, "load: %s: %s %s\n", what, err ? err->field : "", err ? err->detail : strerror(errno));
	exit(1);
}

static void run_sql(sqlite3 *h, const char *sql, int64_t to, int64_t from, int64_t other)
{
	sqlite3_stmt *s;

	must(sqlite3_prepare_v2(h, sql, -1, &s, NULL) == SQLITE_OK, NULL, sqlite3_errmsg(h));
	sqlite3_bind_int64(s, 1, to);
	sqlite3_bind_int64(s, 2, from);
	if (sqlite3_bind_parameter_count(s) > 2)
		sqlite3_bind_int64(s, 3, other);
	must(sqlite3_step(s) == SQLITE_DONE, NULL, sqlite3_errmsg(h));
	sqlite3_finalize(s);
}

/* Everything that is known of `from`, once more for `to`. */
static void copy_person(sqlite3 *h, int64_t to, int64_t from, int64_t account)
{
	static const char *const copies[] = {
		"insert into answer(person, finding, value, occasion, by_account, at) select ?1, finding, value, occasion, by_account, at from answer where person = ?2 order by seq",
		"insert into mark(person, region, value, at) select ?1, region, value, at from mark where person = ?2",
		"insert into consent(person, component, given, version, at) select ?1, component, given, version, at from consent where person = ?2 order by seq",
		"insert into checkin(id, person, day, pain, function, mood, sleep, at) select abs(random()) >> 10, ?1, day, pain, function, mood, sleep, at from checkin where person = ?2",
		"insert into done(person, day, item, minutes, at) select ?1, day, item, minutes, at from done where person = ?2",
		"insert into lesson_read(person, lesson, answer, at) select ?1, lesson, answer, at from lesson_read where person = ?2",
		"insert into plan(id, person, at, state, approved, approved_by, starts, knowledge, body, version) select abs(random()) >> 10, ?1, at, state, approved, approved_by, "
			"starts, knowledge, body, version from plan where person = ?2" };

	for (size_t i = 0; i < sizeof(copies) / sizeof(*copies); i++)
		run_sql(h, copies[i], to, from, 0);
	run_sql(h, "update person set account = ?3, (figure, session_minutes, home_minutes, pressure_max, interview_done) = "
		"(select figure, session_minutes, home_minutes, pressure_max, interview_done from person where id = ?2) where id = ?1", to, from, account);
}

static void open_session(struct cx *cx, int64_t account, bool is_client, struct session *out)
{
	struct session_get_rows s;
	const char *token;

	must(account_open_session(cx, account, is_client, &token) && q_session_get(cx->db, token_hash(cx->a, token), cx->now, &s) && s.n == 1, cx->err, "session");
	snprintf(out->token, sizeof(out->token), "%s", token);
	snprintf(out->csrf, sizeof(out->csrf), "%s", s.at[0].csrf);
}

static void one_client(struct cx *cx, int i, int64_t practice, int64_t therapist, int64_t like)
{
	int64_t account = db_id();
	const char *mail = arena_fmt(cx->a, "c%d@demo.invalid", i), *given = arena_fmt(cx->a, "Client%d", i);

	person[i] = db_id();
	must(q_account_add(cx->db, account, practice, "client", given, "Load", mail, mail, "x", cx->now) &&
		q_person_add(cx->db, person[i], practice, therapist, given, "Load", NULL, "1980-01-01", NULL, "female", cx->now), cx->err, "client");
	copy_person(cx->db->handle, person[i], like, account);
	open_session(cx, account, true, &client[i]);
}

/* The demonstration, and 5,000 more who are where its client of week three is. */
static void make_practice(struct arena *a)
{
	struct err err = { 0 };
	struct seal_key *key;
	struct db db;
	struct cx cx = { .a = a, .kb = test_kb(), .db = &db, .err = &err, .now = os_now() };
	struct account_by_mail_rows maren;
	struct account_staff_rows owner;
	struct person_list_rows people;
	int64_t like = 0;

	snprintf(dir, sizeof(dir), "%.40s/unknot-load-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	must(mkdtemp(dir) != NULL, NULL, "folder");
	snprintf(data, sizeof(data), "%s/data", dir);
	cx.today = os_day(cx.now);
	must(seal_key_open(arena_fmt(a, "%s.key", data), true, &key, &err) && db_open(&db, data, key, true, &err), &err, "database");
	db.arena = a;
	db.err = &err;
	must(demo_make(&cx) && q_account_by_mail(&db, "maren@demo.invalid", &maren) && q_person_list(&db, maren.at[0].practice, &people), &err, "demonstration");
	for (size_t i = 0; i < people.n; i++)
		like = str_equal(people.at[i].given, "Maren") ? people.at[i].id : like;
	must(like && q_account_staff(&db, maren.at[0].practice, &owner), &err, "people");
	must(cx_save(&cx), &err, "save");
	for (int i = 0; i < n_clients; i++)
		one_client(&cx, i, maren.at[0].practice, owner.at[0].id, like);
	for (int i = 0; i < STAFF; i++)
		open_session(&cx, owner.at[0].id, false, &staff[i]);
	must(db_commit(&db), &err, "commit");
	db_close(&db);
	seal_key_close(key);
}

static void start(struct server *s)
{
	const char *program = getenv("UNKNOT") ? getenv("UNKNOT") : "build/release/unknot";
	char text[4096] = "";
	size_t n = 0;
	int pipes[2];

	must(pipe(pipes) == 0, NULL, "pipe");
	s->pid = fork();
	if (s->pid == 0) {
		dup2(pipes[1], STDOUT_FILENO);
		execl(program, program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--proxy", "127.0.0.1", (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	s->out = pipes[0];
	while (!strchr(text, '\n')) {
		ssize_t got = read(s->out, text + n, sizeof(text) - 1 - n);

		must(got > 0, NULL, "the server did not start");
		n += (size_t)got;
		text[n] = 0;
	}
	s->port = (int)strtol(strchr(strstr(text, "http://") + 7, ':') + 1, NULL, 10);
}

static int reach(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	must(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0, NULL, "connect");
	return fd;
}

static size_t write_request(char *out, size_t room, int kind)
{
	static const char head[] = "HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: unknot=";
	const struct session *s = kind == 2 ? &staff[roll(STAFF)] : &client[roll((uint64_t)n_clients)];
	char body[512];

	if (kind == 0)
		return (size_t)snprintf(out, room, "GET /today %s%s\r\n\r\n", head, s->token);
	if (kind == 2)
		return (size_t)snprintf(out, room, "GET /client/%lld%s %s%s\r\n\r\n", (long long)person[roll((uint64_t)n_clients)], roll(3) ? "" : "/plan", head, s->token);
	int n = snprintf(body, sizeof(body), "csrf=%s&form_key=%016llx%016llx&pain=%d&function=%d&mood=%d&sleep=%d", s->csrf, (unsigned long long)roll(UINT64_MAX),
		(unsigned long long)roll(UINT64_MAX), (int)roll(11), (int)roll(11), (int)roll(11), (int)roll(11));
	return (size_t)snprintf(out, room, "POST /check-in %s%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", head, s->token, n, body);
}

static void send_to(struct peer *p, int64_t due)
{
	char request[2048];
	uint64_t r = roll(100);

	p->kind = r < 70 ? 0 : r < 90 ? 1 : 2;
	size_t n = write_request(request, sizeof(request), p->kind);
	p->due = due;
	p->got = 0;
	p->busy = true;
	must(send(p->fd, request, n, MSG_NOSIGNAL) == (ssize_t)n, NULL, "send");
}

/* Takes what has come; a whole answer is counted. */
static void hear(struct peer *p)
{
	ssize_t got = recv(p->fd, p->text + p->got, ROOM - 1 - p->got, MSG_DONTWAIT);

	must(got > 0, NULL, "a connection was closed");
	p->got += (size_t)got;
	p->text[p->got] = 0;
	const char *end = strstr(p->text, "\r\n\r\n"), *length = strcasestr(p->text, "\r\ncontent-length:");
	if (!end || (size_t)(end + 4 - p->text) + (length && length < end ? strtoul(length + 17, NULL, 10) : 0) > p->got)
		return;
	if (strncmp(p->text + 9, p->kind == 1 ? "303" : "200", 3) != 0 && failed++ < 5)
		fprintf(stderr, "load: %s answered %.12s\n", kind_name[p->kind], p->text);
	if (n_samples[p->kind] < SAMPLES)
		sample[p->kind][n_samples[p->kind]++] = (float)(os_ticks() - p->due) / 1000;
	p->busy = false;
}

/* What the workers take together: memory in megabytes (shared pages counted once), processor time in seconds. */
struct used { double mb, cpu; };

static void add_worker(long pid, struct used *t)
{
	char path[64], text[1024];
	unsigned long user = 0, kernel = 0;

	snprintf(path, sizeof(path), "/proc/%ld/smaps_rollup", pid);
	FILE *f = fopen(path, "r");
	while (f && fgets(text, sizeof(text), f))
		if (str_begins(text, "Pss:"))
			t->mb += strtod(text + 4, NULL) / 1024;
	if (f)
		fclose(f);
	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	f = fopen(path, "r");
	if (f && fgets(text, sizeof(text), f) && strrchr(text, ')') &&
		sscanf(strrchr(text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) == 2)
		t->cpu += (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
	if (f)
		fclose(f);
}

static struct used workers(pid_t parent)
{
	char path[96], line[4096] = "";
	struct used t = { 0, 0 };

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)parent, (int)parent);
	FILE *f = fopen(path, "r");
	if (!f || !fgets(line, sizeof(line), f))
		line[0] = 0;
	if (f)
		fclose(f);
	for (char *at = line, *next; *at; at = next) {
		long pid = strtol(at, &next, 10);

		if (next == at)
			break;
		add_worker(pid, &t);
	}
	return t;
}

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static double at_share(const float *s, int n, double share)
{
	return n ? (double)s[(int)((n - 1) * share)] : 0;
}

static void a_day(const struct server *s, int seconds, int rate)
{
	static struct peer peer[CONNECTIONS];
	static struct pollfd wait[CONNECTIONS];
	int64_t began = os_ticks(), step = 1000000 / rate, due = began, until = began + (int64_t)seconds * 1000000, told = began;
	int next = 0;

	for (int i = 0; i < CONNECTIONS; i++) {
		peer[i] = (struct peer){ .fd = reach(s->port), .text = malloc(ROOM) };
		wait[i] = (struct pollfd){ peer[i].fd, POLLIN, 0 };
	}
	while (os_ticks() < until) {
		for (int tried = 0; due <= os_ticks() && tried < CONNECTIONS; tried++, next = (next + 1) % CONNECTIONS)
			if (!peer[next].busy) {
				send_to(&peer[next], due);
				due += step;
			}
		poll(wait, CONNECTIONS, 1);
		for (int i = 0; i < CONNECTIONS; i++)
			if (wait[i].revents)
				hear(&peer[i]);
		if (os_ticks() - told > 60 * 1000000ll) {
			told = os_ticks();
			printf("after %3d s: %.1f MB\n", (int)((told - began) / 1000000), workers(s->pid).mb);
			fflush(stdout);
		}
	}
	for (int i = 0; i < CONNECTIONS; i++) {
		close(peer[i].fd);
		free(peer[i].text);
	}
}

static void tell(int seconds)
{
	float *all = malloc(sizeof(float) * KINDS * SAMPLES);
	int n = 0;

	for (int k = 0; k < KINDS; k++) {
		qsort(sample[k], (size_t)n_samples[k], sizeof(float), by_size);
		memcpy(all + n, sample[k], sizeof(float) * (size_t)n_samples[k]);
		n += n_samples[k];
		printf("%-10s %7d  median %6.1f ms  p95 %6.1f ms  p99 %6.1f ms  longest %7.1f ms\n", kind_name[k], n_samples[k], at_share(sample[k], n_samples[k], 0.5),
			at_share(sample[k], n_samples[k], 0.95), at_share(sample[k], n_samples[k], 0.99), at_share(sample[k], n_samples[k], 1));
	}
	qsort(all, (size_t)n, sizeof(float), by_size);
	printf("%-10s %7d  median %6.1f ms  p95 %6.1f ms  p99 %6.1f ms  %d a second, %ld failed\n", "all", n, at_share(all, n, 0.5), at_share(all, n, 0.95),
		at_share(all, n, 0.99), n / seconds, failed);
	free(all);
}

static void tidy(void)
{
	static const char *const names[] = { "/unknot.db", "/unknot.db-wal", "/unknot.db-shm", "", ".key" };
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s%s", data, names[i]);
		remove(path);
	}
	remove(dir);
}

int main(int argc, char **argv)
{
	int seconds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : SECONDS, rate = argc > 2 ? (int)strtol(argv[2], NULL, 10) : A_SECOND, status;
	struct arena *a = arena_new((size_t)2 << 30);
	struct server s;

	n_clients = argc > 3 ? (int)strtol(argv[3], NULL, 10) : CLIENTS;
	client = calloc((size_t)n_clients, sizeof(*client));
	person = calloc((size_t)n_clients, sizeof(*person));
	for (int k = 0; k < KINDS; k++)
		sample[k] = malloc(SAMPLES * sizeof(float));
	make_practice(a);
	arena_end(a);
	start(&s);
	printf("%d clients, %d connections, %d requests a second for %d s; workers at the start %.1f MB\n", n_clients, CONNECTIONS, rate, seconds, workers(s.pid).mb);
	fflush(stdout);
	a_day(&s, seconds, rate);
	struct used end = workers(s.pid);
	printf("workers at the end %.1f MB; %.2f ms of processor time a request\n", end.mb, 1000 * end.cpu / (n_samples[0] + n_samples[1] + n_samples[2] + 1));
	tell(seconds);
	kill(s.pid, SIGTERM);
	waitpid(s.pid, &status, 0);
	tidy();
	return failed || !WIFEXITED(status) || WEXITSTATUS(status);
}
