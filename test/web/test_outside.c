/* Time off: told by hand, from a file, from an address on the one host allowed; it blocks slots, shows no titles, and a bad one changes nothing. */
#include "net/smtpd.h"

#include "app/outside.h"
#include "net/fetch.h"
#include "net/http.h"
#include "web/owner_acts.h"

static struct practice_book book;
static struct smtpd tls;                        /* for its certificate: localhost's own */
static int64_t service;
static int port;
static pid_t worker;
static const day monday = 20780;                /* 2026-11-23; the clock stands at Wednesday the 18th */

static const char dentist[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:tooth@home\r\nDTSTAMP:20261101T000000Z\r\n"
	"SUMMARY:Dentist, the bad tooth\r\nLOCATION:Tooth street\r\nDTSTART;TZID=Europe/Zurich:20261124T100000\r\nDTEND;TZID=Europe/Zurich:20261124T110000\r\nEND:VEVENT\r\n"
	"END:VCALENDAR\r\n";
static const char gym[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:gym@home\r\nDTSTAMP:20261101T000000Z\r\n"
	"SUMMARY:Gym\r\nDTSTART:20261125T130000Z\r\nDTEND:20261125T140000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

static void serve(void *context, const struct request *q, struct reply *r, struct arena *a)
{
	(void)context;
	(void)a;
	r->type = "text/calendar";
	if (str_equal(q->path, "/good"))
		buf_str(&r->body, gym);
	else if (str_equal(q->path, "/page"))
		buf_str(&r->body, "<html>Please sign in</html>");
	else if (str_equal(q->path, "/away")) {
		r->status = 302;
		r->location = "https://localhost/good";
	} else if (str_equal(q->path, "/slow"))
		sleep(3);
	else if (str_equal(q->path, "/long"))
		buf_fmt(&r->body, "%100000s", "x");
	else
		r->status = 404;
}

static void begin_server(void)
{
	struct http_how how = { .handler = serve };
	struct err err = { 0 };
	char bound[64];
	int fd;

	smtpd_begin(&tls);
	if (!tls_open(tls.certificate, tls.key, &how.tls, &err) || !http_listen("127.0.0.1:0", &fd, bound, sizeof(bound), &err))
		fail_msg("%s %s", err.field, err.detail);
	port = (int)strtol(strrchr(bound, ':') + 1, NULL, 10);
	if ((worker = fork()) == 0) {
		http_worker(fd, &how);
		_exit(0);
	}
	close(fd);
	tls_close(how.tls);
}

static int begin(void **state)
{
	begin_server();
	owner_acts(state);
	service = db_id();
	assert_int_equal(sqlite3_exec(cx.db->handle, "delete from opening; delete from holiday; delete from mail_job; delete from appointment", NULL, NULL, NULL), SQLITE_OK);
	assert_true(cx_save(&cx));
	keep(q_booking_set(cx.db, cx.who.practice, "Europe/Zurich", "Appointment", 120, 60, 60, 1440, 1) &&
		q_service_add(cx.db, service, cx.who.practice, "One hour", 60, 0, 0, 9000, 1));
	for (int k = 0; k < 5; k++) {
		assert_true(cx_save(&cx));
		keep(q_opening_add(cx.db, db_id(), cx.who.practice, cx.who.account, k, 9 * 60, 17 * 60));
	}
	assert_true(bookings_load(&cx, &book));
	return 0;
}

static int end(void **state)
{
	(void)state;
	kill(worker, SIGTERM);
	waitpid(worker, NULL, 0);
	smtpd_end(&tls);
	unsetenv("UNKNOT_CLOCK");
	site_end(site);
	return 0;
}

static void again(void)
{
	cx.a = site->site.db.arena = site->keep;
	site->site.db.err = &site->err;
	site->err = (struct err){ 0 };
}

/* "9 10 12": the hours free on a day, for a client. */
static const char *hours(day on)
{
	const struct service hour = { 60, 0, 0 };
	const char *out = "";
	struct diary d;

	again();
	assert_true(bookings_diary(&cx, &book, cx.who.account, zone_instant(book.zone, on, 0), zone_instant(book.zone, on + 1, 0), (struct but){ 0 }, &d));
	struct slots s = booking_slots(cx.a, &d, &book.rules, &hour, on, cx.now);
	for (int i = 0; i < s.n; i++)
		out = arena_fmt(cx.a, "%s%s%d", out, i ? " " : "", zone_wall(book.zone, s.at[i]).minute / 60);
	return out;
}

static void part_of_a_day(void **state)
{
	(void)state;
	assert_string_equal(hours(monday), "9 10 11 12 13 14 15 16");
	struct answer a = site_post(site, owner, "/busy", "/busy", "act=away&on=2026-11-23&from=11%3A00&to=13%3A30&name=School+play");
	assert_int_equal(a.status, 303);
	assert_string_equal(hours(monday), "9 10 14 15 16");
	assert_non_null(strstr(site_get(site, owner, "/calendar?view=day&on=2026-11-23").body, "School play"));
	assert_non_null(strstr(site_get(site, owner, "/calendar?view=week&on=2026-11-23").body, "11:00 to 13:30"));
	const struct wish w = { number("select min(id) from person"), cx.who.account, service, 0, zone_instant(book.zone, monday, 12 * 60), false };
	int64_t id;
	again();
	assert_true(cx_save(&cx));
	assert_false(bookings_book(&cx, &book, &w, &id));
	assert_int_equal(site->err.code, ERR_CONFLICT);
	db_rollback(cx.db);
	a = site_post(site, owner, "/busy", "/busy", arena_fmt(site->keep, "drop=%lld", (long long)number("select id from busy")));
	assert_int_equal(a.status, 303);
	assert_string_equal(hours(monday), "9 10 11 12 13 14 15 16");
}

/* A number out of somebody else's page is worth nothing in one's own form. */
static void the_time_off_of_others_stays(void **state)
{
	(void)state;
	assert_int_equal(sqlite3_exec(cx.db->handle, "insert into busy(id, practice, therapist, outside, starts, ends) select 5, practice, id, 0, 1795300000000, "
		"1795400000000 from account where role = 'client' limit 1", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(site_post(site, owner, "/busy", "/busy", "drop=5").status, 303);
	assert_int_equal(number("select count(*) from busy where id = 5"), 1);
	assert_int_equal(sqlite3_exec(cx.db->handle, "delete from busy where id = 5", NULL, NULL, NULL), SQLITE_OK);
}

static void what_cannot_be_blocked(void **state)
{
	static const char *const bad[] = { "on=2026-11-23&from=13%3A00&to=11%3A00", "on=2026-11-23&from=11%3A00&to=11%3A00", "on=2026-11-01&from=9%3A00&to=11%3A00",
		"on=2029-11-01&from=9%3A00&to=11%3A00", "on=2026-11-23&from=x&to=11%3A00", "on=&from=9%3A00&to=10%3A00" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(site_post(site, owner, "/busy", "/busy", arena_fmt(site->keep, "act=away&name=&%s", bad[i])).status, 422);
	assert_int_equal(number("select count(*) from busy"), 0);
}

static void a_file_blocks_its_times_and_nothing_else_is_kept(void **state)
{
	(void)state;
	struct answer a = site_post(site, owner, "/busy", "/busy", arena_fmt(site->keep, "act=bring&body=%s", form_escape(site->keep, dentist)));
	assert_int_equal(a.status, 303);
	assert_string_equal(hours(monday + 1), "9 11 12 13 14 15 16");
	assert_int_equal(number("select count(*) from busy where outside = 1 and name_sealed is null"), 1);
	const char *page = site_get(site, owner, "/calendar?view=day&on=2026-11-24").body;
	assert_non_null(strstr(page, "Not here"));
	assert_null(strstr(page, "ooth"));
	/* what is no calendar changes nothing */
	a = site_post(site, owner, "/busy", "/busy", "act=bring&body=%3Chtml%3Eno%3C%2Fhtml%3E");
	assert_int_equal(a.status, 422);
	assert_string_equal(hours(monday + 1), "9 11 12 13 14 15 16");
	a = site_post(site, owner, "/busy", "/busy", arena_fmt(site->keep, "act=bring&body=%s", form_escape(site->keep, gym)));
	assert_int_equal(a.status, 303);
	assert_string_equal(hours(monday + 1), "9 10 11 12 13 14 15 16");
	assert_string_equal(hours(monday + 2), "9 10 11 12 13 15 16");
	assert_int_equal(site_post(site, owner, "/busy", "/busy", "act=end").status, 303);
	assert_int_equal(number("select count(*) from busy"), 0);
}

static struct outside_ran look(void)
{
	struct outside_ran ran;

	again();
	assert_true(sqlite3_exec(cx.db->handle, "update outside set tried = 0", NULL, NULL, NULL) == SQLITE_OK);
	if (!outside_run(&cx, tls.certificate, &ran))
		fail_msg("%s: %s", site->err.field, site->err.detail);
	return ran;
}

static const char *address(const char *path)
{
	return form_escape(site->keep, arena_fmt(site->keep, "https://localhost:%d%s", port, path));
}

static int follow(const char *path)
{
	return site_post(site, owner, "/busy", "/busy", arena_fmt(site->keep, "act=follow&url=%s", address(path))).status;
}

static void an_address_on_the_host_that_is_allowed(void **state)
{
	static const char *const bad[] = { "/page", "/away", "/none" };

	(void)state;
	assert_null(strstr(site_get(site, owner, "/busy").body, "Read from there"));
	assert_int_equal(site_post(site, owner, "/settings/booking", "/settings/booking", "act=host&host=localhost").status, 303);
	assert_int_equal(site_post(site, owner, "/busy", "/busy", "act=follow&url=https%3A%2F%2Fother.example%2Fa.ics").status, 422);
	assert_int_equal(site_post(site, owner, "/busy", "/busy", "act=follow&url=http%3A%2F%2Flocalhost%2Fa.ics").status, 422);
	assert_int_equal(follow("/good"), 303);
	assert_int_equal(look().failed, 1);             /* this machine's own network is not allowed yet */
	assert_non_null(strstr(site_get(site, owner, "/busy").body, "network of its own"));
	assert_int_equal(site_post(site, owner, "/settings/booking", "/settings/booking", "act=host&host=LOCALHOST&near=1").status, 303);
	assert_int_equal(look().read, 1);
	assert_string_equal(hours(monday + 2), "9 10 11 12 13 15 16");
	struct outside_ran none;
	assert_true(outside_run(&cx, tls.certificate, &none));
	assert_true(none.read == 0 && none.failed == 0);                /* not before a quarter of an hour is over */
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {       /* the last good one stays, and why is said */
		assert_int_equal(follow(bad[i]), 303);
		assert_int_equal(look().failed, 1);
		assert_string_equal(hours(monday + 2), "9 10 11 12 13 15 16");
		assert_non_null(strstr(site_get(site, owner, "/busy").body, "brought nothing new"));
	}
	assert_int_equal(follow("/good"), 303);
	assert_int_equal(look().read, 1);
	assert_null(strstr(site_get(site, owner, "/busy").body, "brought nothing new"));
	assert_int_equal(site_post(site, owner, "/settings/booking", "/settings/booking", "act=host&host=other.example").status, 303);
	assert_int_equal(look().failed, 1);             /* no longer allowed */
	assert_non_null(strstr(site_get(site, owner, "/busy").body, "not on the host"));
	assert_int_equal(site_post(site, owner, "/busy", "/busy", "act=end").status, 303);
}

static void fetched_within_limits(void **state)
{
	struct fetch_how how = { .ca = tls.certificate, .near = true, .seconds = 1, .most = 50000 };
	char said[FETCH_SAID], host[FETCH_HOST];

	(void)state;
	again();
	assert_string_equal(fetch(cx.a, &how, arena_fmt(cx.a, "https://localhost:%d/good", port), said), gym);
	assert_null(fetch(cx.a, &how, arena_fmt(cx.a, "https://localhost:%d/long", port), said));
	assert_non_null(strstr(said, "longer"));
	assert_null(fetch(cx.a, &how, arena_fmt(cx.a, "https://127.0.0.1:%d/good", port), said));      /* the certificate names another */
	assert_null(fetch(cx.a, &how, arena_fmt(cx.a, "https://localhost:%d/slow", port), said));
	how.ca = NULL;
	assert_null(fetch(cx.a, &how, arena_fmt(cx.a, "https://localhost:%d/good", port), said));      /* nobody vouches for it */
	assert_true(fetch_host("https://Calendar.Example.org/a?b", host) && str_equal(host, "calendar.example.org"));
	static const char *const bad[] = { "http://a.example/", "https://", "https://me@a.example/", "https://me:word@a.example/", "file:///etc/passwd", "a.example", "" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(fetch_host(bad[i], host));
}

static void networks_of_ones_own(void **state)
{
	static const struct { const char *address; bool near; } of[] = { { "10.1.2.3", true }, { "127.0.0.1", true }, { "192.168.1.1", true }, { "172.16.0.1", true },
		{ "172.32.0.1", false }, { "169.254.169.254", true }, { "100.64.0.1", true }, { "100.128.0.1", false }, { "0.0.0.0", true }, { "224.0.0.1", true },
		{ "8.8.8.8", false }, { "::1", true }, { "::ffff:10.0.0.1", true }, { "::ffff:8.8.8.8", false }, { "fe80::1", true }, { "fd00::1", true },
		{ "2001:4860:4860::8888", false }, { "2002:0a00:0001::1", true }, { "64:ff9b::a00:1", true }, { "ff02::1", true } };

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(*of); i++) {
		unsigned char at[16];
		bool v6 = strchr(of[i].address, ':') != NULL;

		assert_int_equal(inet_pton(v6 ? AF_INET6 : AF_INET, of[i].address, at), 1);
		if (fetch_near(at, v6 ? 16 : 4) != of[i].near)
			fail_msg("%s", of[i].address);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(part_of_a_day), cmocka_unit_test(the_time_off_of_others_stays), cmocka_unit_test(what_cannot_be_blocked),
		cmocka_unit_test(a_file_blocks_its_times_and_nothing_else_is_kept), cmocka_unit_test(an_address_on_the_host_that_is_allowed),
		cmocka_unit_test(fetched_within_limits), cmocka_unit_test(networks_of_ones_own) };

	return cmocka_run_group_tests(tests, begin, end);
}
