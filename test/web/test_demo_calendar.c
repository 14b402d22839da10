/* The demonstration's calendar: set up once, with sessions that were, one of today and some to come, on each page that shows them. */
#include "app/bookings.h"
#include "web/site.h"

static struct site *site;

static int before(void **state)
{
	(void)state;
	site = site_new();
	site_demo(site);
	return 0;
}

static int after(void **state)
{
	(void)state;
	unsetenv("UNKNOT_CLOCK");
	site_end(site);
	return 0;
}

static struct appointment_person_rows of(struct cx *cx, const char *mail)
{
	struct appointment_person_rows rows;

	assert_true(q_appointment_person(cx->db, site_person(site, mail), &rows));
	return rows;
}

static void make(struct cx *cx)
{
	if (!demo_calendar(cx))
		fail_msg("%s: %s", site->err.field, site->err.detail);
}

/* What is over was kept, what comes is booked; each was late once. */
static void the_past_is_kept_and_the_future_booked(void **state)
{
	static const char *const mails[] = { "maren@demo.invalid", "piet@demo.invalid", "tomas@demo.invalid" };
	static const size_t want[] = { 10, 10, 2 };
	struct cx cx = site_cx(site);
	int late = 0;

	(void)state;
	for (int again = 0; again < 2; again++)                 /* a second start of the program adds nothing */
		make(&cx);
	assert_int_equal(cx.who.account, 0);
	for (int p = 0; p < 3; p++) {
		struct appointment_person_rows rows = of(&cx, mails[p]);

		assert_int_equal(rows.n, want[p]);
		for (size_t i = 0; i < rows.n; i++) {
			bool over = rows.at[i].starts < cx.now - 86400000, booked = str_equal(rows.at[i].state, "booked");

			late += str_equal(rows.at[i].state, "late");
			assert_true(over ? !booked : booked || rows.at[i].starts < cx.now);
		}
	}
	assert_int_equal(late, 2);
}

static void pages_show_it(void **state)
{
	struct cx cx = site_cx(site);
	const char *owner = site_door(site, 0), *maren = site_door(site, 1);

	(void)state;
	make(&cx);
	struct answer calendar = site_get(site, owner, "/calendar"), week = site_get(site, owner, "/calendar?view=week"),
		own = site_get(site, maren, "/sessions"), today = site_get(site, maren, "/today");
	assert_null(strstr(calendar.body, "Booking is not set up yet"));
	assert_non_null(strstr(calendar.body, "Tomas Okafor"));
	assert_non_null(strstr(calendar.body, "class=\"appt gap\""));
	assert_non_null(strstr(calendar.body, "Previous<span class=\"vh\"> day</span>"));
	assert_non_null(strstr(week.body, "The green room"));
	assert_non_null(strstr(own.body, "To come"));
	assert_null(strstr(own.body, "No session is booked"));
	assert_non_null(strstr(today.body, "Your next session"));
	assert_non_null(strstr(site_get(site, owner, "/calendar?on=2027-12-24").body, "class=\"appt gap\""));
}

/* Who comes today stands on the day page, with the way into the session; of a client who is stopped it says that first. */
static void the_day_names_todays_sessions(void **state)
{
	struct cx cx = site_cx(site);
	const char *owner = site_door(site, 0);
	int64_t tomas = site_act(&cx, "tomas@demo.invalid", ROLE_OWNER);

	(void)state;
	const char *page = strstr(site_get(site, owner, "/desk").body, "Sessions today</h2>");
	assert_non_null(page);
	const char *end = strstr(page, "</section>"), *name = strstr(page, "Tomas Okafor</a>");
	assert_true(name && name < end);
	const char *way = strstr(page, arena_fmt(site->keep, "href=\"/client/%lld/session\"", (long long)tomas));
	assert_true(way && way < end);
	assert_non_null(strstr(page, "No approved plan yet"));
	assert_null(strstr(page, "Stopped: danger to clear up. "));
	assert_true(cx_save(&cx) && q_stop_add(cx.db, 4711, tomas, "urgent", "", "exam", cx.now) && db_commit(cx.db));
	page = strstr(site_get(site, owner, "/desk").body, "Sessions today</h2>");
	way = strstr(page, "Stopped: danger to clear up");
	assert_true(way && way < strstr(page, "</section>"));
}

/* A day that is over and had nothing: said in words, with the way to book. */
static void an_empty_day_is_plain(void **state)
{
	struct answer page = site_get(site, site_door(site, 0), "/calendar?on=2026-01-05");

	(void)state;
	assert_non_null(strstr(page.body, "Nothing is booked on this day."));
	assert_non_null(strstr(page.body, "Book someone"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_past_is_kept_and_the_future_booked),
		cmocka_unit_test(pages_show_it),
		cmocka_unit_test(the_day_names_todays_sessions),
		cmocka_unit_test(an_empty_day_is_plain),
	};
	return cmocka_run_group_tests(tests, before, after);
}
