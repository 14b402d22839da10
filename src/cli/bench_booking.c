/* cli/bench_booking.c -- the calendar of a practice with 20,000 appointments: a week, a month, a day with its gaps; one of its 5,000 clients looked up
 * by a part of the name.  All drawn in this process. */
#include "cli/bench.h"

#include "app/account.h"
#include "app/bookings.h"
#include "app/demo.h"
#include "base/str.h"
#include "net/os.h"
#include "web/web.h"

#include <stdlib.h>
#include <unistd.h>

enum { APPOINTMENTS = 20000, CLIENTS = 5000, ROUNDS = 60, PER_DAY = 22, WEEK_AT = 350 };

struct bench_site { struct web_config config; struct web_site web; struct seal_key *key; struct err err; char dir[64], key_path[80]; };

static struct cx cx_of(struct bench_site *s, struct arena *a)
{
	struct cx cx = { .a = a, .kb = s->config.kb, .db = &s->web.db, .err = &s->err, .now = os_now() };

	cx.today = os_day(cx.now);
	s->web.db.arena = a;
	s->web.db.err = &s->err;
	return cx;
}

/* Half an hour each, all of one therapist's, over two years and a half. */
static bool fill(struct cx *cx)
{
	struct account_by_mail_rows owner, maren;
	struct person_of_account_rows person;
	struct practice_book b;
	day today = cx->today;

	if (!q_account_by_mail(cx->db, "therapist@demo.invalid", &owner) || !q_account_by_mail(cx->db, "maren@demo.invalid", &maren) ||
		!q_person_of_account(cx->db, maren.at[0].id, &person))
		return false;
	cx->who = (struct who){ .role = ROLE_OWNER, .practice = owner.at[0].practice, .account = owner.at[0].id };
	if (!bookings_load(cx, &b) || !cx_save(cx))
		return false;
	for (int n = 0; n < APPOINTMENTS; n++) {
		int64_t starts = zone_instant(b.zone, today + 1 + n / PER_DAY, 8 * 60 + n % PER_DAY * 30);

		if (!q_appointment_add(cx->db, db_id(), cx->who.practice, person.at[0].id, cx->who.account, b.services.at[0].id, 0, 0, "", starts, 30, starts,
			starts + 30 * ZONE_MINUTE, cx->now, cx->who.account))
			return false;
	}
	return db_commit(cx->db);
}

static bool fill_clients(struct cx *cx)
{
	int64_t person;

	if (!cx_save(cx))
		return false;
	for (int n = 0; n < CLIENTS; n++) {
		const struct new_client in = { .given = arena_fmt(cx->a, "Given%d", n % 97), .family = arena_fmt(cx->a, "Family%d", n), .born = cx->today - 15000,
			.sex = "female", .mail = "", .phone = "" };

		if (!account_keep_client(cx, &in, &person))
			return false;
	}
	return db_commit(cx->db);
}

/* Microseconds of one page; -1 when it did not come whole.  cookie: of who asks; *set: what the answer sets, kept in `keep`. */
static int64_t page(struct bench_site *s, struct arena *keep, const char *path, const char *cookie, int shown, const char **set)
{
	struct arena *a = arena_new(64u << 20);
	const char *mark = strchr(path, '?');
	struct header h[2] = { { "Host", "bench" }, { "Cookie", cookie } };
	struct request q = { .method = METHOD_GET, .path = mark ? arena_copy(a, path, (size_t)(mark - path)) : path, .query = mark ? mark + 1 : "", .body = "",
		.peer = "127.0.0.1", .header = h, .n_headers = 2 };
	struct reply r = { .status = 200, .type = "text/html", .body = buf_new(a, 16 << 20) };
	int64_t began = os_ticks();

	web_handle(&s->web, &q, &r, a);
	int64_t took = os_ticks() - began;
	int seen = 0;
	for (const char *at = r.body.at; shown && (at = strstr(at, "class=\"appt\"")); at++)
		seen++;
	if (set)
		*set = r.cookie ? arena_copy(keep, r.cookie, strcspn(r.cookie, ";")) : NULL;
	bool whole = r.status < 400 && (!shown || seen >= shown);
	arena_end(a);
	return whole ? took : -1;
}

static bool sign_in(struct cli *cli, struct bench_site *s, const char **cookie, struct err *err)
{
	struct arena *a = arena_new(16u << 20);
	struct demo_door door[4];
	struct cx cx = cx_of(s, a);

	*cookie = NULL;
	bool done = demo_doors(&cx, door, 4) >= 1 && page(s, cli->arena, arena_fmt(cli->arena, "/demo/%s", door[0].key), "", 0, cookie) >= 0 && *cookie;
	arena_end(a);
	return done || fail(err, ERR_INTERNAL, "bench", "the demonstration's door did not open");
}

static bool draw(struct cli *cli, struct bench_site *s, day from, const char *view, const char *name, int shown, struct err *err)
{
	const char *cookie;
	double ms[ROUNDS];
	char iso[11];

	if (!sign_in(cli, s, &cookie, err))
		return false;
	for (int i = 0; i < ROUNDS; i++) {
		day_iso(from + 7 * (i % 20), iso);
		int64_t us = page(s, cli->arena, arena_fmt(cli->arena, "/calendar?view=%s&on=%s", view, iso), cookie, shown, NULL);
		if (us < 0)
			return fail(err, ERR_INTERNAL, "bench", "the %s of %s did not come whole", view, iso);
		ms[i] = (double)us / 1000;
	}
	bench_line(cli, name, bench_at(ms, ROUNDS, 0.5), "ms", 20, false);
	return true;
}

static bool search(struct cli *cli, struct bench_site *s, struct err *err)
{
	const char *cookie;
	double ms[ROUNDS];

	if (!sign_in(cli, s, &cookie, err))
		return false;
	for (int i = 0; i < ROUNDS; i++) {
		int64_t us = page(s, cli->arena, arena_fmt(cli->arena, "/clients?q=amily%d", 4000 + i), cookie, 0, NULL);
		if (us < 0)
			return fail(err, ERR_INTERNAL, "bench", "the clients did not come whole");
		ms[i] = (double)us / 1000;
	}
	bench_line(cli, "client_search", bench_at(ms, ROUNDS, 0.5), "ms", 20, false);
	return true;
}

static void tidy(struct cli *cli, struct bench_site *s)
{
	static const char *const files[] = { "unknot.db", "unknot.db-wal", "unknot.db-shm" };

	db_close(&s->web.db);
	seal_key_close(s->key);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlink(arena_fmt(cli->arena, "%s/%s", s->dir, files[i]));
	rmdir(s->dir);
	unlink(s->key_path);
}

bool bench_booking(struct cli *cli, const struct kb *kb, struct err *err)
{
	struct bench_site s = { .dir = "/tmp/unknot-bench-XXXXXX" };
	struct arena *a = arena_new(256u << 20);

	if (!mkdtemp(s.dir)) {
		arena_end(a);
		return fail(err, ERR_INTERNAL, "bench", "no folder can be made");
	}
	snprintf(s.key_path, sizeof(s.key_path), "%s.key", s.dir);
	s.config = (struct web_config){ .kb = kb, .dir = s.dir, .demo = true };
	s.web.config = &s.config;
	bool done = seal_key_open(s.key_path, true, &s.key, err) && db_open(&s.web.db, s.dir, s.key, true, err);
	s.config.key = s.key;
	struct cx cx = cx_of(&s, a);
	day from = cx.today + WEEK_AT - day_weekday(cx.today + WEEK_AT);
	if (done && !(demo_make(&cx) && demo_calendar(&cx) && fill(&cx) && fill_clients(&cx))) {
		*err = s.err;
		done = false;
	}
	done = done && draw(cli, &s, from, "week", "calendar_week", 7 * PER_DAY, err) && draw(cli, &s, from, "month", "calendar_month", 0, err) &&
		draw(cli, &s, from, "day", "calendar_day", PER_DAY, err) && search(cli, &s, err);
	tidy(cli, &s);
	arena_end(a);
	return done;
}
